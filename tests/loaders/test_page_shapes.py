"""One article in the many boxes that pages put around it: its lines and no others come out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import InputError
from extractor.loaders.pages import read_page

TITLE = "Đảng bộ Khối các cơ quan tỉnh Bắc Kạn kết nạp 214 đảng viên"
FIRST = (
    "Sáng 10/1, Đảng ủy Khối các cơ quan tỉnh Bắc Kạn tổ chức hội nghị tổng kết công tác xây dựng Đảng năm 2018, "
    "triển khai nhiệm vụ năm 2019."
)
SECOND = (
    "Năm 2018, toàn Đảng bộ kết nạp 214 đảng viên, đạt 107% kế hoạch; mở 6 lớp bồi dưỡng với 540 học viên tham gia."
)
THIRD = "Năm 2019, Đảng ủy Khối phấn đấu kết nạp từ 200 đảng viên trở lên."
TEASER = (
    "Ngày 5/1, Thị ủy Nghĩa Lộ tổ chức hội nghị tổng kết, kết nạp 77 đảng viên trong năm qua và bàn nhiệm vụ năm mới."
)
THREE = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"

SHAPES: dict[str, tuple[str, list[str]]] = {
    "text in two boxes with an advertisement between": (
        f'<div id="x"><h1>{TITLE}</h1><div class="part"><p>{FIRST}</p></div><div class="ads-box">Giảm giá 50%</div>'
        f'<div class="part"><p>{SECOND}</p><p>{THIRD}</p></div></div>',
        [],
    ),
    "teasers of other articles beside it": (
        f'<div id="l"><h1>{TITLE}</h1>{THREE}</div><div id="r">'
        + f'<div class="item"><h3><a href="/1">Thị ủy Nghĩa Lộ tổng kết</a></h3><p>{TEASER}</p></div>' * 3
        + "</div>",
        [],
    ),
    "the site's name as first heading": (
        f'<div class="head"><h1><a href="/">Báo Bắc Kạn</a></h1></div><div class="m"><h2>{TITLE}</h2>{THREE}</div>',
        [],
    ),
    "the next article below it": (
        f"<article><h1>{TITLE}</h1>{THREE}</article>"
        f"<article><h1>Thị ủy Nghĩa Lộ kết nạp 77 đảng viên</h1><p>{TEASER}</p><p>{TEASER}</p></article>",
        [],
    ),
    "upper-case tags that are never closed": (
        f"<TABLE WIDTH=100%><TR><TD COLSPAN=2><MARQUEE>Chào mừng bạn đến với trang tin</MARQUEE><TR><TD><A HREF=1>Tin"
        f"</A><TD><H1>{TITLE}</H1><P>{FIRST}<P>{SECOND}<P>{THIRD}</TABLE>",
        [],
    ),
    "everything in one form": (
        f'<form id="aspnetForm"><input type="hidden" value="x"><div class="menu-top"><a href="/">Trang chủ</a></div>'
        f'<h1>{TITLE}</h1><div class="brief">{FIRST}</div><div class="detail-content"><div>{SECOND}</div>'
        f'<div>{THIRD}</div></div><div class="visit-counter">Số lượt truy cập: 123.456</div></form>',
        [],
    ),
    "other articles in a list at its end": (
        f'<div class="detail"><h1>{TITLE}</h1>{THREE}<p><b>Tin liên quan:</b></p><ul>'
        '<li><a href="1">Huyện ủy Ba Bể kết nạp 55 đảng viên</a> (10/01/2019)</li>'
        '<li><a href="2">Thành ủy khen thưởng 44 tập thể</a> <i>09/01/2019</i></li></ul></div>',
        [],
    ),
    "names of boxes alone": (
        f'<div class="box"><div class="news-title">{TITLE}</div><div class="news-des">{FIRST}</div>'
        f'<div class="news-body"><p>{SECOND}</p><p>{THIRD}</p></div></div>',
        [],
    ),
    "captions by their place under a picture": (
        f'<div class="c"><h1>{TITLE}</h1><p>{FIRST}</p><p style="text-align: center;"><img src="a.jpg"></p>'
        f'<p style="text-align: center;">Đồng chí Nguyễn Văn Mẫu trao giấy khen</p><p>{SECOND}</p><p>{THIRD}</p></div>',
        ["Đồng chí Nguyễn Văn Mẫu trao giấy khen"],
    ),
    "the imprint in the same box": (
        f'<div class="all"><h1>{TITLE}</h1>{THREE}<p>Giấy phép số 77/GP-BTTTT ngày 5/5/2015 của Bộ Thông tin và Truyền '
        "thông; Tổng biên tập: Nguyễn Văn Mẫu.</p><p>Đang online: 45</p></div>",
        [],
    ),
    "comments that are longer than it": (
        f'<div class="all"><h1>{TITLE}</h1>{THREE}</div><div id="box-comment">' + f"<p>{TEASER}</p>" * 9 + "</div>",
        [],
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_articles_lines_and_no_others(shape: str) -> None:
    body, captions = SHAPES[shape]
    page = read_page(f"<html><head><title>{TITLE} - Báo Bắc Kạn</title></head><body>{body}</body></html>")
    lines = [line for line in page.text.split("\n") if line]
    assert [line for line in lines if line not in captions] == [TITLE, FIRST, SECOND, THIRD]
    assert [page.text[part.extent.start : part.extent.end] for part in page.parts if part.role == "caption"] == captions
    assert page.title == TITLE


TAGS = [
    "<p>",
    "</p>",
    "<div class='author'>",
    "</div>",
    "<table>",
    "<tr>",
    "<td>",
    "<th colspan=3>",
    "</table>",
    "<br>",
]
PIECES = [
    *TAGS,
    "<h1>",
    "</h1>",
    "<a href=x>",
    "</a>",
    "<img>",
    "<li>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<pre>",
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([*PIECES, FIRST, "12", "Kết nạp", "%", "<time datetime=2019-01-01>", "<form>", "&nbsp;"]))
)
def test_any_mixture_of_tags_gives_a_page_or_an_input_error(pieces: list[str]) -> None:
    for source in ("".join(pieces), f"<html><body>{''.join(pieces)}</body></html>"):
        try:
            page = read_page(source)
        except InputError:
            continue
        extents = [part.extent for part in page.parts]
        assert extents == sorted(extents)
        assert all(page.text[extent.start : extent.end].strip() for extent in extents)
        assert all(cell.extent.end <= len(page.text) for grid in page.grids for cell in grid.cells)
