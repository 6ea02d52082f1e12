"""Words that surround a person's name: civilities, titles, particles, suffixes and what joins two names."""

from collections.abc import Mapping
from typing import Final

CIVILITIES: Final = {
    "m": "M.", "monsieur": "M.", "mr": "Mr", "mister": "Mr", "mme": "Mme", "madame": "Mme", "mde": "Mme",
    "mlle": "Mlle", "mademoiselle": "Mlle", "mm": "MM.", "messieurs": "MM.", "mmes": "Mmes", "mesdames": "Mmes",
    "mrs": "Mrs", "ms": "Ms", "miss": "Miss", "mx": "Mx", "sir": "Sir", "lady": "Lady", "lord": "Lord", "dame": "Dame",
    "herr": "Herr", "herrn": "Herr", "hr": "Herr", "hrn": "Herr", "frau": "Frau", "fr": "Frau", "fräulein": "Frau",
    "frl": "Frau",
    "sig": "Sig.", "signor": "Sig.", "signore": "Sig.", "signora": "Sig.ra", "sig.ra": "Sig.ra", "sigra": "Sig.ra",
    "signorina": "Sig.na", "sig.na": "Sig.na", "me": "Me", "maître": "Me", "maitre": "Me",
    "familie": "Familie", "fam": "Familie", "famille": "Famille", "famiglia": "Famiglia", "family": "Family",
    "eheleute": "Eheleute", "ehepaar": "Ehepaar", "époux": "Époux", "epoux": "Époux", "coniugi": "Coniugi",
    "dhr": "Dhr.", "heer": "Dhr.", "mevr": "Mevr.", "mw": "Mevr.", "mevrouw": "Mevr.",
    "señor": "Sr.", "sr": "Sr.", "sra": "Sra.", "señora": "Sra.", "srta": "Srta.", "señorita": "Srta.",
    "senhor": "Sr.", "senhora": "Sra.", "doña": "Doña", "dña": "Doña",
}  # fmt: skip
"""Lower-case spelling without the last dot, to the usual one."""

TITLES: Final = {
    "dr": "Dr.", "docteur": "Dr.", "doctor": "Dr.", "doktor": "Dr.", "dre": "Dre", "dott": "Dott.", "ddr": "DDr.",
    "dott.ssa": "Dott.ssa", "dr.ssa": "Dott.ssa", "dottore": "Dott.", "dottoressa": "Dott.ssa", "docteure": "Dre",
    "dr.in": "Dr.", "drs": "Drs.", "prof": "Prof.", "professeur": "Prof.", "professeure": "Prof.",
    "professor": "Prof.", "professorin": "Prof.", "prof.in": "Prof.", "prof.ssa": "Prof.ssa", "pr": "Pr", "pre": "Pre",
    "univ.-prof": "Univ.-Prof.", "em": "em.", "pd": "PD", "priv.-doz": "PD", "privatdozent": "PD",
    "med": "med.", "dent": "dent.", "vet": "vet.", "dr.med": "Dr. med.", "iur": "iur.", "jur": "jur.", "phil": "phil.",
    "rer": "rer.", "nat": "nat.", "pol": "pol.", "oec": "oec.", "sc": "sc.", "techn": "techn.", "theol": "theol.",
    "publ": "publ.", "habil": "habil.", "mult": "mult.", "pharm": "pharm.", "psych": "psych.", "math": "math.",
    "inf": "Inf.", "kfm": "Kfm.", "arch": "Arch.", "utr": "utr.", "h.c": "h.c.", "hc": "h.c.", "e.h": "e.h.",
    "soc": "soc.", "eth": "ETH", "epf": "EPF", "epfl": "EPFL", "fh": "FH", "htl": "HTL", "hes": "HES", "hsg": "HSG",
    "ing": "Ing.", "dipl": "Dipl.", "dipl.-ing": "Dipl.-Ing.", "dipl.-inf": "Dipl.-Inf.", "dipl.-kfm": "Dipl.-Kfm.",
    "dipl.-psych": "Dipl.-Psych.", "dipl.-phys": "Dipl.-Phys.", "dipl.-math": "Dipl.-Math.", "di": "DI",
    "dipl.-chem": "Dipl.-Chem.", "dipl.-volksw": "Dipl.-Volksw.", "dipl.-betriebsw": "Dipl.-Betriebsw.",
    "mag": "Mag.", "mmag": "MMag.", "lic": "lic.", "ra": "RA", "rain": "RAin", "rechtsanwalt": "RA",
    "rechtsanwältin": "RAin",
    "rev": "Rev.", "reverend": "Rev.", "hon": "Hon.", "capt": "Capt.", "maj": "Maj.", "col": "Col.", "lt": "Lt.",
    "sgt": "Sgt.", "cllr": "Cllr", "msgr": "Mgr", "mgr": "Mgr", "monseigneur": "Mgr", "abbé": "Abbé", "père": "Père",
    "sœur": "Sœur", "pfarrer": "Pfr.", "pfr": "Pfr.", "pfarrerin": "Pfrn.", "pfrn": "Pfrn.", "avv": "Avv.",
    "avvocato": "Avv.", "geom": "Geom.", "rag": "Rag.",
}  # fmt: skip
"""Academic and other titles, spelled like the civilities; a title such as "med." only follows another."""

FOLLOWING_TITLES: Final = frozenset({
    "med", "dent", "vet", "iur", "jur", "phil", "rer", "nat", "pol", "oec", "sc", "techn", "theol", "publ", "habil",
    "mult", "pharm", "psych", "math", "inf", "kfm", "arch", "utr", "h.c", "hc", "e.h", "soc", "eth", "epf", "epfl",
    "fh", "htl", "hes", "hsg",
})  # fmt: skip
"""Titles that only stand behind another one."""

UNDOTTED_TITLES: Final = frozenset({"eth", "epf", "epfl", "fh", "htl", "hes", "hsg"})
"""Following titles that are written in capitals instead of with a dot."""

DOTTED_TITLES: Final = frozenset({"ing", "mag", "em", "rag", "hon", "col", "maj", "sr"})
"""Titles that, without a dot, are more likely names or other words."""

LOUD_TITLES: Final = frozenset({"pd", "di", "ra"})
"""Titles that count only in capitals."""

NOT_LOUD: Final = frozenset({"me", "fr", "pr", "mag", "fam", "dame", "ms", "hr", "pre"})
"""Forms of address that, in capitals, are more likely initials or names."""

ALSO_NAMES: Final = frozenset({
    "lord", "lady", "dame", "sir", "miss", "me", "fr", "pr", "père", "abbé", "mag", "ing", "doctor", "hr", "pre",
    "heer", "doktor", "sœur", "senhor", "family", "rain", "pfarrer",
})  # fmt: skip
"""Forms of address that, as the only word, are more likely a name."""

MALE: Final = frozenset({"M.", "Mr", "Sir", "Lord", "Herr", "Sig.", "Dhr.", "Sr.", "Abbé", "Père", "Dott.", "RA"})
"""Forms of address of a man, in their usual spelling."""

FEMALE: Final = frozenset({
    "Mme", "Mlle", "Mrs", "Ms", "Miss", "Lady", "Dame", "Frau", "Sig.ra", "Sig.na", "Mevr.", "Sra.", "Srta.", "Doña",
    "Dre", "Pre", "Dott.ssa", "Prof.ssa", "RAin", "Sœur", "Pfrn.",
})  # fmt: skip
"""Forms of address of a woman, in their usual spelling."""

HOUSEHOLDS: Final = frozenset(
    {"Familie", "Famille", "Famiglia", "Family", "Eheleute", "Ehepaar", "Époux", "Coniugi", "MM.", "Mmes"}
)
"""Forms of address of several persons at once."""

OPEN_CIVILITIES: Final = frozenset({
    "m/mme", "mme/m", "mr/mme", "mme/mr", "m/mme/mlle", "mr/mrs", "mrs/mr", "mr/ms", "mr/mrs/ms", "herr/frau",
    "frau/herr", "hr/fr", "fr/hr", "sig/sig.ra",
})  # fmt: skip
"""What forms leave standing when nobody chose; without dots before strokes and at the end."""

SUFFIXES: Final = {
    "jr": "Jr", "jnr": "Jr", "junior": "Jr", "jun": "Jr", "sr": "Sr", "snr": "Sr", "senior": "Sr", "sen": "Sr",
    "ii": "II", "iii": "III", "iv": "IV", "2nd": "II", "3rd": "III", "4th": "IV", "fils": "fils", "père": "père",
    "cadet": "cadet", "l'aîné": "l'aîné", "d.j": "d. J.", "d.ä": "d. Ä.", "phd": "PhD", "ph.d": "PhD", "md": "MD",
    "m.d": "MD", "mba": "MBA", "esq": "Esq.", "msc": "MSc", "m.sc": "MSc", "bsc": "BSc", "b.sc": "BSc", "cfa": "CFA",
    "dds": "DDS", "ll.m": "LL.M.", "llm": "LL.M.", "obe": "OBE", "mbe": "MBE", "cbe": "CBE", "qc": "QC", "kc": "KC",
    "fmh": "FMH", "cpa": "CPA", "rn": "RN",
}  # fmt: skip
"""What may stand behind a name, to its usual spelling."""

LOUD_SUFFIXES: Final = frozenset({"md", "mba", "cfa", "dds", "obe", "mbe", "cbe", "qc", "kc", "fmh", "cpa", "rn"})
"""Suffixes that count only in capitals."""

GENERATIONS: Final[Mapping[str, int]] = {
    "Sr": 1, "père": 1, "d. Ä.": 1, "l'aîné": 1, "Jr": 2, "II": 2, "fils": 2, "d. J.": 2, "cadet": 2, "III": 3, "IV": 4,
}  # fmt: skip
"""Suffixes that tell father from son, to the generation."""

PARTICLES_BY_LANGUAGE: Final[Mapping[str, frozenset[str]]] = {
    "fr": frozenset({"de", "du", "des", "d'"}),
    "de": frozenset({"von", "vom", "zu", "zum", "zur", "auf", "am", "im", "in"}),
    "nl": frozenset({"van", "der", "den", "ter", "ten", "te", "vander", "vanden", "vande", "'t"}),
    "it": frozenset({"di", "da", "del", "della", "dello", "dell'", "degli", "dei", "dal", "dalla", "delle", "dalle"}),
    "es": frozenset({"de", "del"}),
    "pt": frozenset({"do", "dos", "das", "da", "de"}),
    "ar": frozenset({"el", "al", "bin", "ibn", "ben", "bint"}),
    "sv": frozenset({"af", "av"}),
}
"""What may stand before a family name and belongs to it, by the language it comes from."""

PARTICLES: Final = frozenset().union(*PARTICLES_BY_LANGUAGE.values(), {"von der", "y"})
"""What may stand before a family name and belongs to it."""

INNER_PARTICLES: Final = frozenset(
    {"la", "las", "le", "les", "los", "l'", "der", "den", "dem", "het", "und", "zu", "'t"}
)
"""Particles only behind another particle: "de la", "von der"; alone they are part of the name, "Le Goff"."""

OPENERS: Final = frozenset({"an", "aus", "ab", "ob", "unter", "op", "uit", "aan", "onder", "over", "bij", "tot"})
"""Prepositions that are particles before an article only: "an der", "op den"."""

OPENED: Final = frozenset({"der", "den", "dem", "de", "het", "'t"})
"""The articles behind such a preposition."""

LEADING_PARTICLES: Final = frozenset(
    {"de", "du", "des", "von", "vom", "zu", "zur", "zum", "van", "di", "da", "del", "della", "dos", "ten", "ter", "d'"}
)
"""Particles that, in lower case at the very beginning, say that the family name comes first."""

ARTICLES: Final = frozenset({"le", "la", "van", "von", "de", "du", "des", "di", "del", "della", "da", "el", "al"})
"""Words that, before an unknown word, begin a family name."""

FAMILY_STARTERS: Final = frozenset({
    "le", "la", "les", "lo", "li", "l'", "mac", "mc", "saint", "sainte", "st", "ste", "san", "santa", "ó", "ní", "mhic",
    "abou", "abu", "bou", "ould", "aït", "ait", "o'", "fitz",
})  # fmt: skip
"""Words that, inside a name, begin the family name and are part of it: "Le Goff", "Saint Laurent"."""

SERVANTS: Final = frozenset({"abd", "abdel", "abdul", "abdal", "abdoul", "abdou"})
"""First words of Arabic given names of two or three words: "Abd el Kader", "Abdul Rahman"."""

LINKS: Final = frozenset({"y", "i", "dit", "dite", "genannt", "gen."})
"""Words between two halves of a family name: "Ortega y Gasset", "Rochat dit Cuony"."""

JOINERS: Final = frozenset({"et", "und", "&", "and", "e", "+", "u", "u."})
"""What joins two persons in one cell."""

BIRTH_NAME_WORDS: Final = frozenset(
    {"née", "nee", "né", "geb", "geborene", "geborener", "geboren", "born", "nata", "nato"}
)
"""What announces the family name at birth."""

MARRIED_NAME_WORDS: Final = frozenset(
    {"épouse", "epouse", "ép", "ep", "veuve", "vve", "verh", "verheiratete", "married"}
)
"""What announces the name of the husband or wife, behind the family name at birth."""

ALIAS_WORDS: Final = frozenset({"alias", "aka", "a.k.a", "surnommé", "surnommée"})
"""What announces another name of the same person."""

PATRONYMICS: Final = (
    "ovich",
    "evich",
    "ovitch",
    "evitch",
    "owitsch",
    "ewitsch",
    "ovna",
    "evna",
    "owna",
    "ewna",
    "ichna",
)
"""Folded endings of a Russian, Ukrainian or Belarusian name of the father."""

CYRILLIC_PATRONYMICS: Final = ("ович", "евич", "ич", "овна", "евна", "ична", "івна", "йович")
"""The same in Cyrillic letters."""

SLAVIC_FAMILIES: Final = (
    "ov",
    "ev",
    "in",
    "ova",
    "eva",
    "ina",
    "skij",
    "sky",
    "skiy",
    "skaya",
    "skaja",
    "enko",
    "uk",
    "yuk",
)
"""Folded endings of family names that a patronymic stands with."""

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
    "kirchgemeinde", "nachlass",
    "hoirie", "succession", "erbengemeinschaft", "indivision", "copropriété", "stockwerkeigentümergemeinschaft",
    "ets", "établissements", "stadtverwaltung", "gemeindeverwaltung", "coopérative", "librairie", "imprimerie",
    "menuiserie", "schreinerei", "ristorante", "pizzeria", "farmacia", "apotek", "brasserie", "carrosserie",
    "ingenieurbüro", "ministère", "ministerium", "préfecture", "bibliothèque", "bibliothek", "kindergarten",
    "sanitär", "elektro", "gmbh", "sàrl",
})  # fmt: skip
"""Lower-case words that persons' names do not have."""

PARTNERS: Final = frozenset({
    "co", "cie", "partner", "partners", "partenaires", "associés", "associes", "söhne", "sohn", "sons", "son", "fils",
    "frères", "brothers", "töchter", "filles", "figli", "compagnie", "company", "cia", "associati", "associates",
})  # fmt: skip
"""Words that, behind a joiner at the end, make a firm of a family name: "Meier & Söhne"."""
