"""Party reviews as a task: the default one, with a codec, a gate and a rules engine of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from extractor.engines.base import Engine, TaskIdentity
from extractor.schema import ArticleSummary
from extractor.tasks.model import Glance, MakeTable, SecondLook
from extractor.tasks.party_review.tables import layout

if TYPE_CHECKING:
    from extractor.engines.llm.settings import LlmSettings
    from extractor.eval.agreement import Agreement
    from extractor.eval.gold_stats import GoldStats
    from extractor.eval.model import Settings
    from extractor.eval.score import Judge
    from extractor.exports.layout import Layout
    from extractor.tasks.party_review.llm.engine import LlmEngine

NAME: Final = "party_review"
LISTS: Final = ("organizations", "figures", "awards", "people", "documents", "points")
"""The lists of a summary, which run.json counts."""

TABLE: Final = "figures.csv"
"""The table that a run writes."""
GLANCE: Final = Glance(
    (("event", "event.kind"), ("period", "event.review_period")), {"organizations": "orgs", "documents": "docs"}
)


@dataclass(frozen=True, slots=True)
class PartyReview:
    """The task that the package is made for."""

    name: str = NAME
    model: type[ArticleSummary] = ArticleSummary
    lists: tuple[str, ...] = LISTS
    glance: Glance = GLANCE
    identity: TaskIdentity | None = None
    """The package's own version says which task this is."""

    def engine(self, settings: LlmSettings) -> LlmEngine:
        """The engine with the codec of Party reviews."""
        from extractor.tasks.party_review.llm.engine import LlmEngine

        return LlmEngine(settings)

    def tables(self) -> Mapping[str, MakeTable]:
        """A table of the figures, for spreadsheets."""
        from extractor.tasks.party_review.figures import FigureTable

        return {TABLE: FigureTable}

    def templates_hash(self, settings: LlmSettings) -> str:
        """Hash of its templates and worked examples."""
        return self.engine(settings).prompt.templates_hash

    def rules(self) -> Engine | None:
        """The rules engine."""
        from extractor.tasks.party_review.rules import rules_engine

        return rules_engine()

    def second_look(self) -> SecondLook:
        """The rules' reading beside a model's, and what the rules doubt."""
        from extractor.tasks.party_review.look import RulesLook

        return RulesLook()

    def layout(self) -> Layout:
        """Its tables and its page."""
        return layout()

    def judge(self) -> Judge:
        """Its scores."""
        from extractor.tasks.party_review.eval.judge import PARTY_REVIEW

        return PARTY_REVIEW

    def score_names(self) -> tuple[str, ...]:
        """What its gates may ask for."""
        from extractor.tasks.party_review.eval.judge import SCORE_NAMES

        return SCORE_NAMES

    def baseline_names(self) -> tuple[str, ...]:
        """What its baselines keep."""
        from extractor.tasks.party_review.eval.judge import KEPT

        return KEPT

    def agreement(
        self, a: Mapping[str, Any], b: Mapping[str, Any], texts: Mapping[str, str] | None, settings: Settings | None
    ) -> Agreement:
        """How far two annotators agree. Raises `UsageError` where no article was labelled by both."""
        from extractor.tasks.party_review.eval.agreement import review_agreement

        return review_agreement(a, b, texts, settings)

    def gold_stats(self, labels: Iterable[Any]) -> GoldStats:
        """What labels hold."""
        from extractor.tasks.party_review.eval.stats import gold_stats

        return gold_stats(labels)

    def read_label(self, path: Path, _text: str | None) -> ArticleSummary:
        """A label file, which is a whole summary. Raises `InputError`."""
        from extractor.eval.gold import read_label

        return read_label(path)

    def parse_summary(self, line: bytes, where: str) -> ArticleSummary:
        """A summary of a line of JSON. Raises `InputError`."""
        from extractor.eval.gold import parse_summary

        return parse_summary(line, where)


@lru_cache(maxsize=1)
def party_review() -> PartyReview:
    """The default task."""
    return PartyReview()
