"""The years and quarters that a plan may be for; points of other periods are no priorities."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extractor.engines.rules.draft import EventDraft

_YEAR: Final = re.compile(r"\d{4}")
_PLAN_YEAR: Final = re.compile(
    r"(?:nhiệm vụ|phương hướng|kế hoạch|chương trình|công tác|giải pháp|mục tiêu|chỉ tiêu|công việc|tháng cuối)"
    r"(?: [^\W\d_]+){0,6}? (?:của )?năm (\d{4})"
)
_QUARTERS: Final = (("i", "1"), ("ii", "2"), ("iii", "3"), ("iv", "4"))


@cache
def _years(period: str) -> tuple[int, ...]:
    years = [int(year) for year in _YEAR.findall(period)]
    return tuple(range(years[0], years[-1] + 1)) if years and years[-1] - years[0] < 20 else tuple(years)


def plan_years(flat: str, event: EventDraft) -> tuple[str, ...]:
    """The years a plan may be for: the event's, or else those the text calls so, later than what is reviewed."""
    reviewed = max(_years(event.review_period), default=0) if event.review_period else 0
    if event.plan_period:
        planned = set(_years(event.plan_period))
    else:
        planned = {int(year) for year in _PLAN_YEAR.findall(flat[:20_000])}
        planned |= {reviewed + 1} if reviewed else set()
    return tuple(str(year) for year in sorted(planned) if year > reviewed)[-6:]


def plan_quarters(event: EventDraft) -> tuple[str, ...]:
    """The quarters that are still to come, as the flat text writes them."""
    part = (event.review_period or "")[5:]
    done = {"Q1": 1, "Q2": 2, "H1": 2, "6M": 2, "Q3": 3, "9M": 3}.get(part, 4)
    return tuple(name for names in _QUARTERS[done:] for name in names)
