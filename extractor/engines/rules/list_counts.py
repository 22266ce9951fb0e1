"""Numbers that only count the items of a list, or say a figure once more: no figures by the guide (section 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.engines.rules.scene import WORDS
from extractor.reading.model import Quantity

_LIST: Final = 100
"""So many opinions are no list but counted ("trong 4.915 ý kiến người dân nêu ra")."""
_JUST_BEFORE: Final = 5
"""How many numbers back a number may stand that "trong 241 đảng viên này" says once more."""
_RARE: Final = 30
"""A number so great hardly comes twice by chance."""
_BOUND: Final = 60
"""Characters before a number in which is told what it is compared with, or of whom it says which are meant."""
_FAR_BEFORE: Final = 24
"""How many numbers back such a number may stand."""
_FEW: Final = 9
"""Bodies that are named one by one after their number."""
_BODIES: Final = re.compile(
    r" (?:đảng bộ|đảng ủy|chi bộ|(?:huyện|thành|thị|quận|tỉnh) ủy)"
    r"(?: (?:bộ phận|cơ sở|trực thuộc|các|khối|là|gồm))*:? ",
    re.IGNORECASE,
)
_TURN: Final = re.compile(r"(?P<named>[^.;:\d\n]{4,160}?) (?:lần lượt|theo thứ tự|cộng lại)(?!\w)")
_JOINT: Final = re.compile(r", và |, | và ")


def only_listed(text: str, flat: str, quantities: Sequence[Quantity]) -> dict[str, str]:
    """Numbers that only count the items of a list ("6 nhiệm vụ trọng tâm") or the places that bodies are of: no figures
    by the guide; those that say once more what a part is of ("trong 241 đảng viên này có 33 cấp ủy viên"); and ratios
    to an earlier period.
    """
    found = {
        q.id: "list_count"
        for q in quantities
        if q.unit == "count" and (_counts_a_list(flat, q) or _counts_those_named(text, q))
    }
    for at, q in enumerate(quantities):
        once_more = q.unit == "count" and flat.endswith((" trong ", " trong số "), 0, q.extent.start)
        if at and _said_in_brackets(flat, quantities[at - 1], q):
            found[q.id] = "repeat"
        if _is_a_ratio(flat, q):
            found[q.id] = "ratio_to_before"
        if q.unit == "count" and _says_which(flat, q):
            found[q.id] = "list_count"
        if at and q.unit == "count" and WORDS["of_such"].fullmatch(flat, quantities[at - 1].extent.end, q.extent.start):
            found[q.id] = "list_count"  # "100% thôn có từ 5 đảng viên trở lên": which of them are meant
        if once_more and WORDS["those_told"].match(flat, q.extent.end):
            found[q.id] = "repeat"  # "trong 32 chi bộ ấy"
        back = _JUST_BEFORE if q.value < _RARE else _FAR_BEFORE
        if once_more and any(before.value == q.value for before in quantities[max(0, at - back) : at]):
            found[q.id] = "repeat"
    return found


def _is_a_ratio(flat: str, quantity: Quantity) -> bool:
    """Whether a percent is what remains of, or is made of, an earlier period's number ("bằng 98% so với cùng kỳ"): the
    guide has no basis for that, and as a change it would be read as a rise by so much.
    """
    if quantity.unit != "percent" or WORDS["beside_earlier"].match(flat, quantity.extent.end) is None:
        return False
    return WORDS["comes_to"].search(flat[max(0, quantity.extent.start - _BOUND) : quantity.extent.start]) is not None


def _says_which(flat: str, quantity: Quantity) -> bool:
    """Whether a number is a bound that tells which bodies are meant ("số chi bộ có dưới 5 đảng viên giảm còn 7",
    "kiện toàn những chi bộ có trên 100 đảng viên").
    """
    told = WORDS["such_as_have"].search(flat[max(0, quantity.extent.start - _BOUND) : quantity.extent.start])
    if told is None:
        return False
    return told["those"] is not None or WORDS["then_moved"].match(flat, quantity.extent.end) is not None


def _said_in_brackets(flat: str, one: Quantity, again: Quantity) -> bool:
    """Whether a number only says the one before once more, in brackets ("163 (một trăm sáu mươi ba)")."""
    same = one.value == again.value and one.unit == again.unit and one.value_max == again.value_max
    return (
        same and flat[one.extent.end : again.extent.start].strip(" ") == "(" and flat.startswith(")", again.extent.end)
    )


def _counts_those_named(text: str, quantity: Quantity) -> bool:
    """Whether a number is that of the bodies named right after it that numbers are then given to in turn ("ba Đảng bộ
    Kế Phong, Vĩnh Mỹ và Công an tỉnh kết nạp lần lượt …").
    """
    head = _BODIES.match(text, quantity.extent.end)
    turn = _TURN.match(text, head.end()) if head is not None else None
    if head is None or turn is None or not 2 <= quantity.value <= _FEW or quantity.out_of is not None:
        return False
    named = _JOINT.split(turn["named"])[: int(quantity.value)]
    return len(named) == quantity.value and all(one[:1].isupper() for one in named)


def _counts_a_list(flat: str, quantity: Quantity) -> bool:
    before = flat[max(0, quantity.extent.start - 24) : quantity.extent.start]
    if WORDS["of_places"].match(flat, quantity.extent.end) and WORDS["places_before"].search(before):
        return True
    if WORDS["ranked"].match(flat, quantity.extent.end):
        return True
    if quantity.unit == "count" and WORDS["of_honours"].match(flat, quantity.extent.end):
        return True
    if not flat[quantity.extent.start].isdecimal() and WORDS["pointed_at"].match(flat, quantity.extent.end):
        return True
    many = quantity.value >= _LIST and flat.startswith(" ý kiến", quantity.extent.end)
    if not many and WORDS["listed"].match(flat, quantity.extent.end):
        return not (WORDS["worked_on"].match(flat, quantity.extent.end) or WORDS["dealt_with"].search(before))
    targets = WORDS["targets"].match(flat, quantity.extent.end)
    if quantity.out_of is not None or targets is None:
        return False
    if WORDS["whole_of_targets"].match(flat, targets.end()):
        return flat.endswith(("trong ", "trong số ", "trong tổng số "), 0, quantity.extent.start)
    if WORDS["targets_told"].match(flat, targets.end()):
        return False
    return WORDS["set"].search(flat[max(0, quantity.extent.start - 30) : quantity.extent.start]) is not None
