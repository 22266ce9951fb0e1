"""What was weighed about one number: each question with both votes, and what tells how sure all of them are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple, Self

from extractor.draft import Opinion
from extractor.engines.rules.scorer.chances import OTHER, logit
from extractor.engines.rules.scorer.opening import likeliest
from extractor.engines.rules.scorer.verdict import Labels
from extractor.text.record import record

CORE: Final = ("subject", "measure", "basis", "phase")
"""The fields that, with the value, make a figure right at the `core` level of the evaluation."""


class Weighed(NamedTuple):
    """One question about one number: the rules' answer, the scorer's probabilities, and those of both together.

    `chosen` is the likeliest answer, unless it is too unsure to stand against the rules'. Where the scorer alone is
    asked, `why` says in words what ties the answer to the number.
    """

    question: str
    rules: str
    shares: Mapping[str, float]
    fused: Mapping[str, float]
    chosen: str
    why: str = ""

    @classmethod
    def of(
        cls, question: str, rules: str, shares: Mapping[str, float], fused: Mapping[str, float], least: float
    ) -> Self:
        """The question settled: another answer than the rules' must be right with the probability `least`."""
        best = likeliest(fused)
        return cls(question, rules, shares, fused, best if fused[best] >= least else rules)

    def opinion(self) -> Opinion:
        """The same for a reader."""
        chosen, second, share = self.chosen, None, 0.0
        if self.fused is self.shares and not self.why:
            return _undoubted(self.question, chosen)
        if len(self.fused) > 1:
            for answer, value in self.fused.items():
                if value > share and answer != chosen:
                    second, share = answer, value
        return Opinion(
            self.question,
            None if self.why else self.rules or None,
            (chosen if self.fused is self.shares else likeliest(self.shares)) or None,
            chosen or None,
            round(self.fused[chosen], 4),
            second or None,
            round(share, 4),
            self.why,
        )


@lru_cache(maxsize=1024)
def agreed(question: str, answer: str) -> Weighed:
    """A question on which the rules and the scorer give one answer and the scorer sees no other."""
    sure = {answer: 1.0}
    return Weighed(question, answer, sure, sure, answer)


@lru_cache(maxsize=1024)
def _undoubted(question: str, answer: str) -> Opinion:
    return Opinion(question, answer or None, answer or None, answer or None, 1.0)


@record
class Considered:
    """Everything that was weighed about one number, with how likely it is a figure at all."""

    labels: Labels
    keep: float
    """The scorer's probability that the number is a figure."""
    weighed: tuple[Weighed, ...]
    new: tuple[float, float]
    """The shares of the words around that no gold had, as `Opening` has them."""

    def together(self, *questions: str) -> float:
        """The probability that the answers to these questions are all right, were they independent."""
        product = 1.0
        for one in self.weighed:
            if one.question in questions:
                product *= one.fused[one.chosen]
        return product

    def signs(self, keep: float) -> dict[str, float]:
        """What tells how sure the labels are (`Whole`); `keep` is the probability that the number is a figure."""
        labels = self.labels
        found = {
            "bias": 1.0,
            "core": _surety(keep * self.together(*CORE)),
            "measure.other": float(labels.measure == OTHER),
            "subject.other": float(labels.subject == OTHER),
            "beside.new": self.new[0],
            "clause.new": self.new[1],
        }
        for one in self.weighed:
            found[one.question] = _surety(one.fused[one.chosen])
            if one.question in ("measure", "subject"):
                found[f"{one.question}.rules"] = float(one.rules == one.chosen)
                found[f"{one.question}.scorer"] = float(likeliest(one.shares) == one.chosen)
        return found


def _surety(share: float) -> float:
    """The logit of a probability; beyond one in ten thousand nobody is sure."""
    return logit(min(1 - _UNSURE, max(_UNSURE, share)))


_UNSURE: Final = 1e-4
