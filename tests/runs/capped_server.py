"""A server with a cap on calls a second and a clock of its own, in time that passes at once, and runs against it.

Servers differ in how they count (any second, or seconds that begin at fixed times), in how they say when to come
back (seconds or a date, exact or rounded), and in how far their clock is off ours; machines in how late things happen.
"""

from __future__ import annotations

import asyncio
import math
import random
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.utils import format_datetime
from typing import Final, Literal

from extractor.engines.base import Question
from extractor.runs.asking import Asking
from extractor.runs.limits import Clock, Gate
from extractor.transports.base import WireReply
from tests.runs.limited_server import ANSWER, SETTINGS
from tests.runs.virtual_time import BEGIN, clock, in_virtual_time

Said = Literal["seconds", "seconds up", "seconds down", "date up", "date down"]
SAID: Final[tuple[Said, ...]] = ("seconds", "seconds up", "seconds down", "date up", "date down")


@dataclass(frozen=True)
class Case:
    """One kind of server on one kind of machine; all times in seconds."""

    cap: int
    said: Said
    window: float = 1.0
    """Seconds in which it takes `cap` calls."""
    fixed: bool = False
    """Whether the seconds that it counts in begin at fixed times of its clock."""
    phase: float = 0.0
    """How far into a second of our clock the run begins."""
    skew: float = 0.0
    """By how much its clock is ahead of ours."""
    dated: bool = True
    """Whether its replies have a `Date`."""
    latency: float = 0.2
    lag: float = 0.0
    """How long a call is on its way at most, and as long again its reply; each one by chance."""
    stalls: float = 0.0
    """Up to how long nothing gets on at all, about once a second."""
    others: int = 0
    """Calls that somebody else made a little before."""
    seed: int = 0

    def run(self, rows: int = 500, at_once: int = 100) -> Came:
        """A run of so many questions, all there from the beginning, with `at_once` named."""
        server = CappedServer(self)

        async def work() -> None:
            gate = Gate(ceiling=at_once, named=True, clock=self._clock())
            asking = Asking(SETTINGS, server, gate=gate)
            questions = [Question(b"%d" % number, 1000, 1000) for number in range(rows)]
            await asyncio.gather(*(asking.ask(one, doc_id="x") for one in questions))

        seconds = in_virtual_time(work())[1]
        ideal = rows / self.cap * self.window
        return Came(self, server.taken / rows, (server.taken + server.refused) / rows, seconds / ideal)

    def _clock(self) -> Clock:
        chance = random.Random(self.seed + 1)

        async def late(seconds: float) -> None:
            await asyncio.sleep(seconds + chance.uniform(0, min(self.lag, 0.02)))

        return replace(clock(self.phase), random=chance.random, sleep=late if self.lag else asyncio.sleep)


@dataclass(frozen=True)
class Came:
    """What came of a run."""

    case: Case
    done: float
    """Share of the rows that were answered."""
    calls: float
    """Calls a row."""
    time: float
    """Time against the ideal."""


@dataclass
class CappedServer:
    """The server of a case."""

    case: Case
    taken: int = 0
    refused: int = 0
    _lately: deque[float] = field(default_factory=deque)
    _stall: tuple[float, float] = (0.0, 0.0)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.case.seed)
        self._lately.extend([-0.3] * self.case.others)

    async def send(self, body: bytes, *, limit: int) -> WireReply:
        """One call."""
        del body, limit
        await self._underway()
        now = asyncio.get_running_loop().time()
        ready = self._ready(now)
        if ready > now:
            self.refused += 1
            headers = self._date(now) | {"retry-after": self._after(ready, now)}
            await self._underway()
            return WireReply(429, b"{}", headers)
        self.taken += 1
        self._lately.append(now)
        await asyncio.sleep(self.case.latency)
        headers = self._date(now + self.case.latency)
        await self._underway()
        return WireReply(200, ANSWER, headers)

    async def _underway(self) -> None:
        """The time that a message takes."""
        loop = asyncio.get_running_loop()
        if self.case.lag:
            await asyncio.sleep(self._chance.uniform(0, self.case.lag))
        if self.case.stalls:
            while self._stall[1] < loop.time():
                begin = self._stall[1] + self._chance.expovariate(1.0)
                self._stall = begin, begin + self._chance.uniform(0, self.case.stalls)
            if self._stall[0] <= loop.time():
                await asyncio.sleep(self._stall[1] - loop.time())

    def _ready(self, now: float) -> float:
        """When the next call may come."""
        case = self.case
        begin = now - case.window
        if case.fixed:
            begun = math.floor(self._clock(now) / case.window) * case.window
            begin = begun - case.phase - case.skew
        while self._lately and (self._lately[0] < begin if case.fixed else self._lately[0] <= begin):
            self._lately.popleft()
        if len(self._lately) < case.cap:
            return now
        return (begin if case.fixed else self._lately[0]) + case.window

    def _date(self, now: float) -> dict[str, str]:
        return {"date": self._as_date(math.floor(self._clock(now)))} if self.case.dated else {}

    def _clock(self, now: float) -> float:
        """Seconds since `BEGIN` by the server's clock."""
        return now + self.case.phase + self.case.skew

    def _as_date(self, seconds: int) -> str:
        return format_datetime(BEGIN + timedelta(seconds=seconds), usegmt=True)

    def _after(self, ready: float, now: float) -> str:
        match self.case.said:
            case "seconds":
                return f"{ready - now:.3f}"
            case "seconds up":
                return str(math.ceil(ready - now))
            case "seconds down":
                return str(math.floor(ready - now))
            case "date up":
                return self._as_date(math.ceil(self._clock(ready) - 1e-6))
            case "date down":
                return self._as_date(math.floor(self._clock(ready) + 1e-6))

    async def close(self) -> None:
        """Nothing is open."""
