"""How likely an item is wrong: what a line of doubt says, and how a model is weighed against rules and scorer."""

from __future__ import annotations

import re

import pytest

from extractor.draft import Decision, Opinion
from extractor.pipeline import extract_article
from extractor.tasks.party_review.doubt import BAR, LISTS, against_a_model, doubts, held_for, model_wrong
from extractor.tasks.party_review.explain import explain, page_article, rule_of
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article
from tests.conftest import GOLD_ARTICLES

MEASURE = Opinion("measure", "good", "completed", "good", 0.7, "completed", 0.2)
SURE = Opinion("subject", "member", "member", "member", 0.999, "cell", 0.0005)
DECIDED = Decision("verb-before", 0, 0.7, (MEASURE, SURE))


def test_every_item_of_a_summary_has_a_line_with_its_place_and_probability() -> None:
    text = (GOLD_ARTICLES / "e01.txt").read_text(encoding="utf-8")
    outcome = RulesEngine().step(Article.from_text("e01", text))
    found = list(doubts(outcome.grounded))
    summary = outcome.grounded.summary
    listed = [summary.organizations, summary.figures, summary.awards, summary.people, summary.documents, summary.points]
    assert len(found) == sum(len(items) for items in listed)
    for one in found:
        assert one["doc_id"] == "e01"
        assert 0 <= one["wrong"] <= 1
        if one["start"] is not None:
            assert text[one["start"] : one["end"]] == one["words"]


def told(note: str) -> float:
    """The probability that a note names, in whichever language."""
    found = re.search(r", (?:confidence|độ tin cậy) (\d[.,]\d+)", note)
    return float(found[1].replace(",", ".")) if found else 1.0


def test_an_explanation_names_the_probability_that_doubt_has_of_the_same_item() -> None:
    article = Article.from_text("e01", (GOLD_ARTICLES / "e01.txt").read_text(encoding="utf-8"))
    extraction = extract_article(article, RulesEngine())
    right = {(str(one["item"]), one["index"]): 1 - float(str(one["wrong"])) for one in doubts(extraction.grounded)}
    page = page_article(extraction).notes
    assert {(kind, index): told(page[LISTS[kind], index]) for kind, index in right} == pytest.approx(right, abs=0.006)
    of_kind: dict[str, list[float]] = {}
    for note in explain(extraction).items:
        if note.kind in ("source", "event"):
            continue  # what the article is: no item of the summary, and nobody doubts it alone
        of_kind.setdefault(note.kind, []).append(told(note.note))
    assert sum(map(len, of_kind.values())) == sum(kind != "figure" for kind, _ in right)
    for kind, found in of_kind.items():
        assert found == pytest.approx([right[kind, index] for index in range(len(found))], abs=0.006)


@pytest.mark.parametrize(("value", "held"), [("good", 0.7), ("completed", 0.2), ("excellent", 0.0125)])
def test_a_value_is_held_as_likely_as_the_voters_hold_it(value: str, held: float) -> None:
    assert held_for(MEASURE, "measure", value) == pytest.approx(held)


def test_a_body_by_another_spelling_is_the_same_body() -> None:
    owner = Opinion("organization", "Đảng ủy Khối", "Đảng ủy Khối", "Đảng ủy Khối", 0.9, None, 0.1)
    assert held_for(owner, "organization", "Đảng bộ Khối") == 0.9


def test_a_strong_model_is_doubted_only_against_a_sure_vote() -> None:
    assert against_a_model(0.3) < 0.02 < BAR <= 0.5 < against_a_model(0.001)


def test_a_figure_is_doubted_for_the_field_that_the_voters_are_sure_of() -> None:
    doubted = model_wrong({"subject": "cell"}, ["subject"], DECIDED)
    settled = model_wrong({"measure": "completed"}, ["measure"], DECIDED)
    assert settled < BAR < doubted
    assert model_wrong({"subject": "cell", "measure": "completed"}, ["subject", "measure"], DECIDED) > doubted


def test_another_group_alone_is_no_reason_to_look() -> None:
    assert model_wrong({"group": "nữ"}, ["group"], DECIDED) < BAR


def test_an_explanation_names_both_votes_the_winner_and_how_sure() -> None:
    assert rule_of(DECIDED) == (
        "by verb-before, confidence 0.70 "
        "[measure: rules good, scorer completed; the rules stand (0.70) over completed (0.20)]"
    )
    won = Opinion("phase", "target", "result", "result", 0.98, "target", 0.02)
    assert "the scorer wins (0.98) over target (0.02)" in rule_of(Decision("verb-before", 0, 0.9, (won,)))
    close = Opinion("phase", "result", "result", "result", 0.6, "target", 0.4)
    assert "both say result (0.60), then target (0.40)" in rule_of(Decision("verb-before", 0, 0.9, (close,)))
