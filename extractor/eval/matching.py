"""Optimal one-to-one matching of gold and predicted items, the same whatever order they come in.

Levels are nested classes of equal keys, so one assignment is optimal at every level at once: as many pairs as possible
share the value, of those as many as possible the labels, then the details, then what the items hold in lists of their
own, then single fields, then the place.
Items that are alike in everything are paired first; only what is left of a class goes to scipy's
`linear_sum_assignment`, which keeps the cost linear in the articles and small within one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from extractor.eval.keys import overlap_share
from extractor.eval.model import Item
from extractor.eval.spec import Key, ListSpec, Vector, evidence_of, mention_of

LARGEST_CLASS: Final = 400
"""Classes with more items than this on a side are paired level by level (still optimal at each level)."""

LIKEST: Final = 3.0
"""No two items are more alike than this."""

_PLACE_STEPS: Final = 100
"""Steps in which overlap is counted when it breaks a tie."""


Rank = tuple[tuple[int, int, int, int], str, str]
"""Where an item stands, its keys and its words: sorts entries the same way whatever order they came in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item with its keys, where it stands, and its rank among the others."""

    item: Item
    vector: Vector
    place: tuple[int, int, int, int]
    rank: Rank


@dataclass(frozen=True, slots=True)
class Pairing:
    """Pairs of entries, and what stayed alone on either side."""

    pairs: tuple[tuple[Entry, Entry], ...]
    gold: tuple[Entry, ...]
    predicted: tuple[Entry, ...]


def entries(spec: ListSpec, items: Iterable[Any]) -> list[Entry]:
    """Items with their keys, in canonical order."""
    found = []
    for item in items:
        mention, evidence = mention_of(item), evidence_of(item)
        place = (
            mention.start if mention else -1,
            mention.end if mention else -1,
            evidence.start if evidence else -1,
            evidence.end if evidence else -1,
        )
        vector = spec.vector(item)
        words = item if isinstance(item, str) else getattr(item, "text", "")
        found.append(Entry(item, vector, place, (place, repr(vector), words)))
    found.sort(key=lambda entry: entry.rank)
    if any(one.rank == other.rank for one, other in pairwise(found)):
        found.sort(key=lambda entry: (entry.rank, repr(entry.item)))
    return found


def pair_equal(spec: ListSpec, gold: Sequence[Entry], predicted: Sequence[Entry]) -> Pairing:
    """Pairs items whose keys agree at the loosest level, as many as can be, the likest together."""
    whole = spec.inner is not None
    pairs, gold, predicted = _zip_by(
        lambda entry: (entry.vector, entry.place, repr(entry.item) if whole else ""), gold, predicted
    )
    loosest = spec.levels[0].fields
    ours, theirs = _classes(gold, loosest), _classes(predicted, loosest)
    for key, left in ours.items():
        right = theirs.get(key)
        if right is None:
            continue
        if len(left) == len(right) == 1:
            pairs.append((left[0], right[0]))
        elif max(len(left), len(right)) > LARGEST_CLASS:
            pairs += _by_level(spec, left, right)
        else:
            pairs += _assign_class(spec, left, right)
    return _pairing(pairs, gold, predicted)


def pair_alike(gold: Sequence[Entry], predicted: Sequence[Entry], likeness: Callable[[Any, Any], float]) -> Pairing:
    """As many pairs as can be of items whose likeness is above 0; of such choices the one with the greatest sum."""
    enough = 1.0 + min(len(gold), len(predicted)) * LIKEST
    edges = [
        (i, j, enough + alike)
        for i, one in enumerate(gold)
        for j, other in enumerate(predicted)
        if (alike := likeness(one.item, other.item)) > 0
    ]
    pairs = [(gold[i], predicted[j]) for i, j in assign(edges)]
    return _pairing(pairs, gold, predicted)


def assign(edges: Sequence[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The one-to-one choice of edges (left, right, weight > 0) with the greatest sum of weights, sorted.

    Each connected part of the graph is solved alone: a sparse graph costs little more than reading it.
    """
    weights = {(left, right): weight for left, right, weight in edges}
    chosen: list[tuple[int, int]] = []
    for lefts, rights in _components(weights):
        if len(lefts) == len(rights) == 1:
            chosen.append((lefts[0], rights[0]))
            continue
        matrix = [[weights.get((left, right), 0.0) for right in rights] for left in lefts]
        chosen += [(lefts[i], rights[j]) for i, j in _solve(matrix) if (lefts[i], rights[j]) in weights]
    return sorted(chosen)


def _solve(matrix: list[list[float]]) -> list[tuple[int, int]]:
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(matrix, maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True)]


def _components(edges: Iterable[tuple[int, int]]) -> list[tuple[list[int], list[int]]]:
    """Left and right ends of each connected part, sorted."""
    beside: dict[tuple[bool, int], list[tuple[bool, int]]] = defaultdict(list)
    for left, right in edges:
        beside[False, left].append((True, right))
        beside[True, right].append((False, left))
    seen: set[tuple[bool, int]] = set()
    parts = []
    for start in sorted(beside):
        if start in seen:
            continue
        seen.add(start)
        part, todo = [start], [start]
        while todo:
            fresh = [node for node in beside[todo.pop()] if node not in seen]
            fresh = list(dict.fromkeys(fresh))
            seen.update(fresh)
            part += fresh
            todo += fresh
        parts.append((sorted(n for right, n in part if not right), sorted(n for right, n in part if right)))
    return parts


def _assign_class(spec: ListSpec, gold: Sequence[Entry], predicted: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    most = min(len(gold), len(predicted))
    inner = [[spec.inner(one.item, other.item) if spec.inner else 0 for other in predicted] for one in gold]
    base = most * max(map(max, inner)) + 1
    matrix = [
        [_agreement(spec, one, other, most, (shared, base)) for other, shared in zip(predicted, row, strict=True)]
        for one, row in zip(gold, inner, strict=True)
    ]
    return [(gold[i], predicted[j]) for i, j in _solve(matrix)]


def _agreement(spec: ListSpec, one: Entry, other: Entry, most: int, inner: tuple[int, int]) -> float:
    """Agreement as one whole number whose digits, in a mixed base, are the priorities; `most` pairs cannot carry.

    `inner` is what the two have in common in their own lists, and the base that no sum of it reaches.
    """
    total = 0
    for level in spec.levels[1:]:
        agrees = one.vector[: level.fields] == other.vector[: level.fields]
        total = total * (most + 1) + agrees
    total = total * inner[1] + inner[0]
    fields = sum(ours == theirs for ours, theirs in zip(one.vector, other.vector, strict=True))
    total = total * (most * len(spec.fields) + 1) + fields
    return float(total * (most * _PLACE_STEPS + 1) + round(_PLACE_STEPS * _place_likeness(one.item, other.item)))


def _place_likeness(one: Item, other: Item) -> float:
    """How far two items stand in the same place: their mentions, or for kinds without one, their evidence."""
    for place in (mention_of, evidence_of):
        ours, theirs = place(one), place(other)
        if ours is not None and theirs is not None:
            return overlap_share(ours, theirs)
    return 0.0


def _by_level(spec: ListSpec, gold: Sequence[Entry], predicted: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    pairs: list[tuple[Entry, Entry]] = []
    for fields in (len(spec.fields), *(level.fields for level in reversed(spec.levels))):
        found, gold, predicted = _zip_by(lambda entry, n=fields: entry.vector[:n], gold, predicted)  # type: ignore[misc]
        pairs += found
    return pairs


def _zip_by(
    key: Callable[[Entry], Key], gold: Sequence[Entry], predicted: Sequence[Entry]
) -> tuple[list[tuple[Entry, Entry]], list[Entry], list[Entry]]:
    """Pairs entries of equal keys in canonical order; the rest of each side."""
    waiting: dict[Key, list[Entry]] = defaultdict(list)
    for entry in reversed(predicted):
        waiting[key(entry)].append(entry)
    pairs, alone = [], []
    for entry in gold:
        others = waiting.get(key(entry))
        if others:
            pairs.append((entry, others.pop()))
        else:
            alone.append(entry)
    left = {id(entry) for others in waiting.values() for entry in others}
    return pairs, alone, [entry for entry in predicted if id(entry) in left]


def _classes(found: Iterable[Entry], fields: int) -> dict[Vector, list[Entry]]:
    classes: dict[Vector, list[Entry]] = defaultdict(list)
    for entry in found:
        classes[entry.vector[:fields]].append(entry)
    return classes


def _pairing(
    pairs: Sequence[tuple[Entry, Entry]],
    gold: Sequence[Entry],
    predicted: Sequence[Entry],
) -> Pairing:
    taken = {id(entry) for pair in pairs for entry in pair}
    return Pairing(
        pairs=tuple(sorted(pairs, key=lambda pair: pair[0].rank)),
        gold=tuple(entry for entry in gold if id(entry) not in taken),
        predicted=tuple(entry for entry in predicted if id(entry) not in taken),
    )
