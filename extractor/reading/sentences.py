"""Sentences and the marks inside them where a clause may end; nothing is judged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from extractor.reading.model import Block, BlockRole
from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.record import record
from extractor.text.written_digits import read_digits

_STOP: Final = re.compile(r'[.!?…]["”’)\]]{0,9}(?=\s)|\n')
_NUMBER_BEFORE: Final = re.compile(r"(?<![\d.,])\d{1,3} ?$")
_NUMBER_REACH: Final = 6
"""Characters before a stop within which the number stands that it may belong to."""
_LONGEST: Final = 4000
"""Characters beyond which a stretch without a stop is cut: whoever reads a sentence may then do so more than once."""
_CUTS: Final = (";", ",", " ")
_BLANK: Final = re.compile(r"\s*")
_NUMBERED: Final = re.compile(r"\s*(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})?)")
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(“\"])(?:[A-ZĐ]|TP|Tp|TX|Tx|TT|Th\.?S|ThS|TS|PGS|GS|Dr|BS|Ts|(?<!\d\s)[đĐ]/c|St|Mr|Mrs|TS\.BS|KS|CN|NXB)\.$"
)


@record
class Sentence:
    """One sentence of one block; `block` is the block's index in the layout, `role` its role."""

    extent: Extent
    block: int
    role: BlockRole


def _ends_here(text: str, mark: re.Match[str]) -> bool:
    """Whether a stop ends a sentence: what follows begins like one, and what precedes is no abbreviation."""
    if mark[0] == "\n":
        rest = text[mark.end() : mark.end() + 60].lstrip()
        return not rest or not rest[0].islower()
    blank = _BLANK.match(text, mark.end())
    if blank is None or blank.end() == len(text):
        return True
    first = text[blank.end()]
    starts = first.isupper() or first.isdigit() or first in "“\"'‘(-–•*[+"
    if not starts:
        return False
    if first.isdigit() and _parts_number(text, mark):
        return False
    before = text[max(0, mark.start() - 7) : mark.start() + 1]
    return not (mark[0] == "." and _ABBREVIATION.search(before))


def _parts_number(text: str, mark: re.Match[str]) -> bool:
    """Whether the stop may be the mark of one number with blanks beside it ("4 . 250 đảng viên", "có 12. 5%")."""
    start = mark.start() - _NUMBER_REACH if mark.start() > _NUMBER_REACH else 0
    number = _NUMBER_BEFORE.search(text, start, mark.start())
    if number is None:
        return False
    written = read_digits(flatten(text), number.start())
    return written is not None and written.end > mark.end()


def split_sentences(text: str, blocks: Iterable[Block], roles: frozenset[BlockRole]) -> tuple[Sentence, ...]:
    """The sentences of the blocks that play one of the given roles, in order; a line may hold several.

    None is longer than 4,000 characters: a longer stretch without a stop is cut at a mark, else at a blank.
    """
    return _sentences(text, tuple(blocks), roles)


@lru_cache(maxsize=16)
def _sentences(text: str, blocks: tuple[Block, ...], roles: frozenset[BlockRole]) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(Extent(block.extent.start + start, block.extent.start + end), number, block.role)
        for number, block in enumerate(blocks)
        if block.role in roles
        for start, end in _pieces(text[block.extent.start : block.extent.end])
    )


@lru_cache(maxsize=512)
def _pieces(piece: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence of one paragraph starts and ends; an article's paragraphs are asked for many times."""
    found: list[tuple[int, int]] = []
    start = 0
    for mark in _STOP.finditer(piece):
        if not found and mark[0] == "." and _NUMBERED.fullmatch(piece, 0, mark.start()):
            continue  # "II. HẠN CHẾ", "1. Kết nạp …": the number of an item ends no sentence
        if _ends_here(piece, mark):
            start = _append_all(found, piece, start, mark.end())
    _append_all(found, piece, start, len(piece))
    return tuple(found)


def _append_all(found: list[tuple[int, int]], piece: str, start: int, end: int) -> int:
    """The sentence, cut where it is longer than any sentence is; returns `end`."""
    while end - start > _LONGEST:
        low, high = start + _LONGEST // 2, start + _LONGEST
        cuts = (piece.rfind(mark, low, high) + 1 for mark in _CUTS)
        cut = next((cut for cut in cuts if cut), high)
        _append(found, piece, start, cut)
        start = cut
    _append(found, piece, start, end)
    return end


def _append(found: list[tuple[int, int]], piece: str, start: int, end: int) -> None:
    while start < end and piece[start].isspace():
        start += 1
    while end > start and piece[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))
