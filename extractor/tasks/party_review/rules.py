"""The rules engine of Party reviews: what the rules find, proved by the gate. Needs no model and no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from extractor.engines.base import NO_FACTS, Answer, Engine, Facts, Outcome
from extractor.engines.rules.engine import RulesDrafter
from extractor.text.article import Article, Extent

if TYPE_CHECKING:
    from extractor.reading.markup import Shown
    from extractor.schema import ArticleSummary


class RulesEngine(RulesDrafter):
    """The rules of `engines/rules` with the gate behind them."""

    def step(self, article: Article, answers: Sequence[Answer] = (), facts: Facts = NO_FACTS) -> Outcome:
        """The outcome at once: the rules ask nobody."""
        from extractor.engines.readings import reading_of
        from extractor.reading.markup import without_markup
        from extractor.tasks.party_review.grounding.ground import ground

        del answers, facts
        shown = without_markup(article)
        if shown is not None:
            return self._shown(shown)
        reading = reading_of(article)
        draft = self.draft(article, reading).draft
        return Outcome(reading, draft, ground(article, reading, draft))

    def _shown(self, shown: Shown) -> Outcome:
        """The outcome of an article with markup in its text: judged and proved as it is shown, told as it was given."""
        from extractor.reading.reader import given_back, read_shown
        from extractor.tasks.party_review.grounding.ground import ground

        reading = read_shown(shown.article)
        draft = self.draft(shown.article, reading).draft
        grounded = ground(shown.article, reading, draft)
        summary = spans_back(grounded.summary, shown)
        return Outcome(given_back(reading, shown), shown.back(draft), replace(shown.back(grounded), summary=summary))


def spans_back(summary: ArticleSummary, shown: Shown) -> ArticleSummary:
    """The summary with every span in it leading to the article that was given, in that article's own characters."""

    def moved(value: Any) -> Any:
        if isinstance(value, list):
            return [moved(one) for one in value]
        if not isinstance(value, dict):
            return value
        if value.keys() == {"text", "start", "end"}:
            extent = shown.given_back(Extent(value["start"], value["end"]))
            return {"text": shown.given.text[extent.start : extent.end], "start": extent.start, "end": extent.end}
        return {key: moved(one) for key, one in value.items()}

    return type(summary).model_validate(moved(summary.model_dump()))


def rules_engine() -> Engine:
    """The engine that needs no model and no network."""
    engine: Engine = RulesEngine()
    return engine
