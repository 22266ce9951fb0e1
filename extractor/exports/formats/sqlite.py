"""An SQLite file: the same tables and views; dates are texts of the form `2017-12-31`."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path
from typing import Final

from extractor.exports.formats.base import Batches, Book, FileWriter
from extractor.exports.formats.sql import create_table, create_view, quoted
from extractor.exports.tables import Cell, ColumnType, Row

_TYPES: Final[dict[ColumnType, str]] = {
    "text": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "date": "TEXT",
    "boolean": "INTEGER",
}


class SqliteFile(FileWriter):
    """One database with every table, indexed by its key."""

    def __init__(self, book: Book, path: Path) -> None:
        super().__init__(book, path)
        self._batches = Batches(book.tables)
        self._connection = sqlite3.connect(self.draft)
        self._connection.execute("PRAGMA journal_mode=OFF")
        self._connection.execute("PRAGMA synchronous=OFF")
        for table in book.tables:
            self._connection.execute(create_table(table, _TYPES))
        self._inserts = {
            table.name: f"INSERT INTO {quoted(table.name)} VALUES ({', '.join('?' * len(table.columns))})"
            for table in book.tables
        }

    def add(self, table: str, row: Row) -> None:
        """One row of a table."""
        full = self._batches.add(table, row)
        if full is not None:
            self._write(table, full)

    def commit(self) -> None:
        """Write what is held, make indexes and views, and put the file in place."""
        for table, rows in self._batches.rest():
            self._write(table, rows)
        for one in self.book.tables:
            if one.key:
                columns = ", ".join(map(quoted, one.key))
                self._connection.execute(f"CREATE INDEX {quoted(f'{one.name}_key')} ON {quoted(one.name)} ({columns})")
        for view in self.book.views:
            self._connection.execute(create_view(view))
        self._connection.commit()
        self._connection.close()
        self.put_in_place()

    def discard(self) -> None:
        """Close and remove the draft."""
        self._connection.close()
        super().discard()

    def _write(self, table: str, rows: list[Row]) -> None:
        self._connection.executemany(self._inserts[table], [tuple(map(_stored, row)) for row in rows])


def _stored(value: Cell) -> str | int | float | None:
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value
