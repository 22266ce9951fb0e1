"""The driver: articles through an engine's steps, each question over the wire, each settlement into the ledger.

One event loop waits; processes compute. Nothing here knows what a question means.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Final

from extractor.runs.feed import Feed
from extractor.runs.job import Job
from extractor.runs.ledger import Ledger
from extractor.runs.limits import CEILING
from extractor.runs.observer import Observer
from extractor.runs.outcome import ArticleOutcome
from extractor.runs.progress import NotTaken, Progress, Waiting
from extractor.runs.server import Model
from extractor.runs.settling import Settling
from extractor.runs.work import Fed, Handful, Work
from extractor.runs.workers import Workers
from extractor.text_files import TEXTS, keep_text

_LOOK_SECONDS: Final = 0.1
"""How often the driver looks whether it is to stop."""
_READY: Final = 2
"""Articles for each process that are begun beside those whose calls are in flight, so that none is idle."""


@dataclass(slots=True)
class Drive:
    """One run, from its first input to its last settlement."""

    job: Job
    ledger: Ledger
    workers: Workers
    observer: Observer
    stop: Event
    progress: Progress
    model: Model | None = None
    _settling: Settling = field(init=False)
    _fatal: Exception | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._settling = Settling(self.job.manner, self.workers, self.progress, self.model)

    async def run(self) -> None:
        """Work through the inputs. Raises `StoreError` or `OSError` where the disk refuses to keep what comes in."""
        feed = Feed(self.job, self.ledger.index.roll.earlier())
        slots = asyncio.Semaphore(self._at_once())
        watching = asyncio.create_task(self._watch(feed))
        try:
            async for some in feed:
                await self._begin(some, slots)
                if self.progress.stopped:
                    break
            self.progress.exhausted = feed.exhausted
            while self._tasks:
                await asyncio.wait(self._tasks)
        except OSError as error:
            self._end(error)
        finally:
            feed.stop()
            watching.cancel()
            if self._tasks:
                await asyncio.wait(self._tasks)
        self._look()
        if self._fatal is not None:
            raise self._fatal

    def _at_once(self) -> int:
        """Articles that are begun and not ended at any time."""
        computing = _READY * max(1, self.job.manner.processes)
        if self.model is None:
            return self.job.manner.concurrency or computing
        return (self.job.manner.concurrency or 2 * CEILING) + computing  # as many places again may be lent

    async def _begin(self, handful: Handful, slots: asyncio.Semaphore) -> None:
        """Settle what needs no work, and begin the rest as places come free."""
        some = self._others(handful)
        if not some:
            return
        known = self.ledger.index.known([one.key for one in some if isinstance(one, Work)])
        for one in some:
            if isinstance(one, Work) and one.key in known:
                self._withdraw(one)
        ended = [one for one in some if not isinstance(one, Work)]
        ended += [
            (one.number, replace(one.outcome("done"), reused=True))
            for one in some
            if isinstance(one, Work) and one.key in known
        ]
        self.progress.inputs += len(ended)
        self._note(ended)
        for one in some:
            if self._stopping():
                return
            if isinstance(one, Work) and one.key not in known:
                self.progress.inputs += 1
                await slots.acquire()
                if self._stopping():
                    slots.release()
                    self.progress.inputs -= 1
                    return
                task = asyncio.create_task(self._article(one, slots))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    def _others(self, handful: Handful) -> list[Fed]:
        """The inputs that are not settled with a look at their rows."""
        if not handful.kept or not self.ledger.index.roll.keep(handful.kept):
            return handful.fed
        count = sum(one.size for one in handful.kept)
        self.progress.inputs += count
        self.progress.done += count
        self.progress.reused += count
        self.observer.known(count)
        return handful.others()

    async def _article(self, work: Work, slots: asyncio.Semaphore) -> None:
        """One article to its settlement and into the ledger."""
        seat = self.workers.seat()
        self.progress.begin_work()
        try:
            self._withdraw(work)
            settlement = await self._settling.settle(work, seat)
            self.ledger.append(work.key, settlement.line, done=settlement.done)
            outcome = work.outcome("done" if settlement.done else "failed")
            self._note([(work.number, replace(outcome, error=settlement.error, message=settlement.message))])
        except NotTaken as left:
            self.progress.waiting += isinstance(left, Waiting)
            try:
                self._note([(work.number, work.outcome("not_taken"))])
            except OSError as error:
                self._end(error)
        except Exception as error:
            self._end(error)
        finally:
            self.progress.in_hand -= 1
            self.workers.leave(seat)
            slots.release()

    def _withdraw(self, work: Work) -> None:
        """Where an article has changed, its old result goes before its new text is kept: the two never stand together.

        Raises `OSError` where the disk refuses it.
        """
        if not work.changed:
            return
        self.progress.note_changed(work.article.doc_id)
        self.ledger.index.roll.end([(work.number, work.outcome("not_taken"))])
        self.ledger.index.commit()
        if work.text is not None:
            keep_text(self.job.out / TEXTS, work.article.doc_id, work.article.text)

    def _stopping(self) -> bool:
        """Whether nothing more is to be taken."""
        if self.stop.is_set() and not self.progress.stopped:
            self._settling.halt()
        return self.progress.stopped

    def _end(self, error: Exception) -> None:
        """The run cannot go on: what is kept is whole."""
        if self._fatal is None:
            self._fatal = error
        self._settling.halt()

    def _note(self, outcomes: list[tuple[int, ArticleOutcome]]) -> None:
        """Remember what became of some inputs, and tell of them."""
        progress = self.progress
        self.ledger.index.roll.end(outcomes, self.job.settings.engine_version)
        for _, outcome in outcomes:
            if outcome.status == "not_taken":
                continue
            if outcome.status == "failed":
                progress.failed += 1
            else:
                progress.done += 1
                progress.reused += outcome.reused
            self.observer.ended(outcome)

    async def _watch(self, feed: Feed) -> None:
        """See whether to stop, and show how things stand."""
        looked = 0.0
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            if self._stopping():
                feed.stop()
            if time.monotonic() - looked >= 1.0:
                looked = time.monotonic()
                self._look()

    def _look(self) -> None:
        self.observer.looked(self.progress.snapshot(self.model.asking if self.model is not None else None))
