"""The account of a node that died: what it had in flight, and what was paid again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

pytest.importorskip("pyarrow")

from eval.benchmarks.death import Death, paid_again
from eval.benchmarks.loopback import Flown

AT = 100.0
DEAD, OTHER, HEIR = 1, 2, 3
SEEN = Death(5, AT, frozenset({DEAD}), {"written": 1, "twice": 1})
BEFORE = [
    Flown("written", "a", DEAD, 98.0, 99.0),
    Flown("twice", "b", DEAD, 98.0, 99.0),
    Flown("twice", "b", DEAD, 99.5),
    Flown("came", "c", DEAD, 99.0, 99.99),
    Flown("other", "d", OTHER, 99.0, 101.0),
]
NEEDED = [Flown(one.key, one.article, HEIR, 200.0, 201.0) for one in [*BEFORE, Flown("later", "e", HEIR, 0.0)]]


def _account(after: Sequence[Flown], places: int = 4) -> tuple[object, ...]:
    found = paid_again(SEEN, [*BEFORE, *after], NEEDED, places)
    names = ("in_flight_on_the_dead_node", "paid_again", "paid_again_beyond", "within")
    return tuple(found[name] for name in names)


def _again(*keys: str) -> list[Flown]:
    return [Flown(key, "x", HEIR, 120.0, 121.0) for key in ("later", *keys)]


def test_what_was_in_flight_may_be_paid_again() -> None:
    assert _account(_again("twice", "came")) == (2, 2, 0, True)
    assert _account(_again("came")) == (2, 1, 0, True)


def test_what_was_written_and_what_the_other_node_asked_may_not() -> None:
    assert _account(_again("written")) == (2, 1, 1, False)
    assert _account(_again("other")) == (2, 1, 1, False)
    assert _account(_again("twice", "twice")) == (2, 2, 1, False)


def test_more_in_flight_than_places_is_not_within() -> None:
    assert _account(_again("came"), places=2) == (2, 1, 0, False)


def test_an_article_that_went_on_without_its_completion_is_not_within() -> None:
    on = [*BEFORE, Flown("next", "c", DEAD, 99.995)]
    found = paid_again(SEEN, on, [*NEEDED, Flown("next", "c", HEIR, 200.0)], 4)
    assert (found["most_of_one_article"], found["within"]) == (2, False)
