"""Two runs compared: the difference, its p value held against scipy's, and the items that made it."""

from __future__ import annotations

import numpy
import pytest
from scipy.stats import permutation_test

from extractor.errors import UsageError
from extractor.eval.compare import compare
from extractor.eval.model import Evaluation
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.judge import evaluate_reviews as evaluate
from extractor.tasks.party_review.eval.spec import SPECS
from tests.eval.builders import figure, person, source, summary
from tests.eval.test_intervals import random_evaluation


def judged(right: list[int], seed_name: str = "d") -> Evaluation:
    """Articles of four figures, of which the first `right[n]` are found."""
    figures = [figure(float(n), at=30 * n) for n in range(1, 5)]
    gold = [summary(f"{seed_name}{n:02}", *figures) for n in range(len(right))]
    return evaluate(gold, {one.doc_id: summary(one.doc_id, *figures[:n]) for one, n in zip(gold, right, strict=True)})


def difference(a: Evaluation, b: Evaluation, name: str):
    return next(one for one in compare(a, b, SPECS).differences if one.name == name)


def test_a_run_against_itself_differs_in_nothing() -> None:
    one = random_evaluation(20)
    found = compare(one, one, SPECS)
    assert all((each.difference.value, each.p) == (0.0, 1.0) for each in found.differences)
    assert not found.items


def test_the_difference_is_b_minus_a_worked_out_by_hand() -> None:
    found = difference(judged([1, 1, 2]), judged([2, 2, 2]), "figures.core.recall")
    assert (found.a, found.b) == (4 / 12, 6 / 12)
    assert found.difference.value == pytest.approx(2 / 12)
    # Two articles differ, both for the better: of the four flips, two are as far from 0 as what was seen.
    assert found.p == 0.5


def test_p_of_the_mean_is_that_of_scipy() -> None:
    a, b = random_evaluation(9, seed=1), random_evaluation(9, seed=2)
    rows = [[row.counts["figures.core"].f1 for row in run.articles] for run in (a, b)]
    # Both evaluations draw their own gold: only macro F1, a mean of articles, does not look at what the gold is.
    theirs = permutation_test(
        (numpy.array(rows[1]), numpy.array(rows[0])),
        lambda one, other, axis=-1: one.mean(axis) - other.mean(axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=numpy.inf,
    )
    assert difference(a, b, "figures.core.macro_f1").p == pytest.approx(theirs.pvalue)


def test_with_many_articles_flips_are_drawn_and_p_is_near_that_of_all_flips() -> None:
    a = judged([1] * 20)
    b = judged([1 + (n % 4 != 0) - (n % 4 == 0) for n in range(20)])
    found = difference(a, b, "figures.core.recall")
    # 15 articles win one figure and 5 lose one: |sum| >= 10 of 20 fair signs has a chance of 0.0414.
    assert found.p == pytest.approx(0.0414, abs=0.01)
    assert found.p == difference(a, b, "figures.core.recall").p


def test_the_interval_of_a_constant_gain_is_a_point_where_articles_are_alike() -> None:
    found = difference(judged([1] * 6), judged([2] * 6), "figures.core.recall")
    assert (found.difference.interval.low, found.difference.interval.high) == (pytest.approx(0.25), pytest.approx(0.25))


def both(a: ArticleSummary, b: ArticleSummary, gold: ArticleSummary):
    return compare(evaluate([gold], {"a": a}), evaluate([gold], {"a": b}), SPECS).items


def test_items_that_one_run_got_and_the_other_did_not_are_listed() -> None:
    gold = summary("a", figure(5), figure(6, at=60), people=[person()], source=source(("Thu",)))
    a = summary("a", figure(5), figure(9, at=300))
    b = summary("a", figure(6, at=60), people=[person()], source=source(("Thu",)))
    found = {(one.kind, one.gained, one.invented, getattr(one.item, "value", None)) for one in both(a, b, gold)}
    assert found == {
        ("figures", True, False, 6.0),
        ("figures", False, False, 5.0),
        ("figures", True, True, 9.0),
        ("people", True, False, None),
        ("authors", True, False, None),
    }


def test_of_two_figures_alike_the_one_found_more_is_listed_once() -> None:
    gold = summary("a", figure(5), figure(5, at=60))
    found = both(summary("a", figure(5)), summary("a", figure(5), figure(5, at=60)), gold)
    assert [(one.item.mention.start, one.gained) for one in found] == [(60, True)]


def test_runs_on_different_gold_cannot_be_compared() -> None:
    with pytest.raises(UsageError, match="different gold"):
        compare(judged([1, 1]), judged([1, 1, 1]), SPECS)


def test_rates_that_neither_run_was_asked_for_are_left_out() -> None:
    names = {one.name for one in compare(judged([0, 0]), judged([0, 0]), SPECS).differences}
    assert "figures.field.period" not in names
    assert "event.kind" in names
