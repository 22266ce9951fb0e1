"""Things, papers and rounds that are counted: what is done with them is no measure of members or bodies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.engines.rules.cues import Cue
from extractor.engines.rules.regions import Region
from extractor.engines.rules.scene import Judgement, Scene, last, level

_CLOSED: Final = frozenset("disciplined inspected supervised established self_criticism rated violating".split())
"""Measures of members and bodies only: a thing that is counted has none of them."""
_FUNCTION: Final = re.compile(
    r" *(?:so|trong|là|và|chiếm|đạt|trở|tổng|trên|của|cho|với|từ|đến|bằng|ở|tại|thuộc|được|bị|đã|có|gồm|kế|chỉ|năm|lượt"
    r"|trường|đồng|đ/c|người|tổ|cơ|vị|nhân|đảng|chi|đơn|hình|lên|xuống|còn|còn|mỗi|vào|do|về|khi|nhưng|song|hoàn|không"
    r"|xuất|tốt|loại|tuổi|cấp|đều|nữ|em|cháu)(?![^\W\d_])"
)
_WORD: Final = re.compile(r" {1,9}[^\W\d_]{1,20}")


def judge_thing(scene: Scene, region: Region, left: Sequence[Cue]) -> Judgement:
    """A thing: given, held, or counted and nothing more."""
    start = region.quantity.extent.start
    if _COMPLETED.search(scene.left_text(region)) and _ROUND.match(scene.flat, region.quantity.extent.end):
        return level("other", "implemented", "work-completed", confidence=0.7)
    own = last(left, "verb", "topic", "predicate")
    if own is not None and own.label == "donated":
        return level("other", "donated", "gift", start - own.end, 0.7)
    if own is not None and own.label == "held" and _MEETING.match(scene.flat, region.quantity.extent.end):
        return level("other", "held", "meetings-held", start - own.end, 0.7)
    return level("other", "other", "thing-counted", confidence=0.7)


_MEETING: Final = re.compile(r" {0,9}(?:cuộc (?:đối thoại|họp)|kỳ họp|buổi)")


_COMPLETED: Final = re.compile(r"(?<!\w)hoàn thành(?: (?:được|xong|tốt|thêm))* $")
_ROUND: Final = re.compile(r" (?:cuộc|đợt) (?:kiểm tra|giám sát|thanh tra|kiểm toán)(?!\w)")


def names_a_thing(scene: Scene, region: Region, left: Sequence[Cue]) -> bool:
    """Whether a word of its own, no member or body, follows a number whose verb is about members and bodies."""
    if region.noun is not None or region.quantity.unit != "count":
        return False
    own = last(left, "verb", "topic", "predicate")
    if own is None or own.label not in _CLOSED:
        return False
    right = scene.right_text(region)
    return _WORD.match(right) is not None and _FUNCTION.match(right) is None and not _OWN_FORM.match(right)


_OWN_FORM: Final = re.compile(r" *(?:khiển trách|cảnh cáo|cách chức|khai trừ)")
