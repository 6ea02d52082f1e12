"""Languages: ISO 639-1 codes, and their names in English, French, German, Italian and the language itself.

Names are those of the Unicode Common Locale Data Repository (Unicode licence), then further usual ones.
"""

from functools import cache
from typing import Final

from crmkit.schema.folding import fold, fold_german

_TABLE: Final = """
ar|Arabic|arabe|Arabisch|arabo|العربية
bg|Bulgarian|bulgare|Bulgarisch|bulgaro|български
bs|Bosnian|bosniaque|Bosnisch|bosniaco|bosanski
ca|Catalan|catalan|Katalanisch|catalano|català
cs|Czech|tchèque|Tschechisch|ceco|čeština
da|Danish|danois|Dänisch|danese|dansk
de|German|allemand|Deutsch|tedesco|Schweizerdeutsch|Swiss German|ger|deu|alemannisch|d|all|Hochdeutsch
el|Greek|grec|Griechisch|greco|Ελληνικά
en|English|anglais|Englisch|inglese|eng|e
es|Spanish|espagnol|Spanisch|spagnolo|español|esp|spa|Castellano
et|Estonian|estonien|Estnisch|estone|eesti
eu|Basque|basque|Baskisch|basco|euskara
fa|Persian|persan|Persisch|persiano|فارسی
fi|Finnish|finnois|Finnisch|finlandese|suomi
fr|French|français|Französisch|francese|fre|fra|f
ga|Irish|irlandais|Irisch|irlandese|Gaeilge
he|Hebrew|hébreu|Hebräisch|ebraico|עברית|iw
hi|Hindi|hindi|हिन्दी
hr|Croatian|croate|Kroatisch|croato|hrvatski
hu|Hungarian|hongrois|Ungarisch|ungherese|magyar
hy|Armenian|arménien|Armenisch|armeno|հայերեն
is|Icelandic|islandais|Isländisch|islandese|íslenska
it|Italian|italien|Italienisch|italiano|ita|i
ja|Japanese|japonais|Japanisch|giapponese|日本語
ka|Georgian|géorgien|Georgisch|georgiano|ქართული
ko|Korean|coréen|Koreanisch|coreano|한국어
lt|Lithuanian|lituanien|Litauisch|lituano|lietuvių
lv|Latvian|letton|Lettisch|lettone|latviešu
lb|Luxembourgish|luxembourgeois|Luxemburgisch|lussemburghese|Lëtzebuergesch
mk|Macedonian|macédonien|Mazedonisch|macedone|македонски
mt|Maltese|maltais|Maltesisch|maltese|Malti
nb|Norwegian Bokmål|norvégien bokmål|Norwegisch (Bokmål)|norvegese bokmål|norsk bokmål
nl|Dutch|néerlandais|Niederländisch|olandese|Nederlands|dut|nld|flamand|Flemish
nn|Norwegian Nynorsk|norvégien nynorsk|Norwegisch (Nynorsk)|norvegese nynorsk|norsk nynorsk
no|Norwegian|norvégien|Norwegisch|norvegese|norsk|nor
pl|Polish|polonais|Polnisch|polacco|polski
ps|Pashto|pachto|Paschtu|pashto|پښتو
pt|Portuguese|portugais|Portugiesisch|portoghese|português|por
rm|Romansh|romanche|Rätoromanisch|romancio|rumantsch|roh|rumantsch|romanche
ro|Romanian|roumain|Rumänisch|rumeno|română
ru|Russian|russe|Russisch|russo|русский
sk|Slovak|slovaque|Slowakisch|slovacco|slovenčina
sl|Slovenian|slovène|Slowenisch|sloveno|slovenščina
so|Somali|somali|somalo|Soomaali
sq|Albanian|albanais|Albanisch|albanese|shqip
sr|Serbian|serbe|Serbisch|serbo|српски
sv|Swedish|suédois|Schwedisch|svedese|svenska
sw|Swahili|swahili|Suaheli|Kiswahili
ta|Tamil|tamoul|tamil|தமிழ்
ti|Tigrinya|tigrigna|tigrino|ትግርኛ
tr|Turkish|turc|Türkisch|turco|Türkçe
uk|Ukrainian|ukrainien|Ukrainisch|ucraino|українська
ur|Urdu|ourdou|urdu|اردو
vi|Vietnamese|vietnamien|Vietnamesisch|vietnamita|Tiếng Việt
zh|Chinese|chinois|Chinesisch|cinese|中文
"""


@cache
def language_codes() -> dict[str, str]:
    """Map each folded code or name of a language to its two-letter code.

    >>> language_codes()["francais"], language_codes()["deutsch"]
    ('fr', 'de')
    """
    codes: dict[str, str] = {}
    for row in _TABLE.strip().splitlines():
        code, *names = row.split("|")
        for name in (code, *names):
            for folded in (fold(name), fold_german(name)):
                codes.setdefault(folded, code)
    return codes


@cache
def language_captions() -> dict[str, str]:
    """Map each code to the English name of the language."""
    return {row.split("|")[0]: row.split("|")[1] for row in _TABLE.strip().splitlines()}
