"""What a mention says, read again on its own: an independent check of labelled values.

Deliberately not the reader the extractor itself uses: gold that is checked by the same parser would share its slips.
What is not understood is left unjudged (null), never called wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from extractor.labels import Unit
from extractor.text.fold import fold_text


@dataclass(frozen=True, slots=True)
class Stated:
    """The numbers of a mention; `scaled` says that it names its own scale or unit."""

    value: float
    value_max: float | None
    out_of: float | None
    unit: Unit | None
    scaled: bool


def _folded(words: dict[str, float]) -> dict[str, float]:
    return {fold_text(word): value for word, value in words.items()}


_ONES: Final = _folded(
    {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7}
    | {"bẩy": 7, "tám": 8, "chín": 9, "mười": 10, "nửa": 0.5}
)
_TENS: Final = _folded({"mươi": 10, "chục": 10, "trăm": 100})
_SCALES: Final = _folded({"nghìn": 1e3, "ngàn": 1e3, "vạn": 1e4, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9})
_FILLERS: Final = frozenset(fold_text("linh lẻ km ha m2 có").split())
_HALF_MORE: Final = fold_text("rưỡi")
_HALF: Final = frozenset(fold_text(words) for words in ("một nửa", "nửa", "phân nửa"))
_NONE: Final = frozenset(fold_text(word) for word in ("không", "không có", "chưa có", "chưa"))
_UNITS: Final[tuple[tuple[str, Unit], ...]] = (
    ("%", "percent"),
    (fold_text("phần trăm"), "percent"),
    (fold_text("đô la Mỹ"), "USD"),
    (fold_text("đô la"), "USD"),
    ("usd", "USD"),
    (fold_text("đồng"), "VND"),
    ("vnđ", "VND"),
    ("vnd", "VND"),
)
_RANGE: Final = re.compile(
    rf"\s{{0,9}}-\s{{0,9}}|\s{{1,9}}{fold_text('đến')}\s{{1,9}}|\s{{1,9}}{fold_text('tới')}\s{{1,9}}"
)
_RATIO: Final = re.compile(
    rf"\s{{0,9}}/\s{{0,9}}|\s{{1,9}}{fold_text('trong')}\s{{1,9}}|\s{{1,9}}{fold_text('trên')}\s{{1,9}}"
)
_DIGITS: Final = re.compile(r"\d{1,20}(?:\.\d{3}){0,9}(?:,\d{1,20})?$|\d{1,20}(?:,\d{1,20})?$")


def read_mention(mention: str) -> Stated | None:
    """The value, range, ratio and unit of a mention; null where it is not understood."""
    text = " ".join(fold_text(mention).split())
    if text in _NONE:
        return Stated(0.0, None, None, None, scaled=False)
    if text in _HALF:
        return Stated(50.0, None, None, "percent", scaled=True)
    unit: Unit | None = None
    for words, found in _UNITS:
        if words in text:
            unit = unit or found
            text = text.replace(words, " ").strip()
    ends, parts = _RANGE.split(text), _RATIO.split(text)
    if len(ends) == 2:
        return _range(ends[0], ends[1], unit)
    first = _number(parts[0])
    second = _number(parts[1]) if len(parts) == 2 else None
    if first is None or len(parts) > 2 or (len(parts) == 2 and second is None):
        return None
    if second is not None and _scale(parts[0]) == 1:
        first *= _scale(parts[1])  # "184/316 tỷ đồng"
    return Stated(first, None, second, unit, scaled=unit is not None or _scale(text) > 1)


def _range(low: str, high: str, unit: Unit | None) -> Stated | None:
    first, second = _number(low), _number(high)
    if first is None or second is None:
        return None
    if _scale(low) == 1:
        first *= _scale(high)
    return Stated(first, second, None, unit, scaled=unit is not None or _scale(high) > 1)


def _scale(text: str) -> float:
    """The last scale words of the text, multiplied ("nghìn tỷ" is 1e12)."""
    product = 1.0
    for word in reversed(text.split()):
        if word not in _SCALES:
            break
        product *= _SCALES[word]
    return product


def _number(text: str) -> float | None:
    """A number in digits, words or both; each scale word multiplies what stands before it and is smaller."""
    parts: list[tuple[float, float]] = []
    below = ones = 0.0
    words = text.split()
    if not words:
        return None
    for word in words:
        if word in _TENS:
            below, ones = below + (ones or 1) * _TENS[word], 0.0
        elif word in _SCALES:
            scale = _SCALES[word]
            current = below + ones
            while parts and parts[-1][1] < scale:
                current += parts.pop()[0]
            parts.append(((current or 1) * scale, scale))
            below = ones = 0.0
        elif word == _HALF_MORE:
            parts.append((0.5 * (parts[-1][1] if parts else 1), 1.0))
        elif word in _ONES:
            ones += _ONES[word]
        elif _DIGITS.match(word):
            ones += float(word.replace(".", "").replace(",", "."))
        elif word not in _FILLERS:
            return None
    return sum(value for value, _ in parts) + below + ones
