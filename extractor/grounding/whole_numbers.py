"""Whether a number that was quoted is the whole of what the text writes there, or a part that says another number."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from operator import attrgetter
from typing import Final

from extractor.grounding.align import cuts_word
from extractor.reading.lookalikes import find_lookalikes
from extractor.reading.quantities import parse_mention
from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.number_words import (
    AFTER_TENS,
    FILLERS,
    HALF_WORDS,
    POINT,
    SCALES,
    SPOKEN_ONES,
    TORN,
    UNITS,
    WITH_TU,
    half_of_a_word,
)
from extractor.text.numerals import read_numeral, torn_number

_PART: Final = "phần"
_WORDS: Final = frozenset([*UNITS, *AFTER_TENS, *SCALES, *FILLERS, *HALF_WORDS, POINT, "mươi", _PART])
_ATOM: Final = rf"(?:\d[\d.,]*(?<=\d)|(?<!\w)(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?!\w))"
_RUN: Final = re.compile(rf"{_ATOM}(?: {{1,3}}{_ATOM})*")
_ATOMS: Final = re.compile(_ATOM)
_START: Final = attrgetter("start")
_END: Final = attrgetter("end")
_LONGEST: Final = 160
"""Characters to either side of a quoted number that are looked at."""
FRACTION: Final = 9
"""Words of the longest fraction."""
EDGE: Final = 40
"""Characters at the end of words in which their last number stands."""
_GROWN_ON: Final = re.compile(r"(?!k?m[23](?!\w))[^\W\d_]{1,3}\d|_\w")
"""Right after digits: letters and more digits ("1e5"), a stroke that joins ("1_000"); "5m2" is five of a unit."""


def part_of_number(flat: str, extent: Extent) -> bool:
    """Whether the number at `extent` of the flat text is torn out of a longer one, or is one that cannot be read.

    "sáu" in "sáu bảy", "ba" in "một phần ba trăm", "hai trăm" in "hai trăm linh rưỡi", "1" in "1_000".
    """
    if cuts_word(flat, extent.start, extent.end) or flat[extent.start - 1 : extent.start] == "_":
        return True
    if flat[extent.end - 1].isdecimal() and _GROWN_ON.match(flat, extent.end):
        return True
    first = max(flat.rfind("\n", 0, extent.start) + 1, extent.start - _LONGEST)
    zones = find_lookalikes(flat)
    zones = zones[bisect_left(zones, first, key=_END) : bisect_left(zones, extent.start, key=_START)]
    for run in _RUN.finditer(flat, first, min(len(flat), extent.end + _LONGEST)):
        if run.end() <= extent.start:
            continue
        if run.start() >= extent.end:
            return False
        # "=2+3 415 tỷ đồng": what ends a formula, a date or a document's number is no part of the next
        begun = [zone.end for zone in zones if run.start() < zone.end <= extent.start]
        for piece, whole in _pieces(flat, Extent(begun[-1] if begun else run.start(), run.end())):
            if piece.overlaps(extent) and not (whole and extent.covers(piece)):
                return True
    return False


def ends_in_number(text: str) -> bool:
    """Whether words begin or end with a number, which may go on where they come from ("thu 15" of "thu 15 tỷ")."""
    flat = flatten(text)
    first = next((at for at, character in enumerate(flat) if character.isalnum()), len(flat))
    if _ATOMS.match(flat, first):
        return True
    ends = [atom.end() for atom in _ATOMS.finditer(flat, max(0, len(flat) - EDGE))]
    return bool(ends) and not any(character.isalpha() for character in flat[ends[-1] :])


def torn_numbers(flat: str) -> Iterator[Extent]:
    """The runs of number words that say no number."""
    for run in _RUN.finditer(flat):
        for piece, whole in _pieces(flat, Extent(*run.span())):
            if not whole:
                yield piece


def _pieces(flat: str, run: Extent) -> Iterator[tuple[Extent, bool]]:
    """The numbers of a run of number words, each with whether it can be read whole."""
    at = run.start
    while at < run.end:
        fraction = _fraction(flat, Extent(at, run.end))
        numeral = read_numeral(flat, at)
        torn = torn_number(flat, at)
        end = fraction or torn or (numeral.end if numeral else None)
        if end is None:
            atom = _ATOMS.match(flat, at)
            end = atom.end() if atom else run.end
        else:
            after = _going_on(flat, end, run.end)
            whole = (fraction is not None or torn is None) and after is None
            end = after or end
            yield Extent(at, end), whole
        following = _ATOMS.search(flat, end, run.end)
        at = following.start() if following else run.end


def _fraction(flat: str, run: Extent) -> int | None:
    """Where a fraction in words ends that begins the run ("hai phần ba"), or null."""
    atoms = list(islice(_ATOMS.finditer(flat, run.start, run.end), FRACTION))
    if not any(atom[0] == _PART for atom in atoms):
        return None
    ends = (atom.end() for atom in reversed(atoms) if atom[0] != _PART)
    return next((end for end in ends if _PART in flat[run.start : end] and parse_mention(flat[run.start : end])), None)


def _going_on(flat: str, end: int, last: int) -> int | None:
    """Where a number ends whose words go on after what could be read, or null where nothing of it is left."""
    following = _ATOMS.search(flat, end, last)
    if following is None or flat[end : following.start()].strip(" "):
        return None
    word, rest = following[0], flat[following.end() : following.end() + 12].split()
    nearby = rest[0] if rest else ""
    within = following.end() < last
    if word in FILLERS:
        goes_on = within
    elif word in SPOKEN_ONES:
        goes_on = word != "tư" or (within and nearby not in WITH_TU)
    else:
        goes_on = word in TORN and not half_of_a_word(word, nearby)
    return last if goes_on else None
