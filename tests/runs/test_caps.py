"""Caps on calls a second in every form in which a server may say so, in time that passes at once."""

from __future__ import annotations

import random
from itertools import product

import pytest

from tests.runs.capped_server import SAID, Case, Said

KINDS = list(product((5, 20), SAID, (False, True)))


@pytest.mark.parametrize(("cap", "said", "fixed"), KINDS)
def test_a_cap_loses_nothing_and_costs_little_however_the_server_says_it(cap: int, said: Said, fixed: bool) -> None:
    chance = random.Random(f"{said}{cap}{fixed}")
    for skew, others in ((0.0, 0), (0.4, 1), (-3.3, 0), (4.7, 1)):
        phase, seed = chance.random(), chance.randrange(10**6)
        case = Case(cap, said, fixed=fixed, phase=phase, skew=skew, others=others, lag=0.002, seed=seed)
        came = case.run()
        assert came.done == 1
        assert came.calls <= 1.1, case
        assert came.time <= 1.15, case


@pytest.mark.parametrize(("cap", "said", "fixed"), KINDS)
def test_a_busy_machine_costs_little_more(cap: int, said: Said, fixed: bool) -> None:
    came = Case(cap, said, fixed=fixed, phase=0.3, lag=0.02, stalls=0.05, seed=7).run()
    assert came.done == 1
    assert came.calls <= 1.1
    assert came.time <= 1.2


@pytest.mark.parametrize("said", SAID)
def test_a_cap_by_the_minute_is_found_as_well(said: Said) -> None:
    came = Case(20, said, window=10.0, phase=0.4, lag=0.002).run(rows=600)
    assert came.done == 1
    assert came.calls <= 1.1
    assert came.time <= 1.1


def test_a_server_whose_replies_have_no_date_is_read_by_our_clock() -> None:
    came = Case(20, "date up", phase=0.7, dated=False, lag=0.002).run()
    assert came.done == 1
    assert came.time <= 1.15
