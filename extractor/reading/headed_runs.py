"""Tables with a cell a line whose headings say where they begin ("TT", "Nội dung"): with sections, with two levels.

The headings and the first row tell the shape, and every row has to have it. A line between rows that has no values is
the section of those after it ("I | Công tác đảng viên"). Where there are more headings than columns, some stand over
others: a year or a topic over "Kế hoạch, Thực hiện".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol

from extractor.reading.columns import NOTE_HEADING, ORDINAL_HEADING, UNIT_HEADING, numbers_columns
from extractor.reading.grid_cells import ORDINAL
from extractor.text.article import Extent, Grid, GridCell

_NAMES: Final = re.compile(
    r"(?:tên )?(?:đơn vị|địa phương|nội dung|chỉ tiêu|chi bộ|đảng bộ|tổ chức(?: cơ sở)? đảng|tccs đảng|tccsđ|xã"
    r"|phường|huyện|cơ quan)(?: (?:công việc|chỉ tiêu|thực hiện|công tác|trực thuộc|đảng))?"
)
"""The heading over the labels of a table whose rows are not numbered."""
_PERIOD: Final = re.compile(
    r"(?:(?:\d{1,2}|sáu|chín) tháng(?: (?:đầu|cuối))? |quý [ivx\d]{1,3},? |cả )?năm (?:19|20)\d\d"
    r"(?: ?- ?(?:19|20)?\d\d)?"
)
"""A heading that is a time and nothing more, as only one over others is."""
_HOW: Final = re.compile(
    r"(?:kế hoạch|kh|chỉ tiêu|mục tiêu|nghị quyết|được giao|thực hiện|th|kết quả|ước thực hiện|đạt|số lượng|sl|số"
    r"|tổng số|(?:tỷ lệ|%)[^\d]{0,40}|so (?:với |sánh)[^\d]{0,40}|so kh)(?: ?\([^()\d]{1,20}\))?"
)
"""A heading of the lower level: how a value is told, and neither of what nor when."""
_FIRST_OF_LEVEL: Final = re.compile(
    r"(?:kế hoạch|kh|chỉ tiêu|mục tiêu|nghị quyết|được giao|thực hiện|th|số lượng|sl|số)\b.*"
)
SECTION_MARK: Final = re.compile(r"\(?(?:[ivx]{1,5}|[a-hđ])[.)]?")
"""The number of a section."""
_BULLET: Final = re.compile(r"[-–—+*]")
"""What stands for the number of a row that is a part of the one before."""
_LATEST: Final = 5
"""Lines before the headings: a table's title, its unit."""
_MOST_HEADINGS: Final = 16
_MOST_TEXTS: Final = 3
"""Columns of words: the label, the unit, who is in charge."""
_MOST_OVER: Final = 4
"""Headings that stand over others."""
_LEFT_AFTER: Final = 2
"""Lines after the last row that still belong to the run."""


class Line(Protocol):
    """A line that may be a cell, as `tables` has read it."""

    @property
    def extent(self) -> Extent:
        """Where it stands."""

    @property
    def flat(self) -> str:
        """Its words, folded."""

    @property
    def numeric(self) -> bool:
        """Whether it is a number and nothing else."""

    @property
    def empty(self) -> bool:
        """Whether it says that there is nothing."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """The columns of a table: whether its rows are numbered, how many columns of words and of values it has."""

    numbered: bool
    texts: int
    values: int

    @property
    def width(self) -> int:
        return self.numbered + self.texts + self.values


def headed_run(run: Sequence[Line]) -> tuple[Extent, Grid] | None:
    """The table that a run of lines is; null where its headings do not tell, or a row is not of its shape."""
    starts = [n for n, line in enumerate(run[:_LATEST]) if ORDINAL_HEADING.fullmatch(line.flat)]
    numbered = bool(starts)
    starts = starts or [n for n, line in enumerate(run[:_LATEST]) if _NAMES.fullmatch(line.flat)]
    for start in starts[:1]:
        for end in _ends_of_headings(run, start, numbered=numbered):
            if (found := _read(run, start, end, numbered=numbered)) is not None:
                return found
    return None


def _ends_of_headings(run: Sequence[Line], start: int, *, numbered: bool) -> Iterator[int]:
    """Where the headings may end: before the first row's number or section, else before its label or the section."""
    last = min(len(run), start + _MOST_HEADINGS + 1)
    if numbered:
        marks = (n for n in range(start + 2, last - 1) if run[n].flat.strip("(.)") in ("1", "i", "a", "01"))
        yield from (n for n in marks if _is_words(run[n + 1]) or numbers_columns([one.flat for one in run[n : n + 3]]))
        return
    first = next((n for n in range(start + 2, last) if run[n].numeric and len(run[n].flat) != len("2020")), last)
    for before in (1, 2, 3):
        if start + 1 < first - before:
            yield first - before


def _is_words(line: Line) -> bool:
    return not line.numeric and not line.empty and SECTION_MARK.fullmatch(line.flat) is None


def _read(run: Sequence[Line], start: int, end: int, *, numbered: bool) -> tuple[Extent, Grid] | None:
    """The table whose headings are the lines from `start` to `end`."""
    headings = list(run[start:end])
    body, counted = _without_column_numbers(run[end:], len(headings))
    noted = [line for line in headings if not NOTE_HEADING.match(line.flat)]
    for over in range(_MOST_OVER + 1):
        for left in (headings, noted)[: 1 + (len(noted) < len(headings))]:  # a column of notes may be empty
            width = len(left) - over
            if counted and len(counted) != len(headings) - over:
                continue
            placed = _placed(left, over)
            rows = _rows(body, numbered, width) if placed else []
            if placed and rows and (numbered or over or _sections(rows)):
                return _grid(placed, counted, rows)
    return None


def _without_column_numbers(body: Sequence[Line], most: int) -> tuple[Sequence[Line], Sequence[Line]]:
    """The lines below the headings, and those at their head that number the columns ("A, B, 1, 2")."""
    for end in range(most, 2, -1):
        if numbers_columns([line.flat for line in body[:end]]):
            return body[end:], body[:end]
    return body, ()


def _placed(headings: Sequence[Line], over: int) -> list[GridCell]:
    """The headings' cells, `over` of them over others; none where it cannot be told which."""
    if not over:
        return [GridCell(line.extent, 0, column, heading=True) for column, line in enumerate(headings)]
    for lower in range(len(headings) - 1, over, -1):
        upper, below = headings[:lower], headings[lower:]
        if len(below) % over or len(below) == over or not all(_HOW.fullmatch(line.flat) for line in below):
            continue
        each = len(below) // over
        same = all(one.flat == other.flat for one, other in _beside_each(below, each))
        heads = _heads(upper, over) if same and _FIRST_OF_LEVEL.fullmatch(below[0].flat) else []
        if heads:
            return list(_two_levels(upper, below, heads, each))
    return []


def _beside_each(lines: Sequence[Line], each: int) -> Iterator[tuple[Line, Line]]:
    """Each of the lines with the one that has its place in the next group of `each`."""
    yield from zip(lines, lines[each:], strict=False)


def _heads(upper: Sequence[Line], over: int) -> list[int]:
    """Which headings of the upper level stand over others: the times alone, else the last ones."""
    times = [n for n, line in enumerate(upper) if _PERIOD.fullmatch(line.flat)]
    heads = times if len(times) == over else [] if times else list(range(len(upper) - over, len(upper)))
    following = all(later == earlier + 1 for earlier, later in pairwise(heads))
    able = not any(UNIT_HEADING.fullmatch(upper[n].flat) or _HOW.fullmatch(upper[n].flat) for n in heads)
    first = 1 + (ORDINAL_HEADING.fullmatch(upper[0].flat) is not None)
    return heads if heads and heads[0] >= first and able and following else []


def _two_levels(upper: Sequence[Line], below: Sequence[Line], heads: Sequence[int], each: int) -> Iterator[GridCell]:
    """The cells of headings on two levels: `heads` have `each` of those below under them, the others none."""
    column, lower = 0, iter(below)
    for number, line in enumerate(upper):
        if number not in heads:
            yield GridCell(line.extent, 0, column, rows=2, heading=True)
            column += 1
            continue
        yield GridCell(line.extent, 0, column, columns=each, heading=True)
        for _ in range(each):
            yield GridCell(next(lower).extent, 1, column, heading=True)
            column += 1


Row = Sequence["Line | None"]


def _rows(body: Sequence[Line], numbered: bool, width: int) -> list[Row]:
    """The rows and sections of a body `width` columns wide; none where one of them has another shape."""
    for texts in range(_MOST_TEXTS, 0, -1):  # the more columns must be words, the less can be misread
        shape = _Shape(numbered, texts, width - numbered - texts)
        if shape.values > 0 and (rows := _rows_of(body, shape)):
            return rows
    return []


def _rows_of(body: Sequence[Line], shape: _Shape) -> list[Row]:
    rows: list[Row] = []
    at = whole = 0
    while at < len(body):
        found = _row(body, at, shape) or _section(body, at, shape)
        if found is None or _swallows(rows, body, at, shape):
            break
        row, at = found
        rows.append(row)
        whole += any(one is not None and (one.numeric or one.empty) for one in row[shape.numbered + shape.texts :])
    left = body[at:]
    if whole < 2 or len(left) > _LEFT_AFTER or any(line.numeric for line in left):
        return []
    return rows


def _row(body: Sequence[Line], at: int, shape: _Shape) -> tuple[Row, int] | None:
    """The row that begins at `at`, and where the next one does: with its number, or (a part, a sum) without."""
    number: Line | None = None
    if shape.numbered and (ORDINAL.fullmatch(body[at].flat) or _BULLET.fullmatch(body[at].flat)):
        number, at = body[at], at + 1
    middle, end = at + shape.texts, at + shape.texts + shape.values
    if end > len(body) or not _is_words(body[at]) or _BULLET.fullmatch(body[at].flat):
        return None
    words = all(not line.numeric for line in body[at:middle])
    values = all(line.numeric or line.empty for line in body[middle:end])
    if not words or not values or not any(line.numeric for line in body[middle:end]):
        return None
    return ([number] if shape.numbered else []) + list(body[at:end]), end


def _section(body: Sequence[Line], at: int, shape: _Shape) -> tuple[Row, int] | None:
    """The line of words that a row follows right away, with the mark before it; and where that row begins."""
    mark: Line | None = None
    if shape.numbered and ORDINAL.fullmatch(body[at].flat):
        mark, at = body[at], at + 1
    if at + 1 >= len(body) or not _is_words(body[at]):
        return None
    lettered = mark is not None and SECTION_MARK.fullmatch(mark.flat) is not None
    follows = _row(body, at + 1, shape) is not None and (lettered or not shape.numbered)
    if not follows and not (shape.numbered and ORDINAL.fullmatch(body[at + 1].flat)):
        return None
    row: list[Line | None] = [mark] if shape.numbered else []
    return [*row, body[at], *[None] * (shape.width - len(row) - 1)], at + 1


def _swallows(rows: Sequence[Row], body: Sequence[Line], at: int, shape: _Shape) -> bool:
    """Whether the last row may have taken the next one's number for a value that it lacks."""
    if not shape.numbered or not rows or ORDINAL.fullmatch(body[at].flat):
        return False
    number, value = rows[-1][0], rows[-1][-1]
    if number is None or value is None or not number.flat.isdigit():
        return False
    return value.flat.isdigit() and int(value.flat[:9]) == int(number.flat[:9]) + 1


def _sections(rows: Sequence[Row]) -> bool:
    return any(row[-1] is None for row in rows)


def _grid(headings: Sequence[GridCell], counted: Sequence[Line], rows: Sequence[Row]) -> tuple[Extent, Grid]:
    first = 1 + max(cell.row for cell in headings)
    placed = list(headings)
    placed += [GridCell(line.extent, first, column) for column, line in enumerate(counted)]
    for number, row in enumerate(rows, start=first + bool(counted)):
        placed += [GridCell(one.extent, number, column) for column, one in enumerate(row) if one is not None]
    return Extent(placed[0].extent.start, placed[-1].extent.end), Grid(tuple(placed))
