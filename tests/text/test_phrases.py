"""Whole words are found in a long text by their pairs as they are by a search."""

from __future__ import annotations

import random

import pytest

from extractor.grounding.align import cuts_word
from extractor.text.phrases import everywhere, whole_words

WORDS = ("xã", "tân", "an", "a1", "a12", "12", "2,5", "m²", "(5)", "đảng bộ", "5h", "x_y", "½")


@pytest.mark.parametrize("seed", range(20))
def test_the_whole_words_of_a_long_text_are_those_that_a_search_finds(seed: int) -> None:
    pick = random.Random(seed)
    text = "".join(pick.choice(WORDS) + pick.choice((" ", " ", ", ", "\n", "")) for _ in range(8_000))
    assert len(text) >= 20_000
    for _ in range(60):
        words = " ".join(pick.choices(WORDS, k=pick.randint(1, 4)))
        found = [at for at in everywhere(text, words) if not cuts_word(text, at, at + len(words))]
        noted = [at for at in whole_words(text, words) if not cuts_word(text, at, at + len(words))]
        assert noted == found, words


def test_no_words_stand_nowhere() -> None:
    assert list(whole_words("xã tân an", "")) == []
    assert list(everywhere("xã tân an", "")) == []
