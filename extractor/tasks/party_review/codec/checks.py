"""What is wrong with a well-formed reply, said so that the model can put it right: row by row, nothing echoed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import TypeVar

from extractor.engines.llm.replies import MAX_COMPLAINTS
from extractor.engines.llm.tagged_text import TaggedText
from extractor.schema import PERIOD_PATTERN
from extractor.tasks.party_review.codec import pointer, rows
from extractor.tasks.party_review.codec.replies import FollowUpReply, PointerReply, QuoteReply

_T = TypeVar("_T")


class PointerChecker:
    """Checks a pointer reply (or a follow-up) against the article that was shown."""

    def __init__(self, tagged: TaggedText, *, known: int = 0, ids: Collection[str] | None = None) -> None:
        """Check against `tagged`; `known` letters are in use already, and only `ids` were asked about (None: all)."""
        self._tagged = tagged
        self._known = known
        self._ids = tagged.quantity_ids if ids is None else ids
        self._complaints: list[str] = []

    def __call__(self, reply: PointerReply | FollowUpReply) -> list[str]:
        """All complaints about a reply, at most `MAX_COMPLAINTS` of them."""
        self._complaints = []
        letters = self._known
        if isinstance(reply, PointerReply):
            letters += len(reply.organizations)
            self._header(reply)
            self._rows("organizations", reply.organizations, pointer.parse_organization, lambda _: ())
            self._rows("awards", reply.awards, pointer.parse_award, self._award)
            self._rows("people", reply.people, pointer.parse_person, lambda row: self._place(row.place))
            self._rows("documents", reply.documents, pointer.parse_document, lambda row: self._place(row.place))
            self._rows("points", reply.points, pointer.parse_point, lambda row: self._place(row.place))
        self._figures(reply, letters)
        found = self._complaints
        if len(found) > MAX_COMPLAINTS:
            found = [*found[:MAX_COMPLAINTS], f"and {len(found) - MAX_COMPLAINTS} more of these kinds"]
        return found

    def _header(self, reply: PointerReply) -> None:
        for name in ("published_on", "held_on"):
            self._complaints += date_problems(name, getattr(reply, name))
        for name in ("review_period", "plan_period"):
            self._complaints += period_problems(name, getattr(reply, name))
        if reply.title:
            self._complaints += [f"title: {problem}" for problem in self._place(reply.title)]

    def _figures(self, reply: PointerReply | FollowUpReply, letters: int) -> None:
        used: dict[str, str] = {}

        def once(where: str, quantity_id: str) -> Iterable[str]:
            if quantity_id not in self._ids:
                yield f"{quantity_id} is no quantity that was asked about; use only those"
            elif quantity_id in used:
                yield f"{quantity_id} is already in {used[quantity_id]}; use each id once"
            used.setdefault(quantity_id, where)

        def figure(row: rows.FigureRow) -> Iterable[str]:
            for target in row.targets:
                yield from once("figures", target)
            yield from self._letter(row.organization, letters)

        def missed(row: rows.FigureRow) -> Iterable[str]:
            yield from self._place(row.targets[0])
            yield from self._letter(row.organization, letters)

        def dismissed(row: rows.DismissedRow) -> Iterable[str]:
            for quantity_id in row.ids:
                yield from once("dismissed", quantity_id)

        self._rows("figures", reply.figures, pointer.parse_figure, figure)
        self._rows("missed", reply.missed, lambda row: pointer.parse_figure(row, missed=True), missed)
        self._rows("dismissed", reply.dismissed, pointer.parse_dismissed, dismissed)

    def _rows(
        self, field: str, lines: list[str], parse: Callable[[str], _T], check: Callable[[_T], Iterable[str]]
    ) -> None:
        for number, line in enumerate(lines, 1):
            where = f"{field}, row {number}"
            try:
                problems = list(check(parse(line)))
            except pointer.RowError as error:
                problems = [str(error)]
            self._complaints += [f"{where}: {problem}" for problem in problems]

    def _letter(self, letter: str | None, letters: int) -> Iterable[str]:
        if letter is not None and ord(letter) - ord("A") >= letters:
            yield f"organisation {letter} is not in the list ({letters} listed)"

    def _place(self, place: str) -> Iterable[str]:
        if not re.fullmatch(r"s\d+(-s\d+)?", place):
            yield f"'{place[:40]}' is no clause tag such as s12"
            return
        for tag in place.split("-"):
            if self._tagged.clause(tag) is None:
                yield f"{tag} is no clause of the text"

    def _award(self, row: rows.AwardRow) -> Iterable[str]:
        yield from self._place(row.place)
        if row.count is not None and row.count.startswith("q") and row.count not in self._tagged.quantity_ids:
            yield f"{row.count} is no quantity of the text shown"


def date_problems(name: str, value: str) -> list[str]:
    """The complaint about a date that is neither "" nor an ISO date."""
    if not value:
        return []
    try:
        date.fromisoformat(value)
    except ValueError:
        return [f"{name}: '{value[:40]}' is no date; write 2018-02-06, or nothing"]
    return []


def period_problems(name: str, value: str) -> list[str]:
    """The complaint about a period that is neither "" nor in the schema's form."""
    if value and not re.fullmatch(PERIOD_PATTERN, value):
        return [f"{name}: '{value[:40]}' is no period; write 2017, 2017-H1, 2017-Q3, 2017-9M, 2013/2017, or nothing"]
    return []


def check_quotes(reply: QuoteReply) -> list[str]:
    """All complaints about a quote reply that its types do not already make."""
    found = [problem for name in ("published_on", "held_on") for problem in date_problems(name, getattr(reply, name))]
    for name in ("review_period", "plan_period"):
        found += period_problems(name, getattr(reply, name))
    for number, figure in enumerate(reply.figures, 1):
        where = f"figures, item {number}"
        found += period_problems(f"{where}, period", figure.period)
        for name in ("value_max", "out_of"):
            if not re.fullmatch(r"|-?\d+(\.\d+)?", getattr(figure, name)):
                found.append(f"{where}, {name}: digits with a point, or nothing")
        if not figure.mention.strip():
            found.append(f"{where}, mention: the number's own words are missing")
    for number, award in enumerate(reply.awards, 1):
        found += period_problems(f"awards, item {number}, period", award.period)
        if not re.fullmatch(r"|\d+", award.count):
            found.append(f"awards, item {number}, count: digits, or nothing")
    for number, document in enumerate(reply.documents, 1):
        found += date_problems(f"documents, item {number}, issued_on", document.issued_on)
    return found[:MAX_COMPLAINTS]
