from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from extractor.errors import UsageError
from extractor.outputs.manifest import Spending
from extractor.runs.ledger import Entry, Ledger
from extractor.runs.settings import RunSettings
from extractor.schema import ArticleSummary

SETTINGS = RunSettings(engine="rules", engine_version="1")
EMPTY_SUMMARY = {
    "source": {"outlet": None, "title": "Hội nghị tổng kết", "authors": [], "published_on": None},
    "event": {"kind": "other", "held_on": None, "review_period": None, "plan_period": None},
    "abstract": "",
    "organizations": [],
    "figures": [],
    "awards": [],
    "people": [],
    "documents": [],
    "points": [],
}


def done(key: str) -> Entry:
    summary = ArticleSummary.model_validate({"doc_id": key, **EMPTY_SUMMARY})
    return Entry(key=key, doc_id=key, status="done", summary=summary, usage=Spending(calls=1, cost_usd=0.25))


def failed(key: str) -> Entry:
    return Entry(key=key, doc_id=key, status="failed", error="ModelError", message="no", usage=Spending(calls=2))


def fill(path: Path, *entries: Entry) -> None:
    with closing(Ledger(path, SETTINGS)) as ledger:
        for entry in entries:
            ledger.append(entry)


def test_answers_are_there_after_reopening_and_failures_are_not(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    fill(path, done("a"), failed("b"), done("c"))
    with closing(Ledger(path, SETTINGS)) as ledger:
        assert [key in ledger for key in "abc"] == [True, False, True]
        assert ledger.get("a") == done("a")
        assert ledger.get("b") is None
        assert ledger.spent.calls == 4
        assert ledger.spent.cost_usd == 0.5


def test_an_answer_can_be_read_back_between_two_appends(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path / "ledger.jsonl", SETTINGS)) as ledger:
        ledger.append(done("a"))
        assert ledger.get("a") == done("a")
        ledger.append(done("b"))
        assert ledger.get("b") == done("b")


@pytest.mark.parametrize("cut", [1, 5, 200])
def test_a_line_cut_by_a_kill_is_dropped_and_the_rest_stands(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "ledger.jsonl"
    fill(path, done("a"), done("b"))
    path.write_bytes(path.read_bytes()[:-cut])
    fill(path, done("c"))
    with closing(Ledger(path, SETTINGS)) as ledger:
        assert [key in ledger for key in "abc"] == [True, False, True]
        assert ledger.get("c") == done("c")


@pytest.mark.parametrize("kept", [0, 1, 20])
def test_a_ledger_cut_in_its_very_first_line_begins_anew(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "ledger.jsonl"
    fill(path, done("a"))
    path.write_bytes(path.read_bytes()[:kept])
    fill(path, done("b"))
    with closing(Ledger(path, SETTINGS)) as ledger:
        assert [key in ledger for key in "ab"] == [False, True]


def test_a_damaged_line_in_the_middle_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    fill(path, done("a"), done("b"))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"\x00\xff garbage\n" + b"[]\n" + lines[2])
    with closing(Ledger(path, SETTINGS)) as ledger:
        assert [key in ledger for key in "ab"] == [False, True]


def test_other_settings_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    fill(path, done("a"))
    other = RunSettings(engine="llm", model="m")
    with pytest.raises(UsageError, match=r"engine: rules, now llm; model: None, now m.*--fresh"):
        Ledger(path, other)


def test_a_new_version_of_the_rules_is_no_other_setting(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    fill(path, done("a"))
    with closing(Ledger(path, SETTINGS.model_copy(update={"engine_version": "2"}))) as ledger:
        assert len(ledger) == 1
