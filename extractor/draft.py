"""What claims about an article are made of, whichever task they are for, before anything is proved.

A place in the text is either an `Extent` (the engine knows where) or a `Quote` (it says what stands there).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from extractor.text.article import Extent
from extractor.text.record import record


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that should stand in the article; `near` is a code-point offset that helps to choose among repeats."""

    text: str
    near: int | None = None


Place = Extent | Quote


class Opinion(NamedTuple):
    """How one field of a figure was settled between two voters: the rules and the learned scorer.

    `chosen` is what went out, with the probability that it is right; `runner_up` is the next likely value, with its
    own. Where the scorer alone is asked, `why` says in words what ties the value to the number, and `rules` is null.
    """

    field: str
    rules: str | None
    scorer: str | None
    chosen: str | None
    probability: float
    runner_up: str | None = None
    runner_up_probability: float = 0.0
    why: str = ""

    @property
    def agreed(self) -> bool:
        """Whether whoever was asked gave the value that went out."""
        return self.scorer == self.chosen and (bool(self.why) or self.rules == self.chosen)


@record
class Decision:
    """How an item was decided: the rule's name, the distance of its cue in characters, a confidence in [0, 1].

    Where the learned scorer had a vote, `opinions` has what each voter said of each field, and the confidence is the
    probability that value and labels are right.
    """

    rule: str
    distance: int = 0
    confidence: float = 1.0
    opinions: tuple[Opinion, ...] = ()


UNSTATED: Final = Decision("unstated")


@dataclass(frozen=True, slots=True)
class Rejection:
    """A claim the gate refused: which kind of item, a short label of it, and why."""

    item: str
    claim: str
    reason: str
    quantity: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What became of the numbers that the text holds: the quantities the reader found, and what nobody recognised."""

    quantities: int
    explained: int
    unexplained: tuple[str, ...] = field(default=())
    unread: tuple[Extent, ...] = field(default=())
    """Numbers of the text that are no quantity, date, id, furniture or idiom, and that no figure or award is about."""

    @property
    def numbers(self) -> int:
        """The numbers that must be accounted for: quantities, and those that are unread."""
        return self.quantities + len(self.unread)

    @property
    def share(self) -> float:
        """Share of the numbers accounted for, 1.0 where there were none."""
        return self.explained / self.numbers if self.numbers else 1.0
