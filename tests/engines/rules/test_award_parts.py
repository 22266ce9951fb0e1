"""Awards told as a whole and by its parts: the parts are the items, and every number counts recipients."""

from __future__ import annotations

import pytest

from extractor.reading.reader import read
from tests.engines.rules.honoured import Row, article_with, decided, rows

EXCELLENT = "hoàn thành xuất sắc nhiệm vụ"


def told(title: str, giver: str | None, kind: str, count: int, achievement: str | None = None) -> Row:
    return (title, giver, kind, None, count, achievement, None)


PARTS: dict[str, list[Row]] = {
    "Đảng ủy Khối khen thưởng 40 tập thể, cá nhân. Cụ thể: 15 tập thể, 25 cá nhân được tặng Giấy khen.": [
        told("Giấy khen", "Đảng ủy Khối", "collective", 15),
        told("Giấy khen", "Đảng ủy Khối", "individual", 25),
    ],
    "Hội nghị đã khen thưởng 40 tập thể, cá nhân có thành tích xuất sắc. Cụ thể, Ban Thường vụ Huyện ủy tặng Giấy khen "
    "cho 12 tổ chức cơ sở đảng và 28 đảng viên hoàn thành xuất sắc nhiệm vụ.": [
        told("Giấy khen", "Ban Thường vụ Huyện ủy", "grassroots_org", 12, EXCELLENT),
        told("Giấy khen", "Ban Thường vụ Huyện ủy", "member", 28, EXCELLENT),
    ],
    "Tại hội nghị, 25 tập thể, 30 cá nhân được biểu dương, trong đó có 5 tập thể, 6 cá nhân được Tỉnh ủy tặng "
    "Bằng khen; 20 tập thể và 24 cá nhân được Huyện ủy tặng Giấy khen.": [
        told("Bằng khen", "Tỉnh ủy", "collective", 5),
        told("Bằng khen", "Tỉnh ủy", "individual", 6),
        told("Giấy khen", "Huyện ủy", "collective", 20),
        told("Giấy khen", "Huyện ủy", "individual", 24),
    ],
    "Đảng ủy Khối tặng Giấy khen cho 28 tập thể, cá nhân, gồm 10 chi bộ và 18 đảng viên.": [
        told("Giấy khen", "Đảng ủy Khối", "cell", 10),
        told("Giấy khen", "Đảng ủy Khối", "member", 18),
    ],
    "Đảng ủy Khối tặng Giấy khen cho 28 tập thể, cá nhân (10 chi bộ, 18 đảng viên).": [
        told("Giấy khen", "Đảng ủy Khối", "cell", 10),
        told("Giấy khen", "Đảng ủy Khối", "member", 18),
    ],
    "Đảng ủy Khối tặng Giấy khen cho 28 tập thể và cá nhân hoàn thành xuất sắc nhiệm vụ, trong đó có 10 tập thể "
    "và 18 cá nhân.": [
        told("Giấy khen", "Đảng ủy Khối", "collective", 10, EXCELLENT),
        told("Giấy khen", "Đảng ủy Khối", "individual", 18, EXCELLENT),
    ],
    "Đảng ủy Khối tặng Giấy khen cho 28 tập thể, cá nhân hoàn thành xuất sắc nhiệm vụ. Trong đó có 10 chi bộ, 18 đảng "
    "viên.": [
        told("Giấy khen", "Đảng ủy Khối", "cell", 10, EXCELLENT),
        told("Giấy khen", "Đảng ủy Khối", "member", 18, EXCELLENT),
    ],
    "28 tập thể, cá nhân được tặng Giấy khen. Cụ thể: 10 chi bộ và 18 đảng viên.": [
        told("Giấy khen", None, "cell", 10),
        told("Giấy khen", None, "member", 18),
    ],
    "31 tập thể, cá nhân được biểu dương, gồm: 11 chi bộ và 20 đảng viên hoàn thành xuất sắc nhiệm vụ được Ban "
    "Thường vụ Huyện ủy tặng Giấy khen.": [
        told("Giấy khen", "Ban Thường vụ Huyện ủy", "cell", 11, EXCELLENT),
        told("Giấy khen", "Ban Thường vụ Huyện ủy", "member", 20, EXCELLENT),
    ],
}


@pytest.mark.parametrize("sentence", PARTS)
def test_a_total_beside_its_parts_is_no_award_and_all_numbers_are_of_recipients(sentence: str) -> None:
    assert rows(sentence) == PARTS[sentence]
    numbers = [quantity.id for quantity in read(article_with(sentence)).quantities if quantity.unit == "count"]
    assert sorted(decided(sentence).quantities) == sorted(numbers)


def test_a_total_of_which_only_a_part_is_told_stays() -> None:
    found = rows("45 tập thể được khen thưởng, trong đó 5 chi bộ được Tỉnh ủy tặng Bằng khen.")
    assert found == [told("khen thưởng", None, "collective", 45), told("Bằng khen", "Tỉnh ủy", "cell", 5)]
    for words in ("Đảng ủy Khối tặng Giấy khen cho 28 tập thể{}.", "28 tập thể được Đảng ủy Khối tặng Giấy khen{}."):
        for part in (", trong đó có 10 chi bộ", ". Trong đó có 10 chi bộ"):
            sentence = words.format(part)
            assert rows(sentence) == [told("Giấy khen", "Đảng ủy Khối", "collective", 28)]
            assert len(decided(sentence).quantities) == 2


def test_parts_of_parts_without_end_are_read() -> None:
    assert rows("Đảng ủy Khối tặng Giấy khen cho " + "5 chi bộ: " * 2000)[0][4] == 5


def test_awards_that_only_follow_one_another_are_no_parts() -> None:
    found = rows("Đảng ủy Khối khen thưởng 20 tập thể. Huyện ủy tặng Giấy khen cho 20 đảng viên.")
    assert [(row[0], row[4]) for row in found] == [("khen thưởng", 20), ("Giấy khen", 20)]


IN_TURN: dict[str, list[Row]] = {
    "Trong năm, số tập thể, cá nhân được Đảng ủy Khối tặng Giấy khen lần lượt là 14 và 37.": [
        told("Giấy khen", "Đảng ủy Khối", "collective", 14),
        told("Giấy khen", "Đảng ủy Khối", "individual", 37),
    ],
    "Số chi bộ, đảng viên được khen thưởng lần lượt là 12 và 40.": [
        told("khen thưởng", None, "cell", 12),
        told("khen thưởng", None, "member", 40),
    ],
    "Số chi bộ và số đảng viên hoàn thành xuất sắc nhiệm vụ được tặng Giấy khen của Đảng ủy Khối tương ứng là 12 và "
    "40.": [
        told("Giấy khen", "Đảng ủy Khối", "cell", 12, EXCELLENT),
        told("Giấy khen", "Đảng ủy Khối", "member", 40, EXCELLENT),
    ],
    "Tổng số đảng viên được tặng Giấy khen: 40, tăng 5 so với năm 2019.": [told("Giấy khen", None, "member", 40)],
    "40 đảng viên được tặng Giấy khen, tăng 5 đồng chí so với năm 2019.": [told("Giấy khen", None, "member", 40)],
}


@pytest.mark.parametrize("sentence", IN_TURN)
def test_how_many_received_an_award_is_told_after_it_and_is_no_figure(sentence: str) -> None:
    assert rows(sentence) == IN_TURN[sentence]
    numbers = [quantity.id for quantity in read(article_with(sentence)).quantities if quantity.unit == "count"]
    assert sorted(decided(sentence).quantities) == sorted(numbers)


@pytest.mark.parametrize(
    "sentence",
    [
        "Một số tập thể, cá nhân được khen thưởng là 2 chi bộ.",
        "Trong số đảng viên được khen thưởng có 12 nữ.",
        "Số chi bộ, đảng viên, đoàn viên được khen thưởng lần lượt là 12 và 40.",
    ],
)
def test_numbers_that_count_other_things_after_an_award_are_none_of_it(sentence: str) -> None:
    assert rows(sentence) == []
