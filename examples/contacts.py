"""E-mail addresses and phone numbers that no two people share by chance.

Domains are reserved for documentation or read as such, landlines of France and Germany lie in ranges reserved for
fiction, and the few free-mail addresses carry "fictif" or "fiktiv" in front of the @.
"""

from datetime import date
from random import Random

from examples.evidence import close
from examples.names import fold
from examples.places import Place

DOMAINS = {
    "CH": ("example.ch", "example.org", "example.com", "mail.example.com", "kunden.example.org", "post.example.net"),
    "FR": ("example.fr", "example.org", "example.com", "mail.example.com", "courriel.example.org", "example.net"),
    "DE": ("example.de", "example.org", "example.com", "post.example.net", "kunden.example.org", "example.net"),
}
FREE_MAIL = {"CH": ("gmail.com", "bluewin.ch"), "FR": ("gmail.com", "orange.fr"), "DE": ("gmail.com", "web.de")}
PREFIX = {"CH": "+41", "FR": "+33", "DE": "+49"}
FICTION = {  # landline ranges the regulators keep for films and books: prefix and number of free digits
    "FR": {"1": ("19900", 4), "2": ("26191", 4), "3": ("35301", 4), "4": ("46571", 4), "5": ("53649", 4)},
    "DE": {
        "30": ("3023125", 3),
        "40": ("4066969", 3),
        "69": ("6990009", 3),
        "89": ("8999998", 3),
        "221": ("2214710", 3),
    },
}
MOBILE = {
    "CH": [("76", 7), ("77", 7), ("78", 7), ("79", 7)],
    "FR": [(f"6{tens}", 7) for tens in (1, 2, 5, 6, 7, 8)],
    "DE": [("151", 8), ("157", 8), ("160", 7), ("170", 7), ("171", 7), ("175", 7)],
}


def _letters(local: str) -> str:
    return "".join(filter(str.isalnum, local))


def ascii_word(text: str) -> str:
    """Spell a name as an address does: folded, umlauts written out, nothing but letters."""
    spelt = text.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace(" ", "-")
    return "".join(letter for letter in fold(spelt) if letter.isascii() and (letter.isalnum() or letter == "-"))


class Contacts:
    """Hands out contact points and remembers them, so that each is given once."""

    def __init__(self, rng):
        self.rng: Random = rng
        self._locals: dict[tuple[str, str], list[str]] = {}
        self._taken: set[str] = set()
        self._phones: set[str] = set()

    def email(self, given: str, family: str, birth: date, country: str) -> str:
        """Make up a personal address; its local part is used by nobody else."""
        first, last = ascii_word(given), ascii_word(family)
        if self.rng.random() < 0.012:
            marker = "fictif" if country == "FR" else "fiktiv"
            local = self._local((first, last), birth, [f"{first}.{last}.{marker}"])
            return f"{local}@{self.rng.choice(FREE_MAIL[country])}"
        spellings = [f"{first}.{last}", f"{last}.{first}", f"{first[0]}{last}{birth.year % 100:02}", f"{first}-{last}"]
        spellings += [f"{first}{birth.year}", f"{first}_{last}", f"{last}{birth.day:02}{birth.month:02}"]
        weights = [8, 2, 3, 1, 2, 2, 1]
        order = sorted(range(len(spellings)), key=lambda index: -(self.rng.random() ** (1 / weights[index])))
        local = self._local((first, last), birth, [spellings[index] for index in order])
        return f"{local}@{self.rng.choice(DOMAINS[country])}"

    def family_email(self, family: str, language: str, locality: str, birth: date, country: str) -> str:
        """Make up an address that a whole family reads."""
        last, town = ascii_word(family), ascii_word(locality)
        word = "famille" if language == "fr" else "familie"
        local = self._local((word, last), birth, [f"{word}.{last}", f"{word}-{last}-{town}", f"{last}.{town}"])
        return f"{local}@{self.rng.choice(DOMAINS[country])}"

    def mobile(self, country: str) -> str:
        """Draw a mobile number that is valid in its country, in E.164."""
        return self._phone(country, *self.rng.choice(MOBILE[country]))

    def landline(self, place: Place) -> str:
        """Draw a landline number of a place, in E.164, from a range reserved for fiction where there is one."""
        if place.country == "CH":
            return self._phone("CH", place.dialling, 7)
        return self._phone(place.country, *FICTION[place.country][place.dialling])

    def _local(self, name: tuple[str, str], birth: date, spellings: list[str]) -> str:
        """Pick a spelling that nobody has, and that no namesake could have mistyped."""
        namesakes = self._locals.setdefault(name, [])
        letters = "".join(self.rng.choices("abcdefghijklmnopqrstuvwxyz", k=5))
        for local in [*spellings, f"{spellings[0]}.{birth.year}{birth.month:02}{birth.day:02}.{letters}"]:
            if _letters(local) not in self._taken and not any(close(local, other) for other in namesakes):
                break
        namesakes.append(local)
        self._taken.add(_letters(local))
        return local

    def _phone(self, country: str, start: str, digits: int) -> str:
        while True:
            rest = "".join(self.rng.choices("0123456789", k=digits))
            if rest[0] in "01" and digits >= 7:
                continue
            number = f"{PREFIX[country]}{start}{rest}"
            if number not in self._phones:
                self._phones.add(number)
                return number


def national(e164: str) -> tuple[str, list[str]]:
    """Split a number into its country prefix and the groups of its national form."""
    prefix, rest = e164[:3], e164[3:]
    if prefix == "+41":
        return prefix, [rest[:2], rest[2:5], rest[5:7], rest[7:]]
    if prefix == "+33":
        return prefix, [rest[0], rest[1:3], rest[3:5], rest[5:7], rest[7:]]
    area = next((area for area in ("221", "30", "40", "69", "89") if rest.startswith(area)), rest[:3])
    return prefix, [area, rest[len(area) :]]


def written(rng: Random, e164: str, *, styles: str = "national") -> str:
    """Write a number as people do; `styles` is "national" (only that) or "any"."""
    prefix, groups = national(e164)
    style = 0 if styles == "national" else rng.randrange(6)
    if style == 1:
        return f"{prefix} {' '.join(groups)}"
    if style == 2:
        return e164
    if style == 3:
        return f"00{prefix[1:]} {' '.join(groups)}"
    if style == 4:
        return f"0{groups[0]}/{'.'.join(groups[1:])}" if prefix != "+33" else "0" + ".".join(groups)
    if style == 5:
        return f"{prefix} (0){' '.join(groups)}"
    return f"0{' '.join(groups)}"
