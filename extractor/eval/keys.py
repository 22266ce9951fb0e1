"""How two values are compared: without regard to case and tone marks, each as a key.

Two values agree where their keys are equal. Null agrees with null only.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final

from extractor.schema import Span
from extractor.text.fold import fold_text

_SPACES: Final = re.compile(r"\s+")
_WORD: Final = re.compile(r"\w+")


@lru_cache(maxsize=65_536)
def text_key(text: str | None) -> str | None:
    """The text folded (case, dashes, quotes, tone placement), spaces run together."""
    return None if text is None else _SPACES.sub(" ", fold_text(text)).strip()


def value_key(value: float | None) -> str | None:
    """A value to ten significant digits, so that a float's last bit decides nothing."""
    return None if value is None else f"{value:.10g}"


def overlap(one: Span, other: Span) -> int:
    """Characters the two stretches share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def overlap_share(one: Span, other: Span) -> float:
    """Shared characters over all characters of the two (Jaccard), 0 where they do not meet."""
    shared = overlap(one, other)
    every = (one.end - one.start) + (other.end - other.start) - shared
    return shared / every if every > 0 else 0.0


@lru_cache(maxsize=16_384)
def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(fold_text(text)))


def word_f1(one: str, other: str) -> float:
    """F1 of the words of two texts, as bags of folded words; 0 where they share none."""
    ours, theirs = _words(one), _words(other)
    shared = (ours & theirs).total()
    return 2 * shared / (ours.total() + theirs.total()) if shared else 0.0
