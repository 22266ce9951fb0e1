"""The rules engine of Party reviews: what the rules find, proved by the gate. Needs no model and no network."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.engines.base import NO_FACTS, Answer, Engine, Facts, Outcome
from extractor.engines.rules.engine import RulesDrafter
from extractor.text.article import Article


class RulesEngine(RulesDrafter):
    """The rules of `engines/rules` with the gate behind them."""

    def step(self, article: Article, answers: Sequence[Answer] = (), facts: Facts = NO_FACTS) -> Outcome:
        """The outcome at once: the rules ask nobody."""
        from extractor.engines.readings import reading_of
        from extractor.tasks.party_review.grounding.ground import ground

        del answers, facts
        reading = reading_of(article)
        draft = self.draft(article, reading).draft
        return Outcome(reading, draft, ground(article, reading, draft))


def rules_engine() -> Engine:
    """The engine that needs no model and no network."""
    engine: Engine = RulesEngine()
    return engine
