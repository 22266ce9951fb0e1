"""What an engine claims about an article of a Party review, before anything is proved.

The rules answer with a `Draft`, and a model's reply is read as one; the gate of `tasks/party_review/grounding` is the
only maker of an `ArticleSummary`. Labels are plain strings here: the gate checks them against the schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractor.draft import UNSTATED, Decision, Place
from extractor.text.record import record


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
    host: bool = False
    """Whether the article is about this body: a figure is its own where no other is named."""


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
class Drafted:
    """One engine's claims about one article, before the gate."""

    draft: Draft
