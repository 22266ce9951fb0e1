"""Phase and period of each quantity: plan against result, and the time the value is about."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractor.article import Extent
from extractor.draft import EventDraft
from extractor.reading.model import DateMention, PeriodMention, Quantity
from extractor.reading.sentences import Sentence
from extractor.schema import Phase

_TARGET: Final = re.compile(
    r"(?<![^\W\d_])(?:phấn đấu|quyết tâm (?:đạt|thực hiện|hoàn thành)|đề ra (?:các )?(?:chỉ tiêu|mục "
    r"tiêu)|đặt (?:ra )?(?:các )?(?:chỉ tiêu|mục tiêu)|đặt mục tiêu|xác định (?:các )?(?:chỉ tiêu|mục "
    r"tiêu)|(?:các|những|một số) (?:chỉ tiêu|mục tiêu)"
    r"|chỉ tiêu (?:chủ yếu|cụ thể|cơ bản|kết nạp|phát triển|phấn đấu|năm tới|đặt ra|đề ra|là)|mục tiêu "
    r"(?:chủ yếu|cụ thể|đến|năm|đề ra|là|phấn đấu)|năm tới|năm sau|thời gian tới|sẽ|dự kiến|nhiệm vụ "
    r"trọng tâm|phương hướng"
    r"|tiếp tục phấn đấu|đề nghị(?! (?:trao|tặng|xét|công nhận|khen|cấp|tỉnh ủy|trung ương|ban thường "
    r"vụ|btv|thi hành|kỷ luật|xóa))|yêu cầu|từ nay đến|tháng còn lại|chỉ tiêu:|mục tiêu:|giao chỉ tiêu"
    r"|được giao chỉ tiêu|thống nhất chỉ tiêu|nhiệm kỳ tới|bước sang năm|chậm nhất|tháng cuối năm|quý "
    r"cuối năm|những tháng cuối|tháng tới|quý tới|thời gian còn lại)(?![^\W\d_])"
)
_RESULT: Final = re.compile(
    r"(?<![^\W\d_])(?:kết quả|đã|năm qua|(?<!đề ra )(?<!đặt ra )trong năm(?!,? tới| \d)|nhìn lại|theo "
    r"báo cáo|tính đến|hiện "
    r"nay|hiện có|đến nay|cùng kỳ|nhiệm kỳ qua|thời gian qua|báo cáo (?:tại|của)|ước đạt|ước thực hiện"
    r"|vừa qua|tình trạng|dịp này|nhân dịp này|(?:hạn chế|tồn tại|khuyết điểm)(?= *:))(?![^\W\d_])"
)
_REVIEW: Final = re.compile(r"(?<![^\W\d_])(?:tổng kết|sơ kết|nhìn lại)(?![^\W\d_])")
_AGENDA: Final = re.compile(r"(?:nhiệm vụ|phương hướng|công tác|kế hoạch|chương trình)(?: công tác| trọng tâm)? *$")
_POINTS_BACK: Final = re.compile(
    r"(?:đó|đây) (?:chính )?là(?![^\W\d_])|(?:những|các) (?:con số|chỉ tiêu|mục tiêu|chỉ số)(?: "
    r"[^\W\d_]+){0,3}? (?:này|ấy|đó|trên)(?![^\W\d_])"
)
_BULLET: Final = re.compile(r"[-+•*–]|\d{1,2}[.)]|[a-zđ]\)")
_NOT_PLAN: Final = re.compile(r"(?:đạt|vượt|hoàn thành|thực hiện|so với|bằng|%|trên)[^.;]{0,40}$")
_PLAN_IN_BRACKETS: Final = re.compile(
    r"(?:kế hoạch|chỉ tiêu|kh|dự toán|nghị quyết|mục tiêu)(?: [^\W\d_]+| \d{4} ?- ?\d{4}){0,8} *\((?:là |tức )?$"
)
_PLAN_NUMBER: Final = re.compile(
    r"(?P<before>[^.;,()]{0,14})(?:chỉ tiêu|kế hoạch|mục tiêu"
    r"|nghị quyết(?= (?:đại hội|đề ra|đặt ra|xác định|hđnd|hội đồng|đảng bộ|giao)))"
    r"(?: (?!đã|đạt|được(?! giao)"
    r"|vượt|bằng|với|so|gồm|trong|và|chuyên đề|chiếm)[^\W\d_]+){0,7}:? *$"
)
_COMPARE: Final = re.compile(
    r"(?:so (?:với )?(?:cùng kỳ )?|kém (?:so với )?|hơn (?:cùng kỳ )?|cùng kỳ |bằng [^.;,]{0,12}?|từ "
    r"|tăng |giảm |kể từ |trước )$"
)
_NOT_OWN: Final = re.compile(
    r"(?:nhiệm kỳ|khóa|giai đoạn|đến|hết|từ|đầu|cuối|kế hoạch|chỉ tiêu|nghị quyết|liên tục|so với|hơn"
    r"|tiêu biểu|nhiệm vụ|dự toán|chương trình) *\(?$"
)
_SAME_TIME_BEFORE: Final = re.compile(
    r"(?<!so với )(?<!bằng )(?<!hơn )(?<!tăng )(?<!giảm )(?<![^\W\d_])"
    r"(?:cùng kỳ(?: năm (?:ngoái|trước))?|năm (?:ngoái|trước)) (?:chỉ |mới )?(?:có|là|đạt)(?: [^\W\d_]+)? *$"
)
"""Words before the value of a year ago ("cùng kỳ có 5", "quý I năm ngoái là 45")."""
_WORK: Final = r"(?:,? (?:và )?(?:công tác|kiểm tra|giám sát|học tập|hành động|tuyên truyền|toàn khóa))*"
_PLAN_OF: Final = re.compile(
    rf" (?:khối lượng |nội dung )?(?:kế hoạch|chương trình){_WORK} năm(?: (?P<year>\d{{4}})|(?! ?\d))"
)
"""A yearly plan after a share of it: "100% chương trình kiểm tra, giám sát năm 2022"."""
_NAMED_PLAN: Final = re.compile(rf"\d ?% (?:khối lượng |nội dung )?(?:kế hoạch|chương trình){_WORK} *$")
_SETS_TARGETS: Final = re.compile(
    r"(?:đề ra|đặt ra|phấn đấu|thống nhất)(?: [^\W\d_]+){0,4} (?:chỉ tiêu|mục tiêu)(?![^\W\d_])"
)
_YEAR_IN_BRACKETS: Final = re.compile(r"(?: [^\W\d_]+){0,2} \((?:năm )?((?:19|20)\d{2})\)")
_UNTIL: Final = re.compile(r"(?<![^\W\d_])(?:tính )?đến (?:hết |cuối )?$")
_NOW: Final = re.compile(r"(?<![^\W\d_])(?:hiện nay|đến nay|hiện có|hiện|tính đến nay)(?![^\W\d_])")
_AS_OF: Final = re.compile(
    r"(?:tính đến|đến|tính tới|đến hết|tại thời điểm|tính đến hết)(?: (?:hết|ngày|thời điểm))* *$"
)
_THEN: Final = re.compile(r"(?<![^\W\d_])(?:dịp này|nhân dịp|tại (?:hội nghị|buổi lễ|đại hội|lễ)|đợt này)(?![^\W\d_])")
_PLAN_BEFORE: Final = re.compile(r"(?:kế hoạch|chỉ tiêu|dự toán|nghị quyết|kh) *$")
_OF_THE_YEAR: Final = re.compile(r"(?<![^\W\d_])(?:(?:của|trong) (?:cả )?năm|cả năm) *$")
_SINCE_NEW_YEAR: Final = re.compile(r"(?<![^\W\d_])(?:từ đầu năm|lũy kế|cộng dồn|tính chung)(?![^\W\d_])")
_IN_QUARTER: Final = re.compile(r"(?<![^\W\d_])(?:trong quý|quý này|quý qua)(?![^\W\d_])(?! [ivx\d])")
_AT_CONGRESS: Final = re.compile(
    r"(?<![^\W\d_])(?:bầu|đại biểu (?:tham dự|dự|đi dự|chính thức|thay mặt|đại diện)|(?:sự )?tham gia "
    r"của|thay mặt (?:cho )?|đại diện cho)(?![^\W\d_])"
)
_WHOLE_YEAR: Final = re.compile(r"(?<![^\W\d_])(?:cả năm|năm nay|toàn năm)(?![^\W\d_])")


@dataclass(frozen=True, slots=True)
class When:
    """The phase and the period of one quantity."""

    phase: Phase
    period: str | None


def year_of(period: str | None) -> str | None:
    """The year a period lies in; the last one of a span."""
    return None if period is None else period[-4:] if "/" in period else period[:4]


class Timeline:
    """Phase and period at any place of one article."""

    def __init__(
        self,
        flat: str,
        event: EventDraft,
        periods: Sequence[PeriodMention],
        dates: Sequence[DateMention],
        sentences: Sequence[Sentence],
    ) -> None:
        self._flat = flat
        self._event = event
        self._periods = tuple(sorted(periods, key=lambda mention: mention.extent))
        self._period_starts = [mention.extent.start for mention in self._periods]
        self._dates = tuple(sorted(dates, key=lambda mention: mention.extent))
        self._date_starts = [mention.extent.start for mention in self._dates]
        self._starts = [sentence.extent.start for sentence in sentences]
        self._sentences = tuple(sentences)
        self._open: list[Phase] = []
        self._headed: list[str | None] = []
        self._quarter = self._reviewed_quarter()
        self._walk()

    def _reviewed_quarter(self) -> str | None:
        """The quarter that "trong quý" means: the last one of the reviewed part of the year, else one that is named."""
        review = self._event.review_period
        for part, quarter in (("-9M", "-Q3"), ("-H1", "-Q2"), ("-Q", "")):
            if review is not None and part in review:
                return review[:4] + quarter if quarter else review
        named = (self._value(mention) for mention in self._periods)
        return next((v for v in named if v and "-Q" in v and v != self._event.plan_period), None)

    def _periods_from(self, start: int, end: int) -> tuple[PeriodMention, ...]:
        """The periods that begin between the offsets, in order."""
        return self._periods[bisect_left(self._period_starts, start) : bisect_left(self._period_starts, end)]

    def _dates_from(self, start: int, end: int) -> tuple[DateMention, ...]:
        return self._dates[bisect_left(self._date_starts, start) : bisect_left(self._date_starts, end)]

    def _plan_years(self) -> frozenset[str]:
        plan = self._event.plan_period
        if plan is None:
            return frozenset()
        return frozenset([plan, *(part for part in plan.split("/"))])

    def _value(self, mention: PeriodMention) -> str | None:
        """The mention's period, the year filled in from the event where only a part is written."""
        if mention.value is not None:
            review = self._event.review_period
            before = self._flat[max(0, mention.extent.start - 16) : mention.extent.start]
            if (
                re.search(r"cùng kỳ(?: của)? *$", before)
                and mention.value.isdigit()
                and review is not None
                and "-" in review
            ):
                return mention.value + review[4:]
            return mention.value
        for known in (self._event.plan_period, self._event.review_period):
            if known is not None and mention.part is not None and known.endswith("-" + mention.part):
                return known
        year = year_of(self._event.review_period)
        return None if year is None or mention.part is None else f"{year}-{mention.part}"

    def _phase_of(self, period: str | None) -> Phase | None:
        """Whether a period is the planned or the reviewed one; null where it is neither."""
        plan, review = self._event.plan_period, self._event.review_period
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

    def _signals(self, start: int, end: int) -> list[tuple[int, Phase]]:
        """Every word between the offsets that says plan or result, in order."""
        flat = self._flat
        found: list[tuple[int, Phase]] = []
        review = _REVIEW.search(flat, start, end)
        for match in _TARGET.finditer(flat, start, end):
            if (
                review is not None
                and review.start() < match.start()
                and match[0] in ("phương hướng", "nhiệm vụ trọng tâm")
            ):
                continue
            if "cuối" in match[0] and (self._event.review_period or "-").isdigit():
                continue  # in a review of the whole year its last months are past
            if "chỉ tiêu" in match[0] and _NOT_PLAN.search(flat[max(start, match.start() - 45) : match.start()]):
                continue
            if not self._inside_closed_brackets(start, Extent(match.start(), match.end()), end):
                found.append((match.start(), "target"))
        found += [(match.start(), "result") for match in _RESULT.finditer(flat, start, end)]
        for mention in self._periods_from(start, end):
            before = flat[max(0, mention.extent.start - 22) : mention.extent.start]
            if _COMPARE.search(before) or re.search(r"(?:nhiệm kỳ|nghị quyết) *$", before):
                continue
            if re.search(r"(?:kế hoạch|chỉ tiêu) *$", before) and _NOT_PLAN.search(
                flat[max(start, mention.extent.start - 50) : mention.extent.start]
            ):
                continue
            if review is not None and review.start() < mention.extent.start and _AGENDA.search(before):
                continue  # "tổng kết năm 2017, triển khai nhiệm vụ năm 2018" only names the agenda
            phase = self._phase_of(self._value(mention))
            if phase is not None:
                found.append((mention.extent.start, phase))
        return sorted(found)

    def _walk(self) -> None:
        """The phase and heading period that each sentence begins with, carried inside a block and after a colon."""
        phase: Phase = "result"
        headed: str | None = None
        block, listed = -1, False
        for number, sentence in enumerate(self._sentences):
            start, end = sentence.extent.start, sentence.extent.end
            if sentence.block != block:
                last = self._sentences[number - 1].extent.end if number else 0
                before = self._flat[max(0, last - 1) : last]
                listed = before in (":", ";") or (listed and _BULLET.match(self._flat, start) is not None)
                if not listed:
                    phase, headed = "result", None
            block = sentence.block
            if self._pointed_back_at(number):
                phase = "target"
            self._open.append(phase)
            self._headed.append(headed)
            signals = self._signals(start, end)
            if signals:
                phase = signals[-1][1]
            own = self._own_period(start, end)
            if own is not None:
                headed = own

    def _pointed_back_at(self, number: int) -> bool:
        """Whether the next sentence calls this one's numbers targets ("Đó là những chỉ tiêu chủ yếu ...")."""
        if number + 1 >= len(self._sentences):
            return False
        extent = self._sentences[number + 1].extent
        if not _POINTS_BACK.match(self._flat, extent.start, extent.end):
            return False
        return any(phase == "target" for _, phase in self._signals(extent.start, extent.end)) or (
            self._flat.find("chỉ tiêu", extent.start, extent.end) >= 0
        )

    def _own_period(self, start: int, end: int) -> str | None:
        """The period a sentence names at its head ("Năm 2017, ...", "Trong 9 tháng, ...")."""
        for mention in self._periods_from(start, min(end, start + 17)):
            before = self._flat[start : mention.extent.start]
            if "riêng" in before or _COMPARE.search(before) or _NOT_OWN.search(before) or re.search(r"\d", before):
                continue
            return self._value(mention)
        return None

    def _sentence_at(self, position: int) -> int:
        return max(0, bisect_right(self._starts, position) - 1)

    def phase_at(self, quantity: Quantity, *, relative: bool = False) -> Phase:
        """Plan or result, by the last word before the number that says so."""
        number = self._sentence_at(quantity.extent.start)
        sentence = self._sentences[number].extent
        before = self._flat[sentence.start : quantity.extent.start]
        planned = _PLAN_IN_BRACKETS.search(before[-80:]) or self._plan_number(before)
        if planned and not relative:
            return "target"
        signals = self._signals(sentence.start, quantity.extent.start)
        return signals[-1][1] if signals else self._open[number]

    def _plan_number(self, before: str) -> bool:
        """Whether the number right after `before` is the plan itself ("chỉ tiêu kết nạp 220 đảng viên")."""
        match = _PLAN_NUMBER.search(self._strip_bound(before)[-80:])
        return match is not None and not re.search(
            r"(?:đạt|vượt|hoàn thành|thực hiện|bằng)(?: (?:các|được|mức|tốt))* *$", match["before"]
        )

    @staticmethod
    def _strip_bound(before: str) -> str:
        return re.sub(r"(?:trên|hơn|từ|ít nhất|tối thiểu|gần|khoảng) *$", "", before)

    def when(self, quantity: Quantity, right_end: int, *, relative: bool = False, state: bool = True) -> When:
        """Phase and period of the quantity; its own words end at `right_end`.

        `relative` says that the number is a share of a plan or beyond it: about what was reached, not about the plan;
        `state` that it is a standing number, whose period is the year of the day it is counted on.
        """
        number = self._sentence_at(quantity.extent.start)
        sentence = self._sentences[number].extent
        phase = self.phase_at(quantity, relative=relative)
        if self._event.kind == "congress" and self._event.held_on is not None:
            around = self._flat[max(sentence.start, quantity.extent.start - 110) : min(sentence.end, right_end)]
            if _AT_CONGRESS.search(around):
                return When("result", str(self._event.held_on.year))
        own = self._nearest(sentence, quantity.extent, right_end, phase, relative=relative, state=state)
        period = own or self._default(phase, number, quantity.extent, sentence)
        return When(phase, period)

    def _nearest(
        self,
        sentence: Extent,
        at: Extent,
        right_end: int,
        phase: Phase,
        *,
        relative: bool,
        state: bool,
    ) -> str | None:
        """The period right after the number in its own words, else the one that stands nearest before it."""
        flat = self._flat
        after = re.split(r"[;.\d(]", flat[at.end : min(sentence.end, right_end + 45)])[0]
        if year := _YEAR_IN_BRACKETS.match(flat, at.end, sentence.end):
            return year[1]
        if _OF_THE_YEAR.search(after) and (not relative or phase == "target"):
            return self._whole_year(phase)
        if relative and phase == "target" and (plan := _PLAN_OF.match(flat, at.end, min(sentence.end, at.end + 90))):
            return plan["year"] or self._whole_year(phase)
        for mention in self._periods_from(at.end, right_end):
            before = flat[at.end : mention.extent.start]
            if not _COMPARE.search(before) and not _NOT_OWN.search(before) and "(" not in before:
                return self._value(mention)
        before = flat[sentence.start : at.start]
        if _SAME_TIME_BEFORE.search(before) and (reviewed := self._event.review_period) and "/" not in reviewed:
            return f"{int(reviewed[:4]) - 1}{reviewed[4:]}"
        if _PLAN_IN_BRACKETS.search(before[-80:]):
            return self._whole_year("result" if phase == "target" else phase) if self._is_partial() else None
        stated = [*self._stated_before(sentence, at, state=state), *self._relative_before(sentence, at, phase)]
        return max(stated)[1] if stated else None

    def _is_partial(self) -> bool:
        review = self._event.review_period
        return review is not None and "-" in review

    def _whole_year(self, phase: Phase) -> str | None:
        return year_of(self._event.plan_period if phase == "target" else self._event.review_period)

    def _stated_before(self, sentence: Extent, at: Extent, *, state: bool) -> list[tuple[int, str]]:
        """The periods between the sentence's start and the number that are no comparison and no part of a name."""
        flat = self._flat
        found: list[tuple[int, str]] = []
        for mention in self._periods_from(sentence.start, at.start):
            if mention.extent.end > at.start:
                continue
            before = flat[max(sentence.start, mention.extent.start - 24) : mention.extent.start]
            as_of = state and _UNTIL.search(before) is not None and mention.extent.start - sentence.start < 20
            if not as_of and (_COMPARE.search(before) or _NOT_OWN.search(before)):
                continue
            if self._inside_closed_brackets(sentence.start, mention.extent, at.start):
                continue
            if _NAMED_PLAN.search(flat[max(sentence.start, mention.extent.start - 70) : mention.extent.start]):
                continue
            value = self._value(mention)
            if value is not None:
                found.append((mention.extent.start, value))
        for day in self._dates_from(sentence.start, at.start) if state else ():
            if day.extent.end <= at.start and _AS_OF.search(
                flat[max(sentence.start, day.extent.start - 24) : day.extent.start]
            ):
                year = str(day.year) if day.year else year_of(self._event.review_period)
                if year is not None:
                    found.append((day.extent.start, year))
        return found

    def _inside_closed_brackets(self, low: int, extent: Extent, position: int) -> bool:
        """Whether a mention stands in brackets that have closed before `position`."""
        opening = self._flat.rfind("(", low, extent.start)
        if opening < 0 or self._flat.find(")", opening, extent.start) >= 0:
            return False
        return self._flat.find(")", extent.end, position) >= 0

    def _relative_before(self, sentence: Extent, at: Extent, phase: Phase) -> list[tuple[int, str]]:
        """The periods that words like "cả năm", "từ đầu năm" or "trong quý" stand for."""
        flat = self._flat
        found: list[tuple[int, str | None]] = [
            (match.start(), self._whole_year(phase))
            for match in _WHOLE_YEAR.finditer(flat, sentence.start, at.start)
            if ";" not in flat[match.end() : at.start]
            and not _PLAN_BEFORE.search(flat[max(sentence.start, match.start() - 14) : match.start()])
        ]
        found += [
            (match.start(), self._event.review_period)
            for match in _SINCE_NEW_YEAR.finditer(flat, sentence.start, at.start)
        ]
        if self._quarter is not None and phase == "result":
            found += [(match.start(), self._quarter) for match in _IN_QUARTER.finditer(flat, sentence.start, at.start)]
        return [(position, value) for position, value in found if value is not None]

    def _default(self, phase: Phase, number: int, at: Extent, sentence: Extent) -> str | None:
        before = self._flat[sentence.start : at.start]
        plan, review = self._event.plan_period, self._event.review_period
        held = self._event.held_on
        if phase == "target":
            in_plan = _PLAN_IN_BRACKETS.search(before[-80:]) or self._plan_number(before)
            past = self._open[number] == "result" and not self._has_plan_word(number, at)
            if in_plan and past and not _SETS_TARGETS.search(before):
                return review if review is not None and "/" in review else year_of(review)
            return plan
        if _THEN.search(before) and held is not None and "huy hiệu" in self._flat[sentence.start : sentence.end]:
            return str(held.year)
        headed = self._headed[number]
        if headed is not None and not _NOW.search(before) and self._phase_of(headed) != "target":
            return headed
        return review

    def _has_plan_word(self, number: int, at: Extent) -> bool:
        sentence = self._sentences[number].extent
        return any(
            self._phase_of(self._value(mention)) == "target" for mention in self._periods_from(sentence.start, at.start)
        )
