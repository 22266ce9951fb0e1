"""The words and signs beside a number that bound it: trên, ít nhất, không quá, trở lên, ≥."""

from __future__ import annotations

import re
from typing import Final

from extractor.labels import Comparator
from extractor.text.article import Extent
from extractor.text.record import record

_WORDS: Final[tuple[tuple[str, Comparator], ...]] = (
    # the longest first: "trên dưới" is a blur, "không quá" is not "quá"
    ("không vượt quá", "le"),
    ("không vượt", "le"),
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
_BEFORE: Final = (*((word.replace("không", "chẳng"), bound) for word, bound in _WORDS if "không" in word), *_WORDS)
_SIGNS: Final[dict[str, Comparator]] = {
    "≥": "ge",
    ">=": "ge",
    "≤": "le",
    "<=": "le",
    ">": "gt",
    "<": "lt",
    "~": "approx",
    "≈": "approx",
}
_SIGN_ENDS: Final = ("≥", "≤", "=", ">", "<", "~", "≈")
_SIGN: Final = re.compile(r"(?<![-=<>|\w])(≥|≤|>=|<=|>|<|~|≈) ?$")
_BLURS: Final = frozenset(["approx"])
_BEFORE_PATTERN: Final = re.compile(
    r"(?<![^\W\d_])(?<!(?:nộp|lên|của|cho) cấp )(?<!(?:do|về) cấp )(?<!thuộc cấp )("
    + "|".join(re.escape(word) for word, _ in _BEFORE)
    + r")(?: {1,9}(?:từ|là|được|đạt|bằng))? {0,9}[\"(]? {0,9}$"
)
"""The bounding word and what may stand between; "nộp cấp trên 1,1 tỷ đồng" names a higher body by "cấp trên"."""
_GREATEST: Final = re.compile(r"(?:cao|thấp) nhất (?:là|có|được|đạt) +$")
"""The greatest of several is no bound ("cao nhất là 2 đồng chí 50 năm")."""
_BOUND_ENDS: Final = tuple({word.split()[-1] for word, _ in _BEFORE} | {"từ", "là", "được", "đạt", "bằng"})
_COMPARATOR: Final = dict(_BEFORE)
_NOT_LET: Final = re.compile(
    r"(?<![^\W\d_])(?:(?:không|chẳng) (?:để (?:[^\W\d_]+ ){0,4}|(?:giảm|tăng|thiếu|lỗ|chậm) )"
    r"|không (?:có )?(?:[^\W\d_]+ ){1,4}nào (?:[^\W\d_]+ ){0,3})$"
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


@record
class Bound:
    """A comparator and where its word stands (null for the plain number)."""

    comparator: Comparator
    cue: Extent | None = None


_TAG: Final = re.compile(r"</?[a-z][^<>\n]*$")
_LONGEST_TAG: Final = 1000


def _ends_tag(flat: str, start: int, at: int) -> bool:
    """Whether the sign at `at` closes a tag of markup."""
    opened = flat.rfind("<", max(start, at - _LONGEST_TAG), at)
    return opened >= 0 and _TAG.match(flat, opened, at) is not None


def read_bound(flat: str, extent: Extent, stretch: Extent, *, is_range: bool) -> Bound:
    """The bound of the number at `extent`: the word next to it decides, a bound outranks a blur (guide, section 3)."""
    if is_range:
        return Bound("range")
    left = flat[max(stretch.start, extent.start - 40) : extent.start]
    right = flat[extent.end : min(stretch.end, extent.end + 60)]
    offset = extent.start - len(left)
    cue: Bound | None = None
    sign = _SIGN.search(left) if left.rstrip(" ").endswith(_SIGN_ENDS) else None
    if sign and not (sign[1] == ">" and _ends_tag(flat, stretch.start, offset + sign.start(1))):
        return Bound(_SIGNS[sign[1]], Extent(offset + sign.start(1), offset + sign.end(1)))
    match = _BEFORE_PATTERN.search(left) if left.rstrip(' "(').endswith(_BOUND_ENDS) else None
    if match and _COMPARATOR[match[1]] != "eq" and not _GREATEST.search(left):
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
