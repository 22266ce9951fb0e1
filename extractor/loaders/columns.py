"""Parquet: a row an article, a few rows in memory at a time, only the columns that matter (pyarrow, extra `tables`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from extractor.extras import require
from extractor.loaders.model import Context, Opened, Raw
from extractor.loaders.records import find_fields, read_row, require_text

_ROWS: Final = 64
"""Rows in memory at a time."""


def read_columns(opened: Opened, context: Context) -> Iterator[Raw]:
    """Every row. Raises `UsageError` without a column of texts."""
    require("tables", "A .parquet file", ("pyarrow",))
    from pyarrow.parquet import ParquetFile

    file = ParquetFile(opened.stream, memory_map=False, pre_buffer=False)
    names = list(file.schema_arrow.names)
    fields = find_fields(names, opened, context)
    require_text(fields, names, opened, context)
    wanted = [fields.id, fields.text, fields.title, fields.url, fields.date, fields.outlet, fields.authors]
    columns = [name for name in dict.fromkeys(wanted) if name is not None and name in names]
    number = 0
    for batch in file.iter_batches(batch_size=_ROWS, columns=columns, use_threads=False):
        for record in batch.to_pylist():
            number += 1
            yield read_row(record, number, fields, opened)
