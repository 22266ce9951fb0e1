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
from extractor.exports.files import MANIFEST
from extractor.parts.names import STANDING
from extractor.parts.remote import address_of
from extractor.parts.storage import Storage
from extractor.runs.lock import LOCK, is_held
from extractor.runs.observer import Snapshot

STATUS: Final = STANDING
"""Name of the file in a run's folder."""
TOLD_SECONDS: Final = 10.0
"""How often a run tells an address how it stands."""
_SILENT_SECONDS: Final = 60.0
"""How long a run may be silent at an address before it is taken to have ended."""


@dataclass(frozen=True, slots=True)
class Status:
    """The last snapshot of a run (empty where there is none), and whether it is at work."""

    record: dict[str, Any]
    running: bool
    held: tuple[int, int] | None = None
    """Summaries and failures in the folder, of all its runs that have ended; None where none has."""

    @property
    def finished(self) -> bool:
        """Whether the last run came to the end of its inputs."""
        if self.running or not self.record:
            return False
        return bool(self.record["done"] + self.record["failed"] == self.record.get("total"))


def write_status(folder: Path, snapshot: Snapshot) -> None:
    """Write down how a run stands; a disk that refuses it is no reason to stop."""
    path = folder / STATUS
    with suppress(OSError):
        part = path.with_name(f"{STATUS}.part")
        part.write_bytes(_told(snapshot))
        part.replace(path)


def tell_status(folder: Storage, snapshot: Snapshot, *, ended: bool = False) -> None:
    """The same for a folder at an address, where no lock says whether the run is at work."""
    with suppress(OSError):
        folder.put(STATUS, _told(snapshot, ended=ended))


def _told(snapshot: Snapshot, **more: bool) -> bytes:
    return json.dumps(snapshot.record() | {"at": time.time(), "process": os.getpid()} | more).encode()


def read_status(folder: Path) -> Status:
    """How the run in a folder stands. Raises `UsageError` where no run was ever there."""
    address = address_of(folder)
    if address is None and not (folder / LOCK).exists():
        raise UsageError(f"{folder} is no run's folder: give the --out of a run.")
    try:
        record = json.loads((folder / STATUS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        record = {}
    record = record if isinstance(record, dict) else {}
    if address is None:
        return Status(record, is_held(folder), _held(folder))
    silent = time.time() - float(record.get("at", 0.0))
    return Status(record, bool(record) and not record.get("ended") and silent <= _SILENT_SECONDS, _held(folder))


def _held(folder: Path) -> tuple[int, int] | None:
    try:
        counts = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["counts"]
        return int(counts["done"]), int(counts["failed"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
