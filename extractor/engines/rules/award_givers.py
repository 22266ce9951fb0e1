"""Who gives an award: the body whose act it is, whose leader acts, or whose award it is ("của").

Source: annotation guide, section 4.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from extractor.reading.bodies import heads_anywhere, read_body
from extractor.reading.model import PersonMention
from extractor.text.article import Extent

_OF: Final = re.compile(r" +của +")
_OF_END: Final = re.compile(r"[,;.:()\n]| (?:cho|tặng|vì|về|đến|tới|năm|và|được|nhân|tại|do)(?![^\W\d_])")
_ADVERBS: Final = re.compile(
    r"(?:[ ,]{1,9}(?:đã|vừa|cũng|còn|quyết định|tổ chức|tiến hành|biểu dương|khen thưởng|tuyên dương|công bố|và"
    r"|đồng thời|thay mặt|kịp thời|xét|trao|lần lượt|ghi nhận)){1,9}[ ,]{0,9}$"
)
_ON_BEHALF: Final = re.compile(r"(?:thừa )?ủy quyền (?:của )?|thay mặt ")
_GROUP_GIVER: Final = re.compile(r"(?:^|[,;:.] *|- *)((?:các|toàn|cả) [^,;.:]{3,60})$")
_NEAR: Final = 12
"""Characters that may lie between a giver and its verb."""


class GiverReader:
    """Reads givers in one article's text; `flat` is the text flattened, `people` those it names."""

    def __init__(self, text: str, flat: str, people: Sequence[PersonMention]) -> None:
        self.text, self.flat, self._people = text, flat, people
        self._names = sorted(mention.name.start for mention in people)

    def granting(self, start: int, limit: int) -> Extent | None:
        """The body the award is "của"."""
        match = _OF.match(self.flat, start, limit)
        if match is None:
            return None
        body = read_body(self.text, self.flat, match.end(), limit)
        if body is not None:
            return body
        stop = _OF_END.search(self.flat, match.end(), limit)
        return self.trim(Extent(match.end(), stop.start() if stop else limit))

    def giver(self, start: int, end: int) -> Extent | None:
        """The body whose act it is, or whose leader acts, in the words before the verb."""
        adverbs = _ADVERBS.search(self.flat[start:end].rstrip())
        if adverbs is not None:
            end = start + adverbs.start()
        while end > start and self.flat[end - 1] in " ,":
            end -= 1
        boundary = max(self.flat.rfind(mark, start, end) for mark in (";", ". ", ":"))
        first = max(start, boundary + 1)
        behalf = _ON_BEHALF.search(self.flat, first, end)
        body = read_body(self.text, self.flat, behalf.end(), end) if behalf is not None else None
        body = body or self.body_before(first, end)
        if body is not None and self.flat.endswith(("cho ", "tặng ", "tới "), start, body.start):
            return None
        return body

    def body_before(self, start: int, end: int) -> Extent | None:
        """The body named last before `end`, or the group of bodies ("các cấp trong Khối")."""
        while end > start and self.flat[end - 1] in " ,":
            end -= 1
        office = next(
            (m.role for m in self._people if m.role and start <= m.extent.start and m.extent.end == end), None
        )
        if office is not None:
            start, end = office.start, office.end
        bodies: list[Extent] = []
        for head in heads_anywhere().finditer(self.flat, start, end):
            if not bodies or head.start() >= bodies[-1].end:
                body = read_body(self.text, self.flat, head.start(), end)
                if body is not None:
                    bodies.append(body)
        if bodies and end - bodies[-1].end <= _NEAR:
            return self._without_person(bodies[-1])
        group = _GROUP_GIVER.search(self.flat[start:end])
        return None if group is None else self.trim(Extent(start + group.start(1), start + group.end(1)))

    def _without_person(self, body: Extent) -> Extent:
        """The body without its leader's name after it ("Bí thư Đảng ủy Khối | Hoàng Văn A")."""
        at = bisect_left(self._names, body.start + 1)
        if at < len(self._names) and self._names[at] < body.end:
            return self.trim(Extent(body.start, self._names[at]))
        return body

    def trim(self, extent: Extent) -> Extent:
        """The extent without blanks and marks at its ends; never empty."""
        """The extent without blanks and marks at its ends; never empty."""
        start, end = extent.start, extent.end
        while start < end and self.flat[start] in " ,;:.-*":
            start += 1
        while end > start and self.flat[end - 1] in " ,;:.":
            end -= 1
        return Extent(start, max(end, start + 1))

    def words(self, extent: Extent) -> str:
        """The text of the extent in one line."""
        """The text of the extent in one line."""
        return " ".join(self.text[extent.start : extent.end].split())
