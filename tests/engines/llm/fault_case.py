"""The articles that the tests of faults ask about, one a task, their right answers, and the time of asking."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from pydantic import BaseModel

from extractor.engines.base import Question, Stepper
from extractor.engines.llm.errors import LlmError
from extractor.engines.llm.settings import LlmSettings
from extractor.grounding.grounded import Grounded
from extractor.pipeline import Extraction
from extractor.runs.calls import Calls
from extractor.runs.limits import JITTER, Clock
from extractor.runs.single import Model
from extractor.tasks.party_review.llm.engine import LlmEngine
from extractor.tasks.user_task import load_task
from extractor.text.article import Article
from tests.conftest import ROOT

MODEL: Final = "test-model"
NOW: Final = datetime(2026, 1, 5, 8, 0, 0, tzinfo=UTC)
KEY: Final = "sk-proj-S3cretS3cretS3cret0123456789"
TEXT: Final = """\
Ngày 24-12-2020, Ban Dân vận Tỉnh ủy Cà Mau họp tổng kết công tác năm 2020. Trong năm, Ban mở 9 lớp tập huấn, có \
640 học viên. Năm 2021, Ban tập trung nắm tình hình nhân dân vùng ven biển.
"""
GOOD: Final[dict[str, Any]] = {
    "outlet": "",
    "title": "",
    "authors": [],
    "published_on": "",
    "event": "annual_review",
    "held_on": "2020-12-24",
    "review_period": "2020",
    "plan_period": "2021",
    "organizations": ["mass_mobilization_commission | Ban Dân vận Tỉnh ủy Cà Mau | Cà Mau"],
    "figures": ["q1 class held level result review A", "q2 participant attended level result review A"],
    "missed": [],
    "dismissed": [],
    "awards": [],
    "people": [],
    "documents": [],
    "points": ["priority s3"],
    "abstract": "Ban Dân vận Tỉnh ủy Cà Mau mở 9 lớp tập huấn năm 2020.",
}
VALUES: Final = [9.0, 640.0]
"""The figures of the right answer."""

STORM_TEXT: Final = """\
Lốc xoáy ở Tân Phú Bắc
Chiều 4/6/2021, lốc xoáy làm 62 nhà ở xã Tân Phú Bắc tốc mái, 2 người bị thương. Thiệt hại khoảng 1,2 tỷ đồng.
"""
STORM_GOOD: Final[dict[str, Any]] = {
    "storm": "s2= lốc xoáy",
    "hit_on": "d1",
    "rain": "",
    "total": "q3",
    "losses": ["house s2 | q1 | n1", "injured s2 | q2 | -"],
    "aid": [],
    "abstract": "Lốc xoáy làm 62 nhà ở xã Tân Phú Bắc tốc mái.",
}


@dataclass(frozen=True)
class Case:
    """A task with an article and what a model says of it; the suites of faults run over `CASES`."""

    name: str
    text: str
    good: Mapping[str, Any]
    """The right reply."""
    numbers: tuple[str, ...]
    """Where the numbers stand in a summary: the list, and the way from its items."""
    values: tuple[float, ...]
    """The numbers of the right reply."""
    half: Mapping[str, Any]
    """What is changed in the right reply so that its second number is left for a follow-up."""
    follow_up: str
    """Words of a follow-up."""
    mended: Mapping[str, Any]
    """The answer to that follow-up."""
    words: str
    """Words of the article that no log holds."""
    folder: Path | None = None
    """The task's folder; None for the default task."""
    outputs: tuple[str, ...] = ("summaries.jsonl", "failures.jsonl", "rejections.jsonl")

    @property
    def flags(self) -> tuple[str, ...]:
        """What a command says of the task."""
        return () if self.folder is None else ("--task", str(self.folder))

    def model_on(self, url: str) -> list[str]:
        """What a run is told of the task and of the model on a server: schema mode, no worked examples."""
        model = ["--engine", "llm", "--base-url", url, "--model", MODEL]
        return [*self.flags, *model, "--mode", "schema", "--few-shots", "0"]

    def numbers_of(self, summary: Mapping[str, Any]) -> list[float]:
        """The numbers of a summary's JSON."""
        name, *way = self.numbers
        found = []
        for item in summary[name]:
            for step in way:
                item = item[step]
            found.append(item)
        return found

    def asks_again(self, request: Mapping[str, Any]) -> bool:
        """Whether a request is a follow-up."""
        return self.follow_up in str(request["messages"][-1]["content"])

    def reply(self, request: Mapping[str, Any]) -> str:
        """A reply that leaves the second number open, and at the follow-up the one that brings it."""
        said = self.mended if self.asks_again(request) else {**self.good, **self.half}
        return json.dumps(said, ensure_ascii=False)

    def changed(self, **fields: object) -> str:
        """The right reply with some fields changed."""
        return json.dumps({**self.good, **fields}, ensure_ascii=False)

    def settings(self, url: str, **settings: Any) -> LlmSettings:
        """Schema mode, no worked examples."""
        chosen: dict[str, Any] = {"mode": "schema", "few_shots": 0, "attempts": 3, "timeout": 10.0}
        return LlmSettings(model=MODEL, base_url=url, **(chosen | settings))

    def engine(self, url: str, waits: Waits, **settings: Any) -> Asked:
        """A model on that server that is asked for this task: no real waits, and no follow-ups."""
        llm = self.settings(url, **settings)
        engine = None if self.folder is None else load_task(self.folder).engine(llm)
        return first_only(Asked(llm, waits.clock(), engine=engine))

    def found(self, engine: Asked, text: str | None = None) -> list[float]:
        """The numbers that the gate keeps of the model's answers. Raises what the model raises."""
        summary = engine.summary(Article.from_text("case", text or self.text))
        return self.numbers_of(summary.model_dump(mode="json"))


PARTY: Final = Case(
    name="party_review",
    text=TEXT,
    good=GOOD,
    numbers=("figures", "value"),
    values=(9.0, 640.0),
    half={"figures": GOOD["figures"][:1]},
    follow_up="You labelled this article before",
    mended={
        "figures": ["q2 participant attended level result review A"],
        **{name: [] for name in ("missed", "dismissed", "corrected", "withdrawn")},
    },
    words="Cà Mau",
    outputs=("summaries.jsonl", "figures.csv", "failures.jsonl", "rejections.jsonl", "review.jsonl"),
)
STORM: Final = Case(
    name="storm_damage",
    text=STORM_TEXT,
    good=STORM_GOOD,
    numbers=("losses", "amount", "value"),
    values=(62.0, 2.0),
    half={"losses": ["house s2 | q1 | n1", "injured s2 | = 77.431 | -"]},
    follow_up="You answered about this article before",
    mended={"corrected": ["r1 = q2"], "withdrawn": []},
    words="Tân Phú Bắc",
    folder=ROOT / "eval" / "tasks" / "storm_damage",
)
CASES: Final = (PARTY, STORM)
OVER_TASKS: Final = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
"""Runs a test, or all tests of a module, for each task."""


@dataclass
class Waits:
    """A clock that only goes on when it is asked to wait, and writes down for how long."""

    slept: list[float] = field(default_factory=list)

    def clock(self) -> Clock:
        """The clock for a model; its chance is always one half."""
        return Clock(
            sleep=self._sleep,
            monotonic=lambda: sum(self.slept),
            now=lambda: NOW + timedelta(seconds=sum(self.slept)),
            random=lambda: 0.5,
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def for_all(seconds: float) -> float:
    """How long everyone waits where a server names that time: a little longer, by chance."""
    return seconds * (1 + JITTER * 0.5)


class Asked:
    """A model that is asked synchronously, one article after the other, each on fresh connections."""

    def __init__(
        self,
        settings: LlmSettings,
        clock: Clock | None = None,
        calls: Calls | None = None,
        engine: Stepper | None = None,
    ) -> None:
        self.model = Model(settings, clock=clock, calls=calls, engine=engine)

    @property
    def mode(self) -> str | None:
        """The mode in use, None before it is known."""
        return self.model.server.facts.mode

    def extract(self, article: Article) -> Extraction:
        """Everything about one article. Raises what the model raises."""

        async def once() -> Extraction:
            async with self.model as model:
                return await model.extract(article)

        return asyncio.run(once())

    def summary(self, article: Article) -> BaseModel:
        """The summary of one article, for any task. Raises what the model raises."""

        async def once() -> BaseModel:
            async with self.model as model:
                if isinstance(model.engine, LlmEngine):
                    return (await model.extract(article)).grounded.summary
                return (await model.answer(article))[0].summary

        return asyncio.run(once())


def engine_for(url: str, waits: Waits, **settings: Any) -> Asked:
    """A model on that server in schema mode: no worked examples, no real waits, and no follow-ups."""
    return PARTY.engine(url, waits, **settings)


def first_only(asked: Asked) -> Asked:
    """The same model without follow-ups."""
    asking = asked.model.asking
    over_the_wire = asking.ask

    async def once_only(question: Question, **how: Any) -> Any:
        if question.optional:
            raise LlmError("there are no follow-ups here")
        return await over_the_wire(question, **how)

    asking.ask = once_only  # type: ignore[method-assign]
    return asked


def asked(engine: Asked, text: str = TEXT) -> Grounded:
    """What the gate keeps of the model's answers. Raises what the model raises."""
    return engine.extract(Article.from_text("case", text)).grounded


def values(grounded: Grounded) -> list[float]:
    """The values of the figures that were kept."""
    return [figure.value for figure in grounded.summary.figures]
