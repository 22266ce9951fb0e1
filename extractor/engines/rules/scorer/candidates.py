"""The periods that a figure may have, each with the features that speak for or against it.

`Reach` and the places of something by how far it is from a number are the owners' as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from extractor.engines.rules.mentions import year_of
from extractor.engines.rules.scorer.sight import Previous, Setting, Sight
from extractor.engines.rules.scorer.verdict import Labels
from extractor.reading.model import PeriodMention

NOTHING: Final = ""
"""Stands for no period and for no organisation among the candidates."""

_A_YEAR_AGO: Final = re.compile(r"cùng kỳ|năm (?:ngoái|trước)(?![^\W\d_])")
WORD: Final = re.compile(r"[^\W\d_]+|[^\w\s]")
_NEAR: Final = 15
_FAR: Final = 60
AHEAD: Final = 60
"""Characters after a number within which a period or a body may still be its own."""


def near(distance: int) -> str:
    """How far something is from a number of the same sentence: `0` next to it, `1` in its clause, `2` further."""
    return "0" if distance <= _NEAR else "1" if distance <= _FAR else "2"


PLACES: Final = {
    place: {at: [place, f"{place}:{at}"] for at in "012"}
    for place in ("before0", "before1", "before2", "after:own", "after:beyond")
}
"""The features of a place by how far it is from the number."""
RANKS: Final = ("before0", "before1", "before2")

Value = TypeVar("Value", int, list[str])
"""What features come to: the sum of their weights, or their names, one behind the other."""


def add(found: dict[str, Value], candidate: str | None, value: Value) -> None:
    """What speaks for a candidate, added to what has been found; null stands for none."""
    key = candidate or NOTHING
    found[key] = found[key] + value if key in found else value


@dataclass(eq=False)
class Reach(Generic[Value]):
    """What the candidates of one article have in common from number to number, each worked out once.

    `weigh` says what features come to on the question that the candidates answer.
    """

    setting: Setting
    weigh: Callable[[list[str]], Value]
    _kept: dict[tuple[str, ...], Value] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """What the article alone says; nothing that all candidates share."""

    def of(self, *features: str) -> Value:
        """What these features come to."""
        found = self._kept.get(features)
        if found is None:
            found = self._kept[features] = self.weigh(list(features))
        return found


class PeriodReach(Reach[Value]):
    """The same of the periods."""

    def __post_init__(self) -> None:
        of, setting = self.weigh, self.setting
        self._told: dict[int, tuple[str | None, Value, Value]] = {}
        event = setting.event
        self._standing: dict[str, Value] = {}
        add(self._standing, None, of(["nothing"]))
        add(self._standing, event.review_period, of(["review"]))
        add(self._standing, event.plan_period, of(["plan"]))
        self.year_ago: str | None = None
        if event.review_period is not None:
            add(self._standing, year_of(event.review_period), of(["review-year"]))
            self.year_ago = year_before(event.review_period)
        self.held_year = None if event.held_on is None else str(event.held_on.year)

    def standing(self) -> dict[str, Value]:
        """The periods of the event, each with its features; a new table."""
        return dict(self._standing)

    def told(self, number: int) -> tuple[str | None, Value, Value]:
        """A period that the article names: its value, and the words around it as features, before and after a number.

        `number` counts the setting's periods.
        """
        found = self._told.get(number)
        if found is None:
            setting = self.setting
            mention = setting.periods[number]
            before, after = self.weigh(_around(setting, mention, "b")), self.weigh(_around(setting, mention, "a"))
            found = self._told[number] = (setting.values.value(mention), before, after)
        return found

    def of_period(self, candidate: str, measure: str) -> Value:
        """What a candidate's shape says, and how it stands to the event's periods."""
        key = ("of", candidate, measure)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self.weigh(_of_period(candidate, self.setting, measure))
        return found


def names(features: list[str]) -> list[str]:
    """What features come to where their names are wanted."""
    return features


def period_candidates(
    sight: Sight, labels: Labels, previous: Previous | None, reach: PeriodReach[Value]
) -> dict[str, Value]:
    """Every period in reach of the figure, with its features; `labels` are the figure's own so far."""
    setting, at = sight.setting, sight.region.quantity.extent.start
    found = reach.standing()
    if setting.event.review_period is not None:
        ago = _A_YEAR_AGO.search(setting.flat, max(sight.sentence.extent.start, at - _FAR), at)
        add(found, reach.year_ago, reach.of("year-ago", f"year-ago:{ago[0] if ago else '-'}"))
    if reach.held_year is not None:
        add(found, reach.held_year, reach.of("held-year"))
    if previous is not None:
        near = "s" if previous.same_sentence else "o"
        same = previous.phase == labels.phase
        add(found, previous.period, reach.of(f"prev{near}", f"prev{near}:{same}"))
    _add_told(found, sight, reach)
    return {candidate: value + reach.of_period(candidate, labels.measure) for candidate, value in found.items()}


def year_before(period: str) -> str | None:
    """The same stretch a year earlier; None for a span."""
    return None if "/" in period else f"{int(period[:4]) - 1}{period[4:]}"


def _add_told(found: dict[str, Value], sight: Sight, reach: PeriodReach[Value]) -> None:
    """The periods that the sentence and the paragraph before it name."""
    setting, sentence = sight.setting, sight.sentence.extent
    at = sight.region.quantity.extent
    for rank, number in enumerate(reversed(_between(setting, sentence.start, at.start))):
        value, around, _ = reach.told(number)
        place = PLACES[RANKS[min(rank, 2)]][near(at.start - setting.periods[number].extent.end)]
        add(found, value, reach.of(*place) + around)
    for number in _between(setting, at.end, min(sentence.end, at.end + AHEAD)):
        value, _, around = reach.told(number)
        start = setting.periods[number].extent.start
        place = PLACES["after:own" if start < sight.region.right_end else "after:beyond"][near(start - at.end)]
        add(found, value, reach.of(*place) + around)
    if sight.sentence.block < len(setting.blocks):
        start = setting.blocks[sight.sentence.block].extent.start
        low, high = bisect_left(setting.period_starts, start), bisect_left(setting.period_starts, sentence.start)
        ended = (
            number for number in range(high - 1, low - 1, -1) if setting.periods[number].extent.end <= sentence.start
        )
        if (last := next(ended, None)) is not None:
            add(found, reach.told(last)[0], reach.of("paragraph"))


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
    words = WORD.findall(setting.flat[max(0, start - 24) : start])[-2:]
    after = WORD.findall(setting.flat[mention.extent.end : mention.extent.end + 12])[:1]
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
