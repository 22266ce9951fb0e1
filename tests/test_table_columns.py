"""What a table's columns hold: no counts, the territory's results, parts, changes; written by the guide beforehand."""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.library import as_article
from extractor.loaders.pages import read_page
from extractor.reading.reader import read
from extractor.text.article import Article
from tests.test_table_shapes import BUSINESS_LEAD, LEAD, TAIL

HEALTH, BUILDING = "Đảng bộ Sở Y tế", "Đảng bộ Sở Xây dựng"

Told = tuple[str, float, str, str, str, str, str | None]
"""Mention, value, unit, subject/measure, basis and phase, period, group."""


def table(*rows: str, tag: str = "th") -> str:
    """A table of rows whose cells are parted by bars, the first row of headings."""
    made = (
        "".join(f"<{kind}>{cell.strip()}</{kind}>" for cell in row.split("|"))
        for kind, row in zip([tag, *["td"] * (len(rows) - 1)], rows, strict=True)
    )
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in made) + "</table>"


def page(body: str, lead: str = LEAD) -> Article:
    found = read_page(
        f"<html><body><article><h1>Khối các cơ quan tỉnh Hòa Bình tổng kết năm 2015</h1><p>{lead}</p>{body}"
        f"<p>{TAIL}</p></article></body></html>"
    )
    return Article("table", found.text, title=found.title, parts=found.parts, grids=found.grids)


def told(article: Article) -> list[Told]:
    return [
        (
            figure.mention.text,
            figure.value,
            figure.unit,
            f"{figure.subject}/{figure.measure}",
            f"{figure.basis} {figure.phase}",
            str(figure.period),
            figure.group,
        )
        for figure in extract(article).figures
    ]


def one(text: str, value: float, what: str, *, group: str | None = None, **more: str) -> Told:
    """A result of 2015 in plain numbers, but for what is said otherwise."""
    how = f"{more.get('basis', 'level')} {more.get('phase', 'result')}"
    return (text, value, more.get("unit", "count"), what, how, more.get("period", "2015"), group)


def other(text: str, value: float, group: str, **more: str) -> Told:
    return one(text, value, "other/other", group=group, **more)


def admitted(text: str, value: float, **more: str) -> Told:
    return one(text, value, "member/admitted", **more)


NO_COUNTS = {
    "Điện thoại": "0218385 0218386",
    "SĐT": "912345 912346",
    "Số điện thoại liên hệ": "912345 912346",
    "Ngày họp": "6/12 7/12",
    "Mã số": "101 105",
    "Mã đơn vị": "11 15",
    "Số QĐ": "45 52",
    "Số quyết định": "45 52",
    "Năm sinh": "1965 1981",
    "Năm thành lập": "1995 2003",
    "Xếp hạng": "3 1",
    "Xếp thứ": "3 1",
    "Hạng": "3 1",
    "Tuổi": "45 38",
    "Điểm": "95 92,5",
    "Tổng điểm thi đua": "95 92",
    "Thứ tự": "3 8",
    "Số thẻ đảng viên": "12345 12347",
    "Khóa": "11 12",
    "Cụm": "2 3",
    "Loại": "1 2",
    "Ghi chú": "3 5",
}


@pytest.mark.parametrize("heading", NO_COUNTS)
@pytest.mark.parametrize("tag", ["th", "td"])
def test_the_numbers_of_a_column_that_counts_nothing_are_no_figures_and_are_explained(heading: str, tag: str) -> None:
    first, second = NO_COUNTS[heading].split()
    made = table(
        f"Đơn vị | Kết nạp đảng viên | {heading}", f"{HEALTH} | 12 | {first}", f"{BUILDING} | 7 | {second}", tag=tag
    )
    article = page(made)
    assert told(article) == [admitted("12", 12), admitted("7", 7)]
    assert "unread" not in {number.role for number in read(article).numbers}


def test_such_a_column_before_the_names_is_no_label() -> None:
    made = table("Mã số | Đơn vị | Điện thoại | Kết nạp đảng viên", f"101 | {HEALTH} | 0218.385.512 | 12")
    found = extract(page(made)).figures
    assert [(one.value, one.evidence.text.split(" | ")[1]) for one in found] == [(12, HEALTH)]


def test_a_column_of_ages_alone_beside_the_counts_names_its_rows() -> None:
    made = table("Tuổi | Đảng viên", "18 - 30 | 120", "31 - 45 | 300")
    assert [value for _, value, *_ in told(page(made))] == [120, 300]


@pytest.mark.parametrize(
    "heading", ["Xếp loại xuất sắc", "Số khóa", "Điểm cầu mới lập", "Số hạng mục", "Số thẻ đã trao"]
)
def test_a_heading_that_only_begins_like_one_that_counts_nothing_counts(heading: str) -> None:
    made = table(f"Đơn vị | Kết nạp đảng viên | {heading}", f"{HEALTH} | 12 | 3", f"{BUILDING} | 7 | 5")
    assert [text for text, *_ in told(page(made))] == ["12", "3", "7", "5"]


TABLES: dict[str, tuple[str, str, list[Told]]] = {
    "results of the territory": (
        LEAD,
        table(
            "Đơn vị | Thu ngân sách (tỷ đồng) | Dân số | Diện tích (ha) | Đường bê tông (km) | Kết nạp đảng viên",
            "Xã Ba Vì | 30 | 5.200 | 1.250,5 | 12,5 | 5",
            "Xã Minh Quang | 25,5 | 7.100 | 980 | 8 | 6",
        ),
        [
            other("30", 30e9, "Thu ngân sách", unit="VND"),
            other("5.200", 5200, "Dân số"),
            other("1.250,5", 1250.5, "Diện tích (ha)"),
            other("12,5", 12.5, "Đường bê tông (km)"),
            admitted("5", 5),
            other("25,5", 25.5e9, "Thu ngân sách", unit="VND"),
            other("7.100", 7100, "Dân số"),
            other("980", 980, "Diện tích (ha)"),
            other("8", 8, "Đường bê tông (km)"),
            admitted("6", 6),
        ],
    ),
    "territory without a column of members": (
        LEAD,
        table("Địa phương | Thu ngân sách (tỷ đồng) | Dân số", "Xã Ba Vì | 30 | 5.200", "Xã Minh Quang | 25,5 | 7.100"),
        [
            other("30", 30e9, "Thu ngân sách", unit="VND"),
            other("5.200", 5200, "Dân số"),
            other("25,5", 25.5e9, "Thu ngân sách", unit="VND"),
            other("7.100", 7100, "Dân số"),
        ],
    ),
    "thousands parted by commas": (
        LEAD,
        table("Đơn vị | Số đảng viên", f"{HEALTH} | 1,234", f"{BUILDING} | 2,345", "Cộng | 3,456"),
        [one("1,234", 1234, "member/total"), one("2,345", 2345, "member/total"), one("3,456", 3456, "member/total")],
    ),
    "a loss in brackets": (
        BUSINESS_LEAD,
        table(
            "Chỉ tiêu | Năm 2014 (triệu đồng) | Năm 2015 (triệu đồng)",
            "Doanh thu | 1.200 | 3.100",
            "Lợi nhuận | (2.345,6) | 1.300,5",
        ),
        [
            one("1.200", 1.2e9, "enterprise/revenue", unit="VND", period="2014"),
            one("3.100", 3.1e9, "enterprise/revenue", unit="VND"),
            one("2.345,6", -2.3456e9, "enterprise/profit", unit="VND", period="2014"),
            one("1.300,5", 1.3005e9, "enterprise/profit", unit="VND"),
        ],
    ),
    "thousands of money in the line above": (
        BUSINESS_LEAD,
        "<p>Đơn vị tính: 1.000 đồng</p>"
        + table("Chỉ tiêu | Năm 2014 | Năm 2015", "Doanh thu | 1.250.000 | 1.318.500", "Lợi nhuận | 98.000 | 500"),
        [
            one("1.250.000", 1.25e9, "enterprise/revenue", unit="VND", period="2014"),
            one("1.318.500", 1.3185e9, "enterprise/revenue", unit="VND"),
            one("98.000", 98e6, "enterprise/profit", unit="VND", period="2014"),
            one("500", 500e3, "enterprise/profit", unit="VND"),
        ],
    ),
    "none in a cell of counts": (
        LEAD,
        table(
            "Đơn vị | Kết nạp đảng viên | Đảng viên bị kỷ luật",
            f"{HEALTH} | 12 | Không có",
            f"{BUILDING} | 7 | không",
            "Cộng | 19 | 1",
        ),
        [
            admitted("12", 12),
            one("Không có", 0, "member/disciplined"),
            admitted("7", 7),
            one("không", 0, "member/disciplined"),
            admitted("19", 19),
            one("1", 1, "member/disciplined"),
        ],
    ),
    "a part of the column before": (
        LEAD,
        table(
            "Đơn vị | Đảng viên | Trong đó nữ | Kết nạp đảng viên | Trong đó: nữ",
            f"{HEALTH} | 120 | 70 | 12 | 7",
            f"{BUILDING} | 80 | 12 | 8 | 1",
        ),
        [
            one("120", 120, "member/total"),
            one("70", 70, "member/total", group="nữ"),
            admitted("12", 12),
            admitted("7", 7, group="nữ"),
            one("80", 80, "member/total"),
            one("12", 12, "member/total", group="nữ"),
            admitted("8", 8),
            admitted("1", 1, group="nữ"),
        ],
    ),
    "parts as rows": (
        LEAD,
        table(
            "Nội dung | Năm 2014 | Năm 2015",
            "Kết nạp đảng viên | 88 | 97",
            "Trong đó: nữ | 40 | 45",
            "- Dân tộc thiểu số | 12 | 15",
            "Xóa tên đảng viên | 3 | 2",
        ),
        [
            admitted("88", 88, period="2014"),
            admitted("97", 97),
            admitted("40", 40, period="2014", group="nữ"),
            admitted("45", 45, group="nữ"),
            admitted("12", 12, period="2014", group="Dân tộc thiểu số"),
            admitted("15", 15, group="Dân tộc thiểu số"),
            one("3", 3, "member/removed", period="2014"),
            one("2", 2, "member/removed"),
        ],
    ),
    "shares of an earlier year": (
        BUSINESS_LEAD,
        table("Chỉ tiêu | Năm 2014 | Năm 2015 | 2015/2014 (%)", "Doanh thu (tỷ đồng) | 120 | 132 | 110"),
        [
            one("120", 120e9, "enterprise/revenue", unit="VND", period="2014"),
            one("132", 132e9, "enterprise/revenue", unit="VND"),
            one("110", 110, "enterprise/revenue", unit="percent", basis="change"),
        ],
    ),
    "parts under a heading of their own": (
        LEAD,
        "<table><tr><th rowspan=2>Đơn vị</th><th rowspan=2>Kết nạp đảng viên</th><th colspan=2>Trong đó</th>"
        "<th rowspan=2>Xóa tên</th></tr><tr><th>Nữ</th><th>Đoàn viên</th></tr>"
        f"<tr><td>{HEALTH}</td><td>12</td><td>7</td><td>9</td><td>1</td></tr></table>",
        [
            admitted("12", 12),
            admitted("7", 7, group="Nữ"),
            admitted("9", 9, group="Đoàn viên"),
            one("1", 1, "member/removed"),
        ],
    ),
    "the same time a year ago": (
        LEAD,
        table("Chỉ tiêu | Cùng kỳ | Năm 2015 | So cùng kỳ (%)", "Kết nạp đảng viên | 88 | 97 | +10,2"),
        [
            admitted("88", 88, period="2014"),
            admitted("97", 97),
            admitted("10,2", 10.2, basis="change", unit="percent"),
        ],
    ),
    "ratings named beside what they sort": (
        LEAD,
        table(
            "Đối tượng | Xếp loại | Số lượng",
            "Đảng viên | Hoàn thành tốt nhiệm vụ (loại 2) | 2.000",
            "Đảng viên | Không hoàn thành nhiệm vụ (loại 4) | 5",
        ),
        [one("2.000", 2000, "member/good"), one("5", 5, "member/not_completed")],
    ),
    "poor households": (
        LEAD,
        table("Đơn vị | Số hộ nghèo | Tỷ lệ hộ nghèo (%)", "Xã Ba Vì | 64 | 3,2", "Xã Tản Lĩnh | 30 | 1,5"),
        [
            other("64", 64, "hộ nghèo"),
            other("3,2", 3.2, "hộ nghèo", unit="percent"),
            other("30", 30, "hộ nghèo"),
            other("1,5", 1.5, "hộ nghèo", unit="percent"),
        ],
    ),
    "parts under one heading": (
        LEAD,
        "<table><tr><th rowspan=2>Đơn vị</th><th colspan=3>Kết nạp đảng viên</th></tr><tr><th>Tổng số</th>"
        "<th>Trong đó: nữ</th><th>Dân tộc thiểu số</th></tr>"
        f"<tr><td>{HEALTH}</td><td>12</td><td>7</td><td>3</td></tr></table>",
        [admitted("12", 12), admitted("7", 7, group="nữ"), admitted("3", 3, group="Dân tộc thiểu số")],
    ),
    "against an earlier year, signed": (
        LEAD,
        table(
            "Chỉ tiêu | Năm 2014 | Năm 2015 | So với 2014 (%)",
            "Kết nạp đảng viên | 88 | 97 | +10,2",
            "Đảng viên bị kỷ luật | 6 | 3 | -50",
        ),
        [
            admitted("88", 88, period="2014"),
            admitted("97", 97),
            admitted("10,2", 10.2, basis="change", unit="percent"),
            one("6", 6, "member/disciplined", period="2014"),
            one("3", 3, "member/disciplined"),
            one("50", -50, "member/disciplined", basis="change", unit="percent"),
        ],
    ),
    "rows of changes": (
        BUSINESS_LEAD,
        table(
            "Chỉ tiêu | Doanh thu (tỷ đồng) | Kết nạp đảng viên",
            "Năm 2014 | 120 | 88",
            "Năm 2015 | 132 | 97",
            "So với năm trước (%) | 110 | 110,2",
            "Tăng, giảm (%) | 10 | 10,2",
        ),
        [
            one("120", 120e9, "enterprise/revenue", unit="VND", period="2014"),
            admitted("88", 88, period="2014"),
            one("132", 132e9, "enterprise/revenue", unit="VND"),
            admitted("97", 97),
            one("110", 110, "enterprise/revenue", unit="percent", basis="change"),
            admitted("110,2", 110.2, unit="percent", basis="change"),
            one("10", 10, "enterprise/revenue", unit="percent", basis="change"),
            admitted("10,2", 10.2, unit="percent", basis="change"),
        ],
    ),
    "shares without a sign": (
        LEAD,
        table(
            "Chỉ tiêu | Kế hoạch | Kết quả | Tỷ lệ",
            "Kết nạp đảng viên | 14 | 15 | 107,1",
            "Kiểm tra chi bộ | 8 | 9 | 112,5",
        ),
        [
            admitted("14", 14, phase="target"),
            admitted("15", 15),
            admitted("107,1", 107.1, basis="vs_plan", unit="percent"),
            one("8", 8, "cell/inspected", phase="target"),
            one("9", 9, "cell/inspected"),
            one("112,5", 112.5, "cell/inspected", basis="vs_plan", unit="percent"),
        ],
    ),
    "no whole members": (
        LEAD,
        table("Đơn vị | Kết nạp đảng viên | Chi bộ", f"{HEALTH} | 107,1 | 3,5", f"{BUILDING} | 9 | 4"),
        [
            one("107,1", 107.1, "member/other"),
            one("3,5", 3.5, "cell/other"),
            admitted("9", 9),
            one("4", 4, "cell/total"),
        ],
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_the_values_of_a_table_are_those_of_the_guide(name: str) -> None:
    lead, made, expected = TABLES[name]
    assert told(page(made, lead)) == expected


def test_the_round_number_of_a_stated_unit_is_no_figure_and_explained() -> None:
    _, made, _ = TABLES["thousands of money in the line above"]
    article = page(made, BUSINESS_LEAD)
    assert [(n.text, n.role) for n in read(article).numbers if n.text == "1.000"] == [("1.000", "id")]


@pytest.mark.parametrize(
    "rows",
    [
        ("(1) | (2) | (3) | (4)", "TT | Đơn vị | Kết nạp | Kỷ luật"),
        ("TT | Đơn vị | Kết nạp | Kỷ luật", "(1) | (2) | (3) | (4)"),
        ("A | B | 1 | 2", "TT | Đơn vị | Kết nạp | Kỷ luật"),
        ("TT | Đơn vị | Kết nạp | Kỷ luật", "A | B | 1 | 2"),
    ],
)
@pytest.mark.parametrize("tag", ["th", "td"])
def test_a_row_that_numbers_the_columns_is_furniture_above_and_below_the_headings(
    rows: tuple[str, str], tag: str
) -> None:
    made = table(*rows, f"1 | {HEALTH} | 12 | 1", f"2 | {BUILDING} | 8 | 2", tag=tag)
    article = page(made)
    assert [(value, what) for _, value, _, what, *_ in told(article)] == [
        (12, "member/admitted"),
        (1, "member/disciplined"),
        (8, "member/admitted"),
        (2, "member/disciplined"),
    ]
    assert "unread" not in {number.role for number in read(article).numbers}


NUMBERED = [
    "(1)\t(2)\t(3)\t(4)\nTT\tĐơn vị\tKết nạp\tĐiện thoại\n1\tĐảng bộ Sở Y tế\t12\t385512\n"
    "2\tĐảng bộ Sở Xây dựng\t8\t385513",
    "TT | Đơn vị | Kết nạp | Điểm\nA | B | 1 | 2\n1 | Đảng bộ Sở Y tế | 12 | 95\n2 | Đảng bộ Sở Xây dựng | 8 | 92,5",
    "A | B | 1 | 2\nTT | Đơn vị | Kết nạp | Điểm\n1 | Đảng bộ Sở Y tế | 12 | 95\n2 | Đảng bộ Sở Xây dựng | 8 | 92,5",
    "TT;Đơn vị;Kết nạp;Điểm;(1);(2);(3);(4);1;Đảng bộ Sở Y tế;12;95;2;Đảng bộ Sở Xây dựng;8;92,5".replace(";", "\n"),
]


@pytest.mark.parametrize("rows", NUMBERED)
def test_so_it_is_in_a_table_of_lines(rows: str) -> None:
    article = as_article(f"Khối các cơ quan tỉnh Hòa Bình tổng kết năm 2015\n\n{LEAD}\n\n{rows}\n\n{TAIL}\n")
    assert told(article) == [admitted("12", 12), admitted("8", 8)]
    assert unread(article) == []


def unread(article: Article) -> list[str]:
    return [number.text for number in read(article).numbers if number.role == "unread"]


def test_a_number_that_a_label_has_swallowed_is_unread() -> None:
    made = table("Đơn vị | Chỉ tiêu Kết quả | Đạt (%)", "Xã Ba Vì 30 | 33 | 110", "Xã Minh Quang 25 | 20 | 80")
    assert unread(page(made)) == ["30", "25"]


@pytest.mark.parametrize("label", ["Chi bộ 3", "Tổ 5", "Khu phố 2", "Khối 4", "Quân khu 4", "Bệnh viện 103", "Quý 2"])
def test_a_number_that_belongs_to_its_label_is_explained(label: str) -> None:
    made = table("Đơn vị | Kết nạp | Đạt (%)", f"{label} | 33 | 110", "Chi bộ A | 20 | 80")
    assert unread(page(made)) == []


@pytest.mark.parametrize("heading", ["Đạt (%)", "Tỷ lệ (%)", "Tỷ lệ", "% KH"])
def test_a_column_of_percents_is_never_one_of_counts(heading: str) -> None:
    made = table(f"Đơn vị | Kế hoạch | Kết quả | {heading}", "Xã Ba Vì | 30 | 33 | 110", "Xã Tản Lĩnh | 40 | 44 | 110")
    assert [unit for text, _, unit, *_ in told(page(made)) if text == "110"] == ["percent"] * 2


TORN = "Đơn vị Chỉ tiêu Kết quả Đạt (%)\nXã Ba Vì 30 33 110\nXã Minh Quang 25 20 80\nXã Tản Lĩnh 40 44 110"


def test_a_torn_table_whose_heading_parts_into_known_ones_is_read() -> None:
    article = as_article(f"Khối các cơ quan tỉnh Hòa Bình kết nạp đảng viên\n\n{LEAD}\n\n{TORN}\n\n{TAIL}\n")
    assert [(text, unit) for text, _, unit, *_ in told(article)] == [
        *(("30", "count"), ("33", "count"), ("110", "percent")),
        *(("25", "count"), ("20", "count"), ("80", "percent")),
        *(("40", "count"), ("44", "count"), ("110", "percent")),
    ]


def test_a_torn_table_whose_heading_does_not_part_is_left_unread() -> None:
    rows = TORN.replace("Chỉ tiêu Kết quả Đạt (%)", "Giao đầu năm nay đã làm xong bằng (%)")
    article = as_article(f"Khối các cơ quan tỉnh Hòa Bình kết nạp đảng viên\n\n{LEAD}\n\n{rows}\n\n{TAIL}\n")
    assert told(article) == []
    assert unread(article) == ["30", "33 110", "25", "20", "80", "40", "44 110"]
