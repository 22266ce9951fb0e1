"""Where a sentence ends, and where it only seems to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.layout import read_layout
from extractor.reading.model import Block
from extractor.reading.sentences import split_sentences
from extractor.text.article import Article, Extent

BODY = frozenset(["body"])

SPLIT = [
    ("Hội nghị kết thúc. Đại biểu ra về.", ["Hội nghị kết thúc.", "Đại biểu ra về."]),
    ("Kết nạp 12 đảng viên! Ai cũng mừng?  Vâng…", ["Kết nạp 12 đảng viên!", "Ai cũng mừng?", "Vâng…"]),
    ("Đạt “trong sạch, vững mạnh.” Năm 2018 khác.", ["Đạt “trong sạch, vững mạnh.”", "Năm 2018 khác."]),
    ("Kết quả... 12 chi bộ đạt.", ["Kết quả...", "12 chi bộ đạt."]),
    ("Có 12 chi bộ. 5 chi bộ yếu.", ["Có 12 chi bộ.", "5 chi bộ yếu."]),
    ("Đó là Chi bộ 4. 250 đảng viên dự.", ["Đó là Chi bộ 4.", "250 đảng viên dự."]),
    ("Dòng một\nDòng hai", ["Dòng một", "Dòng hai"]),
    ("  Có chỗ trống trước.  ", ["Có chỗ trống trước."]),
]

WHOLE = [
    "Toàn Đảng bộ có 4 . 250 đảng viên; chi bộ tốt đạt 82. 5% tổng số.",
    "Doanh thu đạt 16.013,4 tỷ đồng, tăng 24.5 % so với năm 2017.",
    "Hội nghị tổ chức ngày 16.1.2020 tại TP. Kon Tum.",
    "Đồng chí TS. Nguyễn Văn Hải dự.",
    "Đ/c. A. Ma K'Lan phát biểu.",
    "Các đoàn thể (Công đoàn, Đoàn TN, v.v.) tham gia.",
    "Câu này bị ngắt dòng\nnhưng chưa hết.",
    "Xem tại khoi.example.vn để biết thêm",
]


def split(text: str) -> list[str]:
    """The sentences of a text that is one block of body text."""
    found = split_sentences(text, [Block(Extent(0, len(text)), "body")], BODY)
    return [text[sentence.extent.start : sentence.extent.end] for sentence in found]


@pytest.mark.parametrize(("text", "expected"), SPLIT)
def test_a_stop_before_a_beginning_ends_a_sentence(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize("text", WHOLE)
def test_points_in_numbers_abbreviations_and_broken_lines_end_none(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("unit", "ends"),
    [("chi bộ kết nạp 5 đảng viên; ", ";"), ("chi bộ kết nạp 5 đảng viên, ", ","), ("chi bộ ", "bộ"), ("x", "x")],
)
def test_a_stretch_without_a_stop_is_cut_at_a_mark_and_nothing_is_lost(unit: str, ends: str) -> None:
    text = (unit * (30_000 // len(unit))).strip()
    found = split(text)
    assert max(map(len, found)) <= 4000
    assert all(piece.endswith(ends) for piece in found[:-1])
    assert "".join("".join(found).split()) == "".join(text.split())


def test_only_blocks_of_the_roles_asked_for_are_split_and_each_sentence_names_its_block() -> None:
    text = "Tiêu đề. Phụ đề.\nThân bài. Còn nữa.\nChú thích."
    blocks = [Block(Extent(0, 16), "title"), Block(Extent(17, 35), "body"), Block(Extent(36, 47), "caption")]
    found = split_sentences(text, blocks, frozenset(["body", "caption"]))
    assert [(sentence.block, sentence.role) for sentence in found] == [(1, "body"), (1, "body"), (2, "caption")]
    assert text[found[0].extent.start : found[0].extent.end] == "Thân bài."


@given(st.text(max_size=300))
def test_sentences_are_in_order_apart_and_inside_their_blocks(text: str) -> None:
    text = Article.from_text("any", text).text
    blocks = read_layout(text)
    last = 0
    for sentence in split_sentences(text, blocks, frozenset(block.role for block in blocks)):
        assert last <= sentence.extent.start < sentence.extent.end
        assert blocks[sentence.block].extent.covers(sentence.extent)
        words = text[sentence.extent.start : sentence.extent.end]
        assert words == words.strip()
        last = sentence.extent.end
