# ruff: noqa: E501  a row of the table is a line
"""Countries: ISO 3166-1 codes, and their names in English, French, German and Italian.

Names are those of the Unicode Common Locale Data Repository (Unicode licence), then further usual ones.
"""

from functools import cache
from typing import Final

from crmkit.schema.folding import fold, fold_german

_TABLE: Final = """
AD|AND|Andorra|Andorre
AE|ARE|United Arab Emirates|Émirats arabes unis|Vereinigte Arabische Emirate|Emirati Arabi Uniti
AF|AFG|Afghanistan
AG|ATG|Antigua & Barbuda|Antigua-et-Barbuda|Antigua und Barbuda|Antigua e Barbuda
AI|AIA|Anguilla
AL|ALB|Albania|Albanie|Albanien
AM|ARM|Armenia|Arménie|Armenien
AO|AGO|Angola
AQ|ATA|Antarctica|Antarctique|Antarktis|Antartide
AR|ARG|Argentina|Argentine|Argentinien
AS|ASM|American Samoa|Samoa américaines|Amerikanisch-Samoa|Samoa Americane
AT|AUT|Austria|Autriche|Österreich|Oesterreich|040
AU|AUS|Australia|Australie|Australien
AW|ABW|Aruba
AX|ALA|Åland Islands|Îles Åland|Ålandinseln|Isole Åland
AZ|AZE|Azerbaijan|Azerbaïdjan|Aserbaidschan|Azerbaigian
BA|BIH|Bosnia & Herzegovina|Bosnie-Herzégovine|Bosnien und Herzegowina|Bosnia ed Erzegovina
BB|BRB|Barbados|Barbade
BD|BGD|Bangladesh|Bangladesch
BE|BEL|Belgium|Belgique|Belgien|Belgio|Belgien
BF|BFA|Burkina Faso
BG|BGR|Bulgaria|Bulgarie|Bulgarien
BH|BHR|Bahrain|Bahreïn|Bahrein
BI|BDI|Burundi
BJ|BEN|Benin|Bénin
BL|BLM|St. Barthélemy|Saint-Barthélemy
BM|BMU|Bermuda|Bermudes
BN|BRN|Brunei|Brunei Darussalam
BO|BOL|Bolivia|Bolivie|Bolivien
BQ|BES|Caribbean Netherlands|Pays-Bas caribéens|Karibische Niederlande|Caraibi Olandesi
BR|BRA|Brazil|Brésil|Brasilien|Brasile
BS|BHS|Bahamas
BT|BTN|Bhutan|Bhoutan
BV|BVT|Bouvet Island|Île Bouvet|Bouvetinsel|Isola Bouvet
BW|BWA|Botswana|Botsuana
BY|BLR|Belarus|Biélorussie|Bielorussia
BZ|BLZ|Belize
CA|CAN|Canada|Kanada
CC|CCK|Cocos (Keeling) Islands|Îles Cocos|Kokosinseln|Isole Cocos (Keeling)
CD|COD|Congo - Kinshasa|Congo-Kinshasa|Kongo-Kinshasa
CF|CAF|Central African Republic|République centrafricaine|Zentralafrikanische Republik|Repubblica Centrafricana
CG|COG|Congo - Brazzaville|Congo-Brazzaville|Kongo-Brazzaville
CH|CHE|Switzerland|Suisse|Schweiz|Svizzera|Schwiiz|Suisse romande|Confédération suisse|Confoederatio Helvetica|Svizra|756
CI|CIV|Côte d'Ivoire|Costa d'Avorio|Ivory Coast
CK|COK|Cook Islands|Îles Cook|Cookinseln|Isole Cook
CL|CHL|Chile|Chili|Cile
CM|CMR|Cameroon|Cameroun|Kamerun|Camerun
CN|CHN|China|Chine|Cina|PR China|People's Republic of China
CO|COL|Colombia|Colombie|Kolumbien
CR|CRI|Costa Rica
CU|CUB|Cuba|Kuba
CV|CPV|Cape Verde|Cap-Vert|Cabo Verde|Capo Verde
CW|CUW|Curaçao
CX|CXR|Christmas Island|Île Christmas|Weihnachtsinsel|Isola Christmas
CY|CYP|Cyprus|Chypre|Zypern|Cipro
CZ|CZE|Czechia|Tchéquie|Tschechien|Cechia|Czech Republic|République tchèque|Tschechische Republik|Repubblica Ceca
DE|DEU|Germany|Allemagne|Deutschland|Germania|Allemagne fédérale|BRD|Bundesrepublik Deutschland|276
DJ|DJI|Djibouti|Dschibuti|Gibuti
DK|DNK|Denmark|Danemark|Dänemark|Danimarca
DM|DMA|Dominica|Dominique
DO|DOM|Dominican Republic|République dominicaine|Dominikanische Republik|Repubblica Dominicana
DZ|DZA|Algeria|Algérie|Algerien
EC|ECU|Ecuador|Équateur
EE|EST|Estonia|Estonie|Estland
EG|EGY|Egypt|Égypte|Ägypten|Egitto
EH|ESH|Western Sahara|Sahara occidental|Westsahara|Sahara Occidentale
ER|ERI|Eritrea|Érythrée
ES|ESP|Spain|Espagne|Spanien|Spagna|Spain
ET|ETH|Ethiopia|Éthiopie|Äthiopien|Etiopia
FI|FIN|Finland|Finlande|Finnland|Finlandia
FJ|FJI|Fiji|Fidji|Fidschi|Figi
FK|FLK|Falkland Islands|Îles Malouines|Falklandinseln|Isole Falkland
FM|FSM|Micronesia|Micronésie|Mikronesien
FO|FRO|Faroe Islands|Îles Féroé|Färöer|Isole Fær Øer
FR|FRA|France|Frankreich|Francia|France métropolitaine|République française|250
GA|GAB|Gabon|Gabun
GB|GBR|United Kingdom|Royaume-Uni|Vereinigtes Königreich|Regno Unito|UK|Great Britain|Grande-Bretagne|Grossbritannien|Gran Bretagna|England|Angleterre|Inghilterra|Scotland|Ecosse|Schottland|Wales|Pays de Galles
GD|GRD|Grenada|Grenade
GE|GEO|Georgia|Géorgie|Georgien
GF|GUF|French Guiana|Guyane française|Französisch-Guayana|Guyana Francese
GG|GGY|Guernsey|Guernesey
GH|GHA|Ghana
GI|GIB|Gibraltar|Gibilterra
GL|GRL|Greenland|Groenland|Grönland|Groenlandia
GM|GMB|Gambia|Gambie
GN|GIN|Guinea|Guinée
GP|GLP|Guadeloupe|Guadalupa
GQ|GNQ|Equatorial Guinea|Guinée équatoriale|Äquatorialguinea|Guinea Equatoriale
GR|GRC|Greece|Grèce|Griechenland|Grecia
GS|SGS|South Georgia & South Sandwich Islands|Géorgie du Sud-et-les Îles Sandwich du Sud|Südgeorgien und die Südlichen Sandwichinseln|Georgia del Sud e Sandwich Australi
GT|GTM|Guatemala
GU|GUM|Guam
GW|GNB|Guinea-Bissau|Guinée-Bissau
GY|GUY|Guyana
HK|HKG|Hong Kong SAR China|R.A.S. chinoise de Hong Kong|Sonderverwaltungsregion Hongkong|RAS di Hong Kong|Hong Kong|Hongkong
HM|HMD|Heard & McDonald Islands|Îles Heard-et-MacDonald|Heard und McDonaldinseln|Isole Heard e McDonald
HN|HND|Honduras
HR|HRV|Croatia|Croatie|Kroatien|Croazia
HT|HTI|Haiti|Haïti
HU|HUN|Hungary|Hongrie|Ungarn|Ungheria
ID|IDN|Indonesia|Indonésie|Indonesien
IE|IRL|Ireland|Irlande|Irland|Irlanda|Republic of Ireland|Eire
IL|ISR|Israel|Israël|Israele
IM|IMN|Isle of Man|Île de Man|Isola di Man
IN|IND|India|Inde|Indien
IO|IOT|British Indian Ocean Territory|Territoire britannique de l'océan Indien|Britisches Territorium im Indischen Ozean|Territorio Britannico dell'Oceano Indiano
IQ|IRQ|Iraq|Irak
IR|IRN|Iran
IS|ISL|Iceland|Islande|Island|Islanda
IT|ITA|Italy|Italie|Italien|Italia|Italy
JE|JEY|Jersey
JM|JAM|Jamaica|Jamaïque|Jamaika|Giamaica
JO|JOR|Jordan|Jordanie|Jordanien|Giordania
JP|JPN|Japan|Japon|Giappone
KE|KEN|Kenya|Kenia
KG|KGZ|Kyrgyzstan|Kirghizstan|Kirgisistan|Kirghizistan
KH|KHM|Cambodia|Cambodge|Kambodscha|Cambogia
KI|KIR|Kiribati
KM|COM|Comoros|Comores|Komoren|Comore
KN|KNA|St. Kitts & Nevis|Saint-Christophe-et-Niévès|St. Kitts und Nevis|Saint Kitts e Nevis
KP|PRK|North Korea|Corée du Nord|Nordkorea|Corea del Nord
KR|KOR|South Korea|Corée du Sud|Südkorea|Corea del Sud|South Korea|Corée|Korea|Südkorea
KW|KWT|Kuwait|Koweït
KY|CYM|Cayman Islands|Îles Caïmans|Kaimaninseln|Isole Cayman
KZ|KAZ|Kazakhstan|Kasachstan|Kazakistan
LA|LAO|Laos
LB|LBN|Lebanon|Liban|Libanon|Libano
LC|LCA|St. Lucia|Sainte-Lucie|Saint Lucia
LI|LIE|Liechtenstein|Fürstentum Liechtenstein|FL
LK|LKA|Sri Lanka
LR|LBR|Liberia
LS|LSO|Lesotho
LT|LTU|Lithuania|Lituanie|Litauen|Lituania
LU|LUX|Luxembourg|Luxemburg|Lussemburgo|Luxemburg|Grand-Duché de Luxembourg
LV|LVA|Latvia|Lettonie|Lettland|Lettonia
LY|LBY|Libya|Libye|Libyen|Libia
MA|MAR|Morocco|Maroc|Marokko|Marocco
MC|MCO|Monaco|Principauté de Monaco
MD|MDA|Moldova|Moldavie|Republik Moldau|Moldavia
ME|MNE|Montenegro|Monténégro
MF|MAF|St. Martin|Saint-Martin|Saint Martin
MG|MDG|Madagascar|Madagaskar
MH|MHL|Marshall Islands|Îles Marshall|Marshallinseln|Isole Marshall
MK|MKD|North Macedonia|Macédoine du Nord|Nordmazedonien|Macedonia del Nord|Macedonia|Macédoine|Mazedonien
ML|MLI|Mali
MM|MMR|Myanmar (Burma)|Myanmar (Birmanie)|Myanmar|Myanmar (Birmania)|Burma
MN|MNG|Mongolia|Mongolie|Mongolei
MO|MAC|Macao SAR China|R.A.S. chinoise de Macao|Sonderverwaltungsregion Macau|RAS di Macao|Macao|Macau
MP|MNP|Northern Mariana Islands|Îles Mariannes du Nord|Nördliche Marianen|Isole Marianne Settentrionali
MQ|MTQ|Martinique|Martinica
MR|MRT|Mauritania|Mauritanie|Mauretanien
MS|MSR|Montserrat
MT|MLT|Malta|Malte
MU|MUS|Mauritius|Maurice
MV|MDV|Maldives|Malediven|Maldive
MW|MWI|Malawi
MX|MEX|Mexico|Mexique|Mexiko|Messico
MY|MYS|Malaysia|Malaisie
MZ|MOZ|Mozambique|Mosambik|Mozambico
NA|NAM|Namibia|Namibie
NC|NCL|New Caledonia|Nouvelle-Calédonie|Neukaledonien|Nuova Caledonia
NE|NER|Niger
NF|NFK|Norfolk Island|Île Norfolk|Norfolkinsel|Isola Norfolk
NG|NGA|Nigeria
NI|NIC|Nicaragua
NL|NLD|Netherlands|Pays-Bas|Niederlande|Paesi Bassi|Holland|Hollande|Olanda|The Netherlands
NO|NOR|Norway|Norvège|Norwegen|Norvegia
NP|NPL|Nepal|Népal
NR|NRU|Nauru
NU|NIU|Niue
NZ|NZL|New Zealand|Nouvelle-Zélande|Neuseeland|Nuova Zelanda
OM|OMN|Oman
PA|PAN|Panama
PE|PER|Peru|Pérou|Perù
PF|PYF|French Polynesia|Polynésie française|Französisch-Polynesien|Polinesia Francese
PG|PNG|Papua New Guinea|Papouasie-Nouvelle-Guinée|Papua-Neuguinea|Papua Nuova Guinea
PH|PHL|Philippines|Philippinen|Filippine
PK|PAK|Pakistan
PL|POL|Poland|Pologne|Polen|Polonia
PM|SPM|St. Pierre & Miquelon|Saint-Pierre-et-Miquelon|St. Pierre und Miquelon|Saint-Pierre e Miquelon
PN|PCN|Pitcairn Islands|Îles Pitcairn|Pitcairninseln|Isole Pitcairn
PR|PRI|Puerto Rico|Porto Rico|Portorico
PS|PSE|Palestinian Territories|Territoires palestiniens|Palästinensische Autonomiegebiete|Territori Palestinesi|Palestine
PT|PRT|Portugal|Portogallo
PW|PLW|Palau|Palaos
PY|PRY|Paraguay
QA|QAT|Qatar|Katar
RE|REU|Réunion|La Réunion|Riunione
RO|ROU|Romania|Roumanie|Rumänien
RS|SRB|Serbia|Serbie|Serbien
RU|RUS|Russia|Russie|Russland|Fédération de Russie|Russian Federation|Russische Föderation
RW|RWA|Rwanda|Ruanda
SA|SAU|Saudi Arabia|Arabie saoudite|Saudi-Arabien|Arabia Saudita
SB|SLB|Solomon Islands|Îles Salomon|Salomonen|Isole Salomone
SC|SYC|Seychelles|Seychellen
SD|SDN|Sudan|Soudan
SE|SWE|Sweden|Suède|Schweden|Svezia
SG|SGP|Singapore|Singapour|Singapur
SH|SHN|St. Helena|Sainte-Hélène|Sant'Elena
SI|SVN|Slovenia|Slovénie|Slowenien
SJ|SJM|Svalbard & Jan Mayen|Svalbard et Jan Mayen|Spitzbergen und Jan Mayen|Svalbard e Jan Mayen
SK|SVK|Slovakia|Slovaquie|Slowakei|Slovacchia
SL|SLE|Sierra Leone
SM|SMR|San Marino|Saint-Marin
SN|SEN|Senegal|Sénégal
SO|SOM|Somalia|Somalie
SR|SUR|Suriname
SS|SSD|South Sudan|Soudan du Sud|Südsudan|Sud Sudan
ST|STP|São Tomé & Príncipe|Sao Tomé-et-Principe|São Tomé und Príncipe|São Tomé e Príncipe
SV|SLV|El Salvador|Salvador
SX|SXM|Sint Maarten|Saint-Martin (partie néerlandaise)
SY|SYR|Syria|Syrie|Syrien|Siria
SZ|SWZ|Eswatini
TC|TCA|Turks & Caicos Islands|Îles Turques-et-Caïques|Turks- und Caicosinseln|Isole Turks e Caicos
TD|TCD|Chad|Tchad|Tschad|Ciad
TF|ATF|French Southern Territories|Terres australes françaises|Französische Süd- und Antarktisgebiete|Terre Australi Francesi
TG|TGO|Togo
TH|THA|Thailand|Thaïlande|Thailandia
TJ|TJK|Tajikistan|Tadjikistan|Tadschikistan|Tagikistan
TK|TKL|Tokelau
TL|TLS|Timor-Leste|Timor oriental|Timor Est
TM|TKM|Turkmenistan|Turkménistan
TN|TUN|Tunisia|Tunisie|Tunesien
TO|TON|Tonga
TR|TUR|Türkiye|Turquie|Türkei|Turchia|Turkey|Turquie
TT|TTO|Trinidad & Tobago|Trinité-et-Tobago|Trinidad und Tobago|Trinidad e Tobago
TV|TUV|Tuvalu
TW|TWN|Taiwan|Taïwan
TZ|TZA|Tanzania|Tanzanie|Tansania
UA|UKR|Ukraine|Ucraina
UG|UGA|Uganda|Ouganda
UM|UMI|U.S. Outlying Islands|Îles mineures éloignées des États-Unis|Amerikanische Überseeinseln|Isole Minori Esterne degli Stati Uniti
US|USA|United States|États-Unis|Vereinigte Staaten|Stati Uniti|U.S.A.|U.S.|United States of America|America|Etats-Unis d'Amérique|USA - Vereinigte Staaten|Vereinigte Staaten von Amerika|Amerika
UY|URY|Uruguay
UZ|UZB|Uzbekistan|Ouzbékistan|Usbekistan
VA|VAT|Vatican City|État de la Cité du Vatican|Vatikanstadt|Città del Vaticano|Vatican
VC|VCT|St. Vincent & Grenadines|Saint-Vincent-et-les Grenadines|St. Vincent und die Grenadinen|Saint Vincent e Grenadine
VE|VEN|Venezuela
VG|VGB|British Virgin Islands|Îles Vierges britanniques|Britische Jungferninseln|Isole Vergini Britanniche
VI|VIR|U.S. Virgin Islands|Îles Vierges des États-Unis|Amerikanische Jungferninseln|Isole Vergini Americane
VN|VNM|Vietnam|Viêt Nam
VU|VUT|Vanuatu
WF|WLF|Wallis & Futuna|Wallis-et-Futuna|Wallis und Futuna|Wallis e Futuna
WS|WSM|Samoa
XK|XKX|Kosovo|Kosova
YE|YEM|Yemen|Yémen|Jemen
YT|MYT|Mayotte
ZA|ZAF|South Africa|Afrique du Sud|Südafrika|Sudafrica
ZM|ZMB|Zambia|Zambie|Sambia
ZW|ZWE|Zimbabwe|Simbabwe
"""
_AMBIGUOUS_CARS: Final = {"d": "DE", "f": "FR", "a": "AT", "i": "IT", "e": "ES", "b": "BE", "l": "LU", "p": "PT"}


@cache
def country_codes() -> dict[str, str]:
    """Map each folded code or name of a country to its two-letter code.

    >>> country_codes()["suisse"], country_codes()["che"], country_codes()["etats unis"]
    ('CH', 'CH', 'US')
    """
    codes = dict(_AMBIGUOUS_CARS)
    for row in _TABLE.strip().splitlines():
        alpha2, *names = row.split("|")
        for name in (alpha2, *names):
            for folded in (fold(name), fold_german(name), fold(name).replace(" ", "")):
                codes.setdefault(folded, alpha2)
    return codes


@cache
def country_captions() -> dict[str, str]:
    """Map each two-letter code to the English name of the country."""
    return {row.split("|")[0]: row.split("|")[2] for row in _TABLE.strip().splitlines()}
