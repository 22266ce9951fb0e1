"""Numbers in digits: `2.658`, `16.013,4`, `1,234.5`, `12 345`, `97½`, each read whole or not at all.

Dots group thousands and a comma is decimal (TCVN usage); where both stand, the later one is decimal, whichever it is.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Final, NamedTuple

UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Characters that show nothing; between two digits they part no number."""
BLANK: Final = rf"[ \t{UNSEEN}]"
"""What may stand between a number and the words that go with it."""
_JOINED: Final = rf"(?:[.,'_]{{1,2}}|[±~^]|[{UNSEEN}]+)"
_FRACTIONS: Final = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅕": 0.2, "⅖": 0.4, "⅗": 0.6, "⅘": 0.8}
_SHARES: Final = "¼-¾⅐-⅞"
RAISED: Final = "²³¹⁰⁴-⁹⁺⁻"
"""A power or the mark of a footnote."""
RUN: Final = rf"\d+(?:{_JOINED}\d+)*(?: ?[{_SHARES}])?[{RAISED}]*"
"""All that belongs to one number in digits, whether or not it can be read."""
_RUN: Final = re.compile(RUN)
_BLANK_GROUPS: Final = re.compile(r"\d{1,3}(?: \d{3})+(?![\d.,]\d)(?!\d)")
_DOTTED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_COMMAED: Final = re.compile(r"\d{1,3}(?:(?:,\d{3}){2,}(?:\.\d+)?|,\d{3}\.(?!\d{3}$)\d+)")
"""1,234,567 and 1,234.5; in "12,350.000" either mark may group, so that it says nothing."""
_QUOTED: Final = re.compile(r"\d{1,3}(?:'\d{3})+(?:[.,]\d+)?")
BY_COMMA: Final = re.compile(r"[1-9]\d{0,2},\d{3}")
"""What is thousands of whole things and else a fraction: `2,658`."""
_DECIMAL: Final = re.compile(r"\d+[.,]\d+")
_TORN_COMMA: Final = re.compile(r"\d{1,2}(?:[.,] | [.,] ?)\d{1,2}(?= ?%)(?! ?%,?(?: và)? \d)")
"""A share whose decimal mark has a blank beside it ("đạt 95, 6%"), where it is no row ("đạt 85, 87% và 90%")."""
_TORN_GROUPS: Final = re.compile(r"[1-9]\d{0,2}(?: \. ?\d{3})+(?![\d%]| ?%|[.,]\d| ?[.,] ?\d)(?= [^\W\d_]|$)")
"""Thousands with a blank before their point and a word behind them ("4 . 250 đảng viên"): no sentence ends so."""
_TORN: Final = re.compile(
    r"\d{1,3}(?: [.,] ?\d{3}| [.,] ?\d{1,2}(?= ?%)|\. \d{3}(?! ?%)|\. \d{1,2}(?= ?%))(?![\d/]|[.,-]\d)"
)
"""What may be one number torn at its mark, or two ("1. 250 đảng viên", "12. 5%")."""
_NUMBERS: Final = re.compile(
    r"(?:[/.,-]|\n[ \t]*|(?<![^\W\d_])(?:năm|tháng|quý|ngày|số|thứ|lần|khóa|điều|kỳ|cấp|loại|hạng|tổ|khu|thôn|ấp|khóm"
    r"|xóm|bản|phường|quận|chi bộ|đảng bộ|phố|trung ương|nghị quyết|chỉ thị) )$"
)
"""Before a number that is complete: an item's, a date's, a name's."""
_SHARE_BEFORE: Final = re.compile(
    r"(?:đạt|chiếm|tỷ lệ|bằng|vượt|tăng|giảm)(?: (?:trên|hơn|gần|khoảng))? $|(?<=\d)(?: (?:đảng viên|đồng chí|chi bộ"
    r"|đảng bộ|tổ chức|tổ chức đảng|tập thể|cá nhân))? \($"
)
"""Before such a share: what is reached, or the count that its bracket follows."""
_IN_TURN: Final = re.compile(r"(?:lần lượt|tương ứng|thứ tự)[^.;]*$")
_CLAUSE: Final = 60
"""Characters before a share within which words say that it is one of a row."""
_NAME: Final = 16
"""Characters before a number within which the word stands that it belongs to."""
_SURE: Final = 15
"""Digits that every double holds."""
_HIDDEN: Final = re.compile(rf"[ {UNSEEN}]")


class Written(NamedTuple):
    """A number in digits that ends at `end`; `value` is infinite where it cannot be read."""

    value: float
    end: int


def read_digits(flat: str, start: int) -> Written | None:
    """The number in digits that begins exactly at `start`, as far as its marks go; null where no digit stands."""
    run = _RUN.match(flat, start)
    if run is None:
        return None
    groups = None
    if run[0].isdecimal() and (groups := _BLANK_GROUPS.match(flat, start) or _torn_comma(flat, start)) is None:
        torn = _TORN.match(flat, start)
        if torn is not None and (start == 0 or not _NUMBERS.search(flat, max(0, start - _NAME), start)):
            groups = _TORN_GROUPS.match(flat, start)
            if groups is None and start:
                return Written(math.inf, torn.end())
    written = run if groups is None else groups
    try:
        return Written(parse_digits(written[0]), written.end())
    except ValueError:
        return Written(math.inf, written.end())


def _torn_comma(flat: str, start: int) -> re.Match[str] | None:
    torn = _TORN_COMMA.match(flat, start)
    if torn is None or (start and not _SHARE_BEFORE.search(flat, max(0, start - _CLAUSE), start)):
        return None
    return None if _IN_TURN.search(flat, max(0, start - _CLAUSE), start) else torn


def parse_digits(written: str, *, whole: bool = False) -> float:
    """The value of a number in digits; raises ValueError where its marks make no number ("1.234.5", "12.34.567").

    `whole` says that the thing counted cannot be broken (people, cells), so that `2,658` is read as 2658.
    """
    if written.isdecimal():
        return _double(written)
    compact = _HIDDEN.sub("", written)  # the blank of a torn comma too
    share = _FRACTIONS.get(compact[-1:], 0.0)
    if share and compact[:-1].isdecimal():
        return float(compact[:-1]) + share
    if _DOTTED.fullmatch(compact):
        if compact.startswith("0."):  # "0.500": no group of thousands begins with nought
            return float(compact)
        return _double(compact.replace(".", "").replace(",", "."))
    if _COMMAED.fullmatch(compact) or (whole and BY_COMMA.fullmatch(compact)):
        return _double(compact.replace(",", ""))
    if _QUOTED.fullmatch(compact):
        return _double(compact.replace("'", "").replace(",", "."))
    if compact.isdecimal() or _DECIMAL.fullmatch(compact):
        return _double(compact.replace(",", "."))
    raise ValueError(f"{written!r} is no number")


def _double(plain: str) -> float:
    """The number as a double; raises ValueError where one says another number (from 17 digits on)."""
    value = float(plain)
    if len(plain) > _SURE and (math.isinf(value) or Decimal(repr(value)) != Decimal(plain)):
        raise ValueError(f"{plain!r} has more digits than a number here can hold")
    return value
