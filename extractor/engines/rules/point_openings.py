"""What stands before a clause's own words: an announcement, a plan's period, a speaker, a request, a turn.

The ways to open are rows of `data/points.toml`. Source: annotation guide, section 7.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from extractor.engines.rules.draft import EventDraft
from extractor.text.article import Extent
from extractor.text.lexicon import Lexicon
from extractor.text.record import record
from extractor.text.word_index import NUMBER, WordPattern

WORDS: Final = Lexicon("extractor.engines.rules", "points.toml")
"""The words of points as patterns on flat text."""
Mode = Literal["shortcoming", "priority"]
NEAR: Final = 60
"""Characters from a clause's beginning within which a noun announces what follows."""
_YEAR: Final = re.compile(r"\d{4}")
_WORD: Final = re.compile(r"[^\W\d_]+|\d")
_QUARTER: Final = re.compile(r"quý ([ivx]+|[1-4])")
_QUARTERS: Final = (("i", "1"), ("ii", "2"), ("iii", "3"), ("iv", "4"))
_QUARTERS_DONE: Final = {"Q1": 1, "Q2": 2, "H1": 2, "6M": 2, "Q3": 3, "9M": 3}


@dataclass(slots=True)
class Context:
    """What the clauses before have announced."""

    mode: Mode | None = None
    strong: bool = False
    """Every clause counts: they are the list that was announced."""
    rule: str = "points.alone"


@dataclass(frozen=True, slots=True)
class Opening:
    """One way in which a clause may open, as `data/points.toml` explains it."""

    words: str
    inside: bool = False
    mode: Mode | None = None
    rule: str = ""
    turned: bool = False
    test: str = "end"
    unless: Literal["strong", "lead"] | None = None
    needs: str = ""
    """A list of the table one of whose words stands in every clause that opens so."""


@record
class Opened:
    """Where a clause's own words begin, and what stood before them."""

    start: int
    mode: Mode | None = None
    turned: bool = False
    rule: str = ""


@cache
def openings() -> tuple[Opening, ...]:
    """The ways to open, in the order in which they are tried."""
    return tuple(Opening(**row) for row in WORDS.table["opening"])


@cache
def placed(words: str) -> WordPattern | re.Pattern[str]:
    """A pattern of the table for searching, by the words of the article where it begins with words."""
    try:
        return WordPattern(WORDS[words])
    except ValueError:
        return WORDS[words]


@cache
def _openings_with(word: str) -> tuple[Opening, ...]:
    """The openings that a clause may have which begins with the word."""
    found = []
    for row in openings():
        pattern = placed(row.words)
        if row.inside or not isinstance(pattern, WordPattern) or word in pattern.words:
            found.append(row)
    return tuple(found)


@cache
def _inside() -> dict[str, WordPattern]:
    """The patterns that are looked for anywhere in a clause, by their names in the table."""
    patterns = {row.words: placed(row.words) for row in openings() if row.inside}
    return {words: one for words, one in patterns.items() if isinstance(one, WordPattern)}


def _openings_from(flat: str, start: int) -> tuple[Opening, ...]:
    found = _WORD.match(flat, start)
    word = "" if found is None else NUMBER if found[0].isdigit() else found[0]
    return _openings_with(word if word in _opening_words() else "")


@cache
def _opening_words() -> frozenset[str]:
    patterns = [placed(row.words) for row in openings()]
    return frozenset(word for one in patterns if isinstance(one, WordPattern) for word in one.words)


def _plan_years(event: EventDraft) -> set[str]:
    """The years a plan may be for: the event's, else the one after what is reviewed."""
    years = [int(year) for year in _YEAR.findall(event.plan_period or event.review_period or "")]
    if not years:
        return set()
    first = years[0] if event.plan_period else years[-1] + 1
    return {str(year) for year in range(first, max(years[-1], first) + 1)}


class OpeningReader:
    """Reads the openings of one article's clauses.

    `flat` is the text flattened, `names` where its people's names end, `numbers` where figures' numbers begin (both
    sorted), `event` the conference whose plan period tells which years are the plan's.
    """

    def __init__(self, flat: str, names: Sequence[int], numbers: Sequence[int], event: EventDraft) -> None:
        self.flat, self.names, self.numbers = flat, names, numbers
        self.years = _plan_years(event)
        done = _QUARTERS_DONE.get((event.review_period or "")[5:], 4)
        self.quarters = {name for names_ in _QUARTERS[done:] for name in names_}
        self.context, self.lead = Context(), False
        self._absent = frozenset(words for words, one in _inside().items() if not one.may_stand_in(flat))
        self._tests: dict[str, Callable[[re.Match[str], Extent], int | None]] = {
            "end": lambda match, _: match.end(),
            "itself": lambda match, _: match.start(),
            "task_after": lambda match, rest: match.end() if self._is_task(match.end(), rest.end) else None,
            "no_figure": lambda match, rest: None if self.has_figure(Extent(rest.start, match.end())) else match.end(),
            "planned": self._planned,
            "planned_task": lambda match, rest: (
                self._planned(match, rest) if self._is_task(match.end(), rest.end) else None
            ),
            "speaker": self._speaker,
            "listed": self._listed,
            "asked": self._asked,
            "will": self._will,
            "after_speaker": self._after_speaker,
        }

    def open(self, clause: Extent, context: Context, *, lead: bool) -> Opened:
        """Reads openings one after another until the clause's own words begin."""
        self.context, self.lead = context, lead
        opened = Opened(clause.start)
        for _ in range(6):
            following = self._opening(Extent(opened.start, clause.end))
            if following is None or (following.start == opened.start and following.mode == opened.mode):
                break
            if following.mode is not None:
                self.context = Context(following.mode, True, following.rule)
            start = following.start
            while start < clause.end and self.flat[start] in " \n,":
                start += 1
            opened = Opened(
                start, following.mode or opened.mode, following.turned or opened.turned, following.rule or opened.rule
            )
        return opened

    def _opening(self, rest: Extent) -> Opened | None:
        for row in _openings_from(self.flat, rest.start):
            if row.inside and row.words in self._absent:
                continue
            if (row.unless == "strong" and self.context.strong) or (row.unless == "lead" and self.lead):
                continue
            start = self._where(row, rest)
            if start is not None:
                return Opened(start, row.mode, row.turned, row.rule)
        return None

    def _where(self, row: Opening, rest: Extent) -> int | None:
        """Where a clause's own words begin that opens so; None where it does not."""
        if row.needs and placed(row.needs).search(self.flat, rest.start, rest.end) is None:
            return None
        test = self._tests[row.test]
        if row.inside:
            places = (test(match, rest) for match in placed(row.words).finditer(self.flat, rest.start, rest.end))
            return next((start for start in places if start is not None), None)
        match = WORDS[row.words].match(self.flat, rest.start, rest.end)
        return None if match is None else test(match, rest)

    def has_figure(self, extent: Extent) -> bool:
        """Whether a figure's number stands in the extent."""
        at = bisect_left(self.numbers, extent.start)
        return at < len(self.numbers) and self.numbers[at] < extent.end

    def _is_task(self, start: int, end: int) -> bool:
        return WORDS["task"].match(self.flat, start, end) is not None

    def _planned(self, match: re.Match[str], rest: Extent) -> int | None:
        """A plan's sentence opens so, where a year or quarter named in it is the plan's."""
        del rest
        years, quarters = _YEAR.findall(match[0]), _QUARTER.findall(match[0])
        planned = (not years or years[-1] in self.years) and (not quarters or quarters[-1] in self.quarters)
        return match.end() if planned else None

    def tells_of_work_done(self, sentence: Extent, context: Context) -> bool:
        """Whether a sentence opens with a time that is over, or with "trong năm" after what somebody asked for."""
        match = WORDS["done_time"].match(self.flat, sentence.start, sentence.end)
        if match is None:
            return False
        if match["within"] is not None:
            return context.rule == "points.demand"
        return match["year"] is None or (bool(self.years) and match["year"] < min(self.years))

    def _listed(self, match: re.Match[str], rest: Extent) -> int | None:
        """Tasks that a noun and a colon announce, or a noun near the beginning; elsewhere a task must follow."""
        if WORDS["done_nouns"].search(self.flat, rest.start, match.start()):
            return None
        plain = match.start() < rest.start + NEAR and WORDS["priority.plain_nouns"].match(self.flat, match.start())
        listed = (match["colon"] is not None or plain) and not self.lead
        return match.end() if listed or self._is_task(match.end(), rest.end) else None

    def _asked(self, match: re.Match[str], rest: Extent) -> int | None:
        """A request, where a task follows it, or whatever a person asks for outright."""
        flat, start, end = self.flat, match.start(), match.end()
        plain = WORDS["priority.plain_demands"].match(flat, start, end) is not None
        there = plain and flat.endswith("dự và ", rest.start, start)
        if not there and WORDS["not_demand_before"].search(flat, max(rest.start, start - 24), start):
            return None
        if WORDS["not_demand_after"].match(flat, end, rest.end):
            return None
        low = max(rest.start - NEAR, flat.rfind("\n", 0, rest.start) + 1)
        if not plain and WORDS["done_by_body"].search(flat, rest.start, start):
            return None
        spoken = WORDS["priority.spoken_demands"].match(flat, start, end) is not None
        if spoken and not WORDS["priority.speakers"].search(flat, low, start):
            return None
        if flat.startswith("đề ra,", start):
            return None  # "theo chỉ tiêu Tỉnh ủy đề ra, các cấp ủy đã …"
        told = WORDS["told"].match(flat, end, rest.end)
        body = told.end() if told else end
        period = WORDS["period"].match(flat, body, rest.end)
        if self._is_task(body, rest.end) or (period is not None and self._planned(period, rest) is not None):
            return body
        plain = plain or (flat[start:end] == "giao" and WORDS["handed_to"].match(flat, end) is not None)
        return end if plain and self._speaks(Extent(rest.start, start)) else None

    def _will(self, match: re.Match[str], rest: Extent) -> int | None:
        """A body that "sẽ", "cần" or "phải" do something."""
        flat, start = self.flat, match.start()
        if self.context.strong and self.context.mode == "shortcoming":
            return None
        if not flat.startswith("sẽ", start):
            doer = WORDS["body_before"].search(flat, max(rest.start, start - 90), start)
            if doer is None:
                return None
            start = doer.start()
        return start

    def _speaker(self, match: re.Match[str], rest: Extent) -> int | None:
        """A name that ends right before the colon: "Đồng chí X: …" tells only whose words follow."""
        at, colon = bisect_left(self.names, rest.start), match.start("colon")
        return match.end() if at < len(self.names) and colon - 2 <= self.names[at] <= colon else None

    def _after_speaker(self, match: re.Match[str], rest: Extent) -> int | None:
        """Where the words begin after "theo ông X, Bí thư …,"."""
        del match
        at = bisect_left(self.names, min(rest.end, rest.start + 200) + 1)
        last = max(rest.start, self.names[at - 1] if at else 0)
        comma = self.flat.find(",", last, min(rest.end, last + 80))
        return comma + 1 if comma >= 0 else None

    def _speaks(self, before: Extent) -> bool:
        """Whether a person is named, or called by an office, in the words before."""
        at = bisect_left(self.names, before.start)
        named = at < len(self.names) and self.names[at] <= before.end
        return named or WORDS["priority.speakers"].match(self.flat, before.start, before.end) is not None
