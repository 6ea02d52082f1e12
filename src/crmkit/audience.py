"""Whom we may write to: the only place where a segment meets consent.

```
customers -> segment.matches? -> a contact point of the channel that may be used? -> member
                  |                                 |
               outside                  suppressed, with the reasons
```

Nobody who matches is lost: everyone is a member or suppressed. One contact point is written to once.
"""

import os
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NoReturn, Protocol, cast

from attrs import evolve, field, frozen

from crmkit.consent.decision import Decision
from crmkit.consent.facts import Fact
from crmkit.consent.keyed import Keyring
from crmkit.consent.policy import Policy
from crmkit.consent.reach import FIELD_OF_CHANNEL, contact_point, values_of
from crmkit.consent.reasons import words
from crmkit.exceptions import CallError, MissingExtraError, UnknownNameError
from crmkit.records import Customer, digest, instant
from crmkit.report.csv_file import csv_text, write_csv
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Schema
from crmkit.schema.folding import fold
from crmkit.schema.types.catalogue import find_type

if TYPE_CHECKING:
    from crmkit.consent.columnar.acts import ActColumns
    from crmkit.segment.bound import BoundSegment

_AT_ONCE: Final = 20_000

_CONTACT_TYPES = frozenset({"email", "phone", "postal_address", "street", "house_number"})


class Matcher(Protocol):
    """A segment bound to an instant: it says whether it means a customer, and its text prints it."""

    def matches(self, customer: Customer, /) -> bool:
        """Say whether the segment means a customer."""
        ...


@frozen(kw_only=True)
class Member:
    """A customer who may be written to.

    Attributes:
        customer_id: id of the customer.
        point: key of the contact point to use.
        values: her values; the only contact point among them is the one that may be used.
        household: keyed name of her household; None where no address or no family name is known.
    """

    customer_id: str
    point: str = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)
    household: str | None = field(default=None, repr=False)


@frozen(kw_only=True)
class Suppressed:
    """A customer of the segment who is left out.

    Attributes:
        customer_id: id of the customer.
        reasons: codes of `crmkit.consent.reasons`, sorted.
    """

    customer_id: str
    reasons: tuple[str, ...]


@frozen(kw_only=True)
class Audience:
    """The members, and everyone else who was meant, with the reasons.

    It has a length and can be walked through; it has no truth.

    Attributes:
        segment: text of the segment.
        purpose: purpose of the message.
        channel: channel of the message.
        at: the instant it would leave.
        policy_version: version of the consent policy that was applied; empty when nothing was decided.
        members: who may be written to, in the order the customers came in.
        suppressed: who matches and is left out, in the same order.
        outside: number of customers who do not match.
        schema: what a customer is.
    """

    segment: str
    purpose: str
    channel: str
    at: datetime
    policy_version: str
    members: tuple[Member, ...]
    suppressed: tuple[Suppressed, ...]
    outside: int
    schema: Schema = field(default=CUSTOMER, repr=False, eq=False)

    def __len__(self) -> int:
        return len(self.members)

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members)

    def __bool__(self) -> NoReturn:
        raise TypeError("An audience has no truth; ask len(audience), or audience.members.")

    def __str__(self) -> str:
        return self.describe()

    @property
    def reasons(self) -> dict[str, int]:
        """Reason to the number of suppressed customers it holds for, the most frequent first."""
        counted = Counter(reason for left_out in self.suppressed for reason in left_out.reasons)
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    @property
    def columns(self) -> tuple[str, ...]:
        """Default columns of an export."""
        return (
            "id",
            "given_name",
            "family_name",
            FIELD_OF_CHANNEL[self.channel],
            "language",
            "locality",
            "country",
        )

    def describe(self, language: str = "en") -> str:
        """Say in words how many are members, and why the others are left out.

        Raises:
            UnknownNameError: for a language other than "en" and "fr".
        """
        return _described(self, language)

    def to_csv(self, path: str | os.PathLike[str], *, columns: Sequence[str] | None = None) -> None:
        """Write the members as CSV; nothing of a suppressed customer is in it.

        Args:
            path: where to.
            columns: "id", or fields and facets of a customer; those of `columns` when left out.

        Raises:
            CallError: for a contact point of another channel, since nobody decided that it may be used.
            UnknownNameError: for a column that no customer has.
            StoreError: when the file cannot be written.
        """
        names = self._checked(columns)
        write_csv(path, names, self._rows(names))

    def csv_text(self, *, columns: Sequence[str] | None = None) -> str:
        """Give the members as CSV text, for standard output; arguments and errors as for `to_csv`."""
        names = self._checked(columns)
        return csv_text(names, self._rows(names))

    def to_frame(self, *, columns: Sequence[str] | None = None, backend: str = "polars") -> Any:
        """Give the members as a data frame, every column as text.

        Args:
            columns: as for `to_csv`.
            backend: a frame library that narwhals knows, such as "polars", "pandas" or "pyarrow".

        Raises:
            MissingExtraError: when narwhals or the frame library is not installed.
            CallError: as for `to_csv`.
        """
        try:
            import narwhals as nw

            names = self._checked(columns)
            rows = list(self._rows(names))
            data = {name: [row[index] or None for row in rows] for index, name in enumerate(names)}
            schema = nw.Schema({name: nw.String() for name in names})
            return nw.from_dict(data, schema=schema, backend=cast("Any", backend)).to_native()
        except ModuleNotFoundError as error:
            raise MissingExtraError(needed_for="A data frame of an audience", extra="frames") from error

    def per_household(self, *, key: Callable[[Member], Hashable | None] | None = None) -> "Audience":
        """Keep the first member of each household: same postal address and same family name.

        The others become suppressed for "same_household".

        Args:
            key: another way to name a household; a member it gives None for stands alone.
        """
        name = key or (lambda member: member.household)
        seen: set[Hashable] = set()
        kept: list[Member] = []
        dropped: list[Suppressed] = []
        for member in self.members:
            household = name(member)
            if household is not None and household in seen:
                dropped.append(Suppressed(customer_id=member.customer_id, reasons=("same_household",)))
            else:
                seen.add(household)
                kept.append(member)
        return evolve(self, members=tuple(kept), suppressed=(*self.suppressed, *dropped))

    def _checked(self, columns: Sequence[str] | None) -> tuple[str, ...]:
        names = self.columns if columns is None else tuple(columns)
        barred = _other_contact_fields(self.channel, self.schema)
        for name in names:
            if name in barred:
                raise CallError(
                    f"Column {name!r} is not part of an audience for channel {self.channel!r}: nobody decided that it "
                    f"may be used. Select an audience for that channel."
                )
            if name != "id":
                self.schema.find(name)
        return names

    def _rows(self, names: Sequence[str]) -> Iterator[list[str]]:
        for member in self.members:
            yield [member.customer_id if name == "id" else self._text(name, member.values.get(name)) for name in names]

    def _text(self, column: str, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, tuple | list):
            return "; ".join(self._text(column, one) for one in value)
        if isinstance(value, str):
            return value
        return self.schema.find(column).semantic_type.caption(value)


def select(
    customers: Iterable[Customer],
    segment: Matcher,
    *,
    purpose: str,
    channel: str,
    at: datetime,
    decide: Callable[[Customer, str], Decision],
    point_keys: Callable[[str, Any], str | None] | None = None,
    undeliverable: Callable[[str], bool] | None = None,
    prepare: Callable[[Sequence[Customer]], object] | None = None,
    schema: Schema = CUSTOMER,
) -> Audience:
    """Choose the customers a segment means and consent allows.

    Each contact point of the channel is decided by itself, in the customer's own order, and the first allowed one is
    used. Where two customers share it, the first one of them is written to.

    Args:
        customers: each customer once.
        segment: a bound segment, or anything with `matches` whose text is the segment.
        purpose: purpose of the message.
        channel: "email", "phone", "sms" or "postal".
        at: the instant the message would leave.
        decide: customer and contact point key to a decision for this purpose, channel and instant.
        point_keys: channel and value to the key of the contact point, None for a value without one; `contact_point`
            when left out.
        undeliverable: says of the key of a contact point whether nothing can be delivered to it; it is not used then.
        prepare: told whom the segment, and then `decide`, will be asked about next, some thousands at a time.
        schema: what a customer is.

    Raises:
        UnknownNameError: for a channel that does not exist.
        CallError: for an instant without a zone, or a customer that comes twice.
    """
    if channel not in FIELD_OF_CHANNEL:
        raise UnknownNameError("channel", channel, FIELD_OF_CHANNEL)
    name_point = point_keys or contact_point
    members: dict[str, Member] = {}
    suppressed: list[Suppressed] = []
    taken: set[str] = set()
    versions: set[str] = set()
    seen: set[str] = set()
    hidden = _other_contact_fields(channel, schema)
    for customer in _meant(customers, segment, prepare or (lambda _: None), seen):
        reasons: set[str] = set()
        for value in values_of(customer, channel):
            point = name_point(channel, value)
            if point is None:
                continue
            if undeliverable is not None and undeliverable(point):
                reasons.add("undeliverable")
                continue
            decision = decide(customer, point)
            versions.add(decision.policy_version)
            if not decision.allowed:
                reasons.update(decision.reasons)
            elif point in taken:
                reasons = {"same_point_as_another_member"}
                break
            else:
                taken.add(point)
                members[customer.id] = _member(customer, hidden, FIELD_OF_CHANNEL[channel], value, point)
                break
        if customer.id not in members:
            suppressed.append(Suppressed(customer_id=customer.id, reasons=tuple(sorted(reasons or {"no_point"}))))
    return Audience(
        segment=str(getattr(segment, "text", segment)),
        purpose=purpose,
        channel=channel,
        at=instant(at),
        policy_version=", ".join(sorted(versions)),
        members=tuple(members.values()),
        suppressed=tuple(suppressed),
        outside=len(seen) - len(members) - len(suppressed),
        schema=schema,
    )


def _meant(
    customers: Iterable[Customer], segment: Matcher, prepare: Callable[[Sequence[Customer]], object], seen: set[str]
) -> Iterator[Customer]:
    """Give whom the segment means, and note everybody who was looked at."""
    rest = iter(customers)
    while some := list(islice(rest, _AT_ONCE)):
        for customer in some:
            if customer.id in seen:
                raise CallError(f"Customer {customer.id} comes twice; give each customer once.")
            seen.add(customer.id)
        prepare(some)
        meant = [customer for customer in some if segment.matches(customer)]
        prepare(meant)
        yield from meant


@frozen(kw_only=True, eq=False)
class ColumnAudience:
    """The audience of many customers at once, in frames; it has a length, and no truth.

    Attributes:
        segment: text of the segment.
        purpose: purpose of the message.
        channel: channel of the message.
        at: the instant it would leave.
        policy_version: version of the consent policy that was applied.
        members: Polars frame of who may be written to: `person`, the code of the `point` to use, and the `basis`.
        suppressed: Polars frame of who matches and is left out: `person` and `reasons`, a list of codes.
        outside: number of customers who do not match.
    """

    segment: str
    purpose: str
    channel: str
    at: datetime
    policy_version: str
    members: Any = field(repr=False)
    suppressed: Any = field(repr=False)
    outside: int

    def __len__(self) -> int:
        return len(self.members)

    def __bool__(self) -> NoReturn:
        raise TypeError("An audience has no truth; ask len(audience), or audience.members.")

    def __str__(self) -> str:
        return self.describe()

    @property
    def reasons(self) -> dict[str, int]:
        """Reason to the number of suppressed customers it holds for, the most frequent first."""
        counted = dict(self.suppressed["reasons"].explode().drop_nulls().value_counts().rows())
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    def describe(self, language: str = "en") -> str:
        """Say in words how many are members, and why the others are left out; errors as for `Audience.describe`."""
        return _described(self, language)

    def per_household(self, households: Any) -> "ColumnAudience":
        """Keep the first member of each household; the others become suppressed for "same_household".

        Args:
            households: frame with the columns `person` and `household`; whose household is null stands alone.
        """
        import polars as pl

        known = households.select("person", "household")
        held = self.members.join(known, on="person", how="left", maintain_order="left")
        named = held.filter(pl.col("household").is_not_null())
        later = named.filter(~pl.col("household").is_first_distinct()).select("person")
        dropped = later.with_columns(reasons=pl.lit(["same_household"], dtype=pl.List(pl.String)))
        return evolve(
            self,
            members=self.members.join(later, on="person", how="anti", maintain_order="left"),
            suppressed=pl.concat([self.suppressed, dropped]),
        )


def select_columns(
    customers: Any,
    segment: "BoundSegment",
    *,
    points: Any,
    acts: "ActColumns",
    policy: Policy,
    purpose: str,
    channel: str,
    at: datetime,
    known_at: datetime | None = None,
    region: str | None = None,
    facts: Iterable[Fact] = (),
    keyring: Keyring | None = None,
    related: Mapping[str, Any] | None = None,
    id_column: str = "id",
) -> ColumnAudience:
    """Choose the customers a segment means and consent allows, of many at once: the answers of `select`.

    Args:
        customers: any dataframe, as `BoundSegment.filter` takes it; its column `country` says whose law counts, and
            `birth_date`, a date, who is a minor.
        segment: a bound segment.
        points: Polars frame of the contact points of the channel; see `crmkit.consent.columnar.choosing.choose`.
        acts: the acts in columns, whose persons are named as in `id_column`.
        policy: what consent allows.
        purpose: purpose of the message.
        channel: "email", "phone", "sms" or "postal".
        at: the instant the message would leave.
        known_at: look only at what was recorded by then.
        region: jurisdiction of customers whose country is unknown.
        facts: what is true of everybody, such as a contract.
        keyring: reads keyed hashes.
        related: frames of related rows, as for `BoundSegment.filter`.
        id_column: the column that names a customer.

    Raises:
        UnknownNameError: for a channel that does not exist.
        CallError: a column is missing, or a customer comes twice.
        MissingExtraError: the extra "frames" is not installed.
    """
    if channel not in FIELD_OF_CHANNEL:
        raise UnknownNameError("channel", channel, FIELD_OF_CHANNEL)
    try:
        import narwhals as nw
        import polars as pl

        from crmkit.consent.columnar.choosing import choose
    except ModuleNotFoundError as error:
        raise MissingExtraError(needed_for="An audience in columns", extra="frames") from error
    meant = nw.from_native(segment.filter(customers, related=related, id_column=id_column), eager_only=True).to_polars()
    people = meant.select(person=pl.col(id_column))
    country = meant["country"] if "country" in meant.columns else pl.Series([None] * len(meant), dtype=pl.String)
    people = people.with_columns(jurisdiction=country.cast(pl.String).fill_null(region) if region else country)
    if "birth_date" in meant.columns and meant.schema["birth_date"] == pl.Date:
        people = people.with_columns(born=meant["birth_date"])
    choice = choose(
        people,
        points,
        acts,
        policy=policy,
        purpose=purpose,
        channel=channel,
        at=at,
        known_at=known_at,
        facts=facts,
        keyring=keyring,
    )
    return ColumnAudience(
        segment=str(getattr(segment, "text", segment)),
        purpose=purpose,
        channel=channel,
        at=instant(at),
        policy_version=policy.version,
        members=choice.members,
        suppressed=choice.suppressed,
        outside=len(nw.from_native(customers, eager_only=True)) - len(people),
    )


def household_of(customer: Customer) -> str | None:
    """Name a customer's household by her postal address and family name, unreadably; None where one is missing."""
    address, family_name = customer.values.get("address"), customer.values.get("family_name")
    if address is None or not family_name:
        return None
    keys = find_type("postal_address").keys(address)
    return digest([keys[0], fold(str(family_name))]) if keys else None


_TEXTS: Mapping[str, str] = {
    "en": (
        "{members} of {matching} customers who match may be reached for {purpose} by {channel} on {at}; "
        "{left_out} are left out, {outside} do not match."
    ),
    "fr": (
        "{members} clients sur {matching} qui correspondent peuvent être joints pour {purpose} par {channel} le {at} ; "
        "{left_out} sont écartés, {outside} ne correspondent pas."
    ),
}


def _described(audience: "Audience | ColumnAudience", language: str) -> str:
    if language not in _TEXTS:
        raise UnknownNameError("language", language, _TEXTS)
    text = _TEXTS[language].format(
        members=len(audience.members),
        matching=len(audience.members) + len(audience.suppressed),
        outside=audience.outside,
        purpose=audience.purpose,
        channel=audience.channel,
        at=f"{audience.at:%Y-%m-%d %H:%M} UTC",
        left_out=len(audience.suppressed),
    )
    return "\n".join([text, *(f"  {count}: {words(code, language)}" for code, count in audience.reasons.items())])


def member_of(customer: Customer, channel: str, value: Any, point: str, *, schema: Schema = CUSTOMER) -> Member:
    """Make a customer a member, with her values but for every other contact point.

    Args:
        customer: who.
        channel: channel of the message.
        value: her value of the channel that may be used.
        point: key of this contact point.
        schema: what a customer is.
    """
    return _member(customer, _other_contact_fields(channel, schema), FIELD_OF_CHANNEL[channel], value, point)


def _member(customer: Customer, hidden: frozenset[str], field_name: str, value: Any, point: str) -> Member:
    values = {name: own for name, own in customer.values.items() if name not in hidden}
    return Member(
        customer_id=customer.id,
        point=point,
        values={**values, field_name: value},
        household=household_of(customer),
    )


def _other_contact_fields(channel: str, schema: Schema) -> frozenset[str]:
    own = FIELD_OF_CHANNEL[channel]
    return frozenset(
        one.name for one in schema.fields if one.type_name in _CONTACT_TYPES and own not in (one.name, one.part_of)
    )
