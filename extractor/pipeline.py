"""One article, all the way: step by step through an engine, each question answered, every claim proved."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from extractor.collector import Uncollected
from extractor.engines.base import (
    NO_FACTS,
    Answer,
    Completion,
    Engine,
    Facts,
    Failure,
    Outcome,
    Question,
    Stepper,
    TaskOutcome,
    Usage,
)
from extractor.errors import ExtractorError, ModelError
from extractor.text.article import Article

if TYPE_CHECKING:
    from extractor.grounding.grounded import Grounded
    from extractor.reading.model import Reading
    from extractor.schema import ArticleSummary

_Result = TypeVar("_Result")

Ask = Callable[[Question], Awaitable[tuple[Completion, Usage]]]
"""How a question gets its answer and what that cost; raises an `ExtractorError` where there is none."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that is known about one article once it is done.

    `second` is what the rules engine makes of the same article where another engine answered; the two check each other.
    """

    article: Article
    reading: Reading
    draft: Any
    grounded: Grounded
    usage: Usage
    second: Grounded | None = None

    @property
    def summary(self) -> ArticleSummary:
        """The proven summary."""
        return self.grounded.summary


async def answered(
    article: Article, engine: Stepper, *, ask: Ask | None = None, facts: Facts = NO_FACTS
) -> tuple[Outcome | TaskOutcome, Usage]:
    """An engine's steps to their end, each question answered by `ask`; what came of it and what it cost.

    Raises `ModelError` where the engine gets no usable answer; where only an optional question fails, it goes on.
    """
    answers: list[Answer] = []
    usage = Usage()
    try:
        with Uncollected():
            taken = engine.step(article, answers, facts)
        while isinstance(taken, Question):
            if ask is None:
                raise ModelError("This engine asks a model, and there is none to ask: give it one.")
            try:
                completion, cost = await ask(taken)
            except ExtractorError as error:
                if not taken.optional:
                    raise
                usage = usage + usage_of_error(error)
                answers.append(Failure(type(error).__name__, str(error)))
            else:
                usage = usage + cost
                answers.append(completion)
            with Uncollected():
                taken = engine.step(article, answers, facts)
    except ExtractorError as error:
        error.usage = usage + usage_of_error(error)  # type: ignore[attr-defined]
        raise
    return taken, usage


async def aextract_article(
    article: Article, engine: Engine, *, rules: Engine | None = None, ask: Ask | None = None, facts: Facts = NO_FACTS
) -> Extraction:
    """Read one article with an engine, its questions answered by `ask`.

    With `rules` the rules engine reads the article too, for comparison. Raises `ModelError` where the engine gets no
    usable answer; where only an optional question fails, the engine goes on without.
    """
    taken, usage = await answered(article, engine, ask=ask, facts=facts)
    assert isinstance(taken, Outcome)
    second = second_reading(article, rules)
    return Extraction(article, taken.reading, taken.draft, taken.grounded, usage, second)


def extract_article(
    article: Article, engine: Engine, *, rules: Engine | None = None, ask: Ask | None = None, facts: Facts = NO_FACTS
) -> Extraction:
    """`aextract_article`, for callers without an event loop."""
    coroutine = aextract_article(article, engine, rules=rules, ask=ask, facts=facts)
    return _at_once(coroutine) if ask is None else run_to_end(coroutine)


def _at_once(coroutine: Coroutine[Any, Any, _Result]) -> _Result:
    """The result of a coroutine that waits for nothing: a loop of its own would cost it half a millisecond."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: _Result = end.value
        return result
    coroutine.close()
    raise RuntimeError("A step that asks nobody has waited for something.")


def run_to_end(coroutine: Coroutine[Any, Any, _Result]) -> _Result:
    """`asyncio.run`, whose task holds no result: Python 3.11 and 3.12 write a finished task out in full as they end."""
    found: list[_Result] = []

    async def keep() -> None:
        found.append(await coroutine)

    asyncio.run(keep())
    return found[0]


def second_reading(article: Article, rules: Engine | None) -> Grounded | None:
    """What the rules make of the article; None where they fail, for an answer that is paid for must not be lost."""
    if rules is None:
        return None
    try:
        outcome = rules.step(article)
        assert isinstance(outcome, Outcome)
        return outcome.grounded
    except Exception:
        logging.getLogger(__name__).exception("the rules engine failed on %s; it is not cross-checked", article.doc_id)
        return None


def usage_of_error(error: Exception) -> Usage:
    """What a failed exchange cost all the same; nothing where the error does not say."""
    usage = getattr(error, "usage", None)
    return usage if isinstance(usage, Usage) else Usage()
