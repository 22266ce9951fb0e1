"""The figures of table cells: the row's label or the column's heading says what is measured, the column says how."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypedDict

from extractor.draft import Decision
from extractor.engines.rules.cues import Cue, CueIndex
from extractor.engines.rules.draft import EventDraft, FigureDraft
from extractor.engines.rules.scene import DEFAULT_SUBJECT, MEMBER_MEASURES, MONEY, WORDS
from extractor.engines.rules.table_words import (
    cues_in,
    decides,
    group_of,
    is_sum,
    own_words,
    part_of,
    says_only_how,
    topic_cues,
    whole_before,
)
from extractor.engines.rules.timeline import year_of
from extractor.labels import Basis
from extractor.reading.intervals import between
from extractor.reading.model import PeriodMention, Quantity, TableCell
from extractor.text.article import Extent

_SAYS_HOW: Final = re.compile(rf"{WORDS['plan'].pattern}|{WORDS['against_plan'].pattern}|so (?:với )?(?:cùng kỳ|năm)")
_CONFIDENCE: Final = 0.89
"""How often a cell's labels were right at first contact (24 of 27)."""
_OF_ONE_YEAR: Final = re.compile(r"\d{4}(?:-\w+)?")
_TITLE: Final = 200
"""Characters beyond which the line over a table is no title."""


def judge_cell(
    flat: str,
    cell: TableCell,
    quantity: Quantity,
    cues: CueIndex,
    event: EventDraft,
    organizations: Sequence[str],
    owner: str | None,
    columns: Sequence[Extent],
    periods: Sequence[PeriodMention] = (),
    headline: Extent | None = None,
) -> FigureDraft:
    """The figure of one table cell; `columns` are the headings of its row's other cells.

    `headline` is the article's, which says what is counted where the table does not.
    """
    headings = cell.headings or ((cell.column,) if cell.column is not None else ())
    labels = cell.labels or (cell.label,)
    by_row = _named(flat, labels[::-1], organizations)
    told_by = cues_in if by_row is None and not is_sum(flat, cell.label) else topic_cues
    label_cues = [cue for extent in reversed(labels) for cue in told_by(flat, cues, extent)]
    column = " ".join(flat[extent.start : extent.end] for extent in headings)
    sideways = not any(map(decides, label_cues)) and any(_says_how(flat, one) for one in labels)
    if sideways:
        # A table on its side: what is measured stands over the column, plan and result before the row.
        column += "".join(f" | {flat[extent.start : extent.end]}" for extent in labels)
    planned = any(WORDS["plan"].search(flat[extent.start : extent.end]) for extent in columns)
    basis = _basis(column, quantity, planned=planned)
    by_column = _named(flat, headings[::-1], organizations)
    part = part_of(flat, headings, cues)
    says = part is None and by_column is None and not says_only_how(flat, headings) and not _is_body(flat, headings)
    told = _Told(
        label=[cue for cue in label_cues if by_row is None or cue.kind != "subject"],  # a body's name counts nothing
        title=[cue for one in cell.titles[::-1] if not _is_sentence(flat, one) for cue in told_by(flat, cues, one)],
        headline=cues_in(flat, cues, headline) if headline is not None and by_row is not None else (),
        planned=WORDS["plan"].search(column) is not None,
        new_members="đảng viên mới" in column,
        says=says,
        counted=_counted(flat, cell.label, label_cues) if quantity.unit == "count" else None,
        **_over_and_beside(flat, cues, headings, columns, part),
    )
    what = _labels(told, quantity)
    group = group_of(flat, labels, headings[-1] if says else None, label_cues, what, named=by_row is not None)
    change = basis == "change"
    return FigureDraft(
        quantity=quantity.id,
        mention=quantity.extent,
        evidence=cell.row,
        organization=by_row or by_column or owner,
        phase="target" if basis == "level" and _is_plan(column) else "result",
        period=_period(
            flat, () if change else headings, () if change and sideways else labels, cell.titles, event, periods
        ),
        subject=what[0],
        measure=what[1],
        basis=basis,
        group=flat[part.start : part.end] if part is not None else group,
        unit=quantity.unit,
        decision=Decision("table-cell", quantity.extent.start - cell.label.end, _CONFIDENCE),
    )


def _is_plan(column: str) -> bool:
    """Whether a column tells what is planned and not what was reached of it."""
    return WORDS["plan"].search(column) is not None and WORDS["reached_of_tables"].search(column) is None


def _says_how(flat: str, label: Extent) -> bool:
    """Whether a row's label tells of plan or result, or of nothing but a change."""
    if _SAYS_HOW.search(flat, label.start, label.end):
        return True
    return WORDS["against_year"].search(flat, label.start, label.end) is not None and says_only_how(flat, [label])


def _is_body(flat: str, headings: Sequence[Extent]) -> bool:
    """Whether the heading over a cell is a body's or a place's name."""
    return bool(headings) and WORDS["bodys_name"].match(flat, headings[-1].start, headings[-1].end) is not None


def _is_sentence(flat: str, title: Extent) -> bool:
    """Whether the line over a table is a sentence of the article and no title."""
    return flat[title.start : title.end].rstrip().endswith((".", "!", "?", "…", ";"))


def _counted(flat: str, label: Extent, cues: Sequence[Cue]) -> str | None:
    """What a row's label counts that is a noun and nothing more ("Đảng viên")."""
    words = own_words(flat, label)
    end = label.start + len(words)
    return next((c.label for c in cues if c.kind == "subject" and c.start == label.start and c.end == end), None)


def _basis(column: str, quantity: Quantity, *, planned: bool) -> Basis:
    """The basis of a cell; `planned` says that another column of its row is the plan."""
    if quantity.unit == "percent" and (
        WORDS["against_plan"].search(column) or (planned and WORDS["share"].match(column))
    ):
        return "vs_plan"
    if WORDS["column_a_year_ago"].fullmatch(column.strip()):
        return "level"
    if quantity.unit == "percent" and WORDS["year_by_year"].search(column):
        return "change"
    return "change" if WORDS["against_year"].search(column) else "level"


def _nearest(columns: Sequence[Extent], headings: Sequence[Extent]) -> list[Extent]:
    """The headings of the row's other cells, those right before the cell's own first."""
    own = headings[-1].start if headings else 0
    others = [extent for extent in dict.fromkeys(columns) if extent not in headings]
    before = sorted((extent for extent in others if extent.start < own), reverse=True)
    return before + sorted(extent for extent in others if extent.start >= own)


@dataclass(frozen=True, slots=True)
class _Told:
    """The cues that tell of one cell, by the place in which they stand, the nearest first, and what its column says."""

    label: Sequence[Cue]
    column: Sequence[Cue]
    beside: Sequence[Cue]
    title: Sequence[Cue]
    headline: Sequence[Cue]
    planned: bool
    new_members: bool
    says: bool
    """Whether the column says what is counted, be it in words that no list knows."""
    counted: str | None
    """The subject that the row's label is and nothing more."""


class _OverAndBeside(TypedDict):
    column: Sequence[Cue]
    beside: Sequence[Cue]


def _over_and_beside(
    flat: str, cues: CueIndex, headings: Sequence[Extent], columns: Sequence[Extent], part: Extent | None
) -> _OverAndBeside:
    """The cues over a cell and beside it; a part has those of the column before over it, and none beside."""
    over, beside = list(headings[::-1]), _nearest(columns, headings)
    if part is not None and (whole := whole_before(flat, columns, headings, cues)) is not None:
        over, beside = [*over, whole], []
    return {
        "column": [cue for one in over for cue in cues_in(flat, cues, one)],
        "beside": [cue for one in beside for cue in cues_in(flat, cues, one)],
    }


def _labels(told: _Told, quantity: Quantity) -> tuple[str, str]:
    """Subject and measure of a cell; no half of a member is admitted, whatever its row and column say."""
    subject, measure = _said(told)
    whole = quantity.unit != "count" or subject == "other" or quantity.value.is_integer()
    return subject, measure if whole else "other"


def _said(told: _Told) -> tuple[str, str]:
    """Subject and measure, from the row's label first, then the headings over it, its neighbours', the title.

    The article's headline says it where none of them does.
    """
    label, column = told.label, told.column
    if any(cue.kind == "thing" for cue in column) and not told.planned:
        return "other", "other"
    own = next((c for cues in (label, column) for c in cues if decides(c)), None)
    if own is None and any(c.kind == "verb" for c in column):
        return "other", "other"  # the column says what was done, and it is none of the measures
    bare = not any(c.kind == "subject" and c.label != "target" for c in column)
    if own is None and ((told.says and bare) or _is_result_of_territory([*label, *column])):
        return ("other", "other") if told.counted is None else (told.counted, _of_noun(told.counted))
    beside = told.beside if told.planned or bare else ()
    deciding = own or next((c for cues in (beside, told.title) for c in cues if decides(c)), None)
    first = (label, column) if own is not None or told.counted is not None or bare else (column, label)
    nouns = [
        cue.label
        for cues in (*first, told.beside, told.title)
        for cue in cues
        if cue.kind == "subject" and cue.label != "target"
    ]
    noun = nouns[0] if nouns else None
    if deciding is None and noun is None and not told.says:
        deciding = next((c for c in told.headline if decides(c) and c.label in MEMBER_MEASURES), None)
    if deciding is None and noun == "member" and told.new_members:
        return "member", "admitted"
    if deciding is None:
        return noun or "other", _of_noun(noun)
    measure = deciding.label
    if measure in MEMBER_MEASURES:
        return "member", measure
    if measure in MONEY or measure == "jobs":
        return DEFAULT_SUBJECT[measure], measure
    return noun or DEFAULT_SUBJECT.get(measure, "other"), measure


def _of_noun(noun: str | None) -> str:
    """The measure of a noun that is counted and nothing more."""
    return "held" if noun == "class" else "total" if noun not in (None, "other") else "other"


def _is_result_of_territory(cues: Sequence[Cue]) -> bool:
    """Whether the budget collected or another result of the territory is told (guide, section 3)."""
    return any(cue.kind == "topic" and cue.label == "other" for cue in cues)


def _period(
    flat: str,
    headings: Sequence[Extent],
    labels: Sequence[Extent],
    titles: Sequence[Extent],
    event: EventDraft,
    periods: Sequence[PeriodMention],
) -> str | None:
    """The period that the nearest of headings, labels and titles names, else the one that is reviewed."""
    for extent in (*reversed(headings), *reversed(labels)):
        if found := _named_period(flat, extent, periods):
            return found
    column = " ".join(flat[extent.start : extent.end] for extent in headings)
    if WORDS["column_a_year_ago"].fullmatch(column.strip()):
        return _a_year_before(event.review_period)
    if WORDS["plan"].search(column):
        return year_of(event.review_period)
    for extent in titles:
        if len(extent) <= _TITLE and (found := _named_period(flat, extent, periods)):
            return found
    return event.review_period


def _a_year_before(period: str | None) -> str | None:
    """The same stretch of the year before; null for several years."""
    if period is None or not _OF_ONE_YEAR.fullmatch(period):
        return None
    return f"{int(period[:4]) - 1}{period[4:]}"


def _named_period(flat: str, extent: Extent, periods: Sequence[PeriodMention]) -> str | None:
    for period in between(periods, extent.start, extent.end):
        if period.value is not None:
            return period.value
    year = WORDS["year"].search(flat, extent.start, extent.end)
    return year[0] if year is not None else None


def _named(flat: str, places: Sequence[Extent], organizations: Sequence[str]) -> str | None:
    """The listed organisation that a row or column is about: its name, or its place alone, stands in a label."""
    by_end, by_tail = _listed(tuple(organizations))
    for place in places:
        words = flat[place.start : place.end]
        found = {at for word in _TOKEN.findall(words) for at in by_end.get(word, ()) if organizations[at] in words}
        if len(words) >= _PLACE:
            found.update(by_tail.get(words, ()))
        if found:
            return organizations[min(found)]
    return None


_TOKEN: Final = re.compile(r"\w+")
_PLACE: Final = 4
"""Characters that a label has at least which names a body by its place alone."""


@lru_cache(maxsize=4)
def _listed(organizations: tuple[str, ...]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """The listed names by their last word, and by every run of words that they end with."""
    by_end: dict[str, list[int]] = {}
    by_tail: dict[str, list[int]] = {}
    for at, name in enumerate(organizations):
        words = name.split()
        by_end.setdefault((_TOKEN.findall(name) or [""])[-1], []).append(at)
        for first in range(1, len(words)):
            by_tail.setdefault(" ".join(words[first:]), []).append(at)
    return by_end, by_tail
