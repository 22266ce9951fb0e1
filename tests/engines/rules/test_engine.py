"""What an article keeps that is no report of a Party body's work."""

from __future__ import annotations

from extractor.engines.rules.draft import Draft
from extractor.reading.reader import read
from extractor.tasks.party_review.rules import RulesEngine
from extractor.text.article import Article

BLOOD = (
    "Ngày hội hiến máu\n\n"
    "Ngày 7-4-2019, Ban Chỉ đạo vận động hiến máu tỉnh tổ chức ngày hội hiến máu, tiếp nhận 812 đơn vị máu.\n\n"
    "Bà Lý Thị Kim, Phó Giám đốc Sở Y tế, nhắc lại Quyết định số 43/QĐ-TTg của Thủ tướng Chính phủ.\n\n"
    "Dịp này, 6 tập thể và 14 cá nhân có thành tích trong vận động hiến máu được UBND tỉnh tặng Bằng khen."
)


def drafted(text: str) -> Draft:
    article = Article.from_text("any", text)
    return RulesEngine().draft(article, read(article)).draft


def test_awards_people_and_documents_stay_where_no_party_body_is_reported_on() -> None:
    draft = drafted(BLOOD)
    assert [(award.title, award.recipient_kind, award.count) for award in draft.awards] == [
        ("Bằng khen", "collective", 6),
        ("Bằng khen", "individual", 14),
    ]
    assert [person.name for person in draft.people] == ["Lý Thị Kim"]
    assert [document.number for document in draft.documents] == ["43/QĐ-TTg"]


def test_such_an_article_has_no_figures_no_points_and_every_number_is_accounted_for() -> None:
    article = Article.from_text("any", BLOOD)
    reading = read(article)
    draft = RulesEngine().draft(article, reading).draft
    assert (draft.organizations, draft.figures, draft.points) == ((), (), ())
    reasons = {item.quantity: item.reason for item in draft.dismissals}
    assert set(reasons) == {quantity.id for quantity in reading.quantities}
    assert set(reasons.values()) == {"not_an_organisations_work", "award_count"}
