"""The tables of a layout, and a summary's rows in each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pydantic import BaseModel

from extractor.errors import UsageError
from extractor.exports.chances import Wrong
from extractor.exports.layout import Layout, LookUp
from extractor.exports.leaves import Leaf, ListTable, Places, free_name, leaves, list_tables, named_leaves
from extractor.exports.periods import PERIOD_KINDS, stretch_of
from extractor.exports.tables import Cell, Column, ColumnType, Row, Table

ID: Final = "id"
ARTICLE_ID: Final = "article_id"
POSITION: Final = "position"
"""Place in the list, from 0; of the item around it that is `TABLE_position`."""
WRONG: Final = "wrong"
"""How likely the item is wrong, in lists of whose items a run says so."""
WRONG_DECIMALS: Final = 2

_PERIOD_COLUMNS: Final[tuple[tuple[str, ColumnType, str], ...]] = (
    ("start", "date", "ngày đầu"),
    ("end", "date", "ngày cuối"),
    ("kind", "text", "loại kỳ"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an article beside its summary."""

    url: str | None = None
    source: str | None = None
    """Where it came from: a file, or a file and a line."""
    engine: str | None = None
    model: str | None = None
    rejections: int = 0
    wrong: Wrong = field(default_factory=dict)
    """How likely its items are wrong, as the run says."""


Getter = Callable[[BaseModel, BaseModel, Known, Places], Cell]
"""A cell from an item, its summary, what is known beside it, and the item's places."""


@dataclass(slots=True)
class _Draft:
    columns: list[Column] = field(default_factory=list)
    getters: list[Getter] = field(default_factory=list)

    def add(self, column: Column, getter: Getter) -> None:
        self.columns.append(column)
        self.getters.append(getter)


@dataclass(frozen=True, slots=True)
class _Shape:
    """One table with how its cells are had; `of` is the list that it holds, None for the table of articles."""

    table: Table
    of: ListTable | None
    getters: tuple[Getter, ...]

    def rows(self, summary: BaseModel, known: Known) -> Iterator[Row]:
        items = [((), summary)] if self.of is None else self.of.items(summary)
        for places, item in items:
            yield tuple(getter(item, summary, known, places) for getter in self.getters)


class Shapes:
    """All tables that a summary fills, in the model's order, the table of articles first."""

    def __init__(self, layout: Layout) -> None:
        """Raises `UsageError` where the model holds what no table can."""
        self.layout = layout
        lists = list_tables(layout.model)
        if layout.data.articles in [one.name for one in lists]:
            raise UsageError(f"A list makes a second table called {layout.data.articles}; call it otherwise.")
        self._single = [leaf for leaf in leaves(layout.model) if isinstance(leaf, Leaf)]
        self._names = article_names(self._single, layout.data.rename)
        self._shapes = (self._articles(self._single, lists), *(self._list(leaf) for leaf in lists))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables, articles first."""
        return tuple(shape.table for shape in self._shapes)

    def single_columns(self) -> list[tuple[Leaf, Column]]:
        """The summary's single fields with their columns in the table of articles."""
        columns = {column.name: column for column in self.tables[0].columns}
        return [(leaf, columns[self._names[leaf.path]]) for leaf in self._single]

    def items(self, summary: BaseModel) -> Iterator[tuple[Table, list[BaseModel]]]:
        """The tables of lists with a summary's items."""
        for shape in self._shapes:
            if shape.of is not None:
                yield shape.table, [item for _, item in shape.of.items(summary)]

    def rows(self, summary: BaseModel, known: Known) -> Iterator[tuple[str, Row]]:
        """Every row of a summary with the name of its table."""
        for shape in self._shapes:
            for row in shape.rows(summary, known):
                yield shape.table.name, row

    def _articles(self, single: list[Leaf], lists: list[ListTable]) -> _Shape:
        name = self.layout.data.articles
        draft = _Draft()
        for leaf in single:
            column = self._names[leaf.path]
            glosses = self.layout.glosses.get(".".join(leaf.path), {})
            draft.add(self._column(name, column, leaf.type, glosses), _of_item(leaf))
            if column == ID:
                draft.add(self._column(name, "url", "text"), lambda _item, _all, known, _at: known.url)
                draft.add(self._column(name, "source", "text"), lambda _item, _all, known, _at: known.source)
        draft.add(self._column(name, "engine", "text"), lambda _item, _all, known, _at: known.engine)
        draft.add(self._column(name, "model", "text"), lambda _item, _all, known, _at: known.model)
        for one in lists:
            if not one.above:
                draft.add(self._column(name, f"{one.name}_count", "integer"), _count_of(one))
        draft.add(self._column(name, "rejections_count", "integer"), lambda _item, _all, known, _at: known.rejections)
        return _Shape(self._table(name, draft, (ID,)), None, tuple(draft.getters))

    def _list(self, of: ListTable) -> _Shape:
        part = self.layout.part(of.name)
        id_of = next(one for one in leaves(self.layout.model) if isinstance(one, Leaf))
        draft = _Draft()
        draft.add(self._column(of.name, ARTICLE_ID, "text"), lambda _item, summary, _known, _at: id_of.of(summary))
        key = list_keys(of)
        for depth, name in enumerate(key[1:]):
            draft.add(self._column(of.name, name, "integer"), _place_at(depth))
        for one in named_leaves(of.model, key):
            glosses = self.layout.glosses.get(f"{of.name}.{one.name}", {})
            unit = part.units.get(one.name)
            draft.add(self._column(of.name, one.name, one.type, glosses, unit), _of_item(one))
            self._derived(draft, of.name, one)
        self._weighed(draft, of)
        return _Shape(self._table(of.name, draft, key), of, tuple(draft.getters))

    def _derived(self, draft: _Draft, table: str, leaf: Leaf) -> None:
        part = self.layout.part(table)
        if leaf.name in part.keys:
            draft.add(self._column(table, f"{leaf.name}_key", "text"), _folded(leaf, self.layout.fold))
        for look_up in part.look_up:
            if look_up.column == leaf.name:
                for taken in look_up.take:
                    glosses = self.layout.glosses.get(f"{look_up.table}.{taken}", {})
                    column = self._column(table, f"{leaf.name}_{taken}", "text", glosses)
                    draft.add(column, _looked_up(leaf, look_up, taken))
        if leaf.name in part.periods:
            for ending, column_type, label in _PERIOD_COLUMNS:
                kinds = {str(kind): name for kind, name in PERIOD_KINDS.items()} if ending == "kind" else {}
                column = Column(f"{leaf.name}_{ending}", column_type, label, kinds)
                draft.add(column, _stretch(leaf, ending))

    def _weighed(self, draft: _Draft, of: ListTable) -> None:
        """The probability that an item is wrong, where runs have a word for the list's items."""
        if of.above or of.name not in [one.name for one in self.layout.lists_by_word().values()]:
            return
        name = free_name(WRONG, ("item", WRONG), [column.name for column in draft.columns])
        draft.add(replace(self._column(of.name, name, "number"), decimals=WRONG_DECIMALS), _wrong_in(of.name))

    def _column(
        self,
        table: str,
        name: str,
        column_type: ColumnType,
        glosses: Mapping[str, str] | None = None,
        unit: str | None = None,
    ) -> Column:
        return Column(name, column_type, self.layout.column_label(table, name), dict(glosses or {}), unit)

    def _table(self, name: str, draft: _Draft, key: tuple[str, ...]) -> Table:
        part = self.layout.part(name)
        return Table(name, part.label or name, part.about, tuple(draft.columns), key)


def list_keys(of: ListTable) -> tuple[str, ...]:
    """The columns that tell the rows of a list's table apart: those of the item that a row stands in, then its own."""
    return (ARTICLE_ID, *(f"{name}_{POSITION}" for name in of.above), POSITION)


def article_names(single: list[Leaf], rename: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    """Columns of the table of articles: renamed ones as the data says, others by their last part, or whole if taken.

    The summary's first field is the article's identity.
    """
    names: dict[tuple[str, ...], str] = {}
    taken = {"url", "source", "engine", "model"}
    for at, leaf in enumerate(single):
        wanted = ID if at == 0 else rename.get(".".join(leaf.path), leaf.name)
        names[leaf.path] = free_name(wanted, leaf.path, taken)
        taken.add(names[leaf.path])
    return names


def _of_item(leaf: Leaf) -> Getter:
    return lambda item, _all, _known, _at: leaf.of(item)


def _place_at(depth: int) -> Getter:
    return lambda _item, _all, _known, at: at[depth]


def _wrong_in(name: str) -> Getter:
    return lambda _item, _all, known, at: known.wrong.get((name, at[-1]))


def _count_of(one: ListTable) -> Getter:
    return lambda _item, summary, _known, _at: sum(1 for _ in one.items(summary))


def _folded(leaf: Leaf, fold: Callable[[str], str]) -> Getter:
    def get(item: BaseModel, _all: BaseModel, _known: Known, _at: Places) -> Cell:
        value = leaf.of(item)
        return None if value is None else fold(str(value))

    return get


def _looked_up(leaf: Leaf, look_up: LookUp, taken: str) -> Getter:
    def get(item: BaseModel, summary: BaseModel, _known: Known, _at: Places) -> Cell:
        value = leaf.of(item)
        others: list[Any] = getattr(summary, look_up.table)
        found = next((one for one in others if value is not None and getattr(one, look_up.key) == value), None)
        cell: Cell = None if found is None else getattr(found, taken)
        return cell

    return get


def _stretch(leaf: Leaf, ending: str) -> Getter:
    def get(item: BaseModel, _all: BaseModel, _known: Known, _at: Places) -> Cell:
        value = leaf.of(item)
        stretch = stretch_of(value if isinstance(value, str) else None)
        cell: Cell = None if stretch is None else getattr(stretch, ending)
        return cell

    return get
