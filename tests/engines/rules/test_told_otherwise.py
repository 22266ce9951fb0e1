"""Plans' bounds, parts, pairs and gifts told in other words than the most common ones, each as its articles say it."""

from __future__ import annotations

import pytest

from tests.engines.rules.judged import figures, labels

BOUNDED = [
    ("Năm 2019, Đảng bộ phấn đấu kết nạp từ 330 đảng viên; mở 4 lớp bồi dưỡng.", "330", "ge"),
    ("Năm 2019, Đảng bộ phấn đấu kết nạp từ 100 đến 120 đảng viên.", "100 đến 120", "range"),
    ("Năm 2018, Đảng bộ giảm từ 12 xuống 9 chi bộ.", "12", "eq"),
    ("Năm 2019, UBKT phấn đấu kiểm tra ít nhất 2 tổ chức đảng và 5 đảng viên.", "5", "ge"),
    ("Năm 2019, Khối phấn đấu kết nạp ít nhất 50 đảng viên, 100% chi bộ họp đúng kỳ.", "100%", "eq"),
]


@pytest.mark.parametrize(("paragraph", "mention", "comparator"), BOUNDED)
def test_words_bound_a_plan(paragraph: str, mention: str, comparator: str) -> None:
    found = [figure.comparator for figure in figures(paragraph) if figure.mention.text == mention]
    assert found == [comparator]


TOLD = [
    ("Đảng ủy đã mở 2 lớp bồi dưỡng: cấp ủy viên 1 lớp, 86 đồng chí.", "86 participant/attended"),
    ("Ban tổ chức 3 hội nghị báo cáo viên, mỗi hội nghị bình quân 1.804 người.", "1.804 participant/attended"),
    ("Qua đó kết luận 19 tổ chức đảng, 87 đảng viên vi phạm.", "19 party_org/violating"),
    ("UBKT lập 7 đoàn kiểm tra, kiểm tra dấu hiệu vi phạm 3 tổ chức, 9 đảng viên.", "3 party_org/inspected"),
    ("Phát Sổ tay đảng viên điện tử tới 911 đảng viên.", "911 member/other"),
    ("Năm qua, từ thiện, an sinh xã hội 8,3 tỷ đồng.", "8,3 tỷ đồng party_org/donated"),
    ("Thu nhập bình quân của công nhân 13,6 triệu đồng/người/tháng, riêng thợ lò 18,9 triệu đồng.",
     "18,9 triệu đồng worker/average_income"),
]  # fmt: skip


@pytest.mark.parametrize(("paragraph", "expected"), TOLD)
def test_a_number_is_labelled_as_its_words_tell(paragraph: str, expected: str) -> None:
    assert expected in labels(paragraph)


@pytest.mark.parametrize(
    ("paragraph", "mention"),
    [
        ("Hợp nhất 52 chi bộ của 2 xã cũ, còn 37 chi bộ.", "2"),
        ("Thi hành kỷ luật 241 đảng viên; trong 241 đảng viên này có 33 cấp ủy viên.", "241"),
        ("Khối đưa ra 3 chỉ tiêu: kết nạp 30 đảng viên.", "3"),
        ("Khối có 32 chi bộ; trong 32 chi bộ ấy, 5 chi bộ chưa kết nạp được đảng viên.", "32"),
        ("Khối kết nạp 163 (một trăm sáu mươi ba) đảng viên.", "một trăm sáu mươi ba"),
    ],
)
def test_places_lists_and_wholes_said_once_more_are_no_figures(paragraph: str, mention: str) -> None:
    assert [figure.mention.text for figure in figures(paragraph)].count(mention) == (mention in ("241", "32"))


def test_what_the_next_paragraph_begins_with_is_counted_by_no_number() -> None:
    assert "2.318 cell/total" in labels(
        "Chi bộ trực thuộc: 2.318\n\nViệc sắp xếp tổ chức đảng còn tiếp diễn ở các cơ sở."
    )


TERRITORY = (
    "Ngành tuyên giáo tỉnh nhìn lại một năm\n\nSáng 15/1/2019, Ban Tuyên giáo Tỉnh ủy Kon Tum tổ chức hội nghị tổng "
    "kết công tác năm 2018, triển khai nhiệm vụ năm 2019.\n\nBan Tuyên giáo Tỉnh ủy mở 4 lớp bồi dưỡng lý luận chính "
    "trị.\n\n"
)


def test_results_of_a_territory_are_nobodys_in_the_review_of_a_body_that_does_not_govern_it() -> None:
    found = figures("Tỷ lệ hộ nghèo toàn tỉnh còn 6,8%, giảm 2,1%; 74/85 xã đạt chuẩn nông thôn mới.", TERRITORY)
    owners = {figure.mention.text: figure.organization for figure in found}
    assert owners == {"4": "Ban Tuyên giáo Tỉnh ủy Kon Tum"} | dict.fromkeys(("6,8%", "2,1%", "74/85"))
