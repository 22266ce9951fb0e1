"""The report as Markdown."""

from __future__ import annotations

import re

import pytest

from extractor.errors import UsageError
from extractor.eval.report_markdown import markdown_report, plain
from tests.eval.report_case import GOLD, HOSTILE, evaluation


def tables(markdown: str) -> list[list[str]]:
    return [block.splitlines() for block in markdown.split("\n\n") if block.startswith("|")]


def cells(line: str) -> int:
    return len(re.findall(r"(?<!\\)\|", line)) - 1


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    found = tables(markdown_report([evaluation(), evaluation({}, name="a|b")]))
    assert len(found) == 4
    for lines in found:
        assert {cells(line) for line in lines} == {cells(lines[0])}


def test_the_headline_says_recall_and_precision_in_words() -> None:
    found = markdown_report([evaluation()])
    assert (
        "Of 5 figures **60.0%** were found with the right value and labels; of 6 given **50.0%** were right." in found
    )


def test_further_runs_stand_beside_the_first() -> None:
    found = markdown_report([evaluation(), evaluation({s.doc_id: s for s in GOLD}, name="second")])
    (core,) = [line for line in found.splitlines() if "figures: core" in line]
    assert core.endswith(" 100.0 (100.0–100.0) |")
    assert "F1 of second" in found


def test_names_cannot_become_markup() -> None:
    found = markdown_report([evaluation(name="@team [x](http://y) <img>|`" + HOSTILE)])
    assert not re.search(r"(?<!\\)<(?!/?(details|summary)>)", found)
    assert r"\@team \[x\](http://y) \<img\>\|\`" in found


@pytest.mark.parametrize(
    ("text", "written"),
    [("a_b*c", r"a\_b\*c"), ("two\nlines", "two lines"), ("Đảng ủy 5%", "Đảng ủy 5%"), ("#1", r"\#1")],
)
def test_text_is_shown_as_it_is(text: str, written: str) -> None:
    assert plain(text) == written


def test_no_evaluation_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="at least one evaluation"):
        markdown_report([])
