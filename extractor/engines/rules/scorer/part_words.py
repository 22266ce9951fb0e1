"""The words of a number's clause that may tell the part it counts, and what speaks for each of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

from extractor.engines.rules.cues import Cue
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scorer.facts import Fact, spelled
from extractor.engines.rules.scorer.verdict import Labels
from extractor.text.article import Extent
from extractor.text.record import record

_WORD: Final = re.compile(r"[^\W_]+(?:[-–/.][^\W_]+)*")
_PAIRED: Final = re.compile(r"(?<=[^\W\d_])/\d.*")
"""What another number of the same clause counts ("86 vụ/102 đối tượng")."""
_YEARS: Final = re.compile(r"\d{2} năm")
"""What a badge is for ("Huy hiệu 30 năm")."""
_BEFORE: Final = 12
_AFTER: Final = 7
"""Words of the clause before and after the number at which its part may begin."""
_LONGEST: Final = 16
"""Words of a part."""
_BEYOND: Final = 40
"""Characters after the number's clause within which its part may end."""
_SINCE: Final = 3
"""Numbers since the last part, counted no further."""
_SEEN_BEFORE: Final = 14
_SEEN_AFTER: Final = 10
"""Words of the clause before and after the number that may tell a whole from a part."""
_SEEN_OF_LAST: Final = 6
"""Words of the part before that may tell whether it goes on."""
_FAR: Final = 7
_LONG: Final = 8
"""Words from the number, and words of a part, counted no further."""
_QUOTES: Final = (("“", "”"), ('"', '"'), ("(", ")"))


class Word(NamedTuple):
    """One word of the flat text; of a number `text` is "#"."""

    start: int
    end: int
    text: str


@record
class Last:
    """The last part that was settled: its place, the labels and sentence of its number, how many numbers came since."""

    part: Extent
    label: str
    sentence: int
    since: int = 0


Seen = tuple[list[Fact], list[str]]
"""What is seen of one answer: facts that recur from article to article, and features with words in them."""


def named(seen: Seen) -> list[str]:
    """All its features."""
    return [*spelled(seen[0]), *seen[1]]


def words_of(flat: str, extent: Extent) -> list[Word]:
    """The words of a sentence."""
    found = _WORD.finditer(flat, extent.start, extent.end)
    return [Word(one.start(), one.end(), "#" if one[0][0].isdigit() else one[0]) for one in found]


class Counted:
    """One number with the words of its clause, of which some may tell the part that it counts."""

    def __init__(
        self, flat: str, words: list[Word], sentence: int, region: Region, labels: Labels, last: Last | None
    ) -> None:
        self.flat, self.words, self.region, self.last = flat, words, region, last
        quantity = region.quantity
        starts = [word.start for word in words]
        self._first = bisect_left(starts, region.left_start)
        self._number = bisect_left(starts, quantity.extent.start)
        self._next = bisect_left(starts, quantity.extent.end)
        self._stop = bisect_left(starts, region.right_end)
        if self._number > self._first and words[self._number - 1].end > quantity.extent.start:
            self._number -= 1
        self.label = f"{labels.subject}.{labels.measure}"
        self._subject, self._measure = labels.subject, labels.measure
        self._basis = "" if labels.basis == "level" else labels.basis
        self._unit = quantity.unit
        self._noun = region.noun.label if region.noun is not None else "-"
        self._in_sentence = last is not None and last.sentence == sentence

    def _gap(self, at: int) -> str:
        """The last mark between a word and the one before it."""
        before = self.words[at - 1].end if at else max(0, self.words[at].start - 2)
        return self.flat[before : self.words[at].start].strip()[-1:]

    def _text(self, at: int) -> str:
        return self.words[at].text if at < len(self.words) else "$"

    def kinds(self) -> Seen:
        """What tells whether the number counts a whole, or the part of a number before."""
        region, words, number = self.region, self.words, self._number
        basis, measure, subject = self._basis, self._measure, self._subject
        after = region.noun.end if region.noun is not None else region.quantity.extent.end
        right = next((at for at in range(self._next, self._stop) if words[at].start >= after), self._stop)
        rest = min(4, self._stop - right)
        one, two = (self._text(at) if at < self._stop else "$" for at in (right, right + 1))
        left = ["^", "^", *(word.text for word in words[self._first : number])]
        length = min(5, len(left) - 2)
        said = next((cue for cue in region.right if cue.start >= after), None)
        told = region.left[-1] if region.left else None
        gap = self.flat[words[number - 1].end : region.quantity.extent.start].strip()[-1:] if number else ""
        numbers = f"{'#' in left}:{any(words[at].text == '#' for at in range(self._next, self._stop))}"
        if measure == "badge" and _YEARS.search(self.flat, region.left_start, region.right_end):
            numbers = "years"
        last = self.last
        back = f"{self._in_sentence}:{last.since}:{last.label == self.label}" if last is not None else "no"
        return [
            ("{0}:{1}|b:{1}:{2}|u:{3}:{4}:{1}|br:{5}:{1}:{4}", self.label, basis, measure, self._unit, subject,
             region.in_brackets),
            ("n:{0}:{1}|bb:{2}:{1}|bb:{2}:{3}|nr:{4}:{3}|g:{5}:{3}|num:{6}:{1}", self._noun, measure,
             region.boundary_before, subject, rest, gap, numbers),
            ("rk:{0}:{2}|lk:{1}:{2}|nl:{3}:{2}:{4}", _named(said), _named(told), measure, length, basis),
            ("pc:{0}:{1}|pc:{0}:{2}|pc:{0}:{3}:{1}|pc:{0}:{4}|pc:{0}:{5}:{6}", back, basis, self.label, length, rest,
             self._unit, measure),
        ], [
            f"r1:{one}:{measure}", f"r2:{one} {two}", f"l1:{left[-1]}", f"l1:{left[-1]}:{measure}",
            f"l2:{left[-2]} {left[-1]}", f"first:{left[2] if length else '^'}", f"first:{' '.join(left[2:4])}",
            *self._words_around(),
        ]  # fmt: skip

    def _words_around(self) -> list[str]:
        """The words of the clause beside the number, wherever on their side they stand, and those of the last part."""
        words, number, subject, last = self.words, self._number, self._subject, self.last
        before = [word.text for word in words[max(self._first, number - _SEEN_BEFORE) : number]]
        after = [word.text for word in words[self._next : min(self._stop, self._next + _SEEN_AFTER)]]
        found = [f"lb:{word}" for word in before] + [f"lb:{word}:{subject}" for word in before]
        found += [f"rb:{word}" for word in after] + [f"rb:{word}:{subject}" for word in after]
        if last is not None:
            alike = last.label == self.label
            part = self.flat[last.part.start : last.part.end].split()[:_SEEN_OF_LAST]
            found += [f"part:{word}:{alike}" for word in part]
        return found

    def starts(self) -> list[int]:
        """The words of the clause at which a part may begin."""
        before = range(max(self._first, self._number - _BEFORE), self._number)
        return [*before, *range(self._next, min(self._stop, self._next + _AFTER))]

    def start_features(self, at: int) -> Seen:
        """What speaks for a part's beginning with a word."""
        region, measure, subject, words = self.region, self._measure, self._subject, self.words
        place, quantity = words[at].start, region.quantity.extent
        left = at < self._number
        side, cues = ("L", region.left) if left else ("R", region.right)
        begun = next((cue for cue in cues if cue.start == place), None)
        ended = next((cue for cue in cues if cue.end <= place and not self.flat[cue.end : place].strip()), None)
        gap, word, following = self._gap(at), words[at].text, self._text(at + 1)
        mark = gap or (words[at - 1].text if at else "^")
        distance = min(_FAR, self._number - at if left else at - self._next)
        facts: list[Fact] = [
            ("{0}{1}:{2}|{0}{1}:{3}:{4}", side, distance, self.label, subject, self._unit),
            ("{0}:ck:{1}:{2}:{3}|{0}:ak:{4}:{2}:{3}|{0}:g:{5}:{6}:{2}", side, _named(begun), measure, subject,
             _named(ended), gap, self._basis),
        ]  # fmt: skip
        said = [
            f"w:{word}", f"{side}:w:{word}:{measure}", f"{side}:pw:{mark}", f"ww:{word} {following}",
            f"pww:{mark} {word}",
        ]  # fmt: skip
        if left:
            between, first = self.flat[place : quantity.start], at == self._first
            acts = any(cue.start >= place and cue.kind in ("verb", "predicate", "topic") for cue in cues)
            facts.append(
                ("L:btw:{0}:{1}:{2}:{3}|L:first:{4}:{5}:{6}|L:first:{4}:{7}|L:acts:{8}:{5}", "," in between,
                 ":" in between, "(" in between, gap, first, self._basis, measure, region.boundary_before, acts)
            )  # fmt: skip
            said.append(f"L:last:{words[self._number - 1].text}:{distance == 1}")
            return facts, said
        between, noun = self.flat[quantity.end : place], region.noun
        where = "no"
        if noun is not None:
            where = "noun" if noun.start == place else "after" if ended is noun else "no"
        facts.append(
            ("R:btw:{0}:{1}|R:at:{2}:{3}|R:at:{2}:{4}:{5}", "," in between, ")" in between, where, self.label,
             self._noun, measure)
        )  # fmt: skip
        said.append(f"R:at:{where}:{word}")
        return facts, said

    def ends(self, start: int) -> list[int]:
        """The words with which a part that begins with the word `start` may end."""
        found: list[int] = []
        limit = self._number if start < self._number else len(self.words)
        for at in range(start, min(limit, start + _LONGEST)):
            if start >= self._next and self.words[at].start >= self.region.right_end + _BEYOND:
                break
            if at > start and ";" in self.flat[self.words[at - 1].end : self.words[at].start]:
                break
            found.append(at)
        return found

    def end_features(self, start: int, at: int) -> Seen:
        """What speaks for a part's ending with a word."""
        words, flat, measure = self.words, self.flat, self._measure
        left = start < self._number
        side, cues = ("L", self.region.left) if left else ("R", self.region.right)
        word, end = words[at].text, words[at].end
        after = words[at + 1] if at + 1 < len(words) else None
        gap = flat[end : after.start].strip()[:1] if after is not None else "$"
        following = "NUM" if left and at + 1 >= self._number else self._text(at + 1)
        begun = next((cue for cue in cues if after is not None and cue.start == after.start), None)
        span, edge = flat[words[start].start : end], self.region.right_end
        open_marks = "".join(mark for mark, close in _QUOTES if span.count(mark) - span.count(close) * (mark != close))
        return [
            ("n:{0}:{1}", min(_LONG, at - start + 1), self.label),
            ("e:{0}:{1}:{2}|{3}:ck:{4}:{2}|over:{5}|num:{6}|comma:{7}:{1}|open:{8}", (end > edge) - (end < edge), gap,
             measure, side, _named(begun), any(cue.start < end < cue.end for cue in cues),
             any(one.text == "#" for one in words[start : at + 1]), "," in span, open_marks),
        ], [
            f"{side}:nw:{gap}{following}", f"nw:{following}:{measure}", f"w:{word}", f"ww:{word}:{gap}{following}",
            f"sw:{words[start].text}:{gap}{following}", f"ws:{word}:{measure}",
        ]  # fmt: skip

    def extent(self, start: int, end: int) -> Extent:
        """The part from one word to another, with the quotation marks and brackets that open or close it."""
        begin, stop = self.words[start].start, self.words[end].end
        for mark, close in _QUOTES:
            odd = self.flat.count(mark, begin, stop) - self.flat.count(close, begin, stop) * (mark != close)
            if odd > 0 and (mark != close or odd % 2) and self.flat.startswith(close, stop):
                stop += 1
        if (paired := _PAIRED.search(self.flat, begin, stop)) is not None:
            stop = paired.start()
        if begin and self.flat[begin - 1] in '“"' and self.flat[stop - 1] in '”"':
            begin -= 1
        return Extent(begin, stop)

    def told(self, start: int, end: int) -> str:
        """The words of the part from one word to another."""
        extent = self.extent(start, end)
        return self.flat[extent.start : extent.end]


def _named(cue: Cue | None) -> str:
    return f"{cue.kind}:{cue.label}" if cue is not None else "-"


def after(last: Last | None, part: Extent | None, label: str, sentence: int) -> Last | None:
    """The last part once one more number was settled."""
    if part is not None:
        return Last(part, label, sentence)
    return last if last is None else Last(last.part, last.label, last.sentence, min(_SINCE, last.since + 1))


def spans(counted: Counted) -> Iterator[tuple[int, int]]:
    """Every part that a number's clause may name, as first and last word."""
    for start in counted.starts():
        for end in counted.ends(start):
            yield start, end
