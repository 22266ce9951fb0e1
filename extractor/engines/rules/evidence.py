"""The clause that holds a number and the words that decide its labels (guide, ground rule 2)."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.article import Extent
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import Judgement


def clause_around(
    flat: str, sentence: Extent, region: Region, judgement: Judgement, regions: Sequence[Region]
) -> Extent:
    """The number's own words, stretched back to the number whose verb or subject it shares."""
    start, end = region.left_start, region.right_end
    if judgement.share_of is not None:
        start = min(start, regions[judgement.share_of].left_start)
    if region.in_brackets and judgement.share_of is None:
        opening = flat.rfind("(", sentence.start, region.quantity.extent.start)
        start = min(start, _clause_start(flat, sentence.start, opening))
    if region.in_brackets:
        closing = flat.find(")", end, sentence.end)
        if 0 <= closing - end <= 20:
            end = closing + 1
    if judgement.decision.rule == "predicate-shared":
        end = max(end, region.quantity.extent.end + judgement.decision.distance + 30)
        end = min(end, sentence.end)
    while start < region.quantity.extent.start and flat[start] in " ,;:.)…\n":
        start += 1
    while start < region.quantity.extent.start and flat.startswith("và ", start):
        start += 3
    while end > region.quantity.extent.end and flat[end - 1] in " ,;:.(…\n":
        end -= 1
    return Extent(start, max(end, region.quantity.extent.end))


def _clause_start(flat: str, low: int, position: int) -> int:
    return max(low, *(flat.rfind(mark, low, max(low, position)) + 1 for mark in (";", ":", ",", ".")))
