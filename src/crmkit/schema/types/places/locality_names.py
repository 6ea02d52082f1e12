"""Names of one place in several languages, and how words of place names are shortened; for matching only.

Towns of Switzerland, France and their neighbours whose German, French, Italian, Romansh or English name differs. Each
line is one place: the key first, then its other names, folded to small ASCII letters.
"""

from collections.abc import Mapping
from typing import Final

_SWISS: Final = """
aigle aelen
avenches wiflisburg
basel bale basle basilea
bellinzona bellinzone bellenz
bern berne berna
biel|bienne|biel bienne|bienna
brig brigue briga
burgdorf berthoud
coire chur coira cuira
davos tavau
delemont delsberg
disentis muster
estavayer stafis
freiburg fribourg friburgo
geneve genf geneva ginevra genevra
glarus glaris glarona
greyerz gruyeres
ilanz glion
lausanne lozan losanna
leuk loeche
lucerne luzern lucerna
martigny martinach
morat murten
neuchatel neuenburg
la neuveville|neuenstadt
payerne peterlingen
porrentruy pruntrut
romont remund
schaffhouse schaffhausen sciaffusa
schwyz schwytz svitto
scuol schuls
sierre siders
sion sitten
soleure solothurn soletta
st gallen|st gall|san gallo|son gagl
st imier|st immer
st moritz|san murezzan
thun thoune
vevey vivis
visp viege
winterthur winterthour
yverdon iferten
zug zoug zugo
zurich zuerich zurigo turitg
"""

_ELSEWHERE: Final = """
aachen|aix la chapelle
ajaccio aiacciu
avignon avignone
barcelona barcelone
bayonne baiona
besancon bisanz
brussels bruxelles brussel
colmar kolmar
cologne koln colonia koeln
dunkerque dunkirk dunkirchen
firenze florence florenz
frankfurt|francfort|frankfurt am main
haguenau hagenau
hamburg hambourg
lille rijsel
lisboa lisbonne lissabon lisbon
london londres londra
luxemburg luxembourg lussemburgo
lyon lione lyons
mainz mayence
marseille marsiglia marseilles
menton mentone
milano mailand milan
montbeliard mompelgard
mulhouse mulhausen muelhausen
munich|munchen|muenchen|monaco di baviera
nancy nanzig
napoli naples neapel
nice nizza
nuremberg nurnberg nuernberg norimberga
paris parigi paname
perpignan perpinya
regensburg ratisbonne
roma rome rom
sarreguemines saargemund
saverne zabern
selestat schlettstadt
strasbourg strassburg strasburgo
thionville diedenhofen
torino turin
trier treves treviri
venezia venise venedig venice
vienna wien vienne
wissembourg weissenburg
"""


def _read(table: str) -> Mapping[str, str]:
    """Read lines of names, parted by bars where one holds several words, into name to key."""
    places = (line.split("|") if "|" in line else line.split() for line in table.strip().split("\n"))
    return {name: key for key, *names in places for name in names}


OTHER_NAMES: Final = {**_read(_SWISS), **_read(_ELSEWHERE)}
"""Another name of a place to its key, both folded, the words of saints shortened."""

SHORTENED: Final = {
    "saint": "st", "sainte": "ste", "sankt": "st", "santa": "sta", "sant": "st", "s": "sur", "ss": "sous", "lez": "les",
    "b": "bei",
}  # fmt: skip
"""Words of place names to the spelling that a key has."""

SMALL: Final = frozenset({
    "de", "du", "des", "d", "la", "le", "les", "l", "et", "sur", "sous", "en", "au", "aux", "a", "pres", "bei", "am",
    "an", "der", "im", "in", "ob", "auf", "the", "of", "on", "upon", "di", "del", "della", "al", "sul",
})  # fmt: skip
"""Words that a name may lack and still be the same within one postcode."""

CANTONS: Final = frozenset({
    "zh", "be", "lu", "ur", "sz", "ow", "nw", "gl", "zg", "fr", "so", "bs", "bl", "sh", "ar", "ai", "sg", "gr", "ag",
    "tg", "ti", "vd", "vs", "ne", "ge", "ju", "fl",
})  # fmt: skip
"""The cantons of Switzerland, and Liechtenstein, as they stand behind a name: "Buchs SG"."""
