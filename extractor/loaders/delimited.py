"""CSV and TSV: a row an article, the first row (a title may stand over it) its fields.

Separator and encoding are told by the file's beginning.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator
from typing import IO, Final, cast

from extractor.errors import InputError
from extractor.loaders.decoding import decode
from extractor.loaders.model import Context, Opened, Raw
from extractor.loaders.records import HEADING_ROWS, Fields, find_fields, has_text, no_text, read_row, row_of_names
from extractor.terminal import counted

_SNIFFED: Final = 65_536
"""Bytes by which the encoding is told."""
_SEPARATORS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
"""What may part cells, the likeliest first, each with its name."""
_LONGEST_ROW: Final = 2
"""A row's characters, of all its cells together, for each byte that one article may have."""
_SAYS_SEPARATOR: Final = re.compile(r"\ufeff?sep=([,;\t|])\s{0,4}", re.IGNORECASE)
"""The line by which spreadsheets name the separator."""


def read_delimited(opened: Opened, context: Context) -> Iterator[Raw]:
    """Every row; one that is too long or not text is its own failure. Raises `UsageError` without a column of texts."""
    csv.field_size_limit(min(context.limits.max_bytes, sys.maxsize))
    stream = _Rewound(opened.stream)
    encoding = _encoding(stream.head)
    # a byte that is none of the encoding's fails its own row: it becomes half a surrogate, which no text may hold
    text = io.TextIOWrapper(cast("IO[bytes]", stream), encoding=encoding, errors="surrogateescape", newline="")
    at, names, separator = _heading(text, opened, context)
    fields = find_fields(names, opened, context)
    lines = _Lines(text, _LONGEST_ROW * context.limits.max_bytes)
    yield from _rows(lines, separator, names, fields, opened, context, at)


def _heading(lines: IO[str], opened: Opened, context: Context) -> tuple[int, list[str], str]:
    """The row of names, its number and its separator: the first that names a column of texts, titles left behind.

    Raises `InputError` for an empty table, `UsageError` where no row names such a column.
    """
    told: str | None = None
    rows: list[list[str]] = []
    in_quotes = False  # whether a line goes on with a cell of the one before
    for number in range(1, HEADING_ROWS + 1):
        line = lines.readline(_SNIFFED)
        said = _SAYS_SEPARATOR.fullmatch(line)
        if said is not None:
            told = said[1]
        elif line.strip():
            separator = told or _separator(line)
            names = next(csv.reader([line], delimiter=separator))
            if has_text(names, context):
                return number, names, separator
            if not in_quotes:
                rows.append(names)
            in_quotes ^= line.count('"') % 2 == 1
    if not rows:
        raise InputError("There is no text: the table is empty.")
    raise no_text(row_of_names(rows), opened, context)


def _rows(
    lines: _Lines, separator: str, names: list[str], fields: Fields, opened: Opened, context: Context, number: int
) -> Iterator[Raw]:
    reader = csv.reader(lines, delimiter=separator)
    while True:
        number += 1
        lines.begin_row()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = "a cell is longer than --max-bytes" if "field larger" in str(error) else str(error)
            yield opened.record(number).with_error(InputError(f"Row {number} is not CSV: {reason}."))
            continue
        if _is_torn(lines, separator):
            taken = counted(len(lines.row), "line")
            reason = f"a quote is not closed where its cell ends ({taken} taken for one row); close it"
            yield opened.record(number).with_error(InputError(f"Row {number} is not CSV: {reason}."))
            continue
        if any(cell.strip() for cell in row[len(names) :]):
            yield opened.record(number).with_error(_too_many(row, names, separator, number))
            continue
        if any(cell.strip() for cell in row):
            if len(row) < len(names):
                context.manner.note(_too_few(names, opened))
            record = {name: cell for name, cell in zip(names, row, strict=False) if cell.strip()}
            yield read_row(record, number, fields, opened)


def _too_many(row: list[str], names: list[str], separator: str, number: int) -> InputError:
    """What is said of a row with something beyond its last column: its text is torn, and what follows misplaced."""
    return InputError(
        f"Row {number} has {counted(len(row), 'cell')} where the row of names has {len(names)}: put the cell whose "
        f"text holds a {_SEPARATORS[separator]} in quotes."
    )


def _too_few(names: list[str], opened: Opened) -> str:
    """What is said of rows that end early: their writer leaves empty cells out, or a line break tears them."""
    return (
        f"{opened.origin}: rows with fewer than the {counted(len(names), 'cell')} of the row of names are read as if "
        "the others were empty; a text with line breaks must stand in quotes"
    )


def _is_torn(lines: _Lines, separator: str) -> bool:
    """Whether the row that was read last took lines of others: its quote is closed by one of theirs, or never."""
    if lines.ended:  # the reader asks for more only inside quotes
        return True
    if len(lines.row) < 2:
        return False
    try:
        for _ in csv.reader(lines.row, delimiter=separator, strict=True):
            pass
    except csv.Error:
        return True
    return False


def _separator(first: str) -> str:
    """The separator that parts the first row into most fields."""
    return max(_SEPARATORS, key=lambda one: len(next(csv.reader([first], delimiter=one), [])))


def _encoding(head: bytes) -> str:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if head.startswith(mark):
            return name
    whole = head[: head.rfind(b"\n") + 1] or head
    try:
        whole.decode("utf-8")
    except UnicodeDecodeError:
        try:
            decode(whole)
        except InputError:
            return "utf-8"
        return "windows-1258"
    return "utf-8"


class _Lines:
    """The lines of a table. All of a row is held in memory, so that no row may take more than `limit` characters."""

    def __init__(self, stream: IO[str], limit: int) -> None:
        self._stream, self._limit, self._left = stream, limit, limit
        self.row: list[str] = []
        """The lines of the row that is being read."""
        self.ended = False
        """Whether more was asked for in it than there is."""

    def begin_row(self) -> None:
        """What comes next is another row."""
        self._left = self._limit
        self.row, self.ended = [], False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next line.

        Raises `csv.Error` where one line is too long for a row, and passes over the rest of it; `InputError` where a
        row of several lines becomes too long, for nobody knows where the next one begins.
        """
        line = part = self._stream.readline(self._left + 1)
        if not line:
            self.ended = True
            raise StopIteration
        if len(line) <= self._left:
            self._left -= len(line)
            self.row.append(line)
            return line
        if self._left < self._limit:
            raise InputError(
                "A row is longer than --max-bytes allows: is a quote not closed? What follows is not read."
            )
        while part and not part.endswith(("\n", "\r")):
            part = self._stream.readline(_SNIFFED)
        raise csv.Error("the row is longer than --max-bytes allows")


class _Rewound(io.RawIOBase):
    """A stream whose beginning has been looked at."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.head = stream.read(_SNIFFED)
        self._left = self.head

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """The next bytes, those that were looked at first."""
        if self._left:
            part, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        else:
            part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)
