"""The committee that words for a whole territory stand for: "cấp ủy các cấp", "toàn tỉnh" (guide, section 2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractor.engines.rules.bodies import Survey, words
from extractor.engines.rules.body_groups import Group
from extractor.reading.intervals import between
from extractor.text.article import Extent

PROVINCIAL: Final = "Đảng bộ tỉnh"
"""The name of a province's committee that only words for the whole province tell of (guide, section 2)."""
_REACH: Final = 120
"""Characters after the words within which a number of the whole territory stands."""
_OPENING: Final = 3
"""Sentences, headline among them, in which a central body holds the conference."""
_ENOUGH: Final = 2
"""How many such numbers list a committee that the text does not name as acting."""
_OF_MEMBERS: Final = ("inspection_commission", "organization_commission")
"""Commissions that report on the committee's members and cells; the others on a field of their own."""
_WHOLE_FAMILIES: Final = ("province", "district")
_TIERS: Final = ("quận", "huyện", "thị", "thành")
"""First words of a district committee's short name ("Quận ủy") that stand in its full one."""
_FULL_NAMES: Final = {
    "provincial_committee": re.compile(r"(?<!\w)đảng bộ (?:tỉnh|thành phố|tp)(?!\w)"),
    "district_committee": re.compile(r"(?<!\w)đảng bộ (?:huyện|quận|thị xã|thành phố)(?!\w)"),
    "commune_committee": re.compile(r"(?<!\w)đảng bộ (?:xã|phường|thị trấn|đặc khu)(?!\w)"),
}


@dataclass(frozen=True, slots=True)
class Whole:
    """The committee of the territory, the place of its name, and where the text first speaks of the whole of it."""

    group: Group
    name: Extent
    first: int
    opens: bool = False
    """Whether the article's first sentence tells of the whole territory."""


def whole_territory(survey: Survey, organisers: Sequence[Group], *, reviews: bool) -> Whole | None:
    """The committee whose figures the article tells by words for the whole territory; None where it does not.

    Where a commission reviews, it is the committee that the commission belongs to; where nobody holds a conference, the
    first committee of a territory that the text names. `reviews` says that the article is a review at all.
    """
    group = _committee(survey, organisers)
    if group is None:
        return None
    opens = not organisers and group.family == "province" and _opens_with_the_whole(survey)
    table = "wide" if organisers or opens or (reviews and group.family == "province") else "ranks"
    counts = [(match.start(), _counts(survey, match.end())) for match in words(table).finditer(survey.flat)]
    spots = [start for start, count in counts if count]
    name = whole_name(survey, group)
    of_members = any(one.kind in _OF_MEMBERS for one in organisers)
    enough = sum(count for _, count in counts) if of_members else len(spots)
    if name is None or enough < (1 if group.bodies or opens else _ENOUGH):
        return None
    return Whole(group, name, spots[0], opens)


def _opens_with_the_whole(survey: Survey) -> bool:
    """Whether the first sentence says what the whole Party organisation of a province did ("Theo Ban Tổ chức Tỉnh ủy,
    trong quý I toàn Đảng bộ đã kết nạp 187 đảng viên").
    """
    first = next((one.extent for one in survey.sentences if one.role != "title"), None)
    told = words("opens").search(survey.flat, first.start, first.end) if first is not None else None
    return told is not None and _counts(survey, told.end()) > 0


def _committee(survey: Survey, organisers: Sequence[Group]) -> Group | None:
    for group in organisers:
        if group.family == "commission" and group.owner is not None and group.owner.family in _WHOLE_FAMILIES:
            return group.owner
    if organisers:
        return None
    owners = (named.group.owner or named.group for named in survey.named)
    return next((group for group in owners if group.family in _WHOLE_FAMILIES), None)


def _counts(survey: Survey, end: int) -> int:
    """How many numbers follow the words in their sentence; none where the first is an award's."""
    sentence = survey.sentence_at(end)
    if sentence is None:
        return 0
    stop = min(sentence.extent.end, end + _REACH)
    quantities = list(between(survey.reading.quantities, end, stop))
    if not quantities:
        return 0
    ahead = survey.flat[end : min(stop, quantities[0].extent.end + 60)]
    return len(quantities) if words("awards").search(ahead) is None else 0


@lru_cache(maxsize=4)
def _matches(pattern: re.Pattern[str], flat: str) -> tuple[re.Match[str], ...]:
    """All matches in an article; they are asked for again for every committee that only its commission names."""
    return tuple(pattern.finditer(flat))


def whole_name(survey: Survey, group: Group) -> Extent | None:
    """The place of the name: "Đảng bộ tỉnh" where it stands, else the first mention of the committee."""
    mentions = [body.extent for body in group.bodies]
    mentions += [named.body.owner.extent for named in survey.commissions_of(group) if named.body.owner]
    first = min(mentions, default=None)
    tier = "" if first is None else survey.flat[first.start : first.end].partition(" ")[0]
    pattern = _FULL_NAMES.get(group.kind)
    for match in _matches(pattern, survey.flat) if pattern is not None else ():
        after = survey.article.text[match.end() : match.end() + 2]
        others = (
            after[:1] == " " and after[1:].isupper() and not survey.flat.startswith(group.place or "", match.end() + 1)
        )
        if not others and (tier not in _TIERS or tier in match[0]):
            return next((extent for extent in mentions if extent.start == match.start()), Extent(*match.span()))
    return first


@dataclass(frozen=True, slots=True)
class Meant:
    """A body that no name of a listed kind tells of: the name it is listed by, its kind, and the words that mean it."""

    name: str
    kind: str
    place: Extent


def meant_body(survey: Survey) -> Meant | None:
    """Whom an article that lists no body is about: a central body that holds the conference, else a province's
    committee, where numbers are told of the whole of it ("Toàn tỉnh đã kết nạp 1.783 đảng viên").
    """
    opening = survey.sentences[:_OPENING]
    for match in words("central").finditer(survey.flat, 0, opening[-1].extent.end if opening else 0):
        if survey.flat.startswith((" tổ chức", " đã tổ chức", " tổng kết", " sơ kết", " họp"), match.end()):
            place = Extent(match.start(), match.end())
            return Meant(survey.article.slice(place), "other", place)
    if (only := _only_committee(survey)) is not None:
        return only
    told = [match for match in words("provinces").finditer(survey.flat) if _tells_of_work(survey, match)]
    return Meant(PROVINCIAL, "provincial_committee", Extent(*told[0].span())) if told else None


def _only_committee(survey: Survey) -> Meant | None:
    """The one committee of a territory that is named at all, if only in its resolution's name, where the territory is
    told to have done something ("Nghị quyết Đảng bộ huyện X … Sau một năm, huyện đã kết nạp được 146 đảng viên").
    """
    owners = {
        id(owner): owner for one in survey.named if (owner := one.group.owner or one.group).family in _WHOLE_FAMILIES
    }
    group = next(iter(owners.values()), None)
    if group is None or len(owners) > 1:
        return None
    if not any(_tells_of_work(survey, match) for match in words("territory_acts").finditer(survey.flat)):
        return None
    name = whole_name(survey, group)
    return None if name is None else Meant(survey.article.slice(name), group.kind, name)


def _tells_of_work(survey: Survey, match: re.Match[str]) -> bool:
    """Whether a sentence about the whole province counts members or bodies of the Party."""
    sentence = survey.sentence_at(match.start())
    if sentence is None or not any(between(survey.reading.quantities, sentence.extent.start, sentence.extent.end)):
        return False
    return words("of_the_party").search(survey.flat, sentence.extent.start, sentence.extent.end) is not None
