"""Mentions of one document are one item with all that any of them says."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.engines.rules import documents as rules_documents
from extractor.engines.rules.documents import decide_documents
from extractor.engines.rules.draft import DocumentDraft
from extractor.reading.documents import read_documents
from extractor.reading.model import Block, DocumentMention, Reading
from extractor.text.article import Article, Extent


def decided(text: str) -> tuple[DocumentDraft, ...]:
    article = Article.from_text("t", text)
    blocks = (Block(Extent(0, len(article.text)), "body"),)
    return decide_documents(article, Reading(article=article, blocks=blocks, documents=read_documents(text, blocks)))


def test_a_short_later_form_is_the_same_document() -> None:
    (draft,) = decided(
        "Chỉ thị 05 được quán triệt. Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị về học tập. "
        "Chỉ thị 05 đi vào nền nếp."
    )
    assert (draft.number, draft.issued_on, draft.issuer) == ("05-CT/TW", date(2016, 5, 15), "Bộ Chính trị")


@pytest.mark.parametrize("day", ["ngày mồng 3 tháng Hai năm 2021", "ngày mùng 3-2-2021", "ngày 3 tháng 2 năm 2021"])
def test_a_day_may_be_told_as_one_of_the_first_ten(day: str) -> None:
    (draft,) = decided(f"Thực hiện Kế hoạch số 112-KH/TU {day} của Tỉnh ủy.")
    assert draft.issued_on == date(2021, 2, 3)


def test_the_issuer_of_an_enumeration_goes_to_the_plenum_named_again() -> None:
    drafts = decided(
        "Nghị quyết Hội nghị Trung ương 4, 5 của Ban Chấp hành Trung ương Đảng khóa XII; "
        "Nghị quyết Trung ương 4 khóa XII."
    )
    assert [(d.title, d.issuer) for d in drafts] == [
        ("Trung ương 4 khóa XII", "Ban Chấp hành Trung ương Đảng khóa XII"),
        ("Trung ương 5 khóa XII", "Ban Chấp hành Trung ương Đảng khóa XII"),
    ]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "Nghị quyết Đại hội XIII của Đảng; Nghị quyết Đại hội Đảng toàn quốc lần thứ XIII.",
            ["Đại hội Đảng toàn quốc lần thứ XIII"],
        ),
        (
            "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XIX; Nghị quyết Đại hội XIX Đảng bộ tỉnh.",
            ["Đại hội Đảng bộ tỉnh lần thứ XIX"],
        ),
        (
            "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XIX; Nghị quyết Đại hội Đảng bộ Khối lần thứ VII.",
            ["Đại hội Đảng bộ tỉnh lần thứ XIX", "Đại hội Đảng bộ Khối lần thứ VII"],
        ),
        ("Nghị quyết Trung ương 4; Nghị quyết Trung ương 4 (khóa XII).", ["Trung ương 4 khóa XII"]),
    ],
)
def test_two_names_of_one_document_are_one_item(text: str, titles: list[str]) -> None:
    assert [draft.title for draft in decided(text)] == titles


def test_documents_of_a_long_list_are_compared_with_their_like_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    same = rules_documents._same

    def counted(item: DocumentMention, mention: DocumentMention) -> bool:
        compared.append(mention.number or "")
        return same(item, mention)

    monkeypatch.setattr(rules_documents, "_same", counted)
    listed = [f"{number}-NQ/TW" for number in range(1, 301)]
    assert [one.number for one in decided(f"Thực hiện Nghị quyết số {', '.join([*listed, *listed[:5]])}.")] == listed
    assert compared == listed[:5]
