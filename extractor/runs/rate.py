"""Calls a second: kept to where a flag names them, and learned where a server refuses calls for their rate."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

RATE_GROWTH: Final = 0.02
"""Share by which a learned rate grows a second."""
RATE_FIRST_GROWTH: Final = 0.2
"""The same until the second refusal: the first tells little, above all where its wait is rounded to whole seconds."""
RATE_NEAR: Final = 0.002
"""The same near the rate at which the server refused the last time."""
RATE_BACK: Final = 0.95
"""What is left of a learned rate after a refusal, where the second before it says nothing better."""
RATE_UNDER: Final = 0.98
"""Share kept to of what the server took in that second."""
RATE_CUT: Final = 0.7
"""The same where the server took little in that second: it does not count by the second."""
RATE_SEEN: Final = 0.4
"""How little that is, against the rate."""
LATELY: Final = 1.0
"""Seconds before a refusal whose calls, if they are not too few, are what the server takes."""
RATE_FIRST: Final = 1.0
"""Calls a second that the first learned rate is at least: before it there may have been little to ask."""
RATE_LEAST: Final = 0.02
"""Calls a second that a learned rate never falls below."""


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
    _refused_at: float = 0.0
    """The rate at which the server refused the last time."""
    _since: float = 0.0
    _accepted: int = 0
    _lately: deque[float] = field(default_factory=deque)
    """When the calls of the last second went out, until one of them was refused."""
    _refused: bool = False
    _times: int = 0
    """How often stock was taken after refusals."""
    _refused_first: float = 0.0
    """When the server began to refuse."""
    _sooner: float = 0.0
    """Seconds by which the server may have been ready before it said so."""

    def begin(self, now: float) -> None:
        """The server may be asked from now on: take stock of the time before."""
        if self._refused:
            self.rate = self._stock(now)
            self._times += 1
        self._since, self._accepted, self._refused = now, 0, False
        self._lately.clear()

    def _stock(self, now: float) -> float:
        """The rate to go on with after a refusal; `_refused_at` is the one near which it grows slowly."""
        before = self.rate
        if before is None:
            until = max(self._refused_first, now - self._sooner)
            first = max(self._accepted / max(until - self._since, 0.05), RATE_FIRST)
            self._refused_at = first / RATE_BACK
            return first
        period = max(self._refused_first - self._since, 0.05)
        count = max(len(self._lately) - 1, 1)
        # A first rate made of whole seconds may be far too high, so that a second's calls are through in less.
        whole = self._times == 1 and self._sooner > 0
        seen = count / (LATELY if whole else min(period, LATELY))
        if period >= LATELY:
            seen = max(seen, self._accepted / period)
        if self._times > 1 and period < LATELY / 2:
            seen = before  # refused with the first calls after a wait: by chance, near a rate that is known
        if before * RATE_SEEN <= seen < before * RATE_BACK:
            self._refused_at = min(before, seen * (1 + 1 / count))
            return seen * RATE_UNDER
        self._refused_at = before
        return max(before * (RATE_BACK if seen >= before * RATE_BACK else RATE_CUT), RATE_LEAST)

    def refused(self, began: float, now: float, sooner: float = 0.0) -> None:
        """The server said to a call: too many; it may be ready so many seconds sooner than it says."""
        if not self._refused:
            self._refused_first = now
            while self._lately and self._lately[-1] > began:
                self._lately.pop()
            self._keep_lately(began)
        self._refused = True
        self._sooner = sooner

    def _keep_lately(self, now: float) -> None:
        while self._lately and self._lately[0] <= now - LATELY:
            self._lately.popleft()

    def sent(self, now: float) -> None:
        """A call goes out."""
        if self.rate is not None and not self._refused:
            self._lately.append(now)
            self._keep_lately(now)

    def accepted(self) -> None:
        """The server took a call."""
        self._accepted += 1
        if self.rate is None or self._refused:
            return
        if self._times == 1:
            self.rate += RATE_FIRST_GROWTH
            return
        if self.rate > self._refused_at * 1.05:
            self._refused_at = self.rate * 1.2
        near = self.rate > self._refused_at * RATE_BACK
        self.rate += RATE_NEAR if near else RATE_GROWTH
