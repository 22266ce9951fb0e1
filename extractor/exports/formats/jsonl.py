"""A folder of JSON lines, one object a row; a column that is empty is null, never left out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from extractor.exports.formats.base import Book, FolderWriter
from extractor.exports.tables import Cell, Row


class JsonlFolder(FolderWriter):
    """One file a table, UTF-8, dates as `2017-12-31`."""

    suffix = ".jsonl"

    def __init__(self, book: Book, path: Path) -> None:
        super().__init__(book, path)
        self._names = {table.name: table.names for table in book.tables}
        self._files = {name: draft.open("w", encoding="utf-8") for name, draft in self.drafts.items()}

    def add(self, table: str, row: Row) -> None:
        """One row of a table."""
        record = dict(zip(self._names[table], map(_plain, row), strict=True))
        self._files[table].write(json.dumps(record, ensure_ascii=False) + "\n")

    def commit(self) -> None:
        """Close all files and put them in place."""
        for file in self._files.values():
            file.close()
        self.put_in_place()

    def discard(self) -> None:
        """Close and remove the drafts."""
        for file in self._files.values():
            file.close()
        super().discard()


def _plain(value: Cell) -> str | int | float | bool | None:
    return value.isoformat() if isinstance(value, date) else value
