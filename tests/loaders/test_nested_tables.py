"""Tables inside tables: each of data keeps its rows, what lays out a page stays that, and either costs what it holds."""

from __future__ import annotations

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

MEETING = "Ngày 20/12/2022, Huyện ủy Châu Thành họp tổng kết công tác xây dựng Đảng năm 2022, bàn phương hướng năm 2023."
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
            ["Đơn vị | Chi tiết | Kết nạp đảng viên", "Xã Tân Lập | Trong đó: | 7", "Xã Tân Hòa | Không có số liệu | 9"],
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
