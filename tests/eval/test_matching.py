"""Which items are paired, where several choices are possible."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from extractor.eval.matching import LARGEST_CLASS, entries, pair_alike, pair_equal
from extractor.eval.spec import Level, ListSpec
from extractor.schema import Figure
from extractor.tasks.party_review.eval.spec import FIGURES, POINTS
from tests.eval.builders import figure, point


def paired(gold: list[Figure], predicted: list[Figure], spec: ListSpec = FIGURES) -> list[tuple[Figure, Figure]]:
    pairing = pair_equal(spec, entries(spec, gold), entries(spec, predicted))
    return [(one.item, other.item) for one, other in pairing.pairs]  # type: ignore[misc]


def test_one_more_field_weighs_more_than_the_places_of_all_pairs_together():
    gold = [figure(at=10, group="nữ"), figure(at=90, group="trẻ")]
    predicted = [figure(at=90, group="nữ"), figure(at=10, group="già")]
    assert [(one.group, other.group) for one, other in paired(gold, predicted)] == [("nữ", "nữ"), ("trẻ", "già")]


def test_a_level_weighs_more_than_any_number_of_single_fields():
    spec = replace(FIGURES, levels=(FIGURES.levels[0], Level("core", "figures.core", 3)))
    one = {"measure": "total", "basis": "change", "phase": "target", "comparator": "range", "period": "2018"}
    one |= {"value_max": 9.0, "out_of": 99.0, "organization": "Tỉnh ủy", "group": "nữ"}
    gold = [figure(subject="cell", **one), figure(subject="class")]
    predicted = [figure(subject="cell"), figure(subject="member", **one)]
    assert [(left.subject, right.subject) for left, right in paired(gold, predicted, spec)] == [
        ("cell", "cell"),
        ("class", "member"),
    ]


def test_of_equal_fields_the_same_places_are_paired():
    gold = [figure(at=10, group="nữ"), figure(at=90, group="trẻ")]
    predicted = [figure(at=90, group="già"), figure(at=10, group="xa")]
    assert [(one.mention.start, other.mention.start) for one, other in paired(gold, predicted)] == [(10, 10), (90, 90)]


def test_a_class_too_large_for_an_assignment_still_pairs_what_agrees_in_every_field():
    count = LARGEST_CLASS + 1
    gold = [figure(at=10 * place, group=f"nhóm {place}") for place in range(1, count + 1)]
    predicted = [figure(at=10 * place + 3, group=f"nhóm {count + 1 - place}") for place in range(1, count + 1)]
    assert all(one.group == other.group for one, other in paired(gold, predicted))


def test_a_class_too_large_for_an_assignment_pairs_the_same_labels_before_the_same_value():
    count = LARGEST_CLASS + 1
    subjects = ("member", "cell", "class")
    gold = [figure(at=10 * place, subject=subjects[place % 3], group="a") for place in range(1, count + 1)]
    predicted = [figure(at=10 * place + 3, subject=subjects[(place + 1) % 3], group="b") for place in range(count)]
    pairs = paired(gold, predicted)
    assert len(pairs) == count
    assert sum(one.subject != other.subject for one, other in pairs) <= 1


def test_two_pairs_of_little_likeness_are_better_than_one_of_the_greatest():
    gold, predicted = [entries(POINTS, [point(name, at) for at, name in enumerate("ab")]) for _ in range(2)]
    likeness = {("a", "a"): 3.0, ("a", "b"): 0.1, ("b", "a"): 0.1, ("b", "b"): 0.0}
    pairing = pair_alike(gold, predicted, lambda one, other: likeness[one.text, other.text])
    assert [(one.item.text, other.item.text) for one, other in pairing.pairs] == [("a", "b"), ("b", "a")]  # type: ignore[union-attr]


_LIKENESSES = st.lists(st.lists(st.sampled_from([0.0, 0.1, 1.0, 3.0]), min_size=4, max_size=4), min_size=4, max_size=4)


@given(_LIKENESSES)
def test_the_pairs_are_as_many_as_can_be_and_of_these_the_likest(likeness: list[list[float]]):
    names = "abcd"
    gold, predicted = [entries(POINTS, [point(name, at) for at, name in enumerate(names)]) for _ in range(2)]

    def alike(one: str, other: str) -> float:
        return likeness[names.index(one)][names.index(other)]

    pairing = pair_alike(gold, predicted, lambda one, other: alike(one.text, other.text))
    found = [alike(one.item.text, other.item.text) for one, other in pairing.pairs]  # type: ignore[union-attr]
    choices = [[likeness[at][to] for at, to in enumerate(order)] for order in permutations(range(4))]
    best = max((sum(share > 0 for share in choice), round(sum(choice), 6)) for choice in choices)
    assert (len(found), round(sum(found), 6)) == best
