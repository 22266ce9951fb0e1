"""Lines of a page as paragraphs: trimmed, with sentences that were broken over several lines joined again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache
from itertools import pairwise
from statistics import median
from typing import Final

from extractor.reading.datelines import is_printed_date
from extractor.text.article import Extent
from extractor.text.flat import flatten
from extractor.text.lexicon import load_table
from extractor.text.record import record

_LINE: Final = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK: Final = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_EDGE: Final = "\u200b\u200c\u200d\u2060\ufeff"
_BLANKS: Final = "".join(map(chr, [*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B)]))
_TRIMMED: Final = _BLANKS + "\u2028\u2029\u202f\u205f\u3000" + _EDGE
_STOPS: Final = (".", "!", "?", "…", ":", ";")
_CLOSING: Final = "\"'”’»)]"
_BULLET: Final = re.compile(r"[-+*•·»>▪◦–—]|\d{1,2}[.)]")

_DATED: Final = re.compile(r"(?:ngày )?\d{1,2}[/.: gh-]\d{1,2}(?:[/.-]\d{2,4})?\W")
_LONG_LINE: Final = 70
"""Characters from which a line without an end was broken by a machine, if the next goes on with a number."""

_WRAP_WIDTHS: Final = (50, 130)
"""Widths in characters between which a paragraph may have been broken by a machine."""
_CELL_GAP: Final = re.compile(r"\t| \| | {3,}|\u00a0{2,}|  (?=[\d–-])")
"""What parts the cells of a row; two plain spaces do where a number follows, for prose has them too."""


_LINE_END: Final = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@cache
def _hanging() -> re.Pattern[str]:
    words = sorted(load_table("extractor.text", "page.toml")["hanging"], key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(words)})$")


@record
class Paragraph:
    """One paragraph of the page: its extent, and whether a blank line stands before it."""

    extent: Extent
    text: str
    apart: bool


def ends_sentence(text: str) -> bool:
    """Whether the line closes a sentence or clause (full stop, colon, semicolon; quotes may follow)."""
    return text.rstrip(_CLOSING).endswith(_STOPS)


def _lines(text: str) -> list[Paragraph]:
    found: list[Paragraph] = []
    end = 0
    for match in _LINE.finditer(text):
        line = match[0]
        stripped = line.strip(_TRIMMED)
        if not stripped:
            continue
        start = match.start() + len(line) - len(line.lstrip(_TRIMMED))
        breaks = len(_LINE_END.findall(text, end, start))
        found.append(Paragraph(Extent(start, start + len(stripped)), stripped, breaks != 1))
        end = start + len(stripped)
    return found


def _goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether `after` continues the sentence that `before` leaves open."""
    if ends_sentence(before.text) or _BULLET.match(after.text):
        return False
    lower = after.text[0].islower()
    if after.apart:
        return lower and len(before.text) >= 80 and len(after.text) >= 40
    whole = len(after.text) >= 15 or ends_sentence(after.text)
    if after.text[0].isdigit() and not _DATED.match(after.text):
        hanging = _hanging().search(flatten(before.text[-20:])) is not None and len(before.text) >= 20
        return (hanging or len(before.text) >= _LONG_LINE) and (len(after.text) >= 40 or ends_sentence(after.text))
    return (lower and whole and len(before.text) >= 50) or (before.text.endswith(",") and len(before.text) >= 40)


def blank_breaks(text: str, extents: Iterable[Extent]) -> str:
    """The text with every line break inside one of the paragraphs turned into a space; offsets stay."""
    pieces: list[str] = []
    done = 0
    for extent in extents:
        if (broken := text[extent.start : extent.end]) != (whole := _BREAK.sub(" ", broken)):
            pieces += (text[done : extent.start], whole)
            done = extent.end
    return "".join([*pieces, text[done:]])


def _is_wrapped(run: list[Paragraph]) -> bool:
    """Whether adjacent lines are one paragraph cut at a fixed width."""
    if len(run) < 3 or any(_BULLET.match(line.text) for line in run[1:]):
        return False
    if all(_CELL_GAP.search(line.text) for line in run[1:]):
        return False  # the rows of a table, below its heading
    widths = [len(line.text) for line in run[:-1]]
    widest = max(len(line.text) for line in run)
    stops = sum(ends_sentence(line.text) for line in run[:-1])
    return (
        _WRAP_WIDTHS[0] <= widest <= _WRAP_WIDTHS[1]
        and median(widths) >= 0.8 * widest
        and min(widths) >= 0.6 * widest
        and stops * 2 < len(run)
    )


def _runs(lines: list[Paragraph]) -> list[list[Paragraph]]:
    runs: list[list[Paragraph]] = []
    for line in lines:
        if line.apart or not runs:
            runs.append([line])
        else:
            runs[-1].append(line)
    return runs


def split_paragraphs(text: str, whole: Collection[int] = ()) -> tuple[Paragraph, ...]:
    """The paragraphs of the text in order; empty lines are left out, outer blanks are trimmed.

    A line that begins at one of the offsets `whole`, or that is a date as pages print it, is joined to no line before.
    """
    lines = _lines(text)
    whole = {*whole, *(line.extent.start for line in lines if is_printed_date(line.text))}
    joins = {after.extent.start for before, after in pairwise(lines) if _goes_on(before, after)} | {
        line.extent.start for run in _runs(lines) if _is_wrapped(run) for line in run[1:]
    }
    merged: list[Paragraph] = []
    for line in lines:
        if merged and line.extent.start in joins and line.extent.start not in whole:
            extent = Extent(merged[-1].extent.start, line.extent.end)
            merged[-1] = Paragraph(extent, text[extent.start : extent.end], merged[-1].apart)
        else:
            merged.append(line)
    return tuple(merged)
