"""The store of calls of one worker: what came is on everybody's disk within seconds, each sheaf's calls in a folder.

It is asked as the store of a local run is (`extractor.runs.calls`). Which sheaf a question belongs to is known by the
context in which it is asked.
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
import zlib
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from io import BytesIO
from typing import Any, Final

from extractor.engines.base import Completion, Facts, Usage
from extractor.parts import names
from extractor.parts.storage import Storage
from extractor.runs.calls import CallKey, Stored, facts_from, facts_to
from extractor.runs.machines.known import Known, read_table

FLUSH_SECONDS: Final = 0.5
"""How long a completion may wait for others before it is written: what a machine that is lost may cost."""
FLUSH_CALLS: Final = 256
_LEVEL: Final = 3
_RECENT: Final = 16_000_000
"""Bytes of completions that are remembered beyond their sheaf: for the same question about another article."""
_FILES: Final = 4
"""Files of earlier runs that are held open."""
_LOST: Final = b"lost"
_STARTS: Final = b"starts"


@dataclass(slots=True)
class SheafCalls:
    """The completions of one sheaf, and what of them is not written yet."""

    name: str
    found: dict[CallKey, Stored] = field(default_factory=dict)
    starts: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    """All that came in this run."""
    written: int = 0
    lost: int = 0
    """Calls that brought no completion."""
    lost_written: int = 0
    files: list[str] = field(default_factory=list)
    since: float = 0.0

    @property
    def is_written(self) -> bool:
        """Whether nothing waits to be written."""
        return self.written == len(self.rows) and self.lost == self.lost_written


CURRENT: ContextVar[SheafCalls] = ContextVar("calls of the sheaf")


class PartCalls:
    """Completions found and kept, sheaf by sheaf. `own` is this store, as of a local run's two."""

    def __init__(self, folder: Storage, known: Known, learned: Callable[[Facts], None]) -> None:
        """`learned` is told what the server has taught."""
        self._folder = folder
        self._known = known
        self._learned = learned
        self._files: OrderedDict[str, dict[CallKey, Stored]] = OrderedDict()
        self._recent: OrderedDict[CallKey, Stored] = OrderedDict()
        self._recent_bytes = 0

    @property
    def own(self) -> PartCalls:
        """The store that a run's folder has."""
        return self

    def begin(self, sheaf: str) -> SheafCalls:
        """A sheaf's calls, with those that are written: by an earlier run, or by a worker that is lost."""
        calls = SheafCalls(sheaf)
        place = f"{names.CALLS}/{sheaf}"
        for name in self._folder.names(place):
            stored, starts = _read(self._folder, f"{place}/{name}")
            calls.found.update(stored)
            calls.starts.update(starts)
        return calls

    def get(self, key: CallKey) -> Stored | None:
        """The completion of that key; None where there is none that can be read."""
        found = CURRENT.get().found.get(key) or self._recent.get(key)
        if found is not None:
            return found
        name = self._known.file_of(key)
        return None if name is None else self._opened(name).get(key)

    def add(self, key: CallKey, stored: Stored, *, model: str, seconds: float, paid: bool = True) -> None:
        """Keep a completion that has just arrived; `flush` writes it."""
        calls, usage = CURRENT.get(), stored.usage
        calls.found[key] = stored
        self._remember(key, stored)
        if calls.is_written:
            calls.since = time.monotonic()
        calls.rows.append(
            asdict(key)
            | asdict(usage)
            | {
                "status": stored.completion.status,
                "completion": zlib.compress(stored.completion.body, _LEVEL),
                "model": model,
                "paid": paid,
                "seconds": round(seconds, 3),
                "at": round(time.time(), 6),
            }
        )

    def lost(self, usage: Usage) -> None:
        """Count a call that brought no completion."""
        CURRENT.get().lost += usage.calls

    def start(self, article: bytes, facts: Facts) -> Facts:
        """The facts with which an article was begun: those of the first time, so that its questions are the same."""
        return facts_from(CURRENT.get().starts.setdefault(article.hex(), facts_to(facts)))

    def learn(self, server: str, facts: Facts) -> None:
        """What a server has taught, for all workers."""
        del server
        self._learned(facts)

    async def flush(self, calls: SheafCalls) -> None:
        """Write what came since the last time. Raises `OSError`."""
        if calls.is_written:
            return
        rows, lost = calls.rows[calls.written :], calls.lost - calls.lost_written
        calls.written, calls.lost_written = len(calls.rows), calls.lost
        calls.since = time.monotonic()
        name = f"{names.CALLS}/{calls.name}/{len(calls.files):04d}-{uuid.uuid4().hex[:8]}.parquet"
        await asyncio.to_thread(self._folder.put, name, _packed(rows, lost, calls.starts))
        calls.files.append(name)

    async def end(self, calls: SheafCalls) -> None:
        """Write what is left; several files of the sheaf become one. Raises `OSError`."""
        await self.flush(calls)
        if len(calls.files) > 1:
            name = f"{names.CALLS}/{calls.name}/all-{uuid.uuid4().hex[:8]}.parquet"
            await asyncio.to_thread(self._folder.put, name, _packed(calls.rows, calls.lost, calls.starts))
            for file in calls.files:
                await asyncio.to_thread(self._folder.delete, file)

    async def watch(self, calls: SheafCalls) -> None:
        """Write every so often, until it is cancelled."""
        while True:
            await asyncio.sleep(FLUSH_SECONDS / 4)
            waiting = len(calls.rows) - calls.written
            if waiting >= FLUSH_CALLS or (waiting and time.monotonic() - calls.since >= FLUSH_SECONDS):
                await self.flush(calls)

    def _remember(self, key: CallKey, stored: Stored) -> None:
        self._recent[key] = stored
        self._recent_bytes += len(stored.completion.body)
        while self._recent_bytes > _RECENT:
            self._recent_bytes -= len(self._recent.popitem(last=False)[1].completion.body)

    def _opened(self, name: str) -> dict[CallKey, Stored]:
        found = self._files.get(name)
        if found is None:
            found = self._files[name] = _read(self._folder, name)[0]
            while len(self._files) > _FILES:
                self._files.popitem(last=False)
        return found


def schema() -> Any:
    """The columns of a file of completions."""
    import pyarrow as pa

    count = pa.int64()
    types = {
        "hash": pa.binary(20),
        **dict.fromkeys(("attempt", "sample", "status"), pa.int32()),
        "completion": pa.binary(),
        "model": pa.string(),
        "paid": pa.bool_(),
        **dict.fromkeys(("calls", "input_tokens", "cached_tokens", "output_tokens"), count),
        **dict.fromkeys(("cost_usd", "seconds", "at"), pa.float64()),
    }
    return pa.schema([pa.field(name, kind) for name, kind in types.items()])


def lost_of(metadata: dict[bytes, bytes] | None) -> int:
    """How many calls without a completion a file of completions counts."""
    return int((metadata or {}).get(_LOST, b"0"))


def _packed(rows: list[dict[str, Any]], lost: int, starts: dict[str, str]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    told = {_LOST: str(lost).encode(), _STARTS: json.dumps(starts).encode()}
    table = pa.Table.from_pylist(rows, schema=schema().with_metadata(told))
    target = BytesIO()
    parquet.write_table(table, target, compression="none")  # the completions are packed one by one
    return target.getvalue()


def _read(folder: Storage, name: str) -> tuple[dict[CallKey, Stored], dict[str, str]]:
    """The completions of a file, and the facts with which articles were begun; nothing where it is not whole."""
    table = read_table(folder, name)
    if table is None:
        return {}, {}
    found: dict[CallKey, Stored] = {}
    for row in table.to_pylist():
        try:
            body = zlib.decompress(row["completion"])
        except zlib.error:
            continue
        usage = Usage(*(row[one] for one in ("calls", "input_tokens", "cached_tokens", "output_tokens", "cost_usd")))
        key = CallKey(row["hash"], row["attempt"], row["sample"])
        found[key] = Stored(Completion(row["status"], body), usage)
    return found, json.loads((table.schema.metadata or {}).get(_STARTS, b"{}"))
