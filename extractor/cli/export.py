"""`extractor export`: a run's results as tables in other forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from extractor.cli.options import NamedPath, ResultsPath, guard_out, task_option
from extractor.errors import UsageError
from extractor.terminal import printable

if TYPE_CHECKING:
    from extractor.exports.run_folder import RunFolder
    from extractor.tasks.model import Task

_DECIMALS: Final = {"point": ".", "comma": ","}
_TAB: Final = "\t"
_DELIMITERS: Final = frozenset(",;|\t")
"""What parts the cells: nothing that a number, a date or a quotation mark is made of."""


@click.command("export", short_help="Write results as tables: xlsx, csv, parquet, duckdb, sqlite, jsonl.")
@click.argument("run_dir", metavar="DIR", type=ResultsPath(path_type=Path))
@click.option(
    "--format",
    "formats",
    multiple=True,
    required=True,
    metavar="NAME",
    help="xlsx, csv, parquet, duckdb, sqlite or jsonl; may be repeated, or several with commas.",
)
@click.option(
    "--out", type=NamedPath(path_type=Path), metavar="FILE", help="Where to; a folder for csv, parquet, jsonl."
)
@click.option("--decimal", type=click.Choice(list(_DECIMALS)), default="point", help="CSV: the mark before a fraction.")
@task_option
@click.option("--delimiter", default=",", metavar="CHAR", help="CSV: what stands between cells: , ; | or tab.")
def command(
    run_dir: Path, formats: tuple[str, ...], out: Path | None, decimal: str, delimiter: str, task: Path | None
) -> None:
    """Write the results in DIR (a run's folder, or a summaries.jsonl) as tables that join: articles, organizations,
    figures, awards, people, documents, points, review, rejections, failures, and labels with the Vietnamese names.

    Without --out the files stand in DIR: tables.xlsx, tables.duckdb, tables.sqlite, csv/, parquet/, jsonl/. For a
    spreadsheet with Vietnamese settings take xlsx, or csv with --decimal comma --delimiter ';'.
    """
    from extractor.exports.export import export
    from extractor.exports.formats.base import PLAIN_CSV, CsvDialect
    from extractor.exports.run_folder import RunFolder

    names = split_names(formats)
    if out is not None and len(names) > 1:
        raise UsageError("--out names one file; ask for one --format at a time, or leave --out away.")
    dialect = CsvDialect(_DECIMALS[decimal], _TAB if delimiter == "tab" else delimiter)
    if len(dialect.delimiter) != 1 or dialect.delimiter not in _DELIMITERS:
        raise UsageError("--delimiter is one character: , ; | or tab.")
    if dialect != PLAIN_CSV and "csv" not in names:
        raise UsageError("--decimal and --delimiter are for CSV; add --format csv, or leave them away.")
    guard_out(run_dir, out, "--out")
    run = RunFolder.open(run_dir)
    for one in export(run, run_task(task, run).layout(), names, out, dialect):
        rows = ", ".join(f"{number} {name}" for name, number in one.rows.items() if number and name != "labels")
        click.echo(printable(f"{one.path}: {rows or 'no rows'}"))


def split_names(given: tuple[str, ...]) -> list[str]:
    """The formats asked for, each once, in order. Raises `UsageError` for one that does not exist."""
    from extractor.exports.formats.registry import format_of

    names = list(dict.fromkeys(name.strip().lower() for part in given for name in part.split(",") if name.strip()))
    for name in names:
        format_of(name)
    return names


def also_formats(given: tuple[str, ...]) -> list[str]:
    """What `run --also` asks for. Raises `UsageError` before anything is run where it cannot be made."""
    from extractor.exports.formats.registry import format_of

    names = split_names(given) if given else []
    for name in names:
        format_of(name).require()
    return names


def run_task(named: Path | None, run: RunFolder) -> Task:
    """The task of a run, with a warning on standard error where its folder has changed."""
    from extractor.tasks.registry import task_of_run

    task, warning = task_of_run(named, run.manifest, run.folder)
    if warning is not None:
        click.echo(warning, err=True)
    return task


def export_also(out: Path, formats: list[str], task: Task, *, quiet: bool = False) -> None:
    """The tables of a run that has just ended, in its folder; unless quiet, their places are said, and what is old."""
    if formats:
        from extractor.exports.export import export
        from extractor.exports.run_folder import RunFolder

        for one in export(RunFolder.open(out), task.layout(), formats):
            if not quiet:
                click.echo(printable(str(one.path)))
    if quiet:
        return
    from extractor.exports.formats.registry import outdated

    if old := outdated(out):
        click.echo(
            f"made before these results: {', '.join(old)}; `extractor export` and `extractor view` make them again",
            err=True,
        )
