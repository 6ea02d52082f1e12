"""The strings under which a base keeps a customer, so that looking one up, or a range of them, finds her."""

from crmkit.search.numbers import endings
from crmkit.search.words import SearchEntry


def terms(entry: SearchEntry) -> tuple[str, ...]:
    """List the terms of an entry: whole words, and the ends of telephone numbers.

    What begins like a query is found as a range of terms, so beginnings need no terms of their own.

    >>> terms(SearchEntry({"given_name": ("anna",), "phone": ("+41791234567",)}))
    ('anna', '+41791234567', '791234567', '91234567', '1234567', '234567', '34567', '4567')
    """
    found: dict[str, None] = {}
    for held in entry.words.values():
        for word in held:
            found.update(dict.fromkeys(endings(word) if word.startswith("+") else (word,)))
    return tuple(found)


def vocabulary(entry: SearchEntry) -> frozenset[str]:
    """Choose the terms that somebody may mistype as words: those of three to thirty letters, and nothing else.

    >>> sorted(vocabulary(SearchEntry({"name": ("anna", "li"), "email": ("anna@example.org",)})))
    ['anna']
    """
    return frozenset(term for term in terms(entry) if is_word(term))


def is_word(term: str) -> bool:
    """Tell whether a term may be a mistyped word."""
    return 3 <= len(term) <= 30 and term.isalpha()
