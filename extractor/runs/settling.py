"""One article to its settlement: its engine's steps, each question over the wire.

Nothing here knows what a question means, where articles come from or where their settlements go.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Final

from extractor.engines.base import NO_FACTS, NO_USAGE, Answer, Facts, Failure, Question, Usage
from extractor.engines.llm.errors import (
    BadKey,
    BudgetReached,
    ConnectionLost,
    LlmError,
    QuotaExhausted,
    RateLimited,
    Redirected,
    ThoughtsOnly,
    UnknownModel,
)
from extractor.errors import ExtractorError
from extractor.runs.breaker import Breaker
from extractor.runs.calls import StoreError
from extractor.runs.desk import Settlement, Task, failed
from extractor.runs.job import Manner
from extractor.runs.limits import Stopped
from extractor.runs.progress import NotTaken, Progress
from extractor.runs.server import Model
from extractor.runs.work import Work
from extractor.runs.workers import Seat, Workers

_HOPELESS: Final = (BadKey, UnknownModel, QuotaExhausted, Redirected)


@dataclass(slots=True)
class Settling:
    """Who settles a run's articles, and what ends the run for all of them."""

    manner: Manner
    workers: Workers
    progress: Progress
    model: Model | None = None
    _breaker: Breaker = field(default_factory=Breaker)

    async def settle(self, work: Work, seat: Seat) -> Settlement:
        """Ask and step until the article is ended. Raises `NotTaken` where the run stops before.

        Where answers from the store alone make it fail, they have answered an earlier run's attempt: it is asked again.
        Whatever goes wrong with one reply or one article is that article's failure. Raises `StoreError` or `OSError`
        where the disk refuses to keep what has come.
        """
        course = _Course(self, work, seat, time.monotonic())
        try:
            if self.model is not None:
                try:
                    course.facts, course.probed = await self._facts(work)
                except LlmError as error:
                    return self.refused(course.task(), error, Usage(), course.begun)
            while True:
                settlement = await course.run()
                if settlement.done or course.live or not course.saved.calls:
                    return settlement
                course = course.again()
        except (NotTaken, StoreError, OSError):
            raise
        except Exception as error:
            return self._unexpected(course.task(), error)

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
                raise self.left(error) from None
        if asking.calls is None:
            return self.model.server.facts, spent
        return asking.calls.own.start(work.start, self.model.server.facts), spent

    def left(self, error: ExtractorError) -> NotTaken:
        """An article that is not finished because the run stops."""
        if isinstance(error, BudgetReached) and self.progress.budget is None:
            self.progress.budget = str(error)
            self.halt()
        return NotTaken(str(error))

    def refused(self, task: Task, error: LlmError, usage: Usage, begun: float) -> Settlement:
        """An article that fails because a question of its has no answer.

        Raises `NotTaken` where no server was ever there: that is no article's fault, and the run ends.
        """
        if self.model is not None and self.model.asking.is_nowhere(error) and not self._breaker.reached:
            self._break(str(error))
            raise self.left(error)
        lasting = isinstance(error, RateLimited) and error.lasting
        hopeless = lasting or isinstance(error, _HOPELESS)
        self._failed(str(error), hopeless=hopeless, lost=isinstance(error, ConnectionLost))
        spent = replace(task, usage=usage + error.usage, seconds=time.monotonic() - begun)
        return failed(spent, type(error).__name__, str(error))

    def _unexpected(self, task: Task, error: Exception) -> Settlement:
        """An article that fails by a fault of our own, on its way through this process."""
        name = type(error).__name__
        try:
            message = str(error) if isinstance(error, ExtractorError) else f"unexpected {name}: {error}"
        except Exception:  # even saying what went wrong may go wrong
            message = f"unexpected {name}"
        if self.model is not None:
            self._failed(message, hopeless=False)
        return failed(task, name, message)

    def _failed(self, message: str, *, hopeless: bool, lost: bool = False) -> None:
        if self._breaker.failed(message, hopeless=hopeless, lost=lost):
            self._break(self._breaker.reason or message)

    def _break(self, reason: str) -> None:
        if self.progress.broken is None:
            self.progress.broken = reason
            self.halt()

    def answered(self) -> None:
        """The server gave an answer."""
        self._breaker.answered()

    def halt(self) -> None:
        """Take nothing more, and send nothing more."""
        self.progress.stopped = True
        if self.model is not None:
            self.model.asking.gate.stop()


@dataclass(slots=True)
class _Course:
    """One article's steps, from its first question to its settlement."""

    settling: Settling
    work: Work
    seat: Seat
    begun: float
    facts: Facts = NO_FACTS
    asked: Counter[bytes] = field(default_factory=Counter)
    """How often each body was asked for this article: an answer that was refused is not taken for the next."""
    probed: Usage = NO_USAGE
    """What finding out about the server has cost it."""
    usage: Usage = NO_USAGE
    """What its questions have cost."""
    saved: Usage = NO_USAGE
    live: bool = False
    """Whether anything was asked over the wire."""
    answers: list[Answer] = field(default_factory=list)

    def again(self) -> _Course:
        """The same article from its beginning."""
        return _Course(self.settling, self.work, self.seat, self.begun, self.facts, self.asked, self.probed)

    async def run(self) -> Settlement:
        while True:
            taken = await self.settling.workers.take(self.task(), self.seat)
            model = self.settling.model
            if isinstance(taken, Settlement):
                if model is not None and taken.learned != NO_FACTS:
                    model.server.learn(taken.learned)
                return taken
            if model is None:
                return failed(self.task(), "ModelError", "This engine asks a model, and the run has none.")
            if self.settling.progress.stopped and self.settling.progress.broken is not None:
                raise NotTaken("The run is stopping.")
            refused = await self._ask(taken, model)
            if refused is not None:
                return refused
            limit = self.settling.manner.article_timeout
            if limit is not None and self.seat.computed > limit:
                message = f"The article took more than {limit:g} s: raise --article-timeout."
                return failed(self.task(), "ArticleTimeout", message)

    async def _ask(self, question: Question, model: Model) -> Settlement | None:
        """The answer to a question, added to those before; a settlement where there is none and the article fails."""
        settling = self.settling
        model.server.learn(question.learned)
        name = hashlib.sha256(question.body).digest()
        attempt = self.asked[name]
        self.asked[name] += 1
        try:
            asked = await model.ask(question, doc_id=self.work.article.doc_id, attempt=attempt)
        except Stopped as error:
            raise settling.left(error) from None
        except (LlmError, BudgetReached) as error:
            self.live = True
            if not question.optional:
                if isinstance(error, BudgetReached):
                    raise settling.left(error) from None
                return settling.refused(self.task(), error, self.probed + self.usage, self.begun)
            self.usage = self.usage + error.usage
            self.answers.append(Failure(type(error).__name__, str(error)))
            return None
        settling.answered()
        self.usage = self.usage + asked.usage
        if asked.saved:
            self.saved = self.saved + asked.usage
        else:
            self.live = True
            if settling.manner.article_timeout is not None:
                self.seat.computed += asked.seconds
        self.answers.append(asked.completion)
        return None

    def task(self) -> Task:
        """The next step to take, with what there is."""
        seconds = time.monotonic() - self.begun
        return Task(
            *(self.work.article, self.work.key, tuple(self.answers), self.facts, self.probed + self.usage, self.saved),
            seconds=seconds,
        )
