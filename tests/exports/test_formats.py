from __future__ import annotations

import importlib.util
import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import InputError, UsageError
from extractor.exports.export import export
from extractor.exports.formats.base import Book, CsvDialect
from extractor.exports.formats.csv import CsvFolder, number
from extractor.exports.formats.registry import FORMATS
from extractor.exports.run_folder import RunFolder
from extractor.exports.tables import Column, Table, View
from extractor.tasks.party_review.tables import layout
from tests.exports.folder import HOSTILE, gold, write_run

NUMBERS = Table(
    "numbers",
    "số",
    "Some numbers.",
    (
        Column("name", "text", "tên", {"a": "chữ a"}),
        Column("value", "number", "giá trị", unit_column="unit"),
        Column("unit", "text", "đơn vị"),
        Column("day", "date", "ngày"),
        Column("sure", "boolean", "chắc"),
        Column("at", "integer", "chỗ"),
    ),
    ("name",),
)
BOOK = Book(
    "Sổ",
    (NUMBERS,),
    (View("big", "lớn", "Large ones.", "SELECT name FROM numbers WHERE value > 100"),),
    {"percent": "%", "VND": " đồng"},
)
ROWS = [
    ("a", 81.01, "percent", date(2017, 12, 31), True, 1),
    ("b", 3_270_000_000.0, "VND", date(1899, 1, 1), False, 2),
    (HOSTILE, -0.5, None, None, None, None),
    (None, 76_315.0, None, None, None, None),
]
PLAIN = CsvDialect()
PLACES = {name: one.place for name, one in FORMATS.items()}


def write(name: str, path: Path, rows: list[tuple[Any, ...]] = ROWS, csv: CsvDialect = PLAIN) -> Path:
    with FORMATS[name].open(BOOK, path, csv) as writer:
        for row in rows:
            writer.add("numbers", row)
    return path


@pytest.mark.parametrize(
    ("value", "decimal", "text"),
    [
        (258.0, ".", "258.0"),
        (81.61, ".", "81.61"),
        (81.61, ",", "81,61"),
        (76_315.0, ",", "76315,0"),
        (2.8e13, ".", "28000000000000.0"),
        (1e-7, ".", "0.0000001"),
        (-3.0, ".", "-3.0"),
    ],
)
def test_a_csv_number_has_all_its_digits_and_a_fraction(value: float, decimal: str, text: str) -> None:
    assert number(value, decimal) == text


def test_csv_as_a_vietnamese_spreadsheet_wants_it(tmp_path: Path) -> None:
    folder = write("csv", tmp_path / "out", csv=CsvDialect(",", ";"))
    lines = (folder / "numbers.csv").read_bytes().decode("utf-8").split("\r\n")
    assert lines[0] == "\ufeffname;value;unit;day;sure;at"
    assert lines[1] == '"a";81,01;"percent";2017-12-31;true;1'
    assert lines[4] == ";76315,0;;;;"


def test_csv_does_not_write_what_could_not_be_read_again(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--delimiter"):
        CsvFolder(BOOK, tmp_path / "out", CsvDialect(decimal=","))
    assert not (tmp_path / "out").exists()


def test_the_workbook_has_numbers_days_and_formats(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    book = openpyxl.load_workbook(write("xlsx", tmp_path / "t.xlsx"))
    assert book.sheetnames == ["about", "numbers"]
    sheet = book["numbers"]
    assert [cell.value for cell in sheet[1]] == ["name", "name_vi", "value", "unit", "day", "sure", "at"]
    assert [cell.value for cell in sheet[2]] == ["tên", "tên", "giá trị", "đơn vị", "ngày", "chắc", "chỗ"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B3", "A2:G6")
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert values[0][:4] == ["a", "chữ a", 81.01, "percent"]
    assert values[0][4].date() == date(2017, 12, 31)
    assert values[1][4] == "1899-01-01"
    assert values[2][0].startswith("=cmd") and sheet["A5"].data_type != "f"
    assert [sheet.cell(row, 3).number_format for row in (3, 4, 5, 6)] == [
        '#,##0.00"%"',
        '#,##0" đồng"',
        "#,##0.0",
        "#,##0",
    ]
    assert sheet.column_dimensions["A"].width > 15
    about = [cell.value for row in book["about"].iter_rows() for cell in row if cell.value is not None]
    assert about[0] == "Sổ"
    assert about[about.index("numbers") :][:4] == ["numbers", "số", 4, "Some numbers."]


def test_a_table_longer_than_a_sheet_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    monkeypatch.setattr("extractor.exports.formats.xlsx._MAX_ROWS", 4)
    rows = [(f"r{at}", float(at), None, None, None, at) for at in range(5)]
    book = openpyxl.load_workbook(write("xlsx", tmp_path / "t.xlsx", rows))
    assert book.sheetnames == ["about", "numbers", "numbers_2", "numbers_3"]
    found = [row[0] for name in book.sheetnames[1:] for row in book[name].iter_rows(min_row=3, values_only=True)]
    assert found == ["r0", "r1", "r2", "r3", "r4"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_write_that_fails_leaves_what_was_there(name: str, tmp_path: Path) -> None:
    for module in FORMATS[name].modules:
        pytest.importorskip(module)
    path = write(name, tmp_path / PLACES[name])
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    with pytest.raises(RuntimeError, match="half way"), FORMATS[name].open(BOOK, path, CsvDialect()) as writer:
        writer.add("numbers", ROWS[0])
        raise RuntimeError("half way")
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize("name", FORMATS)
def test_a_table_without_rows_is_there_with_its_columns(name: str, tmp_path: Path) -> None:
    for module in FORMATS[name].modules:
        pytest.importorskip(module)
    path = write(name, tmp_path / PLACES[name], rows=[])
    if name == "sqlite":
        connection = sqlite3.connect(path)
        assert [row[1] for row in connection.execute("PRAGMA table_info(numbers)")] == list(NUMBERS.names)
        connection.close()
    elif name == "jsonl":
        assert (path / "numbers.jsonl").read_text(encoding="utf-8") == ""
    else:
        assert path.exists()


def test_a_missing_package_is_asked_for_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr("extractor.extras.find_spec", lambda name: None if name == "xlsxwriter" else real(name))
    run = RunFolder.open(write_run(tmp_path / "run", gold()[:1]))
    with pytest.raises(UsageError, match=r"xlsxwriter.*pip install 'xlsxwriter>=3.2'"):
        export(run, layout(), ["csv", "xlsx"])
    assert not (tmp_path / "run" / "csv").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [("{", "summaries.jsonl:2"), ('{"doc_id": "x"}', "source: Field required")],
)
def test_a_broken_line_is_named_and_nothing_is_written(tmp_path: Path, line: str, said: str) -> None:
    folder = write_run(tmp_path / "run", gold()[:1])
    with (folder / "summaries.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(InputError, match=said):
        export(RunFolder.open(folder), layout(), ["csv", "sqlite"])
    assert list((folder / "csv").iterdir()) == []
    assert not (folder / "tables.sqlite").exists()


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_tables_for_people_hold_no_control_codes(tmp_path: Path, name: str) -> None:
    path = write(name, tmp_path / "t", [("\x1b[31mđỏ\x07\n258\x9b2J", 258.0, None, None, None, None)])
    if name == "csv":
        lines = (path / "numbers.csv").read_bytes().decode("utf-8").split("\r\n")
        assert lines[1].startswith('"\ufffd[31mđỏ\ufffd\n258\ufffd2J",')
        return
    openpyxl = pytest.importorskip("openpyxl")
    path.rename(path.with_suffix(".xlsx"))
    book = openpyxl.load_workbook(path.with_suffix(".xlsx"))
    assert book["numbers"]["A3"].value == "\ufffd[31mđỏ\ufffd\n258\ufffd2J"


def test_formats_for_programs_have_a_text_as_it_is(tmp_path: Path) -> None:
    folder = write("jsonl", tmp_path / "out", [("\x1b[31mđỏ", 258.0, None, None, None, None)])
    assert json.loads((folder / "numbers.jsonl").read_text("utf-8"))["name"] == "\x1b[31mđỏ"
