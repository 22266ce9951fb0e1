"""The shipped scorer is the one that `make train` makes of the gold in the repository."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from eval.training.corpus import SMALL, TUNED, first_contact, gold_hash, lesson
from eval.training.fit import Asked, Case, chosen_line, vocabulary
from eval.training.owned import cases
from eval.training.train import OUT, set_of
from eval.training.weigh import TOLERATED, Contested, Voted, counted_fusion, fitted_listing, model_of, start_weighing
from extractor.engines.rules.scorer.arbiter import Considered, Weighed
from extractor.engines.rules.scorer.model import shipped
from extractor.engines.rules.scorer.verdict import Labels

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
    names = ("p01", f"{SMALL}g01", f"{SMALL}g40", f"{SMALL}f01")
    assert [set_of(name) for name in names] == ["p", f"{SMALL}g", f"{SMALL}g", f"{SMALL}f"]


def test_the_candidates_of_one_question_are_weighed_against_each_other() -> None:
    some = [Asked(str(number), (("near",), ("far", "far"), ("both",)), 0) for number in range(4)]
    line = chosen_line([*some, Asked("4", (("near",), ("both",)), 1), Asked("5", (("near",), ("both",)), 1)])
    assert line["near"] > line["far"]
    assert line["both"] > line["far"]


def test_a_feature_of_a_single_article_is_not_learned() -> None:
    cases = [Case("a", ("x", "y"), "yes"), Case("a", ("y",), "no"), Case("b", ("y",), "no")]
    assert vocabulary(cases) == {"y": 0}


@pytest.mark.parametrize("question", ["subject", "measure", "phase", "organization", "core"])
def test_together_the_voters_know_more_than_either(question: str) -> None:
    row = shipped().training["first_contact"]["scores"][question]
    assert row["both"] > row["rules"]
    assert row["both"] >= row["scorer"] - TOLERATED, "more than a high bar may cost"


def weighed(right: str, rules: str, **shares: float) -> Contested:
    """A contested owner: what is right, what the rules say, and how likely the scorer finds each."""
    found = Considered(
        Labels("member", "total", "level", "result", None, rules),
        1.0,
        (Weighed("organization", rules, shares, shares, rules),),
    )
    owner = LESSON.figures[0].model_copy(update={"organization": right})
    return Contested("p01", "any", found, owner, event_right=True, owners_right=True)


LESSON = lesson(TUNED / "articles" / "p01.txt", TUNED / "labels" / "p01.json")


@pytest.mark.parametrize(("right", "vote"), [("a", 1.5), ("b", 1.0)])
def test_the_owners_votes_are_weighed_by_what_is_right_most_often(right: str, vote: float) -> None:
    seen = [weighed(right, "a", a=0.2, b=0.8)] * 3
    assert counted_fusion("organization", seen) == [1.0, vote, 0.0, 0.0]


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


def test_the_weighing_begins_as_a_whole_data_file() -> None:
    scorer = {"answers": {"keep": ["no", "yes"]}, "weights": {"1": [0, 1]}, "ranking": {"period": {}}}
    assert model_of(scorer, start_weighing({})).listing(0.0, ruled=True) > 0.5
