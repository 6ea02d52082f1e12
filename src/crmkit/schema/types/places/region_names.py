"""Names of cantons, states and provinces, and their codes; for matching only.

Codes are the last part of ISO 3166-2. Where two countries use one code, as Arkansas and Appenzell Ausserrhoden do, only
the names of the canton are here.
"""

from collections.abc import Mapping
from typing import Final

_CANTONS: Final = """
ag aargau|argovie|argovia
ai appenzell innerrhoden|appenzell rhodes interieures|appenzello interno
ar appenzell ausserrhoden|appenzell rhodes exterieures|appenzello esterno
be bern|berne|berna
bl basel landschaft|basel land|baselland|bale campagne|basilea campagna
bs basel stadt|baselstadt|bale ville|basilea citta
fr fribourg|freiburg|friburgo
ge geneve|genf|geneva|ginevra
gl glarus|glaris|glarona
gr graubunden|graubuenden|grisons|grigioni|grischun
ju jura
lu luzern|lucerne|lucerna
ne neuchatel|neuenburg
nw nidwalden|nidwald|nidvaldo
ow obwalden|obwald|obvaldo
sg st gallen|sankt gallen|saint gall|st gall|san gallo
sh schaffhausen|schaffhouse|sciaffusa
so solothurn|soleure|soletta
sz schwyz|schwytz|svitto
tg thurgau|thurgovie|turgovia
ti ticino|tessin
ur uri
vd vaud|waadt
vs valais|wallis|vallese
zg zug|zoug|zugo
zh zurich|zuerich|zurigo
"""
_STATES: Final = """
al alabama
ak alaska
az arizona
ca california
co colorado
ct connecticut
dc district of columbia
fl florida
ga georgia
hi hawaii
il illinois
in indiana
ks kansas
ky kentucky
la louisiana
ma massachusetts
md maryland
mi michigan
mn minnesota
mo missouri
nc north carolina
nh new hampshire
nj new jersey
nm new mexico
nv nevada
ny new york
oh ohio
ok oklahoma
or oregon
pa pennsylvania
sc south carolina
tn tennessee
tx texas
ut utah
va virginia
wa washington
wi wisconsin
wv west virginia
"""
_LANDER: Final = """
bw baden wurttemberg|baden wuerttemberg|bade wurtemberg
by bayern|bavaria|baviere
nrw nordrhein westfalen|north rhine westphalia|rhenanie du nord westphalie
rp rheinland pfalz|rhineland palatinate|rhenanie palatinat
sn sachsen|saxony|saxe
st sachsen anhalt|saxony anhalt
th thuringen|thueringen|thuringia|thuringe
noe niederosterreich|niederoesterreich|lower austria|basse autriche
ooe oberosterreich|oberoesterreich|upper austria|haute autriche
stmk steiermark|styria|styrie
ktn karnten|kaernten|carinthia|carinthie
vbg vorarlberg
tirol tyrol
"""


def _read(table: str) -> Mapping[str, str]:
    lines = (line.partition(" ") for line in table.strip().split("\n"))
    return {name: code for code, _, names in lines for name in names.split("|")}


REGION_CODES: Final[Mapping[str, str]] = {**_read(_STATES), **_read(_LANDER), **_read(_CANTONS)}
"""A name of a canton, state or province, folded, to its key."""

OPENINGS: Final = (
    "canton de ",
    "canton du ",
    "canton d ",
    "canton ",
    "kanton ",
    "cantone ",
    "kt ",
    "ct ",
    "etat de ",
    "ch ",
)
"""Words before the name of a canton, folded."""
