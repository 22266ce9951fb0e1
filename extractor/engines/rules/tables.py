"""The figures of table cells: the row's label or the column's heading says what is measured, the column says how."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.draft import Decision
from extractor.engines.rules.cues import Cue, CueIndex
from extractor.engines.rules.draft import EventDraft, FigureDraft
from extractor.engines.rules.scene import DEFAULT_SUBJECT, MEMBER_MEASURES, MONEY, WORDS
from extractor.engines.rules.timeline import year_of
from extractor.labels import Basis
from extractor.reading.intervals import between
from extractor.reading.model import PeriodMention, Quantity, TableCell
from extractor.text.article import Extent

_SAYS_HOW: Final = re.compile(rf"{WORDS['plan'].pattern}|{WORDS['against_plan'].pattern}|so (?:với )?(?:cùng kỳ|năm)")
_CONFIDENCE: Final = 0.89
"""How often a cell's labels were right at first contact (24 of 27)."""
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
    label_cues = [cue for extent in reversed(labels) for cue in cues.within(extent.start, extent.end)]
    column = " ".join(flat[extent.start : extent.end] for extent in headings)
    if not any(map(_decides, label_cues)) and any(_SAYS_HOW.search(flat, one.start, one.end) for one in labels):
        # A table on its side: what is measured stands over the column, plan and result before the row.
        column += "".join(f" | {flat[extent.start : extent.end]}" for extent in labels)
    planned = any(WORDS["plan"].search(flat[extent.start : extent.end]) for extent in columns)
    basis = _basis(column, quantity, planned=planned)
    target = (
        basis == "level"
        and WORDS["plan"].search(column) is not None
        and WORDS["reached_of_tables"].search(column) is None
    )
    by_row = _named(flat, labels[::-1], organizations)
    subject, measure = _labels(
        [cue for cue in label_cues if by_row is None or cue.kind != "subject"],  # a body's name counts nothing
        [cue for extent in reversed(headings) for cue in cues.within(extent.start, extent.end)],
        [cue for extent in _nearest(columns, headings) for cue in cues.within(extent.start, extent.end)],
        [cue for extent in reversed(cell.titles) for cue in cues.within(extent.start, extent.end)],
        cues.within(headline.start, headline.end) if headline is not None and by_row is not None else (),
        planned=WORDS["plan"].search(column) is not None,
        new_members="đảng viên mới" in column,
    )
    return FigureDraft(
        quantity=quantity.id,
        mention=quantity.extent,
        evidence=cell.row,
        organization=by_row or _named(flat, headings[::-1], organizations) or owner,
        phase="target" if target else "result",
        period=_period(flat, () if basis == "change" else headings, labels, cell.titles, event, periods),
        subject=subject,
        measure=measure,
        basis=basis,
        group=None if by_row is not None else _group(flat, labels, headings, label_cues, (subject, measure)),
        unit=quantity.unit,
        decision=Decision("table-cell", quantity.extent.start - cell.label.end, _CONFIDENCE),
    )


_WHOLE: Final = re.compile(r"\W*(?:toàn|tổng|cộng|chung|tất cả)(?!\w)")
"""How the label of a row of sums begins."""
_IN_BRACKETS: Final = re.compile(r"\((?!cũ\))[^()]*\)$")
_LESSON: Final = re.compile(r"lớp (?=\w)", re.IGNORECASE)
_PART: Final = re.compile(r"(?<!\w)(?:trong|ở|tại) (?:các )?(?:doanh nghiệp|khu vực|khu công nghiệp)")
"""Where the part begins that the label of new bodies names ("Chi bộ mới | trong doanh nghiệp tư nhân")."""


def _group(
    flat: str, labels: Sequence[Extent], headings: Sequence[Extent], label_cues: Sequence[Cue], what: tuple[str, str]
) -> str | None:
    """The part that a row counts: its label where a column says what is measured of it; of other things their noun."""
    label = _words(flat, labels[-1])
    if what == ("other", "other"):
        said = (
            label
            if label and WORDS["year"].fullmatch(label) is None
            else _words(flat, headings[-1] if headings else None)
        )
        return said or None
    if (part := _PART.search(label)) is not None:
        return label[part.start() :]
    if what[0] == "class" and (lesson := _LESSON.match(label)) is not None:
        return label[lesson.end() :]
    decided = any(map(_decides, label_cues))
    if label.endswith("(cũ)"):
        return label
    if decided or not headings or len(labels) > 1 or _WHOLE.match(label) or WORDS["year"].search(label):
        return None
    return label if any(cue.kind == "subject" for cue in label_cues) and " " in label else None


def _words(flat: str, extent: Extent | None) -> str:
    """The words of a label or heading, its unit in brackets left out."""
    return "" if extent is None else " ".join(_IN_BRACKETS.sub("", flat[extent.start : extent.end].strip()).split())


def _basis(column: str, quantity: Quantity, *, planned: bool) -> Basis:
    """The basis of a cell; `planned` says that another column of its row is the plan."""
    if quantity.unit == "percent" and (
        WORDS["against_plan"].search(column) or (planned and WORDS["share"].match(column))
    ):
        return "vs_plan"
    return "change" if WORDS["against_year"].search(column) else "level"


def _nearest(columns: Sequence[Extent], headings: Sequence[Extent]) -> list[Extent]:
    """The headings of the row's other cells, those right before the cell's own first."""
    own = headings[-1].start if headings else 0
    others = [extent for extent in dict.fromkeys(columns) if extent not in headings]
    before = sorted((extent for extent in others if extent.start < own), reverse=True)
    return before + sorted(extent for extent in others if extent.start >= own)


def _labels(
    label: Sequence[Cue],
    column: Sequence[Cue],
    beside: Sequence[Cue],
    title: Sequence[Cue],
    headline: Sequence[Cue] = (),
    *,
    planned: bool,
    new_members: bool,
) -> tuple[str, str]:
    """Subject and measure, from the row's label first, then the headings over it, its neighbours', the title.

    The article's headline says it where none of them does.
    """
    if any(cue.kind == "thing" for cue in column) and not planned:
        return "other", "other"
    own = next((c for cues in (label, column) for c in cues if _decides(c)), None)
    if own is None and any(c.kind == "verb" for c in column):
        return "other", "other"  # the column says what was done, and it is none of the measures
    bare = planned or not any(c.kind == "subject" and c.label != "target" for c in column)
    deciding = own or next((c for cues in (beside if bare else (), title) for c in cues if _decides(c)), None)
    nouns = [c for c in (*label, *column, *beside, *title) if c.kind == "subject" and c.label != "target"]
    noun = nouns[0].label if nouns else None
    if deciding is None and noun is None:
        deciding = next((c for c in headline if _decides(c) and c.label in MEMBER_MEASURES), None)
    if deciding is None and noun == "member" and new_members:
        return "member", "admitted"
    if deciding is None:
        return noun or "other", "held" if noun == "class" else "total" if noun not in (None, "other") else "other"
    measure = deciding.label
    if measure in MEMBER_MEASURES:
        return "member", measure
    if measure in MONEY or measure == "jobs":
        return DEFAULT_SUBJECT[measure], measure
    return noun or DEFAULT_SUBJECT.get(measure, "other"), measure


def _decides(cue: Cue) -> bool:
    return cue.kind in ("predicate", "topic", "verb") and cue.label not in ("rated", "implemented", "other")


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
    if WORDS["plan"].search(" ".join(flat[extent.start : extent.end] for extent in headings)):
        return year_of(event.review_period)
    for extent in titles:
        if len(extent) <= _TITLE and (found := _named_period(flat, extent, periods)):
            return found
    return event.review_period


def _named_period(flat: str, extent: Extent, periods: Sequence[PeriodMention]) -> str | None:
    for period in between(periods, extent.start, extent.end):
        if period.value is not None:
            return period.value
    year = WORDS["year"].search(flat, extent.start, extent.end)
    return year[0] if year is not None else None


def _named(flat: str, places: Sequence[Extent], organizations: Sequence[str]) -> str | None:
    """The listed organisation that a row or column is about: its name, or its place alone, stands in a label."""
    for place in places:
        words = flat[place.start : place.end]
        for name in organizations:
            if name in words or (len(words) >= 4 and name.endswith(" " + words)):
                return name
    return None
