"""Where each answer stands in a ledger, and the roll of inputs: on disk, so that memory does not grow.

Everything here can be made again from the ledger and the inputs; a file that does not fit its ledger is begun anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extractor.runs.roll import Roll
from extractor.runs.rows import packed_key, unpacked_key

INDEX: Final = ".index.sqlite3"
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, start INTEGER NOT NULL, length INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_BATCH: Final = 400
"""Keys in one look-up."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands in the ledger, in bytes."""

    start: int
    length: int


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
            self.roll = Roll(db, self._path)
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
        """Forget all answers and inputs."""
        self._run("DELETE FROM answers")
        self.roll.clear()

    def put(self, key: str, place: Place) -> None:
        """An answer's place; the newest of a key counts."""
        self._run("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (packed_key(key), place.start, place.length))

    def forget_answers(self) -> None:
        """Forget where the answers stand, not whose they are."""
        self._run("DELETE FROM answers")

    def place(self, key: str) -> Place | None:
        """Where the answer of that key stands."""
        row = self._run("SELECT start, length FROM answers WHERE key = ?", (packed_key(key),)).fetchone()
        return None if row is None else Place(row[0], row[1])

    def known(self, keys: Sequence[str]) -> set[str]:
        """Which of these keys have an answer."""
        found: set[str] = set()
        for at in range(0, len(keys), _BATCH):
            some = [packed_key(key) for key in keys[at : at + _BATCH]]
            marks = ",".join("?" * len(some))
            found.update(
                unpacked_key(row[0]) for row in self._run(f"SELECT key FROM answers WHERE key IN ({marks})", some)
            )
        return found

    def __len__(self) -> int:
        return int(self._run("SELECT count(*) FROM answers").fetchone()[0])

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
