"""Numbers that only count the items of a list, or say a figure once more: no figures by the guide (section 3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from extractor.engines.rules.plans import brackets_hold_plans
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


@dataclass(frozen=True, slots=True)
class _Told:
    """The numbers of one article, of which one is looked at."""

    text: str
    flat: str
    numbers: Sequence[Quantity]
    at: int

    @property
    def number(self) -> Quantity:
        """The one that is looked at."""
        return self.numbers[self.at]

    @property
    def before(self) -> Quantity | None:
        """The number before it."""
        return self.numbers[self.at - 1] if self.at else None


def only_listed(text: str, flat: str, quantities: Sequence[Quantity]) -> dict[str, str]:
    """Numbers that are no figures by the guide (section 3), each with the reason.

    They count the items of a list ("6 nhiệm vụ trọng tâm") or the places that bodies are of, say once more what a part
    is of ("trong 241 đảng viên này có 33 cấp ủy viên"), or are ratios to an earlier period.
    """
    found: dict[str, str] = {}
    for at, quantity in enumerate(quantities):
        told = _Told(text, flat, quantities, at)
        reason = next((reason for reason, holds in _REASONS if holds(told)), None)
        if reason is not None:
            found[quantity.id] = reason
    return found


def _is_told_again(told: _Told) -> bool:
    """Whether a number says once more what a part is of ("trong 32 chi bộ ấy", "trong 241 đảng viên này")."""
    number = told.number
    if number.unit != "count" or not told.flat.endswith((" trong ", " trong số "), 0, number.extent.start):
        return False
    if WORDS["those_told"].match(told.flat, number.extent.end):
        return True
    back = _JUST_BEFORE if number.value < _RARE else _FAR_BEFORE
    return any(before.value == number.value for before in told.numbers[max(0, told.at - back) : told.at])


def _is_of_such(told: _Told) -> bool:
    """Whether a number says which of the bodies before it are meant ("100% thôn có từ 5 đảng viên trở lên")."""
    number, before = told.number, told.before
    if before is None or number.unit != "count":
        return False
    return WORDS["of_such"].fullmatch(told.flat, before.extent.end, number.extent.start) is not None


def _is_a_ratio(told: _Told) -> bool:
    """Whether a percent is what remains of, or is made of, an earlier period's number ("bằng 98% so với cùng kỳ"): the
    guide has no basis for that, and as a change it would be read as a rise by so much.
    """
    flat, quantity = told.flat, told.number
    if quantity.unit != "percent" or WORDS["beside_earlier"].match(flat, quantity.extent.end) is None:
        return False
    return WORDS["comes_to"].search(flat[max(0, quantity.extent.start - _BOUND) : quantity.extent.start]) is not None


def _is_a_persons(told: _Told) -> bool:
    """Whether a number is one household's or one person's own ("gia đình bà Sáu hiện có 6 người là đảng viên", "anh
    Thin trồng 3 ha điều"): no organisation's work, result or plan (guide, section 3).
    """
    start = told.number.extent.start
    return WORDS["persons_own"].search(told.flat, max(0, start - _BOUND), start) is not None


def _says_which(told: _Told) -> bool:
    """Whether a number is a bound that tells which bodies are meant ("số chi bộ có dưới 5 đảng viên giảm còn 7",
    "kiện toàn những chi bộ có trên 100 đảng viên").
    """
    flat, quantity = told.flat, told.number
    such = WORDS["such_as_have"].search(flat[max(0, quantity.extent.start - _BOUND) : quantity.extent.start])
    if such is None or quantity.unit != "count":
        return False
    return such["those"] is not None or WORDS["then_moved"].match(flat, quantity.extent.end) is not None


def _said_in_brackets(told: _Told) -> bool:
    """Whether a number only says the one before once more, in brackets ("163 (một trăm sáu mươi ba)")."""
    flat, one, again = told.flat, told.before, told.number
    if one is None:
        return False
    same = one.value == again.value and one.unit == again.unit and one.value_max == again.value_max
    beside = flat[one.extent.end : again.extent.start].strip(" ") == "(" and flat.startswith(")", again.extent.end)
    return same and beside and not brackets_hold_plans(flat, one.extent.start)  # "được giám sát: 12 (12)"


def _counts_those_named(told: _Told) -> bool:
    """Whether a number is that of the bodies named right after it that numbers are then given to in turn ("ba Đảng bộ
    Kế Phong, Vĩnh Mỹ và Công an tỉnh kết nạp lần lượt …").
    """
    text, quantity = told.text, told.number
    head = _BODIES.match(text, quantity.extent.end) if quantity.unit == "count" else None
    turn = _TURN.match(text, head.end()) if head is not None else None
    if head is None or turn is None or not 2 <= quantity.value <= _FEW or quantity.out_of is not None:
        return False
    named = _JOINT.split(turn["named"])[: int(quantity.value)]
    return len(named) == quantity.value and all(one[:1].isupper() for one in named)


def _counts_a_list(told: _Told) -> bool:
    """Whether the words after a number make a list of what it counts, or it counts targets as such."""
    flat, quantity = told.flat, told.number
    if quantity.unit != "count" or told.text.startswith("\n", quantity.extent.end):
        return False  # what the next paragraph begins with is not counted
    before = flat[max(0, quantity.extent.start - 24) : quantity.extent.start]
    if WORDS["of_places"].match(flat, quantity.extent.end) and WORDS["places_before"].search(before):
        return True
    if WORDS["ranked"].match(flat, quantity.extent.end):
        return True
    if WORDS["of_honours"].match(flat, quantity.extent.end):
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
    left = flat[max(0, quantity.extent.start - _BOUND) : quantity.extent.start]
    return WORDS["set"].search(left[-30:]) is not None or WORDS["counted_with"].search(left) is not None


_REASONS: Final[tuple[tuple[str, Callable[[_Told], bool]], ...]] = (
    ("repeat", _is_told_again),
    ("list_count", _is_of_such),
    ("list_count", _says_which),
    ("ratio_to_before", _is_a_ratio),
    ("persons_own", _is_a_persons),
    ("repeat", _said_in_brackets),
    ("list_count", _counts_a_list),
    ("list_count", _counts_those_named),
)
"""Why a number is no figure; the first reason that holds is told."""
