"""What a table spans costs nothing: stray cells, wide rows and long spans hold up no other input."""

from __future__ import annotations

import gzip
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import InputError
from extractor.loaders import Limits, Loaded, find_inputs, load
from extractor.loaders.building import MAX_CELLS, RawCell, place_rows

TEXT = "Đảng ủy Khối các cơ quan tỉnh kết nạp 258 đảng viên."
SECONDS = 10.0
"""What the smallest of these took before was minutes."""


def workbook(path: Path, fill: Callable[[Any], None] = lambda sheet: None) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["id", "text"], ["a", TEXT], ["b", TEXT]):
        book.active.append(row)
    fill(book.active)
    book.save(path)
    return path


def with_sheet(path: Path, rows: str) -> Path:
    """The workbook with other rows, as no program writes them."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>'
    parts["xl/worksheets/sheet1.xml"] = sheet.encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def read(path: Path, limits: Limits | None = None) -> list[Loaded]:
    began = time.monotonic()
    found = list(load(find_inputs([str(path)]), limits or Limits()))
    assert time.monotonic() - began < SECONDS
    return found


@pytest.mark.parametrize("place", ["XFD1048576", "XFD2", "C1048576", "XFD1"])
def test_a_stray_cell_far_out_is_one_cell(tmp_path: Path, place: str) -> None:
    path = workbook(tmp_path / "a.xlsx", lambda sheet: sheet.__setitem__(place, "x"))
    found = read(path)
    assert [(one.doc_id, one.error) for one in found] == [("a", None), ("b", None)]
    assert [one.article.text for one in found if one.article] == [TEXT, TEXT]
    assert [one.origin for one in found] == [f"{path}:2", f"{path}:3"]


def test_another_file_of_the_folder_is_read_all_the_same(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", lambda sheet: sheet.__setitem__("XFD1048576", "x"))
    (tmp_path / "c.txt").write_text(TEXT, "utf-8")
    assert [one.doc_id for one in read(tmp_path)] == ["a", "b", "c"]


def test_a_column_of_texts_far_out_and_rows_without_cells_cost_little(tmp_path: Path) -> None:
    empty = "".join(f'<row r="{number}"/>' for number in range(2, 50_000))
    rows = (
        f'<row r="1">{cell("A1", "id")}{cell("XFD1", "text")}</row>{empty}'
        f'<row r="50000">{cell("A50000", "a")}{cell("XFD50000", TEXT)}</row>'
    )
    (found,) = read(with_sheet(workbook(tmp_path / "a.xlsx"), rows))
    assert found.article is not None
    assert (found.doc_id, found.article.text, found.origin) == ("a", TEXT, f"{tmp_path / 'a.xlsx'}:50000")


def test_a_row_beyond_the_last_that_there_can_be_is_a_failure(tmp_path: Path) -> None:
    names = f'<row r="1">{cell("A1", "text")}</row>'
    rows = f'{names}<row r="20">{cell("A20", TEXT)}</row><row r="900000000000">{cell("A9", TEXT)}</row>'
    done, failed = read(with_sheet(workbook(tmp_path / "a.xlsx"), rows))
    assert done.article is not None
    assert "row 900000000000, beyond 1048576" in str(failed.error)


def test_a_row_of_a_csv_that_is_too_long_is_its_own_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(f"id,text\na,{TEXT}\n{',' * 50_000}\nb,{TEXT}\n".encode()))
    first, failed, last = read(path, Limits(max_bytes=10_000))
    assert (first.doc_id, last.doc_id, last.error) == ("a", "b", None)
    assert str(failed.error) == "Row 3 is not CSV: the row is longer than --max-bytes allows."


def test_a_row_of_many_lines_that_becomes_too_long_ends_its_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    many = '"\n",' * 20_000
    path.write_text(f"id,text\na,{TEXT}\n{many}\nb,{TEXT}\n", "utf-8", newline="")
    first, failed = read(path, Limits(max_bytes=10_000))
    assert first.doc_id == "a"
    assert "is a quote not closed? What follows is not read" in str(failed.error)


def test_a_row_whose_quote_another_row_closes_or_none_fails_and_takes_nothing_else_with_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'id,text\na,"{TEXT}\n{TEXT}"\nb,"{TEXT}\nc,"{TEXT}"\nd,"{TEXT}"\ne,"{TEXT}\n', "utf-8")
    first, torn, last, opened = read(path)
    assert (first.doc_id, last.doc_id, last.error) == ("a", "d", None)
    assert first.article is not None
    assert first.article.text.count(TEXT) == 2
    assert (
        str(torn.error)
        == "Row 3 is not CSV: a quote is not closed where its cell ends (2 lines taken for one row); close it."
    )
    assert "(1 line taken for one row)" in str(opened.error)


def test_a_long_text_that_a_parquet_file_has_once_for_all_rows_fails_them(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = pa.table({"id": ["a", "b", "c"], "text": ["x" * 30_000, TEXT, "x" * 30_000]})
    parquet.write_table(rows, tmp_path / "a.parquet", compression="zstd")
    first, done, last = read(tmp_path / "a.parquet", Limits(max_bytes=10_000))
    assert (done.doc_id, done.error) == ("b", None)
    assert str(first.error) == "The text of row 1 is longer than 10000; raise --max-bytes or split it."
    assert last.article is None


@pytest.mark.parametrize("span", ["1000000", "99999", "1000"])
def test_spans_of_a_pages_cells_beyond_its_rows_cost_nothing(tmp_path: Path, span: str) -> None:
    row = f'<tr><td rowspan="{span}" colspan="{span}">đảng viên</td><td>258</td></tr>'
    page = f"<html><body><article><h1>Kết nạp</h1><p>{TEXT}</p><table>{row * 3}</table></article></body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    (found,) = read(tmp_path / "a.html")
    assert found.article is not None, found.error
    assert "258" in found.article.text


def test_cells_that_hang_from_rows_above_move_the_others_aside() -> None:
    rows = [[("a", 3, 1, False), ("b", 1, 2, False), ("c", 2, 1, False)], [("d", 1, 3, False)], [("e", 9, 1, False)]]
    assert place_rows(rows) == [
        RawCell("a", 0, 0, 3, 1),
        RawCell("b", 0, 1, 1, 2),
        RawCell("c", 0, 3, 2, 1),
        RawCell("d", 1, 1, 1, 3),
        RawCell("e", 2, 1, 1, 1),
    ]


def test_what_a_tables_cells_span_together_is_bounded() -> None:
    with pytest.raises(InputError, match=f"more than {MAX_CELLS} cells"):
        place_rows([[("x", 1, 1000, False)] * 51])


def test_a_page_of_wide_tables_is_read_at_once(tmp_path: Path) -> None:
    table = f"<table>{('<tr>' + '<td colspan=1000>a 1</td>' * 24 + '</tr>') * 2}</table>"
    page = f"<html><body><article><h1>Kết nạp</h1><p>{TEXT * 5}</p>{table * 600}</article></body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    (found,) = read(tmp_path / "a.html")
    assert found.article is not None, found.error
