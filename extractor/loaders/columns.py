"""Parquet: a row an article, a few rows in memory at a time, only the columns that matter (pyarrow, extra `tables`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from extractor.errors import InputError
from extractor.extras import require
from extractor.loaders.model import Context, Opened, Raw
from extractor.loaders.records import find_fields, read_row, require_text

_ROWS: Final = 64
"""Rows in memory at a time."""
_HELD: Final = 200_000_000
"""Bytes in memory at a time: a file that names one long text for each of its rows takes few of them at once."""


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
    for batch in file.iter_batches(batch_size=_rows_at_once(file), columns=columns, use_threads=False):
        for record in batch.to_pylist():
            number += 1
            text = record.get(fields.text)
            if isinstance(text, str) and len(text) > context.limits.max_bytes:
                yield opened.record(number).with_error(_too_long(number, context.limits.max_bytes))
            else:
                yield read_row(record, number, fields, opened)


def _too_long(number: int, limit: int) -> InputError:
    return InputError(f"The text of row {number} is longer than {limit}; raise --max-bytes or split it.")


def _rows_at_once(file: Any) -> int:
    """As many rows as are held at a time, each taken to be as long as the longest column of a group of rows."""
    metadata = file.metadata
    groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
    longest = max(
        (group.column(at).total_uncompressed_size for group in groups for at in range(group.num_columns)), default=0
    )
    return max(1, min(_ROWS, _HELD // max(1, longest)))
