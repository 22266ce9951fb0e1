"""What a table's rows and columns say of each of its values: headings, labels, unit, section, title.

It works on a grid of cells, whatever it was had from (markup, a document's table, lines of text). A column of running
numbers ("TT") holds no values, nor does a row that numbers the columns; "-" is no value (guide, section 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from extractor.reading.grid_cells import ORDINAL, UNIT, Cell
from extractor.reading.model import TableCell
from extractor.text.article import Extent, Grid

_ORDINAL_HEADING: Final = re.compile(r"(?:s?tt|số tt|số thứ tự|#|no\.?|stt\.?)")
_UNIT_HEADING: Final = re.compile(r"\(?(?:đvt|đơn vị tính|đơn vị)\)?")
_STATES_UNIT: Final = re.compile(r"\(?(?:đvt|đơn vị tính|đơn vị) ?: ?[^\W\d_]")
_NOTE_HEADING: Final = re.compile(r"(?:ghi chú|chú thích|nguồn)")
_COLUMN_NUMBER: Final = re.compile(r"[(\[]?(\d{1,2}|[a-g])[)\]]?(?: ?= ?[\d()/+x*: %-]{1,20})?")
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


_Row = list["Cell | None"]


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
    return _Table(rows[:head], rows[head:], tuple(titles)).read()


def _matrix(cells: Sequence[Cell]) -> list[_Row]:
    """Rows of equal length; a cell that spans stands at each of its places, but not beyond all others."""
    if not cells:
        return []
    last, width = max(cell.row + cell.rows for cell in cells), max(cell.column for cell in cells) + 1
    rows: list[_Row] = [[None] * width for _ in range(last)]
    for cell in cells:
        columns = min(cell.columns, width - cell.column)
        for row in rows[cell.row : cell.row + cell.rows]:
            row[cell.column : cell.column + columns] = [cell] * columns
    return [row for number, row in enumerate(rows) if any(cell is not None and cell.row == number for cell in row)]


def _distinct(row: _Row) -> list[Cell]:
    """The cells of a row, each once, empty ones left out."""
    return list(dict.fromkeys(cell for cell in row if cell is not None and not cell.is_empty))


def _count_headings(rows: Sequence[_Row]) -> int:
    """How many rows at the top are headings: marked as such, of short words alone, or under a heading that parts."""
    count = 0
    for row in rows[:-1]:
        cells = _distinct(row)
        marked = bool(cells) and all(cell.heading for cell in cells)
        under = count == 0 or _parts(rows[count - 1])
        if not marked and not (under and _is_wordy(row)) and not (count and _numbers_columns(row)):
            break
        count += 1
    return count


def _parts(row: _Row) -> bool:
    """Whether a heading row has headings over several columns: the row below it is a heading too."""
    return any(cell.columns > 1 for cell in _distinct(row))


def _is_wordy(row: _Row) -> bool:
    """Whether a row fills most columns with short words and years, as headings do."""
    cells = _distinct(row)
    full = sum(cell is not None and not cell.is_empty for cell in row)
    words = [cell for cell in cells if cell.is_text]
    if not words or full * 2 <= len(row) or (full <= 2 and full < len(row)):
        return False
    short = all(len(cell.flat) <= _LONGEST_HEADING for cell in cells)
    return short and all(cell.is_year or not _COUNT_IN_WORDS.search(_TIMES.sub(" ", cell.flat)) for cell in cells)


def _numbers_columns(row: _Row) -> bool:
    """Whether a row only numbers the columns ("1 2 3 4", "A B 1 2=1/3")."""
    matches = [_COLUMN_NUMBER.fullmatch(cell.flat) for cell in _distinct(row)]
    if len(matches) < 3 or any(match is None for match in matches):
        return False
    numbers = [int(match[1]) for match in matches if match and match[1].isdigit()]
    return len(numbers) >= 2 and numbers[0] == 1 and numbers == list(range(1, len(numbers) + 1))


class _Table:
    """Heading rows and body rows of one table, and what each column is for."""

    def __init__(self, head: Sequence[_Row], body: Sequence[_Row], titles: tuple[Extent, ...]) -> None:
        self.head = [row for row in head if not _numbers_columns(row)]
        self.numbered = [row for row in head if _numbers_columns(row)]
        self.body = body
        self.width = len((head or body)[0])
        self.titles = titles + self._stated_units(titles)

    def read(self) -> ReadGrid:
        """The values of the body, each with what is said of it."""
        if self.first_value is None:
            return ReadGrid()
        found: list[TableCell] = []
        hidden = [cell.extent for row in (*self.head, *self.numbered) for cell in _distinct(row)]
        section: tuple[Extent, ...] = ()
        shared = frozenset(cell for cell in (*self._over_rows(), *self._over_columns()) if self._is_value(cell))
        seen: set[Cell] = set()
        for row in self.body:
            cells = [cell for cell in _distinct(row) if cell not in seen]
            seen.update(cell for cell in cells if cell.rows > 1 and self._is_value(cell))
            hidden += [cell.extent for cell in cells if cell.column in self.ordinals]
            values = [cell for cell in cells if self._is_value(cell)]
            hidden += [cell.extent for cell in cells if cell.column < self.first_value and cell not in values]
            if not values:
                words = [cell.extent for cell in cells if cell.is_text and cell.column not in self.ordinals]
                short = len(cells) <= 2 and len(words) == 1
                section = tuple(words) if short else section
                continue
            begun = [cell.extent for cell in cells if cell.row == max(one.row for one in cells)]
            extent = Extent(min(one.start for one in begun), max(one.end for one in begun))
            own = [cell for cell in values if cell not in shared]
            found += [made for cell in own for made in self._values(row, cell, extent, section)]
        return ReadGrid(tuple(found), tuple(hidden), tuple(cell.extent for cell in shared))

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
        corner = (row[column] for row in self.head for column in sorted(self.text_columns))
        return tuple(
            dict.fromkeys(
                one.extent for one in corner if one and _STATES_UNIT.match(one.flat) and one.extent not in titles
            )
        )

    def _values(self, row: _Row, cell: Cell, extent: Extent, section: tuple[Extent, ...]) -> Iterator[TableCell]:
        labels = self._labels(row, cell.column)
        if not (labels or section):
            return
        own = labels[-1].extent if labels else section[-1]
        for value in cell.values:
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
                negative=value.negative,
                box=cell.extent,
            )

    def _headings(self, cell: Cell) -> tuple[Extent, ...]:
        """The headings over a cell, the outermost first."""
        return self._headings_over(cell.column)

    def _headings_over(self, column: int) -> tuple[Extent, ...]:
        over = [row[column] for row in self.head]
        return tuple(dict.fromkeys(one.extent for one in over if one is not None and not one.is_empty))

    def _labels(self, row: _Row, column: int) -> list[Cell]:
        """The words to the left of a value: the text columns nearest to it, in order."""
        found: list[Cell] = []
        for place in range(column - 1, -1, -1):
            cell = row[place]
            if place in self.text_columns:
                if cell is not None and not cell.is_empty and cell not in found:
                    found.insert(0, cell)
            elif found and place not in self.units | self.ordinals:
                break
        beside = [row[place] for place in sorted(self.ordinals) if place < column] if not found else []
        return found or [cell for cell in beside if cell is not None and not ORDINAL.fullmatch(cell.flat)]

    def _unit(self, row: _Row) -> Extent | None:
        cells = (row[column] for column in sorted(self.units))
        return next((cell.extent for cell in cells if cell is not None and not cell.is_empty), None)

    def _is_value(self, cell: Cell) -> bool:
        return cell.value is not None and cell.column not in self.ordinals | self.text_columns | self.units

    def _column(self, column: int) -> list[Cell]:
        """The body's cells of a column, empty ones left out."""
        cells = dict.fromkeys(row[column] for row in self.body)
        return [cell for cell in cells if cell is not None and not cell.is_empty and cell.columns == 1]

    def _heading_words(self, column: int) -> list[str]:
        return [cell.flat for row in self.head if (cell := row[column]) is not None]

    @cached_property
    def ordinals(self) -> frozenset[int]:
        """Columns of running numbers."""
        return frozenset(column for column in range(self.width - 1) if self._runs(column))

    def _runs(self, column: int) -> bool:
        if any(_ORDINAL_HEADING.fullmatch(words) for words in self._heading_words(column)):
            return True
        cells = self._column(column)
        numbers = [cell.number for cell in cells if cell.number is not None]
        beside = self._column(column + 1)
        if column > 0 or len(numbers) < 2 or any(ORDINAL.fullmatch(cell.flat) is None for cell in cells):
            return False
        rising = all(later == earlier + 1 or later == 1 for earlier, later in pairwise(numbers))
        return rising and numbers[0] == 1 and sum(cell.is_text for cell in beside) * 2 > len(beside)

    @cached_property
    def units(self) -> frozenset[int]:
        """Columns that name the unit of their row."""
        return frozenset(column for column in range(1, self.width) if self._names_units(column))

    def _names_units(self, column: int) -> bool:
        cells = self._column(column)
        headed = any(_UNIT_HEADING.fullmatch(words) for words in self._heading_words(column))
        if not cells or any(cell.value and not (headed and UNIT.fullmatch(cell.flat)) for cell in cells):
            return False
        units = sum(UNIT.fullmatch(cell.flat) is not None for cell in cells)
        return units * 2 > len(cells) or (headed and units > 0)

    @cached_property
    def text_columns(self) -> frozenset[int]:
        """Columns of labels: mostly words, or the years of a table whose rows are years; notes left out."""
        found: set[int] = set()
        for column in range(self.width):
            cells = self._column(column)
            if not cells or column in self.ordinals or column in self.units:
                continue
            if any(_NOTE_HEADING.match(words) for words in self._heading_words(column)):
                continue
            words = sum(cell.is_text for cell in cells)
            years = sum(cell.is_year for cell in cells)
            first = not found and all(one in self.ordinals for one in range(column))
            if words * 2 > len(cells) or (first and (words + years) * 2 > len(cells)):
                found.add(column)
        return frozenset(found)

    @cached_property
    def first_value(self) -> int | None:
        """The first column that holds values; null where there is none to the right of a label."""
        labelled = min(self.text_columns, default=None)
        if labelled is None:
            return None
        columns = (
            cell.column
            for row in self.body
            for cell in _distinct(row)
            if self._is_value(cell) and cell.column > labelled
        )
        return min(columns, default=None)
