"""The sign of a number: a minus or "âm" written before it, or a word that takes it away ("giảm", "thiếu", "tụt").

Source: annotation guide, section 3 (`value` of a change or of what is beyond a plan).
"""

from __future__ import annotations

import re
from typing import Final

from extractor.labels import Unit
from extractor.text.article import Extent

_NEUTRAL: Final = r"(?<!không )(?<!chẳng )(?<!tăng )(?<!tăng, )(?<!tăng/)(?<!tăng / )(?<!tăng - )(?<!tăng hoặc )"
"""Not after these: "không giảm", and a heading or a movement without a direction ("tăng, giảm")."""
_LESS: Final = re.compile(
    rf"(?<![^\W\d_]){_NEUTRAL}(giảm(?! nghèo)|thiếu(?! (?:nhi|niên|nữ|sót|tá|úy|tướng))|hụt|bớt|ít đi|thấp hơn"
    r"|thua(?= (?:cùng kỳ|năm|so))|tụt(?! hậu)|đi xuống|ít hơn|kém hơn|(?<!yếu )kém|sụt|giảm sút|thâm hụt"
    r"|chưa đạt|tinh giản|rút(?= được))"
    r"(?![^\W\d_])"
)
_LESS_WORDS: Final = (
    "giảm",
    "thiếu",
    "hụt",
    "bớt",
    "ít",
    "thấp",
    "kém",
    "sụt",
    "tụt",
    "thua",
    "xuống",
    "chưa đạt",
    "tinh giản",
    "rút",
)
"""One of these stands in each of them."""
_MORE: Final = re.compile(
    r"(?<![^\W\d_])(tăng|vượt|cao hơn|nhiều hơn|hơn năm|đạt|còn lại|xuống còn|giảm còn|giảm xuống"
    r"|xuống|nâng|có|kết nạp|thành lập|phát triển|nên|nhờ|trong khi|nhưng)(?![^\W\d_])"
)
_DOWN_TO: Final = re.compile(r"[^.;,\d]{0,40}?(?<![^\W\d_])(?:xuống|còn|về)(?: còn)?(?: [^\W\d_]+){0,2} +\d")
_CLAUSE_MARK: Final = re.compile(r"[;:!?\n(]|\. |, (?!\d)")
_REACH: Final = 60
"""How far before the number, in characters, a word that takes it away may stand."""
MORE: Final = re.compile(rf"(?<![^\W\d_]){_NEUTRAL}tăng(?! cường)(?![^\W\d_])")
_LIST_REACH: Final = 200
"""The same, where the number opens an item of a list."""
_NUMBER_AT_ONCE: Final = re.compile(r"(?: được| thêm)? \d[^:.]*$")
_PLAN_ITSELF: Final = re.compile(
    r"(?<!\w)(?:(?:chỉ tiêu|mục tiêu|kế hoạch|dự toán)(?: [^\W\d_]+){0,4} là"
    r"|(?:chưa|không) đạt (?:được )?(?:chỉ tiêu|mục tiêu|kế hoạch))(?: (?:trên|từ|khoảng))? $"
)
_BLUR: Final = r"(?:(?:khoảng|gần|hơn|trên|tới|đến|chừng|xấp xỉ|ở mức|với mức|mức|tỷ lệ) )"
_HOW: Final = (
    r"(?: (?:mạnh|sâu|nhẹ|đáng kể|nhiều|rõ rệt|dần|đều|nhanh|chậm|liên tục"
    r"|so với (?:cùng kỳ(?: năm (?:trước|\d{4}))?|năm (?:trước|\d{4})))){0,3}"
)
_SET_OFF: Final = re.compile(
    rf"(?<![^\W\d_]){_NEUTRAL}(?:giảm|sụt|tụt|hụt|đi xuống){_HOW}(?P<mark> \(|: |, (?={_BLUR})){_BLUR}?$"
)
"""Before a number that a mark sets off: "giảm (5%)", "giảm: 5%", "giảm đáng kể, tới 5%"."""
_AGAIN: Final = re.compile(
    rf"(?P<mark> ?\(|, )(?P<word>(?:tương đương|tương ứng|tức là|tức|ứng với|hay|đúng)(?: với)?(?: là)? )?{_BLUR}?$"
)
"""Between a number and the percentage that says it again: "giảm 12 đơn (20%)", "giảm 3 tỷ, tương đương 5%"."""
_CLOSED: Final = re.compile(r" ?\)| so với")
_ONE_NUMBER: Final = re.compile(r"(?: (?:[^\W\d_]+|\d[\d.,]*(?: ?%)?)){1,9}")
_IN_TURN: Final = re.compile(
    r" (?:lần lượt|tương ứng)(?: là| ở mức)?(?: (?:\d[\d.,]*(?: ?%)?|(?!tăng |đạt |có )[^\W\d_]+),?){0,12} $"
)
"""Between "giảm" and the second of its numbers: "giảm lần lượt 5% và 3%"."""
_NO_NOUN: Final = r"(?:đã|được|bị|có|còn|vẫn|chưa|không|đạt|vượt|nhận|mới|do|vì|để|khi|là|ở|từ|cho|sau)(?!\w)"
_NOUN: Final = rf"(?: (?!{_NO_NOUN})[^\W\d_]+){{1,6}}"
_LEAST: Final = r"(?:thêm )?(?:(?:khoảng|gần|hơn|trên|tới|đến|ít nhất|tối thiểu) )?"
_ITEMS: Final = re.compile(rf" (?:đi )?{_LEAST}(?:\d[\d.,]*%?{_NOUN}(?:, | và )){{1,6}}{_LEAST}$")
"""Between "giảm" and a further number of its list: "giảm 2 đảng bộ, 15 chi bộ"."""
_LAST_NOUN: Final = re.compile(r"\d(?P<percent>%?) (?P<noun>[^\d]*?)(?:, | và )[^\d]*$")
_ITEM_ENDS: Final = re.compile(rf"{_NOUN}(?=[,;.)\n]|$| và \d| so với| nhưng | song | và (?:tăng|giảm) )")
_ACTS: Final = re.compile(
    r"(?<!\w)(?:giải quyết|kết nạp|khai trừ|xử lý|kỷ luật|hoàn thành|kiểm tra|giám sát|thành lập|xếp|đánh giá|vi phạm)"
)
_TOLD_OF: Final = re.compile(
    r"(?<!\w)(?:đúng|trước|quá|sinh hoạt|tham gia|hài lòng|sử dụng|dùng|trực tuyến|trở lên)(?!\w)"
)
"""What is told of all that a share is of: it does not fall with the share before it."""
_LOST: Final = re.compile(rf"(?<![^\W\d_])(?:mất|cắt) (?:đi |được )?{_BLUR}?$")
_NOT_BEYOND: Final = re.compile(r"(?<![^\W\d_])(?:không|chẳng) giảm (?:quá|vượt quá|hơn|nhiều hơn) $")
_MINUS: Final = re.compile(r"(?P<before>[^\s(]?) {0,2}[ (]-$")
_BELOW_ZERO: Final = re.compile(rf"(?<![^\W\d_])âm {_BLUR}?$")
_SIGNED: Final = re.compile(
    r"(?:trưởng|nhuận|lãi|lỗ|giảm|tăng|đạt|là|mức|còn|dư|chênh lệch|cân đối|số dư|kết quả)[ (]{1,3}-$"
)
"""Before a minus that stands before a count; elsewhere a dash there begins an item."""
_SIGN_REACH: Final = 24


def written_below_zero(flat: str, extent: Extent, stretch: Extent, unit: Unit) -> bool:
    """Whether a minus or "âm" stands before the number, so that it is less than nothing whatever it tells."""
    left = flat[max(stretch.start, extent.start - _SIGN_REACH) : extent.start]
    if left.endswith("-") and (minus := _MINUS.search(left)):
        before = minus["before"]
        if not before.isalpha():
            return before == ":" and unit != "count"
        return unit != "count" or _SIGNED.search(left) is not None
    return unit != "count" and "âm " in left and _BELOW_ZERO.search(left) is not None


def takes_away(flat: str, extent: Extent, stretch: Extent, unit: Unit = "count") -> bool:
    """Whether the nearest direction word before the number, in its own clause, is one that takes away.

    Items of a list that begin with their numbers share the word before the first ("giảm 128 đơn vị; 3 xã; 462 thôn").
    """
    left = flat[max(stretch.start, extent.start - _REACH) : extent.start]
    if left.endswith("; "):
        return _list_takes_away(flat[max(stretch.start, extent.start - _LIST_REACH) : extent.start - 2])
    if unit == "percent" and ("mất " in left or "cắt " in left) and _LOST.search(left):
        return True
    if left.endswith((", ", " và ")) and goes_on_in_list(flat, extent, stretch, _LESS):
        return True
    if not any(word in left for word in _LESS_WORDS):
        return False
    if _NOT_BEYOND.search(left) or _is_set_off(flat, extent, left, unit):
        return True
    if _LESS.search(left) is None:
        return False
    again = _AGAIN.search(left)
    bracketed = unit == "percent" and again and "(" in again["mark"] and _CLOSED.match(flat, extent.end, stretch.end)
    if again and (again["word"] or bracketed):
        return _takes_one_away(left[: again.start()])
    if _goes_on_in_turn(left):
        return True
    return _clause_takes_away(flat, extent, stretch, _CLAUSE_MARK.split(left)[-1])


def _is_set_off(flat: str, extent: Extent, left: str, unit: Unit) -> bool:
    mark = _SET_OFF.search(left)
    if mark is None:
        return False
    return "(" not in mark["mark"] or (unit == "percent" and _CLOSED.match(flat, extent.end) is not None)


def _takes_one_away(before: str) -> bool:
    """Whether the words end in a number that is taken away, and its noun."""
    clause = _CLAUSE_MARK.split(before)[-1]
    less = [match.end() for match in _LESS.finditer(clause)]
    tail = clause[less[-1] :] if less else ""
    if not _ONE_NUMBER.fullmatch(tail) or len(re.findall(r"\d[\d.,]*", tail)) > 1:
        return False
    return not _MORE.search(tail) and not re.match(r" (?:xuống|còn|từ) ", tail)


def _goes_on_in_turn(left: str) -> bool:
    """Whether the number is one of several that "giảm lần lượt" tells."""
    clause = _CLAUSE_MARK.split(left.rstrip(" ,"))[-1]
    less = [match.end() for match in _LESS.finditer(clause)]
    return bool(less) and _IN_TURN.fullmatch(f"{clause[less[-1] :]} ") is not None


def goes_on_in_list(flat: str, extent: Extent, stretch: Extent, moved: re.Pattern[str] = MORE) -> bool:
    """Whether the number is a further one of a list that one word moves: "giảm 2 đảng bộ, 15 chi bộ", "tăng 3 …"."""
    left = flat[max(stretch.start, extent.start - _LIST_REACH) : extent.start]
    if not left.endswith((", ", " và ")):
        return False
    heads = [match.end() for match in moved.finditer(left)]
    if not heads or _ITEMS.fullmatch(left[heads[-1] :]) is None or _MORE.search(left[heads[-1] :]):
        return False
    noun, before = _ITEM_ENDS.match(flat, extent.end, stretch.end), _LAST_NOUN.search(left)
    if noun is None or before is None or _ACTS.search(noun[0]) or _ACTS.search(before[0]):
        return False
    percent = flat.endswith("%", 0, extent.end)
    same = not percent and noun[0].split()[:2] == before["noun"].split()[:2]
    if same or noun[0].strip() == before["noun"] or (percent and _TOLD_OF.search(noun[0])):
        return False  # "giảm 12 chi bộ ghép, 45 chi bộ sinh hoạt chuyên đề", "…, 99,5% hồ sơ đúng hạn"
    return percent == bool(before["percent"])


def _clause_takes_away(flat: str, extent: Extent, stretch: Extent, clause: str) -> bool:
    less = [match.end() for match in _LESS.finditer(clause)]
    if not less:
        return False
    tail = clause[less[-1] :]
    if re.match(r" *(?:xuống|còn|và |nhưng |song )", tail) or re.search(
        r"\d", re.sub(r"(?:năm|quý|tháng|cùng kỳ) +(?:[ivx]{1,3}/)?\d+|\d{1,2} tháng(?: (?:đầu|cuối))?", "", tail)
    ):
        return False
    if re.search(r"(?<![^\W\d_])từ *$", tail) and _DOWN_TO.match(flat, extent.end, stretch.end):
        return False  # "giảm từ 15 xuống 12": the 15 is where it started
    if _PLAN_ITSELF.search(clause):
        return False  # "thấp hơn chỉ tiêu đề ra là 13%", "chưa đạt mục tiêu 8%": the plan, not what it was missed by
    return not _MORE.search(tail)


def _list_takes_away(before: str) -> bool:
    """Whether the items of a list that stand before another one are taken away, by the word before the first number."""
    for item in reversed(before.split("; ")):
        if _MORE.search(item):
            return False
        if less := list(_LESS.finditer(item)):
            return _NUMBER_AT_ONCE.match(item, less[-1].end()) is not None
        if not item[:1].isdigit():
            return False
    return False
