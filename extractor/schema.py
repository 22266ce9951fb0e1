"""The summary of one article: the contract of the data (annotation guide, version 3).

The models dump to exactly the shape of the gold files; their closed labels stand in `extractor/labels.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

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

SCHEMA_VERSION: Final = 3
"""Version of the annotation guide these models follow."""

PERIOD_PATTERN: Final = r"^\d{4}(-(H[12]|Q[1-4]|([1-9]|1[01])M))?$|^\d{4}/\d{4}$"
Period = Annotated[str, Field(pattern=PERIOD_PATTERN)]
"""`2017`, `2017-H1`, `2017-Q3`, `2017-9M` (first nine months) or `2013/2017` (from/to, both included)."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(_Model):
    """A verbatim stretch of the article: offsets count code points of its NFC text, `end` exclusive."""

    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=1)


class Source(_Model):
    """The document itself: outlet, headline, bylines and its own date."""

    outlet: str | None
    title: str | None
    authors: list[str]
    published_on: date | None


class Event(_Model):
    """The conference that is reported, and the periods it reviews and plans."""

    kind: EventKind
    held_on: date | None
    review_period: Period | None
    plan_period: Period | None


class Organization(_Model):
    """A Party body whose own work, figures or awards the article reports."""

    name: str
    kind: OrganizationKind
    province: str | None


class Figure(_Model):
    """One number that measures the organisations' work, results or plans."""

    organization: str | None
    phase: Phase
    period: Period | None
    subject: Subject
    measure: Measure
    basis: Basis
    value: float
    value_max: float | None
    out_of: float | None
    unit: Unit
    comparator: Comparator
    group: str | None
    mention: Span
    evidence: Span


class Award(_Model):
    """One kind of award given to one kind of recipient for one achievement."""

    title: str
    granted_by: str | None
    recipient_kind: Subject
    recipient: str | None
    count: int | None
    achievement: str | None
    period: Period | None
    evidence: Span


class Person(_Model):
    """Someone named in a role at the event or in the work."""

    name: str
    role: str | None
    evidence: Span


class Document(_Model):
    """A resolution, directive, decision or plan the article refers to."""

    kind: DocumentKind
    number: str | None
    title: str | None
    issued_on: date | None
    issuer: str | None
    evidence: Span


class Point(_Model):
    """What the article says in words: a shortcoming or a priority."""

    kind: PointKind
    text: str
    evidence: Span


class ArticleSummary(_Model):
    """Everything the article says, by annotation guide version 3."""

    doc_id: str
    source: Source
    event: Event
    abstract: str
    organizations: list[Organization]
    figures: list[Figure]
    awards: list[Award]
    people: list[Person]
    documents: list[Document]
    points: list[Point]

    def to_json_line(self) -> str:
        """The summary as one line of JSON, Vietnamese letters kept."""
        return self.model_dump_json()

    def _repr_html_(self) -> str | None:
        """The summary as notebooks show it; None where nobody said how (`show_with`)."""
        return None if _show is None else _show(self)


_show: Callable[[ArticleSummary], str] | None = None


def show_with(show: Callable[[ArticleSummary], str]) -> None:
    """Let notebooks show summaries by `show`, which returns HTML that is safe."""
    global _show
    _show = show


def json_schema() -> dict[str, object]:
    """JSON Schema (draft 2020-12) of `ArticleSummary`."""
    schema = ArticleSummary.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
