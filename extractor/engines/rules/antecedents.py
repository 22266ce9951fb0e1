"""Whom a number without a noun of its own is about: the noun before it, behind the next number, or remembered."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.engines.rules.content_words import content
from extractor.engines.rules.cues import Cue
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import BODIES, DEFAULT_SUBJECT, RATINGS, WORDS, Scene


def whom_moved(scene: Scene, region: Region, left: Sequence[Cue], own: Cue, *, pronoun: bool) -> str | None:
    """Whom a verb without a measure of its own is about ("chuyển sinh hoạt đảng cho 264 đồng chí") and its parts."""
    if pronoun and not scene.flat.startswith(("bầu", "ban ", "đoàn đại biểu", "chỉ định", "nghỉ"), own.start):
        return stands_for(scene, region, left, own)
    head = scene.head
    bare = region.noun is None and not content(scene.right_text(region))
    if bare and head is not None and head.measure == "other" and head.subject in ("member", *BODIES):
        return head.subject if region.boundary_before in ("(", ",") else None
    return None


def stands_for(scene: Scene, region: Region, left: Sequence[Cue], own: Cue | None) -> str:
    """Whom "đồng chí", "tổ chức", "trường hợp" or a bare number stands for."""
    word = scene.flat[region.noun.start : region.noun.end] if region.noun is not None else ""
    nouns = [cue for cue in left if cue.kind == "subject"]
    if word in ("tổ chức", "cơ sở", "đảng bộ"):
        if nouns:
            return nouns[-1].label
        return scene.memory.org_kind or ("party_org" if word != "cơ sở" else "grassroots_org")
    if word in ("đồng chí", "đ/c", "người", "vị", "nhân sự"):
        return "member" if not nouns else nouns[-1].label
    if nouns:
        return nouns[-1].label
    if region.noun is None and scene.head is not None and scene.head.measure in RATINGS:
        return scene.head.subject  # "18,2% hoàn thành xuất sắc …, còn 0,2% không hoàn thành nhiệm vụ"
    if region.noun is None and own is not None and own.label == "supervised" and scene.judged:
        before = scene.judged[-1]
        if (before.measure, before.subject in BODIES) == ("inspected", True):
            return before.subject  # "kiểm tra 28 lượt chi bộ, giám sát 19"
    if own is not None and own.label in DEFAULT_SUBJECT and own.label not in RATINGS:
        return DEFAULT_SUBJECT[own.label]
    return scene.memory.subject if scene.memory.subject in (*BODIES, "member", "worker", "other") else "other"


def number_of(scene: Scene, region: Region, left: Sequence[Cue]) -> Cue | None:
    """The noun that "số", "tổng số" before it says is counted ("tổng số đảng viên của Đảng bộ … là 5.238 người")."""
    nouns = [cue for cue in left if cue.kind == "subject"]
    return next(
        (cue for cue in reversed(nouns) if WORDS["number_of"].search(scene.flat[region.left_start : cue.start])), None
    )
