"""The day of the conference, and the year of what the text leaves undated."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from extractor.article import Article
from extractor.engines.rules.review import Review, opening_blocks
from extractor.reading.claims import between, lies_within
from extractor.reading.model import Block, DateMention, Reading
from extractor.reading.periods import period_year
from extractor.vietnamese.flat import flatten

_EVENT: Final = re.compile(
    r"hội nghị|tổng kết|sơ kết|tổ chức|diễn ra|khai mạc|họp|đại hội|tọa đàm|buổi lễ|phiên|gặp mặt|kiểm điểm|triển khai"
)
_CONFERENCE: Final = re.compile(r"hội nghị|tổng kết|sơ kết|(?<!\w)họp(?!\w)|đại hội")
_OTHER_CONFERENCE: Final = re.compile(
    r"hội nghị (?:trực tuyến )?(?:quán triệt|học tập|tập huấn|báo cáo viên|đối thoại)"
)
_OTHER_DATE: Final = re.compile(
    r"(?:(?:số|chỉ thị|nghị quyết|quyết định|quy định|kế hoạch|kết luận|hướng dẫn|thông báo|công văn|kỷ niệm|thành lập)"
    r"[^,.;]{0,40}|[\w-]+/[\w-]+|\w-[a-z]{2,}|tính đến(?: hết)?|đến(?: hết| thời điểm)?|trước|kể từ|từ|sau|hạn|hết"
    r"|\d{1,2} năm)\s*\(?(?:ngày\s*)?$"
)
_RELATIVE: Final = re.compile(
    r"(?<!\w)(?P<when>hôm nay|(?:sáng|chiều|tối|trưa) nay|hôm qua|(?:sáng|chiều|tối) qua|(?:sáng|chiều) hôm qua)(?!\w)"
)
_BARE_DAY: Final = re.compile(r"(?<!\w)ngày (?P<day>0?[1-9]|[12]\d|3[01])(?![\w/.-])(?! (?:công|tháng|và))")
_MONTHS_OF_NEXT_YEAR: Final = 7
"""A conference on a whole year that was held up to this month was held in the year after it."""
_MONTHS_AFTER_TERM: Final = 3
"""The same for a conference on several years."""


def find_event_date(article: Article, reading: Reading) -> DateMention | None:
    """The date in a sentence on the event, near the article's beginning."""
    flat = flatten(article.text)
    for block in opening_blocks(reading):
        for mention in between(reading.dates, block.extent.start, block.extent.end):
            before = flat[max(block.extent.start, mention.extent.start - 60) : mention.extent.start]
            if _OTHER_DATE.search(before):
                continue
            sentence = _sentence(flat, block, mention)
            tells = _EVENT if block.role == "lead" else _CONFERENCE
            if tells.search(sentence) and not (block.role != "lead" and _OTHER_CONFERENCE.search(sentence)):
                return mention
    return None


def _sentence(flat: str, block: Block, mention: DateMention) -> str:
    start = max(flat.rfind(". ", block.extent.start, mention.extent.start), block.extent.start)
    end = flat.find(". ", mention.extent.end, block.extent.end)
    return flat[start : end if end >= 0 else block.extent.end]


def _day(year: int, mention: DateMention) -> date | None:
    try:
        return date(year, mention.month, mention.day)
    except ValueError:
        return None


def event_day(article: Article, reading: Reading, review: Review, published: date | None) -> date | None:
    """The day of the conference: its year is the written one, else that of the publication, else of the review.

    Without `published` the days that only count from it ("sáng nay") are None.
    """
    mention = find_event_date(article, reading)
    if mention is None:
        return _relative_day(article, reading, published)
    if mention.value is not None:
        return mention.value
    if published is not None:
        days = (_day(year, mention) for year in (published.year, published.year - 1))
        return next((day for day in days if day and day <= published + timedelta(days=2)), None)
    year = _year_by_review(review, mention.month)
    return _day(year, mention) if year else None


def _year_by_review(review: Review, month: int) -> int | None:
    if review.review is not None:
        last = period_year(review.review)
        limit = _MONTHS_OF_NEXT_YEAR if review.review.isdigit() else _MONTHS_AFTER_TERM if "/" in review.review else 0
        return last + 1 if month <= limit else last
    if review.plan is None:
        return None
    planned = int(review.plan[:4])
    part_of_year = review.review_part is not None
    return planned if part_of_year or month <= _MONTHS_OF_NEXT_YEAR else planned - 1


def _relative_day(article: Article, reading: Reading, published: date | None) -> date | None:
    """ "Sáng nay", "hôm qua", "ngày 25", counted from the day of publication."""
    if published is None:
        return None
    flat = flatten(article.text)
    for block in opening_blocks(reading):
        piece = flat[block.extent.start : block.extent.end]
        if not _EVENT.search(piece):
            continue
        if match := _RELATIVE.search(piece):
            return published - timedelta(days=1 if "qua" in match["when"] else 0)
        if block.role == "lead" and (bare := _BARE_DAY.search(piece[:120])):
            return _latest_with_day(int(bare["day"]), published)
    return None


def _latest_with_day(day: int, published: date) -> date | None:
    """The last date up to publication whose day of the month is `day`."""
    days = (published - timedelta(days=back) for back in range(62))
    return next((candidate for candidate in days if candidate.day == day), None)


def latest_year(article: Article, reading: Reading) -> int | None:
    """The latest single year that the article's own text speaks of; terms are left out.

    "Cùng kỳ năm 2016" is said in the year after.
    """
    flat = flatten(article.text)
    content = [block.extent for block in reading.blocks if block.role in ("title", "lead", "body")]
    years = [
        period_year(period.value) + (flat.startswith("cùng kỳ", period.extent.start))
        for period in reading.periods
        if period.value and "/" not in period.value and lies_within(period.extent, content)
    ]
    return max(years, default=None)
