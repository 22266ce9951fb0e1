"""Numbers that the text points back at: "con số này năm 2022 là 17", "hai tỷ lệ ấy lần lượt là 92% và 81%"."""

from __future__ import annotations

from typing import Final

from extractor.engines.rules.scene import WORDS, Judgement, Scene, level
from extractor.labels import Unit

_REACH: Final = 110
"""Characters before a number within which such words stand."""


def said_again(scene: Scene, index: int) -> Judgement | None:
    """The labels of the number pointed back at: the last value of the same unit; of two, each its own."""
    region = scene.regions[index]
    flat, start = scene.flat, region.quantity.extent.start
    low = max(scene.regions[0].left_start, start - _REACH)
    match = WORDS["number_again"].search(flat[low:start])
    if match is None:
        return None
    pointed = low + match.start()
    if any(cue.kind == "subject" and not flat[cue.end : pointed].strip(" ,") for cue in region.left):
        return None  # "đối với đảng viên, tỷ lệ này là …"
    told: list[tuple[Judgement, Unit]] = list(zip(scene.earlier, scene.units, strict=True))
    told += [
        (one, other.quantity.unit)
        for one, other in zip(scene.judged, scene.regions, strict=False)
        if other.quantity.extent.end <= pointed
    ]
    values = [one for one, unit in told if unit == region.quantity.unit and one.basis == "level"]
    if match["two"]:
        place = sum(other.quantity.extent.start > pointed for other in scene.regions[:index])
        values = values[-2:][place : place + 1] if len(values) > 1 else []
    if not values:
        return None
    meant = values[-1]
    noun = region.noun
    if noun is not None and noun.kind == "subject" and noun.label != meant.subject:
        return None
    return level(meant.subject, meant.measure, "said-again", confidence=0.9)
