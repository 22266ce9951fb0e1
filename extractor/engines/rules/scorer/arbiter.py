"""Rules and scorer weighed, number by number: the labels that go out, and how likely each is right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection
from functools import cache, partial
from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.mentions import before_bracket, year_of
from extractor.engines.rules.plans import REACHED
from extractor.engines.rules.scene import BODIES, WORDS
from extractor.engines.rules.scorer.candidates import NOTHING
from extractor.engines.rules.scorer.chances import fuse, logit, rank
from extractor.engines.rules.scorer.considered import Considered, Weighed, agreed
from extractor.engines.rules.scorer.dating import PeriodReach, period_candidates, period_in_turn
from extractor.engines.rules.scorer.features import measure_fact, sentence_features
from extractor.engines.rules.scorer.grouping import Grouping
from extractor.engines.rules.scorer.hosting import likeliest_host
from extractor.engines.rules.scorer.listing import listed
from extractor.engines.rules.scorer.model import Model, WordSum, shipped
from extractor.engines.rules.scorer.occasion import settled
from extractor.engines.rules.scorer.opening import Opening, Shares, likeliest, opened, own_sum
from extractor.engines.rules.scorer.owners import OwnerReach, owner_by_counting, owner_candidates, place_of
from extractor.engines.rules.scorer.sight import Previous, Setting, Sight, Told
from extractor.engines.rules.scorer.verdict import Labels, PeriodOf, Verdict, Voters
from extractor.engines.rules.table import rules
from extractor.labels import Basis, Phase
from extractor.reading.intervals import between
from extractor.reading.signs import goes_on_in_list

RULES_STAND: Final = 1.01
"""What no probability reaches."""
_SURE: Final = 0.6
"""Confidence from which a rule follows a pattern and is no last resort."""
_TOLD_OUTRIGHT: Final = 0.9
"""Confidence of a rule that found both the counted noun and a word of the guide's table of measures beside it."""
_COUNTED: Final = (BODIES | {"member", "individual"}) - {"agency"}
_TELLS_WHOM: Final = frozenset(["attended"])
"""Measures that say whom they are of, whatever noun is counted ("1 lớp cho 80 đảng viên": guide, section 1)."""
_MONTH: Final = re.compile(r"(?<![^\W\d_])(?:trong|riêng) tháng \d")
_THEN: Final = re.compile(r"(?<![^\W\d_])(?:đầu|cuối|của|hồi) năm (?:ngoái|trước)(?![^\W\d_])")
_BESIDE: Final = 48
_MOVED_WITHIN: Final = 24
_AFTER: Final = 120
"""Characters before and after a number within which such words stand."""
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
    common, where that is at hand. On the questions that are `firm` the rules' answer stands.
    """
    row, record = rules().get(rule), model.record(rule)
    silent = row is not None and row.link == "none"

    def settle(question: str, ruling: str, shares: Shares, *, stands: bool = False, votes: bool = True) -> Weighed:
        if len(shares) == 1 and ruling in shares:
            return agreed(question, ruling)
        if not votes:
            return Weighed(question, "", shares, dict(shares), likeliest(shares))
        fusion = model.fusions[question]
        least = RULES_STAND if stands or question in firm else fusion.least
        return Weighed.of(question, ruling, shares, fuse(shares, ruling, fusion, record), least)

    measures = settle("measure", ruled.measure, model.shares("measure", opening.lanes), votes=not silent)
    measure = measures.chosen
    told = model.lanes(opening.total + model.facts[measure_fact(sight, measure)])
    same = measure == ruled.measure
    own_kind, votes = same and measure in _TELLS_WHOM, same and not silent
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
    shares = rank(owner_candidates(sight, labels, previous, reach))
    told = sight.setting.in_turn(sight.region.quantity.extent.start)
    if told is not None:
        return Weighed(OWNER, NOTHING, shares, {told: 1.0}, told, "told in turn")
    if (counted := owner_by_counting(sight)) is not None:
        return Weighed(OWNER, NOTHING, shares, {counted: 1.0}, counted, "whose members or cells are counted")
    chosen = likeliest(shares)
    return Weighed(OWNER, NOTHING, shares, shares, chosen, place_of(sight, chosen, previous))


def _says_a_change(sight: Sight, previous: Previous | None) -> bool:
    """Whether "tăng" or "giảm" stands right before the number, or before the list that it goes on ("giảm 2 đảng bộ, 15
    chi bộ").
    """
    flat, quantity = sight.setting.flat, sight.region.quantity
    start = quantity.extent.start
    near = flat[max(sight.sentence.extent.start, start - _MOVED_WITHIN) : start]
    if near.endswith(" ") and WORDS["moved"].search(near):
        return True
    far = flat[max(sight.sentence.extent.start, start - _AFTER) : start]
    if " hơn " in far and WORDS["moved_beside"].search(far):
        return True
    goes_on = previous is not None and previous.same_sentence and previous.basis == "change" and quantity.negative
    if goes_on and WORDS["moved_along"].search(near) is not None:
        return True
    return near.endswith((", ", " và ")) and goes_on_in_list(flat, quantity.extent, sight.sentence.extent)


def _names_its_own(sight: Sight, ruled: Labels) -> bool:
    """Whether the number's own clause names, before it, one period that is not the event's, and the rules say that."""
    setting, event = sight.setting, sight.setting.event
    if ruled.period is None or ruled.period in (event.review_period, event.plan_period, year_of(event.review_period)):
        return False
    start, end = sight.region.left_start, sight.region.quantity.extent.start
    return len(between(setting.periods, start, end)) == 1 or _MONTH.search(setting.flat, start, end) is not None


def _has_its_wholes(sight: Sight, ruled: Labels, previous: Previous) -> bool:
    """Whether the number is told as a part of the one before, whose period the rules say ("…, trong đó 19 ngư dân")."""
    if not previous.same_sentence or ruled.period != previous.period or ruled.phase != previous.phase:
        return False
    start, end = previous.end, sight.region.quantity.extent.start
    within = WORDS["part_of_it"].fullmatch(sight.setting.flat, start, end) is not None
    return within and not between(sight.setting.periods, start, end)


class Reaches:
    """What the candidates of one article have in common, for each question about candidates."""

    def __init__(self, setting: Setting, model: Model) -> None:
        self.owner = OwnerReach(setting, model.ranked_facts(OWNER))
        self.period: Callable[[str], PeriodReach[int]] = cache(
            lambda phase: PeriodReach(setting, model.ranked_facts(f"period:{phase}"))
        )


def firm_questions(sight: Sight, ruled: Labels, decision: Decision, previous: Previous | None = None) -> frozenset[str]:
    """The questions on which the scorer may doubt the rules but not overrule them.

    That is where the rules follow a pattern of the sentence that the gold hardly shows, so that the scorer cannot have
    learned it: a rule that stays in the table for a written reason, a predicate that another number carries for it,
    members or bodies that are named right after their number, a period that the words beside the number say, or that
    its whole has, and what the guide's own words say of them.
    """
    firm: set[str] = set()
    rule = rules().get(decision.rule)
    if rule is not None and rule.reason is not None and decision.confidence >= _SURE:
        firm.update(("subject", "measure"))
    if rule is not None and rule.link == "shared":
        firm.add("measure")
    noun = sight.region.noun
    if noun is not None and noun.label == ruled.subject in _COUNTED and ruled.measure not in _TELLS_WHOM:
        firm.update(("subject", "measure") if decision.confidence >= _TOLD_OUTRIGHT else ("subject",))
    if ruled.measure == "inspected" and _inspected_on_signs(sight):
        firm.add("measure")
    if _dates_itself(sight, ruled) or (previous is not None and _has_its_wholes(sight, ruled, previous)):
        firm.add("period")
    return frozenset(firm)


def _beyond_the_plan(sight: Sight, basis: Basis) -> bool:
    """Whether the words beside a number say by how much a plan was passed or missed: "nhiều hơn 21 so với chỉ tiêu",
    "cao hơn kế hoạch 9 lớp".
    """
    flat, extent, sentence = sight.setting.flat, sight.region.quantity.extent, sight.sentence.extent
    if basis == "change" and WORDS["beside_the_plan"].match(flat, extent.end, sentence.end):
        return True
    near = flat[max(sentence.start, extent.start - _BESIDE) : extent.start]
    if basis not in ("level", "change") or not WORDS["beyond_the_plan"].search(near):
        return False
    return WORDS["plan_given"].match(flat, extent.end, sentence.end) is None


def _is_the_plan(sight: Sight) -> bool:
    """Whether the number is the plan that another one is set beside: "thấp hơn chỉ tiêu 160 đảng viên mà tỉnh giao"."""
    flat, extent, sentence = sight.setting.flat, sight.region.quantity.extent, sight.sentence.extent
    near = flat[max(sentence.start, extent.start - _BESIDE) : extent.start]
    given = WORDS["plan_given"].match(flat, extent.end, sentence.end)
    return given is not None and WORDS["beyond_the_plan"].search(near) is not None


def _inspected_on_signs(sight: Sight) -> bool:
    """Whether the number was inspected "khi có dấu hiệu vi phạm", which does not say that it did wrong."""
    flat, start = sight.setting.flat, sight.region.quantity.extent.start
    near = flat[max(sight.sentence.extent.start, start - _AFTER) : start]
    return "dấu hiệu vi phạm" in near and WORDS["on_signs"].search(near) is not None


def _dates_itself(sight: Sight, ruled: Labels) -> bool:
    """Whether the words right beside a number say its period: what was said at the conference, "(năm ngoái là 45)", a
    target of the reviewed year beside its result.
    """
    flat, extent, sentence = sight.setting.flat, sight.region.quantity.extent, sight.sentence.extent
    if WORDS["contributions"].match(flat, extent.end):
        return True
    reviewed = year_of(sight.setting.event.review_period)
    near = flat[max(sentence.start, extent.start - _BESIDE) : extent.start]
    behind = flat[extent.end : min(sight.region.right_end, extent.end + _BESIDE)]
    if reviewed is not None and ("năm" in near or "cùng kỳ" in near) and WORDS["same_time_before"].search(near):
        return True
    if reviewed is not None and " năm " in behind and _THEN.search(behind):
        return True
    if ruled.measure == "total" and ruled.period == reviewed and "đến " in flat[sentence.start : extent.start]:
        return WORDS["as_of_a_day"].search(flat[max(sentence.start, extent.start - _AFTER) : extent.start]) is not None
    if _names_its_own(sight, ruled) or before_bracket(flat, sight.setting.periods, extent.start) is not None:
        return True
    beside = ruled.phase == "target" and ruled.period == reviewed is not None
    return beside and REACHED.search(flat, extent.end, min(sentence.end, extent.end + _AFTER)) is not None


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
        if basis == "level" and _says_a_change(sight, self._previous):
            basis = "change"
        if _beyond_the_plan(sight, basis):
            basis = "over_plan"
        if basis == "level" and (_is_the_plan(sight) or sight.setting.phases.is_listed_target(sight.number)):
            phase = "target"
        if phase == "target" and sight.setting.phases.counts_met_targets(sight.region.quantity.extent):
            phase = "result"
        return basis, phase

    def weigh(self, sight: Sight, ruled: Labels, decision: Decision, period_of: PeriodOf) -> Verdict:
        """The verdict on the quantity that was begun."""
        model, opening = self._model, self._opening
        assert opening is not None
        firm = firm_questions(sight, ruled, decision, self._previous)
        found = consider(model, sight, opening, ruled, decision.rule, period_of, self._previous, firm, self._reaches)
        self._paragraph.settle(sight, found.labels)
        keep = model.keep(logit(found.keep))
        likely = model.item(found.signs(keep))
        return Verdict(
            found.labels,
            kept=keep >= DROPPED_BELOW or (ruled.measure == "badge" and decision.confidence >= _SURE),
            opinions=tuple(one.opinion() for one in found.weighed),
            probability=round(likely, 4),
            part=self._grouping.part(sight, found.labels),
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
