"""Two values of one thing, what it was and what it is: "số chi bộ từ 264 còn 231", "giảm từ 171 xuống 138"."""

from __future__ import annotations

from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import BODIES, WORDS, Judgement, Scene, first, level


def then_and_now(scene: Scene, index: int, region: Region) -> Judgement | None:
    """The labels of a number that goes with another in such a pair; None where it does not."""
    return _now(scene, index, region) or _then(scene, region)


def _now(scene: Scene, index: int, region: Region) -> Judgement | None:
    """The second value has the labels of the first."""
    head = scene.head
    if head is None or head.basis != "level":
        return None
    before = scene.regions[index - 1]
    if before.quantity.unit != region.quantity.unit or not WORDS["from"].search(scene.left_text(before)):
        return None
    between = scene.flat[before.quantity.extent.end : region.quantity.extent.start]
    if WORDS["to"].fullmatch(between) is None:
        return None
    return level(head.subject, head.measure, "now-after-then", confidence=0.8)


def _then(scene: Scene, region: Region) -> Judgement | None:
    """The first value of a count of bodies or members that nothing more is said of is a total."""
    if region.noun is not None or region.quantity.unit != "count":
        return None
    left = scene.left_text(region)
    ahead = WORDS["to_ahead"].match(scene.flat, region.quantity.extent.end)
    if ahead is None or not WORDS["from"].search(left):
        return None
    clause = region.quantity.extent.start - len(left) + max(left.rfind(mark) for mark in ",;:") + 1
    own = [cue for cue in region.left if cue.start >= clause]
    counted = first(own, "subject")
    if counted is None or counted.label not in ("member", *BODIES):
        return None
    if WORDS["number_word"].fullmatch(scene.flat, clause, counted.start) is None:
        return None  # "số thôn trắng đảng viên từ 9 xuống 3" counts no members
    if any(cue.kind in ("verb", "predicate", "topic") and cue.label != "other" for cue in own):
        return None
    return level(counted.label, "total", "then-before-now", confidence=0.8)
