"""Where the words beside a number leave no choice of its period."""

from __future__ import annotations

import re
from typing import Final

from extractor.engines.rules.mentions import before_bracket, year_of
from extractor.engines.rules.plans import REACHED
from extractor.engines.rules.scene import WORDS
from extractor.engines.rules.scorer.sight import Previous, Sight
from extractor.engines.rules.scorer.verdict import Labels
from extractor.reading.intervals import between

_MONTH: Final = re.compile(r"(?<![^\W\d_])(?:(?:trong|riêng) tháng \d|từ tháng \d{1,2} (?:đến|tới) nay)")
_THEN: Final = re.compile(r"(?<![^\W\d_])(?:đầu|cuối|của|hồi) năm (?:ngoái|trước)(?![^\W\d_])")
_SO_FAR: Final = re.compile(r"(?<!\w)từ đầu năm(?: đến nay)?(?: (?:lên|là|đạt|có|được|thành))* $")
_ELECTED_THERE: Final = re.compile(r"(?<!\w)bầu(?: [^\W\d_]+){0,7} $")
"""Before a number: what was reached since New Year, who was elected at the congress."""
_THE_TERM: Final = re.compile(r"(?<!\w)(?:từ đầu|cả|toàn|trong) nhiệm kỳ(?!\w)")
_BESIDE: Final = 48
_AFTER: Final = 120
"""Characters before and after a number within which such words stand."""


def _names_its_own(sight: Sight, ruled: Labels) -> bool:
    """Whether the number's own clause names, before it, one period that is not the event's, and the rules say that."""
    setting, event = sight.setting, sight.setting.event
    if ruled.period is None or ruled.period in (event.review_period, event.plan_period, year_of(event.review_period)):
        return False
    start, end = sight.region.left_start, sight.region.quantity.extent.start
    return len(between(setting.periods, start, end)) == 1 or _MONTH.search(setting.flat, start, end) is not None


def _names_its_term(sight: Sight, ruled: Labels) -> bool:
    """Whether the number's sentence speaks of the term before it, and the rules give it a term ("từ đầu nhiệm kỳ đến
    nay" is the term: guide, section 1).
    """
    if ruled.period is None or "/" not in ruled.period or ruled.phase == "target":
        return False
    start, end = sight.sentence.extent.start, sight.region.quantity.extent.start
    return _THE_TERM.search(sight.setting.flat, start, end) is not None


def has_its_wholes(sight: Sight, ruled: Labels, previous: Previous) -> bool:
    """Whether the number is told as a part of the one before, whose period the rules say ("…, trong đó 19 ngư dân")."""
    if not previous.same_sentence or ruled.period != previous.period or ruled.phase != previous.phase:
        return False
    start, end = previous.end, sight.region.quantity.extent.start
    within = WORDS["part_of_it"].fullmatch(sight.setting.flat, start, end) is not None
    return within and not between(sight.setting.periods, start, end)


def dates_itself(sight: Sight, ruled: Labels) -> bool:
    """Whether the words right beside a number say its period: what was said at the conference, "(năm ngoái là 45)", a
    target of the reviewed year beside its result.
    """
    flat, extent, sentence = sight.setting.flat, sight.region.quantity.extent, sight.sentence.extent
    if WORDS["contributions"].match(flat, extent.end):
        return True
    reviewed = year_of(sight.setting.event.review_period)
    near = flat[max(sentence.start, extent.start - _BESIDE) : extent.start]
    behind = flat[extent.end : min(sight.region.right_end, extent.end + _BESIDE)]
    if reviewed is not None and ("năm" in near or "cùng kỳ" in near) and WORDS["same_time_before"].search(near):
        return True
    if reviewed is not None and " năm " in behind and _THEN.search(behind):
        return True
    if (
        _names_its_term(sight, ruled)
        or _SO_FAR.search(near)
        or (sight.setting.event.kind == "congress" and _ELECTED_THERE.search(near))
    ):
        return True
    if ruled.measure == "total" and ruled.period == reviewed and "đến " in flat[sentence.start : extent.start]:
        return WORDS["as_of_a_day"].search(flat[max(sentence.start, extent.start - _AFTER) : extent.start]) is not None
    if WORDS["decided_there"].search(flat, sentence.start, extent.start):
        return True
    if WORDS["handed_there"].match(flat, sentence.start, sentence.end):
        return True
    if near.endswith(": ") and WORDS["year_and_colon"].search(near):
        return True
    if ruled.period == reviewed and WORDS["congress_of_a_term"].search(flat, sentence.start, extent.start):
        return True
    if _names_its_own(sight, ruled) or before_bracket(flat, sight.setting.periods, extent.start) is not None:
        return True
    beside = ruled.phase == "target" and ruled.period == reviewed is not None
    if beside and WORDS["reached_of_it"].match(flat, extent.end, sentence.end):
        return True
    return beside and REACHED.search(flat, extent.end, min(sentence.end, extent.end + _AFTER)) is not None
