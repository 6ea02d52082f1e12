"""What a jurisdiction says beside its rules: how nobody consents, how long things are kept, who is asked again."""

from attrs import Attribute, field, frozen

from crmkit.exceptions import SchemaError


def _cites(value: "VoidMethod | Period | AskingAgain", _: "Attribute[str]", source: str) -> None:
    if not source.strip():
        what = getattr(value, "name", "asking again")
        raise SchemaError(f"What {value.jurisdiction!r} says of {what!r} names no source; cite the law.")


@frozen(kw_only=True)
class VoidMethod:
    """A way of agreeing that is no consent, such as a box that was ticked beforehand.

    Attributes:
        name: what acts call it in their `method`.
        jurisdiction: country, or group of countries.
        source: the law, or the judgement.

    Raises:
        SchemaError: without a source.
    """

    name: str
    jurisdiction: str
    source: str = field(validator=_cites)


@frozen(kw_only=True)
class Period:
    """A length of time that a jurisdiction prescribes or advises.

    Attributes:
        name: what for, such as "prospect" or "objection_kept_at_least".
        jurisdiction: country, or group of countries.
        days: how long.
        source: the law, or the guidance.

    Raises:
        SchemaError: without a source, or for less than a day.
    """

    name: str
    jurisdiction: str
    days: int = field()
    source: str = field(validator=_cites)

    @days.validator
    def _some_time(self, _: "Attribute[int]", days: int) -> None:
        if days < 1:
            raise SchemaError(
                f"The period {self.name!r} in {self.jurisdiction!r} has {days} days; it has one at least."
            )


@frozen(kw_only=True)
class AskingAgain:
    """Leave to ask a person once more whose consent has run out; who does not answer is not asked again.

    Attributes:
        jurisdiction: country, or group of countries.
        source: the law, or the guidance.

    Raises:
        SchemaError: without a source.
    """

    jurisdiction: str
    source: str = field(validator=_cites)
