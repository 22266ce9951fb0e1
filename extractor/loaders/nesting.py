"""Tables inside tables: which hold data around them, and which lay out a page around others.

A table with tables in its cells is data where all of those are, where its own cells are as short as a table's, and
where it says something itself: a value beside its label, or headings over labelled rows. Everything else lays out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

DEEPEST: Final = 4
"""Tables of data inside one another; one around more than that lays out a page."""
_LONGEST_BESIDE: Final = 60
"""Characters that may stand in a cell beside the table in it; more is a page's text."""
_LONGEST_OWN: Final = 200
"""Characters of any other cell of a table around others."""
_VALUE: Final = re.compile(
    r"[-+–]?(?!\d{1,2}\.\d{1,2}\.\d{4})\d[\d.,]{0,20}(?:/\d[\d.,]{0,20})?(?![\d/:-])[^\d:]{0,30}(?:\([^()]{1,20}\))?"
)
"""A number with its unit, and no date, hour or sentence."""


class OwnCell(NamedTuple):
    """What a cell says beside the tables in it."""

    text: str
    heading: bool
    holds_table: bool


def is_data_around(rows: Sequence[Sequence[OwnCell]]) -> bool:
    """Whether a table around tables of data is one itself."""
    for cell in (cell for row in rows for cell in row):
        if len(cell.text) > (_LONGEST_BESIDE if cell.holds_table else _LONGEST_OWN):
            return False
    return any(map(_has_value, rows)) or _is_headed(rows)


def _has_value(row: Sequence[OwnCell]) -> bool:
    """Whether a label stands before a number in a row."""
    texts = [cell.text for cell in row if cell.text and not cell.holds_table]
    return len(texts) > 1 and any(map(_VALUE.fullmatch, texts[1:])) and any(map(str.isalpha, texts[0]))


def _is_headed(rows: Sequence[Sequence[OwnCell]]) -> bool:
    """Whether a row of headings stands over two rows at least, each with a label."""
    head, *body = rows
    marked = len(head) > 1 and all(cell.heading and cell.text for cell in head)
    return marked and len(body) > 1 and all(any(cell.text and not cell.holds_table for cell in row) for row in body)
