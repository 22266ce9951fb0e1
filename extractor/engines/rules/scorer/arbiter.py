"""Rules and scorer weighed, number by number: the labels that go out, and how likely each is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from extractor.draft import Opinion
from extractor.engines.rules.scorer.candidates import NOTHING, owner_candidates, period_candidates
from extractor.engines.rules.scorer.features import measure_features, own_features, previous_features
from extractor.engines.rules.scorer.model import Model, fuse, logit, shipped
from extractor.engines.rules.scorer.sight import Previous, Setting, Sight
from extractor.engines.rules.scorer.verdict import Labels, MakeJudge, PeriodOf, Verdict

DROPPED_BELOW: Final = 0.45
"""A number that is a figure with less probability than this is left out."""
CORE: Final = ("subject", "measure", "basis", "phase")
"""The fields that, with the value, make a figure right at the `core` level of the evaluation."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One question about one number: the rules' answer, the scorer's probabilities, and those of both together."""

    question: str
    rules: str
    shares: Mapping[str, float]
    fused: Mapping[str, float]

    @property
    def chosen(self) -> str:
        """The likeliest answer; of equal ones the rules'."""
        return max(self.fused, key=lambda answer: (self.fused[answer], answer == self.rules, answer))

    def opinion(self) -> Opinion:
        """The same for a reader."""
        chosen = self.chosen
        others = [answer for answer in self.fused if answer != chosen]
        second = max(others, key=lambda answer: (self.fused[answer], answer), default=None)
        return Opinion(
            self.question,
            self.rules or None,
            max(self.shares, key=lambda answer: (self.shares[answer], answer)) or None,
            chosen or None,
            round(self.fused[chosen], 4),
            second or None,
            round(self.fused[second], 4) if second is not None else 0.0,
        )


@dataclass(frozen=True, slots=True)
class Considered:
    """Everything that was weighed about one number, with how likely it is a figure at all."""

    labels: Labels
    keep: float
    """The scorer's probability that the number is a figure."""
    weighed: tuple[Weighed, ...]

    def together(self, *questions: str) -> float:
        """The probability that the answers to these questions are all right, were they independent."""
        product = 1.0
        for one in self.weighed:
            if one.question in questions:
                product *= one.fused[one.chosen]
        return product


def consider(
    model: Model, sight: Sight, ruled: Labels, rule: str, period_of: PeriodOf, previous: Previous | None
) -> Considered:
    """Every question about one number weighed, in their order: what is settled helps with what follows."""
    sums = model.sums([*own_features(sight), *previous_features(sight, previous)])
    record = model.record(rule)
    weighed: list[Weighed] = []

    def settle(question: str, rules: str, shares: Mapping[str, float]) -> str:
        fused = fuse(shares, rules, model.fusions[question], record)
        weighed.append(Weighed(question, rules, shares, fused))
        return weighed[-1].chosen

    basis = settle("basis", ruled.basis, model.shares("basis", sums))
    phase = settle("phase", ruled.phase, model.shares("phase", sums))
    measure = settle("measure", ruled.measure, model.shares("measure", sums))
    model.add(measure_features(sight, measure), sums)
    subject = settle("subject", ruled.subject, model.shares("subject", sums))
    same = (phase, basis, measure) == (ruled.phase, ruled.basis, ruled.measure)
    period = ruled.period if same else period_of(phase, basis, measure)
    labels = Labels(subject, measure, basis, phase, period, ruled.organization)
    periods = period_candidates(sight, labels, previous)
    period = settle("period", period or NOTHING, model.rank("period", periods)) or None
    owners = owner_candidates(sight, labels, previous)
    owner = settle("organization", ruled.organization or NOTHING, model.rank("organization", owners)) or None
    keep = model.shares("keep", sums)["yes"]
    return Considered(Labels(subject, measure, basis, phase, period, owner), keep, tuple(weighed))


class Arbiter:
    """The judge of one article's numbers; what it settles is what the next number sees as the figure before."""

    def __init__(self, setting: Setting, model: Model | None = None) -> None:
        self._model = model or shipped()
        self._last: tuple[Sight, Labels] | None = None
        del setting

    def weigh(self, sight: Sight, ruled: Labels, rule: str, period_of: PeriodOf) -> Verdict:
        """The verdict on one quantity."""
        model = self._model
        found = consider(model, sight, ruled, rule, period_of, seen_before(self._last, sight))
        self._last = (sight, found.labels)
        keep = model.keep(logit(found.keep))
        likely = model.item(logit(keep * found.together(*CORE)))
        return Verdict(
            found.labels,
            kept=keep >= DROPPED_BELOW,
            opinions=tuple(one.opinion() for one in found.weighed),
            probability=round(likely, 4),
        )


def seen_before(last: tuple[Sight, Labels] | None, sight: Sight) -> Previous | None:
    """The figure before, where it stands in the same paragraph."""
    if last is None or last[0].sentence.block != sight.sentence.block:
        return None
    before, labels = last
    return Previous(
        labels.subject,
        labels.measure,
        labels.basis,
        labels.phase,
        labels.period,
        labels.organization,
        before.region.quantity.extent.end,
        before.number == sight.number,
    )


def arbiter(model: Model | None = None) -> MakeJudge:
    """Makes an arbiter for each article, with the shipped model or another."""
    return partial(Arbiter, model=model)
