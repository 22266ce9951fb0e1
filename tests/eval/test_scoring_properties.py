"""What holds for any labels: perfection scores 1, order never matters, inventions never help, shares are shares."""

from __future__ import annotations

import random
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.eval.gold import GoldFolder, Texts
from extractor.eval.matching import assign, entries, pair_equal
from extractor.eval.model import Evaluation
from extractor.eval.spec import GROUNDING
from extractor.schema import ArticleSummary
from extractor.tasks.party_review.eval.judge import evaluate_reviews as evaluate
from extractor.tasks.party_review.eval.spec import FIGURES
from tests.conftest import GOLD_LABELS, SHARED
from tests.eval.builders import award, document, figure, organization, person, point, source, summary

LISTS = ("figures", "organizations", "awards", "people", "documents", "points")

figures = st.builds(
    figure,
    value=st.sampled_from([1.0, 2.0, 3.0]),
    at=st.sampled_from([10, 20, 30]),
    subject=st.sampled_from(["member", "cell"]),
    period=st.sampled_from(["2017", None]),
    group=st.sampled_from(["nữ", None]),
    unit=st.sampled_from(["count", "percent"]),
)
summaries = st.builds(
    lambda figures, organizations, awards, people, documents, points, authors: summary(
        "a",
        *figures,
        organizations=organizations,
        awards=awards,
        people=people,
        documents=documents,
        points=points,
        source=source(tuple(authors)),
        abstract="Kết nạp 5 đảng viên.",
    ),
    st.lists(figures, max_size=6),
    st.lists(st.builds(organization, st.sampled_from(["Đảng ủy Khối", "Tỉnh ủy"])), max_size=2),
    st.lists(st.builds(award, count=st.sampled_from([1, 2, None])), max_size=3),
    st.lists(st.builds(person, st.sampled_from(["Lê Hoa", "Trần Nam"])), max_size=3),
    st.lists(
        st.builds(document, st.sampled_from(["05-CT/TW", None]), st.sampled_from(["Trung ương 4", None])), max_size=3
    ),
    st.lists(st.builds(point, st.sampled_from(["a b c", "a b", "d"]), st.integers(0, 60)), max_size=4),
    st.lists(st.sampled_from(["Thu Thủy", "Hà An"]), max_size=2),
)


def judged(gold: ArticleSummary, predicted: ArticleSummary) -> Evaluation:
    return evaluate([gold], {"a": predicted}, {"a": "Kết nạp 5 đảng viên."})


def values(evaluation: Evaluation) -> dict[str, float]:
    return {name: estimate.value for name, estimate in evaluation.metrics().items()}


@given(summaries)
def test_a_prediction_equal_to_gold_scores_one_everywhere(gold: ArticleSummary):
    found = judged(gold, gold)
    assert set(values(found).values()) == {1.0}
    assert all(match.verdict == "right" for _, match in found.matches())


@given(summaries, summaries)
def test_every_score_is_a_share(gold: ArticleSummary, predicted: ArticleSummary):
    assert all(0.0 <= value <= 1.0 for value in values(judged(gold, predicted)).values())


@given(summaries, summaries, st.randoms(use_true_random=False))
def test_the_order_of_items_never_matters(gold: ArticleSummary, predicted: ArticleSummary, dice: random.Random):
    def shuffled(label: ArticleSummary) -> ArticleSummary:
        lists = {name: list(getattr(label, name)) for name in LISTS}
        for items in lists.values():
            dice.shuffle(items)
        return label.model_copy(update=lists)

    one, other = judged(gold, predicted), judged(shuffled(gold), shuffled(predicted))
    assert one.articles[0] == other.articles[0]
    assert one.labels == other.labels


@given(st.lists(summaries, min_size=2, max_size=4), st.lists(summaries, min_size=4, max_size=4))
@settings(max_examples=25)
def test_the_order_of_articles_never_matters(gold: list[ArticleSummary], predicted: list[ArticleSummary]):
    named = [label.model_copy(update={"doc_id": f"d{place}"}) for place, label in enumerate(gold)]
    answers = {f"d{place}": label for place, label in enumerate(predicted)}
    assert evaluate(named, answers) == evaluate(named[::-1], dict(reversed(answers.items())))


@given(summaries, summaries)
def test_adding_a_wrong_item_never_raises_precision(gold: ArticleSummary, predicted: ArticleSummary):
    wrong = {
        "figures": figure(77, at=900),
        "organizations": organization("Huyện ủy"),
        "awards": award("Cờ thi đua"),
        "people": person("Bùi Văn"),
        "documents": document("99-QĐ/TW"),
        "points": point("z z z", 990),
    }
    more = predicted.model_copy(update={name: [*getattr(predicted, name), item] for name, item in wrong.items()})
    before, after = judged(gold, predicted), judged(gold, more)
    for name in before.lists:
        assert after.lists[name].precision.value <= before.lists[name].precision.value, name
        assert after.lists[name].recall.value == before.lists[name].recall.value or not before.lists[name].counts.gold


@given(summaries, summaries)
def test_scores_are_symmetric_between_precision_and_recall(one: ArticleSummary, other: ArticleSummary):
    there, back = judged(one, other).lists, judged(other, one).lists
    for name, score in there.items():
        if name in GROUNDING:  # among equally good pairings, either side's order may choose other characters
            continue
        assert (score.precision.value, score.f1.value) == (back[name].recall.value, back[name].f1.value), name


@given(st.lists(figures, max_size=5), st.lists(figures, max_size=5))
@settings(max_examples=60)
def test_no_other_pairing_is_right_more_often_at_any_level(gold: list, predicted: list):
    ours, theirs = entries(FIGURES, gold), entries(FIGURES, predicted)
    found = pair_equal(FIGURES, ours, theirs).pairs
    for level in FIGURES.levels:
        few, many = sorted((ours, theirs), key=len)
        best = max(
            sum(
                one.vector[: level.fields] == other.vector[: level.fields]
                for one, other in zip(few, chosen, strict=True)
            )
            for chosen in permutations(many, len(few))
        )
        agreed = sum(one.vector[: level.fields] == other.vector[: level.fields] for one, other in found)
        assert agreed == best, level.name


@given(st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 9), max_size=12))
def test_an_assignment_has_the_greatest_sum_of_weights(edges: dict[tuple[int, int], int]):
    found = assign([(left, right, float(weight)) for (left, right), weight in edges.items()])
    assert len({left for left, _ in found}) == len({right for _, right in found}) == len(found)
    best = max(
        sum(edges.get((left, right), 0) for left, right in enumerate(chosen)) for chosen in permutations(range(5))
    )
    assert sum(edges[pair] for pair in found) == best


@pytest.mark.parametrize("size", [3, 500])
def test_a_large_class_is_matched_as_well_as_a_small_one(size: int):
    gold = [figure(5, at=10 * place, subject="cell" if place % 3 else "member") for place in range(size)]
    predicted = [figure(5, at=10 * place, subject="cell" if place % 2 else "member") for place in range(size)]
    counts = judged(summary("a", *gold), summary("a", *predicted)).lists["figures.core"].counts
    cells = min(sum(one.subject == "cell" for one in gold), sum(one.subject == "cell" for one in predicted))
    members = min(sum(one.subject == "member" for one in gold), sum(one.subject == "member" for one in predicted))
    assert counts.matched == cells + members


@pytest.mark.parametrize(
    "folder",
    [
        pytest.param(
            folder, marks=pytest.mark.skipif(not folder.is_dir(), reason=f"no {folder.name} here"), id=folder.name
        )
        for folder in (GOLD_LABELS, SHARED / "gold")
    ],
)
def test_real_gold_judged_against_itself_is_all_right(folder):
    gold = GoldFolder(folder)
    labels = {label.doc_id: label for label in gold}
    found = evaluate(gold, labels, Texts(gold.article_folders))
    assert set(values(found).values()) == {1.0}
    assert not found.notes
