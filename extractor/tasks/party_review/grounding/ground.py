"""The one gate: a draft goes in, what can be proved of it comes out, and everything else with the reason why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from extractor.draft import Coverage
from extractor.engines.rules.draft import Draft
from extractor.grounding.grounded import Grounded, ItemDecision
from extractor.grounding.refusals import Kept, Refusals
from extractor.grounding.text import ArticleText
from extractor.reading.intervals import meets, merged
from extractor.reading.model import Reading
from extractor.schema import ArticleSummary, Figure
from extractor.tasks.party_review.grounding.abstract import ground_abstract
from extractor.tasks.party_review.grounding.awards import AwardGate
from extractor.tasks.party_review.grounding.documents import DocumentGate
from extractor.tasks.party_review.grounding.figures import FigureGate
from extractor.tasks.party_review.grounding.head import ground_event, ground_source
from extractor.tasks.party_review.grounding.organizations import Roll, ground_organizations
from extractor.tasks.party_review.grounding.people import ground_people
from extractor.tasks.party_review.grounding.points import ground_points
from extractor.text.article import Article, Extent
from extractor.text.provinces import day_of_list


def ground(article: Article, reading: Reading, draft: Draft) -> Grounded:
    """The summary of what `draft` can prove against the article. Never raises, whatever the draft claims."""
    text = ArticleText(article, reading)
    refusals = Refusals()
    source = ground_source(text, draft.source, draft.event.review_period, refusals)
    text.published(source.published_on)
    event = ground_event(text, draft.event, refusals)
    day = day_of_list(event.held_on, source.published_on, event.review_period)
    organizations = ground_organizations(text, draft.organizations, source.outlet, day, refusals)
    roll = Roll(kept.item for kept in organizations)
    figures = FigureGate(text, roll, refusals).ground(draft.figures)
    awards = AwardGate(text, refusals).ground(draft.awards)
    people = ground_people(text, draft.people, refusals)
    documents = DocumentGate(text, refusals).ground(draft.documents)
    points = ground_points(text, draft.points, refusals)
    bodies = [kept.item for kept in organizations]
    summary = ArticleSummary(
        doc_id=article.doc_id,
        source=source,
        event=event,
        abstract=ground_abstract(text, draft.abstract, event, bodies, refusals),
        organizations=bodies,
        figures=[kept.item for kept in figures],
        awards=[kept.item for kept in awards],
        people=[kept.item for kept in people],
        documents=[kept.item for kept in documents],
        points=[kept.item for kept in points],
    )
    coverage = _coverage(reading, draft, (*figures, *awards), refusals)
    decisions = (
        *_decisions("organization", organizations),
        *_decisions("figure", figures),
        *_decisions("award", awards),
        *_decisions("person", people),
        *_decisions("document", documents),
        *_decisions("point", points),
    )
    return Grounded(summary, refusals.all(), coverage, decisions)


def _decisions(item: str, kept: Sequence[Kept[Any]]) -> list[ItemDecision]:
    return [ItemDecision(item, index, one.decision) for index, one in enumerate(kept)]


def _coverage(reading: Reading, draft: Draft, kept: Iterable[Kept[Any]], refusals: Refusals) -> Coverage:
    """Which of the reader's quantities are explained, by a kept figure or award or dismissed by the engine; and which
    numbers the reader did not recognise and no kept figure is about.
    """
    kept = list(kept)
    known = {quantity.id for quantity in reading.quantities}
    explained: set[str] = set()
    for item in kept:
        explained.update(item.quantities)
    for dismissal in draft.dismissals:
        if dismissal.quantity in known:
            explained.add(dismissal.quantity)
        else:
            refusals.add("dismissal", dismissal.quantity, f"there is no quantity {dismissal.quantity!r}")
    unexplained = tuple(quantity.id for quantity in reading.quantities if quantity.id not in explained)
    unread = [number.extent for number in reading.numbers if number.role == "unread"]
    if unread:
        mentions = merged(
            Extent(one.item.mention.start, one.item.mention.end) for one in kept if isinstance(one.item, Figure)
        )
        unread = [extent for extent in unread if not meets(extent, mentions)]
    return Coverage(len(reading.quantities), len(reading.quantities) - len(unexplained), unexplained, tuple(unread))
