"""Days as pages state them to machines and people: ISO with any offset, day-month-year, milliseconds."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

_HERE: Final = timezone(timedelta(hours=7))
"""Vietnam's time: a moment given in another zone is the day that its readers had."""
_ISO: Final = re.compile(
    r"((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d{1,9})? ?(Z|[+-]\d\d:?\d\d)?)?"
)
_DAY_FIRST: Final = re.compile(r"(?<!\d)(\d{1,2})\s{0,2}[/.-]\s{0,2}(\d{1,2})\s{0,2}[/.-]\s{0,2}((?:19|20)\d\d)(?!\d)")
_IN_WORDS: Final = re.compile(
    r"(?<!\d)(\d{1,2}) (?:tháng|thg) (\d{1,2}),? (?:năm )?((?:19|20)\d\d)(?!\d)", re.IGNORECASE
)
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ENGLISH: Final = re.compile(
    rf"(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)})[a-z]{{0,6}}\.? (?:(\d{{1,2}}),? )?((?:19|20)\d\d)", re.IGNORECASE
)


def read_day(stated: str) -> date | None:
    """The day that a page's words name; null where they name none. Day-month-year, as Vietnam writes it."""
    stated = " ".join(stated[:120].split())
    if iso := _ISO.match(stated):
        return _iso_day(iso)
    if found := _DAY_FIRST.search(stated) or _IN_WORDS.search(stated):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if english := _ENGLISH.search(stated):
        day = english[1] or english[3]
        return _day(int(english[4]), _MONTHS.index(english[2].lower()) + 1, int(day)) if day else None
    return None


def _iso_day(match: re.Match[str]) -> date | None:
    day = _day(int(match[1]), int(match[2]), int(match[3]))
    zone = match[7]
    if day is None or match[4] is None or zone is None:
        return day
    offset = UTC if zone == "Z" else _zone(zone)
    try:
        moment = datetime(day.year, day.month, day.day, int(match[4]), int(match[5]), tzinfo=offset)
    except ValueError:
        return day
    return moment.astimezone(_HERE).date()


def _zone(text: str) -> timezone:
    hours, minutes = int(text[1:3]), int(text[-2:])
    ahead = timedelta(hours=min(hours, 23), minutes=min(minutes, 59))
    return timezone(-ahead if text[0] == "-" else ahead)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
