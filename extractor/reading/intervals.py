"""Stretches of a text in order: which are spoken for, which lie where. No search is longer than the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final, Protocol, TypeVar

from extractor.text.article import Extent


class _Placed(Protocol):
    @property
    def extent(self) -> Extent: ...


_FIRST: Final = attrgetter("extent.start")
_LAST: Final = attrgetter("extent.end")
_START: Final = attrgetter("start")
_END: Final = attrgetter("end")
_Mention = TypeVar("_Mention", bound=_Placed)


def in_order(mentions: Iterable[_Mention]) -> tuple[_Mention, ...]:
    """The mentions, none of which overlap, in the order of the text."""
    return tuple(sorted(mentions, key=_FIRST))


def between(mentions: Sequence[_Mention], start: int, end: int) -> Sequence[_Mention]:
    """The mentions that lie wholly in `start`..`end`; `mentions` are in order and none overlap."""
    first = bisect_left(mentions, start, key=_FIRST)
    last = bisect_left(mentions, end + 1, lo=first, key=_LAST)
    return mentions[first:last]


def merged(stretches: Iterable[Extent]) -> list[Extent]:
    """The stretches in order, those that meet made one."""
    joined: list[Extent] = []
    for stretch in sorted(stretches, key=_START):
        if joined and stretch.start <= joined[-1].end:
            joined[-1] = Extent(joined[-1].start, max(joined[-1].end, stretch.end))
        else:
            joined.append(stretch)
    return joined


def meets(extent: Extent, stretches: Sequence[Extent]) -> bool:
    """Whether the extent shares a character with one of the stretches; these are in order and none overlap."""
    if not stretches:
        return False
    at = bisect_right(stretches, extent.start, key=_END)
    return at < len(stretches) and stretches[at].overlaps(extent)


def lies_within(extent: Extent, stretches: Sequence[Extent]) -> bool:
    """Whether the extent lies wholly in one of the stretches; these are in order and none overlap."""
    at = bisect_left(stretches, extent.end, key=_END)
    return at < len(stretches) and stretches[at].covers(extent)


class Claims:
    """Stretches claimed first come, first served."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def claim(self, extent: Extent) -> bool:
        """Take the stretch; False where any of it was taken before (nothing is taken then)."""
        if 1 in self._taken[extent.start : extent.end]:
            return False
        self._taken[extent.start : extent.end] = b"\x01" * len(extent)
        return True
