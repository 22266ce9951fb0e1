"""What the article's conference reviews and plans, as its first sentences say it (guide, section 1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from extractor.article import Extent
from extractor.engines.rules.as_of import counted_up_to, counted_up_to_month
from extractor.engines.rules.page import Page
from extractor.reading.model import Block, PeriodMention
from extractor.reading.periods import period_year
from extractor.reading.sentences import Sentence
from extractor.vietnamese.lexicon import load_table

_LEADING: Final = 3
"""Paragraphs, headline apart, in which a review of a Party body names it."""
_HEAD: Final = 1
"""Paragraphs, headline apart, in which the subject of an article is said."""
_ENOUGH_RESULTS: Final = 2
"""Results of Party work that make an article without a conference a review of its period."""
_CONGRESS: Final = re.compile(
    r"(?:tổ chức(?! thành công| cơ sở| đảng)|khai mạc|diễn ra|tiến hành|bế mạc|long trọng)"
    r"[^.;\n]{0,60}(?<!nghị quyết )đại hội"
    r"(?! (?:đảng bộ|đảng|chi bộ)(?:, chi bộ)? (?:các cấp|cơ sở))"
    r"(?: đại biểu| điểm| đảng bộ| chi bộ| đảng viên| lần thứ| công đoàn| đoàn)"
    r"|(?<!quyết )(?<!mừng )(?<!tới )đại hội (?!(?:đảng bộ|đảng|chi bộ)(?:, chi bộ)? (?:các cấp|cơ sở))"
    r"(?:đại biểu |điểm )?(?:đảng bộ|chi bộ|đoàn|hội|công đoàn)[^.;\n]{0,140}"
    r"(?:diễn ra|khai mạc|được tổ chức|thành công tốt đẹp|bế mạc)"
)
_UNTIL: Final = re.compile(r"(?:tính )?đến (?:hết|cuối) tháng (?P<month>0?[2-9]|1[0-2])(?!\d)")
_UNTIL_QUARTER: Final = re.compile(r"đến (?:hết|cuối) quý (?:ii|iii|2|3)(?!\w)")
_SUMMED: Final = {"Q2": "H1", "Q3": "9M"}
"""A quarter up to whose end is counted, as the part of the year that ends with it."""
_SETTING_OUT: Final = re.compile(
    r"triển khai (?:phương hướng,? |kế hoạch,? |chương trình,? )?(?:nhiệm vụ|công tác|phương hướng)"
    r"|đề ra nhiệm vụ|ra nghị quyết (?:lãnh đạo )?(?:về )?(?:thực hiện )?(?:các )?nhiệm vụ"
)
_HELD_REVIEW: Final = re.compile(r"(?:tại|trong|của) (?:hội nghị|buổi|phiên họp) (?:trực tuyến )?(?:sơ kết|tổng kết)")
_MEETING: Final = re.compile(r"hội nghị|(?<!\w)họp(?!\w)|đại hội")
_SEPARATOR: Final = re.compile(r"[,;:]| - | và | đồng thời | nơi | để | rồi ")
_PLANNED_BEFORE: Final = re.compile(
    r"(?<!\w)(?:nhiệm vụ|phương hướng|kế hoạch|chương trình|mục tiêu|chỉ tiêu|giải pháp|công việc|phần việc|dự kiến"
    r"|chốt|đề ra|đặt ra|triển khai|phấn đấu|hướng tới|bước sang|bước vào|xác định|quyết tâm)(?!\w)"
)
_DONE_BEFORE: Final = re.compile(
    r"(?<!\w)(?:kết quả|tình hình|(?<!triển khai )thực hiện|hoàn thành|đánh giá|nhìn lại|tổng kết|sơ kết|kiểm điểm"
    r"|khép lại|qua)(?!\w)"
)
_PLANNED_AFTER: Final = re.compile(
    r"[^.;\n]{0,90}?(?<!\w)(?:phấn đấu|quyết tâm|đặt mục tiêu|đặt chỉ tiêu|đặt ra|sẽ)(?!\w)"
)
_PAST_YEAR: Final = re.compile(r"(?<!\w)(?:năm (?:vừa )?qua|năm cũ|(?:một|1) năm(?: (?:vừa )?qua)?|cả năm)(?!\w)")
_COUNTED: Final = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_SPAN: Final = re.compile(rf"(?<!\w)(\d{{1,2}}|{'|'.join(_COUNTED)}) năm (?!(?:19|20)\d\d)")
_BARE_REVIEW: Final = re.compile(
    r"(?:tổng kết|sơ kết)(?: (?:công tác|nhiệm vụ|hoạt động|việc thực hiện nhiệm vụ)|(?=[,.;)]| do | diễn ra| được "
    r"| vào| sáng| chiều| ngày| hôm|$))"
)


@dataclass(frozen=True, slots=True)
class Review:
    """What is reviewed and planned: kind, and each period as far as the text says it.

    `review`, `plan` are periods with their year; `review_part`, `plan_part` (H1, 9M, Q3) wait for one.
    `whole_year` says that a year was reviewed whose number the sentence leaves out ("nhìn lại một năm").
    """

    kind: str = "other"
    review: str | None = None
    review_part: str | None = None
    plan: str | None = None
    plan_part: str | None = None
    whole_year: bool = False
    spans: int | None = None
    """How many years a thematic review looks back on ("sơ kết 5 năm thực hiện")."""
    conference: bool = True
    """Whether a conference is told of; false where the article only counts."""
    sure: bool = True
    """Whether the sentence itself says the period; false where it only stands near."""


@cache
def words(table: str) -> re.Pattern[str]:
    """The words of one table of `data/review.toml`, as whole words."""
    sources = load_table("extractor.engines.rules", "review.toml")[table]
    ordered = sorted(sources, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(ordered)})(?!\w)")


@cache
def _plan_start() -> re.Pattern[str]:
    sources = sorted(load_table("extractor.engines.rules", "review.toml")["plans"], key=len, reverse=True)
    return re.compile(
        rf"(?:[,;:]| và| gắn với| đồng thời| để)\s{{1,9}}"
        rf"(?:cùng |cũng |đã |cùng nhau |đồng thời |và |mở hội nghị ){{0,9}}"
        rf"(?:{'|'.join(sources)})(?!\w)"
    )


def read_review(page: Page) -> Review:
    """The review that the article reports; kind `other` where it is none of a Party body."""
    if not _concerns_party(page):
        return Review(conference=False)
    if (stated := _stated(page)) is not None:
        return stated
    if congress := _congress(page):
        return congress
    if counted := _counted(page):
        held = any(_HELD_REVIEW.search(page.flat, one.extent.start, one.extent.end) for one in page.opening)
        return replace(counted, conference=held)
    lead = [page.flat[block.extent.start : block.extent.end] for block in page.opening if block.role == "lead"]
    return Review(conference=any(_MEETING.search(words) for words in lead))


def tells_of_party(page: Page) -> bool:
    """Whether the head of the article speaks of the Party's bodies, members or work."""
    head = page.title + page.opening[:_HEAD]
    return any(words("party").search(page.flat, block.extent.start, block.extent.end) for block in head)


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
    for table in ("verbs", "weak_verbs"):
        for number, sentence in enumerate(order):
            for verb in words(table).finditer(page.flat, sentence.extent.start, sentence.extent.end):
                if _in_a_name(page.flat, verb.start()) or not _by_party(page, sentence, verb, table):
                    continue
                found = _judge(page, sentence.extent, verb)
                if found is None and table == "verbs":
                    found = _by_neighbours(page, order, number)
                    vague = vague or _vague(page, sentence.extent, verb)
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


def _judge(page: Page, sentence: Extent, verb: re.Match[str]) -> Review | None:
    """Kind and periods from what follows the verb, up to where the plan begins."""
    flat = page.flat
    cut = _plan_cut(page, sentence, verb.end())
    reviewed = page.periods_in(verb.start(), cut)
    planned = page.periods_in(cut, sentence.end)
    moved = [period for period in reviewed if _is_planned(flat, verb.end(), period)]
    reviewed = [period for period in reviewed if period not in moved]
    planned = moved + planned
    region = flat[verb.start() : moved[0].extent.start if moved else cut]
    topic = words("topics").search(region)
    if topic and not _is_yearly(region, reviewed, topic):
        return _thematic(region, reviewed, planned)
    sure = bool(reviewed)
    if not reviewed and not _PAST_YEAR.search(region):
        before = page.periods_in(sentence.start, verb.start())
        ahead = [period for period in before if _is_ahead(flat, sentence.start, period)]
        planned = planned or ahead
        past = [period for period in before if period not in ahead]
        reviewed = past[-1:] if not (past and "nhiệm kỳ" in flat[past[-1].extent.start : verb.start()]) else []
    chosen = _widest(reviewed)
    if chosen is None and (earlier := words("topics").search(flat, sentence.start, verb.start())) is not None:
        told_before = flat[sentence.start : verb.start()]
        if not _is_yearly(told_before, reviewed, earlier) and _SPAN.search(told_before):
            return _thematic(told_before, page.periods_in(sentence.start, verb.start()), planned)
    if chosen is None:
        return _term(region, planned) or _unnumbered(region, planned)
    if not planned:
        later = [period for period in reviewed if _starts_after(period, chosen)]
        planned = later[-1:]
    next_ = _first_plan(planned)
    return Review(
        kind=_kind(chosen.value, chosen.part),
        review=chosen.value,
        review_part=chosen.part,
        plan=next_.value if next_ else None,
        plan_part=next_.part if next_ else None,
        sure=sure,
    )


def _plan_cut(page: Page, sentence: Extent, after: int) -> int:
    """Where in the sentence the plan begins; its end where none does."""
    plan = _plan_start().search(page.flat, after, sentence.end)
    while plan and not page.periods_in(plan.start(), sentence.end) and plan.end() < sentence.end:
        further = _plan_start().search(page.flat, plan.end(), sentence.end)
        if further is None:
            break
        plan = further
    return plan.start() if plan else sentence.end


def _is_planned(flat: str, start: int, period: PeriodMention) -> bool:
    """Whether the words since the last mark say that the period is planned for ("…, nơi họ chốt nhiệm vụ năm X")."""
    marks = list(_SEPARATOR.finditer(flat, start, period.extent.start))
    if not marks:
        return False
    piece = flat[marks[-1].end() : period.extent.start]
    return _PLANNED_BEFORE.search(piece) is not None and _DONE_BEFORE.search(piece) is None


def _is_ahead(flat: str, start: int, period: PeriodMention) -> bool:
    """Whether a period named before the verb is one that is planned for."""
    marks = list(_SEPARATOR.finditer(flat, start, period.extent.start))
    piece = flat[marks[-1].end() if marks else start : period.extent.start]
    if _DONE_BEFORE.search(piece):
        return False
    return _PLANNED_BEFORE.search(piece) is not None or _PLANNED_AFTER.match(flat, period.extent.end) is not None


def _by_neighbours(page: Page, order: Sequence[Sentence], number: int) -> Review | None:
    """The topic that a review's own sentence leaves to the one before ("Sau 3 năm thực hiện … Hội nghị sơ kết …")."""
    if number == 0 or order[number - 1].block != order[number].block:
        return None
    before, own = order[number - 1].extent, order[number].extent
    if not words("topics").search(page.flat, before.start, before.end):
        return None
    region = page.flat[before.start : own.end]
    return _thematic(region, page.periods_in(before.start, before.end), [])


def _vague(page: Page, sentence: Extent, verb: re.Match[str]) -> Review | None:
    """A review of the Party's work that leaves its period wholly to the day it was held."""
    if _BARE_REVIEW.match(page.flat, verb.start(), sentence.end) is None or "tổng kết" not in verb[0]:
        return None
    if words("topics").search(page.flat, sentence.start, sentence.end):
        return None
    return Review("annual_review", whole_year=True, sure=False)


def _term(region: str, planned: list[PeriodMention]) -> Review | None:
    """A review of a term that is not numbered where it is named ("sơ kết giữa nhiệm kỳ")."""
    if words("terms").search(region) is None:
        return None
    next_ = _first_plan(planned)
    return Review("term_review", plan=next_.value if next_ else None, plan_part=next_.part if next_ else None)


def _is_yearly(region: str, reviewed: list[PeriodMention], topic: re.Match[str]) -> bool:
    """Whether the work of a year is reviewed although a resolution or a topic is named beside it."""
    dated = [period for period in reviewed if period.part or (period.value and "/" not in period.value)]
    if not dated:
        return False
    if re.search(
        r"xây dựng đảng|công tác (?:kiểm tra|tổ chức|dân vận|tuyên giáo|đảng|năm)|nhiệm vụ (?:năm|công tác)", region
    ):
        return True
    work = re.search(r"công tác|nhiệm vụ|hoạt động|nghị quyết năm", region)
    return work is not None and work.start() < topic.start()


def _thematic(region: str, reviewed: list[PeriodMention], planned: list[PeriodMention]) -> Review:
    years = None
    if span := _SPAN.search(region):
        years = _COUNTED[span[1]] if span[1] in _COUNTED else int(span[1])
    chosen = _widest(reviewed)
    next_ = _first_plan(planned)
    return Review(
        kind="thematic_review",
        review=chosen.value if chosen else None,
        review_part=chosen.part if chosen else None,
        plan=next_.value if next_ else None,
        plan_part=next_.part if next_ else None,
        spans=years,
    )


def _unnumbered(region: str, planned: list[PeriodMention]) -> Review | None:
    """A review whose period the sentence leaves to its plan ("nhìn lại một năm")."""
    next_ = _first_plan(planned)
    yearly = re.search(r"(?:một|1|cả|cuối|trong) năm|năm qua|năm cũ|công tác năm", region)
    if not yearly and next_ is None:
        return None
    value, part = (next_.value, next_.part) if next_ else (None, None)
    if part == "H2" or (value and value.endswith("-H2")):
        year = value[:4] if value else None
        return Review("half_year_review", f"{year}-H1" if year else None, None if year else "H1", value, part)
    return Review("annual_review", None, None, value, part, whole_year=True)


def _rank(period: PeriodMention) -> tuple[int, int]:
    """How much of a review a period is: a term, then half a year, nine months, a quarter; else the year."""
    part = period.part or (period.value.partition("-")[2] if period.value else "")
    if period.value and "/" in period.value:
        return (1, 0)
    if part.endswith("M"):
        return (4, int(part[:-1]))
    if part.startswith("H"):
        return (4, 6)
    return (3, 0) if part.startswith("Q") else (2, 0)


def _widest(periods: Sequence[PeriodMention]) -> PeriodMention | None:
    """The period that is reviewed: of "quý III và 9 tháng" the nine months, of several years the first."""
    if not periods:
        return None
    best = max(_rank(period) for period in periods)
    return next(period for period in periods if _rank(period) == best)


def _first_plan(periods: Sequence[PeriodMention]) -> PeriodMention | None:
    """The period that is planned; a term beside a year is a resolution's."""
    single = [period for period in periods if not (period.value and "/" in period.value)]
    return next(iter(single or periods), None)


def _starts_after(period: PeriodMention, chosen: PeriodMention) -> bool:
    if period is chosen or period.extent.start < chosen.extent.start:
        return False
    if period.value and chosen.value:
        return period.value > chosen.value
    return (period.part or period.value) != (chosen.part or chosen.value)


def _kind(value: str | None, part: str | None) -> str:
    """The kind of review that a period makes."""
    tail = part or (value.partition("-")[2] if value else "")
    if value and "/" in value:
        return "term_review"
    if tail.startswith("H"):
        return "half_year_review"
    return "quarterly_review" if tail else "annual_review"


def _planned_only(page: Page, order: Sequence[Sentence]) -> Review | None:
    """A conference that only says it sets out a year's tasks reviews the year before."""
    for sentence in order:
        match = _SETTING_OUT.search(page.flat, sentence.extent.start, sentence.extent.end)
        if match is None:
            continue
        next_ = _first_plan(page.periods_in(match.start(), sentence.extent.end))
        if next_ and next_.value and next_.value.isdigit():
            return Review("annual_review", str(int(next_.value) - 1), None, next_.value)
        if next_ and (next_.part == "H2" or (next_.value or "").endswith("-H2")):
            year = next_.value[:4] if next_.value else None
            return Review(
                "half_year_review", f"{year}-H1" if year else None, None if year else "H1", next_.value, next_.part
            )
    return None


def _congress(page: Page) -> Review | None:
    """A congress closes one term and opens the next."""
    blocks = [*page.opening[:2], *page.title]
    if not any(_CONGRESS.search(page.flat, block.extent.start, block.extent.end) for block in blocks):
        return None
    terms = [
        period.value
        for period in page.periods
        if period.value and "/" in period.value and page.is_content(period.extent)
    ]
    distinct = sorted(set(terms[:4]), key=period_year)
    if not distinct:
        return Review("congress")
    return Review("congress", distinct[0] if len(distinct) > 1 else None, None, distinct[-1])


def _counted(page: Page) -> Review | None:
    """An article without a conference that counts what a period brought."""
    flat = page.flat
    head = " ".join(flat[block.extent.start : block.extent.end] for block in page.opening[:1])
    headline = page.sentences(page.title)
    told = tells_of_party(page) and any(
        words("results").search(flat, one.extent.start, one.extent.end) for one in headline
    )
    first = headline if told else [*page.sentences(page.opening[:1])[:1], *headline]
    if any(words("others").search(flat, one.extent.start, one.extent.end) for one in first):
        return None
    found = 0
    for sentence in page.content_sentences:
        if sentence.role != "title" or told:
            found += sum(1 for _ in words("results").finditer(flat, sentence.extent.start, sentence.extent.end))
    if found < _ENOUGH_RESULTS:
        return None
    blocks: list[Block] = [*page.opening[:2], *page.title]
    near = [period for block in blocks for period in page.periods_in(block.extent.start, block.extent.end)]
    single = [period for period in near if not (period.value and "/" in period.value)]
    terms = [period for period in near if flat.startswith(("nhiệm kỳ", "giai đoạn"), period.extent.start)]
    terms = [term for term in terms if "kỳ họp" not in flat[max(0, term.extent.start - 24) : term.extent.start]]
    chosen = _widest(single or terms[:1])
    if chosen is None or counted_up_to_month(page) is not None:
        return _up_to(page)
    if chosen.part in _SUMMED and _UNTIL_QUARTER.search(head):
        return Review(_kind(None, _SUMMED[chosen.part]), review_part=_SUMMED[chosen.part], conference=False)
    if (until := _UNTIL.search(head)) and chosen.value and chosen.value.isdigit() and int(until["month"]) < 12:
        part = "H1" if int(until["month"]) == 6 else f"{int(until['month'])}M"
        return Review(_kind(None, part), f"{chosen.value}-{part}", conference=False)
    return Review(_kind(chosen.value, chosen.part), chosen.value, chosen.part, conference=False)


def _up_to(page: Page) -> Review | None:
    """The period from the year's beginning up to the day or the month that the opening counts to."""
    counted = counted_up_to_month(page) or counted_up_to(page)
    if counted is None:
        return None
    year, part = counted
    return Review(_kind(year, part), f"{year}-{part}" if part else year, conference=False)


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
