"""The periods that a figure may have, each with the features that speak for or against it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final

from extractor.engines.rules.scene import RATINGS
from extractor.engines.rules.scorer.candidates import AHEAD, PLACES, RANKS, PeriodReach, Value, add, near
from extractor.engines.rules.scorer.sight import Previous, Sight
from extractor.engines.rules.scorer.tellings import Telling
from extractor.engines.rules.scorer.verdict import Labels

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


def period_candidates(
    sight: Sight, labels: Labels, previous: Previous | None, reach: PeriodReach[Value]
) -> dict[str, Value]:
    """Every period in reach of the figure, with its features; `labels` are the figure's own so far."""
    setting, event = sight.setting, sight.setting.event
    found = reach.standing()
    opening = reach.opening(sight.sentence.extent.start)
    if event.review_period is not None:
        add(found, event.review_period, reach.of(f"review:o:{opening}"))
    if event.held_on is not None:
        add(found, str(event.held_on.year), reach.of("held-year"))
    if setting.year is not None:
        add(found, str(setting.year), reach.of("year", f"year:o:{opening}"))
    told = _add_told(found, sight, reach, "s" if labels.measure in _STATES else "-")
    if previous is not None:
        features = _of_previous(sight, labels, previous, told, reach)
        add(found, previous.period, reach.of(*features))
    return {candidate: value + reach.of_period(candidate, labels.measure) for candidate, value in found.items()}


def _of_previous(sight: Sight, labels: Labels, previous: Previous, told: int, reach: PeriodReach[Value]) -> list[str]:
    """What speaks for the period of the figure before; `told` is where a period was last told before the number."""
    prev = "prevs" if previous.same_sentence else "prevo"
    same, alike = previous.phase == labels.phase, previous.measure == labels.measure
    since = f"{prev}:{'told' if told > previous.end else '-'}"
    found: list[str] = [prev, f"{prev}:{same}", f"{since}:{same}", f"{since}:{alike}", f"{since}:{reach.reviewing}"]
    if not previous.same_sentence:
        return [*found, f"{since}:o:{reach.opening(sight.sentence.extent.start)}"]
    start = sight.region.quantity.extent.start
    words = sight.told.words.between(previous.end, min(start, previous.end + _HEAD * 4))
    first, second, last = " ".join(words[:1]), " ".join(words[:2]), " ".join(words[-1:])
    return [*found, f"{since}:f:{first}", f"{since}:f:{second}", f"{since}:l:{last}"]


def _add_told(found: dict[str, Value], sight: Sight, reach: PeriodReach[Value], state: str) -> int:
    """The periods that the sentence, the paragraph before it and the article before that tell of.

    Where the last one before the number begins; below zero where none does.
    """
    setting, sentence = sight.setting, sight.sentence.extent
    at, starts = sight.region.quantity.extent, setting.telling_starts
    first, here = bisect_left(starts, sentence.start), bisect_left(starts, at.start)
    for rank, number in enumerate(range(here - 1, max(first, here - _TOLD) - 1, -1)):
        place = RANKS[min(rank, 2)]
        if setting.tellings[number].extent.end <= at.start:
            features = _before(sight, setting.tellings[number], place)
            _add_meanings(found, reach, number, place, features, state)
    for number in range(bisect_left(starts, at.end), bisect_left(starts, min(sentence.end, at.end + AHEAD))):
        telling = setting.tellings[number]
        place = "after:own" if telling.extent.start < sight.region.right_end else "after:beyond"
        _add_meanings(found, reach, number, place, _after(sight, telling, place), state)
    _add_earlier(found, sight, reach, first, state, alone=here == first)
    if (turn := period_in_turn(sight)) is not None:
        add(found, turn, reach.of("turn"))
    return starts[here - 1] if here else -1


def _add_earlier(
    found: dict[str, Value], sight: Sight, reach: PeriodReach[Value], first: int, state: str, *, alone: bool
) -> None:
    """What was told in the paragraph before the sentence, whose first telling is `first`, or else before that.

    `alone` is whether nothing is told in the sentence before the number.
    """
    setting, sentence = sight.setting, sight.sentence.extent
    if sight.sentence.block >= len(setting.blocks):
        return
    low = bisect_left(setting.telling_starts, setting.blocks[sight.sentence.block].extent.start)
    opening = reach.opening(sentence.start)
    if low < first:
        end = setting.tellings[first - 1].extent.end
        away = min(setting.flat.count(". ", max(end, sentence.start - _FAR), sentence.start), 3)
        place = f"paragraph:{alone}"
        features = ["paragraph", place, f"{place}:{away}", f"{place}:o:{opening}"]
        _add_meanings(found, reach, first - 1, "paragraph", features, state)
        _add_meanings(found, reach, low, "paragraph-first", [f"paragraph-first:{alone}"], state)
    elif low:
        features = [f"earlier:{alone}", f"earlier:{alone}:o:{opening}"]
        _add_meanings(found, reach, low - 1, "earlier", features, state)


def _add_meanings(
    found: dict[str, Value], reach: PeriodReach[Value], number: int, place: str, features: list[str], state: str
) -> None:
    """What a telling may mean, with the features of its place; `number` counts the setting's tellings."""
    value = reach.of(*features)
    for meaning, own in reach.told(number, place, state):
        add(found, meaning, own + value)


def _before(sight: Sight, telling: Telling, place: str) -> list[str]:
    """What stands between a telling and the number after it."""
    flat, end = sight.setting.flat, sight.region.quantity.extent.start
    start = telling.extent.end
    distance, close = end - start, max(start, end - _FAR)
    before = sight.regions[max(0, sight.index - 2) : sight.index]
    numbers = sum(region.quantity.extent.start >= start for region in before)
    marks = ";" if flat.find(";", close, end) >= 0 else "," if flat.find(", ", close, end) >= 0 else "-"
    found = [*PLACES[place][near(distance)], f"{place}:{numbers}", f"{place}:{marks}:{numbers}"]
    if flat.find(")", close, end) >= 0 and flat.find("(", close, end) < 0:
        found.append(f"{place}:closed")
    if numbers == 0 and distance < _WORDS_BETWEEN:
        found.append(f"gap:{flat[start:end].strip()}")
    if telling.extent.start - sight.sentence.extent.start < _HEAD:
        found.append(f"{place}:head")
    return found


def _after(sight: Sight, telling: Telling, place: str) -> list[str]:
    """What stands between a number and the telling after it."""
    flat, end, start = sight.setting.flat, sight.region.quantity.extent.end, telling.extent.start
    bracket = "(" if "(" in flat[end:start] else "-"
    following = sight.regions[sight.index + 1 : sight.index + 3]
    numbers = sum(region.quantity.extent.start < start for region in following)
    found = [*PLACES[place][near(start - end)], f"{place}:{bracket}", f"{place}:{bracket}:{numbers}"]
    if numbers == 0 and start - end < _WORDS_BETWEEN:
        found.append(f"gap-after:{flat[end:start].strip()}")
    return found


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
    told = [telling.meanings[0][0] for telling in inside]
    years = [year for year in told if year.isdigit()]
    if len(years) == len(row) > 1:
        return years[place]
    spans = (one for one in told if "/" in one and int(one[5:]) - int(one[:4]) + 1 == len(row))
    return next((str(int(span[:4]) + place) for span in spans), None)


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
