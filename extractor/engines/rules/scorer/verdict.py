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
from extractor.engines.rules.scorer.model import shipped
from extractor.engines.rules.scorer.opening import opened
from extractor.engines.rules.scorer.sight import Setting, Sight
from extractor.labels import Basis, Phase
from extractor.text.article import Extent
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
    weighed; `part` where the text tells what part of the subject is counted, None for the whole.
    """

    labels: Labels
    kept: bool = True
    opinions: tuple[Opinion, ...] = ()
    probability: float | None = None
    part: Extent | None = None


class Judge(Protocol):
    """Weighs the rules' labels of the quantities of one article, asked in the text's order."""

    def begin(self, sight: Sight) -> tuple[Basis, Phase]:
        """Basis and phase of the quantity, which the rules then go by; they have a say in few of them."""
        ...

    def weigh(self, sight: Sight, ruled: Labels, decision: Decision, period_of: PeriodOf) -> Verdict:
        """The verdict on one quantity; `decision` says which rule gave subject and measure."""
        ...


MakeJudge = Callable[[Setting], Judge]


class RulesAlone:
    """The judge that lets the rules' labels stand; of owners these are the simplest (`OrganizationIndex.owner`).

    Basis and phase are the learned scorer's, as they always are.
    """

    def __init__(self, setting: Setting) -> None:
        del setting
        self._model = shipped()

    def begin(self, sight: Sight) -> tuple[Basis, Phase]:
        """What the scorer says of the number alone, whatever came before it."""
        return opened(self._model, sight, None).said

    def weigh(self, sight: Sight, ruled: Labels, decision: Decision, period_of: PeriodOf) -> Verdict:
        """The rules' own labels."""
        del sight, decision, period_of
        return Verdict(ruled)


VoteOnHost = Callable[[Survey, EventDraft, "Group | None"], "tuple[Group, float] | None"]
"""The body that an article is about, with its probability, of the article's survey, its event, and the body that the
rules take for it; None where the article names no body."""

VoteOnBodies = Callable[[Survey, EventDraft, Sequence[Group], "Group | None", Collection[Group]], Mapping[Group, float]]
"""The bodies that are listed, each with its probability, of an article's survey, its event, the bodies that hold the
meeting, the body that the article is about, and those that the rules list."""


VoteOnEvent = Callable[[Page, "date | None", Review, EventDraft], EventDraft]
"""The event of an article, its day of publication, the review that the rules read, and the event they make of it."""


@record
class Voters:
    """Who has a say beside the rules (null: nobody): on the numbers' labels, which bodies are listed, whom the article
    is about, and the event."""

    make_judge: MakeJudge
    vote_on_bodies: VoteOnBodies | None = None
    vote_on_host: VoteOnHost | None = None
    vote_on_event: VoteOnEvent | None = None


RULES_ALONE: Final = Voters(RulesAlone)
