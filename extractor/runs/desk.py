"""What a worker does with one article: one step of its engine, inside a box that no article breaks out of.

Whatever happens between an article and its entry in the ledger (an exception of any kind, no memory, a recursion too
deep, a missing import) ends here as that article's typed failure and costs no other article anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from extractor.collector import Uncollected
from extractor.engines.base import NO_FACTS, NO_USAGE, Answer, Engine, Facts, Question, Stepper, TaskOutcome, Usage
from extractor.errors import ExtractorError
from extractor.pipeline import Extraction, second_reading
from extractor.runs.entries import Entry
from extractor.runs.language import check_language
from extractor.tasks.model import Looked, SecondLook
from extractor.tasks.party_review.task import party_review
from extractor.terminal import one_line
from extractor.text.article import Article

_LONGEST: Final = 600
"""Characters of a failure's message."""


@dataclass(frozen=True, slots=True)
class Task:
    """One step to take: an article, the answers it has had, and what they cost (for its entry)."""

    article: Article
    key: str
    answers: tuple[Answer, ...] = ()
    facts: Facts = NO_FACTS
    usage: Usage = NO_USAGE
    saved: Usage = NO_USAGE
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Settlement:
    """An article's line for the ledger, ready to be written, and what it says."""

    line: bytes
    done: bool
    error: str | None = None
    message: str | None = None
    learned: Facts = NO_FACTS


Result = Question | Settlement


@dataclass(frozen=True, slots=True)
class Engines:
    """The engine that answers, the rules engine where it reads beside it, and who tells people what to look at."""

    engine: Stepper
    rules: Engine | None = None
    look: SecondLook | None = field(default_factory=lambda: party_review().second_look())


class Desk:
    """Takes steps in one process."""

    def __init__(self, make: Callable[[], Engines]) -> None:
        self._engines = make()

    def take(self, task: Task) -> Result:
        """The next question about the article, or its settlement. Never raises, whatever the article holds."""
        try:
            try:
                with Uncollected():
                    return self._step(task)
            except ExtractorError as error:
                return failed(task, type(error).__name__, str(error))
            except Exception as error:
                return failed(task, type(error).__name__, f"unexpected {type(error).__name__}: {str(error)[:300]}")
        except Exception as error:
            # Even saying what went wrong may go wrong: a message that cannot be made, no memory for it.
            return failed(task, type(error).__name__, "the article could not be ended")

    def _step(self, task: Task) -> Result:
        if self._engines.engine.name == "rules":
            check_language(task.article.text)
        taken = self._engines.engine.step(task.article, task.answers, task.facts)
        if isinstance(taken, Question):
            return taken
        if isinstance(taken, TaskOutcome):
            return Settlement(_done_task(taken, task).line(), True, learned=taken.learned)
        second = second_reading(task.article, self._engines.rules)
        extraction = Extraction(task.article, taken.reading, taken.draft, taken.grounded, task.usage, second)
        look = self._engines.look
        looked = look.check(extraction) if look is not None else Looked()
        doubted = look.doubts(taken.grounded) if look is not None and self._engines.engine.name == "rules" else ()
        return Settlement(_done(extraction, task, looked, list(doubted)).line(), True, learned=taken.learned)


def _done(extraction: Extraction, task: Task, looked: Looked, doubted: list[dict[str, JsonValue]]) -> Entry:
    grounded = extraction.grounded
    return Entry(
        key=task.key,
        doc_id=task.article.doc_id,
        status="done",
        summary=grounded.summary,
        coverage=grounded.coverage,
        rejections=list(grounded.rejections),
        review=list(looked.records),
        doubt=doubted,
        marks=dict(looked.marks),
        usage=task.usage,
        saved=task.saved,
        seconds=round(task.seconds, 4),
    )


def _done_task(outcome: TaskOutcome, task: Task) -> Entry:
    """The entry of an article for a task of somebody's own."""
    return Entry(
        key=task.key,
        doc_id=task.article.doc_id,
        status="done",
        summary=outcome.summary,
        coverage=outcome.coverage,
        rejections=list(outcome.rejections),
        usage=task.usage,
        saved=task.saved,
        seconds=round(task.seconds, 4),
    )


def failed(task: Task, error: str, message: str) -> Settlement:
    """The settlement of an article that failed."""
    words = one_line(message)[:_LONGEST]
    entry = Entry(
        key=task.key,
        doc_id=one_line(task.article.doc_id) if not task.article.doc_id.isprintable() else task.article.doc_id,
        status="failed",
        usage=task.usage,
        saved=task.saved,
        seconds=round(task.seconds, 4),
        error=error,
        message=words,
    )
    return Settlement(entry.line(), False, error, words)
