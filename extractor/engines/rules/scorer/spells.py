"""Every stretch of time that an article tells of or implies, with its year: what its review and its plan may be.

Beside the periods that the reader sees these are stretches told by words alone ("nửa năm qua", "chín tháng", "quý đầu
năm"), years that stand bare, days up to which is counted, and what the day of the event by itself suggests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from extractor.engines.rules.calendar import find_event_date
from extractor.engines.rules.mentions import BARE_YEAR, COUNTS, half_of, so_many, year_of
from extractor.engines.rules.page import Page
from extractor.engines.rules.review import is_own, own_periods, phrase, year_by_comparison
from extractor.engines.rules.stretches import campaign, since_new_year
from extractor.reading.intervals import meets, merged
from extractor.reading.periods import period_year, with_year
from extractor.text.article import Extent
from extractor.text.record import record
from extractor.text.word_index import WordPattern

_COUNT: Final = rf"(?<!\w)(?<!\d[.,])(?P<count>\d{{1,2}}|{'|'.join(word for word in COUNTS if ' ' not in word)})"
_AHEAD: Final = r"(?! ?(?:cuối|còn lại|tới|sau|tiếp|tuổi|tù|liền|/))"
_MONTHS: Final = WordPattern(rf"{_COUNT} tháng{_AHEAD}(?!\w)(?! \d)")
_YEARS: Final = WordPattern(rf"{_COUNT} năm(?= (?!(?:19|20)\d\d)|[,.;:)(])(?! tuổi| tù)")
_HALF: Final = WordPattern(r"(?<!\w)nửa (?:đầu )?năm(?! (?:sau|tới|cuối|còn))(?: (?:qua|đầu))?(?!\w)")
_QUARTER: Final = WordPattern(r"(?<!\w)(?:quý (?:đầu|vừa qua|qua|này|vừa)|trong quý|qua một quý)(?!\w)")
_YEAR: Final = WordPattern(
    r"(?<!\w)(?:năm (?:vừa )?qua|năm cũ|năm vừa rồi|cả năm|trọn năm|hết năm|khép lại năm|năm nay|trong năm)"
    r"(?! (?:19|20)\d\d)(?!\w)"
)
_BARE_YEAR: Final = WordPattern(BARE_YEAR)
_UP_TO: Final = re.compile(r"(?:đến|tới|hết)(?: (?:hết|cuối|ngày|sáng|chiều)){0,4} ?$")
_BEFORE: Final = 24
"""Characters before a day in which words tell that it is counted up to."""
_LAST_MONTH: Final = {"H1": 6, "H2": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12}
_FIRST_MONTH: Final = {"H2": 7, "Q2": 4, "Q3": 7, "Q4": 10}
_ENDED: Final = {3: "Q1", 4: "Q1", 5: "Q1", 6: "H1", 7: "H1", 8: "H1", 9: "9M", 10: "9M", 11: "9M"}
"""The part of its year that a day in the month ends or follows."""
_EARLY: Final = 4
"""Up to this month of a year "the year" is the one before."""
_HALF_YEAR: Final = 6
_LONGEST: Final = 30
"""Years that a stretch told by their number has at most."""


@record
class Spell:
    """One stretch of time: where it is told (both 0 where nothing tells it), what it is, and how that is known.

    `told` is `named` (with its year), `part` (its year by the day), `words`, `bare`, `month`, `until`, `day`, `so-far`
    or `stretch`; `part` is what is said of a year that was not said.
    """

    start: int
    end: int
    value: str
    told: str
    part: str | None = None


@lru_cache(maxsize=1024)
def first_month(period: str) -> int:
    """The month in which a period begins, counted from year 0."""
    return int(period[:4]) * 12 + (0 if "/" in period else _FIRST_MONTH.get(period[5:], 1) - 1)


@lru_cache(maxsize=1024)
def last_month(period: str) -> int:
    """The month in which a period ends, counted from year 0."""
    return period_year(period) * 12 + (12 if "/" in period else _month_of(period[5:])) - 1


def _month_of(part: str) -> int:
    return int(part[:-1]) if part.endswith("M") else _LAST_MONTH.get(part, 12)


def day_of(page: Page, published: date | None) -> date | None:
    """The day from which an article looks back: of its event, else of its publication."""
    mention = find_event_date(page)
    if mention is not None and mention.value is not None:
        return mention.value
    if mention is not None and (year := _likely_year(page, mention.month, published)) is not None:
        try:
            return date(year, mention.month, mention.day)
        except ValueError:  # 29 February of a year that has none
            return published
    return published


def _likely_year(page: Page, month: int, published: date | None) -> int | None:
    """The year of a day that is told without: of the publication, else by the last year that the head names."""
    if published is not None:
        return published.year - (month > published.month)
    heads = (own_periods(page, block.extent.start, block.extent.end) for block in page.title + page.opening[:2])
    years = {int(one.value[:4]) for head in heads for one in head if one.value and "/" not in one.value}
    if not years:
        return year_by_comparison(page)
    last = max(years)
    return last + (month < _EARLY and last - 1 not in years)


class Spells:
    """The spells of one article in order; `day` is the day from which it looks back, null where nothing tells it."""

    def __init__(self, page: Page, published: date | None) -> None:
        self._page = page
        self._dated = merged(one.extent for one in page.periods if one.value)
        self.day = day_of(page, published)
        named = (year_of(one.value) for one in page.periods if one.value and is_own(page, one.extent.start))
        told = next((int(year) for year in named if year), None)
        self._year = self.day.year if self.day else told or year_by_comparison(page)
        self.all = tuple(sorted(self._found(), key=lambda spell: spell.start))

    def _found(self) -> Iterator[Spell]:
        yield from self._named()
        yield from self._bare()
        if self._year is not None:
            yield from self._worded(self._year)
        if self.day is not None:
            yield from self._implied(self.day)

    def _named(self) -> Iterator[Spell]:
        """The periods that the reader sees, and the days up to which is counted."""
        page = self._page
        for one in page.periods:
            start, end = one.extent.start, one.extent.end
            if one.month is not None and one.value is not None:
                for value in (
                    since_new_year(int(one.value), one.month),
                    f"{one.value}-{half_of(one.month)}",
                    one.value,
                ):
                    yield Spell(start, end, value, "month")
            elif one.value is not None:
                yield Spell(start, end, one.value, "named")
            elif one.part is not None and self._year is not None:
                yield Spell(start, end, self._past(one.part, self._year), "part", one.part)
        for day in page.reading.dates:
            start, year = day.extent.start, day.year or self._year
            if year and _UP_TO.search(page.flat, max(0, start - _BEFORE), start):
                yield Spell(start, day.extent.end, since_new_year(year, day.month), "until")
                yield Spell(start, day.extent.end, str(year), "until")

    def _bare(self) -> Iterator[Spell]:
        """Years without a word that makes periods of them ("riêng 2019")."""
        page = self._page
        taken = merged([*(one.extent for one in page.periods), *(one.extent for one in page.reading.dates)])
        for match in _BARE_YEAR.finditer(page.flat):
            if not meets(Extent(match.start(), match.end()), taken):
                yield Spell(match.start(), match.end(), match[0], "bare")

    def _past(self, part: str, year: int) -> str:
        """A part of a year as the last one that was over, or all but over, on the day."""
        return with_year(part, year - (self.day is not None and _month_of(part) > self.day.month + 1))

    def _worded(self, year: int) -> Iterator[Spell]:
        """What words without a year mean on the day."""
        flat, month = self._page.flat, self.day.month if self.day else 12
        past = year - (month <= _EARLY)
        half = f"{year - 1}-H2" if month < _EARLY else f"{year}-H{1 + month // 12}"
        quarter = f"{year - 1}-Q4" if month < 3 else f"{year}-Q{month // 3}"
        for pattern, value in ((_HALF, half), (_QUARTER, quarter), (_YEAR, str(past))):
            yield from (Spell(match.start(), match.end(), value, "words") for match in pattern.finditer(flat))
        for match in _MONTHS.finditer(flat):
            count = so_many(match["count"])
            if 3 <= count < 12:
                value = {3: quarter, _HALF_YEAR: half}.get(count) or self._past(f"{count}M", year)
                if self._is_named_otherwise(match, value):
                    continue
                yield Spell(match.start(), match.end(), value, "words")
        for match in phrase("since_new_year").finditer(flat):
            yield Spell(match.start(), match.end(), since_new_year(year, month), "until")
        for match in phrase("since_year").finditer(flat):
            yield from (
                Spell(match.start(), match.end(), f"{match['year']}/{year}", "until")
                for _ in range(int(match["year"]) < year)
            )
        for match in phrase("up_to_month").finditer(flat):
            yield Spell(match.start(), match.end(), since_new_year(year, int(match["month"])), "until")
        for match in _YEARS.finditer(flat):
            count = so_many(match["count"])
            if 1 <= count <= _LONGEST:
                first = past - count + 1
                yield Spell(match.start(), match.end(), str(past) if count == 1 else f"{first}/{past}", "words")
                yield Spell(match.start(), match.end(), f"{year - count}/{year}", "words")

    def _is_named_otherwise(self, match: re.Match[str], value: str) -> bool:
        """Whether the words are of a period that is named with its year, and is not `value`."""
        meant = meets(Extent(match.start(), match.end()), self._dated)
        return meant and not any(one.value == value for one in self._page.periods)

    def _implied(self, day: date) -> Iterator[Spell]:
        """What the day suggests: the year, the part of it that ends or is over, a term so far, a campaign up to it."""
        year, month = day.year, day.month
        if month in _ENDED:
            yield Spell(0, 0, with_year(_ENDED[month], year), "day")
        yield Spell(0, 0, str(year - (month <= _HALF_YEAR)), "day")
        for term in sorted({one.value for one in self._page.periods if one.value and "/" in one.value}):
            begun = (last for last in (year - 1, year) if int(term[:4]) < last < int(term[5:]))
            yield from (Spell(0, 0, f"{term[:4]}/{last}", "so-far") for last in begun)
        told = campaign(self._page, day)
        if told is not None:
            yield Spell(0, 0, told, "stretch")
