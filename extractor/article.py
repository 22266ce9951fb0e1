"""One article: its identity and its text."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Extent:
    """A half-open stretch of an article's text, in code points of its NFC form."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Extent) -> bool:
        """Whether the two stretches share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Extent) -> bool:
        """Whether `other` lies wholly inside this stretch."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Article:
    """An article's text with what is known of it from outside.

    `text` is NFC; every offset in this package counts its code points.
    `title`, `url` and `published_on` come from the container (a JSON line, an HTML head) and may be null.
    """

    doc_id: str
    text: str
    url: str | None = None
    title: str | None = None
    published_on: date | None = None

    @classmethod
    def from_text(cls, doc_id: str, text: str, **known: object) -> Article:
        """An article from any Unicode text; the text is normalised to NFC."""
        return cls(doc_id=doc_id, text=unicodedata.normalize("NFC", text), **known)  # type: ignore[arg-type]

    def slice(self, extent: Extent) -> str:
        """The article's own characters between the two offsets."""
        return self.text[extent.start : extent.end]
