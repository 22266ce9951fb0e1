"""Amounts of money, and gifts: what was earned, paid or given, and by whom."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.engines.rules.cues import Cue
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import DEFAULT_SUBJECT, MONEY, WORDS, Judgement, Scene, last, level


def judge_money(scene: Scene, region: Region, left: Sequence[Cue]) -> Judgement:
    """An amount of money: by its topic, by the giving it tells of, else as the amounts before it."""
    start, end = region.quantity.extent.start, region.quantity.extent.end
    if WORDS["a_head"].search(scene.left_text(region)) or WORDS["per_year"].match(scene.flat, end):
        return level("other", "other", "income-a-head", confidence=0.7)
    if WORDS["per_month"].match(scene.flat, end):
        return level("worker", "average_income", "per-month", confidence=0.9)
    topic, giving = last(left, "topic"), last(left, "verb")
    if (
        topic is not None
        and topic.label in DEFAULT_SUBJECT
        and not (giving and giving.label == "donated" and giving.end > topic.start)
    ):
        return level(DEFAULT_SUBJECT[topic.label], topic.label, "topic-before", start - topic.end, 0.9)
    if giving is not None and giving.label == "donated":
        return level(_giver(scene, region, left), "donated", "gift-of-money", start - giving.end, 0.9)
    if WORDS["charity"].search(scene.right_text(region)):
        return level(_giver(scene, region, left), "donated", "gift-by-its-purpose", confidence=0.7)
    continues = WORDS["short_topic"].fullmatch(scene.left_text(region)) is not None
    for judged in reversed(scene.judged):
        part = judged is scene.judged[-1] and region.boundary_before == "riêng"
        if judged.measure == "donated" or (judged.measure in MONEY and (continues or part)):
            subject = judged.subject if judged.subject != "other" else _giver(scene, region, left)
            return level(subject, judged.measure, "topic-carried", confidence=0.75)
    if WORDS["charity"].search(_own_clause(scene, region)):
        return level(_giver(scene, region, left), "donated", "gift-by-its-purpose", confidence=0.6)
    return level("other", "other", "money-unknown", confidence=0.3)


def _own_clause(scene: Scene, region: Region) -> str:
    """The words before an amount back to the last semicolon ("từ thiện, an sinh xã hội trong năm 8,3 tỷ đồng")."""
    return scene.left_text(region).rpartition(";")[2]


def speaks_of_giving(scene: Scene, region: Region) -> bool:
    """Whether the sentence, up to the number's last word, speaks of giving."""
    words = [cue for r in scene.regions for cue in (*r.left, *r.right) if cue.end <= region.right_end]
    return any(cue.label == "donated" for cue in words) or any(j.measure == "donated" for j in scene.judged)


def tells_its_use(scene: Scene, region: Region) -> bool:
    """Whether the number tells what the money given before has served for ("ủng hộ 8 tỷ đồng, giúp xây 12 căn nhà")."""
    head = scene.head
    return head is not None and head.measure == "donated" and WORDS["use"].match(scene.left_text(region)) is not None


def _giver(scene: Scene, region: Region, left: Sequence[Cue]) -> str:
    """Who gives: the noun before the verb, else the sentence's first; `party_org` where nobody is named (guide)."""
    unfit = ("class", "target", "participant")
    nouns = [cue for cue in left if cue.kind == "subject" and cue.label not in unfit]
    verb = last(left, "verb")
    before = [cue for cue in nouns if verb is None or cue.end <= verb.start]
    while len(before) > 1 and scene.flat[before[-2].end : before[-1].start] in (" ", " các ", ", ", " và "):
        before.pop()  # "công đoàn công ty" is one name; of "cơ quan, doanh nghiệp" the first decides (guide, section 3)
    if before:
        return before[-1].label if before[0].label != "member" else "member"
    heads = [cue for cue in scene.regions[0].left if cue.kind == "subject" and cue.label not in unfit]
    if heads and region is not scene.regions[0]:
        return heads[0].label
    return "party_org"
