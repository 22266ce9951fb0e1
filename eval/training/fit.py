"""Fits the scorer's weights: logistic regressions over features that are there or not (scikit-learn)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from eval.training.choice import LEAST_ALONE, LEAST_WEIGHT, Asked, chosen_line, vocabulary
from eval.training.corpus import Example, Lesson, NamedHost, labels_of
from eval.training.groups import group_weights
from eval.training.occasions import choice_weights
from extractor.engines.rules.scorer.arbiter import OWNER, Paragraph
from extractor.engines.rules.scorer.candidates import NOTHING, names
from extractor.engines.rules.scorer.chances import SCALE
from extractor.engines.rules.scorer.dating import PeriodReach, period_candidates
from extractor.engines.rules.scorer.facts import Sums
from extractor.engines.rules.scorer.features import measure_features, own_features, previous_features
from extractor.engines.rules.scorer.hosting import QUESTION as HOST
from extractor.engines.rules.scorer.listing import QUESTION as LISTING
from extractor.engines.rules.scorer.model import TARGETS
from extractor.engines.rules.scorer.occasion import PLAN, REVIEW
from extractor.engines.rules.scorer.owners import OwnerReach, owner_candidates
from extractor.engines.rules.scorer.sight import Previous
from extractor.tasks.party_review.eval.keys import organization_key

STRENGTH: Final = {
    "keep": 0.3, "basis": 1.0, "phase": 1.0, "measure": 1.0, "subject": 1.0, "period": 0.2, OWNER: 0.15, LISTING: 0.3,
    HOST: 0.3,
}  # fmt: skip
"""Inverse strength of the L2 penalty for each question."""
LEAST_ARTICLES: Final = 2
"""Articles in which a feature must occur to be kept."""


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
        paragraph = Paragraph()
        for example in lesson.judged:
            if example.gold is None:
                continue
            yield example, paragraph.before(example.sight)
            paragraph.settle(example.sight, labels_of(example.gold))


def ranked_cases(lessons: Sequence[Lesson]) -> dict[str, list[Case]]:
    """A case for each body that may own a figure: is it the right one? And of those named: is it listed?"""
    found: dict[str, list[Case]] = {"organization": [], LISTING: []}
    for lesson in lessons:
        for body in lesson.bodies:
            found[LISTING].append(Case(body.doc_id, body.features, "yes" if body.listed else "no"))
    for example, previous in taught(lessons):
        gold = labels_of(example.gold)  # type: ignore[arg-type]
        reach = OwnerReach(example.sight.setting, Sums(names))
        owner = organization_key(gold.organization) or NOTHING
        # Once with the figure before and once without, so that one wrong owner does not pull the others along.
        for before in (previous, None) if previous is not None else (None,):
            for candidate, features in owner_candidates(example.sight, gold, before, reach).items():
                answer = "yes" if (organization_key(candidate or None) or NOTHING) == owner else "no"
                found["organization"].append(Case(example.doc_id, tuple(features), answer))
    return found


def _matrix(some: Sequence[Case], known: dict[str, int]) -> csr_matrix:
    columns: list[int] = []
    ends = [0]
    for case in some:
        columns += sorted({known[feature] for feature in case.features if feature in known})
        ends.append(len(columns))
    return csr_matrix((numpy.ones(len(columns)), columns, ends), shape=(len(some), len(known)))


def _fitted(some: Sequence[Case], strength: float) -> tuple[list[str], dict[str, int], Any]:
    """Answers, features and weights (one row an answer, the constant feature `1` among the columns)."""
    known = vocabulary(((case.doc_id, case.features) for case in some), LEAST_ARTICLES)
    fit = LogisticRegression(C=strength, max_iter=1000, tol=1e-4, fit_intercept=False)
    fit.fit(_matrix(some, known), [case.answer for case in some])
    answers = [str(answer) for answer in fit.classes_]
    weights = fit.coef_
    return answers, known, numpy.vstack([-weights / 2, weights / 2]) if len(answers) == 2 else weights


def host_weights(some: Iterable[NamedHost]) -> dict[str, int]:
    """The weights of the question whom an article is about, in hundredths."""
    return _line([Case(one.doc_id, one.features, "yes" if one.right else "no") for one in some], STRENGTH[HOST])


def _line(some: Sequence[Case], strength: float) -> dict[str, int]:
    """The features' weights for "yes", in hundredths, those too small left out."""
    found, known, table = _fitted(some, strength)
    at = found.index("yes")
    line = {feature: round(2 * float(table[at, column]) * SCALE) for feature, column in known.items()}
    return {feature: weight for feature, weight in line.items() if abs(weight) >= LEAST_WEIGHT * SCALE}


def asked_periods(lessons: Sequence[Lesson]) -> Iterator[Asked]:
    """Of which period each figure is, where the right one is in reach; each feature also with the figure's phase."""
    for example, previous in taught(lessons):
        gold = labels_of(example.gold)  # type: ignore[arg-type]
        found = period_candidates(example.sight, gold, previous, PeriodReach(example.sight.setting, Sums(names)))
        if len(found) > 1 and (gold.period or NOTHING) in found:
            phased = ((*features, *(f"{gold.phase}:{feature}" for feature in features)) for features in found.values())
            yield Asked(example.doc_id, tuple(phased), list(found).index(gold.period or NOTHING))


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
    ranking = {"period": chosen_line(list(asked_periods(lessons)), STRENGTH["period"], LEAST_ARTICLES)}
    ranking |= {question: _line(some, STRENGTH[question]) for question, some in ranked_cases(lessons).items()}
    ranking[HOST] = host_weights(hosts)
    for question in (REVIEW, PLAN):
        asked = (choice for lesson in lessons for choice in lesson.choices if choice.question == question)
        ranking[question] = choice_weights(asked)
    ranking |= group_weights(lessons)
    told = {feature: row for feature, row in weights.items() if max(map(abs, row[1::2])) >= LEAST_ALONE * SCALE}
    return {"answers": answers, "weights": dict(sorted(told.items())), "ranking": ranking}
