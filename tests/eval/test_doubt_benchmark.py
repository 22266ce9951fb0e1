"""A strong model's errors are among the few figures that people are shown."""

from __future__ import annotations

from eval.benchmarks.doubt import KINDS, LEAST_CAUGHT, MOST_MARKED, measured, plant
from extractor.schema import ArticleSummary
from tests.conftest import GOLD_LABELS


def test_few_figures_are_marked_and_most_errors_are_among_them() -> None:
    found = measured("s")
    assert found.planted.total() >= 5
    assert found.share_marked <= MOST_MARKED
    assert found.share_caught >= LEAST_CAUGHT


def test_each_planted_error_changes_one_field_of_one_figure_and_nothing_else() -> None:
    gold = ArticleSummary.model_validate_json((GOLD_LABELS / "s01.json").read_bytes())
    answered, planted = plant(gold, rate=0.5)
    assert planted
    for at, (one, other) in enumerate(zip(gold.figures, answered.figures, strict=True)):
        changed = [name for name in KINDS if getattr(one, name) != getattr(other, name)]
        assert changed == ([planted[at]] if at in planted else [])
