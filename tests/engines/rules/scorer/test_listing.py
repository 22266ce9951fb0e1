"""Which named bodies are listed: what the scorer sees of them, and how its vote is weighed with the rules'."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.engines.rules.draft import Draft
from extractor.engines.rules.scorer.arbiter import learned
from extractor.engines.rules.scorer.chances import ListVote
from extractor.engines.rules.scorer.listing import QUESTION
from extractor.engines.rules.scorer.model import Model, shipped
from extractor.engines.rules.scorer.verdict import RULES_ALONE, Voters
from extractor.reading.reader import read
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article

TEXT = """Huyện ủy Sông Hinh tổng kết công tác xây dựng Đảng

Ngày 5/1/2024, Huyện ủy Sông Hinh tổ chức hội nghị tổng kết công tác xây dựng Đảng năm 2023.

Đảng bộ huyện kết nạp 120 đảng viên. Đảng bộ xã Ea Bar kết nạp 14 đảng viên.

Huyện ủy giao Đảng bộ xã Đức Bình làm điểm.
"""
HOST, OWNER, NAMED = "Huyện ủy Sông Hinh", "Đảng bộ xã Ea Bar", "Đảng bộ xã Đức Bình"


def drafted(voters: Voters) -> Draft:
    article = Article.from_text("listing", TEXT)
    return RulesEngine(voters).draft(article, read(article)).draft


def names(voters: Voters) -> list[str]:
    return [one.name for one in drafted(voters).organizations]


def weighing(vote: ListVote, **weights: int) -> Model:
    """The shipped model with other weights of the features for listing, in hundredths, and another weighing."""
    model = shipped()
    return replace(model, listing=vote, ranking={**model.ranking, QUESTION: weights})


def test_the_rules_alone_list_the_host_and_who_has_numbers() -> None:
    assert names(RULES_ALONE) == [HOST, OWNER]


@pytest.mark.parametrize(
    ("vote", "listed"),
    [
        (ListVote(1.0, 2.0, -2.0), [HOST, OWNER]),
        (ListVote(1.0, 2.0, 2.0), [HOST, OWNER, NAMED]),
        (ListVote(1.0, -2.0, -2.0), [HOST]),
    ],
)
def test_a_body_goes_out_where_both_together_find_it_likely_and_the_host_always(
    vote: ListVote, listed: list[str]
) -> None:
    assert names(learned(weighing(vote))) == listed


def test_a_feature_that_speaks_for_a_body_lists_it() -> None:
    assert names(learned(weighing(ListVote(1.0, 2.0, -2.0), **{"own:0:district": 300}))) == [HOST, OWNER, NAMED]


def test_the_probability_is_the_confidence_of_the_list() -> None:
    draft = drafted(learned(weighing(ListVote(1.0, 2.0, -2.0))))
    assert [round(one.decision.confidence, 2) for one in draft.organizations] == [0.88, 0.88]
