"""Results whose inputs are gone stay, and the run says how many there are."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from extractor.runs import gone
from tests.runs.test_second_runs import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def told(desk: Desk) -> str | None:
    """What the last run said of it, once or not at all."""
    said = [one for one in desk.said if "no input any more" in one]
    desk.said.clear()
    assert len(said) <= 1
    return said[0] if said else None


def record(name: str, value: int) -> str:
    return json.dumps({"id": name, "text": f"Năm 2017 kết nạp {value} đảng viên."})


def test_a_deleted_input_is_told_of_in_every_later_run_and_its_result_stays(desk: Desk) -> None:
    desk.lay(day__a=1, day__b=2, day__c=3)
    desk.run("day")
    (desk.root / "day/b.txt").unlink()
    for _ in range(2):
        result = desk.run("day")
        assert told(desk) == (
            "Results of earlier runs that have no input any more, for its file or record is gone: 1, such as b. "
            "They stay; --fresh begins with this run's inputs alone."
        )
        assert result.manifest.counts.done == 3
    desk.run("day", fresh=True)
    assert told(desk) is None


def test_inputs_of_another_run_that_are_still_there_are_not_gone(desk: Desk) -> None:
    desk.lay(monday__a=1, tuesday__b=2)
    desk.run("monday")
    desk.run("tuesday")
    desk.run("monday/a.txt")
    assert told(desk) is None


def test_nothing_is_said_where_all_is_as_it_was_or_moved(desk: Desk) -> None:
    desk.lay(day__a=1, day__b=2)
    desk.run("day")
    desk.run("day")
    (desk.root / "day").rename(desk.root / "later")
    desk.run("later")
    assert told(desk) is None


def test_records_that_their_file_no_longer_has_are_gone(desk: Desk) -> None:
    desk.put("crawl.jsonl", "\n".join([record("a", 1), record("b", 2), record("c", 3)]))
    desk.run("crawl.jsonl")
    desk.put("crawl.jsonl", record("c", 3))
    desk.run("crawl.jsonl")
    assert "gone: 2, such as a." in str(told(desk))


def test_members_that_their_archive_no_longer_has_are_gone(desk: Desk) -> None:
    for names in ("ab", "b"):
        with zipfile.ZipFile(desk.root / "day.zip", "w") as pack:
            for name in names:
                pack.writestr(f"{name}.jsonl", record(name, 2))
        desk.run("day.zip")
    assert "gone: 1, such as a." in str(told(desk))


def test_records_of_a_file_that_was_not_read_to_its_end_are_not_said_to_be_gone(desk: Desk) -> None:
    desk.put("crawl.json", "[" + ",".join([record("a", 1), record("b", 2)]) + "]")
    desk.lay(other__c=3)
    desk.run("crawl.json")
    desk.put("crawl.json", "[" + record("a", 1) + ",")
    desk.run("crawl.json")
    assert told(desk) is None
    desk.put("crawl.json", "[" + record("a", 1) + "]")
    desk.run("other")
    assert told(desk) is None
    desk.run("crawl.json", "other", limit=1)
    assert told(desk) is None
    desk.run("crawl.json")
    assert "gone: 1, such as b." in str(told(desk))


def test_so_many_are_looked_at_and_no_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gone, "_MOST", 2)
    desk.lay(day__a=1, day__b=2, day__c=3, other__d=4)
    desk.run("day")
    for name in "abc":
        (desk.root / f"day/{name}.txt").unlink()
    desk.run("other")
    assert "gone: at least 2, such as a." in str(told(desk))
