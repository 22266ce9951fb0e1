"""What an article may review and plan, and how the scorer's vote on it is weighed with the rules' answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractor.engines.rules.draft import EventDraft
from extractor.engines.rules.page import Page
from extractor.engines.rules.review import Review
from extractor.engines.rules.scorer.account import MOST, Account
from extractor.engines.rules.scorer.arbiter import learned
from extractor.engines.rules.scorer.candidates import NOTHING
from extractor.engines.rules.scorer.chances import Fusion
from extractor.engines.rules.scorer.model import Model, shipped
from extractor.engines.rules.scorer.occasion import PLAN, REVIEW, Plans, Reviews, likeliest, settled, spelled, weighed
from extractor.engines.rules.scorer.verdict import RULES_ALONE
from extractor.reading.reader import read
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article

TOLD_FREELY = """Chín tháng ở một đảng bộ xã

(Báo Lào Cai) - Sổ tay của Bí thư Đảng ủy xã Bản Qua ghi: 41 đảng viên mới, 12 chi bộ được kiểm tra.

Ông đọc những con số ấy ở cuộc họp ngày 3/10/2025. Đảng ủy xã còn giám sát 4 chi bộ.

Quý IV, Đảng ủy xã phấn đấu kết nạp thêm 9 đảng viên, kiểm tra 3 chi bộ và giám sát 2 chi bộ ở xa trung tâm.
"""
WITHOUT_A_MEETING = """Sổ đăng ký của chi bộ bến cá

(Báo Bình Thuận) - Sổ đăng ký việc khó của Đảng bộ phường Phú Hải dày lên. Quý I/2026, 14 chi bộ ghi vào đó 63 việc.

Đến ngày cuối quý, 51 việc đã xong, 8 việc làm dở, 4 việc phải trả lại vì chưa đủ sức.

Sang quý II, Đảng ủy phường phấn đấu xong 100% số việc dở, nhận thêm ít nhất 40 việc mới và kết nạp 6 ngư dân.
"""
NO_PLAN = TOLD_FREELY[: TOLD_FREELY.index("Quý IV")] + "Cả xã có 500 đảng viên, hơn một nửa là người trẻ đi làm xa.\n"
OF_NO_PARTY = """Giá lúa lên

Năm 2024, nông dân trong vùng bán 500 tấn lúa. Năm 2025, bà con sẽ trồng thêm 40 ha.
"""
PUBLISHED = date(2025, 10, 4)


def page(text: str) -> Page:
    article = Article.from_text("occasion", text)
    return Page(article, read(article))


def weighing(reviews: dict[str, int], plans: dict[str, int], vote: float = 1.0, least: float = 0.0) -> Model:
    """The shipped model with other weights on the event, in hundredths."""
    model = shipped()
    fusions = {**model.fusions, REVIEW: Fusion(1.0, vote, 0.0), PLAN: Fusion(1.0, vote, 0.0, least)}
    return replace(model, fusions=fusions, ranking={**model.ranking, REVIEW: reviews, PLAN: plans})


def plans_of(text: str, kind: str, review: str) -> set[str]:
    return set(Plans(Account(page(text), PUBLISHED), kind, review, spelled).candidates())


def test_every_period_is_a_candidate_with_its_kind_as_a_topic_and_no_review_is_one_too() -> None:
    found = Reviews(Account(page(TOLD_FREELY), PUBLISHED), spelled).candidates()
    assert {"other ", "congress ", "quarterly_review 2025-9M", "thematic_review 2025-9M", "annual_review 2025"} <= {
        *found
    }
    assert all(features for features in found.values())


def test_what_begins_after_the_day_is_no_candidate_for_the_review() -> None:
    found = Reviews(Account(page(TOLD_FREELY.replace("Quý IV", "Năm 2027")), PUBLISHED), spelled).candidates()
    assert not [key for key in found if "2027" in key]


def test_a_feature_is_named_once_for_a_candidate() -> None:
    account = Account(page(TOLD_FREELY), PUBLISHED)
    found = [*Reviews(account, spelled).candidates().values()]
    found += Plans(account, "quarterly_review", "2025-9M", spelled).candidates().values()
    assert all(len(features) == len(set(features)) for features in found)


def test_of_an_article_that_names_more_periods_than_any_does_the_first_are_looked_at() -> None:
    years = "".join(f" Năm {year}, Đảng bộ xã kết nạp 9 đảng viên." for year in range(1900, 2100))
    account = Account(page(TOLD_FREELY + "\n" + years.strip() + "\n"), PUBLISHED)
    assert len(account.by_value) == MOST
    assert {"2025-9M", "1900"} <= set(account.by_value)


def test_the_plan_is_a_named_period_after_the_review_or_none() -> None:
    assert plans_of(TOLD_FREELY, "quarterly_review", "2025-9M") == {NOTHING, "2025-Q4"}
    assert plans_of(NO_PLAN, "quarterly_review", "2025-9M") == {NOTHING}


def test_a_time_to_come_without_its_year_makes_what_follows_by_the_calendar_a_candidate() -> None:
    found = plans_of(
        NO_PLAN + "\nTừ nay đến cuối năm, Đảng ủy xã còn nhiều việc phải làm cùng các chi bộ ở xa.\n",
        "quarterly_review",
        "2025-9M",
    )
    assert {NOTHING, "2025-Q4", "2025-H2"} <= found


@pytest.mark.parametrize(
    ("review", "value"),
    [
        ("2024", "2025"),
        ("2025-H1", "2025-H2"),
        ("2025-Q1", "2025-Q2"),
        ("2024-Q4", "2025-Q1"),
        ("2025-4M", "2025-Q2"),
        ("2015/2020", "2020/2025"),
        ("2016/2020", "2021/2025"),
    ],
)
def test_what_follows_by_the_calendar(review: str, value: str) -> None:
    assert value in plans_of(
        NO_PLAN + "\nThời gian tới, Đảng ủy xã còn nhiều việc phải làm cùng các chi bộ ở xa.\n", "annual_review", review
    )


def test_the_rest_of_a_term_may_be_planned() -> None:
    text = NO_PLAN + "\nTừ nay đến hết nhiệm kỳ 2020 - 2025, Đảng ủy xã còn nhiều việc phải làm cùng các chi bộ ở xa.\n"
    assert "2023/2025" in plans_of(text, "term_review", "2020/2023")


def test_the_rules_answer_weighs_and_stands_where_no_other_is_likely_enough() -> None:
    sums = {"a": 0, "b": 100}
    assert likeliest(sums) == weighed(Fusion(1.0, 0.5, 0.0), sums, "a") == "b"
    assert weighed(Fusion(1.0, 1.5, 0.0), sums, "a") == "a"
    assert weighed(Fusion(1.0, 0.5, 0.0, 0.9), sums, "a") == "a"
    assert weighed(Fusion(1.0, 1.5, 0.0), sums, "of the rules alone") == "b"


def test_the_scorer_names_a_review_that_the_rules_do_not_see_with_its_plan_and_its_day() -> None:
    model = weighing({"plain:shape:9M": 600}, {"signs": 300})
    found = settled(page(TOLD_FREELY), PUBLISHED, Review(), EventDraft(), model)
    assert found == EventDraft("quarterly_review", date(2025, 10, 3), "2025-9M", "2025-Q4")


def test_the_scorer_may_find_that_nothing_is_reviewed() -> None:
    ruled = EventDraft("annual_review", None, "2025", "2026")
    found = settled(page(TOLD_FREELY), PUBLISHED, Review("annual_review"), ruled, weighing({"other|1": 600}, {}))
    assert found == EventDraft()


def test_a_review_that_the_gold_hardly_shows_stands_and_so_does_one_of_no_party_body() -> None:
    ruled, model = EventDraft("annual_review", None, "2025", None), weighing({"other|1": 600}, {})
    firm = settled(page(TOLD_FREELY), PUBLISHED, Review("annual_review", "2025", firm=True), ruled, model)
    assert (firm.kind, firm.review_period) == ("annual_review", "2025")
    strange = settled(page(OF_NO_PARTY), None, Review(), EventDraft(), weighing({"plain|1": 600}, {}))
    assert strange == EventDraft()


def test_a_congress_of_which_the_rules_name_no_term_stays_a_congress() -> None:
    ruled = EventDraft("congress", None, None, "2025/2030")
    found = settled(page(TOLD_FREELY), PUBLISHED, Review("congress"), ruled, weighing({"other|1": 600}, {}))
    assert found.kind == "congress"


def test_the_plan_of_the_rules_own_review_is_weighed_with_theirs() -> None:
    ruled = EventDraft("quarterly_review", None, "2025-9M", None)
    review = Review("quarterly_review", "2025-9M")
    for plans, planned in (({"signs": 300}, "2025-Q4"), ({"signs": 50}, None)):
        assert settled(page(TOLD_FREELY), PUBLISHED, review, ruled, weighing({}, plans)).plan_period == planned
    unsure = weighing({}, {"signs": 110}, least=0.9)
    assert settled(page(TOLD_FREELY), PUBLISHED, review, ruled, unsure).plan_period is None


def test_an_article_told_freely_is_read_with_the_shipped_weights() -> None:
    article = Article.from_text("occasion", WITHOUT_A_MEETING)
    alone = RulesEngine(RULES_ALONE).draft(article, read(article)).draft.event
    both = RulesEngine(learned()).draft(article, read(article)).draft.event
    assert (alone.kind, alone.review_period) == ("other", None)
    assert (both.kind, both.review_period, both.plan_period) == ("quarterly_review", "2026-Q1", "2026-Q2")
