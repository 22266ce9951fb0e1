"""The page's data: an index for its list, and articles and bodies in compressed parts, opened when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from extractor.exports.layout import Layout
from extractor.exports.leaves import named_leaves
from extractor.exports.page.failures import failure_words
from extractor.exports.page.items import ItemWriter, PageArticle
from extractor.exports.page.series import SeriesGatherer
from extractor.exports.shape import Known, Shapes
from extractor.exports.tables import Cell, Row

ARTICLES_IN_PART: Final = 25
BODIES_IN_PART: Final = 100
PALETTE: Final = (
    ("#1f6f78", "#67b7be"),
    ("#8a3ea8", "#d3a3ea"),
    ("#1d5fb4", "#8ab8f2"),
    ("#2f7d4f", "#7cc79a"),
    ("#a8442a", "#f0986a"),
    ("#8a5a00", "#e0b25c"),
)
"""Colours of lists that the layout gives none, light and dark."""


@dataclass(slots=True)
class _Facet:
    """One filter of the list: its values in the order they are met."""

    table: str
    column: str
    label: str
    values: dict[str, int] = field(default_factory=dict)

    def number(self, value: Cell) -> int:
        return self.values.setdefault(str(value), len(self.values))


class PageBuilder:
    """Takes articles one by one and gives their parts; when all are in, the index of everything."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._shapes = Shapes(layout)
        self._tables = {table.name: table for table in self._shapes.tables}
        self._writer = ItemWriter(layout)
        self._rows: list[dict[str, Any]] = []
        series = layout.data.series
        self._series = SeriesGatherer(series, layout.number(series.table)) if series is not None else None
        self._facets = [self._facet(place) for place in layout.data.facets]
        self.bodies: list[dict[str, Any]] = []
        """Bodies with their numbers over the years; there once every article is in."""

    def parts(self, articles: Iterable[PageArticle]) -> Iterator[list[dict[str, Any]]]:
        """The articles' records in parts; the index grows as they pass."""
        part: list[dict[str, Any]] = []
        for article in articles:
            self._index(article)
            part.append(self._writer.record(article))
            if len(part) == ARTICLES_IN_PART:
                yield part
                part = []
        if part:
            yield part
        self.bodies = self._series.bodies() if self._series is not None else []

    def index(self, failures: Iterable[dict[str, Any]] = (), **said: Any) -> dict[str, Any]:
        """Everything the page knows before a part is opened."""
        facets = []
        for facet in self._facets:
            glosses = self._glosses(facet.table, facet.column)
            facets.append({"label": facet.label, "values": [[value, glosses.get(value)] for value in facet.values]})
        return {
            "title": self._layout.data.title,
            "articles": self._rows,
            "facets": facets,
            "kinds": [self._kind(name) for name in self._lists],
            "facts": self._facts(),
            "lead": self._layout.data.list.lead,
            "title_path": self._title_path(),
            "series": self._series_words(),
            "bodies": [
                {"n": one["name"], "w": one["where"], "y": one["years"], "a": one["articles"], "l": len(one["lines"])}
                for one in self.bodies
            ],
            "units": {
                unit: {"suffix": part.suffix, "steps": [[step.size, step.word] for step in part.steps]}
                for unit, part in self._layout.data.units.items()
            },
            "mute": list(self._layout.data.mute),
            "failures": [{"i": one.get("id"), "w": failure_words(one)} for one in failures],
            "part": ARTICLES_IN_PART,
            "body_part": BODIES_IN_PART,
            **said,
        }

    def colours(self) -> list[tuple[str, str]]:
        """The colour of each list's marks, light and dark."""
        found = []
        for at, name in enumerate(self._lists):
            part = self._layout.data.page.get(name)
            plain_light, plain_dark = PALETTE[at % len(PALETTE)]
            light = part.color if part and part.color else plain_light
            found.append((light, part.color_dark if part and part.color_dark else plain_dark))
        return found

    @property
    def _lists(self) -> list[str]:
        return [one.name for one in self._writer.lists]

    def _index(self, article: PageArticle) -> None:
        number = len(self._rows)
        rows = list(self._shapes.rows(article.summary, Known(article.url, article.source)))
        own = self._tables[rows[0][0]].record(rows[0][1])
        shown = self._layout.data.list
        if self._series is not None and self._layout.data.series is not None:
            for record in self._records(rows, self._layout.data.series.table):
                self._series.add(record, number)
        doubts = [sum(one.kind == kind for one in article.doubts) for kind in ("rejected", "unexplained", "review")]
        doubts.append(len(article.wrong))
        row: dict[str, Any] = {
            "i": own["id"],
            "o": [str(own[name]) for name in shown.subtitle if own.get(name) is not None],
            "c": [sum(1 for _ in one.items(article.summary)) for one in self._writer.lists],
            "f": [
                sorted({facet.number(cell) for cell in self._cells(rows, facet.table, facet.column)})
                for facet in self._facets
            ],
            "s": " ".join(str(cell) for place in shown.search for cell in self._cells(rows, *place.split(".", 1))),
        }
        if own.get(shown.title):
            row["t"] = own[shown.title]
        if any(doubts):
            row["d"] = doubts
        if article.wrong:
            row["x"] = round(max(article.wrong.values()), 2)
        self._rows.append(row)

    def _records(self, rows: list[tuple[str, Row]], name: str) -> Iterator[dict[str, Cell]]:
        table = self._tables[name]
        return (table.record(row) for owner, row in rows if owner == name)

    def _cells(self, rows: list[tuple[str, Row]], table: str, column: str) -> Iterator[Cell]:
        for record in self._records(rows, table):
            if record[column] is not None:
                yield record[column]

    def _facet(self, place: str) -> _Facet:
        table, _, column = place.partition(".")
        return _Facet(table, column, self._layout.column_label(table, column))

    def _glosses(self, table: str, column: str) -> dict[str, str]:
        found = next(one for one in self._tables[table].columns if one.name == column)
        return dict(found.glosses)

    def _kind(self, name: str) -> dict[str, Any]:
        """One list: what it and its fields are called, its closed labels, and what names an item."""
        table = self._tables[name]
        model = next(one.model for one in self._writer.lists if one.name == name)
        part = self._layout.data.page.get(name)
        shown = [leaf.name for leaf in named_leaves(model) if not leaf.detail]
        return {
            "name": name,
            "label": table.label,
            "fields": {field: self._layout.column_label(name, field) for field in shown},
            "glosses": {one.name: dict(one.glosses) for one in table.columns if one.glosses and one.name in shown},
            "units": self._layout.part(name).units,
            "title": list(part.title) if part else shown[:2],
            "apart": part.apart if part else "",
            "place": part.place if part else "",
            "number": number.model_dump() if (number := self._layout.number(name)) else None,
        }

    def _facts(self) -> dict[str, Any]:
        """Single fields by path: what they are called, and their closed labels."""
        articles = self._shapes.tables[0]
        labels = {}
        for leaf, column in self._shapes.single_columns():
            if leaf.detail:
                continue
            path = ".".join(leaf.path)
            labels[path] = {"label": column.label, "glosses": dict(column.glosses)}
        return {"table": articles.label, "fields": labels}

    def _title_path(self) -> str:
        """Path of the single field that stands above an article."""
        wanted = self._layout.data.list.title
        paths = (leaf.path for leaf, column in self._shapes.single_columns() if column.name == wanted)
        return ".".join(next(paths, ()))

    def _series_words(self) -> dict[str, Any] | None:
        part = self._layout.data.series
        if part is None:
            return None
        table = self._tables[part.table]
        columns = {column.name: column for column in table.columns}
        return {
            "label": table.label,
            "same": [{"label": columns[name].label, "glosses": dict(columns[name].glosses)} for name in part.same],
            "unit": part.same.index(part.unit),
            "split": dict(columns[part.split].glosses) if part.split else {},
            "number": number.model_dump() if (number := self._layout.number(part.table)) else None,
        }


def body_parts(bodies: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Bodies in parts."""
    for start in range(0, len(bodies), BODIES_IN_PART):
        yield bodies[start : start + BODIES_IN_PART]
