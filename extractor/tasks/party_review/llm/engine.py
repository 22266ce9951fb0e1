"""The LLM engine: the program of one article as a step that any process can take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from extractor.engines.base import NO_FACTS, Answer, Facts, Outcome, PromptIdentity, Question, Usage
from extractor.engines.llm.money import priced
from extractor.engines.llm.prompt import Message
from extractor.engines.llm.replies import Reply
from extractor.engines.llm.settings import LlmSettings
from extractor.engines.llm.stepping import Stepping
from extractor.engines.llm.tagged_text import TaggedText
from extractor.engines.readings import reading_of
from extractor.reading.model import Reading
from extractor.tasks.party_review.llm.program import Plan, program
from extractor.tasks.party_review.llm.prompt import Part, Prompt, prompt_for
from extractor.text.article import Article

_FOLLOW_UP_TOKENS: Final = 250


class LlmEngine:
    """Asks a language model about articles, one question at a time. Not thread-safe: one engine for a process."""

    name = "llm"

    def __init__(self, settings: LlmSettings, *, prompt: Prompt | None = None) -> None:
        """Raises `UsageError` where there is no such prompt, or its header is wrong."""
        self.settings = settings
        self.prompt = prompt or prompt_for(settings)
        self._plan = Plan(settings, self.prompt)
        self._stepping = Stepping(partial(program, self._plan))

    @property
    def prompt_identity(self) -> PromptIdentity:
        """The prompt's name, version, strategy and hash, for `run.json`."""
        header = self.prompt.header
        return PromptIdentity(header.name, header.version, header.strategy, self.prompt.static_hash)

    @property
    def reply_model(self) -> type[Reply]:
        """The shape of a reply."""
        return self.prompt.reply_model

    def step(self, article: Article, answers: Sequence[Answer] = (), facts: Facts = NO_FACTS) -> Question | Outcome:
        """The next question about an article, or what came of it.

        Raises:
            LlmError: the answers hold no usable reply.
        """
        return self._stepping.step(article, answers, replace(facts, mode=self.settings.fixed_mode or facts.mode))

    def estimate(self, article: Article, reading: Reading | None = None) -> Usage:
        """What an article should take, follow-up included, without asking anything."""
        parts = self._parts(article, reading)
        total = Usage()
        for number, tagged in enumerate(parts, 1):
            messages = self.prompt.messages(tagged, Part(number, len(parts)))
            total = total + Usage(1, self.prompt.count(messages), 0, self._expected_output(tagged))
        look = self.prompt.system_tokens + _FOLLOW_UP_TOKENS
        return priced(self.settings, total + Usage(1, look, 0, 80))

    def messages(self, article: Article, reading: Reading | None = None) -> list[list[Message]]:
        """The exact messages of the first request, or of the first request for each part of a long article."""
        parts = self._parts(article, reading)
        return [self.prompt.messages(tagged, Part(at, len(parts))) for at, tagged in enumerate(parts, 1)]

    def _parts(self, article: Article, reading: Reading | None) -> list[TaggedText]:
        whole = TaggedText.whole(article, reading or reading_of(article))
        return self._plan.room.parts(whole, NO_FACTS)

    def _expected_output(self, tagged: TaggedText) -> int:
        return 250 + len(tagged.quantities) * (14 if self._plan.pointing else 110)


def prompt_identity(settings: LlmSettings) -> PromptIdentity:
    """The identity of the prompt that these settings use, without a client or a key."""
    return LlmEngine(settings).prompt_identity


__all__ = ["LlmEngine", "prompt_identity"]
