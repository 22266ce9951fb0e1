"""A sentence's words, split once, are those of each stretch of it split by itself."""

from itertools import pairwise

import pytest

from extractor.engines.rules.scorer.sight import Words, words_of
from extractor.text.article import Extent

FLAT = "năm 2023, kết nạp 1.234,5 đảng viên (đạt 98,7%) - vượt 3_4 so với nghị quyết"


@pytest.mark.parametrize("start", range(0, len(FLAT), 3))
def test_every_stretch_gives_its_own_words(start: int) -> None:
    words = Words.of(FLAT, Extent(0, len(FLAT)))
    for end in range(start, len(FLAT) + 1):
        assert words.between(start, end) == words_of(FLAT[start:end])


@pytest.mark.parametrize("most", [4, -4, 50, -50])
def test_a_clause_has_its_first_or_last_words_and_their_pairs(most: int) -> None:
    words = Words.of(FLAT, Extent(0, len(FLAT)))
    for start in range(len(FLAT)):
        for end in range(start, len(FLAT) + 1):
            told = words_of(FLAT[start:end])
            told = told[:most] if most > 0 else told[most:]
            assert words.clause(start, end, most) == (told, [f"{one} {other}" for one, other in pairwise(told)])
