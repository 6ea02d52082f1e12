"""Draw who is connected with whom: members on two facing sides, their lines between them."""

from collections import Counter
from html import escape
from math import sqrt

from crmkit.report.drawings import Edge, Network
from crmkit.report.svg import svg, text

_WIDTH, _TOP, _LABEL = 520, 26, 152
_LABELS_AT_MOST = 24


def network_chart(block: Network, *, alone: bool = False) -> str:
    """Draw a network; the same members and lines always give the same picture."""
    places = _places(len(block.nodes))
    height = max((y for _, y in places), default=0.0) + _TOP
    shapes: list[str] = []
    written: list[str] = []
    lines = Counter(end for edge in block.edges if edge.label for end in (edge.left, edge.right))
    for edge in block.edges:
        drawn, label = _edge(edge, places, lines)
        shapes.append(drawn)
        written.append(label)
    if sum(map(bool, written)) <= _LABELS_AT_MOST:
        shapes += written
    for place, (node, (x, y)) in enumerate(zip(block.nodes, places, strict=True)):
        on_left = _on_left(place, len(block.nodes))
        anchor, away = ("end", -13) if on_left else ("start", 13)
        said = f"{node.label} {node.note}".strip()
        shapes.append(f'<circle class="node" cx="{x:.1f}" cy="{y:.1f}" r="7"><title>{escape(said)}</title></circle>')
        if node.note:
            shapes.append(text(x + away, y - 1, node.label, anchor=anchor, most=20))
            shapes.append(text(x + away, y + 12, node.note, kind="small", anchor=anchor, most=23))
        else:
            shapes.append(text(x + away, y + 5, node.label, anchor=anchor, most=20))
    said = "; ".join(edge.title for edge in block.edges if edge.strong or edge.dashed)
    return svg(_WIDTH, height, f"{block.title}. {said}".strip(), shapes, alone=alone)


def _on_left(place: int, size: int) -> bool:
    return place < (size + 1) // 2


def _places(size: int) -> list[tuple[float, float]]:
    """Set members at even heights on the two sides of an oval: down the left side, and up the right one."""
    sides = (size + 1) // 2, size // 2
    gap = 46 if size < 13 else 32
    tall = gap * max(sides[0] - 1, 1)
    middle_x, middle_y = _WIDTH / 2, _TOP + tall / 2
    wide = _WIDTH / 2 - _LABEL
    found = []
    for place in range(size):
        left = _on_left(place, size)
        count = sides[0] if left else sides[1]
        rank = place if left else size - 1 - place
        y = _TOP + tall * (rank + 0.5) / count if count < sides[0] or count == 1 else _TOP + tall * rank / (count - 1)
        bulge = sqrt(max(1 - ((y - middle_y) / (tall / 2 + 2 * gap)) ** 2, 0.0))
        found.append((middle_x + (-1 if left else 1) * wide * bulge, y))
    return found


def _edge(edge: Edge, places: list[tuple[float, float]], lines: Counter[int]) -> tuple[str, str]:
    """Draw a line, bent where both ends are on one side; its label stands away from the busier end."""
    (x1, y1), (x2, y2) = places[edge.left], places[edge.right]
    middle = _WIDTH / 2
    same_side = (x1 < middle) == (x2 < middle)
    bend = min(abs(y2 - y1) * 0.55 + 18, 130) * (1 if x1 < middle else -1) if same_side else 0.0
    cx, cy = (x1 + x2) / 2 + bend, (y1 + y2) / 2
    kinds = ["edge", f"{edge.tone}-line", *(["dashed"] if edge.dashed else []), *(["strong"] if edge.strong else [])]
    drawn = (
        f'<path class="{" ".join(kinds)}" d="M{x1:.1f} {y1:.1f} Q{cx:.1f} {cy:.1f} {x2:.1f} {y2:.1f}">'
        f"<title>{escape(edge.title)}</title></path>"
    )
    if not edge.label:
        return drawn, ""
    busier = lines[edge.left] - lines[edge.right]
    along = 0.72 if busier > 0 else 0.28 if busier < 0 else 0.5
    before = 1 - along
    x = before * before * x1 + 2 * along * before * cx + along * along * x2
    y = before * before * y1 + 2 * along * before * cy + along * along * y2
    wide = 7.2 * len(edge.label) + 8
    plate = f'<rect class="plate" x="{x - wide / 2:.1f}" y="{y - 9:.1f}" width="{wide:.1f}" height="18" rx="9"/>'
    return drawn, plate + text(x, y + 4, edge.label, kind="small", anchor="middle")
