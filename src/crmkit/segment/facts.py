"""What can be said about a segment before anybody is asked."""

from collections.abc import Iterator

from attrs import frozen

from crmkit.segment import nodes
from crmkit.segment.constructs import cost_of, used, uses_clock
from crmkit.segment.nodes import Condition, Meaning, Node
from crmkit.segment.trees import children, walk


@frozen
class Facts:
    """What a segment, with those it names, depends on.

    Attributes:
        fields: fields of the customer, and of related rows with a dot: "orders.total".
        sensitive: those of them that are sensitive.
        relations: related rows, in the plural.
        segments: other segments it names.
        lists: lists of customers it names.
        functions: functions of one's own that it calls.
        parameters: the values it needs when it is bound.
        parameter_kinds: of each parameter its name, the family of its value, and whether a list may be given.
        purposes: consent purposes it asks for.
        channels: channels it asks consent for.
        uses_now: whether the answer can change by the clock alone.
        for_sending: False when it asks for consent under a `not`: then it names people who must not be written to.
        leaves: how many tests it has.
        cost: how much work one customer is, beside a comparison; rows are not known, so each event counts as ten.
        uses: operators and constructs of the catalogue; a target looks there for what it does itself.
    """

    fields: tuple[str, ...]
    sensitive: tuple[str, ...]
    relations: tuple[str, ...]
    segments: tuple[str, ...]
    lists: tuple[str, ...]
    functions: tuple[str, ...]
    parameters: tuple[str, ...]
    parameter_kinds: tuple[tuple[str, str, bool], ...]
    purposes: tuple[str, ...]
    channels: tuple[str, ...]
    uses_now: bool
    for_sending: bool
    leaves: int
    cost: int
    uses: tuple[str, ...]


def gather(tree: Condition) -> Facts:
    """Gather the facts of a checked tree."""
    met = [node for node, _ in walk(tree, into_segments=True)]
    fields = dict(_fields(tree, None))
    consents = [node for node in met if isinstance(node, nodes.Consented)]
    parameters = [node for node in met if isinstance(node, nodes.Parameter)]
    happened = nodes.Did | nodes.Step | nodes.Aggregate
    return Facts(
        fields=tuple(sorted(fields)),
        sensitive=tuple(sorted(name for name, meaning in fields.items() if meaning.sensitivity != "none")),
        relations=_names(node.relation for node in met if isinstance(node, happened)),
        segments=_names(node.name for node in met if isinstance(node, nodes.InSegment)),
        lists=_names(node.name for node in met if isinstance(node, nodes.InList)),
        functions=_names(node.name for node in met if isinstance(node, nodes.Call)),
        parameters=_names(node.name for node in parameters),
        parameter_kinds=tuple(
            sorted({(node.name, node.meaning.family, node.meaning.many) for node in parameters if node.meaning})
        ),
        purposes=_names(node.purpose for node in consents),
        channels=_names(node.channel for node in consents),
        uses_now=uses_clock(tree),
        for_sending=not _refused(tree, negated=False),
        leaves=sum(isinstance(node, nodes.LEAVES) and not isinstance(node, nodes.InSegment) for node in met),
        cost=cost_of(tree),
        uses=used(tree),
    )


def _names(found: Iterator[str | None]) -> tuple[str, ...]:
    return tuple(sorted({name for name in found if name is not None}))


def _fields(node: Node, relation: str | None) -> Iterator[tuple[str, Meaning]]:
    if isinstance(node, nodes.Path) and node.meaning is not None:
        yield (f"{relation}.{node.name}" if relation else node.name), node.meaning
    if isinstance(node, nodes.Did | nodes.Step | nodes.Aggregate):
        relation = node.relation
    if isinstance(node, nodes.Near) and node.latitude_of is not None and node.longitude_of is not None:
        yield from _fields(node.latitude_of, relation)
        yield from _fields(node.longitude_of, relation)
    if isinstance(node, nodes.Aggregate) and node.row_field is not None:
        yield from _fields(node.row_field, relation)
    if isinstance(node, nodes.InSegment) and node.body is not None:
        yield from _fields(node.body, None)
    for child in children(node):
        yield from _fields(child, relation)


def _refused(node: Node, *, negated: bool) -> bool:
    """Say whether a consent is asked for under an odd number of nots."""
    match node:
        case nodes.Consented():
            return negated
        case nodes.Not(part=part):
            return _refused(part, negated=not negated)
        case nodes.And(parts=parts) | nodes.Or(parts=parts):
            return any(_refused(part, negated=negated) for part in parts)
        case nodes.InSegment(body=body) if body is not None:
            return _refused(body, negated=negated)
        case _:
            return False
