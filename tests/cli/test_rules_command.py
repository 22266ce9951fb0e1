"""`extractor rules`: the list, one rule, a name that is none."""

from __future__ import annotations

from click.testing import CliRunner

from extractor.cli.rules import command
from extractor.engines.rules.table import rules
from extractor.errors import UsageError


def test_the_list_has_every_rule_with_what_it_says() -> None:
    lines = CliRunner().invoke(command, []).output.splitlines()
    assert len(lines) == len(rules())
    assert any(line.startswith("verb-carried") and "shared along the list" in line for line in lines)


def test_one_rule_shows_its_link_and_its_examples() -> None:
    output = CliRunner().invoke(command, ["dealt-out"]).output
    assert "link     own" in output
    assert "70,5% -> grassroots_org/clean_strong" in output


def test_a_name_that_is_no_rule_says_how_to_find_one() -> None:
    result = CliRunner().invoke(command, ["no-such-rule"])
    assert isinstance(result.exception, UsageError)
    assert "extractor rules" in str(result.exception)


def test_a_name_that_is_nearly_one_is_answered_with_it() -> None:
    assert "do you mean verb-before?" in str(CliRunner().invoke(command, ["verb-befor"]).exception)
