"""Tables inside tables: each of data keeps its rows, what lays out a page stays that, both cost what they hold."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from extractor import extract
from extractor.loaders import load_one
from extractor.text.article import Article, Grid

PAGES: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "nested.toml").read_text("utf-8"))

Rows = Sequence[Sequence[Any]]
"""A table for Word: a cell is words, or a list of words and tables."""

MEETING = (
    "Ngày 20/12/2022, Huyện ủy Châu Thành họp tổng kết công tác xây dựng Đảng năm 2022, bàn phương hướng năm 2023."
)
PROSE = f"{MEETING} Hội nghị đánh giá kết quả lãnh đạo, chỉ đạo thực hiện nhiệm vụ trên các mặt công tác. " * 3
ROUNDS: Rows = [["Đợt", "Kết nạp đảng viên"], ["Đợt đầu năm", "3"], ["Đợt cuối năm", "4"]]
ROUNDS_READ = ["Đợt | Kết nạp đảng viên", "Đợt đầu năm | 3", "Đợt cuối năm | 4"]


def rows_of(article: Article, grid: Grid) -> list[str]:
    """A grid's rows as its cells stand in the text."""
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(article.slice(cell.extent))
    return [" | ".join(cells) for _, cells in sorted(rows.items())]


def figures_of(article: Article) -> list[str]:
    figures = sorted(extract(article).figures, key=lambda figure: figure.mention.start)
    return [f"{figure.mention.text} {figure.subject} {figure.measure}" for figure in figures]


def page(tmp_path: Path, body: str) -> Article:
    title = "<title>Đảng bộ huyện Châu Thành tổng kết năm 2022</title>"
    (tmp_path / "a.html").write_text(f"<html><head>{title}</head><body>{body}</body></html>", "utf-8")
    return load_one(str(tmp_path / "a.html"))


@pytest.mark.parametrize("name", PAGES)
def test_a_pages_tables_keep_their_rows(tmp_path: Path, name: str) -> None:
    gold = PAGES[name]
    article = page(tmp_path, gold["body"])
    assert [rows_of(article, grid) for grid in article.grids] == gold["grids"]
    lines = article.text.split("\n")
    assert [line for line in gold["lines"] if line not in [one.removesuffix(" | ") for one in lines]] == []
    assert [words for words in gold["furniture"] if words in article.text] == []
    extents = [part.extent for part in article.parts]
    assert extents == sorted(extents)


@pytest.mark.parametrize("name", PAGES)
def test_every_number_of_a_pages_tables_is_a_figure(tmp_path: Path, name: str) -> None:
    assert figures_of(page(tmp_path, PAGES[name]["body"])) == PAGES[name]["figures"]


def test_the_last_row_of_a_table_is_no_title_of_the_next_and_gives_it_no_unit(tmp_path: Path) -> None:
    cells = (
        ("Đảng viên kết nạp", "140"),
        ("Tỷ lệ chi bộ hoàn thành tốt nhiệm vụ (%)", "50"),
        ("Đảng viên bị kỷ luật", "12"),
    )
    first, share, second = (f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in cells)
    head = "<tr><td>Nội dung</td><td>Năm 2022</td></tr>"
    body = f"<article><p>{PROSE}</p><table>{head}{first}{share}</table><table>{head}{second}</table></article>"
    units = {one.mention.text: one.unit for one in extract(page(tmp_path, body)).figures}
    assert units == {"140": "count", "50": "percent", "12": "count"}


def fill(holder: Any, rows: Rows) -> Any:
    """A table of Word in a document or cell."""
    table = holder.add_table(rows=len(rows), cols=max(map(len, rows)))
    for made, row in zip(table.rows, rows, strict=True):
        for cell, words in zip(made.cells, row, strict=True):
            for one in [words] if isinstance(words, str) else words:
                if isinstance(one, str):
                    cell.add_paragraph(one)
                else:
                    fill(cell, one)
    return table


def document(tmp_path: Path, rows: Rows) -> Article:
    docx: Any = pytest.importorskip("docx")
    made = docx.Document()
    made.add_heading("Đảng bộ huyện Châu Thành tổng kết năm 2022", level=1)
    made.add_paragraph(MEETING)
    fill(made, rows)
    made.add_paragraph("Hội nghị thống nhất phương hướng, nhiệm vụ năm 2023 của toàn Đảng bộ huyện.")
    made.save(str(tmp_path / "a.docx"))
    return load_one(str(tmp_path / "a.docx"))


DOCUMENTS: dict[str, tuple[Rows, list[list[str]], list[str]]] = {
    "data in data": (
        [["Đơn vị", "Kết nạp đảng viên"], ["Xã Tân Lập", [ROUNDS]], ["Xã Tân Hòa", "9"]],
        [["Đơn vị | Kết nạp đảng viên", "Xã Tân Lập", "Xã Tân Hòa | 9"], ROUNDS_READ],
        ["3 member admitted", "4 member admitted", "9 member admitted"],
    ),
    "words beside it and a column behind": (
        [
            ["Đơn vị", "Chi tiết", "Kết nạp đảng viên"],
            ["Xã Tân Lập", ["Trong đó:", ROUNDS], "7"],
            ["Xã Tân Hòa", "Không có số liệu", "9"],
        ],
        [
            [
                "Đơn vị | Chi tiết | Kết nạp đảng viên",
                "Xã Tân Lập | Trong đó: | 7",
                "Xã Tân Hòa | Không có số liệu | 9",
            ],
            ROUNDS_READ,
        ],
        ["7 member admitted", "3 member admitted", "4 member admitted", "9 member admitted"],
    ),
    "a page laid out": (
        [["HUYỆN ỦY CHÂU THÀNH", "ĐẢNG CỘNG SẢN VIỆT NAM"], [[PROSE, ROUNDS], "Bản tin nội bộ"]],
        [ROUNDS_READ],
        ["3 member admitted", "4 member admitted"],
    ),
    "a cell in a box of its own": (
        [["Đơn vị", "Kết nạp đảng viên"], ["Xã Tân Lập", [[["7"]]]], ["Xã Tân Hòa", "9"]],
        [["Đơn vị | Kết nạp đảng viên", "Xã Tân Lập | 7", "Xã Tân Hòa | 9"]],
        ["7 member admitted", "9 member admitted"],
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_word_documents_tables_keep_their_rows(tmp_path: Path, name: str) -> None:
    rows, grids, figures = DOCUMENTS[name]
    article = document(tmp_path, rows)
    assert [rows_of(article, grid) for grid in article.grids] == grids
    assert article.text.count("Đợt đầu năm") == sum("Đợt đầu năm | 3" in grid for grid in grids)
    assert figures_of(article) == figures


def test_words_of_a_page_in_tables_in_tables_of_word_stand_once(tmp_path: Path) -> None:
    article = document(tmp_path, [[[[[["Kết nạp 152 đảng viên."]]], "Mở 14 lớp."]]])
    assert article.grids == ()
    assert (article.text.count("152"), article.text.count("14 lớp")) == (1, 1)


ROW = "<tr><td>Chi bộ thành lập mới</td><td>3</td></tr>"


@pytest.mark.parametrize(
    ("depth", "grids"),
    [(1, [2]), (2, [3, 2]), (4, [3, 3, 3, 2]), (5, [3, 3, 3, 2])],
)
def test_tables_of_data_stand_in_one_another_so_deep_and_one_around_more_lays_out(
    tmp_path: Path, depth: int, grids: list[int]
) -> None:
    inner = f"<table>{ROW * 2}</table>"
    for _ in range(depth - 1):
        inner = f"<table>{ROW * 2}<tr><td>Trong đó</td><td>{inner}</td></tr></table>"
    article = page(tmp_path, f"<article><h1>Huyện ủy tổng kết năm 2022</h1><p>{MEETING}</p>{inner}</article>")
    assert [len(rows_of(article, grid)) for grid in article.grids] == grids


@pytest.mark.parametrize(
    "wrong",
    [
        '<a href="/x">{}</a>',
        "<ul><li>{}</li></ul>",
        '<div class="related">{}</div>',
        f"<p>{MEETING}</p>{{}}",
        "<h3>Tin nổi bật</h3>{}",
        "{}<table><tr><td>Trang chủ</td></tr></table>",
        '{}<div class="menu">Trang chủ</div>',
        '<a href="/">Trang chủ</a>{}',
        "Số lượt truy cập: 456{}",
    ],
)
def test_a_table_whose_cell_shows_that_it_lays_out_is_taken_apart(tmp_path: Path, wrong: str) -> None:
    inner = wrong.format(f"<table>{ROW * 2}</table>")
    rows = f"{ROW}<tr><td>Trong đó</td><td>{inner}</td></tr>"
    article = page(tmp_path, f"<article><h1>Tổng kết</h1><p>{MEETING}</p><table>{rows}</table></article>")
    assert all(len(rows_of(article, grid)) == 2 for grid in article.grids)
    assert "Chi bộ thành lập mới | 3\n\nTrong đó" not in article.text


SECONDS = 10.0
"""Far above what these take; where each table is read anew for those around it, they take minutes."""


def test_many_tables_in_one_another_cost_what_they_hold(tmp_path: Path) -> None:
    inner = f"<table>{ROW * 20_000}</table>"
    for _ in range(120):
        inner = f"<table>{ROW}<tr><td>Trong đó</td><td>{inner}</td></tr></table>"
    began = time.monotonic()
    article = page(tmp_path, f"<article><h1>Tổng kết</h1><p>{MEETING}</p>{inner}</article>")
    assert article.text.count("Chi bộ thành lập mới") == 20_120
    assert time.monotonic() - began < SECONDS


def test_many_tables_of_word_in_one_another_cost_what_they_hold(tmp_path: Path) -> None:
    docx: Any = pytest.importorskip("docx")
    made = docx.Document()
    made.add_paragraph(MEETING)
    cell = made.add_table(rows=1, cols=1).cell(0, 0)
    for _ in range(60):
        cell.text = "Trong đó"
        cell = cell.add_table(rows=1, cols=1).cell(0, 0)
    for _ in range(3_000):
        cell._tc.add_p().add_r().text = "Kết nạp 152 đảng viên."
    made.save(str(tmp_path / "a.docx"))
    began = time.monotonic()
    article = load_one(str(tmp_path / "a.docx"))
    assert (article.text.count("Trong đó"), article.text.count("152")) == (60, 3_000)
    assert time.monotonic() - began < SECONDS
