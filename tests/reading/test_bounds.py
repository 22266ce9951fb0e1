"""The word or sign beside a number that bounds it."""

from __future__ import annotations

import pytest

from extractor.reading.bounds import read_bound
from extractor.reading.quantities import read_quantities
from extractor.text.article import Extent
from tests.reading.shown import shown

BOUNDS = [
    ("trên 95%", "95% = >95%"),
    ("hơn 2.000 lượt", "2.000 = >2000"),
    ("ít nhất 210 đảng viên", "210 = >=210"),
    ("ít nhất là 210 đảng viên", "210 = >=210"),
    ("tối thiểu 3%", "3% = >=3%"),
    ("không dưới 95%", "95% = >=95%"),
    ("không ít hơn 10 lớp", "10 = >=10"),
    ("không thấp hơn 90%", "90% = >=90%"),
    ("từ 3% trở lên", "3% = >=3%"),
    ("80% chi bộ trở lên", "80% = >=80%"),
    ("3% số tổ chức cơ sở đảng trở lên", "3% = >=3%"),
    ("dưới 0,5%", "0,5% = <0.5%"),
    ("chưa đến 1% số đảng viên", "1% = <1%"),
    ("chưa đầy 1%", "1% = <1%"),
    ("không quá 2% đảng viên", "2% = <=2%"),
    ("không vượt quá 3%", "3% = <=3%"),
    ("tối đa 5 lớp", "5 = <=5"),
    ("1% trở xuống", "1% = <=1%"),
    ("không hơn 4% đảng viên", "4% = <=4%"),
    ("không nhiều hơn 6 lớp", "6 = <=6"),
    ("không lớn hơn 0,5%", "0,5% = <=0.5%"),
    ("không tới 30 hộ", "30 = <30"),
    ("không đến 3%", "3% = <3%"),
    ("không đầy 3%", "3% = <3%"),
    ("gần 97 triệu đồng", "97 triệu đồng = ~97000000đ"),
    ("khoảng 200 lượt người", "200 = ~200"),
    ("xấp xỉ 40%", "40% = ~40%"),
    ('<x-y class="z">40% chi bộ', "40% = 40%"),
    ("</x-y>40% chi bộ", "40% = 40%"),
    ('chỉ tiêu ">40%" chi bộ', "40% = >40%"),
    ("suýt soát 90%", "90% = ~90%"),
    ("ngót 1.000 đoàn viên", "1.000 = ~1000"),
    ("trên dưới 300 người", "300 = ~300"),
    ("nộp cấp trên 1.100 đồng", "1.100 đồng = 1100đ"),
    ("cấp trên 1.100 giấy chứng nhận", "1.100 = >1100"),
    ("ước đạt 1.250 tỷ đồng", "1.250 tỷ đồng = 1250000000000đ"),
    ("cao hơn 12 đảng viên", "12 = 12"),
    ("vượt 15 đảng viên", "15 = 15"),
    ("từ 100 - 120 đảng viên trở lên", "100 - 120 = 100..120"),
    ("tỷ lệ chi bộ ≥ 80%", "80% = >=80%"),
    ("tỷ lệ chi bộ <=3%", "3% = <=3%"),
    ("khoảng ~ 5 lớp", "5 = ~5"),
    ("chẳng dưới 5 đảng viên", "5 = >=5"),
    ("chẳng quá 5 đảng viên", "5 = <=5"),
]

STACKED = [
    ("khoảng trên 94.000 đảng viên", "94.000 = >94000"),
    ("trên khoảng 94.000 đảng viên", "94.000 = >94000"),
    ("vào khoảng 20 lớp", "20 = ~20"),
    ("gần 3% trở lên", "3% = >=3%"),
    ("ước khoảng 1.250 tỷ đồng", "1.250 tỷ đồng = ~1250000000000đ"),
    ("không để xã nào dưới 90% chỉ tiêu", "90% = >=90%"),
    ("không để quá 2 chi bộ hoàn thành nhiệm vụ", "2 = <=2"),
    ("không để thiếu vốn, đạt trên 90% kế hoạch", "90% = >90%"),
]

NOT_ITS_OWN = [
    ("trên địa bàn có 12 chi bộ", ["12 = 12"]),
    ("đạt trên 95%, 85% chi bộ", ["95% = >95%", "85% = 85%"]),
    ("3% chi bộ hoàn thành tốt nhiệm vụ trở lên", ["3% = 3%"]),
    ("dưới sự lãnh đạo của 5 chi bộ", ["5 = 5"]),
    ("không chi bộ nào dưới 15 đảng viên", ["15 = >=15"]),
    ("không doanh nghiệp nào trả lương dưới 4 triệu đồng", ["4 triệu đồng = >=4000000đ"]),
]


@pytest.mark.parametrize(("text", "expected"), [*BOUNDS, *STACKED])
def test_the_word_next_to_the_number_bounds_it_and_a_bound_outranks_a_blur(text: str, expected: str) -> None:
    assert shown(text) == [expected]


@pytest.mark.parametrize(("text", "expected"), NOT_ITS_OWN)
def test_a_bound_elsewhere_is_not_the_numbers_own(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("kết nạp ít nhất 210 đảng viên", "ít nhất"),
        ("khoảng trên 94.000 đảng viên", "trên"),
        ("từ 3% đảng viên trở lên", "trở lên"),
        ("có 12 chi bộ", None),
    ],
)
def test_the_place_of_the_bounding_word_is_told(text: str, cue: str | None) -> None:
    (quantity,) = read_quantities(text)
    assert (quantity.cue and text[quantity.cue.start : quantity.cue.end]) == cue


def test_words_outside_the_stretch_do_not_bound() -> None:
    flat = "giảm trên 12 trở lên"
    number, stretch = Extent(10, 12), Extent(10, 12)
    assert read_bound(flat, number, stretch, is_range=False).comparator == "eq"
