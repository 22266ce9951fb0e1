"""Who gives and who receives an award: offices, abbreviations, commas inside a name, praise with an award."""

from __future__ import annotations

import pytest

from tests.engines.rules.honoured import rows

EXCELLENT = "hoàn thành xuất sắc nhiệm vụ"

GIVERS = {
    "3 tập thể được nhận Bằng khen của Bộ trưởng Bộ Giáo dục và Đào tạo.": "Bộ trưởng Bộ Giáo dục và Đào tạo",
    "Đồng chí Trần Văn Nam trao Bằng khen của Bộ trưởng Bộ Giáo dục và Đào tạo cho 3 tập thể.": (
        "Bộ trưởng Bộ Giáo dục và Đào tạo"
    ),
    "3 tập thể được tặng Bằng khen của Chủ tịch UBND tỉnh vì thành tích xuất sắc.": "Chủ tịch UBND tỉnh",
    "3 tập thể được nhận Giấy khen của Giám đốc Sở Giáo dục và Đào tạo.": "Giám đốc Sở Giáo dục và Đào tạo",
    "Đồng chí Trần Văn Nam trao Bằng khen của Thủ tướng Chính phủ cho 3 tập thể.": "Thủ tướng Chính phủ",
    "3 tập thể nhận Giấy khen của Đảng ủy xã.": "Đảng ủy xã",
    "3 tập thể tiêu biểu được xếp loại xuất sắc lên nhận Giấy khen của Đảng ủy xã.": "Đảng ủy xã",
    "3 tập thể nhận Giấy khen từ Đảng ủy xã.": "Đảng ủy xã",
    "3 tập thể nhận Giấy khen do Đảng ủy xã trao tặng.": "Đảng ủy xã",
    "3 tập thể được biểu dương, nhận Giấy khen của Đảng ủy xã.": "Đảng ủy xã",
    "3 tập thể được Đảng ủy xã biểu dương, khen thưởng và tặng Giấy khen.": "Đảng ủy xã",
}


@pytest.mark.parametrize("sentence", GIVERS)
def test_who_gives_is_told_word_for_word(sentence: str) -> None:
    assert [(row[1], row[2], row[4]) for row in rows(sentence)] == [(GIVERS[sentence], "collective", 3)]
    assert rows(sentence)[0][0].endswith("khen")


def test_recipients_before_the_verb_have_their_reason_and_giver() -> None:
    found = rows(
        "7 chi bộ, 19 đảng viên được xếp loại hoàn thành xuất sắc nhiệm vụ năm 2020 lên nhận Giấy khen của Đảng ủy xã."
    )
    assert found == [
        ("Giấy khen", "Đảng ủy xã", "cell", None, 7, EXCELLENT, "2020"),
        ("Giấy khen", "Đảng ủy xã", "member", None, 19, EXCELLENT, "2020"),
    ]


def test_abbreviations_are_recipients_and_reasons() -> None:
    found = rows("Đảng ủy Khối tặng Giấy khen cho 8 TCCSĐ HTXSNV và 14 ĐV HTXSNV 5 năm liền.")
    assert found == [
        ("Giấy khen", "Đảng ủy Khối", "grassroots_org", None, 8, "HTXSNV", None),
        ("Giấy khen", "Đảng ủy Khối", "member", None, 14, "HTXSNV 5 năm liền", None),
    ]


NAMED = {
    "Tỉnh ủy tặng Bằng khen cho tập thể Phòng Tuyên truyền, Báo chí - Xuất bản.": [
        ("collective", "Phòng Tuyên truyền, Báo chí - Xuất bản")
    ],
    "Tập thể Phòng Tuyên truyền, Báo chí - Xuất bản được tặng Bằng khen.": [
        ("collective", "Phòng Tuyên truyền, Báo chí - Xuất bản")
    ],
    "Tỉnh ủy tặng Bằng khen cho tập thể Phòng Khoa giáo, tập thể Văn phòng và đồng chí Trần Văn Nam.": [
        ("collective", "Phòng Khoa giáo"),
        ("collective", "Văn phòng"),
        ("individual", "Trần Văn Nam"),
    ],
    "Tỉnh ủy tặng Bằng khen cho Báo Quảng Trị và Phòng Tổ chức.": [
        ("agency", "Báo Quảng Trị"),
        ("agency", "Phòng Tổ chức"),
    ],
}


@pytest.mark.parametrize("sentence", NAMED)
def test_a_comma_inside_a_name_parts_nothing(sentence: str) -> None:
    assert [(row[2], row[3]) for row in rows(sentence)] == NAMED[sentence]
