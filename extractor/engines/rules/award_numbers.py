"""Numbers of recipients that stand after the award: in turn after their nouns, or against an earlier year's.

"Số tập thể, cá nhân được tặng Giấy khen lần lượt là 14 và 37", "40 đảng viên được khen thưởng, tăng 5 so với năm 2018".
How many received an award is an award item, never a figure (annotation guide, section 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractor.engines.rules.recipients import WORDS, Recipient, RecipientReader, kind_of, shared
from extractor.reading.model import Quantity, Reading
from extractor.text.article import Extent
from extractor.text.record import record

_JOINT: Final = re.compile(r",? {1,3}và {1,3}|, {1,3}")
_BETWEEN: Final = re.compile(r"(?: (?!và )[^\W\d_]+){0,3}(?:,? {1,3}và|,) {1,3}")
"""Between two numbers told in turn, the noun of the first included."""


@record
class CountedAfter:
    """Recipients with the numbers after the award, and the stretch from their nouns to the last number."""

    items: tuple[Recipient, ...]
    extent: Extent


class NumbersAfter:
    """Reads the numbers after awards in one article."""

    def __init__(self, flat: str, reading: Reading, recipients: RecipientReader) -> None:
        self.flat, self.recipients = flat, recipients
        self._numbers = {quantity.extent.start: quantity for quantity in reading.quantities}

    def change(self, at: int, limit: int) -> tuple[str, ...]:
        """The id of the number right after a count of recipients that says how it rose or fell."""
        match = WORDS["rose_or_fell"].match(self.flat, at, limit)
        number = self._numbers.get(match.end()) if match is not None else None
        return () if number is None or number.extent.end > limit else (number.id,)

    def read(self, left: Extent, right: Extent) -> CountedAfter | None:
        """The recipients of "số A, B được tặng X lần lượt là 14 và 37": `left` ends before the verb, `right` begins
        after the award.
        """
        whose = WORDS["numbers_of"].search(self.flat[left.start : left.end])
        said = WORDS["numbers_said"].match(self.flat, right.start, right.end)
        if whose is None or said is None:
            return None
        numbers = list(self._in_turn(said.end(), right.end))
        who = Extent(left.start + whose.start("who"), left.start + whose.end("who"))
        pieces = [who] if len(numbers) == 1 else self._pieces(who)
        kinds = [kind_of(self.flat, piece) for piece in pieces]
        if not numbers or len(numbers) != len(pieces) or None in kinds:
            return None
        items = [
            self._item(piece, noun[0], noun[1], number)
            for piece, noun, number in zip(pieces, kinds, numbers, strict=True)
            if noun is not None
        ]
        return CountedAfter(tuple(shared(items)), Extent(left.start + whose.start(), numbers[-1].extent.end))

    def _item(self, piece: Extent, kind: str, noun_end: int, number: Quantity) -> Recipient:
        achievement, period = self.recipients.achievement(noun_end, piece.end)
        return Recipient(piece, kind, None, int(number.value), (number.id,), achievement, period)

    def _in_turn(self, at: int, limit: int) -> Iterator[Quantity]:
        """The counts that stand one after another from `at` on."""
        number = self._numbers.get(at)
        while number is not None and number.unit == "count" and number.extent.end <= limit:
            yield number
            between = _BETWEEN.match(self.flat, number.extent.end, limit)
            number = self._numbers.get(between.end()) if between is not None else None

    def _pieces(self, who: Extent) -> list[Extent]:
        """The nouns told together, each with what its recipients are honoured for."""
        pieces, start = [], who.start
        for joint in [*_JOINT.finditer(self.flat, who.start, who.end), None]:
            end = who.end if joint is None else joint.start()
            again = WORDS["number_of"].match(self.flat, start, end)
            pieces.append(Extent(start if again is None else again.end(), end))
            start = end if joint is None else joint.end()
        return pieces
