"""Which syllables open a Vietnamese name, and whose names are history's."""

from __future__ import annotations

import pytest

from extractor.text.flat import flatten
from extractor.text.names import is_frequent_surname, is_historical, is_middle, is_surname

FREQUENT = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Vũ", "Võ", "Đặng", "Bùi"]
OF_MINORITIES = ["Lò", "Giàng", "Sùng", "Hà", "K'Srơn", "H'Yim", "Y'Blan"]
NO_SURNAMES = ["Đảng", "Khối", "Chi", "Nghị", "Ủy", "Sáng", "K'", "b'lao", "2018", ""]
HISTORICAL = ["Hồ Chí Minh", "Bác Hồ"]


@pytest.mark.parametrize("name", FREQUENT)
def test_a_frequent_family_name_is_both_frequent_and_a_family_name(name: str) -> None:
    assert is_frequent_surname(flatten(name))
    assert is_surname(flatten(name))


@pytest.mark.parametrize("name", OF_MINORITIES)
def test_family_names_of_the_minorities_open_a_name_without_being_frequent(name: str) -> None:
    assert is_surname(flatten(name))
    assert not is_frequent_surname(flatten(name))


@pytest.mark.parametrize("word", NO_SURNAMES)
def test_other_words_open_no_name(word: str) -> None:
    assert not is_surname(flatten(word))


@pytest.mark.parametrize(("word", "expected"), [("Văn", True), ("Thị", True), ("bộ", False), ("", False)])
def test_usual_middle_names_are_known(word: str, expected: bool) -> None:
    assert is_middle(flatten(word)) is expected


@pytest.mark.parametrize("name", HISTORICAL)
def test_the_names_in_slogans_are_historical(name: str) -> None:
    assert is_historical(flatten(name))


def test_a_namesake_is_not_historical() -> None:
    assert not is_historical(flatten("Hồ Chí Minh Tâm"))
