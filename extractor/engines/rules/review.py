"""What the article's conference reviews and plans, as its first sentences say it (guide, section 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractor.article import Article, Extent
from extractor.reading.claims import between, lies_within
from extractor.reading.model import Block, PeriodMention, Reading
from extractor.reading.organizations import find_bodies
from extractor.reading.periods import period_year
from extractor.reading.sentences import Sentence, split_sentences
from extractor.vietnamese.flat import flatten
from extractor.vietnamese.lexicon import load_table

_FIRST_PARAGRAPHS: Final = 6
"""How far into the article the sentence on its event is looked for."""
_LEADING: Final = 3
"""Paragraphs, headline apart, in which a review of a Party body names it."""
_ENOUGH_RESULTS: Final = 2
"""Results of Party work that make an article without a conference a review of its period."""
_CONGRESS: Final = re.compile(
    r"(?:tổ chức(?! thành công)|khai mạc|diễn ra|tiến hành|bế mạc|long trọng)[^.;\n]{0,60}(?<!nghị quyết )đại hội"
    r"(?: đại biểu| điểm| đảng bộ| chi bộ| đảng viên| lần thứ| công đoàn| đoàn)"
    r"|(?<!quyết )(?<!mừng )(?<!tới )đại hội (?:đại biểu |điểm )?(?:đảng bộ|chi bộ|đoàn|hội|công đoàn)[^.;\n]{0,140}"
    r"(?:diễn ra|khai mạc|được tổ chức|thành công tốt đẹp|bế mạc)"
)
_UNTIL: Final = re.compile(r"(?:tính )?đến (?:hết|cuối) tháng (?P<month>0?[2-9]|1[0-2])(?!\d)")
_SETTING_OUT: Final = re.compile(
    r"triển khai (?:phương hướng,? |kế hoạch,? |chương trình,? )?(?:nhiệm vụ|công tác|phương hướng)|đề ra nhiệm vụ"
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


@cache
def _words(table: str) -> re.Pattern[str]:
    sources = load_table("extractor.engines.rules", "review.toml")[table]
    ordered = sorted(sources, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(ordered)})(?!\w)")


@cache
def _plan_start() -> re.Pattern[str]:
    sources = sorted(load_table("extractor.engines.rules", "review.toml")["plans"], key=len, reverse=True)
    return re.compile(
        rf"(?:[,;:]| và| gắn với| đồng thời| để)\s+(?:cùng |cũng |đã |cùng nhau |đồng thời |và |mở hội nghị )*"
        rf"(?:{'|'.join(sources)})(?!\w)"
    )


def opening_blocks(reading: Reading) -> Iterator[Block]:
    """The first paragraphs of the article's own text."""
    blocks = [block for block in reading.blocks if block.role in ("lead", "body")]
    return iter(blocks[:_FIRST_PARAGRAPHS])


def _title_blocks(reading: Reading) -> list[Block]:
    return [block for block in reading.blocks if block.role == "title"]


def _sentences(article: Article, blocks: Sequence[Block]) -> tuple[Sentence, ...]:
    return split_sentences(article.text, blocks, frozenset(["title", "lead", "body", "caption"]))


def _periods_in(reading: Reading, start: int, end: int) -> list[PeriodMention]:
    return list(between(reading.periods, start, end))


def read_review(article: Article, reading: Reading) -> Review:
    """The review that the article reports; kind `other` where it is none of a Party body."""
    flat = flatten(article.text)
    if not _concerns_party(article, reading):
        return Review(conference=False)
    opening = list(opening_blocks(reading))
    stated = _stated(article, reading, flat, opening)
    if stated is not None:
        return stated
    if congress := _congress(reading, flat, opening):
        return congress
    if counted := _counted(reading, flat, opening):
        return counted
    lead = [flat[block.extent.start : block.extent.end] for block in opening if block.role == "lead"]
    return Review(conference=any(re.search(r"hội nghị|(?<!\w)họp(?!\w)|đại hội", words) for words in lead))


def _concerns_party(article: Article, reading: Reading) -> bool:
    """Whether a Party body is itself spoken of in the headline or the first paragraphs."""
    blocks = _title_blocks(reading) + list(opening_blocks(reading))[:_LEADING]
    return any(body.acting for block in blocks for body in find_bodies(article.slice(block.extent)))


def _stated(article: Article, reading: Reading, flat: str, opening: list[Block]) -> Review | None:
    """The review that a sentence with a verb of reviewing states; the headline is asked last."""
    lead = [block for block in opening if block.role == "lead"]
    rest = [block for block in opening if block.role != "lead"]
    order = [*_sentences(article, lead), *_sentences(article, rest), *_sentences(article, _title_blocks(reading))]
    for table in ("verbs", "weak_verbs"):
        for sentence in order:
            start, end = sentence.extent.start, sentence.extent.end
            for verb in _words(table).finditer(flat, start, end):
                if _in_a_name(flat, verb.start()) or not _by_party(article, flat, sentence, verb, table):
                    continue
                found = _judge(reading, flat, Extent(start, end), verb)
                if found is not None and (table == "verbs" or found.review or found.review_part or found.whole_year):
                    return found
    return _planned_only(reading, flat, order)


def _in_a_name(flat: str, at: int) -> bool:
    """Whether the verb only names a paper or part of one ("báo cáo tổng kết", "năm tổng kết")."""
    return flat[max(0, at - 14) : at].endswith(("báo cáo ", "sau khi ", "chờ ", "tiến tới ", "chuẩn bị "))


def _by_party(article: Article, flat: str, sentence: Sentence, verb: re.Match[str], table: str) -> bool:
    """Whether it is a Party body that reviews: no other body is the sentence's subject instead of one.

    A weak verb ("đánh giá kết quả") is believed only beside a Party body or a meeting.
    """
    if any(body.acting for body in find_bodies(article.slice(sentence.extent))):
        return True
    before = flat[sentence.extent.start : verb.start()]
    if _words("strangers").search(before):
        return False
    words = flat[sentence.extent.start : sentence.extent.end]
    return table == "verbs" or re.search(r"hội nghị|(?<!\w)họp(?!\w)", words) is not None


def _judge(reading: Reading, flat: str, sentence: Extent, verb: re.Match[str]) -> Review | None:
    """Kind and periods from what follows the verb, up to where the plan begins."""
    plan = _plan_start().search(flat, verb.end(), sentence.end)
    while plan and not _periods_in(reading, plan.start(), sentence.end) and plan.end() < sentence.end:
        further = _plan_start().search(flat, plan.end(), sentence.end)
        if further is None:
            break
        plan = further
    cut = plan.start() if plan else sentence.end
    reviewed = _periods_in(reading, verb.start(), cut)
    planned = _periods_in(reading, cut, sentence.end)
    region = flat[verb.start() : cut]
    topic = _words("topics").search(region)
    if topic and not _is_yearly(region, reviewed, topic):
        return _thematic(region, reviewed, planned)
    if not reviewed:
        before = _periods_in(reading, sentence.start, verb.start())
        reviewed = (
            before[-1:] if before and not re.search(r"nhiệm kỳ", flat[before[-1].extent.start : verb.start()]) else []
        )
    chosen = _widest(reviewed)
    if chosen is None:
        return _unnumbered(region, planned)
    if not planned:
        later = [period for period in reviewed if _starts_after(period, chosen)]
        planned = later[-1:]
    value, part = chosen.value, chosen.part
    next_ = _first_plan(planned)
    return Review(
        kind=_kind(value, part),
        review=value,
        review_part=part,
        plan=next_.value if next_ else None,
        plan_part=next_.part if next_ else None,
    )


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
    span = re.search(r"(?<!\w)(\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) năm (?!(?:19|20)\d\d)", region)
    words = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
    years = None
    if span:
        years = words[span[1]] if span[1] in words else int(span[1])
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


def _planned_only(reading: Reading, flat: str, order: Sequence[Sentence]) -> Review | None:
    """A conference that only says it sets out a year's tasks reviews the year before."""
    for sentence in order:
        match = _SETTING_OUT.search(flat, sentence.extent.start, sentence.extent.end)
        if match is None:
            continue
        planned = _periods_in(reading, match.start(), sentence.extent.end)
        next_ = _first_plan(planned)
        if next_ and next_.value and next_.value.isdigit():
            return Review("annual_review", str(int(next_.value) - 1), None, next_.value)
        if next_ and (next_.part == "H2" or (next_.value or "").endswith("-H2")):
            year = next_.value[:4] if next_.value else None
            return Review(
                "half_year_review", f"{year}-H1" if year else None, None if year else "H1", next_.value, next_.part
            )
    return None


def _congress(reading: Reading, flat: str, opening: list[Block]) -> Review | None:
    """A congress closes one term and opens the next."""
    blocks = [*opening[:2], *_title_blocks(reading)]
    if not any(_CONGRESS.search(flat[block.extent.start : block.extent.end]) for block in blocks):
        return None
    content = [block.extent for block in reading.blocks if block.role in ("title", "lead", "body")]
    terms = [
        period.value
        for period in reading.periods
        if period.value and "/" in period.value and lies_within(period.extent, content)
    ]
    distinct = sorted(set(terms[:4]), key=period_year)
    if not distinct:
        return Review("congress")
    return Review("congress", distinct[0] if len(distinct) > 1 else None, None, distinct[-1])


def _counted(reading: Reading, flat: str, opening: list[Block]) -> Review | None:
    """An article without a conference that counts what a period brought."""
    head = " ".join(flat[block.extent.start : block.extent.end] for block in opening[:1])
    if _words("others").search(head):
        return None
    content = [block for block in reading.blocks if block.role in ("lead", "body")]
    text = " ".join(flat[block.extent.start : block.extent.end] for block in content)
    if sum(1 for _ in _words("results").finditer(text)) < _ENOUGH_RESULTS:
        return None
    blocks = [*opening[:2], *_title_blocks(reading)]
    found = [period for block in blocks for period in _periods_in(reading, block.extent.start, block.extent.end)]
    single = [period for period in found if not (period.value and "/" in period.value)]
    terms = [period for period in found if flat.startswith(("nhiệm kỳ", "giai đoạn"), period.extent.start)]
    chosen = _widest(single or terms[:1])
    if chosen is None:
        return None
    if (until := _UNTIL.search(head)) and chosen.value and chosen.value.isdigit() and int(until["month"]) < 12:
        part = "H1" if int(until["month"]) == 6 else f"{int(until['month'])}M"
        return Review(_kind(None, part), f"{chosen.value}-{part}", conference=False)
    return Review(_kind(chosen.value, chosen.part), chosen.value, chosen.part, conference=False)


def plan_in_body(article: Article, reading: Reading, review: str) -> str | None:
    """The period that the article's text plans for, where the sentence on the event names none."""
    flat = flatten(article.text)
    wanted = _next_periods(review)
    for sentence in _sentences(article, [block for block in reading.blocks if block.role in ("lead", "body")]):
        words = flat[sentence.extent.start : sentence.extent.end]
        for period in _periods_in(reading, sentence.extent.start, sentence.extent.end):
            value = period.value or (f"{review[:4]}-{period.part}" if period.part else None)
            if value in wanted and _words("plan_signs").search(words):
                return value
    year = review[:4]
    if review.endswith("-H1") and re.search(r"6 tháng cuối|từ nay đến (?:cuối|hết) năm|những tháng cuối năm", flat):
        return f"{year}-H2"
    return None


def _next_periods(review: str) -> tuple[str, ...]:
    """The periods that may follow a reviewed one."""
    year, _, part = review.partition("-")
    if "/" in review:
        last = int(review[5:9])
        terms = [f"{start}/{last + span}" for span in range(2, 11) for start in (last, last + 1)]
        return (*terms, str(last + 1))
    following = str(int(year) + 1)
    if part.startswith("H1"):
        return (f"{year}-H2",)
    if part.startswith("Q") and part != "Q4":
        return (f"{year}-Q{int(part[1]) + 1}", f"{year}-H2")
    if part == "9M":
        return (f"{year}-Q4", f"{year}-H2")
    return (following, f"{following}-H1", f"{following}-Q1")
