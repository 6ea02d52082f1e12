"""Words that surround a person's name: civilities, titles, particles, suffixes and what joins two names."""

from typing import Final

CIVILITIES: Final = {
    "m": "M.", "monsieur": "M.", "mr": "Mr", "mister": "Mr", "mme": "Mme", "madame": "Mme", "mde": "Mme",
    "mlle": "Mlle", "mademoiselle": "Mlle", "mm": "MM.", "messieurs": "MM.", "mmes": "Mmes", "mesdames": "Mmes",
    "mrs": "Mrs", "ms": "Ms", "miss": "Miss", "mx": "Mx", "sir": "Sir", "lady": "Lady", "lord": "Lord", "dame": "Dame",
    "herr": "Herr", "herrn": "Herr", "hr": "Herr", "hrn": "Herr", "frau": "Frau", "fr": "Frau", "fräulein": "Frau",
    "sig": "Sig.", "signor": "Sig.", "signore": "Sig.", "signora": "Sig.ra", "sig.ra": "Sig.ra", "sigra": "Sig.ra",
    "signorina": "Sig.na", "sig.na": "Sig.na", "familie": "Familie", "fam": "Familie", "famille": "Famille",
    "famiglia": "Famiglia", "me": "Me", "maître": "Me", "maitre": "Me",
}  # fmt: skip
"""Lower-case spelling without the last dot, to the usual one."""

TITLES: Final = {
    "dr": "Dr.", "docteur": "Dr.", "doctor": "Dr.", "doktor": "Dr.", "dre": "Dre", "dott": "Dott.",
    "dott.ssa": "Dott.ssa",
    "dr.in": "Dr.", "prof": "Prof.", "professeur": "Prof.", "professor": "Prof.", "pr": "Pr", "med": "med.",
    "dr.med": "Dr. med.", "iur": "iur.", "jur": "jur.", "phil": "phil.", "rer": "rer.", "nat": "nat.", "pol": "pol.",
    "oec": "oec.", "h.c": "h.c.", "ing": "Ing.", "dipl": "Dipl.", "dipl.-ing": "Dipl.-Ing.", "mag": "Mag.",
    "lic": "lic.",
    "rev": "Rev.", "abbé": "Abbé", "père": "Père", "pfarrer": "Pfr.", "pfr": "Pfr.", "avv": "Avv.", "geom": "Geom.",
}  # fmt: skip
"""Academic and other titles, spelled like the civilities; a title such as "med." only follows another."""

FOLLOWING_TITLES: Final = frozenset({"med", "iur", "jur", "phil", "rer", "nat", "pol", "oec", "h.c"})

ALSO_NAMES: Final = frozenset(
    {"lord", "lady", "dame", "sir", "miss", "me", "fr", "pr", "père", "abbé", "mag", "ing", "doctor", "hr"}
)
"""Forms of address that, as the only word, are more likely a name."""

SUFFIXES: Final = {
    "jr": "Jr", "jnr": "Jr", "junior": "Jr", "jun": "Jr", "sr": "Sr", "snr": "Sr", "senior": "Sr", "sen": "Sr",
    "ii": "II", "iii": "III", "iv": "IV", "fils": "fils", "phd": "PhD", "ph.d": "PhD", "md": "MD", "m.d": "MD",
    "mba": "MBA", "esq": "Esq.", "msc": "MSc", "bsc": "BSc", "cfa": "CFA", "dds": "DDS",
}  # fmt: skip
"""What may stand behind a name, to its usual spelling."""

PARTICLES: Final = frozenset({
    "de", "du", "des", "d'", "von", "vom", "zu", "zum", "zur", "van", "der", "den", "ter", "ten", "te", "vander", "di",
    "da", "del", "della", "dello", "degli", "dei", "dal", "dalla", "do", "dos", "das", "el", "al", "bin", "ibn", "ben",
    "af", "av", "auf", "am", "im", "von der", "in", "'t", "y",
})  # fmt: skip
"""What may stand before a family name and belongs to it."""

INNER_PARTICLES: Final = frozenset({"la", "las", "le", "les", "los", "l'", "der", "den", "dem", "het", "und", "zu"})
"""Particles only behind another particle: "de la", "von der"; alone they are part of the name, "Le Goff"."""

LEADING_PARTICLES: Final = frozenset(
    {"de", "du", "des", "von", "vom", "zu", "zur", "van", "di", "da", "del", "della", "dos", "ten", "ter"}
)
"""Particles that, in lower case at the very beginning, say that the family name comes first."""

ARTICLES: Final = frozenset({"le", "la", "van", "von", "de", "du", "des", "di", "del", "della", "da", "el", "al"})
"""Words that, before an unknown word, begin a family name."""

JOINERS: Final = frozenset({"et", "und", "&", "and", "e", "+", "u", "u."})
"""What joins two persons in one cell."""

BIRTH_NAME_WORDS: Final = frozenset({"née", "nee", "né", "geb", "geborene", "geborener", "born", "nata"})
"""What announces the family name at birth."""

ORGANISATION_WORDS: Final = frozenset({
    "garage", "restaurant", "café", "cafe", "hotel", "hôtel", "boulangerie", "bäckerei", "metzgerei", "boucherie",
    "pharmacie", "apotheke", "praxis", "cabinet", "clinique", "klinik", "hôpital", "spital", "école", "schule",
    "gemeinde",
    "commune", "mairie", "association", "verein", "fondation", "stiftung", "société", "societe",
    "gesellschaft", "genossenschaft", "entreprise", "unternehmen", "company", "limited", "holding", "group", "groupe",
    "gruppe", "international", "consulting", "conseil", "services", "solutions", "immobilien", "immobilier",
    "immobilière",
    "assurances", "versicherungen", "versicherung", "banque", "transports", "transport", "logistik", "architectes",
    "architekten", "avocats", "rechtsanwälte", "coiffure", "coiffeur", "club", "université", "universität",
    "university",
    "institut", "atelier", "studio", "agence", "agentur", "fiduciaire", "treuhand", "syndicat", "paroisse",
    "kirchgemeinde",
})  # fmt: skip
"""Lower-case words that persons' names do not have."""
