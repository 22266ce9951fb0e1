"""Vietnamese numerals, in digits and in words: `2.658`, `16.013,4`, `17 nghìn`, `một trăm lẻ hai`, `4 triệu rưỡi`.

No kept library reads what these articles write (digits and words mixed, "rưỡi", "2 ngàn 3 trăm tỷ", one tone
placement or the other), so the grammar is here. It works on flat text (`extractor.vietnamese.flat`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

UNITS: Final = {
    "không": 0,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
AFTER_TENS: Final = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5, **{w: n for w, n in UNITS.items() if 1 <= n <= 9}}
SCALES: Final = {
    "chục": 10,
    "trăm": 100,
    "nghìn": 1_000,
    "ngàn": 1_000,
    "vạn": 10_000,
    "triệu": 1_000_000,
    "tỷ": 1_000_000_000,
}
_BIG: Final = 1_000_000
_FILLERS: Final = frozenset(["linh", "lẻ"])
_GOES_ON: Final = frozenset([*SCALES, "mươi", "phần"])
"""Words after a digit in words that make it the head of a lower group ("hai trăm ba mươi")."""
_HALF_WORDS: Final = frozenset(["rưỡi", "rưởi"])

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
_GAP: Final = re.compile(r" {1,3}")


@dataclass(frozen=True, slots=True)
class Numeral:
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


def as_written(product: float) -> float:
    """A decimal multiplied by its scale word, without the dust of binary fractions: 8.2 * 1e9 is 8200000000."""
    return float(f"{product:.14g}")


@dataclass(slots=True)
class _Sum:
    """The running value of a numeral: finished big groups, the group under way, the number in hand."""

    total: float = 0.0
    group: float = 0.0
    hand: float | None = None
    scale: int = 1
    """The last scale word's worth."""
    largest: int = 1

    def add(self, number: float) -> None:
        self.hand = (self.hand or 0) + number

    def tens(self) -> None:
        self.hand = (self.hand or 1) * 10

    def multiply(self, scale: int) -> None:
        before, self.scale = self.scale, scale
        self.largest = max(self.largest, scale)
        if scale < 1_000 or scale < before < _BIG:  # "hai trăm", "một vạn hai nghìn"
            self.group += (1 if self.hand is None else self.hand) * scale
        elif scale < _BIG:
            self.group = ((self.group + (self.hand or 0)) or 1) * scale
        else:
            coefficient = (self.group + (self.hand or 0)) or 1
            self.total += coefficient * scale
            self.group = 0.0
        self.hand = None

    def half(self) -> None:
        self.total += self.scale / 2

    def tenths(self, number: int) -> None:
        """ "một trăm hai": a last digit counts tenths of the scale before it."""
        self.total += number * self.scale / 10

    @property
    def value(self) -> float:
        return as_written(self.total + self.group + (self.hand or 0))


def _words_from(flat: str, start: int) -> tuple[str, int, int] | None:
    match = _WORD.match(flat, start)
    return (match[0], match.start(), match.end()) if match else None


def _step(total: _Sum, word: str, following: str, *, previous: str, digits_before: bool) -> bool:
    """Takes one word into the sum; False where the word does not belong to the numeral."""
    if word in _HALF_WORDS:
        if total.scale > 1 and total.hand is None:
            total.half()
            return True
        return False
    if word in _FILLERS:
        return previous in SCALES and following in UNITS
    if word == "mươi":
        if total.hand is None or not 2 <= total.hand <= 9:
            return False
        total.tens()
        return True
    if word in SCALES:
        if previous == "phần" or (word in ("tỷ", "tỉ") and following in ("lệ", "trọng")):
            return False
        total.multiply(SCALES[word])
        return True
    if previous in ("mươi", "mười"):
        if word in AFTER_TENS and word != "năm":  # "mười năm" is ten years
            total.add(AFTER_TENS[word])
            return True
        return False
    # after a scale or a filler a further unit word goes on ("một trăm hai ..."); after digits or a unit it does not
    if word in UNITS and (previous in SCALES or previous in _FILLERS) and not digits_before:
        if word == "năm" and previous not in _FILLERS and following not in _GOES_ON:
            return False  # "hai trăm năm" is "two hundred years" more often than 205
        if previous in SCALES and 1 <= UNITS[word] <= 9 and following not in _GOES_ON:
            total.tenths(UNITS[word])
        else:
            total.add(UNITS[word])
        return True
    return False


def _start_value(flat: str, start: int) -> tuple[float, int, str, bool] | None:
    """The first atom: (value, end, the word or '', in words)."""
    digits = DIGITS.match(flat, start)
    if digits:
        return parse_digits(digits[0]), digits.end(), "", False
    found = _words_from(flat, start)
    if found is None:
        return None
    word, _, end = found
    if word in UNITS and word != "không":
        return float(UNITS[word]), end, word, True
    if word == "nửa":
        gap = _GAP.match(flat, end)
        following = _words_from(flat, gap.end()) if gap else None
        if following and following[0] in SCALES and SCALES[following[0]] >= 1_000:
            return 0.5, end, word, True
    if word in ("trăm", "nghìn", "ngàn"):
        return None
    return None


def read_numeral(flat: str, start: int) -> Numeral | None:
    """The longest numeral that begins exactly at `start` of the flat text, or null."""
    first = _start_value(flat, start)
    if first is None:
        return None
    value, end, previous, in_words = first
    total = _Sum()
    total.add(value)
    while True:
        gap = _GAP.match(flat, end)
        if gap is None:
            break
        word_found = _words_from(flat, gap.end())
        if word_found is None:
            # digits go on only between scales: "2 ngàn 3 trăm"
            digits = DIGITS.match(flat, gap.end())
            if digits and previous in SCALES and SCALES[previous] >= 1_000 and total.hand is None:
                after = _GAP.match(flat, digits.end())
                scale = _words_from(flat, after.end()) if after else None
                lower = scale is not None and scale[0] in SCALES and SCALES[scale[0]] < SCALES[previous]
                shared = scale is not None and SCALES[previous] == 1_000 and _SHARED_SCALE.match(flat, gap.end())
                if lower or shared or (SCALES[previous] == 1_000 and _THREE_DIGITS.match(flat, gap.end())):
                    total.add(parse_digits(digits[0]))
                    end, previous = digits.end(), ""
                    continue
            break
        word, _, word_end = word_found
        ahead = _GAP.match(flat, word_end)
        next_word = _words_from(flat, ahead.end()) if ahead else None
        if not _step(
            total,
            word,
            next_word[0] if next_word else "",
            previous=previous,
            digits_before=not previous and not in_words,
        ):
            break
        end, previous = word_end, word
    return Numeral(start, end, total.value, total.largest, in_words)


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
