"""Lines that a page prints to say when: "Cập nhật lúc 17:55, Thứ Ba, 06/02/2018 (GMT+7)"."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from extractor.reading.outlets import DOMAIN, named_outlet
from extractor.text.flat import flatten

_DATE: Final = re.compile(
    r"(?<![\d/.-])(?:"
    r"(?P<d>\d{1,2})\s*(?P<sep>[/.-])\s*(?P<m>\d{1,2})\s*(?P=sep)\s*(?P<y>(?:19|20)\d{2})"
    r"|(?P<y2>(?:19|20)\d{2})[/.-](?P<m2>\d{1,2})[/.-](?P<d2>\d{1,2})"
    r"|(?P<d3>\d{1,2})\s*(?:tháng|thg)\s*(?P<m3>\d{1,2}),?\s*(?:năm\s*)?(?P<y3>(?:19|20)\d{2})"
    r"|tháng\s*(?P<m4>\d{1,2})\s+(?P<d4>\d{1,2}),?\s*(?P<y4>(?:19|20)\d{2})"
    r"|(?P<d5>\d{1,2})(?P<sep5>[/-])(?P<m5>\d{1,2})(?P=sep5)(?P<y5>\d{2})(?=,?\s{1,3}\d{1,2}:\d{2})"
    r")(?![\d/])"
)
"""A year of two digits counts before a clock time."""
_TIME: Final = re.compile(r"\d{1,2}\s*(?::|h|g|giờ)\s*\d{2}(?::\d{2})?\s*(?:phút|am|pm|sa|ch)?|\d{1,2}\s*(?:am|pm)\b")
_CUE: Final = re.compile(
    r"(?<![^\W\d_])(?:gmt\s{0,9}[+-]?\s{0,9}\d{0,4}|utc|(?:thứ|t)\s*(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn"
    r"|ngày (?:đăng|cập nhật|tạo|viết|gửi|xuất bản)|đăng (?:ngày|lúc|tải|vào)|cập nhật(?: lần cuối)?|xuất bản|thời gian"
    r"|(?:số )?(?:lượt|lần) (?:xem|đọc|truy cập)|đã xem|xem|tìm kiếm|hôm nay|đăng|ngày|lúc|vào|lượt|lên trang"
    r"|posted|on|am|pm|sa|ch|sáng|chiều|tối)(?![^\W\d_])"
)
_DIGIT: Final = re.compile(r"\d")
_FEWEST_DIGITS: Final = 4
"""Digits that a full date has at least."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_STOP: Final = re.compile(r"[.…][\"”)]*$")

_WEEKDAY: Final = re.compile(r"(?<![^\W\d_])(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)(?![^\W\d_])")
_DOMAIN_AND: Final = re.compile(rf"{DOMAIN.pattern}(?:\s|[,;:|–—-])")
MAX_DATELINE: Final = 140
"""Characters beyond which a line tells more than a date."""
_MAX_OTHER_WORDS: Final = 7


def _parse(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    for suffix in ("", "2", "3", "4", "5"):
        day, month, year = (groups.get(key + suffix) for key in "dmy")
        if day and month and year:
            try:
                return date(int(year) + 2000 * (len(year) == 2), int(month), int(day))
            except ValueError:
                return None
    return None


def dateline_date(line: str) -> date | None:
    """The first full date that the line holds."""
    return next((found for match in _DATE.finditer(flatten(line)) if (found := _parse(match))), None)


def dateline_rest(line: str) -> str:
    """The line with date, time, weekday and their cue words blanked: an outlet or an author may be left."""
    flat = flatten(line)
    kept = list(line)
    for pattern in (_DATE, _TIME, _CUE):
        for match in pattern.finditer(flat):
            kept[match.start() : match.end()] = "\t" * (match.end() - match.start())
    return "".join(kept)


def has_time(line: str) -> bool:
    """Whether a clock time stands in the line: pages print one beside the date they published."""
    return _TIME.search(flatten(line)) is not None


@lru_cache(maxsize=256)
def is_dateline(line: str) -> bool:
    """Whether the line is there to print a full date."""
    if len(line) > MAX_DATELINE and len(" ".join(line.split())) > MAX_DATELINE:
        return False
    if len(_DIGIT.findall(line)) < _FEWEST_DIGITS or dateline_date(line) is None:
        return False
    rest = dateline_rest(line)
    if outlet := named_outlet(line):
        rest = rest[: outlet[0]] + rest[outlet[1] :]  # "Báo và phát thanh, truyền hình Tuyên Quang" is eight words
    others = _WORD.findall(rest)
    if _STOP.search(line) and len(others) >= 3:
        return False
    return len(others) <= _MAX_OTHER_WORDS


def is_printed_date(line: str) -> bool:
    """Whether the line is a full date behind an outlet's domain, or beside a weekday alone: no sentence goes on."""
    if len(line) > MAX_DATELINE or line.endswith((".", ",", ";")) or not is_dateline(line):
        return False
    if _DOMAIN_AND.match(line):
        return True
    return _WEEKDAY.search(flatten(line)) is not None and _WORD.search(dateline_rest(line)) is None
