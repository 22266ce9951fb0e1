"""Periods as days: `2017-Q3` lasts from 1 July to 30 September 2017."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

PeriodKind = Literal["year", "half", "quarter", "months", "years"]

PERIOD_KINDS: Final[dict[PeriodKind, str]] = {
    "year": "năm",
    "half": "nửa năm",
    "quarter": "quý",
    "months": "những tháng đầu năm",
    "years": "nhiều năm",
}
"""Kind of a period -> its Vietnamese name. `months` are the first so many of a year."""

_FORM: Final = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{1,2})M)|/(\d{4}))?")
_HALF, _QUARTER = 6, 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period's first and last day, and its kind."""

    start: date
    end: date
    kind: PeriodKind


@lru_cache(maxsize=4096)
def stretch_of(period: str | None) -> Stretch | None:
    """The days of a period in one of the schema's forms; None for anything else."""
    match = _FORM.fullmatch(period or "")
    if match is None:
        return None
    year, half, quarter, months, last = (int(part) if part else 0 for part in match.groups())
    if not 1 <= year <= 9999 or (last and not year <= last <= 9999) or months > 12:
        return None
    if half:
        return _months(year, half * _HALF - _HALF + 1, half * _HALF, "half")
    if quarter:
        return _months(year, quarter * _QUARTER - _QUARTER + 1, quarter * _QUARTER, "quarter")
    if months:
        return _months(year, 1, months, "months")
    return Stretch(date(year, 1, 1), date(last or year, 12, 31), "years" if last else "year")


def _months(year: int, first: int, last: int, kind: PeriodKind) -> Stretch:
    return Stretch(date(year, first, 1), date(year, last, monthrange(year, last)[1]), kind)
