"""From a quote to the exact stretch of the article it was taken from, or to the reason why there is none.

First every place where the folded quote stands word for word; only then, by rapidfuzz over words, the passage most like
it. A likeness is accepted only if no number, negation, name or content word differs: what is given out is always the
article's own text, so a quote may be slightly misspelt, never better informed than its source.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import groupby
from typing import Final, Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein, Opcode

from extractor.grounding.words import FUNCTION_WORDS, NEGATIONS, POLAR, Word, WordIndex, index_of, split_words
from extractor.text.article import Extent
from extractor.text.fold import Folded, bare, fold, fold_text
from extractor.text.record import record

AlignmentKind = Literal["exact", "normalised", "fuzzy", "rejected"]

MIN_FUZZY_WORDS: Final = 4
"""Shorter quotes must stand word for word: one changed word of three is another phrase."""

MIN_LIKENESS: Final = 60.0
"""Per cent of words (rapidfuzz partial ratio) under which no passage is looked at."""

EDIT_SHARE: Final = 0.3
"""Words added, lost or misspelt, as a share of the quote's words; more is another sentence."""

NEAR_WORDS: Final = 120
"""How many words on each side of `near` are searched first."""

SENTENCE: Final = 60
"""Characters that a sentence end between a hint and a hit counts for."""

MAX_ELISION: Final = 120
"""Characters an ellipsis inside a quote may stand for."""

MAX_PAD: Final = 12
"""Words by which the bounds of the passage found first may move."""

MAX_QUOTE: Final = 4000
"""Characters of a quote beyond which only a word-for-word match is tried."""

EDGES: Final = " \"'.,;:…()[]{}-•+*!?"


@record
class Alignment:
    """Where a quote stands; `extent` is null exactly where `kind` is `rejected`.

    `reason` says why, or what was forgiven.
    """

    extent: Extent | None
    kind: AlignmentKind
    reason: str = ""

    @property
    def verbatim(self) -> bool:
        """Whether the words stand in the article as given, up to folding."""
        return self.kind in ("exact", "normalised")


def align(article_folded: Folded, article_text: str, quote: str, near: int | None = None) -> Alignment:
    """Where `quote` stands in the article.

    Args:
        article_folded: the fold of the article's text.
        article_text: the article's NFC text, whose offsets are given out.
        quote: words that should stand there, in any composition, case or typography.
        near: an offset that decides among repeats. Without it a spelling alike to the letter goes first, then the
            longest line, which is body text rather than a headline or caption.
    """
    needle = fold_text(quote).strip()
    if not needle:
        return Alignment(None, "rejected", "the quote is empty")
    hits, cut = _occurrences(article_folded, needle)
    if not hits:
        trimmed = needle.strip(EDGES)
        if trimmed and trimmed != needle:
            hits, cut = _occurrences(article_folded, trimmed)
    if hits:
        wanted = unicodedata.normalize("NFC", quote).strip()
        extent = choose(hits, article_text, wanted, near)
        return Alignment(extent, "exact" if article_text[extent.start : extent.end] == wanted else "normalised")
    elided = _elided(article_folded, article_text, needle, near)
    if elided is not None:
        return Alignment(elided, "fuzzy", "the quote leaves words out where it has an ellipsis")
    if len(needle) > MAX_QUOTE:
        return Alignment(None, "rejected", f"a quote of {len(needle)} characters that does not stand word for word")
    words = split_words(fold(quote))
    if len(words) < MIN_FUZZY_WORDS:
        why = "it stands only inside a longer word or number" if cut else "it does not stand in the text"
        return Alignment(None, "rejected", why)
    return _fuzzy(article_folded, words, near)


def _occurrences(folded: Folded, needle: str) -> tuple[list[Extent], bool]:
    """All whole-word places of a folded needle, and whether it also stands inside longer words or numbers."""
    hits, cut = [], False
    for at in folded.positions(needle):
        if cuts_word(folded.text, at, at + len(needle)):
            cut = True
        else:
            hits.append(folded.original(at, at + len(needle)))
    return hits, cut


def cuts_word(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` begins or ends inside a word or a number ("5" in "25", "2" in "2,5").

    Letters may follow digits ("10" in "10h"); a number's separators belong to it.
    """
    first, last = text[start], text[end - 1]
    before, after = text[start - 1 : start], text[end : end + 1]
    if first.isalnum() and before.isalnum():
        return True
    if last.isalnum() and after.isalnum() and not (last.isdigit() and after.isalpha()):
        return True
    if first.isdigit() and before in (".", ",") and text[start - 2 : start - 1].isdigit():
        return True
    return last.isdigit() and after in (".", ",") and text[end + 1 : end + 2].isdigit()


def choose(hits: list[Extent], text: str, wanted: str, near: int | None) -> Extent:
    """The place meant among repeats: the nearest to `near`; else the spelling `wanted`, else the longest line."""
    if len(hits) == 1:
        return hits[0]

    def unlike(extent: Extent) -> bool:
        return text[extent.start : extent.end] != wanted

    if near is not None:
        return min(hits, key=lambda extent: (_apart(text, extent, near), unlike(extent), extent.start))
    return min(hits, key=lambda extent: (unlike(extent), -len(line_around(text, extent)), extent.start))


_STOP: Final = re.compile(r"[.;!?]\s|\n")


def _apart(text: str, extent: Extent, offset: int) -> int:
    """The distance of a stretch from an offset, longer by `SENTENCE` where a sentence or line ends between them."""
    start, end = (extent.end, offset) if extent.end < offset else (offset, extent.start)
    return distance(extent, offset) + (SENTENCE if _STOP.search(text, start, end) else 0)


def distance(extent: Extent, offset: int) -> int:
    """Characters between an offset and a stretch, 0 inside it."""
    return max(extent.start - offset, offset - extent.end, 0)


def line_around(text: str, extent: Extent) -> Extent:
    """The line (or lines) of the text that hold a stretch, without the line breaks at its ends."""
    end = text.find("\n", extent.end)
    return Extent(text.rfind("\n", 0, extent.start) + 1, len(text) if end < 0 else end)


def _elided(folded: Folded, text: str, needle: str, near: int | None) -> Extent | None:
    """The stretch from the first part to the last of a quote with an ellipsis inside, all parts in order and close."""
    parts = [part.strip(EDGES) for part in needle.split("…")]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return None
    found = []
    for first in _occurrences(folded, parts[0])[0]:
        end = first.end
        for part in parts[1:]:
            after = [hit for hit in _occurrences(folded, part)[0] if hit.start >= end]
            if not after or not _may_elide(text[end : after[0].start]):
                break
            end = after[0].end
        else:
            found.append(Extent(first.start, end))
    if not found:
        return None
    return min(found, key=lambda extent: (0 if near is None else distance(extent, near), len(extent)))


def _may_elide(gap: str) -> bool:
    if len(gap) > MAX_ELISION or re.search(r"[\d\n;!?]|\.\s", gap):
        return False
    return NEGATIONS.isdisjoint(word.text for word in split_words(fold(gap)))


def _fuzzy(folded: Folded, words: tuple[Word, ...], near: int | None) -> Alignment:
    index = index_of(folded)
    regions = [(0, len(index.words))]
    if near is not None:
        at = bisect_right(index.words, folded.position(near), key=lambda word: word.end)
        regions.insert(0, (max(0, at - NEAR_WORDS), min(len(index.words), at + NEAR_WORDS)))
    result = Alignment(None, "rejected", "no passage of the text is like it")
    for region in regions:
        found = _fuzzy_in(folded, index, words, region)
        if found is not None:
            result = found
        if result.extent is not None:
            break
    return result


def _fuzzy_in(folded: Folded, index: WordIndex, words: tuple[Word, ...], region: tuple[int, int]) -> Alignment | None:
    """The verdict on the passage of a region most like the quote; None where nothing is like it."""
    encoded = index.encode(words)
    haystack = index.encoded[region[0] : region[1]]
    if not haystack:
        return None
    place = fuzz.partial_ratio_alignment(encoded, haystack, score_cutoff=MIN_LIKENESS)
    if place is None:
        return None
    first, last = _fit(encoded, index.encoded, region[0] + place.dest_start, region[0] + place.dest_end)
    steps = _steps(encoded, index.encoded[first:last])
    cut = _negation_cut_off(index.words, first, last, steps)
    if cut is not None:
        return Alignment(None, "rejected", f"the text has the negation {cut!r} here, which the quote leaves out")
    return _judge(folded, words, index.words[first:last], steps)


def _negation_cut_off(words: tuple[Word, ...], first: int, last: int, steps: list[Opcode]) -> str | None:
    """The negation beside the passage that a quote's own first or last words stand in place of.

    "những việc được" is not in "những việc chưa được", though "những việc" is and "được" alone might be forgiven.
    """
    beside: tuple[Word, ...] = ()
    if steps and steps[0].tag == "delete":
        beside += words[max(0, first - steps[0].src_end + steps[0].src_start) : first]
    if steps and steps[-1].tag == "delete":
        beside += words[last : last + steps[-1].src_end - steps[-1].src_start]
    return next((word.text for word in beside if word.text in NEGATIONS), None)


def _fit(encoded: str, haystack: str, first: int, last: int) -> tuple[int, int]:
    """The passage's bounds moved to where it is most like the quote; among equals the shortest."""
    pad = min(MAX_PAD, max(3, len(encoded) // 4))
    for _ in range(2):
        last = min(
            range(max(first + 1, last - pad), min(len(haystack), last + pad) + 1),
            key=lambda end: Levenshtein.distance(encoded, haystack[first:end]),
        )
        first = min(
            range(min(last - 1, first + pad), max(0, first - pad) - 1, -1),
            key=lambda start: Levenshtein.distance(encoded, haystack[start:last]),
        )
    return first, last


def _steps(encoded: str, window: str) -> list[Opcode]:
    """What turns the quote's words into the passage's, without what the passage has before and after."""
    steps = list(Levenshtein.opcodes(encoded, window))
    while steps and steps[0].tag == "insert":
        steps.pop(0)
    while steps and steps[-1].tag == "insert":
        steps.pop()
    return steps


def _judge(folded: Folded, words: tuple[Word, ...], window: tuple[Word, ...], steps: list[Opcode]) -> Alignment:
    """Whether the words of a quote and of a passage differ only in what may be forgiven."""
    edits = 0
    kept: list[Word] = []
    for equal, run in groupby(steps, key=lambda step: step.tag == "equal"):
        changes = list(run)
        ours = words[changes[0].src_start : changes[-1].src_end]
        theirs = window[changes[0].dest_start : changes[-1].dest_end]
        kept += theirs
        if equal:
            continue
        if _same_letters(ours, theirs):
            edits += 1
            continue
        for step in changes:
            ours, theirs = words[step.src_start : step.src_end], window[step.dest_start : step.dest_end]
            fault = _fault(ours, theirs)
            if fault:
                return Alignment(None, "rejected", fault)
            edits += max(len(ours), len(theirs))
    if not kept:
        return Alignment(None, "rejected", "no passage of the text is like it")
    if edits > max(1, int(EDIT_SHARE * len(words))):
        return Alignment(None, "rejected", f"{edits} of its {len(words)} words differ from the most similar passage")
    extent = folded.original(kept[0].start, kept[-1].end)
    return Alignment(extent, "fuzzy", f"{edits} words differ" if edits else "only the punctuation differs")


def _same_letters(ours: tuple[Word, ...], theirs: tuple[Word, ...]) -> bool:
    """Whether two runs of words differ only in where the spaces are ("vụĐảng" for "vụ Đảng")."""
    if any(word.is_number for word in ours + theirs):
        return False
    return bool(ours) and "".join(word.text for word in ours) == "".join(word.text for word in theirs)


def _fault(ours: tuple[Word, ...], theirs: tuple[Word, ...]) -> str | None:
    """Why a quote's words may not stand for a passage's words, or None where the difference is forgiven."""
    if len(ours) == len(theirs) and all(_slip(one, other) for one, other in zip(ours, theirs, strict=True)):
        return None
    for word in ours:
        if word.is_number:
            return f"the number {word.text!r} does not stand in the text here"
        if word.text in NEGATIONS:
            return f"the negation {word.text!r} does not stand in the text here"
        if word.is_name:
            return f"the name {word.text!r} does not stand in the text here"
    for word in theirs:
        if word.is_number:
            return f"the text has the number {word.text!r} here, which the quote leaves out"
        if word.text in NEGATIONS:
            return f"the text has the negation {word.text!r} here, which the quote leaves out"
        if word.is_name:
            return f"the text has the name {word.text!r} here, which the quote leaves out"
    for word in ours:
        if word.text not in FUNCTION_WORDS:
            return f"the word {word.text!r} does not stand in the text here"
    for word in theirs:
        if word.text in POLAR:
            return f"the text has {word.text!r} here, which the quote leaves out"
    return None


def _slip(one: Word, other: Word) -> bool:
    """Whether a quote's word is plainly a misspelling of the passage's word, neither carrying a value or a name."""
    if one.is_number or other.is_number or one.is_name or other.is_name:
        return False
    if one.text in POLAR or other.text in POLAR:
        return False
    plain, other_plain = bare(one.text), bare(other.text)
    if plain == other_plain:
        return True
    if min(len(plain), len(other_plain)) < 4:
        return False
    return Levenshtein.distance(plain, other_plain, score_cutoff=1) <= 1
