"""Numbers whose label a neighbour in a pair gives: a predicate told once for both, what bodies were merged into."""

from __future__ import annotations

from typing import Final

from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import BODIES, WORDS, Judgement, Scene, level, own_predicate

_PAIRED: Final = frozenset("violating disciplined".split())
"""What bodies and members are said to be together ("2 tổ chức và 9 đảng viên vi phạm")."""


def paired(scene: Scene, index: int, region: Region) -> Judgement | None:
    """The label that the other number of a pair gives; None where the number is no part of one."""
    return (
        _predicate_of_both(scene, index, region)
        or _merged_into(scene, index, region)
        or _share_of_members(scene, region)
        or _by_violation(scene, region)
    )


def _predicate_of_both(scene: Scene, index: int, region: Region) -> Judgement | None:
    """ "có 2 tổ chức và 9 đảng viên vi phạm", "phát hiện 3 tổ chức đảng và 12 đảng viên có vi phạm"."""
    if region.noun is None or index + 1 >= len(scene.regions) or region.quantity.unit != "count":
        return None
    ahead = scene.regions[index + 1]
    if ahead.boundary_before not in ("và", ",") or ahead.noun is None or ahead.noun.label != "member":
        return None
    word = scene.flat[region.noun.start : region.noun.end]
    if scene.flat[region.noun.end : ahead.quantity.extent.start].strip() not in ("và", ","):
        return None
    if word != "tổ chức" and region.noun.label not in ("party_org", "grassroots_org", "cell"):
        return None
    if any(cue.kind == "verb" and cue.label != "other" for cue in region.left):
        return None
    shared = own_predicate([cue for cue in ahead.right if cue.start >= ahead.noun.end])
    if shared is None or shared.label not in _PAIRED:
        return None
    subject = "party_org" if word == "tổ chức" else region.noun.label
    return level(subject, shared.label, "predicate-shared", shared.start - region.quantity.extent.end, 0.85)


def _merged_into(scene: Scene, index: int, region: Region) -> Judgement | None:
    """ "sáp nhập 6 chi bộ thành 3 chi bộ": both are what was merged (guide, section 3)."""
    head = scene.head
    if head is None or region.noun is None or head.measure != "other" or head.subject not in BODIES:
        return None
    same = region.noun.label == head.subject and region.quantity.unit == "count"
    between = scene.flat[scene.regions[index - 1].quantity.extent.end : region.quantity.extent.start]
    turned = same and WORDS["turned_into"].match(between) is not None
    return level(head.subject, "other", "left-after-merging", confidence=0.7) if turned else None


def _by_violation(scene: Scene, region: Region) -> Judgement | None:
    """ "Theo nội dung: vi phạm chính sách dân số 121 trường hợp": those disciplined, told of before, by their deed."""
    if WORDS["by_violation"].search(scene.left_text(region)) is None or region.quantity.unit not in (
        "count",
        "percent",
    ):
        return None
    counted = region.noun is None or region.noun.kind == "pronoun"
    of_all = scene.memory.whole == ("member", "disciplined") and scene.memory.whole_is_near
    if not (counted and of_all) or (scene.head is not None and scene.head.measure != "disciplined"):
        return None
    return level("member", "disciplined", "part-of-the-whole-before", confidence=0.6)


def _share_of_members(scene: Scene, region: Region) -> Judgement | None:
    """ "Tỷ lệ đảng viên nữ chiếm 35,6%": a part of all members, where no others have been told of."""
    if region.quantity.unit != "percent" or region.noun is not None or scene.memory.whole is not None:
        return None
    told = WORDS["members_who"].search(scene.left_text(region))
    return level("member", "total", "part-of-all-members", confidence=0.6) if told else None
