"""Fractions in words: "ba phần tư", "0,5 phần vạn", "một phần tư tỷ", "một nửa triệu", each whole or not at all."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final, NamedTuple

from extractor.text.longest_numeral import GAP, word_after
from extractor.text.number_words import (
    AFTER_TENS,
    FILLERS,
    POINT,
    SCALES,
    TORN,
    UNITS,
    WITH_TU,
    WITH_TY,
    half_of_a_word,
)
from extractor.text.numerals import read_numeral, read_part
from extractor.text.written_digits import read_digits

_PART: Final = re.compile(r"[ \t]{1,40}phần[ \t]{1,40}")
_HALF: Final = re.compile(r"(?:một[ \t]{1,40})?nửa(?![^\W\d_])")
_YEAR_AFTER: Final = re.compile(
    r"[ \t]{1,40}(?:\d|(?:nay|trước|sau|qua|tới|học|đầu|cuối|tháng|ngày|vừa|kế tiếp|liền)(?![^\W\d_]))"
)
"""After "năm" that is a year and no five: "một phần năm 2017", "hai phần năm nay"."""
_PERCENT: Final = re.compile(r"[ \t]{0,40}(?:điểm[ \t]{1,40})?(?:%|phần[ \t]{1,40}trăm(?![^\W\d_]))")
_PIECES: Final = re.compile(
    r"[ \t]{1,40}(?:mục|tiểu mục|chương|đội|điều|điểm(?! %| phần)|khoản|câu|bài|trang|tiết|màn|cảnh|thí sinh|tiết mục"
    r"|nội dung|chủ đề|chuyên đề|vòng|phụ lục|tập)(?![^\W\d_])"
)
"""What parts are divided into: "ba phần mười mục" has three parts and ten sections."""
_DIVIDED: Final = re.compile(
    r"(?<![^\W\d_])(?:gồm|bao gồm|gồm có|chia|chia ra|trải qua|kết cấu|bố cục|cấu trúc|làm|thành)[ \t]{1,40}$"
)
_OF_ALL: Final = re.compile(r"[ \t]{1,40}(?:trong )?(?:tổng )?số(?![^\W\d_])")
_TENTHS: Final = frozenset(["nghìn", "ngàn", "vạn"])
_GREATEST_PART: Final = 100
_LONGEST_PART: Final = 120
"""Characters within which "phần" follows a part in words."""
_LONGEST_HALF: Final = 50


class Share(NamedTuple):
    """`part` of `whole` (1 and 4 of "một phần tư") times `scale`, ending at `end`; `percent` says that it is of one."""

    part: Fraction
    whole: int
    end: int
    scale: int = 1
    percent: bool = False

    @property
    def of_hundred(self) -> float:
        """The percentage; one without an end is rounded to two decimals, or to four digits below one."""
        exact = self.part / self.whole * (1 if self.percent else 100)
        places = exact.denominator
        while places % 2 == 0 or places % 5 == 0:
            places //= 2 if places % 2 == 0 else 5
        if places == 1:
            return float(exact)
        return round(float(exact), 2) if exact >= 1 else float(f"{float(exact):.4g}")

    @property
    def amount(self) -> float:
        """The number that it is with its scale word: 250 million of "một phần tư tỷ"."""
        return float(self.part / self.whole * self.scale)


def read_share(flat: str, start: int) -> Share | None:
    """The fraction in words that begins at `start` of the flat text; null where there is none or it goes on."""
    if flat.find("phần", start, start + _LONGEST_PART) < 0 and flat.find("nửa", start, start + _LONGEST_HALF) < 0:
        return None
    if half := _HALF.match(flat, start):
        return _with_scale(flat, Share(Fraction(1), 2, half.end()))
    part = read_part(flat, start)
    joint = _PART.match(flat, part.end) if part is not None else None
    if part is None or joint is None or not 0 < part.value < _GREATEST_PART or part.scale > 1:
        return None
    below, after = word_after(flat, joint.end() - 1)
    if below in _TENTHS:
        share = Share(Fraction(str(part.value)), SCALES[below], after)
        return None if _more_follows(flat, after) else share
    if part.value != int(part.value):
        return None
    if below == "tư":
        whole, after = AFTER_TENS[below], after
        if word_after(flat, after)[0] in WITH_TU:
            return None
    else:
        numeral = read_numeral(flat, joint.end())
        if numeral is None or numeral.scale > 1 or numeral.value != int(numeral.value):
            return None
        whole, after = int(numeral.value), numeral.end
    if part.value >= whole or _counts_pieces(flat, start, after) or _ends_in_a_year(flat, after):
        return None
    return _with_scale(flat, Share(Fraction(int(part.value)), whole, after))


def _ends_in_a_year(flat: str, end: int) -> bool:
    return flat.endswith("năm", max(0, end - 3), end) and _YEAR_AFTER.match(flat, end) is not None


def _counts_pieces(flat: str, start: int, end: int) -> bool:
    """Whether parts are counted and then what they are divided into ("gồm 3 phần 10 mục")."""
    if _PIECES.match(flat, end):
        return True
    return _DIVIDED.search(flat, max(0, start - 14), start) is not None and not _OF_ALL.match(flat, end)


def _with_scale(flat: str, share: Share) -> Share | None:
    """The share with the percent sign or the scale word that follows it; null where more follows than can be read."""
    if percent := _PERCENT.match(flat, share.end):
        return share._replace(end=percent.end(), percent=True)
    word, after = word_after(flat, share.end)
    if word in SCALES and SCALES[word] >= 1_000 and not half_of_a_word(word, word_after(flat, after)[0]):
        quarter = share.whole in (2, 4)  # "hai phần năm tỷ" may be two parts of five billion
        return None if _more_follows(flat, after) or not quarter else share._replace(end=after, scale=SCALES[word])
    return None if _more_follows(flat, share.end) else share


def _more_follows(flat: str, end: int) -> bool:
    """Whether the number goes on behind what was read ("hai phần tư rưỡi", "một phần nghìn chín trăm")."""
    gap = GAP.match(flat, end)
    if gap and read_digits(flat, gap.end()):
        return True
    word, after = word_after(flat, end)
    following, _ = word_after(flat, after)
    if word == "tỷ" and following in WITH_TY:
        return False
    if word in FILLERS:
        return following in UNITS or following in AFTER_TENS
    return word in TORN or word in UNITS or word in ("tư", "phần", POINT)
