"""The area of a former province."""

from __future__ import annotations

import pytest

from extractor.reading.areas import former_area
from extractor.text.flat import flatten

AREAS = [
    ("trong đó khu vực Bình Định cũ 70", "khu vực Bình Định cũ"),
    ("tại Bến Tre (cũ) 6", "tại Bến Tre (cũ)"),
    ("tại Bến Tre (cũ) 6 đảng viên, Trà Vinh (cũ) 3", "Trà Vinh (cũ)"),
    ("riêng địa bàn Quảng Nam (trước đây) có 1.204", "địa bàn Quảng Nam (trước đây)"),
    ("Khu vực phía Đông (Phú Yên cũ) kết nạp 1.106", "Khu vực phía Đông (Phú Yên cũ)"),
    ("ở tỉnh Bà Rịa - Vũng Tàu cũ có 12", "ở tỉnh Bà Rịa - Vũng Tàu cũ"),
    ("(Phú Yên cũ) có 9", "Phú Yên cũ"),
    ("Đảng bộ tỉnh Gia Lai kết nạp 120", None),
    ("khu vực Bình Định kết nạp 70", None),
    ("hòa bình cũ 3", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "area"), AREAS)
def test_an_area_is_a_former_province_with_the_words_that_lead_to_it(text: str, area: str | None) -> None:
    found = former_area(text, flatten(text), 0, len(text))
    assert (text[found.start : found.end] if found else None) == area
