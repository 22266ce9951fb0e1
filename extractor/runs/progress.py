"""How far a run has come, and why an article may be left for the next one."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import Final

from extractor.errors import ExtractorError
from extractor.runs.asking import Asking
from extractor.runs.observer import Snapshot
from extractor.runs.outcome import State

_NAMED: Final = 5
"""Changed articles that are named."""


class NotTaken(ExtractorError):
    """The article is left for the next run; what was asked about it is in the store."""


class Waiting(NotTaken):
    """The article waits for a batch."""


@dataclass(slots=True)
class Progress:
    """The run as it goes."""

    total: int | None
    begun: float
    done: int = 0
    failed: int = 0
    reused: int = 0
    in_hand: int = 0
    working_since: float | None = None
    """When work on the first article began that no earlier run had finished; null where that is not told."""
    exhausted: bool = False
    """Whether every input was taken."""
    stopped: bool = False
    budget: str | None = None
    """What the budget said when it stopped the run."""
    broken: str | None = None
    """Why everything fails, where the breaker ended the run."""
    waiting: int = 0
    """Articles whose questions are out in batches."""
    inputs: int = 0
    changed: int = 0
    """Articles whose text is another than in an earlier run; the first of them are named."""
    changed_first: list[str] = field(default_factory=list)

    def begin_work(self) -> None:
        """Work on one more article begins."""
        self.in_hand += 1
        if self.working_since is None:
            self.working_since = time.monotonic()

    def note_changed(self, doc_id: str) -> None:
        """One more changed article."""
        self.changed += 1
        if len(self.changed_first) < _NAMED:
            self.changed_first.append(doc_id)

    @property
    def state(self) -> State:
        """How the run ended."""
        if self.budget is not None:
            return "budget_reached"
        if self.broken is not None:
            return "broken_off"
        if self.stopped or not self.exhausted:
            return "interrupted"
        return "waiting" if self.waiting else "complete"

    def snapshot(self, asking: Asking | None = None) -> Snapshot:
        """How things stand; with who asks, how the calls stand too."""
        now = time.monotonic()
        working = now - (self.begun if self.working_since is None else self.working_since)
        worked = self.done + self.failed - self.reused
        seen = Snapshot(
            total=self.inputs if self.exhausted else self.total,
            done=self.done,
            failed=self.failed,
            reused=self.reused,
            seconds=now - self.begun,
            rate=worked / max(working, 1e-9),
            in_hand=self.in_hand,
        )
        if asking is None:
            return seen
        tally, gate = asking.tally, asking.gate
        return replace(
            seen,
            in_flight=gate.active,
            allowed=gate.allowed,
            why=gate.why,
            paid=tally.paid,
            saved=tally.saved,
            retried=tally.retried,
        )
