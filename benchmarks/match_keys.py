"""A SQLite base of which the match keys alone are filled in, as of very many customers of one row each.

To load a million customers takes the better part of an hour; what an entry is compared with is made in minutes.
"""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from crmkit.customer_base import connect
from crmkit.dedup.columnar.encoding import Encoded, encode
from crmkit.dedup.columnar.online.filling import lines
from crmkit.dedup.entry import Entry, EntryReader
from crmkit.ledger.ledger import DERIVED, STATE
from crmkit.ledger.matching import MATCHING

PRAGMAS = ("journal_mode=off", "synchronous=off", "cache_size=-400000", "temp_store=file")
TOGETHER = 20_000
STEP = 2_654_435_761


def fill_match_keys(path: Path, table: pl.DataFrame, targets: dict[str, str]) -> None:
    """Make a base and put into its table of match keys what customers are compared by.

    Args:
        path: of the base.
        table: raw rows of customers.
        targets: column to target.
    """
    with connect(path, region="CH") as base:
        base.customers()
        reader = base._keeper.derived.entries  # noqa: SLF001
    found = encode({column: table[column] for column in targets}, targets, region="CH")
    features = {name: found.get(name) or _nothing(name, table.height) for name in reader.packing.features}
    database = sqlite3.connect(path)
    for pragma in PRAGMAS:
        database.execute(f"PRAGMA {pragma}")
    database.execute("CREATE TEMP TABLE found (term TEXT, key TEXT)")
    rows = []
    for number, line in enumerate(line for some in lines(features, table.height) for line in some):
        rows.append((f"c-{number * STEP % 2**32:012x}", line))
        if len(rows) == TOGETHER:
            _put(database, reader, rows)
            rows = []
    _put(database, reader, rows)
    database.execute(f"INSERT INTO crmkit_terms SELECT '{MATCHING}', term, key FROM found ORDER BY term, key")
    where = (STATE, DERIVED)
    ((body,),) = database.execute('SELECT body FROM crmkit_documents WHERE "table" = ? AND key = ?', where)
    counted = json.dumps({**json.loads(body), "customers": table.height}, separators=(",", ":"))
    database.execute('UPDATE crmkit_documents SET body = ? WHERE "table" = ? AND key = ?', (counted, *where))
    database.commit()
    database.close()


def _put(database: sqlite3.Connection, reader: EntryReader, rows: list[tuple[str, str]]) -> None:
    entries = [(key, Entry(reader.packing.row(line))) for key, line in rows]
    named = [(key, entry, sorted(_terms(reader, entry))) for key, entry in entries]
    database.executemany(
        "INSERT INTO crmkit_documents VALUES (?, ?, 1, ?, ?)",
        (
            (MATCHING, key, json.dumps(reader.dump({f"crm/{key}": entry}), separators=(",", ":")), json.dumps(terms))
            for key, entry, terms in named
        ),
    )
    database.executemany("INSERT INTO found VALUES (?, ?)", ((term, key) for key, _, terms in named for term in terms))


def _terms(reader: EntryReader, entry: Entry) -> Iterator[str]:
    return iter({name for term in reader.terms(entry) for name in (term.coarse, term.fine) if name})


def _nothing(name: str, records: int) -> Encoded:
    nothing = pl.Series([-1] * records, dtype=pl.Int32).to_numpy()[:, None]
    return Encoded(name, nothing, ())
