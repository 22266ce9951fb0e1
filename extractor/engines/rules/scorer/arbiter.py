"""Rules and scorer weighed, number by number: the labels that go out, and how likely each is right."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cache, lru_cache, partial
from typing import Final, NamedTuple, Self

from extractor.draft import Decision, Opinion
from extractor.engines.rules.mentions import year_of
from extractor.engines.rules.scene import BODIES, WORDS
from extractor.engines.rules.scorer.candidates import NOTHING, Reach, owner_candidates
from extractor.engines.rules.scorer.dating import period_candidates, period_in_turn
from extractor.engines.rules.scorer.features import (
    clause_words,
    measure_features,
    number_features,
    previous_features,
    sentence_features,
)
from extractor.engines.rules.scorer.hosting import likeliest_host
from extractor.engines.rules.scorer.listing import listed
from extractor.engines.rules.scorer.model import Model, fuse, logit, shipped
from extractor.engines.rules.scorer.sight import Previous, Setting, Sight, Told
from extractor.engines.rules.scorer.verdict import Labels, PeriodOf, Verdict, Voters
from extractor.engines.rules.table import rules
from extractor.text.record import record

RULES_STAND: Final = 1.01
"""What no probability reaches."""
_SURE: Final = 0.6
"""Confidence from which a rule follows a pattern and is no last resort."""
_TOLD_OUTRIGHT: Final = 0.9
"""Confidence of a rule that found both the counted noun and a word of the guide's table of measures beside it."""
_COUNTED: Final = frozenset(("member", *BODIES)) | {"individual"}
_TELLS_WHOM: Final = frozenset(["attended"])
"""Measures that say whom they are of, whatever noun is counted ("1 lớp cho 80 đảng viên": guide, section 1)."""
_BESIDE: Final = 48
_AFTER: Final = 120
"""Characters before and after a number within which such words stand."""
_RESULT: Final = re.compile(r"(?<![^\W\d_])(?:kết quả|thực hiện)(?![^\W\d_])")
DROPPED_BELOW: Final = 0.1
"""A number that is a figure with less probability than this is left out."""
CORE: Final = ("subject", "measure", "basis", "phase")
"""The fields that, with the value, make a figure right at the `core` level of the evaluation."""


Shares = Mapping[str, float]
"""Answers with their probabilities."""


class Weighed(NamedTuple):
    """One question about one number: the rules' answer, the scorer's probabilities, and those of both together.

    `chosen` is the likeliest answer, unless it is too unsure to stand against the rules'.
    """

    question: str
    rules: str
    shares: Mapping[str, float]
    fused: Mapping[str, float]
    chosen: str

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
        if self.fused is self.shares:
            return _undoubted(self.question, chosen)
        if len(self.fused) > 1:
            for answer, value in self.fused.items():
                if value > share and answer != chosen:
                    second, share = answer, value
        return Opinion(
            self.question,
            self.rules or None,
            likeliest(self.shares) or None,
            chosen or None,
            round(self.fused[chosen], 4),
            second or None,
            round(share, 4),
        )


@lru_cache(maxsize=1024)
def agreed(question: str, answer: str) -> Weighed:
    """A question on which the rules and the scorer give one answer and the scorer sees no other."""
    sure = {answer: 1.0}
    return Weighed(question, answer, sure, sure, answer)


@lru_cache(maxsize=1024)
def _undoubted(question: str, answer: str) -> Opinion:
    return Opinion(question, answer or None, answer or None, answer or None, 1.0)


def likeliest(shares: Mapping[str, float]) -> str:
    """The answer with the greatest probability; of equal ones the first, which is in the data file's order."""
    if len(shares) == 1:
        return next(iter(shares))
    return max(shares, key=shares.__getitem__)


@record
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
    model: Model,
    sight: Sight,
    ruled: Labels,
    rule: str,
    period_of: PeriodOf,
    previous: Previous | None,
    firm: Collection[str] = (),
    shared: int | None = None,
    reach: Callable[[str], Reach[int]] | None = None,
) -> Considered:
    """Every question about one number weighed, in their order: what is settled helps with what follows.

    `shared` is the total of what all numbers of the sentence share, and `reach` what the article's candidates do, where
    they are at hand. On the questions that are `firm` the rules' answer stands.
    """
    shared = model.total(sentence_features(sight)) if shared is None else shared
    own = model.total([*number_features(sight), *previous_features(sight, previous)])
    sums = shared + own + model.total_of_words(clause_words(sight))
    lanes = model.lanes(sums)
    record = model.record(rule)
    weighed: list[Weighed] = []

    def settle(question: str, ruling: str, shares: Shares, *, stands: bool = False) -> str:
        if len(shares) == 1 and ruling in shares:
            weighed.append(agreed(question, ruling))
            return ruling
        fusion = model.fusions[question]
        least = RULES_STAND if stands or question in firm else fusion.least
        found = Weighed.of(question, ruling, shares, fuse(shares, ruling, fusion, record), least)
        weighed.append(found)
        return found.chosen

    basis = settle("basis", ruled.basis, model.shares("basis", lanes))
    phase = settle("phase", ruled.phase, model.shares("phase", lanes))
    measure = settle("measure", ruled.measure, model.shares("measure", lanes))
    told = model.lanes(sums + model.total(measure_features(sight, measure)))
    own_kind = measure == ruled.measure and measure in _TELLS_WHOM
    subject = settle("subject", ruled.subject, model.shares("subject", told), stands=own_kind)
    same = (phase, basis, measure) == (ruled.phase, ruled.basis, ruled.measure)
    in_turn = period_in_turn(sight)
    period = in_turn or (ruled.period if same else period_of(phase, basis, measure))
    labels = Labels(subject, measure, basis, phase, period, ruled.organization)
    reach = reach or reaches(sight.setting, model)
    periods = period_candidates(sight, labels, previous, reach(f"period:{phase}"))
    period = settle("period", period or NOTHING, model.rank(periods), stands=in_turn is not None) or None
    owners = owner_candidates(sight, labels, previous, reach("organization"))
    owner = settle("organization", ruled.organization or NOTHING, model.rank(owners)) or None
    keep = model.shares("keep", lanes)["yes"]
    return Considered(Labels(subject, measure, basis, phase, period, owner), keep, tuple(weighed))


def reaches(setting: Setting, model: Model) -> Callable[[str], Reach[int]]:
    """What the candidates of one article have in common, for each question about candidates."""
    return cache(lambda question: Reach(setting, model.weigher(question)))


def firm_questions(sight: Sight, ruled: Labels, decision: Decision) -> frozenset[str]:
    """The questions on which the scorer may doubt the rules but not overrule them.

    That is where the rules follow a pattern of the sentence that the gold hardly shows, so that the scorer cannot have
    learned it: a rule that stays in the table for a written reason, a predicate that another number carries for it, a
    plan that is told by its place and not by the words before it, members or bodies that are named right after their
    number, owners told in turn ("5,1% và 4,8%, lần lượt của X và Y"), a period that the words beside the number say,
    and what the guide's own words say of them.
    """
    firm: set[str] = set()
    rule = rules().get(decision.rule)
    if rule is not None and rule.reason is not None and decision.confidence >= _SURE:
        firm.update(("subject", "measure", "basis"))
    if rule is not None and rule.link == "shared":
        firm.add("measure")
    noun = sight.region.noun
    if noun is not None and noun.label == ruled.subject and noun.label in _COUNTED:
        firm.update(("subject", "measure") if decision.confidence >= _TOLD_OUTRIGHT else ("subject",))
    if _dates_itself(sight, ruled):
        firm.add("period")
    last = sight.told.before(sight.region.quantity.extent.start)
    plain = last[1] if last is not None else sight.setting.phases.open_at(sight.number)
    if ruled.phase != plain:
        firm.add("phase")
    if sight.setting.in_turn(sight.region.quantity.extent.start):
        firm.add("organization")
    return frozenset(firm)


def _dates_itself(sight: Sight, ruled: Labels) -> bool:
    """Whether the words right beside a number say its period: what was said at the conference, "(năm ngoái là 45)", a
    target of the reviewed year beside its result.
    """
    flat, extent, sentence = sight.setting.flat, sight.region.quantity.extent, sight.sentence.extent
    if WORDS["contributions"].match(flat, extent.end):
        return True
    reviewed = year_of(sight.setting.event.review_period)
    near = flat[max(sentence.start, extent.start - _BESIDE) : extent.start]
    if reviewed is not None and WORDS["same_time_before"].search(near):
        return True
    beside = ruled.phase == "target" and ruled.period == reviewed is not None
    return beside and _RESULT.search(flat, extent.end, min(sentence.end, extent.end + _AFTER)) is not None


class Arbiter:
    """The judge of one article's numbers; what it settles is what the next number sees as the figure before."""

    def __init__(self, setting: Setting, model: Model | None = None) -> None:
        self._model = model or shipped()
        self._last: tuple[Sight, Labels] | None = None
        self._told: Told | None = None
        self._shared = 0
        self._ruled: Labels | None = None
        self._reach = reaches(setting, self._model)

    def weigh(self, sight: Sight, ruled: Labels, decision: Decision, period_of: PeriodOf) -> Verdict:
        """The verdict on one quantity."""
        model = self._model
        previous, firm = seen_before(self._last, sight), firm_questions(sight, ruled, decision)
        if sight.told is not self._told:
            self._told, self._shared = sight.told, model.total(sentence_features(sight))
        before, self._ruled = self._ruled, ruled
        if before is not None and previous is not None and restates(decision, ruled, before, previous):
            ruled = replace(ruled, subject=previous.subject, measure=previous.measure)
            firm |= {"subject", "measure"}
        found = consider(model, sight, ruled, decision.rule, period_of, previous, firm, self._shared, self._reach)
        self._last = (sight, found.labels)
        keep = model.keep(logit(found.keep))
        likely = model.item(logit(keep * found.together(*CORE)), found.labels.measure, found.labels.subject)
        return Verdict(
            found.labels,
            kept=keep >= DROPPED_BELOW,
            opinions=tuple(one.opinion() for one in found.weighed),
            probability=round(likely, 4),
        )


def restates(decision: Decision, ruled: Labels, before: Labels, previous: Previous) -> bool:
    """Whether the rules read the number as a share of the figure before, whose labels, as settled, are its own too."""
    row = rules().get(decision.rule)
    share = row is not None and row.link == "share" and previous.same_sentence
    return share and (ruled.subject, ruled.measure) == (before.subject, before.measure)


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


def learned(model: Model | None = None) -> Voters:
    """The learned scorer as the rules' second voter, with the shipped model or another."""
    return Voters(partial(Arbiter, model=model), partial(listed, model=model), partial(likeliest_host, model=model))
