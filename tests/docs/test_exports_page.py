"""The ten questions of docs/exports.md: their SQL runs, and gives the columns that the page shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.exports.export import book_of, export
from extractor.exports.formats.registry import FORMATS
from extractor.exports.run_folder import RunFolder
from extractor.tasks.party_review.tables import layout
from tests.conftest import ROOT
from tests.exports.folder import gold_run

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

import importlib.util
import json
import re
import shutil
import sqlite3
from contextlib import closing
from types import ModuleType

import duckdb

PAGE = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("questions", ROOT / "docs" / "questions.py")
    assert spec is not None and spec.loader is not None
    questions = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(questions)
    return questions


def test_every_question_has_an_answer_of_the_columns_shown(tmp_path: Path) -> None:
    run = RunFolder.open(gold_run(tmp_path / "run"))
    export(run, layout(), ["duckdb"])
    questions = script()
    blocks = questions.BLOCK.findall(PAGE)
    assert len(blocks) == 10
    with duckdb.connect(run.folder / "tables.duckdb", read_only=True) as connection:
        for sql, shown in blocks:
            heads, _, *rows = questions.answer(connection, sql).splitlines()
            assert rows, sql
            assert heads.split() == shown.splitlines()[0].split(), sql
            assert len(shown.splitlines()) >= 3, sql


def test_every_format_table_and_view_is_on_the_page(tmp_path: Path) -> None:
    for name, one in FORMATS.items():
        assert f"| `{name}` | `{one.place}" in PAGE
    book = book_of(layout(), RunFolder.open(gold_run(tmp_path / "run")))
    for table in book.tables:
        assert f"`{table.name}`" in PAGE, table.name
    for view in book.views:
        assert f"`{view.name}`" in PAGE or f"FROM {view.name}" in PAGE, view.name


def test_the_page_says_how_the_worst_are_read_first(tmp_path: Path) -> None:
    (sql,) = [part for part in PAGE.split("`") if part.startswith("SELECT") and "ORDER BY wrong" in part]
    run = RunFolder.open(gold_run(tmp_path / "run"))
    records = [{"doc_id": "e01", "item": "figure", "index": at, "wrong": wrong} for at, wrong in ((1, 0.2), (0, 0.9))]
    (run.folder / "doubt.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    export(run, layout(), ["duckdb", "sqlite"])
    with closing(sqlite3.connect(run.folder / "tables.sqlite")) as lite:
        found = lite.execute(sql).fetchall()
    with duckdb.connect(run.folder / "tables.duckdb", read_only=True) as duck:
        assert duck.execute(sql).fetchall() == found
    assert [(row[0], row[-1]) for row in found] == [("e01", 0.9), ("e01", 0.2)]


def test_the_page_is_never_rewritten_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    questions, run, page = script(), gold_run(tmp_path / "run"), tmp_path / "exports.md"
    shutil.copy(ROOT / "docs" / "exports.md", page)
    monkeypatch.setattr(questions, "ROOT", tmp_path)
    monkeypatch.setattr(questions, "PAGE", page)

    def main(*flags: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["questions.py", *flags, str(run)])
        return questions.main(), capsys.readouterr().out

    main()
    assert main("--check") == (0, "exports.md: the answers are as today\n")
    now = page.read_text(encoding="utf-8")
    old = re.sub(r"(id +\| )outlet", r"\1paper", now, count=1)
    page.write_text(old, encoding="utf-8")
    said = "exports.md: other answers to question 1; python docs/questions.py writes them\n"
    assert main("--check") == (1, said)
    assert page.read_text(encoding="utf-8") == old
    assert main() == (0, "exports.md: rewritten, with other answers to question 1; it is tracked, look at its diff\n")
    assert page.read_text(encoding="utf-8") == now
