"""Words of headings that ask for consent or say that somebody objects, in English, French, German and Italian.

All are folded: small letters, no accents, no punctuation; "opt-in" is "optin" and "e-mail" is "email".
"""

import re
from collections.abc import Mapping
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CHANNELS: Final[Mapping[str, frozenset[str]]] = {
    "email": _words("email emails emailing courriel courriels elettronica"),
    "sms": _words("sms texto textos whatsapp"),
    "phone": _words("""
        phone telephone telephonique telephoniques tel telefon telefonisch telefonische telefono telefonico telefonica
        appel appels appeler call calls calling anruf anrufe anrufen chiamata chiamate chiamare telefonata telefonate
        telefonare demarchage telemarketing bloctel dnc
    """),
    "postal": _words("""
        post postal postale postaux courrier courriers brief briefe briefpost papier postversand mailings publipostage
        posta letter letters lettera lettere
    """),
}
"""Channel to the words that name it."""

MAIL: Final = _words("mail mails mailing")
"""Words that mean e-mail where no other channel is named."""

NEWSLETTER: Final = _words("newsletter newsletters infolettre rundbrief rundbriefe mailinglist bollettino")
"""Words that name a newsletter."""

OFFERS: Final = _words("""
    offre offres offer offers angebot angebote angeboten offerta offerte promo promos promotion promotions
    promotionnel promotionnelle promotionnels promotionnelles promozione promozioni promozionale promozionali
    aktion aktionen commerciaux commerciale commerciales commerciali deals
""")
"""Words that name offers."""

ADVERTISING: Final = _words("""
    werbung direktwerbung direktmarketing werbliche publicite publicites pub pubs marketing prospection
    advertising ads pubblicita pubblicitari pubblicitarie demarchage telemarketing publipostage
""")
"""Words that name advertising of any kind."""

VAGUE: Final = _words("""
    commercial sales kommerziell kommerzielle ok allowed erlaubt autorise autorisee erwunscht gewunscht souhaite
    souhaitee permesso
""")
"""Words that ask for consent only where a channel is named and the cells are answers."""

AGREES: Final = _words("""
    consent consents consentement consentements einwilligung einverstandnis zustimmung optin opted accepts accept
    accepte acceptation accord abonne abonnee abonnes inscrit inscrite subscribed subscriber subscribe
    werbeeinwilligung permission permissions autorisation rgpd gdpr dsgvo einverstanden angemeldet
    consenso consensi acconsento accetta autorizzazione iscritto iscritta abbonato abbonata
""")
"""Words that ask whether somebody agreed."""

UNSUBSCRIBED: Final = _words("""
    desinscrit desinscrite desinscription desabonne desabonnee desabonnement unsubscribed unsubscribe unsub optout
    abgemeldet abmeldung abbestellt disiscritto disiscritta disiscrizione
""")
"""Words of somebody who left a list, which is one of e-mails unless another channel is named."""

OBJECTS: Final = _words("""
    stop opposition oppose opposee objection objected widerspruch widersprochen widerrufen widerruf sperre gesperrt
    werbesperre kontaktsperre blacklist blacklisted bloctel robinson robinsonliste dnc revoked revoque revoquee
    revocato revoca opposizione refus
""")
"""Words of somebody who objects."""

TAKES_BACK: Final = _words("withdrawn withdrawal retire retrait zuruckgezogen ritirato ritiro")
"""Words that say the same of a consent, and other things without one."""

OBJECTION: Final = re.compile(
    r"\b(?:opt out|ne (?:pas|plus|jamais)|do not|don t"
    r"|nicht (?:mehr )?(?:kontaktieren|anrufen|anschreiben|anmailen|bewerben)|bitte nicht"
    r"|kein(?:e|en)? (?:newsletter|werbung|emails?|mails?|mailings?|sms|anrufe?|telefon\w*|post|briefe?|angebote?"
    r"|kontakt\w*)"
    r"|(?:pas|plus|sans) (?:de |d )?(?:contacts?|appels?|emails?|sms|courriers?|newsletters?|offres?|demarchage"
    r"|publicites?|pub|prospection)"
    r"|no (?:marketing|calls|emails|mailings|advertising|offers|promotions)"
    r"|non (?:contattare|chiamare|telefonare|inviare|scrivere)"
    r"|nessun[ao]? (?:pubblicita|contatto|chiamata|offerta|email|sms))\b"
)
"""Phrases of somebody who objects."""

OTHER_MATTERS: Final = _words("""
    cgv cgu agb terms conditions datenschutz privacy confidentialite cookie cookies termini condizioni
    sent envoye envoyee envoyes envoyees opened ouvert ouverte ouverture ouvertures click clicks clic clics clicked
    gesendet versendet verschickt versand geoffnet inviata inviato aperta count nombre anzahl numero
""")
"""Words that make a heading about something else than consent, such as the terms of sale or the last mail sent."""

WHEN: Final = _words("date datum data le am il since depuis seit")
"""Words that ask when."""

REWRITTEN: Final = (
    (re.compile(r"\b(telefon|sms|e?mail|brief|post)(werbung|angebote?|marketing|aktionen)\b"), r"\1 \2"),
    (re.compile(r"\bwerbe ?(anrufe?|e?mails?|sms|post|briefe?|newsletter)\b"), r"werbung \1"),
    (re.compile(r"\b(?:angebots|aktions|promo)(anrufe?|e?mails?|sms|post|briefe?)\b"), r"angebote \1"),
    (re.compile(r"\blettres? d information\b"), "newsletter"),
    (re.compile(r"\bposta elettronica\b"), "email"),
    (re.compile(r"\bdirect mails?\b"), "post werbung"),
    (re.compile(r"\b(do not|don t|no)((?: send| bulk| any)*) mail\b"), r"\1\2 post"),
)
"""What is written anew before words are looked up: compounds, and English "mail" where it is not e-mail."""
