"""The driver: articles through an engine's steps, each question over the wire, each settlement into the ledger.

One event loop waits; processes compute. Nothing here knows what a question means.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Final

from extractor.engines.base import NO_FACTS, NO_USAGE, Answer, Facts, Failure, Question, Usage
from extractor.engines.llm.errors import (
    BadKey,
    BudgetReached,
    LlmError,
    QuotaExhausted,
    Redirected,
    ThoughtsOnly,
    UnknownModel,
)
from extractor.errors import ExtractorError
from extractor.runs.desk import Settlement, Task, failed
from extractor.runs.feed import Feed
from extractor.runs.job import Job
from extractor.runs.ledger import Ledger
from extractor.runs.limits import CEILING, Breaker, Stopped
from extractor.runs.observer import Observer
from extractor.runs.outcome import ArticleOutcome
from extractor.runs.progress import NotTaken, Progress, Waiting
from extractor.runs.server import Model
from extractor.runs.work import Fed, Handful, Work
from extractor.runs.workers import Seat, Workers
from extractor.text_files import TEXTS, keep_text

_LOOK_SECONDS: Final = 0.1
"""How often the driver looks whether it is to stop."""
_HOPELESS: Final = (BadKey, UnknownModel, QuotaExhausted, Redirected)
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
    _breaker: Breaker = field(default_factory=Breaker)
    _fatal: Exception | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

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
            else:
                self.progress.exhausted = True
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
        return (self.job.manner.concurrency or CEILING) + computing

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
        self.progress.in_hand += 1
        try:
            self._withdraw(work)
            settlement = await self._settlement(work, seat)
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

    async def _settlement(self, work: Work, seat: Seat) -> Settlement:
        """Ask and step until the article is ended.

        Where answers from the store alone make it fail, they have answered an earlier run's attempt: it is asked again.
        """
        begun = time.monotonic()
        facts, spent = NO_FACTS, Usage()
        if self.model is not None:
            try:
                facts, spent = await self._facts(work)
            except LlmError as error:
                return self._refused(Task(work.article, work.key), error, Usage(), begun)
        asked: Counter[bytes] = Counter()
        while True:
            course = _Course(self, work, seat, facts, asked, begun)
            course.usage = spent
            settlement = await course.run()
            if settlement.done or course.live or not course.saved.calls:
                return settlement

    async def _facts(self, work: Work) -> tuple[Facts, Usage]:
        """What is known of the server; the probe's own failure ends the run where no answer can ever come."""
        assert self.model is not None
        spent = Usage()
        asking = self.model.asking
        if asking.settings.fixed_mode is None:
            try:
                _, spent = await self.model.server.known()
            except ThoughtsOnly as error:
                self._break(str(error))
                raise
            except (Stopped, BudgetReached) as error:
                raise self._left(error) from None
        if asking.calls is None:
            return self.model.server.facts, spent
        return asking.calls.own.start(work.start, self.model.server.facts), spent

    def _left(self, error: ExtractorError) -> NotTaken:
        """An article that is not finished because the run stops."""
        if isinstance(error, BudgetReached) and self.progress.budget is None:
            self.progress.budget = str(error)
            self._halt()
        return NotTaken(str(error))

    def _refused(self, task: Task, error: LlmError, usage: Usage, begun: float) -> Settlement:
        """An article that fails because a question of its has no answer."""
        if self._breaker.failed(str(error), hopeless=isinstance(error, _HOPELESS)):
            self._break(self._breaker.reason or str(error))
        spent = replace(task, usage=usage + error.usage, seconds=time.monotonic() - begun)
        return failed(spent, type(error).__name__, str(error))

    def _break(self, reason: str) -> None:
        if self.progress.broken is None:
            self.progress.broken = reason
            self._halt()

    def _stopping(self) -> bool:
        """Whether nothing more is to be taken."""
        if self.stop.is_set() and not self.progress.stopped:
            self._halt()
        return self.progress.stopped

    def _halt(self) -> None:
        """Take nothing more, and send nothing more."""
        self.progress.stopped = True
        if self.model is not None:
            self.model.asking.gate.stop()

    def _end(self, error: Exception) -> None:
        """The run cannot go on: what is kept is whole."""
        if self._fatal is None:
            self._fatal = error
        self._halt()

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


@dataclass(slots=True)
class _Course:
    """One article's steps, from its first question to its settlement."""

    drive: Drive
    work: Work
    seat: Seat
    facts: Facts
    asked: Counter[bytes]
    """How often each body was asked for this article: an answer that was refused is not taken for the next."""
    begun: float
    usage: Usage = NO_USAGE
    saved: Usage = NO_USAGE
    live: bool = False
    """Whether anything was asked over the wire."""
    answers: list[Answer] = field(default_factory=list)

    async def run(self) -> Settlement:
        while True:
            taken = await self.drive.workers.take(self._task(), self.seat)
            model = self.drive.model
            if isinstance(taken, Settlement):
                if model is not None and taken.learned != NO_FACTS:
                    model.server.learn(taken.learned)
                return taken
            if model is None:
                return failed(self._task(), "ModelError", "This engine asks a model, and the run has none.")
            if self.drive.progress.stopped and self.drive.progress.broken is not None:
                raise NotTaken("The run is stopping.")
            refused = await self._ask(taken, model)
            if refused is not None:
                return refused
            limit = self.drive.job.manner.article_timeout
            if limit is not None and self.seat.computed > limit:
                message = f"The article took more than {limit:g} s: raise --article-timeout."
                return failed(self._task(), "ArticleTimeout", message)

    async def _ask(self, question: Question, model: Model) -> Settlement | None:
        """The answer to a question, added to those before; a settlement where there is none and the article fails."""
        drive = self.drive
        model.server.learn(question.learned)
        name = hashlib.sha256(question.body).digest()
        attempt = self.asked[name]
        self.asked[name] += 1
        try:
            asked = await model.ask(question, doc_id=self.work.article.doc_id, attempt=attempt)
        except Stopped as error:
            raise drive._left(error) from None
        except (LlmError, BudgetReached) as error:
            self.live = True
            if not question.optional:
                if isinstance(error, BudgetReached):
                    raise drive._left(error) from None
                return drive._refused(self._task(), error, self.usage, self.begun)
            self.usage = self.usage + error.usage
            self.answers.append(Failure(type(error).__name__, str(error)))
            return None
        drive._breaker.answered()
        self.usage = self.usage + asked.usage
        if asked.saved:
            self.saved = self.saved + asked.usage
        else:
            self.live = True
            if drive.job.manner.article_timeout is not None:
                self.seat.computed += asked.seconds
        self.answers.append(asked.completion)
        return None

    def _task(self) -> Task:
        seconds = time.monotonic() - self.begun
        return Task(
            *(self.work.article, self.work.key, tuple(self.answers), self.facts, self.usage, self.saved),
            seconds=seconds,
        )
