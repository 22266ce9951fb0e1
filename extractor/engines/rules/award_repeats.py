"""Which award says no more than one already told, each looked up by what it gives to whom."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from extractor.engines.rules.draft import AwardDraft
from extractor.engines.rules.recipients import WORDS
from extractor.text.article import Extent
from extractor.text.flat import flatten

_KIN: Final = (frozenset(["cell", "grassroots_org", "party_org", "collective"]), frozenset(["member", "individual"]))
"""Kinds of recipient that may be one, told in two ways."""
_PLACES: Final = 2
"""So many places of one title say whether it is told anywhere else."""


def start_of(draft: AwardDraft) -> int:
    """Where the award is told."""
    return draft.evidence.start if isinstance(draft.evidence, Extent) else 0


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
