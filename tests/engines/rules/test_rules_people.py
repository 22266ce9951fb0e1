"""One item for each person, with the fullest role the article gives."""

from __future__ import annotations

from extractor.engines.rules.people import decide_people
from extractor.reading.model import Block, Reading
from extractor.reading.people import read_people
from extractor.text.article import Article, Extent


def decided(text: str) -> list[tuple[str, str | None, str]]:
    article = Article.from_text("t", text)
    blocks = (Block(Extent(0, len(article.text)), "body"),)
    reading = Reading(article=article, blocks=blocks, people=read_people(article.text, blocks))
    drafts = decide_people(article, reading)
    return [(d.name, d.role, article.slice(d.evidence) if isinstance(d.evidence, Extent) else "?") for d in drafts]


def test_a_person_named_twice_has_the_fullest_role() -> None:
    text = (
        "Bí thư Tỉnh ủy Lê Văn Tám dự. Đồng chí Lê Văn Tám, Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy phát biểu. "
        "Đồng chí Lê Văn Tám cũng trao quà."
    )
    role = "Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy"
    assert decided(text) == [("Lê Văn Tám", role, f"Lê Văn Tám, {role}")]


def test_a_leader_named_as_the_author_of_a_book_is_no_person_of_the_article() -> None:
    assert decided("Học tập nội dung cuốn sách của Tổng Bí thư Trần Văn Mẫu về phòng, chống tham nhũng.") == []


def test_the_end_of_a_name_is_nobody_else() -> None:
    text = "Ông Nguyễn Văn Út Em, Bí thư Đảng ủy xã Mỹ Quý, chia sẻ. Ông Út Em bên ruộng sen."
    assert [name for name, _, _ in decided(text)] == ["Nguyễn Văn Út Em"]


def test_people_without_an_office_stay() -> None:
    assert decided("Tặng Giấy khen cho đồng chí Lý A Páo.") == [("Lý A Páo", None, "Lý A Páo")]


def test_the_office_someone_came_with_outweighs_the_one_given_at_the_event() -> None:
    text = (
        "Đồng chí Mai Văn Lộc, Phó Bí thư Huyện ủy, phát biểu. "
        "Hội nghị nhất trí. Đồng chí Mai Văn Lộc được bầu giữ chức Phó Chủ tịch Hội đồng nhân dân huyện."
    )
    assert [(name, role) for name, role, _ in decided(text)] == [("Mai Văn Lộc", "Phó Bí thư Huyện ủy")]
