"""Search a base: entries under their terms, and a vocabulary that finds the words that were meant.

The engine is asked for nothing but equality, ranges and both at once; what agrees how well is said by
`crmkit.search.ranking`, so a search gives the same answer on every backend.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from attrs import frozen

from crmkit.backends.protocol import Backend, Wanted
from crmkit.search.query import Part, Query, parse_query
from crmkit.search.ranking import MET, PLAIN, Ranking
from crmkit.search.terms import terms, vocabulary
from crmkit.search.typos import slips, variants
from crmkit.search.words import SearchEntry

ENTRIES: Final = "search"
"""The table of entries: customer id to what `SearchEntry.to_json` writes, found by the terms of the entry."""

WORDS: Final = "words"
"""The table of the vocabulary: each word that an entry has, found by its variants."""

_CANDIDATES: Final = 300
_MEANT: Final = 40
_FEW: Final = 5
_TOGETHER: Final = 400


@frozen
class Hit:
    """A customer that was found.

    Attributes:
        id: of the customer.
        score: how well she answers, 0.0 to 1.0; see `crmkit.search.ranking.PLAIN`.
        why: the fields that answer.
    """

    id: str
    score: float
    why: tuple[str, ...]


def search(backend: Backend, text: str, *, limit: int = 20) -> tuple[Hit, ...]:
    """Find the customers that somebody means, best first; equally good ones are in the order of their ids.

    First come those that answer every part as it was typed; where they are few, those that do so but for slips; where
    there is none, those that answer all parts but one.

    >>> from crmkit.backends.memory import MemoryBackend
    >>> backend = MemoryBackend()
    >>> index(backend, {"c1": SearchEntry({"given_name": ("anna",), "locality": ("bern",)})})
    >>> search(backend, "ana bern")[0].why
    ('given_name', 'locality')
    """
    query = parse_query(text)
    ranking = Ranking(query)
    hits: dict[str, Hit] = {}
    for floor, enough, keys in _steps(backend, query):
        found = [key for key in dict.fromkeys(keys) if key not in hits]
        for document in backend.scan(ENTRIES, keys=found) if found else ():
            match = ranking.match(SearchEntry.from_json(document.body))
            if match.score:
                hits[document.key] = Hit(document.key, match.score, match.fields)
        if sum(hit.score >= floor for hit in hits.values()) >= enough:
            break
    return tuple(sorted(hits.values(), key=lambda hit: (-hit.score, hit.id))[:limit])


def index(backend: Backend, entries: Mapping[str, SearchEntry | None]) -> None:
    """Keep the entries of customers, and the vocabulary in step; None takes a customer out.

    A word that no customer has any more is forgotten, so that no rare name outlives an erasure.
    """
    with backend.transaction():
        before = {
            document.key: SearchEntry.from_json(document.body) for document in backend.scan(ENTRIES, keys=entries)
        }
        changed = {key: entry for key, entry in entries.items() if entry != before.get(key)}
        kept = {key: entry for key, entry in changed.items() if entry is not None}
        if kept:
            backend.put_all(
                ENTRIES,
                {key: entry.to_json() for key, entry in kept.items()},
                terms={key: terms(entry) for key, entry in kept.items()},
            )
        if len(kept) < len(changed):
            backend.delete_all(ENTRIES, [key for key in changed if key not in kept])
        had = _vocabulary(before[key] for key in changed if key in before)
        has = _vocabulary(kept.values())
        new, gone = has - had, _unused(backend, had - has)
        if new:
            new -= {document.key for document in backend.scan(WORDS, keys=new)}
        if new:
            backend.put_all(WORDS, dict.fromkeys(sorted(new)), terms={word: variants(word) for word in new})
        if gone:
            backend.delete_all(WORDS, gone)


def _vocabulary(entries: Iterable[SearchEntry]) -> set[str]:
    return set[str]().union(*map(vocabulary, entries))


def _unused(backend: Backend, words: Iterable[str]) -> list[str]:
    """Tell which words no entry has any more: each look takes away the words of some entries that have one."""
    unused: list[str] = []
    for chunk in _chunks(sorted(words)):
        left = set(chunk)
        while holders := backend.find(ENTRIES, [Wanted(tuple(sorted(left)))], limit=_TOGETHER) if left else ():
            left -= _vocabulary(SearchEntry.from_json(one.body) for one in backend.scan(ENTRIES, keys=holders))
        unused += sorted(left)
    return unused


def _chunks(words: Sequence[str]) -> Iterator[Sequence[str]]:
    rest = iter(words)
    while chunk := tuple(islice(rest, _TOGETHER)):
        yield chunk


def _steps(backend: Backend, query: Query) -> Iterator[tuple[float, int, tuple[str, ...]]]:
    """Look wider and wider: with each step the customers that it found, and how many of which score are enough."""
    found: tuple[str, ...] = ()
    for reading in query.readings:
        parts = [part for part in reading if not part.light]
        begun = _find(backend, [Wanted(prefixes=part.forms) for part in parts])
        found += begun
        if len(begun) == _CANDIDATES:  # some were left out: those that answer more exactly must not be among them
            found += _find(backend, [Wanted(prefixes=part.forms) for part in reading])
            found += _find(backend, [Wanted(part.forms) for part in parts])
    yield PLAIN, _FEW, found
    for reading in query.readings[-1:]:
        meant = [Wanted(_meant(backend, part), part.forms) for part in reading if not part.light]
        yield MET, 1, _find(backend, meant) if any(one.terms for one in meant) else ()
        for place in range(len(meant)) if len(meant) > 1 else ():
            yield MET, _FEW, _find(backend, meant[:place] + meant[place + 1 :])


def _find(backend: Backend, wanted: Sequence[Wanted]) -> tuple[str, ...]:
    return backend.find(ENTRIES, wanted, limit=_CANDIDATES)


def _meant(backend: Backend, part: Part) -> tuple[str, ...]:
    """Find the words of the vocabulary that may have been meant, the nearest first."""
    if part.digits:
        return ()
    spelt = dict.fromkeys(spelling for form in part.forms if "@" not in form for spelling in variants(form))
    if not spelt:
        return ()
    found = backend.find(WORDS, [Wanted(tuple(spelt))], limit=_CANDIDATES)
    near = [(slipped, word) for word in found for form in part.forms if (slipped := slips(form, word))]
    return tuple(dict.fromkeys(word for _, word in sorted(near)))[:_MEANT]
