"""What a gold folder holds, counted: is it large and mixed enough to judge by?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from extractor.eval.tables import plain_table
from extractor.schema import (
    BASES,
    COMPARATORS,
    EVENT_KINDS,
    MEASURES,
    ORGANIZATION_KINDS,
    PHASES,
    SUBJECTS,
    UNITS,
    ArticleSummary,
)
from extractor.tasks.party_review.eval.spec import SPECS, items_of

if TYPE_CHECKING:
    from rich.table import Table

FIGURE_LABELS: Final[dict[str, tuple[str, ...]]] = {
    "subject": tuple(SUBJECTS),
    "measure": tuple(MEASURES),
    "basis": tuple(BASES),
    "phase": tuple(PHASES),
    "unit": tuple(UNITS),
    "comparator": tuple(COMPARATORS),
}
"""Closed labels of figures and their values."""


@dataclass(frozen=True, slots=True)
class GoldStats:
    """Articles, items by list, and how often each value of each closed label was given (0 where never)."""

    articles: int
    items: dict[str, int]
    articles_with: dict[str, int]
    labels: dict[str, dict[str, int]]

    @property
    def never(self) -> dict[str, tuple[str, ...]]:
        """Values that no label has: nothing can be said of how well they are found."""
        unused = {name: tuple(value for value, n in found.items() if not n) for name, found in self.labels.items()}
        return {name: values for name, values in unused.items() if values}


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


def stats_tables(stats: GoldStats) -> list[Table]:
    """What a gold folder holds."""
    lists = plain_table(
        f"{stats.articles} articles", ("list", "items", "an article", "articles with any"), numbers=(1, 2, 3)
    )
    for name, number in stats.items.items():
        mean = number / stats.articles if stats.articles else 0.0
        lists.add_row(name, str(number), f"{mean:.1f}", str(stats.articles_with[name]))
    tables = [lists]
    for label, found in stats.labels.items():
        table = plain_table(label, ("value", "labels"), numbers=(1,))
        for value, number in sorted(found.items(), key=lambda pair: -pair[1]):
            if number:
                table.add_row(value, str(number))
        if label in stats.never:
            table.caption = "never: " + ", ".join(stats.never[label])
        tables.append(table)
    return tables


def _never(values: Iterable[str]) -> Counter[str]:
    return Counter(dict.fromkeys(values, 0))
