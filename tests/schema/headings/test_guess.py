"""Columns are understood by their headings, by each other, and by their cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.schema.headings.guess import guess_columns
from crmkit.schema.headings.words import HEADINGS

SINGLE = {
    "given_name": ["First Name", "Prénom", "Vorname", "Nome di battesimo", "given_name", "FIRST NAME ", "firstName"],
    "family_name": ["surname", "Nom de famille", "Nachname", "Last name", "Nachnahme", "Cognome"],
    "person_name": ["full_name", "Nom complet", "Nom Prénom", "Ansprechpartner"],
    "birth_date": ["Date de naissance", "Geburtsdatum", "dob", "Né(e) le", "Geburtsdatum (TT.MM.JJJJ)"],
    "email": ["E-mail", "Courriel", "Adresse e-mail", "Email Address", "E-Mail-Adresse", "E-mail.2", "Emailadress"],
    "phone": ["Tél. mobile", "Natel", "Handy", "Telefon", "Phone Number", "Tél. privé", "Téléphone (facultatif)"],
    "organisation_name": ["Société", "Firma", "Company name", "Raison sociale"],
    "job_title": ["Fonction", "occupation", "Beruf"],
    "street": ["Rue", "Strasse", "Straße", "address_1", "Rue et n°", "Billing Street"],
    "house_number": ["Hausnummer", "street_number"],
    "address_extra": ["address_2", "Complément d'adresse", "Postfach"],
    "postcode": ["NPA", "CP", "Code postal", "PLZ", "Zip", "Default Address Zip"],
    "locality": ["Ville", "Localité", "Ort", "city", "suburb", "PLZ/Ort", "Billing City"],
    "region": ["state", "Canton", "Bundesland"],
    "country": ["Pays", "Land", "Country"],
    "identifier": ["ssn", "soc_sec_id", "N° AVS", "AHV-Nr."],
    "loyalty_card": ["Carte fidélité", "N° carte fidélité", "Kundenkarte"],
    "customer_number": ["Kundennummer", "N° client", "Customer ID", "Kunden-Nr."],
    "source_key": ["Record ID - Contact", "UUID"],
    "updated_at": ["LAST_CHANGED", "Modifié le", "Letzte Änderung"],
    "order.number": ["Order ID", "N° commande", "Bestellnummer"],
    "order.at": ["Date de commande", "Bestelldatum", "Order date"],
    "order.total": ["Total TTC", "Gesamtbetrag", "Order total"],
    "consent.newsletter.email": ["Inscrit newsletter", "Newsletter", "Lettre d'information"],
    "consent.newsletter.sms": ["Newsletter SMS"],
    "consent.offers.email": [
        "Consentement e-mail",
        "Accepts Email Marketing",
        "Einwilligung E-Mail",
        "Offres par e-mail",
        "Marketing e-mail",
        "E-Mail-Werbung",
        "Werbemails",
        "Offerte via e-mail",
        "email_marketing",
        "Angebote per Mail",
    ],
    "consent.offers.sms": [
        "Opt-in SMS",
        "Accepts SMS Marketing",
        "SMS-Angebote",
        "Promo SMS",
        "SMS offers",
        "Promozioni SMS",
        "smsMarketing",
    ],
    "consent.offers.phone": [
        "Appels commerciaux",
        "Telefonwerbung",
        "Werbeanrufe",
        "Démarchage téléphonique",
        "Marketing calls",
        "Chiamate commerciali",
        "Phone offers",
        "Werbung per Telefon",
    ],
    "consent.offers.postal": [
        "Werbung per Post",
        "Consentement courrier",
        "Publicité par courrier",
        "Werbepost",
        "Direct mail",
        "Pubblicità per posta",
        "Briefwerbung",
        "Offers by post",
    ],
    "withdrawal.*.*": [
        "Ne plus contacter",
        "Do not contact",
        "Keine Werbung",
        "Widerspruch",
        "Opposition",
        "Non contattare",
        "Nicht kontaktieren",
        "Consent withdrawn on",
        "Consentement retiré",
    ],
    "withdrawal.*.email": [
        "Désinscrit le",
        "Unsubscribed",
        "Opt-out",
        "Opt-out e-mail",
        "Do not email",
        "Abgemeldet am",
    ],
    "withdrawal.newsletter.email": ["Opt-out newsletter", "Kein Newsletter", "Désinscription newsletter"],
    "withdrawal.*.phone": ["Do not call", "Ne pas appeler", "Bitte nicht anrufen", "Bloctel", "Keine Anrufe"],
    "withdrawal.*.postal": ["Do not mail", "Do Not Send Mail", "Keine Post", "doNotPostalMail", "Stop courrier"],
    "withdrawal.*.sms": ["STOP SMS", "Keine SMS"],
    "withdrawal.offers.sms": ["Pas d'offres par SMS"],
    "consent.at": ["OPTIN_TIME", "Date consentement", "Einwilligungsdatum"],
    None: ["Fax", "Total spent", "Lieblingsfarbe", "Type", "Accepte les CGV", "Newsletter sent", "Angebote", ""],
}
DAYS = ["2024-01-02", "03.04.2023", "2022/05/06"]
PEOPLE = ["Anna Weber", "Paul Martin", "Marie Dupont", "Peter Keller"]


def targets(headings, samples=None, **options):
    return [guess.target for guess in guess_columns(headings, samples, **options)]


@pytest.mark.parametrize(("target", "heading"), [(target, one) for target, many in SINGLE.items() for one in many])
def test_a_heading_alone(target, heading):
    assert targets([heading]) == [target]


@pytest.mark.parametrize("meaning", [meaning for meaning in HEADINGS if meaning[0] not in "?-"])
def test_every_listed_heading_is_known_whatever_its_case(meaning):
    for headings in HEADINGS[meaning].values():
        for heading in headings:
            assert guess_columns([heading.upper()])[0].confidence >= 0.5, heading


@given(
    st.lists(st.text(max_size=30), unique=True, max_size=6), st.lists(st.text(max_size=20), max_size=5), st.booleans()
)
def test_any_headings_and_cells_give_one_guess_each(headings, cells, free_text):
    guesses = guess_columns(headings, dict.fromkeys(headings, cells), free_text=free_text)
    assert [guess.column for guess in guesses] == headings
    assert all(0 <= guess.confidence <= 1 and guess.why.endswith(".") for guess in guesses)


listed = sorted({heading for by_language in HEADINGS.values() for many in by_language.values() for heading in many})


@given(st.lists(st.sampled_from(listed), unique=True, max_size=12))
def test_what_is_said_once_is_given_to_one_column(headings):
    found = [target for target in targets(headings) if target is not None]
    repeatable = {"email", "phone", "customer_number", "loyalty_card", "identifier"}
    single = [target for target in found if target not in repeatable]
    assert len(single) == len(set(single))


def test_nom_beside_prenom_is_the_family_name():
    assert targets(["Nom", "Prénom"]) == ["family_name", "given_name"]
    assert targets(["Name", "Vorname"]) == ["family_name", "given_name"]


def test_nom_alone_is_a_full_name_when_its_cells_have_two_words():
    assert targets(["Nom", "E-mail"], {"Nom": PEOPLE}) == ["person_name", "email"]
    assert targets(["Nom", "E-mail"], {"Nom": ["Weber", "Martin", "Dupont"]}) == ["family_name", "email"]


def test_names_of_businesses_are_recognised_by_their_words():
    names = ["Garage du Lac Sàrl", "Boulangerie Favre", "Müller AG", "Café de la Gare"]
    assert targets(["Name", "Telefon"], {"Name": names})[0] == "organisation_name"


def test_a_listing_of_restaurants():
    samples = {
        "name": ["grill on the alley", "la salsa (la)", "cafe des artistes", "ruth's chris steak house"],
        "address": ["9560 dayton way", "22800 pch", "1 w. 67th st.", "224 s. beverly dr."],
        "phone": ["310/276-0615", "310-456-6299", "212/877-3500", "310-859-8744"],
        "city": ["los angeles", "malibu", "new york", "beverly hills"],
        "type": ["american", "mexican", "continental", "steakhouses"],
    }
    expected = ["organisation_name", "street", "phone", "locality", "text"]
    assert targets(list(samples), samples, free_text=True) == expected
    assert targets(list(samples), samples) == [*expected[:-1], None]


def test_an_address_is_whole_when_its_cells_are():
    assert targets(["Adresse"], {"Adresse": ["Rue du Lac 12, 1003 Lausanne"] * 3}) == ["postal_address"]
    assert targets(["Adresse", "NPA", "Ville"]) == ["street", "postcode", "locality"]


def test_a_number_beside_a_street_is_the_house_number():
    assert targets(["Strasse", "Nr.", "PLZ"], {"Nr.": ["12", "4a"]}) == ["street", "house_number", "postcode"]


@pytest.mark.parametrize("headings", [["Rue", "N°", "NPA"], ["N°", "Rue", "NPA"], ["Order ID", "Strasse", "Nr."]])
def test_a_number_directly_beside_the_street_may_have_letters_and_gaps(headings):
    number = next(heading for heading in headings if heading[0] == "N" and len(heading) < 4 and heading != "NPA")
    cells = ["12", "12a", "117 bis", "", "8-10", "n° 4", None, "107 c"]
    assert dict(zip(headings, targets(headings, {number: cells}), strict=True))[number] == "house_number"
    assert dict(zip(headings, targets(headings), strict=True))[number] == "house_number"


def test_long_numbers_beside_the_street_are_no_house_numbers():
    assert targets(["Rue", "N°"], {"N°": ["2024-10001", "2024-10002", "K-7"]}) == ["street", None]
    assert targets(["N°", "Date", "Total", "Rue"], {"N°": ["10", "11"], "Date": DAYS})[0] == "order.number"


def test_an_italian_file():
    headings = ["Nome", "Cognome", "Via", "N.", "CAP", "Città", "Cellulare", "Data di nascita", "Consenso marketing"]
    assert targets(headings) == [
        "given_name", "family_name", "street", "house_number", "postcode", "locality", "phone", "birth_date",
        "consent.offers.email",
    ]  # fmt: skip


def test_an_order_file():
    headings = ["N° commande", "Date", "Client", "E-mail", "Total", "Statut", "Canal"]
    assert targets(headings, {"Date": DAYS, "Client": PEOPLE}) == [
        "order.number", "order.at", "person_name", "email", "order.total", "order.status", "order.channel",
    ]  # fmt: skip


def test_a_file_of_tickets_and_calls():
    headings = ["Type", "N°", "Date", "E-mail", "Sujet", "Statut", "Canal"]
    samples = {"Type": ["ticket", "appel", "ticket"], "Date": DAYS}
    assert targets(headings, samples) == [
        "event.kind", "event.number", "event.at", "email", "event.subject", "event.status", "event.channel",
    ]  # fmt: skip
    assert targets(headings[1:], samples)[:2] == ["ticket.number", "ticket.at"]


def test_the_day_of_registration_is_about_the_consent_beside_it():
    assert targets(["E-mail", "Date d'inscription", "Newsletter"])[1] == "consent.at"
    assert targets(["E-mail", "Date d'inscription"])[1] == "customer_since"


def test_a_status_of_subscription_is_a_consent():
    cells = ["subscribed", "unsubscribed", "subscribed"]
    assert targets(["Status"], {"Status": cells}) == ["consent.newsletter.email"]


WITHDRAWALS = [heading for target, many in SINGLE.items() if target and target[:4] == "with" for heading in many]
CONSENTS = [
    heading for target, many in SINGLE.items() if target and target[:14] == "consent.offers" for heading in many
]


@given(st.sampled_from(WITHDRAWALS), st.lists(st.sampled_from(["oui", "Nein", "x", "désinscrit", "", "2024-05-01"])))
def test_a_column_of_withdrawals_is_never_taken_for_consent(heading, cells):
    (guess,) = guess_columns([heading], {heading: cells})
    assert guess.target.startswith("withdrawal.")
    assert "no longer agrees" in guess.why
    assert "no says nothing" in guess.why


@given(st.sampled_from(CONSENTS), st.lists(st.sampled_from(["oui", "Nein", "1", "désinscrit", "si", "", "opt-out"])))
def test_offers_by_a_channel_are_a_consent_when_the_cells_are_answers(heading, cells):
    assert targets([heading], {heading: cells}) == targets([heading])


@given(
    st.sampled_from([*CONSENTS, *WITHDRAWALS, "Newsletter"]), st.sampled_from([["10 %", "Rabatt"], ["12", "7", "3"]])
)
def test_what_is_not_answered_by_its_cells_is_no_consent(heading, cells):
    (target,) = targets([heading], {heading: cells})
    assert target is None or target.count(".") < 2


def test_offers_sent_on_a_day_are_no_consent():
    assert targets(["Offres par e-mail"], {"Offres par e-mail": DAYS}) == [None]
    assert targets(["Dernière newsletter envoyée"], {"Dernière newsletter envoyée": DAYS}) == [None]


def test_vague_words_ask_for_consent_only_when_the_cells_answer():
    assert targets(["Tel. OK", "E-mail"], {"Tel. OK": ["ja", "nein"]}) == ["consent.offers.phone", "email"]
    assert targets(["Tel. OK"]) == [None]


def test_who_left_the_list_left_the_newsletter_where_there_is_one():
    assert targets(["E-mail", "Newsletter", "Désinscrit le"])[2] == "withdrawal.newsletter.email"
    assert targets(["E-mail", "Unsubscribed", "Newsletter"])[1] == "withdrawal.newsletter.email"
    assert targets(["E-mail", "Opt-out"])[1] == "withdrawal.*.email"
    assert targets(["E-mail", "Offres par e-mail", "Opt-out"])[2] == "withdrawal.*.email"


def test_of_several_dates_the_nearest_to_a_consent_is_its_own():
    headings = ["Opt-in date", "E-mail", "Nom", "Newsletter", "Confirm time"]
    assert targets(headings, {"Opt-in date": DAYS, "Confirm time": DAYS})[::4] == [None, "consent.at"]
    assert targets(headings[::-1])[::4] == ["consent.at", None]
    assert targets(["Date d'inscription", "Newsletter", "Date du consentement"])[::2] == [
        "customer_since",
        "consent.at",
    ]


def test_a_date_directly_beside_a_consent_is_its_date():
    assert targets(["E-mail", "Newsletter", "Date"])[2] == "consent.at"
    assert targets(["Date", "E-mail", "Newsletter"])[0] is None
    assert targets(["Newsletter", "Date", "Order ID"])[1] == "order.at"


def test_the_day_of_registration_never_dates_a_withdrawal_alone():
    assert targets(["E-mail", "Date d'inscription", "Ne plus contacter"])[1] == "customer_since"


def test_cells_correct_a_heading_that_they_contradict():
    phones = ["079 123 45 67", "+41 22 345 67 89", "021 123 45 67"]
    assert targets(["E-mail"], {"E-mail": phones}) == ["phone"]


def test_answers_of_yes_and_no_are_consent_only_beside_other_consent():
    answers = ["oui", "non", "oui"]
    assert targets(["E-mail"], {"E-mail": answers}) == [None]
    assert targets(["E-mail", "Date du consentement"], {"E-mail": answers}) == ["consent.offers.email", "consent.at"]


def test_cells_speak_where_the_heading_is_silent():
    (guess,) = guess_columns(["A"], {"A": ["a@example.org", "b@example.org", "c@example.org"]})
    assert guess.target == "email"
    assert guess.why == "100 % of the cells look like e-mail addresses."


def test_a_second_street_is_a_further_line_and_a_second_phone_stays():
    assert targets(["Rue", "Street", "Tél.", "Natel"]) == ["street", "address_extra", "phone", "phone"]


def test_a_delivery_address_stands_behind_the_own_one():
    assert targets(["Billing City", "Shipping City"]) == ["locality", None]
    assert targets(["Shipping City"]) == ["locality"]


def test_an_id_names_the_row_only_when_it_is_unique():
    assert targets(["id"], {"id": ["1", "2", "3"]}) == ["source_key"]
    assert targets(["id"], {"id": ["1", "1", "2"]}) == [None]


def test_free_text_leaves_out_constants_codes_and_what_is_known():
    samples = {
        "birth_place": ["angus", "kent", "york"],
        "k": ["e001", "e002", "e003"],
        "c": ["x y"] * 3,
        "source": ["a", "b", "c"],
    }
    assert targets(list(samples), samples, free_text=True) == ["text", None, None, None]


def test_the_reason_is_a_sentence():
    assert guess_columns(["Prénom"])[0].why == "The heading 'Prénom' means given name (fr)."
