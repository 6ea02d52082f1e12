"""Word lists of names: given names by language and gender, their short forms, and family names, commonest first."""

import unicodedata
from random import Random

from examples.wordlist import words

GIVEN = {
    ("fr", "f"): words(
        "Marie Nathalie Isabelle Sylvie Catherine Françoise Valérie Christine Martine Sandrine Stéphanie Céline Julie "
        "Aurélie Émilie Camille Léa Manon Chloé Emma Sarah Laura Pauline Mathilde Lucie Élodie Mélanie Sophie Caroline "
        "Virginie Laurence Véronique Corinne Hélène Delphine Audrey Claire Anne Alice Charlotte Juliette Inès Zoé "
        "Agathe Margaux Clémence Florence Patricia Brigitte Monique Jacqueline Michèle Nicole Chantal Dominique "
        "Élisabeth Geneviève Thérèse Jeanne Louise Rose Joséphine Noémie Océane Anaïs Amélie Marion Estelle Fabienne "
        "Myriam Nadia Samira Anne-Marie Marie-Claude Marie-Hélène Anne-Sophie Gabrielle Victoire Éléonore Yvonne",
        between=" ",
    ),
    ("fr", "m"): words(
        "Jean Pierre Michel Philippe Alain Patrick Nicolas Christophe Laurent Stéphane David Frédéric Julien Thomas "
        "Olivier Sébastien Alexandre Antoine Maxime Guillaume Vincent François Jérôme Éric Pascal Thierry Bruno Didier "
        "Gilles Serge Marc Yves Hervé Benoît Mathieu Romain Florian Kevin Lucas Hugo Louis Gabriel Raphaël Arthur "
        "Jules Adrien Baptiste Clément Damien Fabien Grégory Cédric Ludovic Emmanuel Bernard Daniel Gérard André René "
        "Roger Robert Claude Jacques Henri Georges Marcel Joseph Étienne Xavier Yann Loïc Jean-Pierre Jean-Marc "
        "Jean-Claude Jean-Luc Jean-François Karim Mehdi Théo Nathan Léon Samuel Simon Valentin Quentin Rémi Tristan",
        between=" ",
    ),
    ("de", "f"): words(
        "Anna Maria Ursula Monika Petra Sabine Andrea Claudia Susanne Barbara Christine Katharina Elisabeth Margarete "
        "Brigitte Gabriele Martina Birgit Silvia Karin Ruth Verena Heidi Regula Sandra Nicole Stefanie Melanie Julia "
        "Sarah Lena Lea Laura Hannah Mia Emma Sophie Johanna Charlotte Franziska Theresa Antonia Magdalena Eva Nina "
        "Simone Daniela Doris Esther Beatrice Cornelia Ingrid Renate Helga Gisela Erika Gertrud Annemarie Rosmarie "
        "Marianne Vreni Jana Lara Alina Nadine Corinne Tanja Manuela Jasmin Selina Livia Ronja Friederike Dorothea "
        "Irmgard Käthe Bärbel Jördis",
        between=" ",
    ),
    ("de", "m"): words(
        "Peter Hans Daniel Thomas Andreas Christian Martin Markus Michael Stefan Wolfgang Klaus Jürgen Werner Walter "
        "Heinz Johannes Josef Franz Friedrich Heinrich Karl Ludwig Matthias Tobias Sebastian Alexander Florian Lukas "
        "Jonas Felix Maximilian Leon Noah Luca Elias Benjamin David Simon Patrick Marco Reto Urs Beat Ueli Jürg Bruno "
        "René Roland Rolf Kurt Fritz Ernst Otto Hermann Günther Bernd Jörg Dieter Uwe Frank Ralf Sven Jan Tim Nico "
        "Fabian Philipp Dominik Manuel Pascal Oliver Robert Ulrich Rudolf Albert Adrian Cedric Severin Valentin Götz "
        "Hans-Peter Karl-Heinz Emil Konrad Lorenz",
        between=" ",
    ),
}

SHORT_FORMS = {
    "Alexander": ("Alex", "Sascha"),
    "Alexandre": ("Alex",),
    "Andreas": ("Andi", "Res"),
    "Anne-Marie": ("Annie",),
    "Antoine": ("Toine",),
    "Antonia": ("Toni",),
    "Barbara": ("Babs", "Bärbi"),
    "Benjamin": ("Ben",),
    "Benoît": ("Ben",),
    "Bernard": ("Nanard",),
    "Brigitte": ("Gitte", "Gigi"),
    "Caroline": ("Caro",),
    "Catherine": ("Cathy",),
    "Charlotte": ("Lotte", "Lotti"),
    "Christian": ("Chris",),
    "Christine": ("Chris", "Christa"),
    "Christophe": ("Chris",),
    "Claudia": ("Claudi",),
    "Corinne": ("Coco",),
    "Daniel": ("Dani",),
    "Dominique": ("Dom", "Domi"),
    "Elisabeth": ("Lisa", "Sissi", "Liesbeth"),
    "Élisabeth": ("Babeth", "Lise"),
    "Emmanuel": ("Manu",),
    "Fabienne": ("Fabi",),
    "Françoise": ("Fanfan",),
    "Frédéric": ("Fred",),
    "Friedrich": ("Fritz", "Fredi"),
    "Gabriele": ("Gabi",),
    "Geneviève": ("Ginette",),
    "Grégory": ("Greg",),
    "Guillaume": ("Guigui",),
    "Hans-Peter": ("Hampi", "Hanspeter"),
    "Heinrich": ("Heiri", "Heiner"),
    "Jacqueline": ("Jacotte",),
    "Jean-Claude": ("JC", "Jean-Cl."),
    "Jean-François": ("Jeff", "JF"),
    "Jean-Luc": ("JL",),
    "Jean-Marc": ("JM",),
    "Jean-Pierre": ("JP", "Jean-Pi"),
    "Johannes": ("Hannes", "Hansi"),
    "Josef": ("Sepp",),
    "Joseph": ("Jo", "José"),
    "Julien": ("Ju",),
    "Katharina": ("Kathrin", "Käthi", "Trine"),
    "Laurent": ("Lolo",),
    "Ludovic": ("Ludo",),
    "Ludwig": ("Lutz",),
    "Magdalena": ("Leni", "Lena"),
    "Margarete": ("Grete", "Gretli"),
    "Markus": ("Küsu",),
    "Marie-Claude": ("Marie-Cl.", "MC"),
    "Mathieu": ("Mat",),
    "Mathilde": ("Mathou",),
    "Matthias": ("Matthi", "Hias"),
    "Maximilian": ("Max",),
    "Maxime": ("Max",),
    "Mélanie": ("Mel",),
    "Michael": ("Michi", "Mike"),
    "Michel": ("Mich", "Michou"),
    "Monika": ("Moni",),
    "Nathalie": ("Nath",),
    "Nicolas": ("Nico",),
    "Nicole": ("Nicky",),
    "Olivier": ("Oli",),
    "Patricia": ("Pat", "Patou"),
    "Patrick": ("Pat",),
    "Philipp": ("Phil", "Fipu"),
    "Philippe": ("Phil", "Fifi"),
    "Raphaël": ("Raph",),
    "Rosmarie": ("Rösli",),
    "Rudolf": ("Ruedi", "Rolf"),
    "Samuel": ("Sam", "Sämi"),
    "Sandrine": ("Sandy",),
    "Sébastien": ("Seb",),
    "Sebastian": ("Basti",),
    "Stefan": ("Stef", "Steff"),
    "Stefanie": ("Steffi",),
    "Stéphane": ("Steph",),
    "Stéphanie": ("Steph", "Fanny"),
    "Susanne": ("Susi",),
    "Theresa": ("Resi",),
    "Thomas": ("Tom", "Thömu"),
    "Tobias": ("Tobi",),
    "Ulrich": ("Ueli", "Uli"),
    "Ursula": ("Uschi", "Ursi"),
    "Valérie": ("Val",),
    "Verena": ("Vreni",),
    "Véronique": ("Véro",),
    "Vincent": ("Vince",),
    "Virginie": ("Nini",),
    "Walter": ("Walti",),
    "Wolfgang": ("Wolfi",),
}

FAMILY = {
    "FR": (
        "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux "
        "Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure "
        "Mercier Blanc Guérin Boyer Garnier Chevalier Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry "
        "Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Lemaire Noël Meyer Dufour Meunier Brun Blanchard "
        "Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux "
        "Colin Vidal Caron Picard Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Benoît "
        "Rolland Leclerc Payet Leclercq Lecomte Guillaume Rey Dupuis Hubert Berger Carpentier Moulin Deschamps Huet "
        "Vasseur Fleury Royer Klein Jacquet Paris Poirier Marty Aubry Guyot Carré Renault Charpentier Ménard Maillard "
        "Baron Bailly Hervé Schneider Fernandez Collet Léger Bouvier Prévost Germain Millet Perrot Cousin "
        "Tessier Lévêque Besson Delattre Pasquier Hamon Le_Goff Le_Gall d'Aubigny de_La_Tour Benali Haddad Traoré "
        "Diallo Nguyen Lopes Pereira O'Connor Weiss Kieffer Vandenberghe Delannoy Quéré Kerbrat Etcheverry Castagnet"
    ),
    "CH-fr": (
        "Favre Rochat Martin Müller Blanc Meylan Dubois Jaquet Monnier Perret Girard Pittet Chevalley Bonvin Rossier "
        "Pasche Cornu Jeanneret Aubert Borel Cuendet Matthey Robert Vuilleumier Gonzalez da_Silva Ferreira Pereira "
        "Santos Berset Crausaz Dafflon Gremaud Yerly Mauron Clerc Bovet Bovard Cruchon Despont Duvoisin Emery Fardel "
        "Fournier Gaillard Genoud Golay Guex Henchoz Isoz Jaccard Jaunin Jordan Junod Kaeser Lambelet Luisier Magnin "
        "Marclay Mayor Mermod Michaud Moret Moret-Favre Nicollier Ogay Oulevay Pahud Paschoud Pidoux Piguet Pilet "
        "Quartier-la-Tente Rapin Ravey Reymond Richoz Rod Roulin Ruchat Saugy Schmid Schneider Savary Tinguely "
        "Thévoz Tornare Udriot Vaudroz Vautier Viret Vonlanthen Volery Wuilloud Zufferey Zbinden Krasniqi Berisha "
        "de_Weck de_Coulon Rossi Bernasconi"
    ),
    "CH-de": (
        "Müller Meier Schmid Keller Weber Huber Schneider Meyer Steiner Fischer Gerber Brunner Baumann Frei Zimmermann "
        "Moser Widmer Wyss Graf Roth Baumgartner Suter Kaufmann Bachmann Künzli Lüthi Bucher Bühler Berger Hofer "
        "Sutter Christen Studer Egli Arnold Koch Stalder Marti Kunz Lehmann Hess Schwarz Wenger Bieri Zbinden Aebi "
        "Aebischer Amstutz Ammann Bär Bürgi Burri Dubach Eggenberger Flückiger Fankhauser Gasser Gfeller Gisler "
        "Grossenbacher Hänni Häfliger Hostettler Hürlimann Iten Jenni Käser Kälin Krähenbühl Küng Läderach Leuenberger "
        "Löffel Lüscher Mäder Nägeli Nussbaumer Odermatt Pfister Portmann Rüegg Ryser Salzmann Schär Schärer "
        "Schoch Siegenthaler Stähli Stucki Trachsel Tschanz Vögeli von_Arx von_Gunten von_Allmen Waldvogel Wüthrich "
        "Zaugg Zehnder Zgraggen Züger Zurbriggen Müller-Meier Krasniqi Gashi Bianchi Nguyen Petrović"
    ),
    "DE": (
        "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein "
        "Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause "
        "Meier Lehmann Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz "
        "Möller Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann "
        "Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto "
        "Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Schulte Dietrich Ziegler Kuhn Kühn Pohl Engel Horn "
        "Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer Yılmaz Kaya Demir Nowak Kowalski von_Berg zu_Wied "
        "van_Dijk Öztürk Strauß Nguyen"
    ),
}


def family_names(region: str) -> list[str]:
    """The family names of a region ("FR", "CH-fr", "CH-de", "DE"), commonest first, in letters Latin-1 can hold."""
    words = (word.replace("_", " ").replace("ı", "i").replace("ć", "c") for word in FAMILY[region].split())
    return list(dict.fromkeys(words))


_FAMILY = {region: family_names(region) for region in FAMILY}
_FAMILY_WEIGHTS = {region: [1 / (rank + 4) ** 0.75 for rank in range(len(_FAMILY[region]))] for region in FAMILY}
_GIVEN_WEIGHTS = {key: [1 / (rank + 8) ** 0.7 for rank in range(len(words))] for key, words in GIVEN.items()}
_ROOT = {short: given for given, shorts in reversed(SHORT_FORMS.items()) for short in shorts}


def fold(text: str) -> str:
    """Lower-case a word and drop its accents: "Lefèvre" gives "lefevre"."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(letter for letter in plain.lower() if not unicodedata.combining(letter))


def root(given: str) -> str:
    """Give the folded full form of a given name, so that Hampi and Hans-Peter count as one."""
    return fold(_ROOT.get(given, given))


def draw_given(rng: Random, language: str, gender: str) -> str:
    """Draw a given name; common ones come up more often."""
    return rng.choices(GIVEN[language, gender], _GIVEN_WEIGHTS[language, gender])[0]


def draw_family(rng: Random, region: str) -> str:
    """Draw a family name; common ones come up more often."""
    return rng.choices(_FAMILY[region], _FAMILY_WEIGHTS[region])[0]
