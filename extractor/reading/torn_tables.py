"""Tables whose columns a copy has lost: a line of headings over rows of a name and numbers, parted by single spaces.

They are read where the headings part, at their capitals, into as many known ones as each row has numbers. Where they do
not, and one of them is a share, no number of the rows can be given a heading: all are left unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from extractor.reading.quantities import parse_mention
from extractor.text.article import Extent, Grid, GridCell

_NUMBER: Final = r"(?:[-+]?\d[\d.,]{0,15} ?%|[-+]?\d[\d.,]{0,15}|-)"
_ROW: Final = re.compile(rf"(?P<name>[^\W_][^\n]{{0,80}}?[^\W_])(?P<numbers>(?: {_NUMBER}){{2,12}})")
_ONE: Final = re.compile(_NUMBER)
_ORDINAL: Final = re.compile(r"\d{1,3}\.? ")
_LONGEST: Final = 160
"""Characters of a line of headings or of a row."""
_ENDED: Final = re.compile(r"[.;:!?…]$")
_SHARE: Final = re.compile(r"%|(?<![^\W\d_])tỷ lệ(?![^\W\d_])")
_DIGIT: Final = re.compile(r"\d")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_NAMES: Final = re.compile(
    r"(?:tên )?(?:đơn vị|địa phương|địa bàn|nội dung|chỉ tiêu|chi bộ|đảng bộ|tổ chức(?: cơ sở)? đảng|tccs đảng|tccsđ|xã"
    r"|phường|huyện|cơ quan|doanh nghiệp|năm)(?:,? [^\W\d_]+){0,3}"
)
_VALUES: Final = re.compile(
    r"(?:chỉ tiêu|kế hoạch|kh|kết quả|thực hiện|th|đã kết nạp|kết nạp|đạt|tỷ lệ|%|so với|so|tăng|giảm|tổng số|số lượng"
    r"|số|đảng viên|chi bộ|chuyển chính thức|công nhận|xóa tên|kỷ luật|nữ|doanh thu|lợi nhuận|nộp ngân sách"
    r"|thu ngân sách|hoàn thành|được|bị)(?![^\W\d_]).{0,40}"
)
_PIECE: Final = re.compile(r"(?<!\S)(?=[^\W\d_]|%)")
_FEWEST_ROWS: Final = 2


@dataclass(frozen=True, slots=True)
class Torn:
    """One such table: its grid, or the numbers that cannot be given a heading."""

    place: Extent
    grid: Grid | None
    unread: tuple[Extent, ...] = ()


def torn_tables(text: str, flat: str, extents: Sequence[Extent]) -> Iterator[Torn]:
    """The torn tables among adjacent lines; `text` has the article's capitals."""
    at = 0
    while at < len(extents):
        rows = _rows_under(flat, extents, at) if _may_head(flat, extents[at]) else []
        if len(rows) < _FEWEST_ROWS:
            at += 1
            continue
        yield _torn(text, flat, extents[at], rows)
        at += 1 + len(rows)


def _may_head(flat: str, line: Extent) -> bool:
    """Whether a line may be headings with a share among them: no numbers but years, and no sentence."""
    words = flat[line.start : line.end]
    if len(line) > _LONGEST or not _SHARE.search(words) or _ENDED.search(words):
        return False
    return _DIGIT.search(_YEAR.sub("", words)) is None and " " in words


def _rows_under(flat: str, extents: Sequence[Extent], head: int) -> list[re.Match[str]]:
    """The rows right below a line: a name and numbers each, and nothing else."""
    rows: list[re.Match[str]] = []
    for line in extents[head + 1 :]:
        if len(line) > _LONGEST:
            break
        ordinal = _ORDINAL.match(flat, line.start, line.end)
        row = _ROW.fullmatch(flat, ordinal.end() if ordinal else line.start, line.end)
        if row is None or not any(map(str.isalpha, row["name"])):
            break
        rows.append(row)
    return rows


def _numbers(flat: str, row: re.Match[str]) -> list[Extent]:
    return [Extent(one.start(), one.end()) for one in _ONE.finditer(flat, *row.span("numbers"))]


def _torn(text: str, flat: str, head: Extent, rows: Sequence[re.Match[str]]) -> Torn:
    numbers = [_numbers(flat, row) for row in rows]
    place = Extent(head.start, rows[-1].end())
    headings = _headings(text, flat, head)
    width = len(headings) - 1
    if width < 2 or any(len(one) != width for one in numbers) or not _all_numbers(flat, numbers):
        left = (one for row in numbers for one in row if _DIGIT.search(flat, one.start, one.end))
        return Torn(place, None, tuple(left))
    cells = [GridCell(one, 0, column) for column, one in enumerate(headings)]
    for number, (row, values) in enumerate(zip(rows, numbers, strict=True), start=1):
        made = [Extent(*row.span("name")), *values]
        cells += [GridCell(one, number, column) for column, one in enumerate(made)]
    return Torn(place, Grid(tuple(cells)))


def _all_numbers(flat: str, rows: Sequence[Sequence[Extent]]) -> bool:
    """Whether each of the numbers has one reading."""
    return all(
        flat[one.start : one.end] == "-" or parse_mention(flat[one.start : one.end].lstrip("+-")) is not None
        for row in rows
        for one in row
    )


def _headings(text: str, flat: str, head: Extent) -> list[Extent]:
    """The headings of a line, parted at their capitals, "TT" left out; none where one of them is not known."""
    starts = [
        match.start()
        for match in _PIECE.finditer(text, head.start, head.end)
        if text[match.start()].isupper() or text[match.start()] == "%"
    ]
    if not starts or starts[0] != head.start:
        return []
    pieces = [
        Extent(start, start + len(text[start:end].rstrip()))
        for start, end in zip(starts, [*starts[1:], head.end], strict=True)
    ]
    if flat[pieces[0].start : pieces[0].end] in ("tt", "stt"):
        pieces = pieces[1:]
    known = bool(pieces) and _NAMES.fullmatch(flat, pieces[0].start, pieces[0].end) is not None
    if not known or any(_VALUES.fullmatch(flat, one.start, one.end) is None for one in pieces[1:]):
        return []
    return pieces
