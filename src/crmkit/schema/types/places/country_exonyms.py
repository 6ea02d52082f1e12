"""What countries are called beside their names in the Unicode repository, by people and in exports."""

from collections.abc import Mapping
from typing import Final

EXONYMS: Final[Mapping[str, str]] = {
    "AE": "UAE, U.A.E., Emirates, Émirats, Émirats Arabes, Emirate, VAE, EAU, Dubai, Dubaï, Abu Dhabi",
    "BA": "Bosnia, Bosnie, Bosnien, Bosnia-Herzegovina, Bosnia and Herzegovina, Bosnien-Herzegowina, "
          "Bosnia Erzegovina",
    "BE": "Royaume de Belgique, Königreich Belgien, Flandre, Wallonie, Flandern, Wallonien",
    "BN": "Brunei Darussalam",
    "BO": "Bolivia (Plurinational State of), Plurinational State of Bolivia",
    "BR": "Brasilia, Brasil",
    "BY": "Weissrussland, Weißrussland, White Russia, Bélarus, Biélo-Russie, Byelorussia",
    "CD": "DR Congo, DRC, RDC, R.D.C., D.R. Congo, Democratic Republic of the Congo, "
          "The Democratic Republic of the Congo, "
          "Congo (Democratic Republic of the), Congo RDC, RD Congo, République démocratique du Congo, Zaire, Zaïre, "
          "Demokratische Republik Kongo, Repubblica Democratica del Congo",
    "CG": "Republic of the Congo, République du Congo, Republik Kongo, Repubblica del Congo, Congo Brazzaville",
    "CH": "Suisse romande, Suisse alémanique, Confédération suisse, Confédération helvétique, "
          "Confoederatio Helvetica, "
          "Swiss Confederation, Swiss, Helvetia, Helvétie, Schweizerische Eidgenossenschaft, Eidgenossenschaft, "
          "Confederazione Svizzera, Deutschschweiz, Westschweiz, SUI",
    "CI": "Ivory Coast, Elfenbeinküste, Côte d Ivoire, Cote Ivoire, Costa de Marfil",
    "CN": "PR China, PRC, P.R. China, P.R.C., People's Republic of China, Volksrepublik China, VR China, "
          "République populaire de Chine, Repubblica Popolare Cinese, Mainland China, Chine populaire",
    "CV": "Cabo Verde, Kapverden, Kap Verde, Îles du Cap-Vert",
    "CZ": "Czech Republic, Czech Rep., République tchèque, Rép. tchèque, Tschechische Republik, Repubblica Ceca, "
          "República Checa, Tschechei, Cechia, Česká republika",
    "DE": "Allemagne fédérale, BRD, RFA, République fédérale d'Allemagne, Bundesrepublik Deutschland, "
          "Federal Republic of Germany, Repubblica Federale di Germania, Dtl., Dtld., Dtschl., GER, West Germany",
    "DK": "Kingdom of Denmark, DEN",
    "DO": "Rép. dominicaine, Dominican Rep., Saint-Domingue, Dom. Rep.",
    "ES": "Kingdom of Spain, Royaume d'Espagne, España",
    "FI": "Republic of Finland",
    "FK": "Malvinas, Malouines, Falklands, Falkland",
    "FM": "Federated States of Micronesia, États fédérés de Micronésie",
    "FO": "Faroes, Féroé, Faeroe Islands, Färöer-Inseln",
    "FR": "France métropolitaine, France entière, République française, French Republic, Französische Republik, "
          "Corse, Métropole, La France",
    "GB": "UK, U.K., U.K, G.B., Great Britain, Grande-Bretagne, Gde-Bretagne, Gde Bretagne, Grossbritannien, "
          "Großbritannien, "
          "Gran Bretagna, Gran Bretaña, Britain, England, Angleterre, Inghilterra, Inglaterra, Engl., Scotland, "
          "Écosse, "
          "Schottland, Scozia, Escocia, Wales, Pays de Galles, Galles, Gales, Northern Ireland, "
          "Irlande du Nord, Nordirland, "
          "Irlanda del Nord, Irlanda del Norte, United Kingdom of Great Britain and Northern Ireland, "
          "Royaume-Uni de Grande-Bretagne et d'Irlande du Nord, R.-U., Vereinigtes Königreich von Großbritannien",
    "GE": "Republic of Georgia",
    "GF": "Guyane",
    "GR": "Hellas, Ellada, Hellenic Republic, République hellénique",
    "HK": "Hong Kong, Hongkong, Hong-Kong, HKSAR",
    "HR": "Republic of Croatia, CRO",
    "IE": "Republic of Ireland, République d'Irlande, Republik Irland, Eire, Irish Republic, "
          "Irlande (République d'), Rep. of Ireland",
    "IR": "Islamic Republic of Iran, Iran (Islamic Republic of), République islamique d'Iran, Persia, Persien",
    "IT": "Italian Republic, Repubblica Italiana, République italienne",
    "KN": "Saint Kitts, St. Kitts, Saint Kitts and Nevis",
    "KP": "DPRK, Democratic People's Republic of Korea, Korea (Democratic People's Republic of)",
    "KR": "Republic of Korea, Korea (Republic of), Korea, Republic of, République de Corée, Republik Korea, "
          "South-Korea, S. Korea",
    "LA": "Lao People's Democratic Republic, Lao PDR, Lao",
    "LI": "Fürstentum Liechtenstein, Principauté de Liechtenstein, Principato del Liechtenstein, Lichtenstein",
    "LU": "Grand-Duché de Luxembourg, Grand-Duché, Großherzogtum Luxemburg, GDL, Letzebuerg",
    "LY": "Libyan Arab Jamahiriya",
    "MC": "Principauté de Monaco, Principality of Monaco, Fürstentum Monaco",
    "MD": "Moldova (Republic of), Republic of Moldova, Moldawien, République de Moldavie, Republica Moldova",
    "MK": "Macedonia, Macédoine, Mazedonien, Makedonien, FYROM, F.Y.R.O.M., ARYM, Republic of North Macedonia, "
          "Former Yugoslav Republic of Macedonia, The former Yugoslav Republic of Macedonia",
    "MM": "Burma, Birmanie, Birma, Birmania, Myanmar, Burma (Myanmar)",
    "MO": "Macao, Macau",
    "MU": "Île Maurice, Ile Maurice, Isola Maurizio, Isla Mauricio",
    "NL": "Holland, Hollande, Olanda, Holanda, The Netherlands, Netherland, Kingdom of the Netherlands, "
          "Pays Bas, Nederlanden, "
          "Les Pays-Bas, Die Niederlande, NED",
    "NZ": "Nouvelle Zélande, N.Z., Neu-Seeland",
    "PF": "Tahiti, Polynésie",
    "PL": "Republic of Poland",
    "PS": "Palestine, State of Palestine, Palästina, Palestina, État de Palestine, Cisjordanie, Gaza",
    "PT": "Portuguese Republic, Madeira, Azores, Açores",
    "RE": "Île de la Réunion, Ile de la Réunion, Réunion (Île de la)",
    "RO": "Roumania, Rumania",
    "RU": "Russian Federation, Fédération de Russie, Russische Föderation, Federazione Russa, "
          "Federación de Rusia, Rußland",
    "SA": "Kingdom of Saudi Arabia, KSA, Saudiarabien, Saudi Arabien, Arabie séoudite",
    "SK": "Slovak Republic, République slovaque, Slowakische Republik, Repubblica Slovacca",
    "ST": "Sao Tome, São Tomé",
    "SX": "Saint-Martin néerlandais",
    "SY": "Syrian Arab Republic, République arabe syrienne",
    "SZ": "Swaziland, Swasiland",
    "TL": "East Timor, Osttimor, Timor",
    "TR": "Turkey, Turkiye, Republic of Turkey, Republic of Türkiye",
    "TW": "Taiwan (Province of China), Taiwan, Province of China, Republic of China, Chinese Taipei, "
          "Taiwan ROC, Formosa",
    "TZ": "United Republic of Tanzania, Tanzania (United Republic of), Tansanien",
    "UA": "The Ukraine, L'Ukraine",
    "US": "U.S.A., U.S., U. S. A., USA - Vereinigte Staaten, United States of America, United States (USA), "
          "The United States of America, America, Amérique, Amerika, États-Unis d'Amérique, "
          "Etats-Unis d'Amérique, É.-U., E.U.A., EE.UU., "
          "EEUU, EE. UU., Vereinigte Staaten von Amerika, Stati Uniti d'America, Estados Unidos de América, "
          "Ver. Staaten, "
          "Etats Unis (USA), Hawaii",
    "VA": "Vatican, Vatikan, Vaticano, Holy See, Saint-Siège, Heiliger Stuhl, Santa Sede",
    "VE": "Venezuela (Bolivarian Republic of), Bolivarian Republic of Venezuela",
    "VN": "Viet Nam, Viêtnam, Socialist Republic of Vietnam",
    "XK": "Kosova, Kosovo (UNMIK), République du Kosovo, Republic of Kosovo",
    "ZA": "RSA, Republic of South Africa, South-Africa, République d'Afrique du Sud, Südafrikanische Republik",
}  # fmt: skip
"""Code to further names, parted by commas that stand before a blank and a capital."""

AMBIGUOUS: Final[Mapping[str, str | None]] = {
    "congo": None, "kongo": None, "korea": "KR", "coree": "KR", "corea": "KR", "virgin islands": None,
    "iles vierges": None, "jungferninseln": None, "antilles": None,
    "caraibes": None,
}  # fmt: skip
"""Folded names that more than one country has, to the one that is mostly meant."""

FORMER: Final = frozenset({
    "ddr", "gdr", "rda", "yougoslavie", "yugoslavia", "jugoslawien", "ex yougoslavie", "jugoslavia", "yu",
    "yug", "urss",
    "ussr", "udssr", "su", "sun", "sowjetunion", "union sovietique", "soviet union", "unione sovietica",
    "tchecoslovaquie",
    "czechoslovakia", "tschechoslowakei", "cecoslovacchia", "cs", "csk", "serbie et montenegro",
    "serbia and montenegro",
    "serbien und montenegro", "serbia montenegro", "scg", "netherlands antilles", "antilles neerlandaises",
    "niederlandische antillen", "ant",
})  # fmt: skip
"""Folded names and codes of countries that are no more."""

CAR_CODES: Final[Mapping[str, str]] = {
    "A": "AT", "B": "BE", "C": "CU", "D": "DE", "E": "ES", "F": "FR", "G": "GA", "H": "HU", "I": "IT", "J": "JP",
    "L": "LU", "M": "MT", "N": "NO", "P": "PT", "S": "SE", "T": "TH", "V": "VA", "Z": "ZM", "FL": "LI", "SLO": "SI",
    "CDN": "CA", "RCH": "CL", "RKS": "XK", "KS": "XK", "NMK": "MK", "ROK": "KR", "MEX": "MX", "RSM": "SM",
    "KSA": "SA",
    "MNE": "ME", "SRB": "RS", "BIH": "BA", "IRL": "IE", "FIN": "FI", "EST": "EE",
}  # fmt: skip
"""Distinguishing signs of vehicles (list of the United Nations) to codes; an ISO code comes before a sign."""
