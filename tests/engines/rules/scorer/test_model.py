"""The data file's weights: sums in lanes, shares, the rules' vote, and what a file that cannot be used says."""

from __future__ import annotations

from math import exp, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.engines.rules.scorer.model import (
    FORMAT,
    RANKED,
    TARGETS,
    Fusion,
    Model,
    ScorerDataError,
    fuse,
    parse,
    shipped,
    softmax,
)

ANSWERS = {"keep": ["no", "yes"], "phase": ["result", "target"]}


def model(weights: dict[str, list[int]], ranking: dict[str, int] | None = None) -> Model:
    return parse(
        {
            "format": FORMAT,
            "answers": ANSWERS,
            "weights": weights,
            "ranking": {"period": ranking or {}},
            "fusions": {"phase": [1.0, 2.0, 0.5, 0.6]},
            "keep": [0.0, 1.0],
            "item": [0.0, 1.0, 0.0, 0.0],
            "records": {"*": [9, 10], "seldom": [0, 1], "often": [95, 100]},
            "lists": {},
            "training": {},
        }
    )


@given(st.lists(st.lists(st.integers(-3000, 3000), min_size=4, max_size=4), min_size=1, max_size=60))
def test_lanes_hold_the_sums_of_many_weights_of_either_sign(rows: list[list[int]]) -> None:
    weights = {
        f"f{at}": [part for lane, value in enumerate(row) for part in (lane, value)] for at, row in enumerate(rows)
    }
    found = model(weights)
    total = found.total(weights) + found.total(["a feature that nobody knows"])
    for question, (start, end) in found.spans.items():
        sums = [sum(row[lane] for row in rows) / 100 for lane in range(start, end)]
        right = softmax(ANSWERS[question], sums)
        shares = found.shares(question, found.lanes(total))
        assert shares.keys() == right.keys()
        assert all(isclose(shares[answer], right[answer], abs_tol=1e-9) for answer in right)


def test_candidates_are_ranked_by_the_weights_of_their_features() -> None:
    found = model({}, {"near": 200, "far": -100})
    weight = found.weigher("period")
    ranked = found.rank({"2017": weight(["near"]), "2016": weight(["far", "unknown"])})
    assert isclose(ranked["2017"] / ranked["2016"], exp(3.0))


def test_a_periods_feature_may_weigh_otherwise_in_a_plan() -> None:
    ranking = model({}, {"near": 50, "target:near": 100}).ranking
    assert (ranking["period:result"]["near"], ranking["period:target"]["near"]) == (50, 150)


def test_the_rules_vote_moves_the_odds_by_its_weight_and_by_the_record_of_the_rule() -> None:
    fused = fuse({"a": 0.5, "b": 0.5}, "a", Fusion(1.0, 1.5, 0.5), record=1.0)
    assert isclose(fused["a"] / fused["b"], exp(2.0))


def test_a_label_that_the_scorer_does_not_know_may_still_win_by_the_rules_vote() -> None:
    fused = fuse({"a": 0.6, "b": 0.4}, "c", Fusion(0.2, 3.0, 0.0), record=0.0)
    assert fused["c"] > fused["a"] > fused["b"]


def test_a_rule_that_was_seldom_seen_is_held_for_an_average_one() -> None:
    found = model({})
    seldom, never, often = (found.record(rule) for rule in ("seldom", "never seen", "often"))
    assert 1.2 < seldom < never < often


@pytest.mark.parametrize("data", [{}, {"format": FORMAT + 1}])
def test_data_of_another_format_says_what_to_do(data: dict[str, object]) -> None:
    with pytest.raises(ScorerDataError, match="run make train"):
        parse(data)


def test_the_shipped_file_answers_every_question() -> None:
    found = shipped()
    assert tuple(found.spans) == TARGETS
    assert set(RANKED) <= set(found.ranking)
    assert set(found.fusions) == {*TARGETS, *RANKED} - {"keep"}
