"""What the attributes of entities and their options are called in English, French and German."""

from collections.abc import Mapping
from typing import Final

_ATTRIBUTES: Final = """
id: id | identifiant | Kennung
version: version | version | Version
created: created on | créé le | erstellt am
updated: changed on | modifié le | geändert am
owner: owner | responsable | zuständig
team: team | équipe | Team
deleted_at: deleted on | supprimé le | gelöscht am
merged_into: merged into | fusionné avec | zusammengeführt mit
lifecycle: lifecycle stage | étape du cycle de vie | Lebenszyklusphase
lead_source: lead source | source du contact | Herkunft des Kontakts
source_detail: detail of the source | détail de la source | Angabe zur Herkunft
score: score | score | Punktzahl
status: status | statut | Status
name: name | nom | Name
nickname: nickname | surnom | Rufname
name_order: order of the names | ordre des noms | Reihenfolge der Namen
birth_date: date of birth | date de naissance | Geburtsdatum
death_date: date of death | date de décès | Todesdatum
civil_status: civil status | état civil | Zivilstand
gender: gender | genre | Geschlecht
salutation: salutation | formule d’appel | Anredeform
languages: languages | langues | Sprachen
nationality: nationality | nationalité | Staatsangehörigkeit
job_title: job title | fonction | Funktion
department: department | service | Abteilung
education: education | formation | Ausbildung
children_names: names of children | prénoms des enfants | Vornamen der Kinder
pet_names: names of pets | noms des animaux | Namen der Haustiere
trade_names: trade names | noms commerciaux | Handelsnamen
domain: web domain | nom de domaine | Webdomain
industry: industry | branche | Branche
size: size | taille | Grösse
revenue: revenue | chiffre d’affaires | Umsatz
sensitivity: sensitivity | sensibilité | Schutzbedarf
salutation_line: line of salutation | ligne d’appel | Anredezeile
party: party | partie | Partei
kind: kind | genre | Art
value: value | valeur | Wert
raw: as it was written | tel qu’écrit | wie geschrieben
use: use | usage | Verwendung
label: label | libellé | Bezeichnung
network: network | réseau | Netzwerk
primary: primary | principal | Haupteintrag
pref: preference | préférence | Vorrang
valid_from: valid from | valable dès | gültig ab
valid_to: valid until | valable jusqu’au | gültig bis
verified_at: verified on | vérifié le | geprüft am
verified_by: verified by | vérifié par | geprüft durch
system: system | système | System
checked: checked | contrôlé | kontrolliert
trust: trust | confiance | Vertrauen
shareable: may be shared | partageable | teilbar
type: type | type | Typ
other: other party | autre partie | andere Partei
role: role | rôle | Rolle
share: share | part | Anteil
start: start | début | Beginn
end: end | fin | Ende
line: product line | ligne de produits | Produktlinie
variant_rank: rank of the variant | rang de la variante | Rang der Variante
price: price | prix | Preis
number: number | numéro | Nummer
at: date | date | Datum
total: total | total | Betrag
margin: margin | marge | Marge
paid_at: paid on | payé le | bezahlt am
invoice: invoice | facture | Rechnung
product: product | produit | Produkt
quantity: quantity | quantité | Menge
amount: amount | montant | Betrag
key: key | clé | Schlüssel
probability: probability | probabilité | Wahrscheinlichkeit
requires: required fields | champs requis | Pflichtfelder
outcome: outcome | résultat | Ergebnis
max_hours: longest stay in hours | durée maximale en heures | höchste Dauer in Stunden
pipeline: pipeline | pipeline | Pipeline
title: title | titre | Titel
due: due on | échéance | fällig am
priority: priority | priorité | Priorität
assignee: assigned to | attribué à | zugewiesen an
closed_at: closed on | clos le | abgeschlossen am
reason: reason | motif | Grund
campaign: campaign | campagne | Kampagne
stage: stage | étape | Stufe
by: by | par | durch
channel: channel | canal | Kanal
purpose: purpose | finalité | Zweck
cost: cost | coût | Kosten
segment: segment | segment | Segment
audience: audience | audience | Empfänger
description: description | description | Beschreibung
retired: retired | retiré | ausgemustert
target: what was changed | objet modifié | Gegenstand der Änderung
target_id: id of what was changed | identifiant de l’objet modifié | Kennung des Gegenstands
field: field | champ | Feld
actor: actor | acteur | Urheber
source: source | source | Quelle
method: method | méthode | Methode
confidence: confidence | fiabilité | Sicherheit
batch: load | chargement | Ladevorgang
legal_basis: legal basis | base légale | Rechtsgrundlage
redacted: redacted | caviardé | geschwärzt
direction: direction | sens | Richtung
item: item | affaire | Vorgang
place: place | lieu | Ort
topic: topic | thème | Thema
page: page | page | Seite
form: form | formulaire | Formular
document: document | document | Dokument
survey: survey | enquête | Umfrage
question: question | question | Frage
answer: answer | réponse | Antwort
reaction: reaction | réaction | Reaktion
"""

_OPTIONS: Final = """
subscriber: subscriber | abonné | Abonnent
lead: lead | contact | Interessent
marketing_qualified: marketing qualified | qualifié marketing | vom Marketing qualifiziert
sales_qualified: sales qualified | qualifié vente | vom Verkauf qualifiziert
opportunity: opportunity | opportunité | Verkaufschance
customer: customer | client | Kunde
former: former customer | ancien client | ehemaliger Kunde
website: website | site web | Website
landing_page: landing page | page d’atterrissage | Landingpage
social_network: social network | réseau social | soziales Netzwerk
newsletter: newsletter | lettre d’information | Newsletter
advertising: advertising | publicité | Werbung
event: event | événement | Veranstaltung
shop: shop | magasin | Laden
phone: phone | téléphone | Telefon
referral: referral | recommandation | Empfehlung
import: import | import | Import
other: other | autre | andere
active: active | actif | aktiv
inactive: inactive | inactif | inaktiv
blocked: blocked | bloqué | gesperrt
deceased: deceased | décédé | verstorben
closed: closed | fermé | geschlossen
given_first: given name first | prénom d’abord | Vorname zuerst
family_first: family name first | nom d’abord | Nachname zuerst
single: single | célibataire | ledig
married: married | marié | verheiratet
partnership: registered partnership | partenariat enregistré | eingetragene Partnerschaft
separated: separated | séparé | getrennt
divorced: divorced | divorcé | geschieden
widowed: widowed | veuf | verwitwet
female: female | femme | weiblich
male: male | homme | männlich
diverse: diverse | autre | divers
formal: formal | vouvoiement | per Sie
informal: informal | tutoiement | per Du
neutral: neutral | neutre | neutral
compulsory: compulsory school | école obligatoire | Pflichtschule
vocational: vocational training | formation professionnelle | Berufsbildung
secondary: upper secondary | secondaire II | Sekundarstufe II
bachelor: bachelor | bachelor | Bachelor
master: master | master | Master
doctorate: doctorate | doctorat | Doktorat
1-9: 1 to 9 | 1 à 9 | 1 bis 9
10-49: 10 to 49 | 10 à 49 | 10 bis 49
50-249: 50 to 249 | 50 à 249 | 50 bis 249
250+: 250 or more | 250 ou plus | 250 oder mehr
none: none | aucune | keiner
id: identifies | identifie | identifiziert
contact: contact | contact | Kontakt
fin: financial | financier | finanziell
behav: behaviour | comportement | Verhalten
child: child | enfant | Kind
natid: official personal number | numéro personnel officiel | amtliche Personennummer
special: special category | catégorie particulière | besondere Kategorie
text: free text | texte libre | Freitext
email: e-mail | e-mail | E-Mail
postal: post | courrier | Post
web: web page | page web | Webseite
social: profile | profil | Profil
messaging: messenger | messagerie | Messenger
sms: text message | SMS | SMS
visit: visit | visite | Besuch
home: home | privé | privat
work: work | travail | Arbeit
billing: billing | facturation | Rechnung
delivery: delivery | livraison | Lieferung
double_opt_in: double opt-in | double opt-in | Double-Opt-in
letter: letter | lettre | Brief
call: call | appel | Anruf
document: document | document | Dokument
person: in person | en personne | persönlich
ok: ok | ok | in Ordnung
unverified: unverified | non vérifié | ungeprüft
bouncing: bouncing | en erreur | unzustellbar gemeldet
undeliverable: undeliverable | non distribuable | unzustellbar
returned: returned | retourné | zurückgesandt
invalid: invalid | invalide | ungültig
crm_id: number in the CRM | numéro dans le CRM | Nummer im CRM
customer_number: customer number | numéro de client | Kundennummer
loyalty_card: loyalty card | carte de fidélité | Kundenkarte
che_uid: Swiss UID | IDE | UID
vat: VAT number | numéro de TVA | MWST-Nummer
siren: SIREN | SIREN | SIREN
siret: SIRET | SIRET | SIRET
lei: LEI | LEI | LEI
duns: D-U-N-S | D-U-N-S | D-U-N-S
iban: IBAN | IBAN | IBAN
avs: Swiss social insurance number | numéro AVS | AHV-Nummer
nir: French social security number | numéro de sécurité sociale | französische Sozialversicherungsnummer
anonymous_id: anonymous id | identifiant anonyme | anonyme Kennung
employee_of: employee of | employé de | angestellt bei
contact_for: contact for | contact pour | Kontakt für
member_of: member of | membre de | Mitglied von
spouse_of: spouse of | conjoint de | verheiratet mit
parent_of: parent of | parent de | Elternteil von
subsidiary_of: subsidiary of | filiale de | Tochtergesellschaft von
referred_by: referred by | recommandé par | empfohlen von
cart: cart | panier | Warenkorb
ordered: ordered | commandé | bestellt
cancelled: cancelled | annulé | storniert
won: won | gagné | gewonnen
lost: lost | perdu | verloren
deal: deal | affaire | Geschäft
case: case | dossier | Fall
task: task | tâche | Aufgabe
membership: membership | adhésion | Mitgliedschaft
party: party | partie | Partei
decider: decider | décideur | Entscheider
user: user | utilisateur | Anwender
payer: payer | payeur | Zahler
partner: partner | partenaire | Partner
low: low | basse | tief
normal: normal | normale | normal
high: high | haute | hoch
urgent: urgent | urgente | dringend
price: price | prix | Preis
features: features | fonctionnalités | Funktionen
timing: timing | calendrier | Zeitpunkt
competitor: competitor | concurrent | Mitbewerber
no_answer: no answer | sans réponse | keine Antwort
solved: solved | résolu | gelöst
duplicate: duplicate | doublon | Doppel
other_reason: other reason | autre motif | anderer Grund
tag: tag | étiquette | Schlagwort
list: list | liste | Liste
interest: interest | intérêt | Interesse
lifestyle: lifestyle | mode de vie | Lebensstil
preference: preference | préférence | Vorliebe
need: need | besoin | Bedürfnis
unsubscribed: unsubscribed | désabonné | abgemeldet
typed: typed | saisi | eingegeben
imported: imported | importé | importiert
enriched: enriched | enrichi | angereichert
merged: merged | fusionné | zusammengeführt
normalised: normalised | normalisé | normalisiert
inferred: inferred | déduit | abgeleitet
erased: erased | effacé | gelöscht
consent: consent | consentement | Einwilligung
contract: contract | contrat | Vertrag
legal_obligation: legal obligation | obligation légale | gesetzliche Pflicht
vital_interests: vital interests | intérêts vitaux | lebenswichtige Interessen
public_task: public task | mission publique | öffentliche Aufgabe
legitimate_interest: legitimate interest | intérêt légitime | berechtigtes Interesse
in: inbound | entrant | eingehend
out: outbound | sortant | ausgehend
met: met | rencontré | getroffen
missed: missed | manqué | verpasst
follow_up: follow up | à suivre | nachfassen
satisfied: satisfied | satisfait | zufrieden
product: product | produit | Produkt
service: service | service | Service
invoice: invoice | facture | Rechnung
privacy: privacy | protection des données | Datenschutz
sent: sent | envoyé | gesendet
opened: opened | ouvert | geöffnet
clicked: clicked | cliqué | geklickt
bounced: bounced | rejeté | abgewiesen
complained: complained | plainte | Beschwerde
answered: answered | répondu | geantwortet
"""

_ENTITIES: Final = """
person: person | personne | Person
organisation: organisation | organisation | Organisation
household: household | ménage | Haushalt
contact_point: contact point | point de contact | Kontaktpunkt
identifier: identifier | identifiant | Kennung
relationship: relationship | relation | Beziehung
product: product | produit | Produkt
purchase: purchase | achat | Kauf
purchase_line: line of a purchase | ligne d’achat | Kaufposition
pipeline: pipeline | pipeline | Pipeline
stage: stage | étape | Stufe
item: item | affaire | Vorgang
participant: participant | participant | Beteiligter
move: move | passage | Übergang
campaign: campaign | campagne | Kampagne
label: label | étiquette | Etikett
assignment: assignment of a label | attribution d’étiquette | Zuordnung eines Etiketts
change: change | modification | Änderung
emails: e-mails | e-mails | E-Mails
visits: visits | visites | Besuche
page_views: page views | pages vues | Seitenaufrufe
forms: forms | formulaires | Formulare
downloads: downloads | téléchargements | Downloads
carts: carts | paniers | Warenkörbe
answers: answers to surveys | réponses aux enquêtes | Umfrageantworten
feedbacks: feedback | retours | Rückmeldungen
complaints: complaints | réclamations | Beschwerden
returns: returns | retours de marchandise | Retouren
reactions: reactions to campaigns | réactions aux campagnes | Reaktionen auf Kampagnen
"""


def _read(table: str) -> dict[str, tuple[str, str, str]]:
    found = {}
    for line in table.strip().splitlines():
        key, _, said = line.partition(": ")
        english, french, german = said.split(" | ")
        found[key] = english, french, german
    return found


WORDS: Final[Mapping[str, tuple[str, str, str]]] = _read(_ATTRIBUTES)
"""Name of an attribute to its labels in English, French and German."""

OPTION_WORDS: Final[Mapping[str, tuple[str, str, str]]] = _read(_OPTIONS)
"""Key of an option to its labels."""

ENTITY_WORDS: Final[Mapping[str, tuple[str, str, str]]] = _read(_ENTITIES)
"""Name of an entity or of a relation to its labels."""


def labels(said: tuple[str, str, str]) -> dict[str, str]:
    """Give labels by language.

    >>> labels(WORDS["amount"])
    {'en': 'amount', 'fr': 'montant', 'de': 'Betrag'}
    """
    return dict(zip(("en", "fr", "de"), said, strict=True))
