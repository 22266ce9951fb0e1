from dataclasses import replace
from datetime import date

import pytest

from extractor.draft import Quote
from extractor.engines.rules.draft import Dismissal, DocumentDraft, Draft
from extractor.reading.model import Reading
from extractor.reading.reader import read
from extractor.tasks.party_review.grounding.ground import ground
from extractor.text.article import Article
from tests.tasks.party_review.grounding.sample import (
    ARTICLE,
    AWARD,
    DOCUMENT,
    DRAFT,
    EVENT,
    FIGURE,
    NAME,
    ORGANIZATION,
    PERSON,
    POINT,
    READING,
    SOURCE,
    SPELT,
    extent,
    figure,
    grounded,
    quantity,
)


def refused(result):
    return {rejection.item: rejection.reason for rejection in result.rejections}


def test_a_true_draft_passes_whole():
    result = grounded()
    assert result.rejections == ()
    summary = result.summary
    assert summary.organizations[0].name == SPELT
    assert summary.organizations[0].province == "Lâm Đồng"
    assert summary.figures[0].organization == SPELT
    assert summary.awards[0].title == "Giấy khen"
    assert summary.documents[0].issued_on == date(2017, 10, 25)
    assert summary.source.title == "ĐẢNG ỦY KHỐI CÁC CƠ QUAN TỈNH TỔNG KẾT NĂM 2019"
    assert summary.abstract == DRAFT.abstract
    assert {(one.item, one.index) for one in result.decisions} == {
        (item, 0) for item in ("organization", "figure", "award", "person", "document", "point")
    }


def test_every_span_is_the_articles_own_text():
    summary = grounded().summary
    spans = [summary.figures[0].mention]
    spans += [
        item.evidence
        for kind in ("figures", "awards", "people", "documents", "points")
        for item in getattr(summary, kind)
    ]
    for span in spans:
        assert ARTICLE.text[span.start : span.end] == span.text


ORGANIZATIONS = [
    ({"name": "Đảng ủy Khối doanh nghiệp tỉnh Lâm Đồng"}, "organization", "word for word"),
    ({"kind": "ministry"}, "organization", "'ministry'"),
    ({"province": "Gia Lai"}, "organization.province", "neither"),
    ({"province": "Nam Kỳ"}, "organization.province", "list"),
]


@pytest.mark.parametrize(("change", "item", "reason"), ORGANIZATIONS)
def test_an_organisation_the_article_does_not_name_is_refused(change, item, reason):
    result = grounded(organizations=(replace(ORGANIZATION, **change),))
    assert reason in refused(result)[item]
    assert len(result.summary.organizations) == (item != "organization")


def test_the_committee_words_are_left_out_of_a_name():
    draft = replace(ORGANIZATION, name="Ban Thường vụ Đảng ủy Khối")
    assert grounded(organizations=(draft,)).summary.organizations[0].name == "Đảng ủy Khối"


def test_one_body_under_two_names_is_listed_once():
    twice = (ORGANIZATION, replace(ORGANIZATION, name=NAME.upper()))
    result = grounded(organizations=twice)
    assert len(result.summary.organizations) == 1
    assert "already" in refused(result)["organization"]


def test_a_figure_of_an_unknown_body_keeps_its_value_and_loses_the_body():
    found, rejections = figure(organization="Huyện ủy Di Linh")
    assert found.organization is None
    assert rejections[0].item == "figure.organization"


@pytest.mark.parametrize(
    "name", ["Đảng bộ Khối các cơ quan tỉnh Lâm Đồng", "Đảng ủy Khối", "ĐẢNG UỶ KHỐI CÁC CƠ QUAN TỈNH"]
)
def test_a_figures_body_is_known_by_its_other_names(name):
    assert figure(organization=name)[0].organization == SPELT


AWARDS = [
    ({"title": "Huân chương Lao động"}, "award", "title"),
    ({"recipient_kind": "hero"}, "award", "'hero'"),
    ({"evidence": Quote("tặng xe máy cho mọi người")}, "award", "evidence"),
    ({"granted_by": "Tỉnh ủy Lâm Đồng"}, "award.granted_by", "word for word"),
    ({"recipient": "Chi bộ Sở Y tế"}, "award.recipient", "word for word"),
    ({"count": 19}, "award.count", "19"),
    ({"count": 0}, "award.count", "0"),
    ({"achievement": "thành tích đột phá"}, "award.achievement", "word for word"),
    ({"period": "2011/2015"}, "award.period", "2011"),
]


@pytest.mark.parametrize(("change", "item", "reason"), AWARDS)
def test_an_award_says_no_more_than_the_article(change, item, reason):
    result = grounded(awards=(replace(AWARD, **change),))
    assert reason in refused(result)[item]
    assert len(result.summary.awards) == (item != "award")


def test_an_award_count_may_be_written_in_words():
    draft = replace(AWARD, recipient_kind="individual", count=27)
    assert grounded(awards=(draft,)).summary.awards[0].count == 27


def test_one_named_recipient_needs_no_number():
    draft = replace(
        AWARD,
        title="Bằng khen",
        recipient_kind="cell",
        recipient="Chi bộ Sở Du lịch",
        count=1,
        achievement=None,
        evidence=Quote("Chi bộ Sở Du lịch được tặng Bằng khen"),
    )
    assert grounded(awards=(draft,)).summary.awards[0].count == 1


def test_an_achievement_may_leave_out_its_calendar_year():
    draft = replace(AWARD, achievement="thành tích xuất sắc trong xây dựng tổ chức")
    result = grounded(awards=(draft,))
    assert result.summary.awards[0].achievement == draft.achievement


PEOPLE = [
    ({"name": "Lò Văn Sơn"}, "person", "word for word"),
    ({"name": "chủ trì hội nghị"}, "person", "capital"),
    ({"role": "Chủ tịch UBND tỉnh"}, "person.role", "word for word"),
]


@pytest.mark.parametrize(("change", "item", "reason"), PEOPLE)
def test_a_person_is_named_as_the_article_does(change, item, reason):
    result = grounded(people=(replace(PERSON, **change),))
    assert reason in refused(result)[item]
    assert len(result.summary.people) == (item != "person")


def test_the_evidence_of_a_person_is_mended_where_it_lacks_the_name():
    draft = replace(PERSON, evidence=Quote("chủ trì hội nghị"))
    evidence = grounded(people=(draft,)).summary.people[0].evidence
    assert "Lò Văn Sự" in evidence.text
    assert "Bí thư Đảng ủy Khối" in evidence.text


def test_a_person_is_listed_once_with_the_role():
    result = grounded(people=(replace(PERSON, role=None), PERSON))
    assert [person.role for person in result.summary.people] == ["Bí thư Đảng ủy Khối"]
    assert "already" in refused(result)["person"]


DOCUMENTS = [
    ({"number": "81-NQ/TW"}, "document", "81-NQ/TW"),
    ({"number": "8-NQ/TW"}, "document", "8-NQ/TW"),
    ({"kind": "Sắc lệnh"}, "document", "Sắc lệnh"),
    ({"number": None}, "document", "neither"),
    ({"number": None, "title": "Trung ương 7 khóa XII"}, "document", "7"),
    ({"number": None, "title": "Trung ương 4 khóa XIII"}, "document", "xiii"),
    ({"issued_on": date(2017, 10, 26)}, "document.issued_on", "26/10"),
    ({"issued_on": date(2016, 10, 25)}, "document.issued_on", "2016"),
    ({"issuer": "Bộ Chính trị"}, "document.issuer", "Bộ Chính trị"),
]


@pytest.mark.parametrize(("change", "item", "reason"), DOCUMENTS)
def test_a_document_is_told_as_the_article_tells_it(change, item, reason):
    result = grounded(documents=(replace(DOCUMENT, **change),))
    assert reason in refused(result)[item]
    assert len(result.summary.documents) == (item != "document")


def test_an_enumerated_plenum_is_put_together_from_the_text():
    draft = replace(DOCUMENT, number=None, title="Trung ương 5 khóa XII", issued_on=None, issuer=None)
    assert grounded(documents=(draft,)).summary.documents[0].title == "Trung ương 5 khóa XII"


def test_a_number_with_other_dashes_is_given_in_the_articles_characters():
    draft = replace(DOCUMENT, number="18 – NQ/TW")
    assert grounded(documents=(draft, DOCUMENT)).summary.documents[0].number == "18-NQ/TW"


POINTS = [
    ({"text": "Việc sinh hoạt ở 12 chi bộ chưa thường xuyên."}, "'12'"),
    ({"text": "Việc sinh hoạt chuyên đề ở Bảo Lộc chưa thường xuyên."}, "bảo"),
    ({"text": "Giá cà phê và hồ tiêu xuống thấp."}, "something else"),
    (
        {"text": "Chất lượng sinh hoạt chi bộ không cao.", "evidence": Quote("nâng cao chất lượng sinh hoạt")},
        "không",
    ),
    ({"evidence": Quote("việc sinh hoạt chuyên đề rất thường xuyên và đều đặn")}, "evidence"),
    ({"kind": "praise"}, "'praise'"),
    ({"text": " "}, "no text"),
]


@pytest.mark.parametrize(("change", "reason"), POINTS)
def test_a_point_rests_on_its_evidence(change, reason):
    result = grounded(points=(replace(POINT, **change),))
    assert reason in refused(result)["point"]
    assert result.summary.points == []


HEADS = [
    ("source", {"outlet": "Báo Đắk Nông"}, "source.outlet", None),
    ("source", {"title": "Một tiêu đề bịa"}, "source.title", None),
    ("source", {"authors": ("Hà Mi", "Vũ Bịa")}, "source.authors", ["Hà Mi"]),
    ("source", {"published_on": date(2020, 1, 16)}, "source.published_on", None),
    ("source", {"published_on": date(2023, 1, 15)}, "source.published_on", None),
    ("event", {"kind": "party"}, "event.kind", "other"),
    ("event", {"held_on": date(2020, 2, 20)}, "event.held_on", None),
    ("event", {"review_period": "2012"}, "event.review_period", None),
    ("event", {"plan_period": "năm tới"}, "event.plan_period", None),
    ("event", {"plan_period": "2020/2019"}, "event.plan_period", None),
]


@pytest.mark.parametrize(("part", "change", "item", "kept"), HEADS)
def test_head_fields_that_cannot_be_proved_are_null(part, change, item, kept):
    draft = replace({"source": SOURCE, "event": EVENT}[part], **change)
    result = grounded(**{part: draft})
    assert item in refused(result)
    assert getattr(getattr(result.summary, part), item.split(".")[1]) == kept


def test_a_headline_known_from_the_page_is_taken_though_the_text_lacks_it():
    article = replace(ARTICLE, title="Khối các cơ quan tổng kết")
    result = ground(article, READING, Draft(source=replace(SOURCE, title="khối các cơ quan tổng kết")))
    assert result.summary.source.title == "Khối các cơ quan tổng kết"


ABSTRACTS = [
    ("Khối kết nạp 241 đảng viên.", "'241'"),
    ("Đồng chí Lò Văn Sơn chủ trì.", "'văn sơn'"),
    ("Hội nghị do Tỉnh ủy Kon Tum tổ chức.", "'kon'"),
    ("Năm 2025, Khối phấn đấu kết nạp 200 đảng viên.", "'2025'"),
    ("Lò Văn Hà Mi dự hội nghị.", "'văn hà'"),
]


@pytest.mark.parametrize(("sentence", "reason"), ABSTRACTS)
def test_a_sentence_of_the_abstract_with_an_invention_is_left_out(sentence, reason):
    true = "Ngày 15/1/2020, Khối tổng kết công tác năm 2019."
    result = grounded(abstract=f"{true} {sentence}")
    assert result.summary.abstract == true
    assert reason in refused(result)["abstract"]


def test_coverage_counts_what_is_used_and_what_is_dismissed():
    quantities = [q.id for q in READING.quantities]
    used = quantity("214"), quantity("18")
    gone = quantity("82,43%")
    result = grounded(dismissals=(Dismissal(gone, "repeat"), Dismissal("q999", "repeat")))
    assert set(result.coverage.unexplained) == set(quantities) - {*used, gone}
    assert result.coverage.explained == 3
    assert refused(result)["dismissal"] == "there is no quantity 'q999'"


def test_a_number_that_the_reader_did_not_recognise_counts_as_not_covered_until_a_figure_is_about_it():
    article = Article.from_text("a", "Khối mở 12 lớp.\nKhối nêu hai chỗ yếu.\n")
    reading = read(article)
    (classes,) = (one.id for one in reading.quantities)
    nothing = ground(article, reading, Draft(dismissals=(Dismissal(classes, "repeat"),))).coverage
    assert [article.slice(extent) for extent in nothing.unread] == ["hai"]
    assert (nothing.explained, nothing.numbers, nothing.share) == (1, 2, 0.5)
    claimed = replace(FIGURE, organization=None, period=None, mention=Quote("hai"), evidence=None)
    covered = ground(article, reading, Draft(figures=(claimed,), dismissals=(Dismissal(classes, "repeat"),))).coverage
    assert (covered.unread, covered.share) == ((), 1.0)


def test_words_that_stand_only_in_a_sentence_in_english_are_refused_for_that():
    headline = "The committee reports on the work of the year and on the plan for the next"
    article = Article.from_text("a", f"{headline}\nKhối mở 12 lớp.\n")
    draft = Draft(source=replace(SOURCE, title=headline, outlet="Kon Tum TV", authors=(), published_on=None))
    reasons = refused(ground(article, read(article), draft))
    assert "stands only in words that speak to a machine" in reasons["source.title"]
    assert reasons["source.outlet"] == "it does not stand in the text word for word"


def test_a_refused_figure_leaves_its_quantity_unexplained():
    result = grounded(figures=(replace(FIGURE, mention=None, quantity=quantity("214"), subject="hero"),))
    assert quantity("214") in result.coverage.unexplained
    assert result.rejections[0].quantity == quantity("214")


def test_an_empty_draft_of_an_empty_article_is_an_empty_summary():
    article = Article("none", "")
    result = ground(article, Reading(article), Draft())
    assert result.rejections == ()
    assert result.coverage.share == 1.0
    assert result.summary.figures == []


def test_an_extent_outside_the_text_is_refused():
    beyond = replace(extent("214"), start=len(ARTICLE.text), end=len(ARTICLE.text) + 3)
    found, rejections = figure(mention=beyond)
    assert found is None
    assert "not a stretch" in rejections[-1].reason


@pytest.mark.parametrize(
    ("told", "numbers"),
    [
        ("Nghị quyết số 18 và 19 của Trung ương", ["18", "19"]),
        ("Nghị quyết 18, 19 và số 20 của Trung ương", ["18", "19", "20"]),
        ("Nghị quyết số 18 và 19 chi bộ của huyện", ["18"]),
        ("Nghị quyết số 18 của Trung ương và 19 điều khác", ["18"]),
    ],
)
def test_a_bare_number_behind_another_is_a_document_s(told: str, numbers: list[str]) -> None:
    article = Article.from_text("d", f"Các chi bộ đã học {told}.")
    claims = tuple(DocumentDraft("Nghị quyết", number, None, None, None, Quote(told)) for number in ("18", "19", "20"))
    summary = ground(article, read(article), Draft(documents=claims)).summary
    assert [document.number for document in summary.documents] == numbers
