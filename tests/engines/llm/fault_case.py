"""The one article that the tests of faults ask about, its right answer, and the time at which it is asked."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from extractor.engines.base import Question
from extractor.engines.llm.errors import LlmError
from extractor.engines.llm.settings import LlmSettings
from extractor.grounding.grounded import Grounded
from extractor.pipeline import Extraction
from extractor.runs.calls import Calls
from extractor.runs.limits import JITTER, Clock
from extractor.runs.single import Model
from extractor.text.article import Article

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

    def __init__(self, settings: LlmSettings, clock: Clock | None = None, calls: Calls | None = None) -> None:
        self.model = Model(settings, clock=clock, calls=calls)

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


def engine_for(url: str, waits: Waits, **settings: Any) -> Asked:
    """A model on that server in schema mode: no worked examples, no real waits, and no follow-ups."""
    chosen: dict[str, Any] = {"mode": "schema", "few_shots": 0, "attempts": 3, "timeout": 10.0}
    asked = Asked(LlmSettings(model=MODEL, base_url=url, **(chosen | settings)), waits.clock())
    asking = asked.model.asking
    over_the_wire = asking.ask

    async def first_only(question: Question, **how: Any) -> Any:
        if question.optional:
            raise LlmError("there are no follow-ups here")
        return await over_the_wire(question, **how)

    asking.ask = first_only  # type: ignore[method-assign]
    return asked


def asked(engine: Asked, text: str = TEXT) -> Grounded:
    """What the gate keeps of the model's answers. Raises what the model raises."""
    return engine.extract(Article.from_text("case", text)).grounded


def values(grounded: Grounded) -> list[float]:
    """The values of the figures that were kept."""
    return [figure.value for figure in grounded.summary.figures]
