"""Fictitious people of four countries: what they are called, where they live, how they are reached."""

from datetime import date, timedelta

from attrs import evolve, frozen


def _listed(text):
    return tuple(text.split())


WOMEN = {
    "CH": _listed("Anna Maria Sandra Ursula Nicole Claudia Monika Regula Sabine Barbara Corinne Franziska Heidi Petra"),
    "FR": _listed("Marie Nathalie Isabelle Camille Julie Sophie Chloé Élodie Céline Monique Sylvie Aurélie Margaux"),
    "DE": _listed("Anna Julia Katharina Sabine Petra Claudia Gabriele Lena Hannah Jürgena Renate Silke Anja Heike"),
    "GB": _listed("Mary Elizabeth Olivia Emma Charlotte Sarah Susan Margaret Jennifer Katherine Alice Grace Ruby"),
}
MEN = {
    "CH": _listed("Hans Peter Daniel Thomas Markus Urs Beat Reto Luca Stefan Andreas Martin Christian Matthias Jürg"),
    "FR": _listed("Jean Michel Philippe Pierre Alain Nicolas Hugo Louis Jérôme François Olivier Étienne Gaël Rémi"),
    "DE": _listed("Michael Andreas Thomas Stefan Jürgen Uwe Frank Björn Tobias Lukas Karsten Dieter Horst Niklas"),
    "GB": _listed("Robert William James John Oliver Harry George Jack Christopher Edward Alfie Callum Graham Nigel"),
}
FAMILIES = {
    "CH": _listed("Müller Meier Keller Weber Huber Favre Rochat Zbinden Bianchi Aebischer Schmid Graf Steiner"),
    "FR": _listed("Martin Bernard Dubois Petit Robert Moreau Lefèvre Girard Fontaine Mercier Lambert Béguin"),
    "DE": _listed("Schmidt Schneider Fischer Wagner Becker Hoffmann Schäfer Köhler Krüger Vogel Böhm Großmann"),
    "GB": _listed("Smith Jones Taylor Brown Davies Evans Walker Wright Hughes Harrison Fletcher Whitaker"),
}
BEGINS = {
    "CH": _listed("Am Brun Eggen Wyss Ober Nieder Luginb Rüf Stampf Hof Burg Gall Rams Zum"),
    "FR": _listed("Beau Mont Char Val Grand Roch Font Mar Cast Bel Dur Pel Cour Vign"),
    "DE": _listed("Stein Berg Wald Hof Rosen Neu Alten Kirch Linden Wolf Eich Hasel Brück Grün"),
    "GB": _listed("Ash Black Hart Holl Wood Stan Thorn Whit Brad Lang Pem Sher Wain Har"),
}
ENDS = {
    "CH": _listed("bühl egger thaler acher schwil mann egg feld ser hard stutz bach"),
    "FR": _listed("champ erie eau ier bert elle mont ville ard et ois in"),
    "DE": _listed("meyer bauer mann berger feld haus stedt brink kamp holz ke ner"),
    "GB": _listed("ford ley worth bury wick ham ton field well more stead combe"),
}
STREETS = {
    "CH": ("Bahnhofstrasse", "Rue du Lac", "Dorfstrasse", "Kirchgasse", "Chemin des Vignes", "Seestrasse", "Via Nassa"),
    "FR": ("Rue de la République", "Avenue Foch", "Rue Pasteur", "Boulevard Voltaire", "Impasse des Lilas"),
    "DE": ("Hauptstraße", "Gartenstr.", "Lindenweg", "Am Markt", "Goethestraße", "Schillerplatz", "Bergstr."),
    "GB": ("High Street", "Station Road", "Church Lane", "Victoria Road", "Mill Lane", "The Avenue", "Park Road"),
}
TOWNS = {
    "CH": (("8001", "Zürich"), ("3011", "Bern"), ("1003", "Lausanne"), ("1201", "Genève"), ("6900", "Lugano")),
    "FR": (("69003", "Lyon"), ("75011", "Paris"), ("57000", "Metz"), ("13001", "Marseille"), ("31000", "Toulouse")),
    "DE": (("10115", "Berlin"), ("50667", "Köln"), ("80331", "München"), ("20095", "Hamburg"), ("01067", "Dresden")),
    "GB": (("LS1 4DY", "Leeds"), ("M1 2JW", "Manchester"), ("BS1 5TR", "Bristol"), ("NE1 7RU", "Newcastle")),
}
PROVIDERS = ("example.org", "example.com", "mail.example.com", "post.example.org", "net.example.com", "web.example.org")
MOBILE = {"CH": "07{}", "FR": "06{}", "DE": "0171{}", "GB": "07{}"}
FIXED = {"CH": "044{}", "FR": "04{}", "DE": "030{}", "GB": "0113{}"}
CODES = {"CH": "+41", "FR": "+33", "DE": "+49", "GB": "+44"}
COUNTRIES = tuple(FAMILIES)
_PLAIN = str.maketrans("äöüéèêëàçôîïáíóúñß", "aoueeeeacoiiaiouns")


@frozen(kw_only=True)
class Person:
    """One fictitious person, with all that a record may say; empty text is nothing."""

    country: str
    woman: bool
    given: str
    family: str
    born: date
    email: str
    mobile: str
    landline: str
    street: str
    postcode: str
    town: str
    company: str = ""
    suffix: str = ""


class People:
    """Makes people; `random` decides all, and numbers never come twice unless a trap wants it."""

    def __init__(self, random):
        self.random = random
        self._number = 0
        self._mailboxes = set()

    def number(self, digits):
        self._number += 1
        scattered = (self._number * 7_368_787 + 1_234_577) % 10**digits
        return f"{scattered:0{digits}d}"

    def family(self, country):
        """A common name, or one of many rare ones."""
        if self.random.random() < 0.45:
            names = FAMILIES[country]
            return names[min(int(self.random.expovariate(0.3)), len(names) - 1)]
        name = self.random.choice(BEGINS[country]) + self.random.choice(ENDS[country])
        return name if self.random.random() < 0.6 else name + self.random.choice(ENDS[country])

    def given(self, country, *, woman):
        names = (WOMEN if woman else MEN)[country]
        return names[int(self.random.random() ** 1.4 * len(names))]

    def person(self, **known):
        """Draw a person; what is known is kept."""
        random = self.random
        country = known.get("country") or random.choice(COUNTRIES)
        woman = known.get("woman", random.random() < 0.5)
        family = known.get("family") or self.family(country)
        given = known.get("given") or self.given(country, woman=woman)
        born = known.get("born") or date(1938, 1, 2) + timedelta(days=random.randrange(66 * 365))
        if born and (born.month, born.day) == (1, 1):  # a real birthday, but one that forms fill in
            born += timedelta(days=1)
        home = self.home(country)
        drawn = {
            "country": country,
            "woman": woman,
            "given": given,
            "family": family,
            "born": born,
            "email": self.email(given, family, born),
            "mobile": self.phone(country, MOBILE),
            "landline": self.phone(country, FIXED),
            **home,
        }
        return Person(**{**drawn, **known, "born": born})

    def other_given(self, *people):
        """A given name unlike those of all these people, of the first one's country."""
        first = people[0]
        used = {one.given[:2].lower() for one in people}
        while True:
            woman = self.random.random() < 0.5
            name = self.given(first.country, woman=woman)
            letters = set(name.lower())
            alike = (letters <= set(one.given.lower()) or letters >= set(one.given.lower()) for one in people)
            if name[:2].lower() not in used and not any(alike):
                return {"given": name, "woman": woman}

    def home(self, country):
        postcode, town = self.random.choice(TOWNS[country])
        if country != "GB" and self.random.random() < 0.7:
            digits = len(postcode)
            postcode = f"{int(postcode) + self.random.randrange(40):0{digits}d}"
        street, number = self.random.choice(STREETS[country]), self.random.randrange(1, 160)
        first = country in {"FR", "GB"}
        return {
            "street": f"{number} {street}" if first else f"{street} {number}",
            "postcode": postcode,
            "town": town,
        }

    def phone(self, country, kind):
        return kind[country].format(self.number(10 - len(kind[country]) + 2))

    def email(self, given, family, born):
        first, last = (name.lower().translate(_PLAIN).replace(" ", "").replace("'", "") for name in (given, family))
        form = self.random.randrange(4)
        tail = self.number(4) if self.random.random() < 0.6 else str(born.year % 100)
        local = (f"{first}.{last}{tail}", f"{first[0]}{last}{tail}", f"{last}.{first}{tail}", f"{first}{tail}")[form]
        if local in self._mailboxes:
            local += self.number(6)
        self._mailboxes.add(local)
        return f"{local}@{self.random.choice(PROVIDERS)}"

    def at_home_of(self, other, **known):
        """Somebody who lives with another person and shares the landline."""
        shared = {name: getattr(other, name) for name in ("country", "street", "postcode", "town", "landline")}
        return self.person(**{**shared, **known})

    def moved(self, person):
        return evolve(person, **self.home(person.country))
