"""Rows of CSV files of which no spreadsheet takes a text for a formula, whichever character it parts the cells at."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

from extractor.terminal import without_controls

_STARTS: Final = "=+-@＝＋－＠"
"""First characters that make a spreadsheet take a text for a formula."""
_LAYOUT: Final = "\t\r\n"
_BLANKS: Final = " \u00a0\ufeff"
_AT_FIRST: Final = (*_STARTS, *_LAYOUT, "|", "%")
"""At the beginning of a text two more, which some have taken for a command; within one they are units and rules."""
_NUMBER: Final = r"[-+](?:\d[\d.]*+(?:,\d[\d.]*+)*+%?)? ?(?:[;,|\t\r\n]|\Z)"
"""A number with its sign, or a dash alone, as cells of tables hold them: it is taken for itself."""
_PARTED: Final = re.compile(rf'(?<![;,\s"\ufeff])(\|?[;,\s"\ufeff]*+)(?!{_NUMBER})(?=[{re.escape(_STARTS)}])')
"""What stands before such a character, back to what is neither blank nor quote nor parts cells."""


def defused(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe stands before what begins like a formula.

    So it does behind what may part cells, `;`, `,`, `|`, a tab or the end of a line: a spreadsheet with Vietnamese
    settings parts a file with commas at semicolons, and then quotes hold only where a cell of that reading begins. Only
    a number or a dash there is left as it is (`\t-2,6\t`, of a table). U+FFFD stands for a control code that is neither
    a line's end nor a tab: a terminal that the file is shown on would obey it.
    """
    text = without_controls(text.replace("\0", ""))
    safe = _PARTED.sub(_behind, text)
    return f"'{safe}" if text.lstrip(_BLANKS).startswith(_AT_FIRST) else safe


def _behind(match: re.Match[str]) -> str:
    before = match[1]
    return f"{before}'" if any(char in f";,|{_LAYOUT}" for char in before) else before


def quoted(text: str) -> str:
    """A text as a cell, in quotes whatever it holds."""
    return '"' + text.replace('"', '""') + '"'


def header_line(names: Iterable[str], delimiter: str = ",") -> str:
    """The line of column names, in quotes where they need them: none stands between a byte order mark and the first."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator="\r\n").writerow(names)
    return written.getvalue()


def line(cells: Iterable[str], delimiter: str = ",") -> str:
    """A line of cells that are written as they stand."""
    return delimiter.join(cells) + "\r\n"
