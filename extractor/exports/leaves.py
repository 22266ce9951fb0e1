"""From a pydantic model to columns: which leaf becomes which cell, and which lists become tables of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from extractor.errors import UsageError
from extractor.exports.tables import Cell, ColumnType

LIST_SEPARATOR: Final = "; "
"""Between the texts of a list that stands in one cell."""

_TYPES: Final[dict[type, ColumnType]] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "text",
    date: "date",
}
_PLAIN: Final = frozenset({str, NoneType, int, float, bool, date})
"""Types of values that are cells as they are."""
_SPAN_FIELDS: Final = {"text", "start", "end"}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of a model: where it stands (`source.outlet`), what it is called in a table, and its type."""

    path: tuple[str, ...]
    name: str
    type: ColumnType
    detail: bool = False
    """Whether it only says more of a value that has a main field (a number's unit, its place)."""

    def of(self, item: BaseModel) -> Cell:
        """The leaf's value in an item; None where the road to it ends before."""
        return _cell(value_at(item, self.path))


@dataclass(frozen=True, slots=True)
class ListLeaf:
    """A list of items: where it stands in what holds it, and their model. It is a table of its own."""

    path: tuple[str, ...]
    model: type[BaseModel]


Places = tuple[int, ...]
"""An item's place in its list from 0, after the places of the items that it stands in."""


@dataclass(frozen=True, slots=True)
class ListTable:
    """A list that is a table: `provinces`, or `provinces_losses` for the list `losses` in the items of `provinces`.

    `steps` are the paths on the way to it: from the summary to a list, from its items to the list inside; `above` are
    the tables of the items that it stands in, the outermost first.
    """

    name: str
    model: type[BaseModel]
    steps: tuple[tuple[str, ...], ...]
    above: tuple[str, ...] = ()

    def items(self, summary: BaseModel) -> Iterator[tuple[Places, BaseModel]]:
        """Every item of the list in a summary, with its places."""
        yield from _items(summary, self.steps, ())


def _items(holder: BaseModel, steps: tuple[tuple[str, ...], ...], above: Places) -> Iterator[tuple[Places, BaseModel]]:
    for at, item in enumerate(value_at(holder, steps[0]) or ()):
        if len(steps) == 1:
            yield (*above, at), item
        else:
            yield from _items(item, steps[1:], (*above, at))


def list_tables(model: type[BaseModel]) -> list[ListTable]:
    """The tables of a model's lists, one that holds others before them.

    Raises `UsageError` where two would have one name.
    """
    found = list(_list_tables(model, (), (), ""))
    names = [one.name for one in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"Two lists make a table called {twice}; call one of them otherwise.")
    return found


def _list_tables(
    model: type[BaseModel], steps: tuple[tuple[str, ...], ...], above: tuple[str, ...], opening: str
) -> Iterator[ListTable]:
    for leaf in leaves(model):
        if isinstance(leaf, ListLeaf):
            name = opening + "_".join(leaf.path)
            yield ListTable(name, leaf.model, (*steps, leaf.path), above)
            yield from _list_tables(leaf.model, (*steps, leaf.path), (*above, name), f"{name}_")


def named_leaves(model: type[BaseModel], taken: Iterable[str] = ()) -> list[Leaf]:
    """The leaves of an item, its lists left out, each with a name of its own: its last part, or more where taken."""
    names = set(taken)
    found = []
    for leaf in leaves(model):
        if isinstance(leaf, Leaf):
            name = free_name(leaf.name, leaf.path, names)
            names.add(name)
            found.append(replace(leaf, name=name))
    return found


def free_name(wanted: str, path: tuple[str, ...], taken: Collection[str]) -> str:
    """A column's name that is not taken: the one that is wanted, else the whole path, else that with a line after."""
    name = wanted if wanted not in taken else "_".join(path)
    while name in taken:
        name += "_"
    return name


def value_at(item: BaseModel, path: tuple[str, ...]) -> Any:
    """The value at a path; None where the road to it ends before."""
    value: Any = getattr(item, path[0])
    for part in path[1:]:
        if value is None:
            return None
        value = getattr(value, part)
    return value


def is_span(annotation: Any) -> bool:
    """Whether a type is a stretch of the text: a model with exactly `text`, `start` and `end`."""
    return isinstance(annotation, type) and _is_span(annotation)


@cache
def _is_span(annotation: type) -> bool:
    return issubclass(annotation, BaseModel) and set(annotation.model_fields) == _SPAN_FIELDS


def leaves(model: type[BaseModel]) -> Iterator[Leaf | ListLeaf]:
    """Every leaf in the model's order; a stretch of text gives its words, `NAME_start` and `NAME_end`.

    Raises `UsageError` for a type that no table can hold.
    """
    yield from _leaves(model, ())


def _leaves(model: type[BaseModel], above: tuple[str, ...]) -> Iterator[Leaf | ListLeaf]:
    for name, info in model.model_fields.items():
        kind = _bare(info.annotation)
        path = (*above, name)
        if is_span(kind):
            yield Leaf((*path, "text"), name, "text")
            yield Leaf((*path, "start"), f"{name}_start", "integer", detail=True)
            yield Leaf((*path, "end"), f"{name}_end", "integer", detail=True)
        elif _is_model(kind):
            main = getattr(kind, "main_field", None)
            below = _leaves(kind, path)
            yield from below if main is None else (_of_value(one, name, (*path, main)) for one in below)
        elif get_origin(kind) in (list, tuple) and _is_model(item := _bare(get_args(kind)[0])) and not is_span(item):
            yield ListLeaf(path, item)
        else:
            yield Leaf(path, name, _column_type(kind, path))


def _of_value(leaf: Leaf | ListLeaf, field: str, main: tuple[str, ...]) -> Leaf | ListLeaf:
    """A leaf of a value with a main field: that one is called as the value's own field, the others after it."""
    if isinstance(leaf, ListLeaf):
        return leaf
    name = field if leaf.path == main else f"{field}_{leaf.name}"
    return Leaf(leaf.path, name, leaf.type, detail=leaf.path != main)


def _column_type(kind: Any, path: tuple[str, ...]) -> ColumnType:
    if get_origin(kind) in (list, tuple):
        return "text"
    if get_origin(kind) is Literal:
        kinds = {type(value) for value in get_args(kind)}
        kind = kinds.pop() if len(kinds) == 1 else str
    if isinstance(kind, type):
        for known, column_type in _TYPES.items():
            if issubclass(kind, known) and not issubclass(kind, datetime):
                return column_type
    raise UsageError(f"{'.'.join(path)} is {kind}: no table has a column for that.")


def _bare(annotation: Any) -> Any:
    """A type without its metadata and without its `| None`."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        kinds = [kind for kind in get_args(annotation) if kind is not NoneType]
        return _bare(kinds[0]) if len(kinds) == 1 else annotation
    return annotation


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _cell(value: Any) -> Cell:
    if type(value) in _PLAIN:
        plain: Cell = value
        return plain
    if isinstance(value, (list, tuple)):
        return LIST_SEPARATOR.join(str(getattr(one, "text", one)) for one in value) or None
    if value is None or isinstance(value, (str, bool, int, float, date)):
        return value
    return str(value)
