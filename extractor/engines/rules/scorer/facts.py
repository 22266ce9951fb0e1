"""Features spelled once: what they tell of is looked up, and strings are made only where it is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Generic, TypeVar

Fact = tuple[Any, ...]
"""How features are spelled, and what fills their gaps: cheap to make and to look up, where strings are dear.

The spelling is a text with a numbered gap for each thing and a stroke between two features ("n:{0}|n:{0}:{1}"), or a
function that is given the things.
"""
Value = TypeVar("Value")

_MOST: Final = 8192
"""Facts that are kept; they are few beside the words of the articles that they come from."""


def spelled(facts: Iterable[Fact]) -> list[str]:
    """The features of all the facts, in order."""
    return [feature for fact in facts for feature in _spelled(fact)]


def _spelled(fact: Fact) -> list[str]:
    spelling, *told = fact
    if isinstance(spelling, str):
        return [one.format(*told) for one in spelling.split("|")]
    return list(spelling(*told))


class Sums(dict[Fact, Value], Generic[Value]):
    """What each fact comes to, worked out when first asked for; `weigh` says what features come to."""

    def __init__(self, weigh: Callable[[list[str]], Value]) -> None:
        super().__init__()
        self.weigh = weigh

    def __missing__(self, fact: Fact) -> Value:
        if len(self) >= _MOST:
            self.clear()
        found = self[fact] = self.weigh(_spelled(fact))
        return found

    def of_words(self, part: str, words: Iterable[str], role: str) -> Value:
        """What words come to in the part and the role that their features name."""
        return self.weigh([f"{part}:{word}:{role}" for word in words])


class Ranked(Sums[int]):
    """What facts come to on a question about candidates, and words without their features being spelled."""

    def __init__(self, weigh: Callable[[list[str]], int], weights: Mapping[str, int]) -> None:
        super().__init__(weigh)
        self._weights = weights
        self._words: dict[tuple[str, str], dict[str, int]] = {}

    def of_words(self, part: str, words: Iterable[str], role: str) -> int:
        """The same, looked up by the words alone."""
        known = self._words.get((part, role))
        if known is None:
            begin, end = f"{part}:", f":{role}"
            known = self._words[part, role] = {
                name[len(begin) : -len(end)]: weight
                for name, weight in self._weights.items()
                if name.startswith(begin) and name.endswith(end)
            }
        return sum(filter(None, map(known.get, words)))


class Joined(dict[str, dict[str, int]]):
    """What features come to that all have the same words before them: asked for what follows these, and for these.

    `weights` are those of one question about candidates.
    """

    def __init__(self, weights: Mapping[str, int]) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, before: str) -> dict[str, int]:
        own = (row for row in self._weights.items() if row[0].startswith(before))
        found = self[before] = {name.removeprefix(before): weight for name, weight in own}
        return found

    def __call__(self, features: Iterable[str], before: str) -> int:
        """The sum in hundredths."""
        return sum(filter(None, map(self[before].get, features)))
