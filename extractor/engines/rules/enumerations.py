"""What a counted number shares with the other numbers of its enumeration: verb, predicate or whole."""

from __future__ import annotations

from extractor.engines.rules.cues import Cue
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import BODIES, STRONG_VERBS, Judgement, Scene, last, level, own_predicate
from extractor.engines.rules.totals import PEOPLE, words_beyond


def counts_kinds(scene: Scene, region: Region, noun: str) -> bool:
    """ "53 TCCS đảng (33 đảng bộ, 20 chi bộ cơ sở)": the bracketed kinds are parts of the organisations before."""
    head = scene.head
    if head is None or noun not in ("party_org", "cell", "grassroots_org"):
        return False
    goes_on = region.boundary_before in (",", "và") and head.link == "kinds"
    if not (region.in_brackets or region.boundary_before in ("gồm", "bao gồm", "trong đó") or goes_on):
        return False
    return head.measure == "total" and head.subject == "grassroots_org"


def carried_verb(scene: Scene, index: int, region: Region, noun: str) -> Judgement | None:
    """The verb of the number before, shared along a list ("kiểm tra 5 tổ chức đảng, 12 đảng viên")."""
    head = scene.head
    if head is None:
        return None
    if head.measure in ("total", "other") and head.basis == "level":
        words = scene.flat[region.noun.start : region.noun.end] if region.noun is not None else ""
        summed = noun in (*BODIES, "member", "worker") or PEOPLE.match(words)
        whole = region.quantity.unit == "count" and region.quantity.out_of is None
        if whole and head.measure == "total" and summed and not words_beyond(scene, region):
            return level(noun, "total", "total-carried", confidence=0.85)
        return None
    source = scene.last_level() or head
    if source.measure in STRONG_VERBS or source.measure == "violating":
        share = region.quantity.unit == "percent" or region.quantity.out_of is not None
        another = (
            share
            and scene.regions[index - 1].quantity.out_of is None
            and scene.regions[index - 1].quantity.unit == "count"
        )
        if another and words_beyond(scene, region):
            return None
        if head.measure not in ("inspected", "supervised") and shared_predicate(scene, index) is not None:
            return None
        return level(noun, source.measure, "verb-carried", confidence=0.85, of=index - 1)
    return None


def shared_predicate(scene: Scene, index: int) -> Cue | None:
    """The predicate that the next numbers of the same list carry for this one too."""
    for ahead in scene.regions[index + 1 :]:
        if ahead.boundary_before not in (",", "và", "") or ahead.noun is None:
            return None
        if last(ahead.left, "verb", "topic", "predicate") is not None:
            return None
        after = [cue for cue in ahead.right if cue.start >= ahead.noun.end]
        predicate = own_predicate(after)
        if predicate is not None:
            return predicate
    return None
