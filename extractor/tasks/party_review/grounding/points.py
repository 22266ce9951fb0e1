"""Points: their evidence stands in the article, their numbers and names too. Source: annotation guide, section 7."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, cast

from pydantic import ValidationError

from extractor.engines.rules.draft import PointDraft
from extractor.grounding.refusals import Kept, Refusals
from extractor.grounding.text import ArticleText, clean
from extractor.grounding.words import FUNCTION_WORDS, NEGATIONS, WORD
from extractor.labels import PointKind
from extractor.schema import Point
from extractor.tasks.party_review.grounding.labels import POINT_KINDS, label_fault
from extractor.text.article import Extent
from extractor.text.fold import fold_text

SHARED: Final = 0.5
"""Share of a point's content words that must stand in the line of its evidence."""


def ground_points(text: ArticleText, drafts: Iterable[PointDraft], refusals: Refusals) -> list[Kept[Point]]:
    """The points that are proved, each once, in text order."""
    kept: list[Kept[Point]] = []
    seen: set[tuple[str, str]] = set()
    for draft in drafts:
        point = _point(text, draft, refusals)
        if point is None:
            continue
        key = (point.item.kind, fold_text(point.item.text))
        if key in seen:
            refusals.add("point", draft.text, "the same point is already listed")
            continue
        seen.add(key)
        kept.append(point)
    return sorted(kept, key=lambda point: (point.item.evidence.start, point.item.evidence.end))


def _point(text: ArticleText, draft: PointDraft, refusals: Refusals) -> Kept[Point] | None:
    words = clean(draft.text)
    fault = label_fault(kind=(draft.kind, POINT_KINDS)) or (None if WORD.search(words) else "it has no text")
    fault = fault or text.invented(words)
    placed = None if fault else text.place(draft.evidence)
    if placed is None or placed.extent is None:
        refusals.add("point", draft.text, fault or f"its evidence is not found: {placed.reason if placed else ''}")
        return None
    fault = _unsupported(text, words, placed.extent)
    if fault:
        refusals.add("point", draft.text, fault)
        return None
    try:
        point = Point(kind=cast(PointKind, draft.kind), text=words, evidence=text.span(placed.extent))
    except ValidationError as error:
        refusals.add("point", draft.text, f"it does not fit the schema: {error.errors()[0]['msg']}")
        return None
    return Kept(point, draft.decision)


def _unsupported(text: ArticleText, words: str, evidence: Extent) -> str | None:
    """Why a sentence does not rest on its evidence, or None: it shares its words and brings no negation of its own."""
    around = text.line(evidence)
    if text.holds(words, around) or text.restates(words, around):
        return None
    there = text.words_in(around)
    said = set(WORD.findall(fold_text(words)))
    for negation in sorted(said & NEGATIONS):
        if there.isdisjoint(NEGATIONS):
            return f"its {negation!r} does not stand in its evidence"
    content = said - FUNCTION_WORDS
    if len(content & there) < SHARED * len(content):
        return "its evidence speaks of something else"
    return None
