"""The spread of several runs, told apart from that of the articles."""

from __future__ import annotations

import pytest

from extractor.errors import UsageError
from extractor.eval.model import RunInfo
from extractor.eval.repeats import Spread, spreads
from extractor.eval.reported import Reported, run_titles
from tests.eval.test_compare import judged


def of(name: str, found: tuple[Spread, ...]) -> Spread:
    return next(one for one in found if one.name == name)


def test_runs_that_agree_have_no_spread_between_them() -> None:
    found = of("figures.core.f1", spreads([judged([1, 4]), judged([1, 4])]))
    assert (found.run_deviation, found.within) == (0.0, 0.0)
    # F1 of the articles: 2*1/(4+1) = 0.4 and 1.
    assert found.between == pytest.approx(0.6 / 2**0.5)


def test_runs_that_differ_on_articles_that_are_alike_have_only_that_spread() -> None:
    found = of("figures.core.f1", spreads([judged([4, 4]), judged([1, 1])]))
    assert found.runs == (1.0, 0.4)
    assert (found.mean, found.low, found.high) == (pytest.approx(0.7), 0.4, 1.0)
    assert found.run_deviation == pytest.approx(0.6 / 2**0.5)
    assert found.within == pytest.approx(0.6 / 2**0.5)
    assert found.between == 0.0


def test_what_was_asked_in_no_run_has_no_spread() -> None:
    names = {one.name for one in spreads([judged([0, 0]), judged([0, 0])])}
    assert "figures.field.period" not in names
    assert "event.kind" in names


@pytest.mark.parametrize(
    ("runs", "message"), [([judged([1])], "two runs at least"), ([judged([1]), judged([1, 2])], "different gold")]
)
def test_one_run_or_another_gold_is_refused(runs: list, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        spreads(runs)


def test_a_repeat_of_another_setting_is_noticed() -> None:
    def run(name: str, **given: str) -> object:
        from dataclasses import replace

        return replace(judged([1, 1]), run=RunInfo(name=name, engine="llm", **given), notes=())

    same = Reported(run("a", model="m"), repeats=(run("b", model="m"),))  # type: ignore[arg-type]
    other = Reported(run("a", model="m"), repeats=(run("b", model="n"),))  # type: ignore[arg-type]
    assert not same.notes()
    assert "records of b tell of another" in other.notes()[0]


def test_runs_without_a_name_of_their_own_are_numbered() -> None:
    from dataclasses import replace

    runs = [replace(judged([1]), run=RunInfo(name=name)) for name in ("x", "", "x", "y")]
    assert run_titles(runs) == ["x 1", "run 2", "x 3", "y"]
