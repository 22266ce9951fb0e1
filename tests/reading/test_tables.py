"""Tables flattened into lines: which cell stands in which row and under which heading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.library import as_article
from extractor.reading.layout import read_layout
from extractor.reading.reader import read
from extractor.reading.tables import read_tables
from extractor.text.article import Article

HEAD = (
    "Kết quả thực hiện chỉ tiêu năm 2018\n\nSáng 15/1/2019, Đảng ủy Khối các cơ quan tỉnh Kon Tum tổ chức hội nghị "
    "tổng kết công tác năm 2018, triển khai nhiệm vụ năm 2019.\n\n"
)
TAIL = (
    "\n\nHội nghị đã thảo luận và thông qua nhiều nội dung quan trọng, bàn các giải pháp để thực hiện thắng lợi "
    "nhiệm vụ năm 2019.\n"
)
CELL_A_LINE = "\n".join(
    [
        *("Chỉ tiêu", "ĐVT", "Kế hoạch 2018", "Thực hiện 2018"),
        *("Kết nạp đảng viên", "người", "120", "134"),
        *("Doanh thu", "tỷ đồng", "1.250", "1.318,5"),
        *("TCCSĐ hoàn thành tốt nhiệm vụ", "%", "85", "91,3"),
        *("Chi bộ yếu kém", "chi bộ", "-", "2"),
    ]
)
ROWS = (
    ("TT", "Đơn vị", "Kết nạp", "Tỷ lệ (%)", "Doanh thu (triệu đồng)"),
    ("1", "Đảng bộ Sở Y tế", "12", "98,5", "350"),
    ("2", "Đảng bộ Sở Xây dựng", "-", "91", "1.200,5"),
    ("Cộng", "", "12", "94,7", "1.550,5"),
)

Shown = tuple[str, str, str | None, str | None]


def cells(text: str) -> list[Shown]:
    """Each cell with its row's label, its column's heading and its unit."""
    article = Article.from_text("table", HEAD + text + TAIL)
    return [
        (
            article.slice(cell.extent),
            article.slice(cell.label),
            None if cell.column is None else article.slice(cell.column),
            None if cell.unit is None else article.slice(cell.unit),
        )
        for cell in read(article).cells
    ]


def test_a_cell_a_line_is_put_back_into_rows_and_columns() -> None:
    plan, done = "Kế hoạch 2018", "Thực hiện 2018"
    assert cells(CELL_A_LINE) == [
        ("120", "Kết nạp đảng viên", plan, "người"),
        ("134", "Kết nạp đảng viên", done, "người"),
        ("1.250", "Doanh thu", plan, "tỷ đồng"),
        ("1.318,5", "Doanh thu", done, "tỷ đồng"),
        ("85", "TCCSĐ hoàn thành tốt nhiệm vụ", plan, "%"),
        ("91,3", "TCCSĐ hoàn thành tốt nhiệm vụ", done, "%"),
        ("2", "Chi bộ yếu kém", done, "chi bộ"),
    ]


def test_years_may_name_the_rows_of_a_table_with_a_cell_a_line() -> None:
    rows = ["Năm", "Kết nạp", "Kỷ luật", *("2016", "121", "8"), *("2017", "126", "6")]
    assert cells("\n".join(rows)) == [
        ("121", "2016", "Kết nạp", None),
        ("8", "2016", "Kỷ luật", None),
        ("126", "2017", "Kết nạp", None),
        ("6", "2017", "Kỷ luật", None),
    ]


@pytest.mark.parametrize("gap", ["\t", " | ", "    ", "  ", "\u00a0\u00a0"])
def test_a_row_a_line_is_parted_by_tabs_bars_or_wide_gaps(gap: str) -> None:
    found = cells("\n".join(gap.join(row) for row in ROWS[:3]))
    money = "Doanh thu (triệu đồng)"
    assert [(cell, label, column) for cell, label, column, _ in found] == [
        ("12", "Đảng bộ Sở Y tế", "Kết nạp"),
        ("98,5", "Đảng bộ Sở Y tế", "Tỷ lệ (%)"),
        ("350", "Đảng bộ Sở Y tế", money),
        ("91", "Đảng bộ Sở Xây dựng", "Tỷ lệ (%)"),
        ("1.200,5", "Đảng bộ Sở Xây dựng", money),
    ]


def test_a_row_of_sums_has_its_first_word_as_label() -> None:
    found = cells("\n".join("\t".join(row) for row in ROWS))
    assert [(cell, label) for cell, label, _, _ in found[-3:]] == [
        ("12", "Cộng"),
        ("94,7", "Cộng"),
        ("1.550,5", "Cộng"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Có 12 chi bộ.\nCó 13 chi bộ.\nCó 14 chi bộ.\nCó 15 chi bộ.",
        "- Kết nạp 12 đảng viên\n- Mở 13 lớp\n- Kiểm tra 14 tổ chức\n- Giám sát 15 tổ chức",
        "Phần một\n12\nPhần hai\n13",
        "Đảng bộ Khối | Kết nạp | Doanh thu",
    ],
)
def test_lists_and_short_lines_are_no_tables(text: str) -> None:
    assert cells(text) == []


def test_a_cell_lies_in_its_row_and_the_row_in_the_text() -> None:
    article = Article.from_text("table", HEAD + CELL_A_LINE + TAIL)
    for cell in read(article).cells:
        assert cell.row.covers(cell.extent)
        assert cell.row.covers(cell.label)


@given(st.lists(st.sampled_from(["\t", " | ", "\n", "Đơn vị", "12", "1.200,5", "%", "-", "Cộng", "tỷ đồng", " "])))
def test_any_mixture_of_cells_is_read_in_order(pieces: list[str]) -> None:
    text = Article.from_text("any", "".join(pieces)).text
    found = read_tables(text, read_layout(text)).cells
    assert all(0 <= cell.extent.start < cell.extent.end <= len(text) for cell in found)
    assert [cell.extent for cell in found] == sorted({cell.extent for cell in found})


def page_cells(table: str) -> tuple[list[tuple[str, str, float, str]], list[str]]:
    """Of a page with one table: number, row's label, value and unit of each cell, and the numbers that are unread."""
    article = as_article(None, html=f"<html><body><p>{HEAD.strip()}</p>{table}<p>{TAIL.strip()}</p></body></html>")
    reading = read(article)
    values = {quantity.extent: quantity for quantity in reading.quantities}
    found = [
        (article.slice(c.extent), article.slice(c.label), values[c.extent].value, values[c.extent].unit)
        for c in reading.cells
    ]
    return found, [number.text for number in reading.numbers if number.role == "unread"]


def rows_of(*rows: str) -> str:
    """A table of rows whose cells are parted by bars, the first row of headings."""
    made = (
        "".join(f"<{tag}>{cell}</{tag}>" for cell in row.split("|"))
        for tag, row in zip(["th", *["td"] * (len(rows) - 1)], rows, strict=True)
    )
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in made) + "</table>"


def test_a_value_over_rows_that_have_labels_of_their_own_is_given_to_none_of_them() -> None:
    table = (
        "<table><tr><th>Chi bộ</th><th>Kết nạp</th></tr><tr><td>Chi bộ A</td><td rowspan=3>9</td></tr>"
        "<tr><td>Chi bộ B</td></tr><tr><td>Chi bộ C</td></tr><tr><td>Chi bộ D</td><td>4</td></tr></table>"
    )
    assert page_cells(table) == ([("4", "Chi bộ D", 4, "count")], ["9"])


def test_a_value_over_columns_that_have_headings_of_their_own_is_given_to_none_of_them() -> None:
    table = (
        "<table><tr><th>Chỉ tiêu</th><th>Kế hoạch</th><th>Kết quả</th></tr>"
        "<tr><td>Kết nạp</td><td colspan=2>7</td></tr><tr><td>Giám sát</td><td>5</td><td>6</td></tr></table>"
    )
    assert page_cells(table) == ([("5", "Giám sát", 5, "count"), ("6", "Giám sát", 6, "count")], ["7"])


def test_a_merged_label_is_that_of_each_of_its_rows_however_wide_another_cell_says_it_is() -> None:
    table = (
        "<table><tr><th>Chỉ tiêu</th><th>Kết quả</th></tr><tr><td rowspan=2>Kết nạp đảng viên</td><td>12</td></tr>"
        "<tr><td>5</td></tr><tr><td colspan=99999>Ghi chú: số liệu sơ bộ</td></tr></table>"
    )
    assert page_cells(table)[0] == [
        ("12", "Kết nạp đảng viên", 12, "count"),
        ("5", "Kết nạp đảng viên", 5, "count"),
    ]


def test_a_heading_over_the_labels_may_state_the_unit_of_the_money() -> None:
    table = rows_of("ĐVT: triệu đồng|Năm 2018", "Doanh thu|1.200,5", "Số đảng viên|100", "Nộp ngân sách (tỷ đồng)|1,5")
    assert page_cells(table)[0] == [
        ("1.200,5", "Doanh thu", 1_200_500_000, "VND"),
        ("100", "Số đảng viên", 100, "count"),
        ("1,5", "Nộp ngân sách (tỷ đồng)", 1_500_000_000, "VND"),
    ]


def test_a_column_of_units_may_hold_round_amounts() -> None:
    table = rows_of("Chỉ tiêu|ĐVT|Năm 2018", "Doanh thu|1.000 đồng|1.200", "Kết nạp đảng viên|người|12")
    assert page_cells(table) == (
        [("1.200", "Doanh thu", 1_200_000, "VND"), ("12", "Kết nạp đảng viên", 12, "count")],
        [],
    )


def test_a_minus_in_a_cell_is_told() -> None:
    article = as_article(
        None, html=f"<html><body><p>{HEAD}</p>{rows_of('Chỉ tiêu|Năm 2018', 'Lãi (tỷ đồng)|-150', 'Lỗ|giảm 3')}"
    )
    found = [(one.value, one.negative, one.below_zero) for one in read(article).quantities[-2:]]
    assert found == [(150e9, True, True), (3, True, False)]
