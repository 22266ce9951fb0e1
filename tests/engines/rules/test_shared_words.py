"""Numbers whose labels are told by words they share with a neighbour, or by words on the other side of a mark."""

from __future__ import annotations

import pytest

from tests.engines.rules.judged import figures, labels

SHARED = [
    (
        "Trong đó 590 đảng viên (18,7%) hoàn thành xuất sắc nhiệm vụ, 2.430 đảng viên (77,1%) hoàn thành tốt nhiệm vụ.",
        ["590 member/excellent", "18,7% member/excellent", "2.430 member/good", "77,1% member/good"],
    ),
    (
        "Phân loại TCCSĐ: 47/76 đơn vị đạt trong sạch vững mạnh = 61,8%; yếu kém: 01 đơn vị = 1,3%.",
        [
            "47/76 grassroots_org/clean_strong",
            "61,8% grassroots_org/clean_strong",
            "01 grassroots_org/not_completed",
            "1,3% grassroots_org/not_completed",
        ],
    ),
    (
        "Đảng viên hoàn thành xuất sắc nhiệm vụ 612 đồng chí; hoàn thành tốt 3.210; hoàn thành 290; "
        "không hoàn thành 23.",
        ["612 member/excellent", "3.210 member/good", "290 member/completed", "23 member/not_completed"],
    ),
    (
        "92,5% công đoàn cơ sở và 36/39 cơ sở đoàn hoàn thành tốt nhiệm vụ.",
        ["92,5% trade_union/good", "36/39 youth_union/good"],
    ),
    (
        "Trao Huy hiệu Đảng cho 27 đảng viên, gồm 22 Huy hiệu 30 năm và 5 Huy hiệu 40 năm.",
        ["27 member/badge", "22 member/badge", "5 member/badge"],
    ),
    (
        "Kiểm tra 20 tổ chức đảng và 31 đảng viên, đạt 84% kế hoạch.",
        ["20 party_org/inspected", "31 member/inspected", "84% party_org/inspected/vs_plan"],
    ),
    ("Kết nạp 147 đảng viên (kế hoạch 130).", ["147 member/admitted", "130 member/admitted"]),
]

APART = [
    ("Hỗ trợ 2 tỷ đồng, giúp dựng 40 căn nhà.", "40", "other/other"),
    ("Kết nạp 200 đảng viên; 100% thôn có chi bộ.", "100%", "other/other"),
    ("Kết nạp 200 đảng viên; giảm 0,5% hộ nghèo.", "0,5%", "other/other"),
    (
        "Toàn huyện kết nạp 12 đảng viên, đã cử 86 cán bộ đi học cao cấp lý luận chính trị.",
        "86",
        "participant/attended",
    ),
    ("Đội ngũ báo cáo viên hiện có 1.215 người.", "1.215", "other/total"),
]

PERIODS = [
    ("Số TCCSĐ yếu kém giảm từ 4 (năm 2015) xuống còn 1 (năm 2017).", ["2015", "2017"]),
    ("Kết nạp 38 đảng viên (năm ngoái là 45).", ["2018", "2017"]),
    ("Kết nạp 121 đảng viên (chỉ tiêu là 110), trong đó 74 đảng viên là công nhân.", ["2018", "2018", "2018"]),
]

GROUPS = [
    ("Các đơn vị ủng hộ Quỹ “Vì người nghèo” 850 triệu đồng.", ["Quỹ “Vì người nghèo”"]),
    ("Kiểm tra khi có dấu hiệu vi phạm 9 đảng viên.", ["khi có dấu hiệu vi phạm"]),
    ("Đảng bộ có 70 TCCSĐ (24 đảng bộ, 46 chi bộ cơ sở).", [None, "đảng bộ", "chi bộ cơ sở"]),
    (
        "Mở 2 lớp bồi dưỡng lý luận chính trị - hành chính cho 90 học viên.",
        ["bồi dưỡng lý luận chính trị - hành chính"] * 2,
    ),
]


@pytest.mark.parametrize(("text", "expected"), SHARED)
def test_words_that_several_numbers_share_label_each_of_them(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(("text", "mention", "expected"), APART)
def test_a_number_with_a_topic_of_its_own_takes_nothing_from_the_fact_before(
    text: str, mention: str, expected: str
) -> None:
    (figure,) = (figure for figure in figures(text) if figure.mention.text == mention)
    assert f"{figure.subject}/{figure.measure}" == expected


@pytest.mark.parametrize(("text", "expected"), PERIODS)
def test_a_year_beside_a_number_is_that_numbers(text: str, expected: list[str]) -> None:
    assert [figure.period for figure in figures(text)] == expected


def test_a_target_in_brackets_leaves_what_follows_a_result() -> None:
    phases = [figure.phase for figure in figures(PERIODS[-1][0])]
    assert phases == ["result", "target", "result"]


@pytest.mark.parametrize(("text", "expected"), GROUPS)
def test_a_group_is_told_on_either_side_of_its_number(text: str, expected: list[str | None]) -> None:
    assert [figure.group for figure in figures(text)] == expected
