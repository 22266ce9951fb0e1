"""Heads in a row and as many numbers: each gets its own, with and without "lần lượt"."""

from __future__ import annotations

import pytest

from tests.engines.rules.judged import figures, labels

IN_TURN = [
    (
        "Doanh thu và lợi nhuận của các doanh nghiệp đạt 5.230 tỷ đồng và 410 tỷ đồng.",
        ["5.230 tỷ đồng enterprise/revenue", "410 tỷ đồng enterprise/profit"],
    ),
    (
        "Các doanh nghiệp đạt doanh thu và nộp ngân sách lần lượt 1.200 tỷ đồng và 98 tỷ đồng.",
        ["1.200 tỷ đồng enterprise/revenue", "98 tỷ đồng enterprise/budget_paid"],
    ),
    (
        "Doanh thu, lợi nhuận lần lượt là 5.200 tỷ đồng và 310 tỷ đồng, tăng lần lượt 5% và 3,2%.",
        [
            "5.200 tỷ đồng enterprise/revenue",
            "310 tỷ đồng enterprise/profit",
            "5% enterprise/revenue/change",
            "3,2% enterprise/profit/change",
        ],
    ),
    (
        "Số đảng viên được kết nạp, được công nhận chính thức và bị xóa tên lần lượt là 71, 64 và 3.",
        ["71 member/admitted", "64 member/made_official", "3 member/removed"],
    ),
    (
        "Số tổ chức đảng và đảng viên được kiểm tra lần lượt là 21 và 88.",
        ["21 party_org/inspected", "88 member/inspected"],
    ),
    (
        "Tỷ lệ hoàn thành tốt nhiệm vụ của tổ chức cơ sở đảng và đảng viên lần lượt đạt 74% và 83,5%.",
        ["74% grassroots_org/good", "83,5% member/good"],
    ),
    (
        "Doanh thu của khối đạt 2.140 tỷ đồng và nộp ngân sách 187 tỷ đồng, tương ứng bằng 104% và 112% kế hoạch.",
        [
            "2.140 tỷ đồng enterprise/revenue",
            "187 tỷ đồng enterprise/budget_paid",
            "104% enterprise/revenue/vs_plan",
            "112% enterprise/budget_paid/vs_plan",
        ],
    ),
    (
        "Kiểm tra 12 chi bộ, giám sát 10 chi bộ, đạt 100% và 111% kế hoạch.",
        ["12 cell/inspected", "10 cell/supervised", "100% cell/inspected/vs_plan", "111% cell/supervised/vs_plan"],
    ),
    (
        "Mở 4 lớp bồi dưỡng và 3 hội nghị, lần lượt có 320 và 450 người tham dự.",
        ["4 class/held", "3 class/held", "320 participant/attended", "450 participant/attended"],
    ),
]


@pytest.mark.parametrize(("paragraph", "told"), IN_TURN)
def test_each_number_of_a_row_gets_the_head_in_its_place(paragraph: str, told: list[str]) -> None:
    assert labels(paragraph) == told


def test_forms_of_discipline_told_in_turn_are_the_groups() -> None:
    told = figures("Số đảng viên bị khiển trách, cảnh cáo, khai trừ tương ứng là 9, 4 và 1.")
    assert [(one.mention.text, one.group) for one in told] == [
        ("9", "khiển trách"),
        ("4", "cảnh cáo"),
        ("1", "khai trừ"),
    ]


def test_sums_that_are_joined_but_have_one_head_are_both_of_it() -> None:
    assert labels("Doanh thu quý I và quý II của công ty đạt 52 tỷ đồng và 41 tỷ đồng.") == [
        "52 tỷ đồng enterprise/revenue",
        "41 tỷ đồng enterprise/revenue",
    ]
