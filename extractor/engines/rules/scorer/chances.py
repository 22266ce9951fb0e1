"""Probabilities: what sums of weights come to, how the rules' vote is weighed in, how sure a whole figure is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import exp, log
from types import MappingProxyType
from typing import Final

SCALE: Final = 100
"""What a weight of 1 is written as."""

OTHER: Final = "other"
"""The subject and the measure of what the guide has no word for."""

FLOOR: Final = 1e-4
"""The least probability that the scorer gives any label."""

_REACH: Final = -log(FLOOR)
"""How far below the highest sum one is still looked at."""

_RAISED: Final = tuple(exp(-below / SCALE) for below in range(int(_REACH * SCALE) + 1))
"""`exp` of how far a sum is below the highest, by hundredths."""


_NO_MORE: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Fusion:
    """How the two voters are weighed on one question, in logits.

    A label's logit is `scorer` times the logarithm of its probability by the scorer; the rules' label gets `vote` more,
    and `record` times what the deciding rule's own record is above or below even. Another label than the rules' goes
    out only where it is right with the probability `least` or more.
    """

    scorer: float
    vote: float
    record: float
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Squash:
    """A probability made of a logit: `1 / (1 + exp(-(bias + slope * logit)))`."""

    bias: float
    slope: float

    def __call__(self, value: float) -> float:
        """The probability, kept off 0 and 1."""
        return squashed(self.bias + self.slope * value)


@dataclass(frozen=True, slots=True)
class ListVote:
    """How the two voters are weighed on whether a body is listed, in logits.

    The scorer's logit counts `scorer` times; to it comes `listed` where the rules list the body, else `unlisted`.
    """

    scorer: float
    listed: float
    unlisted: float

    def __call__(self, value: float, *, ruled: bool) -> float:
        """The probability that the body is to be listed; `value` is the scorer's logit."""
        return sigmoid(self.scorer * value + (self.listed if ruled else self.unlisted))


@dataclass(frozen=True, slots=True)
class Whole:
    """The probability that a figure's labels are all right, made of what tells how sure they are, each with its weight.

    Why: docs/decisions/022-doubt-of-a-figure.md.
    """

    weights: Mapping[str, float]

    def __call__(self, signs: Mapping[str, float]) -> float:
        """The probability, kept off 0 and 1."""
        return squashed(sum([self.weights[name] * value for name, value in signs.items()]))


_PRIOR: Final = 8.0
"""How many sightings of an average rule a rule starts with."""


def rule_logit(records: Mapping[str, tuple[int, int]], rule: str) -> float:
    """The logit of how often the rule is right, drawn towards the mean of all rules where it was seldom seen."""
    right, seen = records.get(rule, (0, 0))
    all_right, all_seen = records["*"]
    share = (right + _PRIOR * all_right / all_seen) / (seen + _PRIOR)
    return logit(share)


def rank(candidates: Mapping[str, int], more: Mapping[str, int] = _NO_MORE) -> dict[str, float]:
    """The probability of each candidate, given what its features come to, those below `FLOOR` left out.

    `more` says of how many others, which are not among them, a candidate stands for one.
    """
    return softmax(candidates, candidates.values(), more) if len(candidates) > 1 else dict.fromkeys(candidates, 1.0)


def softmax(answers: Iterable[str], sums: Collection[int], more: Mapping[str, int] = _NO_MORE) -> dict[str, float]:
    """Probabilities of the answers from their sums, in hundredths; what is too unlikely beside the likeliest goes."""
    top = max(sums)
    low = top - len(_RAISED)
    raised = [(answer, _RAISED[top - value]) for answer, value in zip(answers, sums) if value > low]  # noqa: B905
    if len(raised) == 1:
        return {raised[0][0]: 1.0}
    whole = sum([value for _, value in raised])
    if more:
        whole += sum([value * more[answer] for answer, value in raised if answer in more])
    return {answer: value / whole for answer, value in raised}


def squashed(value: float) -> float:
    """The probability that a logit stands for, kept off 0 and 1."""
    return min(0.9999, max(0.0001, sigmoid(value)))


def sigmoid(value: float) -> float:
    """1 / (1 + exp(-value))."""
    return 1 / (1 + exp(-value)) if value >= 0 else exp(value) / (1 + exp(value))


def logit(share: float) -> float:
    """The logit of a probability, kept off its ends."""
    share = min(1 - 1e-6, max(1e-6, share))
    return log(share / (1 - share))


def fuse(shares: Mapping[str, float], rules: str, fusion: Fusion, record: float) -> dict[str, float]:
    """The probability of each label once the rules' vote is weighed in."""
    if len(shares) == 1 and rules in shares:
        return {rules: 1.0}
    power = fusion.scorer
    raised = {label: share**power for label, share in shares.items()}
    raised[rules] = raised.get(rules, FLOOR**power) * exp(fusion.vote + fusion.record * record)
    whole = sum(raised.values())
    return {label: value / whole for label, value in raised.items()}
