from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import InputError
from extractor.loaders.decoding import decode

TEXT = "Đảng ủy Khối kết nạp 258 đảng viên mới, đạt 81,01% — “vượt” chỉ tiêu.\r\nNgười dự: 40."


@pytest.mark.parametrize(
    ("data", "plain"),
    [
        (TEXT.encode("utf-8"), True),
        (unicodedata.normalize("NFD", TEXT).encode("utf-8"), False),
        (codecs.BOM_UTF8 + TEXT.encode("utf-8"), False),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), False),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), False),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), False),
    ],
    ids=["utf-8", "decomposed", "utf-8 with mark", "utf-16-le", "utf-16-be", "utf-32-le"],
)
def test_one_text_in_every_encoding_that_can_be_told(data: bytes, plain: bool) -> None:
    decoded = decode(data)
    assert decoded.text == TEXT
    assert decoded.plain is plain


def windows_1258(text: str) -> bytes:
    """Vietnamese as windows-1258 writes it: the tone mark after its vowel where there is no letter for both."""
    out = bytearray()
    for char in unicodedata.normalize("NFC", text):
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            base = unicodedata.normalize("NFD", char)
            tone = next(mark for mark in base if mark in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize("NFC", base.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
    return bytes(out)


def test_windows_1258_is_told_by_its_vietnamese() -> None:
    decoded = decode(windows_1258(TEXT))
    assert decoded.text == TEXT
    assert not decoded.plain


def test_a_page_may_name_its_own_encoding() -> None:
    page = f'<html><head><meta charset="windows-1258"></head><body>{TEXT}</body></html>'
    assert TEXT in decode(windows_1258(page), html=True).text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t \xc2\xa0\xe2\x80\x8b", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04....", "office document"),
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"abc\0def", "NUL at character 3"),
        ("Đảng".encode("utf-16-le"), "NUL|binary|not UTF-8"),
        (b"\xff\xfe\xfa", "claims to be utf-16-le"),
        (bytes(range(1, 32)) * 4, "binary"),
        ("§¶ng uû Khèi".encode("latin-1"), "not UTF-8"),
        ("Größe über alles".encode("latin-1"), "not UTF-8"),
        (TEXT.encode("utf-8")[:2] + b"\xff" + b"x" * 9, "byte 0xff at offset 2"),
    ],
    ids=range(13),
)
def test_what_is_no_text_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        decode(data)


@given(st.binary(max_size=200))
def test_any_bytes_give_nfc_text_or_an_input_error(data: bytes) -> None:
    try:
        text = decode(data).text
    except InputError:
        return
    assert unicodedata.is_normalized("NFC", text)
    assert "\0" not in text
    text.encode("utf-8")
