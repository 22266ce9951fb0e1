"""The part each paragraph plays on the page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.bylines import read_authors
from extractor.reading.layout import read_layout
from extractor.reading.outlets import masthead, opening_tag
from extractor.text.article import Article

LEAD = (
    "Sáng 12/1, Đảng ủy Khối các cơ quan tỉnh tổ chức hội nghị tổng kết công tác xây dựng Đảng năm 2021, "
    "triển khai nhiệm vụ năm 2022."
)
BODY = (
    "Năm qua, các cấp ủy trong Khối đã bám sát nghị quyết, giữ nền nếp sinh hoạt chi bộ và hoàn thành phần lớn "
    "những việc đã đề ra từ đầu năm, trong đó có việc kết nạp 120 đảng viên."
)


def roles(*lines: str) -> list[str]:
    """The roles of the lines, each a paragraph of its own."""
    return [block.role for block in read_layout("\n\n".join(lines))]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Cập nhật lúc 17:55, Thứ Ba, 06/02/2018 (GMT+7)", "dateline"),
        ("02:01, 14/01/2022", "dateline"),
        ("Thứ 4, 21/12/2016 | 19:48 [GMT +7]", "dateline"),
        ("Ngày đăng: 18/01/2023   Lượt xem: 412", "dateline"),
        ("Báo Hà Nam - Thứ hai, 03/07/2023 10:14", "dateline"),
        ("Báo và phát thanh, truyền hình Tuyên Quang | 08:10, 05/01/2026", "dateline"),
        ("Trang chủ » Chính trị » Xây dựng Đảng", "furniture"),
        ("XÂY DỰNG ĐẢNG", "furniture"),
        ("Giới thiệu | Liên hệ | RSS | English", "furniture"),
        ("Nghe đọc bài  0:00 / 3:12    A-  A  A+", "furniture"),
        ("En", "furniture"),
        ("A | A+ | In | Email", "furniture"),
        ("Báo và phát thanh, truyền hình Hà Tĩnh", "furniture"),
        ("Thời sự / Công tác cán bộ", "furniture"),
        ("Thứ tư, 07-01-26 16:20:05", "dateline"),
        ("In | Email | Facebook", "furniture"),
    ],
)
def test_what_stands_above_the_headline_is_told_from_it(line: str, role: str) -> None:
    assert roles(line, "Khối các cơ quan tỉnh nhìn lại một năm", LEAD, BODY) == [role, "title", "lead", "body"]


@pytest.mark.parametrize(
    "byline",
    [
        "Nguyễn Xuân",
        "M.V.H",
        "Q.Như",
        "LÊ HOÀNG",
        "Ng. Lam",
        "Thu Thủy – Công Luận",
        "Thanh Ngân - Hữu Lộc",
        "Tin, ảnh: Tường Vi",
        "Bài và ảnh: Thạch Sơn",
        "Thực hiện: Ngọc Trâm – Duy Khang",
        "Hoài An (thực hiện)",
        "PV: Nông Thuỷ",
        "* Lê Thảo Nguyên",
        "Trần Văn Bình – Văn phòng Đảng ủy Khối",
        "PV",
    ],
)
def test_a_name_that_signs_the_article_is_a_byline(byline: str) -> None:
    assert roles("Khối các cơ quan tỉnh nhìn lại một năm", LEAD, BODY, byline)[-1] == "byline"


@pytest.mark.parametrize("byline", ["Trần Huy - Bảo Châu", "* LÊ THẢO NGUYÊN", "Bài, ảnh: Thu Hà"])
def test_a_byline_may_stand_under_the_headline(byline: str) -> None:
    assert roles("Khối các cơ quan tỉnh nhìn lại một năm", byline, LEAD, BODY) == ["title", "byline", "lead", "body"]


@pytest.mark.parametrize(
    "caption",
    [
        "Quang cảnh hội nghị",
        "Quang cảnh hội nghị tại điểm cầu tỉnh.",
        "Các đại biểu dự hội nghị",
        "Ảnh: Đại biểu biểu quyết thông qua chương trình.",
        "Đồng chí Cao Thị Lan phát biểu kết luận hội nghị. Ảnh: Hoài An",
        "Lãnh đạo Đảng ủy Khối trao Giấy khen cho 11 chi, đảng bộ cơ sở",
        "Đồng chí Giáp Thu, Chủ nhiệm UBKT Tỉnh ủy trao thưởng cho các tập thể.",
    ],
)
def test_a_line_under_a_photo_is_a_caption(caption: str) -> None:
    assert roles("Khối các cơ quan tỉnh nhìn lại một năm", LEAD, caption, BODY) == ["title", "lead", "caption", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "Dịp này, Đảng ủy Khối tặng giấy khen cho 14 tập thể và 22 cá nhân có thành tích xuất sắc.",
        "KHỐI DOANH NGHIỆP: ĐƠN HÀNG ĐỦ, NGƯỜI THỢ YÊN TÂM",
        "P.V: Bước sang năm 2024, Đảng bộ Khối đặt ra những chỉ tiêu nào?",
        "* Sáng cùng ngày, Đảng ủy Khối doanh nghiệp tỉnh cũng tổng kết công tác năm 2021.",
        "Riêng Đảng bộ quận thi hành kỷ luật 21 đảng viên, giảm gần 30% so với năm trước.",
    ],
)
def test_a_short_paragraph_of_the_text_is_body(line: str) -> None:
    assert roles("Khối các cơ quan tỉnh nhìn lại một năm", LEAD, line, BODY)[2] == "body"


@pytest.mark.parametrize(
    "heading",
    [
        "Tin xem nhiều",
        "CÁC TIN KHÁC",
        "Bình luận (0)",
        "Tags: Khối các cơ quan, tổng kết",
        "Từ khoá: Đảng uỷ Khối",
        "Trả lời",
        "Ý KIẾN BẠN ĐỌC (0)",
        "Lượt xem: 312",
    ],
)
def test_nothing_is_read_after_the_boxes_that_close_a_page(heading: str) -> None:
    found = roles(
        "Khối các cơ quan tỉnh nhìn lại một năm", LEAD, BODY, "Thu Hà", heading, "Huyện X kết nạp 402 đảng viên"
    )
    assert found[-3:] == ["byline", "furniture", "furniture"]


def test_prose_that_opens_with_the_words_of_an_imprint_is_no_box() -> None:
    told = "Ban biên tập 3 số bản tin với 10.500 bản mỗi số; tổ chức 2 kỳ hội nghị báo cáo viên cho 1.350 người dự."
    assert roles("Khối các cơ quan nhìn lại một năm", LEAD, told, BODY)[2:] == ["body", "body"]


def test_the_article_goes_on_after_a_box_inside_it() -> None:
    found = roles(
        "Khối các cơ quan nhìn lại một năm", LEAD, "Tin liên quan", "» Huyện X kết nạp 402 đảng viên", BODY, "Thu Hà"
    )
    assert found == ["title", "lead", "furniture", "furniture", "body", "byline"]


def test_a_paragraph_printed_twice_is_read_once() -> None:
    assert roles("Khối các cơ quan tỉnh nhìn lại một năm", LEAD, LEAD, BODY) == ["title", "lead", "furniture", "body"]


def test_an_article_that_begins_with_its_outlets_tag_has_no_headline() -> None:
    assert roles("(kontumtv.vn) – Năm 2015, Đảng bộ Khối đã tổ chức đại hội.", BODY)[0] == "lead"


@pytest.mark.parametrize("number", ["500", "í", "21"])
def test_a_photos_number_is_furniture_and_the_line_below_its_caption(number: str) -> None:
    found = roles("Khối các cơ quan tỉnh nhìn lại một năm", LEAD, number, "Hội nghị diễn ra trong một buổi sáng.", BODY)
    assert found == ["title", "lead", "furniture", "caption", "body"]


TITLE = "Khối các cơ quan tỉnh nhìn lại một năm"


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        (["Gắn bó"], ["title"]),
        (["Thời sự", "Gắn bó"], ["furniture", "title"]),
        (["Xây dựng Đảng bộ", TITLE], ["furniture", "title"]),
        ([TITLE, "Nhiều đổi mới trong sinh hoạt chi bộ ở các đơn vị"], ["title", "caption"]),
        ([TITLE, "Cỡ chữ nhỏ"], ["title", "furniture"]),
        ([TITLE, "Các đại biểu tham quan gian trưng bày tại hội nghị."], ["title", "caption"]),
        ([TITLE, "21", "Quang cảnh buổi sáng tại hội trường"], ["title", "furniture", "caption"]),
        ([TITLE, "Tác giả: Thu Hà"], ["title", "byline"]),
        ([TITLE, "Thu Hà", "12/01/2022"], ["title", "byline", "dateline"]),
        (["(LSO) - Khối các cơ quan tỉnh nhìn lại một năm", "12/01/2022"], ["title", "dateline"]),
        (["Đảng ủy Khối tổng kết năm 2021 và bàn việc năm mới.", "12/01/2022"], ["title", "dateline"]),
    ],
)
def test_of_the_lines_above_the_lead_one_is_the_headline(above: list[str], expected: list[str]) -> None:
    assert roles(*above, LEAD, BODY) == [*expected, "lead", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "baobinhdinh.com.vn, thứ Sáu, 22/1/2016",
        "www.baobinhdinh.vn - 22-01-2016 09:12",
        "thứ Sáu, 22/1/2016",
    ],
)
@pytest.mark.parametrize("more", ["", " của Đảng bộ huyện Hoài Ân và các chi bộ trực thuộc"])
def test_a_date_line_right_below_the_headline_is_no_part_of_it(line: str, more: str) -> None:
    headline = f"Nhìn lại một năm làm công tác xây dựng Đảng{more}"
    text = f"{headline}\n{line}\n{LEAD}\n{BODY}"
    assert [(block.role, text[block.extent.start : block.extent.end]) for block in read_layout(text)][:2] == [
        ("title", headline),
        ("dateline", line),
    ]


def test_a_sentence_broken_before_its_date_goes_on() -> None:
    text = f"{LEAD}\n\n{BODY[:-1]}, nhiều nhất trong nhiều năm nay, theo báo cáo\nngày 22/1/2016 của Huyện ủy."
    assert [block.role for block in read_layout(text)] == ["lead", "body"]


def test_a_dateline_may_stand_below_the_text() -> None:
    assert roles(TITLE, LEAD, BODY, "Cập nhật lúc 17:55, Thứ Ba, 06/02/2018")[-1] == "dateline"


def test_a_heading_in_capitals_or_with_a_number_is_no_caption() -> None:
    found = roles(
        TITLE, LEAD, "KẾT QUẢ NỔI BẬT CỦA ĐẢNG BỘ", BODY, "2. Các đại biểu trao đổi về cách làm", BODY + " Hết."
    )
    assert found == ["title", "lead", "body", "body", "body", "body"]


def test_a_page_without_prose_has_no_lead() -> None:
    assert "lead" not in roles("Trang chủ | Liên hệ", "Thời sự", "12/01/2022")


def test_a_paragraph_broken_at_a_fixed_width_is_one_block() -> None:
    wrapped = (
        "Trong năm qua, Đảng bộ Khối đã kết nạp được một trăm hai mươi\n"
        "đảng viên mới, mở bốn lớp bồi dưỡng nghiệp vụ công tác đảng cho\n"
        "Bí thư chi bộ và cấp ủy viên cơ sở, hoàn thành chương trình kiểm\n"
        "tra, giám sát."
    )
    text = f"Khối các cơ quan tỉnh nhìn lại một năm\n\n{LEAD}\n\n{wrapped}\n\n{BODY}"
    blocks = read_layout(text)
    assert [text[block.extent.start : block.extent.end] for block in blocks][2] == wrapped


def test_rows_and_cells_of_a_flattened_table_are_body() -> None:
    cells = "Chỉ tiêu\nĐVT\nKế hoạch\nThực hiện\nKết nạp đảng viên\nngười\n120\n135"
    found = [block.role for block in read_layout(f"Khối nhìn lại một năm công tác\n\n{LEAD}\n\n{cells}\n\n{BODY}")]
    assert found == ["title", "lead", *["body"] * 9]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_text_is_laid_out_in_order_with_trimmed_blocks(text: str) -> None:
    article = Article.from_text("any", text)
    blocks = read_layout(article.text)
    assert all(before.extent.end <= after.extent.start for before, after in pairwise(blocks))
    for block in blocks:
        piece = article.slice(block.extent)
        assert piece and piece == piece.strip()


@given(
    st.lists(
        st.sampled_from([LEAD, BODY, "500", "Tin khác", "Thu Hà", "", "Xem thêm", "14/01/2022", "a, b"]), max_size=12
    )
)
def test_pages_in_any_order_are_read_without_error(lines: list[str]) -> None:
    assert len(read_layout("\n".join(lines))) <= len(lines)


@pytest.mark.parametrize(
    "line",
    [
        "BÁO LÀO CAI ĐIỆN TỬ",
        "CỔNG THÔNG TIN ĐIỆN TỬ PHƯỜNG ĐÔNG HÀ",
        "BÁO VÀ PHÁT THANH, TRUYỀN HÌNH SƠN LA",
        "MIỀN TÂY ONLINE",
        "Trang thông tin điện tử Đảng ủy Khối Cơ quan và Doanh nghiệp tỉnh Quảng Trị",
    ],
)
def test_a_masthead_is_no_headline(line: str) -> None:
    title = "Đảng ủy phường tổng kết công tác năm 2025"
    text = f"{line}\n\n{title}\n\n12/01/2026 08:30\n\nSáng 12/1, Đảng ủy phường Đông Hà tổng kết công tác năm 2025."
    article = Article.from_text("masthead", text)
    blocks = read_layout(article.text)
    assert [article.slice(block.extent) for block in blocks if block.role == "title"] == [title]


def test_a_headline_in_capitals_is_no_masthead() -> None:
    assert masthead("ĐẢNG BỘ PHƯỜNG TỔNG KẾT CÔNG TÁC NĂM 2025") is None


def test_a_rubric_under_the_masthead_gives_way_to_the_headline() -> None:
    lines = ("Báo và phát thanh, truyền hình Hà Tĩnh", "Chào mừng đại hội các cấp")
    headline = "Đảng bộ phường Sông Trí tổng kết năm, đặt chỉ tiêu kết nạp đảng viên cho nhiệm kỳ mới"
    assert roles(*lines, headline, LEAD, BODY) == ["furniture", "furniture", "title", "lead", "body"]


HEADLINE = "Chi bộ mạnh thì khoa phòng mạnh"


@pytest.mark.parametrize(
    "head",
    [
        "SỨC KHỎE MIỀN TÂY\nCơ quan ngôn luận của Sở Y tế\nThời sự > Y tế",
        "BỆNH VIỆN TỈNH - CỔNG THÔNG TIN ĐIỆN TỬ\nChuyên mục: Công tác Đảng - đoàn thể",
        "TẬP ĐOÀN CAO SU MIỀN ĐÔNG VIỆT NAM\nCổng thông tin điện tử\nTrang chủ / Tin tức / Đảng",
        "CÔNG TÁC ĐẢNG TRONG BỆNH VIỆN",
        "Chính trị > Xây dựng Đảng",
    ],
)
def test_what_hangs_together_with_the_pages_menu_and_a_kicker_in_capitals_are_no_headline(head: str) -> None:
    text = f"{head}\n\n{HEADLINE}\n\n12/01/2022 08:30\n\n{LEAD}\n\n{BODY}"
    assert [text[block.extent.start : block.extent.end] for block in read_layout(text) if block.role == "title"] == [
        HEADLINE
    ]


def test_a_headline_right_under_the_menu_stays_one_where_no_other_stands_apart() -> None:
    text = f"Trang chủ / Tin tức / Đảng\n{HEADLINE}\n\n12/01/2022 08:30\n\n{LEAD}\n\n{BODY}"
    assert [text[block.extent.start : block.extent.end] for block in read_layout(text) if block.role == "title"] == [
        HEADLINE
    ]


def test_where_nothing_stands_above_the_lead_the_headline_may_stand_below() -> None:
    assert roles(LEAD, "Khối các cơ quan tỉnh nhìn lại một năm", BODY, BODY + " Thêm.")[:2] == ["lead", "title"]
    assert roles(LEAD, "Quang cảnh hội nghị tổng kết của Đảng ủy Khối", BODY, BODY + " Thêm.")[:2] == [
        "lead",
        "caption",
    ]


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Lý Thị Mẫu/VOV-ĐBSCL", ("Lý Thị Mẫu",)),
        ("Lý Mẫu/BAOMAU.VN", ("Lý Mẫu",)),
        ("Lý Mẫu, Trần Mẫu/VOV-Tây Bắc", ("Lý Mẫu", "Trần Mẫu")),
        ("XÂY DỰNG ĐẢNG", ()),
        ("Lý Mẫu/Trần Mẫu", ("Lý Mẫu", "Trần Mẫu")),
        ("Thực hiện: Phòng Công tác xã hội", ("Phòng Công tác xã hội",)),
    ],
)
def test_the_house_behind_a_slash_is_no_author(line: str, authors: tuple[str, ...]) -> None:
    assert read_authors(line) == authors


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Cao Bằng (TTXVN) - Ngày 5/1, Huyện ủy họp.", "TTXVN"),
        ("Cao Bằng (Vietnam+) - Ngày 5/1, Huyện ủy họp.", "Vietnam+"),
        ("(CT) - Ngày 5/1, Thành ủy họp.", "CT"),
        ("(CT) của Ban Bí thư được thực hiện.", None),
        ("Cao Bằng (tỉnh miền núi) - nơi có 15 xã.", None),
    ],
)
def test_a_tag_in_brackets_may_stand_behind_the_place(text: str, name: str | None) -> None:
    found = opening_tag(text)
    assert (found.name if found else None) == name


def test_a_list_of_results_is_read_where_no_sentence_opens_the_article() -> None:
    head = "Kết quả công tác của Đảng bộ huyện Tam Nông năm 2022"
    items = ["1. Về tổ chức", "- Tổng số đảng viên: 6.042", "- Kết nạp: 171 đảng viên"]
    assert roles(head, *items) == ["title", "lead", "body", "body"]
    assert roles(head, *items, "Các tin khác", "- Huyện Mộc Châu kết nạp 214 đảng viên mới")[-1] == "furniture"
    assert roles(head, "- Trang chủ", "- Tin tức")[1:] == ["furniture", "furniture"]
