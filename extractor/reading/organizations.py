"""Party bodies named in a text: committees of a bloc, a province, a district; their commissions; single party cells.

A mention's extent is the name itself, without "Ban Thường vụ" or "Ban Chấp hành" before it (guide, section 2).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final, Literal

from extractor.article import Extent
from extractor.reading.claims import Claims, lies_within
from extractor.reading.model import Block, OrganizationMention
from extractor.vietnamese.flat import flatten
from extractor.vietnamese.lexicon import load_table
from extractor.vietnamese.names import is_frequent_surname, is_middle, is_surname
from extractor.vietnamese.provinces import centrally_run_cities, province_of, spelling_source

Family = Literal["bloc", "commission", "province", "district", "youth", "unit"]

_PLACE_WORDS: Final = 3
"""Most words of a district's name."""
_LONGEST_PERSON: Final = 4
"""Most syllables of a person's name."""
_LOWER_RUN: Final = 3
"""Most lower-case syllables that follow a capital inside a name ("Công ty cổ phần", "Giao thông vận tải")."""


@dataclass(frozen=True, slots=True)
class Body:
    """A Party body as one mention names it.

    `family` is what it is, `kind` the schema's label; `owner` is the committee a commission belongs to.
    `place` is the province or district named with it, flat; `short` says that the name leans on an earlier one
    ("Đảng ủy Khối", "Huyện ủy"); `abbreviated` that its words are shortened ("UBKT").
    """

    extent: Extent
    family: Family
    kind: str
    place: str | None = None
    owner: Body | None = None
    short: bool = False
    abbreviated: bool = False
    level: bool = False
    """Whether the name says of which tier it is ("tỉnh", "thành phố")."""
    acting: bool = True
    """Whether the body itself is spoken of here, not one of its officers or documents."""


def _either(words: Sequence[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"[ ]+") for word in ordered) + r")(?!\w)"


@cache
def _pattern() -> re.Pattern[str]:
    table = load_table("extractor.vietnamese", "bodies.toml")
    province = spelling_source()
    tier = rf"(?:[ ]+(?P<tier>tỉnh|thành phố|tp\.?|trung ương|tw)(?!\w))?(?:[ ]*(?<=[ .]){province})?"
    bloc = (
        rf"(?:(?P<head>đảng ủy|đảng bộ|đoàn thanh niên|đoàn tncs hồ chí minh|đoàn"
        rf"|{_either(table['youth']['associations'])})[ ]+)?"
        rf"(?P<khoi>khối)(?:[ ]+(?:các[ ]+)?(?P<bloc>{_either(list(table['blocs']))})"
        r"(?:[ ]+\([^()\n]{2,30}\)(?=[ ]+(?:tỉnh|thành phố|tp|trung ương)(?!\w)))?"
        rf"{tier.replace('tier', 'bloctier')})?"
    )
    organs = (
        r"(?P<organs>(?:đảng ủy|đảng bộ)[ ]+(?:các[ ]+)?cơ quan(?:[ ]+đảng)?)"
        rf"[ ]+(?P<organtier>tỉnh|thành phố|tp\.?)(?!\w)(?:[ ]*(?<=[ .]){province})?"
    )
    committee = (
        rf"(?P<committee>{_either(list(table['committees']))})"
        rf"|(?P<level_head>đảng bộ|đảng ủy)[ ]+(?P<level>{_either(list(table['levels']))})"
    )
    commission = rf"(?:(?P<commission>{_either(list(table['commissions']))})[ ]+)?"
    youth = rf"(?P<youth>{_either(table['youth']['unions'])})"
    unit = r"(?P<unit>đảng bộ bộ phận|đảng bộ|đảng ủy|chi bộ)(?=[ ])"
    return re.compile(rf"(?<![\w]){commission}(?:{organs}|{bloc}|{committee})|(?<![\w])(?:{youth}|{unit})")


@cache
def _after_level() -> re.Pattern[str]:
    return re.compile(rf"[ ]*(?<=[ .]){spelling_source()}(?!\w)")


@cache
def _name_ends() -> frozenset[str]:
    return frozenset(load_table("extractor.vietnamese", "bodies.toml")["names"]["ends"])


_WORD: Final = re.compile(r"[ \u00a0]+([^\W_][\w’'-]*)")
_TIERS: Final = frozenset(["tỉnh", "huyện", "thành", "phố", "thị", "xã", "phường"])
_UNIT_TYPES: Final = frozenset(["xã", "phường", "thị", "thôn", "bản", "ấp", "khu", "tổ", "cơ", "trường"])
"""First syllables in small letters that a unit's name may begin with ("Đảng bộ xã X", "Chi bộ tổ dân phố 5")."""
_SCHOOLS: Final = frozenset(
    ["đại", "cao", "trung", "tiểu", "mầm", "thpt", "thcs", "chính", "phổ", "mẫu", "dân", "học", "năng", "sĩ", "quân"]
)
"""First syllables of kinds of schools."""
_LEGAL_FORM: Final = frozenset(["phần", "hạn", "viên"])
"""Last syllables of a firm's legal form, after which its line of business may follow in small letters."""
_NO_PLACE: Final = frozenset(["đảng", "chi", "sở", "ban", "năm"])
_OFFICE: Final = re.compile(
    r"(?:bí thư(?: thường trực)?|chủ nhiệm(?: thường trực)?|trưởng(?: ban)?|phó(?: ban)?|thường trực|chánh|ủy viên"
    r"|lãnh đạo|đại diện|chủ tịch|ủy viên (?:ban thường vụ|btv|ban chấp hành|bch|ban chấp hành đảng bộ)"
    r"|chuyên trách|chuyên viên|cán bộ|nguyên)[ ]+$"
)
_PASSIVE: Final = re.compile(
    r"(?:(?:nghị quyết|chỉ thị|kế hoạch|chương trình|quyết định|kết luận|hướng dẫn|quy chế|công văn|thông báo|đề án"
    r"|bằng khen|giấy khen|cờ thi đua|cờ|chỉ đạo|đại hội(?: đại biểu)?|quan tâm|tham mưu(?: cho| giúp)?|giúp|báo cáo"
    r"|trình|xin ý kiến|theo)"
    r"(?: số [^ ]+| [\d/.-]+[^ ]*)?(?: của)?|trực thuộc|đề nghị|diện|thẩm quyền(?: của)?)[ ]+"
    r"(?:ban thường vụ |btv |ban chấp hành |bch )?$"
)
_GIVEN: Final = re.compile(r"[ ]+(?:giao|phân bổ|lần thứ|khóa)(?![^\W\d_])")


def _is_acting(flat: str, start: int, end: int) -> bool:
    """Whether the body itself is spoken of, not one of its officers, its documents or what it granted."""
    before = flat[max(0, start - 70) : start]
    return not (_OFFICE.search(before) or _PASSIVE.search(before) or _GIVEN.match(flat, end))


def _place_after(text: str, flat: str, end: int, office: bool) -> int:
    """End of the capitalised place name that follows `end`; `end` where none follows.

    After an office ("Bí thư Huyện ủy") three capitalised words are a person, five are a place and a person.
    """
    words: list[str] = []
    ends: list[int] = []
    at = end
    while len(words) < 6 and (match := _WORD.match(text, at)):
        word = match[1]
        numbered = word.isdigit() and not words and len(word) <= 2 and flat.endswith("quận", 0, end)
        if not (word[0].isupper() or numbered) or flatten(word) in _NO_PLACE:
            break
        words.append(word)
        at = match.end()
        ends.append(at)
    if not words or (office and len(words) in (2, 3)):
        return end
    return ends[-1] if len(words) <= _PLACE_WORDS else ends[1]


def _unit_name_end(text: str, flat: str, end: int) -> int:
    """End of the name of a single organisation ("Chi bộ | Bảo tàng tỉnh"); `end` where none follows."""
    at, lower_run, taken, good = end, 0, 0, end
    while taken < 10 and (match := _WORD.match(text, at)):
        word, plain = match[1], flat[match.start(1) : match.end()]
        if word[0].isupper() or (word.isdigit() and taken and len(word) <= 2):
            lower_run, good = 0, match.end()
        elif taken == 0 and plain in _UNIT_TYPES:
            lower_run = 0
        elif taken == 0:
            return end
        elif plain == "và" or text[match.end() : match.end() + 1] == ",":
            follows = _WORD.match(text, match.end())
            if plain != "và" or follows is None or not follows[1][0].isupper() or follows[1] in ("Đảng", "Chi"):
                if plain != "và" and plain not in _name_ends() and lower_run < _LOWER_RUN:
                    good = match.end()
                break
        elif plain in _TIERS:
            good = match.end()
            lower_run = 0 if plain in ("thành", "thị") else _LOWER_RUN
        elif plain in _name_ends() or lower_run >= _LOWER_RUN:
            break
        elif taken == 1 and flat.startswith("trường ", end + 1) and plain not in _SCHOOLS:
            break  # "Đảng bộ trường lãnh đạo ...": the school is not named
        else:
            lower_run = -1 if plain in _LEGAL_FORM and flat.startswith("công ty", end + 1) else lower_run + 1
            good = match.end()
        at = match.end()
        taken += 1
    return good


def find_bodies(text: str, on: date | None = None) -> tuple[Body, ...]:
    """Every Party body named in `text`, in order, with what its name says on the day `on`. Never raises.

    The day decides which cities rank as provinces: "Thành ủy Huế" is a province's committee from 2025.
    """
    flat = flatten(text)
    claims = Claims(len(flat))
    found: list[Body] = []
    for match in _pattern().finditer(flat):
        body = _body_of(match, text, flat, on)
        if body is not None and claims.claim(body.extent):
            acting = _is_acting(flat, body.extent.start, body.extent.end)
            found.append(replace(body, acting=acting))
    return tuple(found)


def _body_of(match: re.Match[str], text: str, flat: str, on: date | None) -> Body | None:
    start, end = match.span()
    office = _OFFICE.search(flat, max(0, start - 40), start) is not None
    if match["unit"]:
        return _unit(match, text, flat, office)
    if match["youth"]:
        end = _place_after(text, flat, end, office)
        return Body(Extent(start, end), "youth", "youth_union", _place(flat, match.end(), end))
    table = load_table("extractor.vietnamese", "bodies.toml")
    commission = match["commission"]
    owner: Body | None
    if match["organs"]:
        owner = _organs(match, flat)
    else:
        owner = _bloc(match, text, flat) if match["khoi"] else _committee(match, text, flat, office, on)
    if owner is None or not commission:
        return owner
    kind = table["commissions"][" ".join(commission.split())]
    short = owner.short and owner.family == "bloc"
    abbreviated = commission.isalpha()
    extent = Extent(start, owner.extent.end)
    return Body(extent, "commission", kind, owner.place, owner, short, abbreviated or owner.abbreviated, owner.level)


def _place(flat: str, start: int, end: int) -> str | None:
    words = flat[start:end].strip(" .")
    return " ".join(words.split()) or None


def _organs(match: re.Match[str], flat: str) -> Body:
    """ "Đảng ủy các cơ quan Đảng tỉnh X": the bloc of agencies under its name of 2025."""
    place = province_of(_place(flat, match.end("organtier"), match.end()) or "")
    extent = Extent(match.start("organs"), match.end())
    return Body(extent, "bloc", "agencies_bloc", flatten(place) if place else None, level=True)


def _bloc(match: re.Match[str], text: str, flat: str) -> Body | None:
    table = load_table("extractor.vietnamese", "bodies.toml")
    start, end = (match.start("head") if match["head"] else match.start("khoi")), match.end()
    head = match["head"]
    words = match["bloc"]
    if head and not head.startswith(("đảng", "đoàn")):
        place = province_of((_place(flat, match.end("bloc"), end) or "").removeprefix("tỉnh ")) if words else None
        level = bool(words and match["bloctier"])
        return Body(Extent(start, end), "youth", "other", place and flatten(place), short=not words, level=level)
    if words is None:
        if not head and not text[start].isupper() and flat[max(0, start - 5) : start] != "toàn ":
            return None
        kind = "youth_union" if head and head.startswith("đoàn") else "other"
        return Body(Extent(start, end), "youth" if kind == "youth_union" else "bloc", kind, short=True)
    if head and head.startswith("đoàn"):
        return Body(Extent(start, end), "youth", "youth_union", None, level=bool(match["bloctier"]))
    key = " ".join(words.split())
    tail = _place(flat, match.end("bloc"), end)
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


def _committee(match: re.Match[str], text: str, flat: str, office: bool, on: date | None) -> Body | None:
    table = load_table("extractor.vietnamese", "bodies.toml")
    word = " ".join((match["committee"] or match["level"]).split())
    kind = table["committees"].get(word) or table["levels"][word]
    start = match.start("committee") if match["committee"] else match.start("level_head")
    end = match.end()
    if word == "tu" and (text[start:end] != "TU" or text[max(0, start - 1) : start] in ("/", "-")):
        return None
    if province := _after_level().match(flat, end):
        name = province_of(province[0].strip(" ."))
        if name is not None and (kind == "provincial_committee"):
            city = word in ("thành ủy", "thành phố", "tp", "tp.")
            if not city or province_of(name, on) in centrally_run_cities(on):
                return Body(Extent(start, province.end()), "province", kind, flatten(name), level=True)
    if word in ("tỉnh ủy", "tỉnh", "tỉnh đảng bộ", "tu"):
        return Body(Extent(start, end), "province", kind, abbreviated=word == "tu", level=True)
    place_end = _place_after(text, flat, end, office)
    if place_end > end:
        place = _place(flat, end, place_end)
        return Body(Extent(start, place_end), "district", "district_committee", place, level=True)
    family: Family = "province" if kind == "provincial_committee" else "district"
    return Body(Extent(start, end), family, kind, short=True, level=True)


def _unit(match: re.Match[str], text: str, flat: str, office: bool) -> Body | None:
    start, end = match.span()
    name_end = _unit_name_end(text, flat, end)
    if office:
        name_end = _without_person(text, end, name_end)
    if name_end == end or not text[start].isupper():
        return None
    return Body(Extent(start, name_end), "unit", "other", _place(flat, end, name_end))


def _without_person(text: str, start: int, end: int) -> int:
    """Where the unit's name ends if its officer's name follows it ("Bí thư Chi bộ bản Nà Phạ | Lý Thị Kim")."""
    words = list(_WORD.finditer(text, start, end))
    for at in range(max(1, len(words) - _LONGEST_PERSON), len(words) - 1):
        named = [word[1] for word in words[at:]]
        if len(named) > 2 and all(word[0].isupper() for word in named) and _opens_person(named):
            return words[at - 1].end()
    return end


def _opens_person(words: Sequence[str]) -> bool:
    first = flatten(words[0])
    return is_frequent_surname(first) or (is_surname(first) and is_middle(flatten(words[1])))


def read_organizations(text: str, blocks: Sequence[Block]) -> tuple[OrganizationMention, ...]:
    """The Party bodies named in the article's content (furniture left out), in order.

    A short form ("Đảng ủy Khối") takes the kind of the last bloc named before it, else of the first named after it.
    """
    content = [block.extent for block in blocks if block.role not in ("furniture", "dateline", "byline")]
    bodies = [body for body in find_bodies(text) if lies_within(body.extent, content)]
    blocs = [body for body in bodies if body.family == "bloc" and body.kind != "other"]
    found = []
    last = blocs[0].kind if blocs else "other"
    for body in bodies:
        if body.family == "bloc" and body.kind != "other":
            last = body.kind
        kind = last if body.family == "bloc" and body.kind == "other" else body.kind
        found.append(OrganizationMention(body.extent, kind))
    return tuple(found)
