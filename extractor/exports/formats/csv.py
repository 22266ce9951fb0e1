"""A folder of CSV files: texts in quotes, numbers always with a fraction, so that no reader takes them for whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO

from extractor.errors import UsageError
from extractor.exports.formats.base import PLAIN_CSV, Book, CsvDialect, FolderWriter
from extractor.exports.tables import Cell, Row
from extractor.spreadsheets import defused, header_line, line, quoted


def number(value: float, decimal: str = ".") -> str:
    """A number of a column of numbers: all its digits, no exponent, and always a fraction (`258.0`)."""
    text = format(Decimal(repr(value)), "f")
    return (text if "." in text else f"{text}.0").replace(".", decimal)


class CsvFolder(FolderWriter):
    """One CSV file a table: UTF-8 with a byte order mark, a line of column names, dates as `2017-12-31`."""

    suffix = ".csv"

    def __init__(self, book: Book, path: Path, dialect: CsvDialect = PLAIN_CSV) -> None:
        if dialect.decimal == dialect.delimiter:
            raise UsageError("With a comma in numbers another character parts the cells: add --delimiter ';'.")
        super().__init__(book, path)
        self._decimal, self._delimiter = dialect.decimal, dialect.delimiter
        self._files: dict[str, IO[str]] = {}
        self._rounded = {
            table.name: [(at, one.decimals) for at, one in enumerate(table.columns) if one.decimals is not None]
            for table in book.tables
        }
        for table in book.tables:
            file = self._files[table.name] = self.drafts[table.name].open("w", encoding="utf-8-sig", newline="")
            file.write(header_line(table.names, self._delimiter))

    def add(self, table: str, row: Row) -> None:
        """One row of a table."""
        cells = [self._cell(value) for value in row]
        for at, decimals in self._rounded[table]:
            value = row[at]
            if isinstance(value, float):
                cells[at] = number(round(value, decimals), self._decimal)
        self._files[table].write(line(cells, self._delimiter))

    def _cell(self, value: Cell) -> str:
        match value:
            case None:
                return ""
            case bool():
                return "true" if value else "false"
            case float():
                return number(value, self._decimal)
            case date():
                return value.isoformat()
            case str():
                return quoted(defused(value))
        return str(value)

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
