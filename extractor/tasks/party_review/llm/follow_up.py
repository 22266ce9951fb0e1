"""The follow-up: what the gate refused and what no label explains, alone, with the sentences it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from extractor.draft import Rejection
from extractor.engines.llm.tagged_text import Clause, TaggedText
from extractor.engines.rules.draft import Draft, FigureDraft
from extractor.tasks.party_review.codec.decode_pointer import PointerDecoder
from extractor.tasks.party_review.codec.decode_quote import decode_quote
from extractor.tasks.party_review.codec.replies import FollowUpReply, QuoteReply
from extractor.tasks.party_review.llm.prompt import Refused
from extractor.text.article import Extent

MAX_OPEN: Final = 80
"""Quantities asked about at once; a reply that left more open was no reading of the article."""
MAX_REFUSED: Final = 20
_LISTS: Final = {
    "organization": "organizations",
    "figure": "figures",
    "award": "awards",
    "person": "people",
    "document": "documents",
    "point": "points",
}
_SETTLED: Final = "already"
"""In the gate's reasons for duplicates ("the same award is already listed"): nothing to ask about."""


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """A refused claim: how the prompt calls it, and where it stands in the draft."""

    shown: Refused
    items: str
    index: int


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is still open of a draft."""

    ids: tuple[str, ...]
    claims: tuple[OpenClaim, ...]
    clauses: tuple[Clause, ...]

    def __bool__(self) -> bool:
        return bool(self.ids or self.claims)

    @property
    def refused(self) -> list[Refused]:
        """The claims as the prompt shows them."""
        return [claim.shown for claim in self.claims]

    @property
    def answerable(self) -> frozenset[str]:
        """The quantity ids that an answer may use."""
        return frozenset([*self.ids, *(c.shown.ref for c in self.claims if c.shown.ref.startswith("q"))])


def look_again(
    tagged: TaggedText, draft: Draft, rejections: Sequence[Rejection], unexplained: Sequence[str]
) -> FollowUp:
    """What to ask about once more; falsy where nothing is open."""
    claims: list[OpenClaim] = []
    taken: set[tuple[str, int]] = set()
    for rejection in rejections:
        items = _LISTS.get(rejection.item)
        if items is None or _SETTLED in rejection.reason or len(claims) >= MAX_REFUSED:
            continue
        index = _index_of(rejection, items, draft, taken)
        if index is None:
            continue
        taken.add((items, index))
        known = rejection.quantity if rejection.quantity and tagged.reading.quantity(rejection.quantity) else None
        ref = known or f"r{len(claims) + 1}"
        claims.append(OpenClaim(Refused(ref, rejection.item, rejection.claim, rejection.reason), items, index))
    refused_ids = {claim.shown.ref for claim in claims}
    ids = tuple(one for one in unexplained if one not in refused_ids)[:MAX_OPEN]
    return FollowUp(ids, tuple(claims), tuple(_clauses(tagged, draft, ids, claims)))


def _label(items: str, one: Any) -> str:
    """The gate's own short label of a claim."""
    if items == "awards":
        return f"{one.title} {one.recipient or one.recipient_kind}"
    if items == "documents":
        return f"{one.kind} {one.number or one.title or ''}"
    return str(getattr(one, "text", None) or getattr(one, "name", ""))


def _index_of(rejection: Rejection, items: str, draft: Draft, taken: set[tuple[str, int]]) -> int | None:
    for index, one in enumerate(getattr(draft, items)):
        if (items, index) in taken:
            continue
        if items == "figures":
            if rejection.quantity is not None:
                if one.quantity == rejection.quantity:
                    return index
                continue
            if one.quantity is None and rejection.claim.endswith(f"{one.subject}/{one.measure}"):
                return index
            continue
        label = " ".join(_label(items, one).split())
        if label == rejection.claim or label.startswith(rejection.claim.removesuffix("…")):
            return index
    return None


def _clauses(tagged: TaggedText, draft: Draft, ids: Sequence[str], claims: Sequence[OpenClaim]) -> list[Clause]:
    """The clauses that hold what is open, in order."""
    offsets: list[int] = []
    for quantity_id in [*ids, *(claim.shown.ref for claim in claims)]:
        quantity = tagged.reading.quantity(quantity_id)
        if quantity is not None:
            offsets.append(quantity.extent.start)
    for claim in claims:
        one = getattr(draft, claim.items)[claim.index]
        place = getattr(one, "evidence", None) or getattr(one, "mention", None) or getattr(one, "place", None)
        if isinstance(place, Extent):
            offsets.append(place.start)
    found = {clause.number: clause for offset in offsets if (clause := tagged.clause_of(offset)) is not None}
    return [found[number] for number in sorted(found)]


def check_follow_up(look: FollowUp, reply: FollowUpReply) -> list[str]:
    """Complaints about references that were not asked about."""
    refs = {claim.shown.ref for claim in look.claims}
    used = [row.split(" ", 1)[0] for row in [*reply.corrected, *reply.withdrawn]]
    found = [f"{ref} was not asked about" for ref in used if ref not in refs]
    return found + [f"'{row[:40]}': write r1 = ROW" for row in reply.corrected if not re.match(r"[rq]\d+ = .", row)]


def apply_follow_up(reply: FollowUpReply, look: FollowUp, tagged: TaggedText, draft: Draft) -> Draft:
    """The draft with what the follow-up put right. Claims that it says nothing about stay, to be refused again."""
    decoder = PointerDecoder(tagged, draft.event, [one.name for one in draft.organizations])
    figures, dismissals = decoder.figures(reply)
    allowed = look.answerable
    figures = tuple(one for one in figures if one.quantity is None or one.quantity in allowed)
    dismissals = tuple(one for one in dismissals if one.quantity in allowed)
    answered = {one.quantity for one in figures} | {one.quantity for one in dismissals}
    lists: dict[str, list[Any]] = {items: list(getattr(draft, items)) for items in _LISTS.values()}
    claims = {claim.shown.ref: claim for claim in look.claims}
    for row in reply.corrected:
        ref, _, line = row.partition(" = ")
        claim = claims.get(ref)
        if claim is not None:
            lists[claim.items][claim.index] = _decoded(decoder, claim.items, line)
    dropped = {(claims[ref].items, claims[ref].index) for ref in reply.withdrawn if ref in claims}
    kept = {
        items: [one for index, one in enumerate(found) if (items, index) not in dropped]
        for items, found in lists.items()
    }
    old = [one for one in kept["figures"] if one.quantity is None or one.quantity not in answered]
    return replace(
        draft,
        organizations=tuple(kept["organizations"]),
        figures=(*old, *figures),
        dismissals=(*(one for one in draft.dismissals if one.quantity not in answered), *dismissals),
        awards=tuple(kept["awards"]),
        people=tuple(kept["people"]),
        documents=tuple(kept["documents"]),
        points=tuple(kept["points"]),
    )


def _decoded(decoder: PointerDecoder, items: str, line: str) -> Any:
    if items == "organizations":
        return decoder.organizations([line])[0]
    if items == "figures":
        missed = FollowUpReply(figures=[], missed=[line], dismissed=[], corrected=[], withdrawn=[])
        figures, _ = decoder.figures(missed)
        return figures[0]
    decode = {
        "awards": decoder.award,
        "people": decoder.person,
        "documents": decoder.document,
        "points": decoder.point,
    }
    return decode[items](line)


def add_quotes(reply: QuoteReply, draft: Draft) -> Draft:
    """The draft with the figures that a quote reply adds; those refused before stay, to be refused again."""
    known = {_quoted(one) for one in draft.figures}
    more = tuple(one for one in decode_quote(reply).figures if _quoted(one) not in known)
    return replace(draft, figures=(*draft.figures, *more))


def _quoted(figure: FigureDraft) -> tuple[object, ...]:
    return (figure.mention, figure.evidence, figure.subject, figure.measure, figure.basis)
