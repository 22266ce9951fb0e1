"""The SQL that both databases share."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.exports.tables import ColumnType, Table, View


def quoted(name: str) -> str:
    """A name of a table or a column."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def create_table(table: Table, types: Mapping[ColumnType, str]) -> str:
    """The statement that makes an empty table."""
    columns = ", ".join(f"{quoted(column.name)} {types[column.type]}" for column in table.columns)
    return f"CREATE TABLE {quoted(table.name)} ({columns})"


def create_view(view: View) -> str:
    """The statement that makes a view."""
    return f"CREATE VIEW {quoted(view.name)} AS {view.sql}"
