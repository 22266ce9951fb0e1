"""Inputs of a run on many machines: the same articles as those of a run here, under numbers that never change."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

import pyarrow as pa
from pyarrow import parquet

from extractor.errors import UsageError
from extractor.loaders import Limits, Manner, find_inputs, load
from extractor.loaders.inputs import Inputs
from extractor.parts.storage import Storage
from extractor.runs.machines import inputs as module
from extractor.runs.machines.inputs import Reading, file_of, files_of, find_remote, packed, sheaves, together, unpacked

READING = Reading(Manner(), Limits())
RECORDS = [{"id": f"r{number}", "text": f"Năm 2017 kết nạp {number + 2} đảng viên."} for number in range(5)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "in"
    (found / "2018").mkdir(parents=True)
    lines = "\n".join(json.dumps(record) for record in RECORDS)
    (found / "a.jsonl").write_text(lines + "\n{broken\n", encoding="utf-8")
    (found / "b.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    parquet.write_table(pa.Table.from_pylist(RECORDS), found / "c.parquet")
    (found / "2018" / "d.txt").write_text("Năm 2018.", encoding="utf-8")
    (found / "e.html").write_text("<html><body><p>Năm 2018 kết nạp 12 đảng viên.</p></body></html>", encoding="utf-8")
    (found / "f.docx").write_bytes(b"no document")
    return found


def _all(found: Inputs, out: Path, reading: Reading = READING) -> list[tuple[object, ...]]:
    files = files_of(found, Storage(str(out)))
    given = [one for sheaf in sheaves(files, reading) for one in sheaf]
    return [(one.doc_id, one.article and one.article.text, one.error, one.message) for one in given]


def _here(folder: Path) -> list[tuple[object, ...]]:
    return [
        (
            one.doc_id,
            one.article and one.article.text,
            type(one.error).__name__ if one.error else "",
            str(one.error or ""),
        )
        for one in load(find_inputs([str(folder)]))
        if "is taken by" not in str(one.error)
    ]


def test_articles_and_failures_are_those_of_a_run_here(folder: Path, tmp_path: Path) -> None:
    (folder / "b.jsonl.gz").unlink()
    (folder / "c.parquet").unlink()
    assert _all(find_inputs([str(folder)]), tmp_path / "out") == _here(folder)


@pytest.mark.parametrize("name", ["a.jsonl", "b.jsonl.gz", "c.parquet", "2018/d.txt", "e.html", "f.docx"])
def test_by_its_address_a_file_is_read_as_by_its_path(name: str, folder: Path, tmp_path: Path) -> None:
    by_address = Inputs(tuple(find_remote(f"file://{folder}/{name}")))
    found = [one[:2] for one in _all(by_address, tmp_path / "out")]
    assert found == [one[:2] for one in _all(find_inputs([str(folder / name)]), tmp_path / "other")]


def test_files_below_an_address_have_the_ids_of_files_below_a_folder(folder: Path) -> None:
    by_address = {one.name for one in find_remote(f"file://{folder}")}
    assert by_address == {source.name for source in find_inputs([str(folder)]).sources}


def test_a_file_keeps_its_number_when_others_come_before_it(folder: Path, tmp_path: Path) -> None:
    out = Storage(str(tmp_path / "out"))
    first = {file.place: file.number for file in files_of(find_inputs([str(folder / "e.html")]), out)}
    second = {file.place: file.number for file in files_of(find_inputs([str(folder)]), out)}
    assert first.items() <= second.items()
    assert sorted(second.values()) == list(range(len(second)))
    given = [one for sheaf in sheaves(files_of(find_inputs([str(folder)]), out), READING) for one in sheaf]
    assert {file_of(one.number) for one in given} == set(second.values())


def test_sheaves_are_of_a_hundred_or_so_and_a_limit_counts_all_files(tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text("\n".join(json.dumps({"text": f"Bài {number}."}) for number in range(300)), encoding="utf-8")
    (tmp_path / "more.txt").write_text("Một.", encoding="utf-8")
    files = files_of(find_inputs([str(many), str(tmp_path / "more.txt")]), Storage(str(tmp_path / "out")))
    assert [len(sheaf) for sheaf in sheaves(files, READING)] == [128, 128, 45]
    limited = Reading(Manner(), Limits(), 200)
    assert [len(sheaf) for sheaf in sheaves(files, limited)] == [128, 72]
    assert len(list(together(files, 200))) == 1


def test_small_files_are_read_together_and_a_large_one_alone(tmp_path: Path) -> None:
    for name, size in (("a", 10), ("b", 10), ("c", 70_000_000), ("d", 10)):
        with (tmp_path / f"{name}.txt").open("wb") as file:
            file.truncate(size)
    files = files_of(find_inputs([str(tmp_path)]), Storage(str(tmp_path / "out")))
    assert [[file.source.name for file in group] for group in together(files, None)] == [["a", "b"], ["c"], ["d"]]


def test_a_librarys_own_error_is_the_files_failure_and_stops_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(place: str) -> object:
        if place.endswith("a.jsonl"):
            raise RuntimeError("no such thing")
        return Path(place).open("rb")

    monkeypatch.setattr(module, "_open", broken)
    found = _all(find_inputs([str(folder / "a.jsonl"), str(folder / "e.html")]), tmp_path / "out")
    assert [one[2] for one in found] == ["InputError", ""]


def test_a_sheaf_goes_to_another_process_and_comes_out_the_same(folder: Path, tmp_path: Path) -> None:
    (sheaf,) = sheaves(files_of(find_inputs([str(folder)]), Storage(str(tmp_path / "out"))), READING)
    assert unpacked(packed(sheaf)) == sheaf


def test_an_address_that_nobody_can_open_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be opened"):
        find_remote("nothing-like-it://bucket/in")
