"""What the sentence with a verb of reviewing says: what it reviews, and where in it the plan begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from extractor.engines.rules.page import Page
from extractor.engines.rules.review import Review, first_plan, review_kind, starts_after, widest, words
from extractor.reading.model import PeriodMention
from extractor.reading.sentences import Sentence
from extractor.text.article import Extent
from extractor.text.lexicon import load_table

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


@cache
def _plan_start() -> re.Pattern[str]:
    sources = sorted(load_table("extractor.engines.rules", "review.toml")["plans"], key=len, reverse=True)
    return re.compile(
        rf"(?:[,;:]| và| gắn với| đồng thời| để)\s{{1,9}}"
        rf"(?:cùng |cũng |đã |cùng nhau |đồng thời |và |mở hội nghị ){{0,9}}"
        rf"(?:{'|'.join(sources)})(?!\w)"
    )


def judge_review(page: Page, sentence: Extent, verb: re.Match[str]) -> Review | None:
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
    chosen = widest(reviewed)
    if chosen is None:
        return _term(region, planned) or _unnumbered(region, planned)
    if not planned:
        later = [period for period in reviewed if starts_after(period, chosen)]
        planned = later[-1:]
    next_ = first_plan(planned)
    return Review(
        kind=review_kind(chosen.value, chosen.part),
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


def by_neighbours(page: Page, order: Sequence[Sentence], number: int) -> Review | None:
    """The topic that a review's own sentence leaves to the one before ("Sau 3 năm thực hiện … Hội nghị sơ kết …")."""
    if number == 0 or order[number - 1].block != order[number].block:
        return None
    before, own = order[number - 1].extent, order[number].extent
    if not words("topics").search(page.flat, before.start, before.end):
        return None
    region = page.flat[before.start : own.end]
    return _thematic(region, page.periods_in(before.start, before.end), [])


def vague_review(page: Page, sentence: Extent, verb: re.Match[str]) -> Review | None:
    """A review of the Party's work that leaves its period wholly to the day it was held."""
    if _BARE_REVIEW.match(page.flat, verb.start(), sentence.end) is None or "tổng kết" not in verb[0]:
        return None
    return Review("annual_review", whole_year=True, sure=False)


def _term(region: str, planned: list[PeriodMention]) -> Review | None:
    """A review of a term that is not numbered where it is named ("sơ kết giữa nhiệm kỳ")."""
    if words("terms").search(region) is None:
        return None
    next_ = first_plan(planned)
    return Review("term_review", plan=next_.value if next_ else None, plan_part=next_.part if next_ else None)


def _is_yearly(region: str, reviewed: list[PeriodMention], topic: re.Match[str]) -> bool:
    """Whether the work of a year is reviewed although a resolution or a topic is named beside it."""
    dated = [period for period in reviewed if period.part or (period.value and "/" not in period.value)]
    if not dated:
        return False
    work = re.search(r"công tác|nhiệm vụ|hoạt động|nghị quyết năm", region)
    return work is not None and work.start() < topic.start()


def _thematic(region: str, reviewed: list[PeriodMention], planned: list[PeriodMention]) -> Review:
    years = None
    if span := _SPAN.search(region):
        years = _COUNTED[span[1]] if span[1] in _COUNTED else int(span[1])
    chosen = widest(reviewed)
    next_ = first_plan(planned)
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
    next_ = first_plan(planned)
    yearly = re.search(r"(?:một|1|cả|cuối|trong) năm|năm qua|năm cũ|công tác năm", region)
    if not yearly and next_ is None:
        return None
    value, part = (next_.value, next_.part) if next_ else (None, None)
    if part == "H2" or (value and value.endswith("-H2")):
        year = value[:4] if value else None
        return Review("half_year_review", f"{year}-H1" if year else None, None if year else "H1", value, part)
    return Review("annual_review", None, None, value, part, whole_year=True)
