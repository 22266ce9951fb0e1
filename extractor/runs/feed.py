"""Inputs read in a thread of their own, a handful at a time, no further ahead than they are worked on."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import islice
from typing import Final

from extractor.article import Article
from extractor.errors import ExtractorError, InputError
from extractor.loaders import Loaded, load
from extractor.loaders.inputs import STDIN
from extractor.runs.identity import answer_key, start_hash
from extractor.runs.job import Job
from extractor.runs.outcome import ArticleOutcome
from extractor.runs.roll import Earlier, Holder
from extractor.terminal import one_line
from extractor.text_files import TEXTS, keep_text, text_name

_HANDFUL: Final = 64
_HANDFUL_SECONDS: Final = 0.05
_AHEAD: Final = 2
"""Handfuls that may wait."""
_TAKEN: Final = (
    "The id {id!r} is taken by {holder} of an earlier run into this folder, whose result is kept; --id path (or url, "
    "hash) tells the two apart, --replace takes this one instead."
)


@dataclass(frozen=True, slots=True)
class Work:
    """An article to work on, and the names it is known by."""

    number: int
    origin: str
    article: Article
    key: str
    start: bytes
    text: str | None = None
    """The file in `texts/` that holds its text; None where its own file does."""
    changed: bool = False
    """Whether it takes the place of another text with its id, whose result is withdrawn when work on it begins."""


Fed = Work | tuple[int, ArticleOutcome]
"""Something to do, or an input that has already failed."""


class Feed:
    """The inputs of a job, in order. Never raises for one input's sake."""

    def __init__(self, job: Job, earlier: Callable[[], Earlier]) -> None:
        """`earlier` makes, in the feed's own thread, what knows the inputs of earlier runs."""
        self._job = job
        self._earlier = earlier
        self._queue: asyncio.Queue[list[Fed] | Exception | None] = asyncio.Queue()
        self._room = threading.Semaphore(_AHEAD)
        self._stopped = threading.Event()
        self._at_once = 1 if any(str(path) == STDIN for path in job.inputs) else _HANDFUL

    def stop(self) -> None:
        """Read no further."""
        self._stopped.set()
        self._room.release()

    async def __aiter__(self) -> AsyncIterator[list[Fed]]:
        """The inputs, some at a time. Raises `OSError` where the text of one cannot be kept."""
        loop = asyncio.get_running_loop()
        # A daemon: standard input may block for ever, and the run must end all the same.
        threading.Thread(target=self._read, args=(loop,), daemon=True, name="inputs").start()
        while True:
            some = await self._queue.get()
            if some is None:
                return
            if isinstance(some, Exception):
                raise some
            yield some
            self._room.release()

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        last: Exception | None = None
        try:
            for some in self._handfuls():
                self._room.acquire()
                if self._stopped.is_set():
                    return
                loop.call_soon_threadsafe(self._queue.put_nowait, some)
        except Exception as error:
            last = error
        finally:
            with suppress(RuntimeError):  # the loop has ended before its inputs did
                loop.call_soon_threadsafe(self._queue.put_nowait, last)

    def _handfuls(self) -> Iterator[list[Fed]]:
        some: list[Fed] = []
        begun = time.monotonic()
        for fed in self._all():
            some.append(fed)
            if len(some) >= self._at_once or time.monotonic() - begun > _HANDFUL_SECONDS:
                yield some
                some = []
                begun = time.monotonic()
        if some:
            yield some

    def _all(self) -> Iterator[Fed]:
        with closing(self._earlier()) as earlier:
            for number, loaded in enumerate(islice(load(self._job.inputs, self._job.limits), self._job.limit)):
                if loaded.article is None:
                    yield number, _failed(loaded.doc_id, loaded.origin, loaded.error or ExtractorError("unreadable"))
                    continue
                try:
                    work = self._work(number, loaded, loaded.article, earlier)
                except (ExtractorError, ValueError, TypeError) as error:
                    yield number, _failed(loaded.doc_id, loaded.origin, error)
                    continue
                if work.text is not None and not work.changed:
                    keep_text(self._job.out / TEXTS, work.article.doc_id, work.article.text)
                yield work

    def _work(self, number: int, loaded: Loaded, article: Article, earlier: Earlier) -> Work:
        """The article with its names. Raises `InputError` where its id is another article's since an earlier run."""
        fingerprint, version = self._job.settings.fingerprint, self._job.settings.engine_version
        key, start = answer_key(article, fingerprint, version), start_hash(article, fingerprint)
        holder = earlier.holder(article.doc_id)
        changed = holder is not None and not (holder.key == key or holder.content == start)
        if holder is not None and changed and not (self._job.replace or holder.is_same_source(loaded.origin)):
            raise InputError(_TAKEN.format(id=article.doc_id, holder=_told(holder)))
        text = text_name(article.doc_id) if loaded.kept else None
        return Work(number, loaded.origin, article, key, start, text, changed)


def _failed(doc_id: str, origin: str, error: Exception) -> ArticleOutcome:
    return ArticleOutcome(doc_id, origin, "failed", error=type(error).__name__, message=one_line(str(error)))


def _told(holder: Holder) -> str:
    return holder.origin or "an article"
