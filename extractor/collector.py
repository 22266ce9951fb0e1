"""Python's garbage collector, held back while one article is read."""

from __future__ import annotations

import gc
from types import TracebackType


class Uncollected:
    """A block without the garbage collector: `with Uncollected(): ...`.

    An article's values hold no cycles worth a search: they go when their last user goes. The collector would walk them
    sixty times an article all the same, a twentieth of the time. Where it is off already, it stays off.
    """

    __slots__ = ("_was_on",)

    def __enter__(self) -> None:
        self._was_on = gc.isenabled()
        gc.disable()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._was_on:
            gc.enable()
