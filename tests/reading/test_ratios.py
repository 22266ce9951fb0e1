"""Two counts with a stroke between them: a part of a whole, a result of a plan, or a date."""

from __future__ import annotations

import pytest

from tests.reading.shown import shown

OF_A_PLAN = [
    ("kết nạp 57/50 đảng viên", ["57 = 57", "50 = 50"]),
    ("kết nạp 57/50 đảng viên (đạt 114%)", ["57 = 57", "50 = 50", "114% = 114%"]),
    ("kết nạp 57/50 (114%) đảng viên", ["57 = 57", "50 = 50", "114% = 114%"]),
    ("kết nạp đảng viên 57/50, đạt 114%", ["57 = 57", "50 = 50", "114% = 114%"]),
    ("kết nạp 1.240/1.200 đảng viên mới, vượt chỉ tiêu", ["1.240 = 1240", "1.200 = 1200"]),
    ("mở 7/6 lớp theo kế hoạch", ["7 = 7", "6 = 6"]),
    ("mở 7/6 lớp, đạt 116,7%", ["7 = 7", "6 = 6", "116,7% = 116.7%"]),
    ("kết nạp 57 đảng viên/kế hoạch 50", ["57 = 57", "50 = 50"]),
    ("kết nạp 57 đảng viên/chỉ tiêu giao 50", ["57 = 57", "50 = 50"]),
]

OF_A_WHOLE = [
    ("kết nạp 45/50 đảng viên, bằng 90% kế hoạch", ["45/50 = 45/50", "90% = 90%"]),
    ("kết nạp 45/50 đồng chí (đạt 90% so với chỉ tiêu)", ["45/50 = 45/50", "90% = 90%"]),
    ("kết nạp 45/50 đảng viên so với kế hoạch", ["45/50 = 45/50"]),
    ("có 45/50 đảng viên dự", ["45/50 = 45/50"]),
    ("có 45/50 chi bộ hoàn thành tốt nhiệm vụ (đạt 90%)", ["45/50 = 45/50", "90% = 90%"]),
    ("hoàn thành 14/16 chỉ tiêu kế hoạch năm", ["14/16 = 14/16"]),
    ("45/50 chi bộ, đạt 95% kế hoạch thu đảng phí", ["45/50 = 45/50", "95% = 95%"]),
    ("45/50 chi bộ đạt. Kết nạp 9 đảng viên, bằng 90% kế hoạch", ["45/50 = 45/50", "9 = 9", "90% = 90%"]),
]

NEITHER = [
    "sáng 24/12 đảng viên dự lễ",
    "ngày 15/10 đảng viên các chi bộ họp",
    "Hội nghị trực tuyến 20/11, đạt kết quả tốt",
    "Kế hoạch 57/KH-ĐU",
    "tháng 12/2020",
]


@pytest.mark.parametrize(("text", "expected"), [*OF_A_PLAN, *OF_A_WHOLE])
def test_what_passes_its_whole_is_two_numbers(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize("text", NEITHER)
def test_a_date_and_a_document_are_neither(text: str) -> None:
    assert shown(text) == []
