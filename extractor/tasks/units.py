"""The unit of a number that the reader counts: what stands right after it, and what it is counted by.

Source of the spellings: `units.toml`. "1.250 ha" is `ha`, "62,5 tạ/ha" is `quintal/ha`, "7.800 đồng/kg" is `VND/kg`;
"12 người" is the reader's `count`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.lexicon import load_table

READ_UNITS: Final = ("count", "percent", "VND", "USD")
"""Units that the reader itself knows."""
_REACH: Final = 24
"""Characters after a number in which its unit must end."""


@cache
def spellings() -> dict[str, str]:
    """Flat spelling -> our name of the unit."""
    table = load_table("extractor.tasks", "units.toml")["spellings"]
    return {flatten(word): name for name, words in table.items() for word in words}


@cache
def _unit() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(spellings(), key=len, reverse=True))
    return re.compile(rf" {{0,2}}({words})(?![^\W_])")


@cache
def _per() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(spellings(), key=len, reverse=True))
    return re.compile(rf" ?(?:/|trên|một|mỗi) ?({words})(?![^\W_])")


def known_units() -> frozenset[str]:
    """Every unit without what it is counted by."""
    return frozenset({*READ_UNITS, *spellings().values()})


def shown_units() -> dict[str, str]:
    """Every unit, and every one by another, with what stands after a number of it on a page."""
    own = load_table("extractor.tasks", "units.toml")["shown"]
    names = {name: own.get(name, f" {name}") for name in known_units() if name != "count"}
    by = {f"{one}/{other}": f"{words}/{names[other].strip()}" for one, words in names.items() for other in names}
    return names | {name: words for name, words in by.items() if name not in names}


def unit_of(flat: str, extent: Extent, read: str) -> str:
    """The unit of the number at `extent` of a flat text, of which the reader says `read`."""
    end, unit = extent.end, read
    if read == "count":
        match = _unit().match(flat, end, end + _REACH)
        if match is None:
            return read
        unit, end = spellings()[match[1]], match.end()
    per = _per().match(flat, end, end + _REACH)
    return f"{unit}/{spellings()[per[1]]}" if per is not None else unit
