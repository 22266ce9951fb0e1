"""A result and its plan in one expression: both of one period, the share of the plan, and an abstract that says so."""

from __future__ import annotations

import pytest

from extractor.reading.reader import read
from extractor.text.article import Article
from tests.engines.rules.judged import ENGINE, HEAD, figures

PAIRS = [
    "Năm 2018, toàn Đảng bộ kết nạp 57/50 đảng viên (đạt 114%).",
    "Kết nạp được 57/50 đảng viên, đạt 114% kế hoạch.",
    "Công tác phát triển đảng: kết nạp 57/50 đảng viên mới, bằng 114% chỉ tiêu Tỉnh ủy giao.",
    "Kết nạp 57/50 (114%) đảng viên.",
    "Kết nạp đảng viên 57/50, đạt 114%.",
    "Trong năm, Đảng bộ kết nạp 57 đảng viên/kế hoạch 50 (đạt 114%).",
]


def _shown(paragraph: str) -> list[tuple[str, str, str, str | None]]:
    return [
        (figure.mention.text, f"{figure.subject}/{figure.measure}/{figure.basis}", figure.phase, figure.period)
        for figure in figures(paragraph)
    ]


@pytest.mark.parametrize(
    ("paragraph", "reached", "planned", "share"),
    [(text, "57", "50", "114%") for text in PAIRS],
)
def test_a_number_over_its_plan_is_a_result_and_a_target_of_the_same_period(
    paragraph: str, reached: str, planned: str, share: str
) -> None:
    assert _shown(paragraph) == [
        (reached, "member/admitted/level", "result", "2018"),
        (planned, "member/admitted/level", "target", "2018"),
        (share, "member/admitted/vs_plan", "result", "2018"),
    ]


def test_the_plan_counts_what_the_result_counts() -> None:
    assert _shown("Kiểm tra 120/115 đảng viên, giám sát 44/40 chi bộ.") == [
        ("120", "member/inspected/level", "result", "2018"),
        ("115", "member/inspected/level", "target", "2018"),
        ("44", "cell/supervised/level", "result", "2018"),
        ("40", "cell/supervised/level", "target", "2018"),
    ]


def test_the_plan_of_the_year_is_of_the_whole_year_in_a_review_of_its_half() -> None:
    head = HEAD.replace(
        "tổng kết công tác năm 2018, triển khai nhiệm vụ năm 2019", "sơ kết công tác 6 tháng đầu năm 2018"
    )
    found = figures("Kết nạp 57/50 đảng viên, đạt 114% kế hoạch năm.", head)
    assert [(figure.mention.text, figure.phase, figure.period) for figure in found] == [
        ("57", "result", "2018-H1"),
        ("50", "target", "2018"),
        ("114%", "result", "2018-H1"),
    ]


def test_a_part_of_a_whole_stays_one_figure() -> None:
    (ratio, share) = figures("Kết nạp 45/50 đảng viên, đạt 90% kế hoạch.")
    assert (ratio.mention.text, ratio.value, ratio.out_of, share.basis) == ("45/50", 45, 50, "vs_plan")
    (ratio, share) = figures("Có 45/50 chi bộ hoàn thành tốt nhiệm vụ (đạt 90%).")
    assert (ratio.mention.text, ratio.value, ratio.out_of, ratio.phase) == ("45/50", 45, 50, "result")
    assert (share.value, share.basis) == (90, "level")


def _abstract(paragraph: str, head: str = HEAD) -> str:
    return ENGINE.step(Article.from_text("plans", head + paragraph)).grounded.summary.abstract


@pytest.mark.parametrize("paragraph", PAIRS)
def test_the_abstract_tells_the_result_with_its_share_of_the_plan(paragraph: str) -> None:
    abstract = _abstract(paragraph)
    assert "kết nạp 57 đảng viên (đạt 114% kế hoạch)" in abstract
    assert "phấn đấu" not in abstract


@pytest.mark.parametrize("paragraph", [*PAIRS, "Kết nạp đảng viên đạt 114%."])
def test_the_abstract_never_admits_a_percent_of_members(paragraph: str) -> None:
    assert "kết nạp 114%" not in _abstract(paragraph)


@pytest.mark.parametrize("plan", ["", ", triển khai nhiệm vụ năm 2019"])
def test_a_plan_of_the_past_is_no_target_of_the_future(plan: str) -> None:
    head = HEAD.replace(", triển khai nhiệm vụ năm 2019", plan)
    assert "phấn đấu" not in _abstract("Kết nạp 57/50 đảng viên (đạt 114%).", head)


def test_a_target_of_the_next_year_is_still_told() -> None:
    told = _abstract("Kết nạp 57/50 đảng viên (đạt 114%). Năm 2019, phấn đấu kết nạp 60 đảng viên.")
    assert told.endswith("Năm 2019, phấn đấu kết nạp 60 đảng viên.")


PLAN_FIRST = [
    (
        "Kết nạp đảng viên: kế hoạch 50, thực hiện 52, đạt 104%.",
        ["50 member/admitted/level target", "52 member/admitted/level result", "104% member/admitted/vs_plan result"],
    ),
    (
        "Kết nạp 52 đảng viên, kế hoạch 50.",
        ["52 member/admitted/level result", "50 member/admitted/level target"],
    ),
    (
        "Kế hoạch 12; kết quả: 13 đảng viên mới.",
        ["12 member/admitted/level target", "13 member/admitted/level result"],
    ),
    (
        "Chi bộ hoàn thành tốt nhiệm vụ: chỉ tiêu 80%, đạt 82,3%.",
        ["80% cell/good/level target", "82,3% cell/good/level result"],
    ),
    (
        "Chi bộ hoàn thành tốt nhiệm vụ: nghị quyết trên 80%, đạt 84,6%.",
        ["80% cell/good/level target", "84,6% cell/good/level result"],
    ),
    (
        "Chi bộ hoàn thành tốt nhiệm vụ: chỉ tiêu từ 90% trở lên, kết quả 214/230 chi bộ, chiếm 93%.",
        ["90% cell/good/level target", "214/230 cell/good/level result", "93% cell/good/level result"],
    ),
    (
        "Kiểm tra tổ chức đảng: kế hoạch 12, kết quả 13 tổ chức, đạt 108,3%.",
        [
            "12 party_org/inspected/level target",
            "13 party_org/inspected/level result",
            "108,3% party_org/inspected/vs_plan result",
        ],
    ),
]


@pytest.mark.parametrize(("paragraph", "shown"), PLAN_FIRST)
def test_a_plan_told_before_its_result_is_a_target_of_the_same_period(paragraph: str, shown: list[str]) -> None:
    told = _shown(paragraph)
    assert [f"{mention} {labels} {phase}" for mention, labels, phase, _ in told] == shown
    assert {period for *_, period in told} == {"2018"}


@pytest.mark.parametrize(
    ("paragraph", "numbers", "documents"),
    [
        ("Thực hiện Kế hoạch 12 của Ban Thường vụ Tỉnh ủy, kết nạp 13 đảng viên.", ["13"], ["12"]),
        ("Thực hiện theo kế hoạch 12, Đảng bộ kết nạp 13 đảng viên.", ["13"], []),
        ("Kết nạp đảng viên: kế hoạch 12, thực hiện 13.", ["12", "13"], []),
    ],
)
def test_a_plans_number_is_a_documents_where_somebody_issued_it_and_a_target_before_its_result(
    paragraph: str, numbers: list[str], documents: list[str]
) -> None:
    article = Article.from_text("plan", HEAD + paragraph)
    draft = ENGINE.draft(article, read(article)).draft
    assert [figure.mention.text for figure in figures(paragraph)] == numbers
    assert [document.number for document in draft.documents] == documents
