"""Things, papers and rounds that are counted: what is done with them is no measure of members or bodies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractor.engines.rules.cues import Cue
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import WORDS, Judgement, Scene, last, level

_CLOSED: Final = frozenset("disciplined inspected supervised established self_criticism rated violating".split())
"""Measures of members and bodies only: a thing that is counted has none of them."""


def delegates(scene: Scene, region: Region) -> Judgement | None:
    """Delegates of a congress took part in it; those whom it elects for another one are only counted."""
    named = region.quantity.unit == "count" and WORDS["delegates"].match(scene.flat, region.quantity.extent.end)
    if not named or WORDS["elected"].search(scene.left_text(region)):
        return None
    return level("participant", "attended", "delegates", confidence=0.8)


def judge_thing(scene: Scene, region: Region, left: Sequence[Cue]) -> Judgement:
    """A thing: given, held, or counted and nothing more."""
    start = region.quantity.extent.start
    if WORDS["completed"].search(scene.left_text(region)) and WORDS["round"].match(
        scene.flat, region.quantity.extent.end
    ):
        return level("other", "implemented", "work-completed", confidence=0.7)
    own = last(left, "verb", "topic", "predicate")
    if own is not None and own.label == "held" and WORDS["meeting"].match(scene.flat, region.quantity.extent.end):
        return level("other", "held", "meetings-held", start - own.end, 0.7)
    return level("other", "other", "thing-counted", confidence=0.7)


def names_a_thing(scene: Scene, region: Region, left: Sequence[Cue]) -> bool:
    """Whether a word of its own, no member or body, follows a number whose verb is about members and bodies."""
    if region.noun is not None or region.quantity.unit != "count":
        return False
    own = last(left, "verb", "topic", "predicate")
    if own is None or own.label not in _CLOSED:
        return False
    right = scene.right_text(region)
    return (
        WORDS["word"].match(right) is not None
        and WORDS["function"].match(right) is None
        and not WORDS["own_form"].match(right)
    )
