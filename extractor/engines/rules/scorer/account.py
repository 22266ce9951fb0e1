"""What one article tells of its event, as features: where each spell stands, in which words, what else is said."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from extractor.engines.rules.page import Page
from extractor.engines.rules.review import is_own, is_planned, phrase, says
from extractor.engines.rules.scorer.candidates import WORD, binned
from extractor.engines.rules.scorer.spells import Spell, Spells, last_month
from extractor.reading.model import Block
from extractor.reading.sentences import Sentence
from extractor.text.article import Extent
from extractor.text.record import record

PLACES: Final = "tabcdz"
"""Where a spell may stand: headline, first sentence, rest of the first paragraph, second, later ones, the last."""
HEAD: Final = "tab"
MOST: Final = 100
"""Different values that are looked at; each is set beside every other."""
_BAG: Final = re.compile(r"[^\W\d_]+")
_CUES: Final = (
    "topics", "congress", "preparing", "of_a_congress", "terms", "others", "session", "strangers", "meeting", "verbs",
    "weak_verbs", "party", "held_review", "setting_out", "past_year", "since_new_year", "midterm", "days",
    "congress_acts",
)  # fmt: skip
"""Words of `review.toml` that are looked for in each part of the opening."""
_LEFT: Final = ("rest_of_year", "rest_of_term", "following", "next_year")
"""Words for a time to come without its year, wherever they stand."""
_CLOSING: Final = 2
"""Last paragraphs, in which plans stand."""
_NEAR: Final = 28
_MARK: Final = 12
_PLANNING: Final = 60
"""Characters around a spell whose words are seen: on either side, where "nhiệm kỳ" stands, where a plan's word does."""
_OPENS: Final = 12
"""Characters from a sentence's start within which a spell opens it."""


@record
class Told:
    """One mention of a spell: its place, the part its words give it, and its features."""

    place: str
    role: str
    features: tuple[str, ...]


def broad(period: str) -> str:
    """The sort of a period: `y` year, `h` half, `q` quarter, `m` months, `s` years."""
    return "s" if "/" in period else {"H": "h", "Q": "q"}.get(period[5:6], "m" if period[5:] else "y")


class Account:
    """The spells of one article by value, each mention with its features; `month` is when it looks back.

    Months are counted from year 0; `sure` is "" where a day tells the month and "?" where only named periods do.
    `numbers` counts, by value, the numbers for which a mention of it is the last spell before them in their paragraph.
    """

    def __init__(self, page: Page, published: date | None) -> None:
        self.page = page
        self._sentences = page.content_sentences
        self._starts = [one.extent.start for one in self._sentences]
        self._blocks = [block.extent.start for block in page.text_blocks]
        opening = [one.extent for one in self._sentences if one.role != "title"]
        self._first = opening[0] if opening else Extent(0, 0)
        found = Spells(page, published)
        places = [(spell, self._place(spell)) for spell in found.all]
        self.spells = list(_limited((spell, place) for spell, place in places if place is not None))
        ends = [last_month(spell.value) for spell, _ in self.spells if spell.told in ("named", "part")]
        self.month = found.day.year * 12 + found.day.month - 1 if found.day else max(ends, default=0)
        self.sure = "" if found.day else "?"
        self.first = next((spell.value for spell, _ in self.spells if spell.end), None)
        self._kept: dict[int, Told] = {}
        self.by_value: dict[str, list[Told]] = defaultdict(list)
        for spell, place in self.spells:
            self.by_value[spell.value].append(self.told(spell, place))
        self.roles = {
            value: tuple(dict.fromkeys(one.role for one in told if one.place != "-"))
            for value, told in self.by_value.items()
        }
        """The parts that words give each value where it is told."""
        self.named = {spell.value for spell, _ in self.spells if spell.told == "named"}
        self.campaigns = {spell.value for spell, _ in self.spells if spell.told == "stretch"}
        self.stated = self.named | {spell.value for spell, _ in self.spells if spell.told == "part"}
        self.numbers = self._numbers()
        self.words = tuple(self._words())
        self.cues = tuple(self._cues())
        self.ahead = tuple(self._ahead())

    def _place(self, spell: Spell) -> str | None:
        """Where the spell stands, "-" where nothing tells it; None outside headline, lead and body."""
        if not spell.end:
            return "-"
        at = bisect_right(self._starts, spell.start) - 1
        if at < 0 or self._sentences[at].extent.end < spell.end:
            return None
        if self._sentences[at].role == "title":
            return "t"
        number = bisect_right(self._blocks, spell.start) - 1
        if number == 0:
            return "a" if spell.start < self._first.end else "b"
        return "c" if number == 1 else "z" if number == len(self._blocks) - 1 else "d"

    def said(self, *, words: bool = True) -> tuple[str, ...]:
        """Everything that the article says of its event, its words too or not."""
        return (*self.cues, *self.ahead, *(self.words if words else ()))

    @property
    def undated(self) -> bool:
        """Whether a time to come is told of without its year."""
        return any(cue.startswith(("left:", "soon:")) for cue in self.ahead)

    def sentence(self, spell: Spell) -> Sentence:
        """The sentence in which the spell is told."""
        return self._sentences[bisect_right(self._starts, spell.start) - 1]

    def told(self, spell: Spell, place: str) -> Told:
        """The mention with its features, worked out once."""
        found = self._kept.get(id(spell))
        if found is None:
            made = self._tell(spell, place) if spell.end else Told("-", spell.told, (f"told:{spell.told}",))
            found = self._kept[id(spell)] = made
        return found

    def _tell(self, spell: Spell, place: str) -> Told:
        flat, (start, end) = self.page.flat, _ends(self.sentence(spell))
        near, verbs = max(start, spell.start - _NEAR), phrase("verbs")
        verb = verbs.search(flat, start, spell.start) is not None
        if not is_own(self.page, spell.start, near):
            role = "compared"
        elif is_planned(flat, start, spell.start):
            role = "planned"
        elif verb:
            role = "reviewed"
        elif phrase("weak_verbs").search(flat, start, spell.start):
            role = "told"
        else:
            ahead = phrase("plan_signs").search(flat, spell.end, min(end, spell.end + _PLANNING))
            role = "ahead" if ahead else "seen"
        where, kind = "head" if place in HEAD else "rest", broad(spell.value)
        left, right = WORD.findall(flat, near, spell.start), WORD.findall(flat, spell.end, min(end, spell.end + _NEAR))
        found = [
            f"at:{place}:{role}",
            f"at:{place}:{kind}",
            f"at:{where}:{role}:{kind}",
            f"told:{spell.told}:{where}",
            f"told:{spell.told}:{kind}:{role}",
            f"a:{' '.join(right[:1])}",
            f"a:{' '.join(right[:2])}",
        ]
        for said in (" ".join(left[-1:]), " ".join(left[-2:])):
            found += [f"b:{said}", f"b:{where}:{said}"]
        if spell.start - start < _OPENS:
            found.append(f"opens:{where}:{kind}")
        if verb:
            found.append(f"after-verb:{where}:{kind}")
        if verbs.search(flat, spell.end, end):
            found.append(f"then-reviewed:{where}:{kind}")
        marks = flat[max(start, spell.start - _MARK) : spell.end]
        found += [f"{mark}:{where}" for mark in ("nhiệm kỳ", "giai đoạn") if mark in marks]
        return Told(place, role, tuple(found))

    def _numbers(self) -> Counter[str]:
        found: Counter[str] = Counter()
        told = [spell for spell, _ in self.spells if spell.end]
        starts = [spell.start for spell in told]
        for quantity in self.page.reading.quantities:
            block = bisect_right(self._blocks, quantity.extent.start) - 1
            at = bisect_right(starts, quantity.extent.start)
            if block >= 0 and at and starts[at - 1] >= self._blocks[block]:
                low = at - 1
                while low and starts[low - 1] == starts[at - 1]:
                    low -= 1
                found.update(spell.value for spell in told[low:at])
        return found

    def _words(self) -> Iterator[str]:
        """The words of headline and first paragraph."""
        flat = self.page.flat
        for place, blocks in (("t", self.page.title), ("h", self.page.opening[:1])):
            words = dict.fromkeys(word for block in blocks for word in _BAG.findall(flat, *_ends(block)))
            yield from (f"w:{place}:{word}" for word in words)

    def _cues(self) -> Iterator[str]:
        """What the article says of its event, wherever periods stand."""
        page, flat = self.page, self.page.flat
        opening = [block.extent for block in page.opening]
        rest = [Extent(self._first.end, opening[0].end)] if opening and self._first.end < opening[0].end else []
        parts = {"t": [block.extent for block in page.title], "a": [self._first], "b": rest}
        parts |= {"c": opening[1:2], "d": opening[2:]}
        yield "1"
        for cue in _CUES:
            pattern = phrase(cue)
            if not pattern.may_stand_in(flat):
                yield f"{cue}:no"
                continue
            seen = [at for at, some in parts.items() if any(pattern.search(flat, one.start, one.end) for one in some)]
            yield from (f"{cue}:{at}" for at in seen or ("no",))
            if any(at in HEAD for at in seen):
                yield f"{cue}:head"
        results = sum(1 for one in self._sentences for _ in phrase("results").finditer(flat, *_ends(one)))
        yield f"results:{binned(results)}"
        yield f"numbers:{min(4, len(page.reading.quantities) // 6)}"
        yield f"spells:{binned(len(self.named))}"
        yield f"day:{self.sure}"

    def _ahead(self) -> Iterator[str]:
        """What the article says of plans, wherever periods stand."""
        page, flat = self.page, self.page.flat
        yield from (f"left:{cue}" for cue in _LEFT if phrase(cue).search(flat))
        closing = page.text_blocks[-_CLOSING:]
        soon = (match[0] for block in closing for match in phrase("soon").finditer(flat, *_ends(block)))
        yield from dict.fromkeys(f"soon:{words}" for words in soon)
        if phrase("sets_aims").search(flat):
            yield "aims"
        yield f"plans:{binned(sum(says(page, 'plan_signs', [one]) for one in self._sentences))}"
        if says(page, "plan_signs", closing[-1:]):
            yield "closes"


def _limited(spells: Iterable[tuple[Spell, str]]) -> Iterator[tuple[Spell, str]]:
    """The spells whose value is among the first `MOST` that are told."""
    kept: set[str] = set()
    for spell, place in spells:
        if len(kept) < MOST or spell.value in kept:
            kept.add(spell.value)
            yield spell, place


def _ends(one: Block | Sentence) -> tuple[int, int]:
    return one.extent.start, one.extent.end
