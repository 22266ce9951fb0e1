"""The periods and the organisations that a figure may have, each with the features that speak for or against it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Final

from extractor.engines.rules.mentions import year_of
from extractor.engines.rules.scorer.sight import Previous, Setting, Sight
from extractor.engines.rules.scorer.verdict import Labels
from extractor.reading.model import PeriodMention

NOTHING: Final = ""
"""Stands for no period and for no organisation among the candidates."""

_A_YEAR_AGO: Final = re.compile(r"cùng kỳ|năm (?:ngoái|trước)(?![^\W\d_])")
Candidates = dict[str, list[str]]
_WORD: Final = re.compile(r"[^\W\d_]+|[^\w\s]")
_NEAR: Final = 15
_FAR: Final = 60
_AHEAD: Final = 60
"""Characters after a number within which a period or a body may still be its own."""


def _bin(distance: int) -> str:
    return "0" if distance <= _NEAR else "1" if distance <= _FAR else "2"


_PLACES: Final = {
    place: {at: (place, f"{place}:{at}") for at in "012"}
    for place in ("before0", "before1", "before2", "after:own", "after:beyond")
}
"""The features of a place by how far it is from the number."""
_RANKS: Final = ("before0", "before1", "before2")


def _add(found: Candidates, candidate: str | None, *features: str) -> None:
    found.setdefault(candidate or NOTHING, []).extend(features)


def _copied(found: Candidates) -> Candidates:
    return {candidate: features[:] for candidate, features in found.items()}


class Reach:
    """What the candidates of one article have in common from number to number, each worked out once."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._told: dict[int, tuple[str | None, list[str], list[str]]] = {}
        self._periods: dict[tuple[str, str], list[str]] = {}
        self._owners: dict[tuple[str, str], Candidates] = {}
        self._words: dict[int, str] = {}
        event = setting.event
        self._standing = Candidates()
        _add(self._standing, None, "nothing")
        _add(self._standing, event.review_period, "review")
        _add(self._standing, event.plan_period, "plan")
        self.year_ago: str | None = None
        if event.review_period is not None:
            _add(self._standing, year_of(event.review_period), "review-year")
            self.year_ago = year_before(event.review_period)
        self.held_year = None if event.held_on is None else str(event.held_on.year)

    def standing(self) -> Candidates:
        """The periods of the event, a new list of features for each."""
        return _copied(self._standing)

    def told(self, number: int) -> tuple[str | None, list[str], list[str]]:
        """A period that the article names: its value, and the words around it as features, before and after a number.

        `number` counts the setting's periods.
        """
        found = self._told.get(number)
        if found is None:
            setting = self._setting
            mention = setting.periods[number]
            value = setting.values.value(mention)
            found = self._told[number] = (value, _around(setting, mention, "b"), _around(setting, mention, "a"))
        return found

    def of_period(self, candidate: str, measure: str) -> list[str]:
        """What a candidate's shape says, and how it stands to the event's periods."""
        found = self._periods.get((candidate, measure))
        if found is None:
            found = self._periods[candidate, measure] = _of_period(candidate, self._setting, measure)
        return found

    def owners(self, subject: str, measure: str) -> Candidates:
        """Nobody and the listed bodies with what they are, a new list of features for each."""
        found = self._owners.get((subject, measure))
        if found is None:
            found = self._owners[subject, measure] = _listed_owners(self._setting, subject, measure)
        return _copied(found)

    def word_before(self, number: int) -> str:
        """The word or mark before where a listed body is named; `number` counts the setting's mentions."""
        found = self._words.get(number)
        if found is None:
            start = self._setting.mentions[number].extent.start
            words = _WORD.findall(self._setting.flat[max(0, start - 20) : start])
            found = self._words[number] = " ".join(words[-1:])
        return found


def period_candidates(
    sight: Sight, labels: Labels, previous: Previous | None, reach: Reach | None = None
) -> Candidates:
    """Every period in reach of the figure, with its features; `labels` are the figure's own so far."""
    setting, at = sight.setting, sight.region.quantity.extent.start
    reach = reach or Reach(setting)
    found = reach.standing()
    if setting.event.review_period is not None:
        ago = _A_YEAR_AGO.search(setting.flat, max(sight.sentence.extent.start, at - _FAR), at)
        _add(found, reach.year_ago, "year-ago", f"year-ago:{ago[0] if ago else '-'}")
    if reach.held_year is not None:
        _add(found, reach.held_year, "held-year")
    if previous is not None:
        near = "s" if previous.same_sentence else "o"
        _add(found, previous.period, f"prev{near}", f"prev{near}:{previous.phase == labels.phase}")
    _add_told(found, sight, reach)
    for candidate, features in found.items():
        features += reach.of_period(candidate, labels.measure)
    return found


def year_before(period: str) -> str | None:
    """The same stretch a year earlier; None for a span."""
    return None if "/" in period else f"{int(period[:4]) - 1}{period[4:]}"


def _add_told(found: Candidates, sight: Sight, reach: Reach) -> None:
    """The periods that the sentence and the paragraph before it name."""
    setting, sentence = sight.setting, sight.sentence.extent
    at = sight.region.quantity.extent
    for rank, number in enumerate(reversed(_between(setting, sentence.start, at.start))):
        value, around, _ = reach.told(number)
        distance = _bin(at.start - setting.periods[number].extent.end)
        features = found.setdefault(value or NOTHING, [])
        features += _PLACES[_RANKS[min(rank, 2)]][distance]
        features += around
    for number in _between(setting, at.end, min(sentence.end, at.end + _AHEAD)):
        value, _, around = reach.told(number)
        start = setting.periods[number].extent.start
        place = "after:own" if start < sight.region.right_end else "after:beyond"
        features = found.setdefault(value or NOTHING, [])
        features += _PLACES[place][_bin(start - at.end)]
        features += around
    if sight.sentence.block < len(setting.blocks):
        start = setting.blocks[sight.sentence.block].extent.start
        for number in _between(setting, start, sentence.start)[-1:]:
            _add(found, reach.told(number)[0], "paragraph")


def _between(setting: Setting, start: int, end: int) -> list[int]:
    """The numbers of the periods named between two places."""
    starts = setting.period_starts
    low, high = bisect_left(starts, start), bisect_left(starts, end)
    if low == high:
        return []
    periods = setting.periods
    return [number for number in range(low, high) if periods[number].extent.end <= end]


def _around(setting: Setting, mention: PeriodMention, side: str) -> list[str]:
    start = mention.extent.start
    words = _WORD.findall(setting.flat[max(0, start - 24) : start])[-2:]
    after = _WORD.findall(setting.flat[mention.extent.end : mention.extent.end + 12])[:1]
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


def _listed_owners(setting: Setting, subject: str, measure: str) -> Candidates:
    found = Candidates()
    _add(found, None, "nobody", f"nobody:{subject}:{measure}")
    host, count = setting.host, len(setting.organizations)
    for one in setting.organizations:
        _add(found, one.name, f"kind:{one.kind}", f"kind:{one.kind}:{measure}", f"of:{count}")
        if one is host:
            _add(found, one.name, "host", f"host:{one.kind}:{subject}", f"host:{count}")
    return found


def owner_candidates(sight: Sight, labels: Labels, previous: Previous | None, reach: Reach | None = None) -> Candidates:
    """Every listed organisation and nobody, each with its features."""
    reach = reach or Reach(sight.setting)
    found = reach.owners(labels.subject, labels.measure)
    if previous is not None:
        _add(found, previous.organization, "prevs" if previous.same_sentence else "prevo")
    near = _add_named(found, sight, reach)
    for name, features in found.items():
        if name and name not in near:
            features.append("far")
    return found


def _add_named(found: Candidates, sight: Sight, reach: Reach) -> set[str]:
    """The listed bodies named in the sentence and in its paragraph; those named near by."""
    setting, sentence = sight.setting, sight.sentence.extent
    at, near = sight.region.quantity.extent, set[str]()
    starts, mentions = setting.mention_starts, setting.mentions
    first, here = bisect_left(starts, sentence.start), bisect_right(starts, at.start)
    for rank, number in enumerate(range(here - 1, first - 1, -1)):
        mention = mentions[number]
        places = _PLACES[_RANKS[min(rank, 2)]][_bin(at.start - mention.extent.end)]
        _add(found, mention.name, *places, f"before:{reach.word_before(number)}")
        near.add(mention.name)
    for number in range(here, bisect_left(starts, min(sentence.end, at.end + _AHEAD))):
        mention = mentions[number]
        inside = "own" if mention.extent.start < sight.region.right_end else "beyond"
        _add(found, mention.name, f"{inside}:{reach.word_before(number)}", inside)
        if inside == "own":
            near.add(mention.name)
    if sight.sentence.block < len(setting.blocks):
        start = setting.blocks[sight.sentence.block].extent.start
        told = mentions[bisect_left(starts, start) : first]
        if told:
            _add(found, told[-1].name, "paragraph")
            _add(found, told[0].name, "paragraph-first")
            near.update((told[-1].name, told[0].name))
    if first and mentions[:first]:
        _add(found, mentions[first - 1].name, "last-named")
    return near
