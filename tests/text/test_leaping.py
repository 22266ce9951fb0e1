"""A pattern that leaps to its first letters loses nothing by it."""

import re

import pytest

from extractor.text.word_index import Leaping


@pytest.mark.parametrize("flat", ["", "chi bộ", "các chi bộ, đảng bộ xã", "đảng đảng ủy chichi bộ", "chi\nbộ đảng ủy"])
def test_a_leaping_pattern_finds_what_it_finds_at_every_character(flat: str) -> None:
    pattern = re.compile(r"(?<!\w)(?:đảng (?:ủy|bộ)|chi bộ)(?!\w)")
    assert [match.span() for match in Leaping(pattern).finditer(flat)] == [m.span() for m in pattern.finditer(flat)]
