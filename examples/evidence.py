"""Whether two rows of one customer show enough for an attentive reader to see that they belong together."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examples.rows import Row


def distance(left: str, right: str) -> int:
    """Count the letters to insert, drop or replace to turn one text into the other."""
    costs = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        previous, costs[0] = costs[0], i
        for j, other in enumerate(right, 1):
            previous, costs[j] = costs[j], min(costs[j] + 1, costs[j - 1] + 1, previous + (letter != other))
    return costs[-1]


def close(left: str, right: str) -> bool:
    """Tell whether two texts are at most two letters apart."""
    return abs(len(left) - len(right)) <= 2 and distance(left, right) <= 2


def shared_contacts(left: "Row", right: "Row") -> int:
    """Count the e-mail addresses and phone numbers that both rows show in the same form."""
    same_email = bool(left.email) and left.email == right.email and "placeholder_email" not in left.defects
    return same_email + len({p for p in left.phones if p[0] == "+"} & {p for p in right.phones if p[0] == "+"})


def near_birth(left: date | None, right: date | None) -> bool:
    """Tell whether two dates differ in one part only, or in the order of day and month."""
    if left is None or right is None or left == right:
        return False
    one, two = (left.year, left.month, left.day), (right.year, right.month, right.day)
    return sum(a != b for a, b in zip(one, two, strict=True)) == 1 or (left.day, left.month) == (right.month, right.day)


def near_email(left: "Row", right: "Row") -> bool:
    """Tell whether two rows show addresses that differ by a slip or two."""
    if not (left.email and right.email) or "placeholder_email" in left.defects + right.defects:
        return False
    return close(left.email, right.email)


def bound(left: "Row", right: "Row") -> bool:
    """Tell whether two rows of one customer can be seen to belong together.

    Names written in full need one further agreement, exact or nearly so; a name that was changed on both sides needs
    an exact one; a name changed by marriage needs two; an initial or no name at all needs a contact in common.
    """
    contacts = shared_contacts(left, right)
    births = left.birth is not None and left.birth == right.birth
    addresses = left.shows_address and right.shows_address and left.address == right.address
    exact = contacts + births + addresses
    if left.company or right.company:
        return exact > 0 or (left.email.partition("@")[2] == right.email.partition("@")[2] and bool(left.email))
    states = {left.name, right.name}
    if left.bears != right.bears:
        return exact >= 2 and states <= {"full"}
    if states & {"initial", "none"}:
        return contacts > 0
    if exact or left.name == right.name == "near":
        return exact > 0
    nearly = near_email(left, right) + near_birth(left.birth, right.birth)
    return nearly > (states != {"full"})


def speaks(row: "Row") -> bool:
    """Tell whether a row says more about its customer than a name and a town."""
    real_email = row.email and "placeholder_email" not in row.defects
    return bool(real_email or any(phone[0] == "+" for phone in row.phones) or row.birth or row.shows_address)


def connected(rows: "list[Row]") -> bool:
    """Tell whether a chain of bound rows runs through all of them."""
    reached, waiting = rows[:1], rows[1:]
    for row in reached:
        near = [other for other in waiting if bound(row, other)]
        waiting = [other for other in waiting if other not in near]
        reached += near
    return not waiting
