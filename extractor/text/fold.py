"""Folding Vietnamese text for comparison, with a map from each folded character back to the original.

Folded away: Unicode composition (NFC), case, curly and straight quotes, every kind of dash and of space (runs of
spaces become one), invisible characters, where the tone mark stands in oa, oe, uy (hoà/hòa, uỷ/ủy), i or y under a
tone mark (kỷ/kỉ, quý/quí), D with stroke written as Eth (Ð/Đ), three dots for an ellipsis. Everything else, above all
digits, tone marks and vowels, is kept: two texts that fold alike are spelt alike.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractor.text.article import Extent
from extractor.text.phrases import everywhere, whole_words

DASHES: Final = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d".replace("\u00ad", "")
"""Hyphens, dashes, the minus sign; folded to `-`. The soft hyphen is invisible and dropped instead."""

DOUBLE_QUOTES: Final = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u301d\u301e\uff02'
SINGLE_QUOTES: Final = "'\u2018\u2019\u201a\u201b\u2032\u2039\u203a`\u00b4\u02bc\uff07"

INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)
"""Soft hyphen, zero-width and direction characters; dropped."""

EXTRA_SPACES: Final = "\u2800\u3164\uffa0"
"""Blank characters that Unicode does not call spaces."""

TONED: Final[dict[str, str]] = {
    "a": "àáảãạ",
    "e": "èéẻẽẹ",
    "i": "ìíỉĩị",
    "o": "òóỏõọ",
    "u": "ùúủũụ",
    "y": "ỳýỷỹỵ",
}
"""Vowel -> the same vowel under grave, acute, hook, tilde, dot."""


def _pairs() -> dict[str, str]:
    """First vowel toned -> second vowel toned, for the pairs whose tone mark moves: oa, oe, uy (y becomes i)."""
    moved = {}
    for first, second, written in (("o", "a", "a"), ("o", "e", "e"), ("u", "y", "i")):
        for one, two in zip(TONED[first], TONED[written], strict=True):
            moved[one + second] = first + two
    return moved


_PAIRS: Final = _pairs()

_UNIT: Final = re.compile(
    rf"[ .…{TONED['o']}{TONED['u']}](?:(?<= ) +|(?<=[.…])[.…]+|(?<=[{TONED['o']}])[ae]|(?<=[{TONED['u']}])y)"
)
"""What is folded as one: a run of spaces, an ellipsis, a vowel pair with its tone mark on the first."""


class _Letters(dict[int, str]):
    """Code point -> what it folds to alone; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        lowered = character.lower()
        folded = " " if character.isspace() else lowered if len(lowered) == 1 else lowered[0]
        self[code] = folded
        return folded


def _letters() -> _Letters:
    table = _Letters()
    for characters, folded in (
        (DASHES, "-"),
        (DOUBLE_QUOTES, '"'),
        (SINGLE_QUOTES, "'"),
        (INVISIBLE, ""),
        (EXTRA_SPACES, " "),
        ("\u00d0\u00f0\u0189\u0256", "đ"),
        ("Σς", "σ"),
    ):
        table.update({ord(character): folded for character in characters})
    for toned, as_i in zip(TONED["y"], TONED["i"], strict=True):
        table[ord(toned)] = table[ord(toned.upper())] = as_i
    return table


_LETTERS: Final = _letters()
_DROPPED: Final = re.compile(f"[{INVISIBLE}]")
_BLANKS: Final = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()).replace(" ", "")
_ODD: Final = re.compile(
    f"[{re.escape(DASHES[1:] + DOUBLE_QUOTES[1:] + SINGLE_QUOTES[1:])}{INVISIBLE}{EXTRA_SPACES}{_BLANKS}{TONED['y']}"
    "\u00f0\u0256ς]"
)
"""What folds to something else than itself in lower case."""


def _unit(match: re.Match[str]) -> str:
    found = match.group()
    if found[0] == " ":
        return " "
    return _PAIRS.get(found, "…")


@dataclass(frozen=True, eq=False)
class Folded:
    """A folded text and its way back.

    `source` is the NFC form of the text that was folded; all offsets given out count its code points.
    `starts[i]`, `ends[i]` bound the stretch of `source` that the folded character `i` stands for. Characters folded as
    one (a vowel pair, a run of spaces) share their bounds, so a span that cuts such a unit is widened to the whole.
    """

    source: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def __hash__(self) -> int:
        return hash(self.source)

    def original(self, start: int, end: int) -> Extent:
        """The stretch of `source` behind `text[start:end]`; an empty stretch where the span is empty."""
        start, end = max(0, min(start, len(self.text))), max(0, min(end, len(self.text)))
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else len(self.source)
            return Extent(at, at)
        return Extent(self.starts[start], self.ends[end - 1])

    def cuts_unit(self, position: int) -> bool:
        """Whether a cut before folded character `position` would part characters folded as one."""
        return 0 < position < len(self.starts) and self.starts[position] == self.starts[position - 1]

    def positions(self, needle: str, *, whole: bool = False) -> list[int]:
        """Where `needle` (already folded) starts in the folded text, overlaps included, units never cut.

        Where it cuts a word it may be left out if only `whole` words are asked for.
        """
        places = whole_words(self.text, needle) if whole else everywhere(self.text, needle)
        return [at for at in places if not self.cuts_unit(at) and not self.cuts_unit(at + len(needle))]

    def position(self, offset: int) -> int:
        """The first folded character that stands for `source[offset]` or for something after it."""
        return bisect_right(self.ends, offset)


def fold(text: str) -> Folded:
    """The folded form of any Unicode text, with its map back. Never raises; linear in the text's length."""
    source = unicodedata.normalize("NFC", text)
    letters = _by_letters(source)
    starts: Sequence[int] = range(len(source))
    ends: Sequence[int] = range(1, len(source) + 1)
    if len(letters) != len(source):
        starts = [at for at, character in enumerate(source) if not _DROPPED.match(character)]
        ends = [at + 1 for at in starts]
    pieces: list[str] = []
    done = 0
    new_starts: list[int] = []
    new_ends: list[int] = []
    for match in _UNIT.finditer(letters):
        first, last = match.span()
        folded = _unit(match)
        pieces += (letters[done:first], folded)
        new_starts += starts[done:first]
        new_starts += [starts[first]] * len(folded)
        new_ends += ends[done:first]
        new_ends += [ends[last - 1]] * len(folded)
        done = last
    pieces.append(letters[done:])
    new_starts += starts[done:]
    new_ends += ends[done:]
    return Folded(source, "".join(pieces), new_starts, new_ends)


def _by_letters(source: str) -> str:
    """Each character as it folds alone."""
    lowered = source.lower()
    if len(lowered) != len(source):
        return source.translate(_LETTERS)
    return _ODD.sub(lambda odd: _LETTERS[ord(odd[0])], lowered)


def fold_text(text: str) -> str:
    """The folded form alone: two texts are the same to this package where these are equal.

    Names are asked for again and again; the last few are kept.
    """
    return _folded(text) if len(text) > _LONG else _folded_short(text)


def _folded(text: str) -> str:
    return _UNIT.sub(_unit, _by_letters(unicodedata.normalize("NFC", text)))


_LONG: Final = 200
"""Characters beyond which a folded form is not kept."""
_folded_short = lru_cache(maxsize=512)(_folded)


_STROKES: Final = str.maketrans("đ", "d")


def bare(text: str) -> str:
    """Folded text without tone marks and vowel signs ("Đắk Lắk" -> "dak lak"), for address names and near spellings."""
    parts = unicodedata.normalize("NFD", fold_text(text))
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(_STROKES)
