"""Read what happened out of a row: orders, tickets and calls."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import evolve

from crmkit.intake.moments import Clock
from crmkit.intake.targets import EVENT_KINDS
from crmkit.records import Interaction, Scalar, digest, short_name
from crmkit.schema.folding import fold
from crmkit.schema.types.base import Finding
from crmkit.schema.types.catalogue import find_type

_TELLING: Final = frozenset({"number", "at", "total", "product", "subject"})
_PARTS: Final = ("number", "status", "subject", "product", "channel")
_WORDS: Final = {
    "order": "order,purchase,sale,commande,achat,vente,bestellung,auftrag,kauf",
    "ticket": "ticket,case,request,complaint,incident,support,demande,reclamation,anfrage,reklamation,"
    "email,e mail,mail,chat",
    "call": "call,phone,phone call,appel,telephone,anruf,telefon,telefonat",
}
_KINDS: Final = {word: kind for kind, words in _WORDS.items() for word in words.split(",")}


def event_kind(cell: Scalar) -> str | None:
    """Read the kind of an event from its word in English, French or German.

    >>> event_kind("Appel"), event_kind("Anfrage"), event_kind("?")
    ('call', 'ticket', None)
    """
    return _KINDS.get(fold(str(cell)))


def parts_by_kind(single: Mapping[str, Scalar]) -> dict[str, dict[str, Scalar]]:
    """Sort the cells of a row by the kind of event that they describe; an unknown kind is "".

    >>> parts_by_kind({"event.kind": "call", "event.number": 7, "order.currency": "CHF"})
    {'call': {'number': 7}}
    """
    kinds: dict[str, dict[str, Scalar]] = {kind: {} for kind in (*EVENT_KINDS, "")}
    for target, cell in single.items():
        kind, _, part = target.partition(".")
        told = (event_kind(single.get("event.kind")) or "") if kind == "event" else kind
        if told in kinds and part and part != "kind":
            kinds[told].setdefault(part, cell)
    return {kind: parts for kind, parts in kinds.items() if parts.keys() & _TELLING}


def read_interactions(
    single: Mapping[str, Scalar],
    *,
    ref: str,
    source: str,
    unique: Callable[[str, str], str],
    clock: Clock,
) -> tuple[list[Interaction], list[Finding]]:
    """Read the interactions of a row; one whose time or kind cannot be read is a finding instead.

    Args:
        single: target to cell.
        ref: the source row.
        source: its source.
        unique: gives the name of an event, from its kind and its number.
        clock: how the source writes dates; its region also decides the currency of bare amounts.
    """
    interactions: list[Interaction] = []
    findings: list[Finding] = []
    for kind, parts in parts_by_kind(single).items():
        if not kind:
            message = "The kind of the event is missing or not known; use order, ticket or call."
            findings.append(Finding("event.kind_unknown", message, field="event.kind"))
            continue
        moment = clock.read(parts.get("at"))
        if moment is None:
            problem = "is missing" if parts.get("at") is None else "cannot be read"
            findings.append(Finding(f"{kind}.undated", f"The date of the {kind} {problem}.", field=f"{kind}.at"))
            continue
        data: dict[str, Any] = {part: str(parts[part]).strip() for part in _PARTS if part in parts}
        if "total" in parts:
            total, noticed = _read_money(parts["total"], parts.get("currency"), clock.region)
            findings.extend(noticed)
            if total is not None:
                data["total"] = total
        number = short_name(data.get("number") or digest([ref, moment.start.isoformat()]))
        interactions.append(
            Interaction(id=f"{kind}:{source}/{unique(kind, number)}", kind=kind, at=moment.start, ref=ref, data=data)
        )
    return interactions, findings


def _read_money(total: Scalar, currency: Scalar, region: str | None) -> tuple[Any, list[Finding]]:
    findings: list[Finding] = []
    if currency is not None:
        code = find_type("currency").clean(currency, region=region).value
        if code is None:
            message = "The currency cannot be read; the amount has none."
            findings.append(Finding("order.currency_unknown", message, field="order.currency"))
            region = None
        else:
            total = f"{total} {code}"
    cleaned = find_type("money").clean(total, region=region)
    findings.extend(evolve(one, field="order.total") for one in cleaned.findings)
    return cleaned.value, findings
