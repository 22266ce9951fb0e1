"""Raised signs beside words and numbers: marks of footnotes, which are no text, and powers, which are.

Read on as it stands, a raised 1 is a digit of the number before it.
"""

from __future__ import annotations

import re
from typing import Final

LOOKED_AT: Final = 20
"""Characters before a raised sign that say what it is."""
_NOTE_MARK: Final = re.compile(
    r"\s{0,9}(?:[(\[]\s{0,9})?(?:\d{1,2}|(?P<star>[*†‡]{1,3}))\s{0,9}(?P<closed>[)\]])?\s{0,9}"
)
_LONGEST_MARK: Final = 12
_RAISED: Final = re.compile(r"(?<![^\W\d_])(?:[dck]?m|10)\s{0,9}$")
"""What a raised number belongs to: square metres, powers of ten."""
_POWER: Final = re.compile(r"(?<!\d)10\s{0,9}$")
_RAISED_DIGITS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def marks_a_note(raised: str, before: str) -> bool:
    """Whether a raised sign behind these characters only points to a footnote."""
    match = _NOTE_MARK.fullmatch(raised[:_LONGEST_MARK])
    if match is None:
        return False
    return bool(match["star"] or match["closed"]) or _RAISED.search(before[-LOOKED_AT:]) is None


def as_power(raised: str, before: str) -> str | None:
    """The digits of an exponent as such (read on, "10" and "6" would be 106); null where it is none of ten."""
    return raised.translate(_RAISED_DIGITS) if raised and _POWER.search(before[-LOOKED_AT:]) else None
