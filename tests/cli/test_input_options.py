"""The flags of `run` that say how inputs are read."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from extractor.cli.main import main, run_cli

TEXT = "Sáng 9-1-2018, Đảng ủy Khối các cơ quan tỉnh Kon Tum tổng kết năm 2017: kết nạp 258 đảng viên."


def run(*arguments: str) -> list[str]:
    with pytest.raises(SystemExit) as ended:
        main(["run", *arguments, "--engine", "rules", "--out", "out"])
    assert ended.value.code in (0, 1)
    lines = Path("out/summaries.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["doc_id"] for line in lines]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_fields_are_named_by_flags(here: Path) -> None:
    (here / "a.csv").write_text(f"so,than,text\nk-7,{TEXT.replace(',', ' ')},khác\n", "utf-8")
    assert run("a.csv", "--id-field", "so", "--text-field", "than") == ["k-7"]


def test_ids_by_path_tell_apart_what_names_do_not(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "in").mkdir()
    (here / "in/x.txt").write_text(TEXT, "utf-8")
    (here / "in/x.md").write_text(f"# Khối\n\n{TEXT}", "utf-8")
    assert run("in") == ["x"]
    assert "--id path" in capsys.readouterr().err
    assert run("in", "--id", "path", "--fresh") == ["in/x.md", "in/x.txt"]


def test_what_is_found_and_what_is_left_is_said_unless_quiet(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "in").mkdir()
    (here / "in/a.jsonl").write_text(json.dumps({"mã": "b1", "nội dung": TEXT}), "utf-8")
    (here / "in/a.exe").write_bytes(b"x")
    assert run("in") == ["b1"]
    said = capsys.readouterr().err
    assert "2 files: 1 read, 1 skipped (1 .exe)" in said
    assert said.count("text from 'nội dung'") == 1
    run("in", "--quiet", "--fresh")
    assert capsys.readouterr().err == ""


RECORDS = {
    "a.jsonl": b'{"id": "k", "than": "x"}\n{"id": "l", "than": "y"}\n',
    "a.ndjson.gz": gzip.compress(b'{"id": "k", "than": "x"}\n'),
    "a.json": b'[{"id": "k", "than": "x"}]',
    "b.json": b'{"id": "k", "than": "x"}',
    "a.csv": b"id,than\nk,x\n",
    "a.tsv": b"id\tthan\nk\tx\n",
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_field_of_texts_that_no_record_has_is_a_wrong_command(
    here: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (here / name).write_bytes(RECORDS[name])
    (here / "beside.txt").write_text(TEXT, "utf-8")
    assert run_cli(["run", name, "beside.txt", "--out", "out", "--text-field", "thaan"]) == 2
    said = capsys.readouterr().err
    assert f"No record has a field `thaan`; the first, in {name}, has id, than: name one of its fields" in said
    assert not Path("out").exists()


def test_a_workbook_and_a_parquet_file_without_the_field_are_a_wrong_command_too(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import pandas

    table = pandas.DataFrame({"id": ["k"], "than": [TEXT]})
    table.to_excel(here / "a.xlsx", index=False)
    table.to_parquet(here / "a.parquet")
    for name in ("a.xlsx", "a.parquet"):
        assert run_cli(["run", name, "--out", "out", "--text-field", "thaan"]) == 2
        assert f"the first, in {name}, has id, than" in capsys.readouterr().err
        assert run_cli(["run", name, "--out", f"out-{name}", "--text-field", "than", "-q"]) == 0


def test_a_record_or_a_file_without_the_field_among_others_that_have_it_is_a_failure_of_its_own(here: Path) -> None:
    lines = [{"id": "k"}, {"id": "l", "than": TEXT}, {"id": "m"}]
    (here / "b.jsonl").write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    (here / "a.csv").write_text("id,text\nn,x\n", "utf-8")
    assert run("a.csv", "b.jsonl", "--text-field", "than") == ["l"]
    failures = [json.loads(line) for line in Path("out/failures.jsonl").read_text("utf-8").splitlines()]
    assert [one["id"] for one in failures] == ["a", "k", "m"]


def test_an_archive_is_not_looked_into_for_the_field(here: Path) -> None:
    with zipfile.ZipFile(here / "a.zip", "w") as pack:
        pack.writestr("b.jsonl", json.dumps({"id": "k", "than": TEXT}))
    (here / "a.csv").write_text("id,text\nn,x\n", "utf-8")
    assert run("a.csv", "a.zip", "--text-field", "than") == ["k"]
