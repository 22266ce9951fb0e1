"""A DuckDB file: typed tables with their labels as comments, and the layout's views."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

from extractor.exports.formats.arrow import arrow_table
from extractor.exports.formats.base import Batches, Book, FileWriter
from extractor.exports.formats.sql import create_table, create_view, quoted, text
from extractor.exports.tables import ColumnType, Row

_TYPES: Final[dict[ColumnType, str]] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "date": "DATE",
    "boolean": "BOOLEAN",
}
_INCOMING: Final = "incoming"


class DuckdbFile(FileWriter):
    """One database with every table; nothing is left to a reader's guess."""

    def __init__(self, book: Book, path: Path) -> None:
        super().__init__(book, path)
        self._batches = Batches(book.tables)
        self._connection = duckdb.connect(self.draft)
        for table in book.tables:
            self._connection.execute(create_table(table, _TYPES))
            self._connection.execute(f"COMMENT ON TABLE {quoted(table.name)} IS {text(table.about or table.label)}")
            for column in table.columns:
                place = f"{quoted(table.name)}.{quoted(column.name)}"
                self._connection.execute(f"COMMENT ON COLUMN {place} IS {text(column.label)}")
        for view in book.views:
            self._connection.execute(create_view(view))
            self._connection.execute(f"COMMENT ON VIEW {quoted(view.name)} IS {text(view.about)}")

    def add(self, table: str, row: Row) -> None:
        """One row of a table."""
        full = self._batches.add(table, row)
        if full is not None:
            self._write(table, full)

    def commit(self) -> None:
        """Write what is held and put the file in place."""
        for table, rows in self._batches.rest():
            self._write(table, rows)
        self._connection.close()
        self.put_in_place()

    def discard(self) -> None:
        """Close and remove the draft with its log."""
        self._connection.close()
        super().discard()
        self.draft.with_name(f"{self.draft.name}.wal").unlink(missing_ok=True)

    def _write(self, table: str, rows: list[Row]) -> None:
        self._connection.register(_INCOMING, arrow_table(self.book.table(table), rows))
        self._connection.execute(f"INSERT INTO {quoted(table)} SELECT * FROM {_INCOMING}")
        self._connection.unregister(_INCOMING)
