"""Points: shortcomings and priorities, one for each clause that tells one. Source: annotation guide, section 7.

A paragraph is read clause by clause. Words that announce ("hạn chế là", "nhiệm vụ trọng tâm:", "đồng chí … yêu cầu")
or a plan's opening ("Năm 2022, …") say what the clauses after them are; where nothing announces, the clause itself
has to tell: of something wrong, and where.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.clauses import Statement, content, read_statements
from extractor.engines.rules.draft import EventDraft, PointDraft
from extractor.engines.rules.point_openings import Context, Mode, Opened, OpeningReader
from extractor.engines.rules.point_words import PointWords, point_words
from extractor.reading.model import Reading
from extractor.text.article import Article, Extent
from extractor.text.flat import flatten

PRIORITIES: Final = 8
"""Priorities kept, in the text's order (guide, section 7)."""
LEAST: Final = 12
"""Characters a point has at least."""
LONGEST: Final = 600
"""Characters of a clause beyond which it is no clause any more."""
ENDING: Final = 200
"""Characters at a clause's end in which it says that something was spoken of."""
REMARK: Final = 40
"""Characters of a remark in brackets that is more than a document's term or a date."""
TEXT: Final = 240
"""Characters a point's sentence may have before it is cut at a comma."""


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
        names = sorted(person.extent.end for person in reading.people)
        self.openings = OpeningReader(self.flat, names, _figure_numbers(reading, figures), event)
        self.context = Context()
        self.found: list[PointDraft] = []
        self.seen: set[str] = set()
        self.priorities = 0
        self.lead = False

    def read(self, statement: Statement) -> None:
        """Takes the points of one sentence."""
        if statement.opens_block and not (statement.bullet and self.context.rule == "points.list"):
            self.context = self.context if self.context.rule == "points.heading" else Context()
        if statement.heading and self._heading(statement.extent):
            return
        if self.words.others.match(self.flat, statement.extent.start, statement.extent.end):
            self.context = Context()
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
            mode = mode or ("priority" if self.openings.demand(extent) else None)
            self.context = Context(mode, mode is not None, "points.list")
            return True
        self.context = Context(mode, False, "points.heading" if mode else "points.alone")
        return mode is not None or len(extent) < LEAST

    def _clause(self, clause: Extent) -> None:
        opened = self.openings.open(clause, self.context, lead=self.lead)
        if opened.mode is not None:
            self.context = Context(opened.mode, opened.strong, opened.rule)
        body = content(self.text, Extent(opened.start, clause.end)) if opened.start < clause.end else clause
        if opened.start >= clause.end or len(body) < LEAST or self.openings.has_figure(body):
            return
        if not self.context.strong and self.context.mode != "priority" and self._announces(clause):
            return
        kind = self._kind(body, opened)
        if kind is None:
            return
        self.context = Context(kind, True, self.context.rule)
        self._take(kind, body)

    def _announces(self, clause: Extent) -> bool:
        """Whether the clause only says that tasks or shortcomings were spoken of; the sentences after it tell them."""
        words, flat = self.words, self.flat
        ending = max(clause.start, clause.end - ENDING)
        if not self.lead and words.set_tasks.search(flat, ending, clause.end):
            self.context = Context("priority", False, "points.announced")
            return True
        match = words.bare_announcer.search(flat, ending, clause.end)
        if match is None or self.openings.mended(match, clause.start):
            return False
        self.context = Context("shortcoming", False, "points.announced")
        return True

    # what a clause tells

    def _kind(self, body: Extent, opened: Opened) -> Mode | None:
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


def _sentence(words: str) -> str:
    """A clause as a sentence of its own: one line, a capital, a full stop."""
    words = " ".join(words.split())
    if len(words) > TEXT:
        comma = words.rfind(",", TEXT // 2, TEXT)
        words = words[:comma] if comma > 0 else words
    return words[:1].upper() + words[1:] + "."
