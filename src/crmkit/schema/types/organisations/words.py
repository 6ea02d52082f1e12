"""Words that stand around the name of an organisation."""

from collections.abc import Mapping
from typing import Final

NO_ORGANISATION: Final = frozenset({
    "privat", "private", "privatperson", "prive", "particulier", "particuliers", "individual", "individuel", "privato",
    "personal", "selbst", "independant", "sans", "privatkunde", "privatkundin", "client prive", "private person",
    "self employed", "selbstandig", "selbststandig", "freelance", "freelancer", "retraite", "retraitee", "pensioniert",
    "rentner", "rentnerin", "retired", "etudiant", "etudiante", "student", "studentin", "hausfrau", "sans profession",
    "sans emploi", "arbeitslos", "unemployed", "firma", "company", "entreprise", "societe", "aucune societe",
    "keine firma", "no company", "ditta", "privata", "a la retraite", "independante", "firmenname",
    "company name", "nom de l entreprise", "raison sociale",
})  # fmt: skip
"""Folded cells that say that there is no organisation."""

STATUSES: Final[Mapping[str, str]] = {
    "liquidation": (
        r"(?:en|in) liq(?:uidation|\.)|in liquidazione|in vereffening|i\.\s?l\.|i\.\s?liq\.|in abwicklung|i\.\s?a\."
    ),
    "bankruptcy": r"en faillite|in konkurs|i\.\s?k\.|in insolvenz|i\.\s?i\.|in fallimento|en redressement judiciaire",
    "administration": r"in administration|in receivership|sous administration provisoire|in nachlassstundung",
    "formation": r"en formation|en cours d'immatriculation|in gründung|i\.\s?g(?:r)?\.|in formation",
    "dissolved": r"dissolved|radiée?|gelöscht|dissoute|aufgelöst|erloschen|struck off",
}
"""Status to the words for it, as regular expressions without capitals; abbreviations count with their dots only."""

STATUS_WORDS: Final[Mapping[str, str]] = {
    "liquidation": "in liquidation",
    "bankruptcy": "en faillite",
    "administration": "in administration",
    "formation": "in formation",
    "dissolved": "(dissolved)",
}
"""Status to how it is shown."""

TRADING_WORDS: Final = (
    r"d/?b/?a\.?|t/a|trading as|doing business as|à l'enseigne(?: de)?|enseigne|handelnd unter|"
    r"exploitante?(?: de)?(?: l'enseigne| le| la| les)?|exploitation (?:de|du|des)|auftretend als|nom commercial"
)
"""What stands between the legal name and the brand, as a regular expression."""

OWNER_WORDS: Final = r"inh(?:aber(?:in)?|\.)?|propr(?:iétaire|\.)|prop\.|tenu par|titolare|tit\."
"""What announces the owner, as a regular expression."""

BRANCH_WORDS: Final = (
    r"succursale|succ\.|zweigniederlassung|zndl\.|niederlassung|filiale|betriebsstätte|zweigstelle|geschäftsstelle|"
    r"hauptagentur|generalagentur|agence générale|agence principale"
)
"""Words that begin the name of a branch wherever they stand behind a name, as a regular expression."""

WEAK_BRANCH_WORDS: Final = r"agence|agentur|établissement|antenne|branch|bureau|sede|site|standort"
"""Words that do so only behind a comma, a dash or a legal form, or before "de", as a regular expression."""

SIGNAL_WORDS: Final = frozenset({
    "en", "in", "sous", "dissolved", "radiée", "radié", "gelöscht", "dissoute", "aufgelöst", "erloschen", "struck",
    "dba",
    "trading", "doing", "à", "enseigne", "handelnd", "exploitant", "exploitante", "exploitation", "auftretend", "nom",
    "inh", "inhaber", "inhaberin", "propriétaire", "tenu", "titolare", "succursale", "zweigniederlassung",
    "niederlassung", "filiale", "betriebsstätte", "zweigstelle", "geschäftsstelle", "hauptagentur", "generalagentur",
    "agence", "agentur", "établissement", "antenne", "branch", "bureau", "sede", "site", "standort",
})  # fmt: skip
"""First words of all the expressions above that need no dot or stroke; a name without any of them is read quickly."""

DEPARTMENTS: Final = frozenset({
    "service", "services", "departement", "dept", "dpt", "department", "direction", "division",
    "abteilung", "abt", "ressort", "sekretariat", "secretariat", "buchhaltung", "comptabilite", "einkauf", "achats",
    "verkauf", "vertrieb", "ventes", "marketing", "rh", "hr", "personalabteilung", "informatik", "informatique",
    "ufficio", "reparto", "purchasing", "accounting", "kreditoren", "debitoren", "team", "ressources", "human", "it",
    "kundendienst", "logistik", "reception", "accueil", "empfang", "dienststelle", "amt",
})  # fmt: skip
"""Folded first words of the name of a department."""

FORMER: Final = frozenset(
    {"anc", "anciennement", "ex", "ehemals", "vormals", "formerly", "fruher", "vorm", "gia", "deja"}
)
"""Folded words that announce a former name."""

TOWNS: Final = frozenset({
    "commune", "ville", "mairie", "municipalite", "gemeinde", "stadt", "einwohnergemeinde", "stadtverwaltung",
    "gemeindeverwaltung", "politische", "comune", "city", "town", "municipio", "municipality", "stadtgemeinde",
    "marktgemeinde", "gemeente", "stad", "ayuntamiento", "administration",
})  # fmt: skip
"""Folded first words of the name of a town as a public body."""

NEED_OF: Final = frozenset({
    "commune", "ville", "mairie", "municipalite", "city", "town", "municipality", "municipio", "comune",
    "administration", "canton", "cantone", "etat", "republique", "prefecture", "departement", "region", "conseil",
    "district", "borough", "county", "ministere", "office", "tribunal", "provincia", "regione", "confederation",
    "ayuntamiento", "ministerium",
})  # fmt: skip
"""First words that make a public body only with "de", "of", "di", "du canton" and the like behind them."""

OF_WORDS: Final = frozenset({
    "de", "d", "du", "des", "of", "di", "del", "della", "et", "communale", "cantonale", "fur", "der", "general",
    "federal", "cantonal", "municipal", "regional", "suisse", "francaise", "federale",
})  # fmt: skip
"""Folded words that may stand behind these."""

PUBLIC_BODIES: Final = frozenset({
    *TOWNS, "canton", "kanton", "cantone", "etat", "staat", "republique", "prefecture", "prefet", "departement", "bund",
    "confederation", "eidgenossenschaft", "region", "conseil", "landkreis", "bezirk", "district", "borough", "county",
    "ministere", "ministerium", "bundesamt", "office", "landratsamt", "tribunal", "burgergemeinde", "kirchgemeinde",
    "provincia", "regione", "schulgemeinde", "bourgeoisie",
})  # fmt: skip
"""Folded first words of the name of a public body."""
