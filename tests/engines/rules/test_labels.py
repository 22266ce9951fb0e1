"""Subject, measure and basis of the numbers of a sentence, from the words around them."""

from __future__ import annotations

import pytest

from tests.engines.rules.judged import figures, labels

SENTENCES = [
    ("Đảng bộ Khối đã kết nạp 214 đảng viên mới.", ["214 member/admitted"]),
    ("Đảng bộ Khối hiện có 66 TCCSĐ với 4.125 đảng viên.", ["66 grassroots_org/total", "4.125 member/total"]),
    (
        "Công nhận chính thức cho 198 đảng viên dự bị; xóa tên 5 đảng viên.",
        ["198 member/made_official", "5 member/removed"],
    ),
    (
        "Ủy ban Kiểm tra các cấp đã kiểm tra 12 tổ chức đảng và 35 đảng viên.",
        ["12 party_org/inspected", "35 member/inspected"],
    ),
    ("Giám sát chuyên đề 8 chi bộ, 14 đảng viên.", ["8 cell/supervised", "14 member/supervised"]),
    (
        "Thi hành kỷ luật 9 đảng viên, trong đó khiển trách 6, cảnh cáo 2, khai trừ 1.",
        ["9 member/disciplined", "6 member/disciplined", "2 member/disciplined", "1 member/disciplined"],
    ),
    (
        "Có 61/74 tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ, chiếm 82,43%.",
        ["61/74 grassroots_org/good", "82,43% grassroots_org/good"],
    ),
    (
        "Có 64 TCCS đảng đạt trong sạch, vững mạnh (đạt 81,01%).",
        ["64 grassroots_org/clean_strong", "81,01% grassroots_org/clean_strong"],
    ),
    (
        "Kết quả xếp loại: 12 TCCSĐ hoàn thành xuất sắc nhiệm vụ, 40 TCCSĐ hoàn thành tốt nhiệm vụ, 3 TCCSĐ hoàn "
        "thành nhiệm vụ, không có TCCSĐ yếu kém.",
        [
            "12 grassroots_org/excellent",
            "40 grassroots_org/good",
            "3 grassroots_org/completed",
            "không có grassroots_org/not_completed",
        ],
    ),
    (
        "Phấn đấu có 90% chi bộ hoàn thành tốt nhiệm vụ; 95% trở lên đảng viên hoàn thành tốt nhiệm vụ; kết nạp ít "
        "nhất 210 đảng viên.",
        ["90% cell/good", "95% member/good", "210 member/admitted"],
    ),
    (
        "Phấn đấu 96% trở lên cơ sở đoàn và 100% Hội CCB cơ sở hoàn thành tốt nhiệm vụ.",
        ["96% youth_union/good", "100% veterans/good"],
    ),
    (
        "Đã mở 2 lớp bồi dưỡng nhận thức về Đảng cho 150 quần chúng; 1 lớp đảng viên mới cho 80 đảng viên.",
        ["2 class/held", "150 participant/attended", "1 class/held", "80 participant/attended"],
    ),
    ("Mở 3 lớp bồi dưỡng cho 210 học viên.", ["3 class/held", "210 participant/attended"]),
    (
        "Kết nạp 214 đảng viên, đạt 107% kế hoạch, vượt 14 đảng viên.",
        ["214 member/admitted", "107% member/admitted/vs_plan", "14 member/admitted/over_plan"],
    ),
    ("Kết nạp 214 đảng viên, tăng 9,4% so với năm 2017.", ["214 member/admitted", "9,4% member/admitted/change"]),
    ("Kết nạp 214 đảng viên, giảm 12 đảng viên so với năm 2017.", ["214 member/admitted", "12 member/admitted/change"]),
    (
        "Kết nạp 214 đảng viên, trong đó có 60 nữ, 15 người dân tộc thiểu số.",
        ["214 member/admitted", "60 member/admitted", "15 member/admitted"],
    ),
    (
        "Trong số 214 đảng viên mới kết nạp có 60 nữ (chiếm 28%).",
        ["214 member/admitted", "60 member/admitted", "28% member/admitted"],
    ),
    (
        "Doanh thu của các doanh nghiệp đạt 1.250 tỷ đồng, giảm 3,5% so với năm 2017; nộp ngân sách 120 tỷ đồng, đạt "
        "105% kế hoạch; lợi nhuận 97 tỷ đồng.",
        [
            "1.250 tỷ đồng enterprise/revenue",
            "3,5% enterprise/revenue/change",
            "120 tỷ đồng enterprise/budget_paid",
            "105% enterprise/budget_paid/vs_plan",
            "97 tỷ đồng enterprise/profit",
        ],
    ),
    ("Thu nhập bình quân của người lao động đạt 7,5 triệu đồng/người/tháng.", ["7,5 triệu đồng worker/average_income"]),
    ("Giải quyết việc làm cho 320 lao động.", ["320 worker/jobs"]),
    ("Cán bộ, đảng viên trong Khối đã ủng hộ 2,5 tỷ đồng giúp đỡ người nghèo.", ["2,5 tỷ đồng member/donated"]),
    ("Xây dựng 5 căn nhà tình nghĩa.", ["5 other/donated"]),
    ("Trao Huy hiệu 30 năm tuổi Đảng cho 45 đảng viên.", ["45 member/badge"]),
    ("Thành lập mới 3 chi bộ trong doanh nghiệp.", ["3 cell/established"]),
    ("Có 98,5% đảng viên tham gia học tập, quán triệt nghị quyết.", ["98,5% member/studied"]),
    ("Tổ chức 14 hội nghị học tập cho 2.800 lượt cán bộ, đảng viên.", ["14 class/held", "2.800 participant/attended"]),
    ("Tiếp nhận và giải quyết 5 đơn thư tố cáo.", ["5 other/complaints"]),
    ("Hoàn thành 13/13 chỉ tiêu đề ra.", ["13/13 target/met"]),
    (
        "Kiểm tra khi có dấu hiệu vi phạm đối với 2 tổ chức đảng, 5 đảng viên; kết luận 4 đảng viên có vi phạm.",
        ["2 party_org/inspected", "5 member/inspected", "4 member/violating"],
    ),
    (
        "Có 85% công đoàn cơ sở vững mạnh, 90% Hội Cựu chiến binh hoàn thành tốt nhiệm vụ.",
        ["85% trade_union/clean_strong", "90% veterans/good"],
    ),
    ("Gợi ý kiểm điểm đối với 3 tập thể và 5 cá nhân.", ["3 collective/self_criticism", "5 individual/self_criticism"]),
    ("Nâng tổng số đảng viên toàn Khối lên 4.339 đồng chí.", ["4.339 member/total"]),
    (
        "Phấn đấu kết nạp từ 200 - 220 đảng viên, 100% chi bộ trong sạch, vững mạnh.",
        ["200 - 220 member/admitted", "100% cell/clean_strong"],
    ),
    (
        "Kim ngạch xuất khẩu đạt 120 triệu USD, tăng 8% so với cùng kỳ.",
        ["120 triệu USD enterprise/export_value", "8% enterprise/export_value/change"],
    ),
    (
        "Có 4.050/4.125 đảng viên được đánh giá, xếp loại: 500 đảng viên hoàn thành xuất sắc nhiệm vụ (12,3%), 3.100 "
        "đảng viên hoàn thành tốt nhiệm vụ (76,5%), 400 đảng viên hoàn thành nhiệm vụ và 50 đảng viên không hoàn "
        "thành nhiệm vụ.",
        [
            "4.050/4.125 member/rated",
            "500 member/excellent",
            "12,3% member/excellent",
            "3.100 member/good",
            "76,5% member/good",
            "400 member/completed",
            "50 member/not_completed",
        ],
    ),
    ("Xóa tên 4 đảng viên, cho ra khỏi Đảng 2 trường hợp.", ["4 member/removed", "2 member/removed"]),
    ("Hơn một nửa số chi bộ đạt trong sạch, vững mạnh.", ["một nửa cell/clean_strong"]),
    ("Toàn Khối có 12 đảng bộ, 54 chi bộ cơ sở.", ["12 party_org/total", "54 grassroots_org/total"]),
]

LISTS_UNDER_ONE_HEAD = [
    (
        "Phấn đấu trong năm 2019: 90% chi bộ hoàn thành tốt nhiệm vụ; 85% đảng viên hoàn thành tốt nhiệm vụ; kết nạp "
        "từ 150 đảng viên trở lên; mở 3 lớp bồi dưỡng.",
        ["90% cell/good", "85% member/good", "150 member/admitted", "3 class/held"],
    ),
    (
        "Kết quả: kết nạp 150 đảng viên; xóa tên 3 đảng viên; kiểm tra 12 chi bộ; giám sát 8 chi bộ.",
        ["150 member/admitted", "3 member/removed", "12 cell/inspected", "8 cell/supervised"],
    ),
]

SHARED_WORDS = [
    ("90% chi bộ và 95% đảng viên hoàn thành tốt nhiệm vụ.", ["90% cell/good", "95% member/good"]),
    ("Kiểm tra 12 chi bộ và 35 đảng viên.", ["12 cell/inspected", "35 member/inspected"]),
    ("Giám sát 8 tổ chức đảng, 14 đảng viên.", ["8 party_org/supervised", "14 member/supervised"]),
]

AGAINST_SOMETHING = [
    ("Kết nạp 214 đảng viên, giảm 1,5% so với cùng kỳ.", ["214 member/admitted", "1,5% member/admitted/change"]),
    ("Kết nạp 214 đảng viên, vượt 7% kế hoạch.", ["214 member/admitted", "7% member/admitted/over_plan"]),
    ("Kết nạp 193 đảng viên, đạt 96,5% chỉ tiêu.", ["193 member/admitted", "96,5% member/admitted/vs_plan"]),
    ("Doanh thu đạt 105% kế hoạch.", ["105% enterprise/revenue/vs_plan"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_a_number_is_judged_by_its_own_words(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(("text", "expected"), LISTS_UNDER_ONE_HEAD)
def test_each_part_of_a_list_under_one_head_has_its_own_labels(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(("text", "expected"), SHARED_WORDS)
def test_a_verb_or_predicate_is_shared_along_a_list(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    "ratio",
    [
        "bằng 98,5% so với cùng kỳ",
        "bằng 60% so với năm 2018",
        "chỉ bằng một nửa năm trước",
        "bằng 150% của cùng kỳ năm ngoái",
    ],
)
def test_what_is_left_of_an_earlier_number_is_no_change_by_so_much(ratio: str) -> None:
    assert labels(f"Kết nạp 214 đảng viên, {ratio}.") == ["214 member/admitted"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Số tổ chức cơ sở đảng hoàn thành xuất sắc, hoàn thành tốt, hoàn thành và không hoàn thành nhiệm vụ "
            "lần lượt là 9, 33, 5 và 1 tổ chức.",
            ["9 grassroots_org/excellent", "33 grassroots_org/good", "5 grassroots_org/completed",
             "1 grassroots_org/not_completed"],
        ),
        ("Số chi bộ có dưới 5 đảng viên giảm từ 12 xuống còn 7.", ["12 cell/total", "7 cell/total"]),
        (
            "Đảng ủy phường Hải Châu đã hoàn thành 80% chương trình kiểm tra của năm, Đảng ủy phường Hòa Cường 75%.",
            ["80% other/implemented/vs_plan", "75% other/implemented/vs_plan"],
        ),
        ("Đã kết nạp 143 đảng viên/180 chỉ tiêu.", ["143 member/admitted", "180 member/admitted"]),
        ("Không đánh giá 2.130 đảng viên, phần lớn do được miễn công tác.", ["2.130 member/other"]),
        ("Chi bộ Sở có 34 đảng viên, được xếp loại hoàn thành xuất sắc nhiệm vụ.", ["34 member/total"]),
        ("Chi bộ Khoa Nhi kết nạp 3 điều dưỡng trẻ.", ["3 member/admitted"]),
        (
            "Kết nạp 32 đảng viên. Trong 32 đảng viên này, 6 đồng chí là nữ.",
            ["32 member/admitted", "6 member/admitted"],
        ),
        (
            "Đảng bộ có 2.914 đảng viên. Tính theo thành phần dân tộc, người Mông đông nhất với 1.702 đồng chí.",
            ["2.914 member/total", "1.702 member/total"],
        ),
        ("Xếp loại các chi bộ: HTXSNV 2 chi bộ, HTTNV 8 chi bộ.", ["2 cell/excellent", "8 cell/good"]),
        ("Kiện toàn những chi bộ có trên 100 đảng viên; kết nạp 30 đảng viên.", ["30 member/admitted"]),
        (
            "Hai huyện ủy Đắk Hà và Kon Rẫy kết nạp lần lượt 12 và 9 đảng viên.",
            ["12 member/admitted", "9 member/admitted"],
        ),
    ],
)  # fmt: skip
def test_numbers_in_a_row_and_numbers_that_only_say_which_are_meant(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(("text", "expected"), AGAINST_SOMETHING)
def test_a_number_against_a_plan_or_an_earlier_period_is_about_the_fact_before_it(
    text: str, expected: list[str]
) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Kết nạp 214 đảng viên, giảm 12 đảng viên so với năm 2017.", -12),
        ("Kết nạp 214 đảng viên, tăng 12 đảng viên so với năm 2017.", 12),
        ("Kết nạp 193 đảng viên, còn thiếu 7 đảng viên so với chỉ tiêu.", -7),
        ("Kết nạp 214 đảng viên, vượt 14 đảng viên so với chỉ tiêu.", 14),
    ],
)
def test_what_falls_short_or_falls_is_negative(text: str, value: float) -> None:
    assert figures(text)[-1].value == value


def test_a_word_that_is_only_named_decides_nothing() -> None:
    assert labels("Về công tác kiểm tra, giám sát: kết nạp 214 đảng viên.") == ["214 member/admitted"]
