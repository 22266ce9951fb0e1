"""What a review is made of: the periods it looks back on and plans for, and the kind they make (guide, section 1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractor.reading.model import PeriodMention
from extractor.text.lexicon import load_table


@dataclass(frozen=True, slots=True)
class Review:
    """What is reviewed and planned: kind, and each period as far as the text says it.

    `review`, `plan` are periods with their year; `review_part`, `plan_part` (H1, 9M, Q3) wait for one.
    `whole_year` says that a year was reviewed whose number the sentence leaves out ("nhìn lại một năm").
    """

    kind: str = "other"
    review: str | None = None
    review_part: str | None = None
    plan: str | None = None
    plan_part: str | None = None
    whole_year: bool = False
    spans: int | None = None
    """How many years a thematic review looks back on ("sơ kết 5 năm thực hiện")."""
    conference: bool = True
    """Whether a conference is told of; false where the article only counts."""
    sure: bool = True
    """Whether the sentence itself says the period; false where it only stands near."""


@cache
def words(table: str) -> re.Pattern[str]:
    """The words of one table of `data/review.toml`, as whole words."""
    sources = load_table("extractor.engines.rules", "review.toml")[table]
    ordered = sorted(sources, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(ordered)})(?!\w)")


def _rank(period: PeriodMention) -> tuple[int, int]:
    """How much of a review a period is: a term, then half a year, nine months, a quarter; else the year."""
    part = period.part or (period.value.partition("-")[2] if period.value else "")
    if period.value and "/" in period.value:
        return (1, 0)
    if part.endswith("M"):
        return (4, int(part[:-1]))
    if part.startswith("H"):
        return (4, 6)
    return (3, 0) if part.startswith("Q") else (2, 0)


def widest(periods: Sequence[PeriodMention]) -> PeriodMention | None:
    """The period that is reviewed: of "quý III và 9 tháng" the nine months, of several years the first."""
    if not periods:
        return None
    best = max(_rank(period) for period in periods)
    return next(period for period in periods if _rank(period) == best)


def first_plan(periods: Sequence[PeriodMention]) -> PeriodMention | None:
    """The period that is planned; a term beside a year is a resolution's."""
    single = [period for period in periods if not (period.value and "/" in period.value)]
    return next(iter(single or periods), None)


def starts_after(period: PeriodMention, chosen: PeriodMention) -> bool:
    """Whether a period named after the reviewed one also begins after it: then it is the plan's."""
    if period is chosen or period.extent.start < chosen.extent.start:
        return False
    if period.value and chosen.value:
        return period.value > chosen.value
    return (period.part or period.value) != (chosen.part or chosen.value)


def review_kind(value: str | None, part: str | None) -> str:
    """The kind of review that a period makes."""
    tail = part or (value.partition("-")[2] if value else "")
    if value and "/" in value:
        return "term_review"
    if tail.startswith("H"):
        return "half_year_review"
    return "quarterly_review" if tail else "annual_review"
