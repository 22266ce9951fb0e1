"""What of a quantity's reading its tag must say, because the words that decide it do not stand beside the number.

"có 95% trở lên" needs nothing: the bound is there to see. In "giảm so với cùng kỳ năm trước 4 tổ chức" or in a table's
cell sign, unit and scale come from elsewhere; the tag then reads `[q5=neg]`, `[q7=2500000000 VND]`, in the words that a
row may correct them with.
"""

from __future__ import annotations

import re
from typing import Final

from extractor.reading.model import Quantity, Reading
from extractor.reading.quantities import parse_mention
from extractor.text.article import Article
from extractor.text.flat import flatten

BESIDE: Final = 16
"""Characters between a number and a word that still stands beside it."""
_TAKING: Final = re.compile(r"(?<!\w)(?:giảm|thiếu|hụt|thấp hơn|ít hơn|kém|sụt)(?!\w)")
_ROWS: Final = 3
"""Rows from which on 1, 2, 3 are their numbers."""
_CELL_END: Final = re.compile(r"[ \t]{0,9}(?:\t|\|| {2,}|$)")


def reading_note(article: Article, quantity: Quantity) -> str:
    """What the tag adds after the id; empty where the words beside the number say it all."""
    words = article.slice(quantity.extent)
    parsed = parse_mention(words)
    said: list[str] = []
    if parsed is None or parsed.value != quantity.value:
        said.append(f"{quantity.value:.15g}")
    if quantity.negative and not _TAKING.search(flatten(article.text[_before(quantity) : quantity.extent.start])):
        said.append("neg")
    cue = quantity.cue
    if quantity.comparator not in ("eq", "range") and (cue is None or _gap(quantity, cue.start, cue.end) > BESIDE):
        said.append(quantity.comparator)
    if parsed is None or parsed.unit != quantity.unit:
        said.append(quantity.unit)
    return " ".join(said)


def _before(quantity: Quantity) -> int:
    return max(0, quantity.extent.start - BESIDE)


def _gap(quantity: Quantity, start: int, end: int) -> int:
    return max(quantity.extent.start - end, start - quantity.extent.end)


def row_numbers(reading: Reading) -> frozenset[str]:
    """Ids of quantities that only number a table's rows: 1, 2, 3, … each alone in the cell that opens its row."""
    text = reading.article.text
    by_start = {quantity.extent.start: quantity for quantity in reading.quantities if quantity.unit == "count"}
    runs: list[list[Quantity]] = []
    for line in re.finditer(r"[^\n]+", text):
        quantity = by_start.get(line.end() - len(line[0].lstrip(" \t|")))
        if quantity is None or not _CELL_END.match(text, quantity.extent.end, line.end()):
            continue
        run = next((run for run in runs[-1:] if _goes_on(text, run, quantity)), None)
        if run is not None:
            run.append(quantity)
        elif quantity.value == 1:
            runs.append([quantity])
    return frozenset(quantity.id for run in runs if len(run) >= _ROWS for quantity in run)


def _goes_on(text: str, run: list[Quantity], quantity: Quantity) -> bool:
    """Whether it is the next number, with a row's own numbers between (else "1" and "2" may be what is counted)."""
    between = text[run[-1].extent.end : quantity.extent.start]
    return quantity.value == len(run) + 1 and re.search(r"\d", between) is not None
