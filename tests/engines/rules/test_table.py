"""The table of rules: every row is in order, is used, and gives what its examples say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.engines.rules import table
from extractor.engines.rules.table import Example, RuleTableError, link_of, read_rules, rules
from extractor.reading.reader import read
from extractor.text.article import Article
from tests.engines.rules.judged import ENGINE, HEAD

EXAMPLES = [(rule.name, example) for rule in rules().values() for example in rule.examples]
ROW = {"name": "a-rule", "link": "own", "says": "It says so.", "reason": "It is tried here."}


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{name}-{n}" for n, (name, _) in enumerate(EXAMPLES)])
def test_an_example_gives_what_it_says_by_its_rule(name: str, example: Example) -> None:
    article = Article.from_text("example", HEAD + example.text)
    found = [
        (article.text[figure.mention.start : figure.mention.end], figure)
        for figure in ENGINE.draft(article, read(article)).draft.figures
        if figure.mention is not None and figure.mention.start >= len(HEAD)
    ]
    given = {
        f"{figure.subject}/{figure.measure}" + ("" if figure.basis == "level" else f"/{figure.basis}")
        for mention, figure in found
        if mention == example.mention and figure.decision.rule == name
    }
    assert example.gives in given


def test_every_rule_that_the_code_names_has_a_row_and_every_row_is_named() -> None:
    folder = Path(table.__file__).parent
    sources = "".join((folder / f"{name}.py").read_text("utf-8") for name in MODULES)
    written = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', sources))
    assert set(rules()) <= written
    assert {name for name in written if "-" in name} <= set(rules())


MODULES = ("measure", "counted", "bare", "broken_down", "dealt", "said_again", "ranked", "scene", "tables")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({**ROW, "link": "near"}, "use one of own"),
        ({key: value for key, value in ROW.items() if key != "reason"}, "examples from two articles"),
    ],
)
def test_a_row_out_of_order_is_refused(row: dict[str, str], words: str) -> None:
    with pytest.raises(RuleTableError, match=words):
        read_rules([row])


def test_a_rule_stands_once() -> None:
    with pytest.raises(RuleTableError, match="twice"):
        read_rules([ROW, ROW])


def test_a_name_without_a_row_is_an_error() -> None:
    with pytest.raises(RuleTableError, match="has no row"):
        link_of("no-such-rule")
