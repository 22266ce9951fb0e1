"""What a sentence with a verb of reviewing says: the periods it looks back on and plans for, and the kind they make.

Source: annotation guide, section 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from extractor.engines.rules.page import Page
from extractor.reading.model import Block, PeriodMention
from extractor.reading.periods import period_year
from extractor.reading.sentences import Sentence
from extractor.text.article import Extent
from extractor.text.lexicon import Lexicon
from extractor.text.word_index import WordPattern

WORDS: Final = Lexicon("extractor.engines.rules", "review.toml")
"""The words of reviews as patterns on flat text."""


@cache
def phrase(name: str) -> WordPattern:
    """A pattern of `WORDS` that begins with words, for looking in an article's whole flat text or a part of it."""
    return WordPattern(WORDS[name])


def says(page: Page, name: str, places: Iterable[Block | Sentence]) -> bool:
    """Whether one of the paragraphs or sentences has such words."""
    found = phrase(name)
    return any(found.search(page.flat, one.extent.start, one.extent.end) for one in places)


_BEFORE: Final = 24
"""Characters before a period in which words tell that it is compared with."""
_NUMBERS: Final = "một hai ba bốn năm sáu bảy tám chín mười".split()


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
    firm: bool = False
    """Whether it is read by a pattern that the gold hardly shows, so that no other voter can have learned it."""

    def planning(self, periods: Sequence[PeriodMention]) -> Review:
        """The review with the period that is planned; a term beside a year is a resolution's."""
        single = [period for period in periods if not (period.value and "/" in period.value)]
        chosen = next(iter(single or periods), None)
        return self if chosen is None else replace(self, plan=chosen.value, plan_part=chosen.part)


def _rank(period: PeriodMention) -> tuple[int, int]:
    """How much of a review a period is: a term, then half a year, nine months, a quarter; else the year."""
    part = period.part or (period.value or "").partition("-")[2]
    if period.value and "/" in period.value:
        return (1, 0)
    if part.endswith("M"):
        return (4, int(part[:-1]))
    return {"H": (4, 6), "Q": (3, 0)}.get(part[:1], (2, 0))


def widest(periods: Sequence[PeriodMention]) -> PeriodMention | None:
    """The period that is reviewed: of "quý III và 9 tháng" the nine months, of several years the first."""
    return max(periods, key=_rank, default=None)


def review_of(value: str | None, part: str | None) -> Review:
    """The review of a period."""
    tail = part or (value or "").partition("-")[2]
    kind = "half_year_review" if tail.startswith("H") else "quarterly_review" if tail else "annual_review"
    return Review("term_review" if value and "/" in value else kind, value, part)


def judge_review(page: Page, sentence: Extent, verb: re.Match[str]) -> Review | None:
    """Kind and periods from what follows the verb, up to where the plan begins."""
    flat = page.flat
    cut = _plan_cut(page, sentence, verb.end())
    reviewed = own_periods(page, verb.start(), cut)
    moved = [period for period in reviewed if is_planned(flat, verb.start(), period.extent.start)]
    reviewed = [period for period in reviewed if period not in moved]
    planned = moved + own_periods(page, cut, sentence.end)
    region = flat[verb.start() : moved[0].extent.start if moved else cut]
    if WORDS["of_a_congress"].search(region):
        return Review("term_review", next((one.value for one in reviewed if "/" in (one.value or "")), None)).planning(
            planned
        )
    of_years = WORDS["years_of"].search(region) and not any(one.part or "-" in (one.value or "") for one in reviewed)
    if of_years or WORDS["topics"].search(region):
        return thematic(region, reviewed).planning(planned)
    if not reviewed and not WORDS["past_year"].search(region):
        before = page.periods_in(sentence.start, verb.start())
        ahead = [
            period
            for period in before
            if is_planned(flat, sentence.start, period.extent.start)
            or WORDS["planned_after"].match(flat, period.extent.end)
        ]
        planned = planned or ahead
        past = [period for period in before if period not in ahead]
        reviewed = past[-1:] if not (past and "nhiệm kỳ" in flat[past[-1].extent.start : verb.start()]) else []
    chosen = widest(reviewed)
    if chosen is not None:
        found = review_of(chosen.value, chosen.part).planning(planned)
        school = flat.endswith("năm học ", 0, chosen.extent.start) or flat.startswith("năm học", chosen.extent.start)
        return replace(found, kind="annual_review", firm=True) if school else found
    if WORDS["terms"].search(region):
        return Review("term_review").planning(planned)
    if planned or WORDS["a_year"].search(region):
        return Review("annual_review", whole_year=True).planning(planned)
    opening = flat[sentence.start : verb.start()]
    if WORDS["span"].search(opening) and (WORDS["topics"].search(opening) or WORDS["years_of"].search(opening)):
        return replace(thematic(opening, own_periods(page, sentence.start, verb.start())), firm=True)
    return None


def own_periods(page: Page, start: int, end: int) -> list[PeriodMention]:
    """The periods in the stretch that are its own: nothing is only compared with them ("tăng 4% so với năm 2010"), and
    no document only reaches to them ("Đề án giai đoạn đến năm 2020").
    """
    return [one for one in page.periods_in(start, end) if is_own(page, one.extent.start, start)]


def is_own(page: Page, at: int, low: int = 0) -> bool:
    """Whether words before `at`, from `low` on, leave the period there to what is told, and do not compare with it."""
    low = max(low, at - _BEFORE)
    return not any(pattern.search(page.flat, low, at) for pattern in (phrase("compared"), phrase("horizon")))


def year_by_comparison(page: Page) -> int | None:
    """The year after the first one that is compared with, where the article names no year of its own.

    "Tăng 66 tổ chức so với cùng kỳ năm 2020" is told of 2021.
    """
    named = [(one.extent.start, one.value) for one in page.periods if one.value and "/" not in one.value]
    if any(is_own(page, at) for at, _ in named):
        return None
    compared = phrase("compared")
    told = (value for at, value in named if compared.search(page.flat, max(0, at - _BEFORE), at))
    return next((period_year(value) + 1 for value in told), None)


def thematic(region: str, reviewed: Sequence[PeriodMention]) -> Review:
    """The review of a topic, with the years it looks back on."""
    span = WORDS["span"].search(region)
    years = None if span is None else int(span[1]) if span[1].isdigit() else _NUMBERS.index(span[1]) + 1
    chosen = widest([one for one in reviewed if one.month is None])
    value, part = (chosen.value, chosen.part) if chosen else (None, None)
    return Review("thematic_review", value, part, spans=years, firm=years is not None)


def _plan_cut(page: Page, sentence: Extent, after: int) -> int:
    """Where in the sentence the plan begins; its end where none does."""
    plans = list(WORDS["plan_start"].finditer(page.flat, after, sentence.end))
    dated = [plan.start() for plan in plans if page.periods_in(plan.start(), sentence.end)]
    return dated[0] if dated else plans[-1].start() if plans else sentence.end


def is_planned(flat: str, start: int, at: int) -> bool:
    """Whether the words since the last mark say that a period at `at` is planned ("…, nơi họ chốt nhiệm vụ năm X")."""
    planned, done = phrase("planned_before"), phrase("done_before")
    if planned.search(flat, start, at) is None:
        return False
    for mark in WORDS["separator"].finditer(flat, start, at):
        start = mark.end()
    return planned.search(flat, start, at) is not None and done.search(flat, start, at) is None
