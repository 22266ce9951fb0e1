"""Party bodies named in a text: committees of a bloc, a province, a district; their commissions; single party cells.

A mention's extent is the name itself, without "Ban Thường vụ" or "Ban Chấp hành" before it (guide, section 2).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import Final, Literal

from extractor.reading.acting import is_acting, is_officers
from extractor.reading.bare_units import rows_of_units, units_by_name, units_in_turn, units_with_numbers
from extractor.reading.body import Body, Family
from extractor.reading.body_names import (
    Organ,
    after_level,
    city_name,
    commune_end,
    force_words,
    organs,
    pattern,
    place_after,
    place_between,
)
from extractor.reading.intervals import Claims, lies_within
from extractor.reading.model import Block, OrganizationMention
from extractor.reading.name_agreement import agreed_end
from extractor.reading.unit_names import unit_name_end, without_person
from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.lexicon import load_table
from extractor.text.provinces import centrally_run_cities, province_of
from extractor.text.word_index import WordPattern

_BRACKETED: Final = re.compile(r"\([^()\n]*\)")
_LOWER_SEATS: Final = frozenset(["xã", "phường", "đặc khu", "thị trấn", "huyện", "quận", "thị xã"])
_COMMUNES: Final = ("xã", "phường", "đặc khu")
_ANY_SEAT: Final = (" xã", " phường", " đặc khu", " thị trấn", " cấp xã", " cấp huyện")
_OTHERS: Final = re.compile(r",? (?:và )?nhân dân(?!\w)")
_LISTED: Final = re.compile(r"(?:,|/| và| -) ?(?:các )?(?:xã|phường|thị trấn|đặc khu|huyện)(?!\w)")
"""What makes "đảng bộ xã, phường" the committees in general, no body."""
_UNIT_AND_NAME: Final = re.compile(
    r" (?:thôn|bản|ấp|xóm|buôn|làng|sóc|khóm|phum|khu phố|tổ dân phố|khối phố|khu)(?: số)? (?:[^\W\d_a-zđ]|\d)"
)
"""What a single body is of, with the first letter of its name."""
_SEVERAL: Final = re.compile(r"(?:\d|các|mỗi|từng|những|nhiều|một số|hai|ba|bốn|hầu hết)(?: \w{1,6})? $")
"""Before a body's head that is counted or spoken of in general."""
_EACH: Final = re.compile(r"(?<!\w)(?:các|mỗi|từng|những|nhiều|một số|hầu hết|mọi) $")
_NOBODY: Final = frozenset(["đảng bộ cơ sở", "chi bộ cơ sở", "đảng ủy cơ sở"])
"""Bodies in general, whichever letters they begin with ("các chi, Đảng bộ cơ sở")."""


_LONG: Final = 600
"""Characters beyond which a text is an article's, whose words are known."""


@cache
def _heads() -> WordPattern:
    return WordPattern(pattern())


def find_bodies(text: str, on: date | None = None) -> tuple[Body, ...]:
    """Every Party body named in `text`, in order, with what its name says on the day `on`. Never raises.

    The day decides which cities rank as provinces: "Thành ủy Huế" is a province's committee from 2025. Where no name
    asks for it, all days share one answer.
    """
    bodies, dated = _bodies_on(text, None)
    return _bodies_on(text, on)[0] if dated and on is not None else bodies


class _Day:
    """The day on which names are read, and whether any asked for it."""

    def __init__(self, on: date | None) -> None:
        self.on = on
        self.asked = False

    def is_central(self, province: str) -> bool:
        """Whether the city is run as a province on the day."""
        self.asked = True
        return province_of(province, self.on) in centrally_run_cities(self.on)


@lru_cache(maxsize=8)
def _bodies_on(text: str, on: date | None) -> tuple[tuple[Body, ...], bool]:
    """The bodies as they are named on the day, and whether another day might change them."""
    flat, day = flatten(text), _Day(on)
    claims = Claims(len(flat))
    found: list[Body] = []
    heads = _heads().finditer if len(flat) > _LONG else _heads().pattern.finditer
    for match in heads(flat):
        body = _body_of(match, text, flat, day)
        if body is None or flat[body.extent.start : body.extent.end] in _NOBODY:
            continue
        if claims.claim(body.extent):
            acting = is_acting(flat, body.extent.start, body.extent.end)
            found.append(body if acting else replace(body, acting=False))
    rows = rows_of_units(text, flat)
    rows += units_with_numbers(text, flat, found)
    known = {body.extent.start for body in (*found, *rows)}
    others = (*units_in_turn(text, flat, found), *units_by_name(text, flat, found))
    rows += [body for body in others if body.extent.start not in known]
    if rows:
        found = sorted([*found, *(body for body in rows if claims.claim(body.extent))], key=lambda body: body.extent)
    return tuple(found), day.asked


def _body_of(match: re.Match[str], text: str, flat: str, day: _Day) -> Body | None:
    start, end = match.span()
    office = is_officers(text, flat, start)
    if match["unit"]:
        return _unit(match, text, flat, office)
    if match["youth"]:
        of_commune = flat.endswith(_COMMUNES, 0, end)
        end = commune_end(text, flat, end, office) if of_commune else place_after(text, flat, end, office)
        place = place_between(flat, match.end(), end)
        if of_commune and (place is None or not text[start].isupper()):
            return None
        return Body(Extent(start, end), "youth", "youth_union", place)
    table = load_table("extractor.text", "bodies.toml")
    if match["central"]:
        kind = table["commissions"][" ".join(match["central"].split())]
        short = match["central"].isalpha()
        return Body(Extent(start, end), "commission", kind, "trung ương", abbreviated=short, level=True)
    commission = match["commission"]
    owner: Body | None
    if match["organhead"]:
        owner = _organ(match, text, flat, office)
    else:
        owner = _bloc(match, text, flat) if match["khoi"] else _committee(match, text, flat, office, day)
    if owner is None or not commission:
        return owner
    kind = table["commissions"][" ".join(commission.split())]
    short = owner.short and owner.family == "bloc"
    abbreviated = commission.isalpha()
    extent = Extent(start, owner.extent.end)
    return Body(extent, "commission", kind, owner.place, owner, short, abbreviated or owner.abbreviated, owner.level)


_CITY_SEATS: Final = ("thành phố", "tp", "tp.")


def _organ(match: re.Match[str], text: str, flat: str, office: bool) -> Body | None:
    """The committee over organs: "Đảng ủy UBND tỉnh X", "Đảng bộ các cơ quan (CCQ) Đảng phường Y"."""
    start, end = match.start("organhead"), match.end()
    if match["plain"]:
        what = Organ("bloc", "agencies_bloc")
    else:
        what = organs()[" ".join(_BRACKETED.sub("", match["organ"]).split())]
    seat = match["seat"] or match["plainseat"]
    place = province_of(place_between(flat, match.start("organplace"), end) or "") if match["organplace"] else None
    place = "TP. Hồ Chí Minh" if match["hcm"] else place
    tier: Literal["upper", "lower"] | None = "upper" if seat or place else None
    named = flatten(place) if place else None
    if seat in _LOWER_SEATS:
        stop = match.end("seat")
        end = commune_end(text, flat, stop, office)
        tier, named = "lower", f"{seat} {place_between(flat, stop, end)}" if end > stop else None
    elif seat in _CITY_SEATS and place is None and (stop := place_after(text, flat, end, office)) > end:
        tier, named, end = "lower", f"thành phố {place_between(flat, end, stop)}", stop  # of a city within a province
    elif seat in _CITY_SEATS and place is not None and place not in centrally_run_cities():
        tier, named = "lower", f"thành phố {flatten(place)}"  # the province's own seat has its name
    elif seat is None and _OTHERS.match(flat, end):
        return None  # "Đảng ủy, chính quyền và nhân dân", "đảng bộ chính quyền, nhân dân": no committee
    if what.same == "bloc":
        return Body(Extent(start, end), "bloc", what.kind, named, level=True)
    kind = "youth_union" if match["organhead"].startswith("đoàn") else what.kind
    family: Family = "youth" if kind == "youth_union" else "organ"
    level = tier is not None and not (tier == "lower" and named is None)
    return Body(Extent(start, end), family, kind, named, short=tier is None, level=level, same=what.same, tier=tier)


def _bloc(match: re.Match[str], text: str, flat: str) -> Body | None:
    table = load_table("extractor.text", "bodies.toml")
    start, end = (match.start("head") if match["head"] else match.start("khoi")), match.end()
    head = match["head"]
    words = match["bloc"]
    if head and not head.startswith(("đảng", "đoàn")):
        place = (
            province_of((place_between(flat, match.end("bloc"), end) or "").removeprefix("tỉnh ")) if words else None
        )
        level = bool(words and match["bloctier"])
        return Body(Extent(start, end), "youth", "other", place and flatten(place), short=not words, level=level)
    if words is None:
        if not head and not text[start].isupper() and flat[max(0, start - 5) : start] != "toàn ":
            return None
        kind = "youth_union" if head and head.startswith("đoàn") else "other"
        return Body(Extent(start, end), "youth" if kind == "youth_union" else "bloc", kind, short=True)
    if head and head.startswith("đoàn"):
        return Body(Extent(start, end), "youth", "youth_union", None, level=bool(match["bloctier"]))
    if not head and not match["bloctier"] and not text[start].isupper():
        return None  # "khối trường học 61, khối y tế 24": a part of those counted
    key = " ".join(words.split())
    tail = place_between(flat, match.end("bloc"), end)
    place = province_of(tail) if tail else None
    if place is None and tail and match["bloctier"]:
        place = province_of(tail.removeprefix(match["bloctier"]).strip())
    return Body(
        Extent(start, end),
        "bloc",
        table["blocs"][key],
        flatten(place) if place else None,
        short=not head,
        abbreviated="dn" in key.split() or "cq" in key,
        level=bool(match["bloctier"] or place),
    )


_CITY_AGAIN: Final = re.compile(r"^(?:tp\.?|thành phố) ")
"""A city's rank inside its name ("Thành ủy TP Thủ Đức")."""


def _committee(match: re.Match[str], text: str, flat: str, office: bool, day: _Day) -> Body | None:
    table = load_table("extractor.text", "bodies.toml")
    word = " ".join((match["committee"] or match["level"]).split())
    kind = table["committees"].get(word) or table["levels"][word]
    start = match.start("committee") if match["committee"] else match.start("level_head")
    end = match.end()
    if word == "tu" and (text[start:end] != "TU" or text[max(0, start - 1) : start] in ("/", "-")):
        return None
    if kind == "provincial_committee" and (city_of := city_name().match(flat, end)):
        return Body(Extent(start, city_of.end()), "province", kind, flatten("TP. Hồ Chí Minh"), level=True)
    if province := after_level().match(flat, end):
        name = province_of(province[0].strip(" ."))
        if name is not None and (kind == "provincial_committee"):
            city = word in ("thành ủy", "thành phố", "tp", "tp.")
            if not city or day.is_central(name):
                return Body(Extent(start, province.end()), "province", kind, flatten(name), level=True)
    if word in ("tỉnh ủy", "tỉnh", "tỉnh đảng bộ", "tu"):
        return Body(Extent(start, end), "province", kind, abbreviated=word == "tu", level=True)
    if kind == "commune_committee":
        return _commune(match, text, flat, office)
    place_end = place_after(text, flat, end, office)
    if place_end > end:
        place = place_between(flat, end, place_end)
        place = _CITY_AGAIN.sub("", place or "") or place
        return Body(Extent(start, place_end), "district", "district_committee", place, level=True)
    family: Family = "province" if kind == "provincial_committee" else "district"
    return Body(Extent(start, end), family, kind, short=True, level=True)


_LYING: Final = re.compile(r" (?:biên giới|miền núi|vùng cao|vùng sâu|ven biển|bãi ngang|đảo)(?= [^\W\d_])")
"""Where a commune lies, told before its name ("Đảng bộ xã biên giới Thường Phước")."""


def _commune(match: re.Match[str], text: str, flat: str, office: bool) -> Body | None:
    """The committee of a xã, phường, thị trấn or đặc khu; None where they are spoken of in general."""
    start, end = match.start("level_head"), match.end()
    if _LISTED.match(flat, end):
        return None
    if (lying := _LYING.match(flat, end)) is not None:
        end = lying.end()
    stop = commune_end(text, flat, end, office)
    kind = "commune_committee"
    place = place_between(flat, end, stop) if stop > end else None
    several = _EACH.search(flat, max(0, start - 14), start) is not None
    if place is None and (office or several) and not text[start].isupper():
        return None  # "29 cán bộ giữ chức phó bí thư đảng ủy xã", "mỗi đảng bộ xã": of any
    return Body(Extent(start, stop), "district", kind, place, short=place is None, level=True)


def _unit(match: re.Match[str], text: str, flat: str, office: bool) -> Body | None:
    start, end = match.span()
    name_end = unit_name_end(text, flat, end)
    if office:
        name_end = without_person(text, end, name_end)
    if name_end > end:
        name_end = agreed_end(text, flat, start, name_end)
    if name_end == end or not (text[start].isupper() or _is_one(text, flat, start, end)):
        return None
    place = place_between(flat, end, name_end)
    if place and place.endswith(_ANY_SEAT) and (_LISTED.match(flat, name_end) or text[start].islower()):
        return None  # "166 chi bộ, đảng bộ Công an xã, phường": those of all
    if match["unit"] != "chi bộ" and place and (name := province_of(place)) is not None:
        return Body(Extent(start, name_end), "province", "provincial_committee", flatten(name), level=True)
    forces = match["unit"] != "chi bộ" and force_words().match(flat, end + 1)
    return Body(Extent(start, name_end), "unit", "armed_forces" if forces else "other", place)


def _is_one(text: str, flat: str, start: int, end: int) -> bool:
    """Whether a head in small letters is a named body's ("chi bộ ấp Tân Hòa"), not one of several spoken of."""
    named = text[end + 1 : end + 2].isupper() or _UNIT_AND_NAME.match(text, end) is not None
    return named and _SEVERAL.search(flat, max(0, start - 14), start) is None


def read_organizations(text: str, blocks: Sequence[Block]) -> tuple[OrganizationMention, ...]:
    """The Party bodies named in the article's content (furniture left out), in order.

    A short form ("Đảng ủy Khối") takes the kind of the last bloc named before it, else of the first named after it.
    """
    content = [block.extent for block in blocks if block.role not in ("furniture", "dateline", "byline")]
    bodies = [body for body in find_bodies(text) if not body.bare and lies_within(body.extent, content)]
    blocs = [body for body in bodies if body.family == "bloc" and body.kind != "other"]
    found = []
    last = blocs[0].kind if blocs else "other"
    for body in bodies:
        if body.family == "bloc" and body.kind != "other":
            last = body.kind
        kind = last if body.family == "bloc" and body.kind == "other" else body.kind
        found.append(OrganizationMention(body.extent, kind))
    return tuple(found)
