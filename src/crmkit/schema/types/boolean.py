"""Yes and no."""

from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType

YES: Final = frozenset({
    "yes", "y", "oui", "o", "ja", "j", "si", "s", "true", "t", "vrai", "verdadero", "wahr", "vero", "v", "1",
    "x", "on", "ok",
    "actif", "active", "aktiv", "attivo", "activo", "jawohl", "yep", "yeah", "coche", "checked", "angekreuzt",
    "enabled",
})  # fmt: skip
NO: Final = frozenset({
    "no", "n", "non", "nein", "false", "f", "faux", "falsch", "falso", "0", "off", "inactif", "inactive", "inaktiv",
    "inattivo", "inactivo", "nope", "unchecked", "decoche", "disabled",
})  # fmt: skip


_TICKED: Final = frozenset("✓✔☑✅☒⊠×")
_NOT_TICKED: Final = frozenset("☐✗✘❌❎□")


class BooleanType(CellType[bool]):
    """Yes or no, from words in English, French, German, Italian and Spanish, 1 and 0, a cross or a tick.

    >>> BOOLEAN.clean("Oui").value, BOOLEAN.clean("nein").value, BOOLEAN.clean("x").value
    (True, False, True)
    """

    name = "boolean"
    operators = "boolean"
    longest = 50
    also_values = frozenset({"x", *_TICKED, *_NOT_TICKED})

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[bool]:
        """Clean a text that is neither empty nor a placeholder."""
        sign = text.rstrip("\ufe0f")
        if sign in _TICKED:
            return self.accept(True, raw)  # noqa: FBT003
        if sign in _NOT_TICKED:
            return self.accept(False, raw)  # noqa: FBT003
        folded = fold(text)
        if folded in YES:
            return self.accept(True, raw)  # noqa: FBT003
        if folded in NO:
            return self.accept(False, raw)  # noqa: FBT003
        return self.refuse(raw, "invalid", "This means neither yes nor no.")

    def keys(self, value: bool) -> tuple[str, ...]:  # noqa: FBT001
        """Write "yes" or "no"."""
        return ("yes" if value else "no",)

    def caption(self, value: bool) -> str:  # noqa: FBT001
        """Show "yes" or "no"."""
        return "yes" if value else "no"


BOOLEAN: Final = BooleanType()
