"""The awards of a sentence, as rows to compare, in an article on a review of 2020."""

from __future__ import annotations

from extractor.engines.rules.awards import AwardDecision, decide_awards
from extractor.reading.reader import read
from extractor.text.article import Article

LEAD = (
    "Sáng 12/1/2021, Đảng ủy Khối các cơ quan tỉnh Kon Tum tổ chức hội nghị tổng kết công tác xây dựng Đảng năm 2020, "
    "triển khai nhiệm vụ năm 2021."
)

Row = tuple[str, str | None, str, str | None, int | None, str | None, str | None]


def article_with(sentence: str) -> Article:
    """An article whose last paragraph is the sentence."""
    return Article.from_text("a", f"Khối các cơ quan tỉnh nhìn lại một năm\n\n{LEAD}\n\n{sentence}")


def decided(sentence: str) -> AwardDecision:
    """What is decided of the article with the sentence."""
    article = article_with(sentence)
    return decide_awards(article, read(article))


def rows(sentence: str) -> list[Row]:
    """title, giver, kind, name, count, achievement, period of each award."""
    return [
        (
            award.title,
            award.granted_by,
            award.recipient_kind,
            award.recipient,
            award.count,
            award.achievement,
            award.period,
        )
        for award in decided(sentence).awards
    ]
