"""Numbers with neither noun nor cue: a part of the fact before or of the whole that the paragraph told, or unknown."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.engines.rules.antecedents import number_of
from extractor.engines.rules.content_words import content
from extractor.engines.rules.cues import Cue
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import (
    BODIES,
    GROUP_WORDS,
    MONEY,
    PART_MARKS,
    RATINGS,
    WORDS,
    Judgement,
    Scene,
    last,
    level,
)


def judge_part(scene: Scene, region: Region, left: Sequence[Cue], *, pronoun: bool, start: int) -> Judgement:
    """A number with no cue of its own goes with the fact before it, as a part of it, or stays unknown."""
    percent = region.quantity.unit == "percent"
    named = last(left, "subject")
    words = scene.left_text(region)
    grouped = GROUP_WORDS.search(scene.flat[region.left_start : region.right_end]) is not None
    counted = number_of(scene, region, left)
    if counted is not None and not percent and not grouped:
        named = counted
        said = content(WORDS["where"].sub(" ", scene.flat[named.end : start]))
        return level(named.label, "other" if said else "total", "number-of", confidence=0.6)
    if named is not None and not percent and WORDS["labelled"].fullmatch(scene.flat, named.end, start):
        new = named.label == "member" and scene.flat[named.start : named.end].endswith("mới")
        if any(cue.label == "class" for cue in left):
            return level("class", "held", "label-before", confidence=0.7)
        if new:
            return level("member", "admitted", "label-before", confidence=0.7)
    if WORDS["that_number"].search(words) and scene.memory.measure is not None:
        told = scene.head or scene.memory
        who = named.label if named is not None and named.label in ("member", *BODIES) else told.subject
        return level(who or "other", told.measure or "other", "that-number", confidence=0.6)
    if named is not None and percent and not grouped and content(scene.flat[named.end : start]):
        return level(named.label, "other", "share-of-something", confidence=0.4)
    part = _part_of_sentence(scene, region, other_words=not pronoun and not grouped)
    if part is not None:
        return part
    whole = _part_of_memory(scene, region, grouped=grouped, pronoun=pronoun)
    if whole is not None:
        return whole
    return level("other", "other", "unknown", confidence=0.3)


def _part_of_sentence(scene: Scene, region: Region, *, other_words: bool) -> Judgement | None:
    """The last value of the same unit in this sentence, where this number can be a part of it."""
    unit = region.quantity.unit
    same = [
        position
        for position, judged in enumerate(scene.judged)
        if judged.basis == "level" and (scene.regions[position].quantity.unit == unit or unit == "percent")
    ]
    if not same:
        return None
    head = scene.judged[same[-1]]
    something_else = other_words and unit == "count" and content(scene.right_text(region))
    if something_else and region.boundary_before not in PART_MARKS and head.measure != "other":
        return None
    subject = "other" if head.subject == "class" else head.subject
    if subject == "member" and region.noun is not None and scene.flat.startswith("tổ chức", region.noun.start):
        bodies = [judged.subject for judged in scene.judged if judged.subject in BODIES]
        subject = bodies[-1] if bodies else scene.memory.org_kind or "party_org"
    return level(subject, head.measure, "part-of-the-fact-before", 0, 0.7, same[-1])


def short_rating(scene: Scene, region: Region) -> Judgement | None:
    """A rating told in short after longer ones ("hoàn thành tốt 30, hoàn thành 5", "5 đồng chí hoàn thành")."""
    tail = scene.flat[region.noun.end : region.right_end] if region.noun is not None else ""
    if region.noun is None:
        tail = scene.right_text(region)
    rated = next((judged for judged in reversed(scene.judged) if judged.measure in RATINGS), None)
    if rated is not None and rated.measure == "excellent" and WORDS["also_good"].fullmatch(scene.left_text(region)):
        return level(rated.subject, "good", "short-rating", confidence=0.8)
    match = WORDS["short_rating"].search(scene.left_text(region)) or WORDS["short_tail"].fullmatch(tail)
    if match is None or rated is None:
        return None
    return level(rated.subject, "not_completed" if match["not"] else "completed", "short-rating", confidence=0.8)


def _part_of_memory(scene: Scene, region: Region, *, grouped: bool, pronoun: bool) -> Judgement | None:
    """The whole that the sentences before have named, where this number reads like a part of it."""
    memory, unit = scene.memory, region.quantity.unit
    if last(region.left, "verb", "topic") is not None:
        return None
    if grouped and memory.whole is not None and unit in ("count", "percent"):
        return level(*memory.whole, "part-of-the-whole-before", confidence=0.6)
    if memory.measure in (None, "other") or (memory.measure in MONEY and unit == "count"):
        return None
    if pronoun or (unit == "percent" and not content(scene.left_text(region))):
        return level(memory.subject or "other", str(memory.measure), "part-of-the-sentence-before", confidence=0.5)
    return None
