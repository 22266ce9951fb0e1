"""The table of figures: one row for each figure of each article, made for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import IO, Final, cast

from pydantic import JsonValue

from extractor.exports.chances import NO_WRONG, Wrong, wrong_items
from extractor.exports.shape import WRONG, WRONG_DECIMALS
from extractor.labels import FIGURE_FIELDS, MEASURES, SUBJECTS
from extractor.schema import SCHEMA_VERSION, ArticleSummary, Figure, Span
from extractor.spreadsheets import defused, header_line, line, quoted
from extractor.tasks.party_review.tables import layout

_ARTICLE_COLUMNS: Final[dict[str, str]] = {
    "doc_id": "bài",
    "outlet": "báo, đài",
    "published_on": "ngày đăng",
    "title": "tiêu đề",
    "event": "sự kiện",
    "held_on": "ngày tổ chức",
}
"""What each row says of its article: field -> Vietnamese name."""

_GLOSSED: Final[dict[str, Mapping[str, str]]] = {
    "subject": cast("Mapping[str, str]", SUBJECTS),
    "measure": cast("Mapping[str, str]", MEASURES),
}
"""Labels that stand a second time in Vietnamese, for readers who do not know the schema."""

_FIGURES: Final = "figures"

Cell = str | int | float | None


def header() -> list[str]:
    """The column headers: the field's name, and its Vietnamese one from the schema in parentheses."""
    columns = [f"{field} ({name})" for field, name in _ARTICLE_COLUMNS.items()]
    for field, name in FIGURE_FIELDS.items():
        columns.append(f"{field} ({name})")
        if field in _GLOSSED:
            columns.append(name)
    wrong = f"{WRONG} ({layout().column_label(_FIGURES, WRONG)})"
    return [*columns, "start", "end", wrong, "schema_version (phiên bản dữ liệu)"]


def rows(summary: ArticleSummary, wrong: Wrong = NO_WRONG) -> Iterator[list[Cell]]:
    """One row for each figure; numbers are numbers, and no text cell can run as a formula.

    `wrong` says how likely each figure is wrong.
    """
    article: list[object] = [
        summary.doc_id,
        summary.source.outlet,
        summary.source.published_on,
        summary.source.title,
        summary.event.kind,
        summary.event.held_on,
    ]
    told = [cell_of(value) for value in article]
    for at, figure in enumerate(summary.figures):
        cells = [cell_of(value) for value in _figure_cells(figure)]
        doubt = wrong.get((_FIGURES, at))
        last = [cell_of(None if doubt is None else round(doubt, WRONG_DECIMALS)), cell_of(SCHEMA_VERSION)]
        yield [*told, *cells, figure.mention.start, figure.mention.end, *last]


def cell_of(value: object) -> Cell:
    """A value as a cell: whole numbers without a decimal point, text defused, null empty."""
    if value is None:
        return None
    if isinstance(value, (int, float)):
        return int(value) if float(value).is_integer() else value
    if isinstance(value, date):
        return value.isoformat()
    return defused(value.text if isinstance(value, Span) else str(value))


class FigureTable:
    """Writes the table to an open text file, article by article."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._lists = {word: one for word, one in layout().lists_by_word().items() if one.name == _FIGURES}
        file.write(header_line(header()))

    def add(self, summary: ArticleSummary, records: Sequence[Mapping[str, JsonValue]] = ()) -> None:
        """The rows of one article; `records` are what its run says of how likely its items are wrong."""
        wrong = wrong_items(self._lists, summary, records)
        self._file.writelines(line(map(_written, cells)) for cells in rows(summary, wrong))


def _written(cell: Cell) -> str:
    """A cell as it stands in the file: texts in quotes, numbers as they are, null empty."""
    if cell is None:
        return ""
    return quoted(cell) if isinstance(cell, str) else repr(cell)


def _figure_cells(figure: Figure) -> Iterator[object]:
    for field in FIGURE_FIELDS:
        value = getattr(figure, field)
        yield value
        if field in _GLOSSED:
            yield _GLOSSED[field][value]
