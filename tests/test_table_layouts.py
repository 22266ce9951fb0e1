"""Tables as portals lay them out: each was labelled before the reader had seen it, then kept."""

from __future__ import annotations

import pytest

from extractor.loaders.pages import read_page
from tests.test_table_shapes import BUSINESS, BUSINESS_LEAD, HOST, LEAD, Row, admitted, member, row, rows_of

P_IN_TD = """<table border="1"><tbody><tr><td><p><strong>STT</strong></p></td>
<td><p><strong>Chỉ tiêu</strong></p></td>
<td><p><strong>ĐVT</strong></p></td><td><p><strong>Kế hoạch</strong></p><p><strong>năm 2015</strong></p></td>
<td><p><strong>Kết quả</strong></p><p><strong>năm 2015</strong></p></td></tr>
<tr><td><p>1</p></td><td><p>Doanh thu</p></td><td><p>Tỷ đồng</p></td><td><p>1.200</p></td><td><p>1.210,5</p></td></tr>
<tr><td><p>2</p></td><td><p>Nộp ngân sách</p></td><td><p>Triệu đồng</p></td><td><p>95.000</p></td>
<td><p>98.400</p></td></tr>
<tr><td><p>3</p></td><td><p>Kết nạp đảng viên</p></td><td><p>Đ/c</p></td><td><p>60</p></td><td><p>64</p></td></tr>
<tr><td><p>4</p></td><td><p>Đảng viên hoàn thành tốt nhiệm vụ</p></td><td><p>%</p></td><td><p>&nbsp;</p></td>
<td><p>81,3</p></td></tr>
</tbody></table>"""
TRANSPOSED = """<table><tr><th></th><th>Kết nạp đảng viên</th><th>Kiểm tra tổ chức đảng</th></tr>
<tr><th>Kế hoạch năm 2015</th><td>90</td><td>14</td></tr><tr><th>Thực hiện năm 2015</th><td>97</td><td>15</td></tr>
<tr><th>So với kế hoạch (%)</th><td>107,8</td><td>107,1</td></tr></table>"""
FOOTNOTES = """<table><tr><td>Nội dung</td><td>Năm 2014</td><td>Năm 2015<sup>(*)</sup></td></tr>
<tr><td>Kết nạp đảng viên</td><td>88</td><td>97<sup>1</sup></td></tr>
<tr><td>Giám sát tổ chức đảng<sup>2</sup></td><td>11 (*)</td><td>15**</td></tr>
<tr><td colspan="3"><i>(*) Số liệu tính đến ngày 15-12-2015.</i></td></tr></table>
<p><em>(1) Không kể công nhận chính thức. (2) Kể cả giám sát chuyên đề.</em></p>"""
SIDE_BY_SIDE = """<table width="100%"><tr><td width="50%"><table border="1"><caption>Phát triển đảng viên</caption>
<tr><th>Năm</th><th>Kết nạp đảng viên</th></tr><tr><td>2014</td><td>88</td></tr><tr><td>2015</td><td>97</td>
</tr></table></td>
<td width="50%"><table border="1"><caption>Đảng viên bị kỷ luật năm 2015</caption><tr><th>Hình thức</th>
<th>Số lượng</th></tr>
<tr><td>Khiển trách</td><td>5</td></tr><tr><td>Cảnh cáo</td><td>2</td></tr></table></td></tr></table>"""
TWO_IN_A_CELL = """<table><tr><th>Chỉ tiêu</th><th>Nghị quyết</th><th>Thực hiện năm 2015</th></tr>
<tr><td>Kết nạp đảng viên</td><td>90</td><td>97 (đạt 107,8% kế hoạch)</td></tr>
<tr><td>Mở lớp bồi dưỡng</td><td>5 lớp</td><td>6 lớp, bằng 120% kế hoạch</td></tr></table>"""
SPACES = """<table><tr><th rowspan=2>Chỉ tiêu<br>chủ yếu</th><th colspan=2>Thực hiện (triệu đồng)</th></tr>
<tr><th>2014</th><th>2015</th></tr>
<tr><td>Doanh thu</td><td>1 250 000</td><td>1&nbsp;318&nbsp;500</td></tr><tr><td>Lợi nhuận</td><td>98 000</td>
<td>91 500</td></tr></table>"""
UPDOWN = """<table><tr><th>Chỉ tiêu</th><th>Năm 2014</th><th>Năm 2015</th><th>Tăng (+), giảm (-)</th></tr>
<tr><td>Kết nạp đảng viên</td><td>88</td><td>97</td><td>+9</td></tr>
<tr><td>Đảng viên bị kỷ luật</td><td>6</td><td>3</td><td>-3</td></tr></table>"""
REPEATED = """<table><tr><th>TT</th><th>Nội dung</th><th>Kế hoạch 2015</th><th>Kết quả 2015</th></tr>
<tr><td>1</td><td>Kết nạp đảng viên</td><td>90</td><td>97</td></tr>
<tr><th>TT</th><th>Nội dung</th><th>Kế hoạch 2015</th><th>Kết quả 2015</th></tr>
<tr><td>2</td><td>Giám sát tổ chức đảng</td><td>12</td><td>15</td></tr></table>"""
GROUPED = """<table border=1><tr><td rowspan=2>STT</td><td rowspan=2>Tổ chức cơ sở đảng</td>
<td colspan=3>Kết nạp đảng viên năm 2015</td><td rowspan=2>Đảng viên bị kỷ luật</td></tr>
<tr><td>Kế hoạch</td><td>Thực hiện</td><td>Đạt (%)</td></tr>
<tr><td>1</td><td>Đảng bộ Sở Y tế</td><td>10</td><td>12</td><td>120</td><td>1</td></tr>
<tr><td>2</td><td>Đảng bộ Sở Xây dựng</td><td>8</td><td>7</td><td>87,5</td><td>0</td></tr>
<tr><td colspan=2>Tổng cộng</td><td>18</td><td>19</td><td>105,6</td><td>1</td></tr></table>"""
LIST = """<div class="bang"><div class="hang"><div>Chỉ tiêu</div><div>Năm 2014</div><div>Năm 2015</div></div>
<div class="hang"><div>Kết nạp đảng viên</div><div>88</div><div>97</div></div>
<div class="hang"><div>Giám sát tổ chức đảng</div><div>11</div><div>15</div></div>
<div class="hang"><div>Xóa tên đảng viên</div><div>3</div><div>2</div></div></div>"""
BR = """<table><tr><td>Nội dung</td><td>ĐVT</td><td>Kết quả năm 2015</td></tr>
<tr><td>- Kết nạp đảng viên<br>- Công nhận đảng viên chính thức<br>- Xóa tên đảng viên</td>
<td>đảng viên<br>đảng viên<br>đảng viên</td><td>97<br>81<br>2</td></tr></table>"""
HEALTH, BUILDING = "Đảng bộ Sở Y tế", "Đảng bộ Sở Xây dựng"


def supervised(text: str, value: float, phase: str, period: str) -> Row:
    return row(text, value, "count", "party_org", "supervised", "level", phase, period, HOST)


SHAPES: dict[str, tuple[str, str, list[Row]]] = {
    "paragraphs in cells, units by row": (
        BUSINESS_LEAD,
        P_IN_TD,
        [
            row("1.200", 1.2e12, "VND", "enterprise", "revenue", "level", "target", "2015", BUSINESS),
            row("1.210,5", 1.2105e12, "VND", "enterprise", "revenue", "level", "result", "2015", BUSINESS),
            row("95.000", 9.5e10, "VND", "enterprise", "budget_paid", "level", "target", "2015", BUSINESS),
            row("98.400", 9.84e10, "VND", "enterprise", "budget_paid", "level", "result", "2015", BUSINESS),
            admitted("60", 60, "target", "2015", owner=BUSINESS),
            admitted("64", 64, "result", "2015", owner=BUSINESS),
            member("81,3", 81.3, "good", "level", "result", "2015", unit="percent", owner=BUSINESS),
        ],
    ),
    "transposed": (
        LEAD,
        TRANSPOSED,
        [
            admitted("90", 90, "target", "2015"),
            row("14", 14, "count", "party_org", "inspected", "level", "target", "2015", HOST),
            admitted("97", 97, "result", "2015"),
            row("15", 15, "count", "party_org", "inspected", "level", "result", "2015", HOST),
            admitted("107,8", 107.8, "result", "2015", "vs_plan", unit="percent"),
            row("107,1", 107.1, "percent", "party_org", "inspected", "vs_plan", "result", "2015", HOST),
        ],
    ),
    "footnotes": (
        LEAD,
        FOOTNOTES,
        [
            admitted("88", 88, "result", "2014"),
            admitted("97", 97, "result", "2015"),
            row("11", 11, "count", "party_org", "supervised", "level", "result", "2014", HOST),
            row("15", 15, "count", "party_org", "supervised", "level", "result", "2015", HOST),
        ],
    ),
    "two tables side by side": (
        LEAD,
        SIDE_BY_SIDE,
        [
            admitted("88", 88, "result", "2014"),
            admitted("97", 97, "result", "2015"),
            member("5", 5, "disciplined", "level", "result", "2015"),
            member("2", 2, "disciplined", "level", "result", "2015"),
        ],
    ),
    "two values in a cell": (
        LEAD,
        TWO_IN_A_CELL,
        [
            admitted("90", 90, "target", "2015"),
            admitted("97", 97, "result", "2015"),
            admitted("107,8%", 107.8, "result", "2015", "vs_plan", unit="percent"),
            row("5", 5, "count", "class", "held", "level", "target", "2015", HOST),
            row("6", 6, "count", "class", "held", "level", "result", "2015", HOST),
            row("120%", 120, "percent", "class", "held", "vs_plan", "result", "2015", HOST),
        ],
    ),
    "spaces between thousands": (
        BUSINESS_LEAD,
        SPACES,
        [
            row("1 250 000", 1.25e12, "VND", "enterprise", "revenue", "level", "result", "2014", BUSINESS),
            row("1\u00a0318\u00a0500", 1.3185e12, "VND", "enterprise", "revenue", "level", "result", "2015", BUSINESS),
            row("98 000", 9.8e10, "VND", "enterprise", "profit", "level", "result", "2014", BUSINESS),
            row("91 500", 9.15e10, "VND", "enterprise", "profit", "level", "result", "2015", BUSINESS),
        ],
    ),
    "up and down": (
        LEAD,
        UPDOWN,
        [
            admitted("88", 88, "result", "2014"),
            admitted("97", 97, "result", "2015"),
            admitted("9", 9, "result", "2015", "change"),
            member("6", 6, "disciplined", "level", "result", "2014"),
            member("3", 3, "disciplined", "level", "result", "2015"),
            member("3", -3, "disciplined", "change", "result", "2015"),
        ],
    ),
    "headings repeated": (
        LEAD,
        REPEATED,
        [
            admitted("90", 90, "target", "2015"),
            admitted("97", 97, "result", "2015"),
            supervised("12", 12, "target", "2015"),
            supervised("15", 15, "result", "2015"),
        ],
    ),
    "grouped by body": (
        LEAD,
        GROUPED,
        [
            admitted("10", 10, "target", "2015", owner=HEALTH),
            admitted("12", 12, "result", "2015", owner=HEALTH),
            admitted("120", 120, "result", "2015", "vs_plan", unit="percent", owner=HEALTH),
            member("1", 1, "disciplined", "level", "result", "2015", owner=HEALTH),
            admitted("8", 8, "target", "2015", owner=BUILDING),
            admitted("7", 7, "result", "2015", owner=BUILDING),
            admitted("87,5", 87.5, "result", "2015", "vs_plan", unit="percent", owner=BUILDING),
            member("0", 0, "disciplined", "level", "result", "2015", owner=BUILDING),
            admitted("18", 18, "target", "2015"),
            admitted("19", 19, "result", "2015"),
            admitted("105,6", 105.6, "result", "2015", "vs_plan", unit="percent"),
            member("1", 1, "disciplined", "level", "result", "2015"),
        ],
    ),
    "boxes for cells": (
        LEAD,
        LIST,
        [
            admitted("88", 88, "result", "2014"),
            admitted("97", 97, "result", "2015"),
            supervised("11", 11, "result", "2014"),
            supervised("15", 15, "result", "2015"),
            member("3", 3, "removed", "level", "result", "2014"),
            member("2", 2, "removed", "level", "result", "2015"),
        ],
    ),
    "several lines in a cell": (
        LEAD,
        BR,
        [
            admitted("97", 97, "result", "2015"),
            member("81", 81, "made_official", "level", "result", "2015"),
            member("2", 2, "removed", "level", "result", "2015"),
        ],
    ),
}


@pytest.mark.parametrize("layout", SHAPES)
def test_every_cell_of_a_layout_is_labelled_right(layout: str) -> None:
    lead, table, expected = SHAPES[layout]
    assert rows_of(lead, table) == expected


def test_one_label_over_two_lines_beside_two_numbers_stays_one_row() -> None:
    table = """<table><tr><th>Nội dung</th><th>Năm 2015</th></tr><tr><td>Kết nạp<br>đảng viên</td>
<td>97<br>88</td></tr>
<tr><td>Giám sát tổ chức đảng</td><td>15</td></tr></table>"""
    assert "Kết nạp đảng viên | 97 88" in read_page(f"<html><body><p>{LEAD}</p>{table}</body></html>").text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("97<sup>1</sup> đảng viên", "97 đảng viên"),
        ("97<sup>(*)</sup> đảng viên", "97 đảng viên"),
        ("<b>97</b><sup>[2]</sup> đảng viên", "97 đảng viên"),
        ("1.250 m<sup>2</sup> nhà", "1.250 m2 nhà"),
        ("3,5 km<sup>2</sup>", "3,5 km2"),
        ("10<sup>6</sup> tấn", "10⁶ tấn"),
        ("số 1<sup>a</sup>", "số 1a"),
    ],
)
def test_a_raised_note_mark_is_no_digit_of_the_number_before_it(source: str, text: str) -> None:
    assert (
        read_page(f"<p>Năm 2015 có {source} ở các xã của huyện.</p>").text == f"Năm 2015 có {text} ở các xã của huyện."
    )
