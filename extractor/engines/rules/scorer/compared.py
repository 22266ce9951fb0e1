"""A body set beside another: "Đảng bộ A có 47 người, nhiều hơn Đảng bộ B 13 người"."""

from __future__ import annotations

import re
from typing import Final

from extractor.engines.rules.scorer.sight import Previous, Sight

_COMPARED: Final = re.compile(r"(?:(?:nhiều|ít|cao|thấp) hơn|hơn|kém|thua|đi trước)(?: hẳn| so với| của)? $")
_COMPARED_WITHIN: Final = 120
"""Characters between a number and how far it is from another body's."""


def compared_with_another(sight: Sight, previous: Previous | None) -> bool:
    """Whether the number tells how far the body before it is from another that is named in between ("Đảng bộ A có 47
    người, nhiều hơn Đảng bộ B 13 người").
    """
    if previous is None or not previous.same_sentence or previous.organization is None:
        return False
    setting, start = sight.setting, sight.region.quantity.extent.start
    first, last = setting.mentions_between(previous.end, start)
    if last - first != 1 or start - previous.end > _COMPARED_WITHIN:
        return False
    other = setting.mentions[first]
    told = _COMPARED.search(setting.flat, previous.end, other.extent.start)
    return told is not None and setting.flat[other.extent.end : start].strip() in ("", "là", "tới", "đến")
