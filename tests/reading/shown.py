"""Quantities in a short notation, so that cases can be read: `gần 6 ngàn` is `6 ngàn = ~6000`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from extractor.reading.model import Quantity
from extractor.reading.quantities import read_quantities
from extractor.text.article import Extent

_BOUNDS: Final = {"eq": "", "range": "", "gt": ">", "ge": ">=", "lt": "<", "le": "<=", "approx": "~"}
_UNITS: Final = {"count": "", "percent": "%", "VND": "đ", "USD": "$"}


def show(text: str, quantity: Quantity) -> str:
    """The mention and what it says: bound, minus sign, value, `..` upper end, `/` whole, unit."""
    upper = "" if quantity.value_max is None else f"..{quantity.value_max:.15g}"
    whole = "" if quantity.out_of is None else f"/{quantity.out_of:.15g}"
    sign = "-" if quantity.negative else ""
    return (
        f"{text[quantity.extent.start : quantity.extent.end]} = {_BOUNDS[quantity.comparator]}{sign}"
        f"{quantity.value:.15g}{upper}{whole}{_UNITS[quantity.unit]}"
    )


def shown(text: str, extents: Iterable[Extent] | None = None) -> list[str]:
    """All quantities of a text in that notation."""
    return [show(text, quantity) for quantity in read_quantities(text, extents)]
