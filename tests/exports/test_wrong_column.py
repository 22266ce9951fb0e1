"""How likely an item is wrong, as a column of its table, in every format."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from extractor.exports.chances import Chances
from extractor.exports.export import all_rows, book_of, export
from extractor.exports.formats.base import CsvDialect
from extractor.exports.run_folder import RunFolder
from extractor.tasks.party_review.doubt import LISTS
from extractor.tasks.party_review.tables import layout
from tests.exports.folder import write_run
from tests.exports.test_page_chances import doubt, review, summary

WANTED = [0.6412, 0.9, 0.0, None]
"""The four figures of `summary`; of the last the run says nothing."""
ORDER = "SELECT wrong FROM figures ORDER BY wrong DESC NULLS LAST"


def run_of(folder: Path, **files: list[dict[str, Any]]) -> RunFolder:
    write_run(folder, (summary(),))
    for name, records in files.items():
        text = "".join(json.dumps(record) + "\n" for record in records)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return RunFolder.open(folder)


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    records = [doubt(1, 0.9), doubt(0, 0.6412), doubt(0, 0.25, item="person"), doubt(2, 0.0), doubt(3, 0.8, start=7)]
    return run_of(tmp_path / "run", doubt=records)


def cells(run: RunFolder, table: str = "figures") -> list[Any]:
    shape = book_of(layout(), run).table(table)
    return [shape.record(row)["wrong"] for name, row in all_rows(layout(), run) if name == table]


def from_csv(folder: Path) -> list[Any]:
    with (folder / "csv" / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["wrong"] for row in csv.DictReader(file)]


def from_xlsx(folder: Path) -> list[Any]:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(folder / "tables.xlsx")["figures"]
    column = next(cells for cells in sheet.iter_cols() if cells[0].value == "wrong")
    assert column[1].value == "xác suất sai"
    assert {cell.number_format for cell in column[2:] if cell.value is not None} == {"#,##0.00"}
    return [cell.value for cell in column[2:]]


def from_parquet(folder: Path) -> list[Any]:
    table = pytest.importorskip("pyarrow.parquet").read_table(folder / "parquet" / "figures.parquet")
    assert str(table.schema.field("wrong").type) == "double"
    found: list[Any] = table.column("wrong").to_pylist()
    return found


def from_duckdb(folder: Path) -> list[Any]:
    with pytest.importorskip("duckdb").connect(folder / "tables.duckdb", read_only=True) as connection:
        assert [one for (one,) in connection.execute(ORDER).fetchall()] == [0.9, 0.6412, 0.0, None]
        return [one for (one,) in connection.execute("SELECT wrong FROM figures ORDER BY position").fetchall()]


def from_sqlite(folder: Path) -> list[Any]:
    with closing(sqlite3.connect(folder / "tables.sqlite")) as connection:
        assert [one for (one,) in connection.execute(ORDER)] == [0.9, 0.6412, 0.0, None]
        return [one for (one,) in connection.execute("SELECT wrong FROM figures ORDER BY position")]


def from_jsonl(folder: Path) -> list[Any]:
    text = (folder / "jsonl" / "figures.jsonl").read_text(encoding="utf-8")
    return [json.loads(line)["wrong"] for line in text.split("\n")[:-1]]


@pytest.mark.parametrize(
    ("name", "read", "wanted"),
    [
        ("csv", from_csv, ["0.64", "0.9", "0.0", ""]),
        ("xlsx", from_xlsx, WANTED),
        ("parquet", from_parquet, WANTED),
        ("duckdb", from_duckdb, WANTED),
        ("sqlite", from_sqlite, WANTED),
        ("jsonl", from_jsonl, WANTED),
    ],
)
def test_each_format_has_the_column(
    name: str, read: Callable[[Path], list[Any]], wanted: list[Any], run: RunFolder
) -> None:
    pytest.importorskip("xlsxwriter")
    pytest.importorskip("pyarrow")
    export(run, layout(), [name])
    assert read(run.folder) == wanted


def test_csv_for_vietnamese_settings_has_it_with_a_comma(run: RunFolder) -> None:
    export(run, layout(), ["csv"], csv=CsvDialect(",", ";"))
    text = (run.folder / "csv" / "figures.csv").read_text(encoding="utf-8-sig")
    assert [line.rpartition(";")[2] for line in text.splitlines()] == ["wrong", "0,64", "0,9", "0,0", ""]


def test_every_table_of_items_has_it(run: RunFolder) -> None:
    assert {table.name for table in book_of(layout(), run).tables if "wrong" in table.names} == set(LISTS.values())
    assert (cells(run, "people"), cells(run, "organizations")) == ([0.25], [None])


def test_a_model_has_it_for_what_two_readings_differ_in(tmp_path: Path) -> None:
    own = summary().figures[1].model_dump(mode="json")
    records = [review(own, 0.05), review(None, 0.9, rules=own, mark="rules_only"), review("x", 0.8, item="event.kind")]
    assert cells(run_of(tmp_path / "run", review=records)) == [None, 0.05, None, None]


@pytest.mark.parametrize("alone", [False, True])
def test_a_run_that_says_nothing_is_exported_with_an_empty_column(tmp_path: Path, alone: bool) -> None:
    run = run_of(tmp_path / "run")
    if alone:
        run = RunFolder.open((run.folder / "summaries.jsonl").rename(tmp_path / "mine.jsonl"))
    assert cells(run) == [None] * 4
    export(run, layout(), ["csv"])
    assert from_csv(run.folder) == [""] * 4


def test_an_id_that_is_no_unicode_text_has_its_probabilities_too() -> None:
    with closing(Chances(layout(), [doubt(0, 0.3, doc_id="\ud800")])) as chances:
        assert chances.of("\ud800", summary()) == {("figures", 0): 0.3}
