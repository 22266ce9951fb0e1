"""Fits the scorer's weights: logistic regressions over features that are there or not (scikit-learn)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from eval.training.corpus import Example, Lesson, NamedHost, labels_of
from extractor.engines.rules.scorer.arbiter import seen_before
from extractor.engines.rules.scorer.candidates import NOTHING, Reach, names, owner_candidates
from extractor.engines.rules.scorer.dating import period_candidates
from extractor.engines.rules.scorer.features import measure_features, own_features, previous_features
from extractor.engines.rules.scorer.hosting import QUESTION as HOST
from extractor.engines.rules.scorer.listing import QUESTION as LISTING
from extractor.engines.rules.scorer.model import SCALE, TARGETS
from extractor.engines.rules.scorer.sight import Previous
from extractor.tasks.party_review.eval.keys import organization_key

STRENGTH: Final = {
    "keep": 0.3,
    "basis": 1.0,
    "phase": 1.0,
    "measure": 1.0,
    "subject": 1.0,
    "ranked": 0.3,
    "period": 0.2,
}
"""Inverse strength of the L2 penalty for each question."""
LEAST_ARTICLES: Final = 2
"""Articles in which a feature must occur to be kept."""
LEAST_WEIGHT: Final = 0.03
"""Weights smaller than this are left out."""


@dataclass(frozen=True, slots=True)
class Case:
    """One training case: its article, its features, the right answer."""

    doc_id: str
    features: tuple[str, ...]
    answer: str


def cases(lessons: Sequence[Lesson]) -> dict[str, list[Case]]:
    """The cases of every question with a fixed list of answers."""
    found: dict[str, list[Case]] = {target: [] for target in TARGETS}
    for example, previous in taught(lessons):
        gold = labels_of(example.gold)  # type: ignore[arg-type]
        own = own_features(example.sight)
        # Once with the figure before and once without, so that not everything hangs on it.
        for before in (previous, None) if previous is not None else (None,):
            base = (*own, *previous_features(example.sight, before))
            for target in ("basis", "phase", "measure"):
                found[target].append(Case(example.doc_id, base, getattr(gold, target)))
            told = (*base, *measure_features(example.sight, gold.measure))
            found["subject"].append(Case(example.doc_id, told, gold.subject))
    for lesson in lessons:
        for example in lesson.numbers:
            if not example.repeated:
                answer = "yes" if example.gold is not None else "no"
                found["keep"].append(Case(example.doc_id, tuple(own_features(example.sight)), answer))
    return found


def taught(lessons: Sequence[Lesson]) -> Iterator[tuple[Example, Previous | None]]:
    """Every judged number that is a figure by the gold, with the figure before it by the gold."""
    for lesson in lessons:
        last = None
        for example in lesson.judged:
            if example.gold is None:
                continue
            yield example, seen_before(last, example.sight)
            last = (example.sight, labels_of(example.gold))


def ranked_cases(lessons: Sequence[Lesson]) -> dict[str, list[Case]]:
    """A case for each body that may own a figure: is it the right one? And of those named: is it listed?"""
    found: dict[str, list[Case]] = {"organization": [], LISTING: []}
    for lesson in lessons:
        for body in lesson.bodies:
            found[LISTING].append(Case(body.doc_id, body.features, "yes" if body.listed else "no"))
    for example, previous in taught(lessons):
        gold = labels_of(example.gold)  # type: ignore[arg-type]
        reach = Reach(example.sight.setting, names)
        owner = organization_key(gold.organization) or NOTHING
        # Once with the figure before and once without, so that one wrong owner does not pull the others along.
        for before in (previous, None) if previous is not None else (None,):
            for candidate, features in owner_candidates(example.sight, gold, before, reach).items():
                answer = "yes" if (organization_key(candidate or None) or NOTHING) == owner else "no"
                found["organization"].append(Case(example.doc_id, tuple(features), answer))
    return found


def vocabulary(some: Sequence[Case]) -> dict[str, int]:
    """The features that occur in enough articles, numbered in alphabetical order."""
    articles: dict[str, set[str]] = defaultdict(set)
    for case in some:
        for feature in case.features:
            articles[feature].add(case.doc_id)
    kept = sorted(feature for feature, found in articles.items() if len(found) >= LEAST_ARTICLES)
    return {feature: number for number, feature in enumerate(kept)}


def _matrix(some: Sequence[Case], known: dict[str, int]) -> csr_matrix:
    columns: list[int] = []
    ends = [0]
    for case in some:
        columns += sorted({known[feature] for feature in case.features if feature in known})
        ends.append(len(columns))
    return csr_matrix((numpy.ones(len(columns)), columns, ends), shape=(len(some), len(known)))


def _fitted(some: Sequence[Case], strength: float) -> tuple[list[str], dict[str, int], Any]:
    """Answers, features and weights (one row an answer, the constant feature `1` among the columns)."""
    known = vocabulary(some)
    fit = LogisticRegression(C=strength, max_iter=1000, tol=1e-4, fit_intercept=False)
    fit.fit(_matrix(some, known), [case.answer for case in some])
    answers = [str(answer) for answer in fit.classes_]
    weights = fit.coef_
    return answers, known, numpy.vstack([-weights / 2, weights / 2]) if len(answers) == 2 else weights


def host_weights(some: Iterable[NamedHost]) -> dict[str, int]:
    """The weights of the question whom an article is about, in hundredths."""
    return _line([Case(one.doc_id, one.features, "yes" if one.right else "no") for one in some])


def _line(some: Sequence[Case]) -> dict[str, int]:
    """The features' weights for "yes", in hundredths, those too small left out."""
    found, known, table = _fitted(some, STRENGTH["ranked"])
    at = found.index("yes")
    line = {feature: round(2 * float(table[at, column]) * SCALE) for feature, column in known.items()}
    return {feature: weight for feature, weight in line.items() if abs(weight) >= LEAST_WEIGHT * SCALE}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about candidates of which one is right: its article and the candidates' features."""

    doc_id: str
    candidates: tuple[tuple[str, ...], ...]
    right: int


def asked_periods(lessons: Sequence[Lesson]) -> Iterator[Asked]:
    """Of which period each figure is, where the right one is in reach; each feature also with the figure's phase."""
    for example, previous in taught(lessons):
        gold = labels_of(example.gold)  # type: ignore[arg-type]
        found = period_candidates(example.sight, gold, previous, Reach(example.sight.setting, names))
        if len(found) > 1 and (gold.period or NOTHING) in found:
            phased = ((*features, *(f"{gold.phase}:{feature}" for feature in features)) for features in found.values())
            yield Asked(example.doc_id, tuple(phased), list(found).index(gold.period or NOTHING))


def chosen_line(some: Sequence[Asked]) -> dict[str, int]:
    """The features' weights in hundredths, those too small left out, by which the right candidate is likeliest.

    A conditional logit: the candidates of one question are weighed against each other, not each by itself. A feature
    that speaks for a candidate twice counts twice, as it does where the weights are used.
    """
    cases = [Case(one.doc_id, features, "") for one in some for features in one.candidates]
    known = vocabulary(cases)
    columns: list[int] = []
    ends = [0]
    for case in cases:
        columns += [known[feature] for feature in case.features if feature in known]
        ends.append(len(columns))
    table = csr_matrix((numpy.ones(len(columns)), columns, ends), shape=(len(cases), len(known)))
    table.sum_duplicates()
    back = table.T.tocsr()
    sizes = numpy.array([len(one.candidates) for one in some])
    starts = numpy.concatenate([[0], sizes.cumsum()[:-1]])
    right = starts + numpy.array([one.right for one in some])
    target = numpy.zeros(len(cases))
    target[right] = 1

    def loss(weights: Any) -> tuple[float, Any]:
        sums = table @ weights
        top = numpy.maximum.reduceat(sums, starts)
        raised = numpy.exp(sums - numpy.repeat(top, sizes))
        whole = numpy.add.reduceat(raised, starts)
        missed = (numpy.log(whole) + top - sums[right]).sum()
        slope = back @ (raised / numpy.repeat(whole, sizes) - target)
        return float(missed + weights @ weights / 2 / STRENGTH["period"]), slope + weights / STRENGTH["period"]

    begin = numpy.zeros(len(known))
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    line = {feature: round(float(found[column]) * SCALE) for feature, column in known.items()}
    return {feature: weight for feature, weight in line.items() if abs(weight) >= LEAST_WEIGHT * SCALE}


def scorer_data(lessons: Sequence[Lesson], hosts: Iterable[NamedHost]) -> dict[str, Any]:
    """The scorer's part of the data file: answers, weights, and the ranking's weights."""
    answers: dict[str, list[str]] = {}
    weights: dict[str, list[int]] = defaultdict(list)
    offset = 0
    for target, some in cases(lessons).items():
        answers[target], known, table = _fitted(some, STRENGTH[target])
        for feature, column in known.items():
            for number in range(len(answers[target])):
                weight = round(float(table[number, column]) * SCALE)
                if abs(weight) >= LEAST_WEIGHT * SCALE:
                    weights[feature] += [offset + number, weight]
        offset += len(answers[target])
    ranking = {"period": chosen_line(list(asked_periods(lessons)))}
    ranking |= {question: _line(some) for question, some in ranked_cases(lessons).items()}
    ranking[HOST] = host_weights(hosts)
    return {"answers": answers, "weights": dict(sorted(weights.items())), "ranking": ranking}
