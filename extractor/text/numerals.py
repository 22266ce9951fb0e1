"""Numerals whole or not at all: what a place of the text says, and what is only a piece of a number there."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from extractor.text.fold import INVISIBLE
from extractor.text.longest_numeral import GAP, Numeral, a_year_before, read_longest, word_after
from extractor.text.number_words import (
    AFTER_TENS,
    FILLERS,
    GREATEST,
    HALF_WORDS,
    ONES,
    SCALES,
    TORN,
    UNITS,
    WITH_TU,
    half_of_a_word,
)
from extractor.text.written_digits import BLANK, read_digits

__all__ = ["Numeral", "is_rest", "read_numeral", "read_part", "torn_number"]

_NEXT_DIGITS: Final = re.compile(rf"{BLANK}*\d")
_TIMES: Final = re.compile(rf" ?[x×] ?\d|/[ \t]*\n[ \t]*\d|[.,]?[{INVISIBLE}]{{1,9}}[.,]?\d")
"""After a number: a factor ("3 x 10⁶"), the rest of a ratio on the next line, or what only an unseen sign parts."""
_CUT_UNSEEN: Final = re.compile(rf"\d[.,]?[{INVISIBLE}]{{1,9}}[.,]?$")
_SCALE_BELOW: Final = re.compile(
    r"[ \t]*\n\s*(?:nghìn|ngàn|triệu|tỷ)[ \t]{1,40}(?:đồng|vnđ|usd|đô|lượt|người)(?![^\W\d_])"
)
"""The scale word and unit of a number, torn from it by the end of a line."""
_PARTS_OF_MORE: Final = frozenset([*TORN, *FILLERS, "phần", "và"])
_MIXED: Final = re.compile(
    rf" {{1,3}}và {{1,3}}(?:\d+|{'|'.join(sorted(ONES))}|nửa|một nửa) {{1,3}}phần"
    rf" {{1,3}}(?:\d+|tư|{'|'.join(sorted(UNITS))})(?![^\W\d_])"
)
"""After a whole number: the fraction that goes with it ("ba và một phần ba")."""
_A_FEW: Final = re.compile(rf", (?:{'|'.join(sorted(ONES - {'năm'}))})(?![^\W\d_])")
"""After a digit in words: "năm, bảy đảng viên" are a few."""
_OPEN: Final = re.compile(r"(?:" + "|".join([*SCALES, *FILLERS, *HALF_WORDS, "mươi"]) + r")$")
"""The last word of what more digits would belong to."""
_ONES_BUT_YEARS: Final = ONES - {"năm"}
_SCALE_ENDS: Final = ("trăm", "nghìn", "ngàn", "vạn", "chục", "mươi", "rưỡi", "triệu", "tỷ", "tỉ")
_UNSEEN_ENDS: Final = frozenset(f"{INVISIBLE}.,")
_REST: Final = re.compile(
    rf"(?<![^\W\d_])(?:{'|'.join(_SCALE_ENDS)})[ \t\u00a0]+$",
)
_CUT_RATIO: Final = re.compile(r"\d ?/[ \t]*\n$")
"""The whole of a ratio on the line below its part."""
_YEARS: Final = re.compile(r"(?<![^\W\d_])(?:" + "|".join([*UNITS, *AFTER_TENS, *SCALES, "mươi"]) + r")[ \t\u00a0]+$")


def _goes_on(flat: str, numeral: Numeral) -> bool:
    """Whether what follows was read belongs to the same number, so that it was not read whole."""
    if numeral.value > GREATEST or _SCALE_BELOW.match(flat, numeral.end) or _TIMES.match(flat, numeral.end):
        return True
    written = flat[numeral.start : numeral.end]
    if written in ONES and _A_FEW.match(flat, numeral.end):
        return written != "năm" or not a_year_before(flat, numeral.start)
    word, end = word_after(flat, numeral.end)
    if not word:
        return _NEXT_DIGITS.match(flat, numeral.end) is not None and _OPEN.search(written) is not None
    following, _ = word_after(flat, end)
    if word == "tư":
        return (numeral.in_words or numeral.scale > 1) and following not in WITH_TU
    if word not in _PARTS_OF_MORE:
        if not numeral.in_words or word not in _ONES_BUT_YEARS:
            return False
        # "trong năm hai chi bộ": the year is over there
        return written != "năm" or not a_year_before(flat, numeral.start)
    if word == "và":
        return _MIXED.match(flat, numeral.end) is not None
    if word in TORN:
        return not half_of_a_word(word, following)
    if word in FILLERS:
        if word == "lẻ" and not following:
            return _NEXT_DIGITS.match(flat, end) is not None
        return (
            word == "lẻ" or following in UNITS or following in AFTER_TENS or _NEXT_DIGITS.match(flat, end) is not None
        )
    return (
        following in UNITS or following in ("tư", "nghìn", "ngàn", "vạn") or _NEXT_DIGITS.match(flat, end) is not None
    )


@lru_cache(maxsize=1024)
def read_numeral(flat: str, start: int) -> Numeral | None:
    """The longest numeral that begins exactly at `start` of the flat text; null where there is none.

    Null too where more of a number follows than can be read ("hai trăm linh rưỡi", "hai ba"): a part of a number
    says another number. `torn_number` tells how far such a one reaches.
    """
    numeral = read_longest(flat, start)
    return None if numeral is None or _goes_on(flat, numeral) else numeral


def read_part(flat: str, start: int) -> Numeral | None:
    """The numeral that begins at `start`, whatever follows: the part of a fraction, which "phần" follows."""
    numeral = read_longest(flat, start)
    return None if numeral is None or numeral.value > GREATEST else numeral


def torn_number(flat: str, start: int) -> int | None:
    """Where a number ends that begins at `start` and cannot be read whole; null for any other place.

    Nothing within it is a number of its own.
    """
    numeral = read_longest(flat, start)
    if numeral is None or not _goes_on(flat, numeral):
        return None
    end, after_word = numeral.end, True
    while few := _A_FEW.match(flat, end):
        end = few.end()
    while times := _TIMES.match(flat, end):
        digits = read_digits(flat, times.end() - 1)
        end = digits.end if digits else times.end()
    while True:
        gap = GAP.match(flat, end)
        if after_word and gap and (digits := read_digits(flat, gap.end())):
            end, after_word = digits.end, False
            continue
        after_word = True
        word, after = word_after(flat, end)
        if word == "và" and _MIXED.match(flat, end):
            end = after
            continue
        if word not in UNITS and word not in TORN and word not in FILLERS and word not in ("phần", "tư"):
            return end
        end = after


def is_rest(text: str, start: int) -> bool:
    """Whether what begins at `start` of the text itself can only be the rest of a number: a scale word is before it.

    So is the whole of a ratio that the end of a line cut off.

    "năm" after any number is a year. Names begin with capitals ("Hải Triệu 5") and are no scale words.
    """
    before = text[max(0, start - 8) : start]
    if before and before[-1] in _UNSEEN_ENDS and _CUT_UNSEEN.search(before):
        return True
    if before.endswith("\n"):
        return _CUT_RATIO.search(before) is not None
    if text.startswith("năm", start) and _YEARS.search(before):
        return True
    return before.rstrip().endswith(_SCALE_ENDS) and _REST.search(before) is not None
