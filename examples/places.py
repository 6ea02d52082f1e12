"""Real localities with their own postcodes, and common street names."""

from dataclasses import dataclass
from random import Random

from examples.wordlist import words

# Each line: language, then "dialling code|postcodes locality"; an empty dialling code means that no range of numbers
# is reserved there for fiction, so that a household there has no landline.
_PLACES = {
    "CH-fr": """
        21|1003,1004,1006,1007 Lausanne; 22|1201,1202,1204,1205,1207 Genève; 21|1110 Morges; 22|1260 Nyon;
        24|1400 Yverdon-les-Bains; 26|1700 Fribourg; 21|1800 Vevey; 21|1820 Montreux; 24|1870 Monthey;
        27|1920 Martigny; 27|1950 Sion; 27|3960 Sierre; 32|2000 Neuchâtel; 32|2300 La Chaux-de-Fonds;
        32|2800 Delémont; 32|2900 Porrentruy; 26|1630 Bulle; 26|1530 Payerne; 21|1020 Renens; 21|1009 Pully;
        21|1030 Bussigny; 21|1180 Rolle; 22|1196 Gland; 22|1227 Carouge; 22|1213 Onex; 22|1218 Le Grand-Saconnex;
        32|2400 Le Locle; 24|1450 Sainte-Croix; 21|1510 Moudon; 24|1860 Aigle""",
    "CH-de": """
        31|3011,3012,3014 Bern; 44|8001,8004,8005,8008,8050 Zürich; 61|4051,4053,4056 Basel; 41|6003 Luzern;
        71|9000 St. Gallen; 52|8400 Winterthur; 32|2502,2503 Biel/Bienne; 33|3600 Thun; 62|5000 Aarau;
        32|4500 Solothurn; 41|6300 Zug; 81|7000 Chur; 52|8200 Schaffhausen; 52|8500 Frauenfeld; 62|4600 Olten;
        56|5400 Baden; 44|8610 Uster; 55|8640 Rapperswil; 34|3400 Burgdorf; 41|6430 Schwyz; 41|6460 Altdorf;
        41|6060 Sarnen; 55|8750 Glarus; 71|9050 Appenzell; 61|4410 Liestal; 27|3900 Brig; 44|8820 Wädenswil;
        26|3280 Murten""",
    "FR": """
        1|75001,75011,75015,75018,75020 Paris; 4|69001,69003,69007 Lyon; 4|13001,13006,13008 Marseille;
        5|31000 Toulouse; 4|06000 Nice; 2|44000 Nantes; 4|34000 Montpellier; 3|67000 Strasbourg; 5|33000 Bordeaux;
        3|59000 Lille; 2|35000 Rennes; 3|51100 Reims; 2|76600 Le Havre; 4|42000 Saint-Étienne; 4|83000 Toulon;
        4|38000 Grenoble; 3|21000 Dijon; 2|49000 Angers; 4|30000 Nîmes; 4|69100 Villeurbanne;
        4|63000 Clermont-Ferrand; 4|13100 Aix-en-Provence; 2|29200 Brest; 5|87000 Limoges; 2|37000 Tours;
        3|80000 Amiens; 4|66000 Perpignan; 3|57000 Metz; 3|25000 Besançon; 2|45000 Orléans; 3|68100 Mulhouse;
        2|76000 Rouen; 2|14000 Caen; 3|54000 Nancy; 4|01000 Bourg-en-Bresse; 4|74000 Annecy; 4|73000 Chambéry;
        4|01210 Ferney-Voltaire; 4|74100 Annemasse; 3|39000 Lons-le-Saunier; 3|25300 Pontarlier;
        4|74200 Thonon-les-Bains; 3|68000 Colmar; 3|02100 Saint-Quentin; 4|04000 Digne-les-Bains; 5|09000 Foix;
        4|05000 Gap; 3|71000 Mâcon; 5|86000 Poitiers; 5|17000 La Rochelle; 5|64000 Pau""",
    "DE": """
        30|10115,10437,10967,12043 Berlin; 40|20095,20144,22765 Hamburg; 89|80331,80469,81667 München;
        221|50667,50823 Köln; 69|60311,60385 Frankfurt am Main; |70173 Stuttgart; |40213 Düsseldorf; |04109 Leipzig;
        |01067,01097,01099 Dresden; |79098 Freiburg im Breisgau; |78462 Konstanz; |79539 Lörrach; |99084 Erfurt;
        |06108 Halle (Saale); |90402 Nürnberg; |28195 Bremen; |30159 Hannover; |76133 Karlsruhe; |68159 Mannheim;
        |69117 Heidelberg; |89073 Ulm; |86150 Augsburg; |44135 Dortmund; |45127 Essen; |53111 Bonn; |48143 Münster;
        |55116 Mainz; |65183 Wiesbaden; |24103 Kiel; |18055 Rostock; |07743 Jena; |09111 Chemnitz""",
}

STREETS = {
    "fr": words(
        "rue de la Gare;avenue de la Gare;rue du Lac;chemin des Vignes;rue des Fleurs;place du Marché;rue du Moulin;"
        "avenue des Alpes;rue Centrale;chemin du Bois;rue de l'Église;boulevard de la République;rue des Écoles;"
        "rue Victor-Hugo;avenue Jean-Jaurès;rue Pasteur;allée des Tilleuls;impasse des Lilas;route de Berne;"
        "chemin de la Forêt;rue du Château;quai des Bergues;rue Saint-Martin;rue de la Paix;avenue de France;"
        "rue du Pont;chemin des Cerisiers;rue des Jardins;route du Simplon;rue Voltaire;rue Gambetta;"
        "avenue du Général-Guisan;rue Neuve;ruelle du Four;chemin du Levant;rue du Stade;boulevard Carnot;"
        "rue des Tanneurs;montée de la Côte;rue du 4-Septembre"
    ),
    "de": words(
        "Bahnhofstrasse;Hauptstrasse;Dorfstrasse;Schulstrasse;Gartenstrasse;Kirchgasse;Lindenweg;Rosenweg;Bergstrasse;"
        "Seestrasse;Poststrasse;Mühleweg;Industriestrasse;Birkenweg;Wiesenstrasse;Zürcherstrasse;Bernstrasse;"
        "Marktgasse;Schützenstrasse;Feldweg;Sonnenbergstrasse;Neugasse;Rebbergweg;Ringstrasse;Waldweg;Buchenweg;"
        "Goethestrasse;Schillerstrasse;Talstrasse;Kapellenweg;Weststrasse;Oberdorfstrasse;Am Bach;Im Grund"
    ),
}


@dataclass(frozen=True)
class Place:
    """A locality with one of its postcodes; `dialling` is the code of its landlines, without the leading zero."""

    country: str
    language: str
    postcode: str
    locality: str
    dialling: str


@dataclass(frozen=True)
class Address:
    """A street, a house number and a place."""

    street: str
    number: str
    place: Place


def _read(region: str) -> list[Place]:
    country, _, language = region.partition("-")
    language = language or country.lower()
    places = []
    for part in _PLACES[region].split(";"):
        dialling, _, rest = part.strip().partition("|")
        codes, _, locality = rest.partition(" ")
        places += [Place(country, language, code, locality, dialling) for code in codes.split(",")]
    return places


PLACES = {region: _read(region) for region in _PLACES}


def draw_place(rng: Random, region: str, *, landline: bool = False) -> Place:
    """Draw a place of a region, with a landline code when asked."""
    return rng.choice([place for place in PLACES[region] if place.dialling or not landline])


def draw_address(rng: Random, place: Place) -> Address:
    """Draw a street and a house number in a place."""
    street = rng.choice(STREETS[place.language])
    if place.country == "DE":
        street = street.replace("strasse", "straße")
    number = str(rng.randint(1, 120))
    if rng.random() < 0.12:
        number += " bis" if place.country == "FR" else rng.choice("abc")
    return Address(street, number, place)


def street_line(address: Address) -> str:
    """Write street and number as the country does: "12 rue du Lac" in France, "Lindenweg 12" elsewhere."""
    if address.place.country == "FR":
        return f"{address.number} {address.street}"
    return f"{address.street} {address.number}"
