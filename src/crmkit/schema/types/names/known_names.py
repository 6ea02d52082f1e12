"""Names that are common enough to tell, in a cell without other signs, which word is the family name.

Written from general knowledge of French, German, Italian, English, Spanish and Arabic names; folded, and without words
that are common as both. They only decide the order of words, never whether a name is right.
"""

from functools import cache, lru_cache
from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.names.nicknames import nickname_groups

_GIVEN: Final = """
adele adeline adrian adriana adrien adrienne agathe agnes ahmed aicha alain alan alban alberta aldo alessia alfonso
ali alice alicia alina aline alison alma amelia amelie amina amir amy anais andree angela angele angelica angelo
angelique anita ariane arlette armelle arnaud arno aude audrey aurelia aurelie aurelien aurore axel baptiste bastien
beat beate benedicte benita berenice blaise blanche blandine boris brahim brian brice bruce bruna bruno camille carla
carmen cedric celestine celia celina celine cem chantal chloe christelle cindy claude clemence clement cloe coralie
corinna corinne cyril cyrille damien damiano dagmar daphne dario dean delphine denise desiree detlef diana diane dick
didier diego dieter dietmar dina dino dirk donald donna dylan edith eleni elena eliane elias elie elif elodie eloise
elvira elvis emil emile emine emre enzo erica erika ernestine erwin esther estelle ethan etienne eugenie evan evelina
fabian fabien fabienne fabio fabrice fabrizio fadila farid fatima fatma felicia felicie felicitas felix fernanda fiona
flavia flavio flavien flore florence francine frank frauke frederique friederike fritz gael gaelle gaetan gaston gavin
gemma genevieve geraldine germaine ghislaine gianluca gilbert gilles gina ginette gino gisela gisele giorgia gladys
gloria grace grazia graziella gudrun gunter gunther gwenaelle hakan hamid harald harriet hasan hassan heide heidi
heike heiko heino helga helge helmut henning hella herve hilda hildegard holger horst houda huguette hussein ibrahim
ida ilaria ilona imane ines ingeborg inge ingo ingrid irene irina iris irma isidore ismael ivana ivano ivette jacinthe
jacqueline jacquelin jade jan jana janis jannik jason jeannine jelena jenna jens jill jocelyn jocelyne joel joelle
jolanda jonas jordan jorn joseline josette jost joy juanita judith jules justin justine kai kamal karim karima karsten
kathleen katia katja kay keith kelly kerstin kevin khadija khaled kilian killian kim klara kurt kyle laetitia laila
lara larissa laura laure laureen laurette laurine lea leila lenny leon leonie leslie letizia levin levi lia lidia liam
lina linda lino lionel lisa livia loic lola lorena loretta lorraine lothar lotta louane luan luana luca luciano
ludivine ludovic luigi lukas lydia lydie lynn mael maelys mahmoud malek malcolm malika malte manon mara marcello
marcella marcelle mareike margaux margrit mariam marie mariella marielle marija mario marion marisa marius marlene
marlies marlis marwan mary mateo mathilda mathis mattia maud maxence mehdi mehmet meike melina melissa mercedes meret
mia michele mickael mila milan milena milo mina mira mireille miriam mohamed mohammed mona morgane mouna mourad murat
murielle mustafa mustapha myriam nabil nadege nadia nadine nadja naima nathan nele nelly nestor nevin nina nino noa
noah noe noel noelle noemi noemie nora norbert norma nour odette odile olaf oleg olga olivia omar ophelie orlane oscar
oskar ottilie pamela pascale paolo patrizia pia pierrick quentin rachel rachid rafael rahel raissa ralf ramona raoul
raphael raphaelle rebecca reda regula reiner remi remo remy rene renee reto rita robin rocco rodrigue romain romana
romane romeo romina romy ronja rosanna rose roselyne roswitha roxane ruben ruth ryan sabina sabine sabrina said salma
salome salvatore samantha samia samira samir samuela sandie sandro saskia savannah scott sean selim selina selma
serena serge sergio severin severine shirley sibylle sidonie sigmund silke silvan simona simone slavica solange solene
sonja soraya stefania stephane stephen sven svenja svetlana swen tamara tania tanja tatiana tatjana teresa thibault
thibaut thierry thilo thorsten tiago tibor tilman tobias torsten tracy tristan tuana udo ugo ulf ulla ulrike urban uta
ute uwe valentina valerio vanessa vera verena veronika virginie vito viviana volker waltraud wanda wendy werner wiebke
wilma wladimir xaver yael yan yann yannick yannis yara yasin yasmina youssef yusuf yvan yvette zeynep zita zora zuzana
sanna karolin antje maren soren bjorn leif olof gosta sigrun ottmar hanspeter antti vladimir dmitri sergei igor
natasha yuri mikhail nikolai aleksandr aleksei ivan gabriel raul alvaro alejandra pilar ignacio concepcion dolores
esperanza gonzalo javier jordi joaquim joao jose luis maria manuela miguel paulo pedro rui sofia vasco rodrigo rosario
consuelo guadalupe lucia mateus
"""

_FAMILY: Final = """
dupont durand dubois moreau lefebvre lefevre leroy roux fournier girard bonnet dupuy lambert fontaine rousseau blanc
guerin muller faure mercier boyer garnier chevalier legrand gauthier perrin robin clement morin henry roussel mathieu
gautier masson marchand duval dumont lemaire meyer dufour blanchard joly rivet brunet gaillard barbier leclerc
leclercq lacroix fabre caron renaud picard rolland lecomte vidal bourgeois renard lemoine marechal dumas charpentier
dupuis berger huet bertin poirier chevallier lebrun meunier rochat favre jaccard cuendet chappuis pittet bolomey
borgeaud blanchet chapuis delacretaz monnier monney mottet pache perret piguet pilet reymond rossier ruchat savary
vuilleumier wyss aubert baudin bovet bugnon gavillet golay grandjean jaquet jeanneret matthey maillard mermoud nicod
oulevay rey rochaz schmid schmidt schmitt schneider schulz schulze fischer weber wagner becker hoffmann hofmann
schafer schaefer koch bauer richter klein wolf schroder schroeder neumann schwarz zimmermann braun kruger krueger
hartmann lange werner krause lehmann kohler huber kaiser fuchs lang scholz moller moeller weiss jung hahn vogel
schubert keller frank gunther winkler baumann lorenz roth albrecht schuster bohm winter sommer haas graf schreiber
ziegler brandt kuhn kuehn engel pohl horn busch bergmann pfeiffer voigt sauer arnold wolff meier maier mayer mueller
steiner brunner gerber widmer moser graber zbinden burri luthi luethi buhler buehler bucher frei frey kunz odermatt
amstutz ammann aebi aeschlimann bachmann baumgartner bosch egli fluckiger fankhauser gasser gisler gfeller hafner hess
hofer hug hurlimann iten jenni kagi kalin kaelin kaufmann krahenbuhl kraehenbuehl leuenberger liechti lutz marti
mathys mettler nussbaumer oberholzer peter pfister rohrer ruegg roethlisberger rothlisberger rufenacht ryser schar
scharer schenk scherrer schnyder schwander schwab senn siegenthaler sigrist spycher stalder stauffer steffen stettler
studer stucki suter sutter tanner trachsel tschanz vogt waber wenger weibel widmann wirz wuthrich wyler zaugg zehnder
zurcher zogg zuger gruber rossi russo ferrari esposito bianchi romano colombo ricci marino greco bruno gallo conti
mancini costa giordano rizzo lombardi moretti barbieri fontana mariani rinaldi caruso ferrara galli ferraro santoro
bernasconi cattaneo crivelli pedrazzini smith johnson williams brown jones miller davis wilson taylor anderson
thompson white harris robinson walker wright hill green baker hall campbell mitchell roberts carter phillips evans
turner parker collins edwards stewart morris murphy cook rogers morgan cooper peterson reed bailey kelly richardson
cox howard ward watson wood bennett hughes myers foster sanders price fisher jenkins perry powell garcia rodriguez
gonzalez fernandez lopez martinez sanchez perez gomez ruiz hernandez jimenez diaz moreno munoz alvarez romero
gutierrez navarro torres dominguez vazquez ramos gil ramirez serrano blanco molina morales suarez ortega delgado
castro ortiz rubio nunez medina castillo cortes guerrero lozano cano prieto mendez calvo cruz gallego vega herrera
marquez carreno quinones zapatero quintero rojas mendoza vargas flores rivera silva santos ferreira pereira oliveira
rodrigues martins sousa fernandes goncalves gomes almeida ribeiro pinto carvalho teixeira moreira correia mendes nunes
vieira monteiro cardoso rocha neves coelho nguyen tran pham huynh peeters janssens maes jacobs mertens willems claes
goossens wouters jansen bakker visser smit dekker mulder bos yilmaz kaya demir celik sahin ozturk aydin kovac
kovacevic petrovic jovanovic nikolic horvat novak nowak kowalski wisniewski johansson andersson karlsson nilsson
eriksson larsson olsson persson svensson hansen jensen nielsen pedersen benali haddad bouzid mansouri
"""

_IBERIAN: Final = """
garcia rodriguez gonzalez fernandez lopez martinez sanchez perez gomez ruiz hernandez jimenez diaz moreno munoz
alvarez romero gutierrez navarro torres dominguez vazquez ramos ramirez serrano molina morales suarez ortega delgado
castro ortiz rubio nunez medina castillo cortes guerrero lozano prieto mendez herrera marquez carreno quinones rojas
mendoza vargas flores rivera silva santos ferreira pereira oliveira rodrigues martins sousa fernandes goncalves gomes
almeida ribeiro carvalho teixeira moreira correia mendes nunes vieira monteiro cardoso rocha neves coelho
"""

_EITHER: Final = """
martin simon robert thomas richard bernard laurent michel david bertrand vincent roger henry clement mathieu gautier
lambert arnaud arnold peter frank lorenz gunther werner walter hermann ernst otto friedrich ludwig conrad konrad
jordan gilbert denis marie guillaume nicolas olivier joseph benoit philippe andre pascal remy jacob jakob moritz urban
beat robin marti bruno romano marino marion renaud aubert gerard maurice charles georges louis paul adam albert
alexander anton christian franz fritz george gerhard heinrich herbert james john karl kurt lewis mark martini mario
matthias oscar owen patrick philipp raymond ricardo rosa ruth salvatore santiago scott stephan victor wilhelm william
wolf wolfgang dominique claude ferdinand francis franck georg gabriel germain gregoire hugo jean jules leonard leopold
lucas luca marcel marc max nelson oliver pierre rey samuel sebastian silvestre stefan theodor ulrich valentin noel
"""

_TWO_NAMES: Final = frozenset({
    "ES", "PT", "MX", "AR", "CL", "CO", "PE", "VE", "EC", "BO", "PY", "UY", "CR", "PA", "GT", "HN", "NI", "SV", "DO",
    "CU", "PR",
})  # fmt: skip
"""Countries where a person has a family name of the father and one of the mother."""


@lru_cache(maxsize=16_384)
def is_given(word: str) -> bool:
    """Tell whether a word is a common given name; of "Jean-Marc" both parts must be.

    >>> is_given("Jean-Marc"), is_given("Élodie"), is_given("Dupont")
    (True, True, False)
    """
    parts = fold(word).split()
    return bool(parts) and all(part in _given() or bool(nickname_groups(part)) for part in parts)


def is_family(word: str) -> bool:
    """Tell whether a word is a common family name; of a double name one part is enough.

    >>> is_family("Müller"), is_family("Müller-Anker"), is_family("Anna")
    (True, True, False)
    """
    return any(part in _family() for part in fold(word).split())


def is_either(word: str) -> bool:
    """Tell whether a word is as common as a family name as it is as a given name.

    >>> is_either("Martin"), is_either("Sandrine")
    (True, False)
    """
    return fold(word) in _either()


def is_iberian(word: str) -> bool:
    """Tell whether a word is a common Spanish or Portuguese family name.

    >>> is_iberian("García"), is_iberian("Meier")
    (True, False)
    """
    return fold(word) in _iberian()


def has_two_family_names(region: str | None) -> bool:
    """Tell whether persons of a country have the family names of both parents.

    >>> has_two_family_names("ES"), has_two_family_names("CH")
    (True, False)
    """
    return region is not None and region.upper() in _TWO_NAMES


@cache
def _given() -> frozenset[str]:
    return frozenset(_GIVEN.split())


@cache
def _family() -> frozenset[str]:
    return frozenset(word for word in _FAMILY.split() if word not in _given() and not nickname_groups(word))


@cache
def _either() -> frozenset[str]:
    return frozenset(_EITHER.split())


@cache
def _iberian() -> frozenset[str]:
    return frozenset(_IBERIAN.split())
