"""One article judged: its counts, its answers right and wrong, and what became of each item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from extractor.eval.keys import overlap
from extractor.eval.matching import Entry, Pairing, entries, pair_alike, pair_equal
from extractor.eval.model import Counts, Match, Tally, Verdict
from extractor.eval.spec import ListSpec, evidence_of, mention_of
from extractor.schema import Span

LENGTHS: Final = ((1500, "short"), (3000, "medium"), (6000, "long"))
"""Characters below which an article falls in the bucket; longer ones are `very long`."""

LENGTH_ORDER: Final = (*(name for _, name in LENGTHS), "very long", "unknown")

NONE: Final = "(none)"
"""Slice of the articles for which gold says nothing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The matches of one list, with the pairs that agree at least at the loosest level."""

    spec: ListSpec
    matches: tuple[Match, ...]
    pairs: tuple[tuple[Entry, Entry], ...]
    gold: int
    predicted: int


def length_of(text: str | None) -> str:
    """The bucket of an article's length; `unknown` where its text was not given."""
    return "unknown" if text is None else next((name for most, name in LENGTHS if len(text) < most), "very long")


def judge_list(spec: ListSpec, gold: Iterable[Any], predicted: Iterable[Any]) -> Judged:
    """The items of one list, paired as well as they can be."""
    ours, theirs = entries(spec, gold), entries(spec, predicted)
    found = pair_alike(ours, theirs, spec.likeness) if spec.likeness else pair_equal(spec, ours, theirs)
    rest: Pairing = pair_alike(found.gold, found.predicted, spec.kin)
    matches = [_match(spec, one, other) for one, other in found.pairs]
    matches += [_match(spec, one, other, "wrong_value") for one, other in rest.pairs]
    matches += [Match(spec.kind, "missed", one.item, None) for one in rest.gold]
    matches += [Match(spec.kind, "spurious", None, other.item) for other in rest.predicted]
    return Judged(spec, tuple(matches), found.pairs, len(ours), len(theirs))


def _agreed(spec: ListSpec, one: Entry, other: Entry) -> int:
    """How many levels, from the loosest, the pair agrees at."""
    return sum(one.vector[: level.fields] == other.vector[: level.fields] for level in spec.levels)


def _match(spec: ListSpec, one: Entry, other: Entry, verdict: Verdict | None = None) -> Match:
    agreed = 0 if verdict else _agreed(spec, one, other)
    if verdict is None:
        verdict = "wrong_detail" if agreed > spec.headline else "wrong_label"
        verdict = "right" if agreed == len(spec.levels) else verdict
    differ = [name for name, ours, theirs in zip(spec.fields, one.vector, other.vector, strict=True) if ours != theirs]
    for name, place in (("mention", mention_of), ("evidence", evidence_of)):
        ours, theirs = place(one.item), place(other.item)
        if ours and theirs and not overlap(ours, theirs):
            differ.append(name)
    levels = tuple(level.name for level in spec.levels[:agreed])
    return Match(spec.kind, verdict, one.item, other.item, levels, tuple(differ))


def level_counts(judged: Judged) -> dict[str, Counts]:
    """Items matched at each level, by its score's name."""
    agreed = [_agreed(judged.spec, one, other) for one, other in judged.pairs]
    return {
        level.score: Counts(sum(number > depth for number in agreed), judged.gold, judged.predicted)
        for depth, level in enumerate(judged.spec.levels)
    }


def field_tallies(judged: Judged) -> dict[str, Tally]:
    """Accuracy of each field beyond the headline level on the items matched there; of labels on all pairs.

    `.stated` leaves out the pairs in which both sides are null.
    """
    spec = judged.spec
    headline = [pair for pair in judged.pairs if _agreed(spec, *pair) > spec.headline]
    found: dict[str, Tally] = {}
    for name in spec.detail_fields:
        at = spec.fields.index(name)
        values = [(one.vector[at], other.vector[at]) for one, other in headline]
        found[f"{spec.kind}.field.{name}"] = _tally(values)
        found[f"{spec.kind}.field.{name}.stated"] = _tally(pair for pair in values if pair != (None, None))
    for name in spec.labels:
        at = spec.fields.index(name)
        found[f"{spec.kind}.label.{name}"] = _tally((one.vector[at], other.vector[at]) for one, other in judged.pairs)
    return found


def _tally(pairs: Iterable[tuple[object, object]]) -> Tally:
    answers = [ours == theirs for ours, theirs in pairs]
    return Tally(sum(answers), len(answers))


def shared_characters(lists: Iterable[Judged], *, mention: bool) -> Counts:
    """Characters of the spans: shared by the pairs, of all gold items, of all predicted items."""
    place = mention_of if mention else evidence_of
    matched = gold = predicted = 0
    for judged in lists:
        for one, other in judged.pairs:
            ours, theirs = place(one.item), place(other.item)
            if ours and theirs:
                matched += overlap(ours, theirs)
        for match in judged.matches:
            gold += _length(place(match.gold)) if match.gold is not None else 0
            predicted += _length(place(match.predicted)) if match.predicted is not None else 0
    return Counts(matched, gold, predicted)


def _length(span: Span | None) -> int:
    return span.end - span.start if span else 0
