"""Counted nouns that no cue speaks of: a total of what there is, a part of the whole before, or unknown."""

from __future__ import annotations

import re
from typing import Final

from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import (
    BODIES,
    GROUP_WORDS,
    Judgement,
    Scene,
    level,
)

_STATED: Final = re.compile(
    r"(?<![^\W\d_])(?:có|gồm|với|tổng số|là|hiện|tại|ở|toàn|quản lý|lên|còn|thuộc|thay mặt cho)(?: [^\W\d_]+){0,3} *$"
)
PEOPLE: Final = re.compile(
    r"đoàn viên|hội viên|báo cáo viên|tuyên truyền viên|cộng tác viên|cán bộ|công chức|viên chức|bí thư|ủy viên"
)
HAS: Final = re.compile(r"(?<![^\W\d_])(?:có|hiện có)(?: (?:tổng số|hơn|trên|gần|tới))* *$")
_PLAIN_TAIL: Final = re.compile(
    r"(?:trực thuộc|thì|đảng ủy|mới|trong|của|thuộc|cơ sở|cả nước|toàn|với|ở|tại|và|là|hiện|so với|trên địa bàn"
    r"|cấp|sinh hoạt (?:tại|ở|trong)"
    r"|đang sinh hoạt|tham dự|dự)(?![^\W\d_])|\("
)
_DONE_FOR: Final = re.compile(r"(?<![^\W\d_])cho(?: (?:hơn|trên|gần))* *$")
_STANDING: Final = re.compile(r"(?:[^\W\d_]+ ){0,3}(?:chuyên trách|các cấp|cơ sở|kiêm nhiệm|bán chuyên trách)")
_RAISED: Final = re.compile(r"(?:nâng|đưa) (?P<what>[^.;]{0,90}?) lên")
_RAISED_PART: Final = re.compile(r"con số|số này|kết nạp|thành lập|chính thức|xóa tên|kỷ luật|từ đầu|tỷ lệ")
_OWN_TAIL: Final = 3
"""Words after a counted noun that only say which of them are meant ("nông dân, viên chức")."""


_NAMED_BEFORE: Final = re.compile(
    r"(?:huyện ủy|thành ủy|thị ủy|quận ủy|đảng ủy|đảng bộ) (?:(?!có|với|còn|gồm|là|hiện)[^\W\d_]{1,20} ?){1,4}"
    r"(?:với )?$"
)
"""A body named right before the number, in a ranking."""
_RANKED_WITH: Final = re.compile(
    r"(?:dẫn đầu|đứng đầu|đứng thứ [^\W\d_]+|xếp sau|kế đến|tiếp đến|tiếp theo|sau đó|nhiều nhất|cao nhất)(?![^\W\d_])"
    r"[^.;]{0,160}?(?<![^\W\d_])(?:với|là|đạt) (?:hơn |gần |trên )?$"
)
"""What says that a body's number ranks it by what the sentences before counted."""


def raised_total(scene: Scene, region: Region) -> bool:
    """Whether the words before say "nâng (tổng) số … lên": a total, unless they name a part ("kết nạp từ đầu năm")."""
    raised = list(_RAISED.finditer(scene.left_text(region)))
    return bool(raised) and not _RAISED_PART.search(raised[-1]["what"])


def says_more(scene: Scene, region: Region) -> bool:
    """Whether the counted say something of their own, so that no predicate after them is theirs too."""
    return len(words_beyond(scene, region).split()) > _OWN_TAIL


def words_beyond(scene: Scene, region: Region) -> str:
    """What the words after the noun add, beyond where the counted belong."""
    end = region.noun.end if region.noun is not None else region.quantity.extent.end
    tail = scene.flat[end : region.right_end].strip(" .;,)…")
    return "" if _PLAIN_TAIL.match(tail) else tail


def judge_uncued(scene: Scene, region: Region, noun: str) -> Judgement:
    """The judgement of a counted noun without a cue: what it adds to the noun decides between total and unknown."""
    assert region.noun is not None
    words = scene.flat[region.noun.start : region.noun.end]
    if noun == "member" and words.endswith("mới") and not HAS.search(scene.left_text(region)):
        return level("member", "admitted", "new-members")
    ranked = (
        region.in_brackets or _NAMED_BEFORE.search(scene.left_text(region)) or _RANKED_WITH.search(scene.before(region))
    )
    if noun == "member" and scene.memory.whole == ("member", "admitted") and (ranked or region.in_brackets):
        return level("member", "admitted", "ranked-by-admissions", confidence=0.6)
    extra = words_beyond(scene, region)
    ratio = region.quantity.out_of is not None
    if noun == "member" and (ratio or HAS.search(scene.left_text(region))) and GROUP_WORDS.match(extra):
        return level(noun, "total", "part-of-all-members", confidence=0.6)
    share = ratio or region.quantity.unit == "percent"
    if share and (extra or _DONE_FOR.search(scene.left_text(region))):
        return level(noun, "other", "share-of-something", confidence=0.5)
    if noun in (*BODIES, "member", "worker") and not extra:
        return level(noun, "total", "total-by-default", confidence=0.7)
    if noun == "other" and not PEOPLE.match(words):
        return level("other", "other", "unknown", confidence=0.5)
    standing = _STANDING.fullmatch(extra) is not None
    stated = _STATED.search(
        scene.flat[max(region.left_start, region.quantity.extent.start - 60) : region.quantity.extent.start]
    )
    if noun == "other" and stated and (not extra or standing):
        return level(noun, "total", "total-by-default", confidence=0.5)
    return level(noun, "other", "unknown", confidence=0.4)
