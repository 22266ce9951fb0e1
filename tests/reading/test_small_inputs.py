"""The small inputs with right answers beside the checkout: what each says in numbers, and the one date in words."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from extractor.reading.reader import read
from extractor.text.article import Article
from tests.conftest import SHARED
from tests.reading.shown import show

_FOLDER: Final = SHARED / "cases" / "public"
pytestmark = pytest.mark.skipif(not _FOLDER.is_dir(), reason="no ../shared/cases/public beside this checkout")

RIGHT: Final = {
    "f01": ["150", "48"],
    "f02": ["5e+15đ", "1.88e+15đ"],
    "f03": ["<=1%", "<2%"],
    "f04": ["72.5%", "8200000000đ"],
    "f05": ["204"],
    "f06": ["10%", "90%"],
    "f07": ["3000000đ", "500$", "5000000đ", "150000000đ"],
    "f08": ["30", "5"],
    "f09": [],
    "f10": ["147", "460000000đ"],
    "f11": ["3500000000đ", "2500000đ"],
    "f16": ["50000đ", "500000đ", "45500000đ"],
}


def _article(name: str) -> Article:
    (file,) = _FOLDER.glob(f"{name}_*.txt")
    return Article.from_text(name, file.read_text("utf-8"))


@pytest.mark.parametrize(("name", "values"), RIGHT.items())
def test_every_number_is_read_with_its_right_value_and_nothing_else_is(name: str, values: list[str]) -> None:
    article = _article(name)
    found = [show(article.text, quantity).split(" = ")[1] for quantity in read(article).quantities]
    assert found == values


def test_a_month_in_words_dates_its_document() -> None:
    assert [document.issued_on for document in read(_article("f09")).documents] == [date(2017, 10, 25)]


def test_a_document_is_named_whatever_vowel_bears_the_tone_mark() -> None:
    assert [(document.kind, document.number) for document in read(_article("f08")).documents] == [
        ("Kế hoạch", "12-KH/HU")
    ]
