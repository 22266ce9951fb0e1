"""Which body of the article a mention means, given those named before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from extractor.engines.rules.group_index import GroupIndex
from extractor.engines.rules.scene import WORDS
from extractor.reading.body import Body, Family
from extractor.reading.body_names import commune_end
from extractor.text.article import Extent
from extractor.text.phrases import whole_words

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
        self._known = GroupIndex()
        self.groups = self._known.groups
        """The bodies named so far."""
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
        units = [body for body in bodies if body.family == "unit"]
        self._units_named = {flatten_name(flat[body.extent.start : body.extent.end]) for body in units}
        self._headings = [Extent(*line.span()) for line in _HEADING.finditer(text) if line.start()]
        placed = [body for body in [*bodies, *owners] if body.family == "district" and body.place and body.acting]
        self._city = any(
            flat.startswith(("thành ủy", "đảng bộ thành phố", "đảng ủy thành phố", "đảng bộ tp"), body.extent.start)
            for body in placed
        )

    def restart(self) -> None:
        """After headline and lead the text speaks of the body it named first."""
        if self._opening is not None:
            self._current = self._opening

    def resolve(self, body: Body, heading: bool) -> Group | None:
        """The group of the mention, made where it is new; None where the words name no body."""
        if body.family == "commission":
            return self._commission(body)
        if body.family == "bloc":
            return self._bloc(body, heading)
        if body.family == "organ":
            return self._organ(body)
        if body.family == "unit":
            return self._unit(body)
        if body.family == "province" and body.short and self._city:
            return self._district(body)
        if body.family == "district":
            return self._district(body)
        return self._merged(body.family, body.kind, body.place)

    def _merged(self, family: Family, kind: str, place: str | None) -> Group:
        """The group of that kind whose place does not speak against it."""
        sort = (family, kind)
        group = self._known.like(sort, place)
        if group is not None:
            return self._known.settle(sort, group, place)
        return self._known.add(sort, Group(family, kind, place))

    def _unit(self, body: Body) -> Group:
        """A single organisation; the province at the end of its name may be left out, and all but what it is."""
        key = flatten_name(self._flat[body.extent.start : body.extent.end])
        units = self._known.units
        # "Đảng ủy Công ty" is the firm that is named most, of two the last
        if (group := units.same(key) or units.shortened(key) or units.one_firm(key)) is not None:
            return group
        fuller = {one for one in self._units_named if one.startswith(key + " ")}
        key = fuller.pop() if len(fuller) == 1 else key  # "Đảng ủy Tổng công ty" before the firm is named
        made = self._known.add("unit", Group("unit", body.kind, key))
        units.add(made)
        return made

    def _organ(self, body: Body) -> Group:
        """A committee over organs; without its tier it is the last one named of its sort."""
        tiers = _TIERS if body.tier is None else (body.tier,)
        alike = [self._known.like(("organ", body.same, tier), body.place) for tier in tiers]
        group = self._known.earliest([one for one in alike if one is not None])
        if group is None:
            made = Group("organ", body.kind, body.place, same=body.same, tier=body.tier)
            return self._known.add(("organ", body.same, body.tier), made)
        return self._known.settle(("organ", body.same, group.tier), group, body.place)

    def _bloc(self, body: Body, heading: bool) -> Group | None:
        if body.kind == "other":
            return self._current or self._opening_bloc()
        if body.kind not in self._bloc_kinds:
            return None
        place = body.place
        group = self._merged("bloc", body.kind, place or self._bloc_place.get(body.kind))
        if not body.short or heading:
            self._opening = self._opening or group
            rival = len(self._known.of(("bloc", group.kind))) > 1
            if (body.acting or heading or self._current is None) and not rival:
                self._current = group
        return group

    def _opening_bloc(self) -> Group:
        kind = self._first or "other"
        return self._merged("bloc", kind, self._bloc_place.get(kind))

    def _district(self, body: Body) -> Group:
        """A district's or commune's committee; one named without its place is the one of its tier that has one."""
        kind = "commune_committee" if body.kind == "commune_committee" else "district_committee"
        sort = ("district", kind)
        known = next(iter(self._known.of(sort)), None)
        if known is not None and known.place is not None and not body.place:
            known = self._of_its_section(sort, body) or self._of_its_rank(sort, body) or known
        if body.place:
            nameless = known if known is not None and known.place is None else None
            known = self._known.at(sort, body.place)
            if known is None and nameless is not None and nameless.tier == self._tier(body):
                known = self._known.settle(sort, nameless, body.place)
        else:
            near = self._place_beside(body) if kind == "commune_committee" else None
            if near is not None:
                return self._district(replace(body, place=near))
        made = known or self._known.add(sort, Group("district", kind, body.place or None))
        made.tier = made.tier or self._tier(body)
        return made

    def _of_its_section(self, sort: Hashable, body: Body) -> Group | None:
        """The only one whose place the last heading before names ("Quỳ Hợp: …", then "Huyện ủy mở 5 lớp")."""
        at = bisect_left(self._headings, Extent(body.extent.start, 0)) - 1
        if at < 0:
            return None
        heading = self._flat[self._headings[at].start : self._headings[at].end]
        named = [one for one in self._known.of(sort) if one.place and _names(heading, one.place)]
        return named[0] if len(named) == 1 else None

    def _of_its_rank(self, sort: Hashable, body: Body) -> Group | None:
        """The last one of the same rank, where the first is of another ("Thị ủy" after Huyện ủy X and Thị ủy Y)."""
        rank = self._rank(body)
        ranks = [(self._rank(one.bodies[0]), one) for one in self._known.of(sort) if one.bodies]
        if rank is None or not ranks or ranks[0][0] in (rank, None):
            return None
        return next((one for its, one in reversed(ranks) if its == rank), None)

    def _rank(self, body: Body) -> str | None:
        found = _RANK.search(self._flat, body.extent.start, body.extent.end)
        return found[0] if found is not None else None

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

    def _commission(self, body: Body) -> Group | None:
        owner = self.resolve(body.owner, False) if body.owner else None
        place = body.place or (owner.place if owner is not None and owner.family != "province" else None)
        sort = ("commission", body.kind, owner.kind if owner else None)  # commissions of two levels are two
        group = self._known.like(sort, place)
        if group is not None:
            return self._known.settle(sort, group, place)
        return self._known.add(sort, Group("commission", body.kind, place, owner=owner))


_RANK: Final = re.compile(r"(?<!\w)(?:huyện|quận|thị(?= (?:xã|ủy))|thành(?= (?:phố|ủy)))(?!\w)")
"""The first word of what a district is."""
_HEADING: Final = re.compile(r"^[^\W\d_][^\n]{3,89}(?<![.;,…!?:”\"])$", re.MULTILINE)
"""A line that may head a section."""
_TIERS: Final = ("upper", "lower", None)
_BESIDE: Final = 60
"""Characters before "Đảng bộ xã" within which the commune's name says which it is."""


def _names(heading: str, place: str) -> bool:
    """Whether a heading holds the place's name as whole words."""
    return any(not heading[at + len(place) :][:1].isalnum() for at in whole_words(heading, place))


def flatten_name(flat: str) -> str:
    """A body's name as its key: "đảng ủy" and "đảng bộ" are one, spaces are single."""
    return " ".join(flat.split()).replace("đảng ủy", "đảng bộ")
