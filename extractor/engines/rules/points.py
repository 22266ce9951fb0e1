"""Points: shortcomings and priorities, one for each clause that tells one. Source: annotation guide, section 7.

A paragraph is read clause by clause. Words that announce ("hạn chế là", "nhiệm vụ trọng tâm:", "đồng chí … yêu cầu")
or a plan's opening ("Năm 2022, …") say what the clauses after them are; where nothing announces, the clause itself
has to tell: of something wrong, and where.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.clauses import Statement, content, read_statements, unquoted
from extractor.engines.rules.draft import EventDraft, PointDraft
from extractor.engines.rules.point_openings import WORDS, Context, Mode, Opened, OpeningReader, placed
from extractor.reading.model import Reading
from extractor.text.article import Article, Extent
from extractor.text.flat import flatten

PRIORITIES: Final = 8
"""Priorities kept, in the text's order (guide, section 7)."""
LEAST: Final = 12
"""Characters a point has at least."""
_CAPTION: Final = re.compile(r"(?:bảng|biểu|hình|ảnh|sơ đồ|phụ lục)(?: số)? \d{1,2}(?=[.:]| -)")
"""What stands over a table or under a picture."""
_COUNT: Final = 6
"""Characters before a clause's words within which a number stands that counts them ("5 chỉ tiêu chưa đạt")."""
LONGEST: Final = 600
"""Characters of a clause beyond which it is no clause any more."""


def decide_points(
    article: Article, reading: Reading, figure_evidence: Sequence[Extent], event: EventDraft | None = None
) -> tuple[PointDraft, ...]:
    """All shortcomings and the first eight priorities, in text order. Never raises, whatever the text.

    Args:
        article: the article.
        reading: its mentions.
        figure_evidence: the clauses labelled as figures; a clause with a figure's number is no point.
        event: the conference; its plan period tells which years are the plan's.
    """
    reader = _PointReader(article.text, reading, figure_evidence, event or EventDraft())
    statements = list(read_statements(article.text, reading))
    for statement, following in zip_longest(statements, statements[1:]):
        reader.read(statement, following)
    return tuple(reader.found)


class _PointReader:
    def __init__(self, text: str, reading: Reading, figures: Sequence[Extent], event: EventDraft) -> None:
        self.text = text
        self.flat = flatten(text)
        names = sorted(person.extent.end for person in reading.people)
        self.openings = OpeningReader(self.flat, names, _figure_numbers(reading, figures), event)
        self.context = Context()
        self.found: list[PointDraft] = []
        self.seen: set[str] = set()

    def read(self, statement: Statement, following: Statement | None = None) -> None:
        """Takes the points of one sentence; a request that the sentence `following` it answers is no priority."""
        known = len(self.found)
        self._read(statement)
        if following is not None and not following.opens_block and self._announces(statement, following):
            self.context = Context("priority", False, "points.announced")
        answered = following is not None and not following.opens_block and self.context.rule != "points.heading"
        if answered and following is not None and WORDS["answered"].match(self.flat, following.extent.start):
            self.found[known:] = [point for point in self.found[known:] if point.kind != "priority"]

    def _announces(self, statement: Statement, following: Statement) -> bool:
        """Whether the sentence says that tasks were set, and the next one which."""
        start, end = statement.extent.start, statement.extent.end
        named = WORDS["namely"].match(self.flat, following.extent.start) is not None
        return named and WORDS["sets_tasks"].search(self.flat, start, end) is not None

    def _read(self, statement: Statement) -> None:
        if _CAPTION.match(self.flat, statement.extent.start):
            return
        if self.flat[statement.extent.end - 1] == "?":
            return  # a question states nothing
        if placed("discussion").search(self.flat, statement.extent.start, statement.extent.end):
            return
        if statement.opens_block and self.context.rule != "points.heading":
            self.context = Context()
        if statement.heading and self._heading(statement.extent):
            return
        if not statement.bullet:
            self.context.strong = False
            self._forget_requests(statement.extent)
        for clause in statement.clauses:
            if len(clause) <= LONGEST:
                self._clause(content(self.text, clause), lead=statement.role == "lead")

    def _forget_requests(self, sentence: Extent) -> None:
        """A sentence of work done ends what was asked for or planned, except under a heading."""
        planning = self.context.mode == "priority" and self.context.rule != "points.heading"
        if planning and self.openings.tells_of_work_done(sentence, self.context):
            self.context = Context()

    def _heading(self, extent: Extent) -> bool:
        """Takes a heading or a line that announces a list; False where the line is a sentence like others."""
        flat, start, end = self.flat, extent.start, extent.end
        mode: Mode | None = None
        if WORDS["shortcoming.nouns"].search(flat, start, end):
            mode = "shortcoming"
        elif WORDS["bare_task"].search(flat, start, end) or WORDS["period"].match(flat, start, end):
            mode = "priority"
        self.context = Context(mode, False, "points.heading" if mode else "points.alone")
        return mode is not None or len(extent) < LEAST

    def _clause(self, clause: Extent, *, lead: bool) -> None:
        opened = self.openings.open(clause, self.context, lead=lead)
        if opened.mode is not None:
            self.context = Context(opened.mode, True, opened.rule)
        if opened.start >= clause.end:
            return
        body = unquoted(self.text, content(self.text, Extent(opened.start, clause.end)))
        counted = Extent(max(clause.start, body.start - _COUNT), body.end)
        if len(body) < LEAST or self.openings.has_figure(counted):
            return
        if self.context.mode is None and WORDS["generic"].fullmatch(self.flat, body.start, body.end):
            self.context = Context("shortcoming", False, "points.announced")  # the sentences after it say what
            return
        kind = self._kind(body, opened)
        if kind is not None:
            self.context = Context(kind, True, self.context.rule)
            self._take(kind, body)

    def _kind(self, body: Extent, opened: Opened) -> Mode | None:
        """What the clause tells, by what was announced and by its own words."""
        flat, start, end = self.flat, body.start, body.end
        context = self.context
        if context.mode == "priority":
            if WORDS["past"].search(flat, start, min(end, start + 80)) or WORDS["agenda"].fullmatch(flat, start, end):
                return None
            return "priority" if context.strong or WORDS["task"].match(flat, start, end) else None
        if WORDS["generic"].fullmatch(flat, start, end):
            return None
        if WORDS["introduces"].fullmatch(flat, start, end):
            return None
        told = WORDS["shortcoming.harmless"].sub(" ", flat[start:end])
        wrong = WORDS["shortcoming.negatives"].search(told) is not None
        hedging = placed("shortcoming.hedges").search(flat, start, end) is not None
        if context.mode == "shortcoming":
            hedged = hedging or placed("shortcoming.weak_hedges").search(flat, start, end) is not None
            return "shortcoming" if context.strong or wrong or hedged else None
        if WORDS["shortcoming.anchors"].match(flat, start, end) and len(body) > 30:
            return "shortcoming"
        return "shortcoming" if wrong and (hedging or opened.turned) else None

    def _take(self, kind: Mode, body: Extent) -> None:
        if kind == "priority":
            if sum(point.kind == "priority" for point in self.found) == PRIORITIES:
                return
            doer = WORDS["who"].match(self.flat, body.start, body.end)
            if doer is not None and doer.end() < body.end:
                body = content(self.text, Extent(doer.end(), body.end))
        text = " ".join(self.text[body.start : body.end].split())
        text = text[:1].upper() + text[1:] + "."
        if len(body) < LEAST or text.casefold() in self.seen:
            return
        self.seen.add(text.casefold())
        stem = text.casefold().rstrip(".")
        self.found = [one for one in self.found if one.kind != kind or not stem.startswith(one.text.casefold()[:-1])]
        decision = Decision(self.context.rule, 0, 0.9 if self.context.strong else 0.7)
        self.found.append(PointDraft(kind, text, body, decision))


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
