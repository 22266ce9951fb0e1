"""Numerals in digits, in words, and in both mixed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.text.flat import flatten
from extractor.text.numerals import is_rest, read_numeral, torn_number
from extractor.text.written_digits import parse_digits
from tests.text.written import write_numeral

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
    ("0.500", 0.5),
    ("1,234.5", 1234.5),
    ("1,234,567.89", 1234567.89),
    ("1'000", 1000),
    ("1'234'567,5", 1234567.5),
    ("97½", 97.5),
    ("1\u200b5", 15),
    ("1\u00ad234", 1234),
    ("123.456.789.012.345", 123456789012345),
    ("9007199254740992", 9007199254740992),
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
    ("7 triệu tỷ", 7e15),
    ("2 triệu 350 nghìn tỷ", 2.35e15),
    ("6 tỷ 7", 6.7e9),
    ("8 triệu 3", 8.3e6),
    ("4 tỷ 250", 4.25e9),
    ("9 phẩy 6", 9.6),
    ("2 trăm lẻ 5", 205),
    ("5    triệu", 5e6),
    ("5\ttriệu", 5e6),
    ("5\u200btriệu", 5e6),
    ("4.096.123,1 tỷ", 4_096_123_100_000_000),
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
    ("ba trăm linh tư", 304),
    ("sáu nghìn lẻ tư", 6004),
    ("hai trăm ba sáu", 236),
    ("năm trăm tám mốt", 581),
    ("chín trăm hai lăm", 925),
    ("ba trăm năm tám", 358),
    ("ba trăm tư", 340),
    ("hai trăm tám triệu", 280e6),
    ("ba trăm linh tám triệu", 308e6),
    ("sáu trăm hai mốt triệu", 621e6),
    ("hai nghìn ba tỷ", 2300e9),
    ("hai triệu tỷ", 2e15),
    ("sáu phẩy ba", 6.3),
    ("mười hai phẩy không bảy", 12.07),
    ("chín mươi chín phẩy hai mươi lăm", 99.25),
    ("bốn phẩy ba sáu", 4.36),
    ("không phẩy tám", 0.8),
    ("hai trăm linh ba phẩy năm tỷ", 203.5e9),
    ("bảy tư ngàn sáu trăm chín bốn", 74694),
    ("bảy tư triệu ba trăm ngàn", 74.3e6),
    ("hai mốt", 21),
    ("tám nhăm", 85),
    ("trăm hai mươi", 120),
    ("nghìn hai", 1200),
    ("triệu rưỡi", 1.5e6),
]

STOPS = [
    ("mười năm", "mười"),
    ("hai trăm năm", "hai trăm"),
    ("năm năm", "năm"),
    ("hai phần quà", "hai"),
    ("hai trăm tư liệu", "hai trăm"),
    ("hai trăm linh kiện", "hai trăm"),
    ("5 tỷ phú", "5"),
    ("3 phần, 10 mục", "3"),
    ("trăm hai mươi bên", "trăm hai mươi"),
    ("hai tư tưởng", "hai"),
    ("5 tư vấn viên", "5"),
    ("5 và 1 phần thưởng", "5"),
    ("3 chi bộ", "3"),
    ("15 và 20", "15"),
    ("2 triệu người", "2 triệu"),
    ("12 345.678", "12"),
    ("hai mươi\nmốt", "hai mươi"),
]

NO_NUMERALS = ["không", "mốt", "trăm", "nghìn", "tỷ", "rưỡi", "mươi", "nửa chi bộ", "lăm", "", " 5", ",5", "chi bộ"]

TORN = [
    ("hai ba đảng viên", "hai ba"),
    ("ba bốn năm sáu chi bộ", "ba bốn năm sáu"),
    ("một phần ba", "một phần ba"),
    ("bảy mươi phẩy", "bảy mươi phẩy"),
    ("hai trăm ba bốn mươi", "hai trăm ba bốn mươi"),
    ("mười lăm mươi", "mười lăm mươi"),
    ("5 triệu linh hai rưỡi", "5 triệu linh hai rưỡi"),
    ("9 tỷ tỷ tỷ", "9 tỷ tỷ tỷ"),
    ("năm hai chi bộ", "năm hai"),
    ("năm ba nghìn hai trăm đồng", "năm ba nghìn hai trăm"),
    ("3 tỷ 25 hộ", "3 tỷ 25"),
    ("2 triệu 5 hộ", "2 triệu 5"),
    ("2 trăm 5 đảng viên", "2 trăm 5"),
    ("2 nghìn 50 đảng viên", "2 nghìn 50"),
    ("3 mươi 5 đảng viên", "3 mươi 5"),
    ("200 lẻ 5 đảng viên", "200 lẻ 5"),
    ("một triệu rưỡi rưỡi đồng", "một triệu rưỡi rưỡi"),
    ("một triệu hai tư nghìn", "một triệu hai tư nghìn"),
    ("ba và một phần ba đảng viên", "ba và một phần ba"),
    ("3 phần 10 mục", "3 phần 10"),
    ("1.234.5 tỷ", "1.234.5 tỷ"),
    ("12.34.567 đảng viên", "12.34.567"),
    ("1,000,00 đảng viên", "1,000,00"),
    ("12,350.000 triệu đồng", "12,350.000 triệu"),
    ("1..000 đảng viên", "1..000"),
    ("10⁶ đồng", "10⁶"),
    ("10^6 đồng", "10^6"),
    ("3 x 10⁶ đồng", "3 x 10⁶"),
    ("100±5 chi bộ", "100±5"),
    ("48/\n66 chi bộ", "48/\n66"),
    ("5 tỷ300 triệu đồng", "5 tỷ"),
    ("hai trăm lẻ đảng viên", "hai trăm lẻ"),
    ("năm, bảy đảng viên", "năm, bảy"),
    ("1_000 đồng", "1_000"),
    ("5\ntriệu đồng", "5"),
    ("97⅓", "97⅓"),
    ("12345678901234567", "12345678901234567"),
]

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


@pytest.mark.parametrize(("text", "words"), TORN)
def test_a_number_that_cannot_be_read_whole_is_not_read_at_all(text: str, words: str) -> None:
    flat = flatten(text)
    assert read_numeral(flat, 0) is None
    assert torn_number(flat, 0) == len(words)


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


@pytest.mark.parametrize("text", ["vài trăm hai mươi", "hàng nghìn ba", "trăm năm", "tỷ lệ", "nghìn đảng viên"])
def test_a_scale_word_begins_a_number_only_where_one_goes_on_and_none_stands_before(text: str) -> None:
    at = max(text.find("trăm"), text.find("nghìn"), text.find("tỷ"))
    assert read_numeral(flatten(text), at) is None


@pytest.mark.parametrize(
    ("text", "word", "rest"),
    [
        ("hàng trăm hai mươi", "hai", True),
        ("hai vạn năm đảng viên", "năm", True),
        ("mười năm chi bộ", "năm", True),
        ("xã Hải Triệu 5 chi bộ", "5", False),
        ("kết nạp năm đảng viên", "năm", False),
        ("kết nạp 48/\n66 đảng viên", "66", True),
    ],
)
def test_what_stands_behind_a_scale_word_is_the_rest_of_its_number(text: str, word: str, rest: bool) -> None:
    assert is_rest(text, text.rindex(word)) is rest


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


@pytest.mark.parametrize(
    ("before", "flat", "value", "read"),
    [
        ("đạt ", "95, 6% kế hoạch", 95.6, "95, 6"),
        ("kết nạp 12 đảng viên (", "4, 1%)", 4.1, "4, 1"),
        ("tăng trên ", "5, 12% so với", 5.12, "5, 12"),
        ("lần lượt đạt ", "95, 96%", 95, "95"),
        ("đạt ", "85, 87 và 90%", 85, "85"),
        ("đến cuối tháng ", "3, 96% đảng viên", 3, "3"),
        ("hoàn thành xuất sắc (", "9, 15%)", 9, "9"),
        ("kết nạp ", "45, 90% kế hoạch", 45, "45"),
    ],
)
def test_a_blank_behind_the_decimal_comma_of_a_share_parts_no_number(
    before: str, flat: str, value: float, read: str
) -> None:
    numeral = read_numeral(before + flat, len(before))
    assert numeral is not None
    assert (numeral.value, flat[: numeral.end - len(before)]) == (value, read)
