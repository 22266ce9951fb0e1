"""Results of a territory in the review of a body that does not govern it: nobody's (guide, section 3)."""

from __future__ import annotations

from typing import Final

from extractor.engines.rules.scene import WORDS
from extractor.engines.rules.scorer.sight import Previous, Sight
from extractor.engines.rules.scorer.verdict import Labels

_GOVERNING: Final = frozenset(["provincial_committee", "district_committee", "commune_committee", "government"])
"""Kinds of bodies whose review reports a territory's results as their own."""


def is_territorys(sight: Sight, labels: Labels, previous: Previous | None) -> bool:
    """Whether a number tells of the whole territory ("tỷ lệ hộ nghèo toàn tỉnh còn 1,8%") where another body than its
    committee or government reviews, and none of these acts in the paragraph before. A share of a plan, or a change,
    goes with the figure before.
    """
    setting, region = sight.setting, sight.region
    if labels.subject != "other" or labels.measure != "other" or setting.host is None:
        return False
    if setting.host.kind in _GOVERNING or setting.organizations[0].kind in _GOVERNING:
        return False
    goes_on = labels.basis != "level" and previous is not None and previous.same_sentence
    if goes_on and previous is not None and (previous.subject, previous.measure) == ("other", "other"):
        return previous.organization is None
    flat, at, start = setting.flat, region.quantity.extent, sight.sentence.extent.start
    told = WORDS["of_a_territory"].search(flat, region.left_start, at.start) is not None
    if not told and WORDS["whole_territory"].search(flat, start, region.right_end) is not None:
        told = WORDS["in_a_territory"].search(flat, region.left_start, region.right_end) is not None
    if not told and WORDS["places_of_a_territory"].match(flat, at.end) is None:
        return False
    acting = setting.last_acting(setting.blocks[sight.sentence.block].extent.start, at.start)
    return acting is None or not any((acting.name, kind) in setting.kinds for kind in _GOVERNING)
