"""Numbers without a noun of their own: "(81,01%)", "31 đồng chí", "gần 97 triệu đồng", "nữ chiếm 62,6%"."""

from __future__ import annotations

from extractor.engines.rules.counted import fills_a_class
from extractor.engines.rules.cues import Cue
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import (
    BODIES,
    DEFAULT_SUBJECT,
    MEMBER_MEASURES,
    PART_MARKS,
    RATINGS,
    STRONG_VERBS,
    WORDS,
    Judgement,
    Scene,
    first,
    last,
    level,
    own_predicate,
    unknown,
)


def judge_bare(scene: Scene, index: int, region: Region) -> Judgement:
    """The judgement of a number that no noun follows."""
    end = region.quantity.extent.end
    if region.quantity.unit in ("VND", "USD"):
        return _money(scene, region)
    if region.quantity.unit == "count":
        if WORDS["badge"].match(scene.flat, end):
            return level("member", "badge", "badges", confidence=0.9)
        if fills_a_class(scene, index, region):
            return level("participant", "attended", "participants-of-the-class-before", confidence=0.7)
    return _short_rating(scene, region) or _by_cue(scene, region) or _part(scene, region) or unknown()


def _short_rating(scene: Scene, region: Region) -> Judgement | None:
    """A rating told in short after longer ones ("hoàn thành tốt 30, hoàn thành 5", "5 đồng chí hoàn thành")."""
    told = (*scene.earlier[-1:], *scene.judged)  # "Hoàn thành tốt: 529. Hoàn thành: 47."
    rated = next((one for one in reversed(told) if one.measure in RATINGS), None)
    if rated is None:
        return None
    start = region.noun.end if region.noun is not None else region.quantity.extent.end
    match = WORDS["short_tail"].fullmatch(scene.flat, start, region.right_end)
    match = match or WORDS["short_rating"].search(scene.left_text(region))
    if match is None:
        return None
    return level(rated.subject, "not_completed" if match["not"] else "completed", "short-rating")


def _money(scene: Scene, region: Region) -> Judgement:
    """An amount of money: by its topic, by the giving it tells of, else as a gift before it."""
    start = region.quantity.extent.start
    if WORDS["per_month"].match(scene.flat, region.quantity.extent.end):
        return level("worker", "average_income", "per-month", confidence=0.9)
    told = last(region.left, "topic", "verb")
    if told is not None and told.kind == "topic" and told.label in DEFAULT_SUBJECT:
        return level(DEFAULT_SUBJECT[told.label], told.label, "topic-before", start - told.end, 0.9)
    if told is not None and told.label == "donated":
        named = _giver(scene, region, told) or first(scene.regions[0].left, "subject")
        giver = named.label if named is not None and named.label in ("member", "worker", *BODIES) else "party_org"
        return level(giver, "donated", "gift-of-money", start - told.end, 0.9)
    head = scene.head
    if told is None and head is not None and head.measure == "donated" and region.boundary_before in (",", "và"):
        named = first(scene.regions[0].left, "subject")
        giver = named.label if named is not None and named.label in ("member", "worker", *BODIES) else head.subject
        return level(giver, "donated", "gift-of-money", 0, 0.7)  # "góp 1.420 ngày công, 385 triệu đồng"
    return unknown()


def _giver(scene: Scene, region: Region, told: Cue) -> Cue | None:
    """Who gives: the clause's first subject, its head ("người lao động toàn công ty ủng hộ"), else the last one."""
    giving = [cue for cue in region.left if cue.end <= told.start]
    clause = max(scene.flat.rfind(mark, region.left_start, told.start) for mark in (", ", "; ", ": ", ". "))
    return first([cue for cue in giving if cue.start > clause], "subject") or last(giving, "subject")


def _by_cue(scene: Scene, region: Region) -> Judgement | None:
    """The judgement by a cue among the number's own words; null where there is none."""
    start, end = region.quantity.extent.start, region.quantity.extent.end
    pronoun = region.noun is not None
    after = [cue for cue in region.right if region.noun is None or cue.start >= region.noun.end]
    own, predicate = last(region.left, "topic", "verb", "predicate"), own_predicate(after)
    if predicate is not None and not (own is not None and own.label in STRONG_VERBS):
        alone = predicate.label in ("jobs", "attended")
        subject = DEFAULT_SUBJECT[predicate.label] if alone else _stands_for(scene, region, own)
        return level(subject, predicate.label, "predicate-after", predicate.start - end, 0.85)
    doing = first(after, "verb")
    if doing is not None and doing.label in ("disciplined", "removed", "attended"):
        subject = "participant" if doing.label == "attended" else _stands_for(scene, region, own)
        return level(subject, doing.label, "form-after", doing.start - end, 0.85)
    if own is None:
        return None
    if own.kind == "topic":
        return level(DEFAULT_SUBJECT.get(own.label, "other"), own.label, "topic-before", start - own.end, 0.6)
    if own.label == "other" and own.kind == "verb" and pronoun and scene.flat.startswith("người", _noun_start(region)):
        return level("individual", "other", "cue-before", start - own.end, 0.6)  # "…, xác minh tài sản 31 người"
    if own.label in ("rated", "held", "other"):
        return None
    if own.label == "donated" and scene.judged and WORDS["use"].match(scene.left_text(region)):
        return level("other", "other", "bought-with-the-gift", confidence=0.6)
    if own.label == "attended" and region.quantity.unit != "percent" and not pronoun:
        return None
    subject = "member" if own.label in MEMBER_MEASURES else _stands_for(scene, region, own)
    return level(subject, own.label, "cue-before", start - own.end, 0.85)


def _noun_start(region: Region) -> int:
    return region.noun.start if region.noun is not None else region.quantity.extent.end


def _stands_for(scene: Scene, region: Region, own: Cue | None) -> str:
    """Whom "đồng chí", "tổ chức", "trường hợp" or a bare number stands for."""
    start = region.quantity.extent.start
    if scene.head is not None and scene.flat.endswith(" cả ", region.left_start, start):
        return scene.head.subject  # "kiểm tra 4 đảng viên, cả bốn đều …"
    if (named := last(region.left, "subject")) is not None:
        return named.label
    if scene.judged and scene.judged[0].subject == "other" and WORDS["voted"].search(scene.left_text(scene.regions[0])):
        return "other"  # "bầu 27 đồng chí vào Ban Chấp hành, trong đó 10 đồng chí tham gia lần đầu"
    if region.noun is not None and scene.flat.startswith(("đồng chí", "đ/c", "người"), region.noun.start):
        return "member"
    if region.noun is not None and scene.flat.startswith("tổ chức", region.noun.start):
        return "party_org"
    before = scene.head or next(iter(scene.earlier[-1:]), None)
    if region.noun is None and before is not None and before.measure in RATINGS and scene.head is None:
        return before.subject
    if region.noun is None and scene.head is not None and scene.head.measure in (*RATINGS, "rated"):
        return scene.head.subject  # "18,2% hoàn thành xuất sắc …, còn 0,2% không hoàn thành nhiệm vụ"
    return DEFAULT_SUBJECT.get(own.label, "other") if own is not None else "other"


def _part(scene: Scene, region: Region) -> Judgement | None:
    """The last value of the same unit in this sentence, where this number can be a part of it."""
    unit = region.quantity.unit
    at = next((at for at in reversed(range(len(scene.judged))) if _whole(scene, at, unit)), None)
    if at is None:
        return None
    head = scene.judged[at]
    something_else = region.noun is None and unit == "count" and WORDS["word"].match(scene.right_text(region))
    if something_else and region.boundary_before not in PART_MARKS and head.measure != "other":
        return None
    subject = "other" if head.subject == "class" else head.subject
    return level(subject, head.measure, "part-of-the-fact-before", 0, 0.7, at)


def _whole(scene: Scene, at: int, unit: str) -> bool:
    return scene.judged[at].basis == "level" and unit in ("percent", scene.regions[at].quantity.unit)
