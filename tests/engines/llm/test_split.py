"""Parts of long articles: every clause once, the opening again, nothing twice after merging."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.draft import Quote
from extractor.engines.llm.split import split_tagged, tagged_tokens
from extractor.engines.llm.tagged_text import TaggedText
from extractor.engines.rules.draft import (
    Dismissal,
    Draft,
    EventDraft,
    FigureDraft,
    OrganizationDraft,
    PersonDraft,
    PointDraft,
)
from extractor.reading.reader import read
from extractor.tasks.party_review.llm.merge import PRIORITIES, merge
from extractor.text.article import Article, Extent
from tests.conftest import GOLD_ARTICLES

ARTICLES = sorted(GOLD_ARTICLES.glob("*.txt"))


@pytest.mark.parametrize(("tokens", "quantities"), [(400, 999), (10**9, 7), (150, 3)])
def test_every_clause_and_quantity_is_asked_about_in_exactly_one_part(tokens: int, quantities: int) -> None:
    for file in ARTICLES[:12]:
        article = Article.from_text(file.stem, file.read_text(encoding="utf-8"))
        whole = TaggedText.whole(article, read(article))
        parts = split_tagged(whole, tokens, quantities)
        assert [clause for part in parts for clause in part.asked] == list(whole.clauses)
        assert [one.id for part in parts for one in part.quantities] == [one.id for one in whole.quantities]
        for part in parts[1:]:
            assert part.shown[-len(part.asked) :] == part.asked
            assert all(clause.number < part.asked[0].number for clause in part.shown[: -len(part.asked)])


def test_what_fits_is_not_split() -> None:
    article = Article.from_text("a", ARTICLES[0].read_text(encoding="utf-8"))
    whole = TaggedText.whole(article, read(article))
    assert split_tagged(whole, tagged_tokens(whole), len(whole.quantities)) == [whole]


def test_a_paragraph_is_kept_whole_where_it_fits() -> None:
    text = "\n".join(f"Chi bộ {n} kết nạp {n} đảng viên; xóa tên 1 đảng viên." for n in range(10, 40))
    article = Article.from_text("a", text)
    parts = split_tagged(TaggedText.whole(article, read(article)), 10**9, 7)
    assert len(parts) > 3
    for part in parts[1:]:
        assert text[part.asked[0].extent.start - 1] == "\n"


def figure(quantity: str | None, mention: Quote | None = None) -> FigureDraft:
    return FigureDraft(quantity, mention, None, None, "result", "2017", "member", "admitted", "level")


def test_merging_keeps_each_item_once_and_the_first_that_is_known() -> None:
    same_words = (figure(None, Quote("12", 5)), figure(None, Quote("12", 900)))
    first = Draft(
        event=EventDraft("annual_review", None, "2017", None),
        abstract="Tóm tắt.",
        organizations=(OrganizationDraft("Đảng ủy Khối", "agencies_bloc", None),),
        figures=(figure("q1"), same_words[0]),
        dismissals=(Dismissal("q2", "date"),),
        people=(PersonDraft("Lê A", "Bí thư", Extent(0, 4)),),
    )
    second = Draft(
        event=EventDraft("other", date(2018, 1, 5), None, "2018"),
        abstract="Nữa.",
        organizations=(OrganizationDraft("đảng ủy khối", "other", None),),
        figures=(figure("q1"), figure("q2"), same_words[1]),
        people=(PersonDraft("Lê A", "Bí thư", Extent(0, 4)),),
    )
    merged = merge([first, second])
    assert merged.event == EventDraft("annual_review", date(2018, 1, 5), "2017", "2018")
    assert merged.abstract == "Tóm tắt."
    assert [one.kind for one in merged.organizations] == ["agencies_bloc"]
    assert merged.figures == (figure("q1"), same_words[0], figure("q2"), same_words[1])
    assert merged.dismissals == ()
    assert len(merged.people) == 1


def test_each_part_may_give_its_priorities_and_the_article_keeps_the_first() -> None:
    points = [
        tuple(PointDraft("priority", f"Việc {n}.", Extent(n, n + 1)) for n in range(start, start + 6))
        for start in (0, 6)
    ]
    shortcoming = PointDraft("shortcoming", "Còn chậm.", Extent(99, 100))
    merged = merge([Draft(points=points[0]), Draft(points=(*points[1], shortcoming))])
    assert merged.points == (*points[0], *points[1][: PRIORITIES - 6], shortcoming)
