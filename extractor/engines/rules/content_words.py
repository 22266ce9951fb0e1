"""The words that carry meaning of their own."""

from __future__ import annotations

import re
from typing import Final

_STOP_WORDS: Final = frozenset(
    "chiếm đạt là có tỷ lệ số trên hơn gần khoảng từ với bằng được trong đó còn ở của các toàn khối "
    "tỉnh đảng bộ nay hiện tăng giảm vượt thêm lại tổng lượng chỉ mới đã và tới đến mức xấp xỉ".split()
)


def content(words: str) -> list[str]:
    """The words that carry meaning of their own, beyond those that say where, how much and in which direction."""
    return [word for word in re.findall(r"[^\W\d_]+", words) if word not in _STOP_WORDS]
