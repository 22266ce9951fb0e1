"""Several runs of one setting: how far scores move from run to run, apart from how far articles differ.

For each score of single articles, the spread between runs is the standard deviation of an article's results around
their mean, pooled over the articles; the spread between articles is that of the articles' true levels, with what the
runs' own noise adds to their means taken off (one-way random effects).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.errors import UsageError
from extractor.eval.model import Evaluation

if TYPE_CHECKING:
    from extractor.eval.intervals import Floats


@dataclass(frozen=True, slots=True)
class Spread:
    """One score over the runs.

    `mean`, `low`, `high` and `run_deviation` are of the runs' micro scores; `within` and `between` are standard
    deviations of one article's score from run to run, and from article to article.
    """

    name: str
    runs: tuple[float, ...]
    mean: float
    low: float
    high: float
    run_deviation: float
    within: float
    between: float


def spreads(evaluations: Sequence[Evaluation]) -> tuple[Spread, ...]:
    """The spread of every list's F1 and every rate. Raises `UsageError` for one run alone or for different gold."""
    import numpy

    if len(evaluations) < 2:
        raise UsageError("A spread needs two runs at least; give a further one with --repeats.")
    first, *others = evaluations
    ids = [row.doc_id for row in first.articles]
    if any([row.doc_id for row in other.articles] != ids for other in others):
        raise UsageError("The runs were judged on different gold; judge all of them on the same folder.")
    found = []
    names = [f"{name}.f1" for name in first.lists] + list(first.rates)
    for name in names:
        if any(name in one.rates and not one.rates[name].tally.total for one in evaluations):
            continue
        runs = tuple(one.metrics()[name].value for one in evaluations if name in one.metrics())
        if len(runs) < len(evaluations):
            continue
        within, between = _components(_article_scores(evaluations, name))
        found.append(
            Spread(
                name=name,
                runs=runs,
                mean=float(numpy.mean(runs)),
                low=min(runs),
                high=max(runs),
                run_deviation=float(numpy.std(runs, ddof=1)),
                within=within,
                between=between,
            )
        )
    return tuple(found)


def _article_scores(evaluations: Sequence[Evaluation], name: str) -> Floats:
    """One row an article, one column a run; articles for which a run was not asked are left out."""
    import numpy

    table = []
    for rows in zip(*(one.articles for one in evaluations), strict=True):
        if name in evaluations[0].rates:
            tallies = [row.tallies.get(name) for row in rows]
            scores = [tally.share for tally in tallies if tally is not None and tally.total]
        else:
            scores = [row.counts[name.removesuffix(".f1")].f1 for row in rows]
        if len(scores) == len(rows):
            table.append(scores)
    return numpy.array(table, dtype=numpy.float64).reshape(len(table), len(evaluations))


def _components(scores: Floats) -> tuple[float, float]:
    """Standard deviations within articles and between them; 0 where there is too little to tell."""
    import numpy

    if not len(scores):
        return 0.0, 0.0
    within = float(numpy.mean(numpy.var(scores, axis=1, ddof=1)))
    if len(scores) < 2:
        return within**0.5, 0.0
    of_means = float(numpy.var(scores.mean(axis=1), ddof=1))
    between = max(0.0, of_means - within / scores.shape[1])
    return within**0.5, between**0.5
