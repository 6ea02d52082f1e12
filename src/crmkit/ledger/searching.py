"""Search a base: entries under their terms, and a vocabulary that finds the words that were meant.

The engine is asked for nothing but equality, ranges and both at once; what agrees how well is said by
`crmkit.search.ranking`, so a search gives the same answer on every backend.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from crmkit.backends.chunking import in_chunks
from crmkit.backends.protocol import Backend, Wanted
from crmkit.search.query import BEGINNING, Part, Query, parse_query
from crmkit.search.ranking import MET, PLAIN, Ranking
from crmkit.search.terms import terms, vocabulary
from crmkit.search.typos import SHORTEST, slips, variants
from crmkit.search.words import SearchEntry

ENTRIES: Final = "search"
"""The table of entries: customer id to what `SearchEntry.to_json` writes, found by the terms of the entry."""

WORDS: Final = "words"
"""The table of the vocabulary: each word that a customer has, found by its variants."""

_TOGETHER: Final = 500
_CANDIDATES: Final = 300
_MEANT: Final = 40
_FEW: Final = 5


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
        backend.put_all(
            ENTRIES,
            {key: entry.to_json() for key, entry in kept.items()},
            terms={key: terms(entry) for key, entry in kept.items()},
        )
        backend.delete_all(ENTRIES, changed.keys() - kept.keys())
        _keep_words(backend, [before[key] for key in changed if key in before], list(kept.values()))


def _keep_words(backend: Backend, before: Iterable[SearchEntry], after: Iterable[SearchEntry]) -> None:
    """Keep the vocabulary in step with entries: new words come, and those that nobody has any more go."""
    had = {word for entry in before for word in vocabulary(entry)}
    has = {word for entry in after for word in vocabulary(entry)}
    new = has - had - {document.key for document in backend.scan(WORDS, keys=has - had)}
    backend.put_all(WORDS, dict.fromkeys(sorted(new)), terms={word: variants(word) for word in new})
    backend.delete_all(WORDS, _unused(backend, had - has))


def _unused(backend: Backend, words: Iterable[str]) -> Iterator[str]:
    """Choose the words that no entry has, many at once: of those that some have, those of a few entries at a time."""
    for chunk in in_chunks(sorted(words), _TOGETHER):
        asked = set(chunk)
        while asked and (found := backend.find(ENTRIES, [Wanted(tuple(sorted(asked)))], limit=_TOGETHER)):
            held = (SearchEntry.from_json(document.body) for document in backend.scan(ENTRIES, keys=found))
            asked -= {word for entry in held for word in vocabulary(entry)}
        yield from asked


def _steps(backend: Backend, query: Query) -> Iterator[tuple[float, int, tuple[str, ...]]]:
    """Look wider and wider: with each step the customers that it found, and how many of which score are enough."""
    found: tuple[str, ...] = ()
    for reading in query.readings:
        parts = [part for part in reading if not part.light]
        begun = _find(backend, map(_wanted, parts))
        found += begun
        if len(begun) == _CANDIDATES:  # some were left out: those that answer more exactly must not be among them
            found += _find(backend, map(_wanted, reading))
            found += _find(backend, (Wanted(part.forms) for part in parts))
    yield PLAIN, _FEW, found
    for reading in query.readings[-1:]:
        words = {part: _meant(backend, part) for part in reading if not part.light}
        meant = [_wanted(part, *near) for part, near in words.items()]
        yield MET, 1, _find(backend, meant) if any(words.values()) else ()
        for place in range(len(meant)) if len(meant) > 1 else ():
            yield MET, _FEW, _find(backend, meant[:place] + meant[place + 1 :])


def _find(backend: Backend, wanted: Iterable[Wanted]) -> tuple[str, ...]:
    return backend.find(ENTRIES, tuple(wanted), limit=_CANDIDATES)


def _wanted(part: Part, *meant: str) -> Wanted:
    begun = tuple(form for form in part.forms if len(form) >= BEGINNING)
    return Wanted((*meant, *(form for form in part.forms if form not in begun)), begun)


def _meant(backend: Backend, part: Part) -> tuple[str, ...]:
    """Find the words of the vocabulary that may have been meant, the nearest first."""
    forms = [form for form in part.forms if len(form) >= SHORTEST - 1 and not part.digits and "@" not in form]
    spelt = dict.fromkeys(spelling for form in forms for spelling in variants(form))
    found = backend.find(WORDS, [Wanted(tuple(spelt))], limit=_CANDIDATES) if spelt else ()
    near = [(slipped, word) for word in found for form in forms if (slipped := slips(form, word))]
    return tuple(dict.fromkeys(word for _, word in sorted(near)))[:_MEANT]
