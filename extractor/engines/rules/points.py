"""Points: shortcomings and priorities, one for each clause that tells one. Source: annotation guide, section 7.

A paragraph is read clause by clause. Words that announce ("hạn chế là", "nhiệm vụ trọng tâm:", "đồng chí … yêu cầu")
or a plan's opening ("Năm 2022, …") say what the clauses after them are; where nothing announces, the clause itself
has to tell: of something wrong, and where.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from extractor.article import Article, Extent
from extractor.draft import Decision, EventDraft, PointDraft
from extractor.engines.rules.clauses import Statement, content, read_statements
from extractor.engines.rules.point_words import PointWords, point_words
from extractor.reading.model import Reading
from extractor.vietnamese.flat import flatten

Mode = Literal["shortcoming", "priority"]

PRIORITIES: Final = 8
"""Priorities kept, in the text's order (guide, section 7)."""
LEAST: Final = 12
"""Characters a point has at least."""
LONGEST: Final = 600
"""Characters of a clause beyond which it is no clause any more."""
ENDING: Final = 200
"""Characters at a clause's end in which it says that something was spoken of."""
SPEECH: Final = 190
"""Characters from a clause's beginning within which a speaker's verb stands."""
LINKS: Final = (":", " là", " như", "gồm", " vì ", " rằng", " ở chỗ", "\nlà", "\nnhư")
"""One of these stands behind whatever announces a list."""
NEAR: Final = 60
"""Characters from a clause's beginning within which a noun announces what follows."""
REMARK: Final = 40
"""Characters of a remark in brackets that is more than a document's term or a date."""
TEXT: Final = 240
"""Characters a point's sentence may have before it is cut at a comma."""


@dataclass(slots=True)
class _Context:
    """What the clauses before have announced."""

    mode: Mode | None = None
    strong: bool = False
    """Every clause counts: they are the list that was announced."""
    rule: str = "points.alone"


@dataclass(frozen=True, slots=True)
class _Opened:
    """Where a clause's own words begin, and what stood before them."""

    start: int
    mode: Mode | None = None
    strong: bool = False
    turned: bool = False
    rule: str = ""


def decide_points(
    article: Article,
    reading: Reading,
    figure_evidence: Sequence[Extent],
    event: EventDraft | None = None,
) -> tuple[PointDraft, ...]:
    """All shortcomings and the first eight priorities, in text order. Never raises, whatever the text.

    Args:
        article: the article.
        reading: its mentions.
        figure_evidence: the clauses labelled as figures; a clause with a figure's number is no point.
        event: the conference; its plan period tells which years are the plan's.
    """
    reader = _PointReader(article.text, reading, figure_evidence, event or EventDraft())
    for statement in read_statements(article.text, reading):
        reader.read(statement)
    return tuple(reader.found)


class _PointReader:
    def __init__(self, text: str, reading: Reading, figures: Sequence[Extent], event: EventDraft) -> None:
        self.text = text
        self.flat = flatten(text)
        self.words: PointWords = point_words()
        self.years, self.quarters = _plan_years(self.flat, event), _plan_quarters(event)
        self.names = sorted(person.extent.end for person in reading.people)
        self.numbers = _figure_numbers(reading, figures)
        self.context = _Context()
        self.found: list[PointDraft] = []
        self.seen: set[str] = set()
        self.priorities = 0
        self.lead = False

    def read(self, statement: Statement) -> None:
        """Takes the points of one sentence."""
        if statement.opens_block and not (statement.bullet and self.context.rule == "points.list"):
            self.context = self.context if self.context.rule == "points.heading" else _Context()
        if statement.heading and self._heading(statement.extent):
            return
        if self.words.others.match(self.flat, statement.extent.start, statement.extent.end):
            self.context = _Context()
        if not statement.bullet:
            self.context.strong = False
        self.lead = statement.role == "lead"
        for clause in statement.clauses:
            if len(clause) <= LONGEST:
                self._clause(content(self.text, clause))

    def _heading(self, extent: Extent) -> bool:
        """Takes a heading or a line that announces a list; False where the line is a sentence like others."""
        words, flat = self.words, self.flat
        mode: Mode | None = None
        if words.bare_shortcoming.search(flat, extent.start, extent.end):
            mode = "shortcoming"
        elif words.bare_task.search(flat, extent.start, extent.end) or words.period.match(
            flat, extent.start, extent.end
        ):
            mode = "priority"
        if flat[extent.end - 1] == ":":
            mode = mode or ("priority" if self._demand(extent) else None)
            self.context = _Context(mode, mode is not None, "points.list")
            return True
        self.context = _Context(mode, False, "points.heading" if mode else "points.alone")
        return mode is not None or len(extent) < LEAST

    def _clause(self, clause: Extent) -> None:
        opened = self._open(clause)
        if opened.mode is not None:
            self.context = _Context(opened.mode, opened.strong, opened.rule)
        body = content(self.text, Extent(opened.start, clause.end)) if opened.start < clause.end else clause
        if opened.start >= clause.end or len(body) < LEAST or self._has_figure(body):
            return
        if not self.context.strong and self.context.mode != "priority" and self._announces(clause):
            return
        kind = self._kind(body, opened)
        if kind is None:
            return
        self.context = _Context(kind, True, self.context.rule)
        self._take(kind, body)

    def _announces(self, clause: Extent) -> bool:
        """Whether the clause only says that tasks or shortcomings were spoken of; the sentences after it tell them."""
        words, flat = self.words, self.flat
        ending = max(clause.start, clause.end - ENDING)
        if not self.lead and words.set_tasks.search(flat, ending, clause.end):
            self.context = _Context("priority", False, "points.announced")
            return True
        match = words.bare_announcer.search(flat, ending, clause.end)
        if match is None or self._mended(match, clause.start):
            return False
        self.context = _Context("shortcoming", False, "points.announced")
        return True

    # what stands before a clause's own words

    def _open(self, clause: Extent) -> _Opened:
        """Reads openings one after another until the clause's own words begin."""
        opened = _Opened(clause.start)
        for _ in range(6):
            following = self._opening(Extent(opened.start, clause.end))
            if following is None or (following.start == opened.start and following.mode == opened.mode):
                break
            opened = _Opened(
                self._after_blanks(following.start, clause.end),
                following.mode or opened.mode,
                following.strong or opened.strong,
                following.turned or opened.turned,
                following.rule or opened.rule,
            )
        return opened

    def _period(self, rest: Extent) -> re.Match[str] | None:
        """How a plan's sentence opens, where a year or quarter named in it is the plan's."""
        match = self.words.period.match(self.flat, rest.start, rest.end)
        if match is None:
            return None
        years, quarters = _YEAR.findall(match[0]), _QUARTER.findall(match[0])
        planned = (not years or years[-1] in self.years) and (not quarters or quarters[-1] in self.quarters)
        return match if planned else None

    def _after_blanks(self, start: int, end: int) -> int:
        while start < end and self.flat[start] in " \n,":
            start += 1
        return start

    def _opening(self, rest: Extent) -> _Opened | None:
        words, flat, start, end = self.words, self.flat, rest.start, rest.end
        if words.anchor.match(flat, start, end):
            return None
        if match := words.contrast.match(flat, start, end):
            return _Opened(match.end(), turned=True)
        linked = self._linked(rest)
        match = words.announced_shortcoming.search(flat, start, end) if linked else None
        if match is not None and not self._mended(match, start):
            return _Opened(match.end(), "shortcoming", True, rule="points.announced")
        if (match := words.anchor.search(flat, start, end)) and match.start() > start and not self.context.strong:
            return _Opened(match.start(), turned=True)
        if match := words.inner_contrast.search(flat, start, end):
            return _Opened(match.end(), turned=True)
        if match := self._period(rest) or words.topic.match(flat, start, end):
            return _Opened(match.end(), "priority", True, rule="points.plan")
        purpose = _PURPOSE.match(flat, start, end)
        if purpose is not None and words.task.match(flat, purpose.end(), end):
            return _Opened(purpose.end(), "priority", True, rule="points.plan")
        asked = (self._announced_task(rest) if linked else None) or self._demand(rest) or self._future(rest)
        if asked is not None:
            return asked
        match = None if self.context.strong else words.admission.search(flat, start, min(end, start + SPEECH))
        if match is not None and flat.find(":", start, match.start()) < 0:
            return _Opened(match.end(), turned=True)
        if words.attributed.match(flat, start, end):
            comma = self._after_speaker(rest)
            if comma is not None:
                return _Opened(comma, turned=True)
        if match := words.opening.match(flat, start, end):
            return _Opened(match.end())
        match = None if self.lead else words.colon.match(flat, start, end)
        if match is not None and not self._has_figure(Extent(start, match.end())):
            return _Opened(match.end(), turned=not self._names_speaker(Extent(start, match.start("colon"))))
        return None

    def _linked(self, rest: Extent) -> bool:
        """Whether any word is there that could bring what was announced; asked first because it costs little."""
        return any(self.flat.find(link, rest.start, rest.end) >= 0 for link in LINKS)

    def _mended(self, match: re.Match[str], start: int) -> bool:
        """Whether a noun like "hạn chế" is named as what is mended, not to say what was wrong."""
        return self.words.mended.search(self.flat, max(start, match.start() - 40), match.start()) is not None

    def _announced_task(self, rest: Extent) -> _Opened | None:
        words, flat = self.words, self.flat
        match = words.announced_task.search(flat, rest.start, rest.end)
        if match is None:
            return None
        plain = match.start() < rest.start + NEAR and words.plain_task.match(flat, match.start()) is not None
        listed = (match["colon"] is not None or plain) and not self.lead
        if not listed and words.task.match(flat, match.end(), rest.end) is None:
            return None
        return _Opened(match.end(), "priority", True, rule="points.announced")

    def _future(self, rest: Extent) -> _Opened | None:
        """A body that "sẽ", "cần" or "phải" do something."""
        words, flat = self.words, self.flat
        if self.context.strong and self.context.mode == "shortcoming":
            return None
        match = words.future.search(flat, rest.start, min(rest.end, rest.start + 260))
        if match is None:
            return None
        start = match.start()
        if not flat.startswith("sẽ", start):
            doer = words.body_before.search(flat, max(rest.start, start - 90), start)
            if doer is None:
                return None
            start = doer.start()
        if start == rest.start and self.context.strong:
            return None
        if words.past.search(flat, rest.start, start) or words.bare_shortcoming.search(flat, rest.start, start):
            return None
        return _Opened(start, "priority", True, rule="points.future")

    def _after_speaker(self, rest: Extent) -> int | None:
        """Where the words begin after "theo ông X, Bí thư …,"."""
        at = bisect_left(self.names, rest.start + 5)
        last = rest.start
        while at < len(self.names) and self.names[at] <= min(rest.end, rest.start + 200):
            last = self.names[at]
            at += 1
        comma = self.flat.find(",", last, min(rest.end, last + 80))
        return comma + 1 if comma >= 0 else None

    def _demand(self, rest: Extent) -> _Opened | None:
        """A request, where one begins in the clause and a task follows it."""
        words, flat = self.words, self.flat
        for match in words.demand.finditer(flat, rest.start, rest.end):
            spoken = words.spoken_demand.match(flat, match.start(), match.end()) is not None
            before = Extent(rest.start, match.start())
            if words.not_demand_before.search(flat, max(rest.start, match.start() - 24), match.start()):
                continue
            if words.not_demand_after.match(flat, match.end(), rest.end):
                continue
            said = self._speaks(before)
            if spoken and not words.speaker.search(flat, max(rest.start - 60, 0), match.start()):
                continue
            told = words.told.match(flat, match.end(), rest.end)
            body = told.end() if told else match.end()
            if words.task.match(flat, body, rest.end) or self._period(Extent(body, rest.end)):
                return _Opened(body, "priority", True, rule="points.demand")
            if not spoken and flat.startswith(":", match.end()) and match.end() + 1 < rest.end:
                return _Opened(match.end() + 1, "priority", True, rule="points.demand")
            if said and words.plain_demand.match(flat, match.start(), match.end()):
                return _Opened(match.end(), "priority", True, rule="points.demand")
        return None

    def _names_speaker(self, intro: Extent) -> bool:
        """Whether a name ends right before the colon: "Đồng chí X: …" tells only whose words follow."""
        at = bisect_left(self.names, intro.start)
        return at < len(self.names) and intro.end - 2 <= self.names[at] <= intro.end

    def _speaks(self, before: Extent) -> bool:
        """Whether a person is named, or called by an office, in the words before."""
        at = bisect_left(self.names, before.start)
        named = at < len(self.names) and self.names[at] <= before.end
        return named or self.words.speaker.match(self.flat, before.start, before.end) is not None

    # what a clause tells

    def _kind(self, body: Extent, opened: _Opened) -> Mode | None:
        words, flat = self.words, self.flat
        context = self.context
        task = words.task.match(flat, body.start, body.end) is not None
        wrong = self._wrong(body)
        placed = words.hedge.search(flat, body.start, body.end) is not None
        hedged = placed or words.weak_hedge.search(flat, body.start, body.end) is not None
        if context.mode == "shortcoming":
            if words.generic.fullmatch(flat, body.start, body.end):
                return None
            return "shortcoming" if context.strong or wrong or hedged else None
        if context.mode == "priority":
            if words.past.search(flat, body.start, min(body.end, body.start + 80)):
                return None
            if context.strong or task:
                return "priority"
            return None
        if words.anchor.match(flat, body.start, body.end) and len(body) > 30:
            return "shortcoming"
        if words.generic.fullmatch(flat, body.start, body.end):
            return None
        placed = placed and not words.past.search(flat, body.start, body.end)
        return "shortcoming" if wrong and (placed or opened.turned) else None

    def _wrong(self, body: Extent) -> bool:
        """Whether the clause tells of something wrong, apart from phrases that only sound so."""
        words = self.words.harmless.sub(" ", self.flat[body.start : body.end])
        return self.words.negative.search(words) is not None

    def _has_figure(self, extent: Extent) -> bool:
        at = bisect_left(self.numbers, extent.start)
        return at < len(self.numbers) and self.numbers[at] < extent.end

    def _without_remark(self, body: Extent) -> Extent:
        """The clause without a remark in brackets at its end."""
        opening = self.text.rfind("(", body.start, body.end)
        remark = self.text[body.end - 1] == ")" and body.end - opening > REMARK and opening > body.start + LEAST
        return content(self.text, Extent(body.start, opening)) if remark else body

    def _take(self, kind: Mode, body: Extent) -> None:
        if kind == "priority":
            if self.priorities == PRIORITIES:
                return
            doer = self.words.doer.match(self.flat, body.start, body.end)
            if doer is not None and doer.end() < body.end:
                body = content(self.text, Extent(doer.end(), body.end))
        body = self._without_remark(body)
        text = _sentence(self.text[body.start : body.end])
        if len(body) < LEAST or text.casefold() in self.seen:
            return
        self.seen.add(text.casefold())
        self.priorities += kind == "priority"
        self.found.append(
            PointDraft(kind, text, body, Decision(self.context.rule, 0, 0.9 if self.context.strong else 0.7))
        )


def _figure_numbers(reading: Reading, figures: Sequence[Extent]) -> list[int]:
    """Where the numbers of figures begin, sorted."""
    ordered = sorted(figures)
    reach, ends = 0, []
    for extent in ordered:
        reach = max(reach, extent.end)
        ends.append(reach)
    starts = [extent.start for extent in ordered]
    found = []
    for quantity in reading.quantities:
        at = bisect_left(starts, quantity.extent.start + 1) - 1
        if at >= 0 and ends[at] >= quantity.extent.end:
            found.append(quantity.extent.start)
    return sorted(found)


_PURPOSE: Final = re.compile(
    r"(?:để|nhằm) (?:đạt|đạt được|hoàn thành|thực hiện|thực hiện tốt|hoàn thành tốt) (?:các |những )?"
    r"(?:chỉ tiêu|mục tiêu|nhiệm vụ|kế hoạch)[^,;:.]{0,40}, "
)
"""What a sentence opens with that says how the targets told before it will be met."""
_PLAN_YEAR: Final = re.compile(
    r"(?:nhiệm vụ|phương hướng|kế hoạch|chương trình|công tác|giải pháp|mục tiêu|chỉ tiêu|công việc|tháng cuối)"
    r"(?: [^\W\d_]+){0,6}? (?:của )?năm (\d{4})"
)


_YEAR: Final = re.compile(r"\d{4}")
_QUARTER: Final = re.compile(r"quý ([ivx]+|[1-4])")
_QUARTERS: Final = (("i", "1"), ("ii", "2"), ("iii", "3"), ("iv", "4"))


@cache
def _years(period: str) -> tuple[int, ...]:
    years = [int(year) for year in _YEAR.findall(period)]
    return tuple(range(years[0], years[-1] + 1)) if years and years[-1] - years[0] < 20 else tuple(years)


def _plan_years(flat: str, event: EventDraft) -> tuple[str, ...]:
    """The years a plan may be for: the event's, or else those the text calls so, later than what is reviewed."""
    reviewed = max(_years(event.review_period), default=0) if event.review_period else 0
    if event.plan_period:
        planned = set(_years(event.plan_period))
    else:
        planned = {int(year) for year in _PLAN_YEAR.findall(flat[:20_000])}
        planned |= {reviewed + 1} if reviewed else set()
    return tuple(str(year) for year in sorted(planned) if year > reviewed)[-6:]


def _plan_quarters(event: EventDraft) -> tuple[str, ...]:
    """The quarters that are still to come, as the flat text writes them."""
    part = (event.review_period or "")[5:]
    done = {"Q1": 1, "Q2": 2, "H1": 2, "6M": 2, "Q3": 3, "9M": 3}.get(part, 4)
    return tuple(name for names in _QUARTERS[done:] for name in names)


def _sentence(words: str) -> str:
    """A clause as a sentence of its own: one line, a capital, a full stop."""
    words = " ".join(words.split())
    if len(words) > TEXT:
        comma = words.rfind(",", TEXT // 2, TEXT)
        words = words[:comma] if comma > 0 else words
    return words[:1].upper() + words[1:] + "."
