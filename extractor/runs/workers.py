"""A pool of processes for what computes. Each has an article's clock, and is replaced when an article overruns it.

An article stays with the worker that began it, whose memory holds its reading; a worker that is lost costs nothing,
for a step can be taken again anywhere. Threads of this process wait for the workers, one each.
"""

from __future__ import annotations

import asyncio
import gc
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Final

from extractor.runs.desk import Desk, Engines, Result, Task, failed

_LOOK_SECONDS: Final = 1.0
"""How often an idle worker looks whether the process that made it is still there."""
_TRIES: Final = 2
"""Times that a step is begun before the article is blamed for the death of its workers."""


@dataclass(slots=True)
class _Worker:
    """One process, and how many steps wait for it."""

    process: BaseProcess
    pipe: Connection
    load: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(slots=True)
class Seat:
    """Where an article is worked on, and how many seconds of computing it has taken."""

    worker: int
    computed: float = 0.0


class Workers:
    """The pool; with `count` 0 everything is computed in this process, and no article has a clock."""

    def __init__(self, make: Callable[[], Engines], count: int, *, article_seconds: float) -> None:
        self._make = make
        self._seconds = article_seconds
        self._own = Desk(make) if count == 0 else None
        self._count = count
        self._workers: list[_Worker] = []
        self._threads: ThreadPoolExecutor | None = None
        self.replaced = 0

    def start(self) -> None:
        """Make the processes: before any thread or event loop of this process is at work."""
        if self._count == 0:
            return
        if _CONTEXT.get_start_method() == "fork":
            # What is loaded once here is shared by all of them.
            engines = self._make()
            self._make = lambda: engines
            gc.collect()
            gc.freeze()
        self._workers = [self._new() for _ in range(self._count)]
        self._threads = ThreadPoolExecutor(self._count, thread_name_prefix="worker")

    def seat(self) -> Seat:
        """A place at the worker that has the least to do."""
        if not self._workers:
            return Seat(0)
        number = min(range(len(self._workers)), key=lambda at: self._workers[at].load)
        self._workers[number].load += 1
        return Seat(number)

    def leave(self, seat: Seat) -> None:
        """An article is ended."""
        if self._workers:
            self._workers[seat.worker].load -= 1

    async def take(self, task: Task, seat: Seat) -> Result:
        """One step of an article. Never raises for an article's sake: it is ended as failed then."""
        if self._own is not None:
            return self._own.take(task)
        assert self._threads is not None
        worker = self._workers[seat.worker]
        data = pickle.dumps(task, pickle.HIGHEST_PROTOCOL)
        for _ in range(_TRIES):
            async with worker.lock:
                left = self._seconds - seat.computed
                began = time.monotonic()
                loop = asyncio.get_running_loop()
                reply = await loop.run_in_executor(self._threads, _exchange, worker.pipe, data, left)
                seat.computed += time.monotonic() - began
                if isinstance(reply, bytes):
                    result: Result = pickle.loads(reply)
                    return result
                self._replace(worker)
                if reply == _OVER:
                    return failed(
                        task,
                        "ArticleTimeout",
                        f"The article took more than {self._seconds:g} s to compute: raise --article-timeout, "
                        "or split it.",
                    )
        return failed(task, "WorkerLost", "The process that read this article died twice: is there enough memory?")

    def stop(self) -> None:
        """End the processes."""
        for worker in self._workers:
            _end(worker)
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
        self._workers = []

    def _new(self) -> _Worker:
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=_serve, args=(theirs, self._make, os.getpid()), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _replace(self, worker: _Worker) -> None:
        _end(worker)
        fresh = self._new()
        worker.process, worker.pipe = fresh.process, fresh.pipe
        self.replaced += 1


_CONTEXT: Final[Any] = get_context("fork" if sys.platform == "linux" else "spawn")
"""Forked workers share what is loaded; elsewhere than on Linux that is not safe."""
_PR_SET_PDEATHSIG: Final = 1
"""From Linux's `prctl.h`: the signal that a process gets when its parent dies."""
_OVER: Final = "over"
_DEAD: Final = "dead"


def _exchange(pipe: Connection, data: bytes, seconds: float) -> bytes | str:
    """Send a step to a worker and wait for its result, in a thread of its own."""
    try:
        pipe.send_bytes(data)
        if not pipe.poll(max(0.0, seconds)):
            return _OVER
        return pipe.recv_bytes()
    except (OSError, EOFError):
        return _DEAD


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _serve(pipe: Connection, make: Callable[[], Engines], parent: int) -> None:
    """A worker's life: take steps until the pipe or the process at its other end is gone."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    if _CONTEXT.get_start_method() == "fork":
        _let_go(pipe.fileno())
    if sys.platform == "linux":
        _die_with(parent)
    desk = Desk(make)
    try:
        while True:
            while not pipe.poll(_LOOK_SECONDS):
                if os.getppid() != parent:
                    os._exit(0)
            task: Task = pickle.loads(pipe.recv_bytes())
            pipe.send_bytes(pickle.dumps(desk.take(task), pickle.HIGHEST_PROTOCOL))
    except (EOFError, OSError):
        os._exit(0)


def _die_with(parent: int) -> None:
    """End when the process that made this one does, however that ends and whatever is computed here."""
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def _let_go(kept: int) -> None:
    """Close every file that was open in the parent: its locks and its other workers' pipes are none of ours."""
    most = os.sysconf("SC_OPEN_MAX")
    os.closerange(3, kept)
    os.closerange(kept + 1, min(most, 65_536))
