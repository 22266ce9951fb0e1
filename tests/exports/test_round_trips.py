"""Every format read back by the tools people use: the same rows, the same numbers, the same days."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, datetime
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from extractor.exports.export import all_rows, book_of, export
from extractor.exports.formats.base import CsvDialect
from extractor.exports.run_folder import RunFolder
from extractor.exports.tables import Cell, Table
from extractor.tasks.party_review.tables import layout
from tests.exports.folder import gold_run
from tests.exports.office import CSV_AS_THE_LOCALE_READS_IT, SOFFICE, opened

for _package in ("duckdb", "openpyxl", "pandas", "polars", "pyarrow", "xlsxwriter"):
    pytest.importorskip(_package)

import duckdb  # noqa: E402
import openpyxl  # noqa: E402
import pandas as pd  # noqa: E402
import polars as pl  # noqa: E402

Records = list[tuple[Cell, ...]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    found = RunFolder.open(gold_run(tmp_path_factory.mktemp("runs") / "gold"))
    doubt = {"doc_id": "e01", "item": "figure", "index": 0, "wrong": 0.64}
    (found.folder / "doubt.jsonl").write_text(json.dumps(doubt) + "\n", encoding="utf-8")
    export(found, layout(), ["xlsx", "csv", "parquet", "duckdb", "sqlite", "jsonl"])
    return found


@pytest.fixture(scope="module")
def tables(run: RunFolder) -> tuple[Table, ...]:
    return book_of(layout(), run).tables


@pytest.fixture(scope="module")
def written(run: RunFolder, tables: tuple[Table, ...]) -> dict[str, Records]:
    """What was to be written, table by table."""
    rows: dict[str, Records] = {table.name: [] for table in tables}
    for name, row in all_rows(layout(), run):
        rows[name].append(row)
    return rows


def from_parquet_by_pandas(folder: Path, table: Table) -> Iterator[tuple[Any, ...]]:
    frame = pd.read_parquet(folder / "parquet" / f"{table.name}.parquet")
    for row in frame.itertuples(index=False):
        yield tuple(None if pd.isna(cell) else cell for cell in row)


def from_parquet_by_polars(folder: Path, table: Table) -> Iterator[tuple[Any, ...]]:
    return pl.read_parquet(folder / "parquet" / f"{table.name}.parquet").iter_rows()


def from_parquet_by_duckdb(folder: Path, table: Table) -> list[tuple[Any, ...]]:
    return duckdb.sql(f"FROM '{folder / 'parquet' / table.name}.parquet'").fetchall()


def from_duckdb(folder: Path, table: Table) -> list[tuple[Any, ...]]:
    with duckdb.connect(folder / "tables.duckdb", read_only=True) as connection:
        return connection.execute(f"FROM {table.name}").fetchall()


def from_sqlite(folder: Path, table: Table) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(folder / "tables.sqlite")
    try:
        return connection.execute(f"SELECT * FROM {table.name}").fetchall()
    finally:
        connection.close()


def from_jsonl(folder: Path, table: Table) -> Iterator[tuple[Any, ...]]:
    for line in (folder / "jsonl" / f"{table.name}.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
        record = json.loads(line)
        assert tuple(record) == table.names
        yield tuple(record.values())


def from_csv(folder: Path, table: Table) -> Iterator[tuple[Any, ...]]:
    with (folder / "csv" / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        assert tuple(next(lines)) == table.names
        for line in lines:
            yield tuple(cell or None for cell in line)


def from_csv_by_pandas(folder: Path, table: Table) -> Iterator[tuple[Any, ...]]:
    frame = pd.read_csv(folder / "csv" / f"{table.name}.csv", dtype=str, keep_default_na=False)
    assert tuple(frame.columns) == table.names
    for row in frame.itertuples(index=False):
        yield tuple(cell or None for cell in row)


def from_csv_by_duckdb(folder: Path, table: Table) -> list[tuple[Any, ...]]:
    path = folder / "csv" / f"{table.name}.csv"
    return duckdb.read_csv(str(path), all_varchar=True, header=True).fetchall()


def from_xlsx_by_openpyxl(folder: Path, table: Table) -> Iterator[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(folder / "tables.xlsx", read_only=True)[table.name]
    rows = sheet.iter_rows(values_only=True)
    heads = next(rows)
    kept = [heads.index(name) for name in table.names]
    next(rows)
    for row in rows:
        yield tuple(row[at] if at < len(row) else None for at in kept)


READERS: dict[str, Callable[[Path, Table], Any]] = {
    name.removeprefix("from_"): reader for name, reader in list(globals().items()) if name.startswith("from_")
}


def same(column_type: str, wanted: Cell, found: Any) -> bool:
    """Whether a cell holds what was written; a text of it will do where a format has nothing but texts."""
    if wanted is None or found is None:
        return wanted is found or wanted == ""
    if column_type in ("number", "integer"):
        return isclose(float(found), float(wanted), rel_tol=1e-12)  # type: ignore[arg-type]
    if column_type == "date":
        found = found.date() if isinstance(found, datetime) else found
        return found == wanted or found == str(wanted)
    text = str(wanted)
    return found in (text, f"'{text}", text.replace("\u2028", "\n"))


@pytest.mark.parametrize("reader", READERS)
def test_every_table_comes_back_cell_by_cell(
    reader: str, run: RunFolder, tables: tuple[Table, ...], written: dict[str, Records]
) -> None:
    compared = 0
    for table in tables:
        found = [tuple(row) for row in READERS[reader](run.folder, table)]
        assert len(found) == len(written[table.name]), table.name
        for wanted_row, found_row in zip(written[table.name], found, strict=True):
            for column, wanted, cell in zip(table.columns, wanted_row, found_row, strict=True):
                assert same(column.type, wanted, cell), (table.name, column.name, wanted, cell)
                compared += 1
    assert compared > 50_000


@pytest.mark.parametrize("reader", [name for name in READERS if not name.startswith(("csv", "jsonl", "sqlite"))])
def test_formats_with_types_give_numbers_and_days(
    reader: str, run: RunFolder, tables: tuple[Table, ...], written: dict[str, Records]
) -> None:
    wanted = {"number": (int, float), "integer": int, "date": date, "text": str}
    for table in tables:
        for row in READERS[reader](run.folder, table):
            for column, cell in zip(table.columns, row, strict=True):
                plain = cell.item() if hasattr(cell, "item") else cell
                if reader == "parquet_by_pandas" and column.type == "integer" and isinstance(plain, float):
                    assert plain.is_integer(), (table.name, column.name)
                else:
                    assert plain is None or isinstance(plain, wanted[column.type]), (table.name, column.name, cell)


def test_no_reader_has_to_guess_the_types(run: RunFolder) -> None:
    figures = pl.read_parquet_schema(run.folder / "parquet" / "figures.parquet")
    assert (figures["value"], figures["period"], figures["period_start"]) == (pl.Float64, pl.String, pl.Date)
    empty = pl.read_parquet_schema(run.folder / "parquet" / "review.parquet")
    assert empty["sentence_start"] == pl.Int64
    with duckdb.connect(run.folder / "tables.duckdb", read_only=True) as connection:
        types = dict(
            connection.execute(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'figures'"
            ).fetchall()
        )
    assert (types["value"], types["period"], types["period_end"]) == ("DOUBLE", "VARCHAR", "DATE")


office = pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine")


@office
def test_libreoffice_with_vietnamese_settings_sums_the_workbook_to_the_same_total(
    run: RunFolder, tables: tuple[Table, ...], written: dict[str, Records], tmp_path: Path
) -> None:
    sheets = opened(run.folder / "tables.xlsx", tmp_path)
    assert list(sheets) == ["about", *(table.name for table in tables)]
    for table in tables:
        heads = [text for _, text in sheets[table.name][0]]
        body = [row for row in sheets[table.name][2:] if any(text for _, text in row)]
        assert len(body) == len(written[table.name])
        for at, column in enumerate(table.columns):
            place = heads.index(column.name)
            cells = [row[place] for row in body]
            wanted = [row[at] for row in written[table.name]]
            kinds = {kind for kind, _ in cells if kind}
            if column.type in ("number", "integer"):
                assert kinds <= {"float", "percentage"}, (table.name, column.name)
                assert isclose(sum(float(text) for kind, text in cells if kind), sum(one or 0 for one in wanted))  # type: ignore[misc]
            elif column.type == "date":
                assert [text[:10] for kind, text in cells if kind == "date"] == [str(day) for day in wanted if day]


@office
def test_libreoffice_reads_the_vietnamese_csv_as_the_same_numbers(
    run: RunFolder, tables: tuple[Table, ...], written: dict[str, Records], tmp_path: Path
) -> None:
    export(run, layout(), ["csv"], tmp_path / "csv", CsvDialect(decimal=",", delimiter=";"))
    figures = next(table for table in tables if table.name == "figures")
    sheet = opened(tmp_path / "csv" / "figures.csv", tmp_path, CSV_AS_THE_LOCALE_READS_IT)["figures"]
    for name in ("value", "value_max", "out_of"):
        at = figures.names.index(name)
        cells = [row[at] for row in sheet[1:] if any(text for _, text in row)]
        wanted = [row[at] for row in written["figures"]]
        assert [kind for kind, _ in cells] == ["" if one is None else "float" for one in wanted]
        assert [float(text) for kind, text in cells if kind] == [one for one in wanted if one is not None]
