"""The stretches of time that an article tells of or implies, with the year that its day gives them."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.engines.rules.page import Page
from extractor.engines.rules.scorer.spells import Spells, day_of, first_month, last_month
from extractor.reading.reader import read
from extractor.text.article import Article

REST = "Các chi bộ trong Đảng bộ huyện cùng nghe và cùng bàn; nhiều ý kiến nói về việc của từng xã."


def page(text: str) -> Page:
    article = Article.from_text("spells", f"Một buổi họp\n\n{text} {REST}\n")
    return Page(article, read(article))


def told(text: str, published: date | None = None) -> set[tuple[str, str]]:
    return {(spell.value, spell.told) for spell in Spells(page(text), published).all}


@pytest.mark.parametrize(
    ("text", "value", "how"),
    [
        ("Năm 2019, Đảng bộ huyện kết nạp 40 đảng viên.", "2019", "named"),
        ("Nếu chỉ đếm số lớp thì 2010 là năm được mùa của Huyện ủy.", "2010", "bare"),
        ("Ngày 3/10/2014, Huyện ủy giao ban công tác chín tháng.", "2014-9M", "words"),
        ("Ngày 4/1/2018, Huyện ủy kể chuyện nửa năm qua.", "2017-H2", "words"),
        ("Ngày 5/7/2018, Huyện ủy kể chuyện nửa năm qua.", "2018-H1", "words"),
        ("Ngày 9/4/2026, Huyện ủy nghe báo cáo quý I.", "2026-Q1", "part"),
        ("Ngày 9/1/2026, Huyện ủy nghe báo cáo quý IV.", "2025-Q4", "part"),
        ("Ngày 9/1/2019, Huyện ủy nói về năm vừa qua.", "2018", "words"),
        ("Ngày 9/12/2019, Huyện ủy nói về năm nay.", "2019", "words"),
        ("Sáng 18/5/2021, Huyện ủy nhìn lại 5 năm làm theo gương Bác.", "2016/2021", "words"),
        ("Đến hết tháng 8/2021, Đảng bộ huyện kết nạp 40 đảng viên.", "2021-8M", "month"),
        ("Tính đến ngày 30/9/2021, Đảng bộ huyện kết nạp 40 đảng viên.", "2021-9M", "until"),
        ("Ngày 20/8/2022, Huyện ủy họp; từ đầu năm đến nay, Đảng bộ huyện kết nạp 40 đảng viên.", "2022-8M", "until"),
        ("Ngày 8/7/2016, Huyện ủy họp.", "2016-H1", "day"),
        ("Ngày 8/1/2016, Huyện ủy họp.", "2015", "day"),
        ("Ngày 8/6/2018, Huyện ủy sơ kết giữa nhiệm kỳ 2015 - 2020.", "2015/2018", "so-far"),
    ],
)
def test_what_is_told_of_a_time_has_the_year_that_the_day_gives_it(text: str, value: str, how: str) -> None:
    assert (value, how) in told(text)


def test_without_any_day_or_year_nothing_is_dated() -> None:
    assert told("Nửa năm qua, Huyện ủy kết nạp 40 đảng viên; quý I được 12.") == set()


def test_a_day_without_its_year_is_of_the_year_that_the_head_names_or_the_next() -> None:
    assert day_of(page("Ngày 26/12, Huyện ủy tổng kết năm 2019."), None) == date(2019, 12, 26)
    assert day_of(page("Ngày 9/1, Huyện ủy tổng kết năm 2019."), None) == date(2020, 1, 9)
    assert day_of(page("Ngày 9/1, Huyện ủy tổng kết năm 2019, bàn việc năm 2020."), None) == date(2020, 1, 9)
    assert day_of(page("Ngày 26/12, Huyện ủy tổng kết."), date(2020, 1, 2)) == date(2019, 12, 26)


def test_a_day_that_its_year_does_not_have_is_the_publication_s() -> None:
    assert day_of(page("Ngày 29/2, Huyện ủy giao ban."), date(2023, 3, 1)) == date(2023, 3, 1)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [("2020", 0, 11), ("2020-H2", 6, 11), ("2020-Q2", 3, 5), ("2020-9M", 0, 8), ("2020/2021", 0, 23)],
)
def test_a_period_begins_and_ends_with_its_months(period: str, first: int, last: int) -> None:
    assert (first_month(period) - 2020 * 12, last_month(period) - 2020 * 12) == (first, last)
