"""The year an annual review looks back on, where its own sentence leaves it open."""

from __future__ import annotations

import pytest

from extractor.reading.reader import read
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article

CASES = {
    "planned year before the verb": (
        "Chỉ tiêu kết nạp 90 đảng viên vừa được Đảng ủy Khối các cơ quan tỉnh chốt cho năm 2019 tại hội nghị tổng kết "
        "diễn ra sáng nay (8/1).",
        "08/01/2019 10:20",
        "2018",
    ),
    "past year unnumbered, plan after it": (
        "Chiều 4/1, Đảng ủy Khối các cơ quan tỉnh đánh giá công tác xây dựng Đảng năm vừa qua và thống nhất chương "
        "trình năm 2019.",
        "05/01/2019 10:20",
        "2018",
    ),
    "plan in a relative clause": (
        "Việc học nghị quyết năm 2018 được Đảng ủy Khối các cơ quan tỉnh nêu tại hội nghị tổng kết sáng 27/12, nơi các "
        "đại biểu cũng thống nhất nhiệm vụ năm 2019.",
        "28/12/2018 10:20",
        "2018",
    ),
    "no year at all": (
        "Sáng 9/1, Đảng ủy Khối các cơ quan tỉnh tổ chức hội nghị tổng kết công tác xây dựng Đảng.",
        "10/01/2019 10:20",
        "2018",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_year_that_is_left_open(case: str) -> None:
    lead, printed, year = CASES[case]
    article = Article.from_text("a", f"Khối các cơ quan tỉnh nhìn lại một chặng đường\n\n{printed}\n\n{lead}")
    event = RulesEngine().draft(article, read(article)).draft.event
    assert (event.kind, event.review_period) == ("annual_review", year)
