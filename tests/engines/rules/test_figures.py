"""Which numbers are figures, whose they are, what part they count, and on which words they rest."""

from __future__ import annotations

import pytest

from extractor.engines.rules.cues import find_cues
from extractor.reading.reader import read
from extractor.text.article import Article
from extractor.text.flat import flatten
from tests.engines.rules.judged import ENGINE, HEAD, OWNER, figures, labels

NO_FIGURES = [
    "Hội nghị nêu 6 nhiệm vụ trọng tâm và 3 nhóm giải pháp.",
    "Dịp này, Ban Thường vụ Đảng ủy Khối tặng Giấy khen cho 18 tập thể và 27 cá nhân.",
    "Ngày 14-1-2019, Đảng ủy Khối ban hành Nghị quyết số 12-NQ/ĐUK.",
    "Đại hội lần thứ VI, nhiệm kỳ 2015-2020.",
    "Hội nghị kết thúc lúc 16:40, sau 2 ngày làm việc.",
    "Điện thoại: 0260 3862 456.",
]

GROUPS = [
    (
        "Kết nạp 214 đảng viên, trong đó có 60 nữ, 15 người dân tộc thiểu số.",
        [None, "nữ", "người dân tộc thiểu số"],
    ),
    (
        "Thi hành kỷ luật 9 đảng viên, trong đó khiển trách 6, cảnh cáo 2, khai trừ 1.",
        [None, "khiển trách", "cảnh cáo", "khai trừ"],
    ),
    ("Trao Huy hiệu 30 năm tuổi Đảng cho 45 đảng viên.", ["30 năm"]),
    (
        "Đã mở 2 lớp bồi dưỡng nhận thức về Đảng cho 150 quần chúng; 1 lớp đảng viên mới cho 80 đảng viên.",
        ["bồi dưỡng nhận thức về Đảng", "bồi dưỡng nhận thức về Đảng", "đảng viên mới", "đảng viên mới"],
    ),
    ("Xây dựng 5 căn nhà tình nghĩa trị giá 350 triệu đồng.", ["căn nhà tình nghĩa", "căn nhà tình nghĩa"]),
]

OWNERS = [
    ("Đảng bộ Khối kết nạp 214 đảng viên.", [OWNER]),
    (
        "Đảng bộ Sở Y tế kết nạp 15 đảng viên, Đảng bộ Sở Xây dựng kết nạp 9 đảng viên.",
        ["Đảng bộ Sở Y tế", "Đảng bộ Sở Xây dựng"],
    ),
]

EVIDENCE = [
    ("Năm qua, kết nạp 214 đảng viên mới; kiểm tra 12 chi bộ.", "12", "kiểm tra 12 chi bộ"),
    ("Có 64 TCCS đảng đạt trong sạch, vững mạnh (đạt 81,01%).", "81,01%", "trong sạch, vững mạnh (đạt 81,01%)"),
    ("90% chi bộ và 95% đảng viên hoàn thành tốt nhiệm vụ.", "90%", "hoàn thành tốt nhiệm vụ"),
]


@pytest.mark.parametrize("text", NO_FIGURES)
def test_what_measures_no_work_is_no_figure(text: str) -> None:
    assert labels(text) == []


@pytest.mark.parametrize(("text", "expected"), GROUPS)
def test_a_part_says_which_part_it_is(text: str, expected: list[str | None]) -> None:
    assert [figure.group for figure in figures(text)] == expected


@pytest.mark.parametrize(("text", "expected"), OWNERS)
def test_several_bodies_in_one_sentence_own_their_own_numbers(text: str, expected: list[str]) -> None:
    assert [figure.organization for figure in figures(text)] == expected


@pytest.mark.parametrize(("text", "mention", "words"), EVIDENCE)
def test_the_evidence_holds_the_number_and_the_words_that_decide(text: str, mention: str, words: str) -> None:
    figure = next(figure for figure in figures(text) if figure.mention.text == mention)
    assert words in figure.evidence.text
    assert mention in figure.evidence.text


def test_a_fact_told_in_title_lead_and_body_is_one_figure_and_the_fullest_statement_stays() -> None:
    head = HEAD.replace("Hội nghị tổng kết công tác xây dựng Đảng", "Khối các cơ quan kết nạp trên 210 đảng viên")
    found = figures("Năm 2018, Đảng bộ Khối kết nạp 214 đảng viên mới.", head)
    assert [(figure.value, figure.comparator) for figure in found] == [(214, "eq")]


def test_equal_numbers_of_different_facts_both_stay() -> None:
    assert labels("Kết nạp 12 đảng viên. Kiểm tra 12 chi bộ.") == ["12 member/admitted", "12 cell/inspected"]


def test_an_article_about_no_party_body_has_no_figures_and_every_number_has_its_reason() -> None:
    article = Article.from_text("market", "Giá cà phê hôm nay\n\nGiá cà phê tăng 1.500 đồng, bán được 12 tấn.")
    reading = read(article)
    draft = ENGINE.draft(article, reading).draft
    assert draft.figures == ()
    assert {dismissal.quantity for dismissal in draft.dismissals} == {quantity.id for quantity in reading.quantities}


def test_every_number_is_either_a_figure_or_dismissed_with_a_reason() -> None:
    article = Article.from_text(
        "all", HEAD + "Kết nạp 214 đảng viên, đạt 107% kế hoạch. Nêu 6 nhiệm vụ. Tặng Giấy khen cho 18 tập thể."
    )
    reading = read(article)
    draft = ENGINE.draft(article, reading).draft
    explained = {figure.quantity for figure in draft.figures} | {one.quantity for one in draft.dismissals}
    assert explained == {quantity.id for quantity in reading.quantities}
    assert all(0 < figure.decision.confidence <= 1 and figure.decision.rule for figure in draft.figures)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hoàn thành tốt nhiệm vụ", ["predicate good"]),
        ("hoàn thành tốt nhiệm vụ trở lên", ["predicate good_or_better"]),
        ("không hoàn thành nhiệm vụ", ["predicate not_completed"]),
        ("trong sạch, vững mạnh tiêu biểu", ["predicate clean_strong_exemplary"]),
        ("tổ chức cơ sở đảng", ["subject grassroots_org"]),
        ("khi có dấu hiệu vi phạm", []),
        ("kết nạp\nđảng viên", ["verb admitted", "subject member"]),
    ],
)
def test_the_longest_cue_wins_and_lookalikes_are_none(text: str, expected: list[str]) -> None:
    assert [f"{cue.kind} {cue.label}" for cue in find_cues(flatten(text))] == expected
