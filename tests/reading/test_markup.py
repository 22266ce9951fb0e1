"""Markup in a text is stepped over: no number of it counts, and every offset stays the given article's own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.markup import without_markup
from extractor.reading.reader import read
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article, Extent, Grid, GridCell, Part
from tests.reading.shown import show

HEAD = (
    "Ngày 6/1/2019, Huyện ủy Mường La, tỉnh Sơn La tổ chức hội nghị tổng kết công tác xây dựng Đảng năm 2018, "
    "triển khai nhiệm vụ năm 2019.\n\n"
)
PLAIN = "Toàn Đảng bộ kết nạp 136 đảng viên; doanh thu đạt 1.250 tỷ đồng, tăng 12% so với năm 2017."

SHOWN = [
    ('đạt <b style="x">1.250</b> tỷ đồng', "đạt 1.250 tỷ đồng"),
    ("3&nbsp;đảng viên &#8211; tăng 1", "3 đảng viên – tăng 1"),
    ("đảng viên &#8211 tăng 1", "đảng viên – tăng 1"),
    ("chi bộ&amp;nbsp;trực thuộc", "chi bộ trực thuộc"),
    ("12&#0; đảng&#55296; viên", "12 đảng viên"),
    ("Đảng vi&ecirc;n &gt; 5", "Đảng viên > 5"),
    ('kết nạp 88 [gallery ids="12,13"] đảng viên [caption width="640"].', "kết nạp 88 đảng viên."),
    ("Ảnh [caption id=“a_640” width=“640”]đại biểu[/caption]", "Ảnh đại biểu"),
    ("giám sát <del>12</del> 14 <o:p class='x'>tổ chức</o:p>", "giám sát 14 tổ chức"),
    ("có <!-- 15 --> 16 chi bộ", "có 16 chi bộ"),
    ("<p>Một câu.</p><p>Hai câu.</p>", "\nMột câu.\n\nHai câu.\n"),
    ("kết nạp 5<br />xóa tên 3", "kết nạp 5\nxóa tên 3"),
]
AS_THEY_ARE = [
    "tỷ lệ < 5% và > 3%",
    "Viện A&B và 5 &6",
    "[1] và [a] [note]",
    "<note>ghi 12</note>",
    "&khong; &# 5",
    "x [/inst]",
]


@pytest.mark.parametrize(("text", "expected"), SHOWN)
def test_what_is_shown_is_read(text: str, expected: str) -> None:
    shown = without_markup(Article.from_text("a", text))
    assert shown is not None
    assert shown.article.text == expected


@pytest.mark.parametrize("text", AS_THEY_ARE)
def test_what_is_no_markup_stays(text: str) -> None:
    assert without_markup(Article.from_text("a", text)) is None


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ('doanh thu <b style="x">1.250</b> tỷ đồng', ["1.250</b> tỷ đồng = 1250000000000đ"]),
        ('kết nạp <span style="font-size:14px">136</span> đảng viên', ["136 = 136"]),
        ("xóa tên 3&nbsp;đảng viên &#8211 khen 5 đảng viên", ["3 = 3", "5 = 5"]),
        ('kết nạp 88 đảng viên [caption width="640"] [gallery ids="12,13"].', ["88 = 88"]),
        ('kết nạp <x-y e="f">88 đảng viên', ["88 = 88"]),
        ("trên <b>95</b>% đảng viên", ["95</b>% = >95%"]),
        ("&gt; 95% đảng viên", ["95% = >95%"]),
    ],
)
def test_no_number_of_the_markup_counts_and_none_is_torn_from_its_unit(told: str, expected: list[str]) -> None:
    text = f"{HEAD}Năm qua, {told}"
    found = [q for q in read(Article.from_text("a", text)).quantities if q.extent.start > len(HEAD)]
    assert [show(text, quantity) for quantity in found] == expected


def test_the_digits_of_markup_are_furniture() -> None:
    text = f'{HEAD}Kết nạp 88 đảng viên [caption width="640"] &#8211; năm 2018.'
    roles = {one.text: one.role for one in read(Article.from_text("a", text)).numbers}
    assert (roles["640"], roles["8211"], roles["88"]) == ("furniture", "furniture", "quantity")


def _facts(text: str) -> list[dict[str, Any]]:
    summary = RulesEngine().step(Article.from_text("a", text)).grounded.summary.model_dump()
    return [{k: v for k, v in one.items() if k not in ("mention", "evidence")} for one in summary["figures"]]


def test_a_text_with_markup_tells_what_it_tells_without() -> None:
    marked = (
        PLAIN.replace("136", '<span style="x">136</span>')
        .replace("1.250", "<b>1.250</b>")
        .replace("12%", "<i>12</i>%")
        .replace("đảng viên;", 'đảng&nbsp;viên [gallery ids="12,13"];')
    )
    assert _facts(HEAD + marked) == _facts(HEAD + PLAIN) != []


def test_a_page_whose_text_holds_markup_keeps_its_parts_and_tables() -> None:
    lines = ["Khối &amp; năm 2018", '[gallery ids="1"]', "Kết nạp | 4<b>8</b>"]
    text = "\n".join(lines)
    starts = [text.index(line) for line in lines]
    parts = tuple(Part(Extent(at, at + len(line)), "body") for at, line in zip(starts, lines, strict=True))
    cells = (GridCell(Extent(starts[2], starts[2] + 7), 0, 0), GridCell(Extent(starts[2] + 10, len(text)), 0, 1))
    shown = without_markup(Article("a", text, parts=parts, grids=(Grid(cells),)))
    assert shown is not None
    told = shown.article
    assert [told.slice(part.extent) for part in told.parts] == ["Khối & năm 2018", "Kết nạp | 48"]
    assert [told.slice(cell.extent) for cell in told.grids[0].cells] == ["Kết nạp", "48"]


def _spans(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [span for one in value for span in _spans(one)]
    if isinstance(value, dict):
        return [value] if value.keys() == {"text", "start", "end"} else _spans(list(value.values()))
    return []


PIECES = st.sampled_from(
    [
        *(
            HEAD,
            PLAIN,
            "<b>",
            "</b>",
            '<span style="x">',
            "&nbsp;",
            "&#8211;",
            "&amp;",
            "&lt;b&gt;",
            "&#769;",
            "<p>",
            "</p>",
        ),
        *(
            '[caption width="640"]',
            "[/caption]",
            "<del>12</del>",
            "<!-- 5 -->",
            "kết nạp ",
            "12",
            " đảng viên",
            "e",
            "\n",
            " ",
        ),
        *("Chi bộ Sở Tư pháp ", "1.250", " tỷ đồng", "; ", ". ", "trao tặng Giấy khen cho 5 tập thể"),
    ]
)


@given(st.lists(PIECES, max_size=14))
def test_every_span_is_the_given_article_s_own(pieces: list[str]) -> None:
    article = Article.from_text("a", HEAD + "".join(pieces))
    outcome = RulesEngine().step(article)
    for span in _spans(outcome.grounded.summary.model_dump()):
        assert article.text[span["start"] : span["end"]] == span["text"] != ""
    reading = outcome.reading
    assert reading.article is article
    assert all(article.text[one.extent.start : one.extent.end] == one.text for one in reading.numbers)
    assert all(0 <= one.extent.start <= one.extent.end <= len(article.text) for one in reading.quantities)
