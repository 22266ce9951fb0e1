"""Someone who watches a run, and what there is to see."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Protocol

from pydantic import JsonValue

from extractor.engines.base import Usage
from extractor.runs.outcome import ArticleOutcome


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A run at one moment."""

    total: int | None = None
    done: int = 0
    failed: int = 0
    reused: int = 0
    seconds: float = 0.0
    rate: float = 0.0
    """Articles a second that were worked on in this run; what an earlier one had finished does not count."""
    in_hand: int = 0
    in_flight: int = 0
    allowed: int = 0
    """Calls at once that the gate lets through now."""
    why: str = ""
    """Why it lets through so many."""
    paid: Usage = field(default_factory=Usage)
    saved: Usage = field(default_factory=Usage)
    retried: int = 0

    @property
    def left(self) -> float | None:
        """Seconds until the end, as things go; null where that cannot be said."""
        through = self.done + self.failed
        if self.total is None or self.rate <= 0 or through >= self.total:
            return None
        return (self.total - through) / self.rate

    @property
    def projected_usd(self) -> float | None:
        """What the run will have cost at its end, as things go."""
        worked = self.done + self.failed - self.reused
        if self.total is None or self.paid.cost_usd is None or worked <= 0:
            return None
        return self.paid.cost_usd * (self.total - self.reused) / worked

    def record(self) -> dict[str, JsonValue]:
        """The snapshot as plain data."""
        return {**asdict(self), "left": self.left, "projected_usd": self.projected_usd}


class Observer(Protocol):
    """Called from the run's own thread only."""

    def started(self, total: int | None) -> None:
        """The run begins; `total` inputs at most, None where that is unknown."""

    def ended(self, outcome: ArticleOutcome) -> None:
        """One more input is through."""

    def known(self, count: int) -> None:
        """So many more inputs are through: an earlier run had finished them, and nothing about them is new."""

    def looked(self, snapshot: Snapshot) -> None:
        """How things stand, about once a second."""

    def said(self, message: str) -> None:
        """Something the user should know, in one sentence."""

    def again(self) -> None:
        """The inputs are gone through once more: what is counted begins anew."""

    def finished(self) -> None:
        """No input is left, or the run stops."""
