"""How far two annotators of somebody's own task agree: the closed labels of its model, held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from pydantic import BaseModel

from extractor.eval.agreement import Agreement, agreement
from extractor.eval.model import Match, Settings
from extractor.eval.score import Judge
from extractor.tasks.list_specs import TaskList, at, flat, task_lists
from extractor.tasks.outline import GroupNode

_NONE: Final = "-"
"""A label that an annotator left out."""


def task_agreement(
    node: GroupNode,
    match: Mapping[str, tuple[str, ...]],
    judge: Judge,
    a: Mapping[str, BaseModel],
    b: Mapping[str, BaseModel],
    texts: Mapping[str, str] | None = None,
    settings: Settings | None = None,
) -> Agreement:
    """Agreement of two annotators. Raises `UsageError` where no article was labelled by both, or without the extra."""
    lists = {one.spec.kind: one for one in flat(task_lists(node, match))}
    return agreement(
        *(a, b, texts, settings),
        judge=judge,
        of_articles=partial(_of_articles, node),
        of_items=partial(_of_items, lists),
    )


def _of_articles(node: GroupNode, one: BaseModel, other: BaseModel) -> Iterator[tuple[str, str, str]]:
    """The labels that a summary has once."""
    ours, theirs = one.model_dump(mode="json"), other.model_dump(mode="json")
    for leaf in node.single():
        if leaf.kind == "label":
            yield leaf.path, _label(at(ours, leaf.path)), _label(at(theirs, leaf.path))


def _of_items(lists: Mapping[str, TaskList], match: Match) -> Iterator[tuple[str, str, str]]:
    """The labels of an item that both found; of one that is paired by a label itself, where all else that pairs agrees.

    Else a label that pairs items would be named alike by all pairs there are.
    """
    one = lists[match.kind]
    differ = set(match.wrong) & set(one.spec.fields[: one.spec.levels[0].fields])
    for (leaf, ours), (_, theirs) in zip(one.leaves(match.gold), one.leaves(match.predicted), strict=True):
        if leaf.kind == "label" and differ <= {one.name_of(leaf)}:
            yield leaf.path.replace("[]", ""), _label(ours), _label(theirs)


def _label(value: Any) -> str:
    return _NONE if value is None else str(value["label"])
