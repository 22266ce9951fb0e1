"""Lists of words and patterns kept as data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import extractor.engines.rules
from extractor.engines.rules import point_openings, recipients, regions, review, scene
from extractor.engines.rules.scorer import excluded, grouping
from extractor.text.lexicon import Lexicon, whole_words

OWNERS = (point_openings, recipients, regions, review, scene)
LEXICONS = {owner.WORDS._place[1]: owner.WORDS for owner in OWNERS}
SOURCES = [path.read_text("utf-8") for path in Path(extractor.engines.rules.__path__[0]).rglob("*.py")]


def test_a_list_matches_whole_words_the_longest_first() -> None:
    pattern = re.compile(whole_words(["đảng", "đảng bộ", "(?:chi|tổ) đảng"]))
    assert [match[0] for match in pattern.finditer("đảng bộ, đảngviên, chi\nđảng, tổ đảng")] == [
        "đảng bộ",
        "chi\nđảng",
        "tổ đảng",
    ]


@pytest.mark.parametrize("name", LEXICONS)
def test_every_pattern_of_a_table_compiles(name: str) -> None:
    lexicon = LEXICONS[name]
    assert all(isinstance(lexicon[one], re.Pattern) for one in lexicon.names())


def test_every_pattern_that_the_code_names_is_in_a_table_and_every_template_is_used() -> None:
    asked = re.compile(r'(?:WORDS\[|(?<!_)placed\(|phrase\(|says\(page, )\s*"([\w.]+)"')
    named = {name for source in SOURCES for name in asked.findall(source)}
    named |= {row[0] for row in (*grouping.BESIDE, *grouping.FAULTS)} | set(excluded.NAMED_BY.values())
    known = {name for lexicon in LEXICONS.values() for name in lexicon.names()}
    assert named <= known
    rows = {row["words"] for row in point_openings.WORDS.table["opening"]}
    inside = {
        name
        for lexicon in LEXICONS.values()
        for source in lexicon.table["patterns"].values()
        for name in re.findall(r"«([\w.]+)»", source)
    }
    templates = {name for lexicon in LEXICONS.values() for name in lexicon.table["patterns"]}
    assert templates <= named | rows | inside


def test_a_name_that_a_table_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError):
        Lexicon("extractor.engines.rules", "points.toml")["no_such_words"]
