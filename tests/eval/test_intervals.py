"""Intervals held against scipy, label scores against scikit-learn."""

from __future__ import annotations

import numpy
import pytest
from scipy.stats import bootstrap
from sklearn.metrics import precision_recall_fscore_support

from extractor.eval.intervals import resample_weights, written
from extractor.eval.model import NO_ITEM, Estimate, Evaluation, Interval, Settings
from extractor.tasks.party_review.eval.judge import evaluate_reviews as evaluate
from tests.eval.builders import figure, source, summary

SUBJECTS = ("member", "cell", "class")


def random_evaluation(articles: int, seed: int = 3, settings: Settings | None = None) -> Evaluation:
    """Articles of up to six figures, of which some are lost, some relabelled and some invented."""
    dice = numpy.random.default_rng(seed)
    gold, predicted = [], {}
    for number in range(articles):
        ours, theirs = [], []
        for place in range(dice.integers(0, 7)):
            item = figure(float(place), at=20 * place, subject=str(dice.choice(SUBJECTS)))
            ours.append(item)
            if dice.random() < 0.8:
                theirs.append(item.model_copy(update={"subject": str(dice.choice([item.subject, "cell"]))}))
        if dice.random() < 0.3:
            theirs.append(figure(99.0, at=500))
        outlet = source(outlet="LSO" if dice.random() < 0.5 else None)
        gold.append(summary(f"d{number:03}", *ours))
        predicted[f"d{number:03}"] = summary(f"d{number:03}", *theirs, source=outlet)
    return evaluate(gold, predicted, settings=settings)


@pytest.mark.parametrize("confidence", [0.95, 0.8])
def test_intervals_are_those_of_scipy(confidence: float):
    settings = Settings(confidence=confidence, resamples=999, seed=11)
    found = random_evaluation(40, settings=settings)
    rows = [row.counts["figures.core"] for row in found.articles]
    matched = numpy.array([row.matched for row in rows], dtype=float)
    gold = numpy.array([row.gold for row in rows], dtype=float)
    predicted = numpy.array([row.predicted for row in rows], dtype=float)
    statistics = {
        "precision": ((matched, predicted), lambda m, p, axis=-1: m.sum(axis) / p.sum(axis)),
        "recall": ((matched, gold), lambda m, g, axis=-1: m.sum(axis) / g.sum(axis)),
        "f1": ((matched, gold, predicted), lambda m, g, p, axis=-1: 2 * m.sum(axis) / (g.sum(axis) + p.sum(axis))),
        "macro_f1": ((numpy.array([row.f1 for row in rows]),), lambda f, axis=-1: f.mean(axis)),
    }
    for name, (data, statistic) in statistics.items():
        theirs = bootstrap(
            data,
            statistic,
            n_resamples=999,
            paired=True,
            vectorized=True,
            confidence_level=confidence,
            method="percentile",
            rng=numpy.random.default_rng(11),
        ).confidence_interval
        ours = getattr(found.lists["figures.core"], name).interval
        assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12), name


def test_accuracy_has_the_interval_of_a_mean():
    settings = Settings(resamples=999, seed=5)
    found = random_evaluation(30, settings=settings)
    right = numpy.array([row.tallies["source.outlet"].right for row in found.articles])
    theirs = bootstrap(
        (right,), numpy.mean, n_resamples=999, method="percentile", rng=numpy.random.default_rng(5)
    ).confidence_interval
    ours = found.rates["source.outlet"].value.interval
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))


def test_batches_of_resamples_draw_what_one_draw_would(monkeypatch: pytest.MonkeyPatch):
    settings = Settings(resamples=50, seed=1)
    whole = numpy.concatenate(list(resample_weights(7, settings)))
    monkeypatch.setattr("extractor.eval.intervals._CELLS", 21)
    parts = list(resample_weights(7, settings))
    assert len(parts) == 17
    assert (numpy.concatenate(parts) == whole).all()
    assert (whole.sum(axis=1) == 7).all()


def test_one_seed_gives_one_interval_and_another_seed_another():
    one, same, other = (random_evaluation(20, settings=Settings(seed=seed)) for seed in (1, 1, 2))
    assert one.metrics() == same.metrics()
    assert one.lists["figures.core"].f1.interval != other.lists["figures.core"].f1.interval


def test_one_article_has_no_interval():
    found = evaluate([summary("a", figure(5))], {})
    assert all(estimate.interval is None for estimate in found.metrics().values())


def test_every_score_lies_in_its_interval_or_at_its_edge():
    for name, estimate in random_evaluation(60).metrics().items():
        assert estimate.interval.low - 1e-12 <= estimate.value <= estimate.interval.high + 1e-12, name


def test_label_scores_are_those_of_scikit_learn():
    found = random_evaluation(50).labels["subject"]
    pairs = [
        (gold, predicted)
        for gold, row in found.confusion.items()
        for predicted, number in row.items()
        for _ in range(number)
    ]
    truth, answers = zip(*pairs, strict=True)
    assert NO_ITEM in truth
    assert NO_ITEM in answers
    names = list(found.labels)
    precision, recall, f1, support = precision_recall_fscore_support(truth, answers, labels=names, zero_division=0)
    for place, name in enumerate(names):
        ours = found.labels[name]
        assert (ours.precision, ours.recall, ours.f1) == pytest.approx((precision[place], recall[place], f1[place]))
        assert ours.gold == support[place]


def test_pooled_figure_scores_are_those_of_scikit_learn_over_all_labels():
    found = random_evaluation(50)
    pairs = [
        (gold, predicted)
        for gold, row in found.labels["subject"].confusion.items()
        for predicted, number in row.items()
        for _ in range(number)
    ]
    truth, answers = zip(*pairs, strict=True)
    precision, recall, f1, _ = precision_recall_fscore_support(
        truth, answers, labels=list(found.labels["subject"].labels), average="micro"
    )
    score = found.lists["figures.core"]
    assert (score.precision.value, score.recall.value, score.f1.value) == pytest.approx((precision, recall, f1))


def test_an_interval_is_shown_as_finely_as_its_score() -> None:
    assert written(Estimate(0.95571, Interval(0.93712, 0.97209))) == "0.956 (0.937–0.972)"
    assert written(Estimate(1.0)) == "1.000"
