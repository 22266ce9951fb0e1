"""The abstract, sentence by sentence: a sentence with a number or a name that was not proved is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from extractor.grounding.calendar import period_years
from extractor.grounding.refusals import Refusals
from extractor.grounding.text import ArticleText, clean
from extractor.grounding.words import split_words
from extractor.schema import Event, Organization
from extractor.text.fold import fold, fold_text

_SENTENCE: Final = re.compile(r"(?<=[.!?…])[”\"’)]{0,9}\s{1,9}(?=[“\"(]?\w)")
_ABBREVIATION: Final = re.compile(r"(?:^|\W)(?:TP|Tp|TX|Tx|ThS|TS|PGS|GS|Th\.S|đ/c|Đ/c|[A-ZĐ])\.$")
_LONGEST_ABBREVIATION: Final = 6
"""Characters of the longest abbreviation, its stop and the one before it included."""
_DATE: Final = re.compile(r"(?<!\d)(\d{1,2})(?: ?[-/.] ?| tháng )(\d{1,2})(?:(?: ?[-/.] ?|,? năm )(\d{4}))?(?!\d)")


def sentences(text: str) -> list[str]:
    """The sentences of a short text; "TP. Hồ Chí Minh" is not cut."""
    parts: list[list[str]] = []
    for part in _SENTENCE.split(text.strip()):
        if parts and _ABBREVIATION.search(f" {parts[-1][-1]}"[-_LONGEST_ABBREVIATION:]):
            parts[-1].append(part)
        elif part:
            parts.append([part])
    return [" ".join(part) for part in parts]


def ground_abstract(
    text: ArticleText, abstract: str, event: Event, organizations: Iterable[Organization], refusals: Refusals
) -> str:
    """The sentences all of whose numbers and names stand in the article, or were proved for the event or a province."""
    allowed = _allowed(event, organizations, text.calendar.published_on)
    dates = {day for day in (event.held_on, text.calendar.published_on) if day is not None}
    kept = []
    for sentence in sentences(clean(abstract)):
        fault = text.invented(_without_dates(text, sentence, dates), allowed)
        if fault:
            refusals.add("abstract", sentence, fault)
        else:
            kept.append(sentence)
    return " ".join(kept)


def _allowed(event: Event, organizations: Iterable[Organization], published_on: date | None) -> frozenset[str]:
    allowed: set[str] = set()
    for period in (event.review_period, event.plan_period):
        allowed |= {str(year) for year in period_years(period)} if period else set()
    for day in (event.held_on, published_on):
        if day is not None:
            allowed.add(str(day.year))
    for organization in organizations:
        if organization.province:
            allowed |= {word.text for word in split_words(fold(organization.province))}
    return frozenset(allowed)


def _without_dates(text: ArticleText, sentence: str, known: set[date]) -> str:
    """The sentence with its proved dates blanked, so that their parts need not stand in the article as numbers."""

    def blank(match: re.Match[str]) -> str:
        day, month, year = int(match[1]), int(match[2]), match[3]
        if (day, month) in {(date_.day, date_.month) for date_ in known if year in (None, str(date_.year))}:
            return " "
        if (day, month) in text.calendar.days and (year is None or int(year) in text.calendar.years):
            return " "
        return match.group()

    return _DATE.sub(blank, sentence) if re.search(r"\d", fold_text(sentence)) else sentence
