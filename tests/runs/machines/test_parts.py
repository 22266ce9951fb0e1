"""Parts: the same types whatever is in them, whole or not there, each input and each id once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

from pyarrow import parquet

from extractor.parts import names
from extractor.parts.folder import PartsFolder, lines_of
from extractor.parts.storage import Storage
from extractor.runs.machines.finish import Written, roll_of, settled, write_roll
from extractor.runs.machines.inputs import Given
from extractor.runs.machines.known import known_of
from extractor.runs.machines.rows import PartRows, part_schema
from extractor.runs.machines.worker import part_name
from extractor.tasks.registry import find_task
from tests.runs.machines.links import SETTINGS, given, plan_of, taken

FAILED = Given(5, "a5", "articles.jsonl:6", None, "InputError", "Line 6 is not JSON.")


def _schema(folder: Path) -> object:
    (part,) = (folder / names.PARTS).glob("*.parquet")
    return parquet.read_schema(part).remove_metadata()


def test_a_part_with_nothing_but_failures_has_the_types_of_all_others(tmp_path: Path) -> None:
    taken(plan_of(tmp_path / "full"), [given(0)])
    taken(plan_of(tmp_path / "empty"), [FAILED])
    assert _schema(tmp_path / "full") == _schema(tmp_path / "empty")
    assert "figures" in part_schema(find_task(None).layout()).names


def test_a_part_has_the_columns_of_export_and_the_summary(tmp_path: Path) -> None:
    (told,) = taken(plan_of(tmp_path), [given(0)])
    (row,) = parquet.read_table(tmp_path / told.part).to_pylist()
    assert (row["id"], row["figures_count"], row["engine"]) == ("a0", len(row["figures"]), "rules")
    assert [figure["value"] for figure in row["figures"]] == [
        figure["value"] for figure in json.loads(row["summary"])["figures"]
    ]
    told_wrong = {one["index"]: one["wrong"] for one in map(json.loads, row[names.DOUBT]) if one["item"] == "figure"}
    assert [figure["wrong"] for figure in row["figures"]] == [told_wrong[at] for at in range(len(row["figures"]))] != []
    assert row[names.TEXT] == given(0).article.text  # type: ignore[union-attr]


def test_a_failure_is_a_row_and_stops_nothing(tmp_path: Path) -> None:
    (told,) = taken(plan_of(tmp_path), [given(0), given(1, "This fails: 3 đảng viên."), FAILED, given(7)])
    assert (told.done, told.failed, told.left) == (2, 2, 0)
    storage = Storage(str(tmp_path))
    write_roll(storage, roll_of(storage))
    failures = [json.loads(line) for line in lines_of(tmp_path, "failures.jsonl")]
    assert [(one["id"], one["error"]) for one in failures] == [("a1", "ValueError"), ("a5", "InputError")]


def test_a_sheaf_that_is_taken_twice_is_written_once_and_read_once(tmp_path: Path) -> None:
    sheaf = [given(number) for number in range(3)]
    plan = plan_of(tmp_path)
    first, second = taken(plan, sheaf, sheaf)
    assert first == second
    (again,) = taken(plan_of(tmp_path, run=2), sheaf)
    assert (again.done, again.reused) == (3, 3)
    assert len(list((tmp_path / names.PARTS).iterdir())) == 1


def test_what_is_finished_is_known_by_its_key_wherever_it_stands_now(tmp_path: Path) -> None:
    taken(plan_of(tmp_path), [given(0), given(1)])
    (told,) = taken(plan_of(tmp_path, run=2), [given(0), given(2), given(9, doc_id="a1")])
    assert (told.done, told.reused) == (3, 2)


def test_a_half_part_is_no_part(tmp_path: Path) -> None:
    (told,) = taken(plan_of(tmp_path), [given(0), given(1)])
    whole = (tmp_path / told.part).read_bytes()
    (tmp_path / names.PARTS / "0001-0000000000000009-half.parquet").write_bytes(whole[: len(whole) // 2])
    storage = Storage(str(tmp_path))
    roll = roll_of(storage)
    assert [place.id for place in roll.places] == ["a0", "a1"]
    assert len(known_of(storage, calls=False).articles) == 2


def test_a_writer_that_is_killed_leaves_nothing_that_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = Storage(str(tmp_path))

    def killed(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("extractor.parts.storage.os.fsync", killed)
    with pytest.raises(KeyboardInterrupt):
        storage.put("parts/one.parquet", b"whole")
    (tmp_path / "parts" / ".two.parquet.0a.part").write_bytes(b"wh")
    assert storage.names("parts") == []


def test_rows_are_read_in_the_inputs_order_whenever_they_were_written(tmp_path: Path) -> None:
    taken(plan_of(tmp_path), [given(200), given(201)], [given(0), given(3)])
    taken(plan_of(tmp_path, run=2), [given(0), given(1), given(3)])
    storage = Storage(str(tmp_path))
    write_roll(storage, roll_of(storage))
    found = [json.loads(line)["doc_id"] for line in lines_of(tmp_path, "summaries.jsonl")]
    assert found == ["a0", "a1", "a3", "a200", "a201"]
    folder = PartsFolder(tmp_path)
    assert folder.text("a1") is not None
    assert json.loads(folder.summary("a200"))["doc_id"] == "a200"


def _row(number: int, run: int = 1, content: bytes | None = b"1", done: bool = True, **more: object) -> Written:
    return Written(number, run, "x", done, content, f"file{number >> 32}", "", "part", number & 0xFFFF)


OTHER = 1 << 32


@pytest.mark.parametrize(
    ("rows", "counted"),
    [
        ([_row(0), _row(1)], {0: True, 1: False}),
        ([_row(0, done=False), _row(1)], {0: False, 1: False}),
        ([_row(0), _row(1, content=None, done=False)], {0: True, 1: False}),
        ([_row(0), _row(0, 2, b"2")], {0: True}),
        ([_row(0), _row(3, 2, b"2")], {3: True}),
        ([_row(0), _row(0, 2, b"2", done=False)], {0: False}),
        ([_row(0), _row(OTHER, 2)], {OTHER: True}),
        ([_row(0), _row(OTHER, 2, b"2")], {0: True, OTHER: False}),
    ],
    ids=[
        "the first of one run keeps the id",
        "though it failed",
        "an input that cannot be read is its own failure",
        "the same input changed",
        "moved within its file",
        "its new outcome counts, good or bad",
        "the same article from elsewhere",
        "another article from elsewhere does not take the id",
    ],
)
def test_each_id_counts_once(rows: list[Written], counted: dict[int, bool]) -> None:
    assert {row.number: place.done for row, place in settled(rows)} == counted


def test_with_replace_another_article_takes_the_id() -> None:
    rows = [_row(0), _row(OTHER, 2, b"2")]
    assert [(row.number, place.done) for row, place in settled(rows, frozenset({2}))] == [(OTHER, True)]


def test_a_failure_goes_when_its_input_is_read_again(tmp_path: Path) -> None:
    taken(plan_of(tmp_path), [FAILED])
    taken(plan_of(tmp_path, run=2), [given(5, doc_id="mended")])
    assert [place.id for place in roll_of(Storage(str(tmp_path))).places] == ["mended"]


def test_parts_are_named_in_the_order_of_runs_and_inputs() -> None:
    wanted = [(1, 0), (1, 128), (1, OTHER), (2, 0), (12, 5)]
    parts = [part_name(run, number, "f" * 20) for run, number in wanted]
    assert parts == sorted(parts)


def test_a_row_that_cannot_be_made_is_that_articles_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no row")

    monkeypatch.setattr(PartRows, "_columns", broken)
    (told,) = taken(plan_of(tmp_path, settings=SETTINGS), [given(0)])
    assert (told.done, told.failed, told.failures[0][2]) == (0, 1, "RuntimeError")


def test_a_text_that_comes_back_counts_again(tmp_path: Path) -> None:
    for run, people in enumerate((12, 13, 12), 1):
        (told,) = taken(plan_of(tmp_path, run), [given(0, f"Đảng bộ kết nạp {people} đảng viên.")])
        assert (told.done, told.reused) == (1, 0)
    storage = Storage(str(tmp_path))
    write_roll(storage, roll_of(storage))
    (summary,) = map(json.loads, lines_of(tmp_path, "summaries.jsonl"))
    assert [figure["value"] for figure in summary["figures"]] == [12]
