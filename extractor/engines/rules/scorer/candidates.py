"""The organisations that a figure may have, each with the features that speak for or against it; what is worked out
once for all candidates of an article."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

from extractor.engines.rules.mentions import year_of
from extractor.engines.rules.scorer.sight import BodyMention, Previous, Setting, Sight
from extractor.engines.rules.scorer.tellings import Telling
from extractor.engines.rules.scorer.verdict import Labels

NOTHING: Final = ""
"""Stands for no period and for no organisation among the candidates."""

_WORD: Final = re.compile(r"[^\W\d_]+|[^\w\s]")
_WHOLES: Final = ("provincial_committee", "district_committee")
_LAST: Final = 12
"""Words before a number that tell whether a commission or its committee is spoken of."""
_GAP: Final = 300
"""Characters before a number within which marks between it and a body are looked for."""
_NEAR: Final = 15
_FAR: Final = 60
_AHEAD: Final = 60
"""Characters after a number within which a period or a body may still be its own."""


def bin_of(distance: int) -> str:
    """How far from a number, roughly."""
    return "0" if distance <= _NEAR else "1" if distance <= _FAR else "2"


PLACES: Final = {
    place: {at: [place, f"{place}:{at}"] for at in "012"}
    for place in ("before0", "before1", "before2", "after:own", "after:beyond")
}
"""The features of a place by how far it is from the number."""
RANKS: Final = ("before0", "before1", "before2")
"""The places before a number, the nearest first."""

Value = TypeVar("Value", int, list[str])
"""What features come to: the sum of their weights, or their names, one behind the other."""


def add(found: dict[str, Value], candidate: str | None, value: Value) -> None:
    """One more thing that speaks for or against a candidate."""
    key = candidate or NOTHING
    found[key] = found[key] + value if key in found else value


class Reach(Generic[Value]):
    """What the candidates of one article have in common from number to number, each worked out once.

    `of` says what features come to on the question that the candidates answer.
    """

    def __init__(self, setting: Setting, of: Callable[[list[str]], Value]) -> None:
        self.setting = setting
        self._of: Callable[[list[str]], Value] = of
        self._kept: dict[tuple[str, ...], Value] = {}
        self._told: dict[tuple[int, str, str], list[tuple[str, Value]]] = {}
        self._owners: dict[tuple[str, str], dict[str, Value]] = {}
        self._words: dict[int, str] = {}
        event = setting.event
        self.reviewing = "r" if event.review_period else "n"
        self._standing: dict[str, Value] = {}
        add(self._standing, None, of(["nothing"]))
        add(self._standing, event.review_period, of(["review"]))
        add(self._standing, event.plan_period, of(["plan"]))
        if event.review_period is not None:
            add(self._standing, year_of(event.review_period), of(["review-year"]))

    def standing(self) -> dict[str, Value]:
        """The periods of the event, each with its features; a new table."""
        return dict(self._standing)

    def of(self, *features: str) -> Value:
        """What these features come to."""
        found = self._kept.get(features)
        if found is None:
            found = self._kept[features] = self._of(list(features))
        return found

    def told(self, number: int, place: str, state: str) -> Sequence[tuple[str, Value]]:
        """What a telling may mean at a place, each meaning with the words around it and how it comes about.

        `number` counts the setting's tellings; `state` is whether the figure is a standing one.
        """
        found = self._told.get((number, place, state))
        if found is None:
            telling = self.setting.tellings[number]
            around = self._of(_around(self.setting, telling, place[0]))
            told = [(one, [_how(tag, place, state, self.reviewing) for tag in tags]) for one, tags in telling.meanings]
            found = [(one, around + self._of([name for how in hows for name in how])) for one, hows in told]
            self._told[number, place, state] = found
        return found

    def of_period(self, candidate: str, measure: str) -> Value:
        """What a candidate's shape says, and how it stands to the event's periods."""
        key = ("of", candidate, measure)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._of(_of_period(candidate, self.setting, measure))
        return found

    def owners(self, subject: str, measure: str) -> dict[str, Value]:
        """Nobody and the listed bodies with what they are; a new table."""
        found = self._owners.get((subject, measure))
        if found is None:
            found = self._owners[subject, measure] = self._listed(subject, measure)
        return dict(found)

    def _listed(self, subject: str, measure: str) -> dict[str, Value]:
        found: dict[str, Value] = {}
        of, setting = self._of, self.setting
        add(found, None, of(["nobody", f"nobody:{subject}:{measure}"]))
        host, count = setting.host, len(setting.organizations)
        for one in setting.organizations:
            pair = f"pair:{host.kind if host is not None else '-'}:{one.kind}:{one is host}"
            what: list[str] = [
                f"kind:{one.kind}",
                f"kind:{one.kind}:{measure}",
                f"of:{count}",
                pair,
                f"{pair}:{measure}",
            ]
            add(found, one.name, of([*what, f"{pair}:{subject}:{measure}"]))
            if one is host:
                add(found, one.name, of(["host", f"host:{one.kind}:{subject}", f"host:{count}"]))
        return found

    def opening(self, start: int) -> str:
        """The first word of the sentence that begins at `start`."""
        return next(iter(_WORD.findall(self.setting.flat[start : start + 20])), "")

    def word_before(self, number: int) -> str:
        """The word or mark before where a listed body is named; `number` counts the setting's mentions."""
        found = self._words.get(number)
        if found is None:
            start = self.setting.mentions[number].extent.start
            words = _WORD.findall(self.setting.flat[max(0, start - 20) : start])
            found = self._words[number] = " ".join(words[-1:])
        return found


def names(features: list[str]) -> list[str]:
    """What features come to where their names are wanted."""
    return features


def _how(tag: str, place: str, state: str, reviewing: str) -> list[str]:
    """How a meaning comes about, by itself and at its place."""
    return [tag, f"{tag}:{place}", f"{tag}:{place}:{reviewing}", f"{tag}:{place}:{state}"]


def _around(setting: Setting, telling: Telling, side: str) -> list[str]:
    start = telling.extent.start
    words = _WORD.findall(setting.flat[max(0, start - 24) : start])[-2:]
    after = _WORD.findall(setting.flat[telling.extent.end : telling.extent.end + 12])[:1]
    return [f"w{side}:{' '.join(words[-1:])}", f"w{side}:{' '.join(words)}", f"x{side}:{' '.join(after)}"]


def _shape(period: str) -> str:
    return "span" if "/" in period else period[5:6] or "year" if period else "none"


def _of_period(candidate: str, setting: Setting, measure: str) -> list[str]:
    review, plan = setting.event.review_period, setting.event.plan_period
    shape = _shape(candidate)
    relation = "other"
    if candidate and review:
        ours, theirs = year_of(candidate) or "", year_of(review) or ""
        relation = "earlier" if ours < theirs else "same-year" if ours == theirs else "later"
    return [
        f"shape:{shape}:{_shape(review or '')}",
        f"relation:{relation}",
        f"relation:{relation}:{candidate == plan}:{candidate == review}",
        f"relation:{relation}:{measure}",
        f"shape:{shape}:{setting.event.kind}",
    ]


def owner_candidates(sight: Sight, labels: Labels, previous: Previous | None, reach: Reach[Value]) -> dict[str, Value]:
    """Every listed organisation and nobody, each with its features."""
    found = reach.owners(labels.subject, labels.measure)
    setting, at = sight.setting, sight.region.quantity.extent.start
    start, host = sight.sentence.extent.start, setting.host
    named: BodyMention | None = setting.last_acting(start, at)
    opening = reach.opening(start)
    if previous is not None:
        kept = "s" if previous.same_sentence else "o"
        turned = "k" if previous.phase == labels.phase else "t"
        between = "n" if named is not None and named.extent.start >= previous.end else "-"
        add(found, previous.organization, reach.of(f"prev{kept}", f"prev{kept}:{turned}:{between}"))
        if named is None:
            add(found, previous.organization, reach.of(f"prev{kept}:open:{opening}", f"prev{kept}:alone"))
    wide = setting.wide_before(at)
    if (place := _wide_place(sight, named, wide)) is not None:
        for one in setting.organizations:
            pair = f"{host.kind if host is not None else '-'}:{one.kind}:{one is host}"
            add(found, one.name, reach.of(*place, *[f"{name}:{pair}" for name in place]))
    if host is not None and host.kind.endswith("commission"):
        words = sorted(set(sight.told.words.clause(start, at, -_LAST)[0]))
        for one in setting.organizations:
            if one is host or one.kind in _WHOLES:
                role = "host" if one is host else "whole"
                add(found, one.name, reach.of(*(f"lex:{word}:{role}" for word in words)))
    if (headed := setting.headed[sight.sentence.block]) is not None:
        add(found, headed, reach.of("headed"))
    near, far = _add_named(found, sight, reach, wide), reach.of("far")
    return {name: value if not name or name in near else value + far for name, value in found.items()}


def _wide_place(sight: Sight, named: BodyMention | None, wide: int) -> list[str] | None:
    """Where the last words for a whole territory before a number stand: after the last body, and in which sentence."""
    start = sight.sentence.extent.start
    if wide >= start:
        return ["wide", f"wide:{named is None or named.extent.start < wide}"]
    setting = sight.setting
    if named is None and wide >= setting.blocks[sight.sentence.block].extent.start:
        later = setting.last_acting(wide, start)
        return [f"wide-paragraph:{later is None}"]
    return None


def _link(sight: Sight, start: int, end: int) -> list[str]:
    """What lies between the last body that acts before a number and the number."""
    flat, near = sight.setting.flat, max(start, end - _GAP)
    parts = "c" if flat.find(";", near, end) >= 0 else "m" if flat.find(", ", near, end) >= 0 else "-"
    before = sight.regions[max(0, sight.index - 2) : sight.index]
    numbers = sum(region.quantity.extent.start >= start for region in before)
    told = _WORD.findall(flat[start : min(end, start + 24)])[:2]
    return [
        f"link:{parts}:{numbers}",
        f"link:{numbers}",
        f"link:{' '.join(told[:1])}:{min(numbers, 1)}",
        f"link:{' '.join(told)}:{min(numbers, 1)}",
    ]


def _add_named(found: dict[str, Value], sight: Sight, reach: Reach[Value], wide: int) -> set[str]:
    """The listed bodies named in the sentence and in its paragraph; those named near by.

    `wide` is where words for a whole territory last stand before the number.
    """
    setting, sentence = sight.setting, sight.sentence.extent
    at, near = sight.region.quantity.extent, set[str]()
    starts, mentions = setting.mention_starts, setting.mentions
    first, here = bisect_left(starts, sentence.start), bisect_right(starts, at.start)
    rank = 0
    for number in range(here - 1, first - 1, -1):
        mention = mentions[number]
        if not mention.acting:
            add(found, mention.name, reach.of("passive", f"passive:{reach.word_before(number)}"))
            continue
        place = PLACES[RANKS[min(rank, 2)]][bin_of(at.start - mention.extent.end)]
        cut = ("cut",) if wide >= mention.extent.end else ()
        add(found, mention.name, reach.of(*place, *cut, f"before:{reach.word_before(number)}"))
        if rank == 0:
            add(found, mention.name, reach.of(*_link(sight, mention.extent.end, at.start)))
        near.add(mention.name)
        rank += 1
    for number in range(here, bisect_left(starts, min(sentence.end, at.end + _AHEAD))):
        mention = mentions[number]
        inside = "own" if mention.extent.start < sight.region.right_end else "beyond"
        add(found, mention.name, reach.of(f"{inside}:{reach.word_before(number)}", inside))
        if inside == "own":
            near.add(mention.name)
    if sight.sentence.block < len(setting.blocks):
        start = setting.blocks[sight.sentence.block].extent.start
        low = bisect_left(starts, start)
        if low < first:
            cut = ("paragraph:cut",) if wide >= mentions[first - 1].extent.end else ()
            add(found, mentions[first - 1].name, reach.of("paragraph", *cut))
            add(found, mentions[low].name, reach.of("paragraph-first"))
            near.update((mentions[first - 1].name, mentions[low].name))
    if first:
        add(found, mentions[first - 1].name, reach.of("last-named"))
    return near
