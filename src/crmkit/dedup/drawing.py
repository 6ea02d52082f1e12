"""Draw a cluster: who is in it, what holds them together, and what speaks against it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from crmkit.dedup.explainable import Explainable, Link, caption, spoken
from crmkit.dedup.words import VERDICT_TONES, gate_words, verdict_word
from crmkit.report.charts import number, signed
from crmkit.report.drawings import Edge, Network, Node
from crmkit.report.page import Language

_MOST: Final = 30
_CONSIDERED: Final = 200
_RANK: Final = {"same": 0, "possible": 1, "related": 2, "never": 3}
_LABELLED: Final = 10

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "{size} rows, one customer: {name}",
        "apart": "contradict each other",
        "more": "Shown are {shown} of {size} rows.",
    },
    "fr": {
        "title": "{size} lignes, un client : {name}",
        "apart": "se contredisent",
        "more": "{shown} lignes sur {size} sont montrées.",
    },
}


def cluster_network(
    found: Explainable, members: Sequence[Any], *, language: Language = "en", name: Callable[[Any], str] = spoken
) -> Network:
    """Lay out the members of a cluster, and every link between two of them that says something.

    The strongest links that hold all of them together are drawn bold, with their weight; links that forbid one cluster
    are dashed. Pairs that have too little in common to be worth a line have none. Of more than 30 members 30 are shown.

    Args:
        found: the duplicates.
        members: ids of the records of the cluster.
        language: of the texts.
        name: how a record is called.
    """
    words, whole = WORDS[language], len(members)
    members = members[:_CONSIDERED]
    links = found.links(members)
    if len(members) > _MOST:
        kept = set(_in_order(links, len(members))[:_MOST])
        members = [one for place, one in enumerate(members) if place in kept]
        links = found.links(members)
    size = max(len(members), 1)
    order = _in_order(links, len(members))
    place = {member: rank for rank, member in enumerate(order)}
    holding = {(one.left, one.right) for one in _tree(links, len(members))}
    told = [one for one in links if one.verdict != "never" or one.parts or (one.left, one.right) in holding]
    edges = [
        _edge(one, place, (one.left, one.right) in holding, labelled=size <= _LABELLED, language=language)
        for one in sorted(told, key=lambda one: ((one.left, one.right) in holding, one.parts, one.weight))
    ]
    captions = {member: caption(found, members[member]) for member in order}
    nodes = [Node(name(members[member]), captions[member]) for member in order]
    shown = dict.fromkeys((edge.tone, edge.dashed) for edge in edges)
    key = [
        (tone, dashed, words["apart"] if dashed else verdict_word(verdict, language))
        for verdict, tone, dashed in (
            ("same", VERDICT_TONES["same"], False),
            ("possible", VERDICT_TONES["possible"], False),
            ("related", VERDICT_TONES["related"], False),
            ("never", "bad", True),
        )
        if (tone, dashed) in shown
    ]
    called = next((captions[member] for member in order if captions[member]), name(members[order[0]]) if order else "")
    note = words["more"].format(shown=number(len(members)), size=number(whole)) if whole > len(members) else ""
    return Network(words["title"].format(size=number(whole), name=called), nodes, edges, tuple(key), note)


def _edge(link: Link, place: Mapping[int, int], holds: bool, *, labelled: bool, language: Language) -> Edge:  # noqa: FBT001 - said by place among facts of the link
    said = WORDS[language]["apart"] if link.parts else verdict_word(link.verdict, language)
    reason = f": {gate_words(link.gate, language)}" if link.gate else ""
    return Edge(
        place[link.left],
        place[link.right],
        signed(link.weight, language) if labelled and (holds or link.parts) else "",
        f"{said} {signed(link.weight, language)}{reason}",
        "bad" if link.parts else VERDICT_TONES[link.verdict],
        link.parts,
        holds,
    )


def _tree(links: Sequence[Link], size: int) -> list[Link]:
    """Choose the fewest links that hold all members together, the surest first; those that contradict hold nobody."""
    parent = list(range(size))

    def root(node: int) -> int:
        while parent[node] != node:
            node = parent[node]
        return node

    chosen = []
    joining = (link for link in links if not link.parts)
    for one in sorted(joining, key=lambda link: (_RANK[link.verdict], -link.weight, link.left, link.right)):
        left, right = root(one.left), root(one.right)
        if left != right:
            parent[max(left, right)] = min(left, right)
            chosen.append(one)
    return chosen


def _in_order(links: Sequence[Link], size: int) -> list[int]:
    """Order members so that those who hold together stand together: along the tree, from one of its ends."""
    near: dict[int, list[tuple[float, int]]] = {member: [] for member in range(size)}
    for one in _tree(links, size):
        near[one.left].append((-one.weight, one.right))
        near[one.right].append((-one.weight, one.left))
    seen: list[int] = []
    waiting = sorted(near, key=lambda member: (len(near[member]), member), reverse=True)
    while waiting:
        member = waiting.pop()
        if member not in seen:
            seen.append(member)
            waiting += [other for _, other in sorted(near[member], reverse=True) if other not in seen]
    return seen
