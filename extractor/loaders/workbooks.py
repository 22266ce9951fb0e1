"""XLSX: each sheet a table of articles, read a row at a time (openpyxl, the extra `tables`).

A sheet costs what its cells do, not the rectangle that they span: a stray cell at XFD1048576 is one cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from extractor.errors import InputError, UsageError
from extractor.extras import require
from extractor.loaders.archives import check_unpacked
from extractor.loaders.model import Context, Opened, Raw
from extractor.loaders.records import HEADING_ROWS, Fields, find_fields, has_text, no_text, read_row, row_of_names

FULL_CELL: Final = 32_767
"""Characters that a cell can hold, counted as UTF-16 by Excel and as code points by openpyxl."""
MAX_ROW: Final = 1_048_576
"""The last row that a sheet can have."""

_Cells = Mapping[int, object]
"""What a row holds: number of the column, from 1 -> value, cells without a value left out."""


def read_workbook(opened: Opened, context: Context) -> Iterator[Raw]:
    """Every row with anything under the names of its sheet, of every sheet that has a column of texts; of the others
    those with anything in them are named.

    Raises `UsageError` where no sheet has one.
    """
    require("tables", "An .xlsx file", ("openpyxl",))
    from openpyxl import load_workbook

    check_unpacked(opened.stream, context.limits.max_document)
    book = load_workbook(opened.stream, read_only=True, data_only=True)
    several = len(book.worksheets) > 1
    refusal: UsageError | None = None
    left: list[str] = []
    found = False
    for sheet in book.worksheets:
        named = replace(opened, origin=f"{opened.origin}:{sheet.title}", name=f"{opened.name}:{sheet.title}")
        here = named if several else opened
        first, rows = _split(_rows(sheet))
        try:
            at, names, fields = _headings([row for _, row in first], here, context)
        except UsageError as error:
            refusal = error
            if first:
                left.append(str(error))
            continue
        found = True
        for number, row in chain(first[at + 1 :], rows):
            record = {name: row[column] for column, name in names.items() if column in row}
            if not all(isinstance(cell, str) and not cell.strip() for cell in record.values()):
                yield _article(record, number, fields, here)
    if not found and refusal is not None:
        raise refusal
    for said in left:
        context.manner.note(said)


def _article(record: Mapping[str, object], number: int, fields: Fields, here: Opened) -> Raw:
    """One row; a text that fills its cell is a failure: what writes longer ones cuts them there, and says nothing."""
    text = record.get(fields.text) if fields.text is not None else None
    if isinstance(text, str) and FULL_CELL in (len(text), len(text.encode("utf-16-le", "surrogatepass")) // 2):
        return here.record(number).with_error(
            InputError(
                f"The text of row {number} is cut: it fills its cell, which holds {FULL_CELL} characters; give the "
                "articles as .csv or .jsonl."
            )
        )
    return read_row(record, number, fields, here)


def _rows(sheet: Any) -> Iterator[tuple[int, _Cells]]:
    """The rows that hold anything, with their numbers.

    openpyxl's own `iter_rows` makes every cell of the rectangle: 17 billion for one that stands far out. Its parser,
    which gives the cells that the file has, is the part of it that only this function knows.

    Raises `InputError` for a row beyond the last that a sheet can have.
    """
    from openpyxl.worksheet._reader import WorkSheetParser

    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            if number > MAX_ROW:
                raise InputError(f"A sheet has a row {number}, beyond {MAX_ROW}; save it again as .xlsx.")
            row = {cell["column"]: cell["value"] for cell in cells if cell["value"] is not None}
            if row:
                yield number, row


def _split(rows: Iterator[tuple[int, _Cells]]) -> tuple[list[tuple[int, _Cells]], Iterator[tuple[int, _Cells]]]:
    """The rows among which the row of names stands, and those below them."""
    first: list[tuple[int, _Cells]] = []
    for number, row in rows:
        if number > HEADING_ROWS:
            return first, chain([(number, row)], rows)
        first.append((number, row))
    return first, rows


def _headings(rows: Sequence[_Cells], here: Opened, context: Context) -> tuple[int, dict[int, str], Fields]:
    """The row of names: the first that names a column of texts, under a title and blank rows as people set them.

    Raises `UsageError` where none does.
    """
    lines = [{column: name for column, cell in sorted(row.items()) if (name := str(cell).strip())} for row in rows]
    for at, names in enumerate(lines):
        if has_text(names.values(), context):
            return at, names, find_fields(names.values(), here, context)
    raise no_text(row_of_names([list(names.values()) for names in lines]), here, context)
