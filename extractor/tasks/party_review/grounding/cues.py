"""The words that must stand beside a number before the gate lets its bound or its whole be corrected.

Source of the bounds: annotation guide, section 3, `comparator`. All patterns run on flat text.
"""

from __future__ import annotations

import re
from typing import Final

from extractor.grounding.text import ArticleText
from extractor.labels import Phase
from extractor.text.article import Extent

BEFORE: Final = 40
"""Characters before a number in which the word of its bound may stand."""

AFTER: Final = 70
"""Characters after a number in which "trở lên", "trở xuống" may stand: the noun counted comes between."""


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(words) + r")(?!\w)")


_GT: Final = _any("(?<!không )(?<!chưa )trên(?! dưới)", "(?<!không )hơn", "(?<!không )(?<!vượt )quá", "ngoài")
_GT_TARGET: Final = _any("(?<!không )vượt(?! quá)")
_GE_TARGET: Final = re.compile(r"(?<!\w)từ $")
_BOUNDS_BEFORE: Final[dict[str, re.Pattern[str]]] = {
    "gt": _GT,
    "ge": _any("ít nhất", "tối thiểu", "thấp nhất", "không dưới", "không (?:thấp|ít|nhỏ|kém) hơn", "không kém"),
    "lt": _any("(?<!không )(?<!trên )dưới", "(?:chưa|không) (?:đến|tới|đầy)"),
    "le": _any(
        "không (?:vượt )?quá", "không (?:(?:cao|nhiều|lớn) )?hơn", "tối đa", "nhiều nhất", "cao nhất", "chưa quá"
    ),
    "approx": _any(
        "gần(?: bằng)?",
        "khoảng",
        "chừng",
        "xấp xỷ",
        "xấp xỉ",
        "ngót",
        "trên dưới",
        "non",
        "suýt soát",
    ),
}
_BOUNDS_AFTER: Final[dict[str, re.Pattern[str]]] = {
    "gt": _any("trở lên", "có (?:lẻ|dư)", "hơn"),
    "ge": _any("trở lên"),
    "le": _any("trở xuống"),
    "approx": _any("có lẻ"),
}
_OF_ALL: Final = re.compile(
    r"(?:(?<!\w)(?:trong|trên)(?: (?:tổng|số|toàn bộ|tất cả|đó))*|(?<!\w)tổng(?: số)?|(?<!\w)của(?: tổng)?(?: số)?|/)"
    r"(?: (?:là|có|hơn|gần|khoảng|trên))? ?$"
)
"""Before a number that others are a part of."""


def bound_stands(text: ArticleText, mention: Extent, comparator: str, phase: Phase) -> bool:
    """Whether a word of this bound stands near the mention, in its clause."""
    clause = text.clause(mention)
    before = text.flat[max(clause.start, mention.start - BEFORE) : mention.start]
    after = text.flat[mention.end : min(clause.end, mention.end + AFTER)]
    pattern = _BOUNDS_BEFORE.get(comparator)
    if pattern is not None and pattern.search(before):
        return True
    pattern = _BOUNDS_AFTER.get(comparator)
    if pattern is not None and comparator != "gt" and pattern.search(after):
        return True
    if phase != "target":
        return False
    return (comparator == "gt" and _GT_TARGET.search(before) is not None) or (
        comparator == "ge" and _GE_TARGET.search(before) is not None
    )


def whole_stands(text: ArticleText, mention: Extent, evidence: Extent, whole: float) -> bool:
    """Whether the evidence counts this whole beside the mention, and calls it one ("trong tổng số 60 chi bộ")."""
    return any(
        value == whole
        and not extent.overlaps(mention)
        and _OF_ALL.search(text.flat, max(0, extent.start - BEFORE), extent.start) is not None
        for extent, value in text.numbers.counts_in(evidence)
    )
