"""XLSX: each sheet a table of articles, read a row at a time (openpyxl, the extra `tables`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from extractor.errors import UsageError
from extractor.extras import require
from extractor.loaders.archives import check_unpacked
from extractor.loaders.model import Context, Opened, Raw
from extractor.loaders.records import HEADING_ROWS, Fields, find_fields, has_text, no_text, read_row, row_of_names


def read_workbook(opened: Opened, context: Context) -> Iterator[Raw]:
    """Every row that is not blank of every sheet that has a column of texts; of the others those with anything in them
    are named.

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
        rows = enumerate(sheet.iter_rows(values_only=True), start=1)
        first = list(islice(rows, HEADING_ROWS))
        try:
            at, names, fields = _headings([row for _, row in first], here, context)
        except UsageError as error:
            refusal = error
            if any(cell is not None for _, row in first for cell in row):
                left.append(str(error))
            continue
        found = True
        for number, row in chain(first[at + 1 :], rows):
            if not all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row):
                yield read_row(dict(zip(names, row, strict=False)), number, fields, here)
    if not found and refusal is not None:
        raise refusal
    for said in left:
        context.manner.note(said)


def _headings(rows: Sequence[Sequence[object]], here: Opened, context: Context) -> tuple[int, list[str], Fields]:
    """The row of names: the first that names a column of texts, under a title and blank rows as people set them.

    Raises `UsageError` where none does.
    """
    lines = [[str(name).strip() if name is not None else "" for name in row] for row in rows]
    for at, names in enumerate(lines):
        told = [name for name in names if name]
        if has_text(told, context):
            return at, names, find_fields(told, here, context)
    raise no_text(row_of_names(lines), here, context)
