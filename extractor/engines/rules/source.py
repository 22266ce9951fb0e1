"""The document itself: outlet, headline, authors, its own date (guide, section 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from extractor.engines.rules.calendar import event_day, follows_event
from extractor.engines.rules.draft import SourceDraft
from extractor.engines.rules.event import read_review
from extractor.engines.rules.page import Page
from extractor.engines.rules.review import Review
from extractor.reading.bylines import looks_like_name, read_authors
from extractor.reading.datelines import dateline_date, dateline_rest, has_time
from extractor.reading.model import Block, BlockRole, Reading
from extractor.reading.outlets import (
    DOMAIN,
    head_tag,
    masthead,
    named_outlet,
    national_outlet,
    opening_tag,
    outlet_of_dateline,
)
from extractor.text.article import Article
from extractor.text.flat import flatten
from extractor.text.provinces import province_of

_LATE: Final = timedelta(days=200)
"""How long after the conference an article may still come out; a later date is the page's own."""
_EARLY: Final = timedelta(days=20)
"""How long before the conference an article on it may come out (an announcement)."""


def decide_source(
    article: Article, reading: Reading, page: Page | None = None, review: Review | None = None
) -> SourceDraft:
    """Outlet, title, authors and date of publication: as the text shows them, else as page or record state them.

    `page` and `review` are made here where the caller has none.
    """
    page = page or Page(article, reading)
    review = review or read_review(page)
    return SourceDraft(
        outlet=_outlet(article, reading) or article.outlet,
        title=_title(article, reading),
        authors=_authors(article, reading) or article.authors,
        published_on=_published_on(article, reading, page, review),
    )


def _blocks(reading: Reading, *roles: BlockRole) -> Iterator[Block]:
    return (block for block in reading.blocks if block.role in roles)


def _text(article: Article, block: Block) -> str:
    return article.slice(block.extent)


def _title(article: Article, reading: Reading) -> str | None:
    for block in _blocks(reading, "title"):
        line = _text(article, block)
        tag = opening_tag(line)
        return line[tag.end :] if tag is not None and line[0] in "([" and tag.end < len(line) else line
    return article.title or None


def _outlet(article: Article, reading: Reading) -> str | None:
    """The outlet's tag before the lead, else its name in the page's head, else one that the text gives."""
    for block in _blocks(reading, "lead", "body"):
        if tag := opening_tag(_text(article, block)):
            return tag.name
        if block.role == "body":
            break
    lead = next((block.extent.start for block in _blocks(reading, "lead")), len(article.text))
    for block in reading.blocks:
        if block.extent.start >= lead:
            break
        text = _text(article, block)
        if block.role == "dateline" and (name := outlet_of_dateline(_pieces(text))):
            return name
        if block.role in ("dateline", "furniture", "byline") and (name := _named(text)):
            return name
    for block in _blocks(reading, "byline", "dateline"):
        if name := national_outlet(_text(article, block)):
            return name
    for block in _blocks(reading, "title"):
        if (tag := opening_tag(_text(article, block))) and _text(article, block)[0] in "([":
            return tag.name
    for block in _blocks(reading, "lead", "body", "caption", "byline", "title"):
        text = _text(article, block)
        if named := named_outlet(text):
            return text[named[0] : named[1]]
    return _source_line(article, reading)


def _named(line: str) -> str | None:
    """The outlet that a line of the page's head names."""
    if name := masthead(line):
        return name
    if domain := DOMAIN.search(line):
        return domain[1]
    if named := named_outlet(line):
        return line[named[0] : named[1]]
    if tag := opening_tag(line):
        return tag.name
    return national_outlet(line) or head_tag(line)


def _source_line(article: Article, reading: Reading) -> str | None:
    """The outlet of a line "Nguồn: ..." or "(Theo ...)" below the article."""
    for block in _blocks(reading, "byline", "furniture", "caption", "body"):
        text = _text(article, block)
        if flatten(text).lstrip(" (").startswith(("nguồn:", "theo ", "nguồn tin:")) and len(text) <= 80:
            if domain := DOMAIN.search(text):
                return domain[1]
            if named := named_outlet(text):
                return text[named[0] : named[1]]
    return None


def _authors(article: Article, reading: Reading) -> tuple[str, ...]:
    """The names of the bylines, in order, once each; a name left over on a date line counts."""
    found: list[str] = []
    for block in _blocks(reading, "dateline", "byline"):
        text = _text(article, block)
        names = read_authors(text) if block.role == "byline" else _dateline_authors(text)
        found.extend(name for name in names if not (named_outlet(name + " ") or national_outlet(name)))
    unique: dict[str, str] = {}
    for name in found:
        unique.setdefault(" ".join(flatten(name).split()), name)
    return tuple(unique.values())


def _pieces(line: str) -> Iterator[str]:
    """What a dateline prints beside its date and time, piece by piece."""
    for part in re.split(r"[\t|]| [-–—] ", dateline_rest(line)):
        yield part.strip(" \u00a0-–—|,;:[]*/•·" + ("" if "(" in part and ")" in part else "()"))


def _dateline_authors(line: str) -> tuple[str, ...]:
    for piece in _pieces(line):
        if outlet_of_dateline([piece]):
            continue
        if len(piece.split()) < 2 or named_outlet(piece) or province_of(piece) or DOMAIN.search(piece):
            continue
        authors = read_authors(piece)
        if authors and all(looks_like_name(name) and len(name.split()) <= 5 for name in authors):
            return authors
    return ()


def _published_on(article: Article, reading: Reading, page: Page, review: Review) -> date | None:
    """The date that the page gives the article; one far from the event is the day the page was printed."""
    dated = [
        (block, day)
        for block in _blocks(reading, "dateline")
        if (day := dateline_date(_text(article, block))) is not None
    ]
    plausible = [(block, day) for block, day in dated if _is_plausible(page, review, day)]
    timed = [(block, day) for block, day in plausible if has_time(_text(article, block))]
    own = [(block, day) for block, day in plausible if "hôm nay" not in flatten(_text(article, block))]
    for group in (timed, own, plausible):
        if group:
            return group[0][1]
    if article.published_on is not None and _is_plausible(page, review, article.published_on):
        return article.published_on
    return None


def _is_plausible(page: Page, review: Review, day: date) -> bool:
    """Whether an article on this event may have come out on `day`."""
    if follows_event(page, day):
        return True
    held = event_day(page, review, None)
    return held is None or held - _EARLY <= day <= held + _LATE
