"""The server of a run: what is known of it, and the way on which a question comes to it, online or by batches."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TypeVar

from extractor.engines.base import Answer, Facts, Question, Usage
from extractor.engines.llm import trace
from extractor.runs.asking import Asking
from extractor.runs.attempts import Asked
from extractor.runs.batches import Batches
from extractor.runs.progress import Waiting

_T = TypeVar("_T")


async def answered(
    questions: Generator[Question, Answer, _T], asking: Asking, *, doc_id: str, attempt: int | None = 0
) -> tuple[_T, Usage]:
    """What a generator of questions comes to, each asked in turn; and what they cost.

    Raises what `Asking.ask` and the generator raise.
    """
    usage = Usage()
    try:
        question = next(questions)
        while True:
            asked = await asking.ask(question, doc_id=doc_id, attempt=attempt)
            usage = usage + asked.usage
            question = questions.send(asked.completion)
    except StopIteration as ended:
        return ended.value, usage


class Server:
    """What is known of the server, found out by the first who needs it while the others wait."""

    def __init__(self, asking: Asking, facts: Facts) -> None:
        self._asking = asking
        self._lock = asyncio.Lock()
        self.facts = facts

    async def known(self) -> tuple[Facts, Usage]:
        """The facts, with the mode, and what finding it out cost this caller. Raises what the probe raises."""
        if self.facts.mode is not None:
            return self.facts, Usage()
        async with self._lock:
            if self.facts.mode is not None:
                return self.facts, Usage()
            from extractor.engines.llm.probe import probe

            facts, usage = await answered(
                probe(self._asking.settings, self.facts), self._asking, doc_id="(probe)", attempt=None
            )
            self.learn(facts)
            trace.LOGGER.info("mode %s", facts.mode, extra={"fields": {"event": "llm.mode", "mode": facts.mode}})
            return self.facts, usage

    def learn(self, facts: Facts) -> None:
        """Add to what is known, and keep it for the next run."""
        if self._asking.settings.fixed_mode is not None:
            # What a flag says is no fact about the server.
            facts = replace(facts, mode=None)
        merged = self.facts | facts
        if merged != self.facts:
            self.facts = merged
            if self._asking.calls is not None:
                name = f"{self._asking.server} {self._asking.settings.wire_model}"
                self._asking.calls.own.learn(name, merged)


@dataclass(slots=True)
class Model:
    """The way to a model: who asks, and what is known of the server."""

    asking: Asking
    server: Server
    batches: Batches | None = None
    follow_up_online: bool = False
    """Whether follow-ups are asked at once although first questions go out in batches."""

    async def ask(self, question: Question, *, doc_id: str, attempt: int) -> Asked:
        """The answer; raises `Waiting` where the question is out in a batch, and what `Asking.ask` raises."""
        if self.batches is None or (question.optional and self.follow_up_online):
            return await self.asking.ask(question, doc_id=doc_id, attempt=attempt)
        key = self.asking.name(question, attempt)
        found = self.asking.stored(key)
        if found is None:
            self.batches.add(key, question)
            raise Waiting("The question is out in a batch.")
        return found
