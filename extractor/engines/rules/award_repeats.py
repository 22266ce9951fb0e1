"""Awards told twice: captions and vague mentions that say no more than a fuller statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractor.engines.rules.draft import AwardDraft
from extractor.engines.rules.recipients import awards_table
from extractor.reading.model import BlockRole
from extractor.text.article import Extent
from extractor.text.flat import flatten


@dataclass(frozen=True, slots=True)
class FoundAward:
    """One award before repeats are dropped."""

    draft: AwardDraft
    quantities: tuple[str, ...]
    role: BlockRole


def once_each(found: Iterable[FoundAward]) -> list[FoundAward]:
    """Each award once: captions and vague mentions that repeat a fuller statement are dropped."""
    kept: list[FoundAward] = []
    for item in sorted(found, key=lambda one: (one.draft.count is None, one.role == "caption")):
        if not any(_repeats(item.draft, other.draft) for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda one: _start(one.draft))


def _start(draft: AwardDraft) -> int:
    return draft.evidence.start if isinstance(draft.evidence, Extent) else 0


def _repeats(vague: AwardDraft, full: AwardDraft) -> bool:
    """Whether an award says no more than one already kept."""
    if vague.count is None and vague.recipient is None and full.count is not None and vague.recipient_kind == "agency":
        return _same_title(vague, full) and _agree(vague.granted_by, full.granted_by)
    if not _same_title(vague, full) or not _kin(vague.recipient_kind, full.recipient_kind):
        return False
    if not _agree(vague.granted_by, full.granted_by):
        return False
    if vague.count is None:
        return vague.recipient is None
    if vague.recipient is not None or full.recipient is not None:
        return _agree(vague.recipient, full.recipient) and vague.recipient is not None and full.recipient is not None
    return vague.count == full.count and vague.recipient_kind == full.recipient_kind and _start(vague) != _start(full)


def _same_title(one: AwardDraft, other: AwardDraft) -> bool:
    first, second = flatten(one.title), flatten(other.title)
    return first.startswith(second) or second.startswith(first) or first in awards_table()["praises"]


def _kin(one: str, other: str) -> bool:
    bodies = {"cell", "grassroots_org", "party_org", "collective"}
    people = {"member", "individual"}
    return one == other or {one, other} <= bodies or {one, other} <= people


def _agree(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return True
    first, second = flatten(one), flatten(other)
    same = first in second or second in first
    return same or first.removeprefix("ban thường vụ ") in second or second.removeprefix("ban thường vụ ") in first
