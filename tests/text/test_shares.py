"""Fractions in words: what they are worth, and what only looks like one."""

from __future__ import annotations

import pytest

from extractor.text.flat import flatten
from extractor.text.shares import read_share

PERCENTAGES = [
    ("một phần mười", 10),
    ("ba phần tư", 75),
    ("2 phần 3", 66.67),
    ("hai phần mười lăm", 13.33),
    ("một phần nghìn", 0.1),
    ("0,04 phần nghìn", 0.004),
    ("0,5 phần vạn", 0.005),
    ("một phần ba mươi hai", 3.125),
    ("một nửa", 50),
    ("một phần tư phần trăm", 0.25),
    ("ba phần tư điểm phần trăm", 0.75),
    ("nửa phần trăm", 0.5),
    ("một phần ba %", 0.3333),
]

AMOUNTS = [
    ("một phần tư tỷ", 250_000_000),
    ("một nửa tỷ", 500_000_000),
    ("một phần tư triệu", 250_000),
    ("ba phần tư nghìn", 750),
]

NONE = [
    "một phần trăm",
    "ba phần hai",
    "hai phần quà",
    "một phần",
    "hai phần linh",
    "0 phần 3",
    "1,5 phần 3",
    "một phần tư liệu",
    "hai phần tư tưởng",
    "một phần tư nhân viên",
    "một phần năm 2017",
    "hai phần năm nay",
    "ba phần mười mục",
    "3 phần 10 mục",
    "hai phần mười đội",
    "hai mươi ba phần tư",
    "một phần nghìn chín trăm",
    "hai phần tư rưỡi",
    "hai phần ba bảy",
    "ba phần tư 5",
    "một phần năm tỷ",
    "một phần tư trăm triệu",
]


@pytest.mark.parametrize(("written", "percentage"), PERCENTAGES)
def test_a_fraction_in_words_is_a_percentage(written: str, percentage: float) -> None:
    share = read_share(flatten(written), 0)
    assert share is not None
    assert (share.of_hundred, share.scale, share.end) == (percentage, 1, len(written))


@pytest.mark.parametrize(("written", "amount"), AMOUNTS)
def test_a_fraction_of_a_scale_word_is_an_amount(written: str, amount: float) -> None:
    share = read_share(flatten(written), 0)
    assert share is not None
    assert (share.amount, share.end) == (amount, len(written))


@pytest.mark.parametrize("written", NONE)
def test_what_is_no_part_of_a_whole_is_no_fraction(written: str) -> None:
    assert read_share(flatten(written), 0) is None


@pytest.mark.parametrize(("text", "read"), [("gồm ba phần năm câu", False), ("gồm ba phần năm số chi bộ", True)])
def test_parts_that_something_is_divided_into_are_no_fraction(text: str, read: bool) -> None:
    assert (read_share(flatten(text), text.index("ba")) is not None) is read
