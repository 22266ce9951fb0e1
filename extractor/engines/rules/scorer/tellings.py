"""The periods that an article tells of, by name or by words that stand for one, each with what it may mean.

"Năm ngoái", "8 tháng năm nay", "cả thảy", "từ khi có chi bộ" mean a period only beside another: the reviewed year, the
year of the article's day, or what was told last. Every one of them is a meaning, with the way it came about as its tag;
the scorer weighs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from extractor.engines.rules.mentions import BARE_YEAR, PeriodValues, follows_a_congress, half_of, so_many, year_of
from extractor.engines.rules.stretches import since_new_year
from extractor.reading.intervals import Claims
from extractor.reading.model import DateMention, PeriodMention
from extractor.text.article import Extent
from extractor.text.record import record
from extractor.text.word_index import WordPattern

_END: Final = r"(?![^\W\d_])"
_COUNT: Final = r"(?:0?[2-9]|1[0-2]|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười một|mười)"
_OF_WHICH_YEAR: Final = r"(?: (?:của )?năm (?P<which>nay|ngoái|trước|sau|tới|kia|đó|ấy|này))?"
_OFFSETS: Final = {"ngoái": -1, "trước": -1, "rồi": -1, "kia": -2, "sau": 1, "tới": 1}
"""How many years a word after "năm" moves away; the others stay."""

_RELATIVE: Final = ("trước", "sau", "tới")
"""Words that may count from the year told last."""
_WHICH_YEAR: Final = re.compile(r" (?:của )?năm (nay|ngoái|trước|sau|tới|kia|đó|ấy|này)(?![^\W\d_])")
_YEAR_WORDS: Final = WordPattern(
    r"(?:năm (?:học )?(?P<which>ngoái|trước|rồi|kia|nay|này|sau|tới|đó|ấy)|sang năm"
    rf"|(?:cả|trong|toàn|cùng|trọn) năm(?: qua)?|năm qua){_END}(?! (?:19|20)\d\d)"
)
_NOW: Final = WordPattern(
    r"(?:đến nay|hiện nay|hiện tại|hiện|giờ|bây giờ|lúc này|nay|hôm nay|sáng nay|lần này|đợt này|dịp này"
    rf"|năm học này){_END}"
)
_SAME_TIME: Final = WordPattern(rf"cùng kỳ(?: (?:của )?năm (?:ngoái|trước))?{_END}(?! (?:của )?năm \d)")
_BACK: Final = WordPattern(
    r"(?:cùng (?:thời gian|dịp|đợt|lúc)|(?:hồi|dịp|đợt|thời gian|lúc|ngày|tháng|khóa|kỳ|giai đoạn"
    rf"|nhiệm kỳ|mùa|quãng|khoảng|chặng)(?: thời gian)? (?:đó|ấy|này)|ngần ấy năm){_END}"
)
"""What was told last."""
_MONTHS: Final = WordPattern(
    rf"(?<![\w/.,-])(?P<count>{_COUNT}) tháng(?: (?:đầu|qua|đó|ấy|này|nay|vừa qua))?{_OF_WHICH_YEAR}"
    r"(?! (?:tuổi|tù|liền|liên tục|trước|tới|tiếp|cuối|lương|sau|một lần))(?![^\W\d_/])"
)
_MONTH: Final = WordPattern(
    rf"tháng (?P<month>1[0-2]|0?[1-9])(?![\w/%]|[.,-]\d){_OF_WHICH_YEAR}|tháng (?:này|qua|trước){_END}"
)
_QUARTER: Final = WordPattern(rf"quý (?:này|qua|trước|tới|sau){_END}")
_NEW_YEAR: Final = WordPattern(rf"(?:từ đầu năm|lũy kế|cộng dồn|tính chung|tính từ đầu năm){_END}(?! \d)")
_YEARS: Final = WordPattern(
    rf"(?<![\w/.,-])(?P<count>{_COUNT}) năm(?: học)?(?! (?:tuổi|tù))(?! (?:19|20)\d\d){_END}"
    r"(?P<after>(?: liền)? (?:sau|tiếp theo|tới|kế tiếp|trước)(?: (?:đó|ấy))?(?![^\W\d_]))?"
)
_BARE_YEAR: Final = WordPattern(BARE_YEAR)
_SINCE_YEAR: Final = WordPattern(
    r"từ (?:đầu |cuối |giữa )?(?:tháng \d{1,2} ?[-/] ?)?(?:năm )?(?P<year>(?:19|20)\d\d)(?![\d/])(?! ?-)"
    r"(?! (?:đến|tới) (?:(?:hết|đầu|cuối) )?(?:năm |tháng |ngày )?\d)(?: (?P<to>(?:đến|tới) (?:nay|giờ)))?"
)
_SINCE: Final = WordPattern(rf"(?:từ|kể từ) (?:khi|ngày|lúc|hồi|đó|ấy|buổi|dạo){_END}")
_ALL: Final = WordPattern(
    r"(?:(?P<sum>cả thảy|tất thảy|tổng cộng|cộng lại|cộng cả|gộp|tổng số đó|trong tổng số"
    r"|cả (?:hai|ba|bốn|năm|sáu|mấy) năm)|(?P<part>trong đó|trong số (?:đó|này|ấy))"
    rf"|(?P<mean>bình quân|trung bình|mỗi năm|hằng năm|hàng năm)){_END}"
)
_TERM: Final = WordPattern(
    r"(?:(?:đầu|cuối|giữa|nửa|hết|trong|cả|suốt) )?(?:nhiệm kỳ|giai đoạn|khóa|chặng)"
    rf"(?: (?:này|qua|trước|tới|sau|vừa qua))?{_END}(?! \d)|năm (?:cuối|đầu)(?: nhiệm kỳ)?{_END}"
)
_WORDS: Final = (
    _BARE_YEAR,
    _MONTHS,
    _MONTH,
    _YEARS,
    _SAME_TIME,
    _YEAR_WORDS,
    _QUARTER,
    _NEW_YEAR,
    _SINCE,
    _TERM,
    _BACK,
    _NOW,
    _ALL,
)


@record
class Telling:
    """One place that tells of a period; `meanings` are the periods it may mean, each with how it would."""

    extent: Extent
    meanings: tuple[tuple[str, tuple[str, ...]], ...]


Meanings = Iterator[tuple["str | None", str]]
Told = PeriodMention | DateMention | re.Match[str]


def _found(matches: Iterator[re.Match[str]]) -> Iterator[tuple[Extent, Told]]:
    return ((Extent(match.start(), match.end()), match) for match in matches)


class Teller:
    """Reads the tellings of one article, in order; what is told last is what the next ones may go back to."""

    def __init__(
        self,
        flat: str,
        values: PeriodValues,
        year: int | None,
        month: int | None,
        starts: Sequence[int] = (),
    ) -> None:
        event = values.event
        self._flat = flat
        self._values = values
        self._review = event.review_period
        self._plan = event.plan_period
        self._month = month
        reviewed = year_of(event.review_period)
        self._bases: dict[str, int | None] = {"r": int(reviewed) if reviewed else None, "d": year, "l": None}
        self._last: str | None = None
        self._span: str | None = None
        self._starts = starts
        """Where the paragraphs begin."""

    def read(self, periods: Sequence[PeriodMention], dates: Sequence[DateMention]) -> tuple[Telling, ...]:
        """Every telling, in order, none over another; what is named goes before what is not."""
        found: list[Telling] = []
        named: list[str] = []
        block = -1
        for extent, what in self._places(periods, dates):
            while block + 1 < len(self._starts) and self._starts[block + 1] <= extent.start:
                block += 1
                named = []
            meanings: dict[str, list[str]] = {}
            for value, tag in self._meanings(what, named):
                if value is not None:
                    meanings.setdefault(value, []).append(tag)
            if not meanings:
                continue
            found.append(
                Telling(extent, tuple((value, tuple(dict.fromkeys(tags))) for value, tags in meanings.items()))
            )
            if not isinstance(what, re.Match) or what.re is BARE_YEAR:
                first = next(iter(meanings))
                named.append(first)
                self._tell(first)
            elif what.re is _MONTHS.pattern or what.re is _YEAR_WORDS.pattern:
                self._last = next(iter(meanings))
        return tuple(found)

    def _tell(self, value: str) -> None:
        self._last = value
        self._bases["l"] = int(year_of(value) or 0) or None
        if "/" in value:
            self._span = value

    def _places(self, periods: Sequence[PeriodMention], dates: Sequence[DateMention]) -> list[tuple[Extent, Told]]:
        """Where something is told, in order, none over another; what stands first here goes before what follows."""
        flat, claims = self._flat, Claims(len(self._flat))
        sources: list[Iterator[tuple[Extent, Told]]] = [
            _found(_SINCE_YEAR.finditer(flat)),
            ((self._with_its_year(one), one) for one in periods),
            ((one.extent, one) for one in dates),
            *(_found(words.finditer(flat)) for words in _WORDS),
        ]
        known = [one for source in sources for one in source if claims.claim(one[0])]
        return sorted(known, key=lambda one: one[0])

    def _with_its_year(self, mention: PeriodMention) -> Extent:
        """A part of a year with the words that say of which ("quý I năm nay")."""
        extent = mention.extent
        which = _WHICH_YEAR.match(self._flat, extent.end) if mention.part is not None else None
        return extent if which is None else Extent(extent.start, which.end())

    def _meanings(self, what: Told, named: Sequence[str]) -> Meanings:
        if isinstance(what, PeriodMention):
            yield from self._of_period(what)
        elif isinstance(what, DateMention):
            yield from self._of_date(what)
        else:
            yield from self._of_words(what, named)

    def _of_period(self, mention: PeriodMention) -> Meanings:
        value = self._values.value(mention)
        kind = "month" if mention.month is not None else "span" if "/" in (value or "") else "year"
        if mention.value is None and mention.part is not None:
            which = _WHICH_YEAR.match(self._flat, mention.extent.end)
            word = which[1] if which else ""
            yield value, "part"
            for year, tag in self._years(_OFFSETS.get(word, 0), f"part:{word}", "rdl"):
                yield f"{year}-{mention.part}", tag
            return
        if kind == "span" and follows_a_congress(self._flat, mention.extent.start):
            yield value, "of-a-congress"
            return
        yield value, f"named:{kind}" if mention.value is None or "-" not in mention.value else "named:part"
        if mention.month is not None and mention.value is not None:
            yield mention.value, "month:year"
            yield f"{mention.value}-{half_of(mention.month)}", "month:half"
            yield f"{mention.value}-Q{(mention.month + 2) // 3}", "month:quarter"
            yield since_new_year(int(mention.value), mention.month), "month:so-far"
        elif value is not None and "/" in value:
            yield value[:4], "span:first"
            yield value[5:9], "span:last"
        elif value is not None and "-" in value:
            yield value[:4], "part:year"
        elif value is not None and self._bases["d"] and int(value) < self._bases["d"]:
            yield f"{value}/{self._bases['d']}", "year:on"

    def _of_date(self, day: DateMention) -> Meanings:
        years = [(day.year, "date")] if day.year else [(self._bases[base], f"day:{base}") for base in "rd"]
        for year, tag in years:
            if year is not None:
                yield str(year), tag
                yield f"{year}-{half_of(day.month)}", f"{tag}:half"
                yield since_new_year(year, day.month), f"{tag}:so-far"

    def _years(self, offset: int, tag: str, bases: str = "rd") -> Iterator[tuple[str, str]]:
        for base in bases:
            if (year := self._bases[base]) is not None:
                yield str(year + offset), f"{tag}:{base}"
                yield str(year + offset), f"{offset}:{base}"

    def _of_words(self, match: re.Match[str], named: Sequence[str]) -> Meanings:
        pattern = match.re
        if pattern is BARE_YEAR:
            yield match[0], "bare"
        elif pattern is _YEAR_WORDS.pattern:
            which = match["which"]
            offset = _OFFSETS.get(which or "", 1 if match[0] == "sang năm" else 0)
            tag = f"năm {which}" if which else match[0]
            yield from self._years(offset, tag, "rdl" if which in _RELATIVE else "rd")
            if which in ("đó", "ấy", "này") or match[0].startswith("cùng"):
                yield self._last, f"{tag}:last"
            if not offset:
                yield self._review, f"{tag}:review"
        elif pattern is _NOW.pattern:
            for tag in ("now", f"now:{match[0]}"):
                yield from self._years(0, tag)
                yield self._review, f"{tag}:review"
        elif pattern is _SAME_TIME.pattern:
            for base, known in (("review", self._review), ("last", self._last)):
                if known is not None and "/" not in known:
                    yield f"{int(known[:4]) - 1}{known[4:]}", f"same-time:{base}"
            yield from self._years(-1, "same-time")
        elif pattern is _BACK.pattern:
            for tag in ("back", f"back:{match[0]}"):
                yield self._last, tag
                yield self._span, f"{tag}:span"
        elif pattern is _MONTHS.pattern:
            yield from self._first_months(match)
        elif pattern is _MONTH.pattern or pattern is _QUARTER.pattern:
            yield from self._one_month(match)
        elif pattern is _NEW_YEAR.pattern:
            yield self._review, f"new-year:{match[0]}:review"
            if self._bases["d"] and self._month:
                yield since_new_year(self._bases["d"], self._month), f"new-year:{match[0]}"
        elif pattern is _YEARS.pattern:
            yield from self._so_many_years(match, named)
        elif pattern is _SINCE_YEAR.pattern:
            first, to = match["year"], match["to"] or ""
            yield first, f"since:{to}:start"
            for year, tag in self._years(0, f"since:{to}"):
                if int(first) < int(year):
                    yield f"{first}/{year}", tag
                elif first == year and self._month:
                    yield since_new_year(int(year), self._month), f"{tag}:so-far"
        else:
            yield from self._of_spans(match, named)

    def _first_months(self, match: re.Match[str]) -> Meanings:
        count = so_many(match["count"])
        part = {3: "Q1", 6: "H1", 12: ""}.get(count, f"{count}M")
        which = match["which"] or ""
        for year, tag in self._years(_OFFSETS.get(which, 0), f"months:{which}", "rdl"):
            yield f"{year}-{part}" if part else year, tag
        if match[0].endswith(("đó", "ấy")):
            yield self._last, "months:last"

    def _one_month(self, match: re.Match[str]) -> Meanings:
        if match.re is _QUARTER.pattern or match["month"] is None:
            if self._month:
                for year, tag in self._years(0, f"this:{match[0]}"):
                    yield f"{year}-Q{(self._month + 2) // 3}", tag
                    yield f"{year}-{half_of(self._month)}", f"{tag}:half"
            return
        which, month = match["which"] or "", int(match["month"])
        for year, tag in self._years(_OFFSETS.get(which, 0), f"in-month:{which}", "rdl"):
            yield f"{year}-{half_of(month)}", tag
            yield f"{year}-Q{(month + 2) // 3}", f"{tag}:quarter"
            yield year, f"{tag}:year"
            yield since_new_year(int(year), month), f"{tag}:so-far"

    def _so_many_years(self, match: re.Match[str], named: Sequence[str]) -> Meanings:
        count = so_many(match["count"])
        span = self._span
        if match["after"] and (last := self._bases["l"]) is not None:
            before = "trước" in match["after"]
            first = last - count if before else last + 1
            yield f"{first}/{first + count - 1}", "years:before" if before else "years:after"
        if span is not None:
            yield span, f"years:span:{int(span[5:]) - int(span[:4]) - count}"
        for base in "rd":
            if (last := self._bases[base]) is not None:
                yield f"{last - count + 1}/{last}", f"years:{base}"
                yield f"{last - count}/{last}", f"years:before:{base}"
                yield str(last - count), f"years:ago:{base}"
        yield from self._row(named, f"years:row:{len(set(named)) - count}")
        if self._review is not None and "/" in self._review:
            yield self._review, "years:review"

    def _row(self, named: Sequence[str], tag: str) -> Meanings:
        """All that the paragraph has told of, from first to last."""
        years = [int(year) for one in named for year in (one[:4], year_of(one) or one[:4])]
        if years and min(years) < max(years):
            yield f"{min(years)}/{max(years)}", tag
        years = years[-4:]
        if years and min(years) < max(years):
            yield f"{min(years)}/{max(years)}", f"{tag}:two"
        if years:
            yield str(max(years)), f"{tag}:one"

    def _of_spans(self, match: re.Match[str], named: Sequence[str]) -> Meanings:
        if match.re is _SINCE.pattern:
            for base in "rd":
                if (last := self._bases[base]) is not None and (first := self._bases["l"]) and first < last:
                    yield f"{first}/{last}", f"since-then:{base}"
            yield self._span, "since-then:span"
            yield self._review, "since-then:review"
        elif match.re is _TERM.pattern:
            tag = " ".join(match[0].split())
            for name, span in (("l", self._span), ("r", self._review), ("p", self._plan)):
                if span is not None and "/" in span:
                    yield span, f"term:{tag}:{name}"
                    yield span[:4], f"term:first:{tag}:{name}"
                    yield span[5:], f"term:last:{tag}:{name}"
        else:
            for tag in (f"all:{match.lastgroup}", f"all:{match[0]}"):
                yield from self._row(named, tag)
                yield self._span, f"{tag}:span"
                yield self._review, f"{tag}:review"
                yield self._last, f"{tag}:last"
