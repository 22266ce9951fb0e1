"""Which of many listed bodies are weighed as the owner of a number: of those that nothing near it names, two of a sort.

All of a sort come to the same sum, so that two stand for them: the likeliest, and who is second to it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping
from itertools import islice
from typing import Final

from extractor.engines.rules.scorer.candidates import AHEAD
from extractor.engines.rules.scorer.sight import Previous, Sight
from extractor.text.record import record

MANY: Final = 40
"""Listed bodies from which on they are weighed by sorts."""
_STAND: Final = 2
"""How many stand for all of a sort."""


@record
class _Row:
    """Bodies of a sort in the order they are listed, and where each is named first, which ascends as well."""

    names: list[str]
    firsts: list[int]


class Alike:
    """The listed bodies by sorts.

    `sorts` has every listed body with what it is as an owner that nothing near names, `firsts` where it is named first.
    """

    def __init__(self, sorts: Mapping[str, Hashable], firsts: Mapping[str, int]) -> None:
        self._order = {name: number for number, name in enumerate(sorts)}
        self._rows: list[_Row] = []
        self._place: dict[str, tuple[int, int]] = {}
        last: dict[Hashable, int] = {}
        for name, sort in sorts.items():
            first = firsts.get(name, -1)
            key = (sort, name in firsts)
            if key not in last or self._rows[last[key]].firsts[-1] > first:
                last[key] = len(self._rows)
                self._rows.append(_Row([], []))
            row = self._rows[last[key]]
            self._place[name] = last[key], len(row.names)
            row.names.append(name)
            row.firsts.append(first)

    def chosen(self, near: Collection[str], at: int) -> dict[str, int]:
        """Those to weigh for a number at a place, in order; after each how many more are like it.

        `near` are all that something near the number speaks of.
        """
        known = {name for name in near if name in self._place}
        found = dict.fromkeys(known, 0)
        ends = [bisect_right(row.firsts, at) for row in self._rows]
        placed = [self._place[name] for name in known]
        taken = Counter((number, place < ends[number]) for number, place in placed)
        for number, (row, end) in enumerate(zip(self._rows, ends, strict=True)):
            for start, stop in ((0, end), (end, len(row.names))):
                standing = list(islice(_others(row.names, start, stop, known), _STAND))
                found |= dict.fromkeys(standing, 0)
                if len(standing) == _STAND:
                    found[standing[0]] = stop - start - taken[number, start < end] - _STAND
        return {name: found[name] for name in sorted(found, key=self._order.__getitem__)}


def spoken_of(sight: Sight, previous: Previous | None) -> set[str]:
    """The listed bodies that something near the number speaks of: its sentence, paragraph, heading, or who hosts."""
    setting, starts, block = sight.setting, sight.setting.mention_starts, sight.sentence.block
    first = bisect_left(starts, sight.sentence.extent.start)
    end = bisect_left(starts, sight.region.quantity.extent.end + AHEAD)
    found = {one.name for one in setting.mentions[max(0, first - 1) : end]}
    before = previous.organization if previous is not None else None
    found.update(one for one in (setting.headed[block], before) if one)
    if setting.host is not None:
        found.add(setting.host.name)
    if block < len(setting.blocks):
        low = bisect_left(starts, setting.blocks[block].extent.start)
        found.update(one.name for one in setting.mentions[low : low + 1])
    return found


def _others(names: list[str], start: int, stop: int, known: Collection[str]) -> Iterator[str]:
    return (names[at] for at in range(start, stop) if names[at] not in known)
