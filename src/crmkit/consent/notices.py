"""What a person was shown when she was asked: a text named by its content, in one language."""

import unicodedata
from datetime import datetime

from attrs import field, frozen

from crmkit.records import digest, instant


def _instant(value: datetime | None) -> datetime | None:
    return None if value is None else instant(value)


def content_hash(text: str) -> str:
    r"""Name a text by its content, as 64 hexadecimal digits of SHA-256; line ends and accents are normalised first.

    >>> content_hash("Je m'abonne.\r\n") == content_hash("Je m'abonne.")
    True
    """
    return digest(unicodedata.normalize("NFC", text.replace("\r\n", "\n").strip()), length=64)


@frozen(kw_only=True)
class Notice:
    """A text that people were shown, in one language.

    An act of consent names it by its name, or by its content hash. What it says is kept where texts are kept; the
    policy keeps the proof that these were the words.

    Attributes:
        name: what acts call it, such as "newsletter-2026"; every language has the same name.
        language: language of the text, such as "fr".
        content: content hash of the text, see `content_hash`.
        edition: edition of the purpose tree that it showed.
        shown_from: when people began to see it; None when nobody knows.
        shown_until: when it was taken down; None while it stands.

    >>> notice = Notice.of("Oui, écrivez-moi.", name="newsletter-2026", language="fr")
    >>> len(notice.content), notice.was_shown(None, None)
    (64, True)
    """

    name: str
    language: str
    content: str
    edition: int = 1
    shown_from: datetime | None = field(default=None, converter=_instant)
    shown_until: datetime | None = field(default=None, converter=_instant)

    @classmethod
    def of(
        cls,
        text: str,
        *,
        name: str,
        language: str,
        edition: int = 1,
        shown_from: datetime | None = None,
        shown_until: datetime | None = None,
    ) -> "Notice":
        """Make the notice of a text."""
        return cls(
            name=name,
            language=language,
            content=content_hash(text),
            edition=edition,
            shown_from=shown_from,
            shown_until=shown_until,
        )

    def was_shown(self, since: datetime | None, until: datetime | None) -> bool:
        """Say whether the text stood during the whole of a span; None is an end that does not matter."""
        return (self.shown_from is None or since is None or self.shown_from <= since) and (
            self.shown_until is None or until is None or until < self.shown_until
        )
