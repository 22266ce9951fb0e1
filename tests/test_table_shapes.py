"""Tables of a page, all the way: each cell's value, unit, subject, measure, basis, phase, period and organisation."""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.loaders.pages import read_page
from extractor.text.article import Article

HOST = "Đảng ủy Khối các cơ quan tỉnh Hòa Bình"
LEAD = (
    f"Sáng 14-1-2016, {HOST} tổ chức hội nghị tổng kết công tác xây dựng Đảng năm 2015, triển khai nhiệm vụ năm 2016."
)
BUSINESS = "Đảng ủy Khối doanh nghiệp tỉnh Hòa Bình"
BUSINESS_LEAD = LEAD.replace(HOST, BUSINESS)
TAIL = "Hội nghị đã nghe các tham luận và thống nhất nhiều giải pháp thực hiện nhiệm vụ của năm tiếp theo."

Row = tuple[str, float, str, str, str, str, str, str | None, str | None]

ORDINALS = """<table><thead><tr><th>TT</th><th>Nội dung</th><th>Đơn vị tính</th><th>Thực hiện năm 2014</th>
<th>Kế hoạch năm 2015</th><th>Thực hiện năm 2015</th></tr></thead><tbody>
<tr><td>1</td><td>Kết nạp đảng viên</td><td>đồng chí</td><td>88</td><td>90</td><td>97</td></tr>
<tr><td>2</td><td>TCCSĐ đạt trong sạch, vững mạnh</td><td>%</td><td>71,2</td><td>-</td><td>76,5</td></tr>
<tr><td>3</td><td>Tổ chức đảng được giám sát</td><td>tổ chức</td><td>11</td><td>12</td><td>15</td></tr>
</tbody></table>"""

TWO_LEVELS = """<table border="1"><tr><td rowspan="2">STT</td><td rowspan="2">Chỉ tiêu</td><td colspan="2">Năm 2014</td>
<td colspan="2">Năm 2015</td></tr><tr><td>Kế hoạch</td><td>Thực hiện</td><td>Kế hoạch</td><td>Thực hiện</td></tr>
<tr><td>1</td><td>Kết nạp đảng viên (người)</td><td>80</td><td>84</td><td>90</td><td>97</td></tr>
<tr><td>2</td><td>Kiểm tra tổ chức đảng</td><td>10</td><td>12</td><td>14</td><td>15</td></tr></table>"""

MONEY_TITLE = """<table><caption>Kết quả sản xuất, kinh doanh (ĐVT: triệu đồng)</caption>
<tr><th>Chỉ tiêu</th><th>Năm 2014</th><th>Năm 2015</th><th>So với năm 2014 (%)</th></tr>
<tr><td>Doanh thu</td><td>1.250.000</td><td>1.318.500</td><td>5,5</td></tr>
<tr><td>Lợi nhuận</td><td>98.000</td><td>91.500,5</td><td>-6,6</td></tr>
<tr><td>Nộp ngân sách</td><td>210.400</td><td>225.000</td><td>6,9</td></tr></table>"""

RATINGS = """<table><tr><th rowspan="2">Đảng bộ</th><th rowspan="2">Tổng số đảng viên</th>
<th colspan="2">Hoàn thành xuất sắc nhiệm vụ</th><th colspan="2">Hoàn thành tốt nhiệm vụ</th></tr>
<tr><th>Số lượng</th><th>Tỷ lệ (%)</th><th>SL</th><th>%</th></tr>
<tr><td>Đảng bộ Sở Y tế</td><td>120</td><td>14</td><td>11,7</td><td>96</td><td>80</td></tr>
<tr><td>Đảng bộ Sở Xây dựng</td><td>85</td><td>9</td><td>10,6</td><td>70</td><td>82,4</td></tr></table>"""

YEARS_DOWN = """<table><tr><th>Năm</th><th>Kết nạp đảng viên</th><th>Đảng viên bị kỷ luật</th></tr>
<tr><td>2013</td><td>75</td><td>4</td></tr><tr><td>2014</td><td>88</td><td>6</td></tr>
<tr><td>2015</td><td>97</td><td>3</td></tr></table>"""

SECTIONS = """<table><tr><td colspan="4">MỘT SỐ KẾT QUẢ NĂM 2015</td></tr>
<tr><td>TT</td><td>Nội dung</td><td>ĐVT</td><td>Kết quả</td></tr>
<tr><td>(1)</td><td>(2)</td><td>(3)</td><td>(4)</td></tr>
<tr><td>I</td><td colspan="3">Đảng viên bị thi hành kỷ luật</td></tr>
<tr><td>1</td><td>Khiển trách</td><td>đảng viên</td><td>5</td></tr>
<tr><td>2</td><td>Cảnh cáo</td><td>đảng viên</td><td>2</td></tr>
<tr><td>II</td><td colspan="3">Công tác phát triển đảng</td></tr>
<tr><td>1</td><td>Kết nạp đảng viên</td><td>đảng viên</td><td>97</td></tr>
<tr><td>2</td><td>Công nhận đảng viên chính thức</td><td>đảng viên</td><td>81</td></tr></table>"""

AGAINST_PLAN = """<table><tr><th>Chỉ tiêu</th><th>Kế hoạch 2015</th><th>Thực hiện 2015</th><th>TH/KH (%)</th></tr>
<tr><th scope="row">Kết nạp đảng viên</th><td>90</td><td>97 đảng viên</td><td>107,8</td></tr>
<tr><th scope="row">Mở lớp bồi dưỡng</th><td>5</td><td>6 lớp</td><td>120</td></tr></table>"""

BODIES = """<table><tr><th>Đơn vị</th><th>Kết nạp đảng viên</th><th>Tỷ lệ hoàn thành kế hoạch (%)</th>
<th>Ghi chú</th></tr>
<tr><td>Đảng bộ Sở Y tế</td><td>12</td><td>120</td><td>Đơn vị dẫn đầu</td></tr>
<tr><td>Đảng bộ Sở Xây dựng</td><td>7</td><td>87,5</td><td></td></tr>
<tr><td>Cộng</td><td>19</td><td>105,6</td><td></td></tr></table>"""

FLAT = "\n".join(
    f"<p>{cell}</p>"
    for cell in "TT;Nội dung;Đơn vị tính;Thực hiện năm 2014;Kế hoạch năm 2015;Thực hiện năm 2015;"
    "1;Kết nạp đảng viên;đồng chí;88;90;97;2;TCCSĐ đạt trong sạch, vững mạnh;%;71,2;75;76,5;"
    "3;Tổ chức đảng được giám sát;tổ chức;11;12;15".split(";")
)


def member(text: str, value: float, *rest: str, unit: str = "count", owner: str | None = HOST) -> Row:
    measure, basis, phase, period = rest
    return (text, value, unit, "member", measure, basis, phase, period, owner)


def row(text: str, value: float, unit: str, *rest: str | None) -> Row:
    return (text, value, unit, *rest)  # type: ignore[return-value]


def admitted(text: str, value: float, phase: str, period: str, basis: str = "level", **more: str | None) -> Row:
    return member(text, value, "admitted", basis, phase, period, **more)  # type: ignore[arg-type]


FLAT_ROWS = [
    admitted("88", 88, "result", "2014"),
    admitted("90", 90, "target", "2015"),
    admitted("97", 97, "result", "2015"),
    row("71,2", 71.2, "percent", "grassroots_org", "clean_strong", "level", "result", "2014", HOST),
    row("75", 75, "percent", "grassroots_org", "clean_strong", "level", "target", "2015", HOST),
    row("76,5", 76.5, "percent", "grassroots_org", "clean_strong", "level", "result", "2015", HOST),
    row("11", 11, "count", "party_org", "supervised", "level", "result", "2014", HOST),
    row("12", 12, "count", "party_org", "supervised", "level", "target", "2015", HOST),
    row("15", 15, "count", "party_org", "supervised", "level", "result", "2015", HOST),
]

ACROSS = """<table><tr><th>Nội dung</th><th>Đảng bộ Sở Y tế</th><th>Đảng bộ Sở Xây dựng</th></tr>
<tr><td>Kết nạp đảng viên</td><td>12</td><td>7</td></tr><tr><td>Đảng viên bị kỷ luật</td><td>1</td><td>-</td></tr>
</table>"""

BOUNDS = """<table><tr><th>Chỉ tiêu</th><th>Kết quả năm 2015</th><th>Chỉ tiêu năm 2016</th></tr>
<tr><td>Kết nạp đảng viên</td><td>97</td><td>từ 95 trở lên</td></tr>
<tr><td>Tỷ lệ TCCSĐ trong sạch, vững mạnh</td><td>76,5%</td><td>trên 75%</td></tr>
<tr><td>Giám sát tổ chức đảng</td><td>15</td><td>12 - 14</td></tr></table>"""

TABS = (
    "<pre>TT\tNội dung\tNăm 2014\tNăm 2015\n1\tKết nạp đảng viên\t88\t97\n2\tXóa tên đảng viên\t3\t2\n"
    "3\tThành lập chi bộ\t1\t2</pre>"
)

DOWN = """<table><tr><th>Đối tượng</th><th>Xếp loại</th><th>Số lượng</th><th>Tỷ lệ (%)</th></tr>
<tr><td rowspan="2">Đảng viên</td><td>Hoàn thành xuất sắc nhiệm vụ</td><td>310</td><td>12,4</td></tr>
<tr><td>Hoàn thành tốt nhiệm vụ</td><td>2.000</td><td>80</td></tr>
<tr><td rowspan="2">Tổ chức cơ sở đảng</td><td>Hoàn thành xuất sắc nhiệm vụ</td><td>9</td><td>12,9</td></tr>
<tr><td>Hoàn thành tốt nhiệm vụ</td><td>50</td><td>71,4</td></tr></table>"""

FIRMS = """<p>Bảng 1. Kết quả kinh doanh năm 2015 (Đơn vị tính: tỷ đồng)</p><table>
<tr><th>Doanh nghiệp</th><th>Doanh thu</th><th>Lợi nhuận</th></tr>
<tr><td>Công ty Điện lực</td><td>1.250,5</td><td>80</td></tr><tr><td>Công ty Xổ số</td><td>420</td><td>22,5</td></tr>
</table>"""

SHAPES: dict[str, tuple[str, str, list[Row]]] = {
    "running numbers and units": (LEAD, ORDINALS, [one for one in FLAT_ROWS if one[0] != "75"]),
    "headings over headings": (
        LEAD,
        TWO_LEVELS,
        [
            admitted("80", 80, "target", "2014"),
            admitted("84", 84, "result", "2014"),
            admitted("90", 90, "target", "2015"),
            admitted("97", 97, "result", "2015"),
            row("10", 10, "count", "party_org", "inspected", "level", "target", "2014", HOST),
            row("12", 12, "count", "party_org", "inspected", "level", "result", "2014", HOST),
            row("14", 14, "count", "party_org", "inspected", "level", "target", "2015", HOST),
            row("15", 15, "count", "party_org", "inspected", "level", "result", "2015", HOST),
        ],
    ),
    "a unit in the caption": (
        BUSINESS_LEAD,
        MONEY_TITLE,
        [
            row("1.250.000", 1.25e12, "VND", "enterprise", "revenue", "level", "result", "2014", BUSINESS),
            row("1.318.500", 1.3185e12, "VND", "enterprise", "revenue", "level", "result", "2015", BUSINESS),
            row("5,5", 5.5, "percent", "enterprise", "revenue", "change", "result", "2015", BUSINESS),
            row("98.000", 9.8e10, "VND", "enterprise", "profit", "level", "result", "2014", BUSINESS),
            row("91.500,5", 9.15005e10, "VND", "enterprise", "profit", "level", "result", "2015", BUSINESS),
            row("6,6", -6.6, "percent", "enterprise", "profit", "change", "result", "2015", BUSINESS),
            row("210.400", 2.104e11, "VND", "enterprise", "budget_paid", "level", "result", "2014", BUSINESS),
            row("225.000", 2.25e11, "VND", "enterprise", "budget_paid", "level", "result", "2015", BUSINESS),
            row("6,9", 6.9, "percent", "enterprise", "budget_paid", "change", "result", "2015", BUSINESS),
        ],
    ),
    "counts and shares of ratings by body": (
        LEAD,
        RATINGS,
        [
            row(text, value, unit, "member", measure, "level", "result", "2015", owner)
            for owner, cells in (
                ("Đảng bộ Sở Y tế", [("120", 120), ("14", 14), ("11,7", 11.7), ("96", 96), ("80", 80)]),
                ("Đảng bộ Sở Xây dựng", [("85", 85), ("9", 9), ("10,6", 10.6), ("70", 70), ("82,4", 82.4)]),
            )
            for (text, value), unit, measure in zip(
                cells,
                ["count", "count", "percent", "count", "percent"],
                ["total", "excellent", "excellent", "good", "good"],
                strict=True,
            )
        ],
    ),
    "years as rows": (
        LEAD,
        YEARS_DOWN,
        [
            made
            for year, new, disciplined in (("2013", "75", "4"), ("2014", "88", "6"), ("2015", "97", "3"))
            for made in (
                admitted(new, float(new), "result", year),
                member(disciplined, float(disciplined), "disciplined", "level", "result", year),
            )
        ],
    ),
    "sections, a title row and numbered columns": (
        LEAD,
        SECTIONS,
        [
            member("5", 5, "disciplined", "level", "result", "2015"),
            member("2", 2, "disciplined", "level", "result", "2015"),
            admitted("97", 97, "result", "2015"),
            member("81", 81, "made_official", "level", "result", "2015"),
        ],
    ),
    "plan, result and percent of the plan": (
        LEAD,
        AGAINST_PLAN,
        [
            admitted("90", 90, "target", "2015"),
            admitted("97", 97, "result", "2015"),
            admitted("107,8", 107.8, "result", "2015", "vs_plan", unit="percent"),
            row("5", 5, "count", "class", "held", "level", "target", "2015", HOST),
            row("6", 6, "count", "class", "held", "level", "result", "2015", HOST),
            row("120", 120, "percent", "class", "held", "vs_plan", "result", "2015", HOST),
        ],
    ),
    "bodies as rows with notes and a sum": (
        LEAD,
        BODIES,
        [
            admitted("12", 12, "result", "2015", owner="Đảng bộ Sở Y tế"),
            admitted("120", 120, "result", "2015", "vs_plan", unit="percent", owner="Đảng bộ Sở Y tế"),
            admitted("7", 7, "result", "2015", owner="Đảng bộ Sở Xây dựng"),
            admitted("87,5", 87.5, "result", "2015", "vs_plan", unit="percent", owner="Đảng bộ Sở Xây dựng"),
            admitted("19", 19, "result", "2015"),
            admitted("105,6", 105.6, "result", "2015", "vs_plan", unit="percent"),
        ],
    ),
    "flattened, a cell a line": (LEAD, FLAT, FLAT_ROWS),
    "bodies as columns": (
        LEAD,
        ACROSS,
        [
            admitted("12", 12, "result", "2015", owner="Đảng bộ Sở Y tế"),
            admitted("7", 7, "result", "2015", owner="Đảng bộ Sở Xây dựng"),
            member("1", 1, "disciplined", "level", "result", "2015", owner="Đảng bộ Sở Y tế"),
        ],
    ),
    "bounds and ranges": (
        LEAD,
        BOUNDS,
        [
            admitted("97", 97, "result", "2015"),
            admitted("95", 95, "target", "2016"),
            row("76,5%", 76.5, "percent", "grassroots_org", "clean_strong", "level", "result", "2015", HOST),
            row("75%", 75, "percent", "grassroots_org", "clean_strong", "level", "target", "2016", HOST),
            row("15", 15, "count", "party_org", "supervised", "level", "result", "2015", HOST),
            row("12 - 14", 12, "count", "party_org", "supervised", "level", "target", "2016", HOST),
        ],
    ),
    "cells parted by tabs": (
        LEAD,
        TABS,
        [
            admitted("88", 88, "result", "2014"),
            admitted("97", 97, "result", "2015"),
            member("3", 3, "removed", "level", "result", "2014"),
            member("2", 2, "removed", "level", "result", "2015"),
            row("1", 1, "count", "cell", "established", "level", "result", "2014", HOST),
            row("2", 2, "count", "cell", "established", "level", "result", "2015", HOST),
        ],
    ),
    "labels over several rows": (
        LEAD,
        DOWN,
        [
            row(text, value, unit, subject, measure, "level", "result", "2015", HOST)
            for text, value, unit, subject, measure in (
                ("310", 310, "count", "member", "excellent"),
                ("12,4", 12.4, "percent", "member", "excellent"),
                ("2.000", 2000, "count", "member", "good"),
                ("80", 80, "percent", "member", "good"),
                ("9", 9, "count", "grassroots_org", "excellent"),
                ("12,9", 12.9, "percent", "grassroots_org", "excellent"),
                ("50", 50, "count", "grassroots_org", "good"),
                ("71,4", 71.4, "percent", "grassroots_org", "good"),
            )
        ],
    ),
    "a unit in the line above": (
        BUSINESS_LEAD,
        FIRMS,
        [
            row(text, value, "VND", "enterprise", measure, "level", "result", "2015", BUSINESS)
            for text, value, measure in (
                ("1.250,5", 1.2505e12, "revenue"),
                ("80", 8e10, "profit"),
                ("420", 4.2e11, "revenue"),
                ("22,5", 2.25e10, "profit"),
            )
        ],
    ),
}


def rows_of(lead: str, table: str) -> list[Row]:
    page = read_page(
        f"<html><body><article><h1>Khối các cơ quan tỉnh Hòa Bình tổng kết năm 2015</h1><p>{lead}</p>{table}"
        f"<p>{TAIL}</p></article></body></html>"
    )
    article = Article("table", page.text, title=page.title, parts=page.parts, grids=page.grids)
    return [
        (
            figure.mention.text,
            figure.value,
            figure.unit,
            figure.subject,
            figure.measure,
            figure.basis,
            figure.phase,
            figure.period,
            figure.organization,
        )
        for figure in extract(article).figures
    ]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_cell_of_a_table_is_labelled_right(shape: str) -> None:
    lead, table, expected = SHAPES[shape]
    assert rows_of(lead, table) == expected
