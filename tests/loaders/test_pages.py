"""Saved pages of twenty-two shapes (`pages/` and `portals/`, of our own writing) and in two more containers."""

from __future__ import annotations

import quopri
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from extractor import extract
from extractor.errors import InputError
from extractor.loaders import load_one
from extractor.loaders.pages import is_html, read_page
from extractor.loaders.pages.tree import MAX_DEPTH
from extractor.reading.reader import read
from extractor.text.article import Article

PAGES = Path(__file__).parent / "pages"
GOLD: dict[str, dict[str, Any]] = tomllib.loads((PAGES / "gold.toml").read_text("utf-8"))
PORTALS: dict[str, dict[str, Any]] = tomllib.loads((PAGES.parent / "portals" / "gold.toml").read_text("utf-8"))
"""Twelve layouts more, labelled before the reader had seen them."""


def check(article: Article, gold: dict[str, Any]) -> None:
    summary = extract(article)
    blocks = read(article).blocks

    def texts(role: str) -> list[str]:
        return [article.slice(block.extent) for block in blocks if block.role == role]

    published_on = summary.source.published_on
    assert summary.source.title == gold["title"]
    assert summary.source.authors == gold["authors"]
    assert (published_on and published_on.isoformat()) == gold.get("published_on")
    assert summary.source.outlet == gold.get("outlet")
    assert texts("lead") == [gold["lead"]]
    assert texts("caption") == gold["captions"]
    assert [figure.mention.text for figure in summary.figures] == gold["numbers"]


@pytest.mark.parametrize("name", GOLD)
def test_a_saved_page_gives_its_article_and_nothing_else(name: str) -> None:
    check(load_one(str(PAGES / f"{name}.html")), GOLD[name])


@pytest.mark.parametrize("name", PORTALS)
def test_a_page_of_a_portals_layout_gives_its_article_and_nothing_else(name: str) -> None:
    check(load_one(str(PAGES.parent / "portals" / f"{name}.html")), PORTALS[name])


def windows_1258(text: str) -> bytes:
    """Vietnamese as windows-1258 writes it: the tone mark after its vowel where there is no letter for both."""
    out = bytearray()
    for char in unicodedata.normalize("NFC", text):
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            base = unicodedata.normalize("NFD", char)
            tone = next(mark for mark in base if mark in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize("NFC", base.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize("declared", ["windows-1258", None])
def test_a_page_in_windows_1258_gives_the_same(tmp_path: Path, declared: str | None) -> None:
    source = (PAGES / "table_layout_br.html").read_text("utf-8")
    source = source.replace("charset=utf-8", f"charset={declared}" if declared else "")
    (tmp_path / "a.html").write_bytes(windows_1258(source))
    check(load_one(str(tmp_path / "a.html")), GOLD["table_layout_br"])


@pytest.mark.parametrize("tag", ["del", "s", "strike", "script", "template", "noscript", "select"])
def test_what_is_struck_out_or_not_shown_is_no_content(tag: str) -> None:
    page = read_page(
        f"<html><body><article><p>Chi <{tag}>30</{tag}> 35 triệu đồng cho công tác từ thiện ở các xã nghèo"
        " của huyện trong năm.</p></article></body></html>"
    )
    assert page.text.startswith("Chi 35 triệu đồng")


@pytest.mark.parametrize("hidden", ['style="display: none"', 'style="visibility:hidden"', "hidden"])
def test_hidden_boxes_are_no_content(hidden: str) -> None:
    page = read_page(
        f"<html><body><main><p>Kết nạp 5 đảng viên.</p><p {hidden}>Kết nạp 6 đảng viên.</p></main></body></html>"
    )
    assert page.text == "Kết nạp 5 đảng viên."


def test_deep_nesting_is_a_failure_with_a_name() -> None:
    source = "<html><body>" + "<div>" * (MAX_DEPTH + 50) + "Kết nạp 5 đảng viên." + "</div>" * (MAX_DEPTH + 50)
    with pytest.raises(InputError, match=f"more than {MAX_DEPTH}"):
        read_page(source)


def test_a_table_of_too_many_cells_is_a_failure_with_a_name() -> None:
    row = '<tr><td colspan="1000">a</td><td colspan="1000">b</td></tr>'
    with pytest.raises(InputError, match="cells"):
        read_page(f"<html><body><table>{row * 60}</table></body></html>")


@pytest.mark.parametrize(
    ("meta", "day"),
    [
        ('<meta property="article:published_time" content="2020-12-24T01:30:00+07:00">', "2020-12-24"),
        ('<meta property="article:published_time" content="2020-12-23T18:30:00Z">', "2020-12-24"),
        ('<meta property="og:published_time" content="2020-12-24T01:30:00+0700">', "2020-12-24"),
        ('<meta name="pubdate" content="24/12/2020 01:30">', "2020-12-24"),
        ('<meta itemprop="dateCreated" content="2020-12-24T01:30:00+07:00">', "2020-12-24"),
        ('<meta name="dc.date.issued" content="20201224">', "2020-12-24"),
        ('<meta name="publish-date" content="Thu, 24 Dec 2020 01:30:00 GMT">', "2020-12-24"),
        ('<meta name="date" content="2020-12-24">', "2020-12-24"),
        ('<meta name="date" content="2021-01-02"><meta name="pubdate" content="2020-12-24">', "2020-12-24"),
        ('<meta property="article:published" content="2020-12-24T07:00:00+07:00">', "2020-12-24"),
        ('<meta itemprop="dateModified" content="2026-01-01">', None),
        ('<meta name="pubdate" content="31/02/2020">', None),
    ],
)  # fmt: skip
def test_the_day_that_a_page_states(meta: str, day: str | None) -> None:
    page = read_page(f"<html><head>{meta}</head><body><p>Kết nạp 5 đảng viên.</p></body></html>")
    assert (page.published_on and page.published_on.isoformat()) == day


PAIRS = [
    (
        "<dl><dt>Kết nạp đảng viên</dt><dd>48</dd><dt>Xóa tên</dt><dd>3</dd></dl>",
        ["Kết nạp đảng viên | 48", "Xóa tên | 3"],
    ),
    ("<dl><div><dt>Kết nạp</dt><dd><b>48</b> đảng viên</dd></div></dl>", ["Kết nạp | 48 đảng viên"]),
    # what explains words, answers questions, or has several values is told line by line
    ("<dl><dt>Chi bộ</dt><dd>Là tổ chức cơ sở.</dd></dl>", ["Chi bộ", "Là tổ chức cơ sở."]),
    ("<dl><dt>Kết nạp</dt><dd>48</dd><dd>50</dd></dl>", ["Kết nạp", "48", "50"]),
    (f"<dl><dt>Kết nạp?</dt><dd>Có 48, {'và rất nhiều việc khác nữa ' * 6}.</dd></dl>", None),
]


@pytest.mark.parametrize(("listed", "lines"), PAIRS)
def test_a_label_and_its_value_in_a_list_of_pairs_are_a_row(listed: str, lines: list[str] | None) -> None:
    told = "<p>Sáng 10/1, Đảng ủy Khối các cơ quan tỉnh tổ chức hội nghị tổng kết công tác xây dựng Đảng năm 2018.</p>"
    page = read_page(f"<html><body><article><h1>Khối tổng kết năm 2018</h1>{told}{listed}</article></body></html>")
    below = [line for line in page.text.split("\n")[3:] if line]
    assert len(page.grids) == (lines is not None and " | " in lines[0])
    assert lines is None or below == lines


def test_repeated_openings_of_comments_are_told_at_once() -> None:
    assert not is_html("<!--" * 5000)
    assert is_html("<!-- a --> <?xml version='1.0'?> <!-- b --><html>")


def test_a_page_that_holds_its_text_in_json_alone() -> None:
    page = read_page(
        '<html><head><script type="application/ld+json">{"@type":"Article","headline":"Khối tổng kết năm 2019",'
        '"articleBody":"Kết nạp 5 đảng viên.\\nXóa tên 1."}</script></head><body><div id="app"></div></body></html>'
    )
    assert page.text == "Khối tổng kết năm 2019\n\nKết nạp 5 đảng viên.\n\nXóa tên 1."


def mhtml(source: str) -> bytes:
    """A page as Chrome saves it in one file."""
    body = quopri.encodestring(source.encode("utf-8")).decode("ascii").replace("\n", "\r\n")
    return (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://bao.example/a\r\nSubject: Tin\r\n"
        "Date: Thu, 16 Jul 2026 01:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----B--"\r\n\r\n'
        "------B--\r\nContent-Type: text/html\r\nContent-ID: <f@mhtml.blink>\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://bao.example/a\r\n\r\n"
        f"{body}\r\n------B--\r\nContent-Type: text/css\r\nContent-Location: cid:c\r\n\r\np{{}}\r\n------B----\r\n"
    ).encode("ascii")


def test_a_page_in_one_file_gives_the_same_with_its_address(tmp_path: Path) -> None:
    (tmp_path / "a.mhtml").write_bytes(mhtml((PAGES / "figure_caption.html").read_text("utf-8")))
    article = load_one(str(tmp_path / "a.mhtml"))
    assert article.url == "https://bao.example/a"
    check(article, GOLD["figure_caption"])
