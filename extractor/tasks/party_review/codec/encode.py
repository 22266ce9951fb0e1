"""From a summary to the reply a perfect model would give: the few-shots, and what a scripted model answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from extractor.engines.llm.tagged_text import TaggedText
from extractor.engines.rules.draft import EventDraft
from extractor.reading.model import Quantity
from extractor.schema import ArticleSummary, Award, Figure, Point, Span
from extractor.tasks.party_review.codec import pointer, rows
from extractor.tasks.party_review.codec.decode_pointer import PointerDecoder
from extractor.tasks.party_review.codec.replies import (
    PointerReply,
    QuoteAward,
    QuoteDocument,
    QuoteFigure,
    QuoteOrganization,
    QuotePerson,
    QuotePoint,
    QuoteReply,
)
from extractor.text.article import Extent

_ROUND_OFF: Final = 1e-9


def encode_pointer(
    summary: ArticleSummary, tagged: TaggedText, reasons: Mapping[str, str] | None = None
) -> PointerReply:
    """The summary in rows that point into the tagged text. Figures on quantities the reader missed go to `missed`.

    `reasons` says why a quantity of certain words is dismissed; without it a value used elsewhere is a repeat.
    """
    encoder = _PointerEncoder(summary, tagged)
    figures = _together([encoder.figure(figure) for figure in summary.figures])
    awards = [rows.format_award(encoder.award(award)) for award in summary.awards]
    return PointerReply(
        outlet=summary.source.outlet or "",
        title=encoder.title(),
        authors=summary.source.authors,
        published_on=_iso(summary.source.published_on),
        event=summary.event.kind,
        held_on=_iso(summary.event.held_on),
        review_period=summary.event.review_period or "",
        plan_period=summary.event.plan_period or "",
        organizations=[
            rows.format_organization(rows.OrganizationRow(one.kind, one.name, one.province))
            for one in summary.organizations
        ],
        figures=[rows.format_figure(row) for row in figures if row.mention is None],
        missed=[rows.format_figure(row) for row in figures if row.mention is not None],
        awards=awards,
        dismissed=encoder.dismissed(reasons or {}),
        people=[
            rows.format_person(rows.PersonRow(encoder.place(one.evidence), one.name, one.role))
            for one in summary.people
        ],
        documents=[
            rows.format_document(
                rows.DocumentRow(
                    encoder.place(one.evidence),
                    one.kind,
                    one.number,
                    _iso(one.issued_on) or None,
                    one.issuer,
                    one.title,
                )
            )
            for one in summary.documents
        ],
        points=[rows.format_point(encoder.point(one)) for one in summary.points],
        abstract=summary.abstract,
    )


def _together(figures: list[rows.FigureRow]) -> list[rows.FigureRow]:
    """One row for quantities with the same labels, in the order of the first of them."""
    found: dict[rows.FigureRow, list[str]] = {}
    for figure in figures:
        key = figure if figure.mention is not None else replace(figure, targets=())
        found.setdefault(key, []).extend(figure.targets)
    return [replace(key, targets=tuple(ids)) for key, ids in found.items()]


def _iso(value: object) -> str:
    return "" if value is None else str(value)


class _PointerEncoder:
    def __init__(self, summary: ArticleSummary, tagged: TaggedText) -> None:
        self._summary, self._tagged = summary, tagged
        self._letters = {one.name: chr(ord("A") + at) for at, one in enumerate(summary.organizations[:26])}
        self._used: set[str] = set()

    def place(self, span: Span) -> str:
        """The clause tags a span lies in."""
        first = self._tagged.clause_of(span.start)
        last = self._tagged.clause_of(span.end - 1)
        if first is None or last is None:
            return "s1"
        return first.tag if first == last else f"{first.tag}-{last.tag}"

    def title(self) -> str:
        """The place of the headline, "" where there is none."""
        title = self._summary.source.title
        at = self._tagged.article.text.find(title) if title else -1
        return self.place(Span(text=title, start=at, end=at + len(title))) if title and at >= 0 else ""

    def _quantity(self, span: Span, fits: Callable[[Quantity], bool]) -> Quantity | None:
        extent = Extent(span.start, span.end)
        for quantity in self._tagged.quantities:
            if quantity.id not in self._used and quantity.extent.overlaps(extent) and fits(quantity):
                self._used.add(quantity.id)
                return quantity
        return None

    def figure(self, figure: Figure) -> rows.FigureRow:
        """The figure by its quantity's id, with corrections where the reader saw it otherwise."""
        quantity = self._quantity(
            figure.mention, lambda q: _same(q.value, abs(figure.value)) and _same(q.value_max, figure.value_max)
        )
        letter = self._letters.get(figure.organization) if figure.organization else None
        period = self._period(figure.period)
        labels = (figure.subject, figure.measure, figure.basis, figure.phase, period, letter)
        if quantity is None:
            return rows.FigureRow(
                (self.place(figure.mention).split("-")[0],),
                *labels,
                negative=True if figure.value < 0 else None,
                comparator=None if figure.comparator == "eq" else figure.comparator,
                unit=None if figure.unit == "count" else figure.unit,
                out_of=figure.out_of,
                mention=figure.mention.text,
                group=figure.group,
            )
        negative = figure.value < 0
        return rows.FigureRow(
            (quantity.id,),
            *labels,
            negative=negative if figure.value and negative != quantity.negative else None,
            comparator=figure.comparator if figure.comparator != quantity.comparator else None,
            unit=figure.unit if figure.unit != quantity.unit else None,
            out_of=figure.out_of if not _same(figure.out_of, quantity.out_of) else None,
            group=figure.group,
        )

    def _period(self, period: str | None) -> str | None:
        """The period's short form where it is one of the event's own."""
        event = self._summary.event
        if period is not None and period == event.review_period:
            return pointer.REVIEW
        return pointer.PLAN if period is not None and period == event.plan_period else period

    def award(self, award: Award) -> rows.AwardRow:
        """The award, its count by the quantity's id where there is one."""
        count = None if award.count is None else str(award.count)
        quantity = self._quantity(award.evidence, lambda q: q.unit == "count" and q.value == award.count)
        return rows.AwardRow(
            self.place(award.evidence),
            award.recipient_kind,
            quantity.id if quantity else count,
            self._period(award.period),
            award.title,
            award.granted_by,
            award.recipient,
            award.achievement,
        )

    def dismissed(self, reasons: Mapping[str, str]) -> list[str]:
        """All quantities not used so far, by reason; call it last."""
        values = {abs(figure.value) for figure in self._summary.figures}
        found: dict[str, list[str]] = {}
        for quantity in self._tagged.quantities:
            if quantity.id not in self._used:
                guess = "repeat" if quantity.value in values else "not_organisation"
                reason = reasons.get(self._tagged.article.slice(quantity.extent), guess)
                found.setdefault(reason, []).append(quantity.id)
        return [rows.format_dismissed(rows.DismissedRow(reason, tuple(ids))) for reason, ids in found.items()]

    def point(self, point: Point) -> rows.PointRow:
        """The point; its text is left out where it is the clause itself."""
        place = self.place(point.evidence)
        row = rows.PointRow(point.kind, place, None)
        plain = PointerDecoder(self._tagged, EventDraft()).point(rows.format_point(row))
        return row if plain.text == point.text else rows.PointRow(point.kind, place, point.text)


def _same(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return abs(left - right) <= _ROUND_OFF * max(1.0, abs(left))


def encode_quote(summary: ArticleSummary) -> QuoteReply:
    """The summary with everything written out."""
    return QuoteReply(
        outlet=summary.source.outlet or "",
        title=summary.source.title or "",
        authors=summary.source.authors,
        published_on=_iso(summary.source.published_on),
        event=summary.event.kind,
        held_on=_iso(summary.event.held_on),
        review_period=summary.event.review_period or "",
        plan_period=summary.event.plan_period or "",
        organizations=[
            QuoteOrganization(name=one.name, kind=one.kind, province=one.province or "")
            for one in summary.organizations
        ],
        figures=[_quote_figure(one) for one in summary.figures],
        awards=[
            QuoteAward(
                title=one.title,
                granted_by=one.granted_by or "",
                recipient_kind=one.recipient_kind,
                recipient=one.recipient or "",
                count="" if one.count is None else str(one.count),
                achievement=one.achievement or "",
                period=one.period or "",
                evidence=one.evidence.text,
            )
            for one in summary.awards
        ],
        people=[QuotePerson(name=one.name, role=one.role or "", evidence=one.evidence.text) for one in summary.people],
        documents=[
            QuoteDocument(
                kind=one.kind,
                number=one.number or "",
                title=one.title or "",
                issued_on=_iso(one.issued_on),
                issuer=one.issuer or "",
                evidence=one.evidence.text,
            )
            for one in summary.documents
        ],
        points=[QuotePoint(kind=one.kind, text=one.text, evidence=one.evidence.text) for one in summary.points],
        abstract=summary.abstract,
    )


def _quote_figure(figure: Figure) -> QuoteFigure:
    return QuoteFigure(
        organization=figure.organization or "",
        phase=figure.phase,
        period=figure.period or "",
        subject=figure.subject,
        measure=figure.measure,
        basis=figure.basis,
        value=figure.value,
        value_max=_digits(figure.value_max),
        out_of=_digits(figure.out_of),
        unit=figure.unit,
        comparator=figure.comparator,
        group=figure.group or "",
        mention=figure.mention.text,
        evidence=figure.evidence.text,
    )


def _digits(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"
