"""A run's folder written in other forms: one pass over the summaries, rows handed to each writer as they come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from extractor.exports.chances import Chances
from extractor.exports.formats.base import PLAIN_CSV, Book, CsvDialect
from extractor.exports.formats.registry import format_of
from extractor.exports.layout import Layout
from extractor.exports.run_folder import RUN_TABLES, RunFolder
from extractor.exports.shape import Shapes
from extractor.exports.tables import LABELS, Row, View, label_rows


@dataclass(frozen=True, slots=True)
class Exported:
    """One form of a run: where it stands, and how many rows each table has."""

    format: str
    path: Path
    rows: dict[str, int]


def book_of(layout: Layout, run: RunFolder) -> Book:
    """The tables of a run with everything a writer may want to say of them."""
    tables = (*Shapes(layout).tables, *RUN_TABLES)
    views = tuple(View(name, part.label, part.about, part.sql) for name, part in layout.data.views.items())
    suffixes = {unit: part.suffix for unit, part in layout.data.units.items()}
    return Book(layout.data.title, (*tables, LABELS), views, suffixes, about_run(run))


def all_rows(layout: Layout, run: RunFolder) -> Iterator[tuple[str, Row]]:
    """Every row of every table of a run, article by article; one article at a time is in memory."""
    shapes = Shapes(layout)
    refused = Counter(str(record.get("doc_id")) for record in run.rejections())
    with closing(Chances(layout, run.weighed())) as chances:
        for summary in run.summaries(layout.model):
            doc_id = str(getattr(summary, next(iter(layout.model.model_fields))))
            yield from shapes.rows(summary, run.known(doc_id, refused[doc_id], chances.of(doc_id, summary)))
    yield from run.run_rows()
    for row in label_rows((*shapes.tables, *RUN_TABLES)):
        yield LABELS.name, row


def export(
    run: RunFolder, layout: Layout, formats: Sequence[str], out: Path | None = None, csv: CsvDialect = PLAIN_CSV
) -> list[Exported]:
    """Write a run in each of the formats; files are there whole or not at all.

    `out` is the file (or the folder, for formats of several files) where one format is asked for; by default each has
    its place in the run's folder. Raises `UsageError` for an unknown format or a missing package.
    """
    chosen = [format_of(name) for name in dict.fromkeys(formats)]
    for one in chosen:
        one.require()
    book = book_of(layout, run)
    places = [out if out is not None else run.folder / one.place for one in chosen]
    rows: Counter[str] = Counter({table.name: 0 for table in book.tables})
    with ExitStack() as stack:
        writers = [stack.enter_context(one.open(book, place, csv)) for one, place in zip(chosen, places, strict=True)]
        for name, row in all_rows(layout, run):
            rows[name] += 1
            for writer in writers:
                writer.add(name, row)
    return [Exported(one.name, place, dict(rows)) for one, place in zip(chosen, places, strict=True)]


def about_run(run: RunFolder) -> dict[str, str]:
    """What the workbook's first sheet says of the run."""
    manifest = run.manifest
    counts = manifest.get("counts") or {}
    said = {
        "engine": manifest.get("engine"),
        "model": manifest.get("model"),
        "finished at": manifest.get("finished_at"),
        "articles": counts.get("done"),
        "failed": counts.get("failed"),
        "extractor": manifest.get("extractor_version"),
    }
    return {name: str(value) for name, value in said.items() if value is not None}
