"""A task's model as a tree of nodes: which leaf stands where, what proves it, and whether it may be missing.

Paths name leaves as Python would: `storm`, `losses[].amount` in the outline, `losses[2].amount` in a rejection. Lists
may stand in the items of lists and in groups: `provinces[].losses[].amount`, `storm.warnings[].day`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Final, ForwardRef, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from extractor.errors import UsageError
from extractor.tasks.leaves import DateOf, FreeText, Name, Number, OneOf, PeriodOf, Quoted, Units

LeafKind = Literal["quoted", "name", "number", "date", "period", "label", "free"]

PROOFS: Final[dict[LeafKind, str]] = {
    "quoted": "its words stand in the text",
    "name": "it stands in the text, with a capital",
    "number": "read again from its own mention: value, unit, bound, sign",
    "date": "the day stands in the text, its year too or the article's own",
    "period": "its year stands in the text",
    "label": "one of the labels, with evidence in the text",
    "free": "its numbers and capitalised names stand in the text",
}
"""What proves a leaf of each kind."""

IDENTITY: Final = "doc_id"
"""The field with the article's identity, which no leaf is."""

_MODELS: Final[tuple[tuple[type[BaseModel], LeafKind], ...]] = (
    (Quoted, "quoted"),
    (Name, "name"),
    (Number, "number"),
    (DateOf, "date"),
    (PeriodOf, "period"),
)
_INSTEAD: Final[dict[Any, str]] = {
    str: "Quoted, Name, OneOf[...] or Free",
    int: "Number",
    float: "Number",
    bool: 'OneOf[Literal["yes", "no"]]',
}


class OutlineError(UsageError):
    """A model that holds what nothing proves; `path` is the leaf's."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path


@dataclass(frozen=True, slots=True)
class LeafNode:
    """One leaf. `labels` are those of a `OneOf`, `units` those that a number may have (none: any)."""

    path: str
    kind: LeafKind
    model: Any
    optional: bool
    about: str = ""
    labels: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The field's own name."""
        return self.path.rpartition(".")[2].removesuffix("[]")


@dataclass(frozen=True, slots=True)
class GroupNode:
    """A model of leaves, as the summary itself is."""

    path: str
    model: type[BaseModel]
    fields: Mapping[str, LeafNode | GroupNode | ListNode]
    optional: bool = False
    about: str = ""

    @property
    def flat(self) -> bool:
        """Whether all its fields are leaves, so that an item fits in one row."""
        return all(isinstance(one, LeafNode) for one in self.fields.values())

    @property
    def leaves(self) -> list[LeafNode]:
        """Its own leaves, in order."""
        return [one for one in self.fields.values() if isinstance(one, LeafNode)]

    def single(self) -> Iterator[LeafNode]:
        """The leaves that it has once: its own and those of its groups, not those of lists."""
        for one in self.fields.values():
            if isinstance(one, LeafNode):
                yield one
            elif isinstance(one, GroupNode):
                yield from one.single()

    def lists(self) -> Iterator[ListNode]:
        """The lists that it has once: its own and those of its groups, not those of lists' items."""
        for one in self.fields.values():
            if isinstance(one, ListNode):
                yield one
            elif isinstance(one, GroupNode):
                yield from one.lists()

    def within(self, path: str) -> str:
        """What a path below this one is called from here: `amount` of `losses[].amount` in an item of `losses[]`."""
        return path.removeprefix(f"{self.path}.") if self.path else path


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list of leaves or of items."""

    path: str
    item: LeafNode | GroupNode
    about: str = ""

    @property
    def name(self) -> str:
        """What the list is called in task.toml and in scores: its path without brackets, `provinces.losses`."""
        return self.path.replace("[]", "")


Node = LeafNode | GroupNode | ListNode


def outline(model: type[BaseModel]) -> GroupNode:
    """The tree of a summary's model. Raises `OutlineError` for a leaf that nothing proves."""
    return _group(model, "", False, (model.__doc__ or "").strip(), ())


def all_leaves(node: Node) -> Iterator[LeafNode]:
    """Every leaf below a node, in the model's order."""
    if isinstance(node, LeafNode):
        yield node
    elif isinstance(node, ListNode):
        yield from all_leaves(node.item)
    else:
        for one in node.fields.values():
            yield from all_leaves(one)


def all_lists(node: GroupNode) -> Iterator[ListNode]:
    """Every list below a node, one that holds others before them."""
    for one in node.lists():
        yield one
        if isinstance(one.item, GroupNode):
            yield from all_lists(one.item)


def _group(model: type[BaseModel], path: str, optional: bool, about: str, above: tuple[type, ...]) -> GroupNode:
    if model in above:
        raise OutlineError(path, f"{path} holds itself; a summary has an end.")
    fields: dict[str, Node] = {}
    for name, info in model.model_fields.items():
        if name == IDENTITY and not path:
            continue
        where = f"{path}.{name}" if path else name
        fields[name] = _field(info, where, in_item=path.endswith("]") or "[]" in path, above=(*above, model))
    if not fields:
        raise OutlineError(path, f"{path or model.__name__} has no field.")
    if path.endswith("[]") and all(_may_miss(one) for one in fields.values()):
        raise OutlineError(path, f"{path}: every field may be missing, so that nothing makes an item; require one.")
    return GroupNode(path, model, fields, optional, about)


def _may_miss(node: Node) -> bool:
    return isinstance(node, ListNode) or node.optional


def _field(info: FieldInfo, path: str, *, in_item: bool, above: tuple[type, ...]) -> Node:
    kind, extras, optional = _bare(info.annotation, tuple(info.metadata))
    about = info.description or ""
    if get_origin(kind) in (list, tuple):
        return _list(kind, path, about, above)
    leaf = _leaf(kind, extras, path, optional, about)
    if leaf is not None:
        if not optional and not in_item and leaf.kind != "free":
            raise OutlineError(path, f"{path} may not be said in an article: make it `... | None`.")
        return leaf
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _group(kind, path, optional, about or (kind.__doc__ or "").strip(), above)
    if isinstance(kind, ForwardRef):
        raise OutlineError(path, f"{path} names {kind.__forward_arg__}, which is not defined.")
    instead = _INSTEAD.get(kind)
    hint = f"; take {instead}" if instead else "; take a leaf of extractor.tasks"
    raise OutlineError(path, f"{path} is {_called(kind)}, which nothing proves{hint}.")


def _list(kind: Any, path: str, about: str, above: tuple[type, ...]) -> ListNode:
    inner, extras, optional = _bare(get_args(kind)[0], ())
    where = f"{path}[]"
    if optional:
        raise OutlineError(where, f"{where} may not be null; an item that is not there is left out.")
    leaf = _leaf(inner, extras, where, False, about)
    if leaf is not None:
        return ListNode(path, leaf, about)
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return ListNode(path, _group(inner, where, False, (inner.__doc__ or "").strip(), above), about)
    raise OutlineError(where, f"{where} is {_called(inner)}, which nothing proves; take a leaf of extractor.tasks.")


def _leaf(kind: Any, extras: tuple[Any, ...], path: str, optional: bool, about: str) -> LeafNode | None:
    if kind is str and any(isinstance(one, FreeText) for one in extras):
        return LeafNode(path, "free", str, optional, about)
    if not isinstance(kind, type):
        return None
    if issubclass(kind, OneOf):
        return LeafNode(path, "label", kind, optional, about, labels=_labels(kind, path))
    for model, name in _MODELS:
        if issubclass(kind, model):
            units = next((one.names for one in extras if isinstance(one, Units)), ())
            return LeafNode(path, name, kind, optional, about, units=units)
    return None


def _labels(kind: type[OneOf[Any]], path: str) -> tuple[str, ...]:
    labels = get_args(kind.model_fields["label"].annotation)
    if not labels or not all(isinstance(one, str) and one and " " not in one and "|" not in one for one in labels):
        raise OutlineError(path, f'{path} has no closed labels; write OneOf[Literal["one", "other"]], words only.')
    return labels


def _bare(annotation: Any, extras: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...], bool]:
    """A type without `Annotated` and without `| None`; what `Annotated` says; whether it may be null."""
    if get_origin(annotation) is Annotated:
        inner, *noted = get_args(annotation)
        return _bare(inner, (*extras, *noted))
    if get_origin(annotation) in (Union, UnionType):
        kinds = [kind for kind in get_args(annotation) if kind is not NoneType]
        if len(kinds) == 1:
            inner, said, _ = _bare(kinds[0], extras)
            return inner, said, True
    return annotation, extras, False


def _called(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) else str(kind).replace("typing.", "")
