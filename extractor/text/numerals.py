"""Vietnamese numerals, in digits and in words: `2.658`, `16.013,4`, `17 nghìn`, `một trăm lẻ hai`, `4 triệu rưỡi`.

No kept library reads what these articles write (digits and words mixed, "rưỡi", "2 ngàn 3 trăm tỷ", one tone
placement or the other), so the grammar is here. It works on flat text (`extractor.text.flat`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from extractor.text.number_words import (
    AFTER_TENS,
    DECIMALS,
    FILLERS,
    GOES_ON,
    GREATEST,
    HALF_WORDS,
    ONES,
    ONES_AFTER_BARE_TENS,
    POINT,
    SCALES,
    SPOKEN_ONES,
    TORN,
    UNITS,
    WITH_TU,
    WITH_TY,
    RunningSum,
    as_written,
)

DIGITS: Final = re.compile(
    r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d])"  # 2.658 and 16.013,4
    r"|\d{1,3}(?:,\d{3}){2,}(?!\d)"  # 1,234,567
    r"|\d{1,3}(?: \d{3})+(?![\d.,]\d)(?!\d)"  # 12 345
    r"|\d+[.,]\d+(?![\d])"  # 81,01 and 24.5
    r"|\d+"
)
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
_GAP: Final = re.compile(r" {1,3}")
_NEXT_WORD: Final = re.compile(r" {1,3}([^\W\d_]+)")
_INSIDE: Final = frozenset([*HALF_WORDS, *FILLERS, *SCALES, *UNITS, *AFTER_TENS, "mươi", POINT])
"""Words that may go on a number."""
_PARTS_OF_MORE: Final = frozenset([*TORN, *FILLERS, "phần"])
_ONES_BUT_YEARS: Final = ONES - {"năm"}


class Numeral(NamedTuple):
    """A number read at `start`..`end` of the flat text; `scale` is its largest scale word's worth (1 where none)."""

    start: int
    end: int
    value: float
    scale: int
    in_words: bool
    """Whether no digit was written."""


_DOTTED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_COMMAED: Final = re.compile(r"\d{1,3}(?:,\d{3}){2,}")
_WHOLE: Final = re.compile(r"[1-9]\d{0,2},\d{3}")


def parse_digits(written: str, *, whole: bool = False) -> float:
    """The value of a number in digits: dots group thousands, a comma is decimal (TCVN usage); `24.5` is decimal.

    `whole` says that the thing counted cannot be broken (people, cells), so that `2,658` is read as 2658.
    """
    compact = written.replace(" ", "")
    if compact.isdecimal():
        return float(compact)
    if _DOTTED.fullmatch(compact):
        return float(compact.replace(".", "").replace(",", "."))
    if _COMMAED.fullmatch(compact) or (whole and _WHOLE.fullmatch(compact)):
        return float(compact.replace(",", ""))
    return float(compact.replace(",", "."))


def _words_from(flat: str, start: int) -> tuple[str, int, int] | None:
    match = _WORD.match(flat, start)
    return (match[0], match.start(), match.end()) if match else None


def _word_after(flat: str, end: int) -> tuple[str, int]:
    """The word after a gap of blanks and where it ends; an empty one where there is none."""
    found = _NEXT_WORD.match(flat, end)
    return (found[1], found.end()) if found else ("", end)


def _takes_scale(total: RunningSum, word: str, following: str, previous: str) -> bool:
    if previous == "phần" or (word == "tỷ" and following in WITH_TY):
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
        if total.scale == 1 or total.hand is not None:
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
    gap = _GAP.match(flat, end)
    if gap and (written := _WRITTEN_DECIMALS.match(flat, gap.end())):
        return written[0], written.end()
    digits = ""
    word, after = _word_after(flat, end)
    while word and len(digits) < DECIMALS:
        following, _ = _word_after(flat, after)
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
        word, after = following, _word_after(flat, after)[1]
    return (digits, end) if digits else None


def _start_value(flat: str, start: int) -> tuple[float, int, str, bool] | None:
    """The first atom: (value, end, the word or '', in words)."""
    digits = DIGITS.match(flat, start)
    if digits:
        return parse_digits(digits[0]), digits.end(), "", False
    found = _words_from(flat, start)
    if found is None:
        return None
    word, _, end = found
    following, _ = _word_after(flat, end)
    if word in UNITS and (word != "không" or following == POINT):
        return float(UNITS[word]), end, word, True
    if word == "nửa" and SCALES.get(following, 1) >= 1_000:
        return 0.5, end, word, True
    return None


def _lower_digits(flat: str, at: int, total: RunningSum, previous: str) -> int | None:
    """Digits that go on after a scale word ("2 ngàn 3 trăm", "3 tỷ 5"), taken into the sum; where they end, or null."""
    digits = DIGITS.match(flat, at)
    if digits is None or SCALES.get(previous, 1) < 1_000 or total.hand is not None:
        return None
    scale, _ = _word_after(flat, digits.end())
    lower = SCALES.get(scale, SCALES[previous]) < SCALES[previous]
    shared = SCALES[previous] == 1_000 and _SHARED_SCALE.match(flat, at)
    if lower or shared or (SCALES[previous] == 1_000 and _THREE_DIGITS.match(flat, at)):
        total.add(parse_digits(digits[0]))
    elif _LAST_DIGITS.match(flat, at) and digits[0].isdigit():
        total.share(float(f"0.{digits[0]}"))
    else:
        return None
    return digits.end()


@lru_cache(maxsize=1024)
def _read(flat: str, start: int) -> Numeral | None:
    """The longest numeral that begins exactly at `start`, whether or not more of a number follows it."""
    first = _start_value(flat, start)
    if first is None:
        return None
    value, end, previous, in_words = first
    if _word_after(flat, end)[0] not in _INSIDE:
        return Numeral(start, end, as_written(value), 1, in_words)
    total = RunningSum()
    total.add(value)
    while gap := _GAP.match(flat, end):
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
        following, _ = _word_after(flat, word_end)
        if not _step(total, word, following, previous=previous, digits_before=not previous and not in_words):
            break
        end, previous = word_end, word
    return Numeral(start, end, total.value, total.largest, in_words)


def _goes_on(flat: str, numeral: Numeral) -> bool:
    """Whether the words after what was read belong to the same number, so that it was not read whole."""
    if numeral.value > GREATEST:
        return True
    word, end = _word_after(flat, numeral.end)
    if word not in _PARTS_OF_MORE:
        # "trong năm hai chi bộ": the year is over there
        return numeral.in_words and word in _ONES_BUT_YEARS and flat[numeral.start : numeral.end] != "năm"
    following, _ = _word_after(flat, end)
    if word in TORN:
        return not (word == "tỷ" and following in WITH_TY)
    if word in FILLERS:
        return following in UNITS or following in AFTER_TENS
    return following in UNITS or following in ("tư", "nghìn", "ngàn", "vạn")


@lru_cache(maxsize=1024)
def read_numeral(flat: str, start: int) -> Numeral | None:
    """The longest numeral that begins exactly at `start` of the flat text; null where there is none.

    Null too where more of a number follows than can be read ("hai trăm linh rưỡi", "hai ba"): a part of a number
    says another number. `torn_number` tells how far such a one reaches.
    """
    numeral = _read(flat, start)
    return None if numeral is None or _goes_on(flat, numeral) else numeral


def torn_number(flat: str, start: int) -> int | None:
    """Where the words of a number end that begins at `start` and cannot be read whole; null for any other place.

    Nothing within these words is a number of its own.
    """
    numeral = _read(flat, start)
    if numeral is None or not _goes_on(flat, numeral):
        return None
    end = numeral.end
    while True:
        word, after = _word_after(flat, end)
        if word not in UNITS and word not in TORN and word not in FILLERS and word not in ("phần", "tư"):
            return end
        end = after


def read_fraction(flat: str, start: int) -> tuple[float, float, int] | None:
    """Part, whole and end of a fraction in words ("ba phần tư", "một phần mười", "2 phần 3"), or null."""
    part = _read(flat, start)
    if part is None or part.value >= 100 or part.scale > 1 or "phần" not in flat[part.end : part.end + 7]:
        return None
    word, end = _word_after(flat, part.end)
    if word != "phần":
        return None
    below, after = _word_after(flat, end)
    if below in ("tư", "nghìn", "ngàn", "vạn"):
        return part.value, float(AFTER_TENS.get(below, 0) or SCALES[below]), after
    gap = _GAP.match(flat, end)
    whole = read_numeral(flat, gap.end()) if gap else None
    if whole is None or whole.scale > 1 or not part.value < whole.value or whole.value != int(whole.value):
        return None
    return part.value, whole.value, whole.end


def write_numeral(value: int) -> str:
    """A whole number from 0 to 999,999,999,999 in Vietnamese words, as `read_numeral` reads them.

    Raises ValueError outside that range.
    """
    if not 0 <= value < 1_000_000_000_000:
        raise ValueError(f"{value} is outside 0..999,999,999,999")
    names = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    if value < 10:
        return names[value]
    if value < 20:
        return ("mười " + ("" if value == 10 else "lăm" if value == 15 else names[value - 10])).strip()
    if value < 100:
        tens, ones = divmod(value, 10)
        tail = "" if ones == 0 else "mốt" if ones == 1 else "lăm" if ones == 5 else names[ones]
        return f"{names[tens]} mươi {tail}".strip()
    scales = ((1_000_000_000, "tỷ"), (1_000_000, "triệu"), (1_000, "nghìn"), (100, "trăm"))
    scale, word = next(pair for pair in scales if value >= pair[0])
    head, rest = divmod(value, scale)
    if rest == 0:
        return f"{write_numeral(head)} {word}"
    if rest < 10:
        return f"{write_numeral(head)} {word} lẻ {names[rest]}"
    return f"{write_numeral(head)} {word} {write_numeral(rest)}"
