"""One article: its identity, its text, and what its container says of both."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from extractor.text.record import record

BlockRole = Literal["title", "dateline", "lead", "body", "caption", "byline", "furniture"]
"""The part that a paragraph plays on its page."""


@record(order=True)
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
class Part:
    """One paragraph as its container marks it off (no line break inside); `role` is null where nothing says it."""

    extent: Extent
    role: BlockRole | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a table: where its words stand, and the rows and columns that it spans, counted from 0."""

    extent: Extent
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    heading: bool = False
    """Whether the container says that it is a heading (`<th>`, `<thead>`)."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose cells the container knows; empty cells are left out. `title` is its caption."""

    cells: tuple[GridCell, ...]
    title: Extent | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article's text with what is known of it from outside.

    `text` is NFC; every offset in this package counts its code points.
    `title`, `url`, `published_on`, `authors` and `outlet` come from the container (a JSON line, an HTML head) and may
    be null or empty. `parts` and `grids` are what a page's or document's markup says of the text; without them the
    reader finds paragraphs and tables by their looks.
    """

    doc_id: str
    text: str
    url: str | None = None
    title: str | None = None
    published_on: date | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    parts: tuple[Part, ...] = ()
    grids: tuple[Grid, ...] = ()

    @classmethod
    def from_text(cls, doc_id: str, text: str, **known: object) -> Article:
        """An article from any Unicode text; the text is normalised to NFC."""
        return cls(doc_id=doc_id, text=unicodedata.normalize("NFC", text), **known)  # type: ignore[arg-type]

    def slice(self, extent: Extent) -> str:
        """The article's own characters between the two offsets."""
        return self.text[extent.start : extent.end]
