"""Months as words: "tháng Giêng", "tháng Tư", "tháng Mười một", "tháng Chạp"."""

from __future__ import annotations

from typing import Final

_NUMBERS: Final = {
    "giêng": 1,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
    "chạp": 12,
}

MONTH_WORDS: Final = (
    "(?:"
    + "|".join(sorted(_NUMBERS, key=len, reverse=True))
    + r")(?![^\W\d_])(?<!tháng năm(?= (?:(?:19|20)\d\d|nay|ngoái|trước|sau|tới|kia)))"
)
"""A pattern for a month's name after "tháng" in flat text; in "tháng năm 2020" and "tháng năm nay" it is that of
the year."""


def month_number(written: str) -> int:
    """The month, 1 to 12, that digits or a word of `MONTH_WORDS` say. Raises KeyError for any other word."""
    return int(written) if written.isdigit() else _NUMBERS[written]
