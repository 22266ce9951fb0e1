"""What every engine is: a pure step from an article and the answers it has had to the next question or the outcome.

A step can be run again anywhere with the same result, so a worker that dies costs nothing and an answer that was paid
for can be read again by better code. How a question gets its answer is none of an engine's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from extractor.text.article import Article

if TYPE_CHECKING:
    from pydantic import BaseModel

    from extractor.draft import Coverage, Rejection
    from extractor.grounding.grounded import Grounded
    from extractor.reading.model import Reading
    from extractor.schema import Span


@dataclass(frozen=True, slots=True)
class Usage:
    """What answers cost: calls, tokens and US dollars (null where no price is known)."""

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = None

    def __add__(self, other: Usage) -> Usage:
        known = [cost for cost in (self.cost_usd, other.cost_usd) if cost is not None]
        return Usage(
            calls=self.calls + other.calls,
            input_tokens=self.input_tokens + other.input_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost_usd=sum(known) if known else None,
        )


NO_USAGE: Final = Usage()


@dataclass(frozen=True, slots=True)
class PromptIdentity:
    """Which prompt an engine uses; `hash` is the SHA-256 of its rendered static part."""

    name: str
    version: str
    strategy: str
    hash: str


@dataclass(frozen=True, slots=True)
class TaskIdentity:
    """Which task a run is of; `hash` is the SHA-256 of everything in its folder that decides an answer."""

    name: str
    version: str
    hash: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a server has taught about itself. It decides how questions are worded, so it is part of a step's input."""

    mode: str | None = None
    """How typed replies are asked for; null before that is known."""
    dropped: frozenset[str] = frozenset()
    """Request parameters that the server does not take."""
    context: int | None = None
    """Its context in tokens, where it named one."""

    def __or__(self, other: Facts) -> Facts:
        limits = [one for one in (self.context, other.context) if one is not None]
        return Facts(self.mode or other.mode, self.dropped | other.dropped, min(limits) if limits else None)


NO_FACTS: Final = Facts()


@dataclass(frozen=True, slots=True)
class Question:
    """One request to a model: its body as JSON in UTF-8, and what is expected of the answer."""

    body: bytes
    tokens: int
    """Estimated tokens of the request."""
    room: int
    """Tokens that the answer may take."""
    optional: bool = False
    """Whether the engine can go on where there is no answer: it is told of the failure then."""
    learned: Facts = NO_FACTS
    """What the answers before have taught about the server."""
    again: str = ""
    """Why this is asked again: `unusable`, `truncated`, `parameter`; empty for the first asking."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A server's answer as it came: HTTP status and body."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an optional question has no answer: the error's class and its message."""

    error: str
    message: str


Answer = Completion | Failure


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine makes of an article: its claims, and what the gate proved of them."""

    reading: Reading
    draft: Any
    """The claims as the engine's task writes them."""
    grounded: Grounded
    learned: Facts = NO_FACTS


@dataclass(frozen=True, slots=True)
class TaskOutcome:
    """What an engine makes of an article for a task with a model of its own; `spans` are by the leaves' paths."""

    summary: BaseModel
    rejections: tuple[Rejection, ...]
    coverage: Coverage
    spans: dict[str, Span]
    learned: Facts = NO_FACTS


class Engine(Protocol):
    """An engine; the same arguments always give the same result."""

    @property
    def name(self) -> str:
        """`rules` or `llm`."""
        ...

    def step(self, article: Article, answers: Sequence[Answer] = (), facts: Facts = NO_FACTS) -> Question | Outcome:
        """The next question, or the outcome. Raises `ModelError` where the answers hold no usable reply."""
        ...


class Stepper(Protocol):
    """An engine for any task: what a run needs of one."""

    @property
    def name(self) -> str:
        """`rules` or `llm`."""
        ...

    def step(
        self, article: Article, answers: Sequence[Answer] = (), facts: Facts = NO_FACTS
    ) -> Question | Outcome | TaskOutcome:
        """The next question, or the outcome. Raises `ModelError` where the answers hold no usable reply."""
        ...
