"""Tables flattened into lines: a cell a line, or a row a line with its cells parted by tabs, bars or wide gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from extractor.article import Extent
from extractor.reading.model import Block, TableCell
from extractor.vietnamese.flat import flatten

_NUMBER: Final = re.compile(r"[-+]?\d[\d.,]*(?: ?%)?|\d+/\d+")
_NOTHING: Final = re.compile(r"[-–—]|")
_UNIT: Final = re.compile(
    r"\(?(?:đvt: ?)?(?:(?:nghìn |triệu |tỷ )?đồng|tỷ|triệu|(?:triệu |nghìn )?usd|%|người|đảng viên|tổ "
    r"chức|chi bộ|đồng chí|đ/c|lớp|học viên|cuộc|lượt|lượt người|tccsđ|cơ sở|đơn vị|doanh nghiệp|vụ"
    r"|đơn|hộ|nhà|căn)\)?"
)
_SPLIT: Final = re.compile(r"\t+| *\| *| {2,}")
_YEAR: Final = re.compile(r"(?:năm )?(?:19|20)\d{2}")
_LONGEST_CELL: Final = 90
_FEWEST_NUMBERS: Final = 4
"""A run of lines is a table from this many numeric cells on."""


@dataclass(frozen=True, slots=True)
class _Cell:
    extent: Extent
    flat: str

    @property
    def numeric(self) -> bool:
        return _NUMBER.fullmatch(self.flat) is not None

    @property
    def empty(self) -> bool:
        return _NOTHING.fullmatch(self.flat) is not None

    @property
    def unit(self) -> bool:
        return _UNIT.fullmatch(self.flat) is not None


def _cells_of_line(flat: str, extent: Extent) -> list[_Cell]:
    cells: list[_Cell] = []
    start = extent.start
    for gap in [*_SPLIT.finditer(flat, extent.start, extent.end), None]:
        end = gap.start() if gap else extent.end
        piece = flat[start:end]
        stripped = piece.strip()
        if stripped or gap:
            offset = start + (len(piece) - len(piece.lstrip()))
            cells.append(_Cell(Extent(offset, offset + len(stripped)), stripped))
        start = gap.end() if gap else end
    return cells


def read_tables(text: str, blocks: Iterable[Block]) -> tuple[TableCell, ...]:
    """Every numeric cell of the article's tables, in order. Never raises, whatever the text."""
    flat = flatten(text.replace("\u00a0\u00a0", "\t\t"))
    extents = [
        b.extent for b in blocks if b.role in ("body", "lead", "caption", "furniture") and b.extent.end > b.extent.start
    ]
    found = [*_row_tables(flat, extents), *_column_tables(flat, extents)]
    return tuple(sorted(found, key=lambda cell: cell.extent))


def _row_tables(flat: str, extents: Sequence[Extent]) -> list[TableCell]:
    """Tables whose rows are lines."""
    found: list[TableCell] = []
    header: list[_Cell] = []
    for extent in extents:
        cells = _cells_of_line(flat, extent) if _SPLIT.search(flat, extent.start, extent.end) else []
        numbers = [cell for cell in cells if cell.numeric]
        if len(cells) < 3 or len(numbers) + sum(cell.empty for cell in cells) < 2:
            header = cells if len(cells) >= 2 and not numbers else []
            continue
        if not numbers or (cells[0].numeric and len(cells) > 1 and not cells[1].numeric):
            cells = cells[1:]  # a number of the row
        if not header or (cells[0].numeric and not _YEAR.fullmatch(cells[0].flat)):
            continue
        found += _row(cells, header, extent)
    return found


def _row(cells: Sequence[_Cell], header: Sequence[_Cell], row: Extent) -> list[TableCell]:
    label = cells[0]
    unit = next((cell for cell in cells[1:] if cell.unit and not cell.numeric), None)
    made: list[TableCell] = []
    for back, cell in enumerate(reversed(cells[1:])):
        if not cell.numeric:
            continue
        column = header[len(header) - 1 - back] if back < len(header) else None
        made.append(
            TableCell(cell.extent, row, label.extent, column.extent if column else None, unit.extent if unit else None)
        )
    return made


def _column_tables(flat: str, extents: Sequence[Extent]) -> list[TableCell]:
    """Tables with a cell a line: runs of short lines with numbers among them."""
    found: list[TableCell] = []
    run: list[_Cell] = []
    for extent in [*extents, None]:
        cell = None
        if extent is not None:
            words = flat[extent.start : extent.end]
            if len(words) <= _LONGEST_CELL and not re.search(r"[.;:!?…]$", words) and not _SPLIT.search(words):
                cell = _Cell(extent, words)
        if cell is not None:
            run.append(cell)
            continue
        if sum(c.numeric for c in run) >= _FEWEST_NUMBERS:
            found += _run(run)
        run = []
    return found


def _run(cells: Sequence[_Cell]) -> list[TableCell]:
    """The rows of one run: a label, perhaps a unit, then as many numbers (or dashes) as the table has columns."""
    rows: list[tuple[int, int, list[int]]] = []
    index = 0
    while index < len(cells):
        if cells[index].numeric or cells[index].empty or cells[index].unit:
            index += 1
            continue
        after = index + 1
        if after < len(cells) and cells[after].unit and not cells[after].numeric:
            after += 1
        numbers: list[int] = []
        while after < len(cells) and (cells[after].numeric or cells[after].empty):
            numbers.append(after)
            after += 1
        if any(cells[n].numeric for n in numbers):
            rows.append((index, after, numbers))
            index = after
        else:
            index += 1
    if len(rows) < 2 or max(len(numbers) for _, _, numbers in rows) < 2:
        return []
    width = max(len(numbers) for _, _, numbers in rows)
    header = [cell for cell in cells[: rows[0][0]] if not cell.numeric][-width:]
    found: list[TableCell] = []
    for label, end, numbers in rows:
        row = Extent(cells[label].extent.start, cells[end - 1].extent.end)
        unit = cells[label + 1].extent if cells[label + 1].unit and not cells[label + 1].numeric else None
        for position, number in enumerate(numbers):
            if cells[number].numeric:
                column = header[position].extent if len(header) == width and position < len(header) else None
                found.append(TableCell(cells[number].extent, row, cells[label].extent, column, unit))
    return found
