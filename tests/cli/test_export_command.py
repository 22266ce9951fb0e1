from __future__ import annotations

from pathlib import Path

import pytest

from extractor.cli.main import run_cli
from tests.conftest import GOLD_LABELS
from tests.exports.folder import gold, write_run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_run(tmp_path / "run", gold()[:3])


def test_each_format_has_its_place_in_the_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["export", str(folder), "--format", "csv,SQLite", "--format", "jsonl"]) == 0
    assert (folder / "csv" / "figures.csv").is_file()
    assert (folder / "tables.sqlite").is_file()
    assert (folder / "jsonl" / "articles.jsonl").is_file()
    assert "3 articles" in capsys.readouterr().out


def test_a_file_of_summaries_will_do(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    (folder / "summaries.jsonl").rename(file)
    assert run_cli(["export", str(file), "--format", "sqlite", "--out", str(tmp_path / "deep" / "t.db")]) == 0
    assert (tmp_path / "deep" / "t.db").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "xls"], "choose xlsx, csv"),
        (["--format", "csv,jsonl", "--out", "x"], "one file"),
        (["--format", "csv", "--decimal", "comma"], "--delimiter"),
        (["--format", "csv", "--delimiter", "ab"], "one character"),
        (["--format", "csv", "--delimiter", '"'], "one character"),
        (["--format", "xlsx", "--decimal", "comma", "--delimiter", ";"], "are for CSV"),
    ],
)
def test_what_cannot_be_made_is_said_in_one_sentence(
    arguments: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli(["export", str(folder), *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not (folder / "csv").exists()


def test_a_file_that_holds_no_summaries_is_named_with_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("Không phải tóm tắt.", encoding="utf-8")
    assert run_cli(["export", str(tmp_path / "a.txt"), "--format", "csv"]) == 1
    assert "give a run's folder or its summaries.jsonl" in capsys.readouterr().err


def test_a_folder_without_results_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["export", str(tmp_path), "--format", "csv"]) == 2
    assert "holds no summaries.jsonl: it is not the folder of a finished run." in capsys.readouterr().err


@pytest.mark.parametrize("command", [["export", "--format", "csv"], ["view"], ["eval", str(GOLD_LABELS)]])
def test_the_folder_of_a_run_that_was_killed_says_how_it_is_finished(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ledger.jsonl").write_text("{}\n", encoding="utf-8")
    assert run_cli([*command, str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"extractor: {tmp_path} holds no summaries.jsonl: its run has not come to its end; the same `extractor run` "
        "command again finishes it.\n"
    )


def test_a_run_makes_tables_too_where_it_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = tmp_path / "a.txt"
    article.write_text(
        "Ngày 24-12-2020, Ban Dân vận Tỉnh ủy Cà Mau họp tổng kết công tác năm 2020. Ban mở 9 lớp.", "utf-8"
    )
    out = tmp_path / "out"
    assert run_cli(["run", str(article), "--out", str(out), "--engine", "rules", "-q", "--also", "csv,sqlite"]) == 0
    assert "Cà Mau" in (out / "csv" / "figures.csv").read_text(encoding="utf-8")
    assert (out / "tables.sqlite").is_file()


def test_a_run_that_could_not_make_its_tables_does_not_begin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("Năm 2017 kết nạp 258 đảng viên.", "utf-8")
    assert run_cli(["run", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out"), "--also", "xls"]) == 2
    assert not (tmp_path / "out").exists()


def test_tables_that_are_older_than_the_results_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    for day, more in (("monday", ["--also", "csv"]), ("tuesday", []), ("tuesday", [])):
        article = tmp_path / f"{day}.txt"
        article.write_text("Năm 2017, Đảng bộ huyện kết nạp 258 đảng viên.", encoding="utf-8")
        assert run_cli(["run", str(article), "--out", str(out), "--engine", "rules", *more]) == 0
        told = capsys.readouterr()
        assert (f"{out / 'csv'}" in told.out) == (day == "monday")
        assert ("made before these results: csv;" in told.err) == (day == "tuesday")
    assert run_cli(["export", str(out), "--format", "csv"]) == 0
    assert run_cli(["run", str(tmp_path / "tuesday.txt"), "--out", str(out), "--engine", "rules"]) == 0
    assert "made before" not in capsys.readouterr().err
