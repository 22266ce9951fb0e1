"""Which unit and scale the text gives a number: its own words, the list it stands in, or the heading that governs it.

A heading elsewhere on the page says nothing of a number, and none says anything of a number that counts a noun: "(tỷ
đồng)" over a table does not make money of "15 đảng viên". All patterns run on flat text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from extractor.grounding.numbers import NEXT_NUMBERS
from extractor.grounding.text import ArticleText
from extractor.reading.model import TableCell
from extractor.reading.nouns import counted_noun
from extractor.reading.units import DONG
from extractor.text.article import Extent

_MONEY: Final = r"(?:[\d.,]{1,20}|nghìn|ngàn|triệu|tỷ|rưỡi|trăm) ?(?:đồng|vnđ|vnd|đ)|nghìn tỷ|ngàn tỷ"
_SCALED_UNIT: Final = (
    rf"(?:(?P<scale>nghìn tỷ|ngàn tỷ|nghìn|ngàn|triệu|tỷ) ?)?(?P<unit>{DONG}|vnđ|vnd|usd|đô la|%|phần trăm)"
)
_HEADING: Final = re.compile(
    rf"(?:\((?:đvt|đơn vị(?: tính)?)? ?:? ?|(?:đvt|đơn vị(?: tính)?) ?:? ?|[\n|] ?){_SCALED_UNIT}(?= ?[\n|),;:])"
)
_GOVERNED: Final = re.compile(
    r"(?:[\s)|:;,(./%-]|(?<!\d)\d+(?!\d)"
    r"|(?<!\w)(?:năm|quý|tháng|kỳ|kế hoạch|thực hiện|ước|đạt|là|cùng kỳ|tăng|giảm|so với|và|đầu|cuối|cả|khoảng|hơn|gần)"
    r"(?!\w)){0,60}"
)
"""Between a heading and the numbers of its own line: other numbers of the list and what tells them apart."""
_BARE_LINE: Final = re.compile(r"[\d.,/%\s|+-]+")
"""A line that is a cell or a row of cells, without a word."""
_SENTENCE: Final = re.compile(r"[.;!?…:] *$|[.!?] ")
_PEOPLE: Final = re.compile(r"(?<!\w)(?:đảng viên|đoàn viên|hội viên|quần chúng|đồng chí|người)(?!\w)")
"""In a cell between a heading and a number: the row counts people, whatever the heading says."""
HEADING_LINES: Final = 30
"""Lines of cells over a number that are looked through for the heading."""
LONGEST_HEADING: Final = 200
"""Characters of the longest line that may be one."""
CELL: Final = 60
"""Characters of the longest line that is taken for a cell."""
_SHARED: Final = re.compile(rf"(?:{NEXT_NUMBERS}| ?/ ?\d[\d.,]* {{0,2}}){_SCALED_UNIT}(?!\w)")
TOLD_REACH: Final = 60
"""Characters before a number in which the verb that counts it may stand."""
_TOLD_BEFORE: Final = re.compile(
    r"(?<!\w)(?:kết nạp|phát triển|khai trừ|cảnh cáo|khiển trách|cách chức|kỷ luật|xóa tên|bầu|cử|tuyển|thành lập"
    r"|giải thể|kiểm tra|giám sát|kết luận|công nhận|trao|tặng)"
    r"(?: (?!(?:doanh thu|thu|nộp|chi|ngân|vốn|tiền|kinh|trị|giá|tỷ|lệ)(?!\w))[^\W\d_]+){0,6} ?$"
)
"""Before a number whose noun is left out: what was done counts people or bodies, and no money."""
SCALES: Final[dict[str, float]] = {
    "nghìn": 1e3,
    "ngàn": 1e3,
    "triệu": 1e6,
    "tỷ": 1e9,
    "nghìn tỷ": 1e12,
    "ngàn tỷ": 1e12,
}
_UNIT_WORDS: Final[dict[str, re.Pattern[str]]] = {
    "percent": re.compile(r"%|(?<!\w)phần trăm(?!\w)|(?<!\w)nửa(?!\w)"),
    "VND": re.compile(rf"(?<!\w)(?:{_MONEY})(?!\w)|₫|(?<!\w)(?:vnđ|vnd) ?\d|\d ?tr\.? ?(?:đồng|đ)(?!\w)"),
    "USD": re.compile(r"\$|(?<!\w)(?:usd|đô[ -]?la)(?!\w)"),
}
_CELL_DONG: Final = re.compile(rf"{_UNIT_WORDS['VND'].pattern}|(?<!\w)(?:đồng|vnđ|vnd|đ|tr\.? ?đ)(?!\w)")
"""The same of a table's cell, whose unit may stand alone: "tr.đ", "đồng/người/tháng"."""
_HEADING_UNITS: Final[dict[str, str]] = {
    "đồng": "VND",
    "vnđ": "VND",
    "vnd": "VND",
    "usd": "USD",
    "đô la": "USD",
    "%": "percent",
    "phần trăm": "percent",
}
_UNIT_SIGN: Final = re.compile(
    r"[%$₫]|(?<!\w)(?:phần trăm|đồng|vnđ|vnd|usd|đô[ -]?la|nửa(?! (?:nghìn|ngàn|triệu|tỷ)))(?!\w)"
)
_CELL_PERCENT: Final = re.compile(rf"{_UNIT_WORDS['percent'].pattern}|(?<!\w)(?:tỷ lệ|tỷ trọng)(?!\w)")
"""The same of a table's cell: "Tỷ lệ" over a column says percent."""
_CELL_SCALE: Final = re.compile(r"(?<!\w)(?:(?:nghìn|ngàn) )?(?:tỷ|triệu|nghìn|ngàn|trđ|tr\.đ)(?!\w)")
_CELL_ROUND: Final = re.compile(r"(?<![\d.,])(1[.,]?000(?:[.,]?000)?) ?(?:đồng|đ|vnđ|vnd)(?!\w)")
"""A scale in digits: "Đơn vị tính: 1.000 đồng"."""
_SHORT: Final = {"trđ": "triệu", "tr.đ": "triệu"}
"""How the headings of tables write scale words."""
_SCALE_WORD: Final = re.compile(r"(?<!\w)(?:nghìn|ngàn|triệu|tỷ)(?!\w)")
_UNIT_BESIDE: Final = re.compile(rf" {{0,2}}\( ?{_SCALED_UNIT} ?\)")
_COUNTS: Final = re.compile(
    r"(?:(?:tổng )?số (?:lượng )?(?:đảng viên|đoàn viên|hội viên|quần chúng|người|chi bộ|đảng bộ|tổ chức|cán bộ|lớp"
    r"|cuộc|hộ|lượt)|đảng viên|đoàn viên|hội viên|quần chúng|đồng chí|kết nạp)(?!\w)"
)
"""What a row or a column of a table counts, and prices under no title."""
_PRICED: Final = re.compile(r"[%‰$₫]|(?<!\w)(?:đồng(?! chí)|vnđ|vnd|usd|triệu|tỷ|trđ|tỷ lệ|tỷ trọng|phần trăm)(?!\w)")
_UNIT_SAID: Final = re.compile(rf"(?<!\w){_SCALED_UNIT}(?!\w)")


@dataclass(frozen=True, slots=True)
class Told:
    """A unit that is stated once for several numbers, and the scale that they are written in."""

    unit: str
    scale: float

    @classmethod
    def of(cls, match: re.Match[str]) -> Told:
        """What a match of a scaled unit says."""
        return cls(_HEADING_UNITS[match["unit"]], SCALES.get(match["scale"] or "", 1.0))


def unit_told(text: ArticleText, mention: Extent, unit: str) -> Told | None:
    """The unit that a bare number has from its list or its heading, if it is `unit`; null where a noun is counted."""
    cell = text.reading.cell_at(mention)
    if cell is not None:
        told = _of_cell(text, cell)
        return told if told is not None and told.unit == unit else None
    if counted_noun().match(text.flat, mention.end):
        return None
    for told in (_shared(text, mention), _beside(text, mention), _heading(text, mention)):
        if told is not None and told.unit == unit:
            return told
    return None


def _of_cell(text: ArticleText, cell: TableCell) -> Told | None:
    """The unit of a table's cell: what stands nearest says it, and nothing says it where row or column count a noun."""
    flat = text.flat
    for extent in (cell.column, cell.unit, cell.label):
        if extent is not None and (match := _UNIT_SAID.search(flat, extent.start, extent.end)):
            return Told.of(match)
    if counts_people(text, cell):
        return None
    for extent in (*reversed(cell.headings), *reversed(cell.titles)):
        if match := _UNIT_SAID.search(flat, extent.start, extent.end):
            return Told.of(match)
    return None


def counts_people(text: ArticleText, cell: TableCell) -> bool:
    """Whether the row or the column of a cell counts people or bodies, and says no unit beside it."""
    flat = text.flat
    if any(_PRICED.search(flat, one.start, one.end) for one in (cell.unit, cell.column, cell.label) if one is not None):
        return False
    return any(_COUNTS.match(flat, one.start, one.end) for one in (cell.column, cell.label) if one is not None)


def _shared(text: ArticleText, mention: Extent) -> Told | None:
    """The unit that a bare number has in common with the numbers listed after it ("6,5 và 7 tỷ đồng")."""
    match = _SHARED.match(text.flat, mention.end)
    if match is None or _TOLD_BEFORE.search(text.flat, max(0, mention.start - TOLD_REACH), mention.start):
        return None
    return Told.of(match)


def _beside(text: ArticleText, mention: Extent) -> Told | None:
    """The unit in brackets right after a number: "15 (tỷ đồng)"."""
    match = _UNIT_BESIDE.match(text.flat, mention.end)
    return Told.of(match) if match is not None else None


def _heading(text: ArticleText, mention: Extent) -> Told | None:
    """The unit of the heading whose line the number stands in, or that is the line before a number without words."""
    line = text.line(mention)
    last = None
    for match in _HEADING.finditer(text.flat, line.start, mention.start):
        last = match
    if last is not None:
        return Told.of(last) if _GOVERNED.fullmatch(text.flat, last.end(), mention.start) else None
    return _over_cells(text, line)


def _over_cells(text: ArticleText, line: Extent) -> Told | None:
    """The nearest heading over a number that is a line of its own, with nothing but cells between them."""
    flat = text.flat
    if not _BARE_LINE.fullmatch(flat, line.start, line.end):
        return None
    end = line.start - 1
    for _ in range(HEADING_LINES):
        start = flat.rfind("\n", 0, max(0, end)) + 1
        if end - start > LONGEST_HEADING:
            return None
        last = None
        for match in _HEADING.finditer(flat, max(0, start - 1), end + 1):
            last = match
        if last is not None:
            return Told.of(last) if flat[last.end() : end].strip(" ):|") == "" else None
        if start == 0 or end - start > CELL or _SENTENCE.search(flat, start, end) or _PEOPLE.search(flat, start, end):
            return None
        end = start - 1
    return None


def unit_stands(text: ArticleText, mention: Extent, unit: str) -> bool:
    """Whether the text says this unit of the mention: in its own words, in its table, in its list or its heading.

    A plain count is said by the absence of any other unit in the mention and over its cell.
    """
    cell = text.reading.cell_at(mention)
    if unit == "count":
        told = cell is not None and _of_cell(text, cell) is not None
        return not told and _UNIT_SIGN.search(text.flat, mention.start, mention.end) is None
    pattern = _UNIT_WORDS.get(unit)
    if pattern is None:
        return False
    if pattern.search(text.flat, mention.start, mention.end):
        return True
    if cell is not None and any(quantity.unit == unit for quantity in text.quantities_over(mention)):
        if unit != "percent" and counts_people(text, cell):
            return False
        words = {"VND": _CELL_DONG, "percent": _CELL_PERCENT}.get(unit, pattern)
        return any(words.search(text.flat, extent.start, extent.end) for extent in cell.words)
    return unit_told(text, mention, unit) is not None


def scale_stands(text: ArticleText, mention: Extent, evidence: Extent, ratio: float) -> bool:
    """Whether a scale word that multiplies by `ratio` stands in the evidence or in what governs the mention."""
    cell = text.reading.cell_at(mention)
    if cell is not None and counts_people(text, cell):
        return False
    for match in _SCALE_WORD.finditer(text.flat, evidence.start, min(evidence.end + 12, len(text.flat))):
        if SCALES[match.group()] == ratio:
            return True
    for extent in cell.words if cell is not None else ():
        for match in _CELL_SCALE.finditer(text.flat, extent.start, extent.end):
            if math.prod(SCALES[_SHORT.get(word, word)] for word in match.group().split()) == ratio:
                return True
        for match in _CELL_ROUND.finditer(text.flat, extent.start, extent.end):
            if float(re.sub(r"\D", "", match[1])) == ratio:
                return True
    told = (unit_told(text, mention, unit) for unit in ("VND", "USD"))
    return any(one is not None and one.scale == ratio for one in told)


def has_scale_word(text: ArticleText, mention: Extent) -> bool:
    """Whether the mention itself has a scale word (nghìn, triệu, tỷ)."""
    return _SCALE_WORD.search(text.flat, mention.start, mention.end) is not None
