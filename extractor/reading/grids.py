"""What a table's rows and columns say of each of its values: headings, labels, unit, section, title.

It works on a grid of cells, whatever it was had from (markup, a document's table, lines of text). A column of running
numbers ("TT") holds no values, nor does a row that numbers the columns; "-" is no value (guide, section 3). What a
column is for is read in `grid_columns`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from extractor.reading.columns import (
    ROUND_UNIT,
    STATES_UNIT,
    all_in_brackets,
    is_part,
    numbers_columns,
    row_counts_nothing,
)
from extractor.reading.grid_cells import ORDINAL, Cell, CellValue
from extractor.reading.grid_columns import Columns, Row
from extractor.reading.model import TableCell
from extractor.text.article import Extent, Grid

_TIMES: Final = re.compile(
    r"(?:19|20)\d\d|\d{1,2} (?:tháng|quý)|(?:quý|tháng|kỳ|đợt) ?\d{1,2}|\d{1,2}[/-]\d{1,2}|\d ?= ?[\d()/+x*: -]{1,20}"
)
"""Numbers that a heading may hold: years, months, quarters, the formula of a column."""
_COUNT_IN_WORDS: Final = re.compile(r"\d")
_LONGEST_HEADING: Final = 90
"""Characters of a heading."""
_WIDEST: Final = 100
"""Columns of a table that is read; wider ones are no reports."""


@dataclass(frozen=True, slots=True)
class ReadGrid:
    """The values of one table, and the stretches whose numbers are none: headings, labels, running numbers.

    `shared` are values over several rows or columns that have words of their own: none of them can be given the value.
    """

    cells: tuple[TableCell, ...] = ()
    hidden: tuple[Extent, ...] = ()
    shared: tuple[Extent, ...] = ()


def read_grid(flat: str, grid: Grid, above: Extent | None = None) -> ReadGrid:
    """The values of one table. `above` is the line right over it, which may name its unit. Never raises."""
    rows = _matrix([Cell(flat, cell) for cell in grid.cells])
    titles = [grid.title] if grid.title is not None else []
    if above is not None and above not in titles:
        titles.insert(0, above)
    while len(rows) > 2 and len(_distinct(rows[0])) == 1 and len(rows[0]) > 1:
        titles.append(_distinct(rows[0])[0].extent)
        rows = rows[1:]
    if len(rows) < 2 or not 2 <= len(rows[0]) <= _WIDEST:
        return ReadGrid()
    head = _count_headings(rows)
    return _Table(flat, rows[:head], rows[head:], tuple(titles)).read()


def _matrix(cells: Sequence[Cell]) -> list[Row]:
    """Rows of equal length; a cell that spans stands at each of its places, but not beyond all others."""
    if not cells:
        return []
    last, width = max(cell.row + cell.rows for cell in cells), max(cell.column for cell in cells) + 1
    rows: list[Row] = [[None] * width for _ in range(last)]
    for cell in cells:
        columns = min(cell.columns, width - cell.column)
        for row in rows[cell.row : cell.row + cell.rows]:
            row[cell.column : cell.column + columns] = [cell] * columns
    return [row for number, row in enumerate(rows) if any(cell is not None and cell.row == number for cell in row)]


def _distinct(row: Row) -> list[Cell]:
    """The cells of a row, each once, empty ones left out."""
    return list(dict.fromkeys(cell for cell in row if cell is not None and not cell.is_empty))


def _count_headings(rows: Sequence[Row]) -> int:
    """How many rows at the top are headings: marked as such, of short words alone, or under a heading that parts."""
    count = above = 0
    for row in rows[:-1]:
        cells = _distinct(row)
        marked = bool(cells) and all(cell.heading for cell in cells)
        numbers = _numbers_columns(row) and (above > 0 or _is_wordy(rows[count + 1]))
        under = above == 0 or _parts(rows[count - 1])
        if not marked and not numbers and not (under and _is_wordy(row)):
            break
        count += 1
        above += not numbers
    return count


def _parts(row: Row) -> bool:
    """Whether a heading row has headings over several columns: the row below it is a heading too."""
    return any(cell.columns > 1 for cell in _distinct(row))


def _is_wordy(row: Row) -> bool:
    """Whether a row fills most columns with short words and years, as headings do."""
    cells = _distinct(row)
    full = sum(cell is not None and not cell.is_empty for cell in row)
    words = [cell for cell in cells if cell.is_text]
    if not words or full * 2 <= len(row) or (full <= 2 and full < len(row)):
        return False
    short = all(len(cell.flat) <= _LONGEST_HEADING for cell in cells)
    return short and all(cell.is_year or not _COUNT_IN_WORDS.search(_TIMES.sub(" ", cell.flat)) for cell in cells)


def _numbers_columns(row: Row) -> bool:
    """Whether a row only numbers the columns."""
    return numbers_columns([cell.flat for cell in _distinct(row)])


class _Table:
    """Heading rows and body rows of one table, and what each column is for."""

    def __init__(self, flat: str, head: Sequence[Row], body: Sequence[Row], titles: tuple[Extent, ...]) -> None:
        self.flat = flat
        self.head = [row for row in head if not _numbers_columns(row)]
        self.numbered = [row for row in head if _numbers_columns(row)]
        self.body = body
        self.width = len((head or body)[0])
        self.columns = Columns(self.head, body, self.width)
        self.titles = titles + self._stated_units(titles)

    def read(self) -> ReadGrid:
        """The values of the body, each with what is said of it."""
        columns = self.columns
        first = columns.first_value
        if first is None:
            return ReadGrid()
        found: list[TableCell] = []
        hidden = [cell.extent for row in (*self.head, *self.numbered) for cell in _distinct(row)]
        hidden += [one for title in self.titles for one in self._round_units(title)]
        section: tuple[Extent, ...] = ()
        whole: tuple[Extent, ...] = ()
        shared = frozenset(cell for cell in (*self._over_rows(), *self._over_columns()) if columns.is_value(cell))
        seen: set[Cell] = set()
        for row in self.body:
            cells = [cell for cell in _distinct(row) if cell not in seen]
            if self._is_furniture(row):
                hidden += [cell.extent for cell in cells]
                continue
            seen.update(cell for cell in cells if cell.rows > 1 and columns.is_value(cell))
            hidden += [cell.extent for cell in cells if cell.column in columns.explained]
            values = [cell for cell in cells if columns.is_value(cell)]
            hidden += [cell.name for cell in cells if cell.column < first and cell not in values]
            if not values:
                words = [cell.extent for cell in cells if cell.is_text and cell.column not in columns.explained]
                short = len(cells) <= 2 and len(words) == 1
                section, whole = (tuple(words) if short else section), ()
                continue
            label = next((row[at] for at in sorted(columns.texts) if row[at] is not None), None)
            part = label is not None and is_part(label.flat)
            whole = whole if part or label is None else (label.extent,)
            begun = [cell.extent for cell in cells if cell.row == max(one.row for one in cells)]
            extent = Extent(min(one.start for one in begun), max(one.end for one in begun))
            own = [cell for cell in values if cell not in shared]
            uncounted = [cell for cell in own if self._row_counts_nothing(row, cell)]
            hidden += [cell.extent for cell in uncounted]
            for cell in own:
                found += (
                    [] if cell in uncounted else self._values(row, cell, extent, (*section, *(whole if part else ())))
                )
        return ReadGrid(tuple(found), tuple(hidden), tuple(cell.extent for cell in shared))

    def _row_counts_nothing(self, row: Row, cell: Cell) -> bool:
        """Whether the row's own label names numbers that count nothing ("Điện thoại")."""
        labels = self._labels(row, cell.column)
        return bool(labels) and row_counts_nothing(labels[-1].flat)

    def _is_furniture(self, row: Row) -> bool:
        """Whether a row of the body numbers the columns once more, in brackets."""
        cells = [cell.flat for cell in _distinct(row)]
        return numbers_columns(cells) and all_in_brackets(cells)

    def _round_units(self, title: Extent) -> Iterator[Extent]:
        """Where a title states the unit in a round number ("ĐVT: 1.000 đồng")."""
        for match in ROUND_UNIT.finditer(self.flat, title.start, title.end):
            yield Extent(match.start(), match.end())

    def _over_rows(self) -> Iterator[Cell]:
        """The cells over several rows whose labels differ."""
        labels: dict[Cell, set[tuple[Cell, ...]]] = {}
        for row in self.body:
            for cell in _distinct(row):
                if cell.rows > 1:
                    labels.setdefault(cell, set()).add(tuple(self._labels(row, cell.column)))
        yield from (cell for cell, said in labels.items() if len(said) > 1)

    def _over_columns(self) -> Iterator[Cell]:
        """The cells over several columns whose headings differ."""
        for row in self.body:
            for cell in _distinct(row):
                columns = range(cell.column, min(cell.column + cell.columns, self.width))
                if len({self._headings_over(column) for column in columns}) > 1:
                    yield cell

    def _stated_units(self, titles: tuple[Extent, ...]) -> tuple[Extent, ...]:
        """The headings over the labels that name the table's unit ("ĐVT: triệu đồng")."""
        corner = (row[column] for row in self.head for column in sorted(self.columns.texts))
        return tuple(
            dict.fromkeys(
                one.extent for one in corner if one and STATES_UNIT.match(one.flat) and one.extent not in titles
            )
        )

    def _values(self, row: Row, cell: Cell, extent: Extent, section: tuple[Extent, ...]) -> Iterator[TableCell]:
        labels = self._labels(row, cell.column)
        if not (labels or section):
            return
        own = labels[-1].extent if labels else section[-1]
        thousands = self.columns.parts_thousands(cell)
        for value in cell.values or (CellValue(cell.extent),):
            headings = self._headings(cell) + ((value.note,) if value.note is not None else ())
            yield TableCell(
                extent=value.extent,
                row=extent,
                label=own,
                column=headings[-1] if headings else None,
                unit=value.unit or self._unit(row),
                headings=headings,
                labels=(*section, *(one.extent for one in labels)) if labels else section,
                titles=self.titles,
                negative=value.negative or value.bracketed,
                box=cell.extent,
                thousands=thousands,
            )

    def _headings(self, cell: Cell) -> tuple[Extent, ...]:
        """The headings over a cell, the outermost first."""
        return self._headings_over(cell.column)

    def _headings_over(self, column: int) -> tuple[Extent, ...]:
        over = [row[column] for row in self.head]
        return tuple(dict.fromkeys(one.extent for one in over if one is not None and not one.is_empty))

    def _labels(self, row: Row, column: int) -> list[Cell]:
        """The words to the left of a value: the text columns nearest to it, in order."""
        found: list[Cell] = []
        for place in range(column - 1, -1, -1):
            cell = row[place]
            if place in self.columns.texts:
                if cell is not None and not cell.is_empty and cell not in found:
                    found.insert(0, cell)
            elif found and place not in self.columns.units | self.columns.ordinals:
                break
        beside = [row[place] for place in sorted(self.columns.ordinals) if place < column] if not found else []
        return found or [cell for cell in beside if cell is not None and not ORDINAL.fullmatch(cell.flat)]

    def _unit(self, row: Row) -> Extent | None:
        cells = (row[column] for column in sorted(self.columns.units))
        return next((cell.extent for cell in cells if cell is not None and not cell.is_empty), None)
