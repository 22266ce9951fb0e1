"""What the reader found of outlet, province and day, told to the model as a hint that it may overrule.

A paper's tag ("QBĐT", "HNN.VN") gives the province by a table that the model cannot know by heart, and the day of the
conference often stands without its year. Nothing here judges what the article is about: that is the model's part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from extractor.reading.datelines import dateline_date
from extractor.reading.model import BlockRole, DateMention, Reading
from extractor.reading.outlets import DOMAIN, head_tag, named_outlet, opening_tag
from extractor.text.provinces import province_of_outlet

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_LONG_BEFORE: Final = 200
"""Days before the publication in which an event without a year may lie."""


@dataclass(frozen=True, slots=True)
class Hint:
    """The reader's finding; empty where it found nothing.

    `outlet` is as the text has it, `province` what that outlet serves on the day, `day` the first date of the lead.
    """

    outlet: str = ""
    province: str = ""
    day: str = ""

    def __bool__(self) -> bool:
        return bool(self.outlet or self.day)


def reader_hint(reading: Reading) -> Hint:
    """The hint for one article."""
    outlet = _outlet(reading) or ""
    day = _day(reading)
    province = province_of_outlet(outlet, day or _published(reading)) if outlet else None
    return Hint(outlet, province or "", day.isoformat() if day else "")


def _texts(reading: Reading, *roles: BlockRole) -> Iterator[str]:
    return (reading.article.slice(block.extent) for block in reading.blocks if block.role in roles)


def _outlet(reading: Reading) -> str | None:
    """A tag before the lead, else a name at the head of the page."""
    for text in _texts(reading, "lead", "body"):
        if tag := opening_tag(text):
            return tag.name
    for text in _texts(reading, "dateline", "furniture"):
        if match := DOMAIN.search(text):
            return match[1]
        if place := named_outlet(text):
            return text[slice(*place)]
        if sign := head_tag(text):
            return sign
    return None


def _day(reading: Reading) -> date | None:
    """The first date of the lead; a year that the page's date gives must fit the years that the text speaks of."""
    lead = next((block.extent for block in reading.blocks if block.role == "lead"), None)
    first = next((one for one in reading.dates if lead is not None and lead.covers(one.extent)), None)
    if first is None or lead is None:
        return None
    if first.value is not None:
        return first.value
    day = _in_year_before(first, _published(reading))
    years = {int(year) for year in _YEAR.findall(reading.article.slice(lead))}
    return day if day is not None and years & {day.year, day.year - 1} else None


def _published(reading: Reading) -> date | None:
    known = reading.article.published_on
    return known or next((day for text in _texts(reading, "dateline") if (day := dateline_date(text))), None)


def _in_year_before(mention: DateMention, published: date | None) -> date | None:
    """The last such day up to the publication, where that is near."""
    if published is None:
        return None
    for year in (published.year, published.year - 1):
        try:
            day = date(year, mention.month, mention.day)
        except ValueError:
            continue
        if 0 <= (published - day).days <= _LONG_BEFORE:
            return day
    return None
