"""The table of figures: one row for each figure of each article, made for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import IO, Final, cast

from extractor.labels import FIGURE_FIELDS, MEASURES, SUBJECTS
from extractor.schema import SCHEMA_VERSION, ArticleSummary, Figure, Span
from extractor.spreadsheets import defused, header_line, line, quoted

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

Cell = str | int | float | None


def header() -> list[str]:
    """The column headers: the field's name, and its Vietnamese one from the schema in parentheses."""
    columns = [f"{field} ({name})" for field, name in _ARTICLE_COLUMNS.items()]
    for field, name in FIGURE_FIELDS.items():
        columns.append(f"{field} ({name})")
        if field in _GLOSSED:
            columns.append(name)
    return [*columns, "start", "end", "schema_version (phiên bản dữ liệu)"]


def rows(summary: ArticleSummary) -> Iterator[list[Cell]]:
    """One row for each figure; numbers are numbers, and no text cell can run as a formula."""
    article: list[object] = [
        summary.doc_id,
        summary.source.outlet,
        summary.source.published_on,
        summary.source.title,
        summary.event.kind,
        summary.event.held_on,
    ]
    told = [cell_of(value) for value in article]
    for figure in summary.figures:
        cells = [cell_of(value) for value in _figure_cells(figure)]
        yield [*told, *cells, figure.mention.start, figure.mention.end, cell_of(SCHEMA_VERSION)]


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
        file.write(header_line(header()))

    def add(self, summary: ArticleSummary) -> None:
        """The rows of one article."""
        self._file.writelines(line(map(_written, cells)) for cells in rows(summary))


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
