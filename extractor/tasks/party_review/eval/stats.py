"""What a gold folder of Party reviews holds, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from extractor.eval.gold_stats import GoldStats
from extractor.labels import BASES, COMPARATORS, EVENT_KINDS, MEASURES, ORGANIZATION_KINDS, PHASES, SUBJECTS, UNITS
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.spec import SPECS, items_of

FIGURE_LABELS: Final[dict[str, tuple[str, ...]]] = {
    "subject": tuple(SUBJECTS),
    "measure": tuple(MEASURES),
    "basis": tuple(BASES),
    "phase": tuple(PHASES),
    "unit": tuple(UNITS),
    "comparator": tuple(COMPARATORS),
}
"""Closed labels of figures and their values."""


def gold_stats(labels: Iterable[ArticleSummary]) -> GoldStats:
    """Counts over the labels."""
    articles = 0
    items: Counter[str] = _never(SPECS)
    present: Counter[str] = _never(SPECS)
    tables: dict[str, Counter[str]] = {
        "event kind": _never(EVENT_KINDS),
        "organisation kind": _never(ORGANIZATION_KINDS),
        **{name: _never(values) for name, values in FIGURE_LABELS.items()},
    }
    for summary in labels:
        articles += 1
        tables["event kind"][summary.event.kind] += 1
        tables["organisation kind"].update(one.kind for one in summary.organizations)
        for name in FIGURE_LABELS:
            tables[name].update(getattr(figure, name) for figure in summary.figures)
        for kind in SPECS:
            found = len(items_of(summary, kind))
            items[kind] += found
            present[kind] += found > 0
    return GoldStats(articles, dict(items), dict(present), {name: dict(table) for name, table in tables.items()})


def _never(values: Iterable[str]) -> Counter[str]:
    return Counter(dict.fromkeys(values, 0))
