"""The numbers of an article as the gate asks for them: which are whole, which count, and which a sentence may repeat.

Both sides are read by the same readers, so that "15 tỷ đồng" is not borne out by "15 đảng viên", nor "chín trăm" by a
"chín" and a "trăm" that stand apart.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from extractor.grounding.calendar import Calendar
from extractor.grounding.odd_numbers import odd_numbers
from extractor.grounding.whole_numbers import part_of_number
from extractor.reading.dates import read_dates
from extractor.reading.intervals import between, meets, merged
from extractor.reading.lookalikes import find_lookalikes
from extractor.reading.model import DateMention, NumberMention, Quantity, Reading
from extractor.reading.nouns import counted_noun
from extractor.reading.numbers import Known, read_numbers
from extractor.reading.periods import read_periods
from extractor.reading.quantities import parse_mention, read_quantities
from extractor.reading.units import DONG
from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.fold import EXTRA_SPACES, INVISIBLE
from extractor.text.numerals import read_numeral

Value = tuple[float, str]
"""A number and its unit."""

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_YEAR_BEFORE: Final = ("năm", "kỳ", "đoạn", "khóa", "-", "/", "(", ",")
_DENOMINATED: Final = re.compile(r"[%$₫]|(?<!\w)(?:phần trăm|đồng|đ|vnđ|vnd|usd|đô[ -]?la)(?!\w)")
_ROSE: Final = (
    r",? {1,2}(?:(?:của )?năm (?:19|20)\d\d )?(?:(?:tăng|giảm|nâng) )?(?:lên|xuống|sang) {1,2}"
    r"(?:(?:tới|đến|còn|mức|thành|gần|hơn|trên|khoảng) {1,2}){0,2}"
)
NEXT_NUMBERS: Final = (
    rf"(?:(?:, {{1,2}}|,? {{1,2}}(?:và|hoặc) {{1,2}}| ?- ?| |{_ROSE})(?<!\d)\d+(?:[.,]\d+)*(?!\d)){{1,9}} {{0,2}}"
)
"""Source of a pattern: the numbers of a list that follow a number, or what it rose or fell to."""
_LISTED: Final = re.compile(
    rf"{NEXT_NUMBERS}(?:(?P<scale>nghìn tỷ|ngàn tỷ|nghìn|ngàn|triệu|tỷ) ?)?(?P<unit>{DONG}|vnđ|vnd|usd|%)(?!\w)"
)
"""After a bare number: further ones and the unit that all of them have ("5, 7 và 9%")."""
_WORD: Final = 12
"""Characters before a number word within which the word before it stands."""
_SILENT: Final = frozenset(["một", "năm", "tư"])
"""Number words that are more often an article, a year or a part of another word, where the reader counts nothing."""
_WITH_UNIT: Final = re.compile(r"\d[\d.,]*([^\W\d_]+)")
_GROWN_UNIT: Final = re.compile(r"(?<=\d)[^\W\d_]+")
_INVISIBLE: Final = str.maketrans({**dict.fromkeys(INVISIBLE), **dict.fromkeys(EXTRA_SPACES, " ")})


def number_value(flat: str, extent: Extent) -> float:
    """The value of one run of digits or of number words; not a number where it has none."""
    numeral = read_numeral(flat, extent.start)
    if numeral is not None and numeral.end == extent.end:
        return numeral.value
    parsed = parse_mention(flat[extent.start : extent.end])
    return parsed.value if parsed is not None else float("nan")


@dataclass(frozen=True, slots=True)
class _Said:
    """One text's quantities and its other numbers, with those stretches that name a day, a year or a document."""

    flat: str
    quantities: tuple[Quantity, ...]
    numbers: tuple[NumberMention, ...]
    dates: tuple[DateMention, ...]
    calendar: list[Extent]
    names: list[Extent]

    @classmethod
    def of_sentence(cls, text: str) -> _Said:
        """What a short text of its own says."""
        flat = flatten(text)
        quantities, dates, lookalikes = read_quantities(text), read_dates(text), find_lookalikes(flat)
        spans = (*(one.extent for one in dates), *(one.extent for one in read_periods(text)))
        known = Known(quantities=tuple(one.extent for one in quantities), dates=spans, lookalikes=lookalikes)
        return cls(flat, quantities, read_numbers(text, known), dates, merged(spans), list(lookalikes))

    @classmethod
    def of_article(cls, flat: str, reading: Reading) -> _Said:
        """What an article says, as it was read."""
        spans = (*(one.extent for one in reading.dates), *(one.extent for one in reading.periods))
        planted = merged(reading.intrusions)
        numbers = tuple(one for one in reading.numbers if not meets(one.extent, planted))
        return cls(flat, reading.quantities, numbers, reading.dates, merged(spans), list(find_lookalikes(flat)))

    def others(self) -> Iterator[NumberMention]:
        """The numbers that are in no quantity."""
        return (one for one in self.numbers if one.role not in ("quantity", "part"))

    def is_year(self, number: NumberMention) -> bool:
        """Whether the number is written as a year."""
        return _YEAR.fullmatch(self.flat[number.extent.start : number.extent.end]) is not None

    def counts(self, number: NumberMention) -> bool:
        """Whether a noun that is counted follows a number that no word calls a year ("từ 2020 đảng viên")."""
        before = self.flat[max(0, number.extent.start - _WORD) : number.extent.start].rstrip()
        called = before.endswith(_YEAR_BEFORE)
        return not called and counted_noun().match(self.flat, number.extent.end) is not None

    def is_listed(self, number: NumberMention) -> bool:
        """Whether the number belongs to a day, a year, a period, a document or an address."""
        return self.is_year(number) or meets(number.extent, self.calendar) or meets(number.extent, self.names)

    def is_named_unit(self, quantity: Quantity) -> bool:
        """Whether a quantity says its unit; "15 triệu" says none and may be money or not."""
        return (
            quantity.unit == "count"
            or _DENOMINATED.search(self.flat, quantity.extent.start, quantity.extent.end) is not None
        )


def _values(quantity: Quantity) -> Iterator[Value]:
    for value in (quantity.value, quantity.value_max):
        if value is not None:
            yield value, quantity.unit
    if quantity.out_of is not None:
        yield quantity.out_of, "count"


class Numbers:
    """The numbers of one article."""

    def __init__(self, flat: str, reading: Reading, has_words: Callable[[str], bool]) -> None:
        """`has_words` tells whether words stand in the article one for one, up to folding."""
        self._said = _Said.of_article(flat, reading)
        self._cells = reading.cells
        self._has_words = has_words

    # what stands in a stretch

    def counts_in(self, extent: Extent) -> list[tuple[Extent, float]]:
        """What counts something in a stretch, and where: no days, years, ages, shares or amounts of money."""
        counts = [
            (quantity.extent, value)
            for quantity in between(self._said.quantities, extent.start, extent.end)
            for value, unit in _values(quantity)
            if unit == "count"
        ]
        first = bisect_left(self._unread, extent.start, key=lambda one: one[0].start)
        for where, value in self._unread[first:]:
            if where.start >= extent.end:
                break
            if extent.covers(where):
                counts.append((where, value))
        return counts

    @cached_property
    def _unread(self) -> tuple[tuple[Extent, float], ...]:
        """The numbers that nobody recognised: the gate may know more of them than the reader."""
        flat = self._said.flat
        unread = (one.extent for one in self._said.others() if one.role == "unread")
        return tuple((extent, number_value(flat, extent)) for extent in unread if not part_of_number(flat, extent))

    # what a sentence may repeat

    @cached_property
    def _measured(self) -> frozenset[Value]:
        """Every value that measures something, with its unit."""
        said = self._said
        values: set[Value] = {(value, "count") for _, value in self._unread}
        for quantity in said.quantities:
            values.update(_values(quantity))
            if not said.is_named_unit(quantity):
                values.update((value, unit) for value, _ in _values(quantity) for unit in ("count", "VND", "USD"))
        return frozenset(values)

    @cached_property
    def _in_cells(self) -> frozenset[float]:
        """The numbers of tables as they are written there, whatever scale their headings give them."""
        cells = merged(cell.extent for cell in self._cells)
        flat = self._said.flat
        return frozenset(number_value(flat, one.extent) for one in self._said.numbers if meets(one.extent, cells))

    @cached_property
    def _plain(self) -> frozenset[float]:
        """Every value that counts, orders or lasts; none of a day, a year, a document, an address or a name."""
        flat = self._said.flat
        values = {value for value, unit in self._measured if unit == "count"}
        for one in self._said.numbers:
            told = one.role == "part" or not (one.role == "quantity" or self._said.is_listed(one))
            in_digits = flat[one.extent.start].isdecimal()
            if told and (in_digits or not (one.role == "id" or part_of_number(flat, one.extent))):
                values.add(number_value(flat, one.extent))
        return frozenset(values)

    @cached_property
    def _words(self) -> frozenset[str]:
        """The number words that are no quantities: of idioms, of stretches of time, "nửa"."""
        return self._written(names=False)

    @cached_property
    def _names(self) -> frozenset[str]:
        """The number words of names and ordinals: "Ba Đình", "thứ ba"."""
        return self._written(names=True)

    def _written(self, *, names: bool) -> frozenset[str]:
        flat = self._said.flat
        words = (flat[one.extent.start : one.extent.end] for one in self._said.others() if (one.role == "id") is names)
        return frozenset(word for word in words if not word[:1].isdecimal())

    @cached_property
    def _all(self) -> frozenset[float]:
        said = self._said
        return self._plain | {number_value(said.flat, one.extent) for one in said.numbers}

    def fault(
        self, sentence: str, calendar: Calendar, allowed: frozenset[str] = frozenset(), *, label: bool = False
    ) -> str | None:
        """Why a sentence says a number that the article does not, or None.

        Args:
            sentence: words of somebody's own.
            calendar: the days and years that may be named.
            allowed: folded words that were proved elsewhere.
            label: whether they name a group, whose ages and ordinals may stand anywhere ("60 năm tuổi Đảng").
        """
        text = unicodedata.normalize("NFC", sentence).translate(_INVISIBLE)
        said = _Said.of_sentence(text)
        for quantity in said.quantities:
            if not self._repeats(said, quantity):
                return _missing(text, quantity.extent)
        for day in said.dates:
            if (day.day, day.month) not in calendar.named_days:
                return _missing(text, day.extent)
        for number in said.others():
            word = said.flat[number.extent.start : number.extent.end]
            if word in _SILENT:
                # "Thủ Dầu Một" is a name of the article; "kết nạp Năm đảng viên" hides a number in one.
                if text[number.extent.start].isupper() and not self._is_name(said.flat, number.extent):
                    return _missing(text, number.extent)
                continue
            if number.role == "idiom" or word in allowed:
                continue
            if not self._stands(said, number, word, calendar, label=label):
                return _missing(text, number.extent)
        return next(
            (_missing(text, one) for one in odd_numbers(text) if not self._is_known(said.flat[one.start : one.end])),
            None,
        )

    def _is_name(self, flat: str, extent: Extent) -> bool:
        """Whether a number word with a capital opens a sentence, or follows the word that it follows in the article."""
        before = flat[max(0, extent.start - _WORD) : extent.start]
        if not before.endswith(" ") or not before[:-1][-1:].isalpha():
            return True
        return self._has_words(f"{before.split()[-1]} {flat[extent.start : extent.end]}")

    def _repeats(self, said: _Said, quantity: Quantity) -> bool:
        """Whether each value of a sentence's quantity is one of the article's, in the same unit."""
        words = said.flat[quantity.extent.start : quantity.extent.end]
        if not quantity.value and not any(character.isdecimal() for character in words):
            return True  # "không có": a denial, not a number
        known = self._measured
        if all(value in known for value in _values(quantity)):
            return True
        if not said.is_named_unit(quantity):
            return all(
                any((value, unit) in known for unit in ("count", "VND", "USD")) for value, _ in _values(quantity)
            )
        if quantity.unit != "count" or counted_noun().match(said.flat, quantity.extent.end):
            return False
        if all(value in self._in_cells for value, _ in _values(quantity)):
            return True
        listed = _LISTED.match(said.flat, quantity.extent.end)
        if listed is None:
            return False
        full = parse_mention(f"{words} {listed['scale'] or ''} {listed['unit']}".replace("  ", " "))
        return full is not None and (full.value, full.unit) in known

    def _stands(self, said: _Said, number: NumberMention, word: str, calendar: Calendar, *, label: bool) -> bool:
        """Whether a number that measures nothing (a year, an age, an ordinal) is one of the article's."""
        value = number_value(said.flat, number.extent)
        if said.is_year(number):
            return value in self._plain or (int(word) in calendar.years and not said.counts(number))
        if label or said.is_listed(number):
            return value in self._all or self._has_words(word)
        return value in self._plain or word in (self._names if number.role == "id" else self._words)

    def _is_known(self, written: str) -> bool:
        """Whether an odd expression stands in the article; "15ha" does where "ha" does: its number was asked for."""
        if self._has_words(written):
            return True
        unit = _WITH_UNIT.fullmatch(written)
        return unit is not None and (unit[1] in self._grown_units or self._has_words(unit[1]))

    @cached_property
    def _grown_units(self) -> frozenset[str]:
        """The letters that stand right after digits: "ha" of "12,5ha"."""
        return frozenset(match[0] for match in _GROWN_UNIT.finditer(self._said.flat))


def _missing(text: str, extent: Extent) -> str:
    return f"the number {text[extent.start : extent.end]!r} does not stand in the text"
