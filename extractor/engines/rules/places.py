"""A body told of by its place or its firm alone: "Tràm Chim kết nạp 28", "Công ty X có 40 đảng viên"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from extractor.engines.rules.bodies import Named, Survey
from extractor.engines.rules.body_groups import Group
from extractor.reading.acting import is_acting
from extractor.reading.intervals import meets
from extractor.text.article import Extent
from extractor.text.phrases import whole_words

_TIERS: Final = (
    "thành phố ", "thị trấn ", "đặc khu ", "thị xã ", "phường ", "huyện ", "quận ", "tp. ", "xã ", "tp ", "",
)  # fmt: skip
"""What may stand before a place's name, the longest first."""
_LETTER: Final = re.compile(r"\w")
_OTHER_NAME: Final = re.compile(r"(?:tỉnh|sông|đường|cầu|núi|hồ|chợ|dự án|trường|thpt|công ty|khu|cụm|bệnh viện|đèo) $")
_AMONG_OTHERS: Final = re.compile(r"(?:nhất là|như|gồm|của|ở|tại|các xã|các phường)(?: [^\W\d_]\w*){1,4}(?:,| và) $")
"""Before the second of several places that are only where something is."""
_GOES_ON: Final = re.compile(r" ?- ?[^\W\d_]| \(?(?:cũ)(?!\w)")
_BRACKET: Final = 60
"""Characters before a name within which a bracket that holds it may open."""
_LEAST: Final = 6
"""Letters that the name of a place must have to be found alone, at least."""
_FIRM: Final = re.compile(
    r"(?:tổng )?công ty|tập đoàn|ngân hàng|bệnh viện|trường|đại học|học viện|nhà máy|xí nghiệp|cảng|điện lực|agribank"
)
"""What a body is of whose own name stands for it; a village's name does not stand for its cell."""
_LEAST_UNIT_WORDS: Final = 3


def place_references(survey: Survey) -> Iterator[Named]:
    """Every place's or firm's name that stands alone, as a mention of the body named so (the last before it)."""
    taken = sorted([*(one.body.extent for one in survey.named), *(one.name for one in survey.reading.people)])
    starts = [block.extent.start for block in survey.blocks]
    mentioned: dict[int, list[Named]] = {}
    for one in survey.named:
        mentioned.setdefault(id(one.group), []).append(one)
    for group in list(survey.groups):
        name, mentions = _name_alone(group), mentioned.get(id(group))
        if name is None or mentions is None:
            continue
        ends = [one.body.extent.end for one in mentions]
        for extent in _told_at(survey.flat, name, tiers=group.family == "district"):
            named = mentions[max(0, bisect_right(ends, extent.start) - 1)]
            at = bisect_right(starts, extent.start) - 1
            block = survey.blocks[at] if at >= 0 else None
            if block is None or not block.extent.covers(extent) or not _is_name(survey, extent):
                continue
            if meets(extent, taken) or not is_acting(survey.flat, extent.start, extent.end):
                continue
            body = replace(named.body, extent=extent, acting=True, short=True)
            yield Named(body, group, block, named, "place")


def _name_alone(group: Group) -> str | None:
    """The name by which a body may be told of alone: its place's, its firm's; None where it is too short."""
    place = group.place
    if not place:
        return None
    if group.family == "district" and len(place) >= _LEAST and " " in place:
        return place
    if group.family == "unit" and len(place.split()) > _LEAST_UNIT_WORDS:
        name = re.sub(r"^(?:đảng bộ|chi bộ) ", "", place)
        return name if _FIRM.match(name) else None
    return None


def _told_at(flat: str, name: str, *, tiers: bool) -> Iterator[Extent]:
    """Where the name stands as whole words, with the word for its tier before it where there is one."""
    done = 0
    for at in whole_words(flat, name):
        end = at + len(name)
        if not _LETTER.match(flat, end):
            for tier in _TIERS if tiers else ("",):
                start = at - len(tier)
                if start >= done and flat.startswith(tier, start) and not (start and _LETTER.match(flat, start - 1)):
                    yield Extent(start, end)
                    done = end
                    break


def _is_name(survey: Survey, extent: Extent) -> bool:
    """Whether the words are the place's name and no longer name's part."""
    text, flat, start, end = survey.article.text, survey.flat, extent.start, extent.end
    if flat.rfind("(", max(0, start - _BRACKET), start) > flat.rfind(")", max(0, start - _BRACKET), start):
        return False  # "cụ Hảo (Chi bộ 7, phường Bạch Mai)": where somebody is from
    if _AMONG_OTHERS.search(text, max(0, start - 30), start):
        return False
    if _OTHER_NAME.search(flat, max(0, start - 12), start) or _GOES_ON.match(flat, end):
        return False
    if not any(text[at].isupper() for at in range(start, end)) or len(flat[start:end].split()) < 2:
        return False
    before = re.search(r"(?<!\w)(\w{1,20}) $", text[max(0, start - 14) : start])
    after = re.match(r" (\w)", text[end : end + 3])
    starts_sentence = before is None or before[1][0].islower() or before[1].isdigit()
    return starts_sentence and (after is None or not after[1].isupper())
