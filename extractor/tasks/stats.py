"""What the gold of a task holds, counted from its model: items of each list, single leaves, values of closed labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from extractor.eval.gold_stats import GoldStats
from extractor.tasks.outline import GroupNode, ListNode, Node, all_leaves, all_lists


def gold_stats(node: GroupNode, labels: Iterable[BaseModel]) -> GoldStats:
    """Counts over the labels: lists and single leaves by their paths without brackets."""
    names = (*(leaf.path for leaf in node.single()), *(one.name for one in all_lists(node)))
    items, present = Counter(dict.fromkeys(names, 0)), Counter(dict.fromkeys(names, 0))
    tables = {
        leaf.path.replace("[]", ""): Counter(dict.fromkeys(leaf.labels, 0))
        for leaf in all_leaves(node)
        if leaf.kind == "label"
    }
    articles = 0
    for summary in labels:
        articles += 1
        counted: Counter[str] = Counter()
        for path, value, number in _values(node, summary):
            counted[path] += number
            if path in tables and not isinstance(value, (list, tuple)):
                tables[path][value.label] += 1
        for name in names:
            items[name] += counted[name]
            present[name] += counted[name] > 0
    return GoldStats(articles, dict(items), dict(present), {name: dict(table) for name, table in tables.items()})


def _values(node: Node, value: Any) -> Iterator[tuple[str, Any, int]]:
    """Path without brackets of every leaf that is said and of every list, its value, and for how many it counts."""
    if value is None or value == "":
        return
    if isinstance(node, ListNode):
        yield node.name, value, len(value)
        for item in value:
            yield from _values(node.item, item)
    elif isinstance(node, GroupNode):
        for name, one in node.fields.items():
            yield from _values(one, getattr(value, name))
    else:
        # The leaves of a list of leaves are counted by their list, which has the same name.
        yield node.path.replace("[]", ""), value, int(not node.path.endswith("[]"))
