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
_FORMAT: Final = 2
"""Kept as `user_version`; an index of another form is made anew."""
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, start INTEGER NOT NULL, length INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outcomes (number INTEGER PRIMARY KEY, doc_id TEXT NOT NULL, origin TEXT NOT NULL,
  status TEXT NOT NULL, key BLOB, error TEXT, message TEXT);
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
    """How many inputs are done, and the failures by their class."""

    done: int
    failures: dict[str, int]


class Index:
    """The index of one folder; only the process that holds the folder may have it open."""

    def __init__(self, folder: Path) -> None:
        """Open or make the index; a file that is none is replaced. Raises `OSError` where the folder refuses it."""
        self._path = folder / INDEX
        self._taken = 0
        """Inputs that this pass has come to."""
        self._digest_known = True
        """Whether a digest that is remembered may still be right."""
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
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version != _FORMAT and db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise sqlite3.DatabaseError("an index of another form")
            db.executescript(_TABLES)
            db.execute(f"PRAGMA user_version={_FORMAT}")
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
        self._change()
        self._run("DELETE FROM outcomes")

    def put(self, key: str, place: Place) -> None:
        """An answer's place; the newest of a key counts."""
        self._run("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (_packed(key), place.start, place.length))

    def drop(self, key: str) -> None:
        """An answer that is none after all."""
        self._run("DELETE FROM answers WHERE key = ?", (_packed(key),))
        self._change()
        self._run("DELETE FROM outcomes WHERE key = ?", (_packed(key),))

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
        """Go through the inputs from the first; what became of one the last time stands until it is seen to differ."""
        self._taken = 0

    def still(self, first: int, last: int, keys: Sequence[str]) -> bool:
        """Whether the inputs from number `first` to `last` have these keys and were all answered before.

        Where they are not, what was remembered of those numbers is forgotten.
        """
        self._taken = last + 1
        rows = self._run(
            "SELECT key FROM outcomes WHERE number BETWEEN ? AND ? AND status = 'done' ORDER BY number", (first, last)
        ).fetchall()
        if len(rows) == len(keys) == last - first + 1 and rows == [(_packed(key),) for key in keys]:
            return True
        if self._run("DELETE FROM outcomes WHERE number BETWEEN ? AND ?", (first, last)).rowcount:
            self._change()
        return False

    def end_run(self) -> None:
        """Forget inputs of an earlier run that this one did not come to."""
        if self._run("DELETE FROM outcomes WHERE number >= ?", (self._taken,)).rowcount:
            self._change()

    def _change(self) -> None:
        """What became of some input is no longer what it was."""
        if self._digest_known:
            self.forget("digest")
            self._digest_known = False

    def end(self, outcomes: Iterable[tuple[int, ArticleOutcome]]) -> None:
        """What became of some inputs, by their number."""
        self._change()
        try:
            self._db.executemany(
                "INSERT OR REPLACE INTO outcomes VALUES (?,?,?,?,?,?,?)",
                (_row(number, one) for number, one in outcomes),
            )
        except sqlite3.Error as error:
            raise OSError(None, str(error), str(self._path)) from None

    def outcomes(self) -> Iterator[ArticleOutcome]:
        """What became of every input, in the inputs' order."""
        rows = self._run("SELECT doc_id, origin, status, key, error, message FROM outcomes ORDER BY number")
        for doc_id, origin, status, key, error, message in rows:
            yield ArticleOutcome(doc_id, origin, status, key and _unpacked(key), error, message)

    def counted(self) -> FateCounts:
        """How many inputs ended how."""
        (done,) = self._run("SELECT count(*) FROM outcomes WHERE status = 'done'").fetchone()
        rows = self._run("SELECT error, count(*) FROM outcomes WHERE status = 'failed' GROUP BY error")
        return FateCounts(int(done), {str(error or "ExtractorError"): int(count) for error, count in rows})

    def digest(self) -> str:
        """A hash of what the outputs are made of: each input's answer or failure, in order."""
        known = self.fact("digest")
        if known is not None:
            return known
        digest = hashlib.sha256()
        rows = self._run(
            "SELECT key, iif(status = 'done', '', doc_id || char(0) || origin || char(0) || coalesce(error, '')"
            " || char(0) || coalesce(message, '')) FROM outcomes WHERE status != 'not_taken' ORDER BY number"
        )
        while some := rows.fetchmany(_BATCH):
            digest.update(repr(some).encode("utf-8", "replace"))
        self.remember("digest", digest.hexdigest())
        self._digest_known = True
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
    return number, _plain(one.doc_id), _plain(one.origin), one.status, key, one.error, message


def _packed(key: str) -> bytes:
    """A key in half the space where it is a hash."""
    if len(key) == 2 * _KEY_BYTES:
        try:
            packed = bytes.fromhex(key)
        except ValueError:
            packed = b""
        if packed.hex() == key:
            return packed
    return b"\0" + key.encode("utf-8", "replace")


def _unpacked(key: bytes) -> str:
    return key[1:].decode("utf-8") if key[:1] == b"\0" and len(key) != _KEY_BYTES else key.hex()


def _plain(text: str) -> str:
    """Text that UTF-8 can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
