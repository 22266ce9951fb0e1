"""Stretches of time: "năm 2017", "6 tháng đầu năm 2023", "quý III", "9 tháng", "nhiệm kỳ 2015-2020".

A mention's `value` is the schema's period where its year is written ("2023-H1"); without a year only `part` is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from extractor.reading.intervals import Claims, in_order
from extractor.reading.model import PeriodMention
from extractor.text.article import Extent
from extractor.text.digits import digit_starts, matches_at
from extractor.text.flat import flatten
from extractor.text.word_index import WordPattern, places

_YEAR: Final = r"(?:19|20)\d{2}"
_FREE: Final = r"(?<![\w/.,-])"
_DONE: Final = r"(?![\w%]|[.,/-]\d)"
_COUNTS: Final = {
    "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11,
}  # fmt: skip
_COUNT: Final = r"(?:0?[2-9]|1[01]|mười một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_WHOLE_PARTS: Final = {3: "Q1", 6: "H1"}
"""How many first months of a year make a part of it that has a name of its own."""
_LONGEST_STRETCH: Final = 6
"""More months than that, set off by a comma and without a year, are the first of a year ("trong 7 tháng, …")."""
_QUARTERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4}
_QUARTER: Final = r"(?:0?[1-4]|iv|iii|ii|i|một|hai|ba|tư|bốn)"
_OF_YEAR: Final = rf"(?:(?:,? ?(?:của )?năm | ?[/-] ?)(?P<year>{_YEAR}))"

_RANGE: Final = re.compile(
    rf"(?:(?<!\w)(?:năm|giai đoạn|nhiệm kỳ|thời kỳ|thời gian|các năm|khóa|từ|từ năm|trong) ){{0,9}}"
    rf"(?:{_FREE}(?P<from>{_YEAR})(?: ?[-/] ?| ?- ?năm | (?:đến|tới) (?:(?:hết|cuối|nay là|đầu) )?"
    rf"(?:tháng (?:0?[1-9]|1[0-2]) ?[/-] ?|năm )?)"
    rf"|(?:tháng )?(?<![\w/.,-])(?:0?[1-9]|1[0-2]) ?[/-] ?(?P<from_month>{_YEAR}) ?(?:-|đến|tới) ?"
    rf"(?:(?:hết|cuối) )?(?:tháng )?(?:0?[1-9]|1[0-2]) ?[/-] ?)"
    rf"(?P<to>{_YEAR}){_DONE}"
)
_RANGE_WORDS: Final = frozenset("năm giai nhiệm thời các khóa từ trong tháng".split())
"""What a range begins with, if not with its year."""
_HALF: Final = re.compile(
    rf"{_FREE}(?:(?:0?6|sáu) tháng (?P<half>đầu|cuối|còn lại)(?: (?:năm|của năm))?"
    r"|nửa (?:năm )?(?P<half2>đầu|cuối|còn lại)(?! (?:của )?(?:nhiệm kỳ|tháng|quý|chặng|thập|thế))(?: (?:của )?năm)?)"
    rf"(?: ?(?:của )?(?:năm )?(?P<year>{_YEAR}))?{_DONE}"
)
_LAST_QUARTER: Final = re.compile(
    rf"{_FREE}(?:(?:0?3|ba) tháng (?:cuối|còn lại của)|quý (?:cuối(?: cùng)?|còn lại)(?: của)?) (?:của )?năm"
    rf"(?: (?P<year>{_YEAR}))?{_DONE}"
)
_MONTHS: Final = re.compile(
    rf"{_FREE}(?P<count>{_COUNT}) tháng(?P<first> đầu(?: (?:của )?năm)?| qua| kể từ đầu năm)?"
    rf"(?:(?: (?:của )?(?:năm )?|/)(?P<year>{_YEAR}))?{_DONE}"
)
_TEN: Final = "mười "
"""Opens the one number of two words that counts months: "mười một tháng"."""
_MONTHS_NOT: Final = re.compile(r" ?(?:tuổi|tù|liền|liên tục|nay|trước|tới|tiếp|cuối|lương|sau|một lần|/lần)")
_OF_A_YEAR: Final = (" năm nay", " năm ngoái", " năm trước")
_QUARTERLY: Final = WordPattern(
    re.compile(rf"(?<!\w)(?<!mỗi )(?<!hằng )(?<!hàng )(?<!từng )quý (?P<quarter>{_QUARTER})(?! lần){_OF_YEAR}?{_DONE}")
)
_SINGLE: Final = WordPattern(
    re.compile(
        r"(?<!\w)(?:(?:năm|các năm|cùng kỳ|đầu|cuối|hết|trong|(?:(?<=khai )|(?<=hướng )|(?<=hướng, ))nhiệm vụ"
        r"|(?:mục tiêu|kế hoạch|chỉ tiêu|phương hướng)(?= (?:19|20)\d\d(?! ?[-/]))) ){1,9}"
        rf"(?P<years>{_YEAR}(?:(?:, ?| và | - |,? năm ){_YEAR}){{0,9}}){_DONE}"
    )
)
_MONTH_OF: Final = WordPattern(
    re.compile(rf"(?<!\w)tháng (?P<month>0?[1-9]|1[0-2])(?: ?[/-] ?| năm | ?, năm )(?P<year>{_YEAR}){_DONE}")
)
_LONE: Final = re.compile(
    rf"{_YEAR}(?:(?<=\(\d{{4}})(?=\))|(?<=so với \d{{4}})(?=[,.;)\n]|$)|(?<=[,;] \d{{4}})(?=: ?\d)"
    r"|(?:(?<=nhất \d{4})|(?<=nhất là \d{4}))(?= (?:với|có|còn|là) \d))"
)
"""A year by itself: in brackets, compared with, in a row with its number ("2013: 14"), or with the most."""


def _ranges(flat: str) -> Iterator[PeriodMention]:
    for match in matches_at(_RANGE, flat, sorted([*digit_starts(flat), *places(flat).of(_RANGE_WORDS)])):
        first, last = int(match["from"] or match["from_month"]), int(match["to"])
        if first < last <= first + 60:
            yield PeriodMention(Extent(match.start(), match.end()), f"{first}/{last}")


def _dated(match: re.Match[str], part: str, year: str | None) -> PeriodMention:
    value = f"{year}-{part}" if year else None
    return PeriodMention(Extent(match.start(), match.end()), value, None if year else part)


def _counted_months(flat: str) -> list[int]:
    """Where months may be counted: at "nửa" and "quý", and at the number before "tháng"."""
    words = places(flat)
    starts = words.of(frozenset(["nửa", "quý"]))
    for month in words.of(frozenset(["tháng"])):
        at = month - 1
        while at > 0 and flat[at - 1].isalnum():
            at -= 1
        starts += [at, at - len(_TEN)] if flat.endswith(_TEN, 0, at) else [at]
    return sorted(starts)


def _halves(flat: str, starts: Sequence[int]) -> Iterator[PeriodMention]:
    for match in matches_at(_HALF, flat, starts):
        first = (match["half"] or match["half2"]) == "đầu"
        yield _dated(match, "H1" if first else "H2", match["year"])


def _last_months(flat: str, starts: Sequence[int]) -> Iterator[PeriodMention]:
    for match in matches_at(_LAST_QUARTER, flat, starts):
        yield _dated(match, "Q4", match["year"])


def _months(flat: str, starts: Sequence[int]) -> Iterator[PeriodMention]:
    for match in matches_at(_MONTHS, flat, starts):
        word = match["count"]
        count = _COUNTS[word] if word in _COUNTS else int(word)
        stated = match["first"] or match["year"] or flat.startswith(_OF_A_YEAR, match.end())
        told = count in (6, 9) or (count > _LONGEST_STRETCH and flat.startswith(",", match.end()))
        if not stated and (not told or _MONTHS_NOT.match(flat, match.end()) or word == "năm"):
            continue
        if word == "năm" and not match["first"]:
            continue
        if count < _LONGEST_STRETCH and match["first"] == " qua":
            continue  # so many months up to now, not the first of a year
        yield _dated(match, _WHOLE_PARTS.get(count, f"{count}M"), match["year"])


def _quarters(flat: str) -> Iterator[PeriodMention]:
    for match in _QUARTERLY.finditer(flat):
        word = match["quarter"]
        number = _QUARTERS[word] if word in _QUARTERS else int(word)
        yield _dated(match, f"Q{number}", match["year"])


def _years(flat: str) -> Iterator[PeriodMention]:
    for match in _SINGLE.finditer(flat):
        found = list(re.finditer(_YEAR, match["years"]))
        offset = match.start("years")
        for index, year in enumerate(found):
            start = match.start() if index == 0 else offset + year.start()
            yield PeriodMention(Extent(start, offset + year.end()), year[0])
    for match in _MONTH_OF.finditer(flat):
        yield PeriodMention(Extent(match.start(), match.end()), match["year"], None, int(match["month"]))
    for match in _LONE.finditer(flat):
        yield PeriodMention(Extent(match.start(), match.end()), match[0])


def read_periods(text: str) -> tuple[PeriodMention, ...]:
    """Every period in `text`, in order, none inside another. Never raises."""
    flat = flatten(text)
    claims = Claims(len(flat))
    starts = _counted_months(flat)
    counted = (mentions for source in (_halves, _last_months, _months) for mentions in source(flat, starts))
    found = chain(_ranges(flat), counted, _quarters(flat), _years(flat))
    return in_order(mention for mention in found if claims.claim(mention.extent))


def with_year(part: str, year: int) -> str:
    """A part of a year ("H1") as the schema's period of that year."""
    return f"{year}-{part}"


def period_year(period: str) -> int:
    """The year a period lies in; of several years the last."""
    return int(period[5:9]) if "/" in period else int(period[:4])
