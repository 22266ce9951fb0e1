"""One article, all the way: read, ask an engine, prove every claim, ask again about what is left."""

from __future__ import annotations

import logging
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from extractor.article import Article
from extractor.draft import Draft
from extractor.engines.base import Engine, Usage
from extractor.errors import ExtractorError, InputError
from extractor.schema import ArticleSummary

if TYPE_CHECKING:
    from extractor.grounding.ground import Grounded
    from extractor.reading.model import Reading

ROUNDS: Final = 2
"""How often an engine may look again at what was refused or left unexplained."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that is known about one article once it is done.

    `second` is what the rules engine makes of the same article where another engine answered; the two check each other.
    """

    article: Article
    reading: Reading
    draft: Draft
    grounded: Grounded
    usage: Usage
    second: Grounded | None = None

    @property
    def summary(self) -> ArticleSummary:
        """The proven summary."""
        return self.grounded.summary


def extract_article(article: Article, engine: Engine, *, rules: Engine | None = None) -> Extraction:
    """Read one article with an engine and prove its claims.

    With `rules` the rules engine reads the article too, for comparison. Raises `ModelError` where the engine gave no
    usable answer at all; where only a later look failed, the answer before it stands and what failed is paid for.
    """
    from extractor.grounding.ground import ground
    from extractor.reading.reader import read

    reading = read(article)
    answer = engine.draft(article, reading)
    usage = answer.usage
    grounded = ground(article, reading, answer.draft)
    for _ in range(ROUNDS):
        try:
            second_look = engine.revise(article, reading, answer.draft, grounded)
        except ExtractorError as error:
            usage = usage + usage_of_error(error)
            break
        if second_look is None:
            break
        answer = second_look
        usage = usage + answer.usage
        grounded = ground(article, reading, answer.draft)
    second = _second_reading(article, reading, rules) if rules is not None else None
    return Extraction(article, reading, answer.draft, grounded, usage, second)


def _second_reading(article: Article, reading: Reading, rules: Engine) -> Grounded | None:
    """What the rules make of the article; None where they fail, for an answer that is paid for must not be lost."""
    from extractor.grounding.ground import ground

    try:
        return ground(article, reading, rules.draft(article, reading).draft)
    except Exception:
        logging.getLogger(__name__).exception("the rules engine failed on %s; it is not cross-checked", article.doc_id)
        return None


def usage_of_error(error: Exception) -> Usage:
    """What a failed exchange cost all the same; nothing where the error does not say."""
    usage = getattr(error, "usage", None)
    return usage if isinstance(usage, Usage) else Usage()


def rules_engine() -> Engine:
    """The engine that needs no model and no network."""
    from extractor.engines.rules.engine import RulesEngine

    engine: Engine = RulesEngine()
    return engine


def extract(article: str | Article, engine: str | Engine = "rules") -> ArticleSummary:
    """The summary of one article: its text (or an `Article`) and an engine.

    `engine` is `"rules"`, `"llm"` (the model that flags, environment or extractor.toml configure), or any `Engine`.
    Raises `InputError` for an empty text, `UsageError` for an unknown engine or a missing model, `ModelError` where a
    model gave no usable answer.
    """
    if isinstance(article, str):
        article = Article.from_text("article", article)
    elif not unicodedata.is_normalized("NFC", article.text):
        raise InputError("The article's text is not in NFC; make it with Article.from_text.")
    if not article.text.strip():
        raise InputError("There is no text: the article is empty.")
    if isinstance(engine, str):
        from extractor.config import choose_engine

        engine = choose_engine(engine=engine).make()
    return extract_article(article, engine).summary
