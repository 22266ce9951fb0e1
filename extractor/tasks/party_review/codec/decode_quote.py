"""From a quote reply to a `Draft`: every place is a quote, for the gate to find.

A figure's written-out value is not used but for its sign: the gate reads the value from the mention.
"""

from __future__ import annotations

import re
from typing import Final

from extractor.draft import Decision, Quote
from extractor.engines.rules.draft import (
    AwardDraft,
    DocumentDraft,
    Draft,
    EventDraft,
    FigureDraft,
    OrganizationDraft,
    PersonDraft,
    PointDraft,
    SourceDraft,
)
from extractor.tasks.party_review.codec.decode_pointer import iso_date
from extractor.tasks.party_review.codec.replies import QuoteFigure, QuoteReply

QUOTED: Final = Decision("llm_quote")


def decode_quote(reply: QuoteReply, near: int | None = None) -> Draft:
    """The draft that a reply claims. Never fails.

    `near` is where the part of a long article begins that was asked about: of repeats the one beside it is meant.
    """
    return Draft(
        source=SourceDraft(
            outlet=_text(reply.outlet),
            title=_text(reply.title),
            authors=tuple(author.strip() for author in reply.authors if author.strip()),
            published_on=iso_date(reply.published_on),
        ),
        event=EventDraft(reply.event, iso_date(reply.held_on), _text(reply.review_period), _text(reply.plan_period)),
        abstract=reply.abstract.strip(),
        organizations=tuple(
            OrganizationDraft(one.name.strip(), one.kind, _text(one.province), decision=QUOTED)
            for one in reply.organizations
        ),
        figures=tuple(quoted_figure(one, near) for one in reply.figures),
        awards=tuple(
            AwardDraft(
                title=one.title,
                granted_by=_text(one.granted_by),
                recipient_kind=one.recipient_kind,
                recipient=_text(one.recipient),
                count=int(one.count) if re.fullmatch(r"\d{1,9}", one.count.strip()) else None,
                achievement=_text(one.achievement),
                period=_text(one.period),
                evidence=Quote(one.evidence, near),
                decision=QUOTED,
            )
            for one in reply.awards
        ),
        people=tuple(
            PersonDraft(one.name.strip(), _text(one.role), Quote(one.evidence, near), decision=QUOTED)
            for one in reply.people
        ),
        documents=tuple(
            DocumentDraft(
                kind=one.kind,
                number=_text(one.number),
                title=_text(one.title),
                issued_on=iso_date(one.issued_on),
                issuer=_text(one.issuer),
                evidence=Quote(one.evidence, near),
                decision=QUOTED,
            )
            for one in reply.documents
        ),
        points=tuple(
            PointDraft(one.kind, one.text, Quote(one.evidence, near), decision=QUOTED) for one in reply.points
        ),
    )


def quoted_figure(figure: QuoteFigure, near: int | None = None) -> FigureDraft:
    """One figure; "eq" and the sign of a plain level are left to the reader, who sees the words themselves."""
    return FigureDraft(
        quantity=None,
        mention=Quote(figure.mention, near),
        evidence=Quote(figure.evidence, near) if figure.evidence.strip() else None,
        organization=_text(figure.organization),
        phase=figure.phase,
        period=_text(figure.period),
        subject=figure.subject,
        measure=figure.measure,
        basis=figure.basis,
        group=_text(figure.group),
        negative=True if figure.value < 0 else None,
        comparator=figure.comparator,
        unit=figure.unit,
        out_of=_number(figure.out_of),
        value=figure.value,
        decision=QUOTED,
    )


def _text(words: str) -> str | None:
    return words.strip() or None


def _number(digits: str) -> float | None:
    try:
        return float(digits) if digits.strip() else None
    except ValueError:
        return None
