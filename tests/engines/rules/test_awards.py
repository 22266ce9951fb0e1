"""Awards: who gives what to whom, for what, for which years."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.engines.rules.awards import decide_awards
from extractor.reading.reader import read
from extractor.text.article import Article
from tests.engines.rules.honoured import Row, rows

ACTIVE: dict[str, list[Row]] = {
    "Bí thư Đảng ủy Vương Đình Khải trao Giấy khen của Đảng ủy Tổng công ty tặng 6 chi bộ và 32 đảng viên.": [
        ("Giấy khen", "Đảng ủy Tổng công ty", "cell", None, 6, None, None),
        ("Giấy khen", "Đảng ủy Tổng công ty", "member", None, 32, None, None),
    ],
    "Trung ương Đoàn tặng Cờ thi đua cho Tỉnh đoàn Sóc Trăng.": [
        ("Cờ thi đua", "Trung ương Đoàn", "youth_union", "Tỉnh đoàn Sóc Trăng", 1, None, None),
    ],
    "Nhân dịp này, Đảng ủy Khối tặng Giấy khen cho 9 tổ chức cơ sở đảng và 21 đảng viên.": [
        ("Giấy khen", "Đảng ủy Khối", "grassroots_org", None, 9, None, None),
        ("Giấy khen", "Đảng ủy Khối", "member", None, 21, None, None),
    ],
    "Ban Thường vụ Đảng ủy Khối đã tặng Giấy khen cho 5 chi bộ trực thuộc đảng bộ cơ sở đạt trong sạch vững mạnh "
    "3 năm liền (2018-2020) và 7 đảng viên hoàn thành xuất sắc nhiệm vụ năm 2020.": [
        (
            "Giấy khen",
            "Ban Thường vụ Đảng ủy Khối",
            "cell",
            None,
            5,
            "trong sạch vững mạnh 3 năm liền",
            "2018/2020",
        ),
        (
            "Giấy khen",
            "Ban Thường vụ Đảng ủy Khối",
            "member",
            None,
            7,
            "hoàn thành xuất sắc nhiệm vụ",
            "2020",
        ),
    ],
    "Ban Thường vụ Tỉnh ủy tặng bằng khen cho Đảng bộ Sở Công Thương, Chi bộ Sở Ngoại vụ; Đảng ủy Khối tặng giấy khen "
    "cho 6 tập thể.": [
        ("bằng khen", "Ban Thường vụ Tỉnh ủy", "party_org", "Đảng bộ Sở Công Thương", 1, None, None),
        ("bằng khen", "Ban Thường vụ Tỉnh ủy", "cell", "Chi bộ Sở Ngoại vụ", 1, None, None),
        ("giấy khen", "Đảng ủy Khối", "collective", None, 6, None, None),
    ],
    "Dịp này, Đảng ủy Khối trao Bằng khen của Tỉnh ủy cho Chi bộ Đài Khí tượng và tặng Giấy khen cho 4 chi bộ.": [
        ("Bằng khen", "Tỉnh ủy", "cell", "Chi bộ Đài Khí tượng", 1, None, None),
        ("Giấy khen", "Đảng ủy Khối", "cell", None, 4, None, None),
    ],
    "Thừa ủy quyền của Chủ tịch UBND tỉnh, đồng chí Lê Văn Hòa trao Bằng khen cho 3 tập thể và 2 cá nhân có thành tích "
    "xuất sắc trong công tác dân vận.": [
        (
            "Bằng khen",
            "Chủ tịch UBND tỉnh",
            "collective",
            None,
            3,
            "thành tích xuất sắc trong công tác dân vận",
            None,
        ),
        (
            "Bằng khen",
            "Chủ tịch UBND tỉnh",
            "individual",
            None,
            2,
            "thành tích xuất sắc trong công tác dân vận",
            None,
        ),
    ],
    "Khen thưởng: Cờ thi đua của Tỉnh ủy cho Đảng bộ Sở Tư pháp; Giấy khen của Đảng ủy Khối cho 8 TCCSĐ.": [
        ("Cờ thi đua", "Tỉnh ủy", "party_org", "Đảng bộ Sở Tư pháp", 1, None, None),
        ("Giấy khen", "Đảng ủy Khối", "grassroots_org", None, 8, None, None),
    ],
    "Đảng ủy Khối khen thưởng 12 tập thể, 30 cá nhân.": [
        ("khen thưởng", "Đảng ủy Khối", "collective", None, 12, None, None),
        ("khen thưởng", "Đảng ủy Khối", "individual", None, 30, None, None),
    ],
    "Ban Tuyên giáo Trung ương tặng Kỷ niệm chương “Vì sự nghiệp Tuyên giáo” cho 5 cá nhân.": [
        ("Kỷ niệm chương “Vì sự nghiệp Tuyên giáo”", "Ban Tuyên giáo Trung ương", "individual", None, 5, None, None),
    ],
    "Đảng ủy Khối tặng Giấy khen cho Đảng bộ Sở Y tế và 3 đảng bộ khác.": [
        ("Giấy khen", "Đảng ủy Khối", "party_org", "Đảng bộ Sở Y tế", 4, None, None),
    ],
    "Đảng ủy Khối tặng Giấy khen cho Đảng bộ Sở Y tế và 3 tập thể khác.": [
        ("Giấy khen", "Đảng ủy Khối", "party_org", "Đảng bộ Sở Y tế", 4, None, None),
    ],
    "Đảng ủy Khối tặng Giấy khen cho 12 tập thể, Giám đốc Sở Y tế tặng Giấy khen cho 30 cá nhân.": [
        ("Giấy khen", "Đảng ủy Khối", "collective", None, 12, None, None),
        ("Giấy khen", "Giám đốc Sở Y tế", "individual", None, 30, None, None),
    ],
    "Tư lệnh Quân khu 5 tặng Bằng khen cho 2 tập thể.": [
        ("Bằng khen", "Tư lệnh Quân khu 5", "collective", None, 2, None, None),
    ],
    "Thừa ủy quyền của Chủ tịch nước, lãnh đạo tỉnh trao Huân chương Lao động hạng Ba cho đồng chí Lò Văn Sùng.": [
        ("Huân chương Lao động hạng Ba", "Chủ tịch nước", "individual", "Lò Văn Sùng", 1, None, None),
    ],
    "Quận ủy Ngô Quyền thăm hỏi, tặng quà các đảng viên lão thành và biểu dương 3 chi bộ.": [
        ("biểu dương", "Quận ủy Ngô Quyền", "cell", None, 3, None, None),
    ],
}
PASSIVE: dict[str, list[Row]] = {
    "Sinh viên Phan Nhật Linh được Đảng ủy Khối tặng Giấy khen.": [
        ("Giấy khen", "Đảng ủy Khối", "individual", "Phan Nhật Linh", 1, None, None),
    ],
    "Tập thể UBKT Quận ủy Kiến An được nhận Giấy khen của Đảng ủy Khối.": [
        ("Giấy khen", "Đảng ủy Khối", "collective", "UBKT Quận ủy Kiến An", 1, None, None),
    ],
    "Có 4 chi bộ ở Hội An được Đảng ủy Khối tặng Giấy khen.": [
        ("Giấy khen", "Đảng ủy Khối", "cell", None, 4, None, None),
    ],
    "Hai đồng chí Hoàng Văn Páo và Lộc Thị Nhung được tặng Kỷ niệm chương.": [
        ("Kỷ niệm chương", None, "individual", "Hoàng Văn Páo", 1, None, None),
        ("Kỷ niệm chương", None, "individual", "Lộc Thị Nhung", 1, None, None),
    ],
    "Có 12 tập thể, 30 đảng viên được Đảng ủy Khối tặng Giấy khen.": [
        ("Giấy khen", "Đảng ủy Khối", "collective", None, 12, None, None),
        ("Giấy khen", "Đảng ủy Khối", "member", None, 30, None, None),
    ],
    "Đảng bộ Sở Nội vụ có 3 tập thể và 7 cá nhân được Tỉnh ủy tặng Bằng khen.": [
        ("Bằng khen", "Tỉnh ủy", "collective", None, 3, None, None),
        ("Bằng khen", "Tỉnh ủy", "individual", None, 7, None, None),
    ],
    "Đảng bộ Công an tỉnh: 12 chi bộ trong sạch vững mạnh; 27 tập thể được khen thưởng.": [
        ("khen thưởng", None, "cell", None, 12, "trong sạch vững mạnh", None),
        ("khen thưởng", None, "collective", None, 27, None, None),
    ],
    "Đảng bộ Sở Nội vụ vinh dự được nhận Bằng khen của Tỉnh ủy.": [
        ("Bằng khen", "Tỉnh ủy", "party_org", "Đảng bộ Sở Nội vụ", 1, None, None),
    ],
    "Đồng chí Nguyễn Hữu Thành, Bí thư Chi bộ Thanh tra tỉnh, được UBKT Tỉnh ủy tặng bằng khen nhờ 3 năm liền hoàn "
    "thành xuất sắc nhiệm vụ.": [
        (
            "bằng khen",
            "UBKT Tỉnh ủy",
            "individual",
            "Nguyễn Hữu Thành",
            1,
            "3 năm liền hoàn thành xuất sắc nhiệm vụ",
            None,
        ),
    ],
    "Trung ương Đoàn tặng Bằng khen cho 1 tập thể; Đoàn Khối được Tỉnh Đoàn tặng Cờ thi đua “Đơn vị xuất sắc”.": [
        ("Bằng khen", "Trung ương Đoàn", "collective", None, 1, None, None),
        ("Cờ thi đua “Đơn vị xuất sắc”", "Tỉnh Đoàn", "youth_union", "Đoàn Khối", 1, None, None),
    ],
}
NO_AWARDS = [
    "Những người được vinh danh đều có mặt từ sớm.",
    "Trong các đợt trao Huy hiệu Đảng, Khối có 52 đảng viên được vinh danh.",
    "Đảng ủy Khối đề nghị Tỉnh ủy tặng Cờ thi đua cho 2 đảng bộ.",
    "Công tác thi đua, khen thưởng được đổi mới.",
    "Các đại biểu dâng hoa và làm lễ chào cờ.",
    "Năm qua, 14 đảng viên được trao Huy hiệu Đảng.",
    "Phấn đấu có 5 tập thể được tặng Bằng khen.",
]


@pytest.mark.parametrize("sentence", ACTIVE)
def test_an_award_told_of_its_giver(sentence: str) -> None:
    assert rows(sentence) == ACTIVE[sentence]


@pytest.mark.parametrize("sentence", PASSIVE)
def test_an_award_told_of_its_receiver(sentence: str) -> None:
    assert rows(sentence) == PASSIVE[sentence]


@pytest.mark.parametrize("sentence", NO_AWARDS)
def test_what_is_asked_for_planned_or_no_award_gives_none(sentence: str) -> None:
    assert rows(sentence) == []


def test_who_an_award_was_handed_to_stands_after_it() -> None:
    found = rows("Kỷ niệm chương “Vì sự nghiệp Tuyên giáo” của Ban Tuyên giáo Trung ương được trao cho 5 đồng chí.")
    title = "Kỷ niệm chương “Vì sự nghiệp Tuyên giáo”"
    assert found == [(title, "Ban Tuyên giáo Trung ương", "individual", None, 5, None, None)]
    found = rows("Bằng khen của UBND tỉnh được trao cho 5 tập thể, 9 cá nhân.")
    assert [(row[2], row[4]) for row in found] == [("collective", 5), ("individual", 9)]


def test_a_caption_that_says_less_adds_nothing() -> None:
    text = (
        "Đảng ủy Khối tặng Giấy khen cho 9 chi bộ.\n\n"
        "Ảnh: Bí thư Đảng ủy Khối Trần Quang Minh trao giấy khen tặng các chi bộ - Ảnh: T.L"
    )
    assert rows(text) == [("Giấy khen", "Đảng ủy Khối", "cell", None, 9, None, None)]


def test_the_numbers_of_receivers_are_dismissed_as_figures() -> None:
    sentence = "Đảng ủy Khối tặng Giấy khen cho 9 tổ chức cơ sở đảng và 21 đảng viên."
    article = Article.from_text("a", sentence)
    reading = read(article)
    assert decide_awards(article, reading).quantities == {q.id: "award_count" for q in reading.quantities}


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [*ACTIVE, *PASSIVE, *NO_AWARDS, "tặng", "Giấy khen", "của", "cho", ";", ",", "9", "được", "\n"]
        ),
        max_size=8,
    )
)
def test_shuffled_pieces_never_raise_and_evidence_holds(pieces: list[str]) -> None:
    text = unicodedata.normalize("NFC", " ".join(pieces))
    article = Article.from_text("a", text)
    for award in decide_awards(article, read(article)).awards:
        assert award.title in " ".join(text.split())
