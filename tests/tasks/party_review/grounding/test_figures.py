from dataclasses import replace

import pytest

from extractor.draft import Quote
from extractor.engines.rules.draft import Draft, FigureDraft
from extractor.reading.reader import read
from extractor.tasks.party_review.grounding.ground import ground
from extractor.text.article import Article
from tests.tasks.party_review.grounding.sample import ARTICLE, FIGURE, figure, grounded, quantity


def test_a_pointed_quantity_and_a_quoted_number_give_the_same_figure():
    quoted, _ = figure()
    pointed, _ = figure(quantity=quantity("214"), mention=None)
    assert pointed == quoted
    assert (pointed.value, pointed.unit, pointed.comparator) == (214.0, "count", "eq")


def test_a_quoted_number_is_cut_to_the_value():
    found, _ = figure(mention=Quote("214 đảng viên mới"))
    assert found.mention.text == "214"


def test_a_missing_evidence_is_the_clause_around():
    found, rejections = figure(evidence=None)
    assert found.evidence.text == "Năm qua, toàn Khối kết nạp 214 đảng viên mới, vượt 14 đảng viên so với kế hoạch"
    assert not rejections


def test_an_evidence_that_lacks_the_number_is_stretched_to_hold_it():
    found, _ = figure(evidence=Quote("Năm qua, toàn Khối"))
    assert found.evidence.text == "Năm qua, toàn Khối kết nạp 214"


def test_an_invented_evidence_is_replaced_and_recorded():
    found, rejections = figure(evidence=Quote("Toàn Khối khai trừ 214 đảng viên vì vi phạm rất nghiêm trọng"))
    assert "kết nạp 214" in found.evidence.text
    assert rejections[0].item == "figure.evidence"


REFUSED = [
    ({"mention": Quote("241")}, "does not stand"),
    ({"mention": Quote("21")}, "inside"),
    ({"mention": Quote("đảng viên"), "evidence": None}, "not one value"),
    ({"mention": Quote("15/01/2020"), "evidence": None}, "date"),
    ({"mention": Quote("18-NQ/TW"), "evidence": None}, "not one value"),
    ({"mention": None}, "no number"),
    ({"mention": None, "quantity": "q99"}, "q99"),
    ({"phase": "hope"}, "'hope'"),
    ({"subject": "hero"}, "'hero'"),
    ({"measure": "loved"}, "'loved'"),
    ({"basis": "vibe"}, "'vibe'"),
]


@pytest.mark.parametrize(("change", "reason"), REFUSED)
def test_a_figure_without_proof_is_refused(change, reason):
    found, rejections = figure(**change)
    assert found is None
    assert reason in rejections[-1].reason
    assert rejections[-1].item == "figure"


CORRECTED = [
    # change, field, value kept, field whose refusal is recorded
    ({"comparator": "gt"}, "comparator", "eq", "figure.comparator"),
    ({"comparator": "twice"}, "comparator", "eq", "figure.comparator"),
    ({"unit": "percent"}, "unit", "count", "figure.unit"),
    ({"unit": "VND"}, "unit", "count", "figure.unit"),
    ({"unit": "litre"}, "unit", "count", "figure.unit"),
    ({"negative": True}, "value", 214.0, "figure.negative"),
    ({"negative": True, "basis": "change"}, "value", 214.0, "figure.negative"),
    ({"out_of": 300.0}, "out_of", None, "figure.out_of"),
    ({"out_of": float("nan")}, "out_of", None, "figure.out_of"),
    ({"period": "2015"}, "period", None, "figure.period"),
    ({"period": "19"}, "period", None, "figure.period"),
    ({"group": "ngư dân"}, "group", None, "figure.group"),
]


@pytest.mark.parametrize(("change", "field", "kept", "item"), CORRECTED)
def test_a_correction_without_a_word_for_it_is_not_made(change, field, kept, item):
    found, rejections = figure(**change)
    assert getattr(found, field) == kept
    assert [rejection.item for rejection in rejections] == [item]


def test_periods_beside_a_named_year_are_concluded():
    assert figure(period="2021")[0].period == "2021"
    assert figure(period="2018-H1")[0].period == "2018-H1"


def test_the_same_number_with_the_same_labels_is_one_figure():
    result = grounded(figures=(FIGURE, replace(FIGURE, quantity=quantity("214"), mention=None)))
    assert len(result.summary.figures) == 1
    assert "already" in result.rejections[0].reason


def test_figures_come_in_text_order():
    later = replace(FIGURE, mention=Quote("200"), evidence=Quote("phấn đấu kết nạp từ 200 đảng viên trở lên"))
    values = [one.value for one in grounded(figures=(later, FIGURE)).summary.figures]
    assert values == [214.0, 200.0]


# A clause, the draft's fields, and what the figure must say (None: refused).
SENTENCES = [
    ("Doanh thu giảm 3,5% so với năm 2018.", "3,5%", {"basis": "change", "negative": True}, {"value": -3.5}),
    ("Doanh thu giảm 3,5% so với năm 2018.", "3,5%", {"basis": "change"}, {"value": -3.5}),
    ("Doanh thu giảm 3,5% so với năm 2018.", "3,5%", {"basis": "change", "negative": False}, {"value": -3.5}),
    ("Doanh thu tăng 3,5% so với năm 2018.", "3,5%", {"basis": "change", "negative": True}, {"value": 3.5}),
    ("Kết nạp còn thiếu 12 đảng viên so với kế hoạch.", "12", {"basis": "over_plan", "negative": True}, {"value": -12}),
    ("Phấn đấu vượt 5% kế hoạch.", "5%", {"phase": "target", "comparator": "gt"}, {"comparator": "gt"}),
    ("Đã vượt 5% kế hoạch.", "5%", {"comparator": "gt"}, {"comparator": "eq"}),
    ("Kết nạp từ 90 đảng viên mới trở lên.", "90", {"comparator": "ge"}, {"comparator": "ge"}),
    ("Không quá 3 chi bộ yếu kém.", "3", {"comparator": "le"}, {"comparator": "le"}),
    ("Không quá 3 chi bộ yếu kém.", "3", {"comparator": "gt"}, {"comparator": "le"}),
    ("Xấp xỉ 40 chi bộ tham gia.", "40", {"comparator": "approx"}, {"comparator": "approx"}),
    ("Hơn 40 chi bộ tham gia.", "40", {"comparator": "eq"}, {"comparator": "eq"}),
    ("Có 48/66 chi bộ đạt.", "48/66", {}, {"value": 48, "out_of": 66}),
    ("Có 48/66 chi bộ đạt.", "48", {}, {"value": 48, "out_of": 66}),
    ("Trong 66 chi bộ có 48 chi bộ đạt.", "48", {"out_of": 66}, {"value": 48, "out_of": 66}),
    ("Hoàn thành 14 trong 15 chỉ tiêu.", "14 trong 15", {}, {"value": 14, "out_of": 15}),
    ("Kết nạp từ 100 - 120 đảng viên.", "100 - 120", {}, {"value": 100, "value_max": 120, "comparator": "range"}),
    ("Nộp ngân sách 2,5 tỷ đồng.", "2,5 tỷ đồng", {}, {"value": 2.5e9, "unit": "VND"}),
    ("Nộp ngân sách 6,5 và 7 tỷ đồng.", "6,5", {"unit": "VND"}, {"value": 6.5e9, "unit": "VND"}),
    ("Ngân sách (tỷ đồng)\nNăm 2019\n1.250", "1.250", {"unit": "VND"}, {"value": 1.25e12, "unit": "VND"}),
    ("Tỷ lệ (%)\nChi bộ A\n96,0", "96,0", {"unit": "percent"}, {"value": 96.0, "unit": "percent"}),
    ("Không có đảng viên vi phạm.", "Không có", {}, {"value": 0}),
]


@pytest.mark.parametrize(("sentence", "mention", "fields", "expected"), SENTENCES)
def test_values_signs_bounds_and_units_follow_the_words_around(sentence, mention, fields, expected):
    article = Article.from_text("one", f"Năm 2019 tại Khối.\n{sentence}\n")
    draft = replace(FIGURE, organization=None, evidence=None, mention=Quote(mention), **fields)
    result = ground(article, read(article), Draft(figures=(draft,)))
    (found,) = result.summary.figures
    assert {field: getattr(found, field) for field in expected} == expected


def test_a_number_is_taken_from_its_own_evidence_among_repeats():
    clause = "trên 85% tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ"
    found, _ = figure(mention=Quote("85%"), evidence=Quote(clause), phase="target")
    assert found.mention.start == ARTICLE.text.index("85%")


def test_a_figure_draft_of_a_blank_article_is_refused():
    article = Article("blank", "")
    draft = FigureDraft(None, Quote("5"), None, None, "result", None, "member", "total", "level")
    result = ground(article, read(article), Draft(figures=(draft,)))
    assert result.summary.figures == []
    assert len(result.rejections) == 1
