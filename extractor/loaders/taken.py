"""Which id belongs to which input of one run: the first that has it (docs/decisions/003)."""

from __future__ import annotations

import sqlite3

from extractor.errors import InputError


class Taken:
    """Ids and their inputs, in a database of their own that spills to disk: memory stays flat."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._base.execute("CREATE TABLE taken (id TEXT PRIMARY KEY, origin TEXT NOT NULL) WITHOUT ROWID")
        self._base.execute("BEGIN")

    def claim(self, doc_id: str, origin: str) -> None:
        """Give an input its id. Raises `InputError` where another has it."""
        key, told = _storable(doc_id), _storable(origin)
        self._base.execute("INSERT OR IGNORE INTO taken VALUES (?, ?)", (key, told))
        (holder,) = self._base.execute("SELECT origin FROM taken WHERE id = ?", (key,)).fetchone()
        if holder != told:
            raise InputError(f"The id {doc_id!r} is taken by {holder}; --id path (or url, hash) tells the two apart.")

    def release(self, doc_id: str, origin: str) -> None:
        """Take the id from that input again, which is not to have it after all."""
        self._base.execute("DELETE FROM taken WHERE id = ? AND origin = ?", (_storable(doc_id), _storable(origin)))

    def close(self) -> None:
        """Drop it."""
        self._base.close()


def _storable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
