"""Where the numbers of a flat text begin: patterns that begin with a digit are tried there and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

_RUN: Final = re.compile(r"\d+")


@lru_cache(maxsize=4)
def digit_starts(flat: str) -> tuple[int, ...]:
    """Where each run of digits begins, in order; those of the last few texts are kept."""
    return tuple([run.start() for run in _RUN.finditer(flat)])


def matches_at(
    pattern: re.Pattern[str], flat: str, starts: Sequence[int], end: int | None = None
) -> Iterator[re.Match[str]]:
    """What the pattern's own `finditer` gives up to `end`, if no match begins but at `starts`, which are in order."""
    done, end = 0, len(flat) if end is None else end
    for start in starts:
        if start >= done and (match := pattern.match(flat, start, end)) is not None:
            done = match.end()
            yield match
