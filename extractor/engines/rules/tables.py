"""The figures of table cells: the row's label or the column's heading says what is measured, the column says how."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.article import Extent
from extractor.draft import Decision, EventDraft, FigureDraft
from extractor.engines.rules.cues import Cue, CueIndex
from extractor.engines.rules.scene import DEFAULT_SUBJECT
from extractor.engines.rules.timeline import year_of
from extractor.reading.model import Quantity, TableCell
from extractor.schema import Basis

_PLAN: Final = re.compile(r"(?<![^\W\d_])(?:kế hoạch|kh|chỉ tiêu|mục tiêu|nghị quyết)(?![^\W\d_])")
_AGAINST_PLAN: Final = re.compile(
    r"(?:th|thực hiện|kết quả)? ?/ ?kh|(?:so|%|tỷ lệ|đạt|bằng|hoàn thành)[^|]*(?:kế hoạch|kh|chỉ tiêu)|đạt *\(?%|% đạt"
)
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
) -> FigureDraft:
    """The figure of one table cell."""
    column = "" if cell.column is None else flat[cell.column.start : cell.column.end]
    basis: Basis = "level"
    if quantity.unit == "percent" and _AGAINST_PLAN.search(column):
        basis = "vs_plan"
    elif _AGAINST_YEAR.search(column):
        basis = "change"
    target = basis == "level" and _PLAN.search(column) is not None
    label_cues = cues.within(cell.label.start, cell.label.end)
    column_cues = () if cell.column is None else cues.within(cell.column.start, cell.column.end)
    subject, measure = _labels(label_cues, column_cues)
    return FigureDraft(
        quantity=quantity.id,
        mention=quantity.extent,
        evidence=cell.row,
        organization=_named(flat, cell.label, organizations) or owner,
        phase="target" if target else "result",
        period=_period(column, event, target=target),
        subject=subject,
        measure=measure,
        basis=basis,
        group=None,
        unit=quantity.unit,
        decision=Decision("table-cell", quantity.extent.start - cell.label.end, 0.8),
    )


def _labels(label: Sequence[Cue], column: Sequence[Cue]) -> tuple[str, str]:
    """Subject and measure, from the row's label first, then from the column's heading."""
    cues = [*label, *column]
    deciding = next(
        (c for c in cues if c.kind in ("predicate", "topic", "verb") and c.label not in ("rated", "implemented")), None
    )
    noun = next((c for c in cues if c.kind == "subject"), None)
    if deciding is None:
        return (noun.label if noun else "other"), ("total" if noun else "other")
    measure = deciding.label
    if measure in ("admitted", "made_official", "removed", "badge"):
        return "member", measure
    if measure in ("revenue", "profit", "budget_paid", "export_value", "average_income", "jobs"):
        return DEFAULT_SUBJECT[measure], measure
    return (noun.label if noun else DEFAULT_SUBJECT.get(measure, "other")), measure


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
