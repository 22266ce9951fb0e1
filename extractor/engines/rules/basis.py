"""Whether a number is the value itself, a share of a plan, an excess over it, or a change (guide, section 3)."""

from __future__ import annotations

import re
from typing import Final

from extractor.reading.model import Quantity
from extractor.schema import Basis
from extractor.text.record import record
from extractor.text.word_index import WordPattern

_PLAN: Final = r"(?:kế hoạch|chỉ tiêu|kh(?![^\W\d_])|dự toán|mục tiêu|nghị quyết|định mức)"
_AFTER_PLAN: Final = re.compile(rf" *(?:trở lên )?(?:so với |so |của |theo |trên )?(?:tổng )?(?:số )?{_PLAN}")
_LOOSE: Final = (
    r"(?: +(?:mức|chỉ tiêu|chỉ|tiêu|kế hoạch|kế|hoạch|nghị quyết|dự toán|mục tiêu|được|so với|so|với"
    r"|tỉnh ủy|tỉnh|thành phố|trung ương|cấp trên|giao|năm|đề ra|đề|ra|trên|hơn|gần|khoảng|"
    r"thêm|của|đặt|ban đầu|là|tới|đến|đầu năm|cả năm|về|kết nạp|phát triển|đảng viên|huyện|khối|xấp xỉ"
    r"|ngót|từ|quốc hội|chính phủ|toàn khóa|nhiệm kỳ|\d{4})){0,14}"
)
_OVER: Final = re.compile(
    rf"(?<![^\W\d_])(?:vượt|(?:nhiều hơn|cao hơn|hơn)(?= (?:so với )?(?:chỉ tiêu|kế hoạch))){_LOOSE} *$"
)
_SHORT: Final = re.compile(
    rf"(?<![^\W\d_])(?:còn thiếu|thiếu|hụt|kém (?:so với )?(?:kế hoạch|chỉ tiêu)|ít hơn (?:so với )"
    rf"?(?:kế hoạch|chỉ tiêu)|thấp hơn (?:so với )?(?:kế hoạch|chỉ tiêu){_LOOSE}){_LOOSE} *$"
)
_CHANGE: Final = re.compile(
    r"(?<![^\W\d_])(?<!không )((?<!thu nhập )tăng thêm|nhích thêm|nhích|nhỉnh hơn|(?<!đà )tăng trưởng"
    r"|(?<!đà )tăng(?! trưởng| thêm)|giảm|bớt|ít đi|nhiều hơn|ít hơn|cao hơn|thấp hơn|kém hơn|kém(?= (?:năm|cùng|so))"
    r"|hơn(?= năm| cùng| so))"
    r"(?! (?:cường|lên(?! \d)|còn|xuống))(?P<between>[^.;()\n]{0,75})$"
)
_CHANGED_TO: Final = re.compile(
    r"(?<![^\W\d_])(?:lên|xuống|còn|thành)(?: (?:tới|đến|thành|còn|mức|gần|hơn|trên|dưới|khoảng|xấp xỉ|chỉ))* *$"
)
_FROM: Final = re.compile(r"(?:giảm|tăng|nâng)(?: dần| mạnh| nhanh)? từ *$")
_DOWN_TO: Final = re.compile(r"[^;.]{0,60}?(?<!trở )(?:xuống|còn|lên)(?![^\W\d_])")
"""What follows the first value of "giảm từ 4 (năm 2015) xuống còn 1": a value, and not a change."""
_COMPARED: Final = re.compile(
    r"[^.;()]{0,40}?(?:so (?:với )?(?:cùng kỳ|năm|đầu|quý|kỳ|nhiệm kỳ|trước|tháng|6 tháng|\d+ năm)"
    r"|(?:so )?cùng kỳ|năm trước|năm ngoái)"
)


@record
class BasisReading:
    """A basis, and where its deciding word begins (the words before it name what it is about)."""

    basis: Basis
    cue_start: int


_OF_EARLIER: Final = re.compile(r" *(?:so với |của |so )?(?:cùng kỳ|năm (?:trước|ngoái|\d{4}))")
_TELLING: Final = WordPattern(
    re.compile(r"(?<![^\W\d_])(?:vượt|nhiều|cao|hơn|còn|thiếu|hụt|kém|ít|thấp|tăng|nhích|nhỉnh|giảm|bớt)(?![^\W\d_])")
)
"""The first words of all that makes a count more or less than another."""


def read_basis(flat: str, quantity: Quantity, left_start: int, right_end: int, *, target: bool) -> BasisReading:
    """The basis of the number from the words on both sides; `level` where nothing says otherwise."""
    start, end = quantity.extent.start, quantity.extent.end
    if quantity.unit != "percent" and _TELLING.search(flat, left_start, start) is None:
        return BasisReading("level", start)
    left = flat[left_start:start]
    right = flat[end : max(right_end, min(len(flat), end + 70))]
    if match := _SHORT.search(left):
        compared = _COMPARED.match(right) and not re.search(_PLAN, match[0])
        return BasisReading("change" if compared else "over_plan", left_start + match.start())
    if match := _OVER.search(left):
        named = re.search(_PLAN, match[0]) is not None
        if not target or (named and "là" not in match[0].split()):
            return BasisReading("over_plan", left_start + match.start())
    if quantity.unit == "percent" and (
        _AFTER_PLAN.match(right) or re.match(r" *(?:khối lượng |nội dung )?chương trình", right)
    ):
        return BasisReading("vs_plan", start)
    changes = list(_CHANGE.finditer(left))
    if changes and not (_FROM.search(left) and _DOWN_TO.match(right)):
        match = _last_change(left)
        between = match["between"]
        inside = re.sub(r"(?:năm|quý|tháng|kỳ|nhiệm kỳ|giai đoạn) *[\d/ -]+", "", between)
        if (
            not re.search(r"\d", inside)
            and not _CHANGED_TO.search(between)
            and not re.search(r", (?!so|bình)|(?<![^\W\d_])(?:đạt|nâng|đưa)(?![^\W\d_])", between)
        ):
            return BasisReading("change", left_start + match.start())
    if quantity.unit == "percent" and _OF_EARLIER.match(right) and re.search(r"(?:bằng|đạt) *$", left):
        return BasisReading("change", start)
    return BasisReading("level", start)


def _last_change(left: str) -> re.Match[str]:
    """The direction word nearest to the number."""
    last: re.Match[str] | None = None
    position = 0
    while match := _CHANGE.search(left, position):
        last = match
        position = match.start() + 1
    assert last is not None
    return last
