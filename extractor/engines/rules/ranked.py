"""Shares of bodies that are ranked: "… đạt 76,4% kế hoạch. Một số đơn vị đạt cao như: Huyện ủy A (96%), …"."""

from __future__ import annotations

from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import BODIES, WORDS, Judgement, Scene
from extractor.labels import Basis

RANKED: Final = "ranked-share"
"""The rule that decides such a share."""
_REACH: Final = 60
"""Characters before a share within which the bodies that reach it are counted."""
_DECIDING: Final = ("verb", "predicate", "topic")


def ranked(scene: Scene, index: int, basis: Basis) -> Judgement | None:
    """The labels and the basis of the last share told before, for the bare share of a body that is ranked by it.

    What is ranked is told by the sentence before, or by the share at the head of its own.
    """
    region = scene.regions[index]
    if region.quantity.unit != "percent":
        return None
    deciding = [cue for cue in region.left if cue.kind in _DECIDING]
    if not deciding and basis == "vs_plan" and (bound := _bound_of_some(scene, region)) is not None:
        return bound
    if region.noun is not None or region.right or not WORDS["body_and_share"].search(scene.left_text(region)):
        return None
    start = scene.regions[0].left_start
    ranks = WORDS["ranks_bodies"].search(scene.flat, start, region.quantity.extent.start)
    if ranks is None or any(cue.end > ranks.start() for cue in deciding):
        return None  # "các đơn vị kết nạp đạt tỷ lệ cao là …": what they did is told before they are ranked
    told = [*zip(scene.earlier, scene.units, strict=True)]
    told += [(one, other.quantity.unit) for one, other in zip(scene.judged, scene.regions, strict=False)]
    shares = [one for one, unit in told if unit == "percent"]
    if not shares or shares[-1].basis not in ("level", "vs_plan") or shares[-1].measure == "other":
        return None
    if any(cue.label != shares[-1].measure for cue in deciding):
        return None
    return _like(shares[-1], shares[-1].basis)


def _bound_of_some(scene: Scene, region: Region) -> Judgement | None:
    """The share of the plan that says which bodies are listed next ("Còn 2 đảng bộ đạt dưới 30% chỉ tiêu: …")."""
    start = region.quantity.extent.start
    low = max(scene.regions[0].left_start, start - _REACH)
    listed = WORDS["then_listed"].match(scene.flat, region.quantity.extent.end)
    if listed is None or not WORDS["bodies_reach"].search(scene.flat, low, start):
        return None
    if listed["admitted"]:
        return Judgement("member", "admitted", "vs_plan", Decision(RANKED, 0, 0.8))
    meant = scene.earlier[-1] if scene.earlier else None
    if meant is None or meant.measure == "other" or (meant.subject in BODIES and meant.measure == "total"):
        return None
    return _like(meant, "vs_plan")


def _like(one: Judgement, basis: Basis) -> Judgement:
    return Judgement(one.subject, one.measure, basis, Decision(RANKED, 0, 0.8))
