"""From a pydantic model to columns: which leaf becomes which cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
        value: Any = item
        for part in self.path:
            if value is None:
                return None
            value = getattr(value, part)
        return _cell(value)


@dataclass(frozen=True, slots=True)
class ListLeaf:
    """A list of items, which is a table of its own."""

    name: str
    model: type[BaseModel]


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
            if above:
                raise UsageError(f"{'.'.join(path)}: a list of items inside another item has no table.")
            yield ListLeaf(name, item)
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
    if isinstance(value, (list, tuple)):
        return LIST_SEPARATOR.join(str(getattr(one, "text", one)) for one in value) or None
    if value is None or isinstance(value, (str, bool, int, float, date)):
        return value
    return str(value)
