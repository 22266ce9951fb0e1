"""The part of the subject that a number counts: what is asked of each number, and what the shipped weights answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.engines.rules.figures import decide_figures
from extractor.engines.rules.scorer.arbiter import learned
from extractor.engines.rules.scorer.grouping import END, NONE, SAME, START
from extractor.engines.rules.scorer.model import Model, shipped
from extractor.reading.reader import read
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article

HEAD = """Huyện ủy Sông Hinh tổng kết công tác xây dựng Đảng

Ngày 5/1/2024, Huyện ủy Sông Hinh tổ chức hội nghị tổng kết công tác xây dựng Đảng năm 2023.

"""


def groups(text: str, model: Model | None = None) -> list[str | None]:
    """The groups of the figures of one sentence of a review."""
    article = Article.from_text("groups", HEAD + text)
    draft = RulesEngine(learned(model)).draft(article, read(article)).draft
    return [figure.group for figure in draft.figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đảng bộ huyện kết nạp 120 đảng viên, đạt 104% kế hoạch.", [None, None]),
        (
            "Huyện ủy kiểm tra khi có dấu hiệu vi phạm đối với 4 tổ chức đảng và 9 đảng viên.",
            ["có dấu hiệu vi phạm", "có dấu hiệu vi phạm"],
        ),
        (
            "Thi hành kỷ luật 12 đảng viên: khiển trách 9, cảnh cáo 2, khai trừ 1.",
            [None, "khiển trách", "cảnh cáo", "khai trừ"],
        ),
        ("Đảng bộ huyện kết nạp 120 đảng viên, trong đó nữ 61 đồng chí, chiếm 50,8%.", [None, "nữ", "nữ"]),
        ("Thu ngân sách trên địa bàn đạt 214 tỷ đồng, bằng 108% dự toán.", ["Thu ngân sách trên địa bàn"] * 2),
        ("Toàn huyện xây dựng 64 căn nhà Đại đoàn kết.", ["căn nhà Đại đoàn kết"]),
    ],
)
def test_a_part_is_told_in_the_texts_own_words(text: str, expected: list[str | None]) -> None:
    assert [group and group.removeprefix("khi ") for group in groups(text)] == expected


def weighing(**weights: dict[str, int]) -> Model:
    """The shipped model with only these weights of the questions about parts, in hundredths."""
    model = shipped()
    asked = {question: weights.get(question.removeprefix("group:"), {}) for question in (NONE, SAME, START, END)}
    return replace(model, ranking={**model.ranking, **asked})


PLAIN = "Toàn huyện xây dựng 64 căn nhà Đại đoàn kết."


def test_where_nothing_speaks_for_a_part_the_number_counts_the_whole() -> None:
    assert groups(PLAIN, weighing()) == [None]


def test_a_part_begins_and_ends_where_the_weights_say() -> None:
    model = weighing(none={"first:toàn": -100}, start={"w:nhà": 100}, end={"w:kết": 100})
    assert groups(PLAIN, model) == ["nhà Đại đoàn kết"]


def test_the_part_of_a_number_before_is_taken_over() -> None:
    text = "Toàn huyện xây dựng 64 căn nhà Đại đoàn kết, tăng 5 căn."
    model = weighing(none={"first:toàn": -100, "first:tăng": -100}, same={"first:tăng": 100}, start={"w:nhà": 100},
                     end={"w:kết": 100})  # fmt: skip
    assert groups(text, model) == ["nhà Đại đoàn kết"] * 2


def test_small_words_alone_are_no_part() -> None:
    text = "Huyện ủy kiểm tra đối với 4 tổ chức đảng."
    model = weighing(none={"first:huyện": -100}, start={"w:đối": 100}, end={"w:với": 100})
    assert groups(text, model) == [None]


def test_what_is_done_is_no_part_and_none_is_named_where_no_word_stands_out() -> None:
    text = "Huyện ủy ủng hộ 64 suất quà."
    model = weighing(none={"first:huyện": -300}, start={"w:ủng": 200}, end={"w:hộ": 100})
    assert groups(text, model) == [None]
    doubted = weighing(none={"first:toàn": -100}, start={"w:nhà": 99}, end={"w:kết": 100})
    assert groups(PLAIN, doubted) == [None]


def test_quotation_marks_that_open_inside_a_part_close_inside_it() -> None:
    text = "Đảng bộ huyện vận động Quỹ “Vì người nghèo” 1,2 tỷ đồng."
    model = weighing(none={"first:đảng": -100}, start={"w:quỹ": 100}, end={"w:nghèo": 100})
    assert groups(text, model) == ["Quỹ “Vì người nghèo”"]


def test_parts_are_asked_where_a_judge_weighs_alone() -> None:
    article = Article.from_text("alone", HEAD + PLAIN)
    reading = read(article)
    event = RulesEngine(learned()).draft(article, reading).draft.event
    found = decide_figures(article, reading, event, lambda _: None, {})
    assert [figure.group for figure in found.figures] == [None]
