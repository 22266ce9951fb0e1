"""What a period means in its article: its year filled in, and whether it is the reviewed or the planned one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractor.engines.rules.draft import EventDraft
from extractor.labels import Phase
from extractor.reading.intervals import between
from extractor.reading.model import PeriodMention
from extractor.text.article import Extent

_ON_A_DAY: Final = re.compile(
    r"(?<![^\W\d_])(?:(?:đến|tới|hết|cuối|từ|ngày)(?: (?:hết|cuối|đầu|giữa|ngày)){0,2}|\d{1,2}) ?$"
)
"""Before a month: a stretch up to it or from it on, or a day of it, for which its year stands (guide, section 1)."""
_SECOND_HALF: Final = 7
BARE_YEAR: Final = re.compile(r"(?<![\w/.,-])(?:19|20)\d\d(?![\w%/-]|[.,]\d)")
"""A year that stands by itself ("riêng 2019")."""
COUNTS: Final = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11,
}  # fmt: skip
"""Words that count months or years."""


def so_many(word: str) -> int:
    """How many months or years a number or a word of `COUNTS` is."""
    return COUNTS.get(word) or int(word)


def half_of(month: int) -> str:
    """The part of a year that holds a single month (guide, section 1: "tháng 6/2025" is `2025-H1`)."""
    return "H2" if month >= _SECOND_HALF else "H1"


def year_of(period: str | None) -> str | None:
    """The year a period lies in; the last one of a span."""
    return None if period is None else period[-4:] if "/" in period else period[:4]


_COMPARED: Final = re.compile(r"[^\s.;:] (?:so với|so|hơn|bằng)(?: cùng kỳ)? $")
"""Before a period that what was told is compared with."""
_BRACKET: Final = 60
"""Characters of a bracket before a number that it dates."""


def before_bracket(flat: str, periods: Sequence[PeriodMention], at: int) -> PeriodMention | None:
    """The period right before the bracket that the number at `at` stands in ("So với năm 2019 (kết nạp 31 …)").

    A bracket after a comparison is about what was compared ("5 người, giảm 2 so với năm 2017 (khiển trách 4 …)").
    """
    opened = flat.rfind("(", max(0, at - _BRACKET), at)
    if opened < 0 or flat.find(")", opened, at) >= 0:
        return None
    found = next((one for one in between(periods, opened - _BRACKET, opened) if one.extent.end == opened - 1), None)
    if found is None or _COMPARED.search(flat, max(0, found.extent.start - 16), found.extent.start):
        return None
    return found


@dataclass(frozen=True)
class PeriodValues:
    """Reads the periods of one article against its event."""

    flat: str
    event: EventDraft
    year: str | None = None
    """The article's own year, for an event that says none."""

    def value(self, mention: PeriodMention, phase: Phase = "result") -> str | None:
        """The mention's period, the year filled in from the event where only a part is written.

        "Cùng kỳ năm 2016" in a review of half of 2017 is the half of 2016; "quý I" among the plans for a year is that
        year's.
        """
        if mention.month is not None and mention.value is not None and not self.told_on_a_day(mention):
            return self.of_month(mention.value, mention.month)
        if mention.value is not None:
            return self._same_stretch(mention, mention.value)
        if mention.part is None:
            return None
        if phase == "target" and self._year_after_year:
            return f"{self.event.plan_period}-{mention.part}"
        if self.flat.startswith((" năm ngoái", " năm trước"), mention.extent.end) and (
            year := self.event.review_period or self.year
        ):
            return f"{int(year[:4]) - 1}-{mention.part}"
        for known in (self.event.plan_period, self.event.review_period):
            if known is not None and known.endswith("-" + mention.part):
                return known
        if (self.event.review_period or "").endswith("-H2") and _PAST_HALF.match(self.flat, mention.extent.start):
            return self.event.review_period
        held = str(self.event.held_on.year) if self.event.held_on else self.year
        year = year_of(self.event.review_period) or held
        return None if year is None else f"{year}-{mention.part}"

    def of_month(self, year: str, month: int) -> str:
        """The period that holds a single month: the quarter that is reviewed, else the half of its year."""
        quarter = f"{year}-Q{(month + 2) // 3}"
        return quarter if quarter == self.event.review_period else f"{year}-{half_of(month)}"

    @property
    def _year_after_year(self) -> bool:
        """Whether one whole year is reviewed and the next one planned."""
        review, plan = self.event.review_period, self.event.plan_period
        return review is not None and plan is not None and review.isdigit() and plan.isdigit() and review < plan

    def told_on_a_day(self, mention: PeriodMention) -> bool:
        """Whether a month stands for a day up to which is counted, or from which on."""
        start = mention.extent.start
        return _ON_A_DAY.search(self.flat[max(0, start - 20) : start]) is not None

    def _same_stretch(self, mention: PeriodMention, value: str) -> str:
        review = self.event.review_period
        if review is None or "-" not in review or not value.isdigit():
            return value
        start = mention.extent.start
        before = self.flat[max(0, start - 16) : start].rstrip()
        same = self.flat.startswith("cùng kỳ", start) or before.endswith(("cùng kỳ", "cùng kỳ của"))
        return value + review[4:] if same else value

    def phase(self, mention: PeriodMention) -> Phase | None:
        """Whether the period is the planned or the reviewed one; None where it is neither."""
        period = mention.value if mention.month is not None else self.value(mention)
        if mention.value is None and self._year_after_year:
            return None
        plan, review = self.event.plan_period, self.event.review_period
        if period is None:
            return None
        if plan is not None and period == plan:
            return "target" if plan != review else None
        if review is not None and (period == review or year_of(period) == year_of(review)):
            if plan is not None and year_of(plan) == year_of(review):
                return "result" if period == review else None
            return "result"
        if plan is not None and review is not None and period.isdigit() and plan.isdigit():
            return "target" if period >= plan else "result"
        return None


_PAST_HALF: Final = re.compile(r"(?:6|sáu|nửa|06) (?:tháng|năm) (?:vừa )?(?:qua|rồi)")
"""Half a year up to now: in a review of a second half that one."""


def follows_a_congress(flat: str, start: int) -> bool:
    """Whether a term that begins at `start` is of a congress ("tổ chức xong đại hội nhiệm kỳ 2020 - 2025")."""
    return _OF_A_CONGRESS.search(flat[max(0, start - _NAME) : start]) is not None


def names_a_congress(flat: str, review: str | None, sentence: Extent, mention: PeriodMention) -> bool:
    """Whether a term is of the name of a congress that the reviewed year held ("Đại hội nhiệm kỳ 2025 - 2030")."""
    if not (review or "").isdigit() or "/" not in (mention.value or ""):
        return False
    return flat.rfind("đại hội", max(sentence.start, mention.extent.start - _NAME), mention.extent.start) >= 0


def of_another_item(flat: str, sentence: Extent, mention: PeriodMention, at: Extent) -> bool:
    """Whether a semicolon ends the item of a list that the period stands inside of, and not at the head of."""
    if flat.find(";", mention.extent.end, at.start) < 0 or flat.startswith((",", "),"), mention.extent.end):
        return False
    marks = (flat.rfind(mark, sentence.start, mention.extent.start) for mark in ";:")
    return mention.extent.start - max(sentence.start, *(at + 1 for at in marks)) > _ITEM_HEAD


_OF_A_CONGRESS: Final = re.compile(r"(?<!\w)đại hội(?! đại biểu toàn quốc)[^.;:,\d]{0,40}(?:,? nhiệm kỳ)? \(?$")
_ITEM_HEAD: Final = 14
"""Characters from where an item of a list begins within which a period heads it, and what follows it."""
_NAME: Final = 60
"""Characters between "đại hội" and the term in its name."""
