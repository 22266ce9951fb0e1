"""How CPU time grows with a text's length; run in a process of its own (`python -m tests.linear.measure patterns`).

Writes one JSON line for everything that grows faster than a line does, and one at the end with the number of trials.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import _lru_cache_wrapper, cache
from time import perf_counter, process_time
from typing import Any, Final

from tests.linear.collect import modules, patterns
from tests.linear.pieces import repeated, repetitions
from tests.linear.readers import PIECES, READERS, readers

SHORT: Final = 1_000
LONG: Final = 8_000
"""The two lengths compared, in characters."""
STEEPEST: Final = 20.0
"""The greatest ratio of their times: a line's is 8, a square's 64."""
FLOOR: Final = 0.010
"""Seconds of CPU under which a time at `LONG` is too small to be a danger or to be measured."""
_LONGEST: Final = 2.0
"""Seconds of CPU after which a single trial is given up: that it has no end in sight is the finding."""
_TRIES: Final = 5
_TICK: Final = 1e-6


@dataclass(frozen=True)
class Steep:
    """Something that takes too long on a text; `ratio` is null where it had no end in sight."""

    what: str
    piece: str
    seconds: float
    ratio: float | None


class _NoEnd(Exception):
    """A trial was given up."""


def _give_up(*_: object) -> None:
    raise _NoEnd


@contextmanager
def stopped() -> Iterator[None]:
    """Inside, a trial that has no end in sight is given up."""
    before = signal.signal(signal.SIGVTALRM, _give_up)
    try:
        yield
    finally:
        signal.signal(signal.SIGVTALRM, before)


@cache
def _of_texts() -> tuple[_lru_cache_wrapper[Any], ...]:
    """What the readers keep of the texts read last: a cache that has a bound. Word lists are kept without one."""
    found = {value for module in modules() for value in vars(module).values() if isinstance(value, _lru_cache_wrapper)}
    return tuple(
        kept
        for kept in found
        if kept.__module__.startswith((*READERS, "extractor.engines.rules"))
        and kept.cache_parameters()["maxsize"] is not None
    )


def forget() -> None:
    """Drop what is kept of the texts read last."""
    for cached in _of_texts():
        cached.cache_clear()


def _seconds(run: Callable[[str], object], text: str, times: int = 1) -> tuple[float, float]:
    """CPU and clock for each of so many runs, every one on a text that is new to it.

    What was kept of a short text and no longer fits for a long one would look like a steeper growth than there is.
    """
    forget()
    signal.setitimer(signal.ITIMER_VIRTUAL, _LONGEST * times)
    cpu, clock = process_time(), perf_counter()
    try:
        for _ in range(times):
            forget()
            run(text)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return (process_time() - cpu) / times, (perf_counter() - clock) / times


def judge(what: str, run: Callable[[str], object], short: str, long: str) -> Steep | None:
    """What is wrong with the growth of `run` from the short text to the long one, best of five; None where nothing is.

    Where the short text takes so little by the clock that the square of the growth would leave the long one under the
    floor, the long one is not tried. The short text is run as often as it goes into the long one: some systems count
    CPU in ticks of 4 ms; the least of five times is what a busy machine lengthens least.
    """
    shorts: list[float] = []
    longs: list[float] = []
    growth = LONG // SHORT
    try:
        if _seconds(run, short)[1] * growth**2 < FLOOR:
            return None
        for _ in range(_TRIES):
            shorts.append(_seconds(run, short, growth)[0])
            longs.append(_seconds(run, long)[0])
            if min(longs) < FLOOR or min(longs) <= STEEPEST * min(shorts):
                return None
    except _NoEnd:
        return Steep(what, long[:60], _LONGEST, None)
    return Steep(what, long[:60], min(longs), min(longs) / max(min(shorts), _TICK))


def _of_patterns() -> Iterator[tuple[str, Callable[[str], object], list[tuple[str, str]]]]:
    for found in patterns():
        yield f"{found.place}: {found.pattern.pattern[:120]}", found.run, repetitions(found.pattern)


def _of_readers() -> Iterator[tuple[str, Callable[[str], object], list[tuple[str, str]]]]:
    for name, run in readers():
        yield name, run, [("", piece) for piece in PIECES]


def steep(trials: Iterable[tuple[str, Callable[[str], object], list[tuple[str, str]]]]) -> Iterator[Steep | int]:
    """What grows too fast, one finding for each thing tried; at last the number of trials."""
    number = 0
    for what, run, pairs in trials:
        for once, again in pairs:
            number += 1
            if found := judge(what, run, repeated(once, again, SHORT), repeated(once, again, LONG)):
                yield found
                break
    yield number


if __name__ == "__main__":
    with stopped():
        for result in steep(_of_patterns() if sys.argv[1] == "patterns" else _of_readers()):
            print(json.dumps(asdict(result) if isinstance(result, Steep) else result, ensure_ascii=True), flush=True)
