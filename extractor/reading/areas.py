"""The area of a former province, as a text of after the merger names it: "khu vực Bình Định cũ", "Bến Tre (cũ)".

Its figures belong to the present body, with the area as their group (annotation guide, section 2).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extractor.text.article import Extent
from extractor.text.provinces import spelling_source

_LEADING: Final = re.compile(
    r"(?<![^\W\d_])(?:(?:ở|tại|trên|khu vực|địa bàn|vùng|tỉnh|thuộc|các xã, phường) ){0,9}"
    r"(?:(?:khu vực|địa bàn|vùng)(?: phía [^\W\d_]{2,4})? )?\(?$"
)
"""What stands before the province's name as a part of the area's."""
_REACH: Final = 50
"""Characters before the province's name within which the area's name begins."""


@cache
def _former() -> re.Pattern[str]:
    mark = r" ?(?:\((?:cũ|trước đây)\)|(?:cũ|trước đây)(?!\w)\)?)"
    return re.compile(rf"(?<!\w){spelling_source()}{mark}")


def former_area(text: str, flat: str, start: int, end: int) -> Extent | None:
    """The last area of a former province named in the stretch; `flat` is `flatten(text)`."""
    found = None
    for match in _former().finditer(flat, start, end):
        if text[match.start()].isupper():
            lead = _LEADING.search(flat, max(start, match.start() - _REACH), match.start())
            found = Extent(lead.start() if lead else match.start(), match.end())
    if found is None:
        return None
    closed = flat.startswith("(", found.start) and flat.endswith(")", found.start, found.end)
    return Extent(found.start + 1, found.end - 1) if closed else found
