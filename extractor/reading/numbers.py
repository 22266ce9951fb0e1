"""Every number that the text holds, in digits or in words, and what it is: so that none is passed over unseen.

The quantities are what the reader recognised. Here each run of digits and each number word is asked what it is: a
quantity or a part of one, a date, an id, furniture of the page, an idiom. What is none of these is unread.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractor.reading.intervals import meets, merged
from extractor.reading.model import NumberMention, NumberRole
from extractor.reading.nouns import length_of_time
from extractor.text.article import Extent
from extractor.text.digits import digit_starts, matches_at
from extractor.text.flat import flatten
from extractor.text.lexicon import LETTER, alternatives, load_table
from extractor.text.number_words import AFTER_TENS, SCALES, UNITS
from extractor.text.numerals import read_numeral, torn_number
from extractor.text.word_index import WordPattern, places
from extractor.text.written_digits import RUN

_WORDS: Final = frozenset([*UNITS, *AFTER_TENS, *SCALES, "mươi", "rưỡi", "rưởi", "nửa"]) - {"không"}
"""The number words. "không" is left out: it denies, and where it counts the reader has made a quantity of it."""
_NUMBER: Final = re.compile(rf"{RUN}|[^\W\d_]+|[¼-¾⅐-⅞]")
_BEFORE: Final = 30
"""Characters before a number in which the word stands that makes it an ordinal or a day."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_TIME: Final = re.compile(
    rf"(?<!{LETTER})(?:ngày|tháng|năm|quý|giờ|tuổi|sáng|chiều|tối)(?!{LETTER})|\d ?(?:h|g|:)|\d[/-]"
)
"""What tells a look-alike of a time from one of a document or an address."""
_DOCUMENT: Final = re.compile(r"\d ?[/-][^\W\d_]|\d/\d+/[^\W\d_]")
_DAY_BEFORE: Final = re.compile(rf"(?<!{LETTER})(?:trước|sau|đến|tới|từ|hết|ngày)(?: ngày)? +(?:\d{{1,2}} ?[/.-] ?)?$")
_AGE_BEFORE: Final = re.compile(r"tuổi (?:từ )?(?:\d+ ?(?:đến|tới|-) ?)?$")
_ROAD_BEFORE: Final = re.compile(rf"(?<!{LETTER})(?:đt|ql|tl|hl)\. ?$")
_MONTH_AFTER: Final = re.compile(r" ?[/.-] ?\d{1,2}(?![\d%]|[.,/]\d)")
_TIMES_AS_MUCH: Final = re.compile(rf"(?<!{LETTER})gấp (?:hơn |gần )?(đôi|rưỡi)(?!{LETTER})")
"""A multiple in one word: "gấp đôi"."""
_SHARE: Final = re.compile(r"(?<!\d)(?<!\d )[¼-¾⅐-⅞]")
"""A fraction of one character that no digits stand before."""
_FOLD: Final = re.compile(rf"(?<!{LETTER})gấp (?:hơn |gần )?$")
_MULTIPLE: Final = re.compile(rf" {{0,3}}lần(?!{LETTER})")
_AS_MUCH: Final = re.compile(rf"(?<!{LETTER})(?:gấp|bằng|tăng|vượt|cao|lớn|nhiều|giảm)(?: [^\W\d_]+){{0,2}} +$")
"""Before "lần" that tells how many times as much, and not how often."""
_OPENS: Final = re.compile(r'(?:^|[.!?:;…\n"“”(*•+-])\s{0,4}$')


@dataclass(frozen=True, slots=True)
class Known:
    """What the reading says of the text's numbers, as stretches in any order; `names` are of people and bodies."""

    quantities: tuple[Extent, ...] = ()
    dates: tuple[Extent, ...] = ()
    ids: tuple[Extent, ...] = ()
    names: tuple[Extent, ...] = ()
    furniture: tuple[Extent, ...] = ()
    hidden: tuple[Extent, ...] = ()
    """Places of tables whose numbers are none: headings, the numbers of rows."""
    lookalikes: tuple[Extent, ...] = ()
    """From `find_lookalikes`, in order."""


def read_numbers(text: str, known: Known) -> tuple[NumberMention, ...]:
    """Every number of the text with its role, in order, none overlapping. Never raises, whatever the text."""
    flat = flatten(text)
    roles = _Roles(text, flat, known)
    quantities = merged(known.quantities)
    found = list(_placed(_numbers(flat), quantities))
    shared = Counter(place for _, place in found if place is not None)
    return tuple(
        NumberMention(
            extent,
            text[extent.start : extent.end],
            roles.of(extent) if place is None else "quantity" if shared[place] == 1 else "part",
        )
        for extent, place in found
    )


def _numbers(flat: str) -> Iterator[Extent]:
    """The runs of digits and of number words, each as long as the numeral that begins there."""
    past = 0
    times = [match.start(1) for match in _TIMES_AS_MUCH.finditer(flat)] if "gấp" in flat else []
    shares = [match.start() for match in _SHARE.finditer(flat)]
    starts = sorted({*digit_starts(flat), *places(flat).of(_WORDS), *times, *shares})
    for match in matches_at(_NUMBER, flat, starts):
        if match.start() < past:
            continue
        numeral = read_numeral(flat, match.start())
        past = max(match.end(), (numeral.end if numeral is not None else torn_number(flat, match.start())) or 0)
        yield Extent(match.start(), past)


def _placed(numbers: Iterable[Extent], quantities: list[Extent]) -> Iterator[tuple[Extent, Extent | None]]:
    """Each number with the quantity that it stands in; both are in order."""
    at, count = 0, len(quantities)
    for extent in numbers:
        while at < count and quantities[at].end <= extent.start:
            at += 1
        yield extent, quantities[at] if at < count and quantities[at].start < extent.end else None


class _Roles:
    """The roles of the numbers that are no quantities."""

    def __init__(self, text: str, flat: str, known: Known) -> None:
        self._text = text
        self._flat = flat
        self._dates = merged(known.dates)
        self._ids = merged(known.ids)
        self._names = merged(known.names)
        self._furniture = merged(known.furniture)
        self._hidden = merged(known.hidden)
        self._lookalikes = known.lookalikes
        self._idioms = [Extent(match.start(), match.end()) for match in _idioms().finditer(flat)]

    def of(self, extent: Extent) -> NumberRole:
        """The role of one number."""
        if meets(extent, self._dates):
            return "date"
        if meets(extent, self._ids):
            return "id"
        if meets(extent, self._furniture):
            return "furniture"
        if meets(extent, self._lookalikes):
            return self._lookalike(extent)
        if self._is_time(extent):
            return "date"
        if meets(extent, self._idioms):
            return "idiom"
        named = meets(extent, self._names) or meets(extent, self._hidden) or self._is_name(extent)
        return "id" if named else "unread"

    def _lookalike(self, extent: Extent) -> NumberRole:
        at = _first_after(extent.start, self._lookalikes)
        zone = self._flat[self._lookalikes[at].start : self._lookalikes[at].end]
        return "date" if _TIME.search(zone) and not _DOCUMENT.search(zone) else "id"

    def _is_time(self, extent: Extent) -> bool:
        """A year, a duration or an age ("5 năm liền", "ở độ tuổi từ 18 đến 30"), a day of a month ("trước 30/6")."""
        written = self._flat[extent.start : extent.end]
        before = self._flat[max(0, extent.start - _BEFORE) : extent.start]
        if _FOLD.search(before) or (_MULTIPLE.match(self._flat, extent.end) and _AS_MUCH.search(before)):
            return False
        if _YEAR.fullmatch(written) or length_of_time().match(self._flat, extent.end):
            return True
        if _AGE_BEFORE.search(before):
            return True
        if not written.isdecimal() or len(written) > 2 or not _DAY_BEFORE.search(before):
            return False
        return before.endswith(("/", "-", ".")) or _MONTH_AFTER.match(self._flat, extent.end) is not None

    def _is_name(self, extent: Extent) -> bool:
        """A name inside a sentence ("Ba Đình"), an ordinal ("thứ 5"), or digits grown onto letters ("A4")."""
        if self._text[extent.start].isupper():
            return not _OPENS.search(self._text[max(0, extent.start - 4) : extent.start])
        before = self._flat[max(0, extent.start - _BEFORE) : extent.start]
        if _ordinals().search(before) or _ROAD_BEFORE.search(before):
            return True
        return self._flat[extent.start].isdecimal() and (
            before[-1:].isalpha() or self._flat[extent.end : extent.end + 1].isalpha()
        )


def _first_after(start: int, stretches: tuple[Extent, ...] | list[Extent]) -> int:
    return bisect_right(stretches, start, key=lambda stretch: stretch.end)


@cache
def _idioms() -> WordPattern:
    rows = load_table("extractor.text", "idioms.toml")["idiom"]
    return WordPattern(re.compile(rf"(?<!{LETTER})" + alternatives([words for row in rows for words in row["words"]])))


@cache
def _ordinals() -> re.Pattern[str]:
    words = load_table("extractor.text", "counted.toml")["ordinal_words"]
    return re.compile(rf"(?<!{LETTER})" + alternatives(words) + r" *$")
