"""One item per fact: the fullest statement stays, its echoes in title, lead and captions go (guide, ground rule 3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from extractor.engines.rules.figures import Judged

_RANK: Final = {"body": 0, "lead": 1, "caption": 2, "heading": 3, "title": 4}
_ECHOES: Final = frozenset(["title", "caption", "lead", "heading"])
_HEADS: Final = frozenset(["title", "heading"])
_VAGUE: Final = frozenset(["gt", "approx", "ge", "lt"])
_NEAR: Final = 0.12
"""How far, relative to the exact value, a rounded restatement may lie ("trên 81%" for 81,01%)."""
_AS_GOOD: Final = 0.03
"""The same for a round number in a headline that no word says to be rounded."""
_GREAT: Final = 100
"""From this value on so little a difference is one of rounding."""


def drop_repeats(judged: Sequence[Judged], headings: Collection[int]) -> tuple[list[Judged], list[str]]:
    """The items to keep, in text order, and the ids of the quantities that only repeat one of them.

    `headings` are the numbers of the paragraphs that only head a section.
    """
    roles = {id(item): "heading" if item.sentence.block in headings else item.sentence.role for item in judged}
    order = sorted(judged, key=lambda item: (_RANK.get(roles[id(item)], 0), item.quantity.extent.start))
    kept: list[Judged] = []
    repeats: list[str] = []
    # Those with the same unit and basis; with the same value too; with everything the same that is told.
    alike: defaultdict[object, list[Judged]] = defaultdict(list)
    for item in order:
        kind = (item.quantity.unit, item.figure.basis)
        exact = (*kind, item.quantity.value, item.quantity.value_max)
        role = roles[id(item)]
        rounded = role in _HEADS or (item.quantity.comparator in _VAGUE and role in _ECHOES)
        same = (*exact, *_told(item))
        key = kind if rounded else exact if role in _ECHOES else same
        if any(_repeats(item, other, role) for other in alike[key]):
            repeats.append(item.quantity.id)
        else:
            kept.append(item)
            alike[kind].append(item)
            alike[exact].append(item)
            alike[same].append(item)
    return sorted(kept, key=lambda item: item.quantity.extent), repeats


def _told(item: Judged) -> tuple[object, ...]:
    """What is the same, besides unit, basis and value, where a fact is told again and not echoed."""
    figure = item.figure
    told = (figure.measure, figure.subject, figure.phase, figure.period, figure.group, figure.organization)
    return (*told, item.quantity.out_of)


def _repeats(item: Judged, other: Judged, role: str) -> bool:
    mine, theirs = item.figure, other.figure
    if item.sentence.block == other.sentence.block and item.sentence.extent == other.sentence.extent:
        return False
    echo = role in _ECHOES and item.sentence.block != other.sentence.block
    alike = mine.measure == theirs.measure and mine.subject == theirs.subject
    alike = alike or role in _HEADS
    if not alike and not (echo and mine.measure in (theirs.measure, "other")):
        return False
    if mine.phase != theirs.phase and not echo:
        return False
    if item.quantity.value == other.quantity.value and item.quantity.value_max == other.quantity.value_max:
        if not echo and item.quantity.out_of != other.quantity.out_of:
            return False
        if not echo and (mine.group != theirs.group or mine.organization != theirs.organization):
            return False
        return mine.period == theirs.period or role in ("caption", *_HEADS)
    if role == "lead" and mine.period != theirs.period:
        return False
    if other.quantity.value == 0:
        return False
    difference = abs(other.quantity.value - item.quantity.value) / other.quantity.value
    if item.quantity.comparator not in _VAGUE:  # "thu ngân sách vượt 1.200 tỷ đồng" over "1.214 tỷ đồng"
        return difference <= _AS_GOOD and other.quantity.value >= _GREAT
    return difference <= _NEAR
