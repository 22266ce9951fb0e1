"""The counts of all articles as one matrix, from whose sums every score follows: for resamples and permutations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from extractor.eval.intervals import ratio
from extractor.eval.model import ArticleScore, Tally

if TYPE_CHECKING:
    from extractor.eval.intervals import Floats

LIST_METRICS: Final = ("precision", "recall", "f1", "macro_f1")
"""What each list is scored by, in the order used everywhere."""

_NOTHING: Final = Tally()


@dataclass(frozen=True, slots=True)
class Columns:
    """One row an article: matched, gold, predicted and F1 of each list, then right and total of each rate."""

    lists: tuple[str, ...]
    rates: tuple[str, ...]
    cells: Floats

    @property
    def total(self) -> Floats:
        """Sums over all articles, as one row."""
        total: Floats = self.cells.sum(axis=0)[None]
        return total

    def metrics(self, sums: Floats) -> dict[str, Floats]:
        """Every headline figure from rows of sums over as many articles as the matrix has, one value a row."""
        found: dict[str, Floats] = {}
        for place, name in enumerate(self.lists):
            matched, gold, predicted, f1 = (sums[:, 4 * place + i] for i in range(4))
            neither = (gold + predicted == 0).astype(float)
            values = (
                ratio(matched, predicted, neither),
                ratio(matched, gold, neither),
                ratio(2 * matched, gold + predicted, 1.0),
                f1 / len(self.cells),
            )
            found.update((f"{name}.{metric}", value) for metric, value in zip(LIST_METRICS, values, strict=True))
        start = 4 * len(self.lists)
        for place, name in enumerate(self.rates):
            right, total = sums[:, start + 2 * place], sums[:, start + 2 * place + 1]
            found[name] = ratio(right, total, 1.0)
        return found


def columns(articles: Iterable[ArticleScore], lists: Iterable[str], rates: Iterable[str]) -> Columns:
    """The matrix of the named scores; a rate an article does not have counts as nothing asked."""
    import numpy

    lists, rates = tuple(lists), tuple(rates)
    table: list[list[float]] = []
    for row in articles:
        cells: list[float] = []
        for name in lists:
            counts = row.counts[name]
            cells += (counts.matched, counts.gold, counts.predicted, counts.f1)
        for name in rates:
            tally = row.tallies.get(name, _NOTHING)
            cells += (tally.right, tally.total)
        table.append(cells)
    return Columns(lists, rates, numpy.array(table, dtype=numpy.float64))
