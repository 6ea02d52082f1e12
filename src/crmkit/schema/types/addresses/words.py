"""Words that tell what a line of an address is: care of somebody, a box, part of a building, a building, a street."""

import re
from typing import Final, Literal, cast

LineKind = Literal["care_of", "box", "unit", "building"]
"""What a line says beside the street."""

_STREETS_FIRST: Final = (
    r"rue|r\.|avenue|av\.?|ave\.?|boulevard|bd\.?|bld\.?|blvd\.?|boul\.?|chemin|ch\.|che\.|chem\.?|route|rte\.?|place|"
    r"pl\.?|all[ée]e|all\.|impasse|imp\.?|quai|cours|passage|pass\.|ruelle|sentier|square|sq\.?|faubourg|fbg\.?|fg\.?|"
    r"esplanade|promenade|mont[ée]e|chauss[ée]e|rond-point|venelle|traverse|parvis|voie|via|viale|vle|v\.le|piazza|"
    r"p\.za|p\.zza|corso|c\.so|largo|vicolo|strada|contrada"
)
_STREETS_LAST: Final = r"street|st\.?|road|rd\.?|avenue|ave\.?|drive|dr\.?|lane|ln\.?|way|court|ct\.?|blvd\.?|boulevard"

STREET_OPENS: Final = re.compile(rf"(?:{_STREETS_FIRST})(?=\s)", re.IGNORECASE)
"""A kind of street that stands before its name, as in French and Italian."""

STREET_CLOSES: Final = re.compile(rf"\s(?:{_STREETS_LAST})(?=[\s,]|\Z)", re.IGNORECASE)
"""A kind of street that stands behind its name, as in English."""

STREET_JOINED: Final = re.compile(
    r"\b[^\W\d_]{2,}(?:str\.|strasse|straße|weg|gasse|platz|allee|ring|damm|ufer|steig|rain|halde)(?=[\s,]|\Z)",
    re.IGNORECASE,
)
"""A kind of street that is the end of a word, as in German."""

_CARE_OF: Final = (
    r"c/\s?o\b|c\.\s?o\.|p/a\b|p\.\s?a\.|chez\s|z\.\s?hd?\.|zu\s?h[aä]nden|zhd\.?\s|à l['’ ]attention|attn\b|att\.|"
    r"a/s\b|care of\s|presso\s|aux bons soins"
)
_BOX: Final = (
    r"case postale|c\.?\s?p\.?\s\d|casella postale|cas\. post|postfach|pf\.?\s\d|p\.?\s?o\.?\s?box|post office box|"
    r"b\.?p\.?\s?\d|bo[iî]te postale|c\.?s\.?\s?\d{3}|t\.?s\.?a\.?\s?\d{3}|postbus|cidex\s|poste restante|postlagernd"
)
_UNIT: Final = (
    r"apt\b\.?|appt?\b\.|appt\b|appartement|apartment|app\b\s?\d|suite\s|ste\.?\s\d|unit\s|flat\s|floor\b|[ée]tage|"
    r"\d+\s?(?:er|e|[èeé]me|ième|nd|st|rd|th|\.)\s?(?:[ée]tage|floor|fl\b|og\b|ug\b|stock|obergeschoss|piano)|"
    r"esc\b\.?|escalier|porte\s\w{1,4}\b|chambre\s|stiege|top\s\d|tür\s|stock\b|og\b|eg\b|\d+\s?og\b|whg\b|wohnung|"
    r"rdc\b|rez\b|interno\s|int\.\s|scala\s|piano\s|bte\b|bus\s\d|bo[iî]te\s\d|#\s?\w"
)
_BUILDING: Final = (
    r"bât\b\.?|bat\b\.?\s\w{1,3}\b|b[âa]timent|building|bldg|immeuble|imm\b\.|r[ée]sidence|résid\b|rés\.|res\.|tour\s|"
    r"bloc\s|entr[ée]e\s|hinterhaus|vorderhaus|gebäude|haus\s|palazzo|lotissement|lot\.\s|lieu[- ]dit|ld\.?\s|hameau|"
    r"z\.?i\.?\s|z\.?a\.?c?\.?\s|zone\s|centre commercial|parc d|domaine|ortsteil"
)
_OPENING: Final = re.compile(
    rf"(?P<care_of>{_CARE_OF})|(?P<box>{_BOX})|(?P<unit>{_UNIT})|(?P<building>{_BUILDING})", re.IGNORECASE
)
_BOX_NUMBER: Final = re.compile(
    r"\b(?:case postale|casella postale|postfach|c\.?\s?p\.?|b\.?\s?p\.?|c\.?s\.?|t\.?s\.?a\.?|p\.?\s?o\.?\s?box|pf\.?|"
    r"boîte postale|boite postale|postbus)(?:\s*(?:n[°o]\.?\s*)?(\d[\d ]*\d|\d)|(?=\s*(?:,|\Z)))",
    re.IGNORECASE,
)

BEHIND_STREET: Final = re.compile(
    r"[\s,]+((?:(?:suite|ste\.?|apt\.?|appt\.?|app\.|unit|flat|#|bte\.?|bus|boîte|boite)\s*#?\s*\w{1,6}"
    r"|(?:case postale|casella postale|postfach|p\.?\s?o\.?\s?box|b\.?p\.?\s?\d|c\.?p\.?\s\d|c\.?s\.?\s\d{3})"
    r"|(?:bât|bat|bâtiment|batiment|building|bldg|hinterhaus|vorderhaus|stiege|top|tür|whg|rdc|escalier|esc)\b\.?"
    r"|(?:appartement|apartment|résidence|immeuble|entrée|porte)\s"
    r"|\d+\s?(?:er|e|ème|eme|nd|th|\.)\s?(?:étage|etage|floor|og\b|ug\b|stock)|(?:eg|og)\Z|c/o\s|p/a\s|z\.\s?hd?\.).*)\Z",
    re.IGNORECASE,
)
"""What may follow street and number on one line."""


def kind_of_line(line: str) -> LineKind | None:
    """Tell what a line of an address says beside the street; None for a street, a name or anything else.

    >>> kind_of_line("c/o Dupont"), kind_of_line("Postfach 12"), kind_of_line("2e étage"), kind_of_line("Bât. B")
    ('care_of', 'box', 'unit', 'building')
    >>> kind_of_line("Rue du Lac 12")
    """
    hit = _OPENING.match(line)
    return cast(LineKind, hit.lastgroup) if hit else None


def box_number(text: str) -> str | None:
    """Give the number of a post-office box, "" for a box without one, or None where there is no box.

    >>> box_number("Case postale 12"), box_number("BP 90432"), box_number("Postfach"), box_number("2e étage")
    ('12', '90432', '', None)
    """
    hit = _BOX_NUMBER.search(text)
    return (hit[1] or "").replace(" ", "") if hit else None
