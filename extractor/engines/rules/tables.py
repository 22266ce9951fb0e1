"""The figures of table cells: the row's label or the column's heading says what is measured, the column says how."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.article import Extent
from extractor.draft import Decision, EventDraft, FigureDraft
from extractor.engines.rules.cues import Cue, CueIndex
from extractor.engines.rules.scene import DEFAULT_SUBJECT, MEMBER_MEASURES, MONEY
from extractor.engines.rules.timeline import year_of
from extractor.reading.model import Quantity, TableCell
from extractor.schema import Basis

_PLAN: Final = re.compile(r"(?<![^\W\d_])(?:kế hoạch|kh|chỉ tiêu|mục tiêu|nghị quyết)(?![^\W\d_])")
_AGAINST_PLAN: Final = re.compile(
    r"(?:th|thực hiện|kết quả)? ?/ ?kh|(?:so|%|tỷ lệ|đạt|bằng|hoàn thành)[^|]*(?:kế hoạch|kh|chỉ tiêu"
    r"|mục tiêu|nghị quyết)|đạt *\(?%|% đạt"
)
_SHARE: Final = re.compile(r" *(?:tỷ lệ|đạt|%)")
_AGAINST_YEAR: Final = re.compile(r"so (?:với )?(?:cùng kỳ|năm)|tăng|giảm|cùng kỳ")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def judge_cell(
    flat: str,
    cell: TableCell,
    quantity: Quantity,
    cues: CueIndex,
    event: EventDraft,
    organizations: Sequence[str],
    owner: str | None,
    columns: Sequence[Extent],
) -> FigureDraft:
    """The figure of one table cell; `columns` are the headings of its row's other cells."""
    column = "" if cell.column is None else flat[cell.column.start : cell.column.end]
    basis: Basis = "level"
    planned = any(_PLAN.search(flat[one.start : one.end]) for one in columns)
    if quantity.unit == "percent" and (_AGAINST_PLAN.search(column) or (planned and _SHARE.match(column))):
        basis = "vs_plan"
    elif _AGAINST_YEAR.search(column):
        basis = "change"
    target = basis == "level" and _PLAN.search(column) is not None
    label_cues = cues.within(cell.label.start, cell.label.end)
    column_cues = () if cell.column is None else cues.within(cell.column.start, cell.column.end)
    beside = [cue for extent in columns for cue in cues.within(extent.start, extent.end)]
    subject, measure = _labels(label_cues, column_cues, beside, planned=_PLAN.search(column) is not None)
    return FigureDraft(
        quantity=quantity.id,
        mention=quantity.extent,
        evidence=cell.row,
        organization=_named(flat, cell.label, organizations) or owner,
        phase="target" if target else "result",
        period=_period(column + " " + flat[cell.label.start : cell.label.end], event, target=target),
        subject=subject,
        measure=measure,
        basis=basis,
        group=None,
        unit=quantity.unit,
        decision=Decision("table-cell", quantity.extent.start - cell.label.end, 0.8),
    )


def _labels(label: Sequence[Cue], column: Sequence[Cue], beside: Sequence[Cue], *, planned: bool) -> tuple[str, str]:
    """Subject and measure, from the row's label first, then from the column's heading, then from its neighbours'."""
    if any(cue.kind == "thing" for cue in column) and not planned:
        return "other", "other"
    own = next((c for cues in (label, column) for c in cues if _decides(c)), None)
    if own is None and any(c.kind == "verb" for c in column):
        return "other", "other"  # the column says what was done, and it is none of the measures
    deciding = own or next((c for c in beside if _decides(c)), None)
    nouns = [c for c in (*label, *column, *beside) if c.kind == "subject" and c.label != "target"]
    if deciding is not None and deciding not in label:
        nouns = [c for c in nouns if c not in label]
    noun = nouns[0].label if nouns else None
    if deciding is None:
        return noun or "other", "total" if noun else "other"
    measure = deciding.label
    if measure in MEMBER_MEASURES:
        return "member", measure
    if measure in MONEY or measure == "jobs":
        return DEFAULT_SUBJECT[measure], measure
    return noun or DEFAULT_SUBJECT.get(measure, "other"), measure


def _decides(cue: Cue) -> bool:
    return cue.kind in ("predicate", "topic", "verb") and cue.label not in ("rated", "implemented", "other")


def _period(column: str, event: EventDraft, *, target: bool) -> str | None:
    year = _YEAR.search(column)
    if year is not None:
        return year[0]
    if target and _PLAN.search(column):
        return year_of(event.review_period)
    return event.review_period


def _named(flat: str, label: Extent, organizations: Sequence[str]) -> str | None:
    """The listed organisation that the row is about: its name, or its place alone, stands in the label."""
    words = flat[label.start : label.end]
    for name in organizations:
        if name in words or (len(words) >= 4 and name.endswith(" " + words)):
            return name
    return None
