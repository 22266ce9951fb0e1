"""The periods that a figure may have, each with the features that speak for or against it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final, Generic

from extractor.engines.rules.mentions import year_of
from extractor.engines.rules.scene import RATINGS, WORDS
from extractor.engines.rules.scorer.candidates import AHEAD, RANKS, WORD, Value, add, near
from extractor.engines.rules.scorer.facts import Fact, Sums
from extractor.engines.rules.scorer.sight import Previous, Setting, Sight
from extractor.engines.rules.scorer.tellings import Telling
from extractor.engines.rules.scorer.verdict import Labels
from extractor.text.article import Extent

_STATES: Final = frozenset(["total", *RATINGS])
"""Measures of what stands on a day, and not of what was done in a time."""
_TOLD: Final = 6
"""Tellings before a number in its sentence that are looked at."""
_HEAD: Final = 15
"""Characters from a sentence's start within which a telling heads it."""
_WORDS_BETWEEN: Final = 24
"""Characters between a telling and a number that are looked at as they stand."""
_FAR: Final = 300
"""Characters between a telling and a number within which marks are looked for."""
_IN_A_ROW: Final = 20
"""Characters that may part two numbers of a row."""
_LONGEST_ROW: Final = 12

_OPENED: Final = "{0}:o:{1}"
"""What is said beside the first word of the sentence."""
_AROUND: Final = "w{3}:{0}|w{3}:{1}|x{3}:{2}"
"""The last word, the last two and the next one around a telling on a side of the number."""
_TOLD_BEFORE: Final = "{0}|{0}:{1}|{0}:{2}|{0}:{3}:{2}"
"""A place before the number: how far it is, how many numbers and which marks stand between."""
_CLOSED: Final = "{0}:closed"
_HEADS: Final = "{0}:head"
"""A bracket ends between; the telling heads the sentence."""
_TOLD_AFTER: Final = "{0}|{0}:{1}|{0}:{2}|{0}:{2}:{3}"
"""A place after the number: how far it is, whether a bracket opens between and how many numbers stand there."""
_GAP: Final = "{0}:{1}"
"""The words between a telling and the number next to it."""
_IN_PARAGRAPH: Final = "paragraph|paragraph:{0}|paragraph:{0}:{1}|paragraph:{0}:o:{2}"
_EARLIER: Final = "earlier:{0}|earlier:{0}:o:{1}"
"""A telling before the sentence: whether none is in it, how many sentences lie between, its first word."""
_GOING_ON: Final = "{0}|{0}:{2}|{1}:{2}|{1}:{3}|{1}:{4}"
"""The figure before: whether a period was told since, phase and measure are alike, there is a review."""
_SINCE: Final = "{0}:f:{1}|{0}:f:{2}|{0}:l:{3}"
"""The first word, the first two and the last one since the figure before."""
_OF_PERIOD: Final = "shape:{0}:{1}|relation:{2}|relation:{2}:{3}:{4}|relation:{2}:{5}|shape:{0}:{6}"
"""A period's shape and how it stands to the reviewed one, with the measure and the event's kind."""


class PeriodReach(Generic[Value]):
    """What the periods of one article have in common from number to number; `facts` says what facts come to."""

    def __init__(self, setting: Setting, facts: Sums[Value]) -> None:
        self.setting = setting
        self.facts: Sums[Value] = facts
        event = setting.event
        self.reviewing = "r" if event.review_period else "n"
        self._told: dict[tuple[int, str, str], list[tuple[str, Value]]] = {}
        self._around: dict[tuple[int, str], Value] = {}
        self._periods: dict[tuple[str, str], Value] = {}
        self._standing: dict[str, Value] = {}
        add(self._standing, None, facts["nothing",])
        add(self._standing, event.review_period, facts["review",])
        add(self._standing, event.plan_period, facts["plan",])
        if event.review_period is not None:
            add(self._standing, year_of(event.review_period), facts["review-year",])
        if event.held_on is not None:
            add(self._standing, str(event.held_on.year), facts["held-year",])
        if setting.year is not None:
            add(self._standing, str(setting.year), facts["year",])

    def standing(self, opening: str) -> dict[str, Value]:
        """The periods of the event and the article's year, each with its features; a new table."""
        found, setting = dict(self._standing), self.setting
        if setting.event.review_period is not None:
            add(found, setting.event.review_period, self.facts[_OPENED, "review", opening])
        if setting.year is not None:
            add(found, str(setting.year), self.facts[_OPENED, "year", opening])
        return found

    def told(self, number: int, place: str, state: str) -> Sequence[tuple[str, Value]]:
        """What a telling may mean at a place, each meaning with the words around it and how it comes about.

        `number` counts the setting's tellings; `state` is whether the figure is a standing one.
        """
        found = self._told.get((number, place, state))
        if found is None:
            telling = self.setting.tellings[number]
            around = self._around.get((number, place[0]))
            if around is None:
                around = self._around[number, place[0]] = self.facts[self._words_of(telling, place[0])]
            found = [
                (one, around + self.facts[_how, tags, place, state, self.reviewing]) for one, tags in telling.meanings
            ]
            self._told[number, place, state] = found
        return found

    def _words_of(self, telling: Telling, side: str) -> Fact:
        """The words around a telling on one side of the number: the last one, the last two, the next one."""
        flat, start, end = self.setting.flat, telling.extent.start, telling.extent.end
        words = WORD.findall(flat, max(0, start - 24), start)
        after = WORD.search(flat, end, end + 12)
        return _AROUND, " ".join(words[-1:]), " ".join(words[-2:]), after[0] if after else "", side

    def of_period(self, candidate: str, measure: str) -> Value:
        """What a candidate's shape says, and how it stands to the event's periods."""
        found = self._periods.get((candidate, measure))
        if found is None:
            event = self.setting.event
            review, relation = event.review_period or "", "other"
            if candidate and review:
                ours, theirs = year_of(candidate) or "", year_of(review) or ""
                relation = "earlier" if ours < theirs else "same-year" if ours == theirs else "later"
            plan, same = candidate == event.plan_period, candidate == event.review_period
            found = self._periods[candidate, measure] = self.facts[
                _OF_PERIOD, _shape(candidate), _shape(review), relation, plan, same, measure, event.kind
            ]
        return found


def period_candidates(
    sight: Sight, labels: Labels, previous: Previous | None, reach: PeriodReach[Value]
) -> dict[str, Value]:
    """Every period in reach of the figure, with its features; `labels` are the figure's own so far."""
    opening = sight.setting.opening(sight.sentence.extent.start)
    found = reach.standing(opening)
    told = _add_told(found, sight, reach, opening, "s" if labels.measure in _STATES else "-")
    if previous is not None:
        add(found, previous.period, _of_previous(sight, labels, previous, told, reach, opening))
    return {candidate: value + reach.of_period(candidate, labels.measure) for candidate, value in found.items()}


def _of_previous(
    sight: Sight, labels: Labels, previous: Previous, told: int, reach: PeriodReach[Value], opening: str
) -> Value:
    """What speaks for the period of the figure before; `told` is where a period was last told before the number."""
    prev = "prevs" if previous.same_sentence else "prevo"
    since = f"{prev}:{'told' if told > previous.end else '-'}"
    same, alike = previous.phase == labels.phase, previous.measure == labels.measure
    value = reach.facts[_GOING_ON, prev, since, same, alike, reach.reviewing]
    if not previous.same_sentence:
        return value + reach.facts[_OPENED, since, opening]
    start = sight.region.quantity.extent.start
    words = sight.told.words.between(previous.end, min(start, previous.end + _HEAD * 4))
    return value + reach.facts[_SINCE, since, " ".join(words[:1]), " ".join(words[:2]), " ".join(words[-1:])]


def _add_told(found: dict[str, Value], sight: Sight, reach: PeriodReach[Value], opening: str, state: str) -> int:
    """The periods that the sentence, the paragraph before it and the article before that tell of.

    Where the last one before the number begins; below zero where none does.
    """
    setting, sentence = sight.setting, sight.sentence.extent
    at, starts = sight.region.quantity.extent, setting.telling_starts
    first, here = bisect_left(starts, sentence.start), bisect_left(starts, at.start)
    for rank, number in enumerate(range(here - 1, max(first, here - _TOLD) - 1, -1)):
        place = RANKS[min(rank, 2)]
        if setting.tellings[number].extent.end <= at.start:
            _add_meanings(found, reach, number, place, _before(sight, reach, number, place), state)
    for number in range(bisect_left(starts, at.end), bisect_left(starts, min(sentence.end, at.end + AHEAD))):
        place = "after:own" if starts[number] < sight.region.right_end else "after:beyond"
        _add_meanings(found, reach, number, place, _after(sight, reach, number, place), state)
    _add_earlier(found, sight, reach, first, opening, state, alone=here == first)
    if (turn := period_in_turn(sight)) is not None:
        add(found, turn, reach.facts["turn",])
    return starts[here - 1] if here else -1


def _add_earlier(
    found: dict[str, Value],
    sight: Sight,
    reach: PeriodReach[Value],
    first: int,
    opening: str,
    state: str,
    *,
    alone: bool,
) -> None:
    """What was told in the paragraph before the sentence, whose first telling is `first`, or else before that.

    `alone` is whether nothing is told in the sentence before the number.
    """
    setting, sentence, facts = sight.setting, sight.sentence.extent, reach.facts
    if sight.sentence.block >= len(setting.blocks):
        return
    low = bisect_left(setting.telling_starts, setting.blocks[sight.sentence.block].extent.start)
    if low < first:
        end = setting.tellings[first - 1].extent.end
        away = min(setting.flat.count(". ", max(end, sentence.start - _FAR), sentence.start), 3)
        _add_meanings(found, reach, first - 1, "paragraph", facts[_IN_PARAGRAPH, alone, away, opening], state)
        _add_meanings(found, reach, low, "paragraph-first", facts[f"paragraph-first:{alone}",], state)
    elif low:
        _add_meanings(found, reach, low - 1, "earlier", facts[_EARLIER, alone, opening], state)


def _add_meanings(
    found: dict[str, Value], reach: PeriodReach[Value], number: int, place: str, value: Value, state: str
) -> None:
    """What a telling may mean, with what its place says; `number` counts the setting's tellings."""
    for meaning, own in reach.told(number, place, state):
        found[meaning] = found[meaning] + own + value if meaning in found else own + value


def _before(sight: Sight, reach: PeriodReach[Value], number: int, place: str) -> Value:
    """What stands between a telling and the number after it."""
    flat, end, telling = sight.setting.flat, sight.region.quantity.extent.start, sight.setting.tellings[number].extent
    start = telling.end
    distance, close = end - start, max(start, end - _FAR)
    before = sight.regions[max(0, sight.index - 2) : sight.index]
    numbers = sum(region.quantity.extent.start >= start for region in before)
    marks = ";" if flat.find(";", close, end) >= 0 else "," if flat.find(", ", close, end) >= 0 else "-"
    closed = flat.find(")", close, end) >= 0 and flat.find("(", close, end) < 0
    value = reach.facts[_TOLD_BEFORE, place, near(distance), numbers, marks]
    if closed:
        value = value + reach.facts[_CLOSED, place]
    if telling.start - sight.sentence.extent.start < _HEAD:
        value = value + reach.facts[_HEADS, place]
    return (
        value + reach.facts[_GAP, "gap", flat[start:end].strip()]
        if numbers == 0 and distance < _WORDS_BETWEEN
        else value
    )


def _after(sight: Sight, reach: PeriodReach[Value], number: int, place: str) -> Value:
    """What stands between a number and the telling after it."""
    flat, end, start = sight.setting.flat, sight.region.quantity.extent.end, sight.setting.telling_starts[number]
    bracket = "-" if flat.find("(", end, start) < 0 else "("
    following = sight.regions[sight.index + 1 : sight.index + 3]
    numbers = sum(region.quantity.extent.start < start for region in following)
    value = reach.facts[_TOLD_AFTER, place, near(start - end), bracket, numbers]
    return (
        value + reach.facts[_GAP, "gap-after", flat[end:start].strip()]
        if not numbers and start - end < _WORDS_BETWEEN
        else value
    )


def period_in_turn(sight: Sight) -> str | None:
    """The period that a number has where several are given to as many years in turn ("lần lượt 356, 371 và 289")."""
    setting, sentence = sight.setting, sight.sentence.extent
    at = bisect_left(setting.turns, sentence.start)
    if at == len(setting.turns) or setting.turns[at] >= sentence.end:
        return None
    row = _row(sight, setting.turns[at])
    if sight.index not in row:
        return None
    place, first = row.index(sight.index), bisect_left(setting.telling_starts, sentence.start)
    inside = (one for one in setting.tellings[first : first + _LONGEST_ROW] if one.extent.start < sentence.end)
    told = [telling.meanings[0][0] for telling in inside if not _compared_with(setting.flat, sentence, telling.extent)]
    years = [year for year in told if year.isdigit()]
    if len(years) == len(row) > 1:
        return years[place]
    spans = (one for one in told if "/" in one and int(one[5:]) - int(one[:4]) + 1 == len(row))
    return next((str(int(span[:4]) + place) for span in spans), None)


def _compared_with(flat: str, sentence: Extent, telling: Extent) -> bool:
    """Whether a year is only what is compared with ("tăng lần lượt 11 và 29 so với năm 2024")."""
    return WORDS["compare"].search(flat, max(sentence.start, telling.start - 24), telling.start) is not None


def _row(sight: Sight, said: int) -> list[int]:
    """The numbers that stand in a row on the quantity's side of a word, nearest to the word, in order."""
    flat, regions = sight.setting.flat, sight.regions
    start = sight.region.quantity.extent.start
    cut = bisect_right(regions, said, key=lambda region: region.quantity.extent.start)
    order = range(cut, len(regions)) if start > said else range(cut - 1, -1, -1)
    row: list[int] = []
    for number in order[:_LONGEST_ROW]:
        extent = regions[number].quantity.extent
        if row:
            last = regions[row[-1]].quantity.extent
            between = flat[min(last.end, extent.end) : max(last.start, extent.start)]
            if len(between) > _IN_A_ROW or ")" in between:
                break
        row.append(number)
    return sorted(row)


def _how(tags: Sequence[str], place: str, state: str, reviewing: str) -> list[str]:
    """How a meaning comes about, by itself and at its place."""
    places = (place, f"{place}:{reviewing}", f"{place}:{state}")
    return [*tags, *[f"{tag}:{at}" for tag in tags for at in places]]


def _shape(period: str) -> str:
    return "span" if "/" in period else period[5:6] or "year" if period else "none"
