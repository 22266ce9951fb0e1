"""Places of calls that take far longer than their likes: lent to other calls until they come.

One call in fifty that takes twenty times as long holds three places in ten. Where a server answers all else as it did,
its few slow calls say nothing about how many it can take at once; where many are slow, or all, nothing is lent. All
numbers that decide this stand here (docs/decisions/012).
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Final

PATIENCE: Final = 4.0
"""Times the ninth of ten last answers after which a call is far slower than its likes."""
PATIENCE_LEAST: Final = 0.5
"""Seconds before which no call is: less is not worth a place."""
COHORT: Final = 20
"""Calls sent one after the other that are held against each other."""
STRAGGLERS: Final = 2
"""Of a cohort, those that may be far slower; where more are out, it is the server that is slow."""
ANSWERS: Final = 100
"""Answers whose time is remembered."""
_LOOK: Final = 10
"""Answers between two looks at these."""


@dataclass(slots=True)
class _Cohort:
    """Calls that were sent one after the other."""

    sent: int = 0
    out: int = 0

    @property
    def is_through(self) -> bool:
        """Whether nearly all have come."""
        return self.sent == COHORT and self.out <= STRAGGLERS


@dataclass(slots=True)
class Lending:
    """Which calls in flight are passed by. Each is named by the time when it began, later ones by a later time."""

    patience: float = math.inf
    """Seconds after which a call is far slower than its likes; without end until enough have come to know."""
    _flying: dict[float, _Cohort] = field(default_factory=dict)
    _cohort: _Cohort = field(default_factory=_Cohort)
    _times: deque[float] = field(default_factory=lambda: deque(maxlen=ANSWERS))
    _seen: int = 0
    _came: float = -math.inf
    """When the last answer came."""

    def sent(self, began: float) -> None:
        """A call is sent."""
        if self._cohort.sent == COHORT:
            self._cohort = _Cohort()
        self._cohort.sent += 1
        self._cohort.out += 1
        self._flying[began] = self._cohort

    def ended(self, began: float) -> None:
        """A call has ended, however."""
        cohort = self._flying.pop(began, None)
        if cohort is not None:
            cohort.out -= 1

    def answered(self, began: float, now: float) -> None:
        """A call was answered."""
        seconds, self._came = now - began, now
        self._times.append(seconds)
        self._seen += 1
        if self._seen >= COHORT and self._seen % _LOOK == 0:
            ninth = sorted(self._times)[len(self._times) * 9 // 10]
            self.patience = max(PATIENCE_LEAST, PATIENCE * ninth)

    def lent(self, now: float) -> int:
        """How many calls lend their places: those far slower than their likes, while others come, as nearly all their
        likes have.
        """
        if now - self._came > self.patience / 2:
            return 0
        count = 0
        for began, cohort in self._flying.items():
            if now - began <= self.patience:
                break
            count += cohort.is_through
        return count
