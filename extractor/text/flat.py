"""A length-preserving fold: lower case, one spelling, plain spaces, dashes and quotes.

Patterns run on the flat text and their offsets hold in the original, character for character. It does less than
`fold` (which also drops and joins characters and therefore carries a map).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_SPACES: Final = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_DOUBLE_QUOTES: Final = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02"
_SINGLE_QUOTES: Final = "\u2018\u2019\u201a\u201b\u2032\uff07"

_PLAIN: Final = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_DOUBLE_QUOTES, '"'),
    **dict.fromkeys(_SINGLE_QUOTES, "'"),
    "\u0110": "đ",
    "\u00d0": "đ",
    "\u00f0": "đ",
    "\uff05": "%",
    "\u2044": "/",
    "\u2215": "/",
}
_ODD: Final = re.compile("[" + re.escape("".join(_PLAIN)) + "]")

_VOWEL_PAIRS: Final = {
    **{"o" + new: old + "a" for new, old in zip("àáảãạ", "òóỏõọ", strict=True)},
    **{"o" + new: old + "e" for new, old in zip("èéẻẽẹ", "òóỏõọ", strict=True)},
    **{"u" + new: old + "y" for new, old in zip("ỳýỷỹỵ", "ùúủũụ", strict=True)},
}
_PAIR: Final = re.compile(r"[ou](?<!q.)[" + "".join(sorted({pair[1] for pair in _VOWEL_PAIRS})) + r"](?![^\W\d_])")

_I_TO_Y: Final = dict(zip("iìíỉĩị", "yỳýỷỹỵ", strict=True))
_TONED_I: Final = re.compile(r"[ìíỉĩị](?<=[ktlmu].)(?![^\W\d_])")
_ONSET: Final = re.compile(r"(?<![^\W\d_])(?:k|t|l|m|qu)$")
_Y_SYLLABLES: Final = frozenset(["kỳ", "ký", "kỷ", "kỹ", "kỵ", "tỷ", "lý", "mỹ", "quý", "quỳ", "quỹ", "quỷ", "quỵ"])


_MISPLACED: Final = re.compile(
    r"[òóỏõọùúủũụìíỉĩị](?:(?<=[òóỏõọ])(?:[ae](?=[^\W\d_])|ă)|(?<=[ùúủũụ])(?:yê|y(?=[^\W\d_])|[âêơ])"
    r"|(?<=q[ùúủũụ])[aăeiyoô]|(?<![^\W\d_]g.)(?<=g[ìíỉĩị])[aăâeêoôơuư])"
)
"""A tone mark on a vowel that bears none in a syllable so spelt: "hòan", "họăc", "húê", "qúy", "gía"."""


_SLIPS: Final = {"khiến trách": "khiển trách", "kỹ luật": "kỷ luật"}
"""Words of the genre that papers misspell, as long as what they stand for."""
_SLIP: Final = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(_SLIPS)})(?![^\W\d_])")
_LONG: Final = 600
"""Characters beyond which only the flat forms of the last few texts are kept."""


def _spell_with_y(match: re.Match[str]) -> str:
    """ "kỹ" for "kĩ", where the whole syllable is one that is also written with y."""
    onset = _ONSET.search(match.string, max(0, match.start() - 3), match.start())
    if onset is None or onset[0] + _I_TO_Y[match[0]] not in _Y_SYLLABLES:
        return match[0]
    return _I_TO_Y[match[0]]


@lru_cache(maxsize=512)
def _moved(vowels: str) -> str:
    """The vowels with the first one's tone mark on the last."""
    first = unicodedata.normalize("NFD", vowels[0])
    mark = first[1:]
    return first[0] + vowels[1:-1] + unicodedata.normalize("NFC", vowels[-1] + mark)


def lower_same_length(text: str) -> str:
    """Lower case, leaving alone the few characters whose lower case is longer or shorter."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def flatten(text: str) -> str:
    """The text in lower case with one tone placement (hoà → hòa, uỷ → ủy, hòan → hoàn), one i/y spelling (kĩ → kỹ,
    tỉ → tỷ), two slips put right (khiến trách, kỹ luật), plain spaces, hyphens and quotes; `len(flatten(t)) == len(t)`
    for any NFC text.

    A whole article is asked for again and again while it is read, and so are names; the last few texts are kept.
    """
    return _kept(text) if len(text) > _LONG else _kept_short(text)


def _flat(text: str) -> str:
    flat = _ODD.sub(lambda match: _PLAIN[match[0]], lower_same_length(text))
    flat = _MISPLACED.sub(lambda match: _moved(match[0]), flat)
    flat = _PAIR.sub(lambda match: _VOWEL_PAIRS.get(match[0], match[0]), flat)
    return _SLIP.sub(lambda match: _SLIPS[match[0]], _TONED_I.sub(_spell_with_y, flat))


_kept = lru_cache(maxsize=4)(_flat)
_kept_short = lru_cache(maxsize=512)(_flat)
