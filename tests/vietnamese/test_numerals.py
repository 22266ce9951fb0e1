"""Numerals in digits, in words, and in both mixed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.vietnamese.flat import flatten
from extractor.vietnamese.numerals import parse_digits, read_numeral, write_numeral

DIGITS = [
    ("7", 7),
    ("06", 6),
    ("2080", 2080),
    ("2.658", 2658),
    ("16.013,4", 16013.4),
    ("1.234.567", 1234567),
    ("1,234,567", 1234567),
    ("12 345", 12345),
    ("81,01", 81.01),
    ("24.5", 24.5),
    ("0,5", 0.5),
    ("15.00", 15),
]

MIXED = [
    ("17 nghìn tỷ", 17e12),
    ("108 ngàn tỉ", 108e12),
    ("16.013,4 tỷ", 16013.4e9),
    ("6 ngàn", 6000),
    ("1,5 vạn", 15000),
    ("2 ngàn 3 trăm", 2300),
    ("2 ngàn 3 trăm tỷ", 2300e9),
    ("1 tỷ 200 triệu", 1.2e9),
    ("2 tỷ 300 triệu", 2.3e9),
    ("4 triệu rưỡi", 4.5e6),
    ("2 triệu rưởi", 2.5e6),
    ("8,9 triệu", 8.9e6),
    ("8,2 tỷ", 8_200_000_000),
    ("4.096,1 tỷ", 4_096_100_000_000),
]

WORDS = [
    ("một", 1),
    ("mười", 10),
    ("mười một", 11),
    ("mười lăm", 15),
    ("hai mươi mốt", 21),
    ("hai mươi tư", 24),
    ("hai mươi bốn", 24),
    ("ba mươi nhăm", 35),
    ("bẩy mươi bảy", 77),
    ("ba chục", 30),
    ("một trăm", 100),
    ("một trăm linh hai", 102),
    ("một trăm lẻ hai", 102),
    ("hai trăm linh năm", 205),
    ("hai trăm năm mươi", 250),
    ("một trăm rưỡi", 150),
    ("một trăm hai", 120),
    ("hai nghìn ba", 2300),
    ("một nghìn không trăm linh năm", 1005),
    ("hai nghìn không trăm mười tám", 2018),
    ("một nghìn chín trăm bảy mươi lăm", 1975),
    ("một vạn hai nghìn", 12000),
    ("hai triệu không trăm năm mươi nghìn", 2050000),
    ("mười hai nghìn tỷ", 12e12),
    ("sáu mươi tỷ bốn trăm triệu", 60.4e9),
    ("nửa tỷ", 5e8),
]

STOPS = [
    ("mười năm", "mười"),
    ("hai trăm năm", "hai trăm"),
    ("năm năm", "năm"),
    ("hai ba", "hai"),
    ("một phần ba", "một"),
    ("3 chi bộ", "3"),
    ("15 và 20", "15"),
    ("2 triệu người", "2 triệu"),
    ("12 345.678", "12"),
    ("hai mươi\nmốt", "hai mươi"),
]

NO_NUMERALS = ["không", "mốt", "trăm", "nghìn", "tỷ", "rưỡi", "mươi", "nửa chi bộ", "lăm", "", " 5", ",5", "chi bộ"]

SCALES = [("7", 1), ("hai mươi", 1), ("hai chục", 10), ("2 nghìn", 1000), ("17 nghìn tỷ", 10**9)]
MIXED_SCALES = [("2 triệu 300 nghìn", 10**6), ("2 ngàn 3 trăm", 1000), ("hai triệu năm trăm nghìn", 10**6)]


@pytest.mark.parametrize(("written", "value"), DIGITS)
def test_digits_are_read_with_vietnamese_separators(written: str, value: float) -> None:
    assert parse_digits(written) == value
    numeral = read_numeral(written, 0)
    assert numeral is not None
    assert (numeral.value, numeral.end, numeral.in_words) == (value, len(written), False)


def test_a_comma_before_three_digits_groups_only_what_is_whole() -> None:
    assert (parse_digits("2,658"), parse_digits("2,658", whole=True), parse_digits("0,658", whole=True)) == (
        2.658,
        2658,
        0.658,
    )


@pytest.mark.parametrize(("written", "value"), [*MIXED, *WORDS])
def test_scale_words_and_number_words_are_read_whole(written: str, value: float) -> None:
    flat = flatten(written)
    numeral = read_numeral(flat, 0)
    assert numeral is not None
    assert (numeral.value, numeral.end) == (value, len(flat))
    assert numeral.in_words == (not any(char.isdigit() for char in flat))


@pytest.mark.parametrize(("text", "numeral"), STOPS)
def test_a_numeral_ends_where_another_word_begins(text: str, numeral: str) -> None:
    found = read_numeral(flatten(text), 0)
    assert found is not None
    assert text[: found.end] == numeral


@pytest.mark.parametrize("text", NO_NUMERALS)
def test_a_scale_word_or_a_rest_alone_is_no_numeral(text: str) -> None:
    assert read_numeral(flatten(text), 0) is None


@pytest.mark.parametrize(("written", "scale"), [*SCALES, *MIXED_SCALES])
def test_the_largest_scale_word_is_told(written: str, scale: int) -> None:
    numeral = read_numeral(flatten(written), 0)
    assert numeral is not None
    assert numeral.scale == scale


@given(st.integers(min_value=1, max_value=999_999_999))
@example(105)
@example(1_000_005)
@example(15_000_000)
def test_a_whole_number_survives_being_written_in_words(value: int) -> None:
    written = flatten(write_numeral(value))
    numeral = read_numeral(written, 0)
    assert numeral is not None
    assert (numeral.value, numeral.end, numeral.in_words) == (value, len(written), True)


def test_zero_is_written_but_never_read_from_a_word_that_mostly_denies() -> None:
    assert write_numeral(0) == "không"
    assert read_numeral("không", 0) is None


@pytest.mark.parametrize("value", [-1, 10**12])
def test_numbers_out_of_reach_are_refused(value: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        write_numeral(value)


@given(st.text(max_size=60), st.integers(min_value=0, max_value=70))
def test_any_text_at_any_place_is_read_or_not(text: str, start: int) -> None:
    flat = flatten(text)
    numeral = read_numeral(flat, start)
    if numeral is not None:
        assert start == numeral.start < numeral.end <= len(flat)
        assert numeral.value >= 0
