"""Every engine means the customers that the reference means."""

from collections import defaultdict
from contextlib import ExitStack, closing

import pytest

from crmkit.segment.segment import Segment
from crmkit.segment.targets.tables import Tables
from crmkit.segment.targets.writing import UnwritableError, write_customers
from segment.crowds import Crowd, crowd
from segment.engines import Duckdb, Frames, Held, Postgresql, Sqlite, Stored, as_hosts_do
from tests.segment.vectors.vectors import all_vectors

VECTORS = list(all_vectors())
A_FEW = range(5)
MANY = range(1_000, 1_200)
NIGHTS = 4
"""So many tests share the crowds of the night."""


def engines(drawn, server):
    """Every engine that holds a crowd: the databases, frames of what is stored, and frames as people have them.

    Crowds of an odd number are in tables as others have them, the rest in those that crmkit describes.
    """
    rough, fine = (as_hosts_do(drawn.schema, exact=exact) if drawn.seed % 2 else None for exact in (False, True))
    held = Held.of(drawn, fine)
    return [Frames(drawn), Stored(held), Sqlite(Held.of(drawn, rough)), Duckdb(held), Postgresql(held, server)]


def disagreements(drawn, server):
    """List who is meant by one and not by the other, for every segment and engine; and count what is worth it."""
    found, told = [], 0
    with ExitStack() as opened:
        asked = [opened.enter_context(closing(engine)) for engine in engines(drawn, server)]
        for text in drawn.segments:
            segment = Segment.parse(text, schema=drawn.schema)
            params = {name: drawn.params[name] for name in segment.facts().parameters}
            bound = segment.at(drawn.now, zone=drawn.zone, params=params)
            meant = {one["id"] for one in drawn.customers if bound.matches(one)}
            told += 0 < len(meant) < len(drawn.customers)
            for engine in asked:
                answer = engine.ask(bound)
                if answer != meant and not (engine.leaves(bound) and answer > meant):
                    found.append((drawn.seed, type(engine).__name__, text, sorted(answer ^ meant)[:3]))
    return found, told


@pytest.mark.parametrize("seed", A_FEW)
def test_engines_agree_about_a_crowd(seed, postgresql):
    drawn = crowd(seed, people=80, segments=40)
    found, told = disagreements(drawn, postgresql())
    assert found == []
    assert told > len(drawn.segments) / 3


@pytest.mark.nightly
@pytest.mark.parametrize("night", range(NIGHTS))
def test_engines_agree_about_many_crowds(night, postgresql_server):
    found = []
    for seed in MANY[night::NIGHTS]:
        with postgresql_server.database() as server:
            found += disagreements(crowd(seed, people=200, segments=100), server)[0]
    assert found == []


def can_be_written(vector):
    """Say whether tables can hold a customer; some vectors have values that their fields cannot have."""
    try:
        write_customers([vector.customer], Tables.of(vector.schema), vector.schema, zone=vector.zone)
    except UnwritableError:
        return False
    return True


def test_every_engine_gives_the_answers_of_the_shared_vectors(postgresql):
    worlds = defaultdict(list)
    for vector in VECTORS:
        by_id = "sample" in vector.expression or "in list" in vector.expression  # here, the id is the vector's name
        if not by_id and "id" not in vector.customer and can_be_written(vector):
            worlds[vector.zone, vector.schema.version].append(vector)
    wrong = []
    for (zone, _), mine in worlds.items():
        customers = [{**vector.customer, "id": vector.name} for vector in mine]
        same = defaultdict(list)
        for vector in mine:
            asked = (vector.params, vector.segments, vector.lists, sorted(vector.consents, key=str))
            same[vector.expression, vector.now, repr(asked)].append(vector)
        with ExitStack() as opened:
            drawn = Crowd(0, mine[0].schema, customers, [], mine[0].now, zone, {})
            for engine in engines(drawn, postgresql()):
                opened.enter_context(closing(engine))
                for vectors in same.values():
                    bound = vectors[0].bound()
                    meant, exact = engine.ask(bound), not engine.leaves(bound)
                    wrong += [
                        (type(engine).__name__, one)
                        for one in vectors
                        if (one.name in meant) is not one.expected and (exact or one.expected)
                    ]
    assert wrong == []
    assert sum(map(len, worlds.values())) > 0.9 * len(VECTORS)
