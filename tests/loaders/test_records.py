"""Records: which field is what, dates in all their forms, ids that a file does not give."""

from __future__ import annotations

import csv
import gzip
import json
import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractor.loaders import FieldNames, Limits, Loaded, Manner, find_inputs, load

TEXT = "Đảng ủy Khối các cơ quan tỉnh kết nạp 258 đảng viên."


def read(path: Path, fields: FieldNames | None = None, limit: int = 5_000_000) -> tuple[list[Loaded], list[str]]:
    notes: list[str] = []
    manner = Manner(fields or FieldNames(), note=notes.append)
    return list(load(find_inputs([str(path)], manner=manner), Limits(max_bytes=limit))), notes


def one(path: Path, fields: FieldNames | None = None) -> Any:
    (loaded,), _ = read(path, fields)
    assert loaded.error is None
    return loaded.article


def table(path: Path, *rows: list[str], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


@pytest.mark.parametrize(
    "names",
    [
        ("id", "text", "title", "url", "published_on", "outlet"),
        ("mã bài", "nội dung", "tiêu đề", "đường dẫn", "ngày đăng", "nguồn"),
        ("doc_id", "content", "headline", "link", "date", "newspaper"),
        ("ID", "Body", "Title", "URL", "publish_date", "Site Name"),
        ("ma_bai", "noi_dung", "tieu_de", "duong_dan", "ngay", "bao"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_usual_names_of_columns_are_found(tmp_path: Path, names: tuple[str, ...], delimiter: str) -> None:
    row = ["a1", TEXT, "Khối tổng kết", "https://e.vn/1", "24/12/2020", "Báo X"]
    article = one(table(tmp_path / "a.csv", list(names), row, delimiter=delimiter))
    assert (article.doc_id, article.text, article.title) == ("a1", TEXT, "Khối tổng kết")
    assert (article.url, article.published_on, article.outlet) == ("https://e.vn/1", date(2020, 12, 24), "Báo X")


def test_what_was_found_by_itself_is_said_once(tmp_path: Path) -> None:
    rows = [[f"a{number}", TEXT] for number in range(5)]
    _, notes = read(table(tmp_path / "a.csv", ["mã", "bài"], *rows))
    assert len(notes) == 1
    assert "text from 'bài'" in notes[0]


def test_fields_that_the_user_names_go_first(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ["id", "text", "so_hieu", "than_bai"], ["1", "khác", "k-7", TEXT])
    article = one(path, FieldNames(id="so_hieu", text="than_bai"))
    assert (article.doc_id, article.text) == ("k-7", TEXT)


def test_a_field_that_a_record_lacks_is_its_own_failure(tmp_path: Path) -> None:
    lines = [{"id": "a", "bai": TEXT}, {"id": "b"}]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    (first, second), _ = read(tmp_path / "a.jsonl", FieldNames(text="bai"))
    assert first.article is not None
    assert "`bai`" in str(second.error)


def test_a_table_without_a_column_of_texts_names_its_columns(tmp_path: Path) -> None:
    (loaded,), _ = read(table(tmp_path / "a.csv", ["x", "y"], ["1", "2"]))
    assert "no column of texts among x, y" in str(loaded.error)
    assert "--text-field" in str(loaded.error)


LONG = "Sáng nay, Đảng ủy họp; kết nạp 35 đảng viên, mở 4 lớp, khen thưởng 12 tập thể, 30 cá nhân | trong năm 2017."
HEADS = {
    "usual": 'id,title,noi_dung_bai\n1,"Một, hai, ba","{0}"\n',
    "unusual": 'so_hieu;than_bai\n1;"{0}\n{0}, và, {0}"\n',
    "a title over it": 'Các bài tổng kết năm 2017\n\na,b\n1,"{0}"\n',
    "one column": 'than_bai\n"{0}\n{0}"\n',
    "bare": "so_hieu\tthan_bai\n1\t{0}\n",
}


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        ("usual", "id, title, noi_dung_bai"),
        ("unusual", "so_hieu, than_bai"),
        ("a title over it", "a, b"),
        ("one column", "than_bai"),
        ("bare", "so_hieu, than_bai"),
    ],
)
def test_a_column_that_the_user_names_and_is_not_there_is_told_with_the_heads_columns(
    tmp_path: Path, head: str, columns: str
) -> None:
    (tmp_path / "a.csv").write_text(HEADS[head].format(LONG), "utf-8")
    (loaded,), _ = read(tmp_path / "a.csv", FieldNames(text="khong_co"))
    assert str(loaded.error) == f"There is no column khong_co in {tmp_path}/a.csv; its columns are {columns}."


def test_workbooks_and_parquet_tell_a_missing_column_the_same_way(tmp_path: Path) -> None:
    openpyxl, pyarrow = pytest.importorskip("openpyxl"), pytest.importorskip("pyarrow")
    import pyarrow.parquet as parquet

    book = openpyxl.Workbook()
    for row in (["so_hieu", None, "than_bai"], ["1", LONG, LONG]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    parquet.write_table(pyarrow.table({"so_hieu": ["1"], "than_bai": [LONG]}), tmp_path / "a.parquet")
    for name in ("a.xlsx", "a.parquet"):
        (loaded,), _ = read(tmp_path / name, FieldNames(text="khong_co"))
        assert str(loaded.error).endswith(f"{name}; its columns are so_hieu, than_bai.")


def test_records_without_ids_are_numbered_by_place(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": TEXT}) + "\n\n" + json.dumps({"text": TEXT}), "utf-8")
    found, _ = read(tmp_path / "a.jsonl")
    assert [loaded.doc_id for loaded in found] == ["a:1", "a:3"]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2020-12-24", date(2020, 12, 24)),
        ("2020-12-23T18:30:00Z", date(2020, 12, 24)),
        ("Thứ Năm, 24/12/2020 - 08:30", date(2020, 12, 24)),
        ("24-12-2020", date(2020, 12, 24)),
        ("24 tháng 12 năm 2020", date(2020, 12, 24)),
        (1608744600, date(2020, 12, 24)),
        (1608744600000, date(2020, 12, 24)),
        (12, None),
        ("hôm qua", None),
    ],
)
def test_dates_in_their_usual_forms(tmp_path: Path, value: object, day: date | None) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": TEXT, "date": value}), "utf-8")
    assert one(tmp_path / "a.jsonl").published_on == day


def test_a_row_that_is_not_text_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(f"id,text\na,{TEXT}\nb,".encode() + b"\xff\xfe" + f"\nc,{TEXT}\n".encode())
    found, _ = read(tmp_path / "a.csv")
    assert [(loaded.doc_id, loaded.article is not None) for loaded in found] == [("a", True), ("b", False), ("c", True)]


def test_a_cell_beyond_the_limit_fails_alone(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ["id", "text"], ["a", "x" * 3000], ["b", TEXT])
    found, _ = read(path, limit=1000)
    assert [loaded.article is not None for loaded in found] == [False, True]
    assert "--max-bytes" in str(found[0].error)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_tables_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    assert one(table(tmp_path / "a.csv", ["id", "text"], ["a", TEXT], encoding=encoding)).text == TEXT


@pytest.mark.parametrize(
    ("source", "ids"),
    [
        ('[{"id": "a", "text": "x"}, 5, {"id": "b", "text": "y"}]', ["a", "a:2", "b"]),
        ('{"id": "a", "text": "x"}', ["a"]),
        ('{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}', ["a", "b"]),
        ('{"id": "a", "text": "x"},\n{"id": "b", "text": "y"},\n', ["a", "b"]),
        ('{"id": "a", "text": "x"} 5 {"id": "b", "text": "y"}', ["a", "a:2", "b"]),
        ('[{"id": "a", "text": "x"}]\n[{"id": "b", "text": "y"}]', ["a", "a"]),
        ('  [ {"id": "a", "text": "x"}', ["a", "a"]),
        ("[]", ["a"]),
        ("5", ["a"]),
    ],
)
def test_json_lists_objects_and_what_breaks_off(tmp_path: Path, source: str, ids: list[str]) -> None:
    (tmp_path / "a.json").write_text(source, "utf-8")
    found, _ = read(tmp_path / "a.json")
    assert [loaded.doc_id for loaded in found] == ids


def test_what_stands_behind_a_json_list_is_not_left_out_in_silence(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"id": "a1", "text": "x"}]\n[{"id": "b1", "text": "y"}]', "utf-8")
    first, rest = read(tmp_path / "a.json")[0]
    assert first.article is not None
    assert str(rest.error) == "Something stands behind the JSON list of 1 item; give it a file of its own."


def test_an_item_longer_than_the_limit_ends_a_list_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([{"id": "a", "text": "x" * 400_000}]), "utf-8")
    (loaded,), _ = read(tmp_path / "a.json", limit=1000)
    assert "raise --max-bytes" in str(loaded.error)


def test_gzip_of_lines_and_a_broken_one(tmp_path: Path) -> None:
    packed = gzip.compress("\n".join(json.dumps({"id": f"a{n}", "text": TEXT}) for n in range(300)).encode())
    (tmp_path / "good.jsonl.gz").write_bytes(packed)
    (tmp_path / "cut.jsonl.gz").write_bytes(packed[:-20])
    assert len(read(tmp_path / "good.jsonl.gz")[0]) == 300
    found, _ = read(tmp_path / "cut.jsonl.gz")
    assert found[-1].error is not None


def test_a_unit_of_unpacked_bytes_bounds_an_archive(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b" " * 200_000))
    found = list(load(find_inputs([str(tmp_path / "a.jsonl.gz")]), Limits(max_unpacked=100_000)))
    assert "more than 100000 bytes" in str(found[-1].error)


def test_a_decomposed_field_is_composed_and_its_text_kept(tmp_path: Path) -> None:
    record = {"id": "a", "text": unicodedata.normalize("NFD", TEXT)}
    (tmp_path / "a.jsonl").write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    (loaded,), _ = read(tmp_path / "a.jsonl")
    assert loaded.article is not None
    assert (loaded.article.text, loaded.kept) == (TEXT, True)


def workbook(path: Path, *rows: Sequence[object]) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_the_names_of_a_workbooks_columns_may_stand_below_a_title_and_blank_rows(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ["DANH SÁCH BÀI BÁO NĂM 2019"],
        [],
        ["STT", "Nội dung", "Ngày đăng"],
        [1, "Năm 2018 kết nạp 9 đảng viên.", 43476],
    )
    (loaded,) = load(find_inputs([str(path)]))
    assert loaded.article is not None
    assert (loaded.doc_id, loaded.article.published_on) == ("a:4", date(2019, 1, 11))


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_an_empty_cell_is_called_so_and_a_blank_row_is_no_article(tmp_path: Path, name: str) -> None:
    rows = [["STT", "nội dung"], ["1", TEXT], ["2", " "], [" ", ""], ["", " "]]
    path = workbook(tmp_path / name, *rows) if name == "a.xlsx" else table(tmp_path / name, *rows)
    done, empty = load(find_inputs([str(path)]))
    assert done.article is not None
    assert str(empty.error) == (
        "Row 3 has nothing in its column `nội dung`: the cell is empty; fill it in or delete the row."
    )


def test_a_sheet_without_texts_beside_one_with_them_is_named_unless_it_is_empty(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = workbook(tmp_path / "a.xlsx", ["id", "text"], ["a", TEXT])
    book = load_workbook(path)
    book.create_sheet("Trống")
    book.create_sheet("Số").append(["một", "hai"])
    book.save(path)
    found, notes = read(path)
    assert [loaded.article is not None for loaded in found] == [True]
    assert notes == [f"{path}:Số has no column of texts among một, hai; name it with --text-field."]


def test_a_workbook_without_texts_says_what_columns_it_has(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["một", "hai"], [1, 2])
    (loaded,) = load(find_inputs([str(path)]))
    assert "no column of texts among một, hai; name it with --text-field" in str(loaded.error)


def test_the_names_of_a_csv_may_stand_below_a_title_and_the_line_that_names_the_separator(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "sep=;\r\nDANH SÁCH BÀI BÁO, NĂM 2019;;\r\n;;\r\nSTT;Nội dung;Ngày đăng\r\n"
        "1;Năm 2018 kết nạp 9, 10 đảng viên.;11/01/2019\r\n",
        encoding="utf-8-sig",
        newline="",
    )
    (loaded,) = load(find_inputs([str(path)]))
    assert loaded.article is not None
    assert (loaded.doc_id, loaded.article.published_on) == ("a:5", date(2019, 1, 11))
    assert loaded.article.text == "Năm 2018 kết nạp 9, 10 đảng viên."


@pytest.mark.parametrize(
    ("name", "separator", "called"),
    [("a.csv", ",", "comma"), ("a.csv", ";", "semicolon"), ("a.csv", "|", "bar"), ("a.tsv", "\t", "tab")],
)
def test_a_row_whose_text_is_torn_by_a_separator_fails_with_its_number_and_cells(
    tmp_path: Path, name: str, separator: str, called: str
) -> None:
    torn = f"Kết nạp 258 đảng viên{separator} đạt 104%"
    rows = ["text", "title"], [torn, "Khối"], [TEXT, "Khối"], ["Mở 14 lớp.", "Khối", "", " "]
    path = tmp_path / name
    path.write_text("".join(separator.join(row) + "\n" for row in rows), "utf-8")
    failed, *read_all = load(find_inputs([str(path)]))
    assert (failed.doc_id, str(failed.error)) == (
        "a:2",
        f"Row 2 has 3 cells where the row of names has 2: put the cell whose text holds a {called} in quotes.",
    )
    articles = [one.article for one in read_all if one.article is not None]
    assert [(article.text, article.title) for article in articles] == [(TEXT, "Khối"), ("Mở 14 lớp.", "Khối")]


def test_a_column_without_a_name_is_no_torn_text(tmp_path: Path) -> None:
    assert one(table(tmp_path / "a.csv", ["text", "title", ""], [TEXT, "Khối", "đã xem"])).text == TEXT


def test_rows_with_too_few_cells_are_read_and_said_once(tmp_path: Path) -> None:
    found, notes = read(table(tmp_path / "a.csv", ["text", "title", "url"], [TEXT], [TEXT, "Khối"], [TEXT, "", ""]))
    assert [loaded.error for loaded in found] == [None] * 3
    assert notes == [
        f"{tmp_path / 'a.csv'}: rows with fewer than the 3 cells of the row of names are read as if the others were "
        "empty; a text with line breaks must stand in quotes"
    ]


@pytest.mark.parametrize(("text", "fits"), [("Đ" * 32_766, True), ("Đ" * 32_767, False), ("Đ😀" * 10_922 + "Đ", False)])
def test_a_text_that_fills_its_cell_is_cut_and_fails(tmp_path: Path, text: str, fits: bool) -> None:
    """What openpyxl, and so pandas, writes of a longer text; Excel counts a sign of two halves as two."""
    (loaded,) = read(workbook(tmp_path / "a.xlsx", ["text", "title"], [text, "Khối"]))[0]
    assert (loaded.article is not None) == fits
    assert fits or "The text of row 2 is cut: it fills its cell" in str(loaded.error)
