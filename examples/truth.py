"""The truth beside the files: whose row is whose, which lines are no rows, and which pairs are traps."""

import json
from typing import Any

from examples.files import Export
from examples.people import Company, Customer, World
from examples.rows import Row
from examples.traps import Pair

NOTE = (
    "All persons and companies are fictitious. Localities and postcodes are real; who lives there, the street numbers, "
    "phones and addresses are drawn from a seed, and any likeness is chance."
)


def describe(customer: Customer) -> dict[str, Any]:
    """Say who a customer is."""
    country, language = customer.home.place.country, customer.home.place.language
    who = {"given": customer.given, "family": customer.family, "country": country, "language": language}
    if isinstance(customer, Company):
        return {"kind": "company", "name": customer.name, "legal_form": customer.form, **who}
    return {"kind": "person", **who, "birth_date": customer.birth.isoformat()}


def truth(
    seed: int, world: World, exports: list[Export], pairs: list[tuple[str, Pair]], withdrawals: list[tuple[Row, Row]]
) -> dict[str, Any]:
    """Put the truth together as JSON data."""
    return {
        "seed": seed,
        "note": NOTE,
        "rows": [
            {
                "file": export.name,
                "line": row.line,
                "customer": row.customer.id,
                "traps": row.customer.traps,
                "defects": row.defects,
            }
            for export in exports
            for row in export.rows
        ],
        "skips": [{"file": e.name, "line": line, "why": why} for e in exports for line, why in e.skips],
        "faults": [
            {"file": e.name, "line": line, "why": why, "customer": customer}
            for e in exports
            for line, why, customer in e.faults
        ],
        "traps": [{"kind": kind, "customers": [customer.id for customer in pair]} for kind, pair in pairs],
        "withdrawals": [
            {"customer": yes.customer.id, "file": "newsletter.csv", "granted": yes.line, "withdrawn": no.line}
            for yes, no in sorted(withdrawals, key=lambda pair: pair[1].line)
        ],
        "customers": {customer.id: describe(customer) for customer in [*world.persons, *world.companies]},
    }


def as_text(facts: dict[str, Any]) -> str:
    """Write the truth with one entry per line, so that two versions can be compared."""
    parts = []
    for key, value in facts.items():
        if isinstance(value, list) and value:
            lines = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in value)
            parts.append(f"{json.dumps(key)}: [\n{lines}\n]")
        elif isinstance(value, dict):
            lines = ",\n".join(
                f"{json.dumps(name)}:{json.dumps(entry, ensure_ascii=False, separators=(',', ':'))}"
                for name, entry in value.items()
            )
            parts.append(f"{json.dumps(key)}: {{\n{lines}\n}}")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
