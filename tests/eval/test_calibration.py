"""Reliability, AUC and what reading the worst catches, on figures whose numbers can be counted by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor.errors import InputError, UsageError
from extractor.eval.calibration import calibrations
from extractor.eval.model import Calibration, Settings
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.judge import evaluate_reviews as evaluate
from tests.conftest import GOLD_LABELS

GOLD = ArticleSummary.model_validate_json((GOLD_LABELS / "e01.json").read_bytes())
MANY = len(GOLD.figures)

DOUBTED = ("figures", "figure")


def answered(wrong_at: Sequence[int], **changes: str) -> ArticleSummary:
    """The gold with another label at some figures."""
    figures = [one.model_copy(update=changes) if at in wrong_at else one for at, one in enumerate(GOLD.figures)]
    return GOLD.model_copy(update={"figures": figures})


def calibrated(folder: Path, prediction: ArticleSummary, wrong: Sequence[float]) -> tuple[Calibration, ...]:
    lines = [
        json.dumps({"doc_id": GOLD.doc_id, "item": "figure", "index": at, "wrong": one}) for at, one in enumerate(wrong)
    ]
    (folder / "doubt.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    predictions = {GOLD.doc_id: prediction}
    return calibrations(evaluate([GOLD], predictions, settings=Settings(resamples=100)), folder, predictions, DOUBTED)


def ranking(first: Sequence[int]) -> list[float]:
    return [0.9 if at in first else 0.1 for at in range(MANY)]


def test_errors_at_the_top_give_an_area_of_one_and_are_caught_first(tmp_path: Path) -> None:
    core, strict = calibrated(tmp_path, answered([0, 3], phase="target"), ranking([0, 3]))
    assert (core.items, core.errors, strict.errors) == (MANY, 2, 2)
    assert core.auc is not None
    assert core.auc.value == 1.0
    assert {caught.read: caught.errors.value for caught in core.caught}[0.5] == 1.0


def test_errors_at_the_bottom_give_an_area_of_nothing(tmp_path: Path) -> None:
    core, _ = calibrated(tmp_path, answered([0], phase="target"), [0.1 if at == 0 else 0.9 for at in range(MANY)])
    assert core.auc is not None
    assert core.auc.value == 0.0


def test_one_probability_for_all_ranks_by_chance(tmp_path: Path) -> None:
    core, _ = calibrated(tmp_path, answered([0, 1], phase="target"), [0.2] * MANY)
    assert core.auc is not None
    assert core.auc.value == pytest.approx(0.5)
    assert [caught.errors.value for caught in core.caught] == pytest.approx([caught.read for caught in core.caught])


def test_a_wrong_period_is_an_error_at_strict_only(tmp_path: Path) -> None:
    core, strict = calibrated(tmp_path, answered([2], period="1999"), ranking([2]))
    assert (core.errors, core.auc, strict.errors) == (0, None, 1)


def test_bins_hold_what_was_said_against_what_is_so(tmp_path: Path) -> None:
    core, _ = calibrated(tmp_path, answered([0], phase="target"), ranking([0, 1]))
    high = next(row for row in core.bins if row.low == 0.5)
    assert (high.items, high.expected, high.observed) == (2, pytest.approx(0.9), 0.5)
    assert sum(row.items for row in core.bins) == MANY


def test_what_a_model_run_does_not_list_is_held_for_right(tmp_path: Path) -> None:
    prediction = answered([1], phase="target")
    model = prediction.figures[1].model_dump(mode="json")
    record = {"doc_id": GOLD.doc_id, "item": "figure", "wrong": 0.4, "model": model}
    (tmp_path / "review.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    predictions = {GOLD.doc_id: prediction}
    evaluation = evaluate([GOLD], predictions, settings=Settings(resamples=100))
    core = calibrations(evaluation, tmp_path, predictions, DOUBTED)[0]
    assert core.auc is not None
    assert core.auc.value == 1.0


def test_a_folder_without_probabilities_says_what_to_give(tmp_path: Path) -> None:
    predictions = {GOLD.doc_id: GOLD}
    with pytest.raises(UsageError, match="no probabilities"):
        calibrations(evaluate([GOLD], predictions, settings=Settings(resamples=100)), tmp_path, predictions, DOUBTED)


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "doubt.jsonl").write_text('{"item": "figure"}\n', encoding="utf-8")
    predictions = {GOLD.doc_id: GOLD}
    with pytest.raises(InputError, match="line 1"):
        calibrations(evaluate([GOLD], predictions, settings=Settings(resamples=100)), tmp_path, predictions, DOUBTED)
