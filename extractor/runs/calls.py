"""The store of calls: every completion as it came, kept the moment it arrives and found again by its question.

One SQLite file in a run's folder, and one that all folders share (`~/.cache/extractor`). Everything after a completion
(decoding, proof, cross-check, tables) can be made again from here for nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from extractor.engines.base import NO_FACTS, Completion, Facts, Usage
from extractor.errors import ExtractorError

CALLS: Final = "calls.sqlite3"
"""Name of the store, in a run's folder and in the shared one."""
_FORMAT: Final = "1"
_LOCK_SECONDS: Final = 30.0
_LEVEL: Final = 3
"""Of compression: a tenth larger than the best, in a third of its time."""
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS calls (
  id INTEGER PRIMARY KEY, hash BLOB NOT NULL, attempt INTEGER NOT NULL, sample INTEGER NOT NULL,
  status INTEGER NOT NULL, completion BLOB NOT NULL, model TEXT NOT NULL, paid INTEGER NOT NULL,
  calls INTEGER NOT NULL, input_tokens INTEGER NOT NULL, cached_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL, cost_usd REAL, seconds REAL NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS calls_by_hash ON calls (hash, sample, attempt, id);
CREATE TABLE IF NOT EXISTS known (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS starts (article BLOB PRIMARY KEY, facts TEXT NOT NULL) WITHOUT ROWID;
"""


class StoreError(ExtractorError):
    """The store of calls cannot be read or written; what it holds is whole."""


@dataclass(frozen=True, slots=True)
class CallKey:
    """What names an answer: the hash of body and server, which attempt of this body it is, and which sample."""

    hash: bytes
    attempt: int = 0
    sample: int = 0


@dataclass(frozen=True, slots=True)
class Stored:
    """A completion from the store, and what it cost when it was asked for."""

    completion: Completion
    usage: Usage


def call_hash(server: str, body: bytes) -> bytes:
    """The hash of one request to one server. Model and parameters are in the body."""
    digest = hashlib.sha256(server.encode("utf-8", "replace"))
    digest.update(b"\0")
    digest.update(body)
    return digest.digest()[:20]


class Memory(Protocol):
    """What a run remembers of its calls beside the completions."""

    def lost(self, usage: Usage) -> None:
        """Count a call that brought no completion."""

    def start(self, article: bytes, facts: Facts) -> Facts:
        """The facts with which an article was begun."""

    def learn(self, server: str, facts: Facts) -> None:
        """Keep what was learned about a server."""


class KeptCalls(Protocol):
    """Where a run finds and keeps completions."""

    @property
    def own(self) -> Memory:
        """What the run itself remembers."""

    def get(self, key: CallKey) -> Stored | None:
        """The completion of that key; None where there is none."""

    def add(self, key: CallKey, stored: Stored, *, model: str, seconds: float) -> None:
        """Keep a completion that has just arrived. Raises `StoreError`."""

    async def kept(self) -> None:
        """Wait until all that was added outlives this process. Raises `OSError`, `StoreError`."""


class CallStore:
    """One file of calls. Several processes may use one at once; a damaged file is set aside and begun anew."""

    def __init__(self, folder: Path) -> None:
        """Open or make the store in `folder`. Raises `StoreError` where that cannot be done."""
        self.path = folder / CALLS
        self._begun: dict[bytes, str] = {}
        self.set_aside: Path | None = None
        """Where a damaged file was moved."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            try:
                self._db = self._open()
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                self.set_aside = self._move_away()
                self._db = self._open()
        except (sqlite3.Error, OSError) as error:
            raise _refused(self.path, error) from None

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, isolation_level=None, timeout=_LOCK_SECONDS, check_same_thread=False)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.executescript(_TABLES)
            db.execute("INSERT OR IGNORE INTO known VALUES ('format', ?)", (_FORMAT,))
        except sqlite3.Error:
            db.close()
            raise
        return db

    def _move_away(self) -> Path:
        target = self.path.with_name(f"calls.damaged-{int(time.time())}.sqlite3")
        self.path.replace(target)
        for end in ("-wal", "-shm"):
            self.path.with_name(self.path.name + end).unlink(missing_ok=True)
        return target

    @property
    def connection(self) -> sqlite3.Connection:
        """The open file, for those who keep tables of their own in it."""
        return self._db

    def get(self, key: CallKey) -> Stored | None:
        """The newest completion of that key; None where there is none that can be read."""
        row = self._run(
            "SELECT id, status, completion, calls, input_tokens, cached_tokens, output_tokens, cost_usd FROM calls"
            " WHERE hash = ? AND sample = ? AND attempt = ? ORDER BY id DESC LIMIT 1",
            (key.hash, key.sample, key.attempt),
        ).fetchone()
        if row is None:
            return None
        try:
            body = zlib.decompress(row[2])
        except zlib.error:
            self._run("DELETE FROM calls WHERE id = ?", (row[0],))
            return None
        return Stored(Completion(row[1], body), Usage(row[3], row[4], row[5], row[6], row[7]))

    def add(self, key: CallKey, stored: Stored, *, model: str, seconds: float, paid: bool) -> None:
        """Keep a completion; when this returns, killing the process cannot lose it.

        `paid` says that it was paid for here, and not copied from another store. Raises `StoreError`.
        """
        usage = stored.usage
        self._run("BEGIN IMMEDIATE")
        for article, facts in self._begun.items():
            self._run("INSERT OR IGNORE INTO starts VALUES (?, ?)", (article, facts))
        self._begun.clear()
        self._run(
            "INSERT INTO calls (hash, attempt, sample, status, completion, model, paid, calls, input_tokens,"
            " cached_tokens, output_tokens, cost_usd, seconds, at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                *(key.hash, key.attempt, key.sample),
                *(stored.completion.status, zlib.compress(stored.completion.body, _LEVEL), model, int(paid)),
                *(usage.calls, usage.input_tokens, usage.cached_tokens, usage.output_tokens, usage.cost_usd),
                *(round(seconds, 3), round(time.time(), 3)),
            ),
        )
        self._run("COMMIT")

    def lost(self, usage: Usage) -> None:
        """Count a call that brought no completion."""
        self._run(
            "INSERT INTO known VALUES ('lost', ?) ON CONFLICT (name) DO UPDATE SET value = value + ?",
            (str(usage.calls), usage.calls),
        )

    @property
    def spent(self) -> Usage:
        """What all calls cost that were made for this folder, those without a completion included."""
        row = self._run(
            "SELECT coalesce(sum(calls), 0), coalesce(sum(input_tokens), 0), coalesce(sum(cached_tokens), 0),"
            " coalesce(sum(output_tokens), 0), sum(cost_usd) FROM calls WHERE paid",
        ).fetchone()
        lost = self._run("SELECT value FROM known WHERE name = 'lost'").fetchone()
        return Usage(*row) + Usage(calls=int(lost[0]) if lost else 0)

    def facts(self, server: str) -> Facts:
        """What was learned about that server (and model) before."""
        row = self._run("SELECT value FROM known WHERE name = ?", (f"facts {server}",)).fetchone()
        return facts_from(row[0]) if row else NO_FACTS

    def learn(self, server: str, facts: Facts) -> None:
        """Keep what was learned about a server."""
        self._run("INSERT OR REPLACE INTO known VALUES (?, ?)", (f"facts {server}", facts_to(facts)))

    def start(self, article: bytes, facts: Facts) -> Facts:
        """The facts with which an article was begun: those of the first time, so that its questions are the same."""
        row = self._run("SELECT facts FROM starts WHERE article = ?", (article,)).fetchone()
        if row is not None:
            return facts_from(row[0])
        # Kept with the next completion: until one has come, nothing depends on it.
        self._begun.setdefault(article, facts_to(facts))
        return facts_from(self._begun[article])

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(
            path.stat().st_size for end in ("", "-wal") if (path := self.path.with_name(self.path.name + end)).exists()
        )

    def __len__(self) -> int:
        return int(self._run("SELECT count(*) FROM calls").fetchone()[0])

    def prune(self, max_bytes: int) -> int:
        """Delete the oldest calls until the file holds no more than `max_bytes`; returns how many went."""
        gone = 0
        while self.size > max_bytes and (count := len(self)):
            share = max(1, min(count, round(count * (1 - max_bytes / self.size)) + 1))
            self._run("DELETE FROM calls WHERE id IN (SELECT id FROM calls ORDER BY at LIMIT ?)", (share,))
            gone += share
            self._run("VACUUM")
            self._run("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _run(self, sql: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        try:
            return self._db.execute(sql, values)
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
            raise _refused(self.path, error) from None


class Calls:
    """The run's own store and the shared one, as one: found in either, kept in both."""

    def __init__(self, own: CallStore, shared: CallStore | None = None) -> None:
        self.own = own
        self._shared = shared
        self.warning: str | None = None
        """Why the shared store is no longer used, where that is so."""

    def get(self, key: CallKey) -> Stored | None:
        """The completion of that key; one that only the shared store had is copied into the run's own."""
        found = self.own.get(key)
        if found is not None or self._shared is None:
            return found
        try:
            found = self._shared.get(key)
        except StoreError as error:
            self._without(error)
            return None
        if found is not None:
            self.own.add(key, found, model="", seconds=0.0, paid=False)
        return found

    def add(self, key: CallKey, stored: Stored, *, model: str, seconds: float) -> None:
        """Keep a completion that has just arrived. Raises `StoreError` where the run's own store refuses it."""
        self.own.add(key, stored, model=model, seconds=seconds, paid=True)
        if self._shared is not None:
            try:
                self._shared.add(key, stored, model=model, seconds=seconds, paid=True)
            except StoreError as error:
                self._without(error)

    async def kept(self) -> None:
        """Nothing to wait for: `add` has returned when a completion is kept."""

    def close(self, max_bytes: int | None = None) -> None:
        """Let go of both files; the shared one is held to `max_bytes`."""
        self.own.close()
        if self._shared is not None:
            try:
                if max_bytes is not None:
                    self._shared.prune(max_bytes)
                self._shared.close()
            except StoreError as error:
                self._without(error)

    def _without(self, error: StoreError) -> None:
        self.warning = f"{error} The run goes on without the shared store."
        self._shared = None


def cache_folder() -> Path:
    """Where the shared store is: `$XDG_CACHE_HOME/extractor`, else `~/.cache/extractor`."""
    root = os.environ.get("XDG_CACHE_HOME", "").strip() or str(Path("~/.cache").expanduser())
    return Path(root) / "extractor"


def _refused(path: Path, error: Exception) -> StoreError:
    reason = str(error) or type(error).__name__
    way = "free some space and run again" if "full" in reason or "space" in reason else "check the folder"
    way = "see whether the disk is full" if "disk I/O error" in reason else way
    return StoreError(f"The store of calls {path} cannot be used ({reason}): {way}; what it holds is kept.")


def facts_to(facts: Facts) -> str:
    """Facts as text."""
    return json.dumps({"mode": facts.mode, "dropped": sorted(facts.dropped), "context": facts.context})


def facts_from(text: str) -> Facts:
    """The facts of a text; none where it holds none."""
    try:
        data = json.loads(text)
        return Facts(data["mode"], frozenset(data["dropped"]), data["context"])
    except (ValueError, KeyError, TypeError):
        return NO_FACTS
