"""The year that an annual review looks back on, where its own sentence leaves it open: the whole article votes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from typing import Final

from extractor.engines.rules.page import Page
from extractor.engines.rules.review import Review, words
from extractor.reading.model import PeriodMention

_LOOKING_BACK: Final = 6
"""A page printed up to this month of a year tells of the year before."""
_ENOUGH: Final = 3
"""How many statements of one kind count at most."""
_STATED_PLAN: Final = 3.0
_STATED_REVIEW: Final = 1.0
_PRINTED: Final = 2.0
_RESULT: Final = 0.7
_PLAN: Final = 0.5


@cache
def _earlier() -> re.Pattern[str]:
    return re.compile(r"(?:so với|so|cùng kỳ|hơn|bằng|của|từ)(?: cuối)? $")


def settle_year(page: Page, review: Review) -> Review:
    """The review with its year decided by the article's other statements, if its sentence did not say it outright."""
    if review.kind == "annual_review" and _is_over(page, review):
        return replace(review, review=review.plan, plan=None, whole_year=False)
    if review.sure or review.kind != "annual_review":
        return review
    votes: defaultdict[int, float] = defaultdict(float)
    if review.plan and review.plan.isdigit():
        votes[int(review.plan) - 1] += _STATED_PLAN
    if review.review and review.review.isdigit():
        votes[int(review.review)] += _STATED_REVIEW
    for day in page.printed:
        votes[day.year - 1 if day.month <= _LOOKING_BACK else day.year] += _PRINTED
    done, planned = _stated_years(page)
    for year, count in done.items():
        votes[year] += _RESULT * min(count, _ENOUGH)
    for year, count in planned.items():
        votes[year - 1] += _PLAN * min(count, _ENOUGH)
    if not votes:
        return review
    year = max(votes, key=lambda one: (votes[one], one))
    plan = review.plan if review.plan and review.plan[:4] > str(year) else None
    return replace(review, review=str(year), plan=plan, sure=True)


def _is_over(page: Page, review: Review) -> bool:
    """Whether the only year that the review names is over when the page is printed: no plan, but what is reviewed."""
    if review.review is not None or not (review.plan and review.plan.isdigit()):
        return False
    after = int(review.plan) + 1
    return bool(page.printed) and all(day.year == after and day.month <= _LOOKING_BACK for day in page.printed)


def _stated_years(page: Page) -> tuple[Counter[int], Counter[int]]:
    """How often each single year is told of as past and as planned."""
    done: Counter[int] = Counter()
    planned: Counter[int] = Counter()
    for sentence in page.content_sentences:
        start, end = sentence.extent.start, sentence.extent.end
        plans = words("plan_signs").search(page.flat, start, end) is not None
        for period in page.periods_in(start, end):
            if (year := _single(period)) is None:
                continue
            before = page.flat[max(start, period.extent.start - 12) : period.extent.start]
            if _earlier().search(before) or page.flat.startswith("cùng kỳ", period.extent.start):
                continue
            (planned if plans else done)[year] += 1
    return done, planned


def _single(period: PeriodMention) -> int | None:
    return int(period.value) if period.value and period.value.isdigit() else None
