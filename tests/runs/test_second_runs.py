"""A second run into the same folder adds to it (docs/decisions/017)."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from extractor.errors import ModelError
from extractor.exports.export import export
from extractor.exports.run_folder import RunFolder
from extractor.loaders import find_inputs
from extractor.loaders.model import Manner as Reading
from extractor.runs.desk import Engines
from extractor.runs.index import delete_index
from extractor.runs.job import Job, Manner
from extractor.runs.run import RunResult, run
from extractor.tasks.party_review.tables import layout
from tests.fakes import CountingEngine
from tests.runs.test_run import SETTINGS, Watcher, ids, records

HTML = "<html><body><article><h1>Tin</h1><p>Năm 2017 kết nạp {} đảng viên ở huyện.</p></article></body></html>"


class Desk:
    """A place with folders of days and one folder of results."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.out = root / "out"
        self.said: list[str] = []

    def lay(self, **articles: int) -> None:
        """`day__name=value`: a text that says that value."""
        for name, value in articles.items():
            self.put(f"{name.replace('__', '/')}.txt", f"Năm 2017 kết nạp {value} đảng viên.")

    def put(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, *named: str, engine: CountingEngine | None = None, path_ids: bool = False, **job: Any) -> RunResult:
        desk = self

        class Listening(Watcher):
            def said(self, message: str) -> None:
                desk.said.append(message)

        self.engine = engine or CountingEngine()
        given = job.pop("stop", None) or Event()
        after = job.pop("after", lambda count: None)
        job.setdefault("settings", SETTINGS)
        reading = Reading(id_from="path" if path_ids else "name")
        inputs = find_inputs([str(self.root / name) for name in named], exclude=self.out, manner=reading)
        made = Job(inputs, self.out, make=lambda: Engines(self.engine), manner=Manner(concurrency=1), **job)
        return run(made, observer=Listening(after), stop=given)

    def values(self) -> dict[str, float]:
        """Article -> the value of its figure, in the order of summaries.jsonl."""
        summaries = records(self.out / "summaries.jsonl")
        return {one["doc_id"]: one["figures"][0]["value"] for one in summaries}

    def failed(self) -> list[str]:
        return ids(self.out / "failures.jsonl")

    def texts(self) -> list[str]:
        return ids(self.out / "texts" / "index.jsonl")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_another_days_folder_is_added_in_every_file(desk: Desk) -> None:
    desk.lay(monday__a=101, monday__b=102, tuesday__c=103)
    desk.run("monday")
    result = desk.run("tuesday")
    assert desk.engine.asked == ["c"]
    assert desk.values() == {"a": 101, "b": 102, "c": 103}
    assert desk.texts() == ["a", "b", "c"]
    with (desk.out / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == ["a", "b", "c"]
    counts = result.manifest.counts
    assert (counts.inputs, counts.done, counts.reused, counts.earlier, counts.items["figures"]) == (1, 3, 2, 2, 3)
    (written,) = export(RunFolder.open(desk.out), layout(), ["csv"])
    assert (written.rows["articles"], written.rows["figures"]) == (3, 3)


def test_the_days_in_any_order_make_the_same_rows(desk: Desk) -> None:
    desk.lay(monday__a=101, tuesday__b=102)
    desk.run("tuesday")
    desk.run("monday")
    apart = desk.values()
    desk.run("monday", "tuesday")
    assert desk.engine.asked == []
    assert list(desk.values()) == ["a", "b"]
    assert desk.values() == apart


def test_days_that_overlap_are_read_once(desk: Desk) -> None:
    desk.lay(week__a=101, week__b=102)
    desk.run("week/a.txt")
    desk.run("week")
    assert desk.engine.asked == ["b"]
    assert desk.values() == {"a": 101, "b": 102}


def test_a_changed_article_takes_its_own_rows_place_and_that_is_said(desk: Desk) -> None:
    desk.lay(monday__a=101, monday__b=102)
    desk.run("monday")
    desk.lay(monday__a=111)
    desk.run("monday/a.txt")
    assert desk.values() == {"b": 102, "a": 111}
    assert desk.said == ["Changed since an earlier run: 1 (a). The new results take the old ones' place."]


def test_another_article_with_a_known_id_fails_and_the_first_stays(desk: Desk) -> None:
    desk.put("monday/index.html", HTML.format(101))
    desk.put("tuesday/index.html", HTML.format(102))
    desk.run("monday")
    kept = (desk.out / "texts" / "index.txt").read_text("utf-8")
    assert desk.run("tuesday").failed == 1
    assert desk.values() == {"index": 101}
    assert (desk.out / "texts" / "index.txt").read_text("utf-8") == kept
    (failure,) = records(desk.out / "failures.jsonl")
    assert str(desk.root / "monday" / "index.html") in failure["message"]
    assert "--id path" in failure["message"] and "--replace" in failure["message"]
    assert desk.run("tuesday", path_ids=True).failed == 0
    assert sorted(desk.values().values()) == [101, 102]
    assert desk.failed() == []


@pytest.mark.parametrize("between", [1, 1500], ids=["beside it", "handfuls apart"])
def test_a_file_before_the_one_that_has_its_id_costs_that_no_result(desk: Desk, between: int) -> None:
    desk.lay(monday__a=101)
    desk.run("monday")
    desk.put("monday/a.html", HTML.format(102))
    record = json.dumps({"text": "Năm 2017 kết nạp 7 đảng viên."}) + "\n"
    desk.put("monday/a.m.jsonl", record * between)
    for _ in range(2):
        assert desk.run("monday").failed == 1
        assert (desk.values()["a"], len(desk.values())) == (101, between + 1)
        (failure,) = records(desk.out / "failures.jsonl")
        assert "a.txt of an earlier run into this folder, whose result is kept; --id path" in failure["message"]
    assert desk.run("monday", replace=True).failed == 1
    assert (desk.values()["a"], desk.failed()) == (102, ["a"])


def test_replace_takes_the_new_one(desk: Desk) -> None:
    desk.lay(monday__a=101, tuesday__a=102)
    desk.run("monday")
    assert desk.run("tuesday", replace=True).failed == 0
    assert desk.values() == {"a": 102}
    assert "1 (a)." in desk.said[0]


def test_an_article_that_was_moved_stays_one(desk: Desk) -> None:
    desk.lay(monday__a=101)
    desk.run("monday")
    shutil.move(desk.root / "monday", desk.root / "archive")
    desk.run("archive")
    assert desk.engine.asked == []
    assert desk.values() == {"a": 101}
    (origin,) = records(desk.out / "texts" / "index.jsonl")
    assert origin["source"] == str(desk.root / "archive" / "a.txt")


def test_the_same_files_under_other_ids_are_not_there_twice(desk: Desk) -> None:
    desk.lay(monday__a=101)
    desk.run("monday")
    desk.run("monday", path_ids=True)
    assert list(desk.values().values()) == [101]


def test_a_file_of_records_that_is_written_anew_each_day_adds_up(desk: Desk) -> None:
    for day in ((("a", 101), ("b", 102)), (("b", 112), ("c", 103))):
        lines = [{"id": name, "text": f"Năm 2017 kết nạp {value} đảng viên."} for name, value in day]
        desk.put("crawl.jsonl", "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
        desk.run("crawl.jsonl")
    assert desk.values() == {"a": 101, "b": 112, "c": 103}
    assert "1 (b)." in desk.said[0]


def test_what_failed_and_is_good_now_is_a_failure_no_more(desk: Desk) -> None:
    desk.lay(monday__a=101)
    (desk.root / "monday" / "b.txt").write_bytes(b"\xff\xfe\xfa")
    assert desk.run("monday").failed == 1
    desk.lay(tuesday__c=103)
    result = desk.run("tuesday")
    assert (result.failed, result.manifest.counts.failed) == (0, 1)
    assert desk.failed() == ["b"]
    desk.lay(monday__b=102)
    desk.run("monday/b.txt")
    assert desk.failed() == []
    assert desk.values() == {"a": 101, "c": 103, "b": 102}


def test_a_failure_goes_when_its_folder_was_looked_through_again(desk: Desk) -> None:
    desk.lay(monday__a=101, tuesday__c=103)
    (desk.root / "monday" / "b.txt").write_bytes(b"\xff\xfe\xfa")
    desk.run("monday")
    (desk.root / "monday" / "b.txt").unlink()
    desk.run("tuesday")
    assert desk.failed() == ["b"]
    desk.run("monday")
    assert desk.failed() == []


def move(desk: Desk, before: str, now: str) -> None:
    (desk.root / before).rename(desk.root / now)


def test_the_failures_of_a_folder_that_was_moved_or_copied_are_not_there_twice(desk: Desk) -> None:
    desk.lay(week__a=101)
    desk.put("week/empty.txt", "")
    desk.put("week/rows.jsonl", '{"id": "r", "text": ""}\n{"id": "r", "text": ""}\n')
    desk.run("week")
    once = desk.failed()
    assert sorted(once) == ["empty", "r", "r"]
    move(desk, "week", "moved")
    desk.run("moved")
    assert (list(desk.values()), desk.failed()) == (["a"], once)
    assert all(one["source"].startswith(str(desk.root / "moved")) for one in records(desk.out / "failures.jsonl"))
    shutil.copytree(desk.root / "moved", desk.root / "copied")
    desk.run("copied")
    assert (list(desk.values()), desk.failed()) == (["a"], once)


def test_a_failure_that_was_moved_and_mended_is_no_more(desk: Desk) -> None:
    desk.put("week/a.txt", "")
    desk.run("week")
    move(desk, "week", "moved")
    desk.lay(moved__a=101)
    desk.run("moved")
    assert (desk.values(), desk.failed()) == ({"a": 101}, [])


def test_a_failure_that_is_another_inputs_is_never_lost(desk: Desk) -> None:
    desk.put("monday/a.txt", "")
    desk.put("monday/b.txt", "")
    desk.put("monday/r.jsonl", '{"id": "c", "text": ""}\n')
    desk.run("monday")
    desk.put("tuesday/a.txt", " ")  # the first is still there, with other bytes
    desk.put("tuesday/r.jsonl", '{"id": "d", "text": "Năm 2017 kết nạp 5 đảng viên."}\n{"id": "c", "text": ""}\n')
    desk.run("tuesday")
    assert sorted(desk.failed()) == ["a", "a", "b", "c", "c"]
    move(desk, "monday", "gone")
    desk.lay(wednesday__x=1)
    desk.run("wednesday")
    assert sorted(desk.failed()) == ["a", "a", "b", "c", "c"]


def test_a_result_whose_article_fails_now_is_withdrawn_and_comes_back_for_nothing(desk: Desk) -> None:
    desk.lay(monday__a=101)
    desk.run("monday")
    good = (desk.root / "monday" / "a.txt").read_bytes()
    desk.lay(monday__a=111)
    desk.run("monday", engine=CountingEngine(lambda article: ModelError("no answer")))
    assert (desk.values(), desk.failed()) == ({}, ["a"])
    (desk.root / "monday" / "a.txt").write_bytes(good)
    desk.run("monday")
    assert desk.engine.asked == []
    assert (desk.values(), desk.failed()) == ({"a": 101}, [])


def test_a_stopped_second_run_keeps_the_first(desk: Desk) -> None:
    desk.lay(monday__a=101, tuesday__b=102, tuesday__c=103, tuesday__d=104)
    desk.run("monday")
    stop = Event()
    result = desk.run("tuesday", stop=stop, after=lambda count: stop.set())
    assert result.manifest.state == "interrupted"
    assert list(desk.values())[:2] == ["a", "b"]
    desk.run("tuesday")
    assert list(desk.values()) == ["a", "b", "c", "d"]


def test_fresh_begins_without_what_was_there(desk: Desk) -> None:
    desk.lay(monday__a=101, tuesday__b=102)
    desk.run("monday")
    desk.run("tuesday", fresh=True)
    assert desk.values() == {"b": 102}
    assert desk.texts() == ["b"]


def test_a_lost_index_costs_no_earlier_result(desk: Desk) -> None:
    desk.put("monday/a.html", HTML.format(101))
    desk.lay(monday__b=102, tuesday__c=103)
    desk.run("monday")
    before = records(desk.out / "texts" / "index.jsonl")
    delete_index(desk.out)
    desk.run("tuesday")
    assert desk.values() == {"a": 101, "b": 102, "c": 103}
    assert records(desk.out / "texts" / "index.jsonl")[:2] == before
    desk.lay(monday__b=112)
    desk.run("monday")
    assert desk.values() == {"c": 103, "a": 101, "b": 112}


def test_a_damaged_answer_of_an_earlier_run_is_a_failure_that_says_what_to_do(desk: Desk) -> None:
    desk.lay(monday__a=101, monday__b=102, tuesday__c=103)
    desk.run("monday")
    ledger = desk.out / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b"101", b"909"))
    desk.run("tuesday")
    assert desk.values() == {"b": 102, "c": 103}
    assert [(one["id"], "give its input again" in one["message"]) for one in records(desk.out / "failures.jsonl")] == [
        ("a", True)
    ]
    desk.run("monday")
    assert (desk.values(), desk.failed()) == ({"c": 103, "a": 101, "b": 102}, [])


def test_results_of_earlier_inputs_by_an_older_version_are_told_of(desk: Desk) -> None:
    desk.lay(monday__a=101, tuesday__b=102)
    desk.run("monday")
    desk.run("tuesday", settings=SETTINGS.model_copy(update={"engine_version": "2"}))
    assert desk.said == [
        "Results of earlier runs by another version of the reading code: 1. "
        "Give their inputs again to have them read anew."
    ]


def test_no_rows_change_where_nothing_is_new(desk: Desk) -> None:
    desk.lay(monday__a=101, tuesday__b=102)
    desk.run("monday")
    desk.run("tuesday")
    before = {path.name: path.stat().st_mtime_ns for path in desk.out.glob("*.jsonl")}
    desk.run("tuesday")
    assert before == {path.name: path.stat().st_mtime_ns for path in desk.out.glob("*.jsonl")}


def test_an_article_of_standard_input_never_takes_anothers_place(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    for value, failed in ((101, 0), (102, 1)):
        text = io.TextIOWrapper(io.BytesIO(f"Năm 2017 kết nạp {value} đảng viên.".encode()))
        monkeypatch.setattr(sys, "stdin", text)
        made = Job(
            find_inputs(["-"]), desk.out, SETTINGS, lambda: Engines(CountingEngine()), manner=Manner(concurrency=1)
        )
        assert run(made, observer=Watcher(), stop=Event()).failed == failed
    assert desk.values() == {"stdin": 101}
