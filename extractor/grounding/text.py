"""One article as the gate asks it: where do these words stand, which numbers, names, years does it hold."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final

from extractor.draft import Place
from extractor.grounding.align import EDGES, Alignment, align, choose, cuts_word, distance, line_around
from extractor.grounding.calendar import Calendar
from extractor.grounding.numbers import Numbers
from extractor.grounding.whole_numbers import ends_in_number, part_of_number
from extractor.grounding.words import FUNCTION_WORDS, WORD, Word, split_words
from extractor.reading.lookalikes import find_lookalikes
from extractor.reading.model import Quantity, Reading
from extractor.reading.not_counting import measures_nothing
from extractor.schema import Span
from extractor.text.article import Article, Extent
from extractor.text.flat import flatten
from extractor.text.fold import fold, fold_text

_CLAUSE_EDGE: Final = re.compile(r"[;\n]|[.!?…]{1,9}(?=[\s”\"])")

_SURROGATES: Final = re.compile("[\ud800-\udfff]")

_NO_CONTENT: Final = frozenset(["dateline", "byline", "furniture"])
"""Parts of a page that hold no figures."""

PART: Final = "it is a part of another number"
"""Why a part of a number is refused."""

LINE: Final = 1000
"""Characters to either side of a stretch beyond which a line is not looked at."""

HULL: Final = 400
"""Characters a piece of evidence may grow to so as to hold what it is evidence for."""


class ArticleText:
    """The article, its reading, and the questions the gate has for both."""

    def __init__(self, article: Article, reading: Reading) -> None:
        self.folded = fold(article.text)
        self.article = article if self.folded.source == article.text else replace(article, text=self.folded.source)
        self.text = self.article.text
        self.flat = flatten(self.text)
        self.quantities = {quantity.id: quantity for quantity in reading.quantities}
        self.reading = reading
        self._hits: dict[str, list[Extent]] = {}
        self._words_in: dict[Extent, frozenset[str]] = {}
        self._ordered = sorted(reading.quantities, key=lambda quantity: quantity.extent)
        self._ends = list(accumulate((quantity.extent.end for quantity in self._ordered), max))
        self.calendar = Calendar(self.flat, reading.dates, article.published_on)

    def published(self, on: date | None) -> None:
        """Make the article's own date known, once it is proved; days told from it can be proved then."""
        if on is not None:
            self.calendar = Calendar(self.flat, self.reading.dates, on)

    # where things stand

    def span(self, extent: Extent) -> Span:
        """The extent with the article's own characters."""
        return Span(text=self.text[extent.start : extent.end], start=extent.start, end=extent.end)

    def place(self, place: Place, near: int | None = None, within: Extent | None = None) -> Alignment:
        """Where a place is: an extent is checked against the text's bounds, a quote is aligned.

        `within` is preferred among repeats; the quote's own `near` goes before `near`.
        """
        if isinstance(place, Extent):
            if not 0 <= place.start < place.end <= len(self.text):
                return Alignment(None, "rejected", f"{place.start}-{place.end} is not a stretch of the text")
            return self._content(Alignment(place, "exact"))
        if within is not None:
            inside = [hit for hit in self.occurrences(place.text) if within.covers(hit)]
            if inside:
                at = place.near if place.near is not None else within.start
                return Alignment(min(inside, key=lambda hit: (distance(hit, at), hit.start)), "normalised")
        return self._content(align(self.folded, self.text, place.text, place.near if place.near is not None else near))

    def _content(self, placed: Alignment) -> Alignment:
        """The alignment, unless it lies in words that speak to a machine: nothing there is content."""
        extent = placed.extent
        if extent is not None and any(intrusion.covers(extent) for intrusion in self.reading.intrusions):
            return Alignment(None, "rejected", "it stands in words that speak to a machine")
        return placed

    def no_content(self, extent: Extent) -> str | None:
        """Why a number that the reader did not take for a quantity is none, or None.

        A number that is a line of its own may be a table's cell, whatever the reader took the line for.
        """
        if any(intrusion.overlaps(extent) for intrusion in self.reading.intrusions):
            return "the number stands in words that speak to a machine"
        if self.torn(extent):
            return PART
        for block in self.reading.blocks:
            if block.role in _NO_CONTENT and block.extent.overlaps(extent) and len(block.extent) > len(extent):
                return f"the number stands in the page's {block.role}"
        return measures_nothing(self.flat, extent, self._lookalikes)

    def torn(self, extent: Extent) -> bool:
        """Whether the number at a stretch is a part of a longer one ("sáu" in "sáu bảy"); a table's cell is whole."""
        return self.reading.cell_at(extent) is None and part_of_number(self.flat, extent)

    @cached_property
    def _lookalikes(self) -> tuple[Extent, ...]:
        return find_lookalikes(self.flat)

    def occurrences(self, words: str) -> list[Extent]:
        """Every place where the words stand one for one, up to folding, in text order."""
        return self._found(fold_text(words).strip())

    def _found(self, needle: str) -> list[Extent]:
        """The whole-word places of a folded needle; looked up once, for names come again and again."""
        hits = self._hits.get(needle)
        if hits is None:
            text, size = self.folded.text, len(needle)
            hits = self._hits[needle] = [
                self.folded.original(at, at + size)
                for at in self.folded.positions(needle, whole=True)
                if not cuts_word(text, at, at + size)
            ]
        return hits

    def wording(self, words: str, near: int | None = None) -> tuple[str, Extent] | None:
        """The article's own spelling of words that stand in it one for one, and where; None where they do not.

        What has no letter or digit is no wording, and what stands only in words that speak to a machine is none.
        """
        if not any(character.isalnum() for character in words):
            return None
        needle = fold_text(words).strip()
        hits = self._found(needle) or self._found(needle.strip(EDGES))
        if self.reading.intrusions:
            hits = [hit for hit in hits if not any(one.covers(hit) for one in self.reading.intrusions)]
        if not hits:
            return None
        if near is not None:
            at = bisect_left(hits, Extent(near, near))
            hits = hits[max(0, at - 2) : at + 2]
        wanted = clean(words)
        extent = choose(hits, self.text, wanted, near)
        there = self.text[extent.start : extent.end]
        spelt = wanted if there == words else clean(there)
        if spelt != wanted and wanted in self.text:
            spelt = wanted
        return spelt, extent

    def no_wording(self, words: str) -> str:
        """Why `wording` finds none, as the end of a sentence about the words."""
        needle = fold_text(words).strip()
        if self._found(needle) or self._found(needle.strip(EDGES)):
            return "stands only in words that speak to a machine (an instruction, a sentence in English)"
        return "does not stand in the text word for word"

    def clause(self, extent: Extent) -> Extent:
        """The clause around a stretch: between semicolons, sentence ends and line breaks."""
        line = self.line(extent)
        start = line.start
        for edge in _CLAUSE_EDGE.finditer(self.text, line.start, extent.start):
            start = edge.end()
        after = _CLAUSE_EDGE.search(self.text, extent.end, line.end)
        return self.trim(Extent(start, after.start() if after else line.end), extent)

    def line(self, extent: Extent) -> Extent:
        """The line around a stretch, as far as `LINE` characters to either side."""
        line = line_around(self.text, extent)
        return Extent(max(line.start, extent.start - LINE), min(line.end, extent.end + LINE))

    def trim(self, extent: Extent, keep: Extent) -> Extent:
        """The stretch without blanks at its ends, never less than `keep`."""
        start, end = extent.start, extent.end
        while start < keep.start and self.text[start].isspace():
            start += 1
        while end > keep.end and self.text[end - 1].isspace():
            end -= 1
        return Extent(start, end)

    def cover(self, evidence: Extent | None, kept: Extent) -> Extent:
        """Evidence that holds `kept`: as given, stretched within its line, or the clause around `kept`."""
        if evidence is None:
            return self.clause(kept)
        if evidence.covers(kept):
            return evidence
        hull = Extent(min(evidence.start, kept.start), max(evidence.end, kept.end))
        if len(hull) <= HULL and "\n" not in self.text[hull.start : hull.end]:
            return hull
        return self.clause(kept)

    # what the text holds

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the text, folded."""
        return frozenset(self._word_texts)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Every two words that stand beside each other, folded."""
        return frozenset(pairwise(self._word_texts))

    @cached_property
    def _word_texts(self) -> list[str]:
        return WORD.findall(self.folded.text)

    def words_in(self, extent: Extent) -> frozenset[str]:
        """The words of a stretch, folded; several claims may rest on one line."""
        found = self._words_in.get(extent)
        if found is None:
            start, end = self.folded.position(extent.start), self.folded.position(extent.end)
            found = self._words_in[extent] = frozenset(WORD.findall(self.folded.text, start, end))
        return found

    def holds(self, text: str, within: Extent | None = None) -> bool:
        """Whether the words stand in the article (or a stretch of it) letter for letter, as whole words."""
        start, end = (0, len(self.text)) if within is None else (within.start, within.end)
        at = self.text.find(text, start, end)
        if at < 0:
            return False
        around = self.text[max(at - 1, 0) : at] + self.text[at + len(text) : at + len(text) + 1]
        return not any(character.isalnum() or character in ".,%$" for character in around)

    def restates(self, text: str, within: Extent | None = None) -> bool:
        """Whether a sentence stands in the article (or a stretch of it) but for its first letter's case and stop."""
        words = text.removesuffix(".")
        start, end = (0, len(self.text)) if within is None else (within.start, within.end)
        at = self.text.find(words[1:], start + 1, end) - 1
        if at < start or self.text[at].lower() != words[:1].lower():
            return False
        return not cuts_word(self.text, at, at + len(words))

    @cached_property
    def numbers(self) -> Numbers:
        """Every number of the text, in digits or in words."""
        return Numbers(self.flat, self.reading, self._has_words)

    def _has_words(self, words: str) -> bool:
        """Whether words stand in what the article says, and not only in words that speak to a machine."""
        hits = self.occurrences(words)
        return any(not any(one.covers(hit) for one in self.reading.intrusions) for hit in hits)

    def quantities_over(self, extent: Extent) -> list[Quantity]:
        """The reader's quantities that share a character with a stretch, in text order."""
        found = []
        for at in range(bisect_right(self._ends, extent.start), len(self._ordered)):
            quantity = self._ordered[at]
            if quantity.extent.start >= extent.end:
                break
            if quantity.extent.overlaps(extent):
                found.append(quantity)
        return found

    def quantities_in(self, extent: Extent) -> list[Quantity]:
        """The reader's quantities inside a stretch, in text order."""
        return [quantity for quantity in self.quantities_over(extent) if extent.covers(quantity.extent)]

    def foreign(self, text: str) -> str | None:
        """Why words hold a content word or a number that stands nowhere in the article, or None."""
        if self.holds(text):
            return None
        for word in split_words(fold(text)):
            if not word.is_number and word.text not in self.words and word.text not in FUNCTION_WORDS:
                return f"the word {word.text!r} does not stand in the text"
        return self.numbers.fault(text, self.calendar, label=True)

    def invented(self, text: str, allowed: frozenset[str] = frozenset()) -> str | None:
        """Why a sentence holds a number or a name that the article does not, or None.

        Args:
            text: one or more sentences in other words than the article's.
            allowed: folded words that were proved elsewhere (a province told by the outlet's tag, a year).
        """
        if (self.holds(text) or self.restates(text)) and not ends_in_number(text):
            return None
        fault = self.numbers.fault(text, self.calendar, allowed)
        if fault is not None:
            return fault
        words = split_words(fold(text))
        for at, word in enumerate(words):
            if not word.capital or word.is_number or word.text in allowed:
                continue
            following = words[at + 1] if at + 1 < len(words) else None
            begins_name = following is not None and following.capital and following.start - word.end == 1
            if word.text not in self.words and (not word.opens or begins_name):
                return f"the name {word.text!r} does not stand in the text"
            if following is None or not begins_name or word.opens or following.text in allowed:
                continue
            if (word.text, following.text) not in self.pairs and not self._name_after_role(words, at):
                return f"the name {word.text + ' ' + following.text!r} does not stand in the text"
        return None

    def _name_after_role(self, words: tuple[Word, ...], at: int) -> bool:
        """Whether a name begins after `words[at]`, the last word of a role or body ("Bí thư Đảng ủy Khối Lê Văn A")."""
        if not 0 < at < len(words) - 2 or words[at - 1].capital:
            return False
        role = (words[at - 1].text, words[at].text) in self.pairs
        return role and words[at + 2].capital and (words[at + 1].text, words[at + 2].text) in self.pairs


def clean(text: str) -> str:
    """A wording for output: blanks of any kind and length as one space, none at the ends, no lone surrogates."""
    return " ".join(_SURROGATES.sub("", text).split())
