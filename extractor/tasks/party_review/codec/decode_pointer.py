"""From a reply to a `Draft`: ids become places, letters become names, and nothing is judged or lost.

Decoding never fails. A row that stayed unreadable after the last re-ask becomes a claim that the gate refuses, so that
it is recorded like any other refusal.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, TypeVar

from extractor.draft import Decision, Place, Quote
from extractor.engines.llm.tagged_text import Clause, TaggedText
from extractor.engines.rules.draft import (
    AwardDraft,
    Dismissal,
    DocumentDraft,
    Draft,
    EventDraft,
    FigureDraft,
    OrganizationDraft,
    PersonDraft,
    PointDraft,
    SourceDraft,
)
from extractor.tasks.party_review.codec import pointer, rows
from extractor.tasks.party_review.codec.replies import FollowUpReply, PointerReply
from extractor.text.article import Extent

_T = TypeVar("_T")
_NO_EVENT: Final = EventDraft()
POINTED: Final = Decision("llm_pointer")
UNREADABLE: Final = "unreadable"
"""Label of a claim whose row could not be read: in no closed set, so the gate refuses it."""
_POINT_EDGES: Final = " \t\u00a0.;,:…-–•+*"


def decode_pointer(
    reply: PointerReply, tagged: TaggedText, known: Sequence[str] = (), before: EventDraft = _NO_EVENT
) -> Draft:
    """The draft that a reply claims.

    Args:
        reply: the model's answer.
        tagged: what it was shown.
        known: names of organisations that have letters already (from earlier parts of a long article).
        before: the event as earlier parts told it; its periods hold where this reply names none.
    """
    event = EventDraft(
        reply.event,
        iso_date(reply.held_on),
        reply.review_period or before.review_period,
        reply.plan_period or before.plan_period,
    )
    decoder = PointerDecoder(tagged, event, known)
    organizations = decoder.organizations(reply.organizations)
    figures, dismissals = decoder.figures(reply)
    return Draft(
        source=SourceDraft(
            outlet=reply.outlet.strip() or None,
            title=decoder.title(reply.title),
            authors=tuple(author.strip() for author in reply.authors if author.strip()),
            published_on=iso_date(reply.published_on),
        ),
        event=event,
        abstract=reply.abstract.strip(),
        organizations=organizations,
        figures=figures,
        dismissals=dismissals,
        awards=tuple(decoder.award(line) for line in reply.awards),
        people=tuple(decoder.person(line) for line in reply.people),
        documents=tuple(decoder.document(line) for line in reply.documents),
        points=tuple(decoder.point(line) for line in reply.points),
    )


def iso_date(text: str | None) -> date | None:
    """The date written as ISO, or None."""
    with contextlib.suppress(ValueError):
        return date.fromisoformat(text.strip()) if text else None
    return None


def _read(parse: Callable[[str], _T], line: str) -> _T | None:
    try:
        return parse(line)
    except pointer.RowError:
        return None


class PointerDecoder:
    """Turns rows into drafts with places in one article."""

    def __init__(self, tagged: TaggedText, event: EventDraft, known: Sequence[str] = ()) -> None:
        self._tagged = tagged
        self._periods = {pointer.REVIEW: event.review_period, pointer.PLAN: event.plan_period}
        self._names = list(known)

    def organizations(self, lines: Sequence[str]) -> tuple[OrganizationDraft, ...]:
        """The organisations; their letters are known to the rows decoded afterwards."""
        drafts = []
        for line in lines:
            row = _read(pointer.parse_organization, line)
            if row is None:
                self._names.append(line)
                drafts.append(OrganizationDraft(line, UNREADABLE, None, decision=POINTED))
                continue
            self._names.append(row.name)
            drafts.append(OrganizationDraft(row.name, row.kind, row.province, decision=POINTED))
        return tuple(drafts)

    def figures(self, reply: PointerReply | FollowUpReply) -> tuple[tuple[FigureDraft, ...], tuple[Dismissal, ...]]:
        """Figures and dismissals; of an id used twice the first use counts and the second is a refused claim."""
        used: set[str] = set()
        figures = []
        for line in reply.figures:
            row = _read(pointer.parse_figure, line)
            for target in row.targets if row is not None else ("",):
                if row is None or target in used:
                    figures.append(self._unreadable(line))
                    continue
                used.add(target)
                figures.append(self._figure(row, quantity=target, mention=None))
        for line in reply.missed:
            row = _read(lambda text: pointer.parse_figure(text, missed=True), line)
            if row is None or row.mention is None:
                figures.append(self._unreadable(line))
                continue
            figures.append(self._figure(row, quantity=None, mention=self._missed_place(row)))
        dismissals = []
        for line in reply.dismissed:
            dismissed = _read(pointer.parse_dismissed, line)
            for quantity_id in dismissed.ids if dismissed else ():
                if dismissed and quantity_id not in used:
                    used.add(quantity_id)
                    dismissals.append(Dismissal(quantity_id, dismissed.reason))
        dismissals += [Dismissal(one.id, "list_count") for one in self._tagged.numbering if one.id not in used]
        return tuple(figures), tuple(dismissals)

    def _figure(self, row: rows.FigureRow, *, quantity: str | None, mention: Place | None) -> FigureDraft:
        return FigureDraft(
            quantity=quantity,
            mention=mention,
            evidence=None,
            organization=self._name(row.organization),
            phase=row.phase,
            period=self._periods.get(row.period, row.period) if row.period else None,
            subject=row.subject,
            measure=row.measure,
            basis=row.basis,
            group=row.group,
            negative=row.negative,
            comparator=row.comparator,
            unit=row.unit,
            out_of=row.out_of,
            decision=POINTED,
        )

    def _unreadable(self, line: str) -> FigureDraft:
        return FigureDraft(
            quantity=None,
            mention=Quote(line),
            evidence=None,
            organization=None,
            phase=UNREADABLE,
            period=None,
            subject=UNREADABLE,
            measure=UNREADABLE,
            basis=UNREADABLE,
            decision=POINTED,
        )

    def _name(self, letter: str | None) -> str | None:
        if letter is None:
            return None
        index = ord(letter) - ord("A")
        return self._names[index] if index < len(self._names) else letter

    def title(self, place: str) -> str | None:
        """The words of the clauses that make the headline."""
        extent = self.extent(place) if place else None
        return self._tagged.article.slice(extent) if extent else None

    def clauses(self, place: str) -> list[Clause]:
        """The clauses of `s3` or `s3-s5`, without those that do not exist."""
        ends = [self._tagged.clause(tag) for tag in place.split("-")]
        known = [clause for clause in ends if clause is not None]
        if len(known) < 2:
            return known
        low, high = sorted(clause.number for clause in known)
        return list(self._tagged.clauses[low - 1 : high])

    def extent(self, place: str) -> Extent | None:
        """The stretch of `s3` or `s3-s5`."""
        clauses = self.clauses(place)
        return Extent(clauses[0].extent.start, clauses[-1].extent.end) if clauses else None

    def _missed_place(self, row: rows.FigureRow) -> Place:
        """Where a number stands that the reader missed: in its clause, outside all quantities, else as a quote."""
        extent = self.extent(row.targets[0])
        words = row.mention or ""
        if extent is None:
            return Quote(words)
        taken = [quantity.extent for quantity in self._tagged.reading.quantities]
        at = self._tagged.neutral.find(words, extent.start, extent.end)
        while at >= 0:
            found = Extent(at, at + len(words))
            if not any(found.overlaps(other) for other in taken):
                return found
            at = self._tagged.neutral.find(words, at + 1, extent.end)
        return Quote(words, extent.start)

    def around(self, place: str, *texts: str | None) -> Place:
        """The smallest stretch of the clauses that holds the texts found there, else the clauses, else a quote."""
        extent = self.extent(place)
        wanted = [text for text in texts if text]
        if extent is None:
            return Quote(wanted[0] if wanted else place)
        found = [at for text in wanted if (at := self._find(text, extent)) is not None]
        if not found:
            return extent
        return Extent(min(at.start for at in found), max(at.end for at in found))

    def _find(self, text: str, within: Extent) -> Extent | None:
        at = self._tagged.neutral.find(text, within.start, within.end)
        if at < 0:
            at = self._tagged.neutral[within.start : within.end].casefold().find(text.casefold())
            at = at + within.start if at >= 0 else at
        return Extent(at, at + len(text)) if at >= 0 else None

    def award(self, line: str) -> AwardDraft:
        """One award."""
        row = _read(pointer.parse_award, line)
        if row is None:
            return AwardDraft(line, None, UNREADABLE, None, None, None, None, Quote(line), decision=POINTED)
        quantity = self._tagged.reading.quantity(row.count) if row.count and row.count.startswith("q") else None
        count = int(row.count) if row.count and row.count.isdigit() else None
        if quantity is not None:
            count = int(quantity.value)
        return AwardDraft(
            title=row.title,
            granted_by=row.granted_by,
            recipient_kind=row.recipient_kind,
            recipient=row.recipient,
            count=count,
            achievement=row.achievement,
            period=self._periods.get(row.period, row.period) if row.period else None,
            evidence=self.extent(row.place) or Quote(row.title),
            quantity=quantity.id if quantity else None,
            decision=POINTED,
        )

    def person(self, line: str) -> PersonDraft:
        """One person."""
        row = _read(pointer.parse_person, line)
        if row is None:
            return PersonDraft(line, None, Quote(line), decision=POINTED)
        return PersonDraft(row.name, row.role, self.around(row.place, row.name, row.role), decision=POINTED)

    def document(self, line: str) -> DocumentDraft:
        """One document."""
        row = _read(pointer.parse_document, line)
        if row is None:
            return DocumentDraft(UNREADABLE, None, None, None, None, Quote(line), decision=POINTED)
        return DocumentDraft(
            kind=row.kind,
            number=row.number,
            title=row.title,
            issued_on=iso_date(row.issued_on),
            issuer=row.issuer,
            evidence=self.around(row.place, row.number or row.title, row.kind, row.issuer),
            decision=POINTED,
        )

    def point(self, line: str) -> PointDraft:
        """One point; a text that stands in the clause narrows the evidence to itself."""
        row = _read(pointer.parse_point, line)
        extent = self.extent(row.place) if row else None
        if row is None or extent is None:
            return PointDraft(UNREADABLE, line, Quote(line), decision=POINTED)
        if row.text:
            inner = self._find(row.text.strip(_POINT_EDGES), extent)
            return PointDraft(row.kind, row.text, inner or self._trimmed(extent), decision=POINTED)
        trimmed = self._trimmed(extent)
        words = self._tagged.article.slice(trimmed)
        return PointDraft(row.kind, words[:1].upper() + words[1:] + ".", trimmed, decision=POINTED)

    def _trimmed(self, extent: Extent) -> Extent:
        words = self._tagged.article.slice(extent)
        start = extent.start + len(words) - len(words.lstrip(_POINT_EDGES))
        end = extent.end - (len(words) - len(words.rstrip(_POINT_EDGES)))
        return Extent(start, end) if start < end else extent
