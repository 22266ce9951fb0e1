"""The words that must stand beside a number before the gate lets a bound, a sign or a unit be corrected.

Source of the bounds: annotation guide, section 3, `comparator`. All patterns run on flat text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from extractor.grounding.text import ArticleText
from extractor.labels import Phase
from extractor.text.article import Extent

BEFORE: Final = 40
"""Characters before a number in which the word of its bound may stand."""

AFTER: Final = 70
"""Characters after a number in which "trở lên", "trở xuống" may stand: the noun counted comes between."""

SIGN_REACH: Final = 80
"""Characters before a number in which the word that takes it away may stand."""

HEADING_REACH: Final = 1500
"""Characters before a table cell in which its heading may stand."""


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(words) + r")(?!\w)")


_GT: Final = _any("(?<!không )(?<!chưa )trên(?! dưới)", "(?<!không )hơn", "(?<!không )(?<!vượt )quá", "ngoài")
_GT_TARGET: Final = _any("(?<!không )vượt(?! quá)")
_GE_TARGET: Final = re.compile(r"(?<!\w)từ $")
_BOUNDS_BEFORE: Final[dict[str, re.Pattern[str]]] = {
    "gt": _GT,
    "ge": _any("ít nhất", "tối thiểu", "thấp nhất", "không dưới", "không (?:thấp|ít|nhỏ|kém) hơn", "không kém"),
    "lt": _any("(?<!không )(?<!trên )dưới", "(?:chưa|không) (?:đến|tới|đầy)"),
    "le": _any(
        "không (?:vượt )?quá", "không (?:(?:cao|nhiều|lớn) )?hơn", "tối đa", "nhiều nhất", "cao nhất", "chưa quá"
    ),
    "approx": _any(
        "gần(?: bằng)?",
        "khoảng",
        "chừng",
        "xấp xỷ",
        "xấp xỉ",
        "ngót",
        "trên dưới",
        "non",
        "suýt soát",
    ),
}
_BOUNDS_AFTER: Final[dict[str, re.Pattern[str]]] = {
    "gt": _any("trở lên", "có (?:lẻ|dư)", "hơn"),
    "ge": _any("trở lên"),
    "le": _any("trở xuống"),
    "approx": _any("có lẻ"),
}
_LESS: Final = _any(
    "giảm",
    "thiếu",
    "hụt",
    "sụt",
    "thâm hụt",
    "thấp hơn",
    "ít hơn",
    "ít đi",
    "bớt",
    "kém",
    "kém hơn",
    "chậm hơn",
    "chưa đạt",
    "không đạt",
    "còn thiếu",
)
_MONEY: Final = _any(r"(?:[\d.,]{1,20}|nghìn|ngàn|triệu|tỷ|rưỡi|trăm) ?(?:đồng|vnđ|vnd|đ)", "nghìn tỷ", "ngàn tỷ")
_SCALED_UNIT: Final = (
    r"(?:(?P<scale>nghìn tỷ|ngàn tỷ|nghìn|ngàn|triệu|tỷ) ?)?(?P<unit>đồng|vnđ|vnd|usd|đô la|%|phần trăm)"
)
_HEADING: Final = re.compile(
    rf"(?:\((?:đvt|đơn vị(?: tính)?)? ?:? ?|(?:đvt|đơn vị(?: tính)?) ?:? ?|[\n|] ?){_SCALED_UNIT}(?= ?[\n|),;])"
)
_SHARED: Final = re.compile(rf"(?:(?: ?(?:,|và|hoặc|-) ?| )[\d.,]{{0,20}}\d){{1,9}} {{0,2}}{_SCALED_UNIT}(?!\w)")
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
    "VND": re.compile(rf"{_MONEY.pattern}|₫|(?<!\w)(?:vnđ|vnd) ?\d|\d ?tr\.? ?(?:đồng|đ)(?!\w)"),
    "USD": re.compile(r"\$|(?<!\w)(?:usd|đô[ -]?la)(?!\w)"),
}
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
_CELL_SCALE: Final = re.compile(r"(?<!\w)(?:(?:nghìn|ngàn) )?(?:tỷ|triệu|nghìn|ngàn|trđ|tr\.đ)(?!\w)")
_SHORT: Final = {"trđ": "triệu", "tr.đ": "triệu"}
"""How the headings of tables write scale words."""
_SCALE_WORD: Final = re.compile(r"(?<!\w)(?:nghìn|ngàn|triệu|tỷ)(?!\w)")


def bound_stands(text: ArticleText, mention: Extent, comparator: str, phase: Phase) -> bool:
    """Whether a word of this bound stands near the mention, in its clause."""
    clause = text.clause(mention)
    before = text.flat[max(clause.start, mention.start - BEFORE) : mention.start]
    after = text.flat[mention.end : min(clause.end, mention.end + AFTER)]
    pattern = _BOUNDS_BEFORE.get(comparator)
    if pattern is not None and pattern.search(before):
        return True
    pattern = _BOUNDS_AFTER.get(comparator)
    if pattern is not None and comparator != "gt" and pattern.search(after):
        return True
    if phase != "target":
        return False
    return (comparator == "gt" and _GT_TARGET.search(before) is not None) or (
        comparator == "ge" and _GE_TARGET.search(before) is not None
    )


def taken_away(text: ArticleText, mention: Extent) -> bool:
    """Whether a word that takes away (giảm, thiếu, hụt ...) stands before the mention in its clause."""
    clause = text.clause(mention)
    return _LESS.search(text.flat, max(clause.start, mention.start - SIGN_REACH), mention.start) is not None


@dataclass(frozen=True, slots=True)
class Heading:
    """The unit a table heading or a list states once, and the scale its numbers are written in."""

    unit: str
    scale: float


def heading_before(text: ArticleText, mention: Extent, unit: str) -> Heading | None:
    """The nearest heading before a bare table cell that states this unit: "(tỷ đồng)", "ĐVT: %"."""
    last = None
    for match in _HEADING.finditer(text.flat, max(0, mention.start - HEADING_REACH), mention.start):
        if _HEADING_UNITS[match["unit"]] == unit:
            last = match
    if last is None:
        return None
    return Heading(_HEADING_UNITS[last["unit"]], SCALES.get(last["scale"] or "", 1.0))


def unit_stands(text: ArticleText, mention: Extent, evidence: Extent, unit: str) -> bool:
    """Whether the text says this unit of the mention: in it, in its evidence, or in a heading before it.

    A unit that belongs to another number of the evidence says nothing; a table's cell has its column's unit.
    A plain count is said by the absence of any other unit in the mention.
    """
    if unit == "count":
        return _UNIT_SIGN.search(text.flat, mention.start, mention.end) is None
    pattern = _UNIT_WORDS.get(unit)
    if pattern is None:
        return False
    cell = text.reading.cell_at(mention)
    if cell is not None:
        return any(pattern.search(text.flat, extent.start, extent.end) for extent in cell.words)
    shared = shared_unit(text, mention)
    if shared is not None and shared.unit == unit:
        return True
    start, end = min(evidence.start, mention.start), max(evidence.end, mention.end) + 12
    for word in pattern.finditer(text.flat, start, end):
        others = text.quantities_over(Extent(word.start(), word.end()))
        if all(other.extent.overlaps(mention) for other in others):
            return True
    return heading_before(text, mention, unit) is not None


def shared_unit(text: ArticleText, mention: Extent) -> Heading | None:
    """The unit that a bare number has in common with the numbers listed after it ("6,5 và 7 tỷ đồng")."""
    match = _SHARED.match(text.flat, mention.end)
    if match is None:
        return None
    return Heading(_HEADING_UNITS[match["unit"]], SCALES.get(match["scale"] or "", 1.0))


def scale_stands(text: ArticleText, mention: Extent, evidence: Extent, ratio: float) -> bool:
    """Whether a scale word that multiplies by `ratio` stands in the evidence or in a heading before the mention."""
    for match in _SCALE_WORD.finditer(text.flat, evidence.start, min(evidence.end + 12, len(text.flat))):
        if SCALES[match.group()] == ratio:
            return True
    cell = text.reading.cell_at(mention)
    for extent in cell.words if cell is not None else ():
        for match in _CELL_SCALE.finditer(text.flat, extent.start, extent.end):
            if math.prod(SCALES[_SHORT.get(word, word)] for word in match.group().split()) == ratio:
                return True
    headings = (heading_before(text, mention, unit) for unit in ("VND", "USD"))
    return any(heading is not None and heading.scale == ratio for heading in headings)


def has_scale_word(text: ArticleText, mention: Extent) -> bool:
    """Whether the mention itself has a scale word (nghìn, triệu, tỷ)."""
    return _SCALE_WORD.search(text.flat, mention.start, mention.end) is not None
