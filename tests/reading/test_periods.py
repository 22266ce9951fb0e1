"""Periods with and without their year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.periods import period_year, read_periods
from extractor.text.article import Article

READ = [
    ("tổng kết công tác năm 2017", ["2017"]),
    ("năm 2018, 2019 và 2020", ["2018", "2019", "2020"]),
    ("6 tháng đầu năm 2023", ["2023-H1"]),
    ("06 tháng đầu năm", ["H1"]),
    ("sáu tháng đầu năm", ["H1"]),
    ("nửa đầu năm", ["H1"]),
    ("6 tháng cuối năm 2017", ["2017-H2"]),
    ("sơ kết 6 tháng", ["H1"]),
    ("6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm 2023", ["H1", "2023-H2"]),
    ("quý III", ["Q3"]),
    ("quý 2-2018", ["2018-Q2"]),
    ("quý I/2024", ["2024-Q1"]),
    ("quý IV năm 2021", ["2021-Q4"]),
    ("quý tư", ["Q4"]),
    ("quý III và 9 tháng", ["Q3", "9M"]),
    ("chín tháng đầu năm 2021", ["2021-9M"]),
    ("8 tháng đầu năm", ["8M"]),
    ("năm tháng đầu năm", ["5M"]),
    ("(2013-2017)", ["2013/2017"]),
    ("giai đoạn 2016 - 2021", ["2016/2021"]),
    ("nhiệm kỳ 2015–2020", ["2015/2020"]),
    ("từ năm 2016 đến năm 2020", ["2016/2020"]),
    ("so với cùng kỳ 2020", ["2020"]),
    ("tháng 12/2023", ["2023"]),
    ("từ đầu năm 2011 đến hết tháng 6-2016", ["2011/2016"]),
    ("8 tháng năm nay", ["8M"]),
    ("năm 2012 kết nạp 11 người, 2013: 14, 2014: 9", ["2012", "2013", "2014"]),
    ("năm thấp nhất là 2012 với 38 người, cao nhất 2014 với 84", ["2012", "2014"]),
]
NOT_PERIODS = [
    "2080 đảng viên",
    "bỏ sinh hoạt 3 tháng liền",
    "9 tháng tuổi",
    "6 tháng tù",
    "từ 100 - 120 đảng viên",
    "năm chi bộ",
    "kết nạp 2.020 đảng viên",
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_period_is_read_in_every_notation(text: str, expected: list[str]) -> None:
    assert [found.value or found.part for found in read_periods(text)] == expected


@pytest.mark.parametrize("text", NOT_PERIODS)
def test_counts_and_durations_are_no_periods(text: str) -> None:
    assert read_periods(text) == ()


@pytest.mark.parametrize(("period", "year"), [("2017", 2017), ("2017-H1", 2017), ("2013/2017", 2017)])
def test_a_period_lies_in_its_last_year(period: str, year: int) -> None:
    assert period_year(period) == year


@given(st.text(max_size=300))
def test_any_text_is_read_with_offsets_that_hold(text: str) -> None:
    text = Article.from_text("any", text).text
    assert all(0 <= found.extent.start < found.extent.end <= len(text) for found in read_periods(text))
