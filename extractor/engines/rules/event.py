"""The conference: its kind, its day, what it reviews and what it plans (guide, section 1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from extractor.engines.rules.calendar import dated_year, event_day, latest_year
from extractor.engines.rules.draft import EventDraft, SourceDraft
from extractor.engines.rules.event_review import read_review
from extractor.engines.rules.page import Page
from extractor.engines.rules.plan_period import plan_in_body
from extractor.engines.rules.review import Review, words
from extractor.engines.rules.years import settle_year
from extractor.reading.model import Reading
from extractor.text.article import Article

_LOOKING_BACK: Final = 4
"""An undated article of up to this month reviews the year before it came out."""


def decide_event(
    article: Article, reading: Reading, source: SourceDraft, page: Page | None = None, review: Review | None = None
) -> EventDraft:
    """The conference that is reported; for an article that is no review, kind `other` without periods."""
    page = page or Page(article, reading)
    review = review or settle_year(page, read_review(page))
    held = event_day(page, review, source.published_on) if review.conference else None
    if review.kind == "other":
        return EventDraft("other", held)
    if review.kind == "congress":
        return EventDraft("congress", held, review.review, review.plan)
    reviewed = _reviewed(page, review, held or source.published_on)
    planned = _planned(page, review, reviewed)
    if held is None and review.conference and reviewed is not None:
        held = event_day(page, replace(review, review=reviewed), source.published_on)
    return EventDraft(review.kind, held, reviewed, planned)


def _reviewed(page: Page, review: Review, day: date | None) -> str | None:
    if review.kind == "thematic_review":
        return _topic_years(page, review, day)
    if review.kind == "term_review" and review.review is not None and day is not None:
        return _so_far(page, review.review, day)
    if review.review is not None:
        return review.review
    if review.kind == "term_review":
        return _term_years(page)
    year = int(review.plan[:4]) if review.plan else None
    if review.review_part is not None:
        known = year or (day.year if day else None) or latest_year(page) or dated_year(page)
        return f"{known}-{review.review_part}" if known else None
    if review.whole_year:
        if year is not None:
            return str(year - 1)
        if day is not None:
            return str(day.year - 1 if day.month <= _LOOKING_BACK else day.year)
    return None


def _so_far(page: Page, term: str, day: date) -> str:
    """The part of a term behind a review in its midst, where the article states it ("Từ năm 2015 đến 2017")."""
    start, end = int(term[:4]), int(term[5:])
    if not start < day.year < end:
        return term
    named = {period.value for period in page.periods if page.is_content(period.extent)}
    behind = (f"{start}/{year}" for year in (day.year, day.year - 1) if year > start)
    return next((value for value in behind if value in named), term)


def _term_years(page: Page) -> str | None:
    """The first term or run of years that the article speaks of."""
    return next((p.value for p in page.periods if p.value and "/" in p.value and page.is_content(p.extent)), None)


def _topic_years(page: Page, review: Review, day: date | None) -> str | None:
    """The years a thematic review looks back on: stated, or so many up to the conference."""
    if review.review is not None and "/" in review.review:
        return review.review
    if review.spans is not None:
        last = day.year if day else int(review.review[:4]) if review.review else None
        stated = [
            period.value
            for period in page.periods
            if period.value
            and "/" in period.value
            and review.spans - 1 <= int(period.value[5:]) - int(period.value[:4]) <= review.spans
        ]
        if last is not None:
            near = [value for value in stated if last - 1 <= int(value[5:]) <= last]
            if near:
                return near[0]
            return f"{last - review.spans}/{last}" if review.spans > 1 else str(last)
        return stated[0] if stated else None
    if review.review is not None:
        return review.review
    if review.review_part is not None and day is not None:
        return f"{day.year}-{review.review_part}"
    return None


def _rest(page: Page, plan: str, reviewed: str | None) -> str | None:
    """What is left of the year that is reviewed in part, where the plan is said to be that ("những tháng cuối năm")."""
    rest = {"-9M": "-Q4", "-H1": "-H2"}.get((reviewed or "")[4:])
    if rest is None or reviewed is None or plan != reviewed[:4] or words("rest_of_year").search(page.flat) is None:
        return None
    return plan + rest


def _planned(page: Page, review: Review, reviewed: str | None) -> str | None:
    if review.plan is not None:
        return _rest(page, review.plan, reviewed) or review.plan
    year = reviewed[:4] if reviewed else None
    if review.plan_part is not None and year is not None:
        return f"{year}-{review.plan_part}"
    return plan_in_body(page, reviewed) if reviewed else None
