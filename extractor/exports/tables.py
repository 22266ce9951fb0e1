"""Tables as values: columns with explicit types, and rows of plain cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

Cell = str | int | float | bool | date | None
Row = tuple[Cell, ...]
"""One cell for each column of its table, in the columns' order."""

ColumnType = Literal["text", "integer", "number", "date", "boolean"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Its type is fixed by the model, never guessed from what stands in it."""

    name: str
    """Plain ASCII, snake case."""
    type: ColumnType
    label: str
    """What readers call it, in their language."""
    glosses: Mapping[str, str] = field(default_factory=dict)
    """Closed label -> what it means, where the column holds closed labels."""
    unit_column: str | None = None
    """The column of the same row that says the unit of this number."""
    decimals: int | None = None
    """How many decimals of a number people are shown; null for all it has. Formats for programs have the number."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `key` names the columns that tell its rows apart."""

    name: str
    label: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.name for column in self.columns)

    def record(self, row: Row) -> dict[str, Cell]:
        """A row by its columns' names."""
        return dict(zip(self.names, row, strict=True))


@dataclass(frozen=True, slots=True)
class View:
    """A named question on the tables, in SQL that DuckDB and SQLite both read."""

    name: str
    label: str
    about: str
    sql: str


LABELS: Final = Table(
    "labels",
    "nhãn",
    "What columns and closed labels are called, for people: `value` is empty where the column itself is meant.",
    (
        Column("table_name", "text", "bảng"),
        Column("column_name", "text", "cột"),
        Column("value", "text", "nhãn"),
        Column("label", "text", "tiếng Việt"),
    ),
    ("table_name", "column_name", "value"),
)
"""The table of Vietnamese names; every format carries it."""


def label_rows(tables: tuple[Table, ...]) -> list[Row]:
    """The rows of `LABELS`: each column's name, then each closed label of it."""
    rows: list[Row] = []
    for table in tables:
        for column in table.columns:
            rows.append((table.name, column.name, None, column.label))
            rows += [(table.name, column.name, value, gloss) for value, gloss in column.glosses.items()]
    return rows
