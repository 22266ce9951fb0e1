"""The shipped scorer is the one that `make train` makes of the gold in the repository."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from eval.training import choice as choosing
from eval.training.corpus import SMALL, TUNED, first_contact, gold_hash, lesson, set_of
from eval.training.fit import LEAST_ARTICLES
from eval.training.occasions import Asked, Choice, EventLabels, choice_weights, choices, shares, vote
from eval.training.owned import cases
from eval.training.train import OUT
from eval.training.weigh import TOLERATED, Voted, fitted_item, fitted_listing, model_of, start_weighing
from extractor.engines.rules.page import Page
from extractor.engines.rules.scorer.account import Account
from extractor.engines.rules.scorer.chances import Fusion, Whole
from extractor.engines.rules.scorer.considered import Considered, Weighed
from extractor.engines.rules.scorer.model import shipped
from extractor.engines.rules.scorer.occasion import PLAN, REVIEW
from extractor.engines.rules.scorer.verdict import Labels
from extractor.reading.reader import read
from extractor.text.article import Article

STALE = "the scorer was trained on other gold: run make train and commit extractor/engines/rules/data/scorer.json"


def test_the_scorer_was_trained_on_the_gold_that_is_here() -> None:
    assert shipped().training["hash"] == gold_hash(), STALE


def test_the_hash_changes_with_a_label_and_with_nothing_else(tmp_path: Path) -> None:
    for name in ("articles", "labels"):
        shutil.copytree(TUNED / name, tmp_path / name)
    assert gold_hash(tmp_path) == gold_hash()
    (tmp_path / "notes.md").write_text("not learned from")
    assert gold_hash(tmp_path) == gold_hash()
    label = min((tmp_path / "labels").glob("*.json"))
    label.write_bytes(label.read_bytes().replace(b'"target"', b'"result"', 1))
    assert gold_hash(tmp_path) != gold_hash()


def test_the_data_file_is_small() -> None:
    assert OUT.stat().st_size < 2_000_000


def test_first_contacts_are_of_the_gold_s_articles_and_of_numbers_that_stand_in_them() -> None:
    small = {f"{SMALL}{case.name}": case.text for case in cases()}
    for doc_id, contact in first_contact().items():
        text = small.get(doc_id) or (TUNED / "articles" / f"{doc_id}.txt").read_text("utf-8")
        assert all(0 <= start < len(text) for start in contact.figures)


def test_a_lesson_sets_every_judged_number_beside_its_gold_figure() -> None:
    found = lesson(TUNED / "articles" / "p01.txt", TUNED / "labels" / "p01.json")
    for example in found.judged:
        extent = example.sight.region.quantity.extent
        if example.gold is not None:
            assert example.gold.mention.start < extent.end and extent.start < example.gold.mention.end
    assert sum(example.gold is not None for example in found.judged) > 10


def test_small_articles_of_one_round_are_a_set_of_their_own() -> None:
    names = ("p01", "ee01", f"{SMALL}g01", f"{SMALL}g40", f"{SMALL}f01")
    assert [set_of(name) for name in names] == ["p", "ee", f"{SMALL}g", f"{SMALL}g", f"{SMALL}f"]


def test_the_candidates_of_one_question_are_weighed_against_each_other() -> None:
    some = [choosing.Asked(str(number), (("near",), ("far", "far"), ("both",)), 0) for number in range(4)]
    line = choosing.chosen_line(
        [*some, choosing.Asked("4", (("near",), ("both",)), 1), choosing.Asked("5", (("near",), ("both",)), 1)], 0.2, 2
    )
    assert line["near"] > line.get("both", 0) > line["far"]


def test_a_feature_of_a_single_article_is_not_learned() -> None:
    cases = [("a", ("x", "y")), ("a", ("y",)), ("b", ("y",))]
    assert choosing.vocabulary(cases, LEAST_ARTICLES) == {"y": 0}


@pytest.mark.parametrize(
    ("question", "may_cost"), [("measure", TOLERATED), ("period", TOLERATED), ("core", TOLERATED), ("subject", 0.003)]
)
def test_together_the_voters_know_more_than_either(question: str, may_cost: float) -> None:
    """The rules' subject stays for plain patterns that hardly weigh among first contacts."""
    row = shipped().training["first_contact"]["scores"][question]
    assert row["both"] > row["rules"]
    assert row["both"] >= row["scorer"] - may_cost, "more than a bar or a plain pattern may cost"


LESSON = lesson(TUNED / "articles" / "p01.txt", TUNED / "labels" / "p01.json")


def test_owners_ranked_without_a_rule_are_right_more_often_than_the_rules_were() -> None:
    assert shipped().training["first_contact"]["scores"]["organization"]["scorer"] > OF_THE_LAST_RULES


OF_THE_LAST_RULES = 0.9596
"""Share of right owners by the rules that decided them before, on the same articles."""


def test_a_body_that_gold_names_is_found_among_those_of_the_article() -> None:
    assert [body.listed for body in LESSON.bodies].count(True) == 1
    assert all(body.ruled is not None for body in LESSON.bodies), "p01 has its first contact"


def test_listing_leans_on_the_voter_that_was_right() -> None:
    scorer_right = [Voted("a", logit, ruled=False, listed=logit > 0) for logit in (-2.0, 2.0)] * 20
    rules_right = [Voted("a", 0.0, ruled=ruled, listed=ruled) for ruled in (True, False)] * 20
    assert fitted_listing(scorer_right)[0] > fitted_listing(rules_right)[0]
    slope, listed, unlisted = fitted_listing(rules_right)
    assert listed > 2 > 0 > unlisted and slope > 0


def test_the_vote_on_listing_finds_bodies_that_the_rules_of_the_day_missed() -> None:
    row = shipped().training["first_contact"]["scores"]["listing"]
    assert row["both"] > row["rules"]


def choice(right: str, ruled: str | None = None, doc_id: str = "a") -> Choice:
    """A choice between two candidates, each with one feature of its own."""
    return Choice(doc_id, REVIEW, {"x": ("1", "of x"), "y": ("1", "of y")}, right, ruled)


def test_what_is_right_more_often_than_its_rivals_gets_the_weight() -> None:
    weights = choice_weights([choice(right, doc_id=str(at)) for at, right in enumerate("xxxy")])
    assert weights["of x"] > 0 > weights["of y"]
    assert "1" not in weights, "what every candidate has tells nothing"


def test_a_feature_of_two_articles_and_a_choice_without_its_answer_teach_nothing() -> None:
    assert choice_weights([choice("x", doc_id=one) for one in "ab"]) == {}
    assert choice_weights([choice("z", doc_id=one) for one in "abcd"]) == {}


def test_the_rules_answer_weighs_as_much_as_it_is_right() -> None:
    rules_right = [Asked(choice("x", "x"), {"x": 0, "y": 90})] * 5
    scorer_right = [Asked(choice("y", "x"), {"x": 0, "y": 90})] * 5
    assert vote(REVIEW, rules_right) == [1.0, 1.0, 0.0, 0.0]
    assert vote(REVIEW, scorer_right) == [1.0, 0.0, 0.0, 0.0]
    found = shares(REVIEW, [*rules_right, *scorer_right], Fusion(1.0, 1.0, 0.0))
    assert found == {"rules": 0.5, "scorer": 0.5, "both": 0.5}


def test_a_plan_is_asked_of_the_review_that_is_right_and_the_rules_only_where_they_found_it() -> None:
    text = (TUNED / "articles" / "p01.txt").read_text("utf-8")
    article = Article.from_text("p01", text)
    account = Account(Page(article, read(article)), None)
    right, wrong = EventLabels("annual_review", "2017", "2018"), EventLabels("annual_review", "2016", "2018")
    asked = [choices("p01", account, right, ruled) for ruled in (right, wrong, None)]
    assert [[one.question for one in told] for told in asked] == [[REVIEW, PLAN]] * 3
    assert [[one.ruled for one in told] for told in asked] == [
        ["annual_review 2017", "2018"],
        ["annual_review 2016", None],
        [None, None],
    ]
    none = choices("p01", account, EventLabels("other", None, None), None)
    assert [one.question for one in none] == [REVIEW]


@pytest.mark.parametrize("question", [REVIEW, PLAN])
def test_on_the_event_the_voters_together_know_more_than_either(question: str) -> None:
    row = shipped().training["first_contact"]["scores"][question]
    assert row["both"] > max(row["rules"], row["scorer"])


def test_the_weighing_begins_as_a_whole_data_file() -> None:
    scorer = {"answers": {"keep": ["no", "yes"]}, "weights": {"1": [0, 1]}, "ranking": {"period": {}}}
    assert model_of(scorer, start_weighing({})).listing(0.0, ruled=True) > 0.5


def test_a_figure_s_signs_get_the_weight_with_which_they_tell_right_from_wrong() -> None:
    signs = [{"bias": 1.0, "core": core, "new": new} for core in (-2.0, 0.0, 2.0) for new in (0.0, 1.0)] * 20
    sure = Whole(fitted_item(signs, [one["core"] > 0 or (one["core"] == 0 and not one["new"]) for one in signs]))
    assert sure.weights["core"] > 0 > sure.weights["new"]
    assert sure({"bias": 1.0, "core": 2.0, "new": 0.0}) > 0.5 > sure({"bias": 1.0, "core": -2.0, "new": 1.0})


def test_every_sign_of_a_figure_has_its_weight_in_the_shipped_file() -> None:
    nothing = Labels("member", "admitted", "level", "result", None, None)
    told = Weighed("measure", "admitted", {"admitted": 1.0}, {"admitted": 1.0}, "admitted")
    questions = ("basis", "phase", "measure", "subject", "period", "organization")
    weighed = tuple(told._replace(question=question) for question in questions)
    assert set(Considered(nothing, 1.0, weighed, (0.0, 0.0)).signs(1.0)) == set(shipped().item.weights)
