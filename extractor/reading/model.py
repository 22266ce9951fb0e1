"""What can be seen in an article without judgement: the mentions, each with its exact extent and parsed value."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import Literal

from extractor.labels import Comparator, DocumentKind, Unit
from extractor.text.article import Article, BlockRole, Extent
from extractor.text.record import record

__all__ = [
    "Block",
    "BlockRole",
    "DateMention",
    "DocumentMention",
    "NumberMention",
    "NumberRole",
    "OrganizationMention",
    "PeriodMention",
    "PersonMention",
    "Quantity",
    "Reading",
    "TableCell",
]


@record
class Block:
    """One line or paragraph of the article (no line break inside) and the part it plays on the page."""

    extent: Extent
    role: BlockRole


@record
class Quantity:
    """A number with its scale, unit, sign and bound, as the text writes it.

    `extent` is the value expression itself (number, scale word, unit, percent sign; no comparator, no noun).
    `value` is never negative; `negative` says that a word before it ("giảm", "còn thiếu") takes away, or a sign.
    """

    id: str
    extent: Extent
    value: float
    unit: Unit
    comparator: Comparator = "eq"
    value_max: float | None = None
    out_of: float | None = None
    negative: bool = False
    below_zero: bool = False
    """Whether a minus or "âm" is written before it ("lợi nhuận âm 2,5 tỷ"), so that it is less than nothing as a level
    too; `negative` is then true."""
    cue: Extent | None = None
    """Where the comparator's word stands, if there is one."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A number in a table, and what the table says of it.

    `row` is the stretch of its row, `label` its row's own label, `column` the heading right over it, `unit` the words
    of its unit (in a column of units, or beside the number). `headings` are all headings over it, the outermost first;
    `labels` the section it stands in and its row's labels, the outermost first; `titles` the table's captions and the
    line over it. `negative` says that a minus or "giảm" stands before it.
    """

    extent: Extent
    row: Extent
    label: Extent
    column: Extent | None
    unit: Extent | None
    headings: tuple[Extent, ...] = ()
    labels: tuple[Extent, ...] = ()
    titles: tuple[Extent, ...] = ()
    negative: bool = False
    box: Extent | None = None
    """The whole cell, a bound beside the number included."""
    thousands: bool = False
    """Whether the commas of its column can only part thousands ("1,234" over "2,345")."""

    @property
    def words(self) -> tuple[Extent, ...]:
        """Everything that the table says of the number: unit, labels, headings, titles."""
        return (*((self.unit,) if self.unit else ()), self.label, *self.labels, *self.headings, *self.titles)


NumberRole = Literal["quantity", "part", "date", "id", "furniture", "idiom", "unread"]
"""What a number of the text is: a whole quantity, one of several in a quantity ("48/66"), a date, time, age or period,
an id (document, ordinal, name, address, list number), the page's, an idiom of `idioms.toml`, or none of these."""


@record
class NumberMention:
    """A run of digits or of number words as it stands in the text, and its role."""

    extent: Extent
    text: str
    role: NumberRole


@record
class DateMention:
    """A calendar date; `value` is null while its year is not known (`day` and `month` always are)."""

    extent: Extent
    day: int
    month: int
    year: int | None

    @property
    def value(self) -> date | None:
        """The date, where the year was written."""
        if self.year is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


@record
class PeriodMention:
    """A stretch of time: `value` as in the schema where the year is known, else its suffix (`H1`, `Q3`, `9M`)."""

    extent: Extent
    value: str | None
    part: str | None = None
    month: int | None = None
    """Of a single month with its year, whose `value` is that year."""


@dataclass(frozen=True, slots=True)
class DocumentMention:
    """A document with what stands beside its kind."""

    extent: Extent
    kind: DocumentKind
    number: str | None
    title: str | None
    issued_on: date | None
    issuer: str | None


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person's name with the role beside it; `extent` covers both."""

    extent: Extent
    name: Extent
    role: Extent | None


@record
class OrganizationMention:
    """A Party body as named at one place; `kind` is a label of the schema."""

    extent: Extent
    kind: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything seen in one article."""

    article: Article
    blocks: tuple[Block, ...] = ()
    intrusions: tuple[Extent, ...] = ()
    """Stretches that speak to a machine instead of the reader; nothing inside them is content."""
    quantities: tuple[Quantity, ...] = ()
    cells: tuple[TableCell, ...] = ()
    grids: tuple[Extent, ...] = ()
    """Where tables stand, headings included."""
    dates: tuple[DateMention, ...] = ()
    periods: tuple[PeriodMention, ...] = ()
    documents: tuple[DocumentMention, ...] = ()
    people: tuple[PersonMention, ...] = ()
    organizations: tuple[OrganizationMention, ...] = ()
    numbers: tuple[NumberMention, ...] = ()
    """Every number in the text, whatever it is; those that are `unread` nobody recognised."""

    def cell_at(self, extent: Extent) -> TableCell | None:
        """The table's cell that a stretch lies in, if it lies in one."""
        at = bisect_right(self.cells, extent.start, key=lambda cell: cell.extent.end)
        return self.cells[at] if at < len(self.cells) and self.cells[at].extent.overlaps(extent) else None

    def quantity(self, quantity_id: str) -> Quantity | None:
        """The quantity of that id, if there is one."""
        return next((q for q in self.quantities if q.id == quantity_id), None)
