"""Documents in every notation: numbers, plenums, congresses, issuers with a subject."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.documents import read_documents
from extractor.reading.layout import read_layout
from extractor.reading.model import Block
from extractor.text.article import Extent

Expected = list[tuple[str, str | None, str | None, date | None, str | None]]


def documents(text: str) -> Expected:
    mentions = read_documents(text, [Block(Extent(0, len(text)), "body")])
    return [(m.kind, m.number, m.title, m.issued_on, m.issuer) for m in mentions]


NUMBERED: dict[str, Expected] = {
    "thực hiện Nghị quyết số 21-NQ/TW của Trung ương và Kế hoạch số 47-KH/TU của Tỉnh ủy": [
        ("Nghị quyết", "21-NQ/TW", None, None, "Trung ương"),
        ("Kế hoạch", "47-KH/TU", None, None, "Tỉnh ủy"),
    ],
    "có Nghị quyết số 57-NQ/TW ngày 22-12-2024 và Nghị quyết số 68-NQ/TW ngày 4-5-2025 của Bộ Chính trị thành đề án": [
        ("Nghị quyết", "57-NQ/TW", None, date(2024, 12, 22), "Bộ Chính trị"),
        ("Nghị quyết", "68-NQ/TW", None, date(2025, 5, 4), "Bộ Chính trị"),
    ],
    "thông qua Nghị quyết lãnh đạo nhiệm vụ 6 tháng cuối năm 2022 của Đảng ủy Quân sự tỉnh.": [
        ("Nghị quyết", None, "lãnh đạo nhiệm vụ 6 tháng cuối năm 2022", None, "Đảng ủy Quân sự tỉnh")
    ],
    "thực hiện Chỉ thị số 05-CT/TW ngày 15-5-2016 của Bộ Chính trị về học tập": [
        ("Chỉ thị", "05-CT/TW", None, date(2016, 5, 15), "Bộ Chính trị")
    ],
    "Chỉ thị số 05 - CT/TW, ngày 15 tháng 5 năm 2016": [("Chỉ thị", "05-CT/TW", None, date(2016, 5, 15), None)],
    "Quyết định số 45/2020/QĐ-UBND ngày 1/2/2020 của UBND tỉnh về việc giao chỉ tiêu": [
        ("Quyết định", "45/2020/QĐ-UBND", None, date(2020, 2, 1), "UBND tỉnh")
    ],
    "Chương trình hành động số 12-CTr/ĐUK": [("Chương trình", "12-CTr/ĐUK", None, None, None)],
    "Chỉ tiêu | Kế hoạch 2021 | Thực hiện 2021": [],
    "thực hiện Chương trình 135 và Kế hoạch số 2021": [
        ("Chương trình", "135", None, None, None),
        ("Kế hoạch", "2021", None, None, None),
    ],
    "thực hiện Quyết định 2031": [("Quyết định", "2031", None, None, None)],
    "Ban Thường vụ Đảng ủy Khối đã ban hành Kế hoạch số 18-KH/ĐUK": [
        ("Kế hoạch", "18-KH/ĐUK", None, None, "Ban Thường vụ Đảng ủy Khối")
    ],
    "các Nghị quyết số 18-NQ/TW, 19-NQ/TW của Ban Chấp hành Trung ương": [
        ("Nghị quyết", "18-NQ/TW", None, None, "Ban Chấp hành Trung ương"),
        ("Nghị quyết", "19-NQ/TW", None, None, "Ban Chấp hành Trung ương"),
    ],
    "Chỉ thị số 40-CT/TW và Kết luận số 06-KL/TW của Ban Bí thư": [
        ("Chỉ thị", "40-CT/TW", None, None, "Ban Bí thư"),
        ("Kết luận", "06-KL/TW", None, None, "Ban Bí thư"),
    ],
    "Quy định số 30-QĐ/TW của Ban Chấp hành Trung ương và Quy định số 102-QĐ/TW của Bộ Chính trị": [
        ("Quy định", "30-QĐ/TW", None, None, "Ban Chấp hành Trung ương"),
        ("Quy định", "102-QĐ/TW", None, None, "Bộ Chính trị"),
    ],
    "Ban Thường vụ Tỉnh ủy ban hành Nghị quyết số 05-NQ/TU về sinh hoạt chi bộ và Quy định số 382-QĐ/TU về cán bộ": [
        ("Nghị quyết", "05-NQ/TU", None, None, "Ban Thường vụ Tỉnh ủy"),
        ("Quy định", "382-QĐ/TU", None, None, "Ban Thường vụ Tỉnh ủy"),
    ],
    "Ban Thường vụ Tỉnh ủy ban hành Nghị quyết số 05-NQ/TU. Các chi bộ học Quy định số 37-QĐ/TW": [
        ("Nghị quyết", "05-NQ/TU", None, None, "Ban Thường vụ Tỉnh ủy"),
        ("Quy định", "37-QĐ/TW", None, None, None),
    ],
    "Nghị quyết số 21-NQ/TW ngày 16.6.2022 của Hội nghị Trung ương 5; sắp xếp giờ sinh hoạt": [
        ("Nghị quyết", "21-NQ/TW", None, date(2022, 6, 16), "Hội nghị Trung ương 5")
    ],
    "Thông báo kết luận số 158-TB/TW.": [("Thông báo", "158-TB/TW", None, None, None)],
    "tham mưu triển khai Nghị quyết 39": [("Nghị quyết", "39", None, None, None)],
}
NAMED: dict[str, list[str]] = {
    "Nghị quyết Trung ương 4 (khóa XI, XII) về xây dựng Đảng": ["Trung ương 4 khóa XI", "Trung ương 4 khóa XII"],
    "Nghị quyết Hội nghị Trung ương 7, 8 khóa XII": ["Trung ương 7 khóa XII", "Trung ương 8 khóa XII"],
    "Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng khóa XII": ["Trung ương 4 khóa XII"],
    "Nghị quyết TW 6 (khoá XII)": ["Trung ương 6 khóa XII"],
    "Nghị quyết Đại hội XIII của Đảng": ["Đại hội XIII"],
    "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XI của Đảng": ["Đại hội đại biểu toàn quốc lần thứ XI"],
    "Nghị quyết Đại hội XV Đảng bộ tỉnh": ["Đại hội XV Đảng bộ tỉnh"],
    "Nghị quyết Đại hội Đảng bộ Khối các cơ quan tỉnh lần thứ VII, nhiệm kỳ 2020-2025": [
        "Đại hội Đảng bộ Khối các cơ quan tỉnh lần thứ VII"
    ],
    "Nghị quyết Đại hội Đảng các cấp và Đại hội Đảng toàn quốc lần thứ XIII": ["Đại hội Đảng toàn quốc lần thứ XIII"],
    "Nghị quyết Đại hội Đảng bộ Khối nhiệm kỳ 2020 - 2025": ["Đại hội Đảng bộ Khối"],
    "Kế hoạch của Ban Thường vụ Tỉnh ủy về xóa nhà tạm": ["xóa nhà tạm"],
    "Nghị quyết của Tỉnh ủy và Nghị quyết của Đảng ủy Khối về phát triển đảng viên.": [
        "phát triển đảng viên",
        "phát triển đảng viên",
    ],
}
GENERIC = [
    "các nghị quyết, chỉ thị của Đảng; kế hoạch 5 năm; ban hành 3 nghị quyết chuyên đề và 14 kế hoạch",
    "Nghị quyết Đại hội Đảng các cấp; theo quy định của Đảng về tuổi đời; Nghị quyết của Tỉnh ủy",
    "tổ chức thành công Đại hội Đảng bộ tỉnh lần thứ XIX, nhiệm kỳ 2020 - 2025",
    "hoàn thành 100% kế hoạch; thực hiện chương trình công tác năm 2020",
]


@pytest.mark.parametrize("text", NUMBERED)
def test_a_number_is_read_with_date_and_issuer(text: str) -> None:
    assert documents(text) == NUMBERED[text]


@pytest.mark.parametrize("text", NAMED)
def test_a_title_is_put_together_in_the_form_of_the_guide(text: str) -> None:
    assert [title for _, _, title, _, _ in documents(text)] == NAMED[text]


@pytest.mark.parametrize("text", GENERIC)
def test_generic_mentions_are_not_documents(text: str) -> None:
    assert documents(text) == []


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Ban đã tham mưu Ban Thường vụ Tỉnh ủy ban hành nghị quyết về phát triển đảng vùng cao", 1),
        ("Ông nhắc Ban sớm tham mưu Ban Thường vụ Tỉnh ủy ban hành nghị quyết về phát triển đảng vùng cao", 0),
        ("Cuối năm, Ban Thường vụ Tỉnh ủy sẽ xem xét. Tỉnh ủy ban hành nghị quyết về phát triển đảng vùng cao", 1),
    ],
)
def test_a_paper_that_is_only_asked_for_is_no_document_yet(text: str, titles: int) -> None:
    assert len(documents(text)) == titles


def test_a_subject_may_name_a_further_document() -> None:
    found = documents("Kế hoạch số 7-KH/TU về thực hiện Quy định số 08-QĐi/TW của Ban Chấp hành Trung ương")
    assert [number for _, number, _, _, _ in found] == ["7-KH/TU", "08-QĐi/TW"]


PIECES = st.sampled_from(
    [
        "Nghị quyết",
        "Trung ương",
        "Đại hội",
        "số",
        "18-NQ/TW",
        "4,",
        "5",
        "khóa XII",
        "của",
        "Tỉnh ủy",
        "về",
        "và",
        ";",
        "(",
        "lần thứ",
        "ngày 31/2/2020",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join)))
def test_any_text_can_be_read_and_extents_hold(raw: str) -> None:
    text = unicodedata.normalize("NFC", raw)
    for mention in read_documents(text, read_layout(text)):
        assert 0 <= mention.extent.start < mention.extent.end <= len(text)
        assert mention.number or mention.title
