"""The store of calls of one worker: a completion is on everybody's disk before its article goes on.

Completions that arrive within some milliseconds are put as one small file; those who wait for them go on, and their
places are free, when it is there. At the end of a sheaf its files become one. So a worker that is lost at any moment
costs the calls that were in flight. It is asked as the store of a local run is (`extractor.runs.calls`). Which sheaf a
question belongs to is known by the context in which it is asked.
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from io import BytesIO
from typing import Any, Final

from extractor.engines.base import Completion, Facts, Usage
from extractor.parts import names
from extractor.parts.storage import Storage
from extractor.runs.calls import CallKey, Stored, facts_from, facts_to
from extractor.runs.machines.known import Known, call_files, read_table, tables

GATHER_SECONDS: Final = 0.02
"""How long a completion waits for others, to be put with them: one file costs half a millisecond of processor."""
_PUTS: Final = 4
"""Files of a sheaf that are put at once; where the store is slow, the others gather meanwhile."""
_THREADS: Final = 8
"""Files that are put or deleted at once by a worker."""
_LOOKS: Final = 5
"""How often the files of a sheaf are listed anew that somebody else makes one meanwhile."""
_LEVEL: Final = 3
_RECENT: Final = 16_000_000
"""Bytes of completions that are remembered beyond their sheaf: for the same question about another article."""
_FILES: Final = 4
"""Files of earlier runs that are held open."""
_LOST: Final = b"lost"
_STARTS: Final = b"starts"


@dataclass(slots=True)
class SheafCalls:
    """The completions of one sheaf: what is written, by whomever, and what of them is not written yet."""

    name: str
    own: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    """The folder of the small files, which nobody else writes into."""
    found: dict[CallKey, Stored] = field(default_factory=dict)
    renewed: set[CallKey] = field(default_factory=set)
    """Those that were asked for in this run before, by a worker that is lost."""
    rows: dict[tuple[bytes, float], dict[str, Any]] = field(default_factory=dict)
    """All that are known, each once: by the question, and when it was answered."""
    starts: dict[str, str] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    """Calls that brought no completion, by the one who made them."""
    waiting: list[dict[str, Any]] = field(default_factory=list)
    """Completions that are not written yet."""
    fresh: dict[str, str] = field(default_factory=dict)
    """Starts that are not written yet."""
    told: int = 0
    """Of the own lost calls those that are written."""
    older: list[str] = field(default_factory=list)
    """Files of others, which were there at the beginning."""
    files: int = 0
    """Own files."""
    gathering: asyncio.Task[None] | None = None
    """Who waits for more completions before they are put."""
    putting: set[asyncio.Task[None]] = field(default_factory=set)
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_PUTS))

    @property
    def is_written(self) -> bool:
        """Whether nothing waits to be written."""
        return not self.waiting and self.lost.get(self.own, 0) == self.told

    def packed(self) -> bytes:
        """All of it as one file."""
        return _packed(list(self.rows.values()), self.lost, self.starts)


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
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="calls")

    @property
    def own(self) -> PartCalls:
        """The store that a run's folder has."""
        return self

    def begin(self, sheaf: str) -> SheafCalls:
        """A sheaf's calls, with those that are written: by an earlier run, or by a worker that is lost."""
        calls = SheafCalls(sheaf)
        for name, table in _standing(self._folder, sheaf):
            calls.older.append(name)
            calls.starts |= _starts_of(table)
            add_lost(calls.lost, table.schema.metadata)
            rows = table.to_pylist()
            for row in rows:
                calls.rows.setdefault(_name(row), row)
            if name not in self._known.files:
                calls.renewed.update(map(_key, rows))
        calls.found = _stored(sorted(calls.rows.values(), key=lambda row: float(row["at"])))
        return calls

    def get(self, key: CallKey) -> Stored | None:
        """The completion of that key; None where there is none that can be read."""
        found = CURRENT.get().found.get(key)
        if found is not None:
            return found
        found = self._recent.get(key)
        if found is not None:
            # Another sheaf's: whoever takes this one after this worker does not know that one's.
            self.add(key, found, model="", seconds=0.0, paid=False)
            return found
        name = self._known.file_of(key)
        return None if name is None else self._opened(name).get(key)

    def add(self, key: CallKey, stored: Stored, *, model: str, seconds: float, paid: bool = True) -> None:
        """Keep a completion that has just arrived; `kept` tells when it is written."""
        calls, usage = CURRENT.get(), stored.usage
        calls.found[key] = stored
        self._remember(key, stored)
        row = asdict(key) | asdict(usage)
        row |= {
            "status": stored.completion.status,
            "completion": zlib.compress(stored.completion.body, _LEVEL),
            "model": model,
            "paid": paid,
            "seconds": round(seconds, 3),
            "at": round(time.time(), 6),
        }
        calls.rows[_name(row)] = row
        calls.waiting.append(row)

    def lost(self, usage: Usage) -> None:
        """Count a call that brought no completion; it is written with the next that brings one."""
        calls = CURRENT.get()
        calls.lost[calls.own] = calls.lost.get(calls.own, 0) + usage.calls

    def start(self, article: bytes, facts: Facts) -> Facts:
        """The facts with which an article was begun: those of the first time, so that its questions are the same."""
        calls, name = CURRENT.get(), article.hex()
        if name not in calls.starts:
            # Written with the next completion: until one has come, nothing depends on it.
            calls.starts[name] = calls.fresh[name] = facts_to(facts)
        return facts_from(calls.starts[name])

    def learn(self, server: str, facts: Facts) -> None:
        """What a server has taught, for all workers."""
        del server
        self._learned(facts)

    async def kept(self) -> None:
        """Wait until what was just added is whole in the folder. Raises `OSError`."""
        calls = CURRENT.get()
        if not calls.waiting:
            return
        if calls.gathering is None:
            calls.gathering = asyncio.create_task(self._gathered(calls))
            calls.putting.add(calls.gathering)
            calls.gathering.add_done_callback(calls.putting.discard)
        await asyncio.shield(calls.gathering)

    async def _gathered(self, calls: SheafCalls) -> None:
        """Put what has come within a moment; who comes later waits for the next file."""
        await asyncio.sleep(GATHER_SECONDS)
        async with calls.places:
            calls.gathering = None
            rows, calls.waiting = calls.waiting, []
            starts, calls.fresh = calls.fresh, {}
            calls.told = calls.lost.get(calls.own, 0)
            name = f"{names.CALLS}/{calls.name}/{calls.own}/{calls.files:04d}.parquet"
            calls.files += 1
            try:
                await self._do(self._folder.put, name, _packed(rows, {calls.own: calls.told}, starts))
            except OSError:
                calls.waiting = rows + calls.waiting
                raise

    async def end(self, calls: SheafCalls) -> None:
        """Write what is left; the files of the sheaf become one. Raises `OSError`.

        The others go when that one is there: who is lost before leaves some completions in two files, and none in no
        file.
        """
        await asyncio.gather(*calls.putting, return_exceptions=True)
        if calls.is_written and calls.files + len(calls.older) < 2:
            return
        place = f"{names.CALLS}/{calls.name}"
        await self._do(self._folder.put, f"{place}/all-{calls.own}.parquet", calls.packed())
        gone = [self._do(self._folder.delete, name) for name in calls.older]
        if calls.files:
            gone.append(self._do(self._folder.delete_folder, f"{place}/{calls.own}"))
        await asyncio.gather(*gone, return_exceptions=True)  # what stays is there twice, and counted once

    def close(self) -> None:
        """Let go of the threads."""
        self._threads.shutdown(wait=False)

    def _do(self, work: Callable[..., None], *arguments: Any) -> asyncio.Future[None]:
        return asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)

    def _remember(self, key: CallKey, stored: Stored) -> None:
        before = self._recent.pop(key, None)
        self._recent_bytes -= len(before.completion.body) if before is not None else 0
        self._recent[key] = stored
        self._recent_bytes += len(stored.completion.body)
        while self._recent_bytes > _RECENT:
            self._recent_bytes -= len(self._recent.popitem(last=False)[1].completion.body)

    def _opened(self, name: str) -> dict[CallKey, Stored]:
        found = self._files.get(name)
        if found is None:
            table = read_table(self._folder, name)
            # Where it is gone, a worker has made one file of its sheaf's.
            opened = [table] if table is not None else [one for _, one in _standing(self._folder, name.split("/")[1])]
            found = self._files[name] = _stored(row for one in opened for row in one.to_pylist())
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


def add_lost(counts: dict[str, int], metadata: dict[bytes, bytes] | None) -> None:
    """Add the calls without a completion that a file counts, by the one who made them: of one's counts the last."""
    told: dict[str, int] = json.loads((metadata or {}).get(_LOST, b"{}"))
    for one, count in told.items():
        counts[one] = max(count, counts.get(one, 0))


def _packed(rows: list[dict[str, Any]], lost: dict[str, int], starts: dict[str, str]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    told = {_LOST: json.dumps(lost).encode(), _STARTS: json.dumps(starts).encode()}
    table = pa.Table.from_pylist(rows, schema=schema().with_metadata(told))
    target = BytesIO()
    parquet.write_table(table, target, compression="none")  # the completions are packed one by one
    return target.getvalue()


def _standing(folder: Storage, sheaf: str) -> list[tuple[str, Any]]:
    """The files of a sheaf that are whole, by their names. Raises `OSError`."""
    found: list[tuple[str, Any]] = []
    for _ in range(_LOOKS):
        files = call_files(folder, sheaf)
        found = list(tables(folder, files))
        missing = set(files) - {name for name, _ in found}
        if all(folder.is_file(name) for name in missing):
            break
    return found


def _name(row: dict[str, Any]) -> tuple[bytes, float]:
    return row["hash"], row["at"]


def _key(row: dict[str, Any]) -> CallKey:
    return CallKey(row["hash"], row["attempt"], row["sample"])


def _starts_of(table: Any) -> dict[str, str]:
    """The facts with which articles were begun."""
    found: dict[str, str] = json.loads((table.schema.metadata or {}).get(_STARTS, b"{}"))
    return found


def _stored(rows: Iterable[dict[str, Any]]) -> dict[CallKey, Stored]:
    """The completions of some rows; those that cannot be unpacked are left out."""
    found: dict[CallKey, Stored] = {}
    for row in rows:
        try:
            body = zlib.decompress(row["completion"])
        except zlib.error:
            continue
        usage = Usage(*(row[one] for one in ("calls", "input_tokens", "cached_tokens", "output_tokens", "cost_usd")))
        found[_key(row)] = Stored(Completion(row["status"], body), usage)
    return found
