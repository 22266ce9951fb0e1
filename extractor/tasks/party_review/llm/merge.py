"""The drafts of a long article's parts, put together again without loss or repetition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from extractor.draft import Place
from extractor.engines.rules.draft import Draft, EventDraft, PointDraft
from extractor.text.article import Extent

_T = TypeVar("_T")
PRIORITIES: Final = 8
"""The first so many priorities of an article are its points (guide, section 7)."""


def merge(drafts: Sequence[Draft]) -> Draft:
    """One draft of the parts' drafts: head and event from the first that has them, items once each by their span."""
    if len(drafts) == 1:
        return drafts[0]
    figures = _unique((one for draft in drafts for one in draft.figures), lambda one: one.quantity or one)
    used = {one.quantity for one in figures}
    return Draft(
        source=replace(
            drafts[0].source,
            outlet=_first(draft.source.outlet for draft in drafts),
            title=_first(draft.source.title for draft in drafts),
            authors=next((draft.source.authors for draft in drafts if draft.source.authors), ()),
            published_on=_first(draft.source.published_on for draft in drafts),
        ),
        event=_event([draft.event for draft in drafts]),
        abstract=_first(draft.abstract or None for draft in drafts) or "",
        organizations=_unique(
            (one for draft in drafts for one in draft.organizations), lambda one: one.name.casefold()
        ),
        figures=figures,
        dismissals=_unique(
            (one for draft in drafts for one in draft.dismissals if one.quantity not in used), lambda one: one.quantity
        ),
        awards=_unique(
            (one for draft in drafts for one in draft.awards),
            lambda one: (one.title, one.recipient_kind, one.recipient, one.count, _where(one.evidence)),
        ),
        people=_unique((one for draft in drafts for one in draft.people), lambda one: (one.name.casefold(), one.role)),
        documents=_unique(
            (one for draft in drafts for one in draft.documents),
            lambda one: (one.kind, one.number or (one.title, one.issuer)),
        ),
        points=_points(
            _unique((one for draft in drafts for one in draft.points), lambda one: (one.kind, _where(one.evidence)))
        ),
    )


def _event(events: Sequence[EventDraft]) -> EventDraft:
    kind = next((event.kind for event in events if event.kind != "other"), "other")
    return EventDraft(
        kind,
        _first(event.held_on for event in events),
        _first(event.review_period for event in events),
        _first(event.plan_period for event in events),
    )


def _points(points: Iterable[PointDraft]) -> tuple[PointDraft, ...]:
    """All shortcomings and the first priorities: each part was asked for as many as a whole article has."""
    left = PRIORITIES
    kept = []
    for point in points:
        if point.kind == "priority":
            left -= 1
            if left < 0:
                continue
        kept.append(point)
    return tuple(kept)


def _first(values: Iterable[_T | None]) -> _T | None:
    return next((value for value in values if value is not None), None)


def _where(place: Place | None) -> object:
    return (place.start, place.end) if isinstance(place, Extent) else place


def _unique(items: Iterable[_T], key: Callable[[_T], object]) -> tuple[_T, ...]:
    """The items in order, the first of each key."""
    seen: dict[object, _T] = {}
    for item in items:
        seen.setdefault(key(item), item)
    return tuple(seen.values())
