"""Periods that words without a year stand for: "cả năm", "từ đầu năm", "trong quý", "từ đầu nhiệm kỳ đến nay"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from extractor.engines.rules.draft import EventDraft
from extractor.engines.rules.mentions import PeriodValues, so_many, year_of
from extractor.engines.rules.review import phrase
from extractor.engines.rules.scene import WORDS
from extractor.engines.rules.stretches import holding
from extractor.labels import Phase
from extractor.reading.model import PeriodMention
from extractor.text.article import Extent
from extractor.text.word_index import WordPattern

_SINCE_NEW_YEAR: Final = WordPattern(r"(?<![^\W\d_])(?:từ đầu năm|lũy kế|cộng dồn|tính chung)(?![^\W\d_])")
_IN_YEAR: Final = WordPattern(r"(?<![^\W\d_])trong năm(?! qua|,? tới| \d| nay)(?![^\W\d_])")
_THIS_TERM: Final = WordPattern(
    r"(?<![^\W\d_])(?:(?:từ|kể từ) đầu nhiệm kỳ|trong nhiệm kỳ(?: qua| này)?|(?<!nửa )nhiệm kỳ qua"
    r"|đến hết nhiệm kỳ)"
    r"(?! \d)(?! (?:đến|tới) (?:hết |cuối )?(?:năm|tháng|ngày|quý))(?![^\W\d_])"
)
_SINCE_TERM: Final = WordPattern(r"(?<![^\W\d_])từ (?:ngày|tháng|năm|đầu|khi|sau|\d)")
"""Before "đến nay": a stretch that goes on to now, told as one."""
_IN_QUARTER: Final = WordPattern(r"(?<![^\W\d_])(?:trong quý|quý này|quý qua)(?![^\W\d_])(?! [ivx\d])")
_SINCE_A_DAY: Final = WordPattern(
    r"(?<![^\W\d_])(?:kể )?từ (?:ngày )?(?:\d{1,2}[-/.]|tháng (?=\d{1,2} (?:đến|tới) nay))(?P<month>\d{1,2})"
    r"(?:[-/.](?P<year>\d{4}))? (?:đến|tới)(?: (?:nay|hết|cuối))?"
)
"""A stretch from a day on: the smallest period that holds it (guide, section 1)."""
_SECOND_HALF: Final = 7
_LAST_QUARTER: Final = 10
"""First months of a year's second half and last quarter."""
_THAT_YEAR: Final = WordPattern(
    r"(?<![^\W\d_])(?<!một )(?<!hai )(?<!ba )(?<!bốn )(?<!mấy )(?<!những )(?<!các )"
    r"(?:cuối |cũng |trong |ngay )?năm (?:ấy|đó)(?![^\W\d_])"
)
_THAT_QUARTER: Final = WordPattern(r"(?<![^\W\d_])(?:cũng |cũng trong |trong )quý (?:này|ấy|đó)(?![^\W\d_])")
"""The year, the quarter that was named last."""
_MONTHS: Final = WordPattern(
    r"(?<![^\W\d_])từ tháng (?P<first>0?[1-9]|1[0-2]) (?:đến|tới)(?: hết| cuối)?"
    r" tháng (?P<last>0?[1-9]|1[0-2])(?![\w/.-])(?! năm)"
)
"""Months of the article's year, told without it."""
_IN_MONTH: Final = WordPattern(
    r"(?<![^\W\d_] )(?<![^\W\d_])(?:riêng )?(?:trong )?tháng (?P<month>0?[1-9]|1[0-2])"
    r"(?= ?,| toàn| cả| vừa (?:qua|rồi))"
)
"""A month at the head of its clause, without a year ("Riêng trong tháng 11, …")."""
_BY_NOW: Final = WordPattern(
    r"(?<![^\W\d_])(?:đến nay|hiện nay"
    r"|(?<!năm )(?<!hôm )(?<!ngày )(?<!quý )(?<!tháng )nay (?:là|có|đã|lên|còn|thành|\d)"
    r"|(?<!thực )(?<!thể )(?<!phát )(?<!xuất )hiện (?:có|là|còn))(?![^\W\d_])"
)
"""The present state, told after an earlier one in the same sentence."""
_WHOLE_TERM: Final = re.compile(
    r"(?<!\w)(?:cả|toàn) nhiệm kỳ (?P<first>(?:19|20)\d\d) ?- ?(?P<last>(?:19|20)\d\d)(?!\d)"
)
_TIME_WORDS: Final = ("năm", "nay", "hiện", "quý", "kỳ", "tháng", "lũy kế", "cộng dồn", "tính chung", "từ ")
"""One of them stands in everything that a relative period is told by."""
_YEARS_AWAY: Final = {"ngoái": -1, "kia": -2}
_YEAR_AWAY: Final = WordPattern(r"năm (?P<which>ngoái|kia)(?![^\W\d_])")
_PART_BEFORE: Final = re.compile(r"(?:tháng|nửa|đầu|cuối|quý [ivx\d]{1,3})(?: của)? $")
"""Before "năm nay": a part of the year, and not the whole."""
_WHOLE_YEAR: Final = WordPattern(r"(?<![^\W\d_])(?:cả năm|năm nay|toàn năm)(?![^\W\d_])")


@cache
def _years_past() -> WordPattern:
    """So many years up to now."""
    return WordPattern(WORDS["years_past"])


_ENDED_BY: Final = {"-Q2": "-H1", "-Q3": "-9M", "-Q4": ""}


def _up_to(review: str) -> str:
    """What is over of the year when the reviewed period ends: "từ đầu năm" in the review of a third quarter is nine
    months.
    """
    return review[:4] + _ENDED_BY[review[4:]] if review[4:] in _ENDED_BY else review


Meaning = Callable[[re.Match[str], int, int, Phase], str | None]
"""The period that a match means, of a figure of some phase; the sentence begins and the figure stands at the places."""


class RelativePeriods:
    """What such words mean in one article. `year` is the article's own, for an event that says none."""

    def __init__(
        self,
        flat: str,
        event: EventDraft,
        periods: Sequence[PeriodMention],
        values: PeriodValues,
        year: str | None,
    ) -> None:
        self._flat = flat
        self._event = event
        self._periods = periods
        self._values = values
        self._year = year
        self._quarter = self._reviewed_quarter()
        self._meanings = self._read_meanings()

    def whole_year(self, phase: Phase) -> str | None:
        """The year of the period that is reviewed or planned, by phase."""
        planned = year_of(self._event.plan_period) if phase == "target" else None
        return planned or year_of(self._event.review_period) or self._year

    def _reviewed_quarter(self) -> str | None:
        """The quarter that "trong quý" means: the last one of the reviewed part of the year, else one that is named."""
        review = self._event.review_period
        for part, quarter in (("-9M", "-Q3"), ("-H1", "-Q2"), ("-Q", "")):
            if review is not None and part in review:
                return review[:4] + quarter if quarter else review
        named = (self._values.value(mention) for mention in self._periods)
        return next((v for v in named if v and "-Q" in v and v != self._event.plan_period), None)

    def before(self, sentence: Extent, at: Extent, phase: Phase) -> list[tuple[int, str]]:
        """The periods that words like "cả năm", "từ đầu năm" or "trong quý" stand for."""
        flat = self._flat
        for word in _TIME_WORDS:
            if flat.find(word, sentence.start, at.start) >= 0:
                break
        else:
            return []
        found: list[tuple[int, str]] = []
        for pattern, means in self._meanings:
            for match in pattern.finditer(flat, sentence.start, at.start):
                if (value := means(match, sentence.start, at.start, phase)) is not None:
                    found.append((match.start(), value))
        last = self._last_year()
        if last is not None and (ago := WORDS["years_ago"].match(flat, sentence.start, at.start)) is not None:
            found.append((ago.start(), str(int(last) - so_many(ago["count"]))))
        return found

    def _read_meanings(self) -> list[tuple[WordPattern | re.Pattern[str], Meaning]]:
        """The patterns of which a word stands in the article, each with what a match between two places means."""
        review, last = self._event.review_period, self._last_year()
        found: list[tuple[WordPattern, Meaning]] = [
            (_WHOLE_YEAR, self._all_year),
            (_SINCE_NEW_YEAR, lambda *_: _up_to(review) if review else self._so_far()),
            (_IN_YEAR, lambda *_: review),
            (_THIS_TERM, lambda match, _start, _end, phase: self._term(match[0], phase)),
            (_BY_NOW, self._by_now),
            (_SINCE_A_DAY, lambda match, *_: self._since(match)),
            (_IN_MONTH, self._month),
            (_THAT_YEAR, lambda match, *_: self._named_last(match, "")),
            (_THAT_QUARTER, lambda match, *_: self._named_last(match, "-Q")),
            (_MONTHS, self._months),
            (_years_past(), lambda match, *_: self._years_past(match["count"])),
        ]
        if review is None and self._year is not None:
            found.append((_YEAR_AWAY, self._year_away))
        if self._quarter is not None:
            found.append(
                (_IN_QUARTER, lambda _match, _start, _end, phase: self._quarter if phase == "result" else None)
            )
        return [
            *((pattern, means) for pattern, means in found if pattern.may_stand_in(self._flat)),
            (
                phrase("since_year"),
                lambda match, *_: f"{match['year']}/{last}" if match["year"] < (last or "") else None,
            ),
        ]

    def _all_year(self, match: re.Match[str], start: int, end: int, phase: Phase) -> str | None:
        """ "Cả năm", but for a plan's and for a part of it, and where an item of a list has begun since."""
        flat, before = self._flat, max(start, match.start() - 14)
        other = flat.find(";", match.end(), end) >= 0 or WORDS["plan_before"].search(flat[before : match.start()])
        return None if other or _PART_BEFORE.search(flat, before, match.start()) else self.whole_year(phase)

    def _year_away(self, match: re.Match[str], start: int, *_: object) -> str | None:
        compared = WORDS["compare"].search(self._flat, max(start, match.start() - 24), match.start())
        return None if compared else str(int(self._year or 0) + _YEARS_AWAY[match["which"]])

    def _by_now(self, match: re.Match[str], start: int, *_: object) -> str | None:
        since = _SINCE_TERM.search(self._flat, start, match.start())
        if match[0] == "đến nay" and (term := _WHOLE_TERM.search(self._flat, start, match.start())) is not None:
            return (
                f"{term['first']}/{term['last']}"  # "Cả nhiệm kỳ 2020 - 2025 phải kết nạp 1.000; đến nay đã được 541"
            )
        return None if since else self._event.review_period or self._year

    def _month(self, match: re.Match[str], _start: int, _end: int, phase: Phase) -> str | None:
        year = self.whole_year(phase) or self._year
        return None if year is None else self._values.of_month(year, int(match["month"]))

    def _months(self, match: re.Match[str], *_: object) -> str | None:
        year, first, last = self._last_year(), int(match["first"]), int(match["last"])
        return holding((int(year), first), (int(year), last)) if year and first < last else None

    def _named_last(self, match: re.Match[str], part: str) -> str | None:
        """The year or the quarter of the last period that was named before the match."""
        before = (one for one in reversed(self._periods) if one.extent.end <= match.start())
        named = next((value for one in before if (value := self._values.value(one)) and part in value), None)
        return named if part or named is None else year_of(named)

    def _last_year(self) -> str | None:
        """The last year that is reviewed, else the article's own."""
        return year_of(self._event.review_period) or self._year

    def _so_far(self) -> str | None:
        """The year up to the month of the day that an article without a review reports."""
        held = self._event.held_on
        if held is None:
            return None
        part = {3: "-Q1", 6: "-H1", 12: ""}.get(held.month, f"-{held.month}M")
        return f"{held.year}{part}" if held.month > 1 else f"{held.year}-Q1"

    def _term(self, words: str, phase: Phase) -> str | None:
        """The term under way: all of it in a review in its midst, else what is reviewed, else the only one named.

        Source: guide, section 1 ("từ đầu nhiệm kỳ đến nay" is the term).
        """
        review, plan = self._event.review_period, self._event.plan_period
        if phase == "target" and words.startswith("đến") and plan is not None and "/" in plan:
            return plan
        named = {
            mention.value
            for mention in self._periods
            if mention.value and WORDS["of_a_term"].match(self._flat, mention.extent.start)
        }
        if review is not None and "/" in review:
            whole = (term for term in named if self._event.kind == "term_review" and term[:5] == review[:5])
            return max(whole, default=review)
        return next(iter(named)) if len(named) == 1 else None

    def _since(self, match: re.Match[str]) -> str | None:
        """The half or the last quarter of the year in which a stretch up to now began; None where it began earlier."""
        year = match["year"] or year_of(self._event.review_period) or self._year
        month = int(match["month"])
        if year is None or not _SECOND_HALF <= month <= 12:
            return None
        return f"{year}-{'Q4' if month >= _LAST_QUARTER else 'H2'}"

    def _years_past(self, count: str) -> str | None:
        """So many years up to the reviewed one; a review of several years is that stretch itself."""
        review = self._event.review_period
        last = self._last_year()
        if last is None:
            return None
        if review is not None and "/" in review:
            within = so_many(count) < int(review[5:]) - int(review[:4])
            return f"{int(last) - so_many(count)}/{last}" if within else review
        return f"{int(last) - so_many(count) + 1}/{last}"
