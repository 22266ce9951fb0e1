"""The clock of a server as its replies show it: a date that it names is to be read by that one, not by ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime


@dataclass(slots=True)
class ServerClock:
    """By how much a server's clock is ahead of ours, from the `Date` of its replies (RFC 9110, 6.6.1).

    Each is the server's time in whole seconds, at some moment between the call and its reply, so that it bounds the
    difference to a second and a little; many replies together bound it far closer.
    """

    ours: Callable[[], datetime]
    _least: float = -float("inf")
    _most: float = float("inf")

    def saw(self, date: str | None, seconds: float) -> None:
        """A reply with that `Date` has just come, so many seconds after its call went out."""
        if date is None:
            return
        try:
            named = parsedate_to_datetime(date)
        except (ValueError, TypeError, IndexError, OverflowError):
            return
        named = named if named.tzinfo is not None else named.replace(tzinfo=UTC)
        ahead = (named - self.ours()).total_seconds()
        least, most = max(self._least, ahead), min(self._most, ahead + 1.0 + seconds)
        if least > most:  # one of the clocks was set
            least, most = ahead, ahead + 1.0 + seconds
        self._least, self._most = least, most

    @property
    def ahead(self) -> float:
        """Seconds to add to our clock: none as long as the two may agree, else the least, so as not to ask too soon."""
        return 0.0 if self._least <= 0.0 <= self._most else self._least

    @property
    def off_by(self) -> float:
        """Seconds by which that may be wrong, as far as is known."""
        return 0.0 if self.ahead == 0.0 else self._most - self._least

    def now(self) -> datetime:
        """The time by the server's clock."""
        return self.ours() + timedelta(seconds=self.ahead)
