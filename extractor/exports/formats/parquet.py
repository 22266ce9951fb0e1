"""A folder of Parquet files, each with the types of its table, also where it has no row."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from extractor.exports.formats.arrow import arrow_table, schema
from extractor.exports.formats.base import Batches, Book, FolderWriter
from extractor.exports.tables import Row


class ParquetFolder(FolderWriter):
    """One file a table, compressed with zstd, written in groups of rows as they come."""

    suffix = ".parquet"

    def __init__(self, book: Book, path: Path) -> None:
        super().__init__(book, path)
        self._batches = Batches(book.tables)
        self._tables = {table.name: table for table in book.tables}
        self._writers = {
            table.name: pq.ParquetWriter(self.drafts[table.name], schema(table), compression="zstd")
            for table in book.tables
        }

    def add(self, table: str, row: Row) -> None:
        """One row of a table."""
        full = self._batches.add(table, row)
        if full is not None:
            self._write(table, full)

    def commit(self) -> None:
        """Write what is held and put the files in place."""
        for table, rows in self._batches.rest():
            self._write(table, rows)
        for writer in self._writers.values():
            writer.close()
        self.put_in_place()

    def discard(self) -> None:
        """Close and remove the drafts."""
        for writer in self._writers.values():
            writer.close()
        super().discard()

    def _write(self, table: str, rows: list[Row]) -> None:
        self._writers[table].write_table(arrow_table(self._tables[table], rows))
