"""What an export said about consent, and what could not be taken over."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from attrs import field, frozen

from crmkit.exceptions import UnknownNameError
from crmkit.records import ConsentEvent, Scalar

UNREADABLE: Final[Mapping[str, tuple[str, str]]] = {
    "unknown_value": ("the value is in no list", "la valeur n'est dans aucune liste"),
    "unknown_channel": ("the channel is not known", "le canal est inconnu"),
    "unknown_topic": ("nobody said what the list is for", "personne n'a dit à quoi sert la liste"),
    "no_point": ("there is no contact point to go with it", "aucune coordonnée ne l'accompagne"),
    "dated_in_future": ("a consent is dated after the export", "un consentement est daté d'après l'export"),
    "not_a_consent": ("it names another basis than consent", "une autre base que le consentement est nommée"),
    "broken_row": ("the row cannot be read", "la ligne est illisible"),
}
"""Why something was not taken over, in English and French."""


@frozen(kw_only=True)
class Unmapped:
    """A cell that was not taken over, because nobody can say what it means here.

    Attributes:
        line: line, sheet row or position of its row, from 1.
        column: its heading; empty for a whole row.
        code: why, one of `UNREADABLE`.
        value: the cell.
    """

    line: int
    column: str
    code: str
    value: Scalar = field(default=None, repr=False)

    def explain(self, language: str = "en") -> str:
        """Say where and why, without the value.

        Raises:
            UnknownNameError: for a language other than "en" and "fr".
        """
        texts = {"en": "Line {line}, {column!r}: {why}", "fr": "Ligne {line}, {column!r} : {why}"}
        if language not in texts:
            raise UnknownNameError("language", language, texts)
        why = UNREADABLE[self.code][language == "fr"]
        return texts[language].format(line=self.line, column=self.column, why=why)


@frozen(kw_only=True)
class ConsentExport:
    """An export, read.

    Attributes:
        tool: the program it comes from.
        origin: file name, without its folder, or the kind of object.
        exported_at: when it was made.
        rows: how many rows it has.
        acts: what was done, as acts to be kept.
        unmapped: what was not taken over.
        silent: rows that say nothing about consent.
        unread: headings that nobody looked at.
    """

    tool: str
    origin: str
    exported_at: datetime
    rows: int
    acts: tuple[ConsentEvent, ...] = field(repr=False)
    unmapped: tuple[Unmapped, ...] = ()
    silent: int = 0
    unread: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Act to how often it was found, the most frequent first."""
        found = Counter(one.act for one in self.acts)
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def describe(self, language: str = "en") -> str:
        """Say in words what was read, and what was not.

        Raises:
            UnknownNameError: for a language other than "en" and "fr".
        """
        if language not in _TEXTS:
            raise UnknownNameError("language", language, _TEXTS)
        texts, place = _TEXTS[language], int(language == "fr")
        lines = [
            texts["rows"].format(
                origin=self.origin,
                tool=self.tool,
                rows=self.rows,
                silent=self.silent,
                at=f"{self.exported_at:%Y-%m-%d}",
            ),
            *(f"  {act}: {count}" for act, count in self.counts.items()),
        ]
        why = Counter(one.code for one in self.unmapped)
        if why:
            lines.append(texts["unmapped"])
        lines += [f"  {count}: {UNREADABLE[code][place]}" for code, count in sorted(why.items())]
        if self.unread:
            lines.append(texts["unread"].format(headings=", ".join(self.unread)))
        return "\n".join(lines)


_TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "rows": "{origin}, export of {tool} of {at}: {rows} rows, {silent} of which say nothing about consent.",
        "unmapped": "Not taken over:",
        "unread": "Columns that nobody looked at: {headings}.",
    },
    "fr": {
        "rows": "{origin}, export de {tool} du {at} : {rows} lignes, dont {silent} ne disent rien du consentement.",
        "unmapped": "Non repris :",
        "unread": "Colonnes que personne n'a lues : {headings}.",
    },
}
