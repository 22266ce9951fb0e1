"""Every number that could measure something, with its unit, bound, range, ratio and sign; nothing is judged.

Dates, years, clock times, document and phone numbers, ordinals and durations are not quantities.
Sources: annotation guide, section 3 (`value`, `unit`, `comparator`, `mention`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from extractor.labels import Unit
from extractor.reading.bounds import read_bound
from extractor.reading.lookalikes import find_lookalikes
from extractor.reading.model import Quantity
from extractor.reading.not_counting import RANGE, is_year, not_counting
from extractor.reading.nouns import counted_noun, counting_label, length_of_time, nothing_counted, tells_which
from extractor.reading.ratios import LONGEST_PART, read_fraction, read_plan_pair, read_ratio
from extractor.reading.shared_units import shares_unit, told_unit
from extractor.reading.signs import takes_away, written_below_zero
from extractor.reading.units import is_dong, read_amount, unit_after, unit_before, whole_number
from extractor.text.article import Extent
from extractor.text.digits import digit_starts, matches_at
from extractor.text.flat import flatten
from extractor.text.lexicon import LETTER
from extractor.text.number_words import GREATEST, scaled
from extractor.text.numerals import Numeral, is_rest, read_numeral, torn_number
from extractor.text.record import record
from extractor.text.shares import Share, read_share
from extractor.text.word_index import places
from extractor.text.written_digits import read_digits

_BREAK: Final = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
"""Inside a mention: where a paragraph was broken into lines."""
_SHARE_BEFORE: Final = re.compile(r"\d ?% {0,2}- {0,2}$")
_SERIES: Final = re.compile(r" {0,2}- {0,2}\d[\d.,]* ?%")
"""After a range of shares: one more, so that it is none."""
_WITHOUT: Final = re.compile(
    r"(?:thôn|bản|ấp|nơi|doanh nghiệp|trường|làng|buôn|khu phố|hộ|xóm|những|các)(?: [^\W\d_]+)? +$"
    r"|(?<![^\W\d_])(?:nhiều|một số|không ít|một vài|vài|phần lớn|đa số)(?: [^\W\d_]+){1,3} +$"
)
_OUT_OF: Final = re.compile(r" +(?:trên|trong)(?: tổng)?(?: số)? +(?:(?:gần|hơn|trên|khoảng|chừng) +)?")
_HALF_OF: Final = re.compile(r"nửa[ \t]{1,40}(?:số|tổng số|trong số|là)(?![^\W\d_])")
_MORE_THAN_HALF: Final = re.compile(r"(?<![^\W\d_])(?:quá|hơn|trên|gần|ngót|chưa đầy|non) $")
_OF_THEM: Final = re.compile(r"nửa(?: (?:nhận|thuộc|trong đó|ở độ tuổi|được|đã|có|dưới)(?![^\W\d_])|(?= ?[.,;)]))")
"""A half of what was counted before, after a bound ("quá nửa nhận hình thức khiển trách")."""
_FIRST_OF_TWO: Final = re.compile(r"(?<![\d.,/])\d[\d.]*(?: (?!tháng|năm|ngày|giờ|quý|tuổi)[^\W\d_]+){1,2} ?/$")
_ANOTHER_THING: Final = re.compile(r" (?!và|của|trên|đến|cho|so|người/)[^\W\d_]{2,}")
"""Around a stroke between two numbers that each count a thing."""
_SHIFT: Final = re.compile(
    r"(?:[Pp]hân xưởng|[Cc]ông trường|[Cc]hi bộ|[Xx]ưởng|[Đđ]ội)(?: (?:[Pp]hân xưởng|[Cc]ông trường))?"
    r" (?:Khai thác|Đào lò|Cơ giới|Vận tải|Thông gió|Sản xuất|Xây dựng|Chế biến|Cạo mủ|Sàng tuyển)(?: (?:lò|than))? $"
)
"""Before the number of a firm's workshop, or of its cell, that is named by its work."""
_SHIFT_WITHIN: Final = 48
_LONGEST_NAME: Final = 2
_AFTER_ONE: Final = ("một ", "một\t")
_TIME_SPENT: Final = re.compile(r"[ \t]{1,40}(?:thời gian|thời hạn|chặng đường|chặng|quãng đường|đời)(?![^\W\d_])")
_FELL_TO: Final = re.compile(
    r"(?<![^\W\d_])(?:giảm|sụt|tụt|rút|hạ)(?: [^\W\d_]+)? ?(?:chỉ còn|xuống còn|xuống chỉ còn|còn lại|còn|xuống)"
    r"(?: (?:khoảng|gần|hơn|dưới|trên|chỉ|bằng))? $"
)
"""Before a fraction of what was before ("giảm còn hai phần ba"): the change is the rest of it, which is not said."""
_NUMERAL_START: Final = re.compile(rf"(?:(?<![\w.,/])|(?<={LETTER}/))(?<!\d-)(?<!{LETTER}-)(?!không(?! phẩy))")
_NUMERAL_WORDS: Final = frozenset(
    "một hai ba bốn năm sáu bảy bẩy tám chín mười nửa không trăm nghìn ngàn vạn triệu tỷ".split()
)
_DENIALS: Final = frozenset(["không", "chưa"])
"""What `nothing_counted` begins with."""
_SENTENCE_EDGE: Final = re.compile(r'(?:^|[.!?:;…\n"(“*•+-])\s{0,9}$')
_ANY_AFTER: Final = re.compile(r"[^.;,]{0,40}? nào(?![^\W\d_])")
_NONE_BEYOND: Final = re.compile(r"[^.;,]{0,40}? nào (?:[^\W\d_]+ ){0,3}(?:dưới|trên|quá|hơn) \d")
"""After a denial that bounds a number ("không chi bộ nào dưới 3 đảng viên"): it counts nothing itself."""
_FROM: Final = re.compile(r"(?<![^\W\d_])(?<!tăng )(?<!giảm )(?<!nâng )từ $")
_ITEM_CLOSES: Final = re.compile(r" *(?:[.;)\n]|$)(?!\d)")
"""Around a range whose noun was told before ("số chi bộ lập mới từ 3 đến 5.")."""
_NOBODY_AFTER: Final = re.compile(r"(?: [^\W\d_]+){1,5} ai(?![^\W\d_])")
_COUNTED_OR_ASKED: Final = re.compile(r"\d[^.;:,]*$|(?<![^\W\d_])(?:để|hầu như|gần như) $")
_LABEL: Final = 70
"""Characters before a number within which its item's label says what is counted."""
_FAULT_AFTER: Final = re.compile(r"[^.;,]{0,60}?(?<![^\W\d_])(?:nào|bị|vi phạm|yếu kém)(?![^\W\d_])")


@record
class ParsedQuantity:
    """The value of one mention: `value` (never negative) up to `value_max`, out of `out_of`, in `unit`."""

    value: float
    unit: Unit
    value_max: float | None = None
    out_of: float | None = None


@record
class _Found:
    start: int
    end: int
    parsed: ParsedQuantity


def _range_from(flat: str, first: Numeral, first_end: int, first_unit: Unit, *, alone: bool = False) -> _Found | None:
    """`first - second unit` read as one expression, or null."""
    separator = RANGE.match(flat, first_end)
    if separator is None:
        return None
    second = read_amount(flat, separator.end())
    if second is None or (second.in_words != first.in_words):
        return None
    if is_year(flat, first) and (is_year(flat, second) or "-" not in separator[0]):
        return None
    counted = counted_noun().match(flat, second.end) is not None
    unit, end = unit_after(flat, second.end, second.scale, counted=counted)
    low, high = first.value, second.value
    if first.scale == 1 and second.scale >= 1_000 and low < high / second.scale:
        low = scaled(low, second.scale)
    if low >= high or (first_unit != "count" and first_unit != unit):
        return None
    left = flat[max(0, first.start - 10) : first.start]
    if first_unit == "percent" and (_SERIES.match(flat, end) or _SHARE_BEFORE.search(left)):
        return None  # "18,4% - 80,3% - 1,1%": shares of as many ratings, one after the other
    closed = _FROM.search(left) is not None and _ITEM_CLOSES.match(flat, end) is not None
    if unit == "count" and "-" not in separator[0] and not (counted or alone or closed):
        return None
    return _Found(first.start, end, ParsedQuantity(low, unit, value_max=high))


_OF_A_YEAR: Final = re.compile(r"(?<![^\W\d_])(?:năm|kỳ|niên khóa) $")
_HAS_BEFORE: Final = re.compile(r"(?<!\w)(?:có|chỉ|mới|được|đạt) $")


def _worded_ratio(flat: str, first: Numeral) -> _Found | None:
    """ "14 trong 15 chỉ tiêu", "mười ba trên mười lăm chỉ tiêu": a part and its whole parted by a word."""
    joint = _OUT_OF.match(flat, first.end)
    if joint is None or first.scale >= 1_000:
        return None
    if is_year(flat, first) and _OF_A_YEAR.search(flat, max(0, first.start - 8), first.start):
        return None  # "nhiều hơn cuộc thi năm 2013 trên 3.000 bài": more by so many
    whole = read_numeral(flat, joint.end())
    if whole is None or whole.in_words > first.in_words or first.value > whole.value or is_year(flat, whole):
        return None
    if first.in_words > whole.in_words and not _HAS_BEFORE.search(flat, max(0, first.start - 8), first.start):
        return None  # "cụ Hảo, một trong 2 người": the two are told, not one of them
    if not counted_noun().match(flat, whole.end) or (
        joint[0].strip() == "trong" and length_of_time().match(flat, whole.end)
    ):
        return None
    return _Found(first.start, whole.end, ParsedQuantity(first.value, "count", out_of=whole.value))


def _numeral_at(text: str, flat: str, start: int) -> _Found | None:
    """The quantity whose numeral begins at `start`, or null where it is none."""
    priced = unit_before(flat, start)
    numeral = read_amount(flat, start, priced=priced is not None)
    if numeral is None:
        return None
    if numeral.in_words and text[start].isupper() and not _SENTENCE_EDGE.search(text[max(0, start - 4) : start]):
        return None  # a name: "Ba", "Năm" inside a sentence
    counted = counted_noun().match(flat, numeral.end) is not None
    if not counted and start and flat[start - 1] == "/" and not _is_second(flat, start, numeral.end):
        return None  # behind a stroke only what counts something: "3 lớp/210 học viên"
    if (
        not counted
        and numeral.end - start <= _LONGEST_NAME
        and _SHIFT.search(text, max(0, start - _SHIFT_WITHIN), start)
    ):
        return None  # "Phân xưởng Khai thác 6", "Chi bộ Đào lò 3"
    after = flat[numeral.end : numeral.end + 1]
    if after and (after.isalpha() or after == "_") and not (counted or is_dong(flat, numeral.end)):
        return None  # letters grown onto the digits: 4G, 17h30, m2
    worded = _worded_ratio(flat, numeral)
    if worded is not None:
        return worded
    numeral = whole_number(flat, numeral, counted=counted)
    if priced is not None and not counted:
        unit, end = unit_after(flat, numeral.end, 1, counted=False)
        if unit in ("count", priced[0]):
            return _Found(priced[1], end, ParsedQuantity(numeral.value, priced[0]))
    unit, end = unit_after(flat, numeral.end, numeral.scale, counted=counted)
    ranged = _range_from(flat, numeral, end, unit)
    if ranged is not None:
        if ranged.parsed.unit == "count":
            last = Numeral(numeral.start, ranged.end, numeral.value, numeral.scale, numeral.in_words)
            counted = counted_noun().match(flat, ranged.end) is not None
            if not_counting(flat, last, counted=counted, unit="count"):
                return None
        return ranged
    if not_counting(flat, numeral, counted=counted, unit=unit):
        return None
    return _Found(numeral.start, end, ParsedQuantity(numeral.value, unit))


def _is_second(flat: str, start: int, end: int) -> bool:
    """Whether a number behind a stroke counts another thing than the one before it ("14 vụ/37 bị can")."""
    return _FIRST_OF_TWO.search(flat, max(0, start - 24), start) is not None and (
        _ANOTHER_THING.match(flat, end) is not None and length_of_time().match(flat, end) is None
    )


def _share_at(flat: str, start: int) -> _Found | None:
    """The fraction in words that begins at `start`: a percentage, or an amount where a scale word follows it."""
    share = read_share(flat, start)
    if share is None:
        return None
    if share.scale > 1:
        return _amount_of(flat, start, share)
    if not share.percent and not _is_of_all(flat, start, share.end):
        return None
    return _Found(start, share.end, ParsedQuantity(share.of_hundred, "percent"))


def _is_of_all(flat: str, start: int, end: int) -> bool:
    """Whether the fraction is a part of what is counted: no time, and no rest that something fell to."""
    if flat.startswith("nửa", start) and (not _HALF_OF.match(flat, start) or flat.endswith(_AFTER_ONE, 0, start)):
        bounded = _MORE_THAN_HALF.search(flat, max(0, start - 10), start)
        return bounded is not None and _OF_THEM.match(flat, start) is not None
    if length_of_time().match(flat, end) or _TIME_SPENT.match(flat, end):
        return False
    return _FELL_TO.search(flat, max(0, start - 40), start) is None


def _amount_of(flat: str, start: int, share: Share) -> _Found | None:
    """ "một phần tư tỷ đồng", "một phần tư triệu người", where what is counted follows."""
    counted = counted_noun().match(flat, share.end) is not None
    unit, end = unit_after(flat, share.end, share.scale, counted=counted)
    if not share.amount.is_integer() or (unit == "count" and not counted and end < len(flat)):
        return None
    return _Found(start, end, ParsedQuantity(share.amount, unit))


def _special_at(flat: str, start: int, *, alone: bool = False) -> _Found | None:
    if share := _share_at(flat, start):
        return share
    if not alone and flat.startswith("/", start + 1):
        fraction = read_fraction(flat, start, before=flat[max(0, start - 14) : start])
        if fraction is not None:
            return _Found(start, fraction[1], ParsedQuantity(fraction[0], "percent"))
    ratio = read_ratio(flat, start, alone=alone) if "/" in flat[start : start + LONGEST_PART] else None
    if ratio is None:
        return None
    return _Found(start, ratio.end, ParsedQuantity(ratio.part, ratio.unit, out_of=ratio.whole))


@lru_cache(maxsize=512)
def parse_mention(mention: str) -> ParsedQuantity | None:
    """The value that a mention's own characters say, or null where they are not one value expression."""
    flat = flatten(_BREAK.sub(" ", mention.strip()))
    digits = read_digits(flat, 0)
    if digits is not None and digits.end == len(flat):
        return ParsedQuantity(digits.value, "count") if digits.value <= GREATEST else None
    if flat in ("không có", "không còn", "chưa có", "không", "không để xảy ra", "không để có", "không xảy ra"):
        return ParsedQuantity(0.0, "count")
    if flat in ("nửa", "một nửa", "phân nửa"):
        return ParsedQuantity(50.0, "percent")
    found = _special_at(flat, 0, alone=True)
    if found is not None and found.end == len(flat):
        return found.parsed
    start = next((at for at, char in enumerate(flat[:6]) if char.isdigit()), 0)
    priced = unit_before(flat, start) if start else None
    numeral = read_amount(flat, start if priced else 0, priced=priced is not None) if flat else None
    if numeral is None:
        return None
    if priced is not None:
        unit, end = unit_after(flat, numeral.end, 1, counted=False)
        whole = priced[1] == 0 and end == len(flat) and unit in ("count", priced[0])
        return ParsedQuantity(numeral.value, priced[0]) if whole else None
    worded = _worded_ratio(flat + " chỉ tiêu", numeral)
    if worded is not None and worded.end == len(flat):
        return worded.parsed
    unit, end = unit_after(flat, numeral.end, numeral.scale, counted=False)
    ranged = _range_from(flat, numeral, end, unit, alone=True)
    if ranged is not None and ranged.end == len(flat):
        return ranged.parsed
    if end == len(flat):
        return ParsedQuantity(numeral.value, unit)
    return None


def _of_some(flat: str, zero: re.Match[str], extent: Extent) -> bool:
    """Whether "không kết nạp được ai" is told of some that are counted ("12 đảng bộ không …"), or asked for."""
    if not _NOBODY_AFTER.match(flat, zero.end(), extent.end):
        return False
    before = flat[max(extent.start, zero.start() - _LABEL) : zero.start()]
    return _COUNTED_OR_ASKED.search(re.sub(r"(?:19|20)\d\d", "", before)) is not None


def _scan(
    text: str, flat: str, extent: Extent, taken: Sequence[Extent], starts: Sequence[int], denials: Sequence[int]
) -> Iterator[_Found]:
    """The quantities inside one stretch, left to right, none overlapping a look-alike or another.

    Numerals may begin at `starts`, words that deny at `denials`; both are in order.
    """
    denials = denials[bisect_left(denials, extent.start) : bisect_left(denials, extent.end)]
    nothing = matches_at(nothing_counted(), flat, denials, extent.end)
    zeros = {zero.start(): zero for zero in nothing if not tells_which(flat, *zero.span())}
    starts = starts[bisect_left(starts, extent.start) : bisect_left(starts, extent.end)]
    starts = sorted({*zeros, *(at for at in starts if _NUMERAL_START.match(flat, at, extent.end))})
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
        if is_rest(text, start):
            continue
        if start in zeros:
            zero = zeros[start]
            if zero[1] == "chưa có" and not _FAULT_AFTER.match(flat, zero.end(), extent.end):
                continue
            if _WITHOUT.search(flat[max(extent.start, start - 24) : start]):
                continue
            if zero[1] == "không" and not _ANY_AFTER.match(flat, zero.end(), extent.end):
                ends = flat.startswith(": ", start - 2)
                if not ends or not counting_label().search(flat, max(extent.start, start - _LABEL), start):
                    continue
            if _NONE_BEYOND.match(flat, zero.end(), extent.end) or _of_some(flat, zero, extent):
                continue
            yield _Found(zero.start(), zero.end(), ParsedQuantity(0.0, "count"))
            past = zero.end()
            continue
        if "/" in flat[start : start + LONGEST_PART] and (pair := read_plan_pair(flat, start)):
            if pair.end <= extent.end:
                yield _Found(start, pair.reached_end, ParsedQuantity(pair.reached, pair.unit))
                yield _Found(pair.planned_start, pair.end, ParsedQuantity(pair.planned, pair.unit))
            past = pair.end
            continue
        found = _special_at(flat, start) or _numeral_at(text, flat, start)
        if found is not None and past <= found.start and found.end <= extent.end:
            yield found
            past = found.end
        elif torn := torn_number(flat, start):
            past = torn


def _with_shared_units(flat: str, found: Sequence[_Found]) -> list[_Found]:
    """The quantities, each bare number with the unit and scale of the next one where both have them."""
    done = list(found)
    told: tuple[Unit, float] | None = None
    for at in range(len(done) - 2, -1, -1):
        one, after = done[at], done[at + 1]
        if after.parsed.unit == "count" or one.parsed.unit != "count":
            told = None
            continue
        if after.parsed.value_max is not None or one.parsed.out_of is not None or one.parsed.value_max is not None:
            continue
        told = told or told_unit(flat, after.start)
        if told is not None and shares_unit(flat, one.start, one.end, after.start):
            done[at] = _Found(one.start, one.end, ParsedQuantity(scaled(one.parsed.value, told[1]), told[0]))
        else:
            told = None
    return done


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
    starts = sorted([*digit_starts(flat), *places(flat).of(_NUMERAL_WORDS)])
    denials = places(flat).of(_DENIALS)
    for stretch in stretches:
        first = bisect_right(lookalikes, stretch.start, key=lambda zone: zone.end)
        last = bisect_left(lookalikes, stretch.end, lo=first, key=lambda zone: zone.start)
        blocked = lookalikes[first:last]
        for found in _with_shared_units(flat, list(_scan(text, flat, stretch, blocked, starts, denials))):
            extent = Extent(found.start, found.end)
            bound = read_bound(flat, extent, stretch, is_range=found.parsed.value_max is not None)
            below = written_below_zero(flat, extent, stretch, found.parsed.unit)
            if below and found.parsed.value_max is not None:
                continue  # "từ -2% đến 3%": a range with a sign of its own is not read
            quantities.append(
                Quantity(
                    id=f"q{len(quantities) + 1}",
                    extent=extent,
                    value=found.parsed.value,
                    unit=found.parsed.unit,
                    comparator=bound.comparator,
                    value_max=found.parsed.value_max,
                    out_of=found.parsed.out_of,
                    negative=below or takes_away(flat, extent, stretch, found.parsed.unit),
                    below_zero=below,
                    cue=bound.cue,
                )
            )
    return tuple(quantities)
