"""Vietnamese personal names: family names of the majority and of the minorities, and who is history.

The lists are in `data/names.toml`.
"""

from __future__ import annotations

from functools import cache

from extractor.text.flat import flatten
from extractor.text.lexicon import load_table


@cache
def _set(key: str) -> frozenset[str]:
    return frozenset(flatten(word) for word in load_table("extractor.text", "names.toml")[key])


def is_frequent_surname(flat: str) -> bool:
    """Whether the flat syllable is one of the frequent family names."""
    return flat in _set("frequent")


def is_surname(flat: str) -> bool:
    """Whether the flat syllable can open a name: a family name, or a highland form with an apostrophe ("k'srơn")."""
    return flat in _set("frequent") or flat in _set("others") or (len(flat) > 2 and flat[1] == "'" and flat[0] in "hky")


def is_middle(flat: str) -> bool:
    """Whether the flat syllable is a usual middle name ("văn", "thị")."""
    return flat in _set("middles")


def is_historical(flat_name: str) -> bool:
    """Whether the flat name is a historical figure's."""
    return flat_name in _set("historical")
