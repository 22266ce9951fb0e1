"""Many articles in one call: results come as they are made, and a bad article costs no other its result."""

from __future__ import annotations

import asyncio
import os
import queue
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import cache
from threading import Event, Thread
from typing import Any, Final

from extractor.config import EngineChoice, choose_engine
from extractor.engines.base import Engine
from extractor.errors import ExtractorError, InputError
from extractor.library import as_article, check_readable
from extractor.loaders import Loaded
from extractor.pipeline import extract_article
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.rules import rules_engine
from extractor.text.article import Article

Given = str | Article | Loaded
"""A text, an article, or what `load` gives."""

ASKED_AT_ONCE: Final = 8
"""Articles that a model is asked about at once where `workers` is not given."""
_AHEAD: Final = 4
"""Articles waiting for each worker."""
_POLL: Final = 0.2
"""Seconds between looks at whether the caller has gone away."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What became of one article: a summary, or the error why there is none."""

    doc_id: str
    summary: ArticleSummary | None = None
    error: ExtractorError | None = None

    def get(self) -> ArticleSummary:
        """The summary. Raises the error where there is none."""
        if self.summary is None:
            raise self.error or ExtractorError(f"{self.doc_id} has no summary.")
        return self.summary


def extract_many(
    articles: Iterable[Given], engine: str | Engine = "rules", *, ordered: bool = True, workers: int | None = None
) -> Iterator[Extracted]:
    """Summaries of many articles, as an iterator; `articles` is read as far ahead as workers need.

    Args:
        articles: texts (their ids are `1`, `2`, ...), `Article`s, or what `load` gives.
        engine: as in `extract`.
        ordered: in the order of the articles; else as they are done.
        workers: with the rules, processes (default 1: none beside this one; 0: one for each core); with a model, how
            many articles are asked about at once (default 8).

    Raises `UsageError` for an unknown engine or a missing model. An article's own failure is its `error`.
    """
    numbered = (_named(given, number) for number, given in enumerate(articles, start=1))
    choice = choose_engine(engine=engine) if isinstance(engine, str) else None
    if choice is not None and choice.llm is not None:
        return _asked(numbered, choice, ordered, workers or ASKED_AT_ONCE)
    if choice is None:
        return (_by(one, engine) for one in numbered)
    workers = (os.cpu_count() or 1) if workers == 0 else workers or 1
    if workers == 1:
        return (_by_rules(one) for one in numbered)
    return _in_processes(numbered, ordered, workers)


def _named(given: Given, number: int) -> Article | Extracted:
    """One of the articles ready to be read, or its failure."""
    try:
        if isinstance(given, Loaded):
            if given.article is None:
                return Extracted(given.doc_id, error=given.error or InputError("This cannot be read."))
            return as_article(given.article)
        return as_article(Article.from_text(str(number), given) if isinstance(given, str) else given)
    except ExtractorError as error:
        return Extracted(str(number) if isinstance(given, str) else given.doc_id, error=error)


def _by(article: Article | Extracted, engine: Any) -> Extracted:
    if isinstance(article, Extracted):
        return article
    try:
        check_readable(article, engine)
        return Extracted(article.doc_id, extract_article(article, engine).summary)
    except ExtractorError as error:
        return Extracted(article.doc_id, error=error)
    except Exception as error:
        return Extracted(article.doc_id, error=ExtractorError(f"unexpected {type(error).__name__}: {error}"))


@cache
def _rules() -> Engine:
    return rules_engine()


def _by_rules(article: Article | Extracted) -> Extracted:
    return _by(article, _rules())


def _in_processes(articles: Iterator[Article | Extracted], ordered: bool, workers: int) -> Iterator[Extracted]:
    with ProcessPoolExecutor(workers) as pool:
        waiting: deque[Future[Extracted]] = deque()
        try:
            for article in articles:
                waiting.append(pool.submit(_by_rules, article))
                if len(waiting) >= workers * _AHEAD:
                    yield _next(waiting, ordered)
            while waiting:
                yield _next(waiting, ordered)
        finally:
            for future in waiting:
                future.cancel()


def _next(waiting: deque[Future[Extracted]], ordered: bool) -> Extracted:
    if ordered:
        return waiting.popleft().result()
    done = wait(waiting, return_when=FIRST_COMPLETED).done.pop()
    waiting.remove(done)
    return done.result()


def _asked(
    articles: Iterator[Article | Extracted], choice: EngineChoice, ordered: bool, workers: int
) -> Iterator[Extracted]:
    """A model's answers: a thread with a loop of its own asks, the caller takes them out of a bounded queue."""
    results: queue.Queue[Extracted | BaseException | None] = queue.Queue(workers * _AHEAD)
    gone = Event()

    def hand_over(one: Extracted | BaseException | None) -> None:
        while not gone.is_set():
            try:
                results.put(one, timeout=_POLL)
            except queue.Full:
                continue
            return

    async def work() -> None:
        async for one in _answers(articles, choice, ordered, workers):
            await asyncio.to_thread(hand_over, one)
            if gone.is_set():
                return

    def thread() -> None:
        try:
            asyncio.run(work())
        except BaseException as error:
            hand_over(error)
        hand_over(None)

    started = Thread(target=thread, name="extract_many", daemon=True)
    started.start()
    try:
        while (one := results.get()) is not None:
            if isinstance(one, BaseException):
                raise one
            yield one
    finally:
        gone.set()
        started.join()


async def _answers(
    articles: Iterator[Article | Extracted], choice: EngineChoice, ordered: bool, workers: int
) -> AsyncIterator[Extracted]:
    from extractor.runs.single import Model

    assert choice.llm is not None
    async with AsyncExitStack() as stack:
        model = await stack.enter_async_context(Model(choice.llm))

        async def ask(article: Article) -> ArticleSummary:
            return (await model.extract(article)).summary

        waiting: deque[asyncio.Task[Extracted]] = deque()
        try:
            for article in articles:
                waiting.append(asyncio.create_task(_answer(article, ask)))
                if len(waiting) >= workers:
                    yield await _next_answer(waiting, ordered)
            while waiting:
                yield await _next_answer(waiting, ordered)
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)


async def _answer(article: Article | Extracted, ask: Callable[[Article], Awaitable[ArticleSummary]]) -> Extracted:
    if isinstance(article, Extracted):
        return article
    try:
        return Extracted(article.doc_id, await ask(article))
    except ExtractorError as error:
        return Extracted(article.doc_id, error=error)
    except Exception as error:
        return Extracted(article.doc_id, error=ExtractorError(f"unexpected {type(error).__name__}: {error}"))


async def _next_answer(waiting: deque[asyncio.Task[Extracted]], ordered: bool) -> Extracted:
    if ordered:
        return await waiting.popleft()
    done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    first = done.pop()
    waiting.remove(first)
    return first.result()
