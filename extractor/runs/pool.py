"""A pool of workers that takes new work only while nothing says stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event
from typing import Final, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_LOOK: Final = 0.2
"""Seconds between two looks at the stop sign while all workers are busy."""


def each(
    tasks: Iterator[Task], work: Callable[[Task], Result], *, workers: int, stop: Event
) -> Iterator[tuple[Task, Result]]:
    """Results as they come, each with its task; at most `workers` tasks are ever taken and unfinished.

    Once `stop` is set no further task is taken; those begun are waited for. `work` must not raise.
    """
    if workers == 1:
        for task in tasks:
            yield task, work(task)
            if stop.is_set():
                return
        return
    running: dict[Future[Result], Task] = {}
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="article") as pool:
        more = True
        while running or more:
            while more and len(running) < workers and not stop.is_set():
                for task in tasks:
                    running[pool.submit(work, task)] = task
                    break
                else:
                    more = False
            if stop.is_set():
                more = False
            for future in wait(running, timeout=_LOOK, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future.result()
