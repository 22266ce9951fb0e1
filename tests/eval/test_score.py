"""Scores of small articles, each worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pytest

from extractor.errors import UsageError
from extractor.eval.model import Counts, Evaluation, Tally
from extractor.schema import ArticleSummary, Event, Figure
from extractor.tasks.party_review.eval.judge import evaluate_reviews as evaluate
from tests.eval.builders import award, document, figure, organization, person, point, source, span, summary


class FigureCase(NamedTuple):
    """Gold and predicted figures, and how many are right at `value`, `core` and `strict`."""

    what: str
    gold: list[Figure]
    predicted: list[Figure]
    right: tuple[int, int, int]


PERCENT = {"unit": "percent"}
TARGET = {"phase": "target", "period": "2018"}

FIGURE_CASES = [
    FigureCase("nothing against nothing", [], [], (0, 0, 0)),
    FigureCase("nothing was found", [figure(5)], [], (0, 0, 0)),
    FigureCase("something was invented", [], [figure(5)], (0, 0, 0)),
    FigureCase("the same figure", [figure(5)], [figure(5)], (1, 1, 1)),
    FigureCase("another value", [figure(5)], [figure(6)], (0, 0, 0)),
    FigureCase("the opposite sign", [figure(-5, basis="change")], [figure(5, basis="change")], (0, 0, 0)),
    FigureCase("the right number of another unit", [figure(5)], [figure(5, **PERCENT)], (0, 0, 0)),
    FigureCase("a last bit that differs", [figure(0.3)], [figure(0.1 + 0.2)], (1, 1, 1)),
    FigureCase(
        "money that differs by one đồng", [figure(2.5e9, unit="VND")], [figure(2.5e9 + 1, unit="VND")], (0, 0, 0)
    ),
    FigureCase("another subject", [figure(5)], [figure(5, subject="cell")], (1, 0, 0)),
    FigureCase("another measure", [figure(5)], [figure(5, measure="removed")], (1, 0, 0)),
    FigureCase("another basis", [figure(5)], [figure(5, basis="change")], (1, 0, 0)),
    FigureCase("another phase", [figure(5)], [figure(5, phase="target")], (1, 0, 0)),
    FigureCase("another comparator", [figure(5)], [figure(5, comparator="gt")], (1, 1, 0)),
    FigureCase("another period", [figure(5)], [figure(5, period="2018")], (1, 1, 0)),
    FigureCase("no period", [figure(5)], [figure(5, period=None)], (1, 1, 0)),
    FigureCase("a lost upper end", [figure(5, value_max=9.0)], [figure(5)], (1, 1, 0)),
    FigureCase("a lost denominator", [figure(5, out_of=9.0)], [figure(5)], (1, 1, 0)),
    FigureCase("no organisation", [figure(5)], [figure(5, organization=None)], (1, 1, 0)),
    FigureCase(
        "an organisation spelt otherwise",
        [figure(5, organization="Đảng uỷ Khối các cơ quan")],
        [figure(5, organization="đảng bộ Khối Các cơ quan")],
        (1, 1, 1),
    ),
    FigureCase("another group is not looked at", [figure(5, group="nữ")], [figure(5)], (1, 1, 1)),
    FigureCase("a shifted place does not cost the value", [figure(5, at=10)], [figure(5, at=500)], (1, 1, 1)),
    FigureCase("one predicted twice", [figure(5)], [figure(5), figure(5)], (1, 1, 1)),
    FigureCase("two in gold, found once", [figure(5, at=10), figure(5, at=60)], [figure(5, at=60)], (1, 1, 1)),
    FigureCase(
        "two alike in one article",
        [figure(5, at=10), figure(5, at=60)],
        [figure(5, at=60), figure(5, at=10)],
        (2, 2, 2),
    ),
    FigureCase(
        "two of one value told apart by their labels, in the other order",
        [figure(5, at=10, subject="cell"), figure(5, at=60, subject="member")],
        [figure(5, at=60, subject="member"), figure(5, at=10, subject="cell")],
        (2, 2, 2),
    ),
    FigureCase(
        "labels of two values swapped",
        [figure(2, at=10, subject="cell"), figure(3, at=60, subject="member")],
        [figure(2, at=10, subject="member"), figure(3, at=60, subject="cell")],
        (2, 0, 0),
    ),
    FigureCase(
        "a near miss does not take the place of the exact one",
        [figure(5, at=10), figure(5, at=60, period="2018")],
        [figure(5, at=60, period="2018"), figure(5, at=10, period="2019")],
        (2, 2, 1),
    ),
    FigureCase(
        "a tie between wrong labels still gives every pair its value",
        [figure(5, at=10, subject="cell"), figure(5, at=20, subject="class"), figure(5, at=30)],
        [figure(5, at=30), figure(5, at=10, subject="worker")],
        (2, 1, 1),
    ),
    FigureCase(
        "one wide prediction for two gold figures",
        [figure(48, at=10), figure(66, at=13)],
        [figure(48, at=10, length=5, out_of=66.0)],
        (1, 1, 0),
    ),
    FigureCase(
        "result and target of one value",
        [figure(95, **PERCENT), figure(95, at=80, **PERCENT, **TARGET)],
        [figure(95, at=80, **PERCENT, **TARGET), figure(95, **PERCENT, **TARGET)],
        (2, 1, 1),
    ),
]


def scored(gold: ArticleSummary, predicted: ArticleSummary | None, text: str | None = None) -> Evaluation:
    predictions = {gold.doc_id: predicted} if predicted is not None else {}
    return evaluate([gold], predictions, {gold.doc_id: text} if text is not None else None)


@pytest.mark.parametrize("case", FIGURE_CASES, ids=[case.what for case in FIGURE_CASES])
def test_figures_are_right_at_each_level_as_worked_out_by_hand(case: FigureCase):
    found = scored(summary("a", *case.gold), summary("a", *case.predicted)).lists
    sizes = (len(case.gold), len(case.predicted))
    levels = ("figures.value", "figures.core", "figures.strict")
    assert [found[name].counts for name in levels] == [Counts(right, *sizes) for right in case.right]


class ListCase(NamedTuple):
    """Fields of gold and prediction, and the counts of the scores they bear on."""

    what: str
    gold: dict[str, Any]
    predicted: dict[str, Any]
    counts: dict[str, tuple[int, int, int]]


SPELLINGS = [("khóa", "khoá"), ("ủy", "uỷ"), ("hòa", "hoà"), ("thủy", "thuỷ"), ("xóa", "xoá"), ("Đ", "Ð")]
"""One syllable in two spellings: where the tone mark stands, and the Đ that some pages write as Eth."""


@pytest.mark.parametrize(("ours", "theirs"), SPELLINGS)
def test_a_tone_mark_elsewhere_costs_no_title_and_no_name_anything(ours: str, theirs: str):
    def spelt(word: str) -> ArticleSummary:
        words = f"Bản {word} mới"
        return summary(
            "a",
            figure(organization=words, group=words),
            source=source(outlet=words, title=words, authors=[words]),
            organizations=[organization(words, province=words)],
            awards=[award(words, granted_by=words, recipient=words, achievement=words, count=1)],
            people=[person(words, words)],
            documents=[document(None, words, issuer=words), document(f"05-CT/{word}")],
            points=[point(words)],
        )

    found = scored(spelt(ours), spelt(theirs))
    assert [name for name, score in found.lists.items() if score.counts.matched < score.counts.gold] == []
    assert found.metrics()["source.title"].value == found.metrics()["source.outlet"].value == 1.0


LIST_CASES = [
    ListCase(
        "an organisation by another case, tone mark and Đảng bộ",
        {"organizations": [organization("Đảng uỷ Khối các cơ quan tỉnh")]},
        {"organizations": [organization("ĐẢNG BỘ Khối Các Cơ quan tỉnh")]},
        {"organizations.name": (1, 1, 1), "organizations": (1, 1, 1)},
    ),
    ListCase(
        "an organisation of another kind",
        {"organizations": [organization(), organization("Tỉnh ủy", "provincial_committee")]},
        {"organizations": [organization(kind="other")]},
        {"organizations.name": (1, 2, 1), "organizations": (0, 2, 1)},
    ),
    ListCase(
        "an award's count decides",
        {"awards": [award(count=3), award(kind="individual", count=5)]},
        {"awards": [award(count=4), award(title="GIẤY KHEN", kind="individual", count=5)]},
        {"awards": (1, 2, 2)},
    ),
    ListCase(
        "an award's other fields are not looked at",
        {"awards": [award(granted_by=None)]},
        {"awards": [award(achievement="thành tích xuất sắc", evidence=span(900, 910))]},
        {"awards": (1, 1, 1)},
    ),
    ListCase(
        "a person by another role",
        {"people": [person(), person("Trần Nam", None, at=230)]},
        {"people": [person(role="Phó Bí thư"), person("Trần Nam", None, at=230)]},
        {"people": (2, 2, 2), "people.role": (1, 2, 2)},
    ),
    ListCase(
        "a document's number, whatever its spaces",
        {"documents": [document("05-CT/TW"), document(None, "Trung ương 4 khóa XII", kind="Nghị quyết")]},
        {"documents": [document("05 - CT/TW"), document(None, "Trung ương 5 khóa XII", kind="Nghị quyết")]},
        {"documents": (1, 2, 2)},
    ),
    ListCase(
        "documents of one title told apart by their issuer",
        {"documents": [document(None, "nhiệm vụ", issuer="Tỉnh ủy"), document(None, "nhiệm vụ", issuer="Khối")]},
        {"documents": [document(None, "nhiệm vụ", issuer="Khối")]},
        {"documents": (1, 2, 1)},
    ),
    ListCase(
        "a point by half of its evidence",
        {"points": [point("a b", at=400, length=20)]},
        {"points": [point("c d", at=400, length=10)]},
        {"points": (1, 1, 1)},
    ),
    ListCase(
        "a point by less than half of its evidence",
        {"points": [point("a b", at=400, length=20)]},
        {"points": [point("c d", at=400, length=9)]},
        {"points": (0, 1, 1)},
    ),
    ListCase(
        "a point by its words, elsewhere",
        {"points": [point("Tăng cường kiểm tra, giám sát.", at=400)]},
        {"points": [point("tăng cường giám sát", at=700)]},
        {"points": (1, 1, 1)},
    ),
    ListCase(
        "a point of the other kind",
        {"points": [point()]},
        {"points": [point(kind="shortcoming")]},
        {"points": (0, 1, 1)},
    ),
    ListCase(
        "one predicted point over two of gold",
        {"points": [point("a b", at=400, length=20), point("c d", at=420, length=20)]},
        {"points": [point("e f", at=400, length=40)]},
        {"points": (1, 2, 1)},
    ),
    ListCase(
        "as many points as can be, though the likest pair has to part",
        {"points": [point("m n", at=400, length=20), point("x y", at=410, length=20)]},
        {"points": [point("p q", at=400, length=20), point("m n", at=398, length=4)]},
        {"points": (1, 2, 2)},
    ),
    ListCase(
        "authors by name, twice given counts once",
        {"source": source(("Thu Thủy", "Công Luận"))},
        {"source": source(("thu thủy", "Thu Thủy", "Hà An"))},
        {"authors": (1, 2, 3)},
    ),
]


@pytest.mark.parametrize("case", LIST_CASES, ids=[case.what for case in LIST_CASES])
def test_lists_are_matched_as_worked_out_by_hand(case: ListCase):
    found = scored(summary(**case.gold), summary(**case.predicted)).lists
    assert {name: found[name].counts for name in case.counts} == {
        name: Counts(*counts) for name, counts in case.counts.items()
    }


def test_shares_of_counts_follow_the_rules_for_empty_sides():
    shares = {
        counts: (counts.precision, counts.recall, counts.f1) for counts in (Counts(), Counts(0, 2, 0), Counts(0, 0, 2))
    }
    assert shares == {
        Counts(): (1.0, 1.0, 1.0),
        Counts(0, 2, 0): (0.0, 0.0, 0.0),
        Counts(0, 0, 2): (0.0, 0.0, 0.0),
    }
    assert (Counts(2, 4, 5).precision, Counts(2, 4, 5).recall, Counts(2, 4, 5).f1) == (0.4, 0.5, pytest.approx(4 / 9))


def test_grounding_counts_the_characters_shared_by_matched_items():
    gold = summary("a", figure(5, at=10, length=4), figure(7, at=100, length=4))
    predicted = summary("a", figure(5, at=12, length=4), figure(8, at=100, length=4))
    found = scored(gold, predicted).lists
    assert found["grounding.mention"].counts == Counts(2, 8, 8)
    assert found["grounding.evidence"].counts == Counts(18, 40, 40)


def test_facts_are_right_one_by_one():
    event = Event(kind="annual_review", held_on=date(2018, 1, 9), review_period="2017", plan_period="2018")
    gold = summary(event=event, source=source(outlet="LSO", title="Tổng kết  NĂM 2017"))
    predicted = summary(
        event=event.model_copy(update={"held_on": date(2018, 1, 10), "plan_period": None}),
        source=source(outlet="LSO", title="Tổng kết năm 2017"),
    )
    found = scored(gold, predicted).rates
    right = {name for name in found if name.split(".")[0] in ("source", "event") and found[name].value.value == 1.0}
    assert right == {"source.outlet", "source.title", "source.published_on", "event.kind", "event.review_period"}


def test_a_missing_article_counts_as_empty_and_gets_no_fact_right():
    gold = [summary("a", figure(5), abstract="Kết nạp 5 đảng viên."), summary("b", figure(6))]
    found = evaluate(gold, {"a": gold[0], "c": summary("c")})
    assert found.lists["figures.core"].counts == Counts(1, 2, 1)
    assert found.lists["figures.core"].macro_f1.value == 0.5
    assert found.rates["source.outlet"].tally == Tally(1, 2)
    assert (found.missing, found.unexpected) == (("b",), ("c",))


def test_micro_pools_items_and_macro_averages_articles():
    many = [figure(value, at=10 * value) for value in range(1, 10)]
    gold = [summary("a", *many), summary("b", figure(5))]
    found = evaluate(gold, {"a": summary("a", *many), "b": summary("b", figure(6))})
    score = found.lists["figures.core"]
    assert (score.f1.value, score.macro_f1.value) == (0.9, 0.5)


def test_fields_are_judged_on_matched_items_and_apart_where_they_are_stated():
    gold = summary("a", figure(5, group="nữ"), figure(6, at=40), figure(7, at=70, group="nữ"), figure(8, at=90))
    predicted = summary("a", figure(5, group="Nữ"), figure(6, at=40), figure(7, at=70), figure(9, at=90))
    found = scored(gold, predicted).rates
    assert found["figures.field.group"].tally == Tally(2, 3)
    assert found["figures.field.group.stated"].tally == Tally(1, 2)


def test_labels_are_counted_by_value_and_confused_pair_by_pair():
    gold = summary("a", figure(5), figure(6, at=40), figure(7, at=70, subject="cell"))
    predicted = summary("a", figure(5), figure(6, at=40, subject="cell"), figure(9, at=95, subject="worker"))
    found = scored(gold, predicted).labels["subject"]
    assert found.labels == {"cell": Counts(0, 1, 1), "member": Counts(1, 2, 1), "worker": Counts(0, 0, 1)}
    assert found.confusion == {
        "-": {"worker": 1},
        "cell": {"-": 1},
        "member": {"cell": 1, "member": 1},
    }


def test_slices_hold_the_articles_of_one_group():
    gold = [
        summary("a", figure(5), source=source(outlet="LSO"), organizations=[organization()]),
        summary("b", figure(6), source=source(outlet="LSO")),
        summary("c", figure(7)),
    ]
    found = evaluate(gold, {"a": gold[0], "c": gold[2]}, {"a": "x" * 100, "b": "x" * 2000, "c": "x" * 99_999}).slices
    assert {name: group.articles for name, group in found["outlet"].items()} == {"(none)": 1, "LSO": 2}
    assert found["outlet"]["LSO"].counts["figures.core"] == Counts(1, 2, 1)
    assert set(found["organization"]) == {"(none)", "agencies_bloc"}
    assert set(found["length"]) == {"short", "medium", "very long"}


VERDICTS = [
    (figure(5), figure(5), "right", ()),
    (figure(5, group="nữ"), figure(5), "right", ("group",)),
    (figure(5), figure(5, at=300), "right", ("mention", "evidence")),
    (figure(5), figure(5, period=None, comparator="gt"), "wrong_detail", ("comparator", "period")),
    (figure(5), figure(5, subject="cell"), "wrong_label", ("subject",)),
    (figure(5), figure(50), "wrong_value", ("value",)),
    (figure(5), figure(5, unit="percent"), "wrong_value", ("unit",)),
]


@pytest.mark.parametrize(("one", "other", "verdict", "wrong"), VERDICTS)
def test_each_pair_says_what_became_of_it_and_which_fields_differ(one, other, verdict, wrong):
    (match,) = scored(summary("a", one), summary("a", other)).articles[0].matches
    assert (match.verdict, match.wrong, match.gold, match.predicted) == (verdict, wrong, one, other)


def test_unrelated_items_are_missed_and_spurious():
    (missed, spurious) = scored(summary("a", figure(5)), summary("a", figure(9, at=300))).articles[0].matches
    assert (missed.verdict, missed.predicted, spurious.verdict, spurious.gold) == ("missed", None, "spurious", None)


def test_numbers_of_the_abstract_are_looked_for_in_the_article():
    article = "Năm 2017 kết nạp 2.658 đảng viên (81,01%), mở hai lớp, 08 hội nghị."
    predicted = summary(abstract="Năm 2017: 2658 đảng viên, 81,01%, 2 lớp, 8 hội nghị, 77 chi bộ.")
    assert scored(summary(), predicted, article).rates["abstract.numbers"].tally == Tally(5, 6)


def test_without_texts_the_numbers_are_not_judged_and_it_is_said():
    found = scored(summary(), summary(abstract="Năm 2017."))
    assert "abstract.numbers" not in found.rates
    assert any("text of 1 article was not found" in note for note in found.notes)


def test_chrf_is_that_of_sacrebleu():
    from sacrebleu.metrics import CHRF

    gold, predicted = "Kết nạp 258 đảng viên mới.", "Đã kết nạp 258 đảng viên."
    found = scored(summary(abstract=gold), summary(abstract=predicted)).rates["abstract.chrf"]
    assert found.value.value == pytest.approx(CHRF().sentence_score(predicted, [gold]).score / 100)


def test_an_evaluation_comes_back_from_json_and_says_the_same():
    gold = summary("a", figure(5), organizations=[organization()], awards=[award()], people=[person()],
                   documents=[document()], points=[point()], source=source(("Thu Thủy",)))  # fmt: skip
    found = evaluate([gold, summary("b", figure(2))], {"a": gold}, {"a": "chữ"})
    assert Evaluation.from_json(found.to_json()).to_json() == found.to_json()


def test_what_is_kept_does_not_change_the_scores():
    gold, predicted = summary("a", figure(5), figure(6, at=50)), summary("a", figure(5), figure(7, at=50))
    kept = {keep: evaluate([gold], {"a": predicted}, keep=keep) for keep in ("all", "errors", "none")}
    assert {keep: len(found.articles[0].matches) for keep, found in kept.items()} == {"all": 2, "errors": 1, "none": 0}
    assert kept["all"].metrics() == kept["errors"].metrics() == kept["none"].metrics()
    assert kept["all"].labels == kept["none"].labels


def test_gold_that_is_empty_or_given_twice_is_refused():
    with pytest.raises(UsageError, match="no gold article"):
        evaluate([], {})
    with pytest.raises(UsageError, match="two labels for a"):
        evaluate([summary("a"), summary("a")], {})
