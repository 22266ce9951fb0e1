"""Figures of table cells, and facts told more than once."""

from __future__ import annotations

import pytest

from tests.engines.rules.judged import HEAD, figures, labels

TABLE = (
    "Chỉ tiêu\nĐVT\nKế hoạch 2018\nThực hiện 2018\nKết nạp đảng viên\nngười\n120\n134\n"
    "Doanh thu\ntỷ đồng\n1.250\n1.318,5\n"
    "TCCSĐ hoàn thành tốt nhiệm vụ\n%\n85\n91,3\n\n"
    "Hội nghị đã thảo luận và thông qua nhiều nội dung quan trọng, bàn các giải pháp để thực hiện thắng lợi nhiệm vụ."
)

CELLS = [
    ("120", "member/admitted", "target", 120),
    ("134", "member/admitted", "result", 134),
    ("1.250", "enterprise/revenue", "target", 1250e9),
    ("1.318,5", "enterprise/revenue", "result", 1318.5e9),
    ("85", "grassroots_org/good", "target", 85),
    ("91,3", "grassroots_org/good", "result", 91.3),
]


def test_a_cell_is_labelled_by_its_row_and_its_column() -> None:
    found = [(f.mention.text, f"{f.subject}/{f.measure}", f.phase, f.value) for f in figures(TABLE)]
    assert found == CELLS


def test_the_evidence_of_a_cell_is_its_row_and_the_period_its_columns_year() -> None:
    cell = next(figure for figure in figures(TABLE) if figure.mention.text == "134")
    assert cell.evidence.text == "Kết nạp đảng viên\nngười\n120\n134"
    assert cell.period == "2018"


BODY = "Năm 2018, Đảng bộ Khối kết nạp 214 đảng viên mới; 81,01% tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ."
TITLES = [
    ("Khối các cơ quan kết nạp 214 đảng viên", ["214", "81,01%"]),
    ("Trên 81% tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ", ["214", "81,01%"]),
    ("Kết nạp hơn 200 đảng viên trong năm 2018", ["214", "81,01%"]),
    ("Khối các cơ quan kiểm tra 12 chi bộ trong năm", ["12", "214", "81,01%"]),
]


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_a_headline_that_echoes_the_body_adds_nothing(title: str, expected: list[str]) -> None:
    head = HEAD.replace("Hội nghị tổng kết công tác xây dựng Đảng", title)
    assert [figure.mention.text for figure in figures(BODY, head)] == expected


def test_a_fact_told_again_further_down_is_one_figure() -> None:
    again = f"{BODY}\n\nHội nghị biểu dương Đảng bộ Khối đã kết nạp 214 đảng viên mới trong năm 2018."
    assert [figure.mention.text for figure in figures(again)] == ["214", "81,01%"]


def test_the_same_number_of_another_fact_is_another_figure() -> None:
    head = "Khối nhìn lại\n\nNgày 15/1/2019, Đảng ủy Khối các cơ quan tỉnh Kon Tum tổng kết năm 2018. "
    found = labels("Khối kết nạp 5 đảng viên. Thi hành kỷ luật 5 đảng viên.", head)
    assert found == ["5 member/admitted", "5 member/disciplined"]


def test_the_same_number_of_another_year_is_another_figure() -> None:
    other = f"{BODY}\n\nNăm 2017, Đảng bộ Khối kết nạp 214 đảng viên mới."
    assert [(figure.mention.text, figure.period) for figure in figures(other)] == [
        ("214", "2018"),
        ("81,01%", "2018"),
        ("214", "2017"),
    ]
