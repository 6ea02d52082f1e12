"""Customers of a big base, made up: the same rows for the same seed, with repetitions as real bases have them."""

import numpy as np
import polars as pl

from crmkit.schema.postal.packed import shipped_directory


def _listed(text, by=None):
    return tuple(one.strip() for one in text.split(by) if one.strip())


GIVEN = _listed("""
    Marie Jean Anna Peter Michel Maria Thomas Daniel Nathalie Sandra Christian Andreas Ursula Hans Martin Claudia
    Philippe Luca Nicole Isabelle Stefan Markus Laura Julie Camille Léa Hugo Louis Emma Chloé Élodie Zoë Jérôme
    François Céline Björn Jürgen Jean-Pierre Jean-Luc Marie-Claire Anne-Sophie Hans-Peter Karl-Heinz José Mehmet
    Fatima Mohamed Olivier Pierre Alain Monique Brigitte Sylvie Patrick Pascal Vincent Nicolas Sébastien Florian
    Tobias Lukas Simon David Sarah Lena Mia Noah Liam Elias
""")
SYLLABLES = _listed("""
    ber ger mar tin du pont ro sat mül ler wei ss schnei der fa vre gi rard mo ret bon net lam bert stei ner hu ba mei
""")
STREETS = _listed(
    """
    Rue du Lac, Bahnhofstrasse, Avenue de la Gare, Route de Berne, Chemin des Vignes, Hauptstrasse, Dorfstrasse,
    Rue de l'Église, Place du Marché, Schulweg, Kirchgasse, Rue Neuve, Gartenstr., av. de France, Boulevard Voltaire,
    Via Nassa, Am Markt, Lindenweg, Rue Pasteur, Quai du Mont
    """,
    ",",
)
PROVIDERS = _listed("""
    gmail.com bluewin.ch hotmail.com outlook.com gmx.ch yahoo.fr orange.fr icloud.com sunrise.ch wanadoo.fr free.fr
    gmx.de web.de hispeed.ch laposte.net protonmail.com hotmail.fr gmial.com
""")
COUNTRIES = (
    "CH",
    "Suisse",
    "Schweiz",
    "Switzerland",
    "FR",
    "France",
    "D",
    "Deutschland",
    "Germany",
    "AT",
    "Österreich",
    "",
    "n/a",
)
LANGUAGES = ("fr", "de", "FR", "DE", "français", "Deutsch", "en", "anglais", "it", "")
YES_NO = ("oui", "non", "ja", "nein", "1", "0", "x", "")
TRADES = _listed("""
    Garage Boulangerie Menuiserie Restaurant Hôtel Pharmacie Cabinet Atelier Schreinerei Bäckerei Apotheke Praxis
""")
FORMS = ("SA", "Sàrl", "GmbH", "AG", "SAS", "& Fils", "", "", "GmbH & Co. KG", "SARL")
PHONES = (
    "0{a} {b} {c} {d}", "0{a}{b}{c}{d}", "+41 {a} {b} {c} {d}", "+41{a}{b}{c}{d}", "0041 {a} {b} {c} {d}",
    "0{a}/{b} {c} {d}",
    "0{a}.{b}.{c}.{d}", "+41 (0){a} {b} {c} {d}", "{a}{b}{c}{d}", "0{a} {b}{c}{d}", "(0{a}) {b} {c} {d}",
)  # fmt: skip
ABROAD = (
    "+33 6 {0} {1} {2} {3}",
    "0033 6{0}{1}{2}{3}",
    "+33 1 {0} {1} {2} {3}",
    "+49 171 {0}{1}{2}{3}",
    "+49 30 {0}{1}{2}{3}",
)
MOBILE, FIXED = ("79", "78", "76", "77"), ("21", "22", "31", "44", "43", "61", "71", "26", "24", "27")
FIELDS = {
    "name": "person_name",
    "email": "email",
    "phone": "phone",
    "mobile": "phone",
    "company": "organisation_name",
    "address": "postal_address",
    "country": "country",
    "language": "language",
    "birth_date": "date",
    "customer_since": "date",
    "newsletter": "boolean",
    "revenue": "money",
}  # fmt: skip
"""The columns, and what each is."""


def customers(rows: int, *, seed: int = 2026) -> pl.DataFrame:
    """Make rows of twelve columns: names, addresses and companies follow Zipf's law, households share an address."""
    random = np.random.default_rng(seed)
    families = _words(random, 60_000)
    companies = [f"{TRADES[one]} {name} {FORMS[two]}".strip() for one, two, name in zip(
        random.integers(len(TRADES), size=rows // 6 + 1).tolist(),
        random.integers(len(FORMS), size=rows // 6 + 1).tolist(),
        _words(random, rows // 6 + 1),
        strict=True,
    )]  # fmt: skip
    places = _places(random)
    domains = [f"{name.lower().translate(_PLAIN)}.ch" for name in _words(random, 40_000)]
    homes = _addresses(random, int(rows * 0.6) + 1, places)
    given = _often(random, GIVEN, rows)
    family = _often(random, families, rows)
    known = random.random(rows)
    name = [_named(one, other, chance) for one, other, chance in zip(given, family, known.tolist(), strict=True)]
    private = random.random(rows) < 0.6
    at = np.where(private, _often(random, PROVIDERS, rows), _often(random, domains, rows)).tolist()
    numbers, chances = random.integers(1, 9_999, size=rows).tolist(), random.random(rows).tolist()
    email = list(map(_email, given, family, at, numbers, chances))
    born = np.datetime64("1930-01-01") + random.integers(0, 28_000, size=rows)
    since = np.datetime64("2005-01-01") + random.integers(0, 7_500, size=rows)
    amounts = (random.pareto(1.2, size=rows) * 40).clip(0, 900_000).round(1)
    return pl.DataFrame({
        "name": name,
        "email": email,
        "phone": _phones(random, rows, FIXED, missing=0.1),
        "mobile": _phones(random, rows, MOBILE, missing=0.3),
        "company": _some(random, _often(random, companies, rows), 0.3),
        "address": [homes[place] for place in random.integers(len(homes), size=rows).tolist()],
        "country": _often(random, COUNTRIES, rows),
        "language": _often(random, LANGUAGES, rows),
        "birth_date": _dates(random, born, 0.4),
        "customer_since": _dates(random, since, 0.95),
        "newsletter": _often(random, YES_NO, rows),
        "revenue": [f"CHF {amount:,.2f}".replace(",", "'") for amount in amounts.tolist()],
    }, schema=dict.fromkeys(FIELDS, pl.String))  # fmt: skip


_PLAIN = str.maketrans("üöäéèàçëô", "uoaeeaceo")


def _words(random, count):
    lengths = random.integers(2, 4, size=count).tolist()
    picked = random.integers(len(SYLLABLES), size=(count, 3)).tolist()
    return [
        "".join(SYLLABLES[one] for one in row[:length]).title() for row, length in zip(picked, lengths, strict=True)
    ]


def _often(random, values, rows):
    """Pick values so that the first come much more often than the last (Zipf)."""
    weights = 1 / np.arange(1, len(values) + 1) ** 0.8
    places = random.choice(len(values), size=rows, p=weights / weights.sum())
    return [values[place] for place in places.tolist()]


def _named(given, family, chance):
    if chance < 0.15:
        return f"{family.upper()} {given}"
    if chance < 0.25:
        return f"{family}, {given}"
    if chance < 0.35:
        return f"{'Mme' if chance < 0.3 else 'Herr'} {given} {family}"
    return f"{given} {family}"


def _email(given, family, domain, number, chance):
    local = (
        f"{given}.{family}".lower()
        .translate(_PLAIN)
        .replace("ß", "ss")
        .replace("ë", "e")
        .replace("ô", "o")
        .replace("ö", "o")
    )
    local = local.encode("ascii", "ignore").decode()
    if chance < 0.04:
        return None
    return f"{local}{number if chance < 0.7 else ''}@{domain.upper() if chance > 0.97 else domain}"


def _phones(random, rows, areas, *, missing):
    digits = random.integers(2_000_000, 9_999_999, size=rows).tolist()
    area = [areas[place] for place in random.integers(len(areas), size=rows).tolist()]
    form = [PHONES[place] for place in random.integers(len(PHONES), size=rows).tolist()]
    abroad = [ABROAD[place] for place in random.integers(len(ABROAD), size=rows).tolist()]
    phones = []
    for number, where, home, away, chance in zip(digits, area, form, abroad, random.random(rows).tolist(), strict=True):
        text = str(number)
        if chance < missing:
            phones.append(None)
        elif chance < missing + 0.12:
            phones.append(away.format(text[0:2], text[2:4], text[4:6], f"{text[6]}{number % 10}"))
        else:
            note = " (privé)" if chance > 0.995 else ""
            phones.append(home.format(a=where, b=text[:3], c=text[3:5], d=text[5:]) + note)
    return phones


def _places(random):
    """List the places of Switzerland; one in fifty with the postcode of another one."""
    listed = shipped_directory().find_area("CH").names
    pairs = [(code, name) for code, names in sorted(listed.items()) for name in names]
    others = random.integers(len(pairs), size=len(pairs)).tolist()
    wrong = (random.random(len(pairs)) < 0.02).tolist()
    return [
        f"{pairs[other][0] if slip else code} {name}"
        for (code, name), other, slip in zip(pairs, others, wrong, strict=True)
    ]


def _addresses(random, count, places):
    numbers = random.integers(1, 180, size=count).tolist()
    near = _often(random, places, count)
    return [
        f"{STREETS[street]} {number}, {place}"
        for street, number, place in zip(random.integers(len(STREETS), size=count).tolist(), numbers, near, strict=True)
    ]


def _some(random, values, share):
    return [
        value if chance < share else None
        for value, chance in zip(values, random.random(len(values)).tolist(), strict=True)
    ]


def _dates(random, days, iso):
    forms = random.random(len(days)).tolist()
    return [
        str(day) if form < iso else f"{day.day:02}.{day.month:02}.{day.year}"
        for day, form in zip(days.tolist(), forms, strict=True)
    ]
