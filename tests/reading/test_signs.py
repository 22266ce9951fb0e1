"""The sign of a number: what is written before it, and the words that take it away. Notation: `tests.reading.shown`."""

from __future__ import annotations

import pytest

from extractor.reading.quantities import read_quantities
from extractor.reading.signs import takes_away
from extractor.text.article import Extent
from tests.reading.shown import shown

TAKEN_AWAY = [
    ("doanh thu tăng trưởng -2,5% so với năm 2019", ["2,5% = -2.5%"]),
    ("doanh thu tăng trưởng âm 2,5%", ["2,5% = -2.5%"]),
    ("đơn thư giảm 12 đơn (20%) so với năm trước", ["12 = -12", "20% = -20%"]),
    ("đơn thư giảm ba đơn (20% so với năm trước)", ["ba = -3", "20% = -20%"]),
    ("doanh thu giảm 3 tỷ đồng, tương đương 5%", ["3 tỷ đồng = -3000000000đ", "5% = -5%"]),
    ("doanh thu giảm (5%) so với năm 2019", ["5% = -5%"]),
    ("doanh thu giảm: 5%", ["5% = -5%"]),
    ("doanh thu giảm đáng kể, tới 5% so với năm 2019", ["5% = -5%"]),
    ("doanh thu và lợi nhuận giảm lần lượt 5% và 3%", ["5% = -5%", "3% = -3%"]),
    ("doanh thu và lợi nhuận giảm tương ứng 5%, 3%", ["5% = -5%", "3% = -3%"]),
    ("doanh thu tụt 5%", ["5% = -5%"]),
    ("doanh thu mất 5%", ["5% = -5%"]),
    ("doanh thu đi xuống 5%", ["5% = -5%"]),
    ("doanh thu không giảm quá 5%", ["5% = <=-5%"]),
]

LEFT_AS_IT_IS = [
    ("doanh thu tăng giảm 5%", ["5% = 5%"]),
    ("tăng, giảm: 5%", ["5% = 5%"]),
    ("giảm 12 đơn (20% tổng số đơn)", ["12 = -12", "20% = 20%"]),
    ("tăng 5%, giảm 2 vụ, đạt tỷ lệ (20%)", ["5% = 5%", "2 = -2", "20% = 20%"]),
    ("giảm 3 tỷ đồng, bằng 95% cùng kỳ", ["3 tỷ đồng = -3000000000đ", "95% = 95%"]),
    ("giảm còn 5 đơn, tương đương 20%", ["5 = 5", "20% = 20%"]),
    ("giảm 5% và lợi nhuận 3%", ["5% = -5%", "3% = 3%"]),
    ("chi bộ yếu kém 5%", ["5% = 5%"]),
    ("tụt hậu, có 5 chi bộ", ["5 = 5"]),
    ("không tăng quá 5%", ["5% = <=5%"]),
    ("- 12 chi bộ\n-5 đảng bộ", ["12 = 12", "5 = 5"]),
    ("khối -5 chi bộ", ["5 = 5"]),
    ("đạt 3% -4% chi bộ", ["3% -4% = 3..4%"]),
]


BY_THE_NEAREST_WORD = [
    ("giảm 12 tổ chức so với năm trước", ["12 = -12"]),
    ("năm 2018 giảm 0,5% so với cùng kỳ", ["0,5% = -0.5%"]),
    ("giảm từ 5 - 10% số vụ", ["5 - 10% = -5..10%"]),
    ("còn thiếu 7 đảng viên so với chỉ tiêu", ["7 = -7"]),
    ("hụt 5%", ["5% = -5%"]),
    ("thấp hơn cùng kỳ năm 2017 là 2%", ["2% = -2%"]),
    ("ít hơn năm trước 7 đảng viên", ["7 = -7"]),
    ("giảm 3 đầu mối, tăng 5 biên chế", ["3 = -3", "5 = 5"]),
    ("giảm 2 đảng bộ, 15 chi bộ và 120 đảng viên so với năm trước", ["2 = -2", "15 = -15", "120 = -120"]),
    ("giảm thêm ít nhất 5% biên chế công chức, 10% biên chế sự nghiệp", ["5% = >=-5%", "10% = -10%"]),
    ("số chi bộ yếu kém giảm 12%, tương đương 8 chi bộ", ["12% = -12%", "8 = -8"]),
    ("giảm 12 đơn, 15 đơn giải quyết xong", ["12 = -12", "15 = 15"]),
    ("giảm 2 đảng bộ, 15 chi bộ đạt trong sạch vững mạnh", ["2 = -2", "15 = 15"]),
    ("giảm 12 vụ, 8 đối tượng bị bắt", ["12 = -12", "8 = 8"]),
    ("ít hơn 6 tháng cuối năm 2025 là 4 người", ["4 = -4"]),
    ("thua cùng kỳ 15 người", ["15 = -15"]),
    ("hụt 12 đảng viên so với kế hoạch 120 đảng viên", ["12 = -12", "120 = 120"]),
]

BUT_NOT_THESE = [
    ("giảm xuống còn 12 chi bộ", ["12 = 12"]),
    ("giảm từ 15 chi bộ xuống 12 chi bộ", ["15 = 15", "12 = 12"]),
    ("giảm 3 đầu mối, còn 12 đầu mối", ["3 = -3", "12 = 12"]),
    ("số vụ giảm, có 5 vụ", ["5 = 5"]),
    ("không giảm 5%", ["5% = 5%"]),
    ("giảm nghèo cho 20 hộ", ["20 = 20"]),
    ("giảm mạnh; 12 chi bộ", ["12 = 12"]),
    ("tăng 9,4%", ["9,4% = 9.4%"]),
]


@pytest.mark.parametrize(("text", "expected"), [*TAKEN_AWAY, *LEFT_AS_IT_IS, *BY_THE_NEAREST_WORD, *BUT_NOT_THESE])
def test_a_number_has_the_sign_that_the_text_gives_it(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "below"),
    [
        ("lợi nhuận -2,5 tỷ đồng", True),
        ("lợi nhuận: -2,5%", True),
        ("lợi nhuận âm 2,5 tỷ đồng", True),
        ("tăng trưởng âm gần 3%", True),
        ("kết quả là -5 điểm", True),
        ("lợi nhuận giảm 2,5 tỷ đồng", False),
        ("trong đó: -5 chi bộ", False),
        ("phát thanh âm 5 bài", False),
        ("-5% chi bộ", False),
    ],
)
def test_a_minus_or_its_word_before_a_number_makes_it_less_than_nothing(text: str, below: bool) -> None:
    (quantity,) = read_quantities(text)
    assert (quantity.below_zero, quantity.negative) == (below, below or "giảm" in text)


def test_words_outside_the_stretch_take_nothing_away() -> None:
    flat = "giảm trên 12 trở lên"
    number, stretch = Extent(10, 12), Extent(10, 12)
    assert not takes_away(flat, number, stretch)
    assert takes_away(flat, number, Extent(0, len(flat)))
