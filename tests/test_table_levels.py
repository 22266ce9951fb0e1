"""Flattened tables with sections and with headings on two levels, all the way: owner, labels, phase, period, value."""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.text.article import Article

HOST = "Huyện ủy Mường La"
LEAD = (
    f"Ngày 6/1/2022, {HOST}, tỉnh Sơn La tổ chức hội nghị tổng kết công tác xây dựng Đảng năm 2021, triển khai "
    "nhiệm vụ năm 2022."
)
TAIL = "Hội nghị bế mạc."

Row = tuple[str, str, str, str, str | None, str | None]


def figures(table: str) -> list[Row]:
    """Each figure: mention with its unit, subject/measure, basis, phase, period, owner."""
    lines = "\n".join(table.split("; "))
    summary = extract(Article.from_text("levels", f"{LEAD}\n\n{lines}\n\n{TAIL}\n"), engine="rules")
    return [
        (
            f.mention.text + (" %" if f.unit == "percent" else ""),
            f"{f.subject}/{f.measure}",
            f.basis,
            f.phase,
            f.period,
            f.organization,
        )
        for f in summary.figures
    ]


def planned(value: str, what: str, owner: str = HOST, period: str = "2021") -> Row:
    return (value, what, "level", "target", period, owner)


def reached(value: str, what: str, owner: str = HOST, period: str = "2021", basis: str = "level") -> Row:
    return (value, what, basis, "result", period, owner)


SECTIONS = (
    "TT; Nội dung; Đơn vị; Kế hoạch 2021; Thực hiện 2021; Tỷ lệ % so với kế hoạch; I; Công tác đảng viên; "
    "1; Kết nạp đảng viên; Người; 150; 162; 108; 2; Công nhận đảng viên chính thức; Người; 140; 133; 95; "
    "II; Công tác kiểm tra; 1; Kiểm tra đảng viên; Người; 40; 44; 110"
)
FOUND_UNDER_SECTIONS = [
    planned("150", "member/admitted"),
    reached("162", "member/admitted"),
    reached("108 %", "member/admitted", basis="vs_plan"),
    planned("140", "member/made_official"),
    reached("133", "member/made_official"),
    reached("95 %", "member/made_official", basis="vs_plan"),
    planned("40", "member/inspected"),
    reached("44", "member/inspected"),
    reached("110 %", "member/inspected", basis="vs_plan"),
]


def test_a_section_row_shifts_no_column_and_its_numbers_are_none() -> None:
    assert figures(SECTIONS) == FOUND_UNDER_SECTIONS


def test_a_section_row_needs_no_number() -> None:
    found = figures(
        "Nội dung; Chỉ tiêu; Kết quả; Tỷ lệ đạt (%); Công tác đảng viên; Kết nạp đảng viên; 105; 110; 104,8; "
        "Công tác chi bộ; Thành lập chi bộ; 2; 3; 150; Kiểm tra chi bộ; 8; 8; 100"
    )
    assert [(row[0], row[1]) for row in found] == [
        *((value, "member/admitted") for value in ("105", "110", "104,8 %")),
        *((value, "cell/established") for value in ("2", "3", "150 %")),
        *((value, "cell/inspected") for value in ("8", "8", "100 %")),
    ]


def test_a_section_over_rows_of_bodies_says_what_each_of_them_did() -> None:
    first, second = "Đảng bộ xã Ngọc Chiến", "Đảng bộ xã Mường Bú"
    found = figures(
        f"TT; Tên đơn vị; Kế hoạch; Thực hiện; Tỷ lệ %; I; Công tác kết nạp đảng viên; 1; {first}; 10; 12; 120; "
        f"2; {second}; 8; 6; 75"
    )
    assert found == [
        planned("10", "member/admitted", first),
        reached("12", "member/admitted", first),
        reached("120 %", "member/admitted", first, basis="vs_plan"),
        planned("8", "member/admitted", second),
        reached("6", "member/admitted", second),
        reached("75 %", "member/admitted", second, basis="vs_plan"),
    ]


LEVELS = [
    (
        "STT; Nội dung; ĐVT; Thực hiện năm 2020; Năm 2021; Kế hoạch; Thực hiện; 1; Kết nạp đảng viên; đ/c; 100; 105; "
        "110; 2; Kiểm tra tổ chức đảng; TC; 15; 16; 18",
        [
            reached("100", "member/admitted", period="2020"),
            planned("105", "member/admitted"),
            reached("110", "member/admitted"),
            reached("15", "party_org/inspected", period="2020"),
            planned("16", "party_org/inspected"),
            reached("18", "party_org/inspected"),
        ],
    ),
    (
        "Phụ lục; TT; Chỉ tiêu; Năm 2020; Năm 2021; Ghi chú; KH; TH; KH; TH; 1; Kết nạp đảng viên; 90; 91; 105; 110; "
        "2; Kiểm tra chi bộ; 15; 14; 16; 18",
        [
            planned("90", "member/admitted", period="2020"),
            reached("91", "member/admitted", period="2020"),
            planned("105", "member/admitted"),
            reached("110", "member/admitted"),
            planned("15", "cell/inspected", period="2020"),
            reached("14", "cell/inspected", period="2020"),
            planned("16", "cell/inspected"),
            reached("18", "cell/inspected"),
        ],
    ),
    (
        "STT; Tên đơn vị; Kết nạp đảng viên; Kiểm tra chi bộ; KH; TH; KH; TH; A; Khối xã; 1; Đảng bộ xã Ngọc Chiến; "
        "10; 12; 9; 8; B; Khối thị trấn; 1; Đảng bộ thị trấn Ít Ong; 7; 6; -; 5",
        [
            planned("10", "member/admitted", "Đảng bộ xã Ngọc Chiến"),
            reached("12", "member/admitted", "Đảng bộ xã Ngọc Chiến"),
            planned("9", "cell/inspected", "Đảng bộ xã Ngọc Chiến"),
            reached("8", "cell/inspected", "Đảng bộ xã Ngọc Chiến"),
            planned("7", "member/admitted", "Đảng bộ thị trấn Ít Ong"),
            reached("6", "member/admitted", "Đảng bộ thị trấn Ít Ong"),
            reached("5", "cell/inspected", "Đảng bộ thị trấn Ít Ong"),
        ],
    ),
]


@pytest.mark.parametrize(("table", "expected"), LEVELS)
def test_headings_on_two_levels_stand_over_their_own_columns(table: str, expected: list[Row]) -> None:
    assert figures(table) == expected


def test_a_heading_after_those_that_stand_over_others_keeps_its_place() -> None:
    found = figures(
        "TT; Chỉ tiêu; Năm 2021; Bình quân xã; KH; TH; 1; 2; 3; 4; 5; I; Xây dựng Đảng; 1; Kết nạp đảng viên; 105; "
        "110; 5; 2; Kiểm tra chi bộ; 16; 18; 1; Trong đó: chi bộ nông thôn; 6; 7; 1"
    )
    assert [row[3] for row in found if row[0] in ("105", "16", "6")] == ["target"] * 3
    assert [row[3:5] for row in found if row[0] in ("110", "18", "7")] == [("result", "2021")] * 3
    assert not any(row[0] in ("2", "3", "4") for row in found)


def test_a_row_that_is_a_part_may_have_a_dash_for_its_number() -> None:
    found = figures(
        "TT; Nội dung; ĐVT; Kế hoạch; Kết quả; I; Công tác đảng viên; 1; Kết nạp đảng viên; người; 150; 162; "
        "-; Trong đó: nữ; người; -; 70"
    )
    assert found == [
        planned("150", "member/admitted"),
        reached("162", "member/admitted"),
        reached("70", "member/admitted"),
    ]


def test_a_row_of_sums_below_bodies_is_of_the_topic_above_too() -> None:
    found = figures(
        "Kết quả công tác kết nạp đảng viên; TT; Tên đơn vị; Kế hoạch; Thực hiện; 1; Đảng bộ xã Ngọc Chiến; 10; 12; "
        "2; Đảng bộ xã Mường Bú; 8; 6; Tổng cộng; 18; 18"
    )
    assert [row[1] for row in found] == ["member/admitted"] * 6
    assert [row[5] for row in found[4:]] == [HOST] * 2


def test_where_a_row_lacks_a_value_sections_and_numbers_still_shift_nothing() -> None:
    found = figures(
        "TT; Nội dung; ĐVT; Kế hoạch; Thực hiện; Tỷ lệ (%); I; Công tác kiểm tra; 1; Kiểm tra chi bộ; chi bộ; 20; 22; "
        "110; 2; Giám sát chi bộ; chi bộ; 40; 40; 100; II; Công tác đảng viên; 1; Kết nạp đảng viên; người; 150; 162; "
        "108; Trong đó: nữ; người; 70"
    )
    assert [row for row in found if row[0] != "70"] == [
        planned("20", "cell/inspected"),
        reached("22", "cell/inspected"),
        reached("110 %", "cell/inspected", basis="vs_plan"),
        planned("40", "cell/supervised"),
        reached("40", "cell/supervised"),
        reached("100 %", "cell/supervised", basis="vs_plan"),
        planned("150", "member/admitted"),
        reached("162", "member/admitted"),
        reached("108 %", "member/admitted", basis="vs_plan"),
    ]


def test_a_row_without_one_of_its_values_takes_no_number_of_the_next_row_for_it() -> None:
    found = figures(
        "TT; Nội dung; ĐVT; Kế hoạch; Thực hiện; I; Công tác đảng viên; 1; Kết nạp đảng viên; Người; 150; "
        "2; Công nhận chính thức; Người; 140; 133; 3; Xóa tên; Người; 4; 5"
    )
    assert ("2", "member/admitted") not in [(row[0], row[1]) for row in found]
