"""Labels that a number's own words exclude or demand, in a review of 2018 that plans 2019."""

from __future__ import annotations

import pytest

from tests.engines.rules.judged import figures, labels

CASES = [
    ("Xóa 4 đảng viên ra khỏi danh sách.", ["4 member/removed"]),
    (
        "Có 3 đảng viên xin ra khỏi Đảng, 14 đảng viên được miễn sinh hoạt.",
        ["3 member/removed", "14 member/total"],
    ),
    ("Cấp ủy đưa 1 đảng viên không đủ tư cách ra khỏi Đảng.", ["1 member/removed"]),
    (
        "Có 109 chi bộ hoàn thành tốt, 10 chi bộ hoàn thành và 1 chi bộ không hoàn thành nhiệm vụ.",
        ["109 cell/good", "10 cell/completed", "1 cell/not_completed"],
    ),
    (
        "Có 109 chi bộ hoàn thành tốt, 9 chi bộ hoàn thành, còn 1 chi bộ không hoàn thành nhiệm vụ.",
        ["109 cell/good", "9 cell/completed", "1 cell/not_completed"],
    ),
    ("Toàn huyện có 60 cá nhân điển hình tiên tiến.", ["60 individual/other"]),
    ("Gợi ý kiểm điểm 60 cá nhân.", ["60 individual/self_criticism"]),
    ("Có 45 tập thể tiêu biểu trong học tập và làm theo Bác.", ["45 collective/other"]),
    (
        "Kiểm tra 18 chi bộ, phát hiện 2 đơn vị có vi phạm, thi hành kỷ luật 1 đơn vị.",
        ["18 cell/inspected", "2 cell/violating", "1 cell/disciplined"],
    ),
    ("Huyện ủy cử 12 đồng chí đi đào tạo trung cấp chính trị.", ["12 participant/attended"]),
    (
        "Kết nạp 02 đảng viên, 1.050 lượt người dự 15 lớp bồi dưỡng.",
        ["02 member/admitted", "1.050 participant/attended", "15 class/held"],
    ),
    (
        "Có 19 giải pháp kỹ thuật được công nhận, giảm 2 giải pháp so với năm 2017.",
        ["19 other/other", "2 other/other/change"],
    ),
    (
        "Huyện mở 2 lớp bồi dưỡng; 300 đảng viên tham gia học nghị quyết.",
        ["2 class/held", "300 member/studied"],
    ),
    ("Kết luận 6 đảng viên có vi phạm đến mức phải thi hành kỷ luật.", ["6 member/disciplined"]),
    (
        "Số chi bộ không có đảng viên dưới 35 tuổi giảm từ 22 xuống còn 11.",
        ["22 cell/other", "11 cell/other"],
    ),
    (
        "Kiểm tra 58 tổ chức đảng và 207 đảng viên, kết luận lần lượt 51 và 189 trường hợp có vi phạm.",
        ["58 party_org/inspected", "207 member/inspected", "51 party_org/violating", "189 member/violating"],
    ),
    (
        "Kiểm tra 5 đảng viên, kết luận 3 đảng viên có dấu hiệu vi phạm.",
        ["5 member/inspected", "3 member/inspected"],
    ),
    (
        "Thi hành kỷ luật 312 đảng viên, nhiều hơn năm trước 26 người, bằng 0,29% tổng số đảng viên.",
        ["312 member/disciplined", "26 member/disciplined/change", "0,29% member/disciplined"],
    ),
    ("Ủy ban kiểm tra giám sát 4 chi bộ, kiểm tra 2 chi bộ.", ["4 cell/supervised", "2 cell/inspected"]),
    ("Có 100% đảng viên và 80% sinh viên học tập nghị quyết.", ["100% member/studied", "80% other/studied"]),
    (
        "Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ ước đạt 21.450 tỷ đồng; doanh thu của khối đạt 120 tỷ đồng.",
        ["21.450 tỷ đồng other/other", "120 tỷ đồng enterprise/revenue"],
    ),
    ("Đảng bộ phường Hiến Nam có 18 chi bộ.", ["18 cell/total"]),
    ("Số đảng viên của Khối tăng lên 3.215 người.", ["3.215 member/total"]),
    (
        "So với đầu nhiệm kỳ, số đảng viên tăng 412 đồng chí, đạt 5.018 đồng chí.",
        ["412 member/total/change", "5.018 member/total"],
    ),
    (
        "Huyện ủy đã kiểm tra 8 cuộc đối với 22 tổ chức đảng; giám sát 5 cuộc đối với 14 tổ chức đảng.",
        ["8 other/other", "22 party_org/inspected", "5 other/other", "14 party_org/supervised"],
    ),
    (
        "Kết nạp 132 đảng viên, đạt tỷ lệ 110% nghị quyết đề ra; tỷ lệ 100% nghị quyết được quán triệt.",
        ["132 member/admitted", "110% member/admitted/vs_plan", "100% other/other"],
    ),
    ("Kết nạp đảng viên vượt 12,5% chỉ tiêu tỉnh giao.", ["12,5% member/admitted/over_plan"]),
]


@pytest.mark.parametrize(("paragraph", "told"), CASES)
def test_words_exclude_what_was_guessed(paragraph: str, told: list[str]) -> None:
    assert labels(paragraph) == told


@pytest.mark.parametrize("head", ["Hết năm,", "Đến cuối năm,", "Cuối năm,", "Tổng kết năm,", "Kết thúc năm,"])
def test_what_the_year_ended_with_is_a_result_also_after_a_request(head: str) -> None:
    asked = "Tỉnh ủy yêu cầu 90% chi bộ hoàn thành tốt nhiệm vụ."
    shown = [
        (one.mention.text, one.phase, one.period)
        for one in figures(f"{asked} {head} 86% chi bộ hoàn thành tốt nhiệm vụ.")
    ]
    assert shown[1] == ("86%", "result", "2018")


ASKED = [
    ("Tỉnh ủy đề nghị các cấp ủy tiếp tục quan tâm, hoàn thành chỉ tiêu kết nạp 200 đảng viên trong năm.", "target"),
    ("Các cấp ủy đã hoàn thành chỉ tiêu kết nạp 200 đảng viên.", "result"),
]


@pytest.mark.parametrize(("paragraph", "phase"), ASKED)
def test_a_plan_that_is_asked_to_be_reached_is_a_target(paragraph: str, phase: str) -> None:
    assert [one.phase for one in figures(paragraph)] == [phase]


def test_what_was_done_of_a_whole_terms_plan_is_of_the_term() -> None:
    told = figures(
        "Cả nhiệm kỳ 2015 - 2020, Đảng bộ được giao kết nạp ít nhất 1.000 đảng viên; đến nay đã thực hiện được 541."
    )
    assert [(one.mention.text, one.period) for one in told] == [("1.000", "2015/2020"), ("541", "2015/2020")]


def test_those_who_may_be_admitted_are_not() -> None:
    assert [one.measure for one in figures("Mỗi chi bộ tạo nguồn ít nhất 2 quần chúng.")] == ["other"]


def test_a_number_of_a_year_before_the_reviewed_one_is_no_plan_where_nothing_plans() -> None:
    told = figures(
        "Năm 2019, Đảng bộ phấn đấu kết nạp 120 đảng viên. Năm 2017, Đảng bộ kết nạp 101 đảng viên; 90% chi bộ "
        "hoàn thành tốt nhiệm vụ."
    )
    assert [(one.mention.text, one.phase, one.period) for one in told] == [
        ("120", "target", "2019"),
        ("101", "result", "2017"),
        ("90%", "result", "2017"),
    ]


@pytest.mark.parametrize(
    ("paragraph", "told"),
    [
        (
            "Năm 2019, Đảng ủy thực hiện 5 nhóm nhiệm vụ, 14 chỉ tiêu, trong đó phấn đấu kết nạp 45 đảng viên.",
            ["45 member/admitted"],
        ),
        ("Năm 2018, Đảng ủy hoàn thành 14 chỉ tiêu.", ["14 target/met"]),
    ],
)
def test_targets_counted_along_with_tasks_are_a_list(paragraph: str, told: list[str]) -> None:
    assert labels(paragraph) == told


@pytest.mark.parametrize(
    ("paragraph", "told"),
    [
        (
            "Nghị quyết năm giao 32 đảng viên, toàn Đảng bộ kết nạp được 35.",
            [("32", "target", "2018"), ("35", "result", "2018")],
        ),
        (
            "Thu ngân sách đạt 187 tỷ đồng (dự toán 160 tỷ đồng).",
            [("187 tỷ đồng", "result", "2018"), ("160 tỷ đồng", "target", "2018")],
        ),
        (
            "- Doanh thu: 42.150 tỷ đồng, tăng 6,3% so cùng kỳ, đạt 103,8% kế hoạch năm.",
            [("42.150 tỷ đồng", "result", "2018"), ("6,3%", "result", "2018"), ("103,8%", "result", "2018")],
        ),
    ],
)
def test_a_plan_and_what_was_reached_of_it_are_of_the_reviewed_year(
    paragraph: str, told: list[tuple[str, str, str]]
) -> None:
    assert [(one.mention.text, one.phase, one.period) for one in figures(paragraph)] == told


BADGES = (
    "Quận ủy Long Biên trao Huy hiệu Đảng\n\nSáng 30/1/2024, Quận ủy Long Biên tổng kết công tác xây dựng Đảng năm "
    "2023 và trao Huy hiệu Đảng đợt {day}.\n\n"
)


@pytest.mark.parametrize(("day", "year"), [("3/2/2024", "2024"), ("3/2", "2024"), ("7/11/2023", "2023")])
def test_badges_that_the_head_says_are_handed_over_are_of_that_year(day: str, year: str) -> None:
    told = figures(
        "Toàn quận có 214 đảng viên được trao Huy hiệu, trong đó 4 đảng viên 65 năm.", BADGES.format(day=day)
    )
    assert [one.period for one in told][-2:] == [year, year]


def test_a_legend_says_what_stands_in_the_brackets_of_its_list() -> None:
    told = figures(
        "Kết quả xây dựng Đảng (trong ngoặc là chỉ tiêu năm 2018):\n\n"
        "+ Kết nạp đảng viên: 64 (60);\n+ Tổ chức đảng được kiểm tra: 15 (14); được giám sát: 12 (12)."
    )
    assert [(one.mention.text, one.phase) for one in told] == [
        ("64", "result"),
        ("60", "target"),
        ("15", "result"),
        ("14", "target"),
        ("12", "result"),
        ("12", "target"),
    ]
    assert [one.phase for one in figures("Kết nạp 64 (60) đảng viên.")][:1] == ["result"]
