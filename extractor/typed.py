"""Articles into a model of one's own, from Python: any pydantic model of leaves, the same proof as everywhere.

class Flood(Summary):
    dead: Number | None

found = Extractor(Flood, model="gpt-5-mini").extract(text)
found.summary.dead, found.spans["dead"], found.rejections, found.usage
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final, Generic, TypeVar, cast

from pydantic import BaseModel

from extractor.config import choose_engine
from extractor.draft import Rejection
from extractor.engines.base import Usage
from extractor.errors import ExtractorError, UsageError
from extractor.library import as_article, run_coroutine
from extractor.loaders import Loaded
from extractor.runs.single import Model
from extractor.schema import Span
from extractor.tasks.user_task import UserTask, load_task, task_of_model
from extractor.text.article import Article

M = TypeVar("M", bound=BaseModel)

AT_ONCE: Final = 8
"""Articles that a model is asked about at once where `at_once` is not given."""
_HANDFUL: Final = 4
"""Articles taken in one go, for each that is asked about at once."""


@dataclass(frozen=True, slots=True)
class Grounded(Generic[M]):
    """What is proved of one article: `spans` are by the leaves' paths (`losses[2].amount`)."""

    summary: M
    spans: dict[str, Span]
    rejections: tuple[Rejection, ...]
    usage: Usage


@dataclass(frozen=True, slots=True)
class Outcome(Generic[M]):
    """What became of one of many articles: a result, or the error why there is none."""

    doc_id: str
    result: Grounded[M] | None = None
    error: ExtractorError | None = None

    def get(self) -> Grounded[M]:
        """The result. Raises the error where there is none."""
        if self.result is None:
            raise self.error or ExtractorError(f"{self.doc_id} has no result.")
        return self.result


class Extractor(Generic[M]):
    """Reads articles into one model.

    Args:
        task: a pydantic model of leaves (see `extractor.tasks`).
        guide: what a reader must know to fill the model, for the prompt.
        model: the language model's name; by default the configured one.
        settings: further settings of the model, such as `base_url` or `strategy`.

    Raises:
        UsageError: a leaf that nothing proves, no model, or a wrong setting.
    """

    def __init__(self, task: type[M], *, guide: str = "", model: str | None = None, **settings: Any) -> None:
        self._task: UserTask = task_of_model(task, guide=guide)
        self._settings = _llm_settings(model, settings)

    @classmethod
    def of_folder(cls, folder: str | Path, *, model: str | None = None, **settings: Any) -> Extractor[BaseModel]:
        """The extractor of a task folder, whose code is run. Raises `UsageError`."""
        made: Extractor[BaseModel] = Extractor.__new__(Extractor)
        made._task = load_task(Path(folder))
        made._settings = _llm_settings(model, settings)
        return made

    def extract(self, article: str | Article | None = None, *, html: str | None = None) -> Grounded[M]:
        """What one article says: its text (or an `Article`), or a page's source.

        Raises `InputError` for an empty text, `ModelError` where the model gave no usable answer.
        """
        return run_coroutine(self.aextract(article, html=html))

    async def aextract(self, article: str | Article | None = None, *, html: str | None = None) -> Grounded[M]:
        """`extract`, for callers with an event loop."""
        async with self._model() as model:
            return await self._asked(model, as_article(article, html=html))

    def extract_many(
        self, articles: Iterable[str | Article | Loaded], *, at_once: int = AT_ONCE
    ) -> Iterator[Outcome[M]]:
        """Many articles, in order, as they are done; an article's own failure is its `error`."""
        numbered = iter(enumerate(articles, 1))
        while some := list(islice(numbered, at_once * _HANDFUL)):
            yield from run_coroutine(self._handful(some, at_once))

    async def aextract_many(
        self, articles: Iterable[str | Article | Loaded], *, at_once: int = AT_ONCE
    ) -> AsyncIterator[Outcome[M]]:
        """`extract_many`, for callers with an event loop."""
        numbered = iter(enumerate(articles, 1))
        while some := list(islice(numbered, at_once * _HANDFUL)):
            for one in await self._handful(some, at_once):
                yield one

    def _model(self) -> Model:
        return Model(self._settings, engine=self._task.engine(self._settings))

    async def _asked(self, model: Model, article: Article) -> Grounded[M]:
        outcome, usage = await model.answer(article)
        return Grounded(cast("M", outcome.summary), outcome.spans, outcome.rejections, usage)

    async def _handful(self, some: list[tuple[int, str | Article | Loaded]], at_once: int) -> list[Outcome[M]]:
        places = asyncio.Semaphore(at_once)
        async with self._model() as model:

            async def one(number: int, given: str | Article | Loaded) -> Outcome[M]:
                doc_id = str(number) if isinstance(given, str) else given.doc_id
                try:
                    article = _article(given, doc_id)
                    async with places:
                        return Outcome(doc_id, await self._asked(model, article))
                except ExtractorError as error:
                    return Outcome(doc_id, error=error)
                except Exception as error:
                    return Outcome(doc_id, error=ExtractorError(f"unexpected {type(error).__name__}: {error}"))

            return await asyncio.gather(*(one(number, given) for number, given in some))


def _article(given: str | Article | Loaded, doc_id: str) -> Article:
    if isinstance(given, Loaded):
        if given.article is None:
            raise given.error or ExtractorError("This cannot be read.")
        return as_article(given.article)
    return as_article(Article.from_text(doc_id, given) if isinstance(given, str) else given)


def _llm_settings(model: str | None, settings: dict[str, Any]) -> Any:
    flags = {**({"model": model} if model is not None else {}), **settings}
    choice = choose_engine(engine="llm", flags=flags)
    if choice.llm is None:
        raise UsageError("No model is named: give model=..., or set EXTRACTOR_MODEL.")
    return choice.llm
