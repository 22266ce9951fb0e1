"""What the rules make of the small articles of `eval/gold/owned`."""

from __future__ import annotations

from typing import Final

from eval.training.owned import Case, Labelled, cases
from extractor.reading.reader import read
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.keys import organization_key
from extractor.tasks.party_review.grounding.ground import ground
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article

__all__ = ["Case", "Labelled", "cases", "owner_at", "same", "summary"]

ENGINE: Final = RulesEngine()


def summary(article_text: str, engine: RulesEngine = ENGINE) -> ArticleSummary:
    """What the rules and the gate make of an article."""
    article = Article.from_text("owned", article_text)
    reading = read(article)
    return ground(article, reading, engine.draft(article, reading).draft).summary


def owner_at(found: ArticleSummary, offset: int) -> str | None:
    """The owner of the figure whose number begins at the offset. Raises where there is no such figure."""
    return next(one.organization for one in found.figures if one.mention.start <= offset < one.mention.end)


def same(one: str | None, other: str | None) -> bool:
    """Whether two names are one body's by the guide."""
    return organization_key(one) == organization_key(other)
