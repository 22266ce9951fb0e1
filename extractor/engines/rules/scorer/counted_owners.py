"""Owners that the words around a number tell for sure, which gold hardly shows."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from extractor.engines.rules.scene import WORDS
from extractor.engines.rules.scorer.owners import WHOLES, is_whole
from extractor.engines.rules.scorer.sight import Sight

_REACH: Final = 70
"""Characters before a number in which it is told whose members it counts."""


def owner_by_counting(sight: Sight) -> str | None:
    """The committee of a territory whose members or cells the number counts ("97,4% đảng viên trong Đảng bộ tỉnh").

    What follows after a semicolon is of the body named before such a committee: the share alone is the committee's.
    """
    setting, at = sight.setting, sight.region.quantity.extent
    here = bisect_left(setting.mention_starts, at.end)
    behind = next(iter(setting.mentions[here : here + 1]), None)
    if behind is not None and behind.how == "counted" and behind.extent.start < sight.region.right_end:
        return behind.name if is_whole(behind.name, setting) else None
    last = setting.last_acting(sight.sentence.extent.start, at.start)
    if last is None or last.how != "counted" or setting.flat.find(";", last.extent.end, at.start) < 0:
        return None
    first = bisect_left(setting.mention_starts, sight.sentence.extent.start)
    others = (one.name for one in reversed(setting.mentions[first:here]) if one.acting and one.how != "counted")
    return next(others, None)


def owner_by_clause(sight: Sight) -> str | None:
    """The body that begins the number's own clause and whose verb stands between them ("…; Đảng bộ xã A kỷ luật 9")."""
    setting, at = sight.setting, sight.region.quantity.extent
    last = setting.last_acting(sight.sentence.extent.start, at.start)
    if last is None or sight.region.left_start > last.extent.start:
        return None
    flat = setting.flat
    begins = WORDS["clause_begins"].search(flat, max(0, last.extent.start - 24), last.extent.start)
    if begins is None or WORDS["does_itself"].fullmatch(flat, last.extent.end, at.start) is None:
        return None
    return last.name


def owner_by_territory(sight: Sight) -> str | None:
    """The committee of a territory whose commissions on all levels did what is counted, in its commission's review.

    "Ủy ban kiểm tra các cấp nhận 143 đơn": the commission that holds the meeting is one of them.
    """
    setting, at = sight.setting, sight.region.quantity.extent
    if setting.host is None or setting.host.kind != "inspection_commission":
        return None
    start = sight.sentence.extent.start
    wide = setting.wide_before(at.start)
    last = setting.last_acting(start, at.start)
    if wide < start or (last is not None and last.extent.start > wide):
        return None
    if WORDS["commissions_on_all_levels"].match(setting.flat, wide) is None:
        return None
    wholes = [name for name, kind in setting.kinds if kind in WHOLES]
    return wholes[0] if len(wholes) == 1 else None


def owner_by_whole(sight: Sight) -> str | None:
    """Whose a number is that tells of all of the Party, or of a whole province.

    A central body's is what it reports of "toàn Đảng", and what its paragraphs tell that name nobody; a province's
    committee's "đảng viên của tỉnh", whoever was named before.
    """
    setting, at = sight.setting, sight.region.quantity.extent
    start = sight.sentence.extent.start
    if WORDS["members_of_the_province"].search(setting.flat, max(start, at.start - _REACH), at.start):
        return next((name for name, kind in setting.kinds if kind == "provincial_committee"), None)
    host = setting.host
    if host is None or "trung ương" not in host.name.casefold() or host.kind.endswith("bloc"):
        return None
    last = setting.last_acting(setting.blocks[sight.sentence.block].extent.start, at.start)
    if last is None:
        return host.name
    return host.name if WORDS["all_of_the_party"].search(setting.flat, last.extent.end, at.start) else None


def owner_by_listing(sight: Sight) -> str | None:
    """The host, where a sentence counts bodies that it then names one by one, each with its own number.

    "Còn 3 đơn vị đạt dưới 50% kế hoạch gồm Đảng bộ huyện A (41%), …": the 3 and the 50% are nobody's that is named
    before.
    """
    setting, start = sight.setting, sight.sentence.extent.start
    first, at = sight.regions[0].quantity, sight.region.quantity.extent
    host = setting.host
    if host is None or first.unit != "count" or first.value < 2:
        return None
    if WORDS["counts_bodies"].fullmatch(setting.flat, start, first.extent.start) is None:
        return None
    told = WORDS["bodies_named_next"].match(setting.flat, first.extent.end, sight.sentence.extent.end)
    here = bisect_left(setting.mention_starts, first.extent.end)
    named = next(iter(setting.mentions[here : here + 1]), None)
    if told is None or named is None or not told.end() <= named.extent.start <= told.end() + 1 or at.start > told.end():
        return None
    own = sight.regions[-1].quantity.extent.start > named.extent.end
    return host.name if own else None
