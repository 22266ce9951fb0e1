"""Whose a table is: the body that the line right above it names, unless its rows or columns name theirs."""

from __future__ import annotations

import pytest

from tests.engines.rules.owned import summary

HOST = "Ban Tổ chức Tỉnh ủy Thanh Hóa"
REVIEW = (
    f"Ngày 10/1/2020, {HOST} tổ chức hội nghị tổng kết công tác tổ chức xây dựng Đảng năm 2019, triển khai nhiệm "
    "vụ năm 2020.\n\n"
)
BARS = (
    "| Nội dung | Chỉ tiêu | Kết quả |\n|---|---|---|\n| Kết nạp đảng viên | 6.500 | 7.012 |\n"
    "| Kiểm tra chi bộ | 20 | 25 |"
)
LINES = "Nội dung\nChỉ tiêu\nKết quả\nKết nạp đảng viên\n6.500\n7.012\nKiểm tra chi bộ\n20\n25"
TAIL = "\n\nHội nghị đã thảo luận.\n"

HEADS = [
    ("Một số kết quả chủ yếu của Đảng bộ tỉnh và chỉ tiêu được giao như sau:", "Đảng bộ tỉnh"),
    ("Kết quả công tác của Huyện ủy Nga Sơn năm 2019", "Huyện ủy Nga Sơn"),
    ("Kết quả công tác của Huyện ủy Nga Sơn năm 2019\n\n(Đơn vị: người)", "Huyện ủy Nga Sơn"),
    ("Kết quả thực hiện nghị quyết của Tỉnh ủy như sau:", HOST),
    ("Hội nghị biểu dương kết quả của Huyện ủy Nga Sơn.", HOST),
]


@pytest.mark.parametrize("table", [BARS, LINES], ids=["bars", "lines"])
@pytest.mark.parametrize(("head", "owner"), HEADS)
def test_the_body_whose_results_the_line_above_heads_owns_the_table(head: str, owner: str, table: str) -> None:
    found = summary(f"{REVIEW}{head}\n\n{table}{TAIL}")
    assert [(one.mention.text, one.organization) for one in found.figures] == [
        (value, owner) for value in ("6.500", "7.012", "20", "25")
    ]
    assert owner in [one.name for one in found.organizations]


def test_a_row_that_names_its_body_is_that_bodys() -> None:
    rows = BARS.replace("Nội dung", "Đơn vị").replace("Kiểm tra chi bộ", "Đảng bộ huyện Nga Sơn")
    rows = rows.replace("Kết nạp đảng viên", "Đảng bộ huyện Hà Trung")
    found = summary(f"{REVIEW}Kết quả kết nạp đảng viên của Đảng bộ tỉnh như sau:\n\n{rows}{TAIL}")
    assert [one.organization for one in found.figures] == ["Đảng bộ huyện Hà Trung"] * 2 + ["Đảng bộ huyện Nga Sơn"] * 2
