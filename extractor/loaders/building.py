"""A text put together from paragraphs and tables, with the place and role of each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from extractor.errors import InputError
from extractor.text.article import BlockRole, Extent, Grid, GridCell, Part

MAX_CELLS: Final = 50_000
"""Cells of one table, spans counted out; more is no article's table."""

_UNSEEN: Final = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
"""Characters that nobody sees: soft hyphens, zero-width spaces, control codes."""
_SPACES: Final = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")
_BAR: Final = " | "


def tidy(text: str) -> str:
    """One line of text as it is shown: NFC, runs of blanks as one space, what nobody sees left out."""
    return unicodedata.normalize("NFC", _SPACES.sub(" ", _UNSEEN.sub("", text))).strip(" \u00a0")


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell as the container gives it; `row` and `column` count from 0."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Inside:
    """A table that stands in a cell of another, whose row is `row`."""

    row: int
    cells: Sequence[RawCell]
    title: str = ""
    inside: Sequence[Inside] = ()


@dataclass(slots=True)
class TextBuilder:
    """Paragraphs and tables in reading order; a blank line parts paragraphs, a table's rows stand a line each."""

    parts: list[Part] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    @property
    def last(self) -> str:
        """What was added last; empty at the beginning."""
        return self._pieces[-1] if self._pieces else ""

    def add(self, text: str, role: BlockRole | None = None, *, tight: bool = False) -> Extent | None:
        """One paragraph, `tight` where only a line break parts it from the one before; null where nothing is seen."""
        line = tidy(text)
        if not line:
            return None
        self._write(("\n" if tight else "\n\n") if self._length else "")
        start = self._length
        self._write(line)
        extent = Extent(start, self._length)
        self.parts.append(Part(extent, role))
        return extent

    def add_table(self, cells: Sequence[RawCell], title: str = "", inside: Sequence[Inside] = ()) -> None:
        """One table, its caption as a paragraph above it, what stands in its cells below their row.

        Raises `InputError` beyond `MAX_CELLS`.
        """
        waiting = [self._write_table(Inside(0, cells, title, inside))]
        while waiting:
            inner = next(waiting[-1], None)
            if inner is None:
                waiting.pop()
            else:
                waiting.append(self._write_table(inner))

    def _write_table(self, table: Inside) -> Iterator[Inside]:
        """Write a table row by row; what it yields stands between two of its rows and is written by the caller."""
        if sum(cell.rows * cell.columns for cell in table.cells) > MAX_CELLS:
            raise InputError(f"A table has more than {MAX_CELLS} cells; save the article's text alone.")
        above = self.add(table.title, "body")
        place = len(self.grids)
        placed: list[GridCell] = []
        gap = "\n\n"
        for line, inner in _by_rows(table):
            made = self._add_row(line, gap)
            gap = "\n" if made else gap
            placed += made
            for one in inner:
                yield one
                gap = "\n\n"
        if placed:
            self.grids.insert(place, Grid(tuple(placed), above))  # before those that stand in it

    def _add_row(self, line: Sequence[RawCell], gap: str) -> list[GridCell]:
        texts = [tidy(cell.text) for cell in line]
        if not any(texts):
            return []
        self._write(gap if self._length else "")
        made: list[GridCell] = []
        for number, (cell, text) in enumerate(zip(line, texts, strict=True)):
            self._write(_BAR if number else "")
            begin = self._length
            self._write(text)
            if text:
                extent = Extent(begin, self._length)
                made.append(GridCell(extent, cell.row, cell.column, cell.rows, cell.columns, cell.heading))
        self.parts.append(Part(Extent(made[0].extent.start, made[-1].extent.end), "body"))
        return made

    def _write(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)


def _by_rows(table: Inside) -> list[tuple[list[RawCell], list[Inside]]]:
    """The cells that begin in each row, and the tables that stand in it."""
    rows: dict[int, tuple[list[RawCell], list[Inside]]] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, ([], []))[0].append(cell)
    for inner in table.inside:
        rows.setdefault(inner.row, ([], []))[1].append(inner)
    return [row for _, row in sorted(rows.items(), key=lambda one: one[0])]


def place_rows(rows: Sequence[Sequence[tuple[str, int, int, bool]]]) -> list[RawCell]:
    """Cells (text, rowspan, colspan, heading) of each row put in their columns, as HTML does it.

    What that costs follows the cells, not the columns that they span. Raises `InputError` beyond `MAX_CELLS`.
    """
    hanging: list[RawCell] = []
    placed: list[RawCell] = []
    size = 0
    for number, row in enumerate(rows):
        hanging = [cell for cell in hanging if cell.row + cell.rows > number]
        above = iter(sorted(hanging, key=lambda cell: cell.column))
        next_above = next(above, None)
        column = 0
        for text, down, across, heading in row:
            while next_above is not None and next_above.column <= column:
                column = max(column, next_above.column + next_above.columns)
                next_above = next(above, None)
            down, across = max(1, min(down, len(rows) - number)), max(1, across)
            size += down * across
            if size > MAX_CELLS:
                raise InputError(f"A table has more than {MAX_CELLS} cells; save the article's text alone.")
            cell = RawCell(text, number, column, down, across, heading)
            placed.append(cell)
            if down > 1:
                hanging.append(cell)
            column += across
    return placed
