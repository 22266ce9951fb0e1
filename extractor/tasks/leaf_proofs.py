"""What proves one leaf: from a claim to the value that the article itself gives, or to the reason why there is none."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from pydantic import ValidationError

from extractor.draft import Quote
from extractor.grounding.align import distance
from extractor.grounding.text import PART, ArticleText, clean
from extractor.reading.model import Quantity
from extractor.reading.quantities import ParsedQuantity, parse_mention
from extractor.tasks.claims import Claim
from extractor.tasks.marks import LETTERS, Marks
from extractor.tasks.names import name_fault
from extractor.tasks.outline import LeafKind, LeafNode
from extractor.tasks.units import unit_of
from extractor.text.article import Extent

_CELLS: Final = re.compile(r"[\n\t|]")


@dataclass(frozen=True, slots=True)
class Proved:
    """A leaf's value, where it stands, and the quantity it accounts for."""

    value: Any
    extent: Extent | None = None
    quantity: str | None = None


class LeafProver:
    """Proves leaves against one article. Every method gives a `Proved` or the reason why there is none."""

    def __init__(self, text: ArticleText, marks: Marks) -> None:
        self._text = text
        self._marks = marks
        self._by_kind: dict[LeafKind, Callable[[LeafNode, Claim, int | None], Proved | str]] = {
            "quoted": self._quoted,
            "name": self._name,
            "number": self._number,
            "date": self._date,
            "period": self._period,
            "label": self._label,
            "free": self._free,
        }

    def prove(self, node: LeafNode, claim: Claim, near: int | None = None) -> Proved | str:
        """The leaf's value; `near` is where the rest of its item stands."""
        if claim.fault is not None:
            return claim.fault
        if claim.mark is not None:
            letter = LETTERS.get(node.kind)
            if self._marks.extent(claim.mark) is None:
                return f"there is no mark {claim.mark}"
            if letter is None or claim.mark[0] != letter:
                return f"{claim.mark} is no {node.kind}"
        try:
            return self._by_kind[node.kind](node, claim, near)
        except ValidationError as error:
            # A leaf of somebody's own (`class Area(Number)`) may ask for more than its kind does.
            return f"it does not fit {node.model.__name__}: {error.errors()[0]['msg']}"

    def definite(self, claim: Claim) -> Extent | None:
        """Where a claim stands beyond doubt: by its mark, its extent, its clause or words that stand once."""
        if claim.mark is not None:
            return None if claim.mark.startswith("n") else self._marks.extent(claim.mark)
        if claim.extent is not None or claim.within is not None:
            return claim.extent or claim.within
        hits = self._text.occurrences(claim.words) if claim.words and claim.words.strip() else []
        return hits[0] if len(hits) == 1 else None

    def _placed(self, claim: Claim, near: int | None) -> Extent | str:
        """Where the words of a claim stand, one for one, or why that cannot be said."""
        text = self._text
        if claim.extent is not None:
            placed = text.place(claim.extent)
            return placed.extent if placed.extent is not None else placed.reason
        words = (claim.words or "").strip()
        if not any(character.isalnum() for character in words):
            return "it names no words"
        hits = text.occurrences(words)
        within = claim.within
        if claim.beside is not None and within is None:
            clause = text.place(Quote(claim.beside), near)
            if clause.extent is None:
                return f"its clause is not found: {clause.reason}"
            within = clause.extent
        if within is not None:
            hits = [hit for hit in hits if within.covers(hit)]
            if not hits:
                return "its words do not stand in the clause it names"
        if not hits:
            return "its words do not stand in the text"
        extent = hits[0] if near is None else min(hits, key=lambda hit: (distance(hit, near), hit.start))
        placed = text.place(extent)
        return extent if placed.extent is not None else placed.reason

    def _quoted(self, node: LeafNode, claim: Claim, near: int | None) -> Proved | str:
        if claim.extent is None and claim.words is None and claim.within is not None:
            extent: Extent | str = claim.within
        elif claim.extent is None and claim.words is not None and claim.within is None and claim.beside is None:
            found = self._text.place(Quote(claim.words), near)
            extent = found.extent if found.extent is not None else found.reason
        else:
            extent = self._placed(claim, near)
        if isinstance(extent, str):
            return extent
        placed = self._text.place(extent)
        if placed.extent is None:
            return placed.reason
        return Proved(_spanned(node, self._text, extent), extent)

    def _name(self, node: LeafNode, claim: Claim, near: int | None) -> Proved | str:
        extent = self._marks.extent(claim.mark) if claim.mark is not None else self._placed(claim, near)
        if extent is None or isinstance(extent, str):
            return extent or "it names no words"
        spelt = self._text.text[extent.start : extent.end]
        repeats = self._text.occurrences(spelt)
        if claim.mark is not None and near is not None and len(repeats) > 1:
            extent = min(repeats, key=lambda hit: (distance(hit, near), hit.start))
        fault = name_fault(self._text.folded, clean(spelt), extent, elsewhere=len(repeats) > 1)
        return fault or Proved(_spanned(node, self._text, extent), extent)

    def _number(self, node: LeafNode, claim: Claim, near: int | None) -> Proved | str:
        quantity = self._marks.quantities.get(claim.mark) if claim.mark is not None else None
        extent: Extent | str
        if quantity is not None:
            extent = quantity.extent
            if _CELLS.search(self._text.text, extent.start, extent.end):
                return "it runs over more than one table cell"
        else:
            extent = self._placed(claim, near)
            if isinstance(extent, str):
                return extent
            quantity_or_fault = self._quantity_at(extent)
            if isinstance(quantity_or_fault, str):
                return quantity_or_fault
            quantity = quantity_or_fault
            extent = quantity.extent if quantity is not None else extent
        if self._text.torn(extent):
            return PART
        read = quantity or self._parsed(extent)
        return read if isinstance(read, str) else self._valued(node, extent, read)

    def _quantity_at(self, extent: Extent) -> Quantity | str | None:
        """The reader's one quantity in a quote; None where the reader has none there."""
        over = self._text.quantities_over(extent)
        if len(over) > 1:
            return "it holds more than one number"
        if not over:
            return None
        quantity = over[0]
        if not extent.covers(quantity.extent):
            said = parse_mention(self._text.text[extent.start : extent.end])
            if said is None or not quantity.extent.covers(extent) or _CUT.search(self._rest(extent, quantity.extent)):
                return PART
        return quantity

    def _rest(self, part: Extent, whole: Extent) -> str:
        """What of a number's own expression a quote of it leaves out."""
        flat = self._text.flat
        return flat[whole.start : part.start] + flat[part.end : whole.end]

    def _parsed(self, extent: Extent) -> ParsedQuantity | str:
        words = self._text.text[extent.start : extent.end]
        parsed = parse_mention(words)
        if parsed is None:
            return f"{words[:40]!r} is not one value"
        return self._text.no_content(extent) or parsed

    def _valued(self, node: LeafNode, extent: Extent, read: Quantity | ParsedQuantity) -> Proved | str:
        unit = unit_of(self._text.flat, extent, read.unit)
        if node.units and unit not in node.units:
            return f"it counts {unit}, not {' or '.join(node.units)}"
        negative = isinstance(read, Quantity) and read.negative
        comparator = read.comparator if isinstance(read, Quantity) else "range" if read.value_max is not None else "eq"
        if not all(math.isfinite(one) for one in (read.value, read.value_max or 0.0, read.out_of or 0.0)):
            return "it is too large a number"
        value = node.model(
            value=-read.value if negative and read.value else read.value,
            unit=unit,
            comparator=comparator,
            value_max=-read.value_max if negative and read.value_max else read.value_max,
            out_of=read.out_of,
            mention=self._text.span(extent),
        )
        return Proved(value, extent, read.id if isinstance(read, Quantity) else None)

    def _date(self, node: LeafNode, claim: Claim, near: int | None) -> Proved | str:
        if claim.mark is not None:
            mention = self._marks.dates[claim.mark]
            day = self._marks.day_value(mention)
            if day is None:
                return "its year is not known"
            return Proved(node.model(value=day, mention=self._text.span(mention.extent)), mention.extent)
        try:
            day = date.fromisoformat(claim.value or "")
        except ValueError:
            return f"{(claim.value or '')[:20]!r} is no date; write 2024-09-07"
        fault = self._text.calendar.date_fault(day)
        if fault is not None:
            return fault
        places = [one.extent for one in self._marks.reading.dates if self._marks.day_value(one) == day]
        places += [
            one.extent for one in self._marks.reading.dates if one.year is None and (one.day, one.month) == _of(day)
        ]
        extent = _nearest(places, claim.extent, near)
        if extent is None:
            return "its words are not found"
        return Proved(node.model(value=day, mention=self._text.span(extent)), extent)

    def _period(self, node: LeafNode, claim: Claim, near: int | None) -> Proved | str:
        mentions = self._marks.reading.periods
        if claim.mark is not None:
            mention = self._marks.periods[claim.mark]
            value = self._marks.period_value(mention) or ""
            return Proved(node.model(value=value, mention=self._text.span(mention.extent)), mention.extent)
        value = claim.value or ""
        fault = self._text.calendar.period_fault(value)
        if fault is not None:
            return fault
        part = value[5:] if value[4:5] == "-" else None
        places = [one.extent for one in mentions if self._marks.period_value(one) == value]
        places = places or [one.extent for one in mentions if part is not None and one.part == part]
        if not places and re.fullmatch(r"\d{4}", value):
            # "Vụ xuân 2021": a bare year beside a word that the reader knows no period by.
            found = re.finditer(rf"(?<![\w.,]){value}(?![\w%]|[.,]\d)", self._text.flat)
            places = [Extent(one.start(), one.end()) for one in found]
        extent = _nearest(places, claim.extent, near)
        if extent is None:
            return "its words are not found"
        return Proved(node.model(value=value, mention=self._text.span(extent)), extent)

    def _label(self, node: LeafNode, claim: Claim, near: int | None) -> Proved | str:
        if claim.value not in node.labels:
            return f"{(claim.value or '')[:40]!r} is none of {', '.join(node.labels)}"
        if claim.extent is not None or claim.within is not None:
            placed = self._text.place(claim.extent or claim.within or Extent(0, 0))
        elif claim.words is not None:
            placed = self._text.place(Quote(claim.words), near)
        else:
            return "it has no evidence"
        if placed.extent is None:
            return f"its evidence is not found: {placed.reason}"
        return Proved(node.model(label=claim.value, evidence=self._text.span(placed.extent)), placed.extent)

    def _free(self, _node: LeafNode, claim: Claim, _near: int | None) -> Proved | str:
        words = clean(claim.value or "")
        if not any(character.isalnum() for character in words):
            return "it has no text"
        fault = self._content.invented(words)
        return fault or Proved(words)

    @cached_property
    def _content(self) -> ArticleText:
        """The article without the words that speak to a machine: what stands only there bears nothing out."""
        intrusions = self._marks.reading.intrusions
        if not intrusions:
            return self._text
        letters = list(self._text.text)
        for one in intrusions:
            letters[one.start : one.end] = " " * len(one)
        return ArticleText(replace(self._text.article, text="".join(letters)), self._marks.reading)


_CUT: Final = re.compile(r"\d")
"""A quote of a number may leave its scale and unit out, never a digit."""


def _of(day: date) -> tuple[int, int]:
    return (day.day, day.month)


def _nearest(places: list[Extent], extent: Extent | None, near: int | None) -> Extent | None:
    """The place that was claimed where it is one of them, else the nearest, else the first."""
    if extent in places:
        return extent
    if near is not None and places:
        return min(places, key=lambda one: (distance(one, near), one.start))
    return places[0] if places else None


def _spanned(node: LeafNode, text: ArticleText, extent: Extent) -> Any:
    span = text.span(extent)
    return node.model(text=span.text, start=span.start, end=span.end)
