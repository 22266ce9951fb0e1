"""Gold of any task to Label Studio and back: a region for each leaf that has a place, tied to its item by a relation.

The label of a region is its leaf's path without brackets (`losses.amount`). An item stands at its anchor, its first
required leaf with a place; its other leaves are tied to that region, and the anchors of the items that its own lists
hold are too. What was labelled is proved by the gate before it is a summary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

from pydantic import BaseModel

from extractor.errors import UsageError
from extractor.eval.labelstudio_config import Field, Questions, answered, answers, config_xml
from extractor.eval.labelstudio_results import (
    PREDICTED_BY,
    SPANS,
    TEXT,
    Imported,
    Labelled,
    Project,
    Region,
    Result,
    in_order,
    place,
    read_labelled,
    relation,
    result,
)
from extractor.reading.reader import read
from extractor.tasks.claims import Claim, Tree, span_of
from extractor.tasks.gate import prove
from extractor.tasks.outline import GroupNode, LeafNode, ListNode, all_leaves, all_lists
from extractor.text.article import Article, Extent

_COLOURS: Final = ("#2f6fdb", "#b7791f", "#2f855a", "#805ad5", "#c05621", "#2c7a7b")


@dataclass(frozen=True)
class TaskProject:
    """The Label Studio project of a task: `titles` says what fields are called, `glosses` what labels mean."""

    node: GroupNode
    model: type[BaseModel]
    titles: Mapping[str, str] = field(default_factory=dict)
    glosses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def anchors(self) -> dict[str, LeafNode]:
        """List -> the leaf that its items stand at. Raises `UsageError` where items have no place in the text."""
        return {one.name: self._anchor(one) for one in all_lists(self.node) if not _is_texts(one)}

    def _anchor(self, node: ListNode) -> LeafNode:
        leaves = [node.item] if isinstance(node.item, LeafNode) else [*node.item.leaves, *node.item.single()]
        found = next((leaf for leaf in leaves if not leaf.optional and leaf.kind != "free"), None)
        if found is None:
            raise UsageError(
                f"{node.path}: its items have no required leaf with a place in the text, so that nobody could mark "
                "them; require one that has."
            )
        return found

    # ---- The interface ----
    def config(self) -> str:
        """The project's labelling config."""
        labels = {_key(leaf): (self._title(leaf), self._colour(leaf)) for leaf in _placed(self.node)}
        regions = {_key(leaf): asked for leaf in _placed(self.node) if (asked := self._questions(leaf))}
        article = [*self._free(self.node)]
        return config_xml(labels, regions, [article] if article else [])

    def _questions(self, leaf: LeafNode) -> Questions:
        """What is asked about the regions of a leaf: its value, and of an anchor its item's free texts."""
        asked = [_value_field(leaf, self._title(leaf), self.glosses.get(_key(leaf), {}))]
        found = [(_control(leaf), one) for one in asked if one is not None]
        for one in all_lists(self.node):
            if self.anchors.get(one.name) is leaf and isinstance(one.item, GroupNode):
                found += self._free(one.item)
        return found

    def _free(self, node: GroupNode) -> Iterator[tuple[str, Field]]:
        """The questions about the model's own words that a summary or an item has once."""
        for leaf in node.single():
            if leaf.kind == "free":
                yield _control(leaf), Field(leaf.name, "long_text", self._title(leaf))
        for one in node.lists():
            if _is_texts(one):
                yield _control(one), Field(one.name, "texts", self.titles.get(one.name, one.name))

    def _title(self, leaf: LeafNode) -> str:
        return self.titles.get(_key(leaf)) or _key(leaf).replace("_", " ")

    def _colour(self, leaf: LeafNode) -> str:
        tops = list(dict.fromkeys(_key(one).split(".")[0] for one in _placed(self.node)))
        return _COLOURS[tops.index(_key(leaf).split(".")[0]) % len(_COLOURS)]

    # ---- There ----
    def export(
        self,
        gold: Iterable[BaseModel],
        texts: Mapping[str, str],
        kind: Literal["annotations", "predictions"] = "annotations",
    ) -> Project:
        """A project config and one task an article, labelled as `gold` says.

        Raises `UsageError`: an article's text is missing, or a span does not stand in it where it says.
        """
        tasks = []
        for summary in gold:
            doc_id = str(summary.doc_id)  # type: ignore[attr-defined]
            if doc_id not in texts:
                raise UsageError(f"{doc_id}: no article of this name was given, so no task can be made of its gold.")
            labelled: dict[str, Any] = {"result": _Results(self, doc_id, texts[doc_id]).of(summary)}
            if kind == "predictions":
                labelled["model_version"] = PREDICTED_BY
            tasks.append({"data": {"doc_id": doc_id, TEXT: texts[doc_id]}, kind: [labelled]})
        return Project(self.config(), tasks)

    # ---- And back ----
    def read(self, export: str | bytes | list[dict[str, Any]], annotator: int | None = None) -> Imported[BaseModel]:
        """The summaries in a project's JSON export, proved. Raises `UsageError` with article, leaf and reason."""
        return read_labelled(export, annotator, self._summary)

    def _summary(self, found: Labelled) -> BaseModel:
        known = {_key(leaf) for leaf in _placed(self.node)}
        for region in found.regions.values():
            if region.label not in known:
                raise UsageError(f"{found.doc_id}: the label {region.label} is none of this task's.")
        tree = _Reader(self, found).tree()
        article = Article.from_text(found.doc_id, found.text)
        proven = prove(self.node, self.model, article, read(article), tree)
        for refused in proven.rejections:
            raise UsageError(
                f"{found.doc_id}: {refused.item} “{refused.claim}”: {refused.reason}; correct it in Label Studio and "
                "export again."
            )
        return proven.summary


class _Results:
    """The results of one summary."""

    def __init__(self, project: TaskProject, doc_id: str, text: str) -> None:
        self._project = project
        self._doc_id = doc_id
        self._text = text
        self._numbers: Counter[str] = Counter()
        self._found: list[Result] = []
        self._relations: list[Result] = []

    def of(self, summary: BaseModel) -> list[Result]:
        """Regions and answers, relations after them."""
        self._holder(self._project.node, summary, None, None)
        return self._found + self._relations

    def _holder(self, node: GroupNode, value: BaseModel, anchor: LeafNode | None, at: tuple[str, Any] | None) -> None:
        """A summary, or an item whose region is there already: its leaves, then the items of its lists."""
        for leaf in node.single():
            one = _value_at(value, node.within(leaf.path))
            if one is None or one == "" or leaf is anchor:
                continue
            if leaf.kind == "free":
                self._text_answer(leaf, Field(leaf.name, "long_text", ""), one, at)
            else:
                region, _ = self._region(leaf, one)
                if at is not None:
                    self._relations.append(relation(at[0], region))
        for one in node.lists():
            items = _value_at(value, node.within(one.path)) or []
            if _is_texts(one):
                self._text_answer(one, Field(one.name, "texts", ""), items, at)
                continue
            own = self._project.anchors[one.name]
            for item in items:
                place_of_item = item if isinstance(one.item, LeafNode) else _value_at(item, one.item.within(own.path))
                region, where = self._region(own, place_of_item)
                if at is not None:
                    self._relations.append(relation(at[0], region))
                if isinstance(one.item, GroupNode):
                    self._holder(one.item, item, own, (region, where))

    def _region(self, leaf: LeafNode, value: Any) -> tuple[str, dict[str, Any]]:
        key = _key(leaf)
        region = f"item:{key}-{self._numbers[key]}"
        self._numbers[key] += 1
        where = place(span_of(value), self._text, f"{self._doc_id}: {leaf.path}")
        self._found.append(result(region, SPANS, "labels", {**where, "labels": [key]}))
        asked = _value_field(leaf, "", {})
        if asked is not None:
            said = value.label if leaf.kind == "label" else value.value
            self._found += answers(region, _control(leaf), asked, said, where)
        return region, where

    def _text_answer(self, node: LeafNode | ListNode, asked: Field, said: Any, at: tuple[str, Any] | None) -> None:
        region, where = at if at is not None else (_control(node), {})
        self._found += answers(region, _control(node), asked, said, where)


class _Reader:
    """The claims of what one person labelled of an article."""

    def __init__(self, project: TaskProject, found: Labelled) -> None:
        self._project = project
        self._found = found
        self._tied: set[str] = set()

    def tree(self) -> Tree:
        """All claims. Raises `UsageError` for a region that belongs to nothing, or of which there is one too many."""
        tree = self._holder(self._project.node, list(self._found.regions.values()), self._found.answers) or {}
        for region in self._found.regions.values():
            if region.region_id not in self._tied:
                raise self._fault(region, "is tied to no item; draw a relation to the item's own region")
        return tree

    def _holder(
        self, node: GroupNode, own: list[Region], said: Mapping[str, Any], here: Mapping[str, Claim] | None = None
    ) -> Tree | None:
        """The claims of a summary or an item out of the regions tied to it; `here` is its anchor's claim, by path."""

        def leaf_of(leaf: LeafNode) -> Claim | None:
            if here is not None and leaf.path in here:
                return here[leaf.path]
            if leaf.kind == "free":
                words = answered(Field(leaf.name, "long_text", ""), said.get(_control(leaf)))
                return Claim(words, value=words) if words else None
            found = [one for one in own if one.label == _key(leaf)]
            if len(found) > 1:
                raise self._fault(found[1], f"is a second {_key(leaf)} of one item; keep one")
            return self._claim(leaf, found[0]) if found else None

        def list_of(one: ListNode) -> list[Any]:
            if _is_texts(one):
                found = answered(Field(one.name, "texts", ""), said.get(_control(one)))
                return [Claim(words, value=words) for words in found if words]
            anchor = self._project.anchors[one.name]
            regions = in_order([region for region in own if region.label == _key(anchor)])
            return [self._item(one, anchor, region) for region in regions]

        return _filled(node, leaf_of, list_of)

    def _item(self, one: ListNode, anchor: LeafNode, region: Region) -> Any:
        claim = self._claim(anchor, region)
        if isinstance(one.item, LeafNode):
            return claim
        tied = list(self._found.linked(region.region_id))
        return self._holder(one.item, tied, region.answers, {anchor.path: claim})

    def _claim(self, leaf: LeafNode, region: Region) -> Claim:
        self._tied.add(region.region_id)
        extent = Extent(region.start, region.end)
        words = self._found.text[region.start : region.end]
        asked = _value_field(leaf, "", {})
        if asked is None:
            return Claim(words, words=words, extent=extent)
        said = answered(asked, region.answers.get(_control(leaf)))
        if not said:
            raise self._fault(region, "has no value; give it one")
        return Claim(str(said), extent=extent, value=str(said))

    def _fault(self, region: Region, what: str) -> UsageError:
        words = self._found.text[region.start : region.end]
        return UsageError(
            f"{self._found.doc_id}: the region {words!r} at {region.start}-{region.end} ({region.label}) {what}."
        )


def _filled(
    node: GroupNode, leaf_of: Callable[[LeafNode], Claim | None], list_of: Callable[[ListNode], list[Any]]
) -> Tree | None:
    """A tree of a holder's claims; a group that may be missing and has none is None."""
    found: Tree = {}
    for name, one in node.fields.items():
        if isinstance(one, LeafNode):
            found[name] = leaf_of(one)
        elif isinstance(one, ListNode):
            found[name] = list_of(one)
        else:
            found[name] = _filled(one, leaf_of, list_of)
    empty = node.optional and not any(one not in (None, []) for one in found.values())
    return None if empty else found


def _placed(node: GroupNode) -> list[LeafNode]:
    """The leaves that keep a place in the text."""
    return [leaf for leaf in all_leaves(node) if leaf.kind != "free"]


def _is_texts(node: ListNode) -> bool:
    return isinstance(node.item, LeafNode) and node.item.kind == "free"


def _key(leaf: LeafNode) -> str:
    return leaf.path.replace("[]", "")


def _control(node: LeafNode | ListNode) -> str:
    return node.path.replace("[]", "").replace(".", "__")


def _value_field(leaf: LeafNode, title: str, glosses: Mapping[str, str]) -> Field | None:
    """What must be said of a region beside where it stands; nothing of words, names and numbers, which are read."""
    if leaf.kind == "label":
        choices = tuple((label, glosses.get(label, label)) for label in leaf.labels)
        return Field(leaf.name, "choice", title, choices, required=True)
    if leaf.kind == "date":
        return Field(leaf.name, "date", title, required=True)
    return Field(leaf.name, "text", title, required=True) if leaf.kind == "period" else None


def _value_at(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = getattr(value, name) if value is not None else None
    return value
