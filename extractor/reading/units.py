"""The unit beside a number: percent, đồng, dollars, as a word or a sign, behind the amount or before it."""

from __future__ import annotations

import re
from typing import Final

from extractor.labels import Unit
from extractor.text.fold import INVISIBLE
from extractor.text.number_words import scaled
from extractor.text.numerals import Numeral, read_numeral
from extractor.text.written_digits import BLANK, BY_COMMA, parse_digits

_BLANKS: Final = rf"{BLANK}{{0,40}}"
_PERCENT: Final = re.compile(rf"{_BLANKS}(?:(?:điểm )?[%‰]|(?:điểm )?phần trăm(?![^\W\d_]))")
_PER_MILLE: Final = re.compile(rf"{_BLANKS}‰")
"""A tenth of a percent."""
DONG: Final = (
    r"đồng(?! {1,3}(?:chí|bào|đội|thời|bộ|tình|thuận|lòng|hành|ý|loạt|nghiệp|đều|nai|tháp|xoài|hới|minh)(?!\w))"
)
"""Source of a pattern: the currency, and no first half of another word."""
_DONG: Final = re.compile(rf"{_BLANKS}(?:₫|(?:việt nam )?(?:{DONG}|vnđ|vnd|đ(?!/c))(?![^\W\d_]|[{INVISIBLE}]))")
_OF_OTHERS: Final = (
    r" (?:úc|australia|sing|singapore|xin-ga-po|hồng kông|hong kong|canada|ca-na-đa|đài loan|new zealand|brunei)"
)
"""Whose dollar it is, where it is not the American one."""
_DOLLAR: Final = re.compile(
    rf"{_BLANKS}(?:\$|(?:usd|đô[ -]?la(?: mỹ)?|đô(?! thị| đốc| hộ| vật| la| lương| thành| hội| úy| sát))(?![^\W\d_]))"
    rf"(?!{_OF_OTHERS})"
)
_OTHER: Final = re.compile(
    rf"{_BLANKS}(?:[€£¥]|(?:\$|đô[ -]?la|đô){_OF_OTHERS}|(?:eur|euro|ơ-rô|yên|yen|jpy|kíp|lak|nhân dân tệ|ndt|cny"
    r"|rmb|tệ|won|krw|bảng anh|gbp|baht|bạt|thb|sgd|aud|hkd|usdt|rúp|rub|riel|franc|kwh|kw|mwh|mw|kva|mét|m|m2|m3|m²|m³"
    r"|lít|tấn|tạ|yến|kg|gam|ki-lô-gam|km|km2|km²|héc-ta|hecta|cổ phiếu|cổ phần|trái phiếu|cử tri|người|dân|lượt"
    r"|khách|con|cây|cành|bông|quả|trái|bản|cuốn|tờ|viên|gói|liều|sản phẩm|bộ|đôi|chiếc|cái|thùng|hộp|chai"
    r"|tài khoản|thẻ|thuê bao|giao dịch|hồ sơ|container|teu|bao|giỏ|mũi|học sinh|lao động|hội viên|đoàn viên|đảng viên"
    r"|giờ|ngày|phút)(?![^\W\d_]))"
)
"""Foreign money and things that millions are counted of: no đồng, and what the schema has no unit for."""
_FIRST: Final = re.compile(rf"{_BLANKS}[%‰pđ₫v$u]")
"""What a unit begins with."""
_MILLIONS: Final = re.compile(r"[ \t]{0,2}tr\.? ?(?=(?:đồng|vnđ|vnd|đ)(?![^\W\d_]))")
"""The short form of "triệu" before its currency: "150 tr.đồng", "150 trđ"."""
_MILLION_STARTS: Final = ("tr", " tr", "  tr")
_BEFORE: Final = re.compile(
    r"(?:(?P<dong>(?<![^\W\d_])vn[đd]|₫)|(?P<dollar>(?<![^\W\d_])(?:us\$|usd|\$))|[€£¥]|(?<![^\W\d_])[a-z]{1,2}\$) ?$"
)
"""A currency written before its amount: "VND 5.000.000", "$500", and those that the schema has no unit for."""
_CURRENCY_ENDS: Final = tuple(sign + blank for sign in "dđ₫$€£¥" for blank in ("", " "))
_LONGEST_CURRENCY: Final = 5
_THOUSANDTHS: Final = re.compile(r"[\d.]+,\d{3}")
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2},\d{3}")


def unit_after(flat: str, end: int, scale: int, *, counted: bool) -> tuple[Unit, int]:
    """The unit that follows a numeral and where the whole expression ends.

    Millions and more of nothing (`counted` says whether a counted noun follows) are money.
    """
    if _FIRST.match(flat, end):
        if match := _PERCENT.match(flat, end):
            return "percent", match.end()
        if match := _DONG.match(flat, end):
            return "VND", match.end()
        if match := _DOLLAR.match(flat, end):
            return "USD", match.end()
    if scale >= 1_000_000 and not counted and not _OTHER.match(flat, end):
        return "VND", end
    return "count", end


def is_dong(flat: str, end: int) -> bool:
    """Whether đồng, as a word or a sign, follows the place."""
    return _DONG.match(flat, end) is not None


def unit_before(flat: str, start: int) -> tuple[Unit, int] | None:
    """The currency written before an amount that starts at `start`, and where the expression then begins."""
    if not flat.endswith(_CURRENCY_ENDS, max(0, start - _LONGEST_CURRENCY), start):
        return None
    match = _BEFORE.search(flat, max(0, start - _LONGEST_CURRENCY), start)
    if match is None:
        return None
    return "VND" if match["dong"] else "USD" if match["dollar"] else "count", match.start()


def read_amount(flat: str, start: int, *, priced: bool = False) -> Numeral | None:
    """The numeral at `start`, with a short "tr." before đồng read as millions, or null.

    A comma before three digits groups thousands where a whole currency unit stands right beside it ("50,000 đồng"), for
    no price has a thousandth; `priced` says that the currency stands before.
    """
    numeral = read_numeral(flat, start)
    if numeral is None or numeral.in_words:
        return numeral
    if _PER_MILLE.match(flat, numeral.end):
        return numeral._replace(value=scaled(numeral.value, 0.1))
    likely = numeral.scale == 1 and flat.startswith(_MILLION_STARTS, numeral.end)
    if likely and (short := _MILLIONS.match(flat, numeral.end)):
        return numeral._replace(value=scaled(numeral.value, 1e6), end=short.end(), scale=1_000_000)
    written = flat[numeral.start : numeral.end]
    if "," in written and _THOUSANDS.fullmatch(written):
        money = priced or _is_money(flat, numeral.end)
        return numeral._replace(value=parse_digits(written, whole=True)) if money else numeral
    if _THOUSANDTHS.fullmatch(written) and (priced or _is_money(flat, numeral.end)):
        return None  # "1.350,000 đồng": either mark may group
    return numeral


def _is_money(flat: str, end: int) -> bool:
    return is_dong(flat, end) or _DOLLAR.match(flat, end) is not None


_MEASURED: Final = re.compile(r" ?(?:km|m|ha|hec-?ta|héc-?ta|tấn|tạ|lít|kg|mét|ki-?lô-?mét)(?![^\W_])")
"""What is measured and not counted: its number has decimals."""


def whole_number(flat: str, numeral: Numeral, *, counted: bool) -> Numeral:
    """`2,658 đảng viên`: a comma before three digits groups thousands where the thing counted is whole, no measure."""
    written = flat[numeral.start : numeral.end]
    counted = counted and _MEASURED.match(flat, numeral.end) is None  # "455,573 km"
    if counted and BY_COMMA.fullmatch(written):
        return numeral._replace(value=parse_digits(written, whole=True))
    return numeral
