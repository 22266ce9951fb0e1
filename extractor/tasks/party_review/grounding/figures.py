"""Figures: each value is read again from its own mention, each label and correction checked against the words around.

Source of the rules: annotation guide, section 3.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Final, cast

from pydantic import ValidationError

from extractor.draft import Quote
from extractor.engines.rules.draft import FigureDraft
from extractor.grounding.refusals import Kept, Refusals
from extractor.grounding.text import PART, ArticleText, clean
from extractor.labels import Basis, Comparator, Measure, Phase, Subject, Unit
from extractor.reading.model import Quantity
from extractor.reading.quantities import ParsedQuantity
from extractor.schema import Figure
from extractor.tasks.party_review.grounding.cues import bound_stands, whole_stands
from extractor.tasks.party_review.grounding.labels import (
    BASES,
    COMPARATORS,
    MEASURES,
    PHASES,
    SUBJECTS,
    UNITS,
    label_fault,
)
from extractor.tasks.party_review.grounding.mentions import (
    Mention,
    read_fraction,
    read_mention,
    read_none,
    scale_told,
    value_seen,
)
from extractor.tasks.party_review.grounding.organizations import Roll
from extractor.tasks.party_review.grounding.signs import may_be_the_plan, taken_away
from extractor.tasks.party_review.grounding.units import unit_stands
from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.number_words import scaled

_CELLS: Final = re.compile(r"[\n\t|]")
_SIGNED_BASES: Final = frozenset(["change", "over_plan"])


def _key(figure: Figure) -> tuple[int, int, str, str, str]:
    """What a number is counted as: one number is one figure for each."""
    return (figure.mention.start, figure.mention.end, figure.subject, figure.measure, figure.basis)


def _over_cells(text: ArticleText, extent: Extent) -> bool:
    """Whether a number runs over cells of a table; one that the end of a line parts in a paragraph does not."""
    if not _CELLS.search(text.text, extent.start, extent.end):
        return False
    if "|" in text.text[extent.start : extent.end] or any(grid.overlaps(extent) for grid in text.reading.grids):
        return True
    return not any(block.extent.covers(extent) for block in text.reading.blocks)


class FigureGate:
    """Proves the figures of one draft, in the draft's order."""

    def __init__(self, text: ArticleText, roll: Roll, refusals: Refusals) -> None:
        self._text = text
        self._roll = roll
        self._refusals = refusals

    def ground(self, drafts: Iterable[FigureDraft]) -> list[Kept[Figure]]:
        """The figures that are proved, duplicates merged, in text order of their mentions."""
        kept: list[Kept[Figure]] = []
        seen: set[tuple[int, int, str, str, str]] = set()
        claims, waiting = set[FigureDraft](), list[FigureDraft]()
        for draft in drafts:
            figure = self._figure(draft)
            if figure is None:
                continue
            key = _key(figure.item)
            if key in seen:
                claims.update(waiting)  # only now, for a draft is large and seldom looked up
                waiting.clear()
                if draft not in claims:
                    other = self._elsewhere(draft, kept)
                    figure = (self._figure(other) if other is not None else None) or figure
                    key = _key(figure.item)
            waiting.append(draft)
            if key in seen:
                self._refuse(draft, "the same number is already this figure")
                continue
            seen.add(key)
            kept.append(figure)
        return sorted(kept, key=lambda figure: (figure.item.mention.start, figure.item.mention.end))

    def _elsewhere(self, draft: FigureDraft, kept: Iterable[Kept[Figure]]) -> FigureDraft | None:
        """A quoted number at its next place: the same words again ("1 lớp …; 1 lớp …") where they are not yet taken."""
        if not isinstance(draft.mention, Quote) or not isinstance(draft.evidence, Quote):
            return None
        taken = {(one.item.mention.start, one.item.mention.end) for one in kept}
        wanted = flatten(draft.mention.text).strip()
        for evidence in self._text.occurrences(draft.evidence.text):
            for quantity in self._text.quantities_in(evidence):
                extent = quantity.extent
                words = self._text.flat[extent.start : extent.end]
                if words == wanted and (extent.start, extent.end) not in taken:
                    return replace(draft, mention=extent, evidence=evidence)
        return None

    def _claim(self, draft: FigureDraft) -> str:
        quantity = self._text.quantities.get(draft.quantity or "")
        if quantity is not None:
            words = self._text.text[quantity.extent.start : quantity.extent.end]
        elif draft.mention is None:
            words = draft.quantity or "?"
        elif isinstance(draft.mention, Extent):
            words = self._text.text[max(0, draft.mention.start) : max(0, draft.mention.end)]
        else:
            words = draft.mention.text
        return f"{words} {draft.subject}/{draft.measure}"

    def _refuse(self, draft: FigureDraft, reason: str, field: str | None = None) -> None:
        item = f"figure.{field}" if field else "figure"
        self._refusals.add(item, self._claim(draft), reason, draft.quantity)

    def _figure(self, draft: FigureDraft) -> Kept[Figure] | None:
        fault = label_fault(
            phase=(draft.phase, PHASES),
            subject=(draft.subject, SUBJECTS),
            measure=(draft.measure, MEASURES),
            basis=(draft.basis, BASES),
        )
        mention = None if fault else self._mention(draft)
        if fault or isinstance(mention, str) or mention is None:
            self._refuse(draft, fault or str(mention))
            return None
        value = self._value(draft, mention)
        if isinstance(value, str):
            self._refuse(draft, value)
            return None
        contradiction = self._contradiction(draft, mention, value)
        if contradiction:
            self._refuse(draft, contradiction)
            return None
        negative = self._negative(draft, mention)
        try:
            figure = Figure(
                organization=self._organization(draft),
                phase=cast(Phase, draft.phase),
                period=self._text.calendar.proved_period(draft.period, partial(self._refuse, draft, field="period")),
                subject=cast(Subject, draft.subject),
                measure=cast(Measure, draft.measure),
                basis=cast(Basis, draft.basis),
                value=-value.value if negative and value.value else value.value,
                value_max=-value.value_max if negative and value.value_max else value.value_max,
                out_of=value.out_of,
                unit=value.unit,
                comparator=self._comparator(draft, mention, value),
                group=self._group(draft, mention),
                mention=self._text.span(mention.extent),
                evidence=self._text.span(mention.evidence),
            )
        except ValidationError as error:
            self._refuse(draft, f"it does not fit the schema: {error.errors()[0]['msg']}")
            return None
        used = tuple(
            q.id
            for q in self._text.quantities_over(mention.evidence)
            if q.extent.overlaps(mention.extent) or (value.out_of is not None and q.value == value.out_of)
        )
        return Kept(figure, draft.decision, used)

    def _mention(self, draft: FigureDraft) -> Mention | str:
        """Where the value and its evidence stand, or why that cannot be said."""
        text = self._text
        quantity = text.quantities.get(draft.quantity) if draft.quantity is not None else None
        if quantity is None and draft.mention is None:
            return f"there is no quantity {draft.quantity!r}" if draft.quantity else "it names no number"
        near = quantity.extent.start if quantity else getattr(draft.mention, "near", None)
        evidence = None
        if draft.evidence is not None:
            placed = text.place(draft.evidence, near)
            evidence = placed.extent
            if evidence is None:
                self._refuse(draft, f"its evidence was replaced: {placed.reason}", "evidence")
        if quantity is not None:
            extent = quantity.extent
            if _over_cells(text, extent):
                return "it runs over more than one table cell"
        else:
            assert draft.mention is not None
            placed = text.place(draft.mention, near=evidence.start if evidence else None, within=evidence)
            if placed.extent is None:
                return f"its number is not found: {placed.reason}"
            if not placed.verbatim:
                return "its number does not stand in the text word for word"
            snapped = self._snap(placed.extent)
            if isinstance(snapped, str):
                return snapped
            extent, quantity = snapped
            if isinstance(draft.mention, Quote) and isinstance(draft.evidence, Quote):
                if evidence is not None and not evidence.overlaps(text.clause(extent)):
                    return "its number does not stand in its evidence"
                if evidence is None and len(text.occurrences(draft.mention.text)) > 1:
                    return "its number stands in several places, and its evidence in none"
        if text.torn(extent):
            return PART
        return Mention(extent, text.cover(evidence, extent), quantity)

    def _snap(self, extent: Extent) -> tuple[Extent, Quantity | None] | str:
        """A quoted number brought to the reader's own extent: without the noun counted, with its unit."""
        text = self._text
        met = [q for q in text.quantities_over(extent) if not _over_cells(text, q.extent)]
        nested = [q for q in met if q.extent.covers(extent) or extent.covers(q.extent)]
        if len(met) == 1 and nested:
            return nested[0].extent, nested[0]
        if len(met) > 1 and read_mention(text.text[extent.start : extent.end]) is None:
            return "more than one number stands there"
        if not met:
            for seen in text.reading.dates:
                if seen.extent.covers(extent):
                    return "the number is part of a date"
            for period in text.reading.periods:
                if period.extent.covers(extent):
                    return "the number is part of a period"
            fault = text.no_content(extent)
            if fault and read_mention(text.text[extent.start : extent.end]) is not None:
                return fault
        return extent, None

    def _value(self, draft: FigureDraft, mention: Mention) -> ParsedQuantity | str:
        """The value read again from the mention, its unit corrected where the text says so."""
        words = self._text.text[mention.extent.start : mention.extent.end]
        parsed = read_mention(words) or read_none(mention)
        if parsed is None:
            return f"{words!r} is not one value"
        parsed = read_fraction(parsed, mention)
        value, value_max = value_seen(self._text, parsed, mention, words)
        unit = self._unit(draft, mention, parsed.unit)
        if unit in ("VND", "USD") and parsed.unit == "count" and value == parsed.value:
            scale = scale_told(self._text, mention, unit)
            value, value_max = scaled(value, scale), value_max and scaled(value_max, scale)
        out_of = parsed.out_of
        if out_of is None and mention.quantity is not None:
            out_of = mention.quantity.out_of
        if draft.out_of is not None and draft.out_of != out_of:
            likely = unit == "count" and math.isfinite(draft.out_of) and draft.out_of >= value
            if likely and whole_stands(self._text, mention.extent, mention.evidence, draft.out_of):
                out_of = draft.out_of
            else:
                self._refuse(draft, f"the whole {draft.out_of:g} does not stand in its evidence", "out_of")
        if not (math.isfinite(value) and math.isfinite(value_max or 0.0) and math.isfinite(out_of or 0.0)):
            return f"{words!r} is too large a number"
        return ParsedQuantity(value, unit, value_max, out_of)

    def _contradiction(self, draft: FigureDraft, mention: Mention, value: ParsedQuantity) -> str | None:
        """Why the written-out value means another number of the evidence than the one quoted, or None."""
        if draft.value is None or abs(draft.value) == value.value:
            return None
        for other in self._text.quantities_in(mention.evidence):
            if other.value == abs(draft.value) and not other.extent.overlaps(mention.extent):
                return f"it says {draft.value:g}, which stands beside the number it quotes"
        return None

    def _unit(self, draft: FigureDraft, mention: Mention, parsed: Unit) -> Unit:
        seen = mention.quantity.unit if mention.quantity is not None else parsed
        base = parsed
        if seen != parsed and unit_stands(self._text, mention.extent, seen):
            base = seen
        if draft.unit is None or draft.unit == base:
            return base
        if draft.unit not in UNITS:
            self._refuse(draft, f"{draft.unit!r} is not a unit of the schema; kept as {base}", "unit")
            return base
        if parsed in ("count", "VND") and unit_stands(self._text, mention.extent, draft.unit):
            return cast(Unit, draft.unit)
        self._refuse(draft, f"no word near says {draft.unit}; kept as {base}", "unit")
        return base

    def _negative(self, draft: FigureDraft, mention: Mention) -> bool:
        if mention.quantity is not None and mention.quantity.below_zero:
            if draft.negative is False and draft.value is not None and draft.value > 0:
                self._refuse(draft, "a minus stands before it; kept negative", "negative")
            return True  # "lợi nhuận -2,5 tỷ đồng" is less than nothing as a level too
        signed = draft.basis in _SIGNED_BASES
        seen = mention.quantity is not None and mention.quantity.negative
        if draft.negative is None:
            positive = draft.value is not None and draft.value > 0 and may_be_the_plan(self._text, mention.extent)
            return seen and signed and not positive
        if not draft.negative:
            taken = seen and signed and taken_away(self._text, mention.extent, seen=seen)
            if taken and not may_be_the_plan(self._text, mention.extent):
                self._refuse(draft, "a word before it takes away; kept negative", "negative")
                return True
            return False
        if not signed:
            self._refuse(draft, f"a {draft.basis} has no sign; kept positive", "negative")
            return False
        if not taken_away(self._text, mention.extent, seen=seen):
            self._refuse(draft, "no word before it takes away; kept positive", "negative")
            return False
        return True

    def _comparator(self, draft: FigureDraft, mention: Mention, value: ParsedQuantity) -> Comparator:
        seen: Comparator = "range" if value.value_max is not None else "eq"
        if mention.quantity is not None:
            seen = mention.quantity.comparator
        claimed = draft.comparator
        if claimed is None or claimed == seen or (claimed == "eq" and value.value_max is None):
            return cast(Comparator, claimed or seen)
        phase = cast(Phase, draft.phase)
        if claimed not in COMPARATORS:
            reason = f"{claimed!r} is not a comparator of the schema; kept as {seen}"
        elif claimed == "range" and value.value_max is not None:
            return "range"
        elif bound_stands(self._text, mention.extent, claimed, phase):
            return cast(Comparator, claimed)
        else:
            reason = f"no word of {claimed} stands beside it; kept as {seen}"
        self._refuse(draft, reason, "comparator")
        return seen

    def _organization(self, draft: FigureDraft) -> str | None:
        if draft.organization is None:
            return None
        name = self._roll.find(draft.organization)
        if name is None:
            self._refuse(draft, f"{draft.organization!r} is none of the organisations kept", "organization")
        return name

    def _group(self, draft: FigureDraft, mention: Mention) -> str | None:
        if draft.group is None or not any(character.isalnum() for character in draft.group):
            return None
        found = self._text.wording(draft.group, mention.extent.start)
        if found is not None:
            return found[0]
        fault = self._text.foreign(draft.group)
        if fault is None:
            return clean(draft.group)
        self._refuse(draft, f"its group: {fault}", "group")
        return None
