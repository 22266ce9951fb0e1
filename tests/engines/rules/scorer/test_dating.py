"""The periods that a figure may have, and what tells of them, in an article of August 2016 that reviews nothing."""

from __future__ import annotations

import pytest

from eval.training.corpus import take_notes
from extractor.engines.rules.scorer.candidates import names
from extractor.engines.rules.scorer.dating import PeriodReach, period_candidates, period_in_turn
from extractor.engines.rules.scorer.facts import Sums
from extractor.engines.rules.scorer.sight import Sight
from extractor.engines.rules.scorer.verdict import Labels
from extractor.reading.reader import read
from extractor.text.article import Article

HEAD = "Bản Nà Lìn\n\n(Báo Yên Bái, 20/8/2016) - Huyện ủy Văn Yên kể chuyện phát triển đảng ở vùng cao.\n\n"


def last_number(text: str) -> tuple[Sight, Labels]:
    """The last number of the text as the scorer sees it."""
    article = Article.from_text("dating", HEAD + text)
    _, notes = take_notes(article, read(article))
    sight, labels, _, _ = notes.shown[-1]
    return sight, labels


def candidates(text: str) -> dict[str, list[str]]:
    """The candidates for the last number, each with its features."""
    sight, labels = last_number(text)
    return period_candidates(sight, labels, None, PeriodReach(sight.setting, Sums(names)))


@pytest.mark.parametrize(
    ("text", "period", "how"),
    [
        ("Năm kia, Huyện ủy kết nạp 30 đảng viên.", "2014", "năm kia:d"),
        ("Quý này, Huyện ủy kết nạp 30 đảng viên.", "2016-Q3", "this:quý này:d"),
        ("Huyện ủy trong 8 tháng kết nạp 30 đảng viên.", "2016-8M", "months::d"),
        ("Tháng 6 năm ngoái, Huyện ủy kết nạp 30 đảng viên.", "2015-H1", "in-month:ngoái:d"),
        ("Từ năm 2012 đến nay, Huyện ủy kết nạp 30 đảng viên.", "2012/2016", "since:đến nay:d"),
        ("Năm 2013 chi bộ ra đời. Từ khi ấy, Huyện ủy kết nạp 30 đảng viên.", "2013/2016", "since-then:d"),
        ("Năm 2013 kết nạp 10, năm 2015 kết nạp 20, cả thảy 30 đảng viên.", "2013/2015", "all:sum"),
        ("Năm 2013, Huyện ủy mở 2 lớp. Năm sau, Huyện ủy kết nạp 30 đảng viên.", "2014", "năm sau:l"),
        ("Nhiệm kỳ 2010 - 2015 đã qua. Đầu nhiệm kỳ, Huyện ủy có 30 đảng viên.", "2010", "term:first:đầu nhiệm kỳ:l"),
        ("Tháng 3/2015, Huyện ủy có 30 đảng viên.", "2015", "month:year"),
        ("Huyện ủy Văn Yên, 2015 kết nạp 30 đảng viên.", "2015", "bare"),
    ],
)
def test_words_that_stand_for_a_period_make_it_a_candidate(text: str, period: str, how: str) -> None:
    assert how in candidates(text)[period]


def test_what_is_told_may_stand_in_the_sentence_in_its_paragraph_or_before() -> None:
    assert "before0" in candidates("Năm 2013, Huyện ủy mở 2 lớp.")["2013"]
    assert "paragraph" in candidates("Năm 2013 là năm đầu. Huyện ủy mở 2 lớp.")["2013"]
    assert "earlier:True" in candidates("Năm 2013 là năm đầu.\n\nHuyện ủy mở 2 lớp.")["2013"]


def test_numbers_given_in_turn_have_the_years_in_turn() -> None:
    rows = {
        "Ba năm 2013 - 2015, Huyện ủy kết nạp lần lượt 11, 12 và 13 đảng viên.": "2015",
        "Các năm 2013, 2014, Huyện ủy kết nạp lần lượt 11 và 12 đảng viên.": "2014",
        "Ba năm 2013 - 2015, Huyện ủy kết nạp lần lượt 11 và 12 đảng viên.": None,
        "Ba năm 2013 - 2015, Huyện ủy kết nạp 11 đảng viên.": None,
    }
    assert {text: period_in_turn(last_number(text)[0]) for text in rows} == rows
