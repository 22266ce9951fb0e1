"""What a period means in its article: its year filled in, and whether it is the reviewed or the planned one."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.engines.rules.draft import EventDraft
from extractor.reading.model import PeriodMention
from extractor.schema import Phase


def year_of(period: str | None) -> str | None:
    """The year a period lies in; the last one of a span."""
    return None if period is None else period[-4:] if "/" in period else period[:4]


@dataclass(frozen=True)
class PeriodValues:
    """Reads the periods of one article against its event."""

    flat: str
    event: EventDraft
    year: str | None = None
    """The article's own year, for an event that says none."""

    def value(self, mention: PeriodMention) -> str | None:
        """The mention's period, the year filled in from the event where only a part is written.

        "Cùng kỳ năm 2016" in a review of half of 2017 is the half of 2016.
        """
        if mention.value is not None:
            return self._same_stretch(mention, mention.value)
        if mention.part is None:
            return None
        for known in (self.event.plan_period, self.event.review_period):
            if known is not None and known.endswith("-" + mention.part):
                return known
        held = str(self.event.held_on.year) if self.event.held_on else self.year
        year = year_of(self.event.review_period) or held
        return None if year is None else f"{year}-{mention.part}"

    def _same_stretch(self, mention: PeriodMention, value: str) -> str:
        review = self.event.review_period
        if review is None or "-" not in review or not value.isdigit():
            return value
        start = mention.extent.start
        before = self.flat[max(0, start - 16) : start].rstrip()
        same = self.flat.startswith("cùng kỳ", start) or before.endswith(("cùng kỳ", "cùng kỳ của"))
        return value + review[4:] if same else value

    def phase(self, mention: PeriodMention) -> Phase | None:
        """Whether the period is the planned or the reviewed one; None where it is neither."""
        period = self.value(mention)
        plan, review = self.event.plan_period, self.event.review_period
        if period is None:
            return None
        if plan is not None and period == plan:
            return "target" if plan != review else None
        if review is not None and (period == review or year_of(period) == year_of(review)):
            if plan is not None and year_of(plan) == year_of(review):
                return "result" if period == review else None
            return "result"
        if plan is not None and review is not None and period.isdigit() and plan.isdigit():
            return "target" if period >= plan else "result"
        return None
