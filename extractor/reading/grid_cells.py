"""The cells of a table, each by itself: the numbers it is, or that it is a year, a running number, a unit, nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from extractor.reading.quantities import parse_mention
from extractor.text.article import Extent, GridCell
from extractor.text.written_digits import BY_COMMA

_UNITS: Final = (
    "người|đảng viên|đv|tổ chức|tổ chức đảng|tcđ|chi bộ|đảng bộ|đồng chí|đ/c|lớp|học viên|cuộc|lượt|lượt người"
    "|tccs đảng|tccsđ|cơ sở|đơn vị|doanh nghiệp|vụ|đơn|hộ|nhà|căn|tập thể|cá nhân|đoàn|hội nghị|buổi|văn bản|ý kiến"
    "|ha|km|tấn|sản phẩm|ngày công|lần|bài|cái|quyển|xã|thôn|phần trăm|cấp ủy viên|quần chúng|người/năm"
)
UNIT: Final = re.compile(
    r"\(?(?:đvt ?: ?)?(?:(?:(?:nghìn|ngàn|triệu|tỷ|nghìn tỷ|tr\.?|1[.,]?000(?:[.,]?000)?) ?)?(?:đồng|đ|vnđ|vnd)"
    r"(?:/[^\W\d_]{1,10}){0,3}|tỷ|triệu"
    r"|(?:(?:nghìn|ngàn|triệu|tỷ) )?(?:usd|eur|euro|yên|kíp|kwh|mwh|mw|m2|m3|m²|m³|lít|kg)|[%‰]"
    rf"|(?:(?:nghìn|ngàn|triệu) )?(?:{_UNITS}))\)?"
)
"""A cell or line that holds a unit and nothing else, in flat text."""
ORDINAL: Final = re.compile(r"\(?(?:(\d{1,3})|[ivx]{1,5}|[a-hđ])[.)]?|\d{1,2}(?:\.\d{1,2}){1,2}\.?")
_YEAR: Final = re.compile(r"(?:năm )?(?:19|20)\d\d(?: ?- ?(?:19|20)?\d\d)?")
_COUNTED: Final = re.compile(r"(\d[\d.,/]{0,20}) ([^\d]{1,40})")
_BOUND: Final = re.compile(
    r"(?:từ|trên dưới|trên|dưới|hơn|ít nhất|tối thiểu|tối đa|không dưới|không quá|không thấp hơn|khoảng|gần|xấp xỉ"
    r"|chưa đến|phấn đấu|đạt|ước|tăng|giảm|vượt|[-+≥≤<>=~])(?![^\W\d_]) *"
)
"""A word or sign before the number of a cell."""
_AFTER: Final = re.compile(r"(?: {1,9}trở (?:lên|xuống))?(?: {0,9}\(?\*{1,3}\)?)?$")
"""What may stand after the number of a cell: that it is a bound, and the mark of a footnote."""
_WITH_SHARE: Final = re.compile(
    r"(?P<first>.{1,60}?) {0,9}(?:\(|[,;] )"
    r"(?P<note>[^\d()%]{0,40}(?P<share>\d{1,3}(?:[.,]\d{1,3})? ?%)[^\d()%]{0,40})\)?"
)
"""A number and the percent that it is: "97 (đạt 107,8% kế hoạch)", "310 đảng viên, 12,4%"."""
_IN_BRACKETS: Final = re.compile(r"\((?=\d\d|\d[.,])[^()]{1,40}\)")
"""A number in brackets that is no number of a column or a note."""
_NONE: Final = frozenset(["không", "không có", "chưa có"])
"""What a cell of counts says where there is none (guide, section 3)."""
_SMALL: Final = re.compile(r"\d{1,3}")
_SWALLOWED: Final = re.compile(r"(?P<head>[^\d\n]{0,60}?[^\W\d_]) (?P<number>\d[\d.,]{0,14})")
_TAKES_NUMBERS: Final = re.compile(
    r"(?:^| )(?:chi bộ|đảng bộ|tổ|đội|nhóm|cụm|khối|khối phố|khu|khu phố|khu vực|khóm|ấp|thôn|bản|buôn|làng|tổ dân phố"
    r"|phường|quận|vùng|số|lớp|khóa|đợt|lần|quý|tháng|năm|kỳ|thứ|loại|hạng|mức|cấp|phòng|ban|khoa|trường|bệnh viện"
    r"|nhà máy|xí nghiệp|công ty|cổ phần|trạm|trại|đồn|quân khu|quân đoàn|binh đoàn|sư đoàn|lữ đoàn|trung đoàn"
    r"|tiểu đoàn|đại đội|hải đoàn|hải đội|kho|lô|tầng|đường|quốc lộ|nghị quyết|chỉ thị|kết luận|quy định|quyết định"
    r"|kế hoạch|chương trình|đề án|điều|khoản|mục|phụ lục|biểu|bảng|[a-z]{1,3})$"
)
"""How a label ends that a number belongs to: "Chi bộ 3", "Quân khu 4"."""
_MOST_BOUNDS: Final = 3
_DASH: Final = re.compile(r"[-–—/x*. ]{0,4}")
_LONGEST_VALUE: Final = 80
"""Characters of a cell that is a value."""
_MAX_DIGITS: Final = 18
"""Digits of a cell's number; more is no count of anything."""


@dataclass(frozen=True, slots=True)
class CellValue:
    """The number in a cell, and the unit beside it in the same cell."""

    extent: Extent
    unit: Extent | None = None
    negative: bool = False
    note: Extent | None = None
    """The words around it, where it is the second number of its cell."""
    bracketed: bool = False
    """Whether it stands in brackets, as what is lacking does in accounts."""


class Cell:
    """One cell with what is asked of it again and again."""

    def __init__(self, flat: str, cell: GridCell) -> None:
        self.extent = cell.extent
        self.flat = flat[cell.extent.start : cell.extent.end]
        self.row, self.column = cell.row, cell.column
        self.rows, self.columns = cell.rows, cell.columns
        self.heading = cell.heading

    @cached_property
    def values(self) -> tuple[CellValue, ...]:
        """The numbers that the cell is: one with a bound, a sign or a unit beside it, and perhaps its percent."""
        if not 0 < sum(map(str.isdigit, self.flat)) <= _MAX_DIGITS or len(self.flat) > _LONGEST_VALUE:
            return ()
        if self.is_bracketed:
            inside = self._number(1, len(self.flat) - 1)
            return () if inside is None else (replace(inside, bracketed=True),)
        start, end = _before(self.flat), len(_AFTER.sub("", self.flat))
        if (one := self._number(start, end)) is not None:
            return (one,)
        pair = _WITH_SHARE.fullmatch(self.flat, start, end)
        first = self._number(start, pair.end("first")) if pair else None
        if pair is None or first is None:
            return ()
        return first, CellValue(self._part(*pair.span("share")), note=self._part(*pair.span("note")))

    @property
    def value(self) -> CellValue | None:
        """The first of its numbers; null where the cell is none, or says more."""
        return self.values[0] if self.values else None

    def _number(self, start: int, end: int) -> CellValue | None:
        negative = self.flat[:start].rstrip().endswith(("-", "giảm"))
        if parse_mention(self.flat[start:end]) is not None:
            return CellValue(self._part(start, end), None, negative)
        counted = _COUNTED.fullmatch(self.flat[start:end])
        if counted and UNIT.fullmatch(counted[2]) and parse_mention(counted[1]) is not None:
            middle = start + counted.end(1)
            return CellValue(self._part(start, middle), self._part(middle + 1, end), negative)
        return None

    def _part(self, start: int, end: int) -> Extent:
        return Extent(self.extent.start + start, self.extent.start + end)

    @property
    def is_bracketed(self) -> bool:
        """Whether the cell is a number in brackets: "(2.345,6)"."""
        return self.flat[:1] == "(" and _IN_BRACKETS.fullmatch(self.flat) is not None

    @property
    def is_nought(self) -> bool:
        """Whether the cell says in words that there is none."""
        return self.flat in _NONE

    @property
    def name(self) -> Extent:
        """The cell without a number at its end that is none of a label ("Xã Ba Vì 30")."""
        match = _SWALLOWED.fullmatch(self.flat)
        if match is None or _TAKES_NUMBERS.search(match["head"]):
            return self.extent
        return self._part(0, match.end("head"))

    @property
    def is_year(self) -> bool:
        """Whether the cell may be a year."""
        return _YEAR.fullmatch(self.flat) is not None

    @property
    def is_empty(self) -> bool:
        """Whether the cell says that there is nothing."""
        return _DASH.fullmatch(self.flat) is not None

    @property
    def is_text(self) -> bool:
        """Whether the cell holds words."""
        return self.value is None and not self.is_empty

    @property
    def number(self) -> int | None:
        """The running number that the cell is, if it may be one."""
        match = ORDINAL.fullmatch(self.flat)
        return int(match[1]) if match and match[1] else None


def parted_by_commas(cells: Sequence[Cell]) -> bool:
    """Whether commas part the thousands in a column: three digits after each of them, and no other mark."""
    numbers = [cell.flat for cell in cells if cell.value is not None]
    marked = [one for one in numbers if _SMALL.fullmatch(one) is None]
    return bool(marked) and all(map(BY_COMMA.fullmatch, marked))


def _before(flat: str) -> int:
    """Where the number of a cell begins, bounds and signs before it left behind."""
    start = 0
    for _ in range(_MOST_BOUNDS):
        match = _BOUND.match(flat, start)
        if match is None:
            break
        start = match.end()
    return start
