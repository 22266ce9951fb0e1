"""Rules and scorer weighed, number by number: the labels that go out, and how likely each is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cache, partial
from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.ranked import RANKED
from extractor.engines.rules.scorer.beside import SURE, TELLS_WHOM, firm_questions, outright
from extractor.engines.rules.scorer.candidates import NOTHING
from extractor.engines.rules.scorer.chances import fuse, logit, rank
from extractor.engines.rules.scorer.compared import compared_with_another
from extractor.engines.rules.scorer.considered import Considered, Weighed, agreed
from extractor.engines.rules.scorer.counted_owners import (
    owner_by_clause,
    owner_by_counting,
    owner_by_listing,
    owner_by_territory,
    owner_by_whole,
)
from extractor.engines.rules.scorer.dating import PeriodReach, period_candidates, period_in_turn
from extractor.engines.rules.scorer.excluded import allowed, counts_models
from extractor.engines.rules.scorer.features import measure_fact, sentence_features
from extractor.engines.rules.scorer.grouping import Grouping
from extractor.engines.rules.scorer.hosting import likeliest_host
from extractor.engines.rules.scorer.listing import listed
from extractor.engines.rules.scorer.model import Model, WordSum, shipped
from extractor.engines.rules.scorer.occasion import settled
from extractor.engines.rules.scorer.opening import Opening, Shares, likeliest, opened, own_sum
from extractor.engines.rules.scorer.owners import OwnerReach, owner_candidates, place_of
from extractor.engines.rules.scorer.sight import Previous, Setting, Sight, Told
from extractor.engines.rules.scorer.territorial import is_territorys
from extractor.engines.rules.scorer.verdict import Labels, PeriodOf, Verdict, Voters
from extractor.engines.rules.table import rules
from extractor.labels import Basis, Phase

RULES_STAND: Final = 1.01
"""What no probability reaches."""
_FIRM: Final = 0.95
"""The probability that another answer must have where the rules are firm."""
DROPPED_BELOW: Final = 0.1
"""A number that is a figure with less probability than this is left out."""
BY_SCORER: Final = ("basis", "phase")
"""What the scorer settles before the rules are asked."""
OWNER: Final = "organization"
"""The question that the scorer answers alone once the others are settled."""


def consider(
    model: Model,
    sight: Sight,
    opening: Opening,
    ruled: Labels,
    rule: str,
    period_of: PeriodOf,
    previous: Previous | None,
    firm: Collection[str] = (),
    reaches: Reaches | None = None,
) -> Considered:
    """Every question about one number weighed, in their order: what is settled helps with what follows.

    Basis and phase are settled before (`opening`, and in `ruled`). `reaches` is what the article's candidates have in
    common, where that is at hand. On the questions that are `firm` the rules' answer stands; on subject and measure
    another that is all but sure goes before it, unless the rule has a written reason.
    """
    row, record = rules().get(rule), model.record(rule)
    silent = row is not None and row.link == "none"

    def settle(question: str, ruling: str, shares: Shares, *, stands: bool = False, votes: bool = True) -> Weighed:
        if len(shares) == 1 and ruling in shares:
            return agreed(question, ruling)
        if not votes:
            return Weighed(question, "", shares, dict(shares), likeliest(shares))
        fusion = model.fusions[question]
        least = max(_FIRM, fusion.least) if question in firm else fusion.least
        reasoned = question == "period" or (row is not None and row.reason is not None)
        kept = stands or (question in firm and reasoned)
        least = RULES_STAND if kept else least
        return Weighed.of(question, ruling, shares, fuse(shares, ruling, fusion, record), least)

    measures = settle("measure", ruled.measure, model.shares("measure", opening.lanes), votes=not silent)
    measure = measures.chosen
    told = model.lanes(opening.total + model.facts[measure_fact(sight, measure)])
    same = measure == ruled.measure
    own_kind, votes = same and measure in TELLS_WHOM, same and not silent
    subjects = settle("subject", ruled.subject, model.shares("subject", told), stands=own_kind, votes=votes)
    subject = subjects.chosen
    in_turn = period_in_turn(sight)
    period = in_turn or (ruled.period if same else period_of(ruled.phase, ruled.basis, measure))
    labels = Labels(subject, measure, ruled.basis, ruled.phase, period, ruled.organization)
    reaches = reaches or Reaches(sight.setting, model)
    ranked = rank(period_candidates(sight, labels, previous, reaches.period(labels.phase)))
    periods = settle("period", period or NOTHING, ranked, stands=in_turn is not None)
    owner = settled_owner(sight, labels, previous, reaches.owner)
    labels = Labels(subject, measure, ruled.basis, ruled.phase, periods.chosen or None, owner.chosen or None)
    basis, phase = _known("basis", ruled.basis, opening.basis), _known("phase", ruled.phase, opening.phase)
    keep = model.shares("keep", opening.lanes).get("yes", 0.0)
    return Considered(labels, keep, (basis, phase, measures, subjects, periods, owner), opening.new)


def _known(question: str, answer: str, shares: Shares) -> Weighed:
    """A question settled before the rules were asked: by the scorer, but for a place that leaves no choice.

    Such a place is held to be right as often as the scorer.
    """
    if len(shares) == 1 and answer in shares:
        return agreed(question, answer)
    fused = dict(shares)
    if answer != likeliest(shares):
        fused = {one: share / 2 for one, share in shares.items()}
        fused[answer] = fused.get(answer, 0.0) + 0.5
    return Weighed(question, answer, shares, fused, answer)


def settled_owner(sight: Sight, labels: Labels, previous: Previous | None, reach: OwnerReach[int]) -> Weighed:
    """Whose the figure is: the likeliest candidate, unless owners are told in turn ("5,1% và 4,8%, lần lượt của X và
    Y"), which gold hardly shows.
    """
    alike = reach.weighed(sight, previous)
    shares = rank(owner_candidates(sight, labels, previous, reach, alike), alike or {})
    told = sight.setting.in_turn(sight.region.quantity.extent.start)
    if told is not None:
        return Weighed(OWNER, NOTHING, shares, {told: 1.0}, told, "told in turn")
    if (counted := owner_by_counting(sight)) is not None:
        return Weighed(OWNER, NOTHING, shares, {counted: 1.0}, counted, "whose members or cells are counted")
    if (whole := owner_by_listing(sight)) is not None:
        return Weighed(OWNER, NOTHING, shares, {whole: 1.0}, whole, "whose bodies are named next")
    if (whole := owner_by_territory(sight) or owner_by_whole(sight)) is not None:
        territory = "words for the whole stand before the number"
        return Weighed(OWNER, NOTHING, shares, {whole: 1.0}, whole, territory)
    if (doer := owner_by_clause(sight)) is not None:
        return Weighed(OWNER, NOTHING, shares, {doer: 1.0}, doer, "last named in the sentence")
    if previous is not None and previous.organization is not None and compared_with_another(sight, previous):
        owner = previous.organization
        return Weighed(OWNER, NOTHING, shares, {owner: 1.0}, owner, "compared with another body")
    if is_territorys(sight, labels, previous):
        return Weighed(OWNER, NOTHING, shares, {NOTHING: 1.0}, NOTHING, "a territory's, in another body's review")
    chosen = likeliest(shares)
    return Weighed(OWNER, NOTHING, shares, shares, chosen, place_of(sight, chosen, previous))


class Reaches:
    """What the candidates of one article have in common, for each question about candidates."""

    def __init__(self, setting: Setting, model: Model) -> None:
        self.owner = OwnerReach(setting, model.ranked_facts(OWNER))
        self.period: Callable[[str], PeriodReach[int]] = cache(
            lambda phase: PeriodReach(setting, model.ranked_facts(f"period:{phase}"))
        )


def _counts_for_sure(sight: Sight, ruled: Labels, decision: Decision) -> bool:
    """Whether what is counted makes a figure of the number, however like a list or an award its words are."""
    if counts_models(sight):
        return True
    return (ruled.measure == "badge" or decision.rule == "targets-met") and decision.confidence >= SURE


class Arbiter:
    """The judge of one article's numbers; what it settles is what the next number sees as the figure before."""

    def __init__(self, setting: Setting, model: Model | None = None) -> None:
        self._model = model or shipped()
        self._paragraph = Paragraph()
        self._told: Told | None = None
        self._own: list[WordSum] = []
        self._reaches = Reaches(setting, self._model)
        self._previous: Previous | None = None
        self._opening: Opening | None = None
        self._grouping = Grouping(self._model)

    def begin(self, sight: Sight) -> tuple[Basis, Phase]:
        """Basis and phase by the scorer, but where the words beside the number leave no choice."""
        if sight.told is not self._told:
            self._told, shared = sight.told, self._model.total(sentence_features(sight))
            self._own = [own_sum(self._model, one, shared) for one in sight.siblings()]
        self._previous = self._paragraph.before(sight)
        self._opening = opened(self._model, sight, self._previous, self._own[sight.index])
        basis, phase = self._opening.said
        return outright(sight, basis, phase, self._previous)

    def weigh(self, sight: Sight, ruled: Labels, decision: Decision, period_of: PeriodOf) -> Verdict:
        """The verdict on the quantity that was begun."""
        model, opening = self._model, self._opening
        assert opening is not None
        firm = firm_questions(sight, ruled, decision, self._previous)
        found = consider(model, sight, opening, ruled, decision.rule, period_of, self._previous, firm, self._reaches)
        if (labels := allowed(sight, found.labels, self._previous)) is not found.labels:
            found = replace(found, labels=labels)
        self._paragraph.settle(sight, found.labels)
        keep = model.keep(logit(found.keep))
        likely = model.item(found.signs(keep))
        return Verdict(
            found.labels,
            kept=keep >= DROPPED_BELOW or _counts_for_sure(sight, ruled, decision),
            opinions=tuple(one.opinion() for one in found.weighed),
            probability=round(likely, 4),
            part=self._grouping.part(sight, found.labels, ranked=decision.rule == RANKED),
        )


class Paragraph:
    """The figures of one paragraph as they were settled; another paragraph begins anew."""

    def __init__(self) -> None:
        self._last: tuple[Sight, Labels] | None = None
        self._told: Counter[tuple[str, str]] = Counter()

    def before(self, sight: Sight) -> Previous | None:
        """The figure before the quantity; None where none stands in its paragraph."""
        if self._last is None or self._last[0].sentence.block != sight.sentence.block:
            return None
        before, labels = self._last
        return Previous(
            labels.subject,
            labels.measure,
            labels.basis,
            labels.phase,
            labels.period,
            labels.organization,
            before.region.quantity.extent.end,
            before.number == sight.number,
            max(self._told, key=self._told.__getitem__),
        )

    def settle(self, sight: Sight, labels: Labels) -> None:
        """One more figure."""
        if self._last is None or self._last[0].sentence.block != sight.sentence.block:
            self._told.clear()
        self._last = (sight, labels)
        self._told[labels.subject, labels.measure] += 1


def learned(model: Model | None = None) -> Voters:
    """The learned scorer as the rules' second voter, with the shipped model or another."""
    return Voters(
        partial(Arbiter, model=model),
        partial(listed, model=model),
        partial(likeliest_host, model=model),
        partial(settled, model=model),
    )
