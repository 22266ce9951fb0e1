"""Results of earlier runs whose inputs are gone: they stay (docs/decisions/017), and the run says how many."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from extractor.runs.roll import Roll

_MOST: Final = 100_000
"""Results of earlier runs that are looked at: a few tenths of a second."""


def gone_said(roll: Roll, roots: tuple[str, ...]) -> str | None:
    """What is said of results that have no input any more; None where there is none.

    Such an input's file is gone; or it was a record or an archive's member, and its file has been read to its end, at
    or below one of the places `roots`, without it. Of what stood on standard input nothing is known.
    """
    lost = _Lost(roll, frozenset(roots))
    looked, gone, first = 0, 0, ""
    for doc_id, place in roll.left(_MOST):
        looked += 1
        if lost.is_gone(place):
            gone += 1
            first = first or doc_id
    if not gone:
        return None
    least = "at least " if looked == _MOST else ""
    return (
        f"Results of earlier runs that have no input any more, for its file or record is gone: {least}{gone}, such as "
        f"{first}. They stay; --fresh begins with this run's inputs alone."
    )


class _Lost:
    """Looks for inputs at their places, for each file of several once."""

    def __init__(self, roll: Roll, roots: frozenset[str]) -> None:
        self._roll = roll
        self._roots = roots
        self._is_there = cache(os.path.lexists)
        self._is_read_through = cache(self._was_read_through)

    def is_gone(self, place: str) -> bool:
        """Whether there is no input at a place, as far as that is known."""
        if os.path.lexists(place):
            return False
        holders = list(_holders(place))
        file = next((one for one in holders if self._is_there(one)), None)
        if file is None:
            return True
        return self._is_read_through(file) and not any(self._roll.has_failed(one) for one in holders)

    def _was_read_through(self, file: str) -> bool:
        return any(str(above) in self._roots for above in (Path(file), *Path(file).parents))


def _holders(place: str) -> Iterator[str]:
    """What may hold a record or member at a place, the innermost first: `a.zip:b.csv:7` is in `a.zip:b.csv`."""
    while ":" in place:
        place = place.rpartition(":")[0]
        yield place
