"""Vietnamese numerals, in digits and in words: `2.658`, `16.013,4`, `17 nghìn`, `một trăm lẻ hai`, `4 triệu rưỡi`.

No kept library reads what these articles write (digits and words mixed, "rưỡi", "2 ngàn 3 trăm tỷ", one tone
placement or the other), so the grammar is here. It works on flat text (`extractor.text.flat`).
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final, NamedTuple

from extractor.text.number_words import (
    AFTER_TENS,
    DECIMALS,
    FILLERS,
    GOES_ON,
    HALF_WORDS,
    ONES,
    ONES_AFTER_BARE_TENS,
    POINT,
    SCALES,
    SPOKEN_ONES,
    UNITS,
    WITH_TU,
    RunningSum,
    half_of_a_word,
)
from extractor.text.written_digits import BLANK, read_digits

_WORD: Final = re.compile(r"[^\W\d_]+")
_SHARED_SCALE: Final = re.compile(r"\d{3} {1,3}(?:tỷ|triệu)(?![^\W\d_])")
"""The lower part of "5 nghìn 460 tỷ", where one scale word is that of both."""
_THREE_DIGITS: Final = re.compile(r"\d{3}(?![\w.,/%-]| {1,3}(?:%|nghìn|ngàn|triệu|tỷ|vạn|-|đến|tới))")
"""The rest of a number of thousands: "4 nghìn 500"."""
_LAST_DIGITS: Final = re.compile(
    r"(?:[1-9]|\d{3})(?= {0,3}(?:$|[,.;:)\n](?!\d)|(?:đồng|vnđ|vnd|usd|đ)(?![^\W\d_])))(?! {1,3}đồng chí)"
)
"""Tenths or thousandths of the scale before them, where no noun of their own follows: "3 tỷ 5", "2 triệu 500 đồng"."""
_WRITTEN_DECIMALS: Final = re.compile(r"\d{1,6}(?![\d.,])")
GAP: Final = re.compile(rf"{BLANK}{{1,200}}")
_NEXT_WORD: Final = re.compile(rf"{BLANK}{{1,200}}([^\W\d_]+)")
_FEW_DIGITS: Final = re.compile(r"[ \t]+(\d{1,2})(?![\w.,/%-])")
"""The ones or tens after "lẻ", in digits."""
_INSIDE: Final = frozenset([*HALF_WORDS, *FILLERS, *SCALES, *UNITS, *AFTER_TENS, "mươi", POINT])
"""Words that may go on a number."""
_YEAR_BEFORE: Final = re.compile(
    r"(?<![^\W\d_])(?:trong|cả|cuối|đầu|giữa|hàng|hằng|mỗi|qua|\d|nhiều|các|những|từng|của|sau|trước|vào|đến|hết|theo)"
    r" $"
)
"""Before "năm" that is a year and no five."""
_LEADING: Final = frozenset(["trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ"])
"""Scale words that stand for one of them where the rest of a number follows: "trăm hai mươi"."""
_COUNTED_BEFORE: Final = re.compile(
    r"(?:\d|(?<![^\W\d_])(?:hàng|vài|mấy|dăm|đôi|nhiều|cả|bạc|tiền|những|phần|nửa|mười|tư|lăm|mốt|nhăm|"
    + "|".join([*SCALES, *FILLERS, *HALF_WORDS, *ONES, "mươi"])
    + r"))[ \t]+$"
)
"""Before a scale word that no number begins with."""


class Numeral(NamedTuple):
    """A number read at `start`..`end` of the flat text; `scale` is its largest scale word's worth (1 where none)."""

    start: int
    end: int
    value: float
    scale: int
    in_words: bool
    """Whether no digit was written."""


def _words_from(flat: str, start: int) -> tuple[str, int, int] | None:
    match = _WORD.match(flat, start)
    return (match[0], match.start(), match.end()) if match else None


def word_after(flat: str, end: int) -> tuple[str, int]:
    """The word after a gap of blanks and where it ends; an empty one where there is none."""
    found = _NEXT_WORD.match(flat, end)
    return (found[1], found.end()) if found else ("", end)


def _takes_scale(total: RunningSum, word: str, following: str, previous: str) -> bool:
    if previous == "phần" or half_of_a_word(word, following):
        return False
    total.multiply(SCALES[word])
    return True


def _takes_ones(total: RunningSum, word: str, following: str) -> bool:
    """The ones after tens: "mười một", "hai mươi mốt", "một trăm bốn bảy"."""
    if word not in AFTER_TENS or word == "năm" or (word == "tư" and following in WITH_TU):  # "mười năm" is ten years
        return False
    total.add(AFTER_TENS[word])
    total.ones = False
    return True


def _takes_digit(total: RunningSum, word: str, following: str, previous: str) -> bool:
    """A digit in words after a scale or a filler: the head of a lower group, or a share of the scale before it."""
    if previous in FILLERS:
        if word not in UNITS and word not in AFTER_TENS:
            return False
        total.add(AFTER_TENS.get(word, UNITS.get(word, 0)))
        return True
    if word in SPOKEN_ONES:  # "một trăm tư"
        if previous != "trăm" or (word == "tư" and following in WITH_TU):
            return False
        total.share(AFTER_TENS[word] / 10)
        return True
    tens = previous == "trăm" and word in ONES and following in ONES_AFTER_BARE_TENS
    if word == "năm" and following not in GOES_ON and not tens:
        return False  # "hai trăm năm" is "two hundred years" more often than 205
    spoken = following in SCALES and SCALES[following] > SCALES[previous]  # "bốn trăm sáu triệu"
    if tens:
        total.add(UNITS[word] * 10)
        total.ones = True
    elif word in ONES and (spoken or following not in GOES_ON):
        total.share(UNITS[word] / 10)
    else:
        total.add(UNITS[word])
    return True


def _step(total: RunningSum, word: str, following: str, *, previous: str, digits_before: bool) -> bool:
    """Takes one word into the sum; False where the word does not belong to the numeral."""
    if word in HALF_WORDS:
        if previous not in SCALES:
            return False
        total.share(0.5)
        return True
    if word in FILLERS:
        return previous in SCALES and (following in UNITS or following in AFTER_TENS)
    if word == "mươi":
        if total.hand is None or not 2 <= total.hand <= 9:
            return False
        total.tens()
        return True
    if word in SCALES:
        return _takes_scale(total, word, following, previous)
    if previous in ("mươi", "mười") or total.ones:
        return _takes_ones(total, word, following)
    # after a scale or a filler a further unit word goes on ("một trăm hai ..."); after digits or a unit it does not
    if (word in UNITS or word in SPOKEN_ONES) and (previous in SCALES or previous in FILLERS) and not digits_before:
        return _takes_digit(total, word, following, previous)
    return False


def _decimals(flat: str, end: int) -> tuple[str, int] | None:
    """The digits after a decimal comma in words ("năm", "hai mươi lăm", "không năm") and where they end."""
    gap = GAP.match(flat, end)
    if gap and (written := _WRITTEN_DECIMALS.match(flat, gap.end())):
        return written[0], written.end()
    digits = ""
    word, after = word_after(flat, end)
    while word and len(digits) < DECIMALS:
        following, _ = word_after(flat, after)
        if word == "mười" and not digits:
            digits = "1"
            if following not in AFTER_TENS:
                return "10", after
        elif word == "mươi" and len(digits) == 1:
            if following not in AFTER_TENS:
                return digits + "0", after
        elif word in UNITS and (word != "năm" or not digits or following in GOES_ON):
            digits += str(UNITS[word])
        elif digits and word in SPOKEN_ONES and not (word == "tư" and following in WITH_TU):
            digits += str(AFTER_TENS[word])
        else:
            break
        end = after
        word, after = following, word_after(flat, after)[1]
    return (digits, end) if digits else None


def a_year_before(flat: str, start: int) -> bool:
    """Whether the word before `start` makes "năm" there a year and no five ("trong năm")."""
    return _YEAR_BEFORE.search(flat, max(0, start - 8), start) is not None


def _first_word(flat: str, start: int) -> tuple[float, int, str] | None:
    """The first atom in words: value, end, and the word that tells what may follow."""
    found = _words_from(flat, start)
    if found is None:
        return None
    word, _, end = found
    following, after = word_after(flat, end)
    if word in UNITS and (word != "không" or following == POINT):
        if word in ONES and word != "một" and _speaks_ones(flat, start, following, after):  # "bảy tư", "hai mốt"
            return float(UNITS[word] * 10 + AFTER_TENS[following]), after, "mười"
        return float(UNITS[word]), end, word
    if word == "nửa" and SCALES.get(following, 1) >= 1_000:
        return 0.5, end, word
    if word in _LEADING and (following in ONES or following in HALF_WORDS):
        return None if _COUNTED_BEFORE.search(flat, max(0, start - 12), start) else (1.0, end, word)
    return None


def _speaks_ones(flat: str, start: int, ones: str, end: int) -> bool:
    """Whether `ones`, which ends at `end`, are those of tens whose "mươi" is left out; the number begins at `start`."""
    if ones not in SPOKEN_ONES or (ones == "tư" and word_after(flat, end)[0] in WITH_TU):
        return False
    return not flat.startswith("năm ", start) or not a_year_before(flat, start)


def _lower_digits(flat: str, at: int, total: RunningSum, previous: str) -> int | None:
    """Digits that go on after a scale word ("2 ngàn 3 trăm", "3 tỷ 5"), taken into the sum; where they end, or null."""
    digits = read_digits(flat, at)
    if digits is None or math.isinf(digits.value) or total.hand is not None:
        return None
    if previous in FILLERS:
        total.add(digits.value)
        return digits.end
    if SCALES.get(previous, 1) < 1_000:
        return None
    scale, _ = word_after(flat, digits.end)
    lower = SCALES.get(scale, SCALES[previous]) < SCALES[previous]
    shared = SCALES[previous] == 1_000 and _SHARED_SCALE.match(flat, at)
    if lower or shared or (SCALES[previous] == 1_000 and _THREE_DIGITS.match(flat, at)):
        total.add(digits.value)
    elif (last := _LAST_DIGITS.match(flat, at)) and last.end() == digits.end:
        total.share(float(f"0.{last[0]}"))
    else:
        return None
    return digits.end


def _begin(flat: str, start: int) -> tuple[RunningSum, int, str, bool] | None:
    """The first atom taken into a sum: the sum, where the atom ends, its word (or '' of digits), whether in words."""
    total = RunningSum()
    if digits := read_digits(flat, start):
        if math.isinf(digits.value):
            return None
        total.add(digits.value)
        return total, digits.end, "", False
    first = _first_word(flat, start)
    if first is None:
        return None
    value, end, word = first
    total.add(value)
    if word in _LEADING:
        total.multiply(SCALES[word])
    return total, end, word, True


@lru_cache(maxsize=1024)
def read_longest(flat: str, start: int) -> Numeral | None:
    """The longest numeral that begins exactly at `start`, whether or not more of a number follows it.

    Digits whose marks make no number have an infinite value.
    """
    digits = read_digits(flat, start)
    if digits and (math.isinf(digits.value) or word_after(flat, digits.end)[0] not in _INSIDE):
        return Numeral(start, digits.end, digits.value, 1, in_words=False)
    begun = _begin(flat, start)
    if begun is None:
        return None
    total, end, previous, in_words = begun
    while gap := GAP.match(flat, end):
        found = _words_from(flat, gap.end())
        if found is None:
            lower = _lower_digits(flat, gap.end(), total, previous)
            if lower is None:
                break
            end, previous = lower, ""
            continue
        word, _, word_end = found
        if word == POINT:
            decimals = _decimals(flat, word_end)
            if decimals is None or total.hand is None or not float(total.hand).is_integer():
                break
            total.add(float(f"0.{decimals[0]}"))
            end, previous = decimals[1], POINT
            continue
        following, _ = word_after(flat, word_end)
        if word in FILLERS and previous in SCALES and _FEW_DIGITS.match(flat, word_end):  # "2 trăm lẻ 5"
            end, previous = word_end, word
            continue
        if not _step(total, word, following, previous=previous, digits_before=not previous and not in_words):
            break
        end, previous = word_end, word
    bare = in_words and begun[2] in _LEADING and end == begun[1]
    return None if bare else Numeral(start, end, total.value, total.largest, in_words)
