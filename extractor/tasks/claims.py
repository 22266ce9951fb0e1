"""What an engine claims for a task's model, before anything is proved: a tree of claims shaped like the model.

A claim names its leaf's place by a mark that the reader set (`q5`), by an extent, or by words that should stand in the
text; `within` and `beside` help to choose among repeats. Nothing here is judged.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel

from extractor.tasks.outline import GroupNode, LeafNode, ListNode, Node
from extractor.text.article import Extent


@dataclass(frozen=True, slots=True)
class Claim:
    """One leaf as it was claimed; `written` is the claim in the engine's own words, for rejections."""

    written: str
    mark: str | None = None
    words: str | None = None
    extent: Extent | None = None
    within: Extent | None = None
    """The clause that the words are said to stand in."""
    beside: str | None = None
    """Words of the clause that the words are said to stand in."""
    value: str | None = None
    """A date as ISO, a period, a label, or a free text."""
    fault: str | None = None
    """Why the claim cannot be read at all."""


Tree = dict[str, Any]
"""Field -> `Claim`, `Tree`, a list of either, or None."""


def merged(node: GroupNode, trees: Sequence[Tree]) -> Tree:
    """The trees of an article's parts as one: what stands alone from the first that has it, lists one after another.

    An item with lists of its own that an earlier part has too, by what it says outside of them, goes on with its lists.
    """
    found: Tree = {}
    for name, one in node.fields.items():
        values = [tree.get(name) for tree in trees]
        if isinstance(one, ListNode):
            found[name] = _joined(one, values)
        elif isinstance(one, GroupNode):
            found[name] = merged(one, [value for value in values if value]) if any(values) else None
        else:
            found[name] = next((value for value in values if value is not None), None)
    return found


def _joined(node: ListNode, parts: Sequence[Any]) -> list[Any]:
    """The items of a list in all parts."""
    item = node.item
    if not isinstance(item, GroupNode) or next(item.lists(), None) is None:
        return [one for part in parts for one in part or ()]
    known: list[Any] = []
    places: dict[Hashable, int] = {}
    for part in parts:
        before = len(known)
        for one in part or ():
            at = places.get(_said(item, one))
            if at is None:
                known.append(one)
            else:
                known[at] = merged(item, [known[at], one])
        for at in range(before, len(known)):
            said = _said(item, known[at])
            if said is not None:
                places.setdefault(said, at)
    return known


def _said(node: GroupNode, tree: Tree) -> Hashable:
    """What an item says outside of its lists, wherever it says that it stands; None where it says nothing."""
    claims = [claim_at(tree, node.within(leaf.path)) for leaf in node.single()]
    if all(claim is None or claim.fault is not None for claim in claims):
        return None
    return tuple(None if one is None else (one.mark, one.words, one.value, one.fault) for one in claims)


def claims_of(node: GroupNode, summary: BaseModel) -> Tree:
    """A summary as claims that name its own places: the gate proves it again from these."""
    return cast("Tree", _claimed(node, summary))


def _claimed(node: Node, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(node, ListNode):
        return [_claimed(node.item, one) for one in value]
    if isinstance(node, GroupNode):
        return {name: _claimed(one, getattr(value, name)) for name, one in node.fields.items()}
    return None if value == "" else leaf_claim(node, value)


def leaf_claim(node: LeafNode, value: Any) -> Claim:
    """One leaf's value as a claim."""
    span = span_of(value)
    extent = Extent(span.start, span.end) if span is not None else None
    if node.kind == "free":
        return Claim(value, value=value)
    if node.kind == "label":
        return Claim(value.label, extent=extent, value=value.label)
    if node.kind in ("date", "period"):
        said = value.value.isoformat() if node.kind == "date" else value.value
        return Claim(said, extent=extent, value=said)
    assert span is not None
    return Claim(span.text, extent=extent, words=span.text)


def span_of(value: Any) -> Any:
    """The stretch of the text that a leaf's value keeps; None for the model's own words."""
    for name in ("mention", "evidence"):
        span = getattr(value, name, None)
        if span is not None:
            return span
    return value if hasattr(value, "start") else None


def walk_spans(node: Node, value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Path and span of every leaf of a summary that has one."""
    if value is None:
        return
    if isinstance(node, ListNode):
        for at, one in enumerate(value):
            yield from walk_spans(node.item, one, f"{path}[{at}]")
    elif isinstance(node, GroupNode):
        for name, one in node.fields.items():
            yield from walk_spans(one, getattr(value, name), f"{path}.{name}" if path else name)
    elif (span := span_of(value)) is not None:
        yield path, span


def replaced(tree: Tree, path: str, claim: Claim | None) -> Tree:
    """The tree with the claim at a path (`losses[2].amount`) put right, or taken back with None."""
    head, _, rest = path.partition(".")
    name, _, index = head.partition("[")
    if not index:
        inner = claim if not rest else replaced(tree.get(name) or {}, rest, claim)
        return {**tree, name: inner}
    items = list(tree.get(name) or ())
    at = int(index.rstrip("]"))
    items[at] = claim if not rest else replaced(items[at] or {}, rest, claim)
    return {**tree, name: items}


def claim_at(tree: Mapping[str, Any], path: str) -> Any:
    """What stands at a path of a tree."""
    found: Any = tree
    for part in path.split("."):
        name, _, index = part.partition("[")
        found = found.get(name) if found else None
        if index and found is not None:
            found = found[int(index.rstrip("]"))]
    return found
