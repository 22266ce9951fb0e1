"""The gate and its baselines: what falls, what is let pass, and which files are refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.errors import UsageError
from extractor.eval.baseline import baseline_json, load_baseline
from extractor.eval.gate import check_gate, fallen, load_gate
from extractor.eval.model import Evaluation, RunInfo
from extractor.tasks.party_review.eval.judge import KEPT, SCORE_NAMES
from extractor.tasks.party_review.eval.judge import evaluate_reviews as evaluate
from tests.conftest import ROOT
from tests.eval.builders import figure, summary


def half_right(run: RunInfo | None = None, articles: int = 2) -> Evaluation:
    """Each article has two figures; one is found, one is missed: precision 1, recall 0.5, F1 2/3."""
    gold = [summary(f"d{n}", figure(5), figure(6, at=60)) for n in range(articles)]
    return evaluate(gold, {one.doc_id: summary(one.doc_id, figure(5)) for one in gold}, run=run)


def gate_file(folder: Path, text: str) -> Path:
    file = folder / "gate.toml"
    file.write_text(text, encoding="utf-8")
    return file


FLOORS = [
    ("figures.core.recall", 0.5, True),
    ("figures.core.recall", 0.51, False),
    ("figures.core.precision", 1, True),
    ("figures.core.f1", 0.6666, True),
    ("figures.core.f1", 0.6667, False),
    ("coverage", 0.9, True),
    ("coverage", 0.91, False),
    ("awards.f1", 1.0, True),
    ("abstract.numbers", 0.1, False),
]


@pytest.mark.parametrize(("name", "floor", "passes"), FLOORS)
def test_a_floor_holds_or_falls(tmp_path: Path, name: str, floor: float, passes: bool) -> None:
    gate = load_gate(gate_file(tmp_path, f'[floors]\n"{name}" = {floor}\n'), SCORE_NAMES)
    (check,) = check_gate(gate, half_right(RunInfo(coverage=0.9)))
    assert check.passed is passes


TOLERANCES = [
    # what the baseline had, the tolerance, whether a recall of 0.5 passes
    (0.5, "0.0", True),
    (0.51, "0.0", False),
    (0.51, "0.01", True),
    (0.53, "0.01", False),
    (0.49, "0.0", True),
]


@pytest.mark.parametrize(("had", "tolerance", "passes"), TOLERANCES)
def test_no_worse_than_the_baseline_by_more_than_the_tolerance(
    tmp_path: Path, had: float, tolerance: str, passes: bool
) -> None:
    (tmp_path / "had.json").write_text(json.dumps({"scores": {"figures.core.recall": had}}), encoding="utf-8")
    gate = load_gate(gate_file(tmp_path, f'[baseline]\nfile = "had.json"\ntolerance = {tolerance}\n'), SCORE_NAMES)
    assert bool(fallen(check_gate(gate, half_right()))) is not passes


def test_a_score_may_have_a_tolerance_of_its_own(tmp_path: Path) -> None:
    scores = {"figures.core.recall": 0.6, "figures.core.f1": 0.76}
    (tmp_path / "had.json").write_text(json.dumps({"scores": scores}), encoding="utf-8")
    text = '[baseline]\nfile = "had.json"\ntolerance = 0.01\n[baseline.tolerances]\n"figures.core.recall" = 0.1\n'
    fell = fallen(check_gate(load_gate(gate_file(tmp_path, text), SCORE_NAMES), half_right()))
    assert [check.name for check in fell] == ["figures.core.f1"]


def test_what_was_just_written_passes_and_its_numbers_are_those_of_the_evaluation(tmp_path: Path) -> None:
    judged = half_right(RunInfo(version="1.2.3", engine="rules", coverage=0.875))
    (tmp_path / "had.json").write_text(baseline_json(judged, KEPT), encoding="utf-8")
    gate = load_gate(gate_file(tmp_path, '[baseline]\nfile = "had.json"\n'), SCORE_NAMES)
    assert gate.baseline["figures.core.f1"] == 0.6667
    assert gate.baseline["coverage"] == 0.875
    assert not fallen(check_gate(gate, judged))
    assert not gate.notes(judged)


def test_a_baseline_is_one_line_a_score_with_its_interval_and_the_version() -> None:
    text = baseline_json(half_right(RunInfo(version="1.2.3", engine="rules")), KEPT)
    assert '  "figures.core.f1": {"score": 0.6667, "low": 0.6667, "high": 0.6667},\n' in text
    record = json.loads(text)
    assert (record["extractor_version"], record["engine"], record["articles"]) == ("1.2.3", "rules", 2)
    assert list(record["scores"]) == [name for name in KEPT if name in record["scores"]]
    assert len(text.splitlines()) < 60


def test_a_whole_evaluation_may_be_the_baseline(tmp_path: Path) -> None:
    (tmp_path / "eval.json").write_text(half_right().to_json(), encoding="utf-8")
    found = load_baseline(tmp_path / "eval.json")
    assert (found.scores["figures.core.recall"], found.articles) == (0.5, 2)


def test_gold_that_grew_since_the_baseline_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "had.json").write_text(baseline_json(half_right(articles=3), KEPT), encoding="utf-8")
    gate = load_gate(gate_file(tmp_path, '[baseline]\nfile = "had.json"\n'), SCORE_NAMES)
    assert gate.notes(half_right()) == ("The baseline was made on 3 articles and this is 2: write it anew.",)


REFUSED = [
    ("floor = 1", "floor: unknown key; did you mean floors"),
    ('[floors]\n"figures.cor.f1" = 0.5', r"floors\.figures\.cor\.f1: unknown key; did you mean figures\.core\.f1"),
    ('[floors]\n"nonsense" = 0.5', "floors.nonsense: unknown key; known are figures.value.precision"),
    ('[floors]\n"figures.core.f1" = "high"', "must be a share between 0 and 1, not 'high'"),
    ('[floors]\n"figures.core.f1" = 70', "must be a share between 0 and 1, not 70"),
    ('[floors]\n"figures.core.f1" = true', "must be a share between 0 and 1, not True"),
    ("[floors]\nfigures.core.f1 = 0.5", "write the score's whole name in quotes"),
    ("floors = 3", "floors: must be a table"),
    ('baseline = "x.json"', "baseline: must be a table with a file"),
    ("[baseline]\ntolerance = 0.1", "name the baseline's file"),
    ('[baseline]\nfil = "x.json"', "baseline.fil: unknown key; did you mean file"),
    ('[baseline]\nfile = "none.json"', "cannot be read"),
    ('[baseline]\nfile = "gate.toml"', "is not JSON"),
    ('[baseline]\nfile = "empty.json"', "has no scores"),
    ('[baseline]\nfile = "wrong.json"', "scores.figures.core.f1: must be a share"),
    ('[baseline]\nfile = "old.json"', "no evaluation of this version"),
    ('[baseline]\nfile = "had.json"\n[baseline.tolerances]\n"awards.f1" = 0.1', r"tolerances\.awards\.f1: unknown key"),
    ("x x", "is not TOML"),
    ("", "asks for nothing"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_a_gate_that_is_wrong_is_refused_with_its_key(tmp_path: Path, text: str, message: str) -> None:
    for name, content in (
        ("empty.json", "{}"),
        ("wrong.json", '{"scores": {"figures.core.f1": {"score": 7}}}'),
        ("old.json", '{"lists": {}}'),
        ("had.json", '{"scores": {"figures.core.f1": 0.5}}'),
    ):
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        load_gate(gate_file(tmp_path, text), SCORE_NAMES)


def test_every_score_of_an_evaluation_may_be_asked_for() -> None:
    assert set(half_right().metrics()) <= set(SCORE_NAMES)
    assert set(KEPT) <= set(SCORE_NAMES)


@pytest.mark.parametrize("file", sorted((ROOT / "eval" / "gates").glob("*.toml")), ids=lambda file: file.stem)
def test_the_gates_of_this_repository_can_be_read(file: Path) -> None:
    gate = load_gate(file, SCORE_NAMES)
    assert gate.floors
    assert gate.baseline
