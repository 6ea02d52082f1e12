"""The languages that can be read, by their names."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from crmkit.exceptions import SegmentImportError, UnknownNameError
from crmkit.schema.fields import Schema
from crmkit.segment.importing.cel import read_cel_text
from crmkit.segment.importing.hubspot import read_hubspot
from crmkit.segment.importing.jsonlogic import read_jsonlogic
from crmkit.segment.importing.mautic import read_mautic
from crmkit.segment.importing.translating import Translator
from crmkit.segment.nodes import Condition

Language = Literal["jsonlogic", "cel", "hubspot", "mautic"]

READERS: Final[Mapping[str, Callable[[Any, Translator], Condition]]] = {
    "jsonlogic": read_jsonlogic,
    "cel": read_cel_text,
    "hubspot": read_hubspot,
    "mautic": read_mautic,
}


def read_foreign(
    document: Any, *, language: Language, schema: Schema, fields: Mapping[str, str], folded: bool
) -> Condition:
    """Translate a condition of another program.

    Raises:
        SegmentImportError: something in it does not mean the same here.
        UnknownNameError: there is no such language.
    """
    if language not in READERS:
        raise UnknownNameError("language of conditions", language, READERS)
    translator = Translator(schema, fields, folded)
    tree = READERS[language](document, translator)
    if translator.problems:
        raise SegmentImportError(translator.problems)
    return tree
