"""Digits that measure nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extractor.reading.lookalikes import find_lookalikes
from extractor.text.flat import flatten
from tests.reading.shown import shown

DATES = [
    "Ngày 14-1, Đảng ủy Khối họp",
    "sáng 16.1, Đảng ủy Khối họp",
    "chiều 04/01 tại hội trường",
    "sáng nay (13/1)",
    "14/1: tổng kết công tác năm",
    "ngày 10-9-2018",
    "ngày 16.1.2020",
    "ngày 18 và 19/12",
    "trong hai ngày 18 và 19-12",
    "từ ngày 3-5/10",
    "Từ 1/1 đến 30/6",
    "tính đến 31/3, Đảng bộ",
    "Tính đến 4-11, các chi bộ họp xong",
    "Trước 10-12, mọi chi bộ kiểm điểm",
    "Từ 8 đến 11-12, chi bộ kiểm điểm",
    "từ 25-11 đến 3-12 kiểm điểm",
    "ngày 19 tháng Tám năm 2016",
    "ngày 7 tháng Mười hai",
    "ngày 13 tháng 1 năm 2020",
    "thứ tư, 26-05",
    "mít tinh 20/11",
    "kỷ niệm 3-2",
    "tháng 6/2021",
    "12/2020",
    "tháng 6, 7",
    "15/1 hằng năm",
]

YEARS_AND_PERIODS = [
    "quý 2-2018",
    "quý III/2019",
    "năm 2018, 2019",
    "nhiệm kỳ 2015-2020",
    "nhiệm kỳ 2015 – 2020",
    "từ năm 2015 đến 2020",
    "năm học 2018-2019",
    "6 tháng đầu năm",
    "trong 9 tháng qua",
    "5 năm liền",
    "hơn 20 năm",
    "2 ngày",
    "sinh hoạt 1 lần/quý",
    "tăng 3 lần so với năm 2017",
]

TIMES_AND_AGES = [
    "lúc 16:40",
    "16h40",
    "7g30",
    "8 giờ 30 phút",
    "từ 18 đến 30 tuổi",
    "18 tuổi",
    "huy hiệu 30 năm tuổi Đảng",
    "Huy hiệu 40 năm, 50 năm tuổi Đảng",
]

DOCUMENTS = [
    "Nghị quyết số 05-NQ/ĐUK",
    "Nghị quyết số 18-NQ/TW và 19-NQ/TW",
    "Chỉ thị 05",
    "Quyết định 1234/QĐ-UBND",
    "Nghị định 19/2020/NĐ-CP",
    "nghỉ theo Nghị định 178",
    "Nghị quyết số 57-NQ/TW ngày 22/12/2024",
    "Đại hội Đảng bộ phường lần thứ I, nhiệm kỳ 2025-2030",
    "Nghị quyết Trung ương 4, 5, 6 khóa XII",
    "Nghị quyết 18, 19 của Trung ương",
    "Điều 30 Điều lệ Đảng",
]

ORDINALS = [
    "Đại hội lần thứ VI",
    "đại hội lần thứ 12",
    "khóa XIII",
    "khóa 12",
    "phường 7",
    "quốc lộ 1A",
    "đường 30/4",
    "lớp 12",
    "bài 2: kết quả",
]

NUMBERS_OF_THE_PAGE = [
    "1. Tăng cường kỷ luật",
    "2) Tăng cường kỷ luật",
    "3.1. Kết quả",
    "4/ Kết quả",
    "Ảnh 3: quang cảnh",
    "Hình 2.",
    "(trang 5)",
    "Điện thoại: 0913.456.789",
    "ĐT: 0263 3822 456",
    "hotline 1900 1234",
    "xem https://example.vn/tin-2018-12345",
    "thu@khoi12.example.vn",
]

NAMES_WITH_NUMBERS = [
    "COVID-19",
    "ISO 9001:2015",
    "Chi bộ “4 tốt”",
    "mô hình 3 không",
    "cửa hàng 3 trong 1",
    "trực 24/24 giờ",
    "4G, H1N1, m2",
    "cơ sở dữ liệu đảng viên 3.0",
    "cập nhật cơ sở dữ liệu đảng viên 3.0, số hóa hồ sơ",
    "phần mềm 2.1",
    "chính quyền địa phương 2 cấp",
    "mô hình chính quyền địa phương hai cấp",
    "lực lượng 35",
    "Ban Chỉ đạo 35",
    "Ngoài trời nắng gần 39 độ",
    "Hội trường 400 chỗ kín người",
    "đảng viên diện 76",
    "kỷ niệm thành lập tỉnh (1831-2026)",
    "Chặng hơn 70 km từ trung tâm tỉnh lên xã",
    "tuổi dưới 30",
    "ở độ tuổi từ 18 đến 30",
    "Cách đó chừng 10 cây số có một bản nhỏ",
    "xã nằm cách trung tâm huyện hơn 20km",
]

COUNTS_BESIDE_THEM = [
    ("Ngày 14-1, Đảng bộ có 14 chi bộ", ["14 = 14"]),
    ("trao cho 1 đồng chí 80 năm và 16 đồng chí 70 năm tuổi Đảng", ["1 = 1", "16 = 16"]),
    ("trao Huy hiệu từ 30 năm tuổi Đảng trở lên cho 41 đồng chí", ["41 = 41"]),
    ("bê tông hóa 70 km, chặng cuối 12 km đường", ["70 = 70", "12 = 12"]),
    ("quý 2-2018 kết nạp 20 đảng viên", ["20 = 20"]),
    ("6 tháng đầu năm kết nạp 6 đảng viên", ["6 = 6"]),
    ("Chỉ thị 05 được 05 chi bộ học tập", ["05 = 5"]),
    ("1. Có 12 chi bộ", ["12 = 12"]),
    ("lực lượng vũ trang 109 và công nhân 52", ["109 = 109", "52 = 52"]),
    ("24/24 chi bộ", ["24/24 = 24/24"]),
    ("cách làm hay là góp công: bê tông hóa 10 km đường", ["10 = 10"]),
    ("cơ sở dữ liệu đảng viên 3.012", ["3.012 = 3012"]),
    ("hai cấp ủy trực thuộc", ["hai = 2"]),
    ("sáp nhập 18 chi bộ thành 9 chi bộ", ["18 = 18", "9 = 9"]),
    ("sáng 12/12 chi bộ họp", ["12/12 = 12/12"]),
    ("năm 2020 có 2.020 đảng viên", ["2.020 = 2020"]),
    ("hướng dẫn 640 lượt người dân nộp hồ sơ", ["640 = 640"]),
    ("5 đảng bộ xuất sắc, số còn lại (13) hoàn thành tốt", ["5 = 5", "13 = 13"]),
    ("hội nghị báo cáo viên được duy trì 12 kỳ, có 86 người dự", ["12 = 12", "86 = 86"]),
    ("sinh hoạt chuyên đề mỗi quý ít nhất một kỳ", []),
    ("Huy hiệu Đảng các đợt 19-8, 2-9 và 7-11 trao tới 388 đảng viên", ["388 = 388"]),
    ("cấp ủy viên các cấp 27; an ninh quốc phòng 92", ["27 = 27", "92 = 92"]),
]


@pytest.mark.parametrize(
    "text",
    [
        *DATES,
        *YEARS_AND_PERIODS,
        *TIMES_AND_AGES,
        *DOCUMENTS,
        *ORDINALS,
        *NUMBERS_OF_THE_PAGE,
        *NAMES_WITH_NUMBERS,
    ],
)
def test_what_only_looks_like_a_quantity_is_none(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(("text", "expected"), COUNTS_BESIDE_THEM)
def test_a_count_beside_a_lookalike_is_still_read(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


def test_stretches_come_in_order_and_apart() -> None:
    flat = flatten("Ngày 14-1-2018 và sáng 16/1, Quyết định 12/QĐ-UBND ngày 3-2-2017, nhiệm kỳ 2015-2020")
    found = find_lookalikes(flat)
    assert len(found) >= 4
    assert all(one.end < other.start for one, other in pairwise(found))
