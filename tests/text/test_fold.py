import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.text.article import Extent
from extractor.text.fold import DASHES, DOUBLE_QUOTES, INVISIBLE, SINGLE_QUOTES, Folded, bare, fold, fold_text

SAME = [
    ("Đảng uỷ Khối", "Đảng ủy Khối"),
    ("hoà bình, hoá học, toả sáng, xoã, hoạ sĩ", "hòa bình, hóa học, tỏa sáng, xõa, họa sỹ"),
    ("khoẻ, loè, xoè, hoẹ", "khỏe, lòe, xòe, họe"),
    ("thuỷ, luỹ, huỷ, tuý, suỵ", "thủy, lũy, hủy, túy, sụy"),
    ("kỉ luật, kĩ thuật, lí luận, tỉ đồng, nước Mĩ, kì họp", "kỷ luật, kỹ thuật, lý luận, tỷ đồng, nước Mỹ, kỳ họp"),
    ("quí III, quĩ", "quý III, quỹ"),
    ("ÐẢNG BỘ", "Đảng bộ"),
    ("“Trong sạch”", '"trong sạch"'),
    ("‘vững mạnh’", "'vững mạnh'"),
    ("2015 – 2020", "2015 - 2020"),
    ("100 — 120", "100 ‑ 120"),
    ("Ban Chấp \u00a0 hành\tTrung\u2009ương", "Ban Chấp hành Trung ương"),
    ("đảng\u200b viên\ufeff m\u00adới", "đảng viên mới"),
    ("a \u200b b", "a b"),
    ("kết nạp...", "kết nạp…"),
    (unicodedata.normalize("NFD", "Nguyễn Thị Thuỷ, Đoàn Trường"), "nguyễn thị thủy, đoàn trường"),
]

DIFFERENT = [
    ("tăng", "tặng"),
    ("giảm", "giám"),
    ("2.658", "2,658"),
    ("túi", "túy"),
    ("lui", "luy"),
    ("hoàn", "hoan"),
    ("mủi", "mủy"),
    ("đảng", "dảng"),
    ("của", "cuả"),
    ("12", "1 2"),
]


def places(folded: Folded, needle: str) -> list[Extent]:
    return [folded.original(at, at + len(needle)) for at in folded.positions(needle)]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_the_same_words_fold_alike(one, other):
    assert fold_text(one) == fold_text(other)
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_words_and_numbers_stay_different(one, other):
    assert fold_text(one) != fold_text(other)


def test_a_hit_is_given_in_the_original_characters():
    text = "Sáng nay, ĐẢNG  UỶ\u00a0Khối\u200b họp."
    folded = fold(text)
    (found,) = places(folded, fold_text("Đảng ủy khối họp"))
    assert text[found.start : found.end] == "ĐẢNG  UỶ\u00a0Khối\u200b họp"


def test_offsets_of_a_decomposed_text_count_its_composed_form():
    composed = "Trần Thị Hoà nhận cờ"
    folded = fold(unicodedata.normalize("NFD", composed))
    assert folded.source == composed
    assert places(folded, "nhận") == [Extent(13, 17)]


def test_half_a_vowel_pair_is_no_hit():
    assert places(fold("hòa"), "ho") == []
    assert places(fold("hòa"), "hoà") == [Extent(0, 3)]


def test_every_repeat_is_found():
    assert places(fold("ab ab AB"), "ab") == [Extent(0, 2), Extent(3, 5), Extent(6, 8)]
    assert places(fold("aaa"), "aa") == [Extent(0, 2), Extent(1, 3)]
    assert places(fold("abc"), "") == []


def test_bare_keeps_only_plain_letters():
    assert bare("Đắk Lắk, Thừa Thiên Huế") == "dak lak, thua thien hue"


AWKWARD = "òóỏõọoaeùúủũụuyỳýỷỹỵÒAÓỦY .…\n\t\u00a0\u200b\u00ad\u0300\u0323iIİıΣσςßÐĐđ12-–“\"'’"
texts = st.one_of(st.text(), st.text(alphabet=AWKWARD), st.text(alphabet="hoòaàủuyỷ \u200b."))


@given(texts, st.data())
def test_each_folded_span_maps_to_an_original_span_that_folds_to_it(text, data):
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    extent = folded.original(start, end)
    assert 0 <= extent.start <= extent.end <= len(folded.source)
    while folded.cuts_unit(start) and start < end:
        start -= 1
    while folded.cuts_unit(end) and start < end:
        end += 1
    assert fold_text(folded.source[extent.start : extent.end]) == folded.text[start:end]


@given(texts, st.data())
def test_whatever_stands_in_the_text_is_found_and_each_hit_folds_to_the_needle(text, data):
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.source)))
    end = data.draw(st.integers(start, len(folded.source)))
    needle = fold_text(folded.source[start:end])
    for hit in places(folded, needle):
        assert fold_text(folded.source[hit.start : hit.end]) == needle
    if folded.text and needle == folded.text:
        assert places(folded, needle)


@given(texts)
def test_the_map_covers_the_text_in_order(text):
    folded = fold(text)
    assert fold_text(text) == folded.text
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert list(folded.starts) == sorted(folded.starts)
    assert list(folded.ends) == sorted(folded.ends)


@given(texts, st.integers(-3, 60))
def test_position_is_the_inverse_of_original(text, offset):
    folded = fold(text)
    position = folded.position(offset)
    assert all(end <= offset for end in folded.ends[:position])
    assert all(end > offset for end in folded.ends[position:])


@given(st.text())
def test_composition_never_matters(text):
    assert fold_text(unicodedata.normalize("NFD", text)) == fold_text(text)


@given(st.text(alphabet=DASHES + DOUBLE_QUOTES + SINGLE_QUOTES + INVISIBLE))
def test_quotes_dashes_and_invisible_characters_have_one_form_each(text):
    assert set(fold_text(text)) <= set("-\"'")


def test_spans_out_of_range_are_clipped():
    assert fold("abc").original(-5, 99) == Extent(0, 3)
    assert fold("").original(0, 3) == Extent(0, 0)
