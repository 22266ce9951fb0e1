"""The length-preserving fold that patterns run on."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.text.flat import flatten, lower_same_length

FLAT = [
    ("ĐẢNG ỦY KHỐI", "đảng ủy khối"),
    ("Đảng uỷ, thuỷ, tuý, luỹ, suỵ", "đảng ủy, thủy, túy, lũy, sụy"),
    ("hoà, hoá, toả, xoã, hoạ, khoẻ, loè, xoè", "hòa, hóa, tỏa, xõa, họa, khỏe, lòe, xòe"),
    ("hoàn, toàn, khoảng, hoạt, thuyết, huỳnh", "hoàn, toàn, khoảng, hoạt, thuyết, huỳnh"),
    ("hòan thành, kế họach, ngòai, tòan, khỏang, họăc", "hoàn thành, kế hoạch, ngoài, toàn, khoảng, hoặc"),
    ("hùynh, tùyên, thúy, húê, thủơ", "huỳnh, tuyền, thúy, huế, thuở"),
    ("qúy, qủa, qúi, gía, gìau, mùa, của", "quý, quả, quý, giá, giàu, mùa, của"),
    ("kĩ thuật, kỉ luật, tỉ đồng, lí luận, nước Mĩ, kì họp", "kỹ thuật, kỷ luật, tỷ đồng, lý luận, nước mỹ, kỳ họp"),
    ("quí III, quĩ", "quý iii, quỹ"),
    ("quỷ, quý, quyết", "quỷ, quý, quyết"),
    ("tí, mì, lì, kìm, tỉnh, chỉ", "tí, mì, lì, kìm, tỉnh, chỉ"),
    ("Ðảng bộ, Đảng bộ, đảng bộ", "đảng bộ, đảng bộ, đảng bộ"),
    ("100–120 — 95−99", "100-120 - 95-99"),
    ("“Trong sạch” «vững mạnh» ‘tiêu biểu’", '"trong sạch" "vững mạnh" \'tiêu biểu\''),
    ("kết\u00a0nạp\u2009mới\u3000", "kết nạp mới "),
    ("95％", "95%"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "flat"), FLAT)
def test_spellings_of_one_word_become_one(text: str, flat: str) -> None:
    assert flatten(text) == flat


@given(st.text())
def test_every_character_keeps_its_place(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert len(flatten(text)) == len(lower_same_length(text)) == len(text)


@given(st.text(alphabet="oòóuùúaàáeèéyỳýiìíỉĩktlmqhđĐÐ-–“ .5", max_size=30))
def test_what_is_flat_stays_as_it_is(text: str) -> None:
    flat = flatten(unicodedata.normalize("NFC", text))
    assert flatten(flat) == flat


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_blank_parts_what_stands_beside_it(left: str, right: str) -> None:
    left, right = unicodedata.normalize("NFC", left), unicodedata.normalize("NFC", right)
    assert flatten(f"{left} {right}") == f"{flatten(left)} {flatten(right)}"
