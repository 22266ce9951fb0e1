"""The ledger: every answer of a folder, one line of JSON each, appended and never changed.

It survives being killed at any moment: a last line that was cut is dropped at the next start.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from extractor.engines.base import Usage
from extractor.errors import UsageError
from extractor.outputs.manifest import Spending
from extractor.runs.settings import RunSettings
from extractor.schema import ArticleSummary

_SYNC_SECONDS: Final = 0.5
"""How long a line may wait for the disk. A killed process loses nothing either way; a power cut loses at most this."""


class CoverageRecord(BaseModel):
    """How many quantities an article had, how many were accounted for, and the texts of those that were not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    quantities: int = 0
    explained: int = 0
    unexplained: list[str] = Field(default_factory=list)


class RejectionRecord(BaseModel):
    """One claim the gate refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    item: str
    claim: str
    reason: str
    quantity: str | None = None


class Entry(BaseModel):
    """One attempt at one article: an answer (`summary`), or what went wrong (`error`, `message`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    doc_id: str
    status: Literal["done", "failed"]
    summary: ArticleSummary | None = None
    coverage: CoverageRecord = CoverageRecord()
    rejections: list[RejectionRecord] = Field(default_factory=list)
    review: list[dict[str, JsonValue]] = Field(default_factory=list)
    marks: dict[str, int] = Field(default_factory=dict)
    usage: Spending = Spending()
    seconds: float = 0.0
    error: str | None = None
    message: str | None = None


class Ledger:
    """The answers of one folder. Only one process may hold it (see `extractor.runs.lock`)."""

    def __init__(self, path: Path, settings: RunSettings) -> None:
        """Open or begin a ledger. Raises `UsageError` where it belongs to a run with other settings."""
        self._places: dict[str, tuple[int, int]] = {}
        self._spent = Usage()
        self._synced = time.monotonic()
        self._file = path.open("a+b")
        self._mend()
        stored = self._scan()
        if stored is None:
            self._write({"settings": settings.model_dump(mode="json")})
        elif stored.fingerprint != settings.fingerprint:
            self._file.close()
            changes = "; ".join(stored.differences(settings))
            raise UsageError(
                f"{path.parent} holds a run with other settings ({changes}); "
                "choose another --out, or --fresh to begin anew."
            )

    def __len__(self) -> int:
        return len(self._places)

    @property
    def spent(self) -> Usage:
        """What all attempts in this ledger cost, failed ones included."""
        return self._spent

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def get(self, key: str) -> Entry | None:
        """The finished answer of that key, if there is one."""
        place = self._places.get(key)
        if place is None:
            return None
        self._file.seek(place[0])
        return Entry.model_validate_json(self._file.read(place[1]))

    def append(self, entry: Entry) -> None:
        """Add an attempt; when this returns, killing the process cannot lose it."""
        start, length = self._write(entry.model_dump(mode="json"))
        self._spent += usage_of(entry.usage)
        if entry.status == "done":
            self._places[entry.key] = (start, length)

    def close(self) -> None:
        """Bring everything to the disk."""
        if not self._file.closed:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    def _write(self, record: dict[str, JsonValue]) -> tuple[int, int]:
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
        start = self._file.seek(0, os.SEEK_END)
        self._file.write(line)
        self._file.flush()
        now = time.monotonic()
        if now - self._synced >= _SYNC_SECONDS:
            os.fsync(self._file.fileno())
            self._synced = now
        return start, len(line)

    def _mend(self) -> None:
        """Drop a last line without its end: a process was killed while it wrote."""
        end = size = self._file.seek(0, os.SEEK_END)
        while end > 0:
            begin = max(0, end - 65_536)
            self._file.seek(begin)
            cut = self._file.read(end - begin).rfind(b"\n")
            if cut >= 0:
                end = begin + cut + 1
                break
            end = begin
        if end < size:
            self._file.truncate(end)

    def _scan(self) -> RunSettings | None:
        """Index the finished answers; returns the settings the ledger was begun with."""
        settings = None
        for start, line in self._lines():
            try:
                record = json.loads(line)
                if "settings" in record:
                    settings = RunSettings.model_validate(record["settings"])
                    continue
                self._spent += usage_of(Spending.model_validate(record["usage"]))
                if record["status"] == "done":
                    self._places[record["key"]] = (start, len(line))
            except (ValueError, KeyError, TypeError, ValidationError):
                continue
        return settings

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        self._file.seek(0)
        start = 0
        for line in self._file:
            yield start, line
            start += len(line)


def finished_keys(path: Path) -> set[str]:
    """The keys of all answers in a ledger, read without touching it; none where there is no ledger."""
    keys: set[str] = set()
    try:
        with path.open("rb") as file:
            for line in file:
                with suppress(ValueError, TypeError, KeyError):
                    record = json.loads(line)
                    if record["status"] == "done":
                        keys.add(record["key"])
    except (FileNotFoundError, NotADirectoryError):
        return keys
    return keys


def usage_of(spending: Spending) -> Usage:
    """The stored form of what an answer cost, as engines count it."""
    return Usage(**spending.model_dump())


def spending_of(usage: Usage) -> Spending:
    """What an answer cost, in its stored form."""
    return Spending(
        calls=usage.calls,
        input_tokens=usage.input_tokens,
        cached_tokens=usage.cached_tokens,
        output_tokens=usage.output_tokens,
        cost_usd=usage.cost_usd,
    )
