"""Awards: every wording verbatim, the count readable in the evidence. Source: annotation guide, section 4."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import Final, cast

from pydantic import ValidationError

from extractor.engines.rules.draft import AwardDraft
from extractor.grounding.refusals import Kept, Refusals
from extractor.grounding.text import ArticleText, clean
from extractor.labels import Subject
from extractor.schema import Award
from extractor.tasks.party_review.grounding.labels import SUBJECTS, label_fault
from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.fold import fold_text

_YEARS: Final = (
    r"(?:\W{0,3}(?:(?:trong|của|từ|giai đoạn|nhiệm kỳ|các|cho) )*(?:năm )?\(?(?:19|20)\d\d"
    r"(?: ?(?:-|đến|và|,) ?(?:năm )?(?:19|20)\d\d)*\)?)?"
)
"""Calendar years that an achievement is given without, though they stand in the middle of it."""

_OTHERS: Final = re.compile(r"(?<!\w)khác(?!\w)")


class AwardGate:
    """Proves the awards of one draft."""

    def __init__(self, text: ArticleText, refusals: Refusals) -> None:
        self._text = text
        self._refusals = refusals

    def ground(self, drafts: Iterable[AwardDraft]) -> list[Kept[Award]]:
        """The awards that are proved, each once, in text order."""
        kept: list[Kept[Award]] = []
        seen: set[tuple[object, ...]] = set()
        for draft in drafts:
            award = self._award(draft)
            if award is None:
                continue
            item = award.item
            key = (
                fold_text(item.title),
                item.recipient_kind,
                fold_text(item.recipient or ""),
                item.count,
                fold_text(item.achievement or ""),
                item.evidence.start if item.count is None and item.recipient is None else None,
            )
            if key in seen and any(self._same_place(item, other.item) for other in kept):
                self._refuse(draft, "the same award is already listed")
                continue
            seen.add(key)
            kept.append(award)
        return sorted(kept, key=lambda award: (award.item.evidence.start, award.item.evidence.end))

    @staticmethod
    def _same_place(one: Award, other: Award) -> bool:
        return one.evidence.start < other.evidence.end and other.evidence.start < one.evidence.end

    def _refuse(self, draft: AwardDraft, reason: str, field: str | None = None) -> None:
        claim = f"{draft.title} {draft.recipient or draft.recipient_kind}"
        self._refusals.add(f"award.{field}" if field else "award", claim, reason, draft.quantity)

    def _award(self, draft: AwardDraft) -> Kept[Award] | None:
        text = self._text
        quantity = text.quantities.get(draft.quantity or "")
        fault = label_fault(recipient_kind=(draft.recipient_kind, SUBJECTS))
        if fault:
            self._refuse(draft, fault)
            return None
        placed = text.place(draft.evidence, quantity.extent.start if quantity else None)
        evidence = placed.extent
        if evidence is None and quantity is not None:
            evidence = text.clause(quantity.extent)
            self._refuse(draft, f"its evidence was replaced: {placed.reason}", "evidence")
        if evidence is None:
            self._refuse(draft, f"its evidence is not found: {placed.reason}")
            return None
        title = text.wording(draft.title, evidence.start)
        if title is None:
            self._refuse(draft, f"its title {text.no_wording(draft.title)}")
            return None
        if quantity is not None:
            evidence = text.cover(evidence, quantity.extent)
        recipient = self._verbatim(draft, "recipient", draft.recipient, evidence)
        count, used = self._count(draft, evidence, recipient)
        try:
            award = Award(
                title=title[0],
                granted_by=self._verbatim(draft, "granted_by", draft.granted_by, evidence),
                recipient_kind=cast(Subject, draft.recipient_kind),
                recipient=recipient,
                count=count,
                achievement=self._achievement(draft, evidence),
                period=self._text.calendar.proved_period(draft.period, partial(self._refuse, draft, field="period")),
                evidence=text.span(evidence),
            )
        except ValidationError as error:
            self._refuse(draft, f"it does not fit the schema: {error.errors()[0]['msg']}")
            return None
        return Kept(award, draft.decision, used)

    def _verbatim(self, draft: AwardDraft, field: str, words: str | None, evidence: Extent) -> str | None:
        if words is None or not clean(words):
            return None
        found = self._text.wording(words, evidence.start)
        if found is None:
            self._refuse(draft, f"{words!r} {self._text.no_wording(words)}", field)
            return None
        return found[0]

    def _count(self, draft: AwardDraft, evidence: Extent, recipient: str | None) -> tuple[int | None, tuple[str, ...]]:
        """The count, if the evidence says it, and the quantities that say it."""
        count = draft.count
        if count is None:
            return None, ()
        text = self._text
        saying = tuple(q.id for q in text.quantities_in(evidence) if q.value == count and q.unit == "count")
        counts = {value for _, value in text.numbers.counts_in(evidence)}
        if count > 0:
            if draft.quantity in saying:
                return count, (draft.quantity,)
            if saying or count in counts or (count == 1 and recipient is not None):
                return count, saying
            others = _OTHERS.search(text.flat, evidence.start, evidence.end) is not None
            if recipient is not None and others and count - 1 in counts:
                return count, tuple(q.id for q in text.quantities_in(evidence) if q.value == count - 1)
        self._refuse(draft, f"the count {count} does not stand in its evidence", "count")
        return None, ()

    def _achievement(self, draft: AwardDraft, evidence: Extent) -> str | None:
        if draft.achievement is None or not clean(draft.achievement):
            return None
        found = self._text.wording(draft.achievement, evidence.start)
        if found is not None:
            return found[0]
        words = [re.escape(word) for word in flatten(clean(draft.achievement)).split()]
        pattern = re.compile((_YEARS + r"\s+").join(words))
        if len(words) <= 60 and pattern.search(self._text.flat):
            return clean(draft.achievement)
        self._refuse(draft, f"its achievement {self._text.no_wording(draft.achievement)}", "achievement")
        return None
