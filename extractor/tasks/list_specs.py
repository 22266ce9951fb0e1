"""How the items of a task's lists are compared, derived from its model: keys, levels, and the lists inside items.

Items of a list are paired by the fields that `task.toml` names under `[match]` (by default the required ones): that is
the level `value`. `core` asks for the other required leaves too, `strict` for the optional ones and for each number's
bound, upper end and total. Lists that an item holds are specs of their own: their items are paired within paired items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from extractor.eval.article_score import Judged, judge_list
from extractor.eval.keys import overlap_share, text_key, value_key
from extractor.eval.matching import entries, pair_equal
from extractor.eval.model import Match
from extractor.eval.spec import Key, Level, ListSpec, Vector
from extractor.schema import Span
from extractor.tasks.outline import GroupNode, LeafNode, ListNode

Json = Mapping[str, Any]
Sides = tuple[Any, Any]
"""Gold and prediction of what holds a list; None where one side has none."""


@dataclass(frozen=True, slots=True)
class TaskList:
    """One list of a model: `where` it stands in what holds it, how its items are compared, and the `inner` lists."""

    where: str
    item: LeafNode | GroupNode
    spec: ListSpec
    inner: tuple[TaskList, ...] = ()

    def items(self, holder: Any) -> list[Any]:
        """The list's items in a summary or in an item, as JSON."""
        return list(at(holder, self.where) or ())

    def name_of(self, leaf: LeafNode) -> str:
        """The compared field that a leaf of an item is."""
        return "value" if isinstance(self.item, LeafNode) else self.item.within(leaf.path)

    def leaves(self, item: Any) -> Iterator[tuple[LeafNode, Any]]:
        """The leaves of an item with their values, those of its own lists left out."""
        if isinstance(self.item, LeafNode):
            yield self.item, item
            return
        for leaf in self.item.single():
            yield leaf, at(item, self.item.within(leaf.path))


def task_lists(node: GroupNode, match: Mapping[str, tuple[str, ...]]) -> tuple[TaskList, ...]:
    """The lists that a model, or an item, has."""
    return tuple(_task_list(node, one, match) for one in node.lists())


def flat(lists: Sequence[TaskList]) -> Iterator[TaskList]:
    """Lists, each before the lists inside it."""
    for one in lists:
        yield one
        yield from flat(one.inner)


def judge_lists(lists: Sequence[TaskList], holders: Sequence[Sides]) -> Iterator[tuple[TaskList, Judged]]:
    """Every list judged, those inside items within the pairs of items; of an item that has no pair nothing is right."""
    for one in lists:
        found = [judge_list(one.spec, one.items(ours), one.items(theirs)) for ours, theirs in holders]
        matches = tuple(match for judged in found for match in judged.matches)
        yield (
            one,
            Judged(
                one.spec,
                tuple(_without_lists(one, match) for match in matches),
                tuple(pair for judged in found for pair in judged.pairs),
                sum(judged.gold for judged in found),
                sum(judged.predicted for judged in found),
            ),
        )
        if one.inner:
            yield from judge_lists(one.inner, [sides for match in matches for sides in _sides(match)])


def _sides(match: Match) -> Iterator[Sides]:
    if match.verdict not in ("missed", "spurious", "wrong_value"):
        yield match.gold, match.predicted
        return
    if match.gold is not None:
        yield match.gold, None
    if match.predicted is not None:
        yield None, match.predicted


def _without_lists(one: TaskList, match: Match) -> Match:
    """A match without its items' own lists, which have matches of their own."""
    if not one.inner:
        return match
    paths = [inner.where.split(".") for inner in one.inner]
    return replace(match, gold=_without(match.gold, paths), predicted=_without(match.predicted, paths))


def _without(item: Any, paths: Sequence[Sequence[str]]) -> Any:
    if item is None:
        return None
    here = {path[0] for path in paths if len(path) == 1}
    found = {name: value for name, value in item.items() if name not in here}
    for name in {path[0] for path in paths} - here:
        found[name] = _without(found[name], [path[1:] for path in paths if path[0] == name])
    return found


def in_common(lists: Sequence[TaskList], one: Any, other: Any) -> int:
    """How many items two items share in the lists that they hold, at the level `value`."""
    found = 0
    for inner in lists:
        pairs = pair_equal(
            inner.spec, entries(inner.spec, inner.items(one)), entries(inner.spec, inner.items(other))
        ).pairs
        found += len(pairs) + sum(in_common(inner.inner, left.item, right.item) for left, right in pairs)
    return found


@dataclass(frozen=True, slots=True)
class _Field:
    """One compared field of an item: its name and its key."""

    name: str
    key: Callable[[Any], Key]


def _task_list(holder: GroupNode, node: ListNode, match: Mapping[str, tuple[str, ...]]) -> TaskList:
    name, item = node.name, node.item
    inner: tuple[TaskList, ...] = ()
    if isinstance(item, LeafNode):
        fields, levels = [_Field("value", partial(main_key, item))], [Level("value", name, 1)]
    else:
        fields, levels = _fields(name, item, match.get(name, ()))
        inner = task_lists(item, match)
    spec = ListSpec(
        kind=name,
        fields=tuple(one.name for one in fields),
        vector=partial(_vector, tuple(one.key for one in fields)),
        levels=tuple(levels),
        kin=partial(_kin, item),
        inner=partial(in_common, inner) if inner else None,
    )
    return TaskList(holder.within(node.path), item, spec, inner)


def _fields(name: str, item: GroupNode, match: tuple[str, ...]) -> tuple[list[_Field], list[Level]]:
    """The fields of an item from those that pair it to its details, and the levels that end at each step."""

    def main(leaf: LeafNode) -> _Field:
        where = item.within(leaf.path)
        return _Field(where, lambda one: main_key(leaf, at(one, where)))

    def details(leaf: LeafNode) -> _Field:
        where = item.within(leaf.path)
        return _Field(f"{where}.bound", lambda one: _details(at(one, where)))

    single = list(item.single())
    leaves = [leaf for leaf in single if leaf.kind != "free"]
    keyed = [leaf for leaf in leaves if (item.within(leaf.path) in match if match else not leaf.optional)]
    # An item that lives by the model's own words alone is paired by them.
    keyed = keyed or [leaf for leaf in single if not leaf.optional]
    required = [leaf for leaf in leaves if leaf not in keyed and not leaf.optional]
    optional = [leaf for leaf in leaves if leaf not in keyed and leaf.optional]
    steps = (
        ("value", [main(leaf) for leaf in keyed]),
        ("core", [main(leaf) for leaf in required]),
        ("strict", [*map(main, optional), *(details(leaf) for leaf in leaves if leaf.kind == "number")]),
    )
    fields: list[_Field] = []
    levels: list[Level] = []
    for level, more in steps:
        fields += more
        levels.append(Level(level, f"{name}.{level}", len(fields)))
    return fields, levels


def _vector(keys: tuple[Callable[[Any], Key], ...], item: Any) -> Vector:
    return tuple(key(item) for key in keys)


def at(item: Any, path: str) -> Any:
    """What stands at a dotted path of JSON; None where the road ends before."""
    for part in path.split("."):
        item = item.get(part) if item is not None else None
    return item


def main_key(leaf: LeafNode, value: Any) -> Key:
    """What makes two values of a leaf the same."""
    if value is None:
        return None
    if leaf.kind == "number":
        return (value_key(value["value"]), value["unit"])
    if leaf.kind in ("quoted", "name"):
        return text_key(value["text"])
    if leaf.kind == "free":
        return text_key(value)
    return str(value["label"] if leaf.kind == "label" else value["value"])


def _details(value: Any) -> Key:
    if value is None:
        return None
    return (value["comparator"], value_key(value["value_max"]), value_key(value["out_of"]))


def place_of(leaf: LeafNode, value: Any) -> Span | None:
    """Where a leaf's value stands; None for the model's own words."""
    if value is None or leaf.kind == "free":
        return None
    found = value if leaf.kind in ("quoted", "name") else value["evidence" if leaf.kind == "label" else "mention"]
    return Span(text=found["text"], start=found["start"], end=found["end"])


def _kin(item: LeafNode | GroupNode, one: Any, other: Any) -> float:
    """How far two unmatched items stand in the same places: what was probably meant."""
    leaves = [item] if isinstance(item, LeafNode) else list(item.single())
    shares = []
    for leaf in leaves:
        sides = (
            (one, other) if isinstance(item, LeafNode) else (at(side, item.within(leaf.path)) for side in (one, other))
        )
        mine, its = (place_of(leaf, side) for side in sides)
        if mine is not None and its is not None:
            shares.append(overlap_share(mine, its))
    return sum(shares) / len(shares) if shares else 0.0
