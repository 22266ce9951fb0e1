"""What the article's conference reviews and plans, as its first sentences say it (guide, section 1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractor.engines.rules.page import Page
from extractor.engines.rules.review import Review, first_plan, words
from extractor.engines.rules.review_counted import counted_review, tells_of_party
from extractor.engines.rules.review_sentence import by_neighbours, judge_review, vague_review
from extractor.reading.periods import period_year
from extractor.reading.sentences import Sentence

_LEADING: Final = 3
"""Paragraphs, headline apart, in which a review of a Party body names it."""
_CONGRESS: Final = re.compile(
    r"(?:tổ chức(?! thành công| cơ sở| đảng)|khai mạc|diễn ra|tiến hành|bế mạc|long trọng)"
    r"[^.;\n]{0,60}(?<!nghị quyết )đại hội"
    r"(?! (?:đảng bộ|đảng|chi bộ)(?:, chi bộ)? (?:các cấp|cơ sở))"
    r"(?: đại biểu| điểm| đảng bộ| chi bộ| đảng viên| lần thứ| công đoàn| đoàn)"
    r"|(?<!quyết )(?<!mừng )(?<!tới )đại hội (?!(?:đảng bộ|đảng|chi bộ)(?:, chi bộ)? (?:các cấp|cơ sở))"
    r"(?:đại biểu |điểm )?(?:đảng bộ|chi bộ|đoàn|hội|công đoàn)[^.;\n]{0,140}"
    r"(?:diễn ra|khai mạc|được tổ chức|thành công tốt đẹp|bế mạc)"
    r"|(?<!\w)(?:dự|tham dự|về dự|tại) (?:phiên [^\W\d_]{1,9} )?đại hội (?:đại biểu |điểm )?(?:đảng bộ|chi bộ)"
    r"(?! (?:các cấp|cơ sở|tỉnh|huyện|thành phố|cấp))[^.;\n]{0,80}nhiệm kỳ"
    r"|(?:^|(?<=\n))đại hội (?:đại biểu |điểm )?(?:đảng bộ|chi bộ) [^.;\n]{3,90}"
)
_SETTING_OUT: Final = re.compile(
    r"triển khai (?:phương hướng,? |kế hoạch,? |chương trình,? )?(?:nhiệm vụ|công tác|phương hướng)"
    r"|đề ra nhiệm vụ|ra nghị quyết (?:lãnh đạo )?(?:về )?(?:thực hiện )?(?:các )?nhiệm vụ"
)
_HELD_REVIEW: Final = re.compile(
    r"(?:tại|trong|của) (?:hội nghị|buổi|phiên họp|cuộc họp)(?: làm việc| trực tuyến| báo chí)*"
    r" (?:sơ kết|tổng kết|(?:được |do )?(?:[^\W\d_]+ ){0,6}(?:sáng|chiều|tối|ngày|hôm) (?:nay|qua|\d|ngày))"
)
_SESSION: Final = re.compile(
    r"(?:ubkt|ủy ban kiểm tra)[^.;\n]{0,80}(?:kỳ họp(?: lần)?(?: thứ)?|họp kỳ(?: thứ)?) \d"
    r"|kỳ họp(?: lần)? thứ \d{1,3},? (?:của )?(?:ubkt|ủy ban kiểm tra)"
)
"""A commission's session on single cases: what it examines is no period's work."""
_SHORTEST_TERM: Final = 4
"""Years by which the ends of a term differ, at least."""
_MEETING: Final = re.compile(
    r"hội nghị|(?<!\w)họp(?!\w)|đại hội|(?<!\w)buổi lễ|(?<!\w)lễ (?:trao|công bố|kết nạp|khai giảng|bế giảng|ra mắt)"
    r"|(?<!\w)tổ chức trao|(?<!\w)kỳ họp|(?<!\w)buổi làm việc"
)


def read_review(page: Page) -> Review:
    """The review that the article reports; kind `other` where it is none of a Party body."""
    if not _concerns_party(page):
        return Review(conference=False)
    if (stated := _stated(page)) is not None:
        return stated
    if congress := _congress(page):
        return congress
    if counted := counted_review(page):
        held = any(_HELD_REVIEW.search(page.flat, one.extent.start, one.extent.end) for one in page.opening)
        return replace(counted, conference=held)
    lead = [page.flat[block.extent.start : block.extent.end] for block in page.opening if block.role == "lead"]
    return Review(conference=any(_MEETING.search(words) for words in lead))


def _concerns_party(page: Page) -> bool:
    """Whether the article is about Party work: its head says so, or a Party body acts in its first paragraphs."""
    blocks = page.title + page.opening[:_LEADING]
    return tells_of_party(page) or any(page.acts(block.extent) for block in blocks)


def _stated(page: Page) -> Review | None:
    """The review that a sentence with a verb of reviewing states; the headline is asked last."""
    lead = [block for block in page.opening if block.role == "lead"]
    rest = [block for block in page.opening if block.role != "lead"]
    order = [*page.sentences(lead), *page.sentences(rest), *page.sentences(page.title)]
    vague: Review | None = None
    session = any(_SESSION.search(page.flat, block.extent.start, block.extent.end) for block in page.opening[:1])
    for table in ("verbs",) if session else ("verbs", "weak_verbs"):
        for number, sentence in enumerate(order):
            for verb in words(table).finditer(page.flat, sentence.extent.start, sentence.extent.end):
                if _in_a_name(page.flat, verb.start()) or not _by_party(page, sentence, verb, table):
                    continue
                found = judge_review(page, sentence.extent, verb)
                if found is None and table == "verbs":
                    found = by_neighbours(page, order, number)
                    vague = vague or vague_review(page, sentence.extent, verb)
                if found is not None and (table == "verbs" or found.review or found.review_part or found.whole_year):
                    return found
    return _planned_only(page, order) or vague


def _in_a_name(flat: str, at: int) -> bool:
    """Whether the verb only names a paper or part of one ("báo cáo tổng kết", "năm tổng kết")."""
    return flat[max(0, at - 14) : at].endswith(("báo cáo ", "sau khi ", "chờ ", "tiến tới ", "chuẩn bị "))


def _by_party(page: Page, sentence: Sentence, verb: re.Match[str], table: str) -> bool:
    """Whether it is a Party body that reviews: no other body is the sentence's subject instead of one.

    A weak verb ("đánh giá kết quả") is believed only beside a Party body or a meeting.
    """
    if page.acts(sentence.extent):
        return True
    if words("strangers").search(page.flat, sentence.extent.start, verb.start()):
        return False
    return table == "verbs" or _MEETING.search(page.flat, sentence.extent.start, sentence.extent.end) is not None


def _planned_only(page: Page, order: Sequence[Sentence]) -> Review | None:
    """A conference that only says it sets out a year's tasks reviews the year before."""
    for sentence in order:
        match = _SETTING_OUT.search(page.flat, sentence.extent.start, sentence.extent.end)
        if match is None:
            continue
        next_ = first_plan(page.periods_in(match.start(), sentence.extent.end))
        if next_ and next_.value and next_.value.isdigit():
            return Review("annual_review", str(int(next_.value) - 1), None, next_.value)
        if next_ and (next_.part == "H2" or (next_.value or "").endswith("-H2")):
            year = next_.value[:4] if next_.value else None
            return Review(
                "half_year_review", f"{year}-H1" if year else None, None if year else "H1", next_.value, next_.part
            )
    return None


def _is_term(span: str) -> bool:
    """Whether years from and to are as long as a term, no stretch in its midst ("3 năm liền (2022 - 2024)")."""
    return int(span[5:]) - int(span[:4]) >= _SHORTEST_TERM


def _congress(page: Page) -> Review | None:
    """A congress closes one term and opens the next."""
    blocks = [*page.opening[:2], *page.title]
    if not any(_CONGRESS.search(page.flat, block.extent.start, block.extent.end) for block in blocks):
        return None
    terms = [
        period.value
        for period in page.periods
        if period.value and "/" in period.value and page.is_content(period.extent) and _is_term(period.value)
    ]
    distinct = sorted(set(terms[:4]), key=period_year)
    if not distinct:
        return Review("congress")
    return Review("congress", distinct[0] if len(distinct) > 1 else None, None, distinct[-1])
