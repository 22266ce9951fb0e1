"""How a task's summaries look as tables and pages, derived from its model and `task.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from extractor.exports.layout import Layout, LayoutData, ListPart, PagePart, TablePart, UnitPart, UnitStep
from extractor.exports.leaves import Leaf, leaves, list_tables, named_leaves
from extractor.exports.run_folder import RUN_TABLES
from extractor.exports.shape import article_names, list_keys
from extractor.exports.tables import LABELS
from extractor.tasks.folder import TaskError, TaskFolder
from extractor.tasks.outline import GroupNode, LeafNode, ListNode, all_lists
from extractor.tasks.units import shown_units

_STEPS: Final = {"VND": (UnitStep(size=1e9, word="tỷ"), UnitStep(size=1e6, word="triệu"))}
"""Scale words that large sums are shown with."""
_ARTICLES: Final = "articles"
_TAKEN: Final = frozenset({_ARTICLES, LABELS.name, *(table.name for table in RUN_TABLES)})
"""Tables that every run has."""


@dataclass(frozen=True, slots=True)
class _TableOf:
    """A table with the leaves of the outline that it holds: path without brackets -> leaf and column."""

    name: str
    columns: Mapping[str, tuple[LeafNode, str]]


def layout_of(folder: TaskFolder) -> Layout:
    """The layout of a task's summaries. Raises `TaskError` where a list has the name of another table."""
    node, settings = folder.node, folder.settings
    lists = {table_of(one): one for one in all_lists(node)}
    for name, one in lists.items():
        if name in _TAKEN:
            raise TaskError(f"{folder.path}: {one.path} makes a table called {name}, which every run has; rename it.")
    data = LayoutData(
        title=settings.title or settings.name.replace("_", " "),
        tables={name: _table(one, settings.fields.get(one.name, "")) for name, one in lists.items()},
        units={unit: UnitPart(suffix=suffix, steps=_STEPS.get(unit, ())) for unit, suffix in shown_units().items()},
        page={name: _page(one) for name, one in lists.items()},
        list=_list(node),
    )
    glosses: dict[str, Mapping[str, str]] = {}
    labels: dict[str, dict[str, str]] = {}
    for table in _tables(folder):
        labels[table.name] = {}
        for path, (leaf, column) in table.columns.items():
            if path in settings.fields:
                labels[table.name][column] = settings.fields[path]
            if leaf.kind == "label" and path in settings.labels:
                glosses[f"{path}.label" if table.name == _ARTICLES else f"{table.name}.{column}"] = settings.labels[
                    path
                ]
    return Layout(folder.model, data, glosses=glosses, labels=labels)


def table_of(node: ListNode) -> str:
    """What the table of a list is called: `provinces_losses`."""
    return node.name.replace(".", "_")


def _tables(folder: TaskFolder) -> Iterator[_TableOf]:
    single = [leaf for leaf in leaves(folder.model) if isinstance(leaf, Leaf)]
    names = article_names(single, {})
    yield _TableOf(_ARTICLES, _columns(folder.node, ((leaf, names[leaf.path]) for leaf in single)))
    nodes = {table_of(one): one for one in all_lists(folder.node)}
    for table in list_tables(folder.model):
        found = named_leaves(table.model, list_keys(table))
        item = nodes[table.name].item
        yield _TableOf(table.name, _columns(item, ((leaf, leaf.name) for leaf in found)))


def _columns(node: GroupNode | LeafNode, cells: Iterable[tuple[Leaf, str]]) -> dict[str, tuple[LeafNode, str]]:
    """The column of each leaf: a cell's path is the leaf's, or ends at the leaf's main value."""
    known = {one.path: one for one in node.single()} if isinstance(node, GroupNode) else {node.path: node}
    found = {}
    for cell, column in cells:
        for path in (cell.path, cell.path[:-1]) if not cell.detail else ():
            leaf = known.get(".".join((*([node.path] if node.path else []), *path)))
            if leaf is not None:
                found[leaf.path.replace("[]", "")] = (leaf, column)
    return found


def _table(node: ListNode, label: str) -> TablePart:
    return TablePart(label=label, about=node.about, units=_units(node))


def _units(node: ListNode) -> dict[str, str]:
    """The column with the unit of each column of numbers."""
    if isinstance(node.item, LeafNode):
        return {"value": "unit"} if node.item.kind == "number" else {}
    found = named_leaves(node.item.model)
    units = {leaf.path[:-1]: leaf.name for leaf in found if leaf.detail and leaf.path[-1] == "unit"}
    return {leaf.name: units[leaf.path[:-1]] for leaf in found if not leaf.detail and leaf.path[:-1] in units}


def _list(node: GroupNode) -> ListPart:
    """The first words of the model's own stand above the text; other single values beside the id."""
    own = next((leaf.name for leaf in node.leaves if leaf.kind == "free"), "")
    beside = tuple(leaf.name for leaf in node.leaves if leaf.kind not in ("free", "number"))
    return ListPart(title="id", subtitle=beside[:3], lead=own)


def _page(node: ListNode) -> PagePart:
    if isinstance(node.item, LeafNode):
        return PagePart(title=("value",) if node.item.kind in ("number", "date", "period") else ("label",))
    return PagePart(title=tuple(leaf.name for leaf in node.item.leaves)[:3])
