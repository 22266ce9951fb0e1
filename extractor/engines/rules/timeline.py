"""The period of each quantity: its event's by phase, unless a period stands in its clause (guide, section 1)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from extractor.engines.rules.draft import EventDraft
from extractor.engines.rules.mentions import (
    PeriodValues,
    before_bracket,
    names_a_congress,
    of_another_item,
    year_of,
)
from extractor.engines.rules.phases import Phases, dates_a_stretch, inside_closed_brackets
from extractor.engines.rules.relative_periods import RelativePeriods
from extractor.engines.rules.scene import WORDS
from extractor.labels import Phase
from extractor.reading.model import Block, DateMention, PeriodMention, Quantity
from extractor.reading.sentences import Sentence
from extractor.text.article import Extent

__all__ = ["Timeline", "year_of"]

_WORK: Final = r"(?:,? (?:và )?(?:công tác|kiểm tra|giám sát|học tập|hành động|tuyên truyền|toàn khóa))*"
_PLAN_OF: Final = re.compile(
    rf" (?:khối lượng |nội dung )?(?:kế hoạch|chương trình){_WORK} năm(?: (?P<year>\d{{4}})|(?! ?\d))"
)
"""A yearly plan after a share of it: "100% chương trình kiểm tra, giám sát năm 2022"."""
_SUMMED: Final = {"-Q2": "-H1", "-Q3": "-9M"}
"""A quarter by whose end a share of the year's plan is reached, as the part of the year that it ends (guide)."""
_STOP: Final = re.compile(r"[;.\d(]")
_AGO: Final = 400
"""Characters after a number within which "cuối năm ngoái" stands that goes with it."""
_BACK: Final = 4
"""Sentences back to which such words reach."""
_PASSAGE_HEAD: Final = 12
"""Characters from a paragraph's start within which a period heads it."""


class Timeline:
    """Phase and period at any place of one article."""

    def __init__(
        self,
        flat: str,
        event: EventDraft,
        periods: Sequence[PeriodMention],
        dates: Sequence[DateMention],
        sentences: Sequence[Sentence],
        blocks: Sequence[Block],
        year: int | None = None,
    ) -> None:
        self._flat = flat
        self._event = event
        self._periods = tuple(sorted(periods, key=lambda mention: mention.extent))
        self._period_starts = [mention.extent.start for mention in self._periods]
        self._dates = tuple(sorted(dates, key=lambda mention: mention.extent))
        self._date_starts = [mention.extent.start for mention in self._dates]
        self._sentences = tuple(sentences)
        self._year = str(year) if year else None
        self._values = PeriodValues(flat, event, self._year)
        self.phases = Phases(flat, event, self._periods, self._values, self._sentences, blocks)
        self._headed: dict[int, str | None] = {}
        self._words = RelativePeriods(flat, event, self._periods, self._values, self._year)

    def _periods_from(self, start: int, end: int) -> tuple[PeriodMention, ...]:
        """The periods that begin between the offsets, in order."""
        return self._periods[bisect_left(self._period_starts, start) : bisect_left(self._period_starts, end)]

    def planned(self, quantities: Sequence[Quantity]) -> list[bool]:
        """Which quantities of one sentence are plans by their place; the numbers of one list share the word."""
        found: list[bool] = []
        start, done = self._sentences[self.phases.sentence_at(quantities[0].extent.start)].extent.start, 0
        for quantity in quantities:
            at, listed = quantity.extent, bool(found) and found[-1] and self.phases.goes_on(done, quantity.extent.start)
            plan = (listed or self.phases.is_plan(start, at.start)) and not self.phases.counts_met_targets(at)
            found.append(plan)
            done = at.end
        return found

    def period(
        self, quantity: Quantity, right_end: int, phase: Phase, *, relative: bool = False, state: bool = True
    ) -> str | None:
        """The period of the quantity, whose own words end at `right_end`.

        `relative` says that the number is a share of a plan or beyond it: about what was reached, not about the plan;
        `state` that it is a standing number, whose period is the year of the day it is counted on.
        """
        number = self.phases.sentence_at(quantity.extent.start)
        sentence = self._sentences[number].extent
        held = self._event.held_on
        if self._event.kind == "congress" and held is not None:
            around = self._flat[max(sentence.start, quantity.extent.start - 110) : min(sentence.end, right_end)]
            if WORDS["stood_for"].search(self._flat, sentence.start, quantity.extent.start):
                return self._term_that_ends() or str(held.year)
            if WORDS["at_congress"].search(around) or WORDS["delegates"].match(self._flat, quantity.extent.end):
                return str(held.year)
        if held is not None and self._of_the_meeting(sentence, quantity.extent):
            return str(held.year)
        own = self._nearest(sentence, quantity.extent, right_end, phase, relative=relative, state=state)
        return own or self._default(phase, number, quantity.extent, sentence)

    def _of_the_meeting(self, sentence: Extent, at: Extent) -> bool:
        """Whether the number counts what was said at the conference ("Các đại biểu có 34 ý kiến đóng góp"), or what a
        session decides that reviews a part of a year ("Qua bỏ phiếu kín, … quyết định khai trừ 3 đảng viên").
        """
        if WORDS["contributions"].match(self._flat, at.end):
            return WORDS["said_there"].search(self._flat, sentence.start, at.start) is not None
        if WORDS["handed_there"].match(self._flat, sentence.start, sentence.end):
            return True
        part = "-" in (self._event.review_period or "")
        return part and WORDS["decided_there"].search(self._flat, sentence.start, at.start) is not None

    def _term_that_ends(self) -> str | None:
        """The term that a congress closes: the reviewed one, else one as long as the next, up to where that begins."""
        plan = self._event.plan_period or ""
        if self._event.review_period is None and "/" in plan:
            return f"{2 * int(plan[:4]) - int(plan[5:])}/{plan[:4]}"
        return self._event.review_period

    def _nearest(
        self, sentence: Extent, at: Extent, right_end: int, phase: Phase, *, relative: bool, state: bool
    ) -> str | None:
        """The period right after the number in its own words, else the one that stands nearest before it."""
        flat = self._flat
        before = flat[sentence.start : at.start]
        if year := WORDS["year_in_brackets"].match(flat, at.end, sentence.end):
            return year[1]
        if (dated := before_bracket(flat, self._periods, at.start)) and (value := self._values.value(dated, phase)):
            return value
        if before.endswith(": ") and (year := WORDS["year_and_colon"].search(before)):
            return year["year"]
        review = self._event.review_period
        if review is not None and "/" in review and WORDS["as_term_began"].match(flat, at.end, sentence.end):
            return review[:4]
        limit = min(sentence.end, right_end + 45)
        stop = _STOP.search(flat, at.end, limit)
        after = flat[at.end : limit if stop is None else stop.start()]
        numbered = stop is not None and stop[0].isdigit()  # "3.932 tỷ đồng của năm 2018"
        if (
            "năm" in after
            and not numbered
            and (not relative or phase == "target")
            and WORDS["of_the_year"].search(after)
        ):
            return self._words.whole_year(phase)
        if relative and (shared := self._of_a_yearly_plan(sentence, at, phase)):
            return shared
        told = self._periods_from(sentence.start, max(at.end, right_end))
        for mention in self._periods_from(max(sentence.start, at.start - 30), at.start) if told else ():
            if WORDS["compared_with"].fullmatch(flat, mention.extent.end, at.start) and not self.phases.in_brackets(
                before
            ):
                return self._values.value(mention)  # "tăng 7,9% so với năm 2024 (2.638 tỷ đồng)"
        if before.endswith(("từ ", "từ mức ")) and (risen := self._risen(sentence, at, before)) is not None:
            return risen
        if before.rstrip(" ").endswith(("năm", "giao", "là")) and WORDS["years_plan"].search(before):
            return self._words.whole_year("result" if (self._event.review_period or "")[4:5] == "-" else phase)
        ago = not relative and review is not None and flat.find(" năm ", at.end, at.end + _AGO) >= 0
        if ago and WORDS["a_year_ago"].match(flat, at.end):
            return str(int(year_of(review) or "") - 1)
        if self.phases.in_brackets(before):
            return self._of_the_plan(sentence, at, phase)
        if told and (behind := self._period_behind(at, right_end, phase, relative=relative)) is not None:
            return behind
        if (
            ("năm" in before or "cùng kỳ" in before)
            and WORDS["same_time_before"].search(before)
            and (reviewed := self._event.review_period)
            and "/" not in reviewed
        ):
            return f"{int(reviewed[:4]) - 1}{reviewed[4:]}"
        stated = self._words.before(sentence, at, phase)
        if told or self._dates:
            stated += self._stated_before(sentence, at, phase, state=state)
        return max(stated)[1] if stated else None

    def _period_behind(self, at: Extent, right_end: int, phase: Phase, *, relative: bool) -> str | None:
        """The period right after the number in its own words that it is no comparison with."""
        flat = self._flat
        for mention in self._periods_from(at.end, right_end):
            between = flat[at.end : mention.extent.start]
            if relative and not between.strip():
                continue  # "bằng 128% năm 2010"
            if " thì " in between or between.endswith((" và ", " còn ")):
                break  # "năm 2018 chỉ có 118 người thì năm 2019 là 162", "năm 2021 là 104 và năm 2022 là 87"
            if not relative and (" để " in between or self.phases.called_targets(at.end, mention.extent.start)):
                break  # "kiểm tra 5 tổ chức đảng để 6 tháng đạt 50%"
            if not WORDS["compare"].search(between) and not WORDS["not_own"].search(between) and "(" not in between:
                return self._values.value(mention, phase)
        return None

    def _of_a_yearly_plan(self, sentence: Extent, at: Extent, phase: Phase) -> str | None:
        """The period of a share of a yearly plan: "đạt 60% kế hoạch năm 2022"."""
        plan = _PLAN_OF.match(self._flat, at.end, min(sentence.end, at.end + 90))
        if plan is None:
            return None
        if phase == "target":
            return plan["year"] or self._words.whole_year(phase)
        summed = _SUMMED.get((self._event.review_period or "")[4:])
        return None if summed is None else str(self._event.review_period)[:4] + summed

    def _risen(self, sentence: Extent, at: Extent, before: str) -> str | None:
        """The period of a number from which another has risen ("tăng từ 44 lên 53 so với quý I năm 2013")."""
        flat, review = self._flat, self._event.review_period
        if not (WORDS["risen_from"].search(before) and WORDS["risen_to"].match(flat, at.end, sentence.end)):
            return None
        for mention in self._periods_from(sentence.start, at.start):
            if WORDS["compare"].search(flat, sentence.start, mention.extent.start):
                return self._values.value(mention)
        if review is not None and "/" not in review and WORDS["than_a_year_ago"].search(before):
            return f"{int(review[:4]) - 1}{review[4:]}"
        return None

    def _of_the_plan(self, sentence: Extent, at: Extent, phase: Phase) -> str | None:
        """The period of a plan in brackets: the one named with it, else the whole year of a review of a part."""
        for mention in reversed(self._periods_from(max(sentence.start, at.start - 40), at.start)):
            if re.search(r"(?:kế hoạch|chỉ tiêu|mục tiêu|dự toán|nghị quyết)(?: của)?(?: cả)?\s*$",
                         self._flat[sentence.start : mention.extent.start]):  # fmt: skip
                return self._values.value(mention)
        review = self._event.review_period
        if review is None or "-" in review:
            return self._words.whole_year("result" if phase == "target" else phase)
        return None

    def _stated_before(self, sentence: Extent, at: Extent, phase: Phase, *, state: bool) -> list[tuple[int, str]]:
        """The periods between the sentence's start and the number that are no comparison and no part of a name."""
        standing = state or phase == "target"
        flat = self._flat
        found: list[tuple[int, str]] = []
        for mention in self._periods_from(sentence.start, at.start):
            before = flat[max(sentence.start, mention.extent.start - 40) : mention.extent.start]
            near = phase == "target" or mention.extent.start - sentence.start < 20
            near = near and (standing or WORDS["remains"].search(flat, mention.extent.end, at.start) is not None)
            near = near or WORDS["stands_at"].fullmatch(flat, mention.extent.end, at.start) is not None
            as_of = near and WORDS["until"].search(before) is not None
            dated = dates_a_stretch(flat, sentence.start, mention.extent)
            since = WORDS["since_term_began"].search(before) is not None and "/" in (mention.value or "")
            if not (as_of or since or dated) and (WORDS["compare"].search(before) or WORDS["not_own"].search(before)):
                continue
            if not (dated or since) and inside_closed_brackets(flat, sentence.start, mention.extent, at.start):
                continue
            if of_another_item(flat, sentence, mention, at) or names_a_congress(
                flat, self._event.review_period, sentence, mention
            ):
                continue
            if WORDS["moved_to"].fullmatch(flat, mention.extent.end, at.start) and WORDS["moved_from"].search(before):
                continue  # "từ 17,8% năm 2020 xuống còn 14,2%"
            if phase == "target" and WORDS["yearly"].search(flat, mention.extent.end, at.start):
                continue  # "đến năm 2015, …; mỗi năm kết nạp 160"
            if (value := self._values.value(mention, phase)) is not None:
                found.append((mention.extent.start, value))
        return [*found, *self._days_before(sentence, at)] if state else found

    def _days_before(self, sentence: Extent, at: Extent) -> list[tuple[int, str]]:
        """The years of the days up to which is counted."""
        low, high = bisect_left(self._date_starts, sentence.start), bisect_left(self._date_starts, at.start)
        found = []
        for day in self._dates[low:high]:
            before = self._flat[max(sentence.start, day.extent.start - 24) : day.extent.start]
            if day.extent.end > at.start or not WORDS["as_of"].search(before):
                continue
            year = str(day.year) if day.year else year_of(self._event.review_period)
            if year is not None:
                found.append((day.extent.start, year))
        return found

    def _default(self, phase: Phase, number: int, at: Extent, sentence: Extent) -> str | None:
        """The event's period by phase; what is handed over at the conference is of its year."""
        before = self._flat[sentence.start : at.start]
        plan, review = self._event.plan_period, self._event.review_period
        held = self._event.held_on
        if phase == "target":
            past = self.phases.open_at(number) == "result" and not self._has_plan_word(number, at)
            past = past and not WORDS["coming"].search(before)
            own = self.phases.is_plan(sentence.start, at.start) or self.phases.word_at(at.start) == "result"
            called = self.phases.called_targets(at.end, sentence.end)
            if own and past and not called and not WORDS["sets_targets"].search(before):
                return review if review is not None and "/" in review else year_of(review)
            return plan or (review if self._event.kind == "term_review" else year_of(review)) or self._year
        if not self._is_now(number, review):
            if number not in self._headed:
                self._headed[number] = self._heads_passage(number)
            if (headed := self._headed[number]) is not None:
                return headed
        badges = held is not None and self._flat.find("huy hiệu", sentence.start, sentence.end) >= 0
        if held is not None and badges and WORDS["then"].search(before):
            return str(held.year)
        return review or self._told_before(number) or self._year

    def _told_before(self, number: int) -> str | None:
        """In an article that reviews no period, the one that a sentence goes on with ("Qua đó, …")."""
        if not WORDS["goes_on"].match(self._flat, self._sentences[number].extent.start):
            return None
        for earlier in (one.extent for one in reversed(self._sentences[max(0, number - _BACK) : number])):
            end = Extent(earlier.end, earlier.end)
            stated = self._stated_before(earlier, end, "result", state=False)
            if stated or self._words.before(earlier, end, "result"):  # "đợt 3-2 năm nay": the event's own year
                return max(stated)[1] if stated else None
        return None

    def _is_now(self, number: int, review: str | None) -> bool:
        """Whether the paragraph has come to the present state, which is of the review ("Hiện Đảng bộ huyện có …")."""
        return (review or self._year) is not None and self._come_to_now[number]

    @cached_property
    def _come_to_now(self) -> list[bool]:
        """For each sentence whether it or one before it in its paragraph tells the present state."""
        found: list[bool] = []
        for number, sentence in enumerate(self._sentences):
            goes_on = number > 0 and found[-1] and self._sentences[number - 1].block == sentence.block
            found.append(goes_on or WORDS["now"].match(self._flat, sentence.extent.start) is not None)
        return found

    @cached_property
    def _firsts(self) -> list[int]:
        """For each sentence the number of its paragraph's first one."""
        found: list[int] = []
        for number, sentence in enumerate(self._sentences):
            goes_on = number > 0 and self._sentences[number - 1].block == sentence.block
            found.append(found[-1] if goes_on else number)
        return found

    def _heads_passage(self, number: int) -> str | None:
        """The past period that the paragraph of a sentence opens with ("10 tháng năm 2025, …")."""
        first = self._firsts[number]
        if first == number:
            return None
        start = self._sentences[first].extent.start
        heads = self._periods_from(start, start + _PASSAGE_HEAD)
        if len(heads) != len(self._periods_from(start, self._sentences[number].extent.start)):
            return None  # another period has been told of since
        for mention in heads:
            after = self._flat[mention.extent.end : mention.extent.end + 1]
            value = self._values.value(mention)
            compared = WORDS["compare"].search(self._flat, start, mention.extent.start) is not None
            if after == "," and not compared and value is not None and self._values.phase(mention) != "target":
                return value
        return None

    def _has_plan_word(self, number: int, at: Extent) -> bool:
        sentence = self._sentences[number].extent
        return any(self._values.phase(mention) == "target" for mention in self._periods_from(sentence.start, at.start))
