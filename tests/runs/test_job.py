"""Settings made of a choice, their fingerprint, and the estimate before a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.cli.main import run_cli
from extractor.config import choose_engine
from extractor.runs.job import settings_of
from extractor.runs.settings import RunSettings

FLAGS = {"model": "m", "base_url": "http://localhost:8080/v1"}


def settings(**flags: Any) -> RunSettings:
    return settings_of(choose_engine(flags={**FLAGS, **flags}))


def test_a_models_settings_name_its_prompt_and_hold_each_thing_once() -> None:
    made = settings(seed=7)
    assert made.prompt is not None
    assert (made.model, made.base_url, made.prompt.strategy) == ("m", "http://localhost:8080/v1", "pointer")
    assert len(made.prompt.hash) == 64
    assert made.params["seed"] == 7
    assert not {"model", "base_url", "strategy"} & set(made.params)


@pytest.mark.parametrize(
    ("flags", "same"),
    [
        ({}, True),
        ({"attempts": 9}, True),
        ({"timeout": 5.0}, True),
        ({"max_cost": 1.0, "price_input": 1.0, "price_output": 1.0}, True),
        ({"model": "n"}, False),
        ({"base_url": "http://localhost:8081/v1"}, False),
        ({"strategy": "quote"}, False),
        ({"temperature": 0.5}, False),
        ({"seed": 1}, False),
        ({"few_shots": 0}, False),
        ({"schema_form": "lean"}, False),
    ],
    ids=str,
)
def test_what_decides_an_answer_is_in_the_fingerprint_and_nothing_else(flags: dict[str, Any], same: bool) -> None:
    assert (settings(**flags).fingerprint == settings().fingerprint) is same


def test_settings_read_back_from_a_ledger_have_the_same_fingerprint() -> None:
    made = settings(temperature=0.1)
    stored = RunSettings.model_validate(json.loads(json.dumps(made.model_dump(mode="json"))))
    assert stored.fingerprint == made.fingerprint
    assert stored.differences(made) == []


def test_two_settings_are_told_apart_in_few_words() -> None:
    made = settings(temperature=0.1)
    assert made.differences(settings(temperature=0.2)) == ["params.temperature: 0.1, now 0.2"]
    quoted = made.differences(settings(temperature=0.1, strategy="quote"))
    assert "prompt.strategy: pointer, now quote" in quoted
    assert all(len(one) < 120 for one in quoted)
    assert made.differences(RunSettings(engine="rules")) == ["engine: llm, now rules"]


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for number in range(3):
        Path(f"a{number}.txt").write_text(f"Năm 2017 kết nạp {number} đảng viên.", encoding="utf-8")
    Path("bad.txt").write_bytes(b"")
    return tmp_path


def test_a_dry_run_needs_no_key_and_touches_nothing(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prices = ["--price-input", "1", "--price-output", "10"]
    assert run_cli(["run", ".", "--out", "out", "--model", "m", *prices, "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "3 to ask about, 0 answered before, 1 unreadable" in said
    assert "$0.0" in said
    assert not Path("out").exists()


def test_a_dry_run_warns_of_a_folder_that_the_run_would_be_refused(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli(["run", "a0.txt", "--out", "out", "--engine", "rules", "--quiet"]) == 0
    model = ["run", ".", "--out", "out", "--model", "m", "--base-url", "http://127.0.0.1:9/v1", "--quiet"]
    assert run_cli([*model, "--dry-run"]) == 0
    warning = capsys.readouterr().err.strip()
    assert "warning: out holds a run with other settings (engine: rules, now llm); choose another --out" in warning
    assert run_cli([*model, "--dry-run", "--fresh"]) == 0
    assert run_cli(["run", ".", "--out", "out", "--engine", "rules", "--dry-run", "--quiet"]) == 0
    assert capsys.readouterr().err == ""
    assert run_cli(model) == 2
    assert warning.removeprefix("warning: ") in capsys.readouterr().err


def test_a_dry_run_leaves_out_what_is_answered(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from extractor.runs.entries import sealed
    from extractor.runs.identity import answer_key
    from extractor.text.article import Article

    made = settings_of(choose_engine(flags={"model": "m"}))
    text = Path("a0.txt").read_text(encoding="utf-8")
    key = answer_key(Article("a0", text), made.fingerprint, made.engine_version)
    Path("out").mkdir()
    line = sealed(json.dumps({"key": key, "status": "done"}).encode())
    Path("out/ledger.jsonl").write_bytes(line + b'{"cut')
    assert run_cli(["run", ".", "--out", "out", "--model", "m", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "2 to ask about, 1 answered before, 1 unreadable" in said
    assert "price unknown" in said


def test_the_rules_cost_nothing(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["run", ".", "--out", "out", "--engine", "rules", "--dry-run"]) == 0
    assert "no tokens, no cost" in capsys.readouterr().out
