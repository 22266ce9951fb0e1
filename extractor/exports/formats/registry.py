"""The formats by name, each with its place in a run's folder and the packages it needs."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

from extractor.errors import UsageError
from extractor.exports.files import PAGE, SUMMARIES
from extractor.exports.formats.base import Book, CsvDialect, Writer
from extractor.extras import missing_message, missing_modules
from extractor.parts.folder import is_parts
from extractor.parts.names import ROLL


@dataclass(frozen=True, slots=True)
class Format:
    """One form of the tables: `writer` is `module:class`, `place` its name in a run's folder."""

    name: str
    writer: str
    place: str
    about: str
    modules: tuple[str, ...] = ()

    def require(self) -> None:
        """Raises `UsageError` where a package of this format is not installed."""
        missing = missing_modules(self.modules)
        if missing:
            raise UsageError(missing_message(f"The format {self.name}", missing))

    def open(self, book: Book, path: Path, csv: CsvDialect) -> Writer:
        """A writer of this format."""
        module, name = self.writer.split(":")
        made = getattr(import_module(module), name)
        writer: Writer = made(book, path, csv) if self.name == "csv" else made(book, path)
        return writer


_HOME: Final = "extractor.exports.formats"
FORMATS: Final = {
    one.name: one
    for one in (
        Format(
            "xlsx", f"{_HOME}.xlsx:Workbook", "tables.xlsx", "a workbook for Excel and LibreOffice", ("xlsxwriter",)
        ),
        Format("csv", f"{_HOME}.csv:CsvFolder", "csv", "a folder of CSV files"),
        Format("parquet", f"{_HOME}.parquet:ParquetFolder", "parquet", "a folder of Parquet files", ("pyarrow",)),
        Format(
            "duckdb", f"{_HOME}.duckdb:DuckdbFile", "tables.duckdb", "a DuckDB file with views", ("duckdb", "pyarrow")
        ),
        Format("sqlite", f"{_HOME}.sqlite:SqliteFile", "tables.sqlite", "an SQLite file with views"),
        Format("jsonl", f"{_HOME}.jsonl:JsonlFolder", "jsonl", "a folder of JSON lines"),
    )
}
"""Every format; those without modules need nothing beyond the package itself."""


def format_of(name: str) -> Format:
    """The format of that name. Raises `UsageError` where there is none."""
    if name not in FORMATS:
        raise UsageError(f"There is no format {name!r}; choose {', '.join(FORMATS)}.")
    return FORMATS[name]


def outdated(folder: Path) -> list[str]:
    """The tables and the page in a run's folder that were made before its results were written last."""
    results = folder / (ROLL if is_parts(folder) else SUMMARIES)
    written = results.stat().st_mtime_ns if results.exists() else 0
    places = [folder / name for name in (*(one.place for one in FORMATS.values()), PAGE)]
    return [place.name for place in places if place.exists() and _made(place) < written]


def _made(place: Path) -> int:
    """When a file, or the newest file of a folder, was written."""
    files = [place] if place.is_file() else list(place.iterdir())
    return max((file.stat().st_mtime_ns for file in files), default=0)
