"""Which days, months and years an article names, in any notation, and what may be concluded from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Final

from extractor.reading.model import DateMention
from extractor.schema import PERIOD_PATTERN
from extractor.text.digits import digit_starts, matches_at

_YEAR: Final = re.compile(r"(?<!\d)(19[0-9]\d|20\d\d)(?!\d)")
_DAYS: Final = re.compile(
    r"(?<!\d)((?:\d{1,2} {0,2}(?:,|và|-|đến) {0,2}){0,6}\d{1,2}) {0,2}(?:[-/.]| tháng) {0,2}(\d{1,2})(?!\d)"
)
_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_NUMBER: Final = re.compile(r"\d+")
_FOUR_DIGITS: Final = re.compile(r"\d{4}")
_COUNT_WORDS: Final = {2: "hai", 3: "ba", 4: "bốn", 5: "năm", 6: "sáu", 7: "bảy", 8: "tám", 9: "chín", 10: "mười"}
_PERIOD: Final = re.compile(PERIOD_PATTERN)
RELATIVE_DAY: Final = re.compile(
    r"(?<!\w)(?:hôm (?:nay|qua|kia)|(?:sáng|trưa|chiều|tối) (?:nay|qua)|(?:ngày|vừa) (?:hôm )?qua)(?!\w)"
)
"""Words that tell a day by its distance from the article's own date."""

RELATIVE_DAYS: Final = 2
"""Days before (or one after) the article's date that such a word may mean."""


@lru_cache(maxsize=256)
def period_years(period: str) -> tuple[int, ...]:
    """The years a well-formed period names; empty where it is not well formed, or ends before it begins."""
    if not _PERIOD.match(period) or period.endswith("\n"):
        return ()
    years = tuple(int(year) for year in _FOUR_DIGITS.findall(period))
    return years if list(years) == sorted(years) else ()


@lru_cache(maxsize=2)
def _years_written(flat: str) -> frozenset[int]:
    """Every year of a flat text; asked again once the article's own date is proved."""
    return frozenset([int(year[0]) for year in matches_at(_YEAR, flat, digit_starts(flat))])


@lru_cache(maxsize=2)
def _days_written(flat: str) -> frozenset[tuple[int, int]]:
    """Every (day, month) of a flat text."""
    starts = digit_starts(flat)
    listed = [(found[1], int(found[2])) for found in matches_at(_DAYS, flat, starts)]
    days = {(int(day), month) for days, month in listed for day in _NUMBER.findall(days)}
    return frozenset(days | {(int(day[3]), int(day[2])) for day in matches_at(_ISO, flat, starts)})


_NEXT_TERM: Final = re.compile(r"(?<!\w)(?:nhiệm kỳ|khóa) (?:tới|sau|tiếp theo|mới)(?!\w)")


class Calendar:
    """The dates that can be read in one article's flat text, with those known from outside."""

    def __init__(self, flat: str, mentions: Iterable[DateMention] = (), published_on: date | None = None) -> None:
        self._flat = flat
        self._mentions = tuple(mentions)
        self.published_on = published_on
        self._faults: dict[str, str | None] = {}

    @cached_property
    def years(self) -> frozenset[int]:
        """Every year the text names, and the year of the article's own date."""
        years = set(_years_written(self._flat))
        years |= {mention.year for mention in self._mentions if mention.year is not None}
        if self.published_on is not None:
            years.add(self.published_on.year)
        return frozenset(years)

    @cached_property
    def days(self) -> frozenset[tuple[int, int]]:
        """Every (day, month) the text names: 13/1, 13-1, 13.1.2021, ngày 13 tháng 1, ngày 6 và 7/2, 2021-01-13."""
        return _days_written(self._flat).union((mention.day, mention.month) for mention in self._mentions)

    @property
    def named_days(self) -> frozenset[tuple[int, int]]:
        """Every (day, month) that may be named: those of the text and the article's own."""
        on = self.published_on
        return self.days if on is None else self.days | {(on.day, on.month)}

    def period_fault(self, period: str) -> str | None:
        """Why a period cannot be concluded from the article, or None: each year stands there or is next to one."""
        if period not in self._faults:
            self._faults[period] = self._period_fault(period)
        return self._faults[period]

    def _period_fault(self, period: str) -> str | None:
        years = period_years(period)
        if not years:
            return f"{period!r} is not a period of the schema"
        if self._ends_where_a_term_begins(years) or self._follows_a_term(years):
            return None
        for year in years[-1:] if self._tells_span(years) else years:
            if not any(abs(year - known) <= 1 for known in self.years):
                return f"neither {year} nor a year beside it stands in the text"
        return None

    def proved_period(self, period: str | None, refuse: Callable[[str], None]) -> str | None:
        """The period where it can be concluded from the article; else null, and `refuse` is told why."""
        fault = self.period_fault(period) if period is not None else None
        if fault is not None:
            refuse(fault)
        return period if fault is None else None

    def _ends_where_a_term_begins(self, years: tuple[int, ...]) -> bool:
        """Whether the text names the next term, as long and without a gap ("nhiệm kỳ 2020 - 2025" for 2015/2020)."""
        first, last = years[0], years[-1]
        following = rf"nhiệm kỳ {last} {{0,2}}(?:-|/|đến) {{0,2}}{2 * last - first}(?!\d)"
        return last > first and re.search(following, self._flat) is not None

    def _follows_a_term(self, years: tuple[int, ...]) -> bool:
        """Whether the years are those of "nhiệm kỳ tới" and the term before, of the same length, stands in the text."""
        if len(years) != 2 or not {2 * years[0] - years[1], years[0]} <= self.years:
            return False
        return _NEXT_TERM.search(self._flat) is not None

    def _tells_span(self, years: tuple[int, ...]) -> bool:
        """Whether the text says how many years up to now are meant ("3 năm qua" for 2022/2024)."""
        last = years[-1] - years[0]
        counts = "|".join(f"{count}|{_COUNT_WORDS.get(count, count)}" for count in (last, last + 1))
        told = rf"(?<!\w)(?:{counts}) năm (?:vừa )?(?:qua|gần đây|trở lại đây|thực hiện|triển khai)(?!\w)"
        return len(years) > 1 and re.search(told, self._flat) is not None

    def date_fault(self, claimed: date, *, reviewed: str | None = None, relative: bool = False) -> str | None:
        """Why a date cannot be concluded from the article, or None.

        Args:
            claimed: the date to prove.
            reviewed: the reviewed period, in or after whose last year a conference may be held.
            relative: whether the day may be told from the article's own date ("sáng nay", "hôm qua").
        """
        if claimed == self.published_on:
            return None
        if relative and self._is_relative(claimed):
            return None
        if (claimed.day, claimed.month) not in self.days:
            return f"{claimed.day}/{claimed.month} does not stand in the text"
        told = (
            {next_one for year in period_years(reviewed)[-1:] for next_one in (year, year + 1)} if reviewed else set()
        )
        if claimed.year not in self.years | told:
            return f"the year {claimed.year} does not stand in the text"
        return None

    def _is_relative(self, claimed: date) -> bool:
        if self.published_on is None or not RELATIVE_DAY.search(self._flat):
            return False
        return timedelta(days=-1) <= self.published_on - claimed <= timedelta(days=RELATIVE_DAYS)
