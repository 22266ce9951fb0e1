"""A finished run as a Python object: its tables for pandas, Polars and Arrow, its summaries one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from extractor.errors import UsageError
from extractor.exports.export import all_rows, book_of
from extractor.exports.run_folder import RunFolder
from extractor.exports.tables import Cell, Row, Table
from extractor.extras import require
from extractor.notebook import register
from extractor.parts.remote import folder_of
from extractor.tasks.registry import task_of_run

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from extractor.schema import ArticleSummary

register()


class TableData:
    """One table of a run: rows as dictionaries when iterated, or the whole in the form that is asked for."""

    def __init__(self, table: Table, rows: list[Row]) -> None:
        self.table = table
        self._rows = rows

    @property
    def columns(self) -> dict[str, str]:
        """Column -> what people call it."""
        return {column.name: column.label for column in self.table.columns}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        return map(self.table.record, self._rows)

    def to_arrow(self) -> pyarrow.Table:
        """As an Arrow table, each column with its type. Raises `UsageError` where pyarrow is missing."""
        require("tables", "A table for Arrow", ("pyarrow",))
        from extractor.exports.formats.arrow import arrow_table

        return arrow_table(self.table, self._rows)

    def to_pandas(self) -> pandas.DataFrame:
        """As a pandas frame: days are `datetime64`, whole numbers `Int64` (empty cells stay empty, nothing is rounded).

        Raises `UsageError` where pandas or pyarrow is missing.
        """
        require("tables", "A table for pandas", ("pyarrow", "pandas"))
        import pandas as pd
        import pyarrow as pa

        types = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
        return self.to_arrow().to_pandas(types_mapper=types.get, date_as_object=False)

    def to_polars(self) -> polars.DataFrame:
        """As a Polars frame. Raises `UsageError` where Polars or pyarrow is missing."""
        require("tables", "A table for Polars", ("pyarrow", "polars"))
        import polars as pl

        frame = pl.from_arrow(self.to_arrow())
        assert isinstance(frame, pl.DataFrame)
        return frame

    def _repr_html_(self) -> str:
        from extractor.exports.page.snippet import table_html

        return table_html(self.table, self._rows)


class Run:
    """A finished run. Its tables are methods of their names: `run.figures()`, `run.articles()`, `run.review()`, ..."""

    def __init__(self, folder: RunFolder, task: str | Path | None = None) -> None:
        self._folder = folder
        self._layout = task_of_run(task, folder.manifest, folder.folder)[0].layout()
        self._tables = {table.name: table for table in book_of(self._layout, folder).tables}
        self._rows: dict[str, list[Row]] | None = None

    @classmethod
    def open(cls, path: str | Path, *, task: str | Path | None = None) -> Self:
        """A run's folder or its address, or its summaries.jsonl; `task` is the folder of a task of one's own.

        The code in that folder is run. Raises `UsageError` where there are no summaries, or the run is of another task.
        """
        return cls(RunFolder.open(folder_of(path)), task)

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of all tables."""
        return tuple(self._tables)

    @property
    def manifest(self) -> dict[str, Any]:
        """What run.json says."""
        return self._folder.manifest

    def summaries(self) -> Iterator[ArticleSummary]:
        """Every summary, read when it is asked for. Raises `InputError` for a line that is none."""
        yield from self._folder.summaries(self._layout.model)  # type: ignore[misc]

    def table(self, name: str) -> TableData:
        """One table. The first call reads the run. Raises `UsageError` where there is none of that name."""
        if name not in self._tables:
            raise UsageError(f"There is no table {name!r}; there are {', '.join(self._tables)}.")
        if self._rows is None:
            rows: dict[str, list[Row]] = {table: [] for table in self._tables}
            for owner, row in all_rows(self._layout, self._folder):
                rows[owner].append(row)
            self._rows = rows
        return TableData(self._tables[name], self._rows[name])

    def __getattr__(self, name: str) -> Callable[[], TableData]:
        if name.startswith("_") or name not in self._tables:
            raise AttributeError(f"a run has no table {name!r}; see its `tables`")
        return lambda: self.table(name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._tables]
