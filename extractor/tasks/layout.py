"""How a task's summaries look as tables and pages, derived from its model and `task.toml`."""

from __future__ import annotations

from typing import Final

from extractor.exports.layout import Layout, LayoutData, ListPart, PagePart, TablePart, UnitPart, UnitStep
from extractor.tasks.folder import TaskFolder
from extractor.tasks.outline import GroupNode, LeafNode, ListNode, all_leaves
from extractor.tasks.units import shown_units

_STEPS: Final = {"VND": (UnitStep(size=1e9, word="tỷ"), UnitStep(size=1e6, word="triệu"))}
"""Scale words that large sums are shown with."""


def layout_of(folder: TaskFolder) -> Layout:
    """The layout of a task's summaries."""
    node, settings = folder.node, folder.settings
    lists = [name for name, one in node.fields.items() if isinstance(one, ListNode)]
    data = LayoutData(
        title=settings.title or settings.name.replace("_", " "),
        tables={name: _table(node.fields[name], settings.fields.get(name, "")) for name in lists},
        units={unit: UnitPart(suffix=suffix, steps=_STEPS.get(unit, ())) for unit, suffix in shown_units().items()},
        page={name: _page(node.fields[name]) for name in lists},
        list=ListPart(title="id", subtitle=tuple(leaf.name for leaf in node.leaves if leaf.kind != "free")[:3]),
    )
    glosses = {
        leaf.path.replace("[]", "") + ("" if "[]" in leaf.path else ".label"): settings.labels[_key(leaf)]
        for leaf in all_leaves(node)
        if leaf.kind == "label" and _key(leaf) in settings.labels
    }
    labels: dict[str, dict[str, str]] = {name: {} for name in ("articles", *lists)}
    for path, label in settings.fields.items():
        table, _, column = path.rpartition(".")
        labels.setdefault(table or "articles", {})[column] = label
    return Layout(folder.model, data, glosses=glosses, labels=labels)


def _key(leaf: LeafNode) -> str:
    """A leaf's name in `[labels]`: its path without brackets."""
    return leaf.path.replace("[]", "")


def _table(node: object, label: str) -> TablePart:
    assert isinstance(node, ListNode)
    numbers = [leaf for leaf in all_leaves(node) if leaf.kind == "number"] if isinstance(node.item, GroupNode) else []
    return TablePart(label=label, about=node.about, units={leaf.name: f"{leaf.name}_unit" for leaf in numbers})


def _page(node: object) -> PagePart:
    assert isinstance(node, ListNode)
    title = tuple(leaf.name for leaf in node.item.leaves)[:3] if isinstance(node.item, GroupNode) else ()
    return PagePart(title=title)
