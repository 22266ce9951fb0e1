"""The flags of `run` that say how inputs are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.cli.main import main

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
