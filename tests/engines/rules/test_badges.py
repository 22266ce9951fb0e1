"""Badges by their years, whatever order the sentence tells them in."""

import re

import pytest

from extractor.engines.rules.badges import years_of_badges
from extractor.text.article import Extent
from tests.engines.rules.judged import figures


def told(sentence: str) -> str:
    """The years of each number in square brackets, without the word, "-" where they are not told."""
    flat, numbers = "", list[tuple[int, Extent]]()
    for at, part in enumerate(re.split(r"[\[\]]", sentence)):
        if at % 2:
            numbers.append((len(numbers), Extent(len(flat), len(flat) + len(part))))
        flat += part
    found = years_of_badges(flat, Extent(0, len(flat)), numbers)
    return " | ".join(found.get(index, "-").removesuffix(" năm") for index, _ in numbers)


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("trao huy hiệu 30 năm, 40 năm và 50 năm tuổi đảng cho [15], [6] và [3] đảng viên", "30 | 40 | 50"),
        ("huy hiệu các hạng 75, 60, 55 năm tuổi đảng trao tương ứng cho [12], [203], [318] người", "75 | 60 | 55"),
        ("huy hiệu 30 năm tuổi đảng cho [15] người, 40 năm cho [6] người và 50 năm cho [3] đồng chí", "30 | 40 | 50"),
        ("[29] đảng viên nhận huy hiệu, gồm 30 năm tuổi đảng [22], 40 năm [6], 50 năm [1]", "- | 30 | 40 | 50"),
        ("[27] đồng chí nhận huy hiệu, gồm [22] huy hiệu 30 năm và [5] huy hiệu 40 năm", "- | 30 | 40"),
        ("[208] đồng chí: 30 năm, [171] đồng chí; 40 năm, [35]; 50 năm, [2]", "- | 30 | 40 | 50"),
        ("[118] đồng chí nhận huy hiệu 60 năm; [90] đồng chí, 55 năm; [84] đồng chí, 50 năm", "60 | 55 | 50"),
        ("cụ thể, huy hiệu 60 năm: [4], 50 năm: [11], 40 năm: [22]", "60 | 50 | 40"),
        ("[31] huy hiệu 30 năm, còn lại [9] huy hiệu từ 60 năm trở lên", "30 | từ 60 năm trở lên"),
        ("nhiều nhất là loại 50 năm ([127]), tiếp đến 40 năm ([98]) và 30 năm ([87])", "50 | 40 | 30"),
        ("trao huy hiệu 30, 40 năm tuổi đảng cho [41] đảng viên", "30, 40"),
        ("trao huy hiệu 30 năm, 40 năm và 50 năm tuổi đảng cho [65] đảng viên", "30 năm, 40 năm và 50"),
        ("trao huy hiệu đảng từ 30 năm đến 70 năm cho [65] đảng viên; truy tặng [2] đồng chí", "từ 30 năm đến 70 | -"),
    ],
)  # fmt: skip
def test_each_number_has_the_years_that_the_order_gives_it(sentence: str, years: str) -> None:
    assert told(sentence) == years


@pytest.mark.parametrize(
    "sentence",
    [
        "trao huy hiệu 30 năm tuổi đảng cho [15] đồng chí",
        "trao huy hiệu đảng cho [15] đồng chí và [4] người",
        "[15] người nhận huy hiệu nhân 90 năm thành lập đảng, 40 năm liền giữ vững danh hiệu",
    ],
)
def test_one_badge_alone_is_left_to_what_was_learned(sentence: str) -> None:
    assert set(told(sentence)) <= set("- |")


def test_no_badge_has_the_years_of_the_next() -> None:
    paragraph = "Trao Huy hiệu 30 năm tuổi Đảng cho 15 đồng chí, 40 năm cho 6 đồng chí và 50 năm cho 3 đồng chí."
    assert [(one.value, one.group) for one in figures(paragraph)] == [(15, "30 năm"), (6, "40 năm"), (3, "50 năm")]
