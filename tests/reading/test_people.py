"""Names and offices, in the forms the genre writes them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.layout import read_layout
from extractor.reading.model import Block
from extractor.reading.people import read_people
from extractor.text.article import Extent


def people(text: str) -> list[tuple[str, str | None]]:
    text = unicodedata.normalize("NFC", text)
    mentions = read_people(text, [Block(Extent(0, len(text)), "body")])
    return [
        (text[m.name.start : m.name.end], text[m.role.start : m.role.end] if m.role is not None else None)
        for m in mentions
    ]


CASES: dict[str, tuple[str, list[tuple[str, str | None]]]] = {
    "a district and its secretary": (
        "Bí thư Huyện ủy An Minh Phạm Quốc Triệu thẳng thắn.",
        [("Phạm Quốc Triệu", "Bí thư Huyện ủy An Minh")],
    ),
    "an age between name and office": (
        "Anh Đỗ Văn Mạnh, 31 tuổi, Bí thư Chi bộ xóm Bắc Hòa, mở sổ; bà Lê Kim Thoa (46 tuổi), Chủ tịch Hội Nông dân.",
        [("Đỗ Văn Mạnh", "Bí thư Chi bộ xóm Bắc Hòa"), ("Lê Kim Thoa", "Chủ tịch Hội Nông dân")],
    ),
    "a member by name": (
        "Đảng viên Lò Văn Pản bị khai trừ; sinh viên Trần Thị Hạnh vào Đảng.",
        [("Lò Văn Pản", None), ("Trần Thị Hạnh", None)],
    ),
    "members of a place or a firm": ("Đảng viên Nghệ An, đoàn viên Công ty May Sông Hồng, đảng viên Đoàn khối.", []),
    "role before": (
        "Bí thư Đảng ủy Khối các cơ quan tỉnh Lê Quang Tuấn kết luận.",
        [("Lê Quang Tuấn", "Bí thư Đảng ủy Khối các cơ quan tỉnh")],
    ),
    "role after, to the verb": (
        "Đồng chí Mai Văn Lộc, Ủy viên BCH Đảng bộ tỉnh, Bí thư Huyện ủy dự và phát biểu.",
        [("Mai Văn Lộc", "Ủy viên BCH Đảng bộ tỉnh, Bí thư Huyện ủy")],
    ),
    "role after a dash": (
        "đồng chí Phan Thị Hòa – Phó Trưởng ban Thường trực Ban Tổ chức Tỉnh ủy tham dự",
        [("Phan Thị Hòa", "Phó Trưởng ban Thường trực Ban Tổ chức Tỉnh ủy")],
    ),
    "list with semicolons": (
        "Dự có các đồng chí: Vũ Đình An, Phó Bí thư Tỉnh ủy; Lò Văn Pháng, Trưởng Ban Dân vận; đại diện các sở.",
        [("Vũ Đình An", "Phó Bí thư Tỉnh ủy"), ("Lò Văn Pháng", "Trưởng Ban Dân vận")],
    ),
    "names that share a role": (
        "Dự có các đồng chí Vũ Đình An, Trần Thị Sáu, Phó Bí thư Đảng ủy Khối.",
        [("Vũ Đình An", "Phó Bí thư Đảng ủy Khối"), ("Trần Thị Sáu", "Phó Bí thư Đảng ủy Khối")],
    ),
    "one title for several": (
        "Các Phó Chủ tịch UBND tỉnh Lê Văn Tám, Nguyễn Thị Hảo cùng dự.",
        [("Lê Văn Tám", "Phó Chủ tịch UBND tỉnh"), ("Nguyễn Thị Hảo", "Phó Chủ tịch UBND tỉnh")],
    ),
    "highland names": (
        "Dự có đồng chí K’Brêm Sang, Phó Chủ tịch HĐND tỉnh; Rơ Lan Thuyên, Bí thư Huyện ủy; "
        "Y Thông Niê Mlô, Bí thư Chi bộ.",
        [
            ("K’Brêm Sang", "Phó Chủ tịch HĐND tỉnh"),
            ("Rơ Lan Thuyên", "Bí thư Huyện ủy"),
            ("Y Thông Niê Mlô", "Bí thư Chi bộ"),
        ],
    ),
    "a rank is no role": (
        "Đại tá Bùi Ngọc Sơn, Chính ủy Bộ Chỉ huy Quân sự tỉnh, dự.",
        [("Bùi Ngọc Sơn", "Chính ủy Bộ Chỉ huy Quân sự tỉnh")],
    ),
    "province before the name": (
        "Bí thư Tỉnh ủy Lâm Đồng Hà Văn Quý phát biểu.",
        [("Hà Văn Quý", "Bí thư Tỉnh ủy Lâm Đồng")],
    ),
    "district before the name": (
        "Bí thư Huyện ủy Văn Yên Cao Đức Minh trao quà.",
        [("Cao Đức Minh", "Bí thư Huyện ủy Văn Yên")],
    ),
    "school named after a person": (
        "Hiệu trưởng Trường THPT Chu Văn An Phạm Thị Lan kể.",
        [("Phạm Thị Lan", "Hiệu trưởng Trường THPT Chu Văn An")],
    ),
    "firm with a person's name": (
        "Ông Đỗ Văn Bảy (Giám đốc Công ty TNHH Hoàng Long) nói.",
        [("Đỗ Văn Bảy", "Giám đốc Công ty TNHH Hoàng Long")],
    ),
    "body with dash and comma": (
        "Bà Lý Thị Kim, Giám đốc Sở Văn hóa, Thể thao và Du lịch, "
        "và Giám đốc Sở Lao động - Thương binh và Xã hội Tô Văn Hà.",
        [
            ("Lý Thị Kim", "Giám đốc Sở Văn hóa, Thể thao và Du lịch"),
            ("Tô Văn Hà", "Giám đốc Sở Lao động - Thương binh và Xã hội"),
        ],
    ),
    "two offices, two names": (
        "Phó Bí thư Đảng ủy Khối Lê Minh Đức, Chủ nhiệm Ủy ban Kiểm tra Vi Thu Hà đồng chủ trì.",
        [("Lê Minh Đức", "Phó Bí thư Đảng ủy Khối"), ("Vi Thu Hà", "Chủ nhiệm Ủy ban Kiểm tra")],
    ),
    "former office": (
        "Theo đồng chí Vũ Hồng Phong, nguyên Bí thư Đảng ủy Khối, việc này khó.",
        [("Vũ Hồng Phong", "nguyên Bí thư Đảng ủy Khối")],
    ),
    "no office": (
        "Tặng Giấy khen cho các đồng chí Lý A Páo và Hoàng Văn Tấn.",
        [("Lý A Páo", None), ("Hoàng Văn Tấn", None)],
    ),
    "office without a name": ("Đồng chí Bí thư Tỉnh ủy yêu cầu các cấp ủy vào cuộc.", []),
    "place and no person": ("Chủ tịch UBND huyện Mai Sơn cho biết.", []),
    "body with an ampersand": (
        "Phó Giám đốc Sở LĐ-TB&XH Vũ Thị Mận tới dự.",
        [("Vũ Thị Mận", "Phó Giám đốc Sở LĐ-TB&XH")],
    ),
    "body in a bracket after a list": (
        "bà Lý Thị Kim, Trưởng phòng Tổ chức đảng, đảng viên (Ban Tổ chức Tỉnh ủy) nói.",
        [("Lý Thị Kim", "Trưởng phòng Tổ chức đảng, đảng viên (Ban Tổ chức Tỉnh ủy)")],
    ),
    "a bracket with somebody else is no part of the office": (
        "bà Lý Thị Kim, Bí thư Chi bộ (ảnh trái) nói.",
        [("Lý Thị Kim", "Bí thư Chi bộ")],
    ),
    "elected at the event": (
        "Đồng chí Mai Văn Lộc tái đắc cử chức Bí thư Đảng ủy Khối.",
        [("Mai Văn Lộc", "Bí thư Đảng ủy Khối")],
    ),
    "a unit that no person's name goes with": (
        "Phó Chủ tịch HĐND thành phố Phạm Thành Kiên, Hiệu phó nhà trường Trần Thị Lan, Trưởng khu phố Lê Thị Sáu nói.",
        [
            ("Phạm Thành Kiên", "Phó Chủ tịch HĐND thành phố"),
            ("Trần Thị Lan", "Hiệu phó nhà trường"),
            ("Lê Thị Sáu", "Trưởng khu phố"),
        ],
    ),
    "a body's short form after and": (
        "Giám đốc Sở Nông nghiệp và PTNT Huỳnh Tấn Mười kể.",
        [("Huỳnh Tấn Mười", "Giám đốc Sở Nông nghiệp và PTNT")],
    ),
    "a sewing line": ("chị Đào Thị Nhàn, tổ trưởng chuyền may, nhớ lại.", [("Đào Thị Nhàn", "tổ trưởng chuyền may")]),
    "a sentence that ends before a name's like": (
        "tặng Bằng khen cho 5 đồng chí. Trao Huy hiệu Đảng cho 9 đảng viên.",
        [],
    ),
    "a seat of the youth union": (
        "Bí thư Tỉnh đoàn Hoàng Minh Trí kêu gọi các cơ sở Đoàn.",
        [("Hoàng Minh Trí", "Bí thư Tỉnh đoàn")],
    ),
    "a short form inside a body's name": (
        "Đồng chí Trịnh Quốc Khải, Chủ nhiệm Ủy ban Kiểm tra (UBKT) Thành ủy chủ trì kỳ họp.",
        [("Trịnh Quốc Khải", "Chủ nhiệm Ủy ban Kiểm tra (UBKT) Thành ủy")],
    ),
    "a city by its letters": (
        "Phó bí thư Thành ủy TP.HCM Lâm Chí Viễn phát biểu.",
        [("Lâm Chí Viễn", "Phó bí thư Thành ủy TP.HCM")],
    ),
    "a board of works": (
        "Vụ ông Trần Quốc Bẩm, nguyên Giám đốc Ban Quản lý dự án kè Sông Vệ, nâng khống khối lượng.",
        [("Trần Quốc Bẩm", "nguyên Giám đốc Ban Quản lý dự án kè Sông Vệ")],
    ),
    "an official of a commune": (
        "cảnh cáo bà Mai Thị Lực, công chức địa chính; khiển trách hai đảng viên khác.",
        [("Mai Thị Lực", "công chức địa chính")],
    ),
    "youth union is no name": (
        "Bí thư Đoàn Thanh niên Khối Trần Quốc Huy trình bày.",
        [("Trần Quốc Huy", "Bí thư Đoàn Thanh niên Khối")],
    ),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_name_is_read_with_its_office(case: str) -> None:
    text, expected = CASES[case]
    assert people(text) == expected


def test_historical_figures_are_not_people() -> None:
    assert people("Chủ tịch Hồ Chí Minh căn dặn; đồng chí Võ Nguyên Giáp từng nói.") == []


def test_furniture_and_skipped_stretches_are_not_read() -> None:
    text = "Bí thư Đảng ủy Khối Lê Quang Tuấn"
    whole = Extent(0, len(text))
    assert read_people(text, [Block(whole, "furniture")]) == ()
    assert read_people(text, [Block(whole, "body")], skip=[Extent(3, 5)]) == ()


PIECES = st.sampled_from(
    [
        "Đồng chí",
        "các",
        "Bí thư",
        "Nguyễn",
        "Văn",
        "A",
        ",",
        ";",
        "-",
        "và",
        "Đảng ủy",
        "K’",
        "(",
        "Khối",
        "là",
        "Phó",
        ":",
        ".",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join)))
def test_any_text_can_be_read_and_extents_hold(raw: str) -> None:
    text = unicodedata.normalize("NFC", raw)
    for mention in read_people(text, read_layout(text)):
        assert 0 <= mention.extent.start <= mention.name.start < mention.name.end <= mention.extent.end <= len(text)
        if mention.role is not None:
            assert mention.extent.covers(mention.role)
