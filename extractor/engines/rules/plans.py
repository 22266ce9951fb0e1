"""A result and its plan in one expression: with a stroke between them ("kết nạp 312/300 đảng viên"), judged as one and
told as two, or in brackets that a legend explains ("64 (60)", under "trong ngoặc là chỉ tiêu").

Source: annotation guide, section 3 ("a target of the reviewed year quoted beside its result is a target with that
year"). Which pairs are such is what the reader sees (`extractor.reading.ratios`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractor.engines.rules.draft import FigureDraft
from extractor.engines.rules.mentions import year_of
from extractor.engines.rules.scene import WORDS
from extractor.reading.model import Quantity
from extractor.text.article import Extent

REACHED: Final = re.compile(r"(?<![^\W\d_])(?:kết quả|thực hiện|thực tế)(?![^\W\d_])")
"""Words by which a result stands beside its plan."""
_STROKE: Final = re.compile(r" ?/ ?")
_OF_THE_YEAR: Final = re.compile(r"[^.;]{0,60}?(?:kế hoạch|chỉ tiêu|kh|nghị quyết)(?: cả)? năm(?![^\W\d_])")


_LEGEND: Final = 900
"""Characters back in which a list's heading says what its brackets hold."""


def brackets_hold_plans(flat: str, place: int) -> bool:
    """Whether a legend before the place says that the brackets after it hold plans ("trong ngoặc là chỉ tiêu 2025")."""
    return WORDS["bracket_legend"].search(flat, max(0, place - _LEGEND), place) is not None


@dataclass(frozen=True, slots=True)
class PlanPair:
    """Two quantities of one expression: what was reached, and the plan for it."""

    reached: Quantity
    planned: Quantity

    @property
    def joined(self) -> Quantity:
        """What was reached, over the whole expression, so that the words around it are those around both."""
        return replace(self.reached, extent=Extent(self.reached.extent.start, self.planned.extent.end))


def join_plans(flat: str, quantities: Sequence[Quantity]) -> tuple[list[Quantity], dict[str, PlanPair]]:
    """The quantities with each pair as one, and the pairs by the id of what was reached."""
    joined: list[Quantity] = []
    pairs: dict[str, PlanPair] = {}
    planned: Quantity | None = None
    for quantity, following in zip(quantities, [*quantities[1:], None], strict=True):
        if quantity is planned:
            continue
        planned = following if following is not None and _parted_by_a_stroke(flat, quantity, following) else None
        if planned is None:
            joined.append(quantity)
        else:
            pairs[quantity.id] = PlanPair(quantity, planned)
            joined.append(pairs[quantity.id].joined)
    return joined, pairs


def _parted_by_a_stroke(flat: str, one: Quantity, other: Quantity) -> bool:
    plain = one.unit == other.unit and one.unit != "percent" and one.out_of is None and other.out_of is None
    return plain and _STROKE.fullmatch(flat, one.extent.end, other.extent.start) is not None


def plan_of(flat: str, pair: PlanPair, result: FigureDraft) -> FigureDraft:
    """The plan of a pair as a target: of the result's own period, or of its whole year where the words say so."""
    whole_year = _OF_THE_YEAR.match(flat, pair.planned.extent.end) is not None
    return replace(
        result,
        quantity=pair.planned.id,
        mention=pair.planned.extent,
        phase="target",
        period=year_of(result.period) if whole_year else result.period,
        comparator=None,
    )
