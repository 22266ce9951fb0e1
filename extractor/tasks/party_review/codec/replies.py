"""The shapes of a model's replies: flat, every field present, labels closed, "" where the article says nothing.

They fit strict JSON-schema modes. A field's pattern goes into the schema only: replies are checked by `Checker`s
(see `checks.py`), whose complaints name the row and the word, where pydantic would quote the whole pattern.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from extractor.engines.llm.replies import Item, Reply, Row
from extractor.labels import (
    Basis,
    Comparator,
    DocumentKind,
    EventKind,
    Measure,
    OrganizationKind,
    Phase,
    PointKind,
    Subject,
    Unit,
)
from extractor.tasks.party_review.codec import pointer


def _row(pattern: str) -> Any:
    return Field(json_schema_extra={"pattern": pattern})


_Figure = Annotated[Row, _row(pointer.FIGURE_PATTERN)]
_Missed = Annotated[Row, _row(pointer.MISSED_PATTERN)]
_Dismissed = Annotated[Row, _row(pointer.DISMISSED_PATTERN)]
_Award = Annotated[Row, _row(pointer.AWARD_PATTERN)]
_Person = Annotated[Row, _row(pointer.PERSON_PATTERN)]
_Document = Annotated[Row, _row(pointer.DOCUMENT_PATTERN)]
_Point = Annotated[Row, _row(pointer.POINT_PATTERN)]
_Organization = Annotated[Row, _row(pointer.ORGANIZATION_PATTERN)]
_Date = Annotated[str, _row(pointer.DATE_OR_EMPTY)]
_Period = Annotated[str, _row(pointer.PERIOD_OR_EMPTY)]
_Place = Annotated[str, _row(pointer.PLACE_OR_EMPTY)]


class PointerReply(Reply):
    """Labels for the article's quantities by id, and everything else by short verbatim strings."""

    outlet: str
    title: _Place
    authors: list[str]
    published_on: _Date
    event: EventKind
    held_on: _Date
    review_period: _Period
    plan_period: _Period
    organizations: list[_Organization]
    figures: list[_Figure]
    missed: list[_Missed]
    dismissed: list[_Dismissed]
    awards: list[_Award]
    people: list[_Person]
    documents: list[_Document]
    points: list[_Point]
    abstract: str


class FollowUpReply(Reply):
    """The answer to the follow-up: labels for the ids asked about, and refused claims put right or taken back."""

    figures: list[_Figure]
    missed: list[_Missed]
    dismissed: list[_Dismissed]
    corrected: list[Annotated[Row, _row(r"^r[0-9]+ = .+$")]]
    withdrawn: list[Annotated[Row, _row(r"^r[0-9]+$")]]


class QuoteOrganization(Item):
    """An organisation, written out."""

    name: str
    kind: OrganizationKind
    province: str


class QuoteFigure(Item):
    """A figure, written out; `value_max` and `out_of` are "" or digits with a point."""

    organization: str
    phase: Phase
    period: _Period
    subject: Subject
    measure: Measure
    basis: Basis
    value: float
    value_max: str
    out_of: str
    unit: Unit
    comparator: Comparator
    group: str
    mention: str
    evidence: str


class QuoteAward(Item):
    """An award, written out; `count` is "" or digits."""

    title: str
    granted_by: str
    recipient_kind: Subject
    recipient: str
    count: str
    achievement: str
    period: _Period
    evidence: str


class QuotePerson(Item):
    """A person, written out."""

    name: str
    role: str
    evidence: str


class QuoteDocument(Item):
    """A document, written out."""

    kind: DocumentKind
    number: str
    title: str
    issued_on: _Date
    issuer: str
    evidence: str


class QuotePoint(Item):
    """A point, written out."""

    kind: PointKind
    text: str
    evidence: str


class QuoteReply(Reply):
    """Everything in the article with values and quotes written out."""

    outlet: str
    title: str
    authors: list[str]
    published_on: _Date
    event: EventKind
    held_on: _Date
    review_period: _Period
    plan_period: _Period
    organizations: list[QuoteOrganization]
    figures: list[QuoteFigure]
    awards: list[QuoteAward]
    people: list[QuotePerson]
    documents: list[QuoteDocument]
    points: list[QuotePoint]
    abstract: str


REPLY_MODELS: dict[str, type[Reply]] = {"PointerReply": PointerReply, "QuoteReply": QuoteReply}
"""Name in a prompt's header -> model."""
