"""Where each answer stands in a ledger, and what became of each input: on disk, so that memory does not grow.

Everything here can be made again from the ledger and the inputs; a file that does not fit its ledger is begun anew.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extractor.runs.outcome import ArticleOutcome

INDEX: Final = ".index.sqlite3"
_FORMAT: Final = "1"
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, start INTEGER NOT NULL, length INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outcomes (number INTEGER PRIMARY KEY, doc_id TEXT NOT NULL, origin TEXT NOT NULL,
  status TEXT NOT NULL, key BLOB, reused INTEGER NOT NULL, error TEXT, message TEXT);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_KEY_BYTES: Final = 16
_BATCH: Final = 400
"""Keys in one look-up."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands in the ledger, in bytes."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class FateCounts:
    """How many inputs are done, how many of these by an earlier run, and the failures by their class."""

    done: int
    reused: int
    failures: dict[str, int]


class Index:
    """The index of one folder; only the process that holds the folder may have it open."""

    def __init__(self, folder: Path) -> None:
        """Open or make the index; a file that is none is replaced. Raises `OSError` where the folder refuses it."""
        self._path = folder / INDEX
        try:
            self._db = self._open()
        except sqlite3.DatabaseError:
            delete_index(folder)
            try:
                self._db = self._open()
            except sqlite3.Error as error:
                raise OSError(None, str(error), str(self._path)) from None

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=OFF")
            db.executescript(_TABLES)
            db.execute("BEGIN")
        except sqlite3.Error:
            db.close()
            raise
        return db

    def fact(self, name: str) -> str | None:
        """A remembered value."""
        row = self._run("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def remember(self, name: str, value: str) -> None:
        """Remember a value."""
        self._run("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def forget(self, name: str) -> None:
        """Forget a value."""
        self._run("DELETE FROM facts WHERE name = ?", (name,))

    def clear(self) -> None:
        """Forget all answers."""
        self._run("DELETE FROM answers")

    def put(self, key: str, place: Place) -> None:
        """An answer's place; the newest of a key counts."""
        self._run("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (_packed(key), place.start, place.length))

    def drop(self, key: str) -> None:
        """An answer that is none after all."""
        self._run("DELETE FROM answers WHERE key = ?", (_packed(key),))

    def place(self, key: str) -> Place | None:
        """Where the answer of that key stands."""
        row = self._run("SELECT start, length FROM answers WHERE key = ?", (_packed(key),)).fetchone()
        return None if row is None else Place(row[0], row[1])

    def known(self, keys: Sequence[str]) -> set[str]:
        """Which of these keys have an answer."""
        found: set[str] = set()
        for at in range(0, len(keys), _BATCH):
            some = [_packed(key) for key in keys[at : at + _BATCH]]
            marks = ",".join("?" * len(some))
            found.update(
                _unpacked(row[0]) for row in self._run(f"SELECT key FROM answers WHERE key IN ({marks})", some)
            )
        return found

    def __len__(self) -> int:
        return int(self._run("SELECT count(*) FROM answers").fetchone()[0])

    def begin_run(self) -> None:
        """Forget what became of the inputs of an earlier run."""
        self._run("DELETE FROM outcomes")

    def end(self, outcomes: Iterable[tuple[int, ArticleOutcome]]) -> None:
        """What became of some inputs, by their number."""
        try:
            self._db.executemany(
                "INSERT OR REPLACE INTO outcomes VALUES (?,?,?,?,?,?,?,?)",
                (_row(number, one) for number, one in outcomes),
            )
        except sqlite3.Error as error:
            raise OSError(None, str(error), str(self._path)) from None

    def outcomes(self) -> Iterator[ArticleOutcome]:
        """What became of every input, in the inputs' order."""
        rows = self._run("SELECT doc_id, origin, status, key, reused, error, message FROM outcomes ORDER BY number")
        for doc_id, origin, status, key, reused, error, message in rows:
            yield ArticleOutcome(doc_id, origin, status, key and _unpacked(key), bool(reused), error, message)

    def counted(self) -> FateCounts:
        """How many inputs ended how."""
        done, reused = self._run(
            "SELECT count(*), coalesce(sum(reused), 0) FROM outcomes WHERE status = 'done'"
        ).fetchone()
        rows = self._run("SELECT error, count(*) FROM outcomes WHERE status = 'failed' GROUP BY error")
        return FateCounts(int(done), int(reused), {str(error or "ExtractorError"): int(count) for error, count in rows})

    def digest(self) -> str:
        """A hash of what the outputs are made of: each input's answer or failure, in order."""
        digest = hashlib.sha256()
        rows = self._run(
            "SELECT key, iif(status = 'done', '', doc_id || char(0) || origin || char(0) || coalesce(error, '')"
            " || char(0) || coalesce(message, '')) FROM outcomes WHERE status != 'not_taken' ORDER BY number"
        )
        while some := rows.fetchmany(_BATCH):
            digest.update(repr(some).encode("utf-8", "replace"))
        return digest.hexdigest()

    def commit(self) -> None:
        """Bring what is remembered into the file."""
        self._run("COMMIT")
        self._run("BEGIN")

    def close(self) -> None:
        """Bring everything into the file and let go of it."""
        with suppress(sqlite3.Error):
            self._db.execute("COMMIT")
        self._db.close()

    def _run(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        try:
            return self._db.execute(sql, tuple(values))
        except sqlite3.Error as error:
            raise OSError(None, str(error), str(self._path)) from None


def delete_index(folder: Path) -> None:
    """Remove a folder's index: it is made again from the ledger."""
    for end in ("", "-wal", "-shm", "-journal"):
        (folder / (INDEX + end)).unlink(missing_ok=True)


def _row(number: int, one: ArticleOutcome) -> tuple[object, ...]:
    key = None if one.key is None else _packed(one.key)
    message = None if one.message is None else _plain(one.message)
    return number, _plain(one.doc_id), _plain(one.origin), one.status, key, int(one.reused), one.error, message


def _packed(key: str) -> bytes:
    """A key in half the space where it is a hash."""
    if len(key) == 2 * _KEY_BYTES:
        with suppress(ValueError):
            packed = bytes.fromhex(key)
            if packed.hex() == key:
                return packed
    return b"\0" + key.encode("utf-8", "replace")


def _unpacked(key: bytes) -> str:
    return key[1:].decode("utf-8") if key[:1] == b"\0" and len(key) != _KEY_BYTES else key.hex()


def _plain(text: str) -> str:
    """Text that UTF-8 can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
