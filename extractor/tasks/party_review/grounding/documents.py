"""Documents: number and issuer verbatim, title made of the article's words. Source: annotation guide, section 6."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final, cast

from pydantic import ValidationError

from extractor.engines.rules.draft import DocumentDraft
from extractor.grounding.align import cuts_word, distance
from extractor.grounding.refusals import Kept, Refusals
from extractor.grounding.text import ArticleText, clean
from extractor.labels import DocumentKind
from extractor.reading.document_forms import short_number
from extractor.schema import Document
from extractor.tasks.party_review.grounding.labels import DOCUMENT_KINDS, label_fault
from extractor.text.article import Extent
from extractor.text.fold import fold_text

_LONE_NUMBER: Final = re.compile(r"\d+")
_LISTED: Final = r"(?P<listed>(?:\d{1,4}(?: ?, ?| ?; ?|,? và )(?:số )?){0,9})"
"""The bare numbers of a list before one of it."""


class DocumentGate:
    """Proves the documents of one draft."""

    def __init__(self, text: ArticleText, refusals: Refusals) -> None:
        self._text = text
        self._refusals = refusals

    def ground(self, drafts: Iterable[DocumentDraft]) -> list[Kept[Document]]:
        """The documents that are proved, each once, in text order."""
        kept: list[Kept[Document]] = []
        seen: set[tuple[str, str, str]] = set()
        for draft in drafts:
            document = self._document(draft)
            if document is None:
                continue
            item = document.item
            told_apart = "" if item.number else fold_text(item.title or "") + "|" + fold_text(item.issuer or "")
            key = (item.kind, fold_text(item.number or ""), told_apart)
            if key in seen:
                self._refuse(draft, "the same document is already listed")
                continue
            seen.add(key)
            kept.append(document)
        return sorted(kept, key=lambda document: (document.item.evidence.start, document.item.evidence.end))

    def _refuse(self, draft: DocumentDraft, reason: str, field: str | None = None) -> None:
        claim = f"{draft.kind} {draft.number or draft.title or ''}"
        self._refusals.add(f"document.{field}" if field else "document", claim, reason)

    def _document(self, draft: DocumentDraft) -> Kept[Document] | None:
        text = self._text
        fault = label_fault(kind=(draft.kind, DOCUMENT_KINDS))
        if fault is None and not (clean(draft.number or "") or clean(draft.title or "")):
            fault = "it has neither a number nor a title"
        if fault:
            self._refuse(draft, fault)
            return None
        placed = text.place(draft.evidence)
        near = placed.extent.start if placed.extent is not None else getattr(draft.evidence, "near", None)
        number, extent = self._number(draft, near)
        if number is None and clean(draft.number or ""):
            reason = f"the number {draft.number!r} does not stand in the text"
            self._refuse(draft, reason, "number" if draft.title else None)
            if not draft.title:
                return None
        title = None
        if number is None:
            fault = text.foreign(draft.title or "") if clean(draft.title or "") else "it has neither number nor title"
            if fault is not None:
                self._refuse(draft, f"its title: {fault}" if draft.title else fault)
                return None
            title = clean(draft.title or "")
        evidence = placed.extent
        if extent is not None:
            evidence = text.cover(evidence, extent)
        if evidence is None:
            self._refuse(draft, f"its evidence is not found: {placed.reason}")
            return None
        try:
            document = Document(
                kind=cast(DocumentKind, draft.kind),
                number=number,
                title=title,
                issued_on=self._issued_on(draft),
                issuer=self._issuer(draft, evidence),
                evidence=text.span(evidence),
            )
        except ValidationError as error:
            self._refuse(draft, f"it does not fit the schema: {error.errors()[0]['msg']}")
            return None
        return Kept(document, draft.decision)

    def _number(self, draft: DocumentDraft, near: int | None) -> tuple[str | None, Extent | None]:
        """The number in the article's spelling without blanks, and where.

        A bare "05" must follow the kind, or the bare number before it there ("Nghị quyết số 18 và 19"); a "Chương trình
        hành động" is a Chương trình.
        """
        wanted = fold_text(draft.number or "").replace(" ", "").strip("\"'.,;:()")
        if not wanted or len(wanted) > 60:
            return None, None
        pattern = re.escape(wanted).replace(r"\-", " ?- ?").replace("/", " ?/ ?")
        if _LONE_NUMBER.fullmatch(wanted):
            pattern = rf"(?<={re.escape(fold_text(draft.kind))} )(?:hành động )?(?:số )?{_LISTED}(?P<n>{pattern})"
        folded = self._text.folded
        hits = []
        for match in re.finditer(pattern, folded.text):
            start, end = match.span("n") if match.re.groups else match.span()
            if not cuts_word(folded.text, start, end) and not (match.re.groups and self._counts(match)):
                hits.append(folded.original(start, end))
        if not hits:
            return None, None
        extent = min(hits, key=lambda hit: (0 if near is None else distance(hit, near), hit.start))
        return "".join(self._text.text[extent.start : extent.end].split()), extent

    @staticmethod
    def _counts(match: re.Match[str]) -> bool:
        """Whether a bare number behind another counts what follows ("Chỉ thị 05 và 12 chi bộ")."""
        return bool(match["listed"]) and short_number().match(match.string, match.start("n")) is None

    def _issuer(self, draft: DocumentDraft, evidence: Extent) -> str | None:
        if draft.issuer is None or not clean(draft.issuer):
            return None
        found = self._text.wording(draft.issuer, evidence.start)
        if found is None:
            self._refuse(draft, f"the issuer {draft.issuer!r} {self._text.no_wording(draft.issuer)}", "issuer")
            return None
        return found[0]

    def _issued_on(self, draft: DocumentDraft) -> date | None:
        if draft.issued_on is None:
            return None
        fault = self._text.calendar.date_fault(draft.issued_on)
        if fault:
            self._refuse(draft, fault, "issued_on")
            return None
        return draft.issued_on
