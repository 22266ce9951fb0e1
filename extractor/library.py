"""What other programs call: articles in, summaries out. Works in scripts, in event loops and in notebooks."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from extractor.engines.base import Engine
from extractor.errors import InputError, UsageError
from extractor.notebook import register
from extractor.pipeline import aextract_article, extract_article, run_to_end
from extractor.schema import ArticleSummary
from extractor.text.article import Article

if TYPE_CHECKING:
    from extractor.engines.llm.settings import LlmSettings
    from extractor.loaders import Loaded

_Result = TypeVar("_Result")

register()


async def aextract(
    article: str | Article | None = None,
    engine: str | Engine = "rules",
    *,
    html: str | None = None,
    url: str | None = None,
) -> ArticleSummary:
    """`extract`, for callers with an event loop."""
    article = as_article(article, html=html, url=url)
    made, settings = _chosen(engine)
    if made is None:
        return await _asked(article, settings)
    check_readable(article, made)
    return (await aextract_article(article, made)).summary


async def _asked(article: Article, settings: LlmSettings | None) -> ArticleSummary:
    from extractor.runs.single import Model

    assert settings is not None
    async with Model(settings) as model:
        return (await model.extract(article)).summary


def _chosen(engine: str | Engine) -> tuple[Engine | None, LlmSettings | None]:
    """The engine, or the settings of the model that is asked. Raises `UsageError` for an unknown one."""
    if not isinstance(engine, str):
        return engine, None
    from extractor.config import choose_engine

    choice = choose_engine(engine=engine)
    return (choice.make(), None) if choice.llm is None else (None, choice.llm)


def extract(
    article: str | Article | None = None,
    engine: str | Engine = "rules",
    *,
    html: str | None = None,
    url: str | None = None,
) -> ArticleSummary:
    """The summary of one article: its text (or an `Article`), or a page's source as `html`, and an engine.

    `engine` is `"rules"`, `"llm"` (the model that flags, environment or extractor.toml configure), or any `Engine`.
    `url` is the address the text or page was had from. Raises `InputError` for an empty text or a page without one,
    `NotVietnamese` where the rules are given another language, `UsageError` for an unknown engine or a missing model,
    `ModelError` where a model gave no usable answer.
    """
    article = as_article(article, html=html, url=url)
    made, settings = _chosen(engine)
    if made is None:
        return run_coroutine(_asked(article, settings))
    check_readable(article, made)
    return extract_article(article, made).summary


def check_readable(article: Article, engine: Engine) -> None:
    """Raises `NotVietnamese` where the rules are to read a text in another language, or without its tone marks."""
    if engine.name == "rules":
        from extractor.runs.language import check_language

        check_language(article.text)


def load(*names: str | Path) -> Iterator[Loaded]:
    """Articles of files, folders, globs or `-`, one by one: each has an `article`, or the `error` why there is none.

    Raises `UsageError` where a name stands for nothing.
    """
    from extractor.loaders import find_inputs
    from extractor.loaders import load as load_inputs

    return load_inputs(find_inputs([str(name) for name in names]))


def as_article(article: str | Article | None, *, html: str | None = None, url: str | None = None) -> Article:
    """What a caller gave, as an article.

    Raises `InputError` where it has no text or is not NFC, `UsageError` where it is none.
    """
    if (article is None) == (html is None):
        raise UsageError("Give the article's text, or a page's source as html=..., and not both.")
    if html is not None:
        return _of_page(html, url)
    if isinstance(article, str):
        article = Article.from_text("article", article, url=url)
    if not isinstance(article, Article):
        given = type(article).__name__
        raise UsageError(f"An article is its text, as a str, or an Article, not a {given}; extractor.load reads files.")
    if not unicodedata.is_normalized("NFC", article.text):
        raise InputError("The article's text is not in NFC; make it with Article.from_text.")
    if not article.text.strip():
        raise InputError("There is no text: the article is empty.")
    return article


def run_coroutine(coroutine: Coroutine[Any, Any, _Result]) -> _Result:
    """The coroutine's result; where a loop runs already, as in a notebook, in a thread of its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return run_to_end(coroutine)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run_to_end, coroutine).result()


def _of_page(html: str, url: str | None) -> Article:
    from extractor.loaders.texts import text_of_page

    text = text_of_page(html, url)
    known = text.known
    return Article(
        doc_id="article",
        text=text.text,
        url=known.url or url,
        title=known.title,
        published_on=known.published_on,
        authors=known.authors,
        outlet=known.outlet,
        parts=text.parts,
        grids=text.grids,
    )
