"""One run at a time in one folder."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from extractor.errors import UsageError

try:
    import fcntl
except ImportError:  # Windows: no such lock there, and two runs in one folder are the user's to avoid
    fcntl = None  # type: ignore[assignment]

LOCK: Final = ".lock"
"""Name of the lock's file. The system drops the lock with the process, however it ends; the file may stay."""


def is_held(folder: Path) -> bool:
    """Whether a run holds the folder now; false where that cannot be known."""
    if fcntl is None:
        return False
    try:
        descriptor = os.open(folder / LOCK, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


class FolderLock:
    """A context that holds a folder. Raises `UsageError` where another process has it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK
        self._descriptor = -1

    def __enter__(self) -> Self:
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        if fcntl is not None:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(self._descriptor)
                raise UsageError(
                    f"Another run is writing to {self._path.parent}; wait for it or choose another --out."
                ) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._descriptor)
