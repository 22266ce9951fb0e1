"""Phase, period and owner by passage, labels by their lists: kinds of sentences that once were read wrongly."""

from __future__ import annotations

import pytest

from extractor.reading.reader import read
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.grounding.ground import ground
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article
from tests.engines.rules.judged import figures


def told(paragraph: str) -> list[str]:
    """`mention subject/measure phase period`, and `/basis` where it is not the value itself, of each figure."""
    return [
        f"{f.mention.text} {f.subject}/{f.measure}{'' if f.basis == 'level' else '/' + f.basis} {f.phase} {f.period}"
        for f in figures(paragraph)
    ]


def summary(text: str) -> ArticleSummary:
    article = Article.from_text("passages", text)
    reading = read(article)
    return ground(article, reading, RulesEngine().draft(article, reading).draft).summary


PHASES = [
    (
        "Năm 2019, Đảng ủy Khối sẽ mở 6 lớp bồi dưỡng nghiệp vụ. Qua phân loại, 87,5% đảng viên hoàn thành tốt nhiệm "
        "vụ. Đảng bộ kiểm tra 7 chi bộ, kết nạp 15 đảng viên.",
        [
            "6 class/held target 2019",
            "87,5% member/good result 2018",
            "7 cell/inspected result 2018",
            "15 member/admitted result 2018",
        ],
    ),
    (
        "Đảng ủy Khối yêu cầu các chi ủy trực báo hằng tháng. Cuối đợt, 90,2% đảng viên hoàn thành tốt nhiệm vụ.",
        ["90,2% member/good result 2018"],
    ),
    (
        "Năm 2019, Đảng bộ Khối đề ra các chỉ tiêu: 100% chi bộ thực hiện có nền nếp việc đọc báo; kết nạp từ 80 đảng "
        "viên trở lên.",
        ["100% cell/other target 2019", "80 member/admitted target 2019"],
    ),
    (
        "3. Nhiệm vụ năm 2019\n\n- Kết nạp tối thiểu 21 đảng viên.\n- Kiểm tra 4 tổ chức đảng.",
        ["21 member/admitted target 2019", "4 party_org/inspected target 2019"],
    ),
    (
        "Kết nạp 66 đảng viên và chuyển chính thức 58 đảng viên, kế hoạch tương ứng là 60 và 50.",
        [
            "66 member/admitted result 2018",
            "58 member/made_official result 2018",
            "60 member/admitted target 2018",
            "50 member/made_official target 2018",
        ],
    ),
    (
        "- Đoàn thể: chỉ tiêu 86% công đoàn cơ sở, 82% cơ sở Đoàn hoàn thành tốt nhiệm vụ, thực hiện tương ứng là "
        "89,3% và 81%.",
        [
            "86% trade_union/good target 2018",
            "82% youth_union/good target 2018",
            "89,3% trade_union/good result 2018",
            "81% youth_union/good result 2018",
        ],
    ),
    (
        "- TCCSĐ đạt trong sạch, vững mạnh: chỉ tiêu từ 72% trở lên, thực hiện 40/51 TCCSĐ, chiếm 78,4%.",
        [
            "72% grassroots_org/clean_strong target 2018",
            "40/51 grassroots_org/clean_strong result 2018",
            "78,4% grassroots_org/clean_strong result 2018",
        ],
    ),
    (
        "Đảng bộ Khối kết nạp 78 đảng viên (chỉ tiêu là 65), đạt 120%.",
        [
            "78 member/admitted result 2018",
            "65 member/admitted target 2018",
            "120% member/admitted/vs_plan result 2018",
        ],
    ),
    (
        "Mở từ 20 đến 25 lớp bồi dưỡng, giữ trên 97% đảng viên được quán triệt nghị quyết: đó là những chỉ tiêu năm "
        "2019 được hội nghị thông qua.",
        ["20 đến 25 class/held target 2019", "97% member/studied target 2019"],
    ),
    ("Cùng kỳ năm 2017 kết nạp 130 đảng viên.", ["130 member/admitted result 2017"]),
    (
        "* Năm 2019, Khối đặt ra những mục tiêu gì?\n\n- Chúng tôi kết nạp thêm 92 đảng viên.",
        ["92 member/admitted target 2019"],
    ),
    (
        "* Đâu là kết quả đáng chú ý nhất?\n\n- Chúng tôi kết nạp thêm 92 đảng viên.",
        ["92 member/admitted result 2018"],
    ),
]


@pytest.mark.parametrize(("paragraph", "expected"), PHASES)
def test_a_phase_ends_with_its_scope(paragraph: str, expected: list[str]) -> None:
    assert told(paragraph) == expected


LABELS = [
    (
        "Số đảng viên hoàn thành xuất sắc nhiệm vụ và hoàn thành tốt nhiệm vụ chiếm lần lượt 12,5% và 76,8%.",
        ["12,5% member/excellent", "76,8% member/good"],
    ),
    (
        "Tỷ lệ TCCSĐ đạt trong sạch, vững mạnh và đảng viên hoàn thành tốt nhiệm vụ trở lên lần lượt là 70,5% "
        "và 94,1%.",
        ["70,5% grassroots_org/clean_strong", "94,1% member/good_or_better"],
    ),
    (
        "Qua đánh giá, trong 45 tổ chức cơ sở đảng được xếp loại có 29 đơn vị trong sạch, vững mạnh, 11 đơn vị hoàn "
        "thành tốt nhiệm vụ.",
        ["45 grassroots_org/rated", "29 grassroots_org/clean_strong", "11 grassroots_org/good"],
    ),
    ("Công nhận 91 đảng viên chính thức.", ["91 member/made_official"]),
    (
        "Trong số 2.105 đảng viên được phân loại, 9,8% hoàn thành xuất sắc, 84,4% hoàn thành tốt, 5,6% hoàn thành và "
        "0,2% không hoàn thành nhiệm vụ.",
        [
            "2.105 member/rated",
            "9,8% member/excellent",
            "84,4% member/good",
            "5,6% member/completed",
            "0,2% member/not_completed",
        ],
    ),
    (
        "Các cấp ủy đã kiểm tra, giám sát đối với 190 đảng viên; cử 9 đồng chí đi học cao cấp lý luận chính trị.",
        ["190 member/inspected", "9 participant/attended"],
    ),
    (
        "Trong năm, 21 giải pháp được công nhận, tăng 4 giải pháp so với năm 2017; tổng hợp 280 ý kiến, kiến nghị của "
        "cử tri.",
        ["21 other/other", "4 other/other", "280 other/other"],
    ),
    (
        "Thành lập theo Quyết định số 12-QĐ/TU ngày 3/2/2017, Đảng bộ hiện có 18 tổ chức đảng với 1.540 đảng viên.",
        ["18 party_org/total", "1.540 member/total"],
    ),
    ("Báo cáo do đồng chí Trần Văn Hiến trình bày cho biết Đảng bộ Khối có 52 TCCSĐ.", ["52 grassroots_org/total"]),
    ("Đảng ủy lập 3 đoàn kiểm tra, phối hợp xử lý 35 tài khoản.", ["3 other/other", "35 other/other"]),
    ("Đã đổi thẻ cho 1.120 đảng viên; số hóa 100% hồ sơ đảng viên.", ["1.120 member/other", "100% other/other"]),
    ("Khiển trách 2, cảnh cáo 1 đảng viên.", ["2 member/disciplined", "1 member/disciplined"]),
    (
        "Đảng bộ tiếp nhận 40 đơn thư, đã xử lý được 37.",
        ["40 other/complaints", "37 other/complaints"],
    ),
]


@pytest.mark.parametrize(("paragraph", "expected"), LABELS)
def test_labels_follow_the_list_and_the_clause(paragraph: str, expected: list[str]) -> None:
    assert [f"{f.mention.text} {f.subject}/{f.measure}" for f in figures(paragraph)] == expected


UNITS = (
    "Đảng bộ Khối các cơ quan tỉnh Kon Tum: chuyện ở cơ sở\n\n"
    "Ngày 9/1/2019, Đảng ủy Khối các cơ quan tỉnh Kon Tum tổng kết công tác xây dựng Đảng năm 2018.\n\n"
    "Đảng bộ Sở Tài chính được nhắc đến trước nhất. Trong năm, Đảng bộ kết nạp 12 đảng viên.\n\n"
    "Ở Đảng bộ Sở Y tế, chuyện bắt đầu từ một quyển sổ. Đảng bộ kiểm tra 3 chi bộ.\n\n"
    "Với Chi bộ Thanh tra tỉnh, chi bộ phấn đấu kết nạp 2 đảng viên."
)


def test_bodies_told_one_after_another_own_the_figures_of_their_passages() -> None:
    found = summary(UNITS)
    assert [(f.mention.text, f.organization) for f in found.figures] == [
        ("12", "Đảng bộ Sở Tài chính"),
        ("3", "Đảng bộ Sở Y tế"),
        ("2", "Chi bộ Thanh tra tỉnh"),
    ]


TERRITORY = (
    "Công tác kiểm tra, giám sát ở Tuyên Quang\n\n"
    "Ngày 9/4/2021, Ủy ban Kiểm tra Tỉnh ủy Tuyên Quang sơ kết công tác quý I, triển khai nhiệm vụ quý II năm 2021.\n\n"
    "Ba tháng đầu năm, cấp ủy các cấp trong Đảng bộ tỉnh kiểm tra 70 tổ chức đảng. Riêng UBKT Tỉnh ủy tiếp nhận 12 "
    "đơn thư. Quý II, UBKT Tỉnh ủy phấn đấu kiểm tra 5 tổ chức đảng để 6 tháng đạt 50% chỉ tiêu năm."
)


def test_words_for_the_whole_territory_stand_for_its_committee() -> None:
    found = summary(TERRITORY)
    assert [(f.mention.text, f.organization, f.period) for f in found.figures] == [
        ("70", "Đảng bộ tỉnh", "2021-Q1"),
        ("12", "Ủy ban Kiểm tra Tỉnh ủy Tuyên Quang", "2021-Q1"),
        ("5", "Ủy ban Kiểm tra Tỉnh ủy Tuyên Quang", "2021-Q2"),
        ("50%", "Ủy ban Kiểm tra Tỉnh ủy Tuyên Quang", "2021-H1"),
    ]


NO_BODY = (
    "Nghệ An kỷ luật 58 đảng viên\n\nNăm 2019, Nghệ An đã kỷ luật 58 đảng viên, trong đó khiển trách 39 trường hợp, "
    "cảnh cáo 19.\n\nỦy ban Kiểm tra các cấp đã kiểm tra 110 tổ chức đảng, 320 đảng viên."
)


def test_figures_of_party_work_go_out_without_a_named_body() -> None:
    found = summary(NO_BODY)
    assert found.event.kind == "annual_review"
    assert found.event.review_period == "2019"
    assert [(f.mention.text, f.measure, f.organization) for f in found.figures] == [
        ("58", "disciplined", None),
        ("39", "disciplined", None),
        ("19", "disciplined", None),
        ("110", "inspected", None),
        ("320", "inspected", None),
    ]


def test_an_article_on_other_things_that_names_a_member_has_no_figures() -> None:
    found = summary(
        "Giao thông giảm cả ba tiêu chí\n\nSáu tháng đầu năm 2023, toàn tỉnh xảy ra 140 vụ tai nạn.\n\n"
        "Trong đó có 6 đảng viên vi phạm nồng độ cồn."
    )
    assert found.figures == []
