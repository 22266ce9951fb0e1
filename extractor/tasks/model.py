"""What a task is to commands and runs, whichever it is: a model of summaries with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Protocol

from pydantic import BaseModel, JsonValue

from extractor.engines.base import Engine, PromptIdentity, Stepper, TaskIdentity, Usage
from extractor.reading.model import Reading
from extractor.text.article import Article

if TYPE_CHECKING:
    from extractor.engines.llm.prompt import Message
    from extractor.engines.llm.replies import Reply
    from extractor.engines.llm.settings import LlmSettings
    from extractor.eval.agreement import Agreement
    from extractor.eval.gold_stats import GoldStats
    from extractor.eval.model import Settings
    from extractor.eval.score import Judge
    from extractor.exports.layout import Layout
    from extractor.grounding.grounded import Grounded
    from extractor.pipeline import Extraction


class SummaryTable(Protocol):
    """A table that grows with the summaries of a run."""

    def add(self, summary: Any, records: Sequence[Mapping[str, JsonValue]] = ()) -> None:
        """The rows of one summary; `records` are what its run says of how likely the items are wrong."""
        ...


MakeTable = Callable[[IO[str]], SummaryTable]
"""Begins a table in an open text file."""


class Glance(NamedTuple):
    """What the table of a run's results shows of each article beside its lists."""

    columns: tuple[tuple[str, str], ...] = ()
    """Heading and path in the summary."""
    short: Mapping[str, str] = MappingProxyType({})
    """Short names of lists."""


class Looked(NamedTuple):
    """What two readings of an article differ in: a record for each item that a person should look at, and how many
    items have which mark.
    """

    records: tuple[dict[str, JsonValue], ...] = ()
    marks: Mapping[str, int] = MappingProxyType({})


class SecondLook(Protocol):
    """Who holds two readings of one article against each other, and says what the rules alone are unsure of."""

    def check(self, extraction: Extraction) -> Looked:
        """A model's reading against that of the rules; nothing where there is no second one."""
        ...

    def doubts(self, grounded: Grounded) -> Iterable[dict[str, JsonValue]]:
        """A record of each item that the rules made: where it stands, how likely it is wrong, and why."""
        ...


class ModelEngine(Stepper, Protocol):
    """An engine that asks a language model."""

    @property
    def prompt_identity(self) -> PromptIdentity:
        """The prompt's name, version, strategy and hash."""
        ...

    @property
    def reply_model(self) -> type[Reply]:
        """The shape of a reply."""
        ...

    def estimate(self, article: Article, reading: Reading | None = None) -> Usage:
        """What an article should take, without asking anything."""
        ...

    def messages(self, article: Article, reading: Reading | None = None) -> list[list[Message]]:
        """The exact messages of the first request, or of the first request for each part of a long article."""
        ...


class Task(Protocol):
    """A task: `party_review`, or a folder of somebody's own."""

    @property
    def identity(self) -> TaskIdentity | None:
        """Name, version and hash of a task of somebody's own; None for the default task, which the package is."""
        ...

    @property
    def name(self) -> str:
        """The task's name."""
        ...

    @property
    def model(self) -> type[BaseModel]:
        """The model of a summary."""
        ...

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists of a summary, which run.json counts."""
        ...

    @property
    def glance(self) -> Glance:
        """What the table of results shows of a summary."""
        ...

    def tables(self) -> Mapping[str, MakeTable]:
        """The files that a run writes beside the summaries, by their names."""
        ...

    def engine(self, settings: LlmSettings) -> ModelEngine:
        """The engine that asks a model. Raises `UsageError` where its prompt is missing or wrong."""
        ...

    def templates_hash(self, settings: LlmSettings) -> str:
        """Hash of the templates behind the engine's prompt."""
        ...

    def rules(self) -> Engine | None:
        """The engine that needs no model, where the task has one."""
        ...

    def second_look(self) -> SecondLook | None:
        """Who tells people what to look at, where the task has rules."""
        ...

    def layout(self) -> Layout:
        """What its summaries look like as tables and pages."""
        ...

    def judge(self) -> Judge:
        """How its summaries are scored against gold."""
        ...

    def score_names(self) -> tuple[str, ...]:
        """Every score that a gate may ask for."""
        ...

    def baseline_names(self) -> tuple[str, ...]:
        """The scores that a baseline keeps."""
        ...

    def agreement(
        self, a: Mapping[str, Any], b: Mapping[str, Any], texts: Mapping[str, str] | None, settings: Settings | None
    ) -> Agreement:
        """How far two annotators agree. Raises `UsageError` where no article was labelled by both, or without the
        `agreement` extra.
        """
        ...

    def gold_stats(self, labels: Iterable[Any]) -> GoldStats:
        """What labels hold."""
        ...

    def read_label(self, path: Path, text: str | None) -> BaseModel:
        """A label file; `text` is its article's, which a hand-written label needs. Raises `InputError`."""
        ...

    def parse_summary(self, line: bytes, where: str) -> BaseModel:
        """A summary of a line of JSON. Raises `InputError` with each field that is wrong."""
        ...
