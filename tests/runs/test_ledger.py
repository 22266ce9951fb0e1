from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from extractor.engines.base import Usage
from extractor.errors import UsageError
from extractor.runs.entries import Entry
from extractor.runs.index import delete_index
from extractor.runs.ledger import Ledger
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
    return Entry(key=key, doc_id=key, status="done", summary=summary, usage=Usage(calls=1, cost_usd=0.25))


def failed(key: str) -> Entry:
    return Entry(key=key, doc_id=key, status="failed", error="ModelError", message="no", usage=Usage(calls=2))


def add(ledger: Ledger, entry: Entry) -> None:
    ledger.append(entry.key, entry.line(), done=entry.status == "done")


def fill(path: Path, *entries: Entry) -> None:
    with closing(Ledger(path.parent, SETTINGS)) as ledger:
        for entry in entries:
            add(ledger, entry)


def test_answers_are_there_after_reopening_and_failures_are_not(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    fill(path, done("a"), failed("b"), done("c"))
    with closing(Ledger(path.parent, SETTINGS)) as ledger:
        assert [key in ledger for key in "abc"] == [True, False, True]
        assert ledger.get("a") == done("a")
        assert ledger.get("b") is None


def test_an_answer_can_be_read_back_between_two_appends(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path, SETTINGS)) as ledger:
        add(ledger, done("a"))
        assert ledger.get("a") == done("a")
        add(ledger, done("b"))
        assert ledger.get("b") == done("b")


@pytest.mark.parametrize("cut", [1, 5, 200])
def test_a_line_cut_by_a_kill_is_dropped_and_the_rest_stands(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "ledger.jsonl"
    fill(path, done("a"), done("b"))
    path.write_bytes(path.read_bytes()[:-cut])
    fill(path, done("c"))
    with closing(Ledger(path.parent, SETTINGS)) as ledger:
        assert [key in ledger for key in "abc"] == [True, False, True]
        assert ledger.get("c") == done("c")


@pytest.mark.parametrize("length", [65_535, 65_536, 65_537, 200_000])
def test_a_torn_last_line_is_dropped_however_long_it_is(tmp_path: Path, length: int) -> None:
    path = tmp_path / "ledger.jsonl"
    fill(path, done("a"), done("b"))
    whole = path.read_bytes()
    path.write_bytes(whole + b"x" * length)
    with closing(Ledger(tmp_path, SETTINGS)) as ledger:
        assert ([key in ledger for key in "ab"], ledger.damaged) == ([True, True], 0)
    assert path.read_bytes() == whole


@pytest.mark.parametrize("kept", [0, 1, 20])
def test_a_ledger_cut_in_its_very_first_line_begins_anew(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "ledger.jsonl"
    fill(path, done("a"))
    path.write_bytes(path.read_bytes()[:kept])
    fill(path, done("b"))
    with closing(Ledger(path.parent, SETTINGS)) as ledger:
        assert [key in ledger for key in "ab"] == [False, True]


def test_a_damaged_line_in_the_middle_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    fill(path, done("a"), done("b"))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"\x00\xff garbage\n" + b"[]\n" + lines[2])
    delete_index(tmp_path)
    with closing(Ledger(path.parent, SETTINGS)) as ledger:
        assert [key in ledger for key in "ab"] == [False, True]
        assert ledger.damaged == 2
    assert (tmp_path / "ledger.damaged.jsonl").read_bytes() == b"\x00\xff garbage\n[]\n"


@pytest.mark.parametrize(
    ("old", "new"), [("2017", "2018"), ('"calls":1', '"calls":7'), ('"doc_id":"a"', '"doc_id":"z"')]
)
def test_an_edited_line_is_found_when_it_is_read_although_the_index_has_it(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "ledger.jsonl"
    entry = done("a").model_copy(update={"review": [{"item": "2017"}]})
    fill(path, entry, done("b"))
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with closing(Ledger(tmp_path, SETTINGS)) as ledger:
        assert ledger.get("a") is None
        ledger.look_through()
        assert ("a" in ledger, "b" in ledger, ledger.damaged) == (False, True, 1)


def test_a_done_line_without_a_summary_is_not_done(tmp_path: Path) -> None:
    fill(tmp_path / "ledger.jsonl", Entry(key="a", doc_id="a", status="done"))
    delete_index(tmp_path)
    with closing(Ledger(tmp_path, SETTINGS)) as ledger:
        assert "a" not in ledger


def test_an_index_of_another_ledger_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    fill(path, done("a"), done("b"))
    path.unlink()
    fill(path, done("c"))
    with closing(Ledger(tmp_path, SETTINGS)) as ledger:
        assert [key in ledger for key in "abc"] == [False, False, True]


def test_other_settings_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    fill(path, done("a"))
    other = RunSettings(engine="llm", model="m")
    with pytest.raises(UsageError, match=r"\(engine: rules, now llm\).*--fresh"):
        Ledger(path.parent, other)


def test_a_new_version_of_the_rules_is_no_other_setting(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    fill(path, done("a"))
    with closing(Ledger(path.parent, SETTINGS.model_copy(update={"engine_version": "2"}))) as ledger:
        assert len(ledger) == 1


def test_a_ledger_of_an_older_version_is_set_aside_or_refused(tmp_path: Path) -> None:
    old = json.dumps({"settings": SETTINGS.model_dump(mode="json")}) + '\n{"key":"a","status":"done"}\n'
    (tmp_path / "ledger.jsonl").write_text(old, encoding="utf-8")
    with pytest.raises(UsageError, match="older version"):
        Ledger(tmp_path, RunSettings(engine="llm", model="m"))
    with closing(Ledger(tmp_path, SETTINGS)) as ledger:
        assert (ledger.moved, ledger.damaged, len(ledger)) == (True, 0, 0)
        add(ledger, done("b"))
    assert (tmp_path / "ledger.old.jsonl").read_text(encoding="utf-8") == old
    with closing(Ledger(tmp_path, SETTINGS)) as ledger:
        assert (ledger.moved, "b" in ledger) == (False, True)
