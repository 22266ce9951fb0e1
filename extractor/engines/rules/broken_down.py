"""Numbers that break down what the sentence before counted: "Tính theo dân tộc, người Mông 1.702, người Nùng 388"."""

from __future__ import annotations

from typing import Final

from extractor.engines.rules.scene import BODIES, WORDS, Judgement, Scene, last, level

_REACH: Final = 60
"""Characters before a number within which "trong số đó" makes it a part."""


def broken_down(scene: Scene, index: int) -> Judgement | None:
    """The labels of the last count of the sentence before, for a number of a sentence that says by what it is parted.

    A number with another verb of its own is none of its parts ("phân theo khối, khối trường học thành lập 2 chi bộ").
    """
    region = scene.regions[index]
    begin, at = scene.regions[0].left_start, region.quantity.extent.start
    if scene.judged and scene.judged[0].decision.rule != "broken-down":
        return None  # the first number has a verb of its own, which the next share
    parted = WORDS["parted_by"].match(scene.flat, begin, at)
    among = not index and WORDS["among_them"].search(scene.flat, max(begin, at - _REACH), at) is not None
    if not (among or parted) or (parted and "vi phạm" in parted[0]):
        return None  # by what was done wrong: told of violations
    whole = _whole(scene, of_bodies=parted is not None and "loại hình" in parted[0])
    if whole is None or whole.measure == "other":
        return None
    noun = region.noun
    if noun is not None and noun.kind == "subject" and noun.label not in (whole.subject, "other"):
        return None
    own = last(region.left, "verb", "predicate")
    if (own is not None and own.label != "other") or WORDS["of_faults"].search(
        scene.flat, region.left_start, region.right_end
    ):
        return None
    return level(whole.subject, whole.measure, "broken-down", confidence=0.9)


def _whole(scene: Scene, *, of_bodies: bool) -> Judgement | None:
    """The last count of the sentence before: of bodies where the sort of body parts it, of members who were punished
    beside bodies.
    """
    pairs = zip(scene.earlier, scene.units, strict=True)
    told = [one for one, unit in pairs if unit == "count" and one.basis == "level"]
    if of_bodies:
        return next((one for one in reversed(told) if one.subject in BODIES), None)
    punished = [one for one in told if one.subject == "member" and one.measure == told[-1].measure == "disciplined"]
    return next(reversed(punished or told), None)
