"""The stretch that a review covers where no period is named: since New Year, or a campaign's own days.

Source: annotation guide, section 1 (an odd stretch takes the smallest period that holds it).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from extractor.engines.rules.mentions import half_of
from extractor.engines.rules.page import Page
from extractor.engines.rules.review import phrase

_QUARTERS: Final = {(1, 3): "Q1", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4"}
_SINCE_JANUARY: Final = {1: "Q1", 2: "Q1", 3: "Q1", 6: "H1", 12: ""}
"""The first months of a year that have a name of their own."""
_NEW_YEAR: Final = 2
_YEAR_END: Final = 11
"""Up to and from which month "one year" is the calendar's."""
_ABOUT: Final = 15
"""Days by which a meeting may come before the part of the year that it plans."""
_LAST_QUARTER: Final = 10
_HALF: Final = 6


def since_new_year(year: int, month: int) -> str:
    """The period from the year's beginning up to some day of a month."""
    part = _SINCE_JANUARY.get(month, f"{month}M")
    return f"{year}-{part}" if part else str(year)


def holding(first: tuple[int, int], last: tuple[int, int]) -> str:
    """The smallest period that holds the months from `first` to `last`, each a year and a month."""
    (year, month), (end_year, end_month) = first, last
    if year != end_year:
        return f"{year}/{end_year}"
    if quarter := _QUARTERS.get((month, end_month)):
        return f"{year}-{quarter}"
    if half_of(month) == half_of(end_month):
        return f"{year}-{half_of(month)}"
    return since_new_year(year, end_month) if month == 1 else str(year)


def years_back(day: date, count: int) -> str:
    """The period that so many years up to a day cover; one year that ends about New Year is a calendar year."""
    if count == 1 and (day.month <= _NEW_YEAR or day.month >= _YEAR_END):
        return str(day.year - (day.month <= _NEW_YEAR))
    return f"{day.year - count}/{day.year}"


def rest_after(day: date) -> str:
    """The smallest period that holds what is left of the year from about a day on."""
    begun = day + timedelta(days=_ABOUT)
    return (
        f"{day.year}-Q4" if begun.month >= _LAST_QUARTER else f"{day.year}-H2" if begun.month > _HALF else str(day.year)
    )


def up_to_now(page: Page) -> str | None:
    """The period of an article that opens with what was done since New Year, or a year, by the day it was printed."""
    opening = page.opening[:1]
    if not page.printed or any(page.periods_in(one.extent.start, one.extent.end) for one in page.title):
        return None
    for sentence in page.sentences(opening)[:1]:
        start, end = sentence.extent.start, sentence.extent.end
        years = phrase("since_year").search(page.flat, start, end)
        if years is not None and int(years["year"]) < page.printed[0].year:
            return f"{years['year']}/{page.printed[0].year}"
        match = phrase("since_new_year").search(page.flat, start, end)
        if match is not None and not any(one.part for one in page.periods_in(start, match.start())):
            return since_new_year(page.printed[0].year, page.printed[0].month)
    return None


def campaign(page: Page, day: date) -> str | None:
    """The period of a campaign whose first and last days or months the opening tells; `day` is when it was reviewed."""
    return next(_told(page, day), None)


def _told(page: Page, day: date) -> Iterator[str]:
    for block in page.opening:
        for match in phrase("stretch").finditer(page.flat, block.extent.start, block.extent.end):
            end_year = int(match["end_year"] or day.year)
            month, end_month = int(match["month"]), int(match["end_month"])
            year = int(match["year"] or end_year - (month > end_month))
            if year <= end_year <= day.year:
                yield holding((year, month), (end_year, end_month))
    for block in page.opening:
        for match in phrase("days").finditer(page.flat, block.extent.start, block.extent.end):
            first = day - timedelta(days=int(match["count"]))
            yield holding((first.year, first.month), (day.year, day.month))
