"""The period that the article plans for, where the sentence on the event names none."""

from __future__ import annotations

import re
from typing import Final

from extractor.engines.rules.page import Page
from extractor.engines.rules.review import words

_NEXT_YEAR: Final = re.compile(
    r"(?<!\w)(?:chỉ tiêu|mục tiêu|nhiệm vụ|phấn đấu|phương hướng|kế hoạch)(?: [^\W\d_]+){0,5}"
    r" (?:trong )?năm (?:tới|sau|mới)(?!\w)"
    r"|(?<!\w)năm (?:tới|sau),?(?: [^\W\d_]+,?){0,5} (?:chỉ tiêu|mục tiêu|phấn đấu|kết nạp)(?!\w)"
)
"""A year that is planned for and not called by its number."""


def plan_in_body(page: Page, review: str) -> str | None:
    """The period that the article's text plans for, where the sentence on the event names none."""
    wanted = _next_periods(review)
    for sentence in page.sentences(page.text_blocks):
        start, end = sentence.extent.start, sentence.extent.end
        for period in page.periods_in(start, end):
            value = period.value or (f"{review[:4]}-{period.part}" if period.part else None)
            if value in wanted and words("plan_signs").search(page.flat, start, end):
                return value
    year, _, part = review.partition("-")
    if not part and "/" not in review and _NEXT_YEAR.search(page.flat):
        return str(int(year) + 1)
    if part == "H1" and words("rest_of_year").search(page.flat):
        return f"{year}-H2"
    if part == "9M" and words("rest_of_year").search(page.flat):
        return f"{year}-Q4"
    return None


def _next_periods(review: str) -> tuple[str, ...]:
    """The periods that may follow a reviewed one."""
    year, _, part = review.partition("-")
    if "/" in review:
        last = int(review[5:9])
        terms = [f"{start}/{last + span}" for span in range(1, 11) for start in (last, last + 1) if start < last + span]
        return (*terms, str(last + 1))
    following = str(int(year) + 1)
    if part.startswith("H1"):
        return (f"{year}-H2",)
    if part.startswith("Q") and part != "Q4":
        return (f"{year}-Q{int(part[1]) + 1}", f"{year}-H2")
    if part == "9M":
        return (f"{year}-Q4", f"{year}-H2")
    return (following, f"{following}-H1", f"{following}-Q1")
