"""Provinces and centrally run cities, by name and by outlet, as they were on a day.

`on` is the day that is spoken of, as a rule the event's: names lead to the unit in force on it. A former province leads
to the one that it went into ("Bình Dương" in 2026: TP. Hồ Chí Minh), a later one to what it was before ("Huế" in 2018:
Thừa Thiên Huế). Where no day is known (None), a name stands for itself.

Source: annotation guide, section 2; the laws are named in `data/provinces.toml`, outlets stand in `data/outlets.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Final

from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.lexicon import alternatives, load_table
from extractor.text.record import record
from extractor.text.word_index import WordPattern


@dataclass(frozen=True, slots=True)
class Unit:
    """A province or centrally run city by its plain name, with its first and last day in force (None: no bound).

    `into` names what it went into on the day after its last; `city` is its first day as a centrally run city,
    `date.min` where it was one before every article, None where it never was.
    """

    name: str
    since: date | None = None
    until: date | None = None
    into: str | None = None
    city: date | None = None
    spellings: tuple[str, ...] = ()

    def in_force(self, on: date) -> bool:
        """Whether the unit is one of the list on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@record
class ProvinceMention:
    """A province named in a text.

    `written` is the unit that the words name, `name` the unit in force that it leads to on the day asked for.
    """

    extent: Extent
    name: str
    written: str


@cache
def units() -> dict[str, Unit]:
    """Every unit that was or is, by its plain name."""
    rows = load_table("extractor.text", "provinces.toml")["unit"]
    return {row["name"]: _unit(row) for row in rows}


def _unit(row: dict[str, object]) -> Unit:
    city, spellings = row.get("city"), row.get("spellings", ())
    assert isinstance(spellings, list | tuple)
    return Unit(
        name=str(row["name"]),
        since=_day(row.get("since")),
        until=_day(row.get("until")),
        into=str(row["into"]) if "into" in row else None,
        city=date.min if city is True else _day(city),
        spellings=tuple(spellings),
    )


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


@cache
def provinces_on(day: date) -> frozenset[str]:
    """The plain names of the list in force on that day: 63 units until 2025-06-30, then 34."""
    return frozenset(unit.name for unit in units().values() if unit.in_force(day))


def day_of_list(happened_on: date | None, published_on: date | None, told_of: str | None) -> date | None:
    """The day whose list counts for an article: the event's, else its own, else the last of what is reviewed.

    A period is written as in the guide ("2025", "2025-H1", "2020/2025").
    """
    if happened_on or published_on or told_of is None:
        return happened_on or published_on
    first_half = _FIRST_HALF.fullmatch(told_of)
    if first_half:
        return date(int(first_half["year"]), 6, 30)
    return date(int(told_of[-4:] if "/" in told_of else told_of[:4]), 12, 31)


_FIRST_HALF: Final = re.compile(r"(?P<year>\d{4})-(?:H1|Q[12]|[1-6]M)")


@cache
def centrally_run_cities(on: date | None = None) -> frozenset[str]:
    """The plain names of the cities that rank as provinces on that day; where it is unknown, of all that ever did."""
    if on is None:
        return frozenset(unit.name for unit in units().values() if unit.city is not None)
    return frozenset(name for name in provinces_on(on) if (since := units()[name].city) is not None and since <= on)


def present_name(name: str, on: date | None) -> str | None:
    """The unit in force on that day to which the unit `name` leads; `name` itself where the day is unknown.

    None where nothing of the list leads there. Raises KeyError where `name` is no unit's plain name.
    """
    unit = units()[name]
    while on is not None and not unit.in_force(on):
        if unit.until is not None and unit.until < on:
            following = unit.into
        else:
            following = next((one.name for one in units().values() if one.into == name and one.in_force(on)), None)
        if following is None:
            return None
        unit = units()[following]
    return unit.name


@cache
def _spellings() -> dict[str, str]:
    found = {flatten(name): name for name in units()}
    return found | {flatten(other): unit.name for unit in units().values() for other in unit.spellings}


@cache
def spelling_source() -> str:
    """A regex source that matches any spelling of a province's name in flat text, the longest first."""
    return alternatives(tuple(_spellings())) + r"(?!\w)"


@cache
def _pattern() -> WordPattern:
    return WordPattern(re.compile(spelling_source()))


def province_of(name: str, on: date | None = None) -> str | None:
    """The province that this very name means on that day ("TP.HCM", in 2026 "Bình Dương" too), or None."""
    written = _spellings().get(" ".join(flatten(name).split()))
    return present_name(written, on) if written else None


@cache
def _longest() -> int:
    return max(map(len, _spellings()))


def provinces_at_end(flat: str) -> list[int]:
    """Where in flat text the names of provinces begin that it ends with, but for those that are all of it."""
    starts = range(max(1, len(flat) - _longest() - 1), len(flat))
    return [at for at in starts if flat[at:].strip() in _spellings() and province_of(flat[at:]) is not None]


def find_provinces(text: str, on: date | None = None) -> tuple[ProvinceMention, ...]:
    """Every province named in the text with a capital letter, in order, by its name on that day.

    A name that goes on after another capitalised word ("Nguyễn Thái Bình") is left out, and so is a lower unit's
    ("phường Hà Nam", "huyện Bình Dương").
    """
    told = _told(text) if len(text) > _LONG else _told.__wrapped__(text)
    named = ((extent, written, present_name(written, on)) for extent, written in told)
    return tuple(ProvinceMention(extent, name, written) for extent, written, name in named if name is not None)


_LONG: Final = 600
"""Characters beyond which a text is an article's, asked again with another day."""


@lru_cache(maxsize=2)
def _told(text: str) -> tuple[tuple[Extent, str], ...]:
    """Every unit that the text names, in order: where, and by which unit's name."""
    found = []
    flat = flatten(text)
    search = _pattern().finditer if len(text) > _LONG else _pattern().pattern.finditer
    for match in search(flat):
        start, end = match.span()
        if start and (flat[start - 1].isalnum() or flat[start - 1] == "_"):
            continue
        if not (text[start].isupper() or text[start : start + 2].lower() == "th"):
            continue
        if _inside_a_name(text, start) or _LOWER_UNIT.search(flat, max(0, start - 10), start):
            continue
        found.append((Extent(start, end), _spellings()[" ".join(match[0].split())]))
    return tuple(found)


def _inside_a_name(text: str, start: int) -> bool:
    """Whether the capitalised word before makes the name a part of a longer one."""
    before = re.search(r"([^\W\d_]{1,20}) $", text[max(0, start - 20) : start])
    return before is not None and before[1][0].isupper() and flatten(before[1]) in _SURNAMES


_LOWER_UNIT: Final = re.compile(r"(?<!\w)(?:xã|phường|đặc khu|thị trấn|thị xã|huyện|quận) $")
_SURNAMES: Final = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý văn thị đức ngọc minh quang hữu công"
    " xuân".split()
)


def bare(text: str) -> str:
    """The text without accents, spaces and punctuation, in lower case: "Hà Giang" is "hagiang"."""
    decomposed = unicodedata.normalize("NFD", flatten(text).replace("đ", "d"))
    return "".join(char for char in decomposed if char.isascii() and char.isalnum())


@dataclass(frozen=True, slots=True)
class Outlet:
    """A paper, station or portal: whom it was founded for, how it signs, and the days on which that holds."""

    home: str
    tags: tuple[str, ...]
    hosts: tuple[str, ...]
    since: date = date.min
    until: date = date.max

    def holds(self, on: date | None) -> bool:
        """Whether the row counts on that day."""
        return on is None or self.since <= on <= self.until


@cache
def outlets() -> tuple[Outlet, ...]:
    """The outlets of `data/outlets.toml`."""
    return tuple(
        Outlet(
            home=row["home"],
            tags=tuple(row.get("tags", ())),
            hosts=tuple(row.get("hosts", ())),
            since=row.get("since", date.min),
            until=row.get("until", date.max),
        )
        for row in load_table("extractor.text", "outlets.toml")["outlet"]
    )


_SUFFIX: Final = re.compile(r"(?:\.(?:com|net|org|info|gov|edu|dcs))?\.vn$|\.(?:com|net|org|info)$")
_SHORT_HOST: Final = 3
"""A host's sign of up to this length must be a whole part of the host's name ("hue", "qtv")."""


@cache
def _by_tag() -> dict[str, tuple[Outlet, ...]]:
    found: dict[str, list[Outlet]] = {}
    for outlet in outlets():
        for tag in outlet.tags:
            found.setdefault(flatten(tag), []).append(outlet)
    return {tag: tuple(rows) for tag, rows in found.items()}


def is_outlet_tag(text: str) -> bool:
    """Whether the text is a tag of the outlets' table and nothing else."""
    return flatten(text.strip()) in _by_tag()


@cache
def _host_signs() -> tuple[tuple[str, Outlet], ...]:
    """Units' unaccented names and the outlets' own signs, the longest first."""
    named = [Outlet(unit.name, (), (sign,)) for unit in units().values() if len(sign := bare(unit.name)) > _SHORT_HOST]
    signs = [(sign, outlet) for outlet in (*named, *outlets()) for sign in outlet.hosts]
    return tuple(sorted(signs, key=lambda pair: -len(pair[0])))


def province_of_outlet(outlet: str, on: date | None = None) -> str | None:
    """The province that an outlet's tag, name or domain serves on that day.

    None where several share it or none is meant. Without a day, the province that the outlet was founded for.
    """
    for row in _by_tag().get(flatten(outlet), ()):
        if row.holds(on):
            return present_name(row.home, on)
    named = find_provinces(outlet, on) or find_provinces(outlet.title(), on)
    if named:
        return named[0].name
    home = next(_homes_of_host(outlet.lower(), on), None)
    return present_name(home, on) if home else None


def _homes_of_host(name: str, on: date | None) -> Iterator[str]:
    """The homes that the parts of a domain ("xuandai.daklak.gov.vn") or a long unaccented name tell, the last first."""
    if "." not in name and not (name.isascii() and len(name) > 6):
        return
    for part in reversed(_SUFFIX.sub("", name).split(".")):
        label = bare(part)
        for sign, row in _host_signs():
            if (sign in label if len(sign) > _SHORT_HOST else sign == label) and row.holds(on):
                yield row.home
