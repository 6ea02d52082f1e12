"""Every fault of a declaration at once, with near names for what was misspelt."""

from collections.abc import Collection, Iterable, Iterator

from crmkit.exceptions import SchemaError, near_names


def unknown(what: str, chosen: Iterable[str], known: Collection[str]) -> Iterator[str]:
    """Say which of the chosen names do not exist.

    >>> list(unknown("channel", ["email", "emial"], ["email", "phone"]))
    ["'emial' is no channel, but 'email' is"]
    """
    for one in chosen:
        if one not in known:
            near = near_names(str(one), sorted(known), limit=1)
            yield f"{one!r} is no {what}, " + (f"but {near[0]!r} is" if near else f"only {', '.join(known)} are")


def twice(what: str, names: Iterable[str]) -> Iterator[str]:
    """Say which names are there more than once.

    >>> list(twice("purpose", ["offers", "surveys", "offers"]))
    ["the purpose 'offers' is there twice"]
    """
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
    yield from (f"the {what} {name!r} is there twice" for name, count in seen.items() if count > 1)


def refuse(what: str, faults: Iterable[str]) -> None:
    """Raise when there is any fault.

    Raises:
        SchemaError: with every fault.
    """
    found = "; ".join(dict.fromkeys(faults))
    if found:
        raise SchemaError(f"{what} makes no sense: {found}.")
