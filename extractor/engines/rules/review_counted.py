"""The review of an article without a conference that counts what a period brought."""

from __future__ import annotations

import re
from typing import Final

from extractor.engines.rules.as_of import counted_up_to, counted_up_to_month
from extractor.engines.rules.page import Page
from extractor.engines.rules.review import Review, review_kind, widest, words
from extractor.reading.model import Block

_TERM: Final = re.compile(r"(?:trong )?(?:nhiệm kỳ|giai đoạn)")
_HEAD: Final = 1
"""Paragraphs, headline apart, in which the subject of an article is said."""
_ENOUGH_RESULTS: Final = 2
"""Results of Party work that make an article without a conference a review of its period."""
_UNTIL: Final = re.compile(r"(?:tính )?đến (?:hết|cuối) tháng (?P<month>0?[2-9]|1[0-2])(?!\d)")
_UNTIL_QUARTER: Final = re.compile(r"đến (?:hết|cuối) quý (?:ii|iii|2|3)(?!\w)")
_SUMMED: Final = {"Q2": "H1", "Q3": "9M"}
"""A quarter up to whose end is counted, as the part of the year that ends with it."""


def tells_of_party(page: Page) -> bool:
    """Whether the head of the article speaks of the Party's bodies, members or work."""
    head = page.title + page.opening[:_HEAD]
    return any(words("party").search(page.flat, block.extent.start, block.extent.end) for block in head)


def counted_review(page: Page) -> Review | None:
    """An article without a conference that counts what a period brought."""
    flat = page.flat
    head = " ".join(flat[block.extent.start : block.extent.end] for block in page.opening[:1])
    headline = page.sentences(page.title)
    told = tells_of_party(page) and any(
        words("results").search(flat, one.extent.start, one.extent.end) for one in headline
    )
    first = headline if told else [*page.sentences(page.opening[:1])[:1], *headline]
    if any(words("others").search(flat, one.extent.start, one.extent.end) for one in first):
        return None
    found = 0
    for sentence in page.content_sentences:
        if sentence.role != "title" or told:
            found += sum(1 for _ in words("results").finditer(flat, sentence.extent.start, sentence.extent.end))
    if found < _ENOUGH_RESULTS:
        return None
    blocks: list[Block] = [*page.opening[:2], *page.title]
    near = [period for block in blocks for period in page.periods_in(block.extent.start, block.extent.end)]
    single = [period for period in near if not (period.value and "/" in period.value)]
    terms = [period for period in near if _TERM.match(flat, period.extent.start)]
    terms = [term for term in terms if "kỳ họp" not in flat[max(0, term.extent.start - 24) : term.extent.start]]
    chosen = widest(single or terms[:1])
    if chosen is None or counted_up_to_month(page) is not None:
        return _up_to(page)
    if chosen.part in _SUMMED and _UNTIL_QUARTER.search(head):
        return Review(review_kind(None, _SUMMED[chosen.part]), review_part=_SUMMED[chosen.part], conference=False)
    if (until := _UNTIL.search(head)) and chosen.value and chosen.value.isdigit() and int(until["month"]) < 12:
        part = "H1" if int(until["month"]) == 6 else f"{int(until['month'])}M"
        return Review(review_kind(None, part), f"{chosen.value}-{part}", conference=False)
    return Review(review_kind(chosen.value, chosen.part), chosen.value, chosen.part, conference=False)


def _up_to(page: Page) -> Review | None:
    """The period from the year's beginning up to the day or the month that the opening counts to."""
    counted = counted_up_to_month(page) or counted_up_to(page)
    if counted is None:
        return None
    year, part = counted
    return Review(review_kind(year, part), f"{year}-{part}" if part else year, conference=False)
