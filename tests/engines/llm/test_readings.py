"""What a quantity's tag says beside its id, and which numbers of a table are never asked about."""

from __future__ import annotations

import pytest

from extractor.engines.llm.tagged_text import TaggedText
from extractor.reading.reader import read
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.codec.checks import PointerChecker
from extractor.tasks.party_review.codec.decode_pointer import decode_pointer
from extractor.tasks.party_review.codec.encode import encode_pointer
from extractor.tasks.party_review.codec.replies import PointerReply
from extractor.tasks.party_review.grounding.ground import ground
from extractor.text.article import Article
from tests.conftest import GOLD_ARTICLES

TABLE = "Doanh thu\ntỷ đồng\n21.500\n23.134\nLợi nhuận\ntỷ đồng\n1.120\n1.204"
NOTES = [
    ("Năm 2025 kết nạp 31 đảng viên", "31[q1] đảng"),
    ("Năm 2025 kết nạp trên 31 đảng viên", "31[q1] đảng"),
    ("Số đảng viên bị kỷ luật giảm 4 người", "4[q1] người"),
    ("Kết nạp giảm so với cùng kỳ 4 đảng viên", "4[q1=neg] đảng"),
    ("Phấn đấu 90% chi bộ trở lên hoàn thành tốt nhiệm vụ", "90%[q1] chi"),
    ("Phấn đấu kết nạp 125 đảng viên mới ưu tú trở lên", "125[q1=ge] đảng"),
    ("Doanh thu đạt 4.215 tỷ đồng", "4.215 tỷ đồng[q1]"),
    ("Thu 21,6 tỷ đồng, vượt 0,1%", "0,1%[q2]"),
    (f"Kết quả\n{TABLE}\n", "21.500[q1=21500000000000 VND]"),
]


def view_of(text: str) -> TaggedText:
    article = Article.from_text("x", text)
    return TaggedText.whole(article, read(article))


@pytest.mark.parametrize(("text", "shown"), NOTES)
def test_a_tag_says_how_a_number_was_read_only_where_the_words_beside_it_do_not(text: str, shown: str) -> None:
    assert shown in view_of(text).text


def test_the_notes_cost_less_than_a_twentieth_of_the_articles() -> None:
    bare = noted = 0
    for file in sorted(GOLD_ARTICLES.glob("*.txt")):
        tagged = view_of(file.read_text(encoding="utf-8"))
        noted += len(tagged.text)
        bare += len(tagged.plain_text) + sum(len(f"[{one.id}]") for one in tagged.quantities)
        bare += sum(len(f"[{one.tag}] ") for one in tagged.clauses)
    assert bare < noted <= 1.05 * bare


NUMBERED = "Kết quả\n\n" + "".join(
    f"{row}\tĐảng bộ {name} kết nạp {count} đảng viên\n" for row, name, count in ((1, "A", 5), (2, "B", 7), (3, "C", 9))
)
COUNTED = "Kỷ luật:\n\n1  đảng viên bị khai trừ\n2  đảng viên bị cảnh cáo\n3  đảng viên bị khiển trách\n\nHết."


def test_row_numbers_of_a_table_are_dismissed_without_a_question() -> None:
    tagged = view_of(NUMBERED)
    assert [tagged.article.slice(one.extent) for one in tagged.numbering] == ["1", "2", "3"]
    assert [tagged.article.slice(one.extent) for one in tagged.quantities] == ["5", "7", "9"]
    empty = ArticleSummary.model_validate(
        {
            "doc_id": "x",
            "source": {"outlet": None, "title": None, "authors": [], "published_on": None},
            "event": {"kind": "other", "held_on": None, "review_period": None, "plan_period": None},
            "abstract": "",
            **{name: [] for name in ("organizations", "figures", "awards", "people", "documents", "points")},
        }
    )
    reply = encode_pointer(empty, tagged)
    assert "q1" not in " ".join(reply.dismissed).split()
    draft = decode_pointer(reply, tagged)
    assert ground(tagged.article, tagged.reading, draft).coverage.unexplained == ()


def test_counts_that_happen_to_be_one_two_three_are_asked_about() -> None:
    tagged = view_of(COUNTED)
    assert tagged.numbering == ()
    assert [tagged.article.slice(one.extent) for one in tagged.quantities] == ["1", "2", "3"]


def test_a_misread_number_is_dismissed_and_given_by_its_own_words() -> None:
    tagged = view_of("Năm 2017 đạt doanh thu 5 nghìn 460 tỷ đồng.")
    reply = PointerReply(
        **dict.fromkeys(("outlet", "title", "published_on", "held_on", "plan_period", "abstract"), ""),
        event="annual_review",
        review_period="2017",
        missed=["s1 enterprise revenue level result review - | 5 nghìn 460 tỷ đồng"],
        dismissed=["misread q1"],
        **{name: [] for name in ("authors", "organizations", "figures", "awards", "people", "documents", "points")},
    )
    assert PointerChecker(tagged)(reply) == []
    grounded = ground(tagged.article, tagged.reading, decode_pointer(reply, tagged))
    assert [(one.value, one.unit) for one in grounded.summary.figures] == [(5.46e12, "VND")]
    assert grounded.coverage.unexplained == ()
