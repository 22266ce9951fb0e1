"""Inputs read in a thread of their own, a handful at a time, no further ahead than they are worked on."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, suppress
from itertools import islice
from typing import Final

from extractor.errors import ExtractorError, InputError
from extractor.loaders.inputs import STDIN
from extractor.loaders.load import Loaded, claim, load_all
from extractor.loaders.taken import Taken
from extractor.runs.earlier import Earlier, Holder
from extractor.runs.identity import answer_key, start_hash
from extractor.runs.job import Job
from extractor.runs.outcome import ArticleOutcome
from extractor.runs.work import Fed, Handful, Work, settled_by
from extractor.terminal import one_line
from extractor.text_files import TEXTS, keep_text, text_name

_HANDFUL: Final = 1024
_HANDFUL_CHARACTERS: Final = 1_000_000
_HANDFUL_SECONDS: Final = 0.2
_AHEAD: Final = 2
"""Handfuls that may wait. Few and large: each costs a change of threads."""
TAKEN: Final = (
    "The id {id!r} is taken by {holder} of an earlier run into this folder, whose result is kept; --id path (or url, "
    "hash) tells the two apart, --replace takes this one instead."
)


class Feed:
    """The inputs of a job, in order. Never raises for one input's sake."""

    def __init__(self, job: Job, earlier: Callable[[], Earlier]) -> None:
        """`earlier` makes, in the feed's own thread, what knows the inputs of earlier runs."""
        self._job = job
        self._earlier = earlier
        self._queue: asyncio.Queue[Handful | Exception | None] = asyncio.Queue()
        self.exhausted = False
        """Whether every input was given out."""
        self._taken = Taken()
        self._contended: set[int] = set()
        """Numbers of articles whose id an input before them had when they were read."""
        self._room = threading.Semaphore(_AHEAD)
        self._stopped = threading.Event()
        self._at_once = 1 if any(str(path) == STDIN for path in job.inputs) else _HANDFUL

    def stop(self) -> None:
        """Read no further, and do not wait for the input that is being read: a large one takes its time."""
        self._stopped.set()
        self._room.release()
        self._queue.put_nowait(None)

    async def __aiter__(self) -> AsyncIterator[Handful]:
        """The inputs, some at a time. Raises `OSError` where the text of one cannot be kept."""
        loop = asyncio.get_running_loop()
        # A daemon: standard input may block for ever, and the run must end all the same.
        threading.Thread(target=self._read, args=(loop,), daemon=True, name="inputs").start()
        while True:
            some = await self._queue.get()
            if some is None:
                self.exhausted = not self._stopped.is_set()
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

    def _handfuls(self) -> Iterator[Handful]:
        with closing(self._earlier()) as earlier, closing(self._taken):
            some: list[Fed] = []
            begun, characters = time.monotonic(), 0
            for fed in self._all():
                if self._stopped.is_set():
                    return
                some.append(fed)
                characters += len(fed.article.text) if isinstance(fed, Work) else 0
                full = len(some) >= self._at_once or characters >= _HANDFUL_CHARACTERS
                if full or time.monotonic() - begun > _HANDFUL_SECONDS:
                    yield self._handful(some, earlier)
                    some = []
                    begun, characters = time.monotonic(), 0
            if some:
                yield self._handful(some, earlier)

    def _all(self) -> Iterator[Fed]:
        fingerprint, version = self._job.settings.fingerprint, self._job.settings.engine_version
        for number, loaded in enumerate(islice(load_all(self._job.inputs, self._job.limits), self._job.limit)):
            self._claim(number, loaded)
            article = loaded.article
            if article is None:
                yield number, _failed(loaded.doc_id, loaded.origin, loaded.error or ExtractorError("unreadable"))
                continue
            try:
                key, start = answer_key(article, fingerprint, version), start_hash(article, fingerprint)
                text = text_name(article.doc_id) if loaded.kept else None
            except (ValueError, TypeError) as error:
                yield number, _failed(loaded.doc_id, loaded.origin, error)
                continue
            yield Work(number, loaded.origin, article, key, start, text)

    def _claim(self, number: int, loaded: Loaded) -> None:
        """Let an input have its id, unless one before it has: whether that one is to keep it, `_handful` sees."""
        try:
            claim(self._taken, loaded)
        except InputError:
            self._contended.add(number)

    def _handful(self, some: list[Fed], earlier: Earlier) -> Handful:
        """What there is to do with some inputs, after a look at earlier runs; their texts are kept."""
        contended, self._contended = self._contended, set()
        kept = earlier.kept([one for one in some if isinstance(one, Work) and one.number not in contended])
        settled = settled_by(kept)
        for at, one in enumerate(some):
            if not isinstance(one, Work):
                continue
            if one.number not in settled:
                try:
                    one = some[at] = self._beside(one, earlier)
                except InputError as error:
                    some[at] = one.number, _failed(one.article.doc_id, one.origin, error)
                    continue
            if one.text is not None and not one.changed:
                keep_text(self._job.out / TEXTS, one.article.doc_id, one.article.text)
        return Handful(some, kept)

    def _beside(self, work: Work, earlier: Earlier) -> Work:
        """The work, beside who has its id. Raises `InputError` where that is another article, and leaves it the id."""
        doc_id = work.article.doc_id
        self._taken.claim(doc_id, work.origin)
        holder = earlier.holder(doc_id)
        if holder is None or holder.key == work.key or holder.content == work.start:
            return work
        if not (self._job.replace or holder.is_same_source(work.origin)):
            self._taken.release(doc_id, work.origin)
            raise InputError(TAKEN.format(id=doc_id, holder=_told(holder)))
        return work._replace(changed=True)


def _failed(doc_id: str, origin: str, error: Exception) -> ArticleOutcome:
    return ArticleOutcome(doc_id, origin, "failed", error=type(error).__name__, message=one_line(str(error)))


def _told(holder: Holder) -> str:
    return holder.origin or "an article"
