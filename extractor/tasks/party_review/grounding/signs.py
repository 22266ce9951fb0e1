"""Whether a number is one that was taken away: "giảm 12 đơn", "thiếu 3 tỷ đồng, tương đương 5%".

The nearest word of a direction decides. What stands between it and the number must leave the two together: no other
subject, no other number but the one that is said again or listed along. All patterns run on flat text.

The gate judges this by itself, with words of its own: what the reader (`reading/signs.py`) took for a fall is to be
proved.
"""

from __future__ import annotations

import re
from typing import Final

from extractor.grounding.text import ArticleText
from extractor.text.article import Extent

REACH: Final = 100
"""Characters before a number in which the word that takes it away may stand."""

_LESS: Final = re.compile(
    r"(?<!\w)(?<!không )(?<!chưa )(?<!tăng )(?:giảm sút|giảm(?! nghèo| nhẹ)|thâm hụt"
    r"|thiếu(?! (?:nhi|niên|nữ|sót|tá|úy|tướng))|hụt|sụt|tụt|bớt|ít hơn|ít đi"
    r"|thấp hơn|chậm hơn|kém hơn|(?<!yếu )kém|thua|chưa đạt|không đạt|tinh giản)(?!\w)"
)
_LOOKS_LIKE_LESS: Final = re.compile(r"(?<!\w)(?:yếu kém|giảm nghèo|thiếu (?:nhi|niên|nữ|sót|tá|úy|tướng))(?!\w)")
_MORE: Final = re.compile(
    r"(?<!\w)(?:tăng|vượt|cao hơn|nhiều hơn|lớn hơn|(?<!chưa )(?<!không )đạt|nâng|có|còn lại|lên"
    r"|kết nạp|thành lập|phát triển|nên|nhờ|trong khi|nhưng)(?!\w)"
)
_TIME: Final = re.compile(r"(?:năm|quý|tháng|kỳ)(?: trước)? \d{1,4}(?!\w)|\d{1,2} (?:tháng|năm|quý)(?!\w)")
"""Numbers that tell when, and may stand before the one that is meant."""
_REST: Final = re.compile(r"(?<!\w)(?:còn|xuống)(?!\w)|(?<!\w)(?:về|từ)(?: mức)? $|^ về(?: mức| còn)? ")
"""After it the number is where something began or ended, not by how much it fell."""
_PLAN: Final = re.compile(
    r"(?<!\w)(?:chỉ tiêu|mục tiêu|kế hoạch|dự toán)(?: [^\W\d_]+){0,4} là|^(?: được)? (?:chỉ tiêu|mục tiêu|kế hoạch) $"
)
"""After it the number is the plan, not what it was missed by."""
_BELOW_PLAN: Final = re.compile(
    r"(?<!\w)(?:thấp|ít|kém|chậm) hơn(?: so với)? (?:kịch bản|chỉ tiêu|mục tiêu|kế hoạch|dự toán)(?: (?:đề|đặt) ra)? $"
)
_BOUND: Final = r"(?:(?:thêm|tới|đến|khoảng|hơn|gần|trên|dưới|ít nhất|tối thiểu|chỉ|mất|là|được|bằng) )"
_WORDS: Final = r"(?: ?(?<!\w)[^\W\d_]+(?!\w)){0,12}"
_AT_ONCE: Final = re.compile(rf"{_WORDS}(?:, ?(?={_BOUND}))?{_WORDS}(?: ?[(:])? ?")
_AGAIN: Final = r"(?: ?\( ?|,? (?:tương đương|tương ứng|tức|hay|ứng với|bằng|chiếm)(?: (?:với|là|tỷ lệ|mức|khoảng))* )"
_SAID_AGAIN: Final = re.compile(rf".*\d[^;]{{0,40}}?{_AGAIN}{_BOUND}?")
_LISTED: Final = re.compile(rf".*\d[^;.:]{{0,40}}?(?:, ?| và |; | hoặc ){_BOUND}{{0,2}}")
_MOVES: Final = re.compile(r"[^,;.\n]{0,40}?(?<!\w)(?:tăng|mới|thành lập|được|kết nạp|đạt|vượt|hoàn thành)(?!\w)")
"""After a number of a list: it has a verb of its own."""
_MINUS: Final = re.compile(r"[^\W\d_][ (:]+-$")


def taken_away(text: ArticleText, mention: Extent, *, seen: bool) -> bool:
    """Whether the text says that the number was taken away, by the nearest word of a direction or by a minus.

    `seen` says that the reader takes it so; a word of growth nearer than any of loss, or a word that only looks like
    one of loss ("yếu kém", "thiếu nhi"), goes against it.
    """
    clause = text.clause(mention)
    flat = text.flat
    before = flat[max(clause.start, mention.start - REACH) : mention.start]
    if _MINUS.search(before) and flat[mention.start].isdecimal():
        return True
    cell = text.reading.cell_at(mention)
    if cell is not None:
        return seen or cell.negative
    less = [match.end() for match in _LESS.finditer(before)]
    if not less:
        return seen and _LOOKS_LIKE_LESS.search(before) is None
    tail = before[less[-1] :]
    if _MORE.search(tail):
        return False
    if seen:
        return True
    if _PLAN.search(tail) or _REST.search(tail):
        return False
    tail = re.sub(r" {2,}", " ", _TIME.sub("", tail))
    if not any(character.isdecimal() for character in tail):
        return _AT_ONCE.fullmatch(tail) is not None
    if _SAID_AGAIN.fullmatch(tail):
        return True
    return _LISTED.fullmatch(tail) is not None and not _MOVES.match(flat, mention.end, clause.end)


def may_be_the_plan(text: ArticleText, mention: Extent) -> bool:
    """Whether the number may be what was missed as well as by how much: "thấp hơn kịch bản 8,5%"."""
    return _BELOW_PLAN.search(text.flat, max(0, mention.start - REACH), mention.start) is not None
