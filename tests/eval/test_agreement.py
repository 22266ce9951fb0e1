"""Two annotators compared."""

from __future__ import annotations

import sys

import pytest

from extractor.errors import UsageError
from extractor.eval.agreement import krippendorff_alpha
from extractor.tasks.party_review.eval.agreement import review_agreement as agreement
from tests.eval.builders import figure, organization, summary

# Krippendorff's own example of two coders, nominal data and no gaps: alpha is 0.095.
OBSERVER_A = "0100000010"
OBSERVER_B = "1110010000"

ALPHAS = [
    (list(zip(OBSERVER_A, OBSERVER_B, strict=True)), 0.095),
    ([("a", "a"), ("b", "b")], 1.0),
    ([("a", "b"), ("b", "a")], -0.5),
]


@pytest.mark.parametrize(("pairs", "expected"), ALPHAS)
def test_alpha_is_that_of_the_worked_examples(pairs: list[tuple[str, str]], expected: float) -> None:
    found = krippendorff_alpha("kind", pairs)
    assert found.value == pytest.approx(expected, abs=5e-4)
    assert found.units == len(pairs)
    assert found.agreed == sum(one == other for one, other in pairs)


@pytest.mark.parametrize("pairs", [[], [("a", "a")]])
def test_alpha_of_nothing_or_of_one_value_is_not_defined(pairs: list[tuple[str, str]]) -> None:
    assert krippendorff_alpha("kind", pairs).value is None


def test_labels_are_compared_on_what_both_found() -> None:
    a = {"x": summary("x", figure(5), figure(6, at=60), organizations=[organization()]), "only": summary("only")}
    b = {"x": summary("x", figure(5, subject="cell"), figure(7, at=200), organizations=[organization(kind="other")])}
    found = agreement(a, b)
    by_label = {one.label: (one.units, one.agreed) for one in found.alphas}
    assert by_label["figures.subject"] == (1, 0)
    assert by_label["figures.measure"] == (1, 1)
    assert by_label["organizations.kind"] == (1, 0)
    assert by_label["event.kind"] == (1, 1)
    assert (found.only_a, found.only_b) == (("only",), ())
    assert len(found.evaluation.articles) == 1


def test_agreement_is_the_same_either_way() -> None:
    a = {"x": summary("x", figure(5), figure(6, at=60))}
    b = {"x": summary("x", figure(5, subject="cell"))}
    there, back = agreement(a, b), agreement(b, a)
    assert there.evaluation.lists["figures.value"].f1.value == back.evaluation.lists["figures.value"].f1.value
    assert {one.label: one.value for one in there.alphas} == {one.label: one.value for one in back.alphas}


def test_annotators_without_a_common_article_are_refused() -> None:
    with pytest.raises(UsageError, match="share no article"):
        agreement({"a": summary("a")}, {"b": summary("b")})


def test_without_the_library_the_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "krippendorff", None)
    with pytest.raises(UsageError, match=r"pip install 'krippendorff>=0.8'"):
        krippendorff_alpha("kind", [("a", "b")])
