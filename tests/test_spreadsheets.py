"""Texts in CSV files: none begins like a formula in any spreadsheet, whichever character it parts the cells at."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from re import fullmatch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.spreadsheets import defused, header_line, line, quoted
from tests.exports.office import opened

STARTS = tuple("=+-@＝＋－＠")
SEPARATORS = (";", ",", "\t")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        *[("=1+1", "'=1+1"), ("+84 9", "'+84 9"), ("-5", "'-5"), ("@SUM(A1)", "'@SUM(A1)"), ("＝1", "'＝1")],
        *[("  =1", "'  =1"), ("\u00a0=1", "'\u00a0=1"), ("%00", "'%00"), ("|x", "'|x"), ("\ttext", "'\ttext")],
        *[
            ("Tổng kết;=1+1|x", "Tổng kết;'=1+1|x"),
            ('x; "=1', "x; \"'=1"),
            ("x,-1+1", "x,'-1+1"),
            ("a|+1|-a", "a|+1|'-a"),
        ],
        *[("x\n=1", "x\n'=1"), ("x\t@y", "x\t'@y"), ("x; \n\u00a0=1", "x; \n\u00a0'=1"), ("\n=1", "'\n'=1")],
        *[("a;=1;=2", "a;'=1;'=2"), ("a\0b", "ab"), (";\0=1", ";'=1")],
        *[("\x1b[31mđỏ\x07", "\ufffd[31mđỏ\ufffd"), ("\x9b2J\x7f", "\ufffd2J\ufffd"), ("a\tb\r\nc", "a\tb\r\nc")],
    ],
)
def test_what_could_run_has_an_apostrophe_before_it(text: str, cell: str) -> None:
    assert defused(text) == cell


@pytest.mark.parametrize(
    "text",
    [
        "81,01%",
        "Đảng ủy Khối",
        "a=b",
        "“=1”",
        "2 - 3",
        "",
        "đạt 12,5%; tăng 3%",
        "A/B; C | D",
        "x@y.vn, z",
        "1;2",
        "lãi\t1.350\t-2,6",
        "a;-5%;+3.000;-1,5",
        "8,35\t-",
        "trở lên\n%\n90",
        "a\t- \tb",
        "e-mail",
    ],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert defused(text) == text


def test_every_text_is_in_quotes_and_no_name_of_a_column_needs_to_be() -> None:
    assert quoted('a "b"; c') == '"a ""b""; c"'
    assert header_line(["id", "outlet (báo, đài)"]) == 'id,"outlet (báo, đài)"\r\n'
    assert line([quoted("x"), "", "1.0"], ";") == '"x";;1.0\r\n'


def parted(written: str, separator: str) -> Iterator[str]:
    """The cells of a file as a reader finds them that parts it at this character."""
    for cells in csv.reader(io.StringIO(written, newline=""), delimiter=separator):
        yield from cells


pieces = st.lists(st.sampled_from([*STARTS, *SEPARATORS, *' "\r\n\u00a0ab1', "Tổng kết", "=1+1"]), max_size=12).map(
    "".join
)


@given(st.lists(pieces, min_size=1, max_size=4), st.sampled_from(SEPARATORS), st.sampled_from(SEPARATORS))
def test_no_reading_of_a_line_has_a_cell_that_begins_like_a_formula(texts: list[str], ours: str, theirs: str) -> None:
    written = line([quoted(defused(text)) for text in texts], ours)
    begun = (cell.lstrip(" \u00a0\t\r\n") for cell in parted(written, theirs))
    assert [cell for cell in begun if cell.startswith(STARTS) and not fullmatch(r'[-+](\d[\d.,]*%?)? ?"?', cell)] == []
    if ours == theirs:
        assert list(parted(written, ours)) == [defused(text) for text in texts]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("separator", [44, 59])
def test_libreoffice_computes_nothing_whichever_way_it_parts_the_file(separator: int, tmp_path: Path) -> None:
    texts = ["x;=1+1", "Tổng kết; =1+1;y", 'a";=1+1;"b', "c\n=1+1", "=1+1", "d,=1+1"]
    path = tmp_path / "t.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(header_line(["id", "title"]))
        file.writelines(line([quoted(defused(text)), quoted(defused(text))]) for text in texts)
    found = opened(path, tmp_path, f"Text - txt - csv (StarCalc):{separator},34,76,1,,0,false,true")
    cells = [text for sheet in found.values() for row in sheet for _, text in row]
    assert "2" not in cells
    assert any("=1+1" in cell for cell in cells)
