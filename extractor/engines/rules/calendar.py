"""The day of the conference, and the year of what the text leaves undated."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from extractor.engines.rules.page import Page, between_any
from extractor.engines.rules.review import Review, is_own, own_periods, says, year_by_comparison
from extractor.engines.rules.scene import WORDS
from extractor.reading.intervals import between
from extractor.reading.model import DateMention
from extractor.reading.periods import period_year

_YEAR: Final = re.compile(r"(?<![\w/.,-])(?:19|20)\d\d(?![\w%/-]|[.,]\d)")
_SINCE: Final = re.compile(r" ?- ?\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
"""Behind the first day of an anniversary ("2/9/1945 - 2/9/2025"), which is no year of the article's."""
_SOON: Final = timedelta(days=5)
"""How soon after an event its report is printed, as a rule."""
_MONTHS_OF_NEXT_YEAR: Final = 7
"""A conference on a whole year that was held up to this month was held in the year after it."""
_MONTHS_AFTER_TERM: Final = 3
"""The same for a conference on several years."""


def find_event_date(page: Page) -> DateMention | None:
    """The first date near the article's beginning that is no document's, no term's and no other event's."""
    for sentence in page.sentences(page.opening):
        start, end = sentence.extent.start, sentence.extent.end
        for mention in between(page.reading.dates, start, end):
            before = page.flat[max(start, mention.extent.start - 60) : mention.extent.start]
            if not WORDS["other_date"].search(before) and not between_any(mention.extent, page.reading.intrusions):
                return mention
    return None


def _day(year: int, mention: DateMention) -> date | None:
    try:
        return date(year, mention.month, mention.day)
    except ValueError:
        return None


def event_day(page: Page, review: Review, published: date | None) -> date | None:
    """The day of the conference: its year is the written one, else that of the publication, else of the review.

    Without `published` the days that only count from it ("sáng nay") are None.
    """
    mention = find_event_date(page)
    if mention is None:
        return _relative_day(page, published)
    if mention.value is not None:
        return mention.value
    if published is not None:
        days = (_day(year, mention) for year in (published.year, published.year - 1))
        return next((day for day in days if day and day <= published + timedelta(days=2)), None)
    year = _year_by_review(page, review, mention.month)
    return _day(year, mention) if year else None


_TO_COME: Final = re.compile(r"(?<!\w)(?:sẽ|tới|tới đây|sắp|dự kiến)(?!\w)")


def tells_of_meeting(page: Page, review: Review) -> bool:
    """Whether a meeting is told of that may have a day.

    It is what the article reports, or a sentence of its first three paragraphs names a meeting, its day and a Party
    body ("Hội nghị do Thành ủy tổ chức ngày 15-5").
    """
    if review.conference:
        return True
    mention = find_event_date(page)
    first = page.sentences(page.opening[:3])
    held = [one for one in first if mention is not None and one.extent.covers(mention.extent)]
    held = [one for one in held if page.acts(one.extent) or says(page, "chairs", [one])]
    met = any(says(page, words, held) for words in ("meeting", "verbs"))
    return met and not any(_TO_COME.search(page.flat, one.extent.start, one.extent.end) for one in held)


def follows_event(page: Page, printed: date) -> bool:
    """Whether the event's day and month, told without a year, fell in the days before a printed date with a time."""
    mention = find_event_date(page)
    if mention is None or mention.value is not None:
        return False
    held = _day(printed.year, mention)
    return held is not None and timedelta(0) <= printed - held <= _SOON


def _year_by_review(page: Page, review: Review, month: int) -> int | None:
    if review.review is not None:
        last = period_year(review.review)
        limit = _MONTHS_OF_NEXT_YEAR if review.review.isdigit() else _MONTHS_AFTER_TERM if "/" in review.review else 0
        return last + 1 if month <= limit else last
    if review.plan is None:
        return year_by_comparison(page)
    planned = int(review.plan[:4])
    part_of_year = review.review_part is not None
    return planned if part_of_year or month <= _MONTHS_OF_NEXT_YEAR else planned - 1


def _relative_day(page: Page, published: date | None) -> date | None:
    """ "Sáng nay", "hôm qua", counted from the day of publication."""
    if published is None:
        return None
    heads = (WORDS["relative"].search(page.flat, block.extent.start, block.extent.end) for block in page.opening)
    match = next((match for match in heads if match), None)
    return published - timedelta(days="qua" in match["when"]) if match else None


def told_year(page: Page) -> int | None:
    """The year of an article that reports no review: of the day in its opening, else of the first whole date.

    Where it names no date, the year of the first month or year in its opening, else the only year in its text.
    """
    mention = find_event_date(page)
    if mention is not None and mention.value is not None:
        return mention.value.year
    if (dated := dated_year(page)) is not None:
        return dated
    named = (own_periods(page, block.extent.start, block.extent.end) for block in page.opening)
    first = next((one.value for block in named for one in block if one.value and "/" not in one.value), None)
    if first is not None:
        return int(first[:4])
    years = {match[0] for match in _YEAR.finditer(page.flat) if is_own(page, match.start() - len("năm "))}
    return int(years.pop()) if len(years) == 1 else year_by_comparison(page) if not years else None


def dated_year(page: Page) -> int | None:
    """The year of the first whole date in the article's head, of an event that is no conference."""
    heads = (between(page.reading.dates, block.extent.start, block.extent.end) for block in page.opening[:2])
    dated = (one for head in heads for one in head if _SINCE.match(page.flat, one.extent.end) is None)
    return next((mention.value.year for mention in dated if mention.value is not None), None)
