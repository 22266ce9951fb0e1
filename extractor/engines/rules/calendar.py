"""The day of the conference and the years an article speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from extractor.article import Article
from extractor.reading.model import Block, DateMention, Reading
from extractor.reading.periods import period_year
from extractor.vietnamese.flat import flatten

_EVENT: Final = re.compile(
    r"hội nghị|tổng kết|sơ kết|tổ chức|diễn ra|khai mạc|họp|đại hội|tọa đàm|buổi lễ|lễ |phiên|gặp mặt|kiểm điểm|thông báo"
)
_NO_EVENT_DATE: Final = re.compile(
    r"(?:(?:số|[\w-]+/[\w-]+|-[a-z]{2,}|chỉ thị|nghị quyết|quyết định|quy định|kế hoạch|kết luận|hướng dẫn|kỷ niệm|thành lập)[^,.;]{0,18}"
    r"|tính đến(?: hết)?|đến(?: hết| thời điểm)?|trước|kể từ|từ(?! sáng)|sau|hạn|hết|\d{1,2} năm)\s*\(?(?:ngày\s*)?$"
)
_RELATIVE: Final = re.compile(
    r"(?<!\w)(?P<back>hôm nay|sáng nay|chiều nay|tối nay|trưa nay|hôm qua|(?:sáng|chiều|tối) qua|sáng cùng ngày)(?!\w)"
)
_YESTERDAY: Final = ("hôm qua", "sáng qua", "chiều qua", "tối qua")
_BARE_DAY: Final = re.compile(
    r"(?<!\w)(?:sáng|chiều|tối|hôm)?\s*ngày (?P<day>0?[1-9]|[12]\d|3[01])(?![\w/.-])(?! (?:công|tháng))"
)

_FIRST_PARAGRAPHS: Final = 6
"""How far into the article the day of its event is looked for."""
_MONTHS_OF_NEXT_YEAR: Final = 6
"""A review of a whole year that was held up to this month was held in the next year."""


@dataclass(frozen=True, slots=True)
class DayFound:
    """A day that the text gives the event; the year may be missing."""

    mention: DateMention


def opening_blocks(reading: Reading) -> Iterator[Block]:
    """The first paragraphs of the article's own text."""
    count = 0
    for block in reading.blocks:
        if block.role in ("lead", "body"):
            yield block
            count += 1
            if count >= _FIRST_PARAGRAPHS:
                return


def latest_year(reading: Reading) -> int | None:
    """The year the article looks forward to: the latest one its text plans or reviews, terms left out."""
    content = [block.extent for block in reading.blocks if block.role in ("title", "lead", "body")]
    years = [
        period_year(period.value)
        for period in reading.periods
        if period.value and "/" not in period.value and any(extent.covers(period.extent) for extent in content)
    ]
    return max(years, default=None)


def find_event_date(article: Article, reading: Reading) -> DateMention | None:
    """The date that stands in a sentence on the event, near the article's beginning."""
    flat = flatten(article.text)
    for block in opening_blocks(reading):
        for mention in reading.dates:
            if not block.extent.covers(mention.extent):
                continue
            before = flat[max(block.extent.start, mention.extent.start - 60) : mention.extent.start]
            if _NO_EVENT_DATE.search(before):
                continue
            if _EVENT.search(_sentence(flat, block, mention)):
                return mention
    return None


def _sentence(flat: str, block: Block, mention: DateMention) -> str:
    start = max(flat.rfind(". ", block.extent.start, mention.extent.start), block.extent.start)
    end = flat.find(". ", mention.extent.end, block.extent.end)
    return flat[start : end if end >= 0 else block.extent.end]


def _dated(mention: DateMention, published: date | None, reviewed: int | None, whole_year: bool) -> date | None:
    """The mention's date with its year: written, else by the day of publication, else by the reviewed year."""
    if mention.value is not None:
        return mention.value
    candidates: list[int] = []
    if published is not None:
        candidates = [published.year, published.year - 1]
        days = [day for year in candidates if (day := _day(year, mention)) and day <= published + timedelta(days=2)]
        return days[0] if days else None
    if reviewed is None:
        return None
    after = whole_year and mention.month <= _MONTHS_OF_NEXT_YEAR
    return _day(reviewed + 1 if after else reviewed, mention)


def _day(year: int, mention: DateMention) -> date | None:
    try:
        return date(year, mention.month, mention.day)
    except ValueError:
        return None


def event_day(
    article: Article,
    reading: Reading,
    published: date | None,
    reviewed: int | None = None,
    whole_year: bool = True,
) -> date | None:
    """The day of the conference, or None where the text gives none.

    Without `published` and `reviewed` only a date with its year written, or one dated by the year that the first
    sentence on the event reviews, is given.
    """
    mention = find_event_date(article, reading)
    if mention is not None:
        if mention.value is None and published is None and reviewed is None:
            reviewed = _reviewed_year(article, reading)
        return _dated(mention, published, reviewed, whole_year)
    return _relative_day(article, reading, published)


def _relative_day(article: Article, reading: Reading, published: date | None) -> date | None:
    """ "Sáng nay", "hôm qua", "ngày 25" counted from the day of publication."""
    if published is None:
        return None
    flat = flatten(article.text)
    for block in opening_blocks(reading):
        piece = flat[block.extent.start : block.extent.end]
        match = _RELATIVE.search(piece)
        if match and _EVENT.search(piece):
            back = 1 if match["back"] in _YESTERDAY else 0
            return published - timedelta(days=back)
        if block.role == "lead" and (bare := _BARE_DAY.search(piece[:120])) and _EVENT.search(piece):
            return _latest_with_day(int(bare["day"]), published)
    return None


def _latest_with_day(day: int, published: date) -> date | None:
    """The last date up to publication whose day of the month is `day`."""
    for back in range(62):
        candidate = published - timedelta(days=back)
        if candidate.day == day:
            return candidate
    return None


def _reviewed_year(article: Article, reading: Reading) -> int | None:
    """The year before the latest that is spoken of: what an annual review most likely reviewed."""
    flat = flatten(article.text)
    for block in opening_blocks(reading):
        if not re.search(r"tổng kết|sơ kết|kiểm điểm|nhìn lại|đánh giá", flat[block.extent.start : block.extent.end]):
            continue
        years = [
            period_year(period.value)
            for period in reading.periods
            if period.value and "/" not in period.value and block.extent.covers(period.extent)
        ]
        if years:
            return min(years)
    latest = latest_year(reading)
    return latest - 1 if latest else None
