"""Subject and measure of one number, from its own words and what the numbers before it were settled as."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.bare import judge_bare
from extractor.engines.rules.broken_down import broken_down
from extractor.engines.rules.counted import judge_counted
from extractor.engines.rules.dealt import dealt_out
from extractor.engines.rules.ranked import ranked
from extractor.engines.rules.regions import Region
from extractor.engines.rules.said_again import said_again
from extractor.engines.rules.scene import (
    BODIES,
    DEFAULT_SUBJECT,
    MEMBER_MEASURES,
    RATINGS,
    WORDS,
    Judgement,
    Scene,
    first,
    last,
    level,
    unknown,
)
from extractor.labels import Basis

_RAISED: Final = {"đảng viên": "member", "chi bộ": "cell", "tổ chức cơ sở đảng": "grassroots_org", "đoàn viên": "other"}
"""Subjects of what a number is raised of."""


def judge(scene: Scene, index: int, basis: Basis) -> Judgement:
    """Subject and measure of the number at `index`, whose basis is known; those before it are in `scene.judged`.

    The basis is another one where the number only restates a change ("tăng 6 đảng viên (13,6%)").
    """
    region = scene.regions[index]
    noun, end = region.noun, region.quantity.extent.end
    if noun is not None and noun.label == "target" and region.quantity.unit == "count":
        met = WORDS["unmet"].match(scene.flat, noun.end) is None
        return level("target", "met" if met else "other", "targets-met", confidence=0.9)
    if WORDS["complaint"].match(scene.flat, end):
        return Judgement("other", "complaints", basis, Decision("complaints", 0, 0.9))
    if basis == "vs_plan" and WORDS["of_earlier"].match(scene.flat, end):
        basis = "change"
    if (dealt := dealt_out(scene, index)) is not None:
        return replace(dealt, basis=basis) if dealt.basis == "level" else dealt
    if (share := ranked(scene, index, basis)) is not None:
        return share
    counted = region.quantity.unit == "count"
    if counted and WORDS["delegates"].match(scene.flat, end) and not WORDS["elected"].search(scene.left_text(region)):
        return level("participant", "attended", "delegates", confidence=0.8)
    if basis != "level":
        return _relative(scene, index, region, basis)
    if (again := said_again(scene, index)) is not None:
        return again
    if (part := broken_down(scene, index)) is not None:
        return part
    words = scene.left_text(region)
    raised = WORDS["raised_to"].search(words) or WORDS["total_of"].match(words) or WORDS["total_such"].search(words)
    if counted and raised:
        named = [cue.label for cue in region.left if cue.kind == "subject"]
        decision = Decision("raised-total", 0, 0.9)
        return Judgement(named[0] if named else _RAISED.get(raised["noun"], "party_org"), "total", "level", decision)
    if noun is not None and noun.kind == "thing":
        return _thing(scene, region)
    if (reached := _reached(scene, index, region)) is not None:
        return reached
    if (restated := _restated(scene, index, region)) is not None:
        return restated
    if noun is not None and noun.kind == "subject":
        found = judge_counted(scene, index, region, noun)
        bodies = found.subject in BODIES and found.measure in MEMBER_MEASURES  # they admitted, and were not admitted
        return replace(found, measure="other") if bodies else found
    return judge_bare(scene, index, region)


def _thing(scene: Scene, region: Region) -> Judgement:
    """A thing: work done, a meeting held, or counted and nothing more."""
    end, own = region.quantity.extent.end, last(region.left, "verb", "topic", "predicate")
    if WORDS["completed"].search(scene.left_text(region)) and WORDS["round"].match(scene.flat, end):
        return level("other", "implemented", "work-completed", confidence=0.7)
    if own is not None and own.label == "held" and WORDS["meeting"].match(scene.flat, end):
        return level("other", "held", "meetings-held", confidence=0.7)
    return level("other", "other", "thing-counted", confidence=0.7)


def _restated(scene: Scene, index: int, region: Region) -> Judgement | None:
    """A percent that only restates the number before it ("(81,01%)", "chiếm 19,8 %"), with that number's labels."""
    head = scene.head
    if head is None or region.quantity.unit != "percent" or not WORDS["share_left"].fullmatch(scene.left_text(region)):
        return None
    if region.noun is not None and not WORDS["of_total"].match(scene.right_text(region)):
        return None
    if scene.planned[index - 1] and not scene.planned[index] and head.basis == "level":
        if scene.regions[index - 1].quantity.unit == "percent" and not region.in_brackets:
            return None
        return Judgement(head.subject, head.measure, "vs_plan", Decision("share-of-the-plan-before", 0, 0.7), index - 1)
    noun = scene.regions[index - 1].noun
    ranked = region.in_brackets and noun is not None and noun.label == head.subject
    if ranked and noun is not None and scene.flat[noun.end : region.quantity.extent.start].strip(" ("):
        ranked = False  # "4.876 đảng viên nữ (52,9%)": the share of a part
    told = any(one.basis == "vs_plan" and one.measure == head.measure for one in scene.earlier)
    if ranked and told and head.basis == "level":  # "…, đạt 14% chỉ tiêu. Dẫn đầu là Huyện ủy X 30 đảng viên (27,3%)"
        return Judgement(head.subject, head.measure, "vs_plan", Decision("share-of-the-plan-before", 0, 0.7), index - 1)
    if head.basis == "change" and WORDS["of_total"].match(scene.right_text(region)):
        return level(head.subject, head.measure, "share-of-the-number-before", 0, 0.9, index - 1)
    if head.basis == "change":
        return Judgement(head.subject, head.measure, "change", Decision("share-of-the-change", 0, 0.85), index - 1)
    before, own = scene.regions[index - 1].quantity, first(region.right, "predicate")
    if own is not None and own.label in RATINGS and head.measure not in RATINGS:
        return None  # "2.105 đảng viên được phân loại, 9,8% hoàn thành xuất sắc"
    if head.basis != "level" or before.unit in ("VND", "USD") or (before.unit == "percent" and not region.in_brackets):
        return None
    return level(head.subject, head.measure, "share-of-the-number-before", 0, 0.95, index - 1)


def _reached(scene: Scene, index: int, region: Region) -> Judgement | None:
    """What was reached of the plan right before it, with the plan's labels ("chỉ tiêu 80%, đạt 82,3%")."""
    head = scene.head
    if head is None or head.basis != "level" or not scene.planned[index - 1] or scene.planned[index]:
        return None
    plan, quantity = scene.regions[index - 1].quantity, region.quantity
    if plan.unit != quantity.unit and not (plan.unit == "percent" and quantity.out_of is not None):
        return None
    if not WORDS["reached_of_it"].fullmatch(scene.left_text(region)):
        return None
    return level(head.subject, head.measure, "reached-of-the-plan-before", 0, 0.9, index - 1)


def _relative(scene: Scene, index: int, region: Region, basis: Basis) -> Judgement:
    """A share of a plan, an excess or a change: about what the words before it name, else the fact before it."""
    if basis == "vs_plan" and WORDS["plan_itself"].match(scene.flat, region.quantity.extent.end):
        return Judgement("other", "implemented", basis, Decision("plan-itself", 0, 0.8))
    own = last(region.left, "topic", "verb", "predicate")
    named = last(region.left, "subject")
    if own is not None and own.label != "rated" and (own.label != "other" or own.kind == "topic"):
        subject = DEFAULT_SUBJECT.get(own.label, named.label if named is not None else "other")
        decision = Decision("relative-with-its-verb", region.quantity.extent.start - own.end, 0.85)
        return Judgement(subject, own.label, basis, decision)
    if basis == "change" and region.boundary_before == ";" and region.noun is not None and region.noun.label == "other":
        return Judgement("other", "other", basis, Decision("thing-counted", 0, 0.7))  # "giảm 0,5% hộ nghèo"
    head = scene.head
    if head is None or region.boundary_before == ";":
        return unknown(named.label if named is not None else "other", basis)
    counted = region.noun.label if region.noun is not None and region.noun.kind == "subject" else None
    if basis == "change" and {counted, head.subject} <= {"member", *BODIES} and counted is not None:
        return Judgement(counted, head.measure, basis, Decision("relative-of-its-noun", 0, 0.7), index - 1)
    about = _first_of_run(scene) if basis == "vs_plan" else head
    return Judgement(about.subject, head.measure, basis, Decision("relative-to-the-fact-before", 0, 0.9), index - 1)


def _first_of_run(scene: Scene) -> Judgement:
    """The first of the counts that share one verb: a number about both takes its label (guide, section 3)."""
    at = len(scene.judged) - 1
    while at > 0 and scene.judged[at].link == "carried" and scene.regions[at].boundary_before in ("và", ","):
        at -= 1
    return scene.judged[at]
