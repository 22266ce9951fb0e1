"""Weights of features from choices among candidates of which one is right (conditional logit)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from extractor.engines.rules.scorer.chances import SCALE

LEAST_WEIGHT: Final = 0.08
"""Weights smaller than this are left out."""
LEAST_ALONE: Final = 0.09
"""The least of the greatest weight of a feature that says something of several answers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about candidates of which one is right: its article and the candidates' features."""

    doc_id: str
    candidates: tuple[tuple[str, ...], ...]
    right: int


def vocabulary(some: Iterable[tuple[str, Iterable[str]]], least_articles: int) -> dict[str, int]:
    """The features that occur in enough articles, numbered in alphabetical order; each case by its article's name."""
    articles: dict[str, set[str]] = defaultdict(set)
    for doc_id, features in some:
        for feature in features:
            articles[feature].add(doc_id)
    kept = sorted(feature for feature, found in articles.items() if len(found) >= least_articles)
    return {feature: number for number, feature in enumerate(kept)}


def chosen_line(some: Sequence[Asked], strength: float, least_articles: int) -> dict[str, int]:
    """The features' weights in hundredths, those too small left out, by which the right candidate is likeliest.

    A conditional logit: the candidates of one question are weighed against each other, not each by itself. A feature
    that speaks for a candidate twice counts twice, as it does where the weights are used. `strength` is the inverse
    strength of the L2 penalty, `least_articles` in how many articles a feature must occur to be kept.
    """
    known = vocabulary(((one.doc_id, features) for one in some for features in one.candidates), least_articles)
    if not known:
        return {}
    columns: list[int] = []
    ends = [0]
    for features in (features for one in some for features in one.candidates):
        columns += [known[feature] for feature in features if feature in known]
        ends.append(len(columns))
    table = csr_matrix((numpy.ones(len(columns)), columns, ends), shape=(len(ends) - 1, len(known)))
    table.sum_duplicates()
    back = table.T.tocsr()
    sizes = numpy.array([len(one.candidates) for one in some])
    starts = numpy.concatenate([[0], sizes.cumsum()[:-1]])
    right = starts + numpy.array([one.right for one in some])
    target = numpy.zeros(len(ends) - 1)
    target[right] = 1

    def loss(weights: Any) -> tuple[float, Any]:
        sums = table @ weights
        top = numpy.maximum.reduceat(sums, starts)
        raised = numpy.exp(sums - numpy.repeat(top, sizes))
        whole = numpy.add.reduceat(raised, starts)
        missed = (numpy.log(whole) + top - sums[right]).sum()
        slope = back @ (raised / numpy.repeat(whole, sizes) - target)
        return float(missed + weights @ weights / 2 / strength), slope + weights / strength

    begin = numpy.zeros(len(known))
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    line = {feature: round(float(found[column]) * SCALE) for feature, column in known.items()}
    return {feature: weight for feature, weight in line.items() if abs(weight) >= LEAST_WEIGHT * SCALE}
