"""CSV and TSV: a row an article, the first row its fields. Separator and encoding are told by the file's beginning."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from typing import IO, Final, cast

from extractor.errors import InputError
from extractor.loaders.decoding import decode
from extractor.loaders.model import Context, Opened, Raw
from extractor.loaders.records import Fields, find_fields, read_record, require_text

_SNIFFED: Final = 65_536
"""Bytes by which the encoding is told."""
_SEPARATORS: Final = ",;\t|"


def read_delimited(opened: Opened, context: Context) -> Iterator[Raw]:
    """Every row; one that is too long or not text is its own failure. Raises `UsageError` without a column of texts."""
    csv.field_size_limit(min(context.limits.max_bytes, sys.maxsize))
    stream = _Rewound(opened.stream)
    encoding = _encoding(stream.head)
    # a byte that is none of the encoding's fails its own row: it becomes half a surrogate, which no text may hold
    lines = io.TextIOWrapper(cast("IO[bytes]", stream), encoding=encoding, errors="surrogateescape", newline="")
    first = lines.readline(_SNIFFED)
    if not first.strip():
        raise InputError("There is no text: the table is empty.")
    separator = _separator(first)
    names = next(csv.reader([first], delimiter=separator))
    fields = find_fields(names, opened, context)
    require_text(fields, names, opened)
    yield from _rows(csv.reader(lines, delimiter=separator), names, fields, opened)


def _rows(reader: Iterator[list[str]], names: list[str], fields: Fields, opened: Opened) -> Iterator[Raw]:
    number = 1
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = "a cell is longer than --max-bytes" if "field larger" in str(error) else str(error)
            yield opened.record(number).with_error(InputError(f"Row {number} is not CSV: {reason}."))
            continue
        if any(cell.strip() for cell in row):
            record = {name: cell for name, cell in zip(names, row, strict=False) if cell.strip()}
            yield read_record(record, number, fields, opened, "Row")


def _separator(first: str) -> str:
    """The separator that parts the first row into most fields."""
    return max(_SEPARATORS, key=lambda one: (len(next(csv.reader([first], delimiter=one), [])), -_SEPARATORS.find(one)))


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
