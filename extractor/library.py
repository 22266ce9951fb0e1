"""What other programs call: one article in, its summary out."""

from __future__ import annotations

import asyncio
import unicodedata

from extractor.article import Article
from extractor.engines.base import Engine
from extractor.errors import InputError
from extractor.pipeline import aextract_article
from extractor.schema import ArticleSummary


async def aextract(article: str | Article, engine: str | Engine = "rules") -> ArticleSummary:
    """`extract`, for callers with an event loop."""
    if isinstance(article, str):
        article = Article.from_text("article", article)
    elif not unicodedata.is_normalized("NFC", article.text):
        raise InputError("The article's text is not in NFC; make it with Article.from_text.")
    if not article.text.strip():
        raise InputError("There is no text: the article is empty.")
    if not isinstance(engine, str):
        return (await aextract_article(article, engine)).summary
    from extractor.config import choose_engine

    choice = choose_engine(engine=engine)
    if choice.llm is None:
        return (await aextract_article(article, choice.make())).summary
    from extractor.runs.single import Model

    async with Model(choice.llm) as model:
        return (await model.extract(article)).summary


def extract(article: str | Article, engine: str | Engine = "rules") -> ArticleSummary:
    """The summary of one article: its text (or an `Article`) and an engine.

    `engine` is `"rules"`, `"llm"` (the model that flags, environment or extractor.toml configure), or any `Engine`.
    Raises `InputError` for an empty text, `UsageError` for an unknown engine or a missing model, `ModelError` where a
    model gave no usable answer.
    """
    return asyncio.run(aextract(article, engine))
