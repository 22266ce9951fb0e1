"""Whether a text is one that the rules can read: Vietnamese, written with its own letters.

The rules know words by their letters and tone marks. A text without them, or in another language, gives no figure, and
a summary without figures looks like an article that tells of nothing: it is a failure with a name instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from math import ceil
from typing import Final

from extractor.errors import ExtractorError

LEAST_WORDS: Final = 12
"""Words from which a text says what language it is in: a table or a list of names may have fewer."""
LEAST_SHARE: Final = 0.02
"""Share of the words that hold a letter of Vietnamese alone. Of the tuned gold's 524 articles none has under 0.46."""
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_ABBREVIATION: Final = 6
"""Letters of a capitalised word that may be an abbreviation, which tells no language."""
_OWN: Final = re.compile(
    "[ăằắẳẵặâầấẩẫậđêềếểễệôồốổỗộơờớởỡợưừứửữự]",
    re.IGNORECASE,
)


class NotVietnamese(ExtractorError):
    """An article that the rules cannot read: it is in another language, or lacks its tone marks."""


def check_language(text: str) -> None:
    """Raises `NotVietnamese` where hardly any word of an NFC text holds a letter that only Vietnamese uses."""
    words = _WORD.findall(text)
    if _has_own(words):
        return
    words = [word for word in words if len(word) > _ABBREVIATION or not word.isupper()]
    if len(words) < LEAST_WORDS or _has_own(words):
        return
    raise NotVietnamese(
        "The text is not Vietnamese with its tone marks, which is all that the rules read: give the article as it was "
        "printed, or let a model read it (--model)."
    )


def _has_own(words: Sequence[str]) -> bool:
    """Whether enough of the words hold such a letter; nearly always the first of them tell."""
    own = (word for word in words if _OWN.search(word))
    return len(list(islice(own, max(1, ceil(LEAST_SHARE * len(words)))))) >= LEAST_SHARE * len(words)
