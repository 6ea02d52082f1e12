"""How an older layout of the tables becomes the present one."""

import json
from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import delete, select, text, update
from sqlalchemy.schema import CreateTable

from crmkit.backends.escaping import escape
from crmkit.backends.sql.database import Session
from crmkit.backends.sql.tables import Tables

_PAGE: Final = 1000


def _find_documents_by_terms(session: Session, tables: Tables) -> None:
    """Layout 1 to 2: documents have terms, corrected events are found by their id, and customers are derived anew."""
    session.run(CreateTable(tables.terms))
    session.run(text(f"ALTER TABLE {tables.documents.fullname} ADD COLUMN terms TEXT"))
    session.run(delete(tables.documents).where(tables.documents.c.table.in_(["customers", "state"])))
    facts = tables.facts
    last_ref: dict[str, str] = {}
    after = 0
    while True:
        page = session.run(
            select(facts.c.number, facts.c.body)
            .where(facts.c.kind == "interaction", facts.c.number > after)
            .order_by(facts.c.number)
            .limit(_PAGE)
        )
        for number, body in page:
            event = json.loads(body)
            keys = [event["ref"], f"event:{event['id']}", last_ref.get(event["id"], event["ref"])]
            last_ref[event["id"]] = event["ref"]
            session.run(
                update(facts).where(facts.c.number == number).values(keys=json.dumps(list(dict.fromkeys(keys))))
            )
            session.run(delete(tables.fact_keys).where(tables.fact_keys.c.number == number))
            session.insert(tables.fact_keys, [(escape(key), number) for key in dict.fromkeys(keys)])
        if len(page) < _PAGE:
            return
        after = page[-1][0]


MIGRATIONS: Final[Mapping[int, Callable[[Session, Tables], None]]] = {1: _find_documents_by_terms}
"""Layout number to the step that turns it into the next one; every number below `LAYOUT` has one."""
