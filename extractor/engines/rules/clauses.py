"""Sentences cut into the clauses that a semicolon or a conclusion sets off, with what is not content left out.

Source: annotation guide, section 7 ("one point for each clause set off by a semicolon or full stop").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from extractor.reading.model import BlockRole, Reading
from extractor.reading.sentences import Sentence, split_sentences
from extractor.text.article import Extent
from extractor.text.record import record

_ROLES: Final[frozenset[BlockRole]] = frozenset(["lead", "body"])
_MARK: Final = re.compile(r"[;()\"“”]|,(?= (?:do đó|do vậy|vì vậy|vì thế|bởi vậy|bởi thế)(?!\w))")
_TAG: Final = re.compile(r"(?:<[^<>\n]{1,200}>|&nbsp;|&#160;|[ \t\n])+")
_ONE_TAG: Final = re.compile(r"<[^<>]{1,200}>|&#?\w{1,10};")
_ORDINAL: Final = re.compile(r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|thứ \w+) là[,: ]|thứ \w+[,:]", re.IGNORECASE)
_BULLET: Final = re.compile(r"[-–—•*+●▪◦·>]+[ \t]*|\(?\d{1,2}[).][ \t]+|[a-hđ]\)[ \t]+")
_SAID: Final = re.compile(
    r"(?:(?<!chủ đề)(?<!phương châm)(?<!khẩu hiệu)(?<!danh hiệu)(?<!chuyên đề)(?<!tiêu đề)(?<!tinh thần):"
    r"|(?<!\w)(?:rằng|nói|cho biết|thừa nhận|chia sẻ|thẳng thắn|khẳng định|nhấn mạnh|bộc bạch|trăn trở),?) {0,3}$",
    re.IGNORECASE,
)
"""Before a quotation that is what somebody says, not a slogan or a title."""
_BLANK: Final = " \t\u00a0\u3000\n\r"
_EDGE: Final = frozenset(_BLANK + ".,;:…!?-–—*•\"“”'’/\\")
_STRAIGHT_OPENING: Final = re.compile(r'(?<![^\s(:])"(?=\w)')
_STRAIGHT_CLOSING: Final = re.compile(r'(?<=[\w.!?…])"(?!\w)')
_CURLY: Final = re.compile("[“”]")
HEADING: Final = 90
"""Characters a line without a stop may have and still be read as a heading."""


@record
class Statement:
    """One sentence: its clauses, and how it stands in its paragraph."""

    extent: Extent
    clauses: tuple[Extent, ...]
    opens_block: bool
    bullet: bool
    heading: bool
    role: BlockRole


class Hidden:
    """Stretches that are not content, asked by place."""

    def __init__(self, stretches: Sequence[Extent]) -> None:
        ordered = sorted(stretches)
        self._starts = [stretch.start for stretch in ordered]
        self._reach = list(accumulate((stretch.end for stretch in ordered), max))

    def overlaps(self, extent: Extent) -> bool:
        """Whether any of the stretches shares a character with the extent."""
        before = bisect_left(self._starts, extent.end)
        return before > 0 and self._reach[before - 1] > extent.start


def read_statements(text: str, reading: Reading) -> Iterator[Statement]:
    """The sentences of lead and body in order, without those that speak to a machine or stand in a table."""
    spoken = [extent for extent in reading.intrusions if not _ONE_TAG.fullmatch(text, extent.start, extent.end)]
    hidden = Hidden([*spoken, *(cell.row for cell in reading.cells)])
    previous = -1
    for sentence in split_sentences(text, reading.blocks, _ROLES):
        opens = sentence.block != previous
        previous = sentence.block
        if hidden.overlaps(sentence.extent):
            continue
        tag = _TAG.match(text, sentence.extent.start, sentence.extent.end)
        start = tag.end() if tag else sentence.extent.start
        bullet = _BULLET.match(text, start, sentence.extent.end) or _ORDINAL.match(text, start, sentence.extent.end)
        yield Statement(
            extent=sentence.extent,
            clauses=tuple(_cut(text, sentence.extent)),
            opens_block=opens,
            bullet=bullet is not None and opens,
            heading=opens and _is_heading(text, sentence, reading),
            role=sentence.role,
        )


def _is_heading(text: str, sentence: Sentence, reading: Reading) -> bool:
    """Whether the sentence is a line of its own that ends like a heading."""
    extent = sentence.extent
    if len(extent) > HEADING or extent.end < reading.blocks[sentence.block].extent.end:
        return False
    return text[extent.end - 1] not in '.!?…;,”"'


def _cut(text: str, sentence: Extent) -> Iterator[Extent]:
    """The stretches between semicolons; one inside brackets or a quoted title does not count, one in a speech does."""
    marks, quotes, brackets, straight, spoken = [], 0, 0, False, False
    for mark in _MARK.finditer(text, sentence.start, sentence.end):
        character, at = mark[0], mark.start()
        if character in ";,":
            if not (quotes or brackets or straight):
                marks.append(at)
        elif character == "(":
            brackets += 1
        elif character == ")":
            brackets = max(0, brackets - 1)
        elif at == sentence.start:
            continue
        elif character in '"“' and not (quotes or straight) and _SAID.search(text, sentence.start, at):
            spoken = character == '"'  # what somebody says, no title
        elif character == '"' and spoken and not straight and not text[at + 1 : at + 2].isalpha():
            spoken = False
        elif character == "“":
            quotes += 1
        elif character == "”":
            quotes = max(0, quotes - 1)
        else:
            straight = not straight
    if quotes or brackets or straight:
        marks = [mark.start() for mark in re.finditer(";", text[sentence.start : sentence.end])]
        marks = [sentence.start + mark for mark in marks]
    start = sentence.start
    for at in [*marks, sentence.end]:
        if text[start:at].strip():
            yield Extent(start, at)
        start = at + 1


def content(text: str, extent: Extent) -> Extent:
    """The stretch without bullets, marks and blanks at its ends, and without what follows a quotation's end."""
    start, end = extent.start, extent.end
    if tag := _TAG.match(text, start, end):
        start = tag.end()
    while start < end and text[start] in _BLANK:
        start += 1
    bullet = _BULLET.match(text, start, end)
    if bullet is not None and bullet.end() < end:
        start = bullet.end()
    while start < end and text[start] in _EDGE and not _opens_title(text, start, end):
        start += 1
    closing = _stray_closing(text, start, end)
    end = closing if closing is not None else end
    while end > start and text[end - 1] in _EDGE and not _closes_title(text, start, end):
        end -= 1
    return Extent(start, end)


def unquoted(text: str, extent: Extent) -> Extent:
    """The stretch without the quotation marks that hold all of it, and without its own marks inside them."""
    start, end = extent.start, extent.end
    if end - start < 2 or text[start] + text[end - 1] not in ("“”", '""'):
        return extent
    inner = text[start + 1 : end - 1]
    if any(mark in inner for mark in '“”"'):
        return extent
    return content(text, Extent(start + 1, end - 1))


def _opens_title(text: str, start: int, end: int) -> bool:
    """Whether the quotation mark at `start` belongs to a quoted word inside the clause."""
    if text[start] == "“":
        return text.find("”", start, end) >= 0
    return text[start] == '"' and text.count('"', start, end) % 2 == 0


def _closes_title(text: str, start: int, end: int) -> bool:
    if text[end - 1] == "”":
        return text.count("“", start, end) >= text.count("”", start, end)
    return text[end - 1] == '"' and text.count('"', start, end) % 2 == 0


def _stray_closing(text: str, start: int, end: int) -> int | None:
    """Where a quotation ends that began before the clause; the words of who said it follow."""
    closings = [mark.start() for mark in _STRAIGHT_CLOSING.finditer(text, start, end)]
    if len(closings) > sum(1 for _ in _STRAIGHT_OPENING.finditer(text, start, end)):
        return closings[-1]
    if text.find("”", start, end) < 0:
        return None
    depth = 0
    for mark in _CURLY.finditer(text, start, end):
        depth += 1 if mark[0] == "“" else -1
        if depth < 0:
            return mark.start() if mark.start() > start else None
    return None
