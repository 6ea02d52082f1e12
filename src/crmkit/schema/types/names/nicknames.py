# ruff: noqa: E501  a row of the table is a line
"""Given names that stand for each other in French, German, English and Italian.

Used as evidence in matching, never to rewrite a name.
"""

from functools import cache
from typing import Final

_GROUPS: Final = """
alexander alexandre alex alec sandro alessandro alejandro xander sascha sacha aleksandr
alexandra alessandra sandra sandrine sandy alix lexi
albert alberto bert bertie al
alfred alfredo fred freddy alfie
andreas andre andrew andy andres andri
anna anne ann annie anita annette anni anouk hannah hanna ana anja anke
annemarie annamaria
anthony antoine anton antonio tony toni antony
antonia antoinette tonia
arthur arturo art arturs turi
augustin auguste august gus augusto
barbara barb babs barbel babette bobbie
bartholomew barthelemy bartholomaus bart barth
beatrice beatrix bea trix betty beatriz
benedikt benoit benedict benedetto bene
benjamin ben benny benji beni
bernard bernhard bernie bernardo bernd berni
bertrand bertram
brigitte brigitta birgit bridget britta gitte
carla karla
carlos carlo charles karl carl charlie charly chuck karlheinz charlot
caroline carolina karoline carol carolyn caro line lina carrie
catherine katharina katherine kathryn cathy kathy kate katie katrin kathrin katja cathrine katarina caterina kathi catia trinette
cecile cecilia caecilia zazie cecily silke
charlotte lotte lotti carlotta charlie lottie
christa krista
christian christiaan chris kristian cristian
christine christina christiane kristina kirsten tina chris christelle chrissy cristina stina
christopher christophe christoph chris christof kit cristoforo kris topher
clara claire klara clare chiara
claudia claudine klaudia
cornelia nelly conny cornelie
daniel dan danny dani daniele danilo
daniela danielle danny dani
david dave davide davy davey
deborah debora deb debbie debra
denis dennis dionys denny
dominique dominik dominic dom domenico nick
dorothea dorothee dorothy dora doris dorli dot dolly
edgar ed
edmund edmond ed eddie ned ted
edward edouard eduard ed eddie eddy ted teddy ned edi edoardo
eleonore eleanor eleonora ellie nora lenore ella nell elea
elisabeth elizabeth elise elsa else lisa lise liza liz lizzie beth betty betsy eliza elsbeth lisbeth lisette sissi bettina elisa elisabetta lili babette libby ilse
emanuel emmanuel manuel manu manny emanuele
emilie emily emilia emma milly
erich eric erik enrico rico
ernst ernest ernesto ernie
eugen eugene gene eugenio
eva eve evi evita
evelyn eveline evelyne evi
ferdinand fernand fernando ferdi nando
florian flo florent
frances francoise francesca franziska fanny fran francine franzi francisca sissy franny frankie
francis francois francesco frank franz francisco franck franco fran frankie paco
frederic frederick friedrich fred freddy fredi fritz federico frederik fridolin rick
gabriel gabriele gabe gaby
gabriela gabrielle gabriella gabi gaby gabriele
georg george georges jorge giorgio jurg jorg joerg juerg schorsch
gerald gerard gerhard gerry gerd gert jerry gerardo
gertrud gertrude trudi trudy traudl gerda gertie
giovanni gianni nanni
giuseppe beppe peppe pino
gottfried geoffrey geoffroy godefroy jeff geoff jeffrey
gregor gregory gregoire greg gregorio
guillaume william wilhelm guglielmo bill billy will willy willi willie liam guillermo wim guy
guy guido veit
gustav gustave gus gusti gustavo
hans johannes johann john jean jan hansi jo joannes ivan juan jonny johnny jack joao hannes jannis ian sean giovanni evan
hansjorg hansjoerg hansjurg hansjuerg
hanspeter johannpeter jeanpierre
heinrich henri henry heinz heiner heini harry hank enrico enrique hal heiri rico
helene helen helena ellen lena leni elena nell eleni heleen
henriette henrietta harriet hetty jette hattie hettie etta
herbert heribert herbie bert bertie herb
hermann herman armand armando
hubert hugbert hubi hubertus
hugo hugues hugh ugo hughie
ignaz ignace ignatius nacio ignazio
isabelle isabella isabel isa bella belle izzy ysabelle
jakob jacob jacques james jim jimmy jamie jake jacky jack giacomo jaime kobi jago coby iago diego santiago
janine jeannine
jasmin jasmine yasmin yasmine yasmina
jean jeannot jehan jeanlouis
jeanne jeannette johanna joan jane jana janet hanna giovanna joanna jenny juana jeanine hanne jo jan nettie
jennifer jenny jen jenn jenni
jeremie jeremy jeremias jerry
jerome hieronymus girolamo jerry
joachim jochen achim joaquin jo
jonathan jon jonny nathan
josef joseph jose joe joey sepp seppi jo jupp josep giuseppe pepe pino beppe joschi
josefine josephine josiane jo fifi josy giuseppina sefa
judith judy jude judit jutta
julia julie giulia julienne jule juliette juliet
julian julien julius jules giuliano jule giulio
jurgen juergen jorgen
karin carine karine carina caren karen
kaspar gaspard caspar jasper
kenneth ken kenny
klaus nikolaus nicolas nicholas nick nicky nico niklas niki niels nils claus colin klas nicola klaas niccolo
konrad conrad kurt conny corrado
kristin christin kerstin
laurence laurenza lorenza laurentia
laurent lorenz lawrence larry laurenz lorenzo laurens lars lenz loris
leo leon leonhard leonard leonardo lenny leopold len
liliane lilian lily lilly lili liliana lilli
louis ludwig lewis luigi luis lou ludovic lutz louie lui alois aloys ludo
louise luise luisa lou louisa isa lulu
lucas lukas luke luca luc
lucie lucia luzia lucy lucille luce
madeleine magdalena madeline maddie lena magda maddalena leni madelaine
manfred manni fred mandi manfredo
manuela emmanuelle manu emanuela ela manuelle
marc mark marcus markus marco marcel marek
margarete margaretha margaret marguerite greta grete gretel maggie meg margrit margot peggy gritli margherita rita margarita margarethe marge daisy madge marget margaux
maria marie mary mia mitzi miriam maya mariam moll polly marietta mimi marika maryse
marianne mariana marion
marielouise marialuisa
martha marthe marta mattie patty
martin martino marti tinu
martina martine tina
mathilde matilda tilly hilde maud mattie
matthew matthias mathieu matthieu matt matti mathias matteo thies matz hias mattia mattias
maurice moritz mauritius morris mauro maurizio maury
max maxim maximilian maxime maximilien massimo
melanie mel melly
michael michel mike mick mickey michi mikael miguel mikhail michal mitch micha mischa
michaela michele micheline michelle mica micky michi
monika monique monica moni
nathalie natalie natalia natascha nat natasha natacha talia
nicole nicoletta nicki nicky colette
oliver olivier ollie oli olivero
olivia liv livia
otto odo udo
pascal pasquale
patricia patrizia pat patty patsy trish pati tricia
patrick pat paddy patrice patricio patric
paul paulus pablo paolo pauli pal
paula pauline paola paulina paulette polly
peter pierre pete pietro pedro piet petrus perrin piero pit peer peterli
petra perrine pierrette
philipp philippe philip phil filippo pip lipp philipe felipe
raimund raymond raimondo ray raymund ramon
rainer reiner rene regnier raniero reinhard reinhold
ralf ralph raoul rolf rudolf raul rolph
rebecca rebekka rebekah becky becca rebeca
regine regina gina reine
renate renata renee nata
richard ricardo riccardo rick ricky dick rich richie richi ritchie
robert roberto rob bob bobby robbie bert robi robin ruprecht
roger rudiger ruediger ruggero rodger hodge
roland rolando orlando rolli
ronald ronny ron ronnie
rosa rose rosalie rosi rosina rosie rosmarie rosemarie rosita
rudolf rudolphe rudy ruedi rudi rolf rodolphe rodolfo
samuel sam sammy samuele sami
sarah sara sally sadie
sebastian sebastien seb basti bastien sebi bastian
sigrid siri
simon simeon sime
sofia sophie sophia sonja sonia sofie
stefan stephan stephen steven steve etienne stephane stefano esteban steph steffen stef
stephanie stefanie steffi steph stefania stephania
susanne suzanne susan susi sue suzette susanna susie susana susy sanna
sylvia sylvie silvia silvie sylviane silvi
theodor theodore theo ted teddy teodoro
theresa therese teresa tess terry resi thea tracy
thomas tom tommy tomas tommaso thom tomi thommy
timothy timothee tim timo timmy
ulrich ulric ueli uli ulli udalrich
ulrike ulrica uli ulla rike
urs ours ursus
ursula ursule uschi ulla ursi ursina
valentin valentine valentino valti
valerie valeria val
vera verena vreni verene veronika veronique veronica vroni
victor viktor vittorio vic vico
victoria viktoria vicky vicki vittoria tori
vincent vinzenz vince vincenzo vinnie vincente vinny
viviane vivian vivienne viv vivi
walter wally walti gauthier gautier wat walt
werner verner wernher
wilhelmine wilhelmina mina minna helmi minnie
wolfgang wolf wolfi
xavier xaver saverio javier
yves ivo yvo ives
yvonne ivonne yvette yvon
zacharie zachary zacharias zach zack
abigail abby gail
amanda mandy
barnabas barney barnaby
cynthia cindy
donald don donny
douglas doug
gwendolyn gwen wendy
jessica jess jessie
joshua josh
katelyn caitlin kaitlyn
kimberly kim kimberley
leslie les lesley
maximiliane maxi
mitchell mitch
nathaniel nathan nate nat
pamela pam
penelope penny
randolph randy randall
reginald reg reggie
russell russ
stanley stan
stuart stewart stu
terence terry terrence
virginia ginny virginie
vivien vivian
winston win winnie
zoe zoey
abraham abe bram
adelaide addie
agnes aggie nessie nessa
amelia amelie millie
arabella bella belle
archibald archie
augusta gussie
constance connie
cuthbert bertie bert
edith edie
edwin ed eddie ned win
elijah eli
esther essie hetty hester
florence flo flossie florrie
georgina georgiana georgie gina
gilbert gil bertie bert
gwendolen gwen
harold harry hal
isaac ike
jemima mima
jeremiah jerry jem
letitia lettie
mildred millie
millicent millie
percival percy
priscilla cilla
prudence prue
rosalind roz ros
rosamund ros
sidney sid
solomon sol
susannah susan sukey sue
theodora dora thea
wilfred wilfrid wilf fred
winifred winnie
"""


def nickname_groups(folded: str) -> frozenset[int]:
    """Say which groups of names a folded given name belongs to; most belong to one or none."""
    return _groups_of().get(folded.replace(" ", ""), frozenset())


@cache
def nicknames(folded: str) -> tuple[str, ...]:
    """List the other names of all groups that a folded given name belongs to.

    >>> nicknames("claudine")
    ('claudia', 'klaudia')
    """
    lines = _GROUPS.strip().splitlines()
    listed = dict.fromkeys(name for group in sorted(nickname_groups(folded)) for name in lines[group].split())
    return tuple(name for name in listed if name != folded)


def nickname_root(folded: str) -> str:
    """Give the first name of the first group that a folded given name belongs to, or the name itself.

    >>> nickname_root("sepp"), nickname_root("aurelie")
    ('josef', 'aurelie')
    """
    groups = nickname_groups(folded)
    return _roots()[min(groups)] if groups else folded


def same_given(left: str, right: str) -> bool:
    """Tell whether two folded given names can be those of one person.

    >>> same_given("alex", "alexandre"), same_given("hans", "johannes"), same_given("paul", "pauline")
    (True, True, False)
    """
    return left == right or bool(nickname_groups(left) & nickname_groups(right))


@cache
def _roots() -> tuple[str, ...]:
    return tuple(line.split()[0] for line in _GROUPS.strip().splitlines())


@cache
def _groups_of() -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(_GROUPS.strip().splitlines()):
        for one in line.split():
            groups.setdefault(one, set()).add(number)
    return {one: frozenset(numbers) for one, numbers in groups.items()}
