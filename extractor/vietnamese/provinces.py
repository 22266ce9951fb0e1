"""Provinces by name, by an outlet's tag and by a domain: the 63-unit list in force until mid-2025.

Source of the list and of the first tags: annotation guide, section 2. The tables are in `data/provinces.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from extractor.article import Extent
from extractor.vietnamese.flat import flatten
from extractor.vietnamese.lexicon import load_table


@dataclass(frozen=True, slots=True)
class ProvinceMention:
    """A province named in a text, by the plain name of the guide's list."""

    extent: Extent
    name: str


@cache
def _spellings() -> dict[str, str]:
    table = load_table("extractor.vietnamese", "provinces.toml")
    found = {flatten(name): name for name in table["names"]}
    found |= {flatten(other): name for name, others in table["also"].items() for other in others}
    return found


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(spelling_source())  # no look-behind: the search can then leap to a name's first letter


@cache
def _bare_names() -> tuple[tuple[str, str], ...]:
    """Unaccented names without spaces, the longest first: what a domain holds."""
    table = load_table("extractor.vietnamese", "provinces.toml")
    pairs = [(bare(name), name) for name in table["names"]]
    pairs += list(table["domains"].items())
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def bare(text: str) -> str:
    """The text without accents, spaces and punctuation, in lower case: "Hà Giang" is "hagiang"."""
    decomposed = unicodedata.normalize("NFD", flatten(text).replace("đ", "d"))
    return "".join(char for char in decomposed if char.isascii() and char.isalnum())


@cache
def later_names() -> frozenset[str]:
    """Plain names that came into force after the list of 63 ("Huế", from 2025)."""
    return frozenset(load_table("extractor.vietnamese", "provinces.toml")["later"])


@cache
def centrally_run_cities() -> frozenset[str]:
    """The plain names of the cities that rank as provinces."""
    return frozenset(load_table("extractor.vietnamese", "provinces.toml")["cities"])


@cache
def spelling_source() -> str:
    """A regex source that matches any spelling of a province's name in flat text, the longest first."""
    ordered = sorted(_spellings(), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " +") for word in ordered) + r")(?!\w)"


def find_provinces(text: str) -> tuple[ProvinceMention, ...]:
    """Every province named in the text with a capital letter, in order.

    A name that goes on after another capitalised word ("Nguyễn Thái Bình") is left out.
    """
    found = []
    flat = flatten(text)
    for match in _pattern().finditer(flat):
        start, end = match.span()
        if start and (flat[start - 1].isalnum() or flat[start - 1] == "_"):
            continue
        if text[start].isupper() or text[start : start + 2].lower() == "th":
            found.append(ProvinceMention(Extent(start, end), _spellings()[" ".join(match[0].split())]))
    return tuple(mention for mention in found if not _inside_a_name(text, mention.extent))


def _inside_a_name(text: str, extent: Extent) -> bool:
    """Whether the capitalised words before or after make the name a part of a longer one."""
    before = re.search(r"([^\W\d_]+) $", text[max(0, extent.start - 20) : extent.start])
    if before is None or not before[1][0].isupper():
        return False
    return before[1].isalpha() and flatten(before[1]) in _SURNAMES


_SURNAMES = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý văn thị đức ngọc minh quang hữu công"
    " xuân".split()
)


def province_of(name: str) -> str | None:
    """The province that this very name means ("TP.HCM"), or None."""
    return _spellings().get(" ".join(flatten(name).split()))


@cache
def _tags() -> dict[str, str]:
    table = load_table("extractor.vietnamese", "provinces.toml")
    return {flatten(tag): name for tag, name in table["tags"].items()}


def province_of_outlet(outlet: str) -> str | None:
    """The province an outlet's tag, name or domain gives; None where several share it or none is meant."""
    if tagged := _tags().get(flatten(outlet)):
        return tagged
    named = find_provinces(outlet) or find_provinces(outlet.title())
    if named:
        return named[0].name
    if "." in outlet or (outlet.isascii() and len(outlet) > 6):
        host = bare(re.sub(r"\.(?:com|net|org|info|gov|edu)?\.?vn$|\.(?:com|net|org)$", "", outlet.lower()))
        return next((name for key, name in _bare_names() if key in host), None)
    return None
