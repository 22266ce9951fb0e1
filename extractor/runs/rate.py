"""Calls a second: kept to where a flag names them, and learned where a server refuses calls for their rate.

What a server lets through is learned from two things that are known after a refusal: how many calls went out in the
second before it, and how many went out from the last wait until the time at which it is ready again. The first is
exact where it counts by the second, in whatever way it says when to come back; the second is right for all servers,
as far as the time is: a date, or whole seconds, may be off by one.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

UNDER: Final = 0.98
"""Share kept to of what a server was seen to take."""
UNDER_ROUNDED: Final = 0.96
"""The same where its waits are in whole seconds: then a refusal costs up to a second, and on a busy machine calls come
unevenly."""
BACK: Final = 0.97
"""What is left of a learned rate after a refusal that says nothing better, as when calls arrive unevenly."""
CUT: Final = 0.7
"""The same at the least where the rate could twice not be kept to for `BRIEF`."""
LEAST_LEFT: Final = 0.2
"""What is left of a learned rate after a refusal at the least: calls may have been few for other reasons."""
BRIEF: Final = 2.0
"""Seconds within which a refusal means that the rate is far off, not a little."""
LONG: Final = 4.0
"""Seconds after which a rate has been borne out by keeping to it."""
LATELY: Final = 1.0
"""Seconds before a refusal whose calls are counted: servers count by the second, or by something far longer."""
NEAR: Final = 1.4
"""How far a rate may have grown for the one before to be what the server takes, after all."""
FAR: Final = 0.75
"""Share of a rate below which what was kept to before is so far off that the middle of the two is tried."""
WELL: Final = 0.9
"""What is left of a rate that could twice not be kept to for `BRIEF`, where waits are in whole seconds."""
LIFT: Final = 0.15
"""Share of that growth which is kept all the same, as it went well for a while."""
MORE: Final = 1.1
"""How many more calls in a second than it was taken to let through show that it lets more through."""
MANY: Final = 15
"""Calls in that second of which one more or less, by chance, does not matter."""
FIRST: Final = 1.0
"""Calls a second that the first learned rate is at least: before it there may have been little to ask."""
LEAST: Final = 0.02
"""Calls a second that a learned rate never falls below."""
SURE: Final = 0.2
"""Share by which what was seen may differ from the rate before it and bear it out."""
HOLD: Final = 1.0
"""Seconds for which a rate is kept to before it grows again, where it may be far too low."""
HOLD_SURE: Final = 30.0
"""The same for one that is borne out: each refusal costs its wait, up to a second more where it is rounded."""
AT_ONCE: Final = 0.2
"""Seconds within which a server is ready again that lets calls save up, so that a burst says little of its rate."""
GROWTH: Final = 0.005
"""Share by which the rate then grows a second, times the square of the seconds since then: slowly where it may be near
the bound, fast where that seems to be far off (as CUBIC does for TCP, RFC 9438)."""
GROWTH_MOST: Final = 0.3
"""The same at the most."""
LATE: Final = 0.3
"""Seconds by which calls may be behind their times and make up for it: on a busy machine all wake a little late."""
HURRY: Final = 0.5
"""Share of the time between two calls that is left between them at the least where they make up for it."""
IMPATIENCE: Final = 0.1
"""Seconds that everyone waits at least where the server was asked at the time that it named and refused again."""
IMPATIENCE_GROWTH: Final = 1.5
IMPATIENCE_MOST: Final = 30.0


@dataclass(slots=True)
class Pace:
    """A steady stream of something a minute at most."""

    per_second: float | None
    _next: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next may go."""
        return max(0.0, self._next - now) if self.per_second is not None else 0.0

    def take(self, now: float, amount: float = 1.0) -> None:
        """Let so much go."""
        if self.per_second is not None:
            self._next = max(self._next, now) + amount / self.per_second


@dataclass(slots=True)
class LearnedRate:
    """Calls a second as refusals have taught: null until the first."""

    rate: float | None = None
    _since: float = 0.0
    _through: int = 0
    """Calls that went out since then and were not refused."""
    _lately: deque[float] = field(default_factory=deque)
    """When the last calls went out that were not refused, waits between them or not."""
    _refused: float | None = None
    """When the last call went out that was refused since then."""
    _known: float = 0.0
    """When the first refusal came in."""
    _rounded: float = 0.0
    """Seconds by which the last waits may have been off."""
    _ready: tuple[float, float] = (0.0, 0.0)
    """When the server is ready again, at the soonest and at the latest."""
    _vain: int = 0
    """How often in a row it was asked again when it had said, and took nothing."""
    _held: float = 0.0
    """Seconds of calls since the rate was learned."""
    _hold: float = HOLD
    _takes: float = 0.0
    """What the server was taken to let through a second when the rate was learned."""
    _even: bool = False
    """Whether the server was seen not to count by the second, so that it takes nothing faster than the rate."""
    _brief: bool = False
    """Whether the last refusal came soon after the one before."""
    _base: float = 0.0
    """The rate as it was learned, before it grew."""
    _kept: float = 0.0
    """Calls a second that it took for longer than `LONG`."""
    _next: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next call may go: evenly, and in no second more than the rate."""
        if self.rate is None:
            return 0.0
        due = self._next
        if self._lately:
            count = max(1, int(self._takes * self.rate / self._base + 1e-6))
            due = max(due, self._lately[-1] + HURRY / self.rate)
            if len(self._lately) >= count:
                due = max(due, self._lately[-count] + count / self.rate)
        return max(0.0, due - now)

    def begin(self, now: float) -> None:
        """The server may be asked from now on: take stock of the time before."""
        if self._refused is not None:
            if self._through or self.rate is None:
                self._learn(self._refused)
                self._vain = 0
            else:
                self._vain += 1
        self._since, self._through, self._refused = now, 0, None
        self._next = now if self._vain or self._even else now - min(self._rounded / 2, LATE)

    def sent(self, now: float) -> None:
        """A call goes out."""
        self._through += 1
        if self.rate is not None:
            self._next = max(self._next, now - LATE) + 1 / self.rate
        self._lately.append(now)
        while self._lately[0] < now - 3 * LATELY:
            self._lately.popleft()

    def accepted(self) -> None:
        """The server took a call."""
        if self.rate is None or self._refused is not None:
            return
        self._held += 1 / self.rate
        if self._held > self._hold:
            self.rate += min(GROWTH * (self._held - self._hold) ** 2, GROWTH_MOST)

    def refused(self, began: float, now: float, wait: float | None, off_by: float = 0.0) -> None:
        """The server said to a call: too many, come back after so many seconds, which may be off by `off_by`."""
        if began in self._lately:
            self._lately.remove(began)
        if began < self._since:
            return
        self._through -= 1
        ready = now + (wait or 0.0)
        soonest, latest = max(now, ready - off_by), ready + off_by
        if self._refused is None:
            self._known = now
        else:
            soonest, latest = max(soonest, self._ready[0]), max(latest, self._ready[1])
        self._refused = max(began, self._refused or began)
        self._ready, self._rounded = (soonest, latest), off_by

    @property
    def patience(self) -> float:
        """Seconds to wait at least after this refusal: the time that a server names may be rounded down."""
        if not self._vain or self._through > 0:
            return 0.0
        return min(IMPATIENCE * IMPATIENCE_GROWTH ** min(self._vain - 1, 20), IMPATIENCE_MOST)

    def _learn(self, refused: float) -> None:
        """The rate to go on with after a refusal of a call that went out at that time."""
        under = UNDER_ROUNDED if self._rounded else UNDER
        unsure = self._hold < HOLD_SURE
        before, self._held, self._hold = self.rate, 0.0, HOLD
        if before is None:
            seen = self._bounded(self._count(self._known + 0.001))
            self.rate = self._base = max(seen * under, FIRST)
            self._takes = max(seen, FIRST)
            if seen > MANY and self._ready[0] - refused > AT_ONCE:
                self._hold = HOLD_SURE
            return
        period = refused - self._since
        brief = period < BRIEF
        again, self._brief = brief and self._brief, brief
        self._kept = self._through / (period + LATELY) if period >= LONG else self._kept * BACK
        seen = self._seen(refused, before, brief, again)
        if abs(seen - before) <= max(before * SURE, 1.5):
            self._hold = HOLD_SURE
        rate, takes = before, self._takes
        more = self._count(refused, 0.5 / before if unsure else 0.0) >= takes * MORE
        if period >= LONG and before <= self._base * NEAR and not more:
            rate = self._base + LIFT * (before - self._base)
        elif period < LATELY / 2 and seen < before * CUT and self._kept > 0 and not self._even:
            self._even = True
        elif brief and not self._even and 0 < self._kept < before * FAR:
            rate = (self._kept + before) / 2
            takes = round(rate / under)
        elif seen > MANY or seen <= before - 1 or again:
            rate, takes = max(min(before, seen * under), before * LEAST_LEFT), seen
            if again and rate > before * BACK:
                middle = self._through / max(sum(self._ready) / 2 - self._since, 0.05)
                rate = before * WELL if self._rounded else max(middle, before * CUT)
        self.rate = max(min(max(rate, self._kept * BACK), before * BACK), LEAST)
        self._base, self._takes = self.rate, max(seen if more else min(takes, seen), self.rate)

    def _seen(self, refused: float, before: float, brief: bool, again: bool) -> float:
        """Calls a second that the server took before it refused one."""
        narrow, wide = self._count(refused), self._count(refused, 0.5 / before)
        # At the rate that a server takes, a call is refused when the oldest is all but a second old, or a little more.
        if not brief:
            return self._bounded(wide)
        return self._bounded((narrow + wide) / 2 if again and narrow <= MANY else narrow)

    def _count(self, until: float, more: float = 0.0) -> int:
        """Calls that went out in the second before a time, or a little more, and were not refused."""
        return sum(until - LATELY - more < one < until for one in self._lately)

    def _bounded(self, count: float) -> float:
        """Calls a second as counted, as far as the time at which the server is ready again bears it out."""
        soonest, latest = (ready - self._since for ready in self._ready)
        seen = max(count / LATELY, self._through / max(latest, 0.05))
        far = self._ready[0] - (self._refused or 0.0) > LATELY
        return min(seen, (self._through + 1) / soonest) if far else seen
