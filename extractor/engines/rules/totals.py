"""Counted nouns that no cue speaks of: a total of what there is, a part of the whole before, or unknown."""

from __future__ import annotations

import re
from typing import Final

from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import BODIES, GROUP_WORDS, WORDS, Judgement, Scene, level

PEOPLE: Final = re.compile(
    r"đoàn viên|hội viên|báo cáo viên|tuyên truyền viên|cộng tác viên|cán bộ|công chức|viên chức|bí thư|ủy viên"
)
HAS: Final = re.compile(r"(?<![^\W\d_])(?:có|hiện có)(?: (?:tổng số|hơn|trên|gần|tới))* *$")
_OWN_TAIL: Final = 3
"""Words after a counted noun that only say which of them are meant ("nông dân, viên chức")."""


def raised_total(scene: Scene, region: Region) -> bool:
    """Whether the words before say "nâng (tổng) số … lên": a total, unless they name a part ("kết nạp từ đầu năm")."""
    raised = list(WORDS["raised"].finditer(scene.left_text(region)))
    return bool(raised) and not WORDS["raised_part"].search(raised[-1]["what"])


def says_more(scene: Scene, region: Region) -> bool:
    """Whether the counted say something of their own, so that no predicate after them is theirs too."""
    return len(words_beyond(scene, region).split()) > _OWN_TAIL


def words_beyond(scene: Scene, region: Region) -> str:
    """What the words after the noun add, beyond where the counted belong."""
    end = region.noun.end if region.noun is not None else region.quantity.extent.end
    tail = scene.flat[end : region.right_end].strip(" .;,)…")
    return "" if WORDS["plain_tail"].match(tail) else tail


def judge_uncued(scene: Scene, region: Region, noun: str) -> Judgement:
    """The judgement of a counted noun without a cue: what it adds to the noun decides between total and unknown."""
    assert region.noun is not None
    words = scene.flat[region.noun.start : region.noun.end]
    if noun == "member" and words.endswith("mới"):
        return level("member", "admitted", "new-members")
    if WORDS["that_number"].search(scene.left_text(region)) and scene.memory.subject == noun and scene.memory.measure:
        return level(noun, scene.memory.measure, "that-number", confidence=0.6)
    ranked = (
        region.in_brackets
        or WORDS["named_before"].search(scene.left_text(region))
        or WORDS["ranked_with"].search(scene.before(region))
    )
    if noun == "member" and scene.memory.whole == ("member", "admitted") and ranked:
        return level("member", "admitted", "ranked-by-admissions", confidence=0.6)
    extra = words_beyond(scene, region)
    ratio = region.quantity.out_of is not None
    if noun == "member" and (ratio or HAS.search(scene.left_text(region))) and GROUP_WORDS.match(extra):
        return level(noun, "total", "part-of-all-members", confidence=0.6)
    share = ratio or region.quantity.unit == "percent"
    if share and extra:
        return level(noun, "other", "share-of-something", confidence=0.5)
    if noun in (*BODIES, "member", "worker") and not extra:
        return level(noun, "total", "total-by-default", confidence=0.7)
    if noun == "other" and not PEOPLE.match(words):
        return level("other", "other", "unknown", confidence=0.5)
    standing = WORDS["standing"].fullmatch(extra) is not None
    stated = WORDS["stated"].search(
        scene.flat[max(region.left_start, region.quantity.extent.start - 60) : region.quantity.extent.start]
    )
    if noun == "other" and stated and (not extra or standing):
        return level(noun, "total", "total-by-default", confidence=0.5)
    return level(noun, "other", "unknown", confidence=0.4)
