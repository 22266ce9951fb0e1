"""The abstract: facts in the article's own numbers, and something to say of any article."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.reader import read
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article

REVIEW = (
    "Ngày 10/1/2019, Đảng ủy Khối các cơ quan tỉnh Sơn La tổ chức hội nghị tổng kết công tác năm 2018, "
    "triển khai nhiệm vụ năm 2019.\n\nNăm 2018, Đảng bộ Khối kết nạp 120 đảng viên, đạt 104% kế hoạch.\n\n"
    "Năm 2019, Đảng bộ Khối phấn đấu kết nạp 130 đảng viên trở lên.\n"
)
OTHER = "Sáng nay, mưa lớn làm ngập nhiều tuyến đường ở trung tâm thị trấn. Nước rút sau ba giờ.\n"


def _abstract(text: str) -> str:
    article = Article.from_text("a", text)
    return RulesEngine().draft(article, read(article)).draft.abstract


def test_a_review_is_told_with_its_result_and_target() -> None:
    assert _abstract(REVIEW) == (
        "Ngày 10/1/2019, Đảng ủy Khối các cơ quan tỉnh Sơn La tổng kết công tác năm 2018: kết nạp 120 đảng viên "
        "(đạt 104% kế hoạch). Năm 2019, phấn đấu kết nạp 130 đảng viên trở lên."
    )


def test_a_number_torn_by_blanks_is_told_in_one_piece() -> None:
    assert "kết nạp 1.120 đảng viên (đạt 104,5% kế hoạch)" in _abstract(
        REVIEW.replace("kết nạp 120 đảng viên, đạt 104%", "kết nạp 1 . 120 đảng viên, đạt 104,5%")
    )


def test_a_number_of_each_year_is_not_told_as_the_whole() -> None:
    told = _abstract(REVIEW.replace("phấn đấu kết nạp 130", "phấn đấu mỗi chi bộ kết nạp 2"))
    assert "kết nạp 2 đảng viên" not in told


def test_a_figure_of_another_body_is_told_as_its_own() -> None:
    text = REVIEW.replace("Đảng bộ Khối kết nạp 120", "Đảng bộ Sở Nội vụ kết nạp 120")
    told = _abstract(text)
    assert "kết nạp 120 đảng viên (Đảng bộ Sở Nội vụ; đạt 104% kế hoạch)" in told


def test_a_part_and_what_was_before_are_not_told_for_the_whole() -> None:
    part = "Riêng khối doanh nghiệp chỉ kết nạp được 3 đảng viên.\n\nNăm 2018, Đảng bộ Khối kết nạp 120"
    assert "kết nạp 120 đảng viên" in _abstract(REVIEW.replace("Năm 2018, Đảng bộ Khối kết nạp 120", part))
    head = REVIEW.partition("\n\n")[0]
    assert "có 5.120 đảng viên" in _abstract(f"{head}\n\nNăm 2018, số đảng viên tăng từ 5.000 lên 5.120.")


def test_an_article_of_another_genre_is_told_in_its_own_words() -> None:
    assert _abstract(OTHER).startswith("Sáng nay, mưa lớn làm ngập nhiều tuyến đường")


@given(st.text(max_size=300))
def test_any_text_has_an_abstract_or_none(text: str) -> None:
    assert isinstance(_abstract(text), str)
