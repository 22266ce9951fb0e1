"""The bodies named so far, looked up by what tells them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from extractor.engines.rules.scene import WORDS
from extractor.text.provinces import provinces_at_end

if TYPE_CHECKING:
    from extractor.engines.rules.body_groups import Group


class GroupIndex:
    """All bodies in the order they are named first, those of each sort by their places.

    Of a sort only the first may have no place: it is whichever is named next.
    """

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.units = Units()
        self._sorts: dict[Hashable, list[Group]] = {}
        self._placed: dict[tuple[Hashable, str | None], Group] = {}
        self._numbers: dict[Group, int] = {}

    def add(self, sort: Hashable, group: Group) -> Group:
        """One more."""
        self._numbers[group] = len(self.groups)
        self.groups.append(group)
        self._sorts.setdefault(sort, []).append(group)
        self._placed.setdefault((sort, group.place), group)
        return group

    def of(self, sort: Hashable) -> list[Group]:
        """Those of the sort, in order."""
        return self._sorts.get(sort, [])

    def at(self, sort: Hashable, place: str | None) -> Group | None:
        """The one of the sort with this very place."""
        return self._placed.get((sort, place))

    def like(self, sort: Hashable, place: str | None) -> Group | None:
        """The first of the sort whose place does not speak against it."""
        first = next(iter(self.of(sort)), None)
        return first if first is None or place is None or first.place is None else self.at(sort, place)

    def settle(self, sort: Hashable, group: Group, place: str | None) -> Group:
        """The same body, its place known from now on where it was not."""
        if group.place is None and place is not None:
            del self._placed[sort, None]
            group.place = place
            self._placed[sort, place] = group
        return group

    def earliest(self, groups: list[Group]) -> Group | None:
        """The one of them that was named first."""
        return min(groups, key=self._numbers.__getitem__, default=None)


class Units:
    """Single organisations by their keys, which are their places as groups, and by what these may be shortened to."""

    def __init__(self) -> None:
        self._units: list[Group] = []
        self._numbers: defaultdict[tuple[str, Hashable], list[int]] = defaultdict(list)

    def add(self, group: Group) -> None:
        """One more; it has a key."""
        self._note(len(self._units), group.place or "")
        self._units.append(group)

    def _note(self, number: int, place: str) -> None:
        for key in _keys(place):
            self._numbers[key].append(number)

    def _with(self, keys: Iterable[tuple[str, Hashable]]) -> list[int]:
        return [number for key in keys if key in self._numbers for number in self._numbers[key]]

    def same(self, key: str) -> Group | None:
        """The first with this key, the province at the end of either left out or not."""
        keys = [("key", key), ("stem", key), *(("key", key[:at]) for at in provinces_at_end(key))]
        number = min(self._with(keys), default=None)
        return None if number is None else self._units[number]

    def shortened(self, key: str) -> Group | None:
        """The one named most of those that only say what it is where the key says which, or the other way; the last."""
        keys = [("begins", _bare(key)), *(("bare", start) for start in _starts(key))]
        alike = [number for number in self._with(keys) if _shortened(self._units[number].place or "", key)]
        most = max(alike, key=lambda number: (len(self._units[number].bodies), number), default=None)
        return None if most is None else self._lengthened(most, key)

    def one_firm(self, key: str) -> Group | None:
        """The only one whose key differs in the legal form."""
        numbers = self._with([("firm", _own_words(key))])
        alike = [number for number in numbers if _is_one_firm(key, self._units[number].place or "")]
        return self._lengthened(alike[0], key) if len(alike) == 1 else None

    def _lengthened(self, number: int, key: str) -> Group:
        """The body, by the longer of both keys from now on."""
        group = self._units[number]
        place = group.place or ""
        if len(key) > len(place):
            for old in _keys(place):
                self._numbers[old].remove(number)
            group.place = key
            self._note(number, key)
        return group


def _keys(place: str) -> Iterator[tuple[str, Hashable]]:
    """All that a unit is looked up by."""
    yield "key", place
    yield from (("stem", place[:at]) for at in provinces_at_end(place))
    yield from (("begins", start) for start in _starts(place) if WORDS["bare_unit"].fullmatch(start))
    yield "bare", _bare(place)
    yield "firm", _own_words(place)


def _starts(key: str) -> Iterator[str]:
    """What stands before each blank."""
    return (key[:at] for at, sign in enumerate(key) if sign == " ")


def _bare(key: str) -> str:
    return key.replace("nhà trường", "trường")


_LEGAL: Final = frozenset(
    "tnhh cp cổ phần mtv một thành viên trách nhiệm hữu hạn tập đoàn tổng công ty việt nam tỉnh".split()
)
"""What a firm's short name leaves out."""
_OWN_WORDS: Final = 2
"""Words of a name that are no name yet ("đảng bộ")."""


def _own_words(key: str) -> tuple[str, ...]:
    return tuple(word for word in key.split() if word not in _LEGAL)


def _shortened(one: str, other: str) -> bool:
    """Whether one of two keys only says what kind of body the other is ("đảng bộ công ty")."""
    short, long = sorted((one, other), key=len)
    short = _bare(short)
    return WORDS["bare_unit"].fullmatch(short) is not None and long.startswith(short + " ")


def _is_one_firm(one: str, other: str) -> bool:
    """Whether two firms' or schools' keys differ in their legal form only ("công ty pouyuen", a TNHH … Việt Nam)."""
    if not (WORDS["of_a_firm"].match(one) or WORDS["of_a_firm"].match(other)):
        return False
    kept = _own_words(one)
    return len(kept) > _OWN_WORDS and kept == _own_words(other)
