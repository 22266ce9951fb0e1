"""The report as Markdown."""

from __future__ import annotations

import re

import pytest

from extractor.eval.gate import Gate, check_gate
from extractor.eval.report_markdown import markdown_report, plain
from extractor.eval.reported import Reported
from tests.eval.report_case import GOLD, HOSTILE, evaluation, reported


def tables(markdown: str) -> list[list[str]]:
    return [block.splitlines() for block in markdown.split("\n\n") if block.startswith("|")]


def cells(line: str) -> int:
    return len(re.findall(r"(?<!\\)\|", line)) - 1


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    found = tables(markdown_report(reported(evaluation({}, name="a|b"))))
    assert len(found) == 4
    for lines in found:
        assert {cells(line) for line in lines} == {cells(lines[0])}


def test_the_headline_says_recall_and_precision_in_words() -> None:
    found = markdown_report(reported())
    assert (
        "Of 5 figures **60.0%** were found with the right value and labels; of 6 given **50.0%** were right." in found
    )


def test_further_runs_stand_beside_the_first() -> None:
    found = markdown_report(reported(evaluation({s.doc_id: s for s in GOLD}, name="second")))
    (core,) = [line for line in found.splitlines() if "figures: core" in line]
    assert core.endswith(" 100.0 (100.0–100.0) |")
    assert "F1 of second" in found


def test_names_cannot_become_markup() -> None:
    found = markdown_report(reported(name="@team [x](http://y) <img>|`" + HOSTILE))
    assert not re.search(r"(?<!\\)<(?!/?(details|summary)>)", found)
    assert r"\@team \[x\](http://y) \<img\>\|\`" in found


@pytest.mark.parametrize(
    ("text", "written"),
    [("a_b*c", r"a\_b\*c"), ("two\nlines", "two lines"), ("Đảng ủy 5%", "Đảng ủy 5%"), ("#1", r"\#1")],
)
def test_text_is_shown_as_it_is(text: str, written: str) -> None:
    assert plain(text) == written


def test_the_gate_comes_first_with_what_fell() -> None:
    about = evaluation()
    checks = tuple(check_gate(Gate({"figures.core.f1": 0.99, "figures.value.f1": 0.1}, {}, 0.0, {}), about))
    found = markdown_report(Reported(about, checks=checks))
    assert "**Gate fell**: 1 of 2 checks." in found
    assert "| figures.core.f1 | 0.5455 | 0.9900 | 0.4445 | floor |" in found
    assert "figures.value.f1" not in found
    assert "**Gate passed**: all 1 checks." in markdown_report(Reported(about, checks=checks[1:]))


def test_the_spread_of_repeats_is_told_and_a_change_of_setting_noticed() -> None:
    found = markdown_report(Reported(evaluation(), repeats=(evaluation({}, name="again", model="other"),)))
    assert "| figures: core, F1 | 27.3 | 0.0 | 54.5 | 38.6 |" in found
    assert "tell of another engine, model" in found
    same = markdown_report(Reported(evaluation(), repeats=(evaluation({}, name="again"),)))
    assert "another engine" not in same


def test_a_reports_text_holds_no_control_codes() -> None:
    assert plain("\x1b[0mtên\x07 258\x9b2J") == "\ufffd\\[0mtên\ufffd 258\ufffd2J"
