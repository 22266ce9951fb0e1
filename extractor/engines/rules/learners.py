"""The people of classes: who takes part in one, and for whom the class before was held."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.engines.rules.cues import Cue
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import WORDS, Judgement, Scene, first, last, level


def speaks_of_study(scene: Scene) -> bool:
    """Whether the sentence or the one before speaks of classes or study: only there is taking part `attended`."""
    studied = scene.memory.measure in ("held", "attended", "studied")
    return studied or WORDS["learning"].search(scene.sentence_text()) is not None


def sent_to_study(scene: Scene, region: Region) -> bool:
    """Whether the people counted were sent to a class ("cử 8 đồng chí đi học", "cử 96 quần chúng dự lớp")."""
    if region.noun is None or not WORDS["sent"].search(scene.left_text(region)):
        return False
    return any(cue.label in ("attended", "held", "class") for cue in region.right if cue.start >= region.noun.end)


def fills_a_class(scene: Scene, index: int, region: Region) -> bool:
    """Whether the people counted are those for whom the class before was held ("mở 2 lớp … cho 150 quần chúng")."""
    if index == 0 or scene.judged[-1].subject != "class":
        return False
    words = scene.left_text(region)
    if WORDS["of_each_class"].search(words) is not None:
        return True
    people = region.noun is not None and scene.flat.startswith(("đồng chí", "đ/c", "người"), region.noun.start)
    if people and words.strip(" ,") == "" and region.boundary_before == ",":
        return True  # "đảng viên mới 1 lớp, 52 đồng chí"
    return region.boundary_before in ("", ",", "-", "(") and (
        re.match(r"[ ,(]*(?:- [^\W\d_]+(?: [^\W\d_]+){0,3} )?(?:cho|với|thu hút|có|gồm|của)(?![^\W\d_])", words)
        is not None
    )


def taught(scene: Scene, left: Sequence[Cue]) -> bool:
    """Whether the verb before is one of teaching people who are counted ("bồi dưỡng nghiệp vụ cho 186 bí thư")."""
    verb = last(left, "verb", "topic")
    return (
        verb is not None
        and verb.label == "attended"
        and scene.flat.startswith(("bồi dưỡng", "tập huấn", "đào tạo", "huấn luyện"), verb.start)
    )


def judge_participants(scene: Scene, index: int, region: Region, left: Sequence[Cue]) -> Judgement:
    """Learners or turns ("lượt"): `attended` where study is spoken of, else `other`, or whom a check was of."""
    assert region.noun is not None
    verb = last(left, "verb")
    if taught(scene, left):
        return level("participant", "attended", "participants", confidence=0.9)
    carried = scene.last_level()
    words = scene.flat[region.noun.start : region.right_end]
    if WORDS["citizens"].match(words) or (words.startswith("lượt") and WORDS["guests"].search(scene.left_text(region))):
        return level("other", "other", "visitors", confidence=0.7)
    checking = verb.label if verb is not None else (carried.measure if carried is not None else "")
    if checking in ("inspected", "supervised") and (
        match := re.search(r"lượt (tổ chức|đảng viên|chi bộ|cấp ủy)", words)
    ):
        subject = {"tổ chức": "party_org", "đảng viên": "member", "chi bộ": "cell", "cấp ủy": "party_org"}[match[1]]
        return level(subject, checking, "verb-before")
    after = first(region.right, "predicate", "verb")
    attended = after is not None and after.label == "attended" and speaks_of_study(scene)
    learning = WORDS["learning"].search(scene.sentence_text())
    if (
        not learning
        and not attended
        and not (scene.memory.measure in ("held", "attended", "studied") and index == 0 and not left)
    ):
        return level("participant", "other", "participants-of-something-else", confidence=0.6)
    return level("participant", "attended", "participants", confidence=0.9)
