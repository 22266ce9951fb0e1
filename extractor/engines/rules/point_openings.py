"""What stands before a clause's own words: an announcement, a plan's period, a speaker, a request, a turn.

Source: annotation guide, section 7.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from extractor.draft import EventDraft
from extractor.engines.rules.point_periods import plan_quarters, plan_years
from extractor.engines.rules.point_words import PointWords, point_words
from extractor.text.article import Extent
from extractor.text.record import record

Mode = Literal["shortcoming", "priority"]
SPEECH: Final = 190
"""Characters from a clause's beginning within which a speaker's verb stands."""
LINKS: Final = (":", " là", " như", "gồm", " vì ", " rằng", " ở chỗ", "\nlà", "\nnhư")
"""One of these stands behind whatever announces a list."""
NEAR: Final = 60
"""Characters from a clause's beginning within which a noun announces what follows."""
_PURPOSE: Final = re.compile(
    r"(?:để|nhằm) (?:đạt|đạt được|hoàn thành|thực hiện|thực hiện tốt|hoàn thành tốt) (?:các |những )?"
    r"(?:chỉ tiêu|mục tiêu|nhiệm vụ|kế hoạch)[^,;:.]{0,40}, "
)
"""What a sentence opens with that says how the targets told before it will be met."""
_YEAR: Final = re.compile(r"\d{4}")
_QUARTER: Final = re.compile(r"quý ([ivx]+|[1-4])")


@dataclass(slots=True)
class Context:
    """What the clauses before have announced."""

    mode: Mode | None = None
    strong: bool = False
    """Every clause counts: they are the list that was announced."""
    rule: str = "points.alone"


@record
class Opened:
    """Where a clause's own words begin, and what stood before them."""

    start: int
    mode: Mode | None = None
    strong: bool = False
    turned: bool = False
    rule: str = ""


class OpeningReader:
    """Reads the openings of one article's clauses.

    `flat` is the text flattened, `names` where its people's names end, `numbers` where figures' numbers begin (both
    sorted), `event` the conference whose plan period tells which years are the plan's.
    """

    def __init__(self, flat: str, names: Sequence[int], numbers: Sequence[int], event: EventDraft) -> None:
        self.flat, self.names, self.numbers = flat, names, numbers
        self.words: PointWords = point_words()
        self.years, self.quarters = plan_years(flat, event), plan_quarters(event)

    def open(self, clause: Extent, context: Context, *, lead: bool) -> Opened:
        """Reads openings one after another until the clause's own words begin."""
        opened = Opened(clause.start)
        for _ in range(6):
            following = self._opening(Extent(opened.start, clause.end), context, lead=lead)
            if following is None or (following.start == opened.start and following.mode == opened.mode):
                break
            opened = Opened(
                self._after_blanks(following.start, clause.end),
                following.mode or opened.mode,
                following.strong or opened.strong,
                following.turned or opened.turned,
                following.rule or opened.rule,
            )
        return opened

    def _period(self, rest: Extent) -> re.Match[str] | None:
        """How a plan's sentence opens, where a year or quarter named in it is the plan's."""
        match = self.words.period.match(self.flat, rest.start, rest.end)
        if match is None:
            return None
        years, quarters = _YEAR.findall(match[0]), _QUARTER.findall(match[0])
        planned = (not years or years[-1] in self.years) and (not quarters or quarters[-1] in self.quarters)
        return match if planned else None

    def _after_blanks(self, start: int, end: int) -> int:
        while start < end and self.flat[start] in " \n,":
            start += 1
        return start

    def _opening(self, rest: Extent, context: Context, *, lead: bool) -> Opened | None:
        words, flat, start, end = self.words, self.flat, rest.start, rest.end
        if words.anchor.match(flat, start, end):
            return None
        if match := words.contrast.match(flat, start, end):
            return Opened(match.end(), turned=True)
        linked = self._linked(rest)
        match = words.announced_shortcoming.search(flat, start, end) if linked else None
        if match is not None and not self.mended(match, start):
            return Opened(match.end(), "shortcoming", True, rule="points.announced")
        if (match := words.anchor.search(flat, start, end)) and match.start() > start and not context.strong:
            return Opened(match.start(), turned=True)
        if match := words.inner_contrast.search(flat, start, end):
            return Opened(match.end(), turned=True)
        if match := self._period(rest) or words.topic.match(flat, start, end):
            return Opened(match.end(), "priority", True, rule="points.plan")
        purpose = _PURPOSE.match(flat, start, end)
        if purpose is not None and words.task.match(flat, purpose.end(), end):
            return Opened(purpose.end(), "priority", True, rule="points.plan")
        asked = (
            (self._announced_task(rest, lead=lead) if linked else None)
            or self.demand(rest)
            or self._future(rest, context)
        )
        if asked is not None:
            return asked
        match = None if context.strong else words.admission.search(flat, start, min(end, start + SPEECH))
        if match is not None and flat.find(":", start, match.start()) < 0:
            return Opened(match.end(), turned=True)
        if words.attributed.match(flat, start, end):
            comma = self._after_speaker(rest)
            if comma is not None:
                return Opened(comma, turned=True)
        if match := words.opening.match(flat, start, end):
            return Opened(match.end())
        match = None if lead else words.colon.match(flat, start, end)
        if match is not None and not self.has_figure(Extent(start, match.end())):
            return Opened(match.end(), turned=not self._names_speaker(Extent(start, match.start("colon"))))
        return None

    def _linked(self, rest: Extent) -> bool:
        """Whether any word is there that could bring what was announced; asked first because it costs little."""
        return any(self.flat.find(link, rest.start, rest.end) >= 0 for link in LINKS)

    def mended(self, match: re.Match[str], start: int) -> bool:
        """Whether a noun like "hạn chế" is named as what is mended, not to say what was wrong."""
        return self.words.mended.search(self.flat, max(start, match.start() - 40), match.start()) is not None

    def _announced_task(self, rest: Extent, *, lead: bool) -> Opened | None:
        words, flat = self.words, self.flat
        match = words.announced_task.search(flat, rest.start, rest.end)
        if match is None:
            return None
        plain = match.start() < rest.start + NEAR and words.plain_task.match(flat, match.start()) is not None
        listed = (match["colon"] is not None or plain) and not lead
        if not listed and words.task.match(flat, match.end(), rest.end) is None:
            return None
        return Opened(match.end(), "priority", True, rule="points.announced")

    def _future(self, rest: Extent, context: Context) -> Opened | None:
        """A body that "sẽ", "cần" or "phải" do something."""
        words, flat = self.words, self.flat
        if context.strong and context.mode == "shortcoming":
            return None
        match = words.future.search(flat, rest.start, min(rest.end, rest.start + 260))
        if match is None:
            return None
        start = match.start()
        if not flat.startswith("sẽ", start):
            doer = words.body_before.search(flat, max(rest.start, start - 90), start)
            if doer is None:
                return None
            start = doer.start()
        if start == rest.start and context.strong:
            return None
        if words.past.search(flat, rest.start, start) or words.bare_shortcoming.search(flat, rest.start, start):
            return None
        return Opened(start, "priority", True, rule="points.future")

    def _after_speaker(self, rest: Extent) -> int | None:
        """Where the words begin after "theo ông X, Bí thư …,"."""
        at = bisect_left(self.names, rest.start + 5)
        last = rest.start
        while at < len(self.names) and self.names[at] <= min(rest.end, rest.start + 200):
            last = self.names[at]
            at += 1
        comma = self.flat.find(",", last, min(rest.end, last + 80))
        return comma + 1 if comma >= 0 else None

    def demand(self, rest: Extent) -> Opened | None:
        """A request, where one begins in the clause and a task follows it."""
        words, flat = self.words, self.flat
        for match in words.demand.finditer(flat, rest.start, rest.end):
            spoken = words.spoken_demand.match(flat, match.start(), match.end()) is not None
            before = Extent(rest.start, match.start())
            if words.not_demand_before.search(flat, max(rest.start, match.start() - 24), match.start()):
                continue
            if words.not_demand_after.match(flat, match.end(), rest.end):
                continue
            said = self._speaks(before)
            if spoken and not words.speaker.search(flat, max(rest.start - 60, 0), match.start()):
                continue
            told = words.told.match(flat, match.end(), rest.end)
            body = told.end() if told else match.end()
            if words.task.match(flat, body, rest.end) or self._period(Extent(body, rest.end)):
                return Opened(body, "priority", True, rule="points.demand")
            if said and words.plain_demand.match(flat, match.start(), match.end()):
                return Opened(match.end(), "priority", True, rule="points.demand")
        return None

    def _names_speaker(self, intro: Extent) -> bool:
        """Whether a name ends right before the colon: "Đồng chí X: …" tells only whose words follow."""
        at = bisect_left(self.names, intro.start)
        return at < len(self.names) and intro.end - 2 <= self.names[at] <= intro.end

    def _speaks(self, before: Extent) -> bool:
        """Whether a person is named, or called by an office, in the words before."""
        at = bisect_left(self.names, before.start)
        named = at < len(self.names) and self.names[at] <= before.end
        return named or self.words.speaker.match(self.flat, before.start, before.end) is not None

    def has_figure(self, extent: Extent) -> bool:
        """Whether a figure's number stands in the extent."""
        at = bisect_left(self.numbers, extent.start)
        return at < len(self.numbers) and self.numbers[at] < extent.end
