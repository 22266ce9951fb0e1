"""The clause that holds a number and the words that decide its labels (guide, ground rule 2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import Judgement
from extractor.text.article import Extent

_SHARING: Final = frozenset(["carried", "part", "kinds", "share", "class"])
"""Links by which a number takes its verb, rating or whole from a number before it."""
_OPENING: Final = " ,;:.)…\n-"
_MARKS: Final = ";:,."
_IN_NUMBERS: Final = ",."
_CLOSING: Final = " ,;:.(…\n"


def clause_around(
    flat: str, sentence: Extent, index: int, regions: Sequence[Region], judgements: Sequence[Judgement]
) -> Extent:
    """The clause of the number at `index`: its own words, and the numbers it shares a verb or predicate with."""
    first = last = index
    while first > 0 and _shares(judgements[first]):
        first -= 1
    while (
        last + 1 < len(regions)
        and regions[last + 1].boundary_before != ";"
        and (_shares(judgements[last + 1]) or judgements[last].link == "shared")
    ):
        last += 1
    number = regions[index].quantity.extent
    start, end = _start(flat, sentence, regions[first]), regions[last].right_end
    if regions[last].in_brackets:
        closing = flat.find(")", end, sentence.end)
        if 0 <= closing - end <= 20:
            end = closing + 1
    while start < number.start and flat[start] in _OPENING:
        start += 1
    while start < number.start and flat.startswith("và ", start):
        start += 3
    while end > number.end and flat[end - 1] in _CLOSING:
        end -= 1
    return Extent(start, max(end, number.end))


def _shares(judgement: Judgement) -> bool:
    return judgement.share_of is not None or judgement.link in _SHARING


def _start(flat: str, sentence: Extent, region: Region) -> int:
    """Where the first number's clause begins: after a heading, or a clause before, whose words decide nothing."""
    start = region.left_start
    if region.in_brackets:
        opening = flat.rfind("(", sentence.start, region.quantity.extent.start)
        start = min(start, _clause_start(flat, sentence.start, opening))
    mark = max(flat.rfind(one, start, region.quantity.extent.start) for one in ":;")
    decided = region.noun is not None or any(cue.start > mark for cue in region.left)
    return mark + 1 if mark >= 0 and decided else start


def _clause_start(flat: str, low: int, position: int) -> int:
    """Where the clause before `position` begins: behind the last mark that stands in no number ("4.143")."""
    for at in range(position - 1, low - 1, -1):
        if flat[at] in _MARKS and not (
            flat[at] in _IN_NUMBERS and flat[at - 1 : at].isdigit() and flat[at + 1].isdigit()
        ):
            return at + 1
    return low
