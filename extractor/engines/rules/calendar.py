"""The day of the conference, and the year of what the text leaves undated."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from extractor.engines.rules.page import Page, between_any
from extractor.engines.rules.review import Review, words
from extractor.reading.intervals import between
from extractor.reading.model import DateMention
from extractor.reading.periods import period_year

_EVENT: Final = re.compile(
    r"hội nghị|tổng kết|sơ kết|tổ chức|diễn ra|khai mạc|họp|đại hội|tọa đàm|buổi lễ|phiên|gặp mặt|kiểm điểm|triển khai"
    r"|đánh giá|nhìn lại|điểm lại|công bố|rút kinh nghiệm|buổi làm việc|cho ý kiến|xem xét|(?<!\w)dự(?!\w)"
)
_CONFERENCE: Final = re.compile(r"hội nghị|tổng kết|sơ kết|(?<!\w)họp(?!\w)|đại hội|buổi làm việc|(?<!\w)lễ trao")
_OTHER_CONFERENCE: Final = re.compile(
    r"hội nghị (?:trực tuyến )?(?:quán triệt|học tập|tập huấn|báo cáo viên|đối thoại)"
)
_OTHER_DATE: Final = re.compile(
    r"(?:(?:số|chỉ thị|nghị quyết|quyết định|quy định|kế hoạch|kết luận|hướng dẫn|thông báo|công văn|kỷ niệm|thành lập)"
    r"[^,.;]{0,40}|[\w-]{1,20}/[\w-]{1,20}|\w-[a-z]{2,}|tính đến(?: hết)?|đến(?: hết| thời điểm)?|trước|kể từ|từ|sau"
    r"|hạn|hết|\d{1,2} năm)\s{0,9}\(?(?:ngày\s{0,9})?$"
)
_RELATIVE: Final = re.compile(
    r"(?<!\w)(?P<when>hôm nay|(?:sáng|chiều|tối|trưa) nay|hôm qua|(?:sáng|chiều|tối) qua|(?:sáng|chiều) hôm qua)(?!\w)"
)
_DONE: Final = re.compile(r"(?<!\w)(?:đã|(?:kết nạp|thành lập|tổ chức|đạt|mở) được|so với|vượt)(?!\w)")
"""What tells of results although a plan is named beside them."""
_BARE_DAY: Final = re.compile(r"(?<!\w)ngày (?P<day>0?[1-9]|[12]\d|3[01])(?![\w/.-])(?! (?:công|tháng|và))")
_SOON: Final = timedelta(days=5)
"""How soon after an event its report is printed, as a rule."""
_MONTHS_OF_NEXT_YEAR: Final = 7
"""A conference on a whole year that was held up to this month was held in the year after it."""
_MONTHS_AFTER_TERM: Final = 3
"""The same for a conference on several years."""


def find_event_date(page: Page) -> DateMention | None:
    """The date in a sentence on the event, near the article's beginning."""
    for sentence in page.sentences(page.opening):
        start, end = sentence.extent.start, sentence.extent.end
        tells = _EVENT if sentence.role == "lead" else _CONFERENCE
        if not tells.search(page.flat, start, end):
            continue
        if sentence.role != "lead" and _OTHER_CONFERENCE.search(page.flat, start, end):
            continue
        for mention in between(page.reading.dates, start, end):
            before = page.flat[max(start, mention.extent.start - 60) : mention.extent.start]
            if not _OTHER_DATE.search(before) and not between_any(mention.extent, page.reading.intrusions):
                return mention
    return None


def _day(year: int, mention: DateMention) -> date | None:
    try:
        return date(year, mention.month, mention.day)
    except ValueError:
        return None


def event_day(page: Page, review: Review, published: date | None) -> date | None:
    """The day of the conference: its year is the written one, else that of the publication, else of the review.

    Without `published` the days that only count from it ("sáng nay") are None.
    """
    mention = find_event_date(page)
    if mention is None:
        return _relative_day(page, published)
    if mention.value is not None:
        return mention.value
    if published is not None:
        days = (_day(year, mention) for year in (published.year, published.year - 1))
        return next((day for day in days if day and day <= published + timedelta(days=2)), None)
    year = _year_by_review(review, mention.month)
    return _day(year, mention) if year else None


def follows_event(page: Page, printed: date) -> bool:
    """Whether the event's day and month, told without a year, fell in the days before a printed date with a time."""
    mention = find_event_date(page)
    if mention is None or mention.value is not None:
        return False
    held = _day(printed.year, mention)
    return held is not None and timedelta(0) <= printed - held <= _SOON


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


def _relative_day(page: Page, published: date | None) -> date | None:
    """ "Sáng nay", "hôm qua", "ngày 25", counted from the day of publication."""
    if published is None:
        return None
    for block in page.opening:
        piece = page.flat[block.extent.start : block.extent.end]
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


def latest_year(page: Page) -> int | None:
    """The latest single year that the article's own text tells of; terms and years planned for are left out.

    "Cùng kỳ năm 2016" is said in the year after.
    """
    told: list[int] = []
    planned: list[int] = []
    for sentence in page.content_sentences:
        start, end = sentence.extent.start, sentence.extent.end
        ahead = words("plan_signs").search(page.flat, start, end) and not _DONE.search(page.flat, start, end)
        for period in page.periods_in(start, end):
            if period.value and "/" not in period.value:
                year = period_year(period.value) + page.flat.startswith("cùng kỳ", period.extent.start)
                (planned if ahead else told).append(year)
    return max(told or planned, default=None)


def told_year(page: Page) -> int | None:
    """The year of an article that reports no review: of the day in its opening, else the latest one it tells of."""
    mention = find_event_date(page)
    if mention is not None and mention.value is not None:
        return mention.value.year
    return latest_year(page) or dated_year(page)


def dated_year(page: Page) -> int | None:
    """The year of the first whole date in the article's head, of an event that is no conference."""
    heads = (between(page.reading.dates, block.extent.start, block.extent.end) for block in page.opening[:2])
    return next((mention.value.year for head in heads for mention in head if mention.value is not None), None)
