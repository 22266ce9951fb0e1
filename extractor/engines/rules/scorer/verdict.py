"""What a judge is asked about a quantity and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Final, Protocol

from extractor.draft import Decision, Opinion
from extractor.engines.rules.bodies import Survey
from extractor.engines.rules.body_groups import Group
from extractor.engines.rules.draft import EventDraft
from extractor.engines.rules.page import Page
from extractor.engines.rules.review import Review
from extractor.engines.rules.scorer.sight import Setting, Sight
from extractor.text.record import record


@record
class Labels:
    """What is said of one figure beside its value."""

    subject: str
    measure: str
    basis: str
    phase: str
    period: str | None
    organization: str | None


PeriodOf = Callable[[str, str, str], "str | None"]
"""The rules' period of the quantity where its phase, basis and measure are these."""


@record
class Verdict:
    """The labels that go out and how each was settled.

    `kept` is whether the number is a figure at all; `probability` that value and labels are right, None where nobody
    weighed.
    """

    labels: Labels
    kept: bool = True
    opinions: tuple[Opinion, ...] = ()
    probability: float | None = None


class Judge(Protocol):
    """Weighs the rules' labels of the quantities of one article, asked in the text's order."""

    def weigh(self, sight: Sight, ruled: Labels, decision: Decision, period_of: PeriodOf) -> Verdict:
        """The verdict on one quantity; `decision` says which rule gave subject and measure."""
        ...


MakeJudge = Callable[[Setting], Judge]


class RulesAlone:
    """The judge that lets the rules' labels stand."""

    def __init__(self, setting: Setting) -> None:
        del setting

    def weigh(self, sight: Sight, ruled: Labels, decision: Decision, period_of: PeriodOf) -> Verdict:
        """The rules' own labels."""
        del sight, decision, period_of
        return Verdict(ruled)


VoteOnBodies = Callable[[Survey, EventDraft, Sequence[Group], Collection[Group]], Mapping[Group, float]]
"""The bodies that are listed, each with its probability, of an article's survey, its event, the bodies that hold the
meeting, and those that the rules list."""


VoteOnEvent = Callable[[Page, "date | None", Review, EventDraft], EventDraft]
"""The event of an article, its day of publication, the review that the rules read, and the event they make of it."""


@record
class Voters:
    """Who has a say beside the rules: on numbers' labels, on which bodies are listed, on the event (null: nobody)."""

    make_judge: MakeJudge
    vote_on_bodies: VoteOnBodies | None = None
    vote_on_event: VoteOnEvent | None = None


RULES_ALONE: Final = Voters(RulesAlone)
