"""The words that numbers are made of, and the sum that they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
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
BIG: Final = 1_000_000
FILLERS: Final = frozenset(["linh", "lẻ"])
ONES: Final = frozenset(word for word, number in UNITS.items() if 1 <= number <= 9)
ONES_AFTER_BARE_TENS: Final = frozenset(AFTER_TENS) - {"một", "năm"}
"""Words for the ones after tens whose "mươi" is left out ("một trăm bốn bảy"); "năm" there is a year."""
GOES_ON: Final = frozenset([*SCALES, "mươi", "phần"])
"""Words after a digit in words that make it the head of a lower group ("hai trăm ba mươi")."""
HALF_WORDS: Final = frozenset(["rưỡi", "rưởi"])
SPOKEN_ONES: Final = frozenset(["mốt", "tư", "lăm", "nhăm"])
"""Words for one, four and five that never begin a number."""
WITH_TU: Final = frozenset(
    "liệu nhân vấn pháp thương tưởng lệnh cách duy sản trang gia thục thế bản lợi chất lập hữu dinh thất".split()
)
"""Words that make "tư" the first half of another word ("hai trăm tư liệu")."""
WITH_TY: Final = frozenset("lệ trọng phú suất giá số".split())
"""Words that make "tỷ" the first half of another word ("5 tỷ lệ")."""
WITH_TRIEU: Final = frozenset("chứng tập hồi phú phong vân vi".split())
"""Words that make "triệu" the first half of another word or a name ("5 triệu chứng", "số 5 Triệu Phong")."""
GREATEST: Final = 1e18
"""A number beyond this is a string of digits or of scale words, and counts nothing."""
POINT: Final = "phẩy"
DECIMALS: Final = 6
"""Digits read after a decimal comma in words."""
TORN: Final = frozenset([*HALF_WORDS, *SPOKEN_ONES, *SCALES, "mươi", POINT]) - {"tư"}
"""Words that only go on a number: where one follows what was read, the number was not read whole."""


def in_decimals(number: float) -> Decimal:
    """A number as it is written in decimals."""
    return Decimal(repr(number))


def scaled(number: float, scale: float) -> float:
    """A number times its scale word, exact in decimals: 8.2 times 1e9 is 8200000000."""
    return float(in_decimals(number) * in_decimals(scale)) if scale != 1 else number


@dataclass(slots=True)
class RunningSum:
    """The running value of a numeral: finished big groups, the group under way, the number in hand."""

    total: Decimal = Decimal(0)
    group: Decimal = Decimal(0)
    hand: Decimal | None = None
    scale: int = 1
    """The last scale word's worth."""
    largest: int = 1
    ones: bool = False
    """Whether tens were named without "mươi", so that the ones come next."""

    def add(self, number: float) -> None:
        """Adds a digit, tens with their ones, or a decimal part to the number in hand."""
        self.hand = (self.hand or Decimal(0)) + in_decimals(number)

    def tens(self) -> None:
        """Makes the digit in hand tens ("hai mươi")."""
        self.hand = (self.hand or Decimal(1)) * 10

    def multiply(self, scale: int) -> None:
        """Takes a scale word: of the number in hand, of the group, or of all that was said ("5 triệu tỷ")."""
        before, self.scale = self.scale, scale
        reached, self.largest = self.largest, max(self.largest, scale)
        if scale < 1_000 or scale < before < BIG:  # "hai trăm", "một vạn hai nghìn"
            self.group += (1 if self.hand is None else self.hand) * scale
        elif scale < BIG:
            self.group = ((self.group + (self.hand or 0)) or Decimal(1)) * scale
        elif scale >= reached and self.total:  # "5 triệu tỷ", "1 triệu 880 nghìn tỷ"
            self.total = (self.total + self.group + (self.hand or 0)) * scale
            self.group = Decimal(0)
        else:
            coefficient = (self.group + (self.hand or 0)) or 1
            self.total += coefficient * scale
            self.group = Decimal(0)
        self.hand = None

    def share(self, of_scale: float) -> None:
        """Adds a share of the last scale: "4 triệu rưỡi", "một trăm hai", "3 tỷ 5"."""
        if self.scale < BIG:
            self.group += in_decimals(of_scale) * self.scale
        else:
            self.total += in_decimals(of_scale) * self.scale

    @property
    def value(self) -> float:
        """The number that the words so far say."""
        return float(self.total + self.group + (self.hand or 0))


def half_of_a_word(word: str, following: str) -> bool:
    """Whether a scale word is the first half of another word, with the one that follows it."""
    return (word == "tỷ" and following in WITH_TY) or (word == "triệu" and following in WITH_TRIEU)
