"""What the candidates of one article for period and owner have in common, worked out once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from extractor.engines.rules.mentions import year_of
from extractor.engines.rules.scorer.facts import Sums
from extractor.engines.rules.scorer.sight import Setting
from extractor.engines.rules.scorer.tellings import Telling

NOTHING: Final = ""
"""Stands for no period and for no organisation among the candidates."""

WORD: Final = re.compile(r"[^\W\d_]+|[^\w\s]")
_NEAR: Final = 15
_FAR: Final = 60
AHEAD: Final = 60
"""Characters after a number within which a period or a body may still be its own."""


def near(distance: int) -> str:
    """How far something is from a number of the same sentence: `0` next to it, `1` in its clause, `2` further."""
    return "0" if distance <= _NEAR else "1" if distance <= _FAR else "2"


def binned(count: int) -> str:
    """A count, the more broadly the higher it is."""
    return str(count) if count < 3 else "3" if count < 5 else "5" if count < 9 else "9"


PLACES: Final = {
    place: {at: [place, f"{place}:{at}"] for at in "012"}
    for place in ("before0", "before1", "before2", "after:own", "after:beyond")
}
"""The features of a place by how far it is from the number."""
RANKS: Final = ("before0", "before1", "before2")

_HOW: Final = "{0}|{0}:{1}|{0}:{1}:{3}|{0}:{1}:{2}"
"""How a meaning comes about, by itself and at its place, beside a state and in an article that reviews something."""
_OF_PERIOD: Final = "shape:{0}:{1}|relation:{2}|relation:{2}:{3}:{4}|relation:{2}:{5}|shape:{0}:{6}"
"""A period's shape and how it stands to the reviewed one, with the measure and the event's kind."""

Value = TypeVar("Value", int, list[str])
"""What features come to: the sum of their weights, or their names, one behind the other."""


def add(found: dict[str, Value], candidate: str | None, value: Value) -> None:
    """What speaks for a candidate, added to what has been found; null stands for none."""
    key = candidate or NOTHING
    found[key] = found[key] + value if key in found else value


@dataclass(eq=False)
class Reach(Generic[Value]):
    """What the candidates of one article have in common from number to number, each worked out once.

    `facts` says what facts come to on the question that the candidates answer.
    """

    setting: Setting
    facts: Sums[Value]
    _kept: dict[tuple[str, ...], Value] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """What the article alone says; nothing that all candidates share."""

    def of(self, *features: str) -> Value:
        """What these features come to."""
        found = self._kept.get(features)
        if found is None:
            found = self._kept[features] = self.facts.weigh(list(features))
        return found

    def opening(self, start: int) -> str:
        """The first word of the sentence that begins at `start`."""
        return self.setting.opening(start)


class PeriodReach(Reach[Value]):
    """The same of the periods."""

    def __post_init__(self) -> None:
        weigh, event = self.facts.weigh, self.setting.event
        self._told: dict[tuple[int, str, str], list[tuple[str, Value]]] = {}
        self._periods: dict[tuple[str, str], Value] = {}
        self.reviewing = "r" if event.review_period else "n"
        self._standing: dict[str, Value] = {}
        add(self._standing, None, weigh(["nothing"]))
        add(self._standing, event.review_period, weigh(["review"]))
        add(self._standing, event.plan_period, weigh(["plan"]))
        if event.review_period is not None:
            add(self._standing, year_of(event.review_period), weigh(["review-year"]))

    def standing(self) -> dict[str, Value]:
        """The periods of the event, each with its features; a new table."""
        return dict(self._standing)

    def told(self, number: int, place: str, state: str) -> Sequence[tuple[str, Value]]:
        """What a telling may mean at a place, each meaning with the words around it and how it comes about.

        `number` counts the setting's tellings; `state` is whether the figure is a standing one.
        """
        found = self._told.get((number, place, state))
        if found is None:
            telling, facts = self.setting.tellings[number], self.facts
            around = facts.weigh(_around(self.setting, telling, place[0]))
            found = []
            for meaning, tags in telling.meanings:
                value = around
                for tag in tags:
                    value = value + facts[_HOW, tag, place, state, self.reviewing]
                found.append((meaning, value))
            self._told[number, place, state] = found
        return found

    def of_period(self, candidate: str, measure: str) -> Value:
        """What a candidate's shape says, and how it stands to the event's periods."""
        found = self._periods.get((candidate, measure))
        if found is None:
            event = self.setting.event
            review, plan = event.review_period, event.plan_period
            relation = "other"
            if candidate and review:
                ours, theirs = year_of(candidate) or "", year_of(review) or ""
                relation = "earlier" if ours < theirs else "same-year" if ours == theirs else "later"
            shape, reviewed = _shape(candidate), _shape(review or "")
            found = self._periods[candidate, measure] = self.facts[
                _OF_PERIOD, shape, reviewed, relation, candidate == plan, candidate == review, measure, event.kind
            ]
        return found


def names(features: list[str]) -> list[str]:
    """What features come to where their names are wanted."""
    return features


def _around(setting: Setting, telling: Telling, side: str) -> list[str]:
    start = telling.extent.start
    words = WORD.findall(setting.flat[max(0, start - 24) : start])[-2:]
    after = WORD.findall(setting.flat[telling.extent.end : telling.extent.end + 12])[:1]
    return [f"w{side}:{' '.join(words[-1:])}", f"w{side}:{' '.join(words)}", f"x{side}:{' '.join(after)}"]


def _shape(period: str) -> str:
    return "span" if "/" in period else period[5:6] or "year" if period else "none"
