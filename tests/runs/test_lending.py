"""Places of far slower calls, lent to others where the ceiling is the gate's own and the server is well."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import count

from extractor.runs.lending import COHORT, PATIENCE, STRAGGLERS, Lending
from extractor.runs.limits import CEILING
from tests.runs.limited_server import SETTINGS, LimitedServer, asked

QUICK, SLOW = 0.2, 4.0


def every(nth: int, seconds: float = SLOW) -> Callable[[int], float]:
    """The latency of a server to which every nth call takes so many seconds."""
    numbers = count(1)
    return lambda at_once: seconds if next(numbers) % nth == 0 else QUICK


def test_a_few_far_slower_calls_cost_the_others_little() -> None:
    without = asked(LimitedServer(), 5000)
    server = LimitedServer(latency=every(50))
    assert asked(server, 5000) <= 1.3 * without
    assert CEILING < server.most <= 2 * CEILING


def test_at_most_as_many_places_are_lent_as_there_are() -> None:
    server = LimitedServer(latency=every(50, 400.0))
    asked(server, 8000)
    assert server.most == 2 * CEILING


def test_a_ceiling_that_was_named_is_not_passed() -> None:
    server = LimitedServer(latency=every(50))
    asked(server, 3000, ceiling=CEILING, named=True)
    assert server.most == CEILING


def test_a_server_that_gets_slow_as_a_whole_is_lent_nothing() -> None:
    server = LimitedServer(latency=lambda at_once: QUICK if asyncio.get_running_loop().time() < 5 else 6.0)
    asked(server, 2500)
    assert server.most == CEILING


def test_a_server_of_which_half_hangs_is_lent_nothing() -> None:
    numbers = count()

    def latency(at_once: int) -> float:
        return 60.0 if asyncio.get_running_loop().time() > 5 and next(numbers) % 2 else QUICK

    server = LimitedServer(latency=latency)
    asked(server, 2000)
    assert server.most <= CEILING + 2 * STRAGGLERS


def test_a_server_that_has_refused_a_call_is_lent_nothing_any_more() -> None:
    server = LimitedServer(cap=30, latency=every(50, 400.0))
    asked(server, 4000, settings=SETTINGS.model_copy(update={"max_wait": 900.0}))
    assert server.refused
    assert server.most <= CEILING


def test_a_server_that_was_slow_for_a_while_is_lent_places_again_once_all_is_as_before() -> None:
    at_once_later: list[int] = []
    usual = every(50)

    def latency(at_once: int) -> float:
        now = asyncio.get_running_loop().time()
        if 5 < now < 7:
            return 1.5
        if now > 20:
            at_once_later.append(at_once)
        return usual(at_once)

    asked(LimitedServer(latency=latency), 9000)
    assert max(at_once_later) > CEILING


def test_a_rate_that_was_named_is_kept_to() -> None:
    server = LimitedServer(latency=every(50))
    assert asked(server, 1000, requests_per_minute=6000) >= 999 / 100


def test_a_call_lends_its_place_once_it_is_far_slower_and_nearly_all_its_likes_have_come() -> None:
    lending = Lending()
    begun = [at / 100 for at in range(COHORT)]
    for began in begun:
        lending.sent(began)
    for began in begun[STRAGGLERS + 1 :]:
        lending.ended(began)
        lending.answered(began, began + 1)
    assert lending.lent(1.0) == 0  # so few have come that nothing is known of their time
    for at in range(10):
        lending.answered(PATIENCE - 2 - at / 10, PATIENCE - 1 - at / 10)
    assert lending.patience == PATIENCE
    now = PATIENCE + 1
    lending.answered(PATIENCE, now)
    assert lending.lent(now) == 0  # one more than may be slow
    lending.ended(begun[STRAGGLERS])
    assert [lending.lent(at) for at in (PATIENCE, PATIENCE + 0.005, now)] == [0, 1, STRAGGLERS]
    assert lending.lent(now + PATIENCE) == 0  # none has come since
    lending.ended(begun[0])
    assert lending.lent(now) == STRAGGLERS - 1
