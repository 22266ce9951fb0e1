"""The unit and scale that a bare number shares with the next one ("từ 120 lên 150 tỷ đồng", "12 và 20 triệu đồng").

Source: annotation guide, section 3 (`value`, `unit`).
"""

from __future__ import annotations

import re
from typing import Final

from extractor.labels import Unit
from extractor.reading.units import read_amount, unit_after

_GOES_ON: Final = re.compile(
    r"(?P<list>, |,? và )|,? (?:(?:của )?năm (?:19|20)\d\d )?(?:tăng |giảm |nâng )?(?:lên|xuống|sang)"
    r"(?: (?:tới|đến|còn|mức|thành|gần|hơn|trên|khoảng)){0,2} "
)
"""Between a bare number and a further one whose unit and scale both have."""
_BARE: Final = re.compile(r"\d+(?:[.,]\d+)*")
_FROM: Final = re.compile(r"(?<![^\W\d_])từ (?:(?:mức|gần|hơn|trên|khoảng) ){0,2}$")
_OF_A_LIST: Final = re.compile(
    r"(?<![^\W\d_])(?:lần lượt|tương ứng|đạt|là|chiếm|bằng|tăng|giảm|mức|ủng hộ|nộp|thu|chi|góp|trao|trích|lãi|lỗ)"
    r"(?: (?:là|gần|hơn|trên|khoảng|thêm|được|ngân sách|quỹ|ở mức)){0,2} (?:\d+(?:[.,]\d+)*(?:, | và )){0,9}$"
)
_DONE_TO: Final = re.compile(
    r"(?<![^\W\d_])(?:kết nạp|phát triển|khai trừ|cảnh cáo|khiển trách|cách chức|kỷ luật|xóa tên|bầu|thành lập|giải thể"
    r"|kiểm tra|giám sát|công nhận|khen thưởng)(?: [^\W\d_]+){0,4} $"
)
"""What was done counts people or bodies, and no money ("khen thưởng 12 và 20 triệu đồng")."""
_REACH: Final = 60
"""Characters before a number that tell what it counts."""


def told_unit(flat: str, start: int) -> tuple[Unit, float] | None:
    """The unit of the number that begins at `start` and what its scale word multiplies by; null for a plain count."""
    amount = read_amount(flat, start)
    if amount is None or amount.in_words:
        return None
    unit, _ = unit_after(flat, amount.end, amount.scale, counted=False)
    return None if unit == "count" else (unit, float(amount.scale))


def shares_unit(flat: str, start: int, end: int, following: int) -> bool:
    """Whether the bare number at `start`..`end` has its unit and scale from the number that begins at `following`."""
    if _BARE.fullmatch(flat, start, end) is None:
        return False
    joint = _GOES_ON.fullmatch(flat, end, following)
    if joint is None:
        return False
    before = flat[max(0, start - _REACH) : start]
    if _DONE_TO.search(before):
        return False
    return (_FROM if joint["list"] is None else _OF_A_LIST).search(before) is not None
