"""The data file's weights: sums in lanes, shares, the rules' vote, and what a file that cannot be used says."""

from __future__ import annotations

from math import exp, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.draft import Decision
from extractor.engines.rules.engine import RulesDrafter
from extractor.engines.rules.scorer.chances import FLOOR, Fusion, fuse, rank
from extractor.engines.rules.scorer.features import measure_features, own_features, previous_features
from extractor.engines.rules.scorer.model import (
    FORMAT,
    MOST_FEATURES,
    RANKED,
    TARGETS,
    Model,
    ScorerDataError,
    parse,
    shipped,
)
from extractor.engines.rules.scorer.occasion import PLAN, REVIEW
from extractor.engines.rules.scorer.sight import Previous, Sight
from extractor.engines.rules.scorer.verdict import Labels, PeriodOf, RulesAlone, Verdict, Voters
from extractor.reading.reader import read
from extractor.text.article import Article

ANSWERS = {"keep": ["no", "yes"], "phase": ["result", "target"]}


def model(weights: dict[str, list[int]], ranking: dict[str, int] | None = None) -> Model:
    return parse(
        {
            "format": FORMAT,
            "answers": ANSWERS,
            "weights": weights,
            "ranking": {"period": ranking or {}},
            "fusions": {"phase": [1.0, 2.0, 0.5, 0.6]},
            "listing": [1.0, 2.0, -1.0],
            "keep": [0.0, 1.0],
            "item": {"bias": -1.0, "core": 1.0},
            "records": {"*": [9, 10], "seldom": [0, 1], "often": [95, 100]},
            "lists": {},
            "training": {},
        }
    )


def softmax(answers: list[str], sums: list[float]) -> dict[str, float]:
    """Probabilities of the answers, those left out that are less than `FLOOR` times as likely as the likeliest."""
    raised = {answer: exp(value - max(sums)) for answer, value in zip(answers, sums, strict=True)}
    kept = {answer: value for answer, value in raised.items() if value > FLOOR}
    return {answer: value / sum(kept.values()) for answer, value in kept.items()}


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


def test_lanes_are_as_wide_as_the_features_of_one_number_need_not_as_all_features_together() -> None:
    weights = {f"f{at}": [0, 30] for at in range(2 * MOST_FEATURES)}
    found = model(weights)
    assert found.lane == 16
    assert found.lanes(found.total(list(weights)[:MOST_FEATURES]))[0] == 30 * MOST_FEATURES + (1 << 15)


def test_no_number_has_more_features_than_a_lane_is_made_for() -> None:
    counted: list[int] = []

    class Counting(RulesAlone):
        def weigh(self, sight: Sight, ruled: Labels, decision: Decision, period_of: PeriodOf) -> Verdict:
            previous = Previous("member", "total", "level", "result", "2024", None, 0, True, ("member", "total"))
            features = [*own_features(sight), *previous_features(sight, previous), *measure_features(sight, "total")]
            counted.append(len(features))
            return super().weigh(sight, ruled, decision, period_of)

    heading = " ".join("aăâbcdđeêghiklmnoôơpq"[at % 21] for at in range(45))
    sentence = "Đảng ủy xã An Hòa " + "ô ơ kết nạp, kiểm tra 3 đảng viên, " * 40 + "kết nạp 5 đảng viên."
    article = Article.from_text("a", f"Đảng ủy xã An Hòa tổng kết năm 2024\n\n{heading}\n\n{sentence}")
    RulesDrafter(Voters(Counting)).draft(article, read(article))
    assert len(counted) > 30
    assert max(counted) < MOST_FEATURES / 3


def test_candidates_are_ranked_by_the_weights_of_their_features() -> None:
    found = model({}, {"near": 200, "far": -100})
    weight = found.weigher("period")
    ranked = rank({"2017": weight(["near"]), "2016": weight(["far", "unknown"])})
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
    assert {REVIEW, PLAN} <= set(found.ranking)
    assert set(found.fusions) == {"measure", "subject", "period", REVIEW, PLAN}


def test_words_that_no_gold_had_are_counted_beside_what_the_others_come_to() -> None:
    found = model({"w-1:được": [0, 30], "cl:kết": [1, 20], "cl:nạp": [1, 5]})
    known = found.total_of_words([("w-1", "được")], [("cl", ["kết", "nạp"])])
    partly = found.total_of_words([("w-1", "được"), ("w+1", "lạ")], [("cl", ["kết", "nạp", "lạ", "nữa"])])
    assert (known.new_beside, known.new_in_clause) == (0.0, 0.0)
    assert (partly.new_beside, partly.new_in_clause) == (0.5, 0.5)
    assert known.total == partly.total


def test_a_figure_is_as_sure_as_its_signs_weigh() -> None:
    item = model({}).item
    assert isclose(item({"bias": 1.0, "core": 1.0}), 0.5)
    assert item({"bias": 1.0, "core": 9.0}) > item({"bias": 1.0, "core": 2.0}) > 0.5


def test_a_body_is_the_likelier_listed_where_the_rules_list_it() -> None:
    vote = model({}).listing
    assert isclose(vote(0.0, ruled=True), 1 / (1 + exp(-2)))
    assert isclose(vote(0.0, ruled=False), 1 / (1 + exp(1)))
    assert vote(3.0, ruled=False) > 0.5 > vote(-3.0, ruled=True)
