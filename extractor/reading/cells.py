"""The quantities of table cells: the cell says the number, its row and column say unit and scale (guide, section 3)."""

from __future__ import annotations

import re
from typing import Final

from extractor.article import Extent
from extractor.reading.model import Quantity, TableCell
from extractor.reading.quantities import parse_mention
from extractor.schema import Unit
from extractor.vietnamese.numerals import SCALES, as_written

_MONEY: Final = re.compile(
    r"(?<![^\W\d_])(nghìn|ngàn|triệu|tỷ)?(?: (tỷ))? ?(đồng|usd)(?![^\W\d_])"
    r"|(?<![^\W\d_])(tỷ(?! (?:lệ|trọng|suất))|triệu)(?![^\W\d_])"
)
_PERCENT: Final = re.compile(r"%|phần trăm|tỷ lệ")


def read_cell(flat: str, cell: TableCell) -> Quantity | None:
    """The quantity of one cell, without an id; null where the cell is no value."""
    parsed = parse_mention(flat[cell.extent.start : cell.extent.end])
    if parsed is None:
        return None
    unit: Unit = parsed.unit
    value = parsed.value
    column = _words(flat, cell.column)
    if unit == "count":
        said = _words(flat, cell.unit) or _words(flat, cell.label)
        if _PERCENT.search(column) or (_PERCENT.search(_words(flat, cell.unit)) is not None):
            unit = "percent"
        elif match := (_MONEY.search(column) or _MONEY.search(said)):
            unit = "USD" if match[3] == "usd" else "VND"
            for word in (match[1], match[2], match[4]):
                value *= SCALES[word] if word else 1
            value = as_written(value)
        elif cell.unit is None and _PERCENT.search(_words(flat, cell.label)):
            unit = "percent"
    return Quantity(id="", extent=cell.extent, value=value, unit=unit, out_of=parsed.out_of)


def _words(flat: str, extent: Extent | None) -> str:
    return "" if extent is None else flat[extent.start : extent.end]
