"""Badges told by their years: "Huy hiệu 30 năm, 40 năm cho 15 và 6 đồng chí", "40 năm 8 đồng chí, 50 năm 3" (guide,
section 3: of a badge `group` is its years).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from math import inf
from typing import Final

from extractor.text.article import Extent
from extractor.text.record import record

_YEARS: Final = re.compile(
    r"(?<![\w.,/])(?:từ )?[3-9][05](?:(?:,|,? và|-| -| đến) [3-9][05]){0,11} (?:năm"
    r"(?! (?:liền|liên tục|liên tiếp|qua|trước|sau))"
    r"(?: tuổi đảng(?= trở lên))?|tuổi(?= đảng(?: (?:có|là|cho|gồm|và)(?!\w)| ?[;,.)]|$)))(?: trở lên)?(?!\w)"
)
_ONE: Final = re.compile(r"[3-9][05]")
_BOUND: Final = re.compile(r"từ|đến|-|trở lên")
_COMMA: Final = re.compile(r"[,(]| và ")
_RECEIVED: Final = re.compile(
    r" (?:đảng viên|đồng chí|đ/c|cụ|trường hợp)(?: (?:đã|vinh dự|được|đón|nhận|trao|tặng)){1,5}(?: huy hiệu)(?: đảng)? "
)
_JOINED: Final = re.compile(r",? (?:và |đến |hoặc )?")
_GOES_INTO: Final = re.compile(r":|gồm|trong đó|cụ thể")


@record
class _Told:
    """A number of badges (`index` in the sentence), or the years of some (`years`, one text for each level)."""

    extent: Extent
    index: int | None
    text: str = ""
    years: tuple[str, ...] = ()


def years_of_badges(flat: str, sentence: Extent, numbers: Sequence[tuple[int, Extent]]) -> dict[int, str]:
    """The years of each badge count that the sentence's order tells, by the number's index.

    `numbers` are the counts of badges, with their index in the sentence. Numbers are left out whose years the order
    does not tell, and all where the sentence has the years of one badge alone.
    """
    if not numbers:
        return {}
    years = [_years(found) for found in _YEARS.finditer(flat, sentence.start, sentence.end)]
    if sum(len(one.years) for one in years) < 2:
        return _of_one(flat, years, numbers)
    items = sorted([*years, *(_Told(extent, index) for index, extent in numbers)], key=lambda item: item.extent)
    found: dict[int, str] = {}
    for part in _parts(flat, items):
        found.update(_in_turn(part) or _by_turns(flat, part) or _by_turns(flat, _joined(flat, part)))
    return found


def _of_one(flat: str, years: Sequence[_Told], numbers: Sequence[tuple[int, Extent]]) -> dict[int, str]:
    """The years of the one badge that a sentence tells, of the number that received it ("5 đảng viên được nhận …")."""
    if len(years) != 1:
        return {}
    return {
        index: years[0].text
        for index, extent in numbers
        if extent.end < years[0].extent.start and _RECEIVED.fullmatch(flat, extent.end, years[0].extent.start)
    }


def _years(found: re.Match[str]) -> _Told:
    """The years of each level of "75, 60 và 55 năm"; one stretch where it is a range or bound."""
    text, listed = found[0], _ONE.findall(found[0])
    apart = len(listed) > 1 and not _BOUND.search(text)
    return _Told(Extent(*found.span()), None, text, tuple(f"{one} năm" for one in listed) if apart else (text,))


def _parts(flat: str, items: Sequence[_Told]) -> list[list[_Told]]:
    """The items between semicolons."""
    parts = [[items[0]]]
    for one, two in pairwise(items):
        if ";" in flat[one.extent.end : two.extent.start]:
            parts.append([])
        parts[-1].append(two)
    return parts


def _in_turn(items: Sequence[_Told]) -> dict[int, str]:
    """Levels in a row and as many numbers after them, one for each."""
    found: dict[int, str] = {}
    runs = [list(run) for _, run in groupby(items, key=_is_number)]
    for levels, numbers in pairwise(runs):
        years = [one for told in levels for one in told.years]
        if len(years) > 1 and len(years) == len(numbers):
            pairs = zip(numbers, years, strict=True)
            found.update({number.index: one for number, one in pairs if number.index is not None})
    return found


def _by_turns(flat: str, items: Sequence[_Told]) -> dict[int, str]:
    """Levels and numbers by turns: each number with the level before it, or each with the one after it, whichever
    commas and the like part less; what a number before the last one ahead of all levels counts is whole.
    """
    first = next((at for at, item in enumerate(items) if not _is_number(item)), len(items))
    items = items[max(0, first - 1) :]
    if any(_is_number(one) == _is_number(two) for one, two in pairwise(items)):
        return {}
    ways = [[*zip(items[at::2], items[at + 1 :: 2], strict=False)] for at in (0, 1)]
    costs = [sum(_apart(flat, *pair) for pair in way) / len(way) if way else inf for way in ways]
    if costs[0] == costs[1] and len(items) % 2:
        return {}
    pairs = ways[0] if costs[0] <= costs[1] else ways[1]
    found = [(one, two) if _is_number(two) else (two, one) for one, two in pairs]
    return {number.index: level.text for level, number in found if number.index is not None}


def _joined(flat: str, items: Sequence[_Told]) -> list[_Told]:
    """The items with levels that follow one another as one ("30 năm, 40 năm và 50 năm tuổi Đảng cho 65 đảng viên")."""
    joined: list[_Told] = []
    for item in items:
        last = joined[-1] if joined else None
        if (
            last is None
            or _is_number(last)
            or _is_number(item)
            or not _JOINED.fullmatch(flat, last.extent.end, item.extent.start)
        ):
            joined.append(item)
            continue
        extent = Extent(last.extent.start, item.extent.end)
        joined[-1] = _Told(extent, None, flat[extent.start : extent.end], (*last.years, *item.years))
    return joined


def _is_number(item: _Told) -> bool:
    return item.index is not None


def _apart(flat: str, one: _Told, two: _Told) -> int:
    """How far two neighbours are set apart: 0 by nothing, 1 by a comma, 2 where a whole goes into its parts."""
    between = flat[one.extent.end : two.extent.start]
    if _is_number(one) and _GOES_INTO.search(between):
        return 2
    return 1 if _COMMA.search(between) else 0
