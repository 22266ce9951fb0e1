"""Calendar dates and what only looks like one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.dates import read_dates
from extractor.text.article import Article

READ = [
    ("Thứ Ba, 06/02/2018 (GMT+7)", [(6, 2, 2018)]),
    ("ban hành ngày 10-9-2018", [(10, 9, 2018)]),
    ("ngày 26/7/2016 của Ban Chấp hành", [(26, 7, 2016)]),
    ("2024-01-09", [(9, 1, 2024)]),
    ("ngày 14/1/22, tại", [(14, 1, 2022)]),
    ("ngày 13 tháng 1 năm 2021", [(13, 1, 2021)]),
    ("ngày 13 tháng 01, Đảng ủy", [(13, 1, None)]),
    ("Sáng 6-2, Đảng ủy", [(6, 2, None)]),
    ("ngày 19 tháng Tám năm 2016", [(19, 8, 2016)]),
    ("ngày 7 tháng Mười Hai năm 2020", [(7, 12, 2020)]),
    ("ngày 3 tháng Giêng, Đảng ủy", [(3, 1, None)]),
    ("ngày 9 tháng Năm năm 2018", [(9, 5, 2018)]),
    ("Sáng 16.1, Đảng ủy", [(16, 1, None)]),
    ("Ngày 13/1, Đảng ủy", [(13, 1, None)]),
    ("chiều nay, 9/1.", [(9, 1, None)]),
    ("Riêng từ 1-7 đến nay, phường kết nạp", [(1, 7, None)]),
    ("Hôm qua (25-5), Đảng ủy", [(25, 5, None)]),
    ("Thứ Sáu (14-1)", [(14, 1, None)]),
    ("hội nghị của Đảng ủy Khối (17.1) bớt vẻ khuôn sáo", [(17, 1, None)]),
    ("Trong 2 ngày 12 và 13/1", [(12, 1, None), (13, 1, None)]),
    ("ngày 13-14/1/2021", [(13, 1, 2021), (14, 1, 2021)]),
    ("từ ngày 5/1 đến ngày 7/1", [(5, 1, None), (7, 1, None)]),
]
NOT_DATES = [
    "48/66 tổ chức cơ sở đảng",
    "đạt và vượt 12/13 chỉ tiêu",
    "Sáng nay 12/13 chỉ tiêu đã đạt",
    "tăng 16.1% so với năm trước",
    "kết nạp từ 100 - 120 đảng viên",
    "giai đoạn 2016-2020",
    "điện thoại 0913.123.456",
    "lúc 16:40",
    "Chỉ thị 05-CT/TW",
    "ngày 31/2",
    "trong 5 tháng năm 2020",
    "8 tháng năm nay",
    "8 tháng năm ngoái",
    "ngày 48/66",
    "câu " * 200 + "mức tăng trưởng (7.5) như trước",
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_date_is_read_in_every_notation(text: str, expected: list[tuple[int, int, int | None]]) -> None:
    assert [(found.day, found.month, found.year) for found in read_dates(text)] == expected


@pytest.mark.parametrize("text", NOT_DATES)
def test_a_ratio_a_decimal_and_a_number_are_no_dates(text: str) -> None:
    assert read_dates(text) == ()


def test_a_date_without_its_year_has_no_value() -> None:
    (found,) = read_dates("Sáng 6-2")
    assert found.value is None


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2090, 1, 1)))
def test_every_day_of_the_calendar_round_trips(day: date) -> None:
    for text in (
        f"{day:%d/%m/%Y}",
        f"ngày {day.day}-{day.month}-{day.year}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
    ):
        assert [found.value for found in read_dates(text)] == [day]


@given(st.text(max_size=300))
def test_any_text_is_read_with_offsets_that_hold(text: str) -> None:
    text = Article.from_text("any", text).text
    assert all(0 <= found.extent.start < found.extent.end <= len(text) for found in read_dates(text))
