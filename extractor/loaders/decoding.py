"""From bytes to the text that offsets count: decoded, NFC, checked to be text at all."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from extractor.errors import InputError

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; UTF-32 stands first since its little-endian mark begins like that of UTF-16."""

_MAGIC: Final = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"{\\rtf", "an RTF document"),
)
"""First bytes of files that are often mistaken for articles."""

_LEGACY: Final = "windows-1258"
"""The one legacy Vietnamese encoding Python knows; TCVN3 and VNI fonts are recognised only by failing here."""

_VIETNAMESE: Final = frozenset("àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")
_TYPOGRAPHY: Final = frozenset("\u00a0–—‘’“”„…«»•·°")
_CONTROLS: Final = re.compile("[\x01-\x08\x0e-\x1b]")
"""Control codes that text has no use for (tabs, line and page ends and separators are none)."""
_NO_TEXT: Final = re.compile("[\0\ud800-\udfff]")
_VAGUE: Final = frozenset({"iso8859-1", "ascii", "cp1252"})
"""Encodings that servers name by default, whatever they send."""
_BLANK: Final = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\u00ad]*")
_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)


_NO_CHARSETS: Final = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined"})
"""Python's own text codecs that no page is written in."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text in NFC; `plain` says that it is the bytes read as UTF-8, character for character.

    A byte order mark makes it not plain, and so does text that was not NFC: offsets would count other characters.
    """

    text: str
    plain: bool


def decode(data: bytes, *, html: bool = False, charset: str | None = None) -> Decoded:
    """The text of a file's bytes.

    UTF-8, any UTF with a byte order mark, the charset that its carrier names (`charset`, from an HTTP header), an HTML
    page's own, and windows-1258 where what comes out is Vietnamese beyond doubt. Raises `InputError` for everything
    else: no letters are ever replaced or dropped.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"This is {what}, not text; save the article's text as UTF-8.")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Decoded(check_text(_strict(data[len(mark) :], encoding)), plain=False)
    wide = _wide_charset(charset) if charset else None
    if wide is not None:
        return Decoded(check_text(_strict(data, wide)), plain=False)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = error.start
    else:
        checked = check_text(text)
        return Decoded(checked, plain=checked == text)
    nul = data.find(b"\0")
    if nul >= 0:
        raise InputError(f"This is binary data (a NUL byte at offset {nul}), not text; give the text itself.")
    sent = known_charset(charset) if charset else None
    declared = sent if sent not in _VAGUE else None
    declared = declared or (_declared(data) if html else None)
    if declared is not None:
        return Decoded(check_text(_strict(data, declared)), plain=False)
    legacy = _as_legacy(data)
    if legacy is not None:
        return Decoded(check_text(legacy), plain=False)
    raise InputError(
        f"This is not UTF-8 (byte 0x{data[where]:02x} at offset {where}) nor an encoding that can be told; "
        "save the file as UTF-8."
    )


def check_text(text: str) -> str:
    """The text in NFC. Raises `InputError` where it is empty, or holds NULs, half surrogate pairs or control codes."""
    text = unicodedata.normalize("NFC", text)
    if _BLANK.fullmatch(text):
        raise InputError("There is no text: the article is empty.")
    if wrong := _NO_TEXT.search(text):
        position = wrong.start()
        if wrong[0] == "\0":
            raise InputError(f"This is binary data (a NUL at character {position}), not text.")
        raise InputError(f"Character {position} is half of a surrogate pair; the text was cut or badly escaped.")
    controls = sum(1 for _ in _CONTROLS.finditer(text))
    if controls * 50 > len(text):
        raise InputError(f"This looks like binary data ({controls} control codes in {len(text)} characters), not text.")
    return text


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        where = f" (at byte {error.start})" if isinstance(error, UnicodeDecodeError) else ""
        raise InputError(f"This claims to be {encoding} and is not{where}; save it as UTF-8.") from None


def _declared(data: bytes) -> str | None:
    """The encoding an HTML head names, if Python knows it and it is not UTF-8 (which has failed already)."""
    match = _CHARSET.search(data[:4096])
    if match is None:
        return None
    return known_charset(match.group(1).decode("ascii"))


def _wide_charset(name: str) -> str | None:
    """UTF-16 or UTF-32 where a carrier names it: its bytes look like binary data without that word."""
    try:
        codec = codecs.lookup(name.strip(" \"'")).name
    except (LookupError, ValueError):
        return None
    return codec if codec.startswith(("utf-16", "utf-32")) else None


def known_charset(name: str) -> str | None:
    """An encoding of text by its name, if Python knows it and it is not UTF-8 (which is tried first)."""
    try:
        name = codecs.lookup(name.strip(" \"'")).name
        b"a".decode(name)
    except (LookupError, UnicodeError, ValueError):  # a codec of bytes (zlib, base64) is no text encoding
        return None
    return None if name.startswith("utf") or name.replace("-", "_") in _NO_CHARSETS else name


def _as_legacy(data: bytes) -> str | None:
    """The bytes as windows-1258 where at least 98% of what is not ASCII then is Vietnamese, else None."""
    try:
        text = unicodedata.normalize("NFC", data.decode(_LEGACY))
    except UnicodeDecodeError:
        return None
    foreign = [char for char in text if char > "\x7f" and char not in _TYPOGRAPHY]
    vietnamese = [char for char in foreign if char.lower() in _VIETNAMESE]
    marked = [char for char in vietnamese if len(unicodedata.normalize("NFD", char)) > 1 or char in "đĐ"]
    if not vietnamese or len(vietnamese) < 0.98 * len(foreign) or not set("đĐưƯơƠăĂ") & set(marked):
        return None
    return text
