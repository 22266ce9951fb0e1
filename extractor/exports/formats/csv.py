"""A folder of CSV files: numbers always with a fraction, so that no reader takes the first for whole numbers."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Final

from extractor.errors import UsageError
from extractor.exports.formats.base import PLAIN_CSV, Book, CsvDialect, FolderWriter
from extractor.exports.tables import Cell, Row

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
"""First characters that make some spreadsheet or other take a text for a formula or a command."""


def number(value: float, decimal: str = ".") -> str:
    """A number of a column of numbers: all its digits, no exponent, and always a fraction (`258.0`)."""
    text = format(Decimal(repr(value)), "f")
    return (text if "." in text else f"{text}.0").replace(".", decimal)


def defused(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe stands before one that begins like a formula."""
    text = text.replace("\0", "")
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_FORMULA_STARTS) else text


class CsvFolder(FolderWriter):
    """One CSV file a table: UTF-8 with a byte order mark, a line of column names, dates as `2017-12-31`."""

    suffix = ".csv"

    def __init__(self, book: Book, path: Path, dialect: CsvDialect = PLAIN_CSV) -> None:
        if dialect.decimal == dialect.delimiter:
            raise UsageError("With a comma in numbers another character parts the cells: add --delimiter ';'.")
        super().__init__(book, path)
        self._decimal = dialect.decimal
        self._files: dict[str, IO[str]] = {}
        self._writers = {}
        for table in book.tables:
            self._files[table.name] = self.drafts[table.name].open("w", encoding="utf-8-sig", newline="")
            self._writers[table.name] = csv.writer(
                self._files[table.name], delimiter=dialect.delimiter, lineterminator="\r\n"
            )
            self._writers[table.name].writerow(table.names)

    def add(self, table: str, row: Row) -> None:
        """One row of a table."""
        self._writers[table].writerow([self._cell(value) for value in row])

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
                return defused(value)
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
