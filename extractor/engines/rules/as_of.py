"""The period of an article that holds no conference but counts up to a day or a month ("tính đến 30/11/2024")."""

from __future__ import annotations

import re
from typing import Final

from extractor.engines.rules.page import Page
from extractor.reading.intervals import between

_UP_TO: Final = re.compile(r"(?<!\w)(?:tính |tính từ đầu năm )?(?:đến|tới)(?: hết)? (?:ngày )?$")
_UP_TO_MONTH: Final = re.compile(
    r"(?<!\w)đến (?:hết|cuối) tháng (?P<month>0?[2-9]|1[01])(?: ?[-/.] ?| năm |, năm )(?P<year>(?:19|20)\d\d)(?!\d)"
)
_PARTS: Final = {(31, 3): "Q1", (30, 6): "H1", (30, 9): "9M"}
"""Days that end a part of the year; any other day stands for its year (guide, section 1)."""


def counted_up_to_month(page: Page) -> tuple[str, str] | None:
    """The year and its part (8M, H1) up to the end of a month that the opening names with its year; else None."""
    for block in page.opening[:1]:
        if match := _UP_TO_MONTH.search(page.flat, block.extent.start, block.extent.end):
            month = int(match["month"])
            return match["year"], {3: "Q1", 6: "H1"}.get(month, f"{month}M")
    return None


def counted_up_to(page: Page) -> tuple[str, str | None] | None:
    """The year and the part of it (H1, 9M, Q1) up to whose end the article's opening counts; None where it does not."""
    for block in page.opening[:1]:
        for day in between(page.reading.dates, block.extent.start, block.extent.end):
            before = page.flat[max(block.extent.start, day.extent.start - 30) : day.extent.start]
            if day.year is not None and _UP_TO.search(before):
                return str(day.year), _PARTS.get((day.day, day.month))
    return None
