"""Basis, phase and labels that the words right beside a number say, the learned votes notwithstanding."""

from __future__ import annotations

import pytest

from tests.engines.rules.judged import figures, labels
from tests.engines.rules.test_said_outright import told

LABELS = [
    (
        "Cả năm kết nạp 147 đảng viên trong khi Tỉnh ủy giao 160, tức thiếu 13 đảng viên.",
        "13 member/admitted/over_plan",
    ),
    ("Toàn Tập đoàn còn 78.600 lao động, hụt 3.100 người chỉ sau mười hai tháng.", "3.100 worker/total/change"),
    ("So với kế hoạch đầu năm, doanh thu mới đạt 96,7%.", "96,7% enterprise/revenue/vs_plan"),
    (
        "Lợi nhuận 61,5 tỷ đồng và nộp ngân sách 410 tỷ đồng, lần lượt vượt 12% và 7% kế hoạch.",
        "7% enterprise/budget_paid/over_plan",
    ),
    ("Hộ nghèo giảm từ 12,05% đầu năm 2016 xuống 3,62% cuối năm 2018.", "12,05% other/other"),
    ("Có 2 đảng ủy viên bị cảnh cáo.", "2 member/disciplined"),
    ("Người lao động toàn Công ty ủng hộ 5,4 tỷ đồng cho các quỹ nhân đạo.", "5,4 tỷ đồng worker/donated"),
    ("Huyện ủy trao Huy hiệu Đảng từ 30 năm trở lên tặng 24 đảng viên.", "24 member/badge"),
    ("Đảng bộ phường Cao Lãnh góp 52 đảng viên công nhân.", "52 member/admitted"),
    ("Khối hiện có 24 doanh nghiệp, trong đó 17 đơn vị kinh doanh có lãi.", "17 enterprise/other"),
    ("Chỉ kỷ luật 6 đảng viên nhưng không có đơn vượt cấp.", "không có other/complaints"),
    ("Có 23/25 chỉ tiêu đạt và vượt; hai chỉ tiêu chưa tới đích là thu ngân sách và che phủ rừng.", "hai target/other"),
    ("Trong 5 năm, 214 đảng viên vi phạm chuẩn mực đạo đức, lối sống bị kỷ luật.", "214 member/disciplined"),
    ("Đại hội bầu 27 đồng chí, trong đó 10 đồng chí tham gia lần đầu; 5 đồng chí nữ.", "10 other/other"),
    ("Áp dụng hình thức khiển trách với 15 đảng viên, cảnh cáo với sáu đảng viên.", "15 member/disciplined"),
    ("Trong 79 chi bộ, 5 chi bộ yếu kém.", "79 cell/total"),
    ("Kết nạp 168 đảng viên; tổng số đảng viên 9.142.", "9.142 member/total"),
    ("Kết nạp 95 đảng viên, đạt 82% kế hoạch, còn thiếu 11 đảng viên.", "11 member/admitted/over_plan"),
    ("Hoàn thành xuất sắc: 134 TCCSĐ. Hoàn thành tốt: 529. Hoàn thành: 47.", "47 grassroots_org/completed"),
    ("88 đồng chí chuyển thành đảng viên chính thức.", "88 member/made_official"),
    ("Đảng ủy phường mở được 7 buổi đối thoại.", "7 other/other"),
    ("Chỉ tiêu kết nạp đảng viên đạt 128%, vượt xa năm trước.", "128% member/admitted/vs_plan"),
    ("Toàn huyện có 9 đảng bộ cơ sở đạt “Đảng bộ cơ sở 4 tốt”.", "9 grassroots_org/other"),
]

PHASES = [
    ("Cả năm 486 doanh nghiệp ra đời so với mức 550 đề ra.", "550", "target 2018"),
    (
        "Theo báo cáo tại hội nghị tổng kết năm 2018, triển khai nhiệm vụ năm 2019, 46 doanh nghiệp làm ra "
        "14.870 tỷ đồng doanh thu.",
        "14.870 tỷ đồng",
        "result 2018",
    ),
    (
        "Bận dựng bộ máy, nhưng các chỉ tiêu không bị bỏ lại:\n- Kết nạp 58 đảng viên, nữ chiếm 56,9%.",
        "58",
        "result 2018",
    ),
    ("Năm 2019, Đảng ủy quyết tâm:\n1. Kết nạp 150 đảng viên.\n2. Mở 26 lớp.\n3. Lập 3 chi bộ.", "3", "target 2019"),
    ("Tỉnh ủy yêu cầu: kết nạp ít nhất 900 đảng viên; kiểm tra 60 tổ chức đảng.", "60", "target 2019"),
    ("Kế hoạch giao 150, kết nạp 163 đảng viên.", "163", "result 2018"),
    ("Đảng viên hoàn thành tốt nhiệm vụ đạt 95,6% (nghị quyết 90%).", "90%", "target 2018"),
    ("Kết nạp được 163 đảng viên (giao 150).", "150", "target 2018"),
    ("Kết nạp được 163 đảng viên, nghị quyết là 150.", "150", "target 2018"),
    ("Mục tiêu năm nay là trên 95% đảng bộ hoàn thành tốt nhiệm vụ.", "95%", "target 2019"),
    ("Đặt cạnh năm 2017, doanh thu tăng 12,4%.", "12,4%", "result 2018"),
    ("Kết nạp đảng viên mới: 2017: 150; 2018: 163.", "150", "result 2017"),
    ("Đại hội Đảng bộ bệnh viện nhiệm kỳ 2020 - 2025 bầu 17 đồng chí vào Ban Chấp hành.", "17", "result 2018"),
]


@pytest.mark.parametrize(("sentence", "expected"), LABELS)
def test_the_words_beside_a_number_say_what_it_is(sentence: str, expected: str) -> None:
    assert expected in labels(sentence)


@pytest.mark.parametrize(("sentence", "mention", "expected"), PHASES)
def test_the_words_beside_a_number_say_plan_or_result_and_when(sentence: str, mention: str, expected: str) -> None:
    told_of = [f"{one.phase} {one.period}" for one in figures(sentence) if one.mention.text == mention]
    assert told_of == [expected]


def test_what_falls_short_is_below_zero() -> None:
    assert told("Tỉnh ủy giao 160 đảng viên, tức thiếu 13 đảng viên.", "value")[-1] == ("13", -13)


def test_a_bound_over_a_list_of_shares_is_that_of_each() -> None:
    found = told(
        "Năm 2020, phấn đấu tối thiểu 90% công đoàn cơ sở và 85% cơ sở Đoàn hoàn thành tốt nhiệm vụ.", "comparator"
    )
    assert found == [("90%", "ge"), ("85%", "ge")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Kết nạp 163 (một trăm sáu mươi ba) đảng viên.", ["163"]),
        ("Ban Thường vụ tặng 12 Giấy khen.", []),
        ("Hai địa phương làm tốt nhất là Đảng bộ xã A và Đảng bộ xã B.", []),
        ("Kết nạp 243 đảng viên, vượt 18; Chi bộ A kết nạp 71, Chi bộ B 58. Trong 243 đảng viên mới có 100 nữ.", None),
    ],
)
def test_what_counts_a_list_or_says_a_figure_once_more_is_no_figure(sentence: str, expected: list[str] | None) -> None:
    mentions = [mention for (mention,) in told(sentence)]
    assert mentions == expected if expected is not None else mentions.count("243") == 1
