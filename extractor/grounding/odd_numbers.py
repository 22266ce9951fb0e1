"""Expressions of number that no reader reads: signs, digits of other kinds, numerals that are torn or grown together.

What has no value of its own can be proved only as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractor.grounding.whole_numbers import torn_numbers
from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.number_words import SCALES, UNITS

_PHRASES: Final = re.compile(
    r"(?<!\w)(?:(?:hàng|vài|mấy|nhiều|dăm|muôn)(?: (?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ(?! (?:lệ|trọng|suất))))+"
    r"|gấp (?:đôi|rưỡi))(?!\w)"
    r"|\d ?(?:[_^*×+]|\*\*) ?\d[\d.,]*|\d ?[‰‱]"
)
"""Round crowds, folds, and digits with signs of arithmetic."""
_ROMAN: Final = re.compile(r"(?<![^\W_])(?:[IVXLCDM]{2,}|[IVXivx][ivx]{2,})(?![^\W_])")
_GLUED: Final = re.compile(rf"(?:{'|'.join([*UNITS, *SCALES, 'mươi', 'rưỡi'])}){{2,}}")
_AREA: Final = re.compile(r"(?:\d+[.,])*\d*[kcd]?m[23²³]")
"""A unit with its power: no number in it but the one before it."""
_RUN: Final = re.compile(r"(?:\d+[.,])*[^\W_]+")
_DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)*")


def odd_numbers(text: str) -> Iterator[Extent]:
    """The stretches of an NFC text that say a number in a way that no reader reads. Linear in the text's length."""
    flat = flatten(text)
    for phrase in _PHRASES.finditer(flat):
        yield Extent(*phrase.span())
    yield from torn_numbers(flat)
    for roman in _ROMAN.finditer(text):
        yield Extent(*roman.span())
    for run in _RUN.finditer(flat):
        if _is_odd(run[0]):
            yield Extent(*run.span())


def _is_odd(run: str) -> bool:
    """Whether a run of letters and digits is no word and no plain number: "1e5", "½", "⑨", "三", "chíntrăm"."""
    if run.isascii() and run.isalpha():
        return False
    if any(character.isnumeric() for character in run):
        return _DIGITS.fullmatch(run) is None and _AREA.fullmatch(run) is None
    return _GLUED.fullmatch(run) is not None
