"""A task's engine: the program of one article as a step that any process can take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from extractor.engines.base import NO_FACTS, Answer, Facts, PromptIdentity, Question, TaskOutcome, Usage
from extractor.engines.llm.money import estimate_tokens, priced
from extractor.engines.llm.prompt import Message
from extractor.engines.llm.replies import Reply
from extractor.engines.llm.stepping import Stepping
from extractor.engines.readings import reading_of
from extractor.reading.model import Reading
from extractor.tasks.marked_text import MarkedText
from extractor.tasks.program import TaskPlan, task_program
from extractor.text.article import Article

_ROW_TOKENS: Final = {"pointer": 14, "quote": 40}
"""Tokens of output that a marked quantity comes to, roughly."""


class TaskEngine:
    """Asks a language model about articles for one task. Not thread-safe: one engine for a process."""

    name = "llm"

    def __init__(self, plan: TaskPlan, identity: PromptIdentity) -> None:
        self.plan = plan
        self.prompt_identity = identity
        self._stepping = Stepping(partial(task_program, plan))

    @property
    def reply_model(self) -> type[Reply]:
        """The shape of a reply."""
        return self.plan.reply_model

    def step(self, article: Article, answers: Sequence[Answer] = (), facts: Facts = NO_FACTS) -> Question | TaskOutcome:
        """The next question about an article, or what came of it. Raises `LlmError`: no usable reply."""
        return self._stepping.step(article, answers, replace(facts, mode=self.plan.settings.fixed_mode or facts.mode))

    def estimate(self, article: Article, reading: Reading | None = None) -> Usage:
        """What an article should take, without asking anything."""
        total = Usage()
        for messages, tagged in zip(self.messages(article, reading), self._parts(article, reading), strict=True):
            tokens = self.plan.prompt.system_tokens + estimate_tokens(messages[-1]["content"]) + 4
            output = 120 + len(tagged.quantities) * _ROW_TOKENS[self.plan.form]
            total = total + Usage(1, tokens, 0, output)
        return priced(self.plan.settings, total)

    def messages(self, article: Article, reading: Reading | None = None) -> list[list[Message]]:
        """The exact messages of the first request, or of the first request for each part of a long article."""
        parts = self._parts(article, reading)
        return [self.plan.prompt.messages(tagged, at, len(parts)) for at, tagged in enumerate(parts, 1)]

    def _parts(self, article: Article, reading: Reading | None) -> list[MarkedText]:
        return self.plan.room.parts(self.plan.whole(article, reading or reading_of(article)), NO_FACTS)
