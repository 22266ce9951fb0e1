"""How far two annotators of Party reviews agree: which closed labels are held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from extractor.eval.agreement import Agreement, agreement
from extractor.eval.model import Match, Settings
from extractor.schema import ArticleSummary, Figure, Organization
from extractor.tasks.party_review.eval.judge import PARTY_REVIEW

FIGURE_LABELS: Final = ("subject", "measure", "basis", "phase", "comparator")
"""Labels compared on the figures whose value both found."""


def review_agreement(
    a: Mapping[str, ArticleSummary],
    b: Mapping[str, ArticleSummary],
    texts: Mapping[str, str] | None = None,
    settings: Settings | None = None,
) -> Agreement:
    """Agreement of two annotators. Raises `UsageError` where no article was labelled by both, or without the extra."""
    return agreement(a, b, texts, settings, judge=PARTY_REVIEW, of_articles=_of_articles, of_items=_of_items)


def _of_articles(one: ArticleSummary, other: ArticleSummary) -> Iterator[tuple[str, str, str]]:
    yield "event.kind", one.event.kind, other.event.kind


def _of_items(match: Match) -> Iterator[tuple[str, str, str]]:
    one, other = (match.gold, match.predicted) if match.levels else (None, None)
    if isinstance(one, Figure) and isinstance(other, Figure):
        for label in FIGURE_LABELS:
            yield f"figures.{label}", getattr(one, label), getattr(other, label)
    elif isinstance(one, Organization) and isinstance(other, Organization):
        yield "organizations.kind", one.kind, other.kind
