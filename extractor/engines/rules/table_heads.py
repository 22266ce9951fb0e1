"""Whose a table is by the line right above it: "Một số kết quả chủ yếu của Đảng bộ tỉnh như sau:"."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from extractor.engines.rules.bodies import Named, Survey
from extractor.engines.rules.scene import WORDS
from extractor.reading.intervals import between
from extractor.reading.sentences import Sentence
from extractor.text.article import Extent
from extractor.text.record import record

_LONGEST_TITLE: Final = 160
_LONGEST_NOTE: Final = 60
"""Characters of a line between a table and the one that heads it: its unit, its number."""
_REACH: Final = 90


@record
class HeadedTable:
    """Where a table stands, and the mention of the body that the line above it says it tells of."""

    extent: Extent
    named: Named


def headed_tables(survey: Survey) -> tuple[HeadedTable, ...]:
    """The tables that the line above names a body for, in order."""
    ends = [sentence.extent.end for sentence in survey.sentences]
    found = ((place, _named_above(survey, bisect_right(ends, place.start))) for place in survey.reading.grids)
    return tuple(HeadedTable(place, named) for place, named in found if named is not None)


def _named_above(survey: Survey, at: int) -> Named | None:
    """The body whose results the line before the sentence `at` is said to head; a short note may stand between."""
    for sentence in reversed(survey.sentences[max(0, at - 2) : at]):
        words = survey.flat[sentence.extent.start : sentence.extent.end].rstrip()
        if words.endswith(":") or (len(words) <= _LONGEST_TITLE and not words.endswith((".", ";", "!", "?", "…"))):
            found = _of_whom(survey, sentence)
            if found is not None or len(words) > _LONGEST_NOTE:
                return found
        else:
            return None
    return None


def _of_whom(survey: Survey, sentence: Sentence) -> Named | None:
    flat, begin = survey.flat, sentence.extent.start
    for named in survey.told_between(begin, sentence.extent.end):
        start = named.body.extent.start
        low = max(begin, start - _REACH)
        told = named.how in ("name", "head") and WORDS["results_of"].search(flat, low, start) is not None
        if told and not any(between(survey.reading.quantities, low, start)):
            return named
    return None
