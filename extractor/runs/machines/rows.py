"""One input as a row of a part: the columns of `export`, the summary, and the account that a ledger would keep."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from io import BytesIO
from typing import Any, Final

from pydantic import BaseModel, JsonValue

from extractor.engines.base import NO_USAGE, Usage
from extractor.errors import UsageError
from extractor.exports.chances import wrong_items
from extractor.exports.formats.arrow import schema as arrow_schema
from extractor.exports.layout import Layout
from extractor.exports.shape import Known, Shapes
from extractor.parts import names
from extractor.runs.entries import Entry
from extractor.runs.machines.inputs import Given
from extractor.runs.rows import plain
from extractor.runs.settings import RunSettings

Row = dict[str, Any]

_KEY_BYTES: Final = 16


class PartRows:
    """Makes rows of one task's summaries, and whole parts of rows. Every part has the same types, whatever is in it."""

    def __init__(self, layout: Layout, settings: RunSettings, run: int) -> None:
        """Raises `UsageError` where the task's tables have a column that is the account's."""
        self._shapes = Shapes(layout)
        self._by_word = layout.lists_by_word()
        self._articles, *self._lists = self._shapes.tables
        self._settings = settings
        self._run = run
        self.schema = part_schema(layout)

    def failed(self, given: Given, error: str, message: str, **more: Any) -> Row:
        """An input without a summary, and why."""
        account = self._account(given, "failed", **more)
        return account | {names.ERROR: error, names.MESSAGE: plain(message)}

    def ended(self, given: Given, entry: Entry, key: str, content: bytes) -> Row:
        """An article that was worked on, as its entry says."""
        kept = given.article.text if given.kept and given.article is not None else None
        more = {
            **_usage(entry.usage),
            names.KEY: bytes.fromhex(key),
            names.CONTENT: content,
            names.URL: given.article.url if given.article is not None else None,
            names.TEXT: kept,
        }
        if entry.summary is None:
            return self.failed(given, entry.error or "", entry.message or "", **more)
        account = self._account(given, "done", **more, **_found(entry))
        return self._columns(entry.summary, given, entry) | account

    def part(self, rows: Sequence[Row]) -> bytes:
        """The rows as a Parquet file."""
        import pyarrow as pa
        from pyarrow import parquet

        lists = {table.name for table in self._lists}
        arrays = []
        for field in self.schema:
            cells = [row.get(field.name) for row in rows]
            arrays.append(_lists(cells, field.type) if field.name in lists else pa.array(cells, field.type))
        table = pa.Table.from_arrays(arrays, schema=self.schema)
        target = BytesIO()
        parquet.write_table(table, target, compression="zstd")
        return target.getvalue()

    def _columns(self, summary: BaseModel, given: Given, entry: Entry) -> Row:
        """The columns of `export`: those of the table of articles, and each list as a list of its rows."""
        settings = self._settings
        url = given.article.url if given.article is not None else None
        wrong = wrong_items(self._by_word, summary, entry.weighed)
        known = Known(url, given.origin or None, settings.engine, settings.model, len(entry.rejections), wrong)
        row: Row = {table.name: [] for table in self._lists}
        for name, cells in self._shapes.rows(summary, known):
            if name == self._articles.name:
                row.update(self._articles.record(cells))
            else:
                row[name].append(cells)
        row[names.SUMMARY] = summary.model_dump_json()
        return row

    def _account(self, given: Given, status: str, **more: Any) -> Row:
        return {
            names.NUMBER: given.number,
            names.RUN: self._run,
            names.ID: plain(given.doc_id),
            names.ORIGIN: plain(given.origin),
            names.STATUS: status,
            names.VERSION: self._settings.engine_version,
            **_usage(NO_USAGE),
            **more,
        }


def part_schema(layout: Layout) -> Any:
    """The columns of every part of a task. Raises `UsageError` where two would have one name."""
    import pyarrow as pa

    articles, *lists = Shapes(layout).tables
    fields = list(arrow_schema(articles))
    fields += [pa.field(table.name, pa.list_(pa.struct(list(arrow_schema(table))))) for table in lists]
    fields += list(_account_schema())
    taken: set[str] = set()
    for field in fields:
        if field.name in taken:
            raise UsageError(f"The task has a column {field.name!r}, which a part of results has too; rename it.")
        taken.add(field.name)
    return pa.schema(fields)


def _account_schema() -> Any:
    import pyarrow as pa

    text, lines, count = pa.string(), pa.list_(pa.string()), pa.int64()
    types: Mapping[str, Any] = {
        names.SUMMARY: text,
        names.NUMBER: count,
        names.RUN: pa.int32(),
        **dict.fromkeys((names.ID, names.ORIGIN, names.STATUS, names.ERROR, names.MESSAGE), text),
        **dict.fromkeys((names.KEY, names.CONTENT), pa.binary(_KEY_BYTES)),
        **dict.fromkeys((names.URL, names.TEXT, names.VERSION), text),
        **dict.fromkeys((names.REJECTIONS, names.REVIEW, names.DOUBT), lines),
        **dict.fromkeys((names.MARKS, names.COVERAGE), text),
        **dict.fromkeys((names.QUANTITIES, names.EXPLAINED, names.UNREAD, names.CALLS_USED), count),
        **dict.fromkeys((names.INPUT_TOKENS, names.CACHED_TOKENS, names.OUTPUT_TOKENS), count),
        names.COST: pa.float64(),
    }
    return pa.schema([pa.field(name, kind) for name, kind in types.items()])


def _found(entry: Entry) -> Row:
    """What was found beside the summary; each record as the line of its file in a local run."""
    rejections: list[dict[str, JsonValue]] = [{"doc_id": entry.doc_id, **asdict(one)} for one in entry.rejections]
    coverage = entry.model_dump(mode="json", include={"coverage"})["coverage"]
    return {
        names.REJECTIONS: _lines(rejections),
        names.REVIEW: _lines(entry.review),
        names.DOUBT: _lines(entry.doubt),
        names.MARKS: _line(entry.marks) if entry.marks else None,
        names.COVERAGE: _line(coverage),
        names.QUANTITIES: entry.coverage.quantities,
        names.EXPLAINED: entry.coverage.explained,
        names.UNREAD: len(entry.coverage.unread),
    }


def _lists(cells: Sequence[list[tuple[Any, ...]] | None], kind: Any) -> Any:
    """A column of lists of rows: each column of those rows is one array, cut into the lists."""
    import pyarrow as pa

    structs = kind.value_type
    ends = [0]
    for one in cells:
        ends.append(ends[-1] + len(one or ()))
    columns = list(zip(*(row for one in cells for row in one or ()), strict=True)) or [()] * structs.num_fields
    arrays = [pa.array(column, structs.field(at).type) for at, column in enumerate(columns)]
    rows = pa.StructArray.from_arrays(arrays, fields=[structs.field(at) for at in range(structs.num_fields)])
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), rows, type=kind)


def _usage(usage: Usage) -> Row:
    return {
        names.CALLS_USED: usage.calls,
        names.INPUT_TOKENS: usage.input_tokens,
        names.CACHED_TOKENS: usage.cached_tokens,
        names.OUTPUT_TOKENS: usage.output_tokens,
        names.COST: usage.cost_usd,
    }


def _lines(records: Sequence[Mapping[str, JsonValue]]) -> list[str]:
    return [_line(record) for record in records]


def _line(record: object) -> str:
    return json.dumps(record, ensure_ascii=False)
