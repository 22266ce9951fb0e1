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
    ],
)
def test_places_lists_and_wholes_said_once_more_are_no_figures(paragraph: str, mention: str) -> None:
    assert [figure.mention.text for figure in figures(paragraph)].count(mention) == (1 if mention == "241" else 0)
