"""A pattern that leaps to its first letters loses nothing by it."""

import re

import pytest

from extractor.engines.rules import hosts, page, phases, relative_periods, review
from extractor.engines.rules.point_openings import openings, placed
from extractor.engines.rules.scorer import spells, tellings
from extractor.grounding import calendar
from extractor.reading import dates, document_forms, numbers, office_words, organizations, periods, quantities
from extractor.reading.nouns import nothing_counted
from extractor.text import provinces
from extractor.text.digits import digit_starts, matches_at
from extractor.text.word_index import Leaping, WordPattern, places


@pytest.mark.parametrize("flat", ["", "chi bộ", "các chi bộ, đảng bộ xã", "đảng đảng ủy chichi bộ", "chi\nbộ đảng ủy"])
def test_a_leaping_pattern_finds_what_it_finds_at_every_character(flat: str) -> None:
    pattern = re.compile(r"(?<!\w)(?:đảng (?:ủy|bộ)|chi bộ)(?!\w)")
    assert [match.span() for match in Leaping(pattern).finditer(flat)] == [m.span() for m in pattern.finditer(flat)]


def _word_patterns() -> list[WordPattern]:
    found = [placed(row.words) for row in openings()]
    found += [phases._targets(), phases._placed("result"), phases._placed("pointing_inside"), numbers._idioms()]
    found += [review.phrase(name) for name in set(review.WORDS.names()) - OPEN]
    found += [document_forms.placed_kinds(), organizations._heads(), provinces._pattern()]
    found += [office_words.placed(key) for key in ("heads", "honorifics")]
    found += [value for module in MODULES for value in vars(module).values()]
    return [one for one in found if isinstance(one, WordPattern)]


MODULES = (hosts, page, phases, relative_periods, periods, dates, spells, tellings)
OPEN = {"plan_start", "separator", "planned_after", "then_planned", "that_year"}
"""Patterns that begin with a mark or with anything."""
TEXTS = (
    "quý IV, phấn đấu kết nạp 583 đảng viên; 6 tháng đầu năm 2025 đã đạt 80% chỉ tiêu: cả năm vượt 12%, trong quý này",
    "tổng kết năm 2024, nhiệm vụ năm 2025: từ đầu năm đến nay kết nạp 12 đồng chí (kế hoạch 15), tăng 3 so với cùng kỳ",
    "tuy nhiên, còn hạn chế: đó là những chỉ tiêu năm tới\nđến 3/12 đến ngày 5/12, tháng 3/2024, nhiệm kỳ qua, hiện có",
)


@pytest.mark.parametrize("flat", TEXTS)
def test_a_word_pattern_finds_what_it_finds_at_every_character_of_any_stretch(flat: str) -> None:
    patterns = _word_patterns()
    assert len(patterns) > 80
    for start in range(0, len(flat), 7):
        for end in range(start, len(flat) + 1, 11):
            for one in patterns:
                wanted = [match.span() for match in one.pattern.finditer(flat, start, end)]
                assert [match.span() for match in one.finditer(flat, start, end)] == wanted, one.pattern.pattern
                first = one.search(flat, start, end)
                assert (first.span() if first else None) == (wanted[0] if wanted else None)


TIMES = (
    *TEXTS,
    "mười một tháng năm 2024, sáu tháng cuối năm, nửa đầu năm, 06 tháng, ba tháng",
    "từ năm 2015 đến năm 2020, tháng 3/2015-6/2016; nhiệm kỳ 2020 - 2025, x2015-2016, 3.2015-2016",
    "sáng 6-2, 2 ngày 12 và 13/1, ngày 25 tháng mười năm 2020, (5/6), 2021-01-13, 14/01/2022, thứ 4, 26-05, chiều20/3",
    "không có đảng viên vi phạm, chưa có chi bộ yếu kém, kỷ luật: không có.",
)


def _with_digits(flat: str, *words: str) -> list[int]:
    return sorted([*digit_starts(flat), *places(flat).of(frozenset(words))])


@pytest.mark.parametrize("flat", TIMES)
def test_a_pattern_is_tried_wherever_it_may_begin(flat: str) -> None:
    counted, digits = periods._counted_months(flat), _with_digits(flat)
    tried = [(pattern, counted) for pattern in (periods._HALF, periods._LAST_QUARTER, periods._MONTHS)]
    tried += [(pattern, digits) for pattern in (dates._NUMERIC, calendar._YEAR, calendar._DAYS, calendar._ISO)]
    tried.append((periods._RANGE, _with_digits(flat, *periods._RANGE_WORDS)))
    tried.append((dates._WORDED, _with_digits(flat, *dates._DAY_WORDS)))
    tried.append((dates._SHORT, places(flat).of(dates._CUE_WORDS)))
    tried.append((nothing_counted(), places(flat).of(quantities._DENIALS)))
    for pattern, starts in tried:
        found = [match.span() for match in matches_at(pattern, flat, starts)]
        assert found == [match.span() for match in pattern.finditer(flat)], pattern.pattern


@pytest.mark.parametrize("source", ["(?:chi|[a-z]+) bộ", r"[\d.]+ năm", "(?:quý )?năm", "đảng"])
def test_a_pattern_whose_first_word_is_open_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="with which words"):
        WordPattern(re.compile(source))
