"""Which award says no more than others: told already, each looked up by what it gives to whom, or their total."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractor.engines.rules.draft import AwardDraft
from extractor.engines.rules.recipients import WORDS
from extractor.reading.model import BlockRole
from extractor.reading.sentences import Sentence
from extractor.text.article import Extent
from extractor.text.flat import flatten

_KIN: Final = (frozenset(["cell", "grassroots_org", "party_org", "collective"]), frozenset(["member", "individual"]))
"""Kinds of recipient that may be one, told in two ways."""
_PLACES: Final = 2
"""So many places of one title say whether it is told anywhere else."""


_PARTS: Final = 8
"""Awards after a total that are looked at as its parts."""


@dataclass(frozen=True, slots=True)
class Found:
    """One award before repeats and totals are dropped, and the quantities that it takes."""

    draft: AwardDraft
    quantities: tuple[str, ...]
    role: BlockRole


def start_of(draft: AwardDraft) -> int:
    """Where the award is told."""
    return draft.evidence.start if isinstance(draft.evidence, Extent) else 0


def _end_of(draft: AwardDraft) -> int:
    return draft.evidence.end if isinstance(draft.evidence, Extent) else 0


class _Titles:
    """Titles with places where they are told."""

    def __init__(self) -> None:
        self._places: dict[str, set[int]] = {}
        self._sorted: list[str] = []

    def add(self, title: str, start: int) -> None:
        places = self._places.get(title)
        if places is None:
            places = self._places[title] = set()
            insort(self._sorted, title)
        if len(places) < _PLACES:
            places.add(start)

    def _alike(self, title: str) -> Iterator[str]:
        """Those that begin like the title or that it begins with; of praise, which may be for anything, all."""
        if title in WORDS.table["praises"]:
            yield from self._sorted
            return
        yield from (title[:end] for end in range(len(title)) if title[:end] in self._places)
        for at in range(bisect_left(self._sorted, title), len(self._sorted)):
            if not self._sorted[at].startswith(title):
                return
            yield self._sorted[at]

    def told(self, title: str, *, but_at: int | None) -> bool:
        """Whether such a title is told; `but_at` does not count."""
        return any(place != but_at for one in self._alike(title) for place in self._places[one])


class ToldAwards:
    """The awards that are kept so far."""

    def __init__(self) -> None:
        self._of_kind: defaultdict[str, _Titles] = defaultdict(_Titles)
        self._counted: defaultdict[tuple[object, ...], _Titles] = defaultdict(_Titles)

    def add(self, draft: AwardDraft) -> None:
        """One more."""
        title, start = flatten(draft.title), start_of(draft)
        self._of_kind[draft.recipient_kind].add(title, start)
        self._counted[draft.recipient_kind, draft.count, draft.recipient].add(title, start)

    def has(self, draft: AwardDraft) -> bool:
        """Whether the award says no more than one of them: the same somewhere else, or less."""
        title, kind = flatten(draft.title), draft.recipient_kind
        if draft.count is not None:
            return self._counted[kind, draft.count, draft.recipient].told(title, but_at=start_of(draft))
        if draft.recipient is not None:
            return False
        kinds = dict.fromkeys([kind, *(one for kin in _KIN if kind in kin for one in kin)])
        return any(self._of_kind[one].told(title, but_at=None) for one in kinds)


def once_each(found: Iterable[Found]) -> list[Found]:
    """Each award once: captions and vague mentions that repeat a fuller statement are dropped."""
    kept: list[Found] = []
    told = ToldAwards()
    for item in sorted(found, key=lambda one: (one.draft.count is None, one.role == "caption")):
        if not told.has(item.draft):
            kept.append(item)
            told.add(item.draft)
    return sorted(kept, key=lambda one: start_of(one.draft))


def with_parts(flat: str, sentences: Iterable[Sentence]) -> list[Sentence]:
    """The sentences, each with the one after it that gives no award and only tells the parts of those counted in it."""
    joined: list[Sentence] = []
    for sentence in sentences:
        start, end = sentence.extent.start, sentence.extent.end
        parts = joined and joined[-1].block == sentence.block and WORDS["parts_alone"].match(flat, start, end)
        if parts and WORDS["award"].search(flat, start, end) is None:
            joined[-1] = replace(joined[-1], extent=Extent(joined[-1].extent.start, end))
        else:
            joined.append(sentence)
    return joined


def without_totals(flat: str, found: Sequence[Found]) -> list[Found]:
    """The awards without those of which the ones right after are the parts ("khen thưởng 40 tập thể, cá nhân. Cụ thể,
    … tặng Giấy khen cho 12 TCCSĐ và 28 đảng viên"); the parts have the giver and the reason of the whole.
    """
    kept: list[Found] = []
    left = list(found)
    while left:
        end = next((at for at, one in enumerate(left) if one.draft.evidence != left[0].draft.evidence), len(left))
        whole, left = left[:end], left[end:]
        parts = _parts(flat, whole, left[:_PARTS])
        kept += whole if parts == 0 else []
        left[:parts] = [_part(whole[0], one) for one in left[:parts]]
    return kept


def _parts(flat: str, whole: Sequence[Found], after: Sequence[Found]) -> int:
    """How many of the awards that words announce as parts make up the whole; 0 where none do."""
    total = _sum(whole)
    if total is None or not after:
        return 0
    if WORDS["parts_follow"].fullmatch(flat, _end_of(whole[0].draft), start_of(after[0].draft)) is None:
        return 0
    return next((many for many in range(1, len(after) + 1) if _sum(after[:many]) == total), 0)


def _part(whole: Found, part: Found) -> Found:
    of, draft = whole.draft, part.draft
    giver, achievement = draft.granted_by or of.granted_by, draft.achievement or of.achievement
    return replace(part, draft=replace(draft, granted_by=giver, achievement=achievement))


def _sum(items: Sequence[Found]) -> int | None:
    """How many are counted by all of them together; None where one counts nobody, or is named."""
    counts = [item.draft.count for item in items if item.draft.recipient is None and item.draft.count is not None]
    return sum(counts) if len(counts) == len(items) else None
