"""What the rules and the gate find in one paragraph of a review of 2018, in a notation for tables of cases."""

from __future__ import annotations

from typing import Final

from extractor.reading.reader import read
from extractor.schema import Figure
from extractor.tasks.party_review.grounding.ground import ground
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article

OWNER: Final = "Đảng ủy Khối các cơ quan tỉnh Kon Tum"
HEAD: Final = (
    "Hội nghị tổng kết công tác xây dựng Đảng\n\n"
    f"Sáng 15/1/2019, {OWNER} tổ chức hội nghị tổng kết công tác năm 2018, triển khai nhiệm vụ năm 2019.\n\n"
)
ENGINE: Final = RulesEngine()


def figures(paragraph: str, head: str = HEAD) -> list[Figure]:
    """The proven figures of the paragraph, set under the head of a review of 2018."""
    article = Article.from_text("judged", head + paragraph)
    reading = read(article)
    return ground(article, reading, ENGINE.draft(article, reading).draft).summary.figures


def labels(paragraph: str, head: str = HEAD) -> list[str]:
    """`mention subject/measure`, and `/basis` where it is not the value itself, of each figure."""
    return [
        f"{figure.mention.text} {figure.subject}/{figure.measure}"
        + ("" if figure.basis == "level" else f"/{figure.basis}")
        for figure in figures(paragraph, head)
    ]
