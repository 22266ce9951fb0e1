"""The words beside a number that bound it (trên, ít nhất, trở lên …) or take it away (giảm, thiếu …)."""

from __future__ import annotations

import re
from typing import Final

from extractor.labels import Comparator
from extractor.text.article import Extent
from extractor.text.record import record

_BEFORE: Final[tuple[tuple[str, Comparator], ...]] = (
    # the longest first: "trên dưới" is a blur, "không quá" is not "quá"
    ("không vượt quá", "le"),
    ("không cao hơn", "le"),
    ("không thấp hơn", "ge"),
    ("không nhỏ hơn", "ge"),
    ("không ít hơn", "ge"),
    ("không dưới", "ge"),
    ("không quá", "le"),
    ("không kém", "ge"),
    ("không lớn hơn", "le"),
    ("không nhiều hơn", "le"),
    ("không hơn", "le"),
    ("không tới", "lt"),
    ("không đến", "lt"),
    ("không đầy", "lt"),
    ("trên dưới", "approx"),
    ("chưa đến", "lt"),
    ("chưa tới", "lt"),
    ("chưa đầy", "lt"),
    ("chưa quá", "le"),
    ("ít nhất là", "ge"),
    ("ít nhất", "ge"),
    ("thấp nhất", "ge"),
    ("tối thiểu", "ge"),
    ("tối đa", "le"),
    ("nhiều nhất", "le"),
    ("cao nhất", "le"),
    # a comparison with another period, not a bound
    ("nhiều hơn", "eq"),
    ("cao hơn", "eq"),
    ("lớn hơn", "eq"),
    ("ít hơn", "eq"),
    ("thấp hơn", "eq"),
    ("kém hơn", "eq"),
    ("xấp xỉ", "approx"),
    ("xấp xỷ", "approx"),
    ("gần bằng", "approx"),
    ("vào khoảng", "approx"),
    ("khoảng", "approx"),
    ("chừng", "approx"),
    ("ngót nghét", "approx"),
    ("suýt soát", "approx"),
    ("ngót", "approx"),
    ("gần", "approx"),
    ("trên", "gt"),
    ("hơn", "gt"),
    ("quá", "gt"),
    ("dưới", "lt"),
)
_BLURS: Final = frozenset(["approx"])
_BEFORE_PATTERN: Final = re.compile(
    r"(?<![^\W\d_])("
    + "|".join(re.escape(word) for word, _ in _BEFORE)
    + r")(?: {1,9}(?:từ|là|được|đạt|bằng))? {0,9}[\"(]? {0,9}$"
)
_BOUND_ENDS: Final = tuple({word.split()[-1] for word, _ in _BEFORE} | {"từ", "là", "được", "đạt", "bằng"})
_COMPARATOR: Final = dict(_BEFORE)
_NOT_LET: Final = re.compile(
    r"(?<![^\W\d_])(?:không để (?:[^\W\d_]+ ){0,4}|không (?:có )?(?:[^\W\d_]+ ){1,4}nào (?:[^\W\d_]+ ){0,3})$"
)
_TURNED: Final[dict[Comparator, Comparator]] = {"lt": "ge", "gt": "le"}
"""What a bound becomes behind a denial: "không để xã nào dưới 90%", "không xã nào dưới 90%" is at least 90%."""
_NOUN_WORDS: Final = (
    "đảng viên|đảng|viên|mới|tổ chức|cơ sở|chi|đảng bộ|chi bộ|bộ|tccs|tccsđ|số|cấp ủy|cơ quan|đơn vị"
    "|doanh nghiệp|công đoàn|"
    "đoàn|hội|ccb|người|đồng chí|quần chúng|trực thuộc|tổng số|kế hoạch|chỉ tiêu|năm|tháng|so với"
    "|trong|ưu tú|lao động|đoàn viên|hội viên"
)
_AFTER_UP: Final = re.compile(rf"(?:[ ,/]{{1,3}}(?:{_NOUN_WORDS})){{0,9}}? {{1,3}}trở lên(?![^\W\d_])")
_AFTER_DOWN: Final = re.compile(rf"(?:[ ,/]{{1,3}}(?:{_NOUN_WORDS})){{0,9}}? {{1,3}}trở xuống(?![^\W\d_])")

_LESS: Final = re.compile(
    r"(?<![^\W\d_])(?<!không )(giảm(?! nghèo)|thiếu|hụt|bớt|ít đi|thấp hơn"
    r"|ít hơn|kém hơn|kém|sụt|giảm sút|thâm hụt|chưa đạt|tinh giản)"
    r"(?![^\W\d_])"
)
_LESS_WORDS: Final = ("giảm", "thiếu", "hụt", "bớt", "ít", "thấp", "kém", "sụt", "chưa đạt", "tinh giản")
"""One of these stands in each of them."""
_MORE: Final = re.compile(
    r"(?<![^\W\d_])(tăng|vượt|cao hơn|nhiều hơn|hơn năm|đạt|còn lại|xuống còn|giảm còn|giảm xuống"
    r"|xuống|nâng|có)(?![^\W\d_])"
)
_DOWN_TO: Final = re.compile(r"[^.;,\d]{0,40}?(?<![^\W\d_])(?:xuống|còn|về)(?: còn)?(?: [^\W\d_]+){0,2} +\d")
_CLAUSE_MARK: Final = re.compile(r"[;:!?\n(]|\. |, (?!\d)")
_REACH: Final = 60
"""How far before the number, in characters, a word that takes it away may stand."""
_LIST_REACH: Final = 200
"""The same, where the number opens an item of a list."""
_NUMBER_AT_ONCE: Final = re.compile(r"(?: được| thêm)? \d[^:.]*$")


@record
class Bound:
    """A comparator and where its word stands (null for the plain number)."""

    comparator: Comparator
    cue: Extent | None = None


def read_bound(flat: str, extent: Extent, stretch: Extent, *, is_range: bool) -> Bound:
    """The bound of the number at `extent`: the word next to it decides, a bound outranks a blur (guide, section 3)."""
    if is_range:
        return Bound("range")
    left = flat[max(stretch.start, extent.start - 40) : extent.start]
    right = flat[extent.end : min(stretch.end, extent.end + 60)]
    offset = extent.start - len(left)
    cue: Bound | None = None
    match = _BEFORE_PATTERN.search(left) if left.rstrip(' "(').endswith(_BOUND_ENDS) else None
    if match and _COMPARATOR[match[1]] != "eq":
        comparator = _COMPARATOR[match[1]]
        if _NOT_LET.search(left[: match.start(1)]):
            comparator = _TURNED.get(comparator, comparator)
        cue = Bound(comparator, Extent(offset + match.start(1), offset + match.end(1)))
        if comparator in _BLURS:
            outer = _BEFORE_PATTERN.search(left[: match.start(1)])
            if outer and _COMPARATOR[outer[1]] not in _BLURS:
                cue = Bound(_COMPARATOR[outer[1]], Extent(offset + outer.start(1), offset + outer.end(1)))
    if cue is not None and cue.comparator not in _BLURS:
        return cue
    if "trở " not in right:
        return cue or Bound("eq")
    if match := _AFTER_UP.match(right):
        return Bound("ge", Extent(extent.end + match.end() - len("trở lên"), extent.end + match.end()))
    if match := _AFTER_DOWN.match(right):
        return Bound("le", Extent(extent.end + match.end() - len("trở xuống"), extent.end + match.end()))
    return cue or Bound("eq")


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


_PLAN_ITSELF: Final = re.compile(
    r"(?<!\w)(?:(?:chỉ tiêu|mục tiêu|kế hoạch|dự toán)(?: [^\W\d_]+){0,4} là"
    r"|(?:chưa|không) đạt (?:được )?(?:chỉ tiêu|mục tiêu|kế hoạch))(?: (?:trên|từ|khoảng))? $"
)


def takes_away(flat: str, extent: Extent, stretch: Extent) -> bool:
    """Whether the nearest direction word before the number, in its own clause, is one that takes away.

    Items of a list that begin with their numbers share the word before the first ("giảm 128 đơn vị; 3 xã; 462 thôn").
    """
    left = flat[max(stretch.start, extent.start - _REACH) : extent.start]
    if left.endswith("; "):
        return _list_takes_away(flat[max(stretch.start, extent.start - _LIST_REACH) : extent.start - 2])
    if not any(word in left for word in _LESS_WORDS) or _LESS.search(left) is None:
        return False
    clause = _CLAUSE_MARK.split(left)[-1]
    less = [m.end() for m in _LESS.finditer(clause)]
    if not less:
        return False
    tail = clause[less[-1] :]
    if re.match(r" *(?:xuống|còn)", tail) or re.search(r"\d", re.sub(r"(?:năm|quý|tháng) +\d+", "", tail)):
        return False
    if re.search(r"(?<![^\W\d_])từ *$", tail) and _DOWN_TO.match(flat, extent.end, stretch.end):
        return False  # "giảm từ 15 xuống 12": the 15 is where it started
    if _PLAN_ITSELF.search(clause):
        return False  # "thấp hơn chỉ tiêu đề ra là 13%", "chưa đạt mục tiêu 8%": the plan, not what it was missed by
    more = [m.end() for m in _MORE.finditer(tail)]
    return not more
