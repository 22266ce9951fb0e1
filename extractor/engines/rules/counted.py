"""Numbers with the noun they count right after them: "128 đảng viên", "95% trở lên tổ chức cơ sở đảng"."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.engines.rules.cues import Cue
from extractor.engines.rules.enumerations import carried_verb, counts_kinds, shared_predicate
from extractor.engines.rules.learners import fills_a_class, judge_participants, taught
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import (
    MEMBER_MEASURES,
    RATINGS,
    STRONG_VERBS,
    WORDS,
    Judgement,
    Scene,
    first,
    last,
    level,
    own_predicate,
)
from extractor.engines.rules.totals import judge_uncued, says_more


def judge_counted(scene: Scene, index: int, region: Region, noun: str, left: Sequence[Cue]) -> Judgement:
    """The judgement of a number whose noun is known."""
    if noun == "class":
        return level("class", "held", "classes-held", confidence=0.9)
    if noun == "participant":
        return judge_participants(scene, index, region, left)
    if noun in ("member", "worker", "individual", "other") and (
        fills_a_class(scene, index, region) or taught(scene, left)
    ):
        return level("participant", "attended", "participants-of-the-class-before")
    assert region.noun is not None
    after = [cue for cue in region.right if cue.start >= region.noun.end]
    if noun == "agency" and (stood_for := _rated_bodies(scene, left, after)) is not None:
        noun = stood_for
    start = region.quantity.extent.start
    rating = _rating_before(scene, region, left)
    if rating is not None:
        return level(noun, rating.label, "rating-before", start - rating.end, 0.9)
    verb = last(left, "verb", "topic")
    predicate = own_predicate(after)
    governs = verb is not None and not (predicate is not None and "," in scene.flat[verb.end : start])
    if (
        verb is not None
        and governs
        and verb.label in (*STRONG_VERBS, "complaints")
        and not (predicate and predicate.label in RATINGS)
    ):
        return _by_verb(verb.label, noun, start - verb.end)
    if predicate is not None:
        if predicate.label == "admitted" and WORDS["to_the_party"].search(scene.sentence_text()):
            return level("member", "admitted", "predicate-after", predicate.start - start, 0.8)
        learner = predicate.label == "attended" and scene.flat.startswith("quần chúng", region.noun.start)
        return level(
            "participant" if learner else noun, predicate.label, "predicate-after", predicate.start - start, 0.9
        )
    doing = first(after, "verb", "topic")
    if doing is not None:
        return _doing(scene, doing, noun, region)
    if verb is not None and verb.label == "rated" and not region.right[1:]:
        return level(noun, "rated", "verb-before", start - verb.end)
    if verb is not None and verb.label not in ("held", "attended", "rated"):
        return _by_verb(verb.label, noun, start - verb.end)
    return _from_neighbours(scene, index, region, noun, left)


def _from_neighbours(scene: Scene, index: int, region: Region, noun: str, left: Sequence[Cue]) -> Judgement:
    """A counted noun with no cue of its own: what its list shares, else a total."""
    start = region.quantity.extent.start
    if counts_kinds(scene, region, noun):
        assert scene.head is not None
        return level(scene.head.subject, "total", "part-of-the-total", of=index - 1)
    carried = carried_verb(scene, index, region, noun)
    shared = shared_predicate(scene, index)
    labelled = _by_line_label(scene, region, noun)
    if labelled is not None and carried is None and shared is None:
        return labelled
    if carried is not None and not (shared is not None and region.boundary_before == ";"):
        return carried
    if shared is not None and not says_more(scene, region):
        return level(noun, shared.label, "predicate-shared", shared.start - start, 0.85)
    before = last(left, "predicate")
    if before is not None and before.label not in ("implemented", "attended", "other"):
        return level(noun, before.label, "predicate-before", start - before.end, 0.75)
    return judge_uncued(scene, region, noun)


def _by_line_label(scene: Scene, region: Region, noun: str) -> Judgement | None:
    """The rating before a colon that governs its line ("TCCSĐ đạt trong sạch, vững mạnh: …, thực hiện 41/52 TCCSĐ")."""
    first_region = scene.regions[0]
    colon = scene.flat.find(":", first_region.left_start, first_region.quantity.extent.start)
    if colon < 0 or (region.quantity.out_of is None and region.quantity.unit != "percent"):
        return None
    before = [cue for cue in first_region.left if cue.end <= colon]
    rating = next((cue for cue in before if cue.label in RATINGS), None)
    same = any(cue.kind == "subject" and cue.label == noun for cue in before)
    return level(noun, rating.label, "label-of-the-line", confidence=0.7) if rating and same else None


def _rated_bodies(scene: Scene, left: Sequence[Cue], after: Sequence[Cue]) -> str | None:
    """The Party bodies that "đơn vị", "cơ quan" stand for where they are rated ("Phân loại TCCSĐ: 47 đơn vị đạt …")."""
    rated = any(judged.measure in RATINGS or judged.measure == "rated" for judged in scene.judged)
    if not rated and not any(cue.label in RATINGS for cue in (*left, *after)):
        return None
    named = first([cue for cue in left if cue.label in ("grassroots_org", "party_org", "cell")], "subject")
    if named is not None:
        return named.label
    before = [
        judged.subject for judged in scene.judged if judged.measure in RATINGS or judged.measure in ("total", "rated")
    ]
    return before[-1] if before and before[-1] in ("grassroots_org", "party_org", "cell") else None


def _rating_before(scene: Scene, region: Region, left: Sequence[Cue]) -> Cue | None:
    """The rating right before the number ("hoàn thành tốt nhiệm vụ có 10 TCCS đảng")."""
    before = last(left, "predicate", "verb", "topic")
    if before is None or before.kind != "predicate" or before.label not in RATINGS:
        return None
    between = scene.flat[before.end : region.quantity.extent.start]
    return before if WORDS["rating_is"].fullmatch(between) else None


def _by_verb(measure: str, noun: str, distance: int) -> Judgement:
    if measure == "established" and noun in ("member", "worker"):
        return level(noun, "total", "members-of-the-new", distance, 0.7)
    subject = "member" if measure in MEMBER_MEASURES and noun in ("worker", "individual") else noun
    return level(subject, measure, "verb-before", distance, 0.9)


def is_gift(flat: str, end: int) -> bool:
    """Whether what is counted right after `end` is a thing one gives (houses, presents)."""
    return WORDS["gift"].match(flat, end) is not None


def _doing(scene: Scene, doing: Cue, noun: str, region: Region) -> Judgement:
    """What the counted bodies do or undergo ("100% chi bộ ủng hộ …", "2 chi bộ được thành lập")."""
    between = scene.flat[region.quantity.extent.end : doing.start]
    distance = doing.start - region.quantity.extent.end
    if noun == "worker" and scene.flat.startswith("tuyển", doing.start):
        return level("worker", "jobs", "what-they-do", distance)
    if WORDS["passive"].search(between) and doing.label not in ("held", "donated"):
        return level(noun, doing.label, "passive-after", distance)
    if doing.label == "attended" and region.noun is not None and scene.flat.startswith("quần chúng", region.noun.start):
        return level("participant", doing.label, "what-they-do", distance)
    if doing.label in ("studied", "donated", "attended") and not WORDS["negated"].search(between):
        return level(noun, doing.label, "what-they-do", distance)
    if doing.label in ("disciplined", "removed", "made_official", "badge", "complaints", "rated"):
        return level(noun, doing.label, "verb-after", distance, 0.7)
    return level(noun, "other", "what-they-do", distance, 0.5)


def after_new_subject(scene: Scene, region: Region, left: Sequence[Cue]) -> tuple[Cue, ...]:
    """The cues before the number, without the verbs of a clause that a body with a verb of having has ended."""
    match = WORDS["new_subject"].search(scene.left_text(region))
    if match is None:
        return tuple(left)
    return tuple(cue for cue in left if cue.start > region.left_start + match.start())
