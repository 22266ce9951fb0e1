"""XLSX: each sheet a table of articles, read a row at a time (openpyxl, the extra `tables`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.errors import UsageError
from extractor.extras import require
from extractor.loaders.archives import check_unpacked
from extractor.loaders.model import Context, Opened, Raw
from extractor.loaders.records import find_fields, read_record, require_text


def read_workbook(opened: Opened, context: Context) -> Iterator[Raw]:
    """Every row of every sheet that has a column of texts. Raises `UsageError` where no sheet has one."""
    require("tables", "An .xlsx file", ("openpyxl",))
    from openpyxl import load_workbook

    check_unpacked(opened.stream, context.limits.max_document)
    book = load_workbook(opened.stream, read_only=True, data_only=True)
    several = len(book.worksheets) > 1
    refusal: UsageError | None = None
    found = False
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True)
        names = [str(name).strip() if name is not None else "" for name in next(rows, ())]
        named = replace(opened, origin=f"{opened.origin}:{sheet.title}", name=f"{opened.name}:{sheet.title}")
        here = named if several else opened
        fields = find_fields([name for name in names if name], here, context)
        try:
            require_text(fields, [name for name in names if name], here)
        except UsageError as error:
            refusal = error
            continue
        found = True
        for number, row in enumerate(rows, start=2):
            if any(cell is not None for cell in row):
                yield read_record(dict(zip(names, row, strict=False)), number, fields, here, "Row")
    if not found and refusal is not None:
        raise refusal
