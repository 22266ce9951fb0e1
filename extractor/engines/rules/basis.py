"""Whether a number is the value itself, a share of a plan, an excess over it, or a change (guide, section 3)."""

from __future__ import annotations

import re
from typing import Final

from extractor.labels import Basis
from extractor.reading.model import Quantity
from extractor.text.lexicon import Lexicon
from extractor.text.record import record
from extractor.text.word_index import WordPattern

WORDS: Final = Lexicon("extractor.engines.rules", "basis.toml")
"""The words that `basis` goes by, as patterns on flat text without line breaks."""


@record
class BasisReading:
    """A basis, and where its deciding word begins (the words before it name what it is about)."""

    basis: Basis
    cue_start: int


_TELLING: Final = WordPattern(WORDS["telling"])
"""The first words of all that makes a count more or less than another."""


def read_basis(flat: str, quantity: Quantity, left_start: int, right_end: int, *, target: bool) -> BasisReading:
    """The basis of the number from the words on both sides; `level` where nothing says otherwise."""
    start, end = quantity.extent.start, quantity.extent.end
    if quantity.unit != "percent" and _TELLING.search(flat, left_start, start) is None:
        return BasisReading("level", start)
    left = flat[left_start:start]
    right = flat[end : max(right_end, min(len(flat), end + 70))]
    if match := WORDS["short"].search(left):
        compared = WORDS["compared"].match(right) and not WORDS["a_plan"].search(match[0])
        return BasisReading("change" if compared else "over_plan", left_start + match.start())
    if match := WORDS["over"].search(left):
        named = WORDS["a_plan"].search(match[0]) is not None
        if not target or (named and "là" not in match[0].split()):
            return BasisReading("over_plan", left_start + match.start())
    if quantity.unit == "percent" and (
        WORDS["after_plan"].match(right) or re.match(r" *(?:khối lượng |nội dung )?chương trình", right)
    ):
        return BasisReading("vs_plan", start)
    changes = list(WORDS["change"].finditer(left))
    if changes and not (WORDS["from"].search(left) and WORDS["down_to"].match(right)):
        match = _last_change(left)
        between = match["between"]
        inside = re.sub(r"(?:năm|quý|tháng|kỳ|nhiệm kỳ|giai đoạn) *[\d/ -]+", "", between)
        if (
            not re.search(r"\d", inside)
            and not WORDS["changed_to"].search(between)
            and not re.search(r", (?!so|bình)|(?<![^\W\d_])(?:đạt|nâng|đưa)(?![^\W\d_])", between)
        ):
            return BasisReading("change", left_start + match.start())
    if quantity.unit == "percent" and WORDS["of_earlier"].match(right) and re.search(r"(?:bằng|đạt) *$", left):
        return BasisReading("change", start)
    return BasisReading("level", start)


def _last_change(left: str) -> re.Match[str]:
    """The direction word nearest to the number."""
    last: re.Match[str] | None = None
    position = 0
    while match := WORDS["change"].search(left, position):
        last = match
        position = match.start() + 1
    assert last is not None
    return last
