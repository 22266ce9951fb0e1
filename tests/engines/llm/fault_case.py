"""The one article that the tests of faults ask about, its right answer, and the time at which it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from extractor.article import Article
from extractor.engines.llm.ask import Clock
from extractor.engines.llm.engine import LlmEngine, make_llm_engine
from extractor.engines.llm.settings import LlmSettings
from extractor.grounding.ground import Grounded, ground
from extractor.reading.reader import read

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
    """A clock that stands still and writes down how long it was asked to wait."""

    slept: list[float] = field(default_factory=list)

    def clock(self) -> Clock:
        """The clock for an engine; its jitter is always one half."""
        return Clock(sleep=self.slept.append, now=lambda: NOW, random=lambda: 0.5)


def engine_for(url: str, waits: Waits, **settings: Any) -> LlmEngine:
    """An engine that asks that server in schema mode, without worked examples and without real waits."""
    chosen: dict[str, Any] = {"mode": "schema", "few_shots": 0, "attempts": 3, "timeout": 10.0}
    return make_llm_engine(LlmSettings(model=MODEL, base_url=url, **(chosen | settings)), clock=waits.clock())


def asked(engine: LlmEngine, text: str = TEXT) -> Grounded:
    """What the gate keeps of the engine's first answer. Raises what the engine raises."""
    article = Article.from_text("case", text)
    reading = read(article)
    return ground(article, reading, engine.draft(article, reading).draft)


def values(grounded: Grounded) -> list[float]:
    """The values of the figures that were kept."""
    return [figure.value for figure in grounded.summary.figures]
