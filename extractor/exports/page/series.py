"""A body's numbers over the years, gathered from all articles of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from extractor.exports.layout import NumberPart, SeriesPart
from extractor.exports.page.items import plain
from extractor.exports.tables import Cell


@dataclass(slots=True)
class _Body:
    names: dict[str, int] = field(default_factory=dict)
    where: list[Cell] = field(default_factory=list)
    lines: dict[tuple[Cell, ...], dict[tuple[Any, ...], list[Any]]] = field(default_factory=dict)
    """Points by year, value, phase and bounds: the first article that gives one keeps it."""
    years: set[int] = field(default_factory=set)
    articles: set[int] = field(default_factory=set)


class SeriesGatherer:
    """Takes rows of the table that the layout names and gives bodies with their rows over the years."""

    def __init__(self, part: SeriesPart, number: NumberPart | None = None) -> None:
        self._part = part
        self._number = number
        self._bodies: dict[tuple[Cell, ...], _Body] = {}

    def add(self, record: dict[str, Cell], article: int) -> None:
        """One row, from the article of that number; one that belongs to no series is passed over."""
        part = self._part
        if any(record[name] != value for name, value in part.only.items()) or record[part.body[0]] is None:
            return
        year, value = record[part.year], record[part.value]
        if year is None or value is None:
            return
        key = tuple(record[name] for name in part.body)
        body = self._bodies.setdefault(key, _Body())
        name = str(record[part.name])
        body.names[name] = body.names.get(name, 0) + 1
        body.where = [record[one] for one in part.body[1:]]
        body.years.add(int(str(year)[:4]))
        body.articles.add(article)
        line = tuple(record[name] for name in part.same)
        point = [int(str(year)[:4]), plain(value), record[part.split] if part.split else None, article]
        sign, upper, whole = bound = self._bound(record)
        known = (*point[:3], upper, whole)
        if any(one is not None for one in bound):
            point.append([sign, upper, whole])
        body.lines.setdefault(line, {}).setdefault(known, point)

    def _bound(self, record: dict[str, Cell]) -> tuple[Any, Any, Any]:
        """Sign, upper end and whole of a row's number, each None where it has none."""
        number = self._number
        if number is None:
            return None, None, None
        sign, upper, whole = (
            plain(record[name]) if name else None for name in (number.sign, number.upper, number.whole)
        )
        return sign if sign in number.signs else None, upper, whole

    def bodies(self) -> list[dict[str, Any]]:
        """Bodies, those seen in most years first: `name`, `where`, `years`, `articles`, `lines` of `same` and `points`.

        A point is year, value, phase and article, and then sign, upper end and whole where it has one of them. Lines
        with more years come first.
        """
        found: list[dict[str, Any]] = []
        for key, body in self._bodies.items():
            lines: list[dict[str, Any]] = [
                {
                    "same": [plain(one) for one in same],
                    "points": sorted(points.values(), key=lambda point: (point[0], str(point[2]))),
                }
                for same, points in body.lines.items()
            ]
            lines.sort(key=lambda line: -len({point[0] for point in line["points"]}))
            found.append(
                {
                    "key": "|".join("" if one is None else str(one) for one in key),
                    "name": max(body.names, key=body.names.__getitem__),
                    "where": [one for one in body.where if one is not None],
                    "years": sorted(body.years),
                    "articles": sorted(body.articles),
                    "lines": lines,
                }
            )
        found.sort(key=lambda one: (-len(one["years"]), -len(one["articles"]), one["name"]))
        return found
