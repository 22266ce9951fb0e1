"""How a run stands: written about once a second by the run, read by anyone."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from extractor.errors import UsageError
from extractor.runs.lock import LOCK, is_held
from extractor.runs.observer import Snapshot

STATUS: Final = ".status.json"
"""Name of the file in a run's folder."""


@dataclass(frozen=True, slots=True)
class Status:
    """The last snapshot of a run (empty where there is none), and whether it is at work."""

    record: dict[str, Any]
    running: bool


def write_status(folder: Path, snapshot: Snapshot) -> None:
    """Write down how a run stands; a disk that refuses it is no reason to stop."""
    path = folder / STATUS
    with suppress(OSError):
        part = path.with_name(f"{STATUS}.part")
        record = snapshot.record() | {"at": time.time(), "process": os.getpid()}
        part.write_text(json.dumps(record), encoding="utf-8")
        part.replace(path)


def read_status(folder: Path) -> Status:
    """How the run in a folder stands. Raises `UsageError` where no run was ever there."""
    if not (folder / LOCK).exists():
        raise UsageError(f"{folder} is no run's folder: give the --out of a run.")
    try:
        record = json.loads((folder / STATUS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        record = {}
    return Status(record if isinstance(record, dict) else {}, is_held(folder))
