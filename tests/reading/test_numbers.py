"""What each number of a text is, one by one."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.numbers import Known, read_numbers
from extractor.reading.reader import read
from extractor.text.article import Article
from extractor.text.flat import flatten
from extractor.text.lexicon import load_table

HEAD = "Đảng bộ huyện tổng kết công tác xây dựng Đảng\n\n"

CASES: list[tuple[str, list[tuple[str, str]]]] = [
    ("Khối mở 12 lớp.", [("12", "quantity")]),
    ("Khối mở mười hai lớp.", [("mười hai", "quantity")]),
    ("Thu nộp 2 nghìn 300 tỷ đồng.", [("2 nghìn 300 tỷ", "quantity")]),
    ("Có 52/60 chi bộ đạt.", [("52", "part"), ("60", "part")]),
    ("Mở từ 8 - 10 lớp.", [("8", "part"), ("10", "part")]),
    ("Hội nghị họp ngày 14/01/2020.", [("14", "date"), ("01", "date"), ("2020", "date")]),
    ("Hoàn thành hồ sơ trước 30/6; xong.", [("30", "date"), ("6", "date")]),
    ("Nhiệm kỳ 2015-2020 đã qua.", [("2015", "date"), ("2020", "date")]),
    ("Chi bộ vững mạnh 5 năm liền.", [("5", "date"), ("năm", "idiom")]),
    ("Chi bộ vững mạnh hai năm liền.", [("hai", "date"), ("năm", "idiom")]),
    ("Số đó mới ở độ tuổi từ 18 đến 30.", [("18", "date"), ("30", "date")]),
    ("Hội nghị bắt đầu lúc 7 giờ 30.", [("7", "date"), ("30", "date")]),
    ("Nửa nhiệm kỳ còn lại nhiều việc.", [("Nửa", "date")]),
    ("Thực hiện Chỉ thị số 21-CT/TW của Trung ương.", [("21", "id")]),
    ("Đây là đối tượng 3 và đối tượng 4.", [("3", "id"), ("4", "id")]),
    ("Hội nghị lần thứ chín bàn việc này.", [("chín", "id")]),
    ("Nhà ở tầng 3, số 52 đường lớn.", [("3", "id"), ("52", "id")]),
    ("Đường ĐT.741 đã mở.", [("741", "id")]),
    ("Thị ủy Ba Đồn đã họp.", [("Ba", "id")]),
    ("Ngày 5/1, một số chi bộ họp.", [("5", "date"), ("1", "date"), ("một", "idiom")]),
    ("Trong năm, tỷ lệ ấy tăng.", [("năm", "idiom"), ("tỷ", "idiom")]),
    ("Vốn đầu tư công được giải ngân.", [("tư", "idiom")]),
    ("Hàng trăm nghìn lượt việc đã xong.", [("trăm", "idiom"), ("nghìn", "idiom")]),
    ("Doanh thu gấp 1,3 lần chỉ tiêu.", [("1,3", "unread")]),
    ("Doanh thu gấp đôi năm 2021.", [("đôi", "unread"), ("năm", "date"), ("2021", "date")]),
    ("Chi bộ họp 3 lần.", [("3", "date")]),
    ("Khen ½ số chi bộ.", [("½", "unread")]),
    ("Doanh thu đạt 1,234,5 tỷ đồng.", [("1,234,5 tỷ", "unread")]),
    ("Báo cáo gồm 3 phần 10 mục.", [("3 phần 10", "unread")]),
    ("Một là, sinh hoạt chưa đều.", [("Một", "idiom")]),
    ("Ngày bầu cử 15/3 đã cận kề.", [("15", "date"), ("3", "date")]),
    ("So với tổng của hai tỉnh cũ.", [("hai", "idiom")]),
    ("Hội nghị nhìn vào hai chỗ yếu.", [("hai", "unread")]),
    ("Số tổ chức ở đó lên bốn.", [("bốn", "unread")]),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[sentence for sentence, _ in CASES])
def test_each_number_has_its_role(sentence: str, expected: list[tuple[str, str]]) -> None:
    reading = read(Article.from_text("a", HEAD + sentence))
    assert [(number.text, number.role) for number in reading.numbers] == expected


def test_numbers_of_the_page_are_furniture() -> None:
    text = f"{HEAD}Khối mở 12 lớp bồi dưỡng cho đảng viên mới trong toàn huyện.\n\nLượt xem: 345\n"
    roles = {number.text: number.role for number in read(Article.from_text("a", text)).numbers}
    assert roles == {"12": "quantity", "345": "furniture"}


@given(
    st.lists(
        st.sampled_from(["12", "2.658", "ba", "năm", "tỷ", "một số", "lớp", " ", "\n", ",", "/", "%", "thứ", "Ba", "đ"])
    )
)
def test_no_run_of_digits_and_no_number_word_is_left_out(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = read_numbers(text, Known())
    assert all(text[number.extent.start : number.extent.end] == number.text for number in found)
    assert all(one.extent.end <= other.extent.start for one, other in pairwise(found))
    for match in re.finditer(r"\d+|(?<!\w)(?:ba|năm|tỷ|một)(?!\w)", flatten(text)):
        assert any(number.extent.start <= match.start() and match.end() <= number.extent.end for number in found)


@given(st.text(alphabet="0123456789 .,/-banămtỷ\n"))
def test_any_text_is_read(text: str) -> None:
    found = read_numbers(text, Known())
    assert all(text[number.extent.start : number.extent.end] == number.text for number in found)
    assert all(one.extent.end <= other.extent.start for one, other in pairwise(found))


def test_each_idiom_stands_once_with_its_reason() -> None:
    rows = load_table("extractor.text", "idioms.toml")["idiom"]
    words = [flatten(word) for row in rows for word in row["words"]]
    assert len(words) == len(set(words))
    assert all(len(row["reason"]) > 10 for row in rows)
