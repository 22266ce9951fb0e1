"""A worker's gate: calls go when the cluster's limiter lets them, and it is told what became of them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, Protocol

from extractor.engines.base import NO_USAGE, Facts, Usage
from extractor.engines.llm.errors import BudgetReached
from extractor.runs.limits import Gate, Stopped
from extractor.runs.machines.limiter import LEASE_SECONDS, Leave, Report, Standing, Want

_AT_ONCE: Final = 32
"""Calls that are asked leave for together."""
_GATHER: Final = 0.02
"""Seconds in which messages are gathered before they are sent, at least; one costs about a millisecond at each end."""
_GATHER_MOST: Final = 0.2
_GATHER_SHARE: Final = 0.05
"""The same as a share of the time that a call takes, where others wait: a place is idle for no longer."""
_GATHER_LOOSE: Final = 0.25
"""The same where every call may go at once: then who computes is what there is too little of, and not places."""
_BEAT: Final = LEASE_SECONDS / 4
"""Seconds between two signs of life."""


class Link(Protocol):
    """The way to the limiter, wherever it is."""

    async def ask(self, holder: str, wants: Sequence[Want], reports: Sequence[Report]) -> Leave:
        """`Limiter.ask`."""

    async def report(self, holder: str, reports: Sequence[Report], standing: Standing) -> Leave:
        """`Limiter.report`."""

    async def facts(self, holder: str) -> Facts:
        """`Limiter.facts`."""

    async def learn(self, facts: Facts) -> Facts:
        """`Limiter.learn`."""


@dataclass(slots=True)
class _Waiting:
    """A call that waits for leave."""

    want: Want
    leave: asyncio.Future[float]


@dataclass(slots=True)
class LeasedGate(Gate):
    """The gate of one worker, whose limits are the cluster's. `start` it in the loop that uses it."""

    link: Link = field(kw_only=True)
    holder: str = field(kw_only=True)
    standing: Callable[[], Standing] = field(kw_only=True, default=Standing)
    """How the worker stands, for the limiter's sum."""
    budget: str | None = None
    """What the cluster's budget said."""
    _queue: deque[_Waiting] = field(default_factory=deque)
    _wanted: asyncio.Event = field(default_factory=asyncio.Event)
    _reports: list[Report] = field(default_factory=list)
    _leases: dict[float, int] = field(default_factory=dict)
    _last: float = 0.0
    _typical: float = 0.0
    """How long a call takes, the last ones counting most."""
    _loose: bool = False
    """Whether all that was asked for last could go at once."""
    _at_work: list[asyncio.Task[None]] = field(default_factory=list)

    def start(self) -> None:
        """Begin to ask and to report."""
        self._at_work = [asyncio.create_task(one) for one in (self._ask(), self._tell())]

    async def close(self) -> None:
        """Say the last things and end."""
        for task in self._at_work:
            task.cancel()
        await asyncio.gather(*self._at_work, return_exceptions=True)
        with suppress(Exception):
            await self.link.report(self.holder, self._taken(), self.standing())

    async def enter(self, tokens: int, expected: Usage = NO_USAGE) -> float:
        """Wait for leave; returns when the call began. Raises `Stopped`, and `BudgetReached` where nothing is left."""
        if self._stopped.is_set():
            raise self._why_stopped()
        waiting = _Waiting(Want(tokens, expected), asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        self._wanted.set()
        return await waiting.leave

    def leave(self, began: float, used: Sequence[Usage] = ()) -> None:
        """A call has ended, however."""
        self.active -= 1
        self._typical += 0.1 * (self.clock.monotonic() - began - self._typical)
        self._note(Report(self._leases.pop(began), "left", used=tuple(used)))

    def answered(self, began: float, reset: float = 0.0) -> None:
        """A call was answered as it should be."""
        self._note(Report(self._leases[began], "answered", reset))

    def refused(
        self, began: float, reason: str, retry_after: float | None = None, *, rate: bool = False, off_by: float = 0.0
    ) -> None:
        """The server has too much to do."""
        self._note(Report(self._leases[began], "refused", 0.0, reason, retry_after, rate, off_by))

    @property
    def is_stopped(self) -> bool:
        """Whether the run is stopping."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Let nobody through any more."""
        Gate.stop(self)
        while self._queue:
            waiting = self._queue.popleft()
            if not waiting.leave.done():
                waiting.leave.set_exception(self._why_stopped())

    def _why_stopped(self) -> Exception:
        return BudgetReached(self.budget) if self.budget is not None else Stopped("The run is stopping.")

    def _note(self, report: Report) -> None:
        self._reports.append(report)

    def _taken(self) -> list[Report]:
        reports, self._reports = self._reports, []
        return reports

    async def _ask(self) -> None:
        """Ask leave for those who wait, again and again."""
        while True:
            self._queue = deque(one for one in self._queue if not one.leave.done())
            if not self._queue:
                self._wanted.clear()
                await self._wanted.wait()
                continue
            if self._loose:
                await asyncio.sleep(self._gathering())
            wants = [one.want for one in list(self._queue)[:_AT_ONCE]]
            leave = await self._said(self.link.ask(self.holder, wants, self._taken()))
            for lease in leave.leases if leave is not None else ():
                self._begin(lease)
            self._loose = leave is not None and len(leave.leases) == len(wants) and not leave.waited
            self._heard(leave)

    def _gathering(self) -> float:
        """Seconds in which messages are gathered."""
        share = _GATHER_LOOSE if self._loose else _GATHER_SHARE
        return min(_GATHER_MOST, max(_GATHER, self._typical * share))

    async def _tell(self) -> None:
        """Report what became of calls, and that this worker is alive."""
        quiet = 0.0
        while True:
            gathering = self._gathering()
            await asyncio.sleep(gathering)
            quiet += gathering
            if self._reports or quiet >= _BEAT:
                quiet = 0.0
                self._heard(await self._said(self.link.report(self.holder, self._taken(), self.standing())))

    async def _said(self, asked: Awaitable[Leave]) -> Leave | None:
        """The limiter's answer; None where it is gone, and the run with it."""
        try:
            return await asked
        except asyncio.CancelledError:
            raise
        except Exception:
            return None

    def _begin(self, lease: int) -> None:
        """The call that has waited longest goes; nobody's lease is given back."""
        while self._queue:
            waiting = self._queue.popleft()
            if not waiting.leave.done():
                began = max(self.clock.monotonic(), self._last + 1e-6)
                self._last = began
                self._leases[began] = lease
                self.active += 1
                waiting.leave.set_result(began)
                return
        self._note(Report(lease, "left"))

    def _heard(self, leave: Leave | None) -> None:
        if leave is None or leave.stopped:
            self.stop()
            return
        self.limit, self.why = float(leave.allowed), leave.why
        if leave.budget is not None and not leave.leases:
            self.budget = leave.budget
            self.stop()
