"""The unit beside a number: percent, đồng, dollars, as a word or a sign, behind the amount or before it."""

from __future__ import annotations

import re
from typing import Final

from extractor.labels import Unit
from extractor.text.number_words import as_written
from extractor.text.numerals import Numeral, parse_digits, read_numeral

_PERCENT: Final = re.compile(r" {0,2}(?:(?:điểm )?%|(?:điểm )?phần trăm(?![^\W\d_]))")
_DONG: Final = re.compile(
    r" {0,2}(?:₫|(?:việt nam )?(?:đồng(?! {1,3}(?:chí|bào|đội|thời|bộ|tình|thuận|lòng|hành|ý|loạt|nghiệp|đều"
    r"|nai|tháp|xoài|hới|minh))"
    r"|vnđ|vnd|đ(?!/c))(?![^\W\d_]))"
)
_DOLLAR: Final = re.compile(r" {0,2}(?:\$|(?:usd|đô[ -]?la(?: mỹ)?)(?![^\W\d_]))")
_FIRST: Final = re.compile(r" {0,2}[%pđ₫v$u]")
"""What a unit begins with."""
_MILLIONS: Final = re.compile(r" {0,2}tr\.? ?(?=(?:đồng|vnđ|vnd|đ)(?![^\W\d_]))")
"""The short form of "triệu" before its currency: "150 tr.đồng", "150 trđ"."""
_MILLION_STARTS: Final = ("tr", " tr", "  tr")
_BEFORE: Final = re.compile(r"(?:(?P<dong>(?<![^\W\d_])vn[đd]|₫)|(?<![^\W\d_])(?:us\$|usd)|\$) ?$")
"""A currency written before its amount: "VND 5.000.000", "$500"."""
_CURRENCY_ENDS: Final = tuple(sign + blank for sign in "dđ₫$" for blank in ("", " "))
_LONGEST_CURRENCY: Final = 5
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
    if scale >= 1_000_000 and not counted:
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
    return None if match is None else ("VND" if match["dong"] else "USD", match.start())


def read_amount(flat: str, start: int, *, priced: bool = False) -> Numeral | None:
    """The numeral at `start`, with a short "tr." before đồng read as millions, or null.

    A comma before three digits groups thousands where a whole currency unit stands right beside it ("50,000 đồng"), for
    no price has a thousandth; `priced` says that the currency stands before.
    """
    numeral = read_numeral(flat, start)
    if numeral is None or numeral.in_words:
        return numeral
    likely = numeral.scale == 1 and flat.startswith(_MILLION_STARTS, numeral.end)
    if likely and (short := _MILLIONS.match(flat, numeral.end)):
        return numeral._replace(value=as_written(numeral.value * 1e6), end=short.end(), scale=1_000_000)
    written = flat[numeral.start : numeral.end]
    if "," in written and _THOUSANDS.fullmatch(written):
        money = priced or is_dong(flat, numeral.end) or _DOLLAR.match(flat, numeral.end) is not None
        return numeral._replace(value=parse_digits(written, whole=True)) if money else numeral
    return numeral
