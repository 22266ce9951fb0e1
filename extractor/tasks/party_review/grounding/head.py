"""The document's own data and the conference: strings verbatim, dates and periods concluded from what stands there.

Source of the rules: annotation guide, section 1.
"""

from __future__ import annotations

from datetime import date
from typing import cast

from extractor.engines.rules.draft import EventDraft, SourceDraft
from extractor.grounding.refusals import Refusals
from extractor.grounding.text import ArticleText, clean
from extractor.labels import EventKind
from extractor.schema import Event, Source
from extractor.tasks.party_review.grounding.labels import EVENT_KINDS
from extractor.text.fold import fold_text


def ground_source(text: ArticleText, draft: SourceDraft, reviewed: str | None, refusals: Refusals) -> Source:
    """The source with every field that is proved, the others null."""
    authors: list[str] = []
    for author in draft.authors:
        known = next((one for one in text.article.authors if fold_text(one) == fold_text(clean(author))), None)
        name = _verbatim(text, "source.authors", author, refusals, known=known)
        if name is not None and name not in authors:
            authors.append(name)
    title = _verbatim(text, "source.title", draft.title, refusals, known=text.article.title)
    published_on = _date(text, "source.published_on", draft.published_on, reviewed, refusals)
    return Source(
        outlet=_verbatim(text, "source.outlet", draft.outlet, refusals, known=text.article.outlet),
        title=title,
        authors=authors,
        published_on=published_on,
    )


def ground_event(text: ArticleText, draft: EventDraft, refusals: Refusals) -> Event:
    """The event with every field that is proved; a kind that is none of the schema's becomes `other`."""
    kind = draft.kind
    if kind not in EVENT_KINDS:
        refusals.add("event.kind", kind, f"{kind!r} is not a kind of the schema; kept as other")
        kind = "other"
    review_period = _period(text, "event.review_period", draft.review_period, refusals)
    return Event(
        kind=cast(EventKind, kind),
        held_on=_date(text, "event.held_on", draft.held_on, review_period, refusals, relative=True),
        review_period=review_period,
        plan_period=_period(text, "event.plan_period", draft.plan_period, refusals),
    )


def _verbatim(
    text: ArticleText, field: str, words: str | None, refusals: Refusals, known: str | None = None
) -> str | None:
    if words is None or not clean(words):
        return None
    found = text.wording(words)
    if found is not None:
        return found[0]
    if known is not None and fold_text(clean(known)) == fold_text(clean(words)):
        return clean(known)
    refusals.add(field, words, f"it {text.no_wording(words)}")
    return None


def _period(text: ArticleText, field: str, period: str | None, refusals: Refusals) -> str | None:
    return text.calendar.proved_period(period, lambda fault: refusals.add(field, period or "", fault))


def _date(
    text: ArticleText,
    field: str,
    claimed: date | None,
    reviewed: str | None,
    refusals: Refusals,
    *,
    relative: bool = False,
) -> date | None:
    if claimed is None:
        return None
    fault = text.calendar.date_fault(claimed, reviewed=reviewed, relative=relative)
    if fault:
        refusals.add(field, claimed.isoformat(), fault)
        return None
    return claimed
