"""Tables, found: those that the markup knows, and those flattened into lines of text.

Flattened ones are a cell a line, or a row a line with its cells parted by tabs, bars or wide gaps (those parted by
single spaces are in `torn_tables`). Either becomes a grid of cells; what its rows and columns say is read in `grids`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractor.reading.columns import numbers_columns
from extractor.reading.grid_cells import UNIT
from extractor.reading.grids import ReadGrid, read_grid
from extractor.reading.headed_runs import SECTION_MARK, headed_run
from extractor.reading.model import Block, TableCell
from extractor.reading.quantities import parse_mention
from extractor.reading.torn_tables import torn_tables
from extractor.text.article import Extent, Grid, GridCell
from extractor.text.flat import flatten
from extractor.text.record import record

_NOTHING: Final = re.compile(r"[-–—]|")
_SPLIT: Final = re.compile(r"\t+| *\| *| {2,}")
_SPLITTING: Final = ("|", "  ", "\t")
_DASHED: Final = re.compile(r" [-–—] ")
_DASH: Final = (" - ", " – ", " — ")
_RULE: Final = re.compile(r"[\s|:+=-]+")
"""The line under the headings of a table drawn with bars."""
_ENDED: Final = re.compile(r"[.;:!?…]$")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_LONGEST_CELL: Final = 90
_LONGEST_TITLE: Final = 160
_FEWEST_NUMBERS: Final = 4
"""A run of lines is a table from this many numeric cells on."""
_FEWEST_NUMBERED: Final = 3
"""Cells that number the columns one below the other."""
_WIDEST: Final = 12
"""Columns of a table with a cell a line."""
_LONGEST_RUN: Final = 2_000
"""Lines of one such table."""
_ROLES: Final = frozenset(["body", "lead", "caption", "furniture"])


@record
class _Cell:
    """A piece of a line that may be a cell."""

    extent: Extent
    flat: str

    @property
    def numeric(self) -> bool:
        """Whether the cell is a number and nothing else."""
        return any(char.isdigit() for char in self.flat) and parse_mention(self.flat.lstrip("+-")) is not None

    @property
    def empty(self) -> bool:
        """Whether the cell says that there is nothing."""
        return _NOTHING.fullmatch(self.flat) is not None

    @property
    def unit(self) -> bool:
        """Whether the cell is a unit and nothing else."""
        return UNIT.fullmatch(self.flat) is not None


@dataclass(frozen=True, slots=True)
class Tables:
    """What an article's tables hold: their values, the stretches whose numbers are none, and where each stands."""

    cells: tuple[TableCell, ...] = ()
    hidden: tuple[Extent, ...] = ()
    extents: tuple[Extent, ...] = ()
    shared: tuple[Extent, ...] = ()
    """Values that no row can be given."""


def read_tables(text: str, blocks: Iterable[Block], grids: Sequence[Grid] = ()) -> Tables:
    """Every value of the article's tables, in order; `grids` are those that the markup knows. Never raises."""
    flat = flatten(text.replace("\u00a0\u00a0", "\t\t"))
    extents = [block.extent for block in blocks if block.role in _ROLES and block.extent.end > block.extent.start]
    found: list[tuple[Extent, ReadGrid]] = []
    places = [Extent(min(c.extent.start for c in g.cells), max(c.extent.end for c in g.cells)) for g in grids]
    rows = frozenset(cell.extent.start for grid in grids for cell in grid.cells)
    for place, grid in zip(places, grids, strict=True):
        found.append((place, read_grid(flat, grid, _above(extents, place.start, rows))))
    known = frozenset(places)
    runs = list(_runs(extents, known))
    unread: list[Extent] = []
    for run in runs:
        for torn in torn_tables(text, flat, run) if "%" in flat or "tỷ lệ" in flat else ():
            unread += torn.unread
            if torn.grid is not None:
                found.append((torn.place, read_grid(flat, torn.grid, _above(extents, torn.place.start))))
        for place, grid in (*_row_tables(flat, run), *_dashed_tables(flat, run)):
            found.append((place, read_grid(flat, grid, _above(extents, place.start))))
        for place, grid, ordinals in _column_tables(flat, run):
            read = read_grid(flat, grid, _above(extents, place.start))
            found.append((place, replace(read, hidden=(*read.hidden, *ordinals)) if read.cells else read))
    found = [(place, read) for place, read in found if read.cells or place in known]
    cells = {cell.extent: cell for _, read in found for cell in read.cells}
    return Tables(
        cells=tuple(cells[extent] for extent in sorted(cells)),
        hidden=tuple(sorted(extent for _, read in found for extent in read.hidden)),
        extents=tuple(sorted(place for place, read in found if read.cells)),
        shared=tuple(sorted([*unread, *(extent for _, read in found for extent in read.shared)])),
    )


def _above(extents: Sequence[Extent], start: int, rows: Collection[int] = ()) -> Extent | None:
    """The short line right over a table that is no row of another: those begin at `rows`."""
    at = bisect_right(extents, start, key=lambda extent: extent.end)
    line = extents[at - 1] if at else None
    return line if line is not None and len(line) <= _LONGEST_TITLE and line.start not in rows else None


def _runs(extents: Sequence[Extent], known: Iterable[Extent]) -> Iterator[list[Extent]]:
    """The blocks between the tables that the markup knows."""
    run: list[Extent] = []
    ahead = iter([*sorted(known), None])
    table = next(ahead)
    for extent in extents:
        while table is not None and table.end <= extent.start:
            table = next(ahead)
            yield run
            run = []
        if table is None or not table.overlaps(extent):
            run.append(extent)
    yield run


def _row_tables(flat: str, extents: Sequence[Extent]) -> Iterator[tuple[Extent, Grid]]:
    """Tables whose rows are lines, the first of them headings."""
    rows: list[list[_Cell]] = []
    for extent in [*extents, None]:
        cells = [] if extent is None else _cells_of_line(flat, extent)
        if extent is not None and rows and _RULE.fullmatch(flat, extent.start, extent.end):
            continue
        if len(cells) >= 2:
            rows.append(cells)
            continue
        if len(rows) >= 2:
            yield from _row_grid(rows)
        rows = []


def _dashed_tables(flat: str, extents: Sequence[Extent]) -> Iterator[tuple[Extent, Grid]]:
    """Tables whose cells are parted by dashes: a heading, then rows of a name and nothing but numbers, all as wide."""
    rows: list[list[_Cell]] = []
    for extent in [*extents, None]:
        cells = [] if extent is None or len(extent) > _LONGEST_TITLE else _cells_of_line(flat, extent, _DASHED, _DASH)
        if len(cells) > 2 and (not rows or (len(cells) == len(rows[0]) and _is_named_row(cells))):
            rows.append(cells)
            continue
        if len(rows) > 2 and not any(map(_is_count, rows[0])):
            yield from _row_grid(rows)
        rows = [cells] if len(cells) > 2 else []


def _is_named_row(cells: Sequence[_Cell]) -> bool:
    return not cells[0].numeric and all(cell.numeric or cell.empty for cell in cells[1:])


def _row_grid(rows: Sequence[Sequence[_Cell]]) -> Iterator[tuple[Extent, Grid]]:
    """The grid of adjacent rows; without a heading they are no table. Short rows are set to the right."""
    numbered = [numbers_columns([cell.flat for cell in row]) for row in rows]
    first = next((n for n, row in enumerate(rows) if _holds_values(row) and not numbered[n]), 0)
    head = next((n for n in range(first - 1, -1, -1) if not numbered[n]), None)
    if head is None or any(map(_is_count, rows[head])):
        return
    while head and numbered[head - 1]:
        head -= 1
    rows = rows[head:]
    width = max(len(row) for row in rows)
    placed: list[GridCell] = []
    for number, row in enumerate(rows):
        gap = width - len(row)
        moved = 1 if gap and len(row) > 1 and not row[0].numeric else 0
        for index, cell in enumerate(row):
            column = index if index < moved or not gap else index + gap
            if cell.extent.end > cell.extent.start:
                placed.append(GridCell(cell.extent, number, column))
    if placed:
        yield Extent(placed[0].extent.start, placed[-1].extent.end), Grid(tuple(placed))


def _holds_values(row: Sequence[_Cell]) -> bool:
    counts = sum(map(_is_count, row))
    return counts > 0 and (counts + sum(cell.empty for cell in row)) * 2 >= min(len(row), 4)


def _is_count(cell: _Cell) -> bool:
    return cell.numeric and not _YEAR.fullmatch(cell.flat)


def _cells_of_line(
    flat: str, extent: Extent, split: re.Pattern[str] = _SPLIT, marks: Sequence[str] = _SPLITTING
) -> list[_Cell]:
    if all(flat.find(mark, extent.start, extent.end) < 0 for mark in marks):
        return []
    cells: list[_Cell] = []
    start = extent.start
    for gap in [*split.finditer(flat, extent.start, extent.end), None]:
        end = gap.start() if gap else extent.end
        piece = flat[start:end]
        stripped = piece.strip()
        if stripped or (gap and cells):
            offset = start + (len(piece) - len(piece.lstrip()))
            cells.append(_Cell(Extent(offset, offset + len(stripped)), stripped))
        start = gap.end() if gap else end
    return cells


def _column_tables(flat: str, extents: Sequence[Extent]) -> Iterator[tuple[Extent, Grid, Sequence[Extent]]]:
    """Tables with a cell a line, each with the running numbers left out of it: short lines with numbers among them."""
    run: list[_Cell] = []
    for extent in [*extents, None]:
        cell = None
        if extent is not None:
            words = flat[extent.start : extent.end]
            if len(words) <= _LONGEST_CELL and not _ENDED.search(words) and not _SPLIT.search(words):
                cell = _Cell(extent, words)
        if cell is not None:
            run.append(cell)
            continue
        if sum(one.numeric for one in run) >= _FEWEST_NUMBERS and len(run) <= _LONGEST_RUN:
            if (headed := headed_run(run)) is not None:
                yield (*headed, ())
                run = []
                continue
            numbers = _column_numbers(run)
            cells = [cell for cell in run if cell not in numbers]
            rows, ordinals = _even_rows(cells), list[Extent]()
            if not rows:
                counted = _without_ordinals(cells)
                kept = {cell.extent for cell in counted}
                rows, ordinals = _uneven_rows(counted), [cell.extent for cell in cells if cell.extent not in kept]
            if rows:
                width = max(len(numbers), *(len(row) for row in rows))
                furniture = [[*numbers, *[None] * (width - len(numbers))]] if numbers else []
                yield (*_grid_of([*rows[:1], *furniture, *rows[1:]]), ordinals)
        run = []


def _column_numbers(run: Sequence[_Cell]) -> list[_Cell]:
    """The cells of a run that number the columns in brackets: "(1)", "(2)", "(3)"."""
    first = next((n for n, cell in enumerate(run) if cell.flat == "(1)"), len(run))
    end = first
    while end < len(run) and run[end].flat == f"({end - first + 1})":
        end += 1
    return list(run[first:end]) if end - first >= _FEWEST_NUMBERED else []


def _grid_of(rows: Sequence[Sequence[_Cell | None]]) -> tuple[Extent, Grid]:
    placed = [
        GridCell(cell.extent, number, column)
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
        if cell is not None
    ]
    return Extent(placed[0].extent.start, placed[-1].extent.end), Grid(tuple(placed))


def _even_rows(run: Sequence[_Cell]) -> list[list[_Cell | None]]:
    """The rows of a run that is cut evenly: headings, then rows whose columns are each of one kind."""
    first = next((n for n, cell in enumerate(run) if cell.numeric and not _YEAR.fullmatch(cell.flat)), len(run))
    for width in range(min(_WIDEST, first), 1, -1):
        for start in range(min(4, first - width + 1)):
            for left in range(3):
                body = run[start + width : len(run) - left]
                if len(body) >= 2 * width and len(body) % width == 0 and _is_even(body, width):
                    rows = [run[start : start + width]]
                    rows += [body[n : n + width] for n in range(0, len(body), width)]
                    return [list(row) for row in rows]
    return []


def _is_even(body: Sequence[_Cell], width: int) -> bool:
    """Whether each column is numbers or words throughout, words or years before the first column of values."""
    kinds: list[str] = []
    for column in range(width):
        cells = [cell for cell in body[column::width] if not cell.empty]
        if cells and not column and all(_YEAR.fullmatch(cell.flat) for cell in cells):
            kinds.append("words")
            continue
        numbers = sum(cell.numeric for cell in cells)
        if cells and 0 < numbers < len(cells):
            return False
        kinds.append("number" if numbers else "words" if cells else "nothing")
    lead = kinds[1:] if kinds[0] == "number" else kinds
    return lead[0] == "words" and "number" in lead


def _uneven_rows(cells: Sequence[_Cell]) -> list[list[_Cell | None]]:
    """The rows of a run with gaps and without running numbers: a label, perhaps a unit, as many numbers (or dashes)
    as there are columns.
    """
    rows: list[tuple[int, _Cell | None, list[_Cell]]] = []
    index = 0
    while index < len(cells):
        label = index
        index += 1
        if cells[label].numeric or cells[label].empty or cells[label].unit:
            continue
        unit = None
        if index < len(cells) and cells[index].unit and not cells[index].numeric:
            unit = cells[index]
            index += 1
        after = index
        while after < len(cells) and (cells[after].numeric or cells[after].empty):
            after += 1
        if any(cell.numeric for cell in cells[index:after]):
            rows.append((label, unit, list(cells[index:after])))
            index = after
    width = max((len(numbers) for _, _, numbers in rows), default=0)
    if len(rows) < 2 or width < 2:
        return []
    above = cells[: next((n for n, cell in enumerate(cells[: rows[0][0]]) if n and _is_mark(cell)), rows[0][0])]
    header = [cell for cell in above if not _is_count(cell)][-width:]
    made: list[list[_Cell | None]] = []
    if len(header) == width:
        made.append([None, None, *header])
    for label, unit, numbers in rows:
        made.append([cells[label], unit, *numbers])
    return made


def _is_mark(cell: _Cell) -> bool:
    """Whether a cell is the number of a section ("I", "B")."""
    return SECTION_MARK.fullmatch(cell.flat) is not None


def _without_ordinals(cells: Sequence[_Cell]) -> list[_Cell]:
    """The run without its running numbers: those that count 1, 2, 3 … right before a label, anew after a section."""
    places = [n for n, cell in enumerate(cells[:-1]) if cell.numeric and not cells[n + 1].numeric]
    places = [n for n in places if not (cells[n + 1].empty or cells[n + 1].unit or _is_mark(cells[n + 1]))]
    begun = {n + 2 for n, cell in enumerate(cells) if _is_mark(cell)}
    counted = [n for n in places if cells[n].flat.isdigit()]
    expected, found = 1, []
    for place in counted:
        number = int(cells[place].flat[:9])
        if number == expected or (number == 1 and place in begun):
            found.append(place)
            expected = number + 1
    if len(found) < 2 or found[0] != counted[0]:
        return list(cells)
    dropped = frozenset(found)
    return [cell for n, cell in enumerate(cells) if n not in dropped]
