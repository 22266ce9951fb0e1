"""Whether an input that ends now is one that failed elsewhere in an earlier run: its file was moved, or is a copy."""

from __future__ import annotations

import filecmp
import os
from pathlib import Path


def is_same_input(before: str, now: str) -> bool:
    """Whether what failed at the place `before` is the input of the same id at `now`.

    It has the same file name (and row, or member of an archive), and its file is gone or has the same bytes. What
    stands there still with other bytes is an input of its own, whose failure is kept.
    """
    if os.path.basename(before) != os.path.basename(now):  # noqa: PTH119 - a row or member is no path
        return False
    old, new = _file_of(before), _file_of(now)
    if old is None:
        return True
    try:
        return new is not None and filecmp.cmp(old, new, shallow=False)
    except OSError:
        return False


def _file_of(place: str) -> Path | None:
    """What stands at a place: the file itself, or that before one of its colons; None where nothing does."""
    end = len(place)
    while end > 0:
        path = Path(place[:end])
        try:
            path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            end = place.rfind(":", 0, end)
            continue
        except OSError:
            pass
        return path
    return None
