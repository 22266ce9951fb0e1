"""One gate for one server: how many calls at once, how many a second, and when everyone waits.

The number of calls at once grows while all is well and shrinks when the server says that it has too much. A rate is
only kept to once a server has refused calls for their rate (or a flag names one): it is learned from what went out
before a refusal (`rate.py`). All other numbers that steer this stand here.
"""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median
from typing import Final

from extractor.engines.base import NO_USAGE, Usage
from extractor.errors import ExtractorError
from extractor.runs.lending import Lending
from extractor.runs.rate import LearnedRate, Pace

START: Final = 4
"""Calls at once at the beginning where no number is named."""
BURST: Final = 20
"""Calls at once at the beginning where `--concurrency` names more."""
FLOOR: Final = 1
CEILING: Final = 64
"""Most calls at once where no number is named."""
DOUBLING: Final = 0.25
"""Seconds in which a named number of calls is doubled towards, until the first sign of trouble."""
GROWTH: Final = 0.5
"""Calls at once that an answer adds until the first sign of trouble, where no number is named; 1 where one is."""
SHRINK: Final = 0.7
"""What is left of the calls at once after trouble (429, 503, a timeout, a lost connection)."""
SLOW: Final = 2.5
"""Median time of an answer against the best so far from which on the server is taken to be overloaded."""
SLOW_SHRINK: Final = 0.85
WINDOW: Final = 8
"""Answers between two looks at their time, or half as many as are at once, where that is more."""
STREAK: Final = 5
"""Failures in a row, with no answer between them, after which everyone waits a little, then twice as long."""
STREAK_WAIT: Final = 0.5
LONGEST_STREAK_WAIT: Final = 30.0
JITTER: Final = 0.05
"""Share of a wait that chance may add to it."""


class Stopped(ExtractorError):
    """The run is stopping: this question was not sent."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, so that tests need not wait."""

    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    random: Callable[[], float] = random.random


@dataclass(slots=True)
class Gate:
    """Lets calls through one after the other, each when its time has come."""

    ceiling: int = CEILING
    named: bool = False
    """Whether the ceiling was asked for: then it is gone towards at once, and no place is lent beyond it."""
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    clock: Clock = field(default_factory=Clock)
    active: int = 0
    limit: float = field(init=False)
    why: str = field(init=False, default="starting")
    """Why the limit is what it is, in words."""
    _learned: LearnedRate = field(default_factory=LearnedRate)
    _requests: Pace = field(init=False)
    _tokens: Pace = field(init=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _freed: asyncio.Event = field(default_factory=asyncio.Event)
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)
    _paused: float = 0.0
    _troubled: float = -1e9
    _streak: int = 0
    _growing: bool = True
    _lends: bool = True
    """Whether the server never refused a call nor lost one."""
    _doubled: float = 0.0
    _times: deque[float] = field(default_factory=deque)
    _best: float = 0.0
    _lending: Lending = field(default_factory=Lending)
    _last: float = -math.inf
    """When the last call began: no two begin at once."""

    def __post_init__(self) -> None:
        self.limit = float(min(self.ceiling, BURST if self.named else START))
        self._requests = Pace(self.requests_per_minute and self.requests_per_minute / 60)
        self._tokens = Pace(self.tokens_per_minute and self.tokens_per_minute / 60)
        self._doubled = self.clock.monotonic()
        self._learned.begin(self._doubled)

    @property
    def rate(self) -> float | None:
        """Calls a second that the server has been found to take; null where it never refused one."""
        return self._learned.rate

    @property
    def allowed(self) -> int:
        """Calls at once that are let through now."""
        return self._allowed_at(self.clock.monotonic())

    async def enter(self, tokens: int, expected: Usage = NO_USAGE) -> float:
        """Wait for this call's turn; returns when it began. Raises `Stopped` once the run is stopping.

        `expected` is what it should cost: of use where one gate, and one budget, is that of many machines.
        """
        del expected
        async with self._turn:
            while True:
                if self._stopped.is_set():
                    raise Stopped("The run is stopping.")
                now = self.clock.monotonic()
                wait = self._wait(now)
                if wait > 0:
                    await self.sleep(wait)
                elif self._is_full(now):
                    await self._slot(now)
                else:
                    return self._let_in(now, tokens)

    def try_enter(self, tokens: int) -> float | None:
        """The call's beginning where it may go at once and nobody waits before it; else None."""
        now = self.clock.monotonic()
        busy = self._turn.locked() or self._stopped.is_set() or self._wait(now) > 0
        return None if busy or self._is_full(now) else self._let_in(now, tokens)

    def _wait(self, now: float) -> float:
        """Seconds until a call may begin, as far as pauses and rates go."""
        return max(self._paused - now, *(one.wait(now) for one in (self._requests, self._tokens, self._learned)))

    def _let_in(self, now: float, tokens: int) -> float:
        if self._paused:
            self._paused = 0.0
            self._learned.begin(now)
        self._requests.take(now)
        self._tokens.take(now, tokens)
        self.active += 1
        self._last = max(now, math.nextafter(self._last, math.inf))
        self._learned.sent(self._last)
        self._lending.sent(self._last)
        return self._last

    async def _slot(self, now: float) -> None:
        """Wait until a call ends, or until the number of calls may be doubled or a place be lent."""
        self._freed.clear()
        seconds = None
        if self._growing and self.named and self.limit < self.ceiling:
            seconds = max(0.01, self._doubled + DOUBLING - now)
        elif self._may_lend and math.isfinite(self._lending.patience):
            seconds = self._lending.patience
        try:
            async with asyncio.timeout(seconds):
                await self._freed.wait()
        except TimeoutError:
            return

    def _is_full(self, now: float) -> bool:
        """Whether as many calls are in flight as may be at once, those whose places are lent not counted."""
        self._double(now)
        return self.active >= int(self.limit) and self.active >= self._allowed_at(now)

    def _allowed_at(self, now: float) -> int:
        """The limit and the places that are lent, as many again at most."""
        limit = int(self.limit)
        return limit + min(limit, self._lending.lent(now)) if self._may_lend else limit

    @property
    def _may_lend(self) -> bool:
        """Not beyond a number that was named, nor after a refusal, nor while there are fewer for slow answers."""
        return not self.named and self._lends and (self._growing or self.limit >= self.ceiling)

    def _double(self, now: float) -> None:
        if self._growing and self.named and now - self._doubled >= DOUBLING and self.active >= int(self.limit):
            self._doubled = now
            self.limit = min(float(self.ceiling), self.limit * 2)
            self.why = "as many as asked for" if self.limit >= self.ceiling else "growing"

    async def sleep(self, seconds: float) -> None:
        """Wait, but no longer than until the run stops: then raises `Stopped`."""
        sleeping = asyncio.ensure_future(self.clock.sleep(seconds))
        stopping = asyncio.ensure_future(self._stopped.wait())
        try:
            await asyncio.wait({sleeping, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            stopping.cancel()
        if self._stopped.is_set():
            raise Stopped("The run is stopping.")

    def leave(self, began: float, used: Sequence[Usage] = ()) -> None:
        """A call has ended, however; `began` is what `enter` returned, `used` what it cost."""
        del used
        self._lending.ended(began)
        self.active -= 1
        self._freed.set()

    def answered(self, began: float, reset: float = 0.0) -> None:
        """A call was answered as it should be; where that used up a limit, everyone waits `reset` seconds for it."""
        now = self.clock.monotonic()
        self._learned.accepted()
        self._streak = 0
        if began >= self._troubled and self.limit < self.ceiling:
            step = (1.0 if self.named else GROWTH) if self._growing else 1 / self.limit
            self.limit = min(float(self.ceiling), self.limit + step)
            self.why = "as many as allowed" if self.limit >= self.ceiling else "growing, all is well"
        self._watch(now - began)
        self._lending.answered(began, now)
        if reset > 0:
            self.pause(reset)
        self._freed.set()

    def refused(
        self, began: float, reason: str, retry_after: float | None = None, *, rate: bool = False, off_by: float = 0.0
    ) -> None:
        """The server has too much to do; with `retry_after` everyone waits so many seconds.

        `off_by` is by how much that may be more or less than the server needs.
        """
        now = self.clock.monotonic()
        if rate:
            self._learned.refused(began, now, retry_after, off_by)
        self._streak += 1
        if retry_after is not None:
            self.pause(max(retry_after, self._learned.patience if rate else 0.0))
        elif self._streak % STREAK == 0:
            self.pause(min(STREAK_WAIT * 2 ** min(self._streak // STREAK - 1, 10), LONGEST_STREAK_WAIT))
        if began >= self._troubled:
            # Calls that were sent before the last trouble tell of that one, not of a new one.
            self._troubled = now
            self._growing = self._lends = False
            held = self.limit if rate else min(self.limit, float(self.active))
            self.limit = max(float(FLOOR), held * SHRINK, self._needed())
            self.why = f"fewer after: {reason}"

    def _needed(self) -> float:
        """Calls at once that a learned rate takes at least, with room for slow ones."""
        return min(float(self.ceiling), 2 * (self._learned.rate or 0.0) * self._best)

    def pause(self, seconds: float) -> None:
        """Nobody asks before so many seconds are over, and a little more by chance."""
        until = self.clock.monotonic() + seconds * (1 + JITTER * self.clock.random())
        self._paused = max(self._paused, until)

    def stop(self) -> None:
        """Let nobody through any more."""
        self._stopped.set()
        self._freed.set()

    def _watch(self, seconds: float) -> None:
        """Shrink where answers take far longer than they did at the best."""
        self._times.append(seconds)
        if len(self._times) < max(WINDOW, int(self.limit) // 2):
            return
        middle = median(self._times)
        self._times.clear()
        if not self._best or middle < self._best:
            self._best = middle
        elif middle > self._best * SLOW and self.limit > START:
            self._growing = False
            self.limit = max(float(START), self.limit * SLOW_SHRINK, self._needed())
            self.why = f"fewer, an answer takes {middle:.1f} s and took {self._best:.1f} s"
