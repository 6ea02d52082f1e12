"""What the headings of customer exports are called, in English, French, German and Italian, and in common products.

Words are compared folded, so capitals, accents and punctuation do not matter. "exports" stands for the headings of
products such as mailing tools, shops and customer managers. A meaning that begins with "?" needs the other columns
or the cells to be settled; "-" is what is known and not loaded.
"""

from collections.abc import Mapping
from typing import Final

_TABLE: Final = """
given_name
  en: first name, given name, given names, forename, christian name, fname
  fr: prénom, prénoms, prénom usuel
  de: vorname, vornamen, rufname
  it: nome di battesimo, primo nome
family_name
  en: last name, surname, family name, second name, lname, last names
  fr: nom de famille, nom usuel, nom d'usage, patronyme
  de: nachname, familienname, zuname
  it: cognome
birth_name
  en: maiden name, birth name, name at birth
  fr: nom de jeune fille, nom de naissance, née
  de: geburtsname, ledigname, mädchenname
  it: cognome da nubile, cognome di nascita
person_name
  en: full name, complete name, person name, contact name, contact person, display name, first and surname
  en: first and last name, first name last name, your name
  fr: nom complet, nom prénom, prénom nom, nom et prénom, prénom et nom, personne de contact, interlocuteur
  fr: nom et prénoms, votre nom
  de: vollständiger name, name vorname, vorname name, vorname nachname, vor und nachname, name und vorname
  de: kontaktperson, ansprechpartner, ansprechperson, ihr name
  it: nome completo, nome e cognome, cognome e nome, nome cognome, cognome nome, nominativo, persona di contatto
  exports: billing name, file as
prefix
  en: salutation, honorific, name prefix, prefix, mr mrs, courtesy title
  fr: civilité, titre de civilité, politesse, formule de politesse
  de: anrede, herr frau
  it: appellativo, titolo di cortesia
birth_date
  en: date of birth, birth date, birthday, dob, born, born on, birth day
  fr: date de naissance, né le, née le, né e le, date naissance, ddn, jour de naissance, naissance, anniversaire
  de: geburtsdatum, geburtstag, geboren, geboren am, geb datum, geb am, gebdat, geb dat
  it: data di nascita, data nascita, nato il, nata il, nato a il, compleanno
gender
  en: gender, sex
  fr: sexe, genre
  de: geschlecht
  it: sesso, genere
language
  en: language, preferred language, locale, lang
  fr: langue, langue de correspondance, langue préférée
  de: sprache, korrespondenzsprache
  it: lingua, lingua preferita
  exports: preferred locale
identifier
  en: ssn, social security number, soc sec id, social security id, national id, national insurance number, nino
  en: social insurance number, personal number, passport number, id card number
  fr: numéro avs, no avs, avs, numéro de sécurité sociale, no sécu, nir, nas, numéro de passeport, navs13
  de: ahv nummer, ahv nr, ahv, ahvn13, sozialversicherungsnummer, sv nummer, personalausweisnummer, passnummer
  it: codice fiscale, numero avs
email
  en: email, email address, mail, mail address, e mail, primary email, work email, private email, contact email
  fr: courriel, adresse email, adresse mail, adresse électronique, mél, adresse courriel, email privé, email pro
  fr: email professionnel, courrier électronique
  de: email adresse, mailadresse, mail adresse, emailadresse, email privat, email geschäft
  it: indirizzo email, posta elettronica, indirizzo mail, email privata
  exports: email 1 value, email1, emailaddress1, billing email
phone
  en: phone, telephone, phone number, telephone number, mobile, mobile phone, cell, cell phone, cellphone
  en: mobile number, mobile phone number, home phone, work phone, business phone, landline, contact number
  en: daytime phone
  fr: tél, téléphone, tél mobile, téléphone mobile, tél portable, téléphone portable, portable
  fr: numéro de téléphone, tél privé, tél prof, téléphone privé, téléphone professionnel, tél fixe, téléphone fixe
  fr: tél bureau, gsm, no de téléphone, no tél, tél domicile, no portable, mobile privé
  de: telefon, telefonnummer, tel nr, telefon nr, natel, handy, handynummer, mobil, mobiltelefon, mobilnummer
  de: telefon privat, telefon geschäft, telefon mobil, tel privat, tel geschäft, festnetz, rufnummer
  de: mobiltelefonnummer, tel g, tel p, tel m
  exports: phone 1 value, mobilephone, sms phone number, billing phone, default address phone
  it: telefono, cellulare, numero di telefono, tel cellulare, telefono cellulare, telefono fisso, numero telefono
  it: telefonino
organisation_name
  en: company, company name, organisation, organization, organisation name, organization name, business name
  en: business, employer, account name, firm, trading name, legal name
  fr: société, entreprise, raison sociale, nom de la société, nom de l'entreprise, organisme, établissement
  fr: employeur, enseigne, nom entreprise, dénomination, nom commercial
  de: firma, firmenname, unternehmen, organisation, betrieb, arbeitgeber, firmenbezeichnung, firma name
  it: azienda, ragione sociale, ditta, nome azienda, società
  exports: associated company, billing company, default address company
job_title
  en: job title, job, position, role, occupation, profession, function, jobtitle
  fr: fonction, poste, profession, métier, intitulé du poste, titre professionnel
  de: funktion, beruf, position, stellenbezeichnung, berufsbezeichnung, tätigkeit
  it: professione, funzione, ruolo, mansione
postal_address
  en: full address, postal address, mailing address, complete address, formatted address
  fr: adresse complète, adresse postale
  de: postadresse, postanschrift, vollständige adresse
  it: indirizzo completo, indirizzo postale
street
  en: street, street name, street address, address line 1, address 1, address1, addr1, street and number
  fr: rue, voie, adresse 1, adresse ligne 1, rue et numéro, rue et no, rue no, nom de rue, adresse rue
  de: strasse, strassenname, adresse 1, adresszeile 1, strasse und hausnummer, strasse hausnummer, strasse nr
  de: strasse und nr, strasse no, str, strasse und no, adressezeile 1
  it: via, strada, via e numero, indirizzo 1, via e numero civico
  exports: billing street, billing address1, default address address1, billing address 1
house_number
  en: house number, street number, house no, street no, building number, house nr
  fr: numéro de rue, no de rue, no rue, numéro de voie, no voie, numéro rue
  de: hausnummer, hausnr, haus nr, haus no, hausno
  it: numero civico, civico, n civico
address_extra
  en: address line 2, address 2, address2, addr2, address line 3, address 3, apartment, suite, unit, c o, care of
  en: po box, p o box, building, floor
  fr: complément d'adresse, complément adresse, adresse 2, adresse 3, adresse ligne 2, case postale, boîte postale
  fr: bp, étage, bâtiment, appartement, complément
  de: adresszusatz, adresse 2, adresse 3, adresszeile 2, zusatz, postfach, etage, stockwerk, adressezeile 2
  it: indirizzo 2, complemento indirizzo, casella postale, presso
  exports: billing address2, default address address2, billing address 2
postcode
  en: postcode, post code, postal code, zip, zip code, zipcode, postalcode, eircode, pin code, zip postal code
  fr: npa, cp, code postal, codepostal, code post
  de: plz, postleitzahl
  it: cap, codice postale, codice di avviamento postale
  exports: billing zip, default address zip, billing postcode, zip postcode, state region postal code
locality
  en: city, town, locality, suburb, village, place, post town, city town
  fr: ville, localité, commune, lieu
  de: ort, stadt, ortschaft, wohnort, gemeinde
  it: città, località, comune, luogo
  exports: billing city, default address city
?postcode_locality
  en: zip city, postcode city, zip and city, city zip, postcode town, postcode and town
  fr: npa localité, npa ville, cp ville, code postal ville, npa lieu, npa et localité, code postal et ville
  de: plz ort, plz und ort, plz stadt, plz wohnort, ort plz
region
  en: region, state, province, county, state province, state region, canton, territory
  fr: région, canton, département, province
  de: kanton, bundesland, region, provinz
  it: provincia, regione, cantone
  exports: billing province, billing state, default address province code, province code, state code
country
  en: country, country code, country region, country name, nation
  fr: pays, code pays, pays de résidence
  de: land, ländercode, länderkürzel, staat
  it: paese, nazione, stato di residenza
  exports: billing country, default address country code, country iso code
website
  en: website, web site, url, homepage, web, website url, web page, webpage
  fr: site web, site internet, page web, site
  de: webseite, internetseite, internet
  it: sito web, sito internet
customer_number
  en: customer number, customer no, customer id, client number, client id, client no, account number
  en: customer code
  fr: no client, numéro client, numéro de client, no de client, code client, id client, identifiant client
  fr: réf client, référence client, num client
  de: kundennummer, kunden nr, kundennr, kunden no, kdnr, kd nr, kunden id, debitorennummer, debitor
  it: numero cliente, codice cliente, n cliente, id cliente
loyalty_card
  en: loyalty card, loyalty card number, loyalty number, card number, membership number, member number, loyalty id
  fr: carte fidélité, carte de fidélité, no carte, no carte fidélité, numéro de carte, numéro carte fidélité
  fr: no de carte, no carte de fidélité, carte client, no membre, numéro de membre, no de membre
  de: kundenkarte, kundenkartennummer, treuekarte, kartennummer, karten nr, mitgliedernummer, mitgliedsnummer
  de: kundenkarte nr, bonuskarte, karten no
  it: carta fedeltà, numero carta, numero carta fedeltà, tessera, numero tessera
customer_since
  en: customer since, client since, member since, join date, joined, joined on, date joined, first contact
  fr: client depuis, membre depuis, date d'adhésion, date d'entrée, première visite, date de premier contact
  de: kunde seit, mitglied seit, eintrittsdatum, erstkontakt, eintritt
  it: cliente dal, cliente da, socio dal
note
  en: note, notes, remark, remarks, comment, comments, description, memo
  fr: remarque, remarques, commentaire, commentaires, observation, observations, notes internes
  de: bemerkung, bemerkungen, notiz, notizen, kommentar, anmerkung, anmerkungen
  it: nota, osservazioni, osservazione, commento, commenti, annotazioni
source_key
  en: record id, contact id, row id, rec id, unique id, uuid, guid, external id, person id, subscriber id, user id
  fr: id contact, identifiant, identifiant unique, id interne, id fiche
  de: datensatz id, kontakt id, datensatznummer, datensatz nr, satznummer, interne id
  exports: leid, euid, record id contact, hs object id
updated_at
  en: updated at, last updated, last modified, last modified date, modified, modified at, last change
  en: date modified, modified date, last update, updated
  fr: modifié le, date de modification, dernière modification, dernière mise à jour, mis à jour le, mise à jour
  fr: maj
  de: geändert am, letzte änderung, aktualisiert am, änderungsdatum, zuletzt geändert, stand, mutiert am
  it: modificato il, data modifica, ultima modifica, aggiornato il, ultimo aggiornamento
  exports: last changed, last changed date
order.number
  en: order number, order id, order no, order, invoice number, receipt number, order reference, invoice no
  fr: no commande, numéro de commande, no de commande, commande, id commande, réf commande, référence commande
  fr: no facture, numéro de facture, no ticket de caisse, numéro commande, no de facture
  de: bestellnummer, bestell nr, bestellung, bestell id, auftragsnummer, auftrags nr, rechnungsnummer
  de: rechnungs nr, belegnummer, bon nr, bonnummer
  it: numero ordine, n ordine, ordine, numero fattura, numero scontrino
order.at
  en: order date, ordered at, ordered on, purchase date, date of purchase, date of order, invoice date
  en: purchased at
  fr: date de commande, date commande, commandé le, date d'achat, date achat, date de facture, date de la commande
  fr: acheté le
  de: bestelldatum, bestellt am, kaufdatum, rechnungsdatum, auftragsdatum, verkaufsdatum, belegdatum, gekauft am
  it: data ordine, data acquisto, data di acquisto, data fattura, acquistato il
  exports: paid at, processed at
order.total
  en: order total, total price, grand total, order amount, total amount, amount paid, order value, total incl vat
  fr: total ttc, montant ttc, montant total, total commande, montant de la commande, montant commande
  fr: total à payer
  de: gesamtbetrag, bestellsumme, rechnungsbetrag, bestellwert, gesamtsumme, total inkl mwst, bruttobetrag
  de: endbetrag, kaufbetrag
  it: totale ordine, importo totale, totale fattura
order.currency
  en: currency, currency code
  fr: devise, monnaie
  de: währung
  it: valuta, moneta
order.status
  en: order status, payment status
  fr: statut commande, statut de la commande, état de la commande, statut de commande
  de: bestellstatus, auftragsstatus
  it: stato ordine
  exports: financial status
order.channel
  en: sales channel, order channel, point of sale, shop
  fr: canal de vente, point de vente, magasin, boutique
  de: verkaufskanal, verkaufsstelle, filiale, bestellkanal
  it: canale di vendita, punto vendita, negozio
ticket.number
  en: ticket number, ticket id, ticket no, ticket, case number, case id
  fr: no ticket, numéro de ticket, no de ticket, id ticket, no de dossier, numéro de dossier, no dossier
  de: ticketnummer, ticket nr, fallnummer, anfragenummer
  it: numero ticket, numero richiesta
ticket.at
  en: ticket date, opened at, opened on, date opened
  fr: date du ticket, ouvert le, date d'ouverture
  de: ticketdatum, eröffnet am, eröffnungsdatum, anfragedatum
ticket.status
  en: ticket status, case status
  fr: statut du ticket, statut ticket
  de: ticketstatus
  it: stato ticket
ticket.subject
  en: ticket subject, ticket name, case subject
  fr: sujet du ticket, objet du ticket, sujet de la demande, objet de la demande
  de: ticketbetreff, anfragebetreff
call.number
  en: call id, call number
  fr: id appel, no appel, no d'appel
  de: anruf id, anrufnummer
call.at
  en: call date, called at, called on, call time
  fr: date d'appel, date appel, appelé le, date de l'appel
  de: anrufdatum, angerufen am, anrufzeit
  it: data chiamata
call.subject
  en: call subject, call reason, reason for call
  fr: motif d'appel, motif de l'appel, objet de l'appel
  de: anrufgrund
call.status
  en: call status, call result
  fr: résultat de l'appel
  de: anrufergebnis
event.kind
  en: event type, event kind, interaction type, contact type
  fr: type d'événement, type de contact, type d'interaction, type de demande
  de: ereignisart, kontaktart, art des kontakts, anfrageart
  it: tipo di contatto, tipo contatto
consent.at
  en: consent date, date of consent, opt in date, subscribed at, subscription date, subscribed on, consented at
  fr: date de consentement, date du consentement, date d'opt in, date opt in, consenti le, date d'abonnement
  fr: inscrit le
  de: einwilligungsdatum, datum der einwilligung, zustimmungsdatum, eingewilligt am, opt in datum, angemeldet am
  it: data consenso, data del consenso, data di consenso, iscritto il
  exports: optin time, confirm time
consent.method
  en: consent method, consent source, opt in source, subscription source, signup source
  fr: méthode de consentement, source du consentement, mode de consentement, origine du consentement
  fr: source consentement, recueil du consentement
  de: einwilligungsart, quelle der einwilligung, art der einwilligung, anmeldequelle
  it: origine consenso, fonte del consenso
consent.notice
  en: consent text, consent version, consent notice, privacy notice version, consent wording
  fr: texte du consentement, version du consentement, texte consentement, mention légale
  de: einwilligungstext, version der einwilligung
  it: testo del consenso, versione informativa
?name
  en: name, customer name, client name, customer
  fr: nom, nom du client, nom client, client, nom du contact
  de: name, kunde, kundenname, bezeichnung
  it: nome, nome cliente, cliente, denominazione
  exports: title name
?address
  en: address
  fr: adresse, adr
  de: adresse, anschrift, adr
  it: indirizzo, ind
  exports: billing address
?title
  en: title
  fr: titre
  de: titel
  it: titolo
?id
  en: id, rid, key, pk, index
  fr: clé
  de: schlüssel
?number
  en: number, no, reference, ref
  fr: numéro, référence, réf
  de: nummer, nr, referenz
  it: numero, n, riferimento
?date
  en: date, date and time, datetime, timestamp, time
  fr: date et heure, jour, horodatage
  de: datum, zeitpunkt
  it: data, data e ora
?status
  en: status
  fr: statut, état
  de: zustand
  it: stato
?subject
  en: subject, topic, reason
  fr: sujet, objet, motif, thème
  de: betreff, thema, anliegen, grund
  it: oggetto, argomento, motivo
?channel
  en: channel
  fr: canal
  de: kanal
  it: canale
?type
  en: type, kind, category
  fr: catégorie, nature
  de: typ, art, kategorie
  it: tipo, categoria
?total
  en: total, amount, price, value
  fr: montant, prix
  de: betrag, summe, preis, umsatz, gesamt
  it: totale, importo, prezzo
?product
  en: product, products, item, items, article, product name
  fr: produit, produits, articles, désignation, libellé
  de: produkt, produkte, artikel, ware
  it: prodotto, prodotti, articolo, articoli
  exports: lineitem name, line item name
?created
  en: created, created at, created on, create date, creation date, date created, created date, date added
  fr: créé le, date de création, date création, ajouté le
  de: erstellt am, erfasst am, erstellungsdatum, angelegt am, erfassungsdatum
  it: creato il, data creazione, data di creazione, inserito il
?registered
  en: registration date, registered at, registered on, signup date, sign up date, signed up at, date registered
  fr: date d'inscription, date inscription, enregistré le
  de: anmeldedatum, registriert am, registrierungsdatum, anmeldung
  it: data iscrizione, data di iscrizione, data registrazione, registrato il
-
  en: fax, fax number, source, cluster, label, tags, tag, latitude, longitude, total spent, total orders
  en: orders count, number of orders, subtotal, taxes, tax, shipping, discount, discount code, quantity, age
  en: photo, ip, ip address, member rating, rating, list, lists, segment, owner, entity id, true id, row, line
  en: line number, tax exempt, lifecycle stage, lead status, lead source, opening hours
  fr: télécopie, origine, étiquettes, quantité, qté, total ht, tva, remise, âge, groupe, liste
  fr: nombre de commandes, total des achats, ligne
  de: quelle, herkunft, menge, anzahl, mwst, rabatt, alter, gruppe, liste, anzahl bestellungen, telefax, zeile
  it: fonte, origine, quantità, sconto, età, gruppo, elenco
  exports: optin ip, confirm ip, gmtoff, dstoff, timezone, cc, lineitem quantity, lineitem price, fulfillment status
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _read_table() -> dict[str, dict[str, tuple[str, ...]]]:
    table: dict[str, dict[str, tuple[str, ...]]] = {}
    meaning = ""
    for line in _TABLE.strip().splitlines():
        if line.startswith(" "):
            language, _, headings = line.strip().partition(": ")
            table[meaning][language] = (*table[meaning].get(language, ()), *headings.split(", "))
        else:
            meaning = line
            table[meaning] = {}
    return table


HEADINGS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = _read_table()
"""Meaning to language to headings; the first meaning that lists a heading has it."""

MEANINGS: Final[Mapping[str, str]] = {
    "person_name": "full name",
    "birth_name": "family name at birth",
    "prefix": "civility or title",
    "email": "e-mail address",
    "phone": "phone number",
    "identifier": "official personal number",
    "address_extra": "further line of the address",
    "source_key": "key of the row in its source",
    "updated_at": "date the row was last true",
    "order.at": "date of the order",
    "ticket.at": "date of the ticket",
    "call.at": "date of the call",
    "event.kind": "kind of contact: ticket or call",
    "event.at": "date of the contact",
    "consent.at": "date of the consent",
    "?created": "the day when something was made",
    "?registered": "the day of registration",
}
"""How a target is spoken of, where its name does not say it."""

QUALIFIERS: Final = _words("""
    billing contact contacts customer client kunde kunden kundin default main primary principal principale personal
    private prive privee privat user buyer person personne facturation rechnung rechnungs home work business
    professionnel professionnelle pro geschaft du de des la le l d der am optional facultatif obligatoire required
    pflichtfeld merge hs your votre ihr ihre
""")
"""Folded words that may be left out of a heading without changing its meaning."""

DELIVERY: Final = _words("""
    shipping delivery livraison liefer lieferung lieferadresse versand recipient destinataire
""")
"""Folded words of a delivery address, which stands behind the customer's own."""

TICKET_WORDS: Final = _words("""
    anfrage beschwerde case complaint demande email reclamation reklamation request support ticket tickets
""")
CALL_WORDS: Final = _words("""
    anruf anrufe appel appels call calls phone tel telefon telephone
""")
"""Folded words in the cells of a column that says what kind of contact a row is."""

BUSINESS_WORDS: Final = _words("""
    grill bar bistro brasserie trattoria ristorante pizzeria pizza deli diner kitchen inn steak steakhouse house
    room grille tavern pub bakery shop store stores market farm farms winery vineyard pharmacy clinic dental school
    college church museum theatre theater spa salon fitness gym center centre plaza palace lounge palm chophouse
    oyster sushi noodle taqueria cantina osteria auberge chateau relais buvette kiosque epicerie laden markt
    werkstatt hof gasthof gasthaus weingut schreinerei malerei elektro sanitar bau reisen travel media design
    partners associates brothers sons fils sohne
""")
"""Folded words that names of businesses have, beside those that the type of a person's name knows."""
