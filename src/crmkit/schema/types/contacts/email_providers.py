"""What is known about mail providers: their names, how they read a local part, and which mailboxes are nobody's."""

from typing import Final

PROVIDERS: Final = (
    "gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "outlook.de", "hotmail.com", "hotmail.fr", "hotmail.ch",
    "hotmail.de", "hotmail.it", "hotmail.be", "hotmail.es", "hotmail.co.uk", "live.com", "live.fr", "live.de",
    "live.it",
    "live.be", "live.co.uk", "msn.com", "yahoo.com", "yahoo.fr", "yahoo.de", "yahoo.it", "yahoo.es", "yahoo.ca",
    "yahoo.co.uk", "ymail.com", "rocketmail.com", "icloud.com", "me.com", "mac.com", "aol.com", "aol.fr", "aol.de",
    "gmx.ch", "gmx.de", "gmx.net", "gmx.at", "gmx.com", "gmx.fr", "gmx.li", "web.de", "t-online.de", "freenet.de",
    "arcor.de", "mail.com", "email.com", "mail.de", "posteo.de", "mailbox.org", "fastmail.com", "fastmail.fm",
    "proton.me", "protonmail.com", "protonmail.ch", "pm.me", "tutanota.com", "zoho.com", "yandex.com", "yandex.ru",
    "mail.ru", "bluewin.ch", "bluemail.ch", "sunrise.ch", "hispeed.ch", "vtxnet.ch", "vtx.ch", "swissonline.ch",
    "netplus.ch", "infomaniak.ch", "ik.me", "romandie.com", "citycable.ch", "orange.fr", "wanadoo.fr", "free.fr",
    "sfr.fr",
    "laposte.net", "neuf.fr", "bbox.fr", "numericable.fr", "club-internet.fr", "cegetel.net", "aliceadsl.fr",
    "libero.it",
    "virgilio.it", "alice.it", "tiscali.it", "skynet.be", "telenet.be", "aon.at", "chello.at", "btinternet.com",
    "comcast.net", "verizon.net", "sbcglobal.net",
)  # fmt: skip
"""Providers that many people use, and that a slip of the finger may therefore have meant."""

MORE_FREE: Final = frozenset({
    "aol.ch", "bbox.fr", "bluemail.ch", "breitband.ch", "cablecom.ch", "cegetel.net", "chello.at", "citycable.ch",
    "club-internet.fr", "dplanet.ch", "econophone.ch", "gawnet.ch", "gmx.eu", "gmx.fr", "gmx.li", "green.ch",
    "hispeed.ch", "hotmail.at", "hotmail.be", "hotmail.ca", "hotmail.li", "hotmail.lu", "hotmail.nl", "ik.me",
    "infomaniak.ch", "kabelmail.de", "kabsi.at", "kolumbus.ch", "liwest.at", "magenta.at", "mailbox.org", "maxolen.ch",
    "mydiax.ch", "mysunrise.ch", "netplus.ch", "neuf.fr", "numericable.com", "numericable.fr", "o2mail.de", "ok.de",
    "osnanet.de", "outlook.at", "outlook.be", "outlook.ch", "pop.agri.ch", "quickline.ch", "rega-sense.ch",
    "romandie.com", "sfr.fr", "sfr.net", "solnet.ch", "sunrise.ch", "swissonline.ch", "tele2.ch", "ticino.com",
    "tutamail.com", "tutanota.com", "tutanota.de", "tuta.io", "tuta.com", "unitybox.de", "utanet.at", "voila.fr",
    "vodafonemail.de", "vtx.ch", "vtxmail.ch", "vtxnet.ch", "wwcom.ch", "xs4all.nl", "yahoo.at", "yahoo.ch", "ziggo.nl",
})  # fmt: skip
"""Free mail and mailboxes of access providers, mostly French, Swiss, German and Austrian, that published lists lack."""

NOT_REAL: Final = frozenset({"yaho.com", "yahoo.co"})
"""Slips of the finger that published lists of real domains hold."""

WRONG_COUNTRY: Final = {
    f"{name}.{ending}": right
    for name, right in (("gmail", "gmail.com"), ("googlemail", "googlemail.com"), ("icloud", "icloud.com"))
    for ending in ("fr", "ch", "be", "it", "at", "es", "lu", "net", "org", "eu")
} | {"gmail.de": "gmail.com", "icloud.de": "icloud.com", "bluewin.com": "bluewin.ch", "bluewin.fr": "bluewin.ch"}
"""Domains that do not take mail for people, though a provider's name stands in them, to the one that is meant."""

INTERNATIONAL: Final = frozenset({"aol", "gmx", "hotmail", "live", "msn", "outlook", "yahoo", "ymail"})
"""Names of providers that have a domain in many countries, so that one which is not listed is not doubted."""

DOTLESS: Final = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
"""Providers that ignore dots in the local part, to the name they deliver to (Google account help)."""

PLUS_TAGGED: Final = frozenset({
    "icloud.com", "me.com", "mac.com", "fastmail.com", "fastmail.fm", "proton.me", "protonmail.com", "protonmail.ch",
    "pm.me", "posteo.de", "mailbox.org",
})  # fmt: skip
"""Providers that ignore what follows a plus sign in the local part; and all of `PLUS_TAGGED_NAMES`."""

PLUS_TAGGED_NAMES: Final = frozenset({"outlook", "hotmail", "live", "msn"})
"""Names of providers that ignore what follows a plus sign, in every country (Microsoft account help)."""

MINUS_TAGGED_NAMES: Final = frozenset({"yahoo", "ymail", "rocketmail"})
"""Names of providers where a hyphen parts a base name from a keyword of the owner's choice (Yahoo account help)."""

DOUBLE_NAMES: Final = frozenset({
    "jean", "marie", "anne", "anna", "pierre", "paul", "louis", "charles", "claude", "luc", "hans", "karl", "klaus",
    "franz", "heinz", "ernst", "eva", "lisa", "lea", "maria", "juan", "jose", "rose", "john", "mary",
})  # fmt: skip
"""First halves of given names with a hyphen, after which there is no keyword."""

MISTYPED_ENDINGS: Final = {
    "con": "com", "cmo": "com", "ocm": "com", "comm": "com", "coom": "com", "vom": "com", "xom": "com", "cim": "com",
    "cpm": "com", "c0m": "com", "cm": "com", "om": "com", "nett": "net", "ner": "net", "nrt": "net", "orgg": "org",
    "ogr": "org",
}  # fmt: skip
"""Top-level names that do not exist (cm and om do, and are rarely meant), to the one that was meant."""

ROLES: Final = frozenset({
    "info", "infos", "contact", "contacts", "kontakt", "office", "admin", "administration", "administrator", "sales",
    "vente", "ventes", "verkauf", "compta", "comptabilite", "buchhaltung", "rh", "hr", "personal", "jobs", "emploi",
    "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "nepasrepondre", "ne-pas-repondre", "service",
    "services", "support", "help", "hilfe", "aide", "accueil", "reception", "empfang", "mairie", "gemeinde", "commune",
    "sekretariat", "secretariat", "direction", "webmaster", "postmaster", "hostmaster", "abuse", "security",
    "marketing",
    "newsletter", "news", "presse", "press", "media", "mail", "email", "team", "hello", "bonjour", "shop", "boutique",
    "commande", "commandes", "bestellung", "order", "orders", "billing", "facture", "factures", "rechnung", "invoice",
    "reservation", "reservations", "booking", "hotel", "restaurant", "praxis", "kanzlei", "verwaltung", "commercial",
    "communication", "export", "einkauf", "achats", "logistik", "it", "technik", "servicedesk", "helpdesk",
})  # fmt: skip
"""Local parts that stand for a function and not for a person."""

NOBODY: Final = frozenset({
    "noemail", "no-email", "no.email", "no_email", "nomail", "no-mail", "noadress", "noaddress", "none", "nobody", "na",
    "nil", "null", "unknown", "inconnu", "inconnue", "unbekannt", "aucun", "aucune", "pasdemail", "pas-de-mail",
    "pasdemel", "sansmail", "sansemail", "sans", "keine", "keineemail", "keinemail", "kein", "ohne", "fake",
    "fakeemail",
    "test", "test1", "testtest", "asdf", "qwertz", "qwerty", "azerty", "xxx", "xxxx", "xx", "aaa", "abc", "blabla",
    "spam",
})  # fmt: skip
"""Local parts that are written only because a form asked for something."""

NOWHERE: Final = frozenset({
    "noemail", "nomail", "no-email", "no-mail", "none", "null", "unknown", "inconnu", "unbekannt", "test", "xxx",
    "xx", "x",
    "fake", "aaa", "a", "b", "email", "mail", "asdf", "nowhere", "domain", "keine", "aucun",
})  # fmt: skip
"""First labels of domains that, together with a meaningless local part, are nobody's address."""

WEAK_NOBODY: Final = frozenset(
    {"no", "a", "aa", "b", "x", "me", "mail", "email", "e-mail", "e", "user", "name", "non", "nein"}
)
"""Local parts that are nobody's only at a domain that is nowhere."""
