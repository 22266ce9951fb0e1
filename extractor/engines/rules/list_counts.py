"""Numbers that only count the items of a list, or say a figure once more: no figures by the guide (section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractor.engines.rules.scene import WORDS
from extractor.reading.model import Quantity

_LIST: Final = 100
"""So many opinions are no list but counted ("trong 4.915 ý kiến người dân nêu ra")."""
_JUST_BEFORE: Final = 3
"""How many numbers back a number may stand that "trong 241 đảng viên này" says once more."""
_RARE: Final = 30
"""A number so great hardly comes twice by chance."""
_FAR_BEFORE: Final = 12
"""How many numbers back such a number may stand."""


def only_listed(flat: str, quantities: Sequence[Quantity]) -> dict[str, str]:
    """Numbers that only count the items of a list ("6 nhiệm vụ trọng tâm") or the places that bodies are of: no figures
    by the guide; and those that say once more what a part is of ("trong 241 đảng viên này có 33 cấp ủy viên").
    """
    found = {q.id: "list_count" for q in quantities if q.unit == "count" and _counts_a_list(flat, q)}
    for at, q in enumerate(quantities):
        once_more = q.unit == "count" and flat.endswith((" trong ", " trong số "), 0, q.extent.start)
        if at and _said_in_brackets(flat, quantities[at - 1], q):
            found[q.id] = "repeat"
        if at and q.unit == "count" and WORDS["of_such"].fullmatch(flat, quantities[at - 1].extent.end, q.extent.start):
            found[q.id] = "list_count"  # "100% thôn có từ 5 đảng viên trở lên": which of them are meant
        back = _JUST_BEFORE if q.value < _RARE else _FAR_BEFORE
        if once_more and any(before.value == q.value for before in quantities[max(0, at - back) : at]):
            found[q.id] = "repeat"
    return found


def _said_in_brackets(flat: str, one: Quantity, again: Quantity) -> bool:
    """Whether a number only says the one before once more, in brackets ("163 (một trăm sáu mươi ba)")."""
    same = one.value == again.value and one.unit == again.unit and one.value_max == again.value_max
    return (
        same and flat[one.extent.end : again.extent.start].strip(" ") == "(" and flat.startswith(")", again.extent.end)
    )


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
