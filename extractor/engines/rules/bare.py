"""Numbers without a noun of their own: "(81,01%)", "31 đồng chí", "gần 97 triệu đồng", "nữ chiếm 62,6%"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractor.engines.rules.antecedents import stands_for, whom_moved
from extractor.engines.rules.content_words import content
from extractor.engines.rules.counted import is_gift
from extractor.engines.rules.cues import Cue
from extractor.engines.rules.learners import fills_a_class
from extractor.engines.rules.money import judge_money, speaks_of_giving, tells_its_use
from extractor.engines.rules.parts import judge_part, short_rating
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import (
    DEFAULT_SUBJECT,
    MEMBER_MEASURES,
    STRONG_VERBS,
    WORDS,
    Judgement,
    Scene,
    first,
    last,
    level,
    own_predicate,
)
from extractor.engines.rules.totals import raised_total


def is_complaint(flat: str, end: int) -> bool:
    """Whether letters of complaint are counted right after `end`."""
    return WORDS["complaint"].match(flat, end) is not None


_GRASSROOTS: Final = frozenset(["clean_strong", "clean_strong_exemplary"])
"""Titles of grassroots organisations: "xếp loại tổ chức đảng: trong sạch, vững mạnh 61" counts them."""


def _letters_dealt_with(scene: Scene, region: Region) -> bool:
    """Whether a bare number tells how many of the letters just counted were dealt with ("nhận 97 đơn, giải quyết 90")
    or came in ("đơn thư nhận được 33").
    """
    if region.quantity.unit != "count" or region.noun is not None or content(scene.right_text(region)):
        return False
    words = scene.left_text(region)
    if WORDS["letters_came"].search(words):
        return True
    head = scene.last_level()
    return head is not None and head.measure == "complaints" and WORDS["letters_done"].search(words) is not None


def judge_bare(scene: Scene, index: int, region: Region, left: Sequence[Cue]) -> Judgement:
    """The judgement of a number that no noun follows."""
    start, end = region.quantity.extent.start, region.quantity.extent.end
    own = last(left, "topic", "verb", "predicate")
    if (short := short_rating(scene, region)) is not None:
        return short
    if region.quantity.unit in ("VND", "USD"):
        return judge_money(scene, region, left)
    if _letters_dealt_with(scene, region):
        return level("other", "complaints", "letters-dealt-with", confidence=0.8)
    if region.quantity.unit == "count" and WORDS["badge"].match(scene.flat, end):
        return level("member", "badge", "badges", confidence=0.9)
    if region.quantity.unit == "count" and is_gift(scene.flat, end) and tells_its_use(scene, region):
        return level("other", "other", "bought-with-the-gift", confidence=0.6)
    if region.quantity.unit == "count" and is_gift(scene.flat, end) and speaks_of_giving(scene, region):
        return level("other", "donated", "gift")
    if region.quantity.unit == "count" and fills_a_class(scene, index, region):
        return level("participant", "attended", "participants-of-the-class-before", confidence=0.7)
    pronoun = region.noun is not None and region.noun.kind == "pronoun"
    if raised_total(scene, region):
        named = first(left, "subject")
        if named is None and scene.head is not None and scene.head.measure == "established":
            return level(scene.head.subject, "total", "total-raised")
        people = pronoun or (region.noun is None and not content(scene.right_text(region)))
        return level(named.label if named else "member" if people else "other", "total", "total-raised")
    if WORDS["average"].search(scene.left_text(region)):
        named = last(left, "subject")
        member = scene.memory.whole is not None if named is None else named.label == "member"
        return level("member" if member else "other", "other", "average", confidence=0.6)
    found = _by_cue(scene, region, left, own, pronoun=pronoun)
    return found if found is not None else judge_part(scene, region, left, pronoun=pronoun, start=start)


def _by_cue(scene: Scene, region: Region, left: Sequence[Cue], own: Cue | None, *, pronoun: bool) -> Judgement | None:
    """The judgement by a cue among the number's own words; null where there is none."""
    start, end = region.quantity.extent.start, region.quantity.extent.end
    after = [cue for cue in region.right if region.noun is None or cue.start >= region.noun.end]
    predicate = own_predicate(after)
    subject = stands_for(scene, region, left, own)
    if own is not None and own.label == "other" and own.kind == "verb" and predicate is None:
        who = whom_moved(scene, region, left, own, pronoun=pronoun) or "other"
        return level(who, "other", "other-verb", start - own.end, 0.6)
    if predicate is not None and not (own is not None and own.label in STRONG_VERBS):
        if predicate.label == "jobs":
            return level("worker", "jobs", "predicate-after", predicate.start - end)
        learner = pronoun and predicate.label == "attended" and scene.flat.startswith("học", predicate.start)
        return level(
            "participant" if learner else subject, predicate.label, "predicate-after", predicate.start - end, 0.85
        )
    doing = first(after, "verb")
    if doing is not None and doing.label in ("disciplined", "removed"):
        return level(subject, doing.label, "form-after", doing.start - end, 0.85)
    if own is None and pronoun and doing is not None and doing.label == "other":
        return level(subject, "other", "what-they-do", doing.start - end, 0.6)
    if own is None:
        return None
    if own.kind == "topic":
        return level(DEFAULT_SUBJECT.get(own.label, "other"), own.label, "topic-before", start - own.end, 0.6)
    if own.label in ("rated", "held", "other") or (
        own.label == "attended" and region.quantity.unit != "percent" and not pronoun
    ):
        return None
    if own.label == "donated" and region.quantity.unit == "count" and not pronoun:
        return level("other", "donated", "gift", start - own.end, 0.7)
    return level(_with_subject(own.label, left, subject), own.label, "cue-before", start - own.end, 0.85)


def _with_subject(measure: str, left: Sequence[Cue], fallback: str) -> str:
    if measure in MEMBER_MEASURES:
        return "member"
    named = last(left, "subject")
    if named is None:
        return fallback
    return "grassroots_org" if measure in _GRASSROOTS and named.label == "party_org" else named.label
