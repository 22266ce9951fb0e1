"""Subject, measure and basis of each quantity of a sentence, left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.bare import is_complaint, judge_bare
from extractor.engines.rules.basis import BasisReading, read_basis
from extractor.engines.rules.counted import after_new_subject, judge_counted
from extractor.engines.rules.cues import Cue
from extractor.engines.rules.dealt import deal_out
from extractor.engines.rules.learners import sent_to_study
from extractor.engines.rules.pairs import paired
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import (
    BODIES,
    DEFAULT_SUBJECT,
    MEMBER_MEASURES,
    PART_MARKS,
    RATINGS,
    WORDS,
    Judgement,
    Memory,
    Scene,
    first,
    last,
    level,
)
from extractor.engines.rules.then_and_now import then_and_now
from extractor.engines.rules.things import delegates, judge_thing, names_a_thing

_REMEMBERED: Final = frozenset(["admitted", "made_official", "disciplined", "total", "removed", "badge"])
"""Measures whose number may be broken down in the sentences after."""


def judge_sentence(flat: str, regions: Sequence[Region], memory: Memory, *, targets: Sequence[bool]) -> list[Judgement]:
    """Subject, measure and basis of each quantity of one sentence; `memory` is what the paragraph has settled."""
    scene = Scene(flat, regions, memory, targets)
    if regions and WORDS["new_members"].search(scene.left_text(regions[0])):
        memory.whole = ("member", "admitted")
    for index, region in enumerate(regions):
        judgement = _learned(scene, region, _judge(scene, index, region))
        scene.judged.append(judgement)
        _remember(memory, region, judgement)
    deal_out(scene)
    if scene.judged:
        memory.by_plan = any(judged.basis == "vs_plan" for judged in scene.judged)
        memory.ratings = _ratings(scene.judged) or memory.ratings
    return scene.judged


def _ratings(judged: Sequence[Judgement]) -> tuple[str, ...]:
    """The ratings that a sentence's numbers are of, each once, in order."""
    return tuple(dict.fromkeys(one.measure for one in judged if one.measure in RATINGS))


def _judge(scene: Scene, index: int, region: Region) -> Judgement:
    if region.noun is not None and region.noun.label == "target" and region.quantity.unit == "count":
        if WORDS["unmet"].match(scene.flat, region.noun.end):
            return level("target", "other", "unlike-the-fact-before", confidence=0.7)
        return level("target", "met", "targets-met", confidence=0.9)
    if is_complaint(scene.flat, region.quantity.extent.end):
        return _complaints(scene, index, region)
    head = scene.last_level()
    own_words = scene.flat[region.left_start : region.right_end]
    if (
        head is not None
        and head.measure == "clean_strong"
        and region.boundary_before in PART_MARKS
        and "tiêu biểu" in own_words
    ):
        return level(head.subject, "clean_strong_exemplary", "exemplary-part", of=index - 1)
    basis = read_basis(scene.flat, region.quantity, region.left_start, region.right_end, target=scene.targets[index])
    left = tuple(cue for cue in region.left if cue.end <= basis.cue_start or basis.basis in ("level", "vs_plan"))
    left = after_new_subject(scene, region, _of_the_last_clause(scene, region, left))
    sent = sent_to_study(scene, region)
    if sent:
        return level("participant", "attended", "sent-to-study")
    if basis.basis != "level":
        return _relative(scene, index, region, basis, left)
    attending = delegates(scene, region)
    if attending is not None:
        return attending
    if region.noun is not None and region.noun.kind == "thing":
        return judge_thing(scene, region, left)
    restated = _restated(scene, index, region) or then_and_now(scene, index, region) or paired(scene, index, region)
    if restated is not None:
        return restated
    if region.noun is not None and region.noun.label == "participant" and region.left:
        nearest = region.left[-1]
        if nearest.kind == "verb" and nearest.label == "admitted":
            return level("member", "admitted", "verb-before", region.quantity.extent.start - nearest.end, 0.9)
    if region.noun is not None and region.noun.kind == "subject":
        return judge_counted(scene, index, region, region.noun.label, left)
    if names_a_thing(scene, region, left):
        return judge_thing(scene, region, left)
    return judge_bare(scene, index, region, left)


def _learned(scene: Scene, region: Region, judgement: Judgement) -> Judgement:
    """A share of members who took part where a resolution was taught: they studied it (guide, `studied`).

    Bodies that admitted somebody were not admitted themselves.
    """
    bodies = region.noun is not None and region.noun.label == judgement.subject in BODIES
    if bodies and judgement.measure in MEMBER_MEASURES and judgement.basis == "level":
        return replace(judgement, measure="other")
    if judgement.link == "share":
        return judgement
    if judgement.measure != "attended" or region.quantity.unit != "percent" or region.in_brackets:
        return judgement
    members = judgement.subject == "member" or (judgement.subject == "participant" and region.noun is None)
    taught = WORDS["taught"].search(scene.flat, scene.regions[0].left_start, region.right_end) is not None
    return replace(judgement, subject="member", measure="studied") if members and taught else judgement


def _of_the_last_clause(scene: Scene, region: Region, left: Sequence[Cue]) -> tuple[Cue, ...]:
    """The cues after the last semicolon before a number with its own noun: a verb does not reach over it."""
    if region.noun is None:
        return tuple(left)
    semicolon = scene.flat.rfind(";", region.left_start, region.quantity.extent.start)
    return tuple(cue for cue in left if cue.start > semicolon)


def _complaints(scene: Scene, index: int, region: Region) -> Judgement:
    """A number of letters: the value itself, a change or a share of a plan, all of `complaints`."""
    basis = read_basis(scene.flat, region.quantity, region.left_start, region.right_end, target=scene.targets[index])
    return Judgement("other", "complaints", basis.basis, Decision("complaints", 0, 0.9))


def _restated(scene: Scene, index: int, region: Region) -> Judgement | None:
    """A percent that only restates the number before it ("(81,01%)", "chiếm 19,8 %"), with that number's labels."""
    head = scene.head
    if head is not None and _reaches_the_plan_before(scene, index, region):
        return Judgement(head.subject, head.measure, "vs_plan", Decision("share-of-the-plan-before", 0, 0.7), index - 1)
    if head is None or region.quantity.unit != "percent" or not WORDS["share_left"].fullmatch(scene.left_text(region)):
        return None
    before = scene.regions[index - 1].quantity
    if region.noun is not None and not WORDS["of_total"].match(scene.right_text(region)):
        return None
    if head.basis == "change":
        return Judgement(head.subject, head.measure, "change", Decision("share-of-the-change", 0, 0.85), index - 1)
    against = (
        scene.left_text(region).rstrip().endswith(("đạt", "bằng", "tương ứng", "tương đương"))
        and before.unit == "count"
    )
    planned = region.quantity.value > 100 or any(judged.basis == "vs_plan" for judged in scene.judged)
    if against and planned:
        return Judgement(head.subject, head.measure, "vs_plan", Decision("share-of-the-plan-before", 0, 0.7), index - 1)
    if (
        head.basis == "level"
        and before.unit in ("VND", "USD")
        and WORDS["of_a_plan"].fullmatch(scene.left_text(region))
    ):
        return Judgement(head.subject, head.measure, "vs_plan", Decision("share-of-the-plan-before", 0, 0.7), index - 1)
    if head.basis != "level" or before.unit in ("VND", "USD") or (before.unit == "percent" and not region.in_brackets):
        return None
    memory = scene.memory
    if memory.by_plan and region.in_brackets and head.link == "carried" and head.measure == memory.measure:
        return Judgement(head.subject, head.measure, "vs_plan", Decision("share-of-the-plan-before", 0, 0.6), index - 1)
    own = first(region.right, "predicate")
    if own is not None and head.measure not in RATINGS and own.label in RATINGS:
        return level(head.subject, own.label, "share-with-own-rating", 0, 0.7, index - 1)
    return level(head.subject, head.measure, "share-of-the-number-before", 0, 0.95, index - 1)


def _reaches_the_plan_before(scene: Scene, index: int, region: Region) -> bool:
    """Whether a share follows the plan in brackets that it is a share of ("84 đảng viên (chỉ tiêu 70), đạt 120%")."""
    if index == 0 or region.quantity.unit != "percent" or not scene.targets[index - 1] or scene.targets[index]:
        return False
    before = scene.regions[index - 1]
    return before.in_brackets and WORDS["reaches_of_measure"].fullmatch(scene.left_text(region)) is not None


def _relative(scene: Scene, index: int, region: Region, basis: BasisReading, left: Sequence[Cue]) -> Judgement:
    """A share of a plan, an excess or a change: about what the words before it name, else the fact before it."""
    if basis.basis == "vs_plan" and WORDS["plan_itself"].match(scene.flat, region.quantity.extent.end):
        return Judgement("other", "implemented", "vs_plan", Decision("plan-itself", 0, 0.8))
    own = last(left, "topic", "verb", "predicate")
    if own is not None and (own.label == "rated" or (own.label == "other" and own.kind != "topic")):
        own = None
    named = last(left, "subject")
    head = scene.head
    if own is not None:
        subject = _subject_for(scene, own.label)
        distance = region.quantity.extent.start - own.end
        return Judgement(subject, own.label, basis.basis, Decision("relative-with-its-verb", distance, 0.85))
    if head is not None and region.boundary_before != ";":
        counted = region.noun.label if region.noun is not None and region.noun.kind == "subject" else None
        if named is not None and not scene.flat[named.end : basis.cue_start].strip():
            counted = named.label  # "tổ chức đảng nhiều hơn 2, đảng viên ít hơn 17"
        bodies = head.subject == "member" or head.subject in BODIES
        if counted == "agency" and scene.flat.startswith("đơn vị", region.noun.start if region.noun else 0):
            counted = None  # "6 doanh nghiệp thua lỗ, ít hơn năm trước 4 đơn vị"
        if basis.basis == "change" and bodies and counted in ("member", *BODIES):
            return Judgement(counted, head.measure, "change", Decision("relative-of-its-noun", 0, 0.7), index - 1)
        first_named = _first_of_run(scene) if basis.basis == "vs_plan" else head
        return Judgement(
            first_named.subject, head.measure, basis.basis, Decision("relative-to-the-fact-before", 0, 0.9), index - 1
        )
    return _relative_alone(scene, region, basis, named)


def _first_of_run(scene: Scene) -> Judgement:
    """The first of the counts that share one verb: a number about both takes its label (guide, section 3)."""
    position = len(scene.judged) - 1
    while (
        position > 0
        and scene.judged[position].link == "carried"
        and scene.regions[position].boundary_before in ("và", ",")
    ):
        position -= 1
    return scene.judged[position]


def _relative_alone(scene: Scene, region: Region, basis: BasisReading, named: Cue | None) -> Judgement:
    """A relative number that nothing before it in its sentence explains."""
    memory = scene.memory
    right = first(region.right, "topic", "verb", "predicate")
    if right is not None and basis.basis != "vs_plan":
        subject = _subject_for(scene, right.label)
        return Judgement(subject, right.label, basis.basis, Decision("relative-before-its-verb", 0, 0.6))
    apart = basis.basis == "change" and bool(scene.judged)
    if memory.measure is not None and memory.subject is not None and not apart:
        return Judgement(
            memory.subject, memory.measure, basis.basis, Decision("relative-to-the-sentence-before", 0, 0.5)
        )
    if basis.basis == "vs_plan":
        measure = "other" if WORDS["target_of"].match(scene.flat, region.quantity.extent.end) else "implemented"
        return Judgement("other", measure, basis.basis, Decision("plan-itself", 0, 0.7))
    about = named.label if named is not None else "other"
    return Judgement(about, "other", basis.basis, Decision("relative-unknown", 0, 0.3))


def _subject_for(scene: Scene, measure: str) -> str:
    """The subject that a measure is usually about, else what the sentence before was."""
    if measure == "other":
        return "other"
    return DEFAULT_SUBJECT.get(measure, scene.memory.subject or "other")


def _remember(memory: Memory, region: Region, judgement: Judgement) -> None:
    if judgement.basis == "level" and judgement.measure != "other":
        memory.subject, memory.measure = judgement.subject, judgement.measure
        if (
            judgement.subject == "member"
            and judgement.measure in _REMEMBERED
            and judgement.link not in ("part", "kinds")
        ):
            memory.whole = (judgement.subject, judgement.measure)
            memory.whole_is_near = True
    for cue in (*region.left, *region.right):
        if cue.kind == "subject" and cue.label in ("grassroots_org", "cell"):
            memory.org_kind = cue.label
