"""What an engine claims about an article, before anything is proved.

Both engines answer with a `Draft`; `extractor.grounding.ground` is the only maker of an `ArticleSummary`.
A place in the text is either an `Extent` (the engine knows where) or a `Quote` (it says what stands there).
Labels are plain strings here: the gate checks them against the schema.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
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
    own.
    """

    field: str
    rules: str | None
    scorer: str | None
    chosen: str | None
    probability: float
    runner_up: str | None = None
    runner_up_probability: float = 0.0


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
"""The decision of an item whose engine does not say how it was made."""


@record
class FigureDraft:
    """A claimed figure: a quantity the reader saw (`quantity`), or a `mention` it missed.

    `negative`, `comparator`, `unit`, `value_max`... given here correct the reader; the gate checks each correction
    against the words around the mention. None means: as the reader saw it.
    """

    quantity: str | None
    mention: Place | None
    evidence: Place | None
    organization: str | None
    phase: str
    period: str | None
    subject: str
    measure: str
    basis: str
    group: str | None = None
    negative: bool | None = None
    comparator: str | None = None
    unit: str | None = None
    out_of: float | None = None
    value: float | None = None
    """The value written out, where an engine quotes: never output, but a claim it contradicts is refused."""
    decision: Decision = UNSTATED


@record
class Dismissal:
    """A quantity that is not a figure, and why (`award_count`, `date`, `repeat`, `not_organisation`, ...)."""

    quantity: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrganizationDraft:
    """A claimed organisation; `name` must stand in the article."""

    name: str
    kind: str
    province: str | None
    place: Place | None = None
    decision: Decision = UNSTATED


@dataclass(frozen=True, slots=True)
class AwardDraft:
    """A claimed award. Every string must stand in the article; `count` must be readable in the evidence."""

    title: str
    granted_by: str | None
    recipient_kind: str
    recipient: str | None
    count: int | None
    achievement: str | None
    period: str | None
    evidence: Place
    quantity: str | None = None
    decision: Decision = UNSTATED


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A claimed person with the role as the text has it."""

    name: str
    role: str | None
    evidence: Place
    decision: Decision = UNSTATED


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A claimed document; `number` and `issuer` must stand in the article, every word of `title` too."""

    kind: str
    number: str | None
    title: str | None
    issued_on: date | None
    issuer: str | None
    evidence: Place
    decision: Decision = UNSTATED


@record
class PointDraft:
    """A claimed point; numbers and names in `text` must stand in the article."""

    kind: str
    text: str
    evidence: Place
    decision: Decision = UNSTATED


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """The document's own data; strings must stand in the article."""

    outlet: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class EventDraft:
    """The claimed conference."""

    kind: str = "other"
    held_on: date | None = None
    review_period: str | None = None
    plan_period: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """All an engine claims about one article."""

    source: SourceDraft = SourceDraft()
    event: EventDraft = EventDraft()
    abstract: str = ""
    organizations: tuple[OrganizationDraft, ...] = ()
    figures: tuple[FigureDraft, ...] = ()
    dismissals: tuple[Dismissal, ...] = ()
    awards: tuple[AwardDraft, ...] = ()
    people: tuple[PersonDraft, ...] = ()
    documents: tuple[DocumentDraft, ...] = ()
    points: tuple[PointDraft, ...] = ()


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
