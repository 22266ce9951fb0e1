"""Where runs of whole words stand in a text: a long one is searched once, for all that is asked of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

_RUN: Final = re.compile(r"[^\W\d_]+|\d+")
_LONG: Final = 20_000
"""Characters of a text from which on the places of all its words are noted."""


def whole_words(text: str, words: str) -> Iterator[int]:
    """Where the words stand in the text, in order; where one of a long text would be cut they may be left out."""
    pairs = _pairs(words) if len(text) >= _LONG and words and _whole_ends(words) else []
    if not pairs:
        yield from everywhere(text, words)
        return
    known = _known_pairs(text)
    places, before = min(((known.get(pair, ()), start) for start, pair in pairs), key=lambda found: len(found[0]))
    yield from (at - before for at in places if at >= before and text.startswith(words, at - before))


def everywhere(text: str, words: str) -> Iterator[int]:
    """Where the words stand in the text, within longer words too and over each other; nowhere where there are none."""
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _whole_ends(words: str) -> bool:
    """Whether it can be seen at its ends that a word is cut: not at digits of another kind ("m²")."""
    return not any(sign.isdigit() and not sign.isdecimal() for sign in (words[0], words[-1]))


def _pairs(text: str) -> list[tuple[int, str]]:
    """Every two runs of letters or of digits that follow each other, with what lies between, and where they begin."""
    return [(one.start(), text[one.start() : other.end()]) for one, other in pairwise(_RUN.finditer(text))]


@lru_cache(maxsize=2)
def _known_pairs(text: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for start, pair in _pairs(text):
        found.setdefault(pair, []).append(start)
    return found
