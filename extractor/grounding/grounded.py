"""What a gate makes of one article's claims: the summary it could prove, and the account of everything else."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.draft import Coverage, Decision, Rejection
from extractor.schema import ArticleSummary
from extractor.text.record import record


@record
class ItemDecision:
    """How the item at `index` of the summary's list of its kind was decided."""

    item: str
    index: int
    decision: Decision


@dataclass(frozen=True, slots=True)
class Grounded:
    """What the gate made of one draft.

    A rejection whose `item` is a plain kind (`figure`) is an item that was left out; one with a field
    (`figure.period`, `source.outlet`, `award.count`) is a field that was nulled or kept as the reader saw it.
    """

    summary: ArticleSummary
    rejections: tuple[Rejection, ...] = ()
    coverage: Coverage = field(default_factory=lambda: Coverage(0, 0))
    decisions: tuple[ItemDecision, ...] = ()
