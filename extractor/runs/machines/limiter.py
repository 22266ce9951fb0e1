"""The one who lets calls through for a whole cluster: one gate, one budget, leased to workers for seconds at a time.

A worker asks leave for calls and says what became of them. One that is not heard of for a while is taken for dead: its
calls are counted as ended, so that its share is the others' again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from typing import Final, Literal, NamedTuple

from extractor.engines.base import NO_FACTS, NO_USAGE, Facts, Usage
from extractor.engines.llm.errors import BudgetReached
from extractor.engines.llm.money import Budget
from extractor.runs.limits import Gate, Stopped

LEASE_SECONDS: Final = 3.0
"""How long a worker may be silent before its calls are counted as ended."""
PROBE_SECONDS: Final = 60.0
"""How long one worker may take to find out what the server understands before another tries."""


class Want(NamedTuple):
    """A call that a worker would like to make: its tokens in and out, and what it should cost."""

    tokens: int
    expected: Usage = NO_USAGE


class Report(NamedTuple):
    """What became of a call: `left` is the last that is heard of it."""

    lease: int
    kind: Literal["answered", "refused", "left"]
    reset: float = 0.0
    """Seconds until a limit is reset that it used up."""
    reason: str = ""
    retry_after: float | None = None
    rate: bool = False
    off_by: float = 0.0
    used: tuple[Usage, ...] = ()


class Leave(NamedTuple):
    """The answer to a worker: which calls may go now, and how the gate stands."""

    leases: tuple[int, ...] = ()
    stopped: bool = False
    budget: str | None = None
    """What the budget said, where it lets no more through."""
    allowed: int = 0
    why: str = ""
    waited: bool = False
    """Whether the first of them had to wait for its turn."""


@dataclass(slots=True)
class Standing:
    """How a worker stands, as it says itself."""

    in_hand: int = 0
    paid: Usage = NO_USAGE
    saved: Usage = NO_USAGE
    retried: int = 0


@dataclass(slots=True)
class _Lease:
    """A call that was let through."""

    holder: str
    began: float
    used: list[Usage]
    closing: ExitStack


@dataclass(slots=True)
class _Holder:
    """A worker, and when it was heard of last."""

    seen: float
    leases: set[int] = field(default_factory=set)
    standing: Standing = field(default_factory=Standing)


class Limiter:
    """The cluster's gate. All its methods are for one event loop."""

    def __init__(self, gate: Gate, budget: Budget | None = None, *, lease_seconds: float = LEASE_SECONDS) -> None:
        self.gate = gate
        self._budget = budget or Budget()
        self._lease_seconds = lease_seconds
        self._leases: dict[int, _Lease] = {}
        self._holders: dict[str, _Holder] = {}
        self._numbers = count(1)
        self._stopped = False
        self._over: str | None = None
        self._facts = NO_FACTS
        self._probing = -PROBE_SECONDS
        self._taught = asyncio.Event()
        self.expired = 0
        """Calls whose holders were lost."""

    async def ask(self, holder: str, wants: Sequence[Want], reports: Sequence[Report] = ()) -> Leave:
        """Wait until the first of the calls may go; with it go as many of the others as may at once."""
        self.report(holder, reports)
        leases: list[int] = []
        waited = False
        try:
            for want in wants:
                began = self.gate.try_enter(want.tokens)
                if began is None:
                    if leases:
                        break
                    waited = True
                    began = await self.gate.enter(want.tokens)
                leases.append(self._let_in(holder, began, want.expected))
        except Stopped:
            return self._leave(leases)
        except BudgetReached as error:
            self._over = str(error)
        return self._leave(leases)._replace(waited=waited)

    def report(self, holder: str, reports: Sequence[Report], standing: Standing | None = None) -> Leave:
        """Take in what became of calls; a worker that has nothing to say says so within `LEASE_SECONDS`."""
        known = self._holder(holder)
        if standing is not None:
            known.standing = standing
        for one in reports:
            lease = self._leases.get(one.lease)
            if lease is None or lease.holder != holder:
                continue  # it ran out: the gate has been told already
            if one.kind == "answered":
                self.gate.answered(lease.began, one.reset)
            elif one.kind == "refused":
                self.gate.refused(lease.began, one.reason, one.retry_after, rate=one.rate, off_by=one.off_by)
            else:
                lease.used.extend(one.used)
                self._end(one.lease)
        return self._leave([])

    def expire(self) -> None:
        """End the calls of workers that are silent; to be called about once a second."""
        now = self.gate.clock.monotonic()
        for name, holder in list(self._holders.items()):
            if now - holder.seen > self._lease_seconds:
                for lease in list(holder.leases):
                    self.expired += 1
                    self._end(lease)
                del self._holders[name]

    async def facts(self, holder: str) -> Facts:
        """What is known of the server; nothing for the one worker that is to find it out, while others wait."""
        self._holder(holder)
        while self._facts.mode is None:
            now = self.gate.clock.monotonic()
            if now - self._probing >= PROBE_SECONDS or self._stopped:
                self._probing = now
                return self._facts
            self._taught.clear()
            try:
                async with asyncio.timeout(1.0):
                    await self._taught.wait()
            except TimeoutError:
                continue
        return self._facts

    def learn(self, facts: Facts) -> Facts:
        """Add to what is known of the server; returns all of it."""
        self._facts = self._facts | facts
        self._taught.set()
        return self._facts

    def stop(self) -> None:
        """Let nobody through any more."""
        self._stopped = True
        self.gate.stop()
        self._taught.set()

    def standing(self) -> Standing:
        """All workers together."""
        total = Standing()
        for holder in self._holders.values():
            one = holder.standing
            total.in_hand += one.in_hand
            total.paid, total.saved = total.paid + one.paid, total.saved + one.saved
            total.retried += one.retried
        return total

    def _holder(self, name: str) -> _Holder:
        now = self.gate.clock.monotonic()
        holder = self._holders.setdefault(name, _Holder(now))
        holder.seen = now
        return holder

    def _let_in(self, name: str, began: float, expected: Usage) -> int:
        """A new lease. Raises `BudgetReached`, and the call is not let in."""
        used: list[Usage] = []
        with ExitStack() as opened:
            try:
                reserved = opened.enter_context(self._budget.reserve(expected))
            except BudgetReached:
                self.gate.leave(began)
                raise
            closing = opened.pop_all()
        number = next(self._numbers)
        used = reserved
        self._leases[number] = _Lease(name, began, used, closing)
        self._holders.setdefault(name, _Holder(began)).leases.add(number)
        return number

    def _end(self, number: int) -> None:
        lease = self._leases.pop(number)
        lease.closing.close()
        self.gate.leave(lease.began)
        if lease.holder in self._holders:
            self._holders[lease.holder].leases.discard(number)

    def _leave(self, leases: Sequence[int]) -> Leave:
        return Leave(tuple(leases), self._stopped, self._over, self.gate.allowed, self.gate.why)
