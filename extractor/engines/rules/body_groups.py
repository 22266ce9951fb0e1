"""Which body of the article a mention means, given those named before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from extractor.engines.rules.scene import WORDS
from extractor.reading.body import Body, Family
from extractor.reading.body_names import commune_end
from extractor.text.provinces import province_of

LEVELS: Final = {"province": 3, "bloc": 2, "organ": 2, "district": 2, "youth": 1, "unit": 0}
"""How high a body of each family stands; a commission stands as high as its committee."""


@dataclass(slots=True, eq=False)
class Group:
    """All mentions of one body, in text order."""

    family: Family
    kind: str
    place: str | None
    bodies: list[Body] = field(default_factory=list)
    owner: Group | None = None
    """The committee that a commission belongs to."""
    same: str | None = None
    tier: str | None = None
    """Of an organ, as of `Body`."""


class Resolver:
    """Which body a mention means, given those named before it."""

    def __init__(self, text: str, flat: str, bodies: Sequence[Body]) -> None:
        self._text = text
        self._flat = flat
        owners = [body.owner for body in bodies if body.owner is not None]
        blocs = [body for body in [*bodies, *owners] if body.family == "bloc" and body.kind != "other"]
        headed = [body for body in blocs if not body.short]
        self._bloc_kinds = {body.kind for body in headed} or {body.kind for body in blocs}
        self._first = (headed or blocs)[0].kind if blocs else None
        self._bloc_place = {
            kind: next((body.place for body in headed if body.kind == kind and body.place), None)
            for kind in self._bloc_kinds
        }
        self._current: Group | None = None
        self._opening: Group | None = None
        placed = [body for body in [*bodies, *owners] if body.family == "district" and body.place and body.acting]
        self._city = any(
            flat.startswith(("thành ủy", "đảng bộ thành phố", "đảng ủy thành phố", "đảng bộ tp"), body.extent.start)
            for body in placed
        )

    def restart(self) -> None:
        """After headline and lead the text speaks of the body it named first."""
        if self._opening is not None:
            self._current = self._opening

    def resolve(self, body: Body, heading: bool, groups: list[Group]) -> Group | None:
        """The group of the mention, made where it is new; None where the words name no body."""
        if body.family == "commission":
            return self._commission(body, groups)
        if body.family == "bloc":
            return self._bloc(body, heading, groups)
        if body.family == "organ":
            return self._organ(body, groups)
        if body.family == "unit":
            return self._unit(body, groups)
        if body.family == "province" and body.short and self._city:
            return self._district(body, groups)
        if body.family == "district":
            return self._district(body, groups)
        return _merge(groups, body.family, body.kind, body.place)

    def _unit(self, body: Body, groups: list[Group]) -> Group:
        """A single organisation; the province at the end of its name may be left out, and all but what it is."""
        key = flatten_name(self._flat[body.extent.start : body.extent.end])
        units = [group for group in groups if group.family == "unit" and group.place is not None]
        for group in units:
            short, long = sorted((group.place or "", key), key=len)
            if long == short or (long.startswith(short) and province_of(long[len(short) :])):
                return group
        longer = [group for group in reversed(units) if _shortened(group.place or "", key)]
        if longer:  # "Đảng ủy Công ty" is the firm that is named most, of two the last
            most = max(longer, key=lambda group: len(group.bodies))
            most.place = max(most.place or "", key, key=len)
            return most
        alike = [group for group in units if _is_one_firm(key, group.place or "")]
        if len(alike) == 1:
            alike[0].place = max(alike[0].place or "", key, key=len)
            return alike[0]
        return _new(groups, "unit", body.kind, key)

    @staticmethod
    def _organ(body: Body, groups: list[Group]) -> Group:
        """A committee over organs; without its tier it is the last one named of its sort."""
        alike = [group for group in groups if group.family == "organ" and group.same == body.same]
        for group in alike:
            if body.tier in (group.tier, None) and _same_place(group.place, body.place):
                group.place = group.place or body.place
                return group
        made = _new(groups, "organ", body.kind, body.place)
        made.same, made.tier = body.same, body.tier
        return made

    def _bloc(self, body: Body, heading: bool, groups: list[Group]) -> Group | None:
        if body.kind == "other":
            return self._current or self._opening_bloc(groups)
        if body.kind not in self._bloc_kinds:
            return None
        place = body.place
        group = _merge(groups, "bloc", body.kind, place or self._bloc_place.get(body.kind))
        if not body.short or heading:
            self._opening = self._opening or group
            rival = any(other.kind == group.kind and other.family == "bloc" for other in groups if other is not group)
            if (body.acting or heading or self._current is None) and not rival:
                self._current = group
        return group

    def _opening_bloc(self, groups: list[Group]) -> Group:
        kind = self._first or "other"
        return _merge(groups, "bloc", kind, self._bloc_place.get(kind))

    def _district(self, body: Body, groups: list[Group]) -> Group:
        """A district's or commune's committee; one named without its place is the one of its tier that has one."""
        kind = "commune_committee" if body.kind == "commune_committee" else "district_committee"
        if body.place:
            known = _find(groups, "district", kind, body.place)
            nameless = _find(groups, "district", kind, None)
            if known is None and nameless is not None and nameless.tier == self._tier(body):
                known = nameless
                known.place = body.place
            made = known or _new(groups, "district", kind, body.place)
        else:
            near = self._place_beside(body) if kind == "commune_committee" else None
            if near is not None:
                return self._district(replace(body, place=near), groups)
            known = next((group for group in groups if group.family == "district" and group.kind == kind), None)
            made = known or _new(groups, "district", kind, None)
        made.tier = made.tier or self._tier(body)
        return made

    def _place_beside(self, body: Body) -> str | None:
        """The commune named right before in the sentence: "Tại xã Chế Cu Nha, Đảng bộ xã kết nạp …"."""
        tier = self._tier(body)
        if tier is None:
            return None
        start = max(0, body.extent.start - _BESIDE)
        for match in reversed(list(re.finditer(rf"(?<!\w){tier}(?= )", self._flat[start : body.extent.start]))):
            end = start + match.end()
            stop = commune_end(self._text, self._flat, end, office=False)
            between_ = self._flat[stop : body.extent.start]
            if stop > end and stop < body.extent.start and not re.search(r"[.;\n]", between_):
                return " ".join(self._flat[end:stop].split())
        return None

    def _tier(self, body: Body) -> str | None:
        """The word for the tier in a district's or commune's name."""
        match = WORDS["tier"].search(self._flat, body.extent.start, body.extent.end)
        return match[0] if match else None

    def _commission(self, body: Body, groups: list[Group]) -> Group | None:
        owner = self.resolve(body.owner, False, groups) if body.owner else None
        place = body.place or (owner.place if owner is not None and owner.family != "province" else None)
        family: Family = "commission"
        for group in groups:
            if group.family == family and group.kind == body.kind and _same_place(group.place, place):
                if (owner.kind if owner else None) != (group.owner.kind if group.owner else None):
                    continue  # commissions of two levels are two
                group.place = group.place or place
                group.owner = group.owner or owner
                return group
        made = _new(groups, family, body.kind, place)
        made.owner = owner
        return made


_BESIDE: Final = 60
"""Characters before "Đảng bộ xã" within which the commune's name says which it is."""


_LEGAL: Final = frozenset(
    "tnhh cp cổ phần mtv một thành viên trách nhiệm hữu hạn tập đoàn tổng công ty việt nam tỉnh".split()
)
"""What a firm's short name leaves out."""


def _shortened(one: str, other: str) -> bool:
    """Whether one of two keys only says what kind of body the other is ("đảng bộ công ty")."""
    short, long = sorted((one, other), key=len)
    short = short.replace("nhà trường", "trường")
    return WORDS["bare_unit"].fullmatch(short) is not None and long.startswith(short + " ")


def _is_one_firm(one: str, other: str) -> bool:
    """Whether two firms' or schools' keys differ in their legal form only ("công ty pouyuen", a TNHH … Việt Nam)."""
    if not (WORDS["of_a_firm"].match(one) or WORDS["of_a_firm"].match(other)):
        return False
    kept = [word for word in one.split() if word not in _LEGAL]
    return len(kept) > _OWN_WORDS and kept == [word for word in other.split() if word not in _LEGAL]


_OWN_WORDS: Final = 2
"""Words of a name that are no name yet ("đảng bộ")."""


def flatten_name(flat: str) -> str:
    """A body's name as its key: "đảng ủy" and "đảng bộ" are one, spaces are single."""
    return " ".join(flat.split()).replace("đảng ủy", "đảng bộ")


def _same_place(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _find(groups: Sequence[Group], family: Family, kind: str, place: str | None) -> Group | None:
    return next(
        (group for group in groups if group.family == family and group.kind == kind and group.place == place), None
    )


def _new(groups: list[Group], family: Family, kind: str, place: str | None) -> Group:
    groups.append(Group(family, kind, place))
    return groups[-1]


def _merge(groups: list[Group], family: Family, kind: str, place: str | None) -> Group:
    """The group of that kind whose place does not speak against it."""
    for group in groups:
        if group.family == family and group.kind == kind and _same_place(group.place, place):
            group.place = group.place or place
            return group
    return _new(groups, family, kind, place)
