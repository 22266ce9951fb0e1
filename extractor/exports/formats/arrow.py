"""Tables as Arrow: the types of columns, and rows as record batches. Needs pyarrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa

from extractor.exports.tables import ColumnType, Row, Table

_TYPES: Final[dict[ColumnType, Any]] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}


def schema(table: Table) -> pa.Schema:
    """The table's columns with their types, and what people call them as metadata `label`."""
    return pa.schema(
        [pa.field(column.name, _TYPES[column.type], metadata={"label": column.label}) for column in table.columns],
        metadata={"label": table.label, "about": table.about},
    )


def arrow_table(table: Table, rows: Sequence[Row]) -> pa.Table:
    """Rows as an Arrow table; one without rows has its columns and types all the same."""
    given = schema(table)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(given)
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, given, strict=True)]
    return pa.Table.from_arrays(arrays, schema=given)
