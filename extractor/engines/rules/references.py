"""Words that stand for a body named before: "Đảng bộ kết nạp …", "phường đã …", "Ban tham mưu …"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from extractor.engines.rules.bodies import Named, Survey, words
from extractor.engines.rules.scene import WORDS
from extractor.reading.body import Body
from extractor.reading.intervals import meets
from extractor.reading.model import Block
from extractor.text.article import Extent

_COMMITTEES: Final = ("đảng bộ", "đảng ủy")
_COMMISSIONS: Final = ("ban", "ủy ban", "cơ quan")
_SEATS: Final = ("huyện ủy", "quận ủy", "thị ủy", "thành ủy", "tỉnh ủy")
_PLACES: Final = ("phường", "xã", "đặc khu", "huyện", "quận", "thị xã")
_HAMLETS: Final = ("khu", "thôn", "bản", "ấp", "buôn", "xóm")
_UNITS: Final = ("đơn vị", "nhà trường", "bệnh viện", "công ty", "trường")


def references(survey: Survey) -> Iterator[Named]:
    """The head words alone that act, each as a mention of the last body of its sort named in the paragraph.

    "Ban", "Ủy ban", "cơ quan này" is the last commission named in the paragraph, else the article's first.
    """
    flat = survey.flat
    commissions: list[Named] = []
    for block in survey.blocks:
        named = survey.named_between(block.extent.start, block.extent.end)
        taken = [one.body.extent for one in named]
        yield from (one for one in _own_commission(survey, block) if not meets(one.body.extent, taken))
        commissions += [one for one in named if one.body.family == "commission"]
        by_ban = _commissions(commissions, block)
        starts, ends = [one.body.extent.start for one in named], [one.body.extent.end for one in named]
        for match in WORDS["head"].finditer(flat, block.extent.start, block.extent.end):
            if not _acts(flat, match, block.extent.start):
                continue
            past = bisect_right(ends, match.start())
            if bisect_left(starts, match.end()) > past:
                continue  # a body's name runs over the word
            choice = named
            if match["head"] in _COMMISSIONS:
                choice, past = by_ban, sum(one.body.extent.end <= match.start() for one in by_ban)
            source = _meant(flat, match["head"], choice, past)
            if source is None and match["head"] in _PLACES:
                source = _home(survey, match["head"], match.start())
            if source is not None:
                extent = Extent(match.start(), match.end() - 1)
                body = replace(source.body, extent=extent, acting=True, short=True)
                yield Named(body, source.group, block, source, "head")


def _home(survey: Survey, head: str, at: int) -> Named | None:
    """The committee that "quận" or "xã" alone means where the paragraph names none: the only one of its tier that the
    text has named by then.
    """
    seen = [one for one in survey.named if one.body.extent.end <= at and _fits(survey.flat, head, ("",), one.body)]
    groups = {id(one.group) for one in seen}
    return seen[-1] if len(groups) == 1 and seen[-1].body.acting else None


def _own_commission(survey: Survey, block: Block) -> Iterator[Named]:
    """ "UBKT Đảng ủy" without a name that acts: the commission of whoever the article is about."""
    first = next((one for one in survey.named if one.body.acting and one.block.role in ("lead", "body")), None)
    if first is None:
        return
    for match in WORDS["own_commission"].finditer(survey.flat, block.extent.start, block.extent.end):
        if words("acts").match(survey.flat, match.end()):
            extent = Extent(match.start(), match.end() - 1)
            yield Named(replace(first.body, extent=extent, acting=True, short=True), first.group, block, first, "head")


def _commissions(named: Sequence[Named], block: Block) -> list[Named]:
    """The commissions that "Ban" may mean: the article's first, then those of the paragraph; no central one."""
    own = [one for one in named if one.body.place != "trung ương" and one.body.acting]
    return own[:1] + [one for one in own[1:] if one.block is block]


def _acts(flat: str, match: re.Match[str], low: int) -> bool:
    """Whether the head word is who does what follows: by a known verb, or at the head of its clause."""
    before = flat[max(low, match.start() - 16) : match.start()]
    if match["head"] in _PLACES and before.endswith("toàn "):
        before = before.removesuffix("toàn ")
    if WORDS["counted"].search(before):
        return False
    if words("acts").match(flat, match.end()):
        return True
    return (
        WORDS["clause_head"].search(before) is not None
        and WORDS["goes_on_of_references"].match(flat, match.end()) is None
    )


def _meant(flat: str, head: str, named: Sequence[Named], count: int) -> Named | None:
    """The last of the first `count` bodies that the head word may stand for.

    "Đảng bộ" is a Đảng bộ or Đảng ủy before it is a Huyện ủy.
    """
    choices = (_COMMITTEES, _SEATS) if head in _COMMITTEES else (("chi bộ",) if head == "chi bộ" else ("",),)
    return next(
        (named[at] for forms in choices for at in range(count - 1, -1, -1) if _fits(flat, head, forms, named[at].body)),
        None,
    )


def _fits(flat: str, head: str, forms: tuple[str, ...], body: Body) -> bool:
    start = body.extent.start
    if head in _COMMISSIONS:
        return body.family == "commission" and body.acting
    if body.family in ("commission", "youth") or flat.endswith("khi ", 0, start):
        return False
    if forms is _SEATS and WORDS["owned"].search(flat[max(0, start - 30) : start]):
        return False
    if head in _COMMITTEES or head == "chi bộ":
        return flat.startswith(forms, start) and (body.acting or body.family in ("unit", "district"))
    if head in _PLACES:
        return body.family == "district" and f"{head} " in flat[start : body.extent.end] + " "
    if head == "địa phương":
        return body.family == "district"
    if head in _HAMLETS:
        return body.family == "unit" and f" {head} " in flat[start : body.extent.end] + " "
    if head == "chúng tôi":
        return body.family in ("unit", "district")
    return body.family == "unit" and head in _UNITS and not flat.startswith("chi bộ tổ", start)
