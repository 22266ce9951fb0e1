"""An event loop whose time passes at once: it jumps to the next timer instead of waiting for it."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from extractor.runs.limits import Clock

_T = TypeVar("_T")
BEGIN = datetime(2026, 1, 5, 8, 0, 0, tzinfo=UTC)


class _Jumping(selectors.DefaultSelector):
    """A selector that never waits, and adds up how long it was asked to."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is not None and timeout > 0:
            self.passed += timeout
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """The loop."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.passed


def in_virtual_time(work: Coroutine[Any, Any, _T]) -> tuple[_T, float]:
    """What the work comes to, and the seconds it would have taken."""
    loop = VirtualLoop()
    try:
        result = loop.run_until_complete(work)
        return result, loop.time()
    finally:
        loop.close()


def clock(phase: float = 0.0) -> Clock:
    """The loop's time as the driver's clock, begun so far into a second; chance is always one half."""

    def passed() -> float:
        return asyncio.get_running_loop().time()

    return Clock(
        sleep=asyncio.sleep,
        monotonic=passed,
        now=lambda: BEGIN + timedelta(seconds=passed() + phase),
        random=lambda: 0.5,
    )
