"""How a task's summaries are scored against gold, derived from its model: the same counts, levels and matching.

Lists are compared as `list_specs.py` says. Single leaves are facts. The model's own words are judged by their numbers
and by chrF.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from pydantic import BaseModel

from extractor.eval.article_score import Judged, field_tallies, length_of, level_counts
from extractor.eval.columns import LIST_METRICS
from extractor.eval.keys import overlap, text_key
from extractor.eval.model import ArticleScore, Counts, Single, Tally
from extractor.eval.own_words import chrf, numbers_in_article
from extractor.eval.report_browser import single_item
from extractor.eval.score import Judge
from extractor.eval.titles import OWN_NAMES
from extractor.tasks.list_specs import Json, TaskList, at, flat, judge_lists, main_key, place_of, task_lists
from extractor.tasks.outline import GroupNode, LeafNode

GROUNDING: Final = ("grounding.mention", "grounding.evidence")
"""Scores of the characters of values' places, and of labels' evidence (pointing gives whole clauses there)."""


def judge_of(
    node: GroupNode, match: Mapping[str, tuple[str, ...]], glosses: Mapping[str, Mapping[str, str]] | None = None
) -> Judge:
    """The judge of a model's summaries; `glosses` say what its labels mean."""
    lists = task_lists(node, match)
    specs = {one.spec.kind: one.spec for one in flat(lists)}
    facts = tuple(node.single())
    headlines = (
        *(f"{level.score}.f1" for spec in specs.values() for level in spec.levels),
        *(f"{name}.f1" for name in GROUNDING),
        *(leaf.path for leaf in facts if leaf.kind != "free"),
    )
    titles = replace(OWN_NAMES, glosses={field: dict(found) for field, found in (glosses or {}).items()})
    return Judge(partial(_score, lists, facts), specs, headlines, titles, answers=partial(_answers, facts))


def score_names(judge: Judge) -> tuple[str, ...]:
    """Every score that a gate may ask for."""
    lists = [*(level.score for spec in judge.specs.values() for level in spec.levels), *GROUNDING]
    fields = [f"{spec.kind}.field.{name}" for spec in judge.specs.values() for name in spec.detail_fields]
    own = (*(f"{name}.{metric}" for name in lists for metric in LIST_METRICS), *judge.headlines, *fields)
    return (*dict.fromkeys(own), "coverage")


def _score(
    lists: Sequence[TaskList], facts: Sequence[LeafNode], gold: BaseModel, predicted: BaseModel | None, text: str | None
) -> ArticleScore:
    """Judges one prediction; None counts as a summary with nothing in it."""
    ours = gold.model_dump(mode="json")
    theirs = predicted.model_dump(mode="json") if predicted is not None else None
    judged = list(judge_lists(lists, [(ours, theirs)]))
    counts: dict[str, Counts] = {}
    tallies: dict[str, Tally] = {}
    for leaf in facts:
        tallies.update(_fact(leaf, ours, theirs, text))
    for _, one in judged:
        counts.update(level_counts(one))
        tallies.update(field_tallies(one))
    sides = [(leaf, at(ours, leaf.path), at(theirs, leaf.path)) for leaf in facts]
    for name, labels in zip(GROUNDING, (False, True), strict=True):
        counts[name] = _characters(sides, judged, labels)
    return ArticleScore(
        doc_id=str(ours["doc_id"]),
        missing=predicted is None,
        characters=None if text is None else len(text),
        slices={"length": length_of(text)},
        counts=counts,
        tallies=tallies,
        matches=tuple(match for _, one in judged for match in one.matches),
    )


def _answers(
    facts: Sequence[LeafNode], row: ArticleScore, gold: BaseModel, predicted: BaseModel | None
) -> Iterator[dict[str, Any]]:
    """The single leaves that either side states, as the report's browser of errors shows them."""
    yield from (item for one in _singles(facts, row, gold, predicted) if (item := single_item(one)) is not None)


def _singles(
    facts: Sequence[LeafNode], row: ArticleScore, gold: BaseModel, predicted: BaseModel | None
) -> Iterator[Single]:
    """Single leaves of both sides; words of the model's own are right where each number of them is proved."""
    ours = gold.model_dump(mode="json")
    theirs = predicted.model_dump(mode="json") if predicted is not None else None
    for leaf in facts:
        mine, its = at(ours, leaf.path) or None, at(theirs, leaf.path) or None
        if leaf.kind == "free":
            numbers = row.tallies.get(f"{leaf.path}.numbers", Tally())
            right = its is not None and numbers.right >= numbers.total
        else:
            right = predicted is not None and row.tallies[leaf.path].right == 1
        yield Single(leaf.path, right, mine, its)


def _fact(leaf: LeafNode, gold: Json, predicted: Json | None, text: str | None) -> dict[str, Tally]:
    ours = at(gold, leaf.path)
    theirs = at(predicted, leaf.path) if predicted is not None else None
    if leaf.kind != "free":
        right = predicted is not None and main_key(leaf, ours) == main_key(leaf, theirs)
        found = {leaf.path: Tally(int(right), 1)}
        if ours is not None or theirs is not None:
            found[f"{leaf.path}.stated"] = found[leaf.path]
        return found
    found = {}
    if text is not None:
        found[f"{leaf.path}.numbers"] = numbers_in_article(theirs or "", text)
    likeness = 1.0 if text_key(theirs or "") == text_key(ours or "") else chrf(theirs or "", ours or "")
    if likeness is not None:
        found[f"{leaf.path}.chrf"] = Tally(likeness, 1)
    return found


def _characters(
    sides: Sequence[tuple[LeafNode, Any, Any]], judged: Sequence[tuple[TaskList, Judged]], labels: bool
) -> Counts:
    """Characters of labels' evidence, or of all other places: shared by pairs, of all gold, of all predicted."""
    total = Counts()
    for leaf, ours, theirs in sides:
        total += Counts(
            _shared(leaf, ours, theirs, labels),
            _shared(leaf, ours, ours, labels),
            _shared(leaf, theirs, theirs, labels),
        )
    for one, found in judged:
        for left, right in found.pairs:
            theirs_by_leaf = (value for _, value in one.leaves(right.item))
            pairs = zip(one.leaves(left.item), theirs_by_leaf, strict=True)
            total += Counts(sum(_shared(leaf, mine, its, labels) for (leaf, mine), its in pairs))
        for match in found.matches:
            total += Counts(0, _own(one, match.gold, labels), _own(one, match.predicted, labels))
    return total


def _own(one: TaskList, item: Any, labels: bool) -> int:
    return 0 if item is None else sum(_shared(leaf, value, value, labels) for leaf, value in one.leaves(item))


def _shared(leaf: LeafNode, one: Any, other: Any, labels: bool) -> int:
    if (leaf.kind == "label") is not labels:
        return 0
    mine, its = place_of(leaf, one), place_of(leaf, other)
    return overlap(mine, its) if mine is not None and its is not None else 0
