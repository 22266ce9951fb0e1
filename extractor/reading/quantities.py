"""Every number that could measure something, with its unit, bound, range, ratio and sign; nothing is judged.

Dates, years, clock times, document and phone numbers, ordinals and durations are not quantities.
Sources: annotation guide, section 3 (`value`, `unit`, `comparator`, `mention`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from extractor.article import Extent
from extractor.reading.bounds import read_bound, takes_away
from extractor.reading.lookalikes import find_lookalikes
from extractor.reading.model import Quantity
from extractor.schema import Unit
from extractor.vietnamese.flat import flatten
from extractor.vietnamese.lexicon import LETTER, alternatives, load_table
from extractor.vietnamese.numerals import Numeral, as_written, parse_digits, read_numeral

_PERCENT: Final = re.compile(r" {0,2}(?:(?:điểm )?%|(?:điểm )?phần trăm(?![^\W\d_]))")
_DONG: Final = re.compile(
    r" {0,2}(?:việt nam )?(?:đồng(?! +(?:chí|bào|đội|thời|bộ|tình|thuận|lòng|hành|ý|loạt|nghiệp|đều"
    r"|nai|tháp|xoài|hới|minh))"
    r"|vnđ|vnd|đ(?!/c))(?![^\W\d_])"
)
_DOLLAR: Final = re.compile(r" {0,2}(?:usd|đô[ -]?la(?: mỹ)?|\$)(?![^\W\d_])")
_RANGE: Final = re.compile(r" {0,2}- {0,2}| {1,9}(?:đến|tới) {1,9}(?:khoảng {1,9})?")
_SHARE_BEFORE: Final = re.compile(r"\d ?% {0,2}- {0,2}$")
_SERIES: Final = re.compile(r" {0,2}- {0,2}\d[\d.,]* ?%")
"""After a range of shares: one more, so that it is none."""
_RATIO: Final = re.compile(
    r"(\d{1,3}(?:\.\d{3}){1,9}|\d{1,20}) {0,1}/ {0,1}(\d{1,3}(?:\.\d{3}){1,9}|\d{1,20})(?![\d/]|[.,-]\d)"
)
_FRACTION: Final = re.compile(r"(một|hai|ba|bốn|[1-9]) phần (hai|ba|tư|bốn|năm|[2-9]|10)(?![^\W_])")
_WITHOUT: Final = re.compile(
    r"(?:thôn|bản|ấp|nơi|doanh nghiệp|trường|làng|buôn|khu phố|hộ|xóm|những|các)(?: [^\W\d_]+)? +$"
)
_OUT_OF: Final = re.compile(r" +(?:trên|trong)(?: tổng)?(?: số)? +")
_HALF: Final = re.compile(r"(?:một nửa|nửa(?= (?:số|tổng số|trong số|là)))(?![^\W\d_])")
_NUMERAL_START: Final = re.compile(
    rf"(?:(?<![\w.,/])|(?<={LETTER}/))(?<!\d-)(?<!{LETTER}-)(?:\d|(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám"
    rf"|chín|mười|nửa)(?!{LETTER}))"
)
_SENTENCE_EDGE: Final = re.compile(r'(?:^|[.!?:;…\n"(“*•+-])\s{0,9}$')
_FRACTION_WORDS: Final = {
    **{str(number): number for number in range(1, 11)},
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "năm": 5,
}
_RATIO_CUE: Final = re.compile(
    r"(?:^|[(\s])(?:có|đạt|với|là|chiếm|được|cho|kết quả|tỷ lệ|gồm|hơn|trên|gần|còn|vượt|nạp|tới|\()\s*$"
)
_SHARE_CUE: Final = re.compile(r"(?:^|[(\s])(?:đạt|chiếm|tỷ lệ|kết quả)\s*$")
"""Words after which two small numbers are a share and no date ("đạt 5/7", "chiếm 3/4")."""
_SHARE_OF: Final = re.compile(r" (?:trong )?(?:tổng )?số(?![^\W\d_])")
_TORN: Final = re.compile(r" ?/ ?\d|-\d")
"""After a number: the rest of a date or of something else that is no count ("14/1", "3-2")."""
_DASH: Final = re.compile(r" {0,2}-")
_OUT_OF_ALL: Final = re.compile(r" trong (?:tổng )?số")
_ANY_AFTER: Final = re.compile(r"[^.;,]{0,40}? nào(?![^\W\d_])")
_FAULT_AFTER: Final = re.compile(r"[^.;,]{0,60}?(?<![^\W\d_])(?:nào|bị|vi phạm|yếu kém)(?![^\W\d_])")
_NO_NUMERAL_AFTER: Final = re.compile(
    r" +(?:số|trong (?:những|các)|vài|bộ phận|cách|phần(?! quà)|ít|lòng|mặt|khi|lúc|thời|đời|chiều|bên"
    r"|cửa|dấu|là)(?![^\W\d_])"
)


@dataclass(frozen=True, slots=True)
class ParsedQuantity:
    """The value of one mention: `value` (never negative) up to `value_max`, out of `out_of`, in `unit`."""

    value: float
    unit: Unit
    value_max: float | None = None
    out_of: float | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    parsed: ParsedQuantity


@cache
def _counted() -> re.Pattern[str]:
    nouns = load_table("extractor.vietnamese", "counted.toml")["nouns"]
    return re.compile(r" {0,3}(?:số +)?(?:" + alternatives(nouns) + ")")


@cache
def _one() -> re.Pattern[str]:
    nouns = load_table("extractor.vietnamese", "counted.toml")["nouns_after_one"]
    return re.compile(r" {1,3}" + alternatives(nouns))


@cache
def _nothing() -> re.Pattern[str]:
    nouns = load_table("extractor.vietnamese", "counted.toml")["nouns"]
    noun = alternatives(
        [
            n
            for n in nouns
            if n not in ("việc", "điểm", "ban", "bài học", "ý kiến", "đơn vị máu", "người", "điều", "gia đình")
        ]
    )
    return re.compile(
        rf"(?<!{LETTER})(không có|không còn|không để (?:xảy ra|có)(?= +(?:tccs|tổ chức|chi bộ|đảng bộ"
        rf"|đảng viên|cơ sở đảng))|chưa có|không)(?= +(?:một +)?{noun}|(?<=: không có)(?= *[.;,\n)]|$))"
    )


@cache
def _duration() -> re.Pattern[str]:
    words = load_table("extractor.vietnamese", "counted.toml")["durations"]
    return re.compile(r" {0,2}" + alternatives(words))


@cache
def _ordinal() -> re.Pattern[str]:
    words = load_table("extractor.vietnamese", "counted.toml")["ordinal_words"]
    return re.compile(rf"(?<!{LETTER})(" + alternatives(words) + r") *$")


_ALWAYS_ORDINAL: Final = frozenset(
    [
        "thứ",
        "lần",
        "khóa",
        "điều",
        "quý",
        "tháng",
        "ngày",
        "trung ương",
        "hội nghị trung ương",
        "tw",
        "mùng",
        "mồng",
        "zalo",
        "quốc lộ",
        "tỉnh lộ",
    ]
)

_QUARTERS: Final = 4


def _unit_after(flat: str, end: int, scale: int, *, counted: bool) -> tuple[Unit, int]:
    """The unit that follows a numeral and where the whole expression ends."""
    if match := _PERCENT.match(flat, end):
        return "percent", match.end()
    if match := _DONG.match(flat, end):
        return "VND", match.end()
    if match := _DOLLAR.match(flat, end):
        return "USD", match.end()
    if scale >= 1_000_000 and not counted:
        return "VND", end
    return "count", end


_YEAR: Final = re.compile(r"(?:19[3-9]|20[0-9])\d")


def _is_year(flat: str, numeral: Numeral) -> bool:
    return numeral.end - numeral.start == 4 and _YEAR.match(flat, numeral.start, numeral.end) is not None


def _range_from(flat: str, first: Numeral, first_end: int, first_unit: Unit, *, alone: bool = False) -> _Found | None:
    """`first - second unit` read as one expression, or null."""
    separator = _RANGE.match(flat, first_end)
    if separator is None:
        return None
    second = read_numeral(flat, separator.end())
    if second is None or (second.in_words != first.in_words):
        return None
    if _is_year(flat, first) and (_is_year(flat, second) or "-" not in separator[0]):
        return None
    counted = _counted().match(flat, second.end) is not None
    unit, end = _unit_after(flat, second.end, second.scale, counted=counted)
    low, high = first.value, second.value
    if first.scale == 1 and second.scale >= 1_000 and low < high / second.scale:
        low = as_written(low * second.scale)
    if low >= high or (first_unit != "count" and first_unit != unit):
        return None
    left = flat[max(0, first.start - 8) : first.start]
    if first_unit == "percent" and (_SERIES.match(flat, end) or _SHARE_BEFORE.search(left)):
        return None  # "18,4% - 80,3% - 1,1%": shares of as many ratings, one after the other
    if unit == "count" and "-" not in separator[0] and not counted and not alone:
        return None
    return _Found(first.start, end, ParsedQuantity(low, unit, value_max=high))


def _beyond_plan(flat: str, numeral: Numeral) -> bool:
    """Whether it is what was reached in "74/70 đảng viên": a part is never more than its whole, so 70 was the plan."""
    match = _RATIO.match(flat, numeral.start)
    if match is None or not _counted().match(flat, match.end()):
        return False
    reached, planned = parse_digits(match[1]), parse_digits(match[2])
    possible_date = reached <= 31 and planned <= 12
    return reached > planned > 0 and not possible_date


def _whole(flat: str, numeral: Numeral, *, counted: bool) -> Numeral:
    """`2,658 đảng viên`: a comma before three digits groups thousands where the thing counted is whole."""
    written = flat[numeral.start : numeral.end]
    if counted and "," in written and re.fullmatch(r"[1-9]\d{0,2},\d{3}", written):
        return replace(numeral, value=parse_digits(written, whole=True))
    return numeral


def _first_of_durations(flat: str, numeral: Numeral) -> bool:
    """Whether the numeral opens a range of ages or times ("từ 18 đến 30 tuổi")."""
    separator = _RANGE.match(flat, numeral.end)
    second = read_numeral(flat, separator.end()) if separator is not None else None
    return second is not None and _duration().match(flat, second.end) is not None


def _not_counting(flat: str, numeral: Numeral, *, counted: bool, unit: Unit) -> bool:
    """Whether the numeral is a year, an ordinal, a duration or a mere article."""
    before = flat[max(0, numeral.start - 30) : numeral.start]
    written = flat[numeral.start : numeral.end]
    if unit == "count" and _duration().match(flat, numeral.end) and not counted:
        return True
    if unit == "count" and _beyond_plan(flat, numeral):
        return False
    if unit == "count" and (_TORN.match(flat, numeral.end) or _first_of_durations(flat, numeral)):
        return True
    if unit == "count" and re.search(r"tuổi (?:từ )?(?:\d+ ?(?:đến|-) ?)?$", before):
        return True
    if unit == "count" and _DASH.match(flat, numeral.end) and _duration().match(flat, numeral.end + 1):
        return True
    year = unit == "count" and _is_year(flat, numeral)
    if year and (not counted or re.search(r"(?:năm|kỳ|đoạn|khóa|từ|đến|tới|trước|sau|-|/|\() *$", before)):
        return True
    if unit == "count" and (match := _ordinal().search(before)):
        word = match[1]
        if (
            word in ("kế hoạch", "kh")
            and re.search(r"\((?:kế hoạch|kh) $", before)
            and flat.startswith(")", numeral.end)
        ):
            return False  # "(kế hoạch 130)" after what was reached
        if word == "quý" and not 1 <= numeral.value <= _QUARTERS:
            return False  # "Đặc khu Phú Quý  30": a name at the end of a cell, no quarter
        if word in _ALWAYS_ORDINAL:
            return True
        if word == "năm" and not numeral.in_words:
            return False
        governed = re.search(rf"(?:trong|tổng|con|quân|thiểu) {re.escape(word)} *$", before) is not None
        if not counted and not governed:
            return True
    if numeral.in_words and " " not in written.strip() and unit == "count":
        if not counted and not _OUT_OF_ALL.match(flat, numeral.end):
            return True
        if written == "năm" and re.search(
            rf"(?<!{LETTER})(?:trong|cả|cuối|đầu|hàng|hằng|mỗi|qua|\d|nhiều|các|những|từng|của) $", before
        ):
            return True
        if written == "một" and not _one().match(flat, numeral.end):
            return not _OUT_OF_ALL.match(flat, numeral.end)
        if written == "một" and (
            _NO_NUMERAL_AFTER.match(flat, numeral.end) or re.search(r"(?:từng|mỗi|là|như|thành|bằng|làm) $", before)
        ):
            return True
        if written == "ba" and before.endswith("thứ "):
            return True
    return False


def _worded_ratio(flat: str, first: Numeral) -> _Found | None:
    """ "14 trong 15 chỉ tiêu", "mười ba trên mười lăm chỉ tiêu": a part and its whole parted by a word."""
    joint = _OUT_OF.match(flat, first.end)
    if joint is None or first.scale >= 1_000:
        return None
    whole = read_numeral(flat, joint.end())
    if whole is None or whole.in_words != first.in_words or first.value > whole.value or _is_year(flat, whole):
        return None
    if not _counted().match(flat, whole.end) or (joint[0].strip() == "trong" and _duration().match(flat, whole.end)):
        return None
    return _Found(first.start, whole.end, ParsedQuantity(first.value, "count", out_of=whole.value))


def _numeral_at(text: str, flat: str, start: int) -> _Found | None:
    """The quantity whose numeral begins at `start`, or null where it is none."""
    numeral = read_numeral(flat, start)
    if numeral is None:
        return None
    if numeral.in_words and text[start].isupper() and not _SENTENCE_EDGE.search(text[max(0, start - 4) : start]):
        return None  # a name: "Ba", "Năm" inside a sentence
    counted = _counted().match(flat, numeral.end) is not None
    if not counted and start and flat[start - 1] == "/":
        return None  # behind a stroke only what counts something: "3 lớp/210 học viên"
    after = flat[numeral.end : numeral.end + 1]
    if after and (after.isalpha() or after == "_") and not (counted or _DONG.match(flat, numeral.end)):
        return None  # letters grown onto the digits: 4G, 17h30, m2
    worded = _worded_ratio(flat, numeral)
    if worded is not None:
        return worded
    numeral = _whole(flat, numeral, counted=counted)
    unit, end = _unit_after(flat, numeral.end, numeral.scale, counted=counted)
    ranged = _range_from(flat, numeral, end, unit)
    if ranged is not None:
        if ranged.parsed.unit == "count":
            last = Numeral(numeral.start, ranged.end, numeral.value, numeral.scale, numeral.in_words)
            counted = _counted().match(flat, ranged.end) is not None
            if _not_counting(flat, last, counted=counted, unit="count"):
                return None
        return ranged
    if _not_counting(flat, numeral, counted=counted, unit=unit):
        return None
    return _Found(numeral.start, end, ParsedQuantity(numeral.value, unit))


def _ratio_at(flat: str, start: int, *, alone: bool) -> _Found | None:
    """`48/66` where a counted noun or a cue says that it is no date."""
    match = _RATIO.match(flat, start)
    if match is None:
        return None
    part, whole = parse_digits(match[1]), parse_digits(match[2])
    if part > whole or whole == 0:
        return None
    if not alone and not _counted().match(flat, match.end()) and not _SHARE_OF.match(flat, match.end()):
        before = flat[max(0, start - 14) : start]
        cued = _RATIO_CUE.search(before) is not None
        possible_date = 1 <= part <= 31 and 1 <= whole <= 12
        if possible_date and not (cued and match[1] == match[2]) and not _SHARE_CUE.search(before):
            return None
        if not cued and whole > 2100:
            return None
        if 1930 <= whole <= 2100 and part <= 12:
            return None  # month/year
    return _Found(match.start(), match.end(), ParsedQuantity(part, "count", out_of=whole))


def _special_at(flat: str, start: int, *, alone: bool = False) -> _Found | None:
    if match := _HALF.match(flat, start):
        return _Found(match.start(), match.end(), ParsedQuantity(50.0, "percent"))
    if match := _FRACTION.match(flat, start):
        part, whole = float(_FRACTION_WORDS[match[1]]), float(_FRACTION_WORDS[match[2]])
        if part < whole and 100 * part % whole == 0:  # a whole percentage, as the guide has it for "một nửa"
            return _Found(match.start(), match.end(), ParsedQuantity(100 * part / whole, "percent"))
        if part < whole:
            return _Found(match.start(), match.end(), ParsedQuantity(part, "count", out_of=whole))
    return _ratio_at(flat, start, alone=alone)


def parse_mention(mention: str) -> ParsedQuantity | None:
    """The value that a mention's own characters say, or null where they are not one value expression."""
    text = mention.strip()
    flat = flatten(text)
    if flat in ("không có", "không còn", "chưa có", "không", "không để xảy ra", "không để có", "không xảy ra"):
        return ParsedQuantity(0.0, "count")
    if flat in ("nửa", "một nửa"):
        return ParsedQuantity(50.0, "percent")
    found = _special_at(flat, 0, alone=True)
    if found is not None and found.end == len(flat):
        return found.parsed
    numeral = read_numeral(flat, 0) if flat else None
    if numeral is None:
        return None
    worded = _worded_ratio(flat + " chỉ tiêu", numeral)
    if worded is not None and worded.end == len(flat):
        return worded.parsed
    unit, end = _unit_after(flat, numeral.end, numeral.scale, counted=False)
    ranged = _range_from(flat, numeral, end, unit, alone=True)
    if ranged is not None and ranged.end == len(flat):
        return ranged.parsed
    if end == len(flat):
        if unit == "VND" and not _DONG.match(flat, numeral.end):
            unit = "VND" if numeral.scale >= 1_000_000 else "count"
        return ParsedQuantity(numeral.value, unit)
    return None


def measures_nothing(flat: str, extent: Extent, lookalikes: Iterable[Extent]) -> str | None:
    """Why the number that stands at `extent` of the flat text is no quantity, in words; null where it may be one.

    `lookalikes` are the text's own, from `find_lookalikes`.
    """
    if any(zone.overlaps(extent) for zone in lookalikes):
        return "the number belongs to a date, a time, a document, a badge or an address"
    numeral = read_numeral(flat, extent.start)
    if numeral is None or numeral.end > extent.end:
        return None
    # Words may count without a noun beside them ("gồm bốn"); digits that the reader passed over do not.
    counted = numeral.in_words or _counted().match(flat, numeral.end) is not None
    unit, _ = _unit_after(flat, numeral.end, numeral.scale, counted=counted)
    if _not_counting(flat, numeral, counted=counted, unit=unit):
        return "the number is a year, an ordinal or a duration"
    return None


def _scan(text: str, flat: str, extent: Extent, taken: Sequence[Extent]) -> Iterator[_Found]:
    """The quantities inside one stretch, left to right, none overlapping a look-alike or another."""
    zeros = {m.start(1): m for m in _nothing().finditer(flat, extent.start, extent.end)}
    starts = sorted({*zeros, *(m.start() for m in _NUMERAL_START.finditer(flat, extent.start, extent.end))})
    past = extent.start
    blocked = iter(taken)
    zone = next(blocked, None)
    for start in starts:
        if start < past:
            continue
        while zone is not None and zone.end <= start:
            zone = next(blocked, None)
        if zone is not None and zone.start <= start < zone.end:
            continue
        if start in zeros:
            zero = zeros[start]
            if zero[1] == "chưa có" and not _FAULT_AFTER.match(flat, zero.end(), extent.end):
                continue
            if _WITHOUT.search(flat[max(extent.start, start - 24) : start]):
                continue
            if zero[1] == "không" and not _ANY_AFTER.match(flat, zero.end(), extent.end):
                continue
            yield _Found(zero.start(1), zero.end(1), ParsedQuantity(0.0, "count"))
            past = zero.end(1)
            continue
        found = _special_at(flat, start) or _numeral_at(text, flat, start)
        if found is not None and found.end <= extent.end:
            yield found
            past = found.end


def read_quantities(
    text: str, extents: Iterable[Extent] | None = None, lookalikes: Sequence[Extent] | None = None
) -> tuple[Quantity, ...]:
    """All quantities of the text (or of the given stretches of it), in order, with ids q1, q2, ...

    `lookalikes` are the text's own, from `find_lookalikes`, where they are known. Never raises, whatever the text.
    """
    flat = flatten(text)
    stretches = [Extent(0, len(text))] if extents is None else sorted(extents)
    lookalikes = find_lookalikes(flat) if lookalikes is None else lookalikes
    quantities: list[Quantity] = []
    for stretch in stretches:
        first = bisect_right(lookalikes, stretch.start, key=lambda zone: zone.end)
        last = bisect_left(lookalikes, stretch.end, lo=first, key=lambda zone: zone.start)
        blocked = lookalikes[first:last]
        for found in _scan(text, flat, stretch, blocked):
            extent = Extent(found.start, found.end)
            bound = read_bound(flat, extent, stretch, is_range=found.parsed.value_max is not None)
            quantities.append(
                Quantity(
                    id=f"q{len(quantities) + 1}",
                    extent=extent,
                    value=found.parsed.value,
                    unit=found.parsed.unit,
                    comparator=bound.comparator,
                    value_max=found.parsed.value_max,
                    out_of=found.parsed.out_of,
                    negative=takes_away(flat, extent, stretch),
                    cue=bound.cue,
                )
            )
    return tuple(quantities)
