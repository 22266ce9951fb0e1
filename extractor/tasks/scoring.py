"""How a task's summaries are scored against gold, derived from its model: the same counts, levels and matching.

Items of a list are paired by the fields that `task.toml` names under `[match]` (by default the required ones): that is
the level `value`. `core` asks for the other required leaves too, `strict` for the optional ones and for each number's
bound, upper end and total. Single leaves are facts. The model's own words are judged by their numbers and by chrF.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from pydantic import BaseModel

from extractor.eval.article_score import LENGTHS, Judged, field_tallies, judge_list, level_counts
from extractor.eval.columns import LIST_METRICS
from extractor.eval.keys import overlap, overlap_share, text_key, value_key
from extractor.eval.model import ArticleScore, Counts, Tally
from extractor.eval.own_words import chrf, numbers_in_article
from extractor.eval.score import Judge
from extractor.eval.spec import Key, Level, ListSpec, Vector
from extractor.schema import Span
from extractor.tasks.outline import GroupNode, LeafNode, ListNode, all_leaves

Json = Mapping[str, Any]

GROUNDING: Final = ("grounding.mention", "grounding.evidence")
"""Scores of the characters of values' places, and of labels' evidence (pointing gives whole clauses there)."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One compared field of an item: its name and its key."""

    name: str
    key: Callable[[Any], Key]


def judge_of(node: GroupNode, match: Mapping[str, tuple[str, ...]]) -> Judge:
    """The judge of a model's summaries."""
    specs = {name: _spec(name, one, match.get(name, ())) for name, one in node.lists.items()}
    facts = tuple(leaf for leaf in _single(node))
    headlines = (
        *(f"{level.score}.f1" for spec in specs.values() for level in spec.levels),
        *(f"{name}.f1" for name in GROUNDING),
        *(leaf.path for leaf in facts if leaf.kind != "free"),
    )
    return Judge(partial(_score, node, specs, facts), specs, headlines=headlines)


def score_names(judge: Judge) -> tuple[str, ...]:
    """Every score that a gate may ask for."""
    lists = [*(level.score for spec in judge.specs.values() for level in spec.levels), *GROUNDING]
    fields = [f"{spec.kind}.field.{name}" for spec in judge.specs.values() for name in spec.detail_fields]
    own = (*(f"{name}.{metric}" for name in lists for metric in LIST_METRICS), *judge.headlines, *fields)
    return (*dict.fromkeys(own), "coverage")


def _single(node: GroupNode) -> Iterator[LeafNode]:
    """Leaves outside of lists."""
    for one in node.fields.values():
        if isinstance(one, LeafNode):
            yield one
        elif isinstance(one, GroupNode):
            yield from _single(one)


def _score(
    node: GroupNode,
    specs: Mapping[str, ListSpec],
    facts: Sequence[LeafNode],
    gold: BaseModel,
    predicted: BaseModel | None,
    text: str | None,
) -> ArticleScore:
    """Judges one prediction; None counts as a summary with nothing in it."""
    ours = gold.model_dump(mode="json")
    theirs = predicted.model_dump(mode="json") if predicted is not None else None
    judged = [judge_list(spec, ours[name] or (), (theirs or {}).get(name) or ()) for name, spec in specs.items()]
    counts: dict[str, Counts] = {}
    tallies: dict[str, Tally] = {}
    for leaf in facts:
        tallies.update(_fact(leaf, ours, theirs, text))
    for one in judged:
        counts.update(level_counts(one))
        tallies.update(field_tallies(one))
    for name, labels in zip(GROUNDING, (False, True), strict=True):
        counts[name] = _Characters(node, labels).of(judged, facts, ours, theirs or {})
    return ArticleScore(
        doc_id=str(ours["doc_id"]),
        missing=predicted is None,
        characters=None if text is None else len(text),
        slices={"length": _length(text)},
        counts=counts,
        tallies=tallies,
        matches=tuple(match for one in judged for match in one.matches),
    )


def _length(text: str | None) -> str:
    return "unknown" if text is None else next((name for most, name in LENGTHS if len(text) < most), "very long")


def _spec(name: str, node: ListNode, match: tuple[str, ...]) -> ListSpec:
    if isinstance(node.item, LeafNode):
        fields, levels = [_Field("value", partial(_main, node.item))], [Level("value", name, 1)]
        kin: Callable[[Any, Any], float] = partial(_kin, [node.item], "")
    else:
        leaves = [leaf for leaf in all_leaves(node.item) if leaf.kind != "free"]
        fields, levels = _fields(name, node.item, leaves, match)
        kin = partial(_kin, leaves, node.item.path)
    return ListSpec(
        kind=name,
        fields=tuple(one.name for one in fields),
        vector=partial(_vector, tuple(one.key for one in fields)),
        levels=tuple(levels),
        kin=kin,
    )


def _fields(
    name: str, item: GroupNode, leaves: Sequence[LeafNode], match: tuple[str, ...]
) -> tuple[list[_Field], list[Level]]:
    """The fields of an item from those that pair it to its details, and the levels that end at each step."""

    def main(leaf: LeafNode) -> _Field:
        where = leaf.path.removeprefix(f"{item.path}.")
        return _Field(where, lambda one: _main(leaf, _at(one, where)))

    def details(leaf: LeafNode) -> _Field:
        where = leaf.path.removeprefix(f"{item.path}.")
        return _Field(f"{where}.bound", lambda one: _details(_at(one, where)))

    keyed = [leaf for leaf in leaves if (leaf.name in match if match else not leaf.optional)]
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


def _at(item: Any, path: str) -> Any:
    for part in path.split("."):
        item = item.get(part) if item is not None else None
    return item


def _main(leaf: LeafNode, value: Any) -> Key:
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


def _span(leaf: LeafNode, value: Any) -> Span | None:
    if value is None or leaf.kind == "free":
        return None
    found = value if leaf.kind in ("quoted", "name") else value["evidence" if leaf.kind == "label" else "mention"]
    return Span(text=found["text"], start=found["start"], end=found["end"])


def _kin(leaves: Sequence[LeafNode], above: str, one: Any, other: Any) -> float:
    """How far two unmatched items stand in the same places: what was probably meant."""
    shares = []
    for leaf in leaves:
        where = leaf.path.removeprefix(f"{above}.")
        ours, theirs = (one, other) if not above else (_at(one, where), _at(other, where))
        mine, its = _span(leaf, ours), _span(leaf, theirs)
        if mine is not None and its is not None:
            shares.append(overlap_share(mine, its))
    return sum(shares) / len(shares) if shares else 0.0


def _fact(leaf: LeafNode, gold: Json, predicted: Json | None, text: str | None) -> dict[str, Tally]:
    ours = _at(gold, leaf.path)
    theirs = _at(predicted, leaf.path) if predicted is not None else None
    if leaf.kind != "free":
        right = predicted is not None and _main(leaf, ours) == _main(leaf, theirs)
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


@dataclass(frozen=True, slots=True)
class _Characters:
    """Counts the characters of leaves' places: of labels' evidence, or of everything else."""

    node: GroupNode
    labels: bool

    def of(self, judged: Sequence[Judged], facts: Sequence[LeafNode], gold: Json, predicted: Json) -> Counts:
        """Shared by pairs and by facts, of all gold, of all predicted."""
        shared = sum(self._overlap(leaf, _at(gold, leaf.path), _at(predicted, leaf.path)) for leaf in facts)
        for one in judged:
            item = self.node.lists[one.spec.kind].item
            shared += sum(self._shared(item, left.item, right.item) for left, right in one.pairs)
        return Counts(shared, self._all(facts, gold), self._all(facts, predicted))

    def _overlap(self, leaf: LeafNode, one: Any, other: Any) -> int:
        if (leaf.kind == "label") is not self.labels:
            return 0
        mine, its = _span(leaf, one), _span(leaf, other)
        return overlap(mine, its) if mine is not None and its is not None else 0

    def _shared(self, item: LeafNode | GroupNode, one: Any, other: Any) -> int:
        if isinstance(item, LeafNode):
            return self._overlap(item, one, other)
        places = [(leaf, leaf.path.removeprefix(f"{item.path}.")) for leaf in all_leaves(item)]
        return sum(self._overlap(leaf, _at(one, where), _at(other, where)) for leaf, where in places)

    def _all(self, facts: Sequence[LeafNode], summary: Json) -> int:
        single = sum(self._overlap(leaf, value, value) for leaf in facts if (value := _at(summary, leaf.path)))
        lists = self.node.lists.items()
        return single + sum(
            self._shared(one.item, item, item) for name, one in lists for item in summary.get(name) or ()
        )
