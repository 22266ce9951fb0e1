"""A summary or a table as a piece of HTML, for notebooks. Nothing in it runs, and every text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from typing import Any, Final

from pydantic import BaseModel

from extractor.exports.layout import Layout
from extractor.exports.page.items import fields_of
from extractor.exports.shape import Known, Shapes
from extractor.exports.tables import Row, Table
from extractor.terminal import without_controls

_SHOWN: Final = 30
"""Rows of a table that are shown; the rest is counted."""


def summary_html(summary: BaseModel, layout: Layout) -> str:
    """A summary: its single facts, its abstract, and a table for each of its lists."""
    shapes = Shapes(layout)
    rows = list(shapes.rows(summary, Known()))
    articles = shapes.tables[0]
    own = articles.record(rows[0][1])
    shown = layout.data.list
    title = own.get(shown.title) or own["id"]
    facts = [
        f"{escape(column.label)}: <b>{escape(_words(own[column.name], column.glosses))}</b>"
        for leaf, column in shapes.single_columns()
        if own[column.name] is not None and column.name not in (shown.title, shown.lead)
    ]
    parts = [f"<h3>{escape(str(title))}</h3>", f"<p>{' · '.join(facts)}</p>"]
    if own.get(shown.lead):
        parts.append(f"<blockquote>{escape(str(own[shown.lead]))}</blockquote>")
    for table, items in shapes.items(summary):
        if items:
            parts.append(_list_html(table, items))
    return without_controls("<div>" + "".join(parts) + "</div>")


def table_html(table: Table, rows: Sequence[Row]) -> str:
    """The first rows of a table."""
    cells = ([_words(cell) for cell in row] for row in rows[:_SHOWN])
    shown = _table(f"{table.label} ({len(rows)})", [column.name for column in table.columns], cells, len(rows))
    return without_controls(shown)


def _list_html(table: Table, items: Sequence[BaseModel]) -> str:
    shown = [fields_of(item) for item in items[:_SHOWN]]
    used = [column for column in table.columns if any(column.name in fields for fields in shown)]
    cells = ([_words(fields.get(column.name), column.glosses) for column in used] for fields in shown)
    return _table(f"{table.label} ({len(items)})", [column.label for column in used], cells, len(items))


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], total: int) -> str:
    return "".join(_table_parts(caption, heads, rows, total))


def _table_parts(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], total: int) -> Iterator[str]:
    yield f"<table><caption>{escape(caption)}</caption><thead><tr>"
    yield "".join(f"<th>{escape(head)}</th>" for head in heads)
    yield "</tr></thead><tbody>"
    for row in rows:
        yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
    yield "</tbody></table>"
    if total > _SHOWN:
        yield f"<p>… {total - _SHOWN}</p>"


def _words(value: Any, glosses: Any = None) -> str:
    if value is None:
        return ""
    if glosses and value in glosses:
        return str(glosses[value])
    if isinstance(value, float):
        return f"{value:,.6f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)
