"""Points: their evidence stands in the article, their numbers and names too. Source: annotation guide, section 7."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from pydantic import ValidationError

from extractor.draft import PointDraft
from extractor.grounding.labels import POINT_KINDS, label_fault
from extractor.grounding.refusals import Kept, Refusals
from extractor.grounding.text import ArticleText, clean
from extractor.schema import Point, PointKind
from extractor.vietnamese.fold import fold_text


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
    fault = label_fault(kind=(draft.kind, POINT_KINDS)) or (None if words else "it has no text")
    fault = fault or text.invented(words)
    placed = None if fault else text.place(draft.evidence)
    if placed is None or placed.extent is None:
        refusals.add("point", draft.text, fault or f"its evidence is not found: {placed.reason if placed else ''}")
        return None
    try:
        point = Point(kind=cast(PointKind, draft.kind), text=words, evidence=text.span(placed.extent))
    except ValidationError as error:
        refusals.add("point", draft.text, f"it does not fit the schema: {error.errors()[0]['msg']}")
        return None
    return Kept(point, draft.decision)
