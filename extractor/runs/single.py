"""A model for single articles: no folder, no ledger, the same wire, waits and limits as a run."""

from __future__ import annotations

from collections import Counter
from types import TracebackType
from typing import Self, cast

from extractor.engines.base import NO_FACTS, Completion, Engine, Facts, Question, Stepper, TaskOutcome, Usage
from extractor.engines.llm.settings import LlmSettings
from extractor.pipeline import Ask, Extraction, aextract_article, answered
from extractor.runs.asking import Asking
from extractor.runs.calls import Calls
from extractor.runs.limits import Clock, Gate
from extractor.runs.server import Server
from extractor.runs.wire import make_transport
from extractor.tasks.party_review.llm.engine import LlmEngine
from extractor.text.article import Article


class Model:
    """Asks one model about single articles; a context that holds its connections."""

    def __init__(
        self,
        settings: LlmSettings,
        *,
        clock: Clock | None = None,
        calls: Calls | None = None,
        engine: Stepper | None = None,
    ) -> None:
        """Raises `UsageError`: no key, no such prompt, an unknown price under a cost limit, or a missing package."""
        transport, key = make_transport(settings)
        gate = Gate(
            requests_per_minute=settings.requests_per_minute,
            tokens_per_minute=settings.tokens_per_minute,
            clock=clock or Clock(),
        )
        self.settings = settings
        self.engine: Stepper = engine or LlmEngine(settings)
        self.asking = Asking(settings, transport, key=key, gate=gate, calls=calls)
        self.server = Server(self.asking, NO_FACTS)

    async def extract(self, article: Article, *, rules: Engine | None = None) -> Extraction:
        """Everything about one article. Raises `LlmError`, `BudgetReached`."""
        ask, facts = await self._ready(article)
        return await aextract_article(article, cast("Engine", self.engine), rules=rules, ask=ask, facts=facts)

    async def answer(self, article: Article) -> tuple[TaskOutcome, Usage]:
        """What the engine of a task of somebody's own makes of one article. Raises as `extract` does."""
        ask, facts = await self._ready(article)
        outcome, usage = await answered(article, self.engine, ask=ask, facts=facts)
        assert isinstance(outcome, TaskOutcome)
        return outcome, usage

    async def _ready(self, article: Article) -> tuple[Ask, Facts]:
        """The way to ask about one article, and what is known of the server."""
        facts = self.server.facts
        spent = Usage()
        if self.settings.fixed_mode is None:
            facts, spent = await self.server.known()

        times: Counter[bytes] = Counter()

        async def ask(question: Question) -> tuple[Completion, Usage]:
            nonlocal spent
            self.server.learn(question.learned)
            times[question.body] += 1
            asked = await self.asking.ask(question, doc_id=article.doc_id, attempt=times[question.body] - 1)
            usage, spent = asked.usage + spent, Usage()
            return asked.completion, usage

        return ask, facts

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.asking.transport.close()
