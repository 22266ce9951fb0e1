"""What is said alike of the candidates for period, owner and event."""

from __future__ import annotations

import re
from typing import Final, TypeVar

NOTHING: Final = ""
"""Stands for no period and for no organisation among the candidates."""

WORD: Final = re.compile(r"[^\W\d_]+|[^\w\s]")
_NEAR: Final = 15
_FAR: Final = 60
AHEAD: Final = 60
"""Characters after a number within which a period or a body may still be its own."""


def near(distance: int) -> str:
    """How far something is from a number of the same sentence: `0` next to it, `1` in its clause, `2` further."""
    return "0" if distance <= _NEAR else "1" if distance <= _FAR else "2"


def binned(count: int) -> str:
    """A count, the more broadly the higher it is."""
    return str(count) if count < 3 else "3" if count < 5 else "5" if count < 9 else "9"


RANKS: Final = ("before0", "before1", "before2")

Value = TypeVar("Value", int, list[str])
"""What features come to: the sum of their weights, or their names, one behind the other."""


def add(found: dict[str, Value], candidate: str | None, value: Value) -> None:
    """What speaks for a candidate, added to what has been found; null stands for none."""
    key = candidate or NOTHING
    found[key] = found[key] + value if key in found else value


def names(features: list[str]) -> list[str]:
    """What features come to where their names are wanted."""
    return features
