"""Two counts with a stroke between them: a part of a whole ("48/66 tổ chức"), or what was reached of a plan
("312/300 đảng viên"). A part is never more than its whole, so what is more was planned.

Source: annotation guide, section 3 (`out_of`; a target of the reviewed year quoted beside its result).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from extractor.labels import Unit
from extractor.reading.nouns import counted_noun
from extractor.reading.units import read_amount, unit_after
from extractor.text.longest_numeral import Numeral
from extractor.text.number_words import scaled
from extractor.text.written_digits import parse_digits

_RATIO: Final = re.compile(
    r"(\d{1,3}(?:\.\d{3}){1,9}|\d{1,20}) {0,1}/ {0,1}(\d{1,3}(?:\.\d{3}){1,9}|\d{1,20})(?![\d/]|[.,-]\d)"
)
LONGEST_PART: Final = 42
"""Characters within which the stroke stands."""
_RATIO_CUE: Final = re.compile(
    r"(?:^|[(\s])(?:có|đạt|với|là|chiếm|được|cho|kết quả|tỷ lệ|gồm|hơn|trên|gần|còn|vượt|nạp|tới|\()\s*$"
)
_SHARE_CUE: Final = re.compile(r"(?:^|[(\s])(?:đạt|chiếm|tỷ lệ|kết quả)\s*$")
"""Words after which two small numbers are a share and no date ("đạt 5/7", "chiếm 3/4")."""
_SHARE_OF: Final = re.compile(r" (?:trong )?(?:tổng )?số(?![^\W\d_])")
_PLAN: Final = r"(?:kế hoạch|chỉ tiêu|kh|nghị quyết|dự toán|mục tiêu)(?![^\W\d_])"
_REACHES: Final = re.compile(
    r"(?: [^\W\d_]{1,20}){0,6}[ ,]{0,2}\(?"
    r"(?:(?:bằng|tương đương|tương ứng|tức|là|chiếm|đạt)(?: tỷ lệ| hơn| gần| trên)? )?"
    rf"(?P<share>\d{{1,4}}(?:[.,]\d{{1,2}})?) ?%(?P<plan> (?:so )?(?:với |của )?{_PLAN})?"
)
"""The share after the pair and its noun: "đảng viên, đạt 104% kế hoạch", "đảng viên mới (104%)"."""
_BY_PLAN: Final = re.compile(
    rf"(?: (?!và )[^\W\d_]{{1,20}}){{0,4}}(?:,? (?:theo|so với|so|vượt|trên)(?: mức)?| \((?:theo|so với|vượt)) {_PLAN}"
)
_TARGETS: Final = re.compile(r" {1,3}(?:chỉ tiêu|mục tiêu|tiêu chí|nhiệm vụ|nội dung)(?![^\W\d_])")
"""What is counted one by one and met: of "14/15 chỉ tiêu" the 15 are a whole."""
_DONE_TO: Final = re.compile(
    r"(?<![^\W\d_])(?:kết nạp|kiểm tra|giám sát|phát triển|công nhận|giới thiệu|tuyển)(?: đảng)?(?: mới| được){0,2} $"
)
"""Before a pair of small numbers that are no day: "kết nạp 12/10 đảng viên"."""
_NEAR: Final = 1.0
"""Percent points by which a share may differ from the pair it rounds."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A part out of its whole, both in `unit`; the expression ends at `end`."""

    part: float
    whole: float
    end: int
    unit: Unit = "count"


@dataclass(frozen=True, slots=True)
class PlanPair:
    """What was reached, ending at `reached_end`, and the plan for it from `planned_start` to `end`."""

    reached: float
    reached_end: int
    planned: float
    planned_start: int
    end: int
    unit: Unit = "count"


def read_ratio(flat: str, start: int, *, alone: bool) -> Ratio | None:
    """`48/66` where a counted noun or a cue says that it is no date; `alone` says that nothing else is there."""
    match = _RATIO.match(flat, start)
    if match is None:
        return None
    part, whole = parse_digits(match[1]), parse_digits(match[2])
    if part > whole or whole == 0:
        return None
    if not alone and not counted_noun().match(flat, match.end()) and not _SHARE_OF.match(flat, match.end()):
        before = flat[max(0, start - 14) : start]
        cued = _RATIO_CUE.search(before) is not None
        if _may_be_date(part, whole) and not (cued and match[1] == match[2]) and not _SHARE_CUE.search(before):
            return None
        plain = "." not in match[2] and _money_after(flat, match) is None
        if plain and ((not cued and whole > 2100) or (1930 <= whole <= 2100 and part <= 12)):
            return None  # a document's number, month/year
    return _of_money(flat, match, part) or Ratio(part, whole, match.end())


def read_fraction(flat: str, start: int, *, before: str) -> tuple[float, int] | None:
    """The percent that a small fraction of a number stands for ("2/3 số chi bộ", "chiếm 1/5 tổng số"), and its end.

    `before` are the characters before it, which may say that it is a share.
    """
    match = _FRACTION.match(flat, start)
    if match is None or match[1] >= match[2]:
        return None
    moved = _MOVED.search(before) is not None and flat.startswith(" so với", match.end())
    of_all = moved or _SHARE_OF.match(flat, match.end()) is not None
    if not of_all and not (_CHIEM.search(before) and _ITEM_END.match(flat, match.end())):
        return None
    return round(100 * int(match[1]) / int(match[2]), 2), match.end()


_FRACTION: Final = re.compile(r"([1-9])/([2-9])(?![\d/]|[.,-]\d)")
_MOVED: Final = re.compile(r"(?<![^\W\d_])(?:giảm|tăng)(?: (?:gần|hơn|khoảng|tới))? $")
_CHIEM: Final = re.compile(r"(?<![^\W\d_])(?:chiếm|bằng)(?: (?:gần|hơn|khoảng|trên|tới|quá))? $")
_ITEM_END: Final = re.compile(r" ?(?:[,.;)\n]|$)(?!\d)")


def _money_after(flat: str, match: re.Match[str]) -> tuple[Numeral, Unit, int] | None:
    """The second number with the scale and money after it, their unit and end: "316 tỷ đồng"."""
    whole = read_amount(flat, match.start(2))
    if whole is None or whole.scale < 1_000:
        return None
    unit, end = unit_after(flat, whole.end, whole.scale, counted=False)
    return (whole, unit, end) if unit in ("VND", "USD") else None


def _of_money(flat: str, match: re.Match[str], part: float) -> Ratio | None:
    """ "184/316 tỷ đồng": both in the scale and money that stand after the whole."""
    money = _money_after(flat, match)
    if money is None:
        return None
    whole, unit, end = money
    return Ratio(scaled(part, whole.scale), whole.value, end, unit)


def read_plan_pair(flat: str, start: int) -> PlanPair | None:
    """`312/300` where the second number can only be a plan: it is passed. What is not is the first one's whole."""
    match = _RATIO.match(flat, start)
    if match is None or _TARGETS.match(flat, match.end()):
        return None
    reached, planned = parse_digits(match[1]), parse_digits(match[2])
    if not 0 < planned < reached or (1930 <= planned <= 2100 and "." not in match[2]):
        return None
    if (money := _money_after(flat, match)) is not None:
        whole, unit, end = money
        return PlanPair(scaled(reached, whole.scale), match.end(1), whole.value, match.start(2), end, unit)
    noun = counted_noun().match(flat, match.end()) is not None
    share = _REACHES.match(flat, match.end())
    fits = share is not None and abs(parse_digits(share["share"]) - 100 * reached / planned) <= _NEAR
    called = (share is not None and share["plan"] is not None and fits) or _BY_PLAN.match(flat, match.end()) is not None
    done = noun and _DONE_TO.search(flat, max(0, start - 24), start) is not None
    if not (done or (noun and (called or fits)) if _may_be_date(reached, planned) else noun or called or fits):
        return None
    return PlanPair(reached, match.end(1), planned, match.start(2), match.end())


def _may_be_date(first: float, second: float) -> bool:
    return 1 <= first <= 31 and 1 <= second <= 12
