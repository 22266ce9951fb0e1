"""What ends a run in which everything fails."""

from __future__ import annotations

from typing import Final


class Breaker:
    """Ends a run in which everything fails at the server: what fails for all is not asked about a thousand times."""

    ENOUGH: Final = 20
    """Failures in a row, with no answer between them."""
    HOPELESS: Final = 4
    """How many a failure counts for that no waiting mends: a wrong key, an unknown model, no quota."""

    UNREACHED: Final = 10
    """How many a lost connection counts for where nothing has come yet, no refusal either: no server runs there."""

    def __init__(self) -> None:
        self._count = 0
        self.reached = False
        """Whether an answer has come, of the store too, or a refusal."""
        self.reason: str | None = None

    def answered(self) -> None:
        """The server gave an answer."""
        self._count = 0
        self.reached = True

    def failed(self, message: str, *, hopeless: bool, lost: bool = False) -> bool:
        """Count a failure; whether it was one too many. `lost`: the connection itself failed, however often tried."""
        self._count += self.UNREACHED if lost and not self.reached else self.HOPELESS if hopeless else 1
        self.reached = self.reached or not lost
        if self._count >= self.ENOUGH and self.reason is None:
            self.reason = message
        return self.reason is not None
