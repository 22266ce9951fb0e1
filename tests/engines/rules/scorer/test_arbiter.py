"""Rules and scorer together: who wins, how sure, and what is kept of the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.engines.rules.draft import FigureDraft
from extractor.engines.rules.scorer.arbiter import learned
from extractor.engines.rules.scorer.chances import Fusion
from extractor.engines.rules.scorer.model import Model, shipped
from extractor.engines.rules.scorer.verdict import RULES_ALONE
from extractor.reading.reader import read
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article
from tests.engines.rules.judged import HEAD

LIST = "Kết nạp 66 đảng viên; kiểm tra 12 tổ chức đảng; 81,5% đảng viên hoàn thành tốt nhiệm vụ."
PLANS = "Kết nạp 66 đảng viên và chuyển chính thức 58 đảng viên, kế hoạch tương ứng là 60 và 50."
QUESTIONS = ["basis", "phase", "measure", "subject", "period", "organization"]


def drafted(engine: RulesEngine, paragraph: str = LIST) -> tuple[FigureDraft, ...]:
    article = Article.from_text("weighed", HEAD + paragraph)
    return engine.draft(article, read(article)).draft.figures


def weighing(vote: float) -> Model:
    """The shipped scorer with another weight of the rules' vote."""
    fusions = {question: Fusion(1.0, vote, 0.0) for question in shipped().fusions}
    return replace(shipped(), fusions=fusions)


def test_every_figure_carries_a_probability_and_what_each_voter_said() -> None:
    for figure in drafted(RulesEngine()):
        assert 0 < figure.decision.confidence < 1
        assert [one.field for one in figure.decision.opinions] == QUESTIONS
        for opinion in figure.decision.opinions:
            assert opinion.chosen == getattr(figure, opinion.field)
            assert opinion.chosen in (opinion.rules, opinion.scorer)
            assert bool(opinion.why) == (opinion.field == "organization"), "of owners the scorer alone is asked"
            assert 0 <= opinion.runner_up_probability <= opinion.probability <= 1 or opinion.chosen == opinion.rules


def test_rules_alone_give_the_labels_that_the_rules_vote_for() -> None:
    alone, both = drafted(RulesEngine(RULES_ALONE)), drafted(RulesEngine())
    assert all(not figure.decision.opinions for figure in alone)
    for one, other in zip(alone, both, strict=True):
        asked = [opinion for opinion in other.decision.opinions if not opinion.why]
        assert [getattr(one, opinion.field) for opinion in asked] == [opinion.rules for opinion in asked]


def test_a_vote_that_outweighs_everything_leaves_the_rules_their_labels() -> None:
    drafts = drafted(RulesEngine(learned(weighing(50.0))), PLANS)
    for opinion in (o for f in drafts for o in f.decision.opinions if not o.why):
        assert opinion.chosen == opinion.rules
        assert opinion.probability > 0.99 or opinion.field in ("basis", "phase")


def test_against_a_rule_that_is_held_for_wrong_the_scorer_decides() -> None:
    opinions = [o for f in drafted(RulesEngine(learned(weighing(-50.0)))) for o in f.decision.opinions if not o.why]
    overruled = [o for o in opinions if o.chosen != o.rules]
    assert overruled
    assert all(o.chosen == o.scorer for o in overruled if o.rules != o.scorer)


def test_what_ties_the_owner_to_the_number_is_told() -> None:
    text = "Đảng bộ Sở Y tế kết nạp 12 đảng viên.\n\nNăm qua, đã mở 3 lớp bồi dưỡng."
    reasons = [opinion.why for figure in drafted(RulesEngine(), text) for opinion in figure.decision.opinions[-1:]]
    assert reasons == ["last named in the sentence", "whom the article is about"]


def test_a_plan_told_by_its_place_is_not_overruled() -> None:
    plans = drafted(RulesEngine(), PLANS)[-2:]
    assert [figure.phase for figure in plans] == ["target", "target"]
    assert all(opinion.scorer == "result" for f in plans for opinion in f.decision.opinions if opinion.field == "phase")


def test_a_doubted_figure_is_less_sure_than_one_that_both_voters_agree_on() -> None:
    sure, doubted = drafted(RulesEngine(), PLANS)[0], drafted(RulesEngine(), PLANS)[-1]
    assert sure.decision.confidence > 0.9 > doubted.decision.confidence


@pytest.mark.parametrize("paragraph", [LIST, PLANS])
def test_the_same_article_is_weighed_the_same_again(paragraph: str) -> None:
    assert drafted(RulesEngine(), paragraph) == drafted(RulesEngine(), paragraph)


def test_a_percent_that_restates_a_change_is_one_whatever_the_scorer_says() -> None:
    figure = drafted(RulesEngine(), "Toàn Khối kết nạp 50 đảng viên, tăng 6 đảng viên (13,6%).")[-1]
    (basis,) = (one for one in figure.decision.opinions if one.field == "basis")
    assert (figure.decision.rule, basis.chosen, basis.scorer) == ("share-of-the-change", "change", "level")
    assert 0.5 <= basis.probability < 0.9


def test_where_no_rule_knows_what_is_measured_the_scorer_alone_says() -> None:
    figure = drafted(RulesEngine(), "Ngoài ra, 6 TCCS đảng nộp báo cáo kiểm điểm quá hạn.")[-1]
    for opinion in (one for one in figure.decision.opinions if one.field in ("measure", "subject")):
        assert (opinion.rules, opinion.chosen) == (None, opinion.scorer)
