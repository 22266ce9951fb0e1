"""The gate against servers with limits, in time that passes at once: nothing lost, few calls too many, little time."""

from __future__ import annotations

import asyncio

import pytest

from extractor.engines.llm import errors
from extractor.runs.breaker import Breaker
from extractor.runs.limits import BURST, CEILING, START, Gate, Stopped, reset_seconds
from extractor.runs.rate import IMPATIENCE
from tests.runs.limited_server import SETTINGS, BucketServer, LimitedServer, asked
from tests.runs.virtual_time import clock, in_virtual_time


@pytest.mark.parametrize("phase", [None, 0.0, 0.2, 0.5, 0.8])
@pytest.mark.parametrize("cap", [5, 20])
def test_a_cap_on_the_rate_loses_nothing_wastes_few_calls_and_little_time(cap: int, phase: float | None) -> None:
    server = LimitedServer(cap=cap, by_date=phase is not None, phase=phase or 0.0)
    seconds = asked(server, 500, ceiling=100, named=True)
    assert server.calls == 500
    assert server.refused <= 50
    assert seconds <= 1.15 * 500 / cap


@pytest.mark.parametrize("by_date", [False, True])
@pytest.mark.parametrize("size", [5, 40])
def test_a_server_that_lets_calls_save_up_is_used_as_fully(size: int, by_date: bool) -> None:
    server = BucketServer(size=size, by_date=by_date, phase=0.3)
    seconds = asked(server, 1000, ceiling=100, named=True)
    assert server.calls == 1000
    assert server.refused <= 60
    assert seconds <= 1.2 * 1000 / server.rate


def test_a_named_number_of_calls_is_reached_soon_although_answers_are_slow() -> None:
    server = LimitedServer(latency=lambda at_once: 10.0)
    seconds = asked(server, 3000, ceiling=1000, named=True)
    assert server.most == 1000
    assert seconds <= 30 / 0.9


def test_without_a_number_the_calls_at_once_grow_while_all_is_well() -> None:
    server = LimitedServer()
    asked(server, 2000)
    assert START < server.most == CEILING


def test_a_server_that_only_gets_slower_is_not_flooded() -> None:
    server = LimitedServer(latency=lambda at_once: 0.5 * at_once)
    asked(server, 300)
    assert server.most < CEILING / 2


def test_a_server_that_was_down_is_asked_less_and_then_more_again() -> None:
    server = LimitedServer(broken_until=2.0)
    seconds = asked(server, 200, ceiling=100, named=True, settings=SETTINGS.model_copy(update={"attempts": 9}))
    assert server.calls == 200
    assert server.refused <= 5 * BURST
    assert seconds < 30


@pytest.mark.parametrize(
    ("limits", "least"), [({"requests_per_minute": 120}, 9.5), ({"tokens_per_minute": 240_000}, 9.5)]
)
def test_what_a_flag_allows_a_minute_is_kept_to(limits: dict[str, float], least: float) -> None:
    server = LimitedServer()
    seconds = asked(server, 20, ceiling=50, named=True, **limits)
    assert least <= seconds <= least + 1
    assert server.refused == 0


def test_where_the_server_says_that_nothing_is_left_all_wait_for_the_reset() -> None:
    def headers(server: LimitedServer) -> dict[str, str]:
        left = 10 - server.calls % 10 if server.calls % 10 else 0
        return {"x-ratelimit-remaining-requests": str(left), "x-ratelimit-reset-requests": "2s"}

    server = LimitedServer(headers=headers)
    assert asked(server, 40, ceiling=1, named=True) >= 40 * 0.2 + 3 * 2


def test_a_server_that_refuses_for_ever_ends_as_a_typed_failure() -> None:
    server = LimitedServer(cap=0.5)
    server._taken.append(1e9)
    server._after = lambda wait, now: "40"  # type: ignore[method-assign]
    with pytest.raises(errors.RateLimited):
        asked(server, 1)
    assert server.refused == 8


def test_a_server_that_always_says_at_once_and_refuses_is_asked_less_and_less_and_ends_as_a_typed_failure() -> None:
    server = LimitedServer(cap=0.5)
    server._taken.append(1e9)
    server._after = lambda wait, now: "0"  # type: ignore[method-assign]
    settings = SETTINGS.model_copy(update={"max_wait": 2.0})
    with pytest.raises(errors.RateLimited):
        asked(server, 1, settings=settings)
    assert server.refused <= 2.0 / IMPATIENCE + 1


def test_a_gate_that_is_stopped_lets_nobody_through() -> None:
    async def work() -> None:
        gate = Gate(clock=clock())
        gate.pause(1000)
        waiting = asyncio.create_task(gate.enter(1))
        await asyncio.sleep(1)
        gate.stop()
        with pytest.raises(Stopped):
            await waiting
        with pytest.raises(Stopped):
            await gate.enter(1)

    assert in_virtual_time(work())[1] == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1s", 1), ("6m0s", 360), ("20ms", 0.02), ("2h1m", 3600), ("3", 3), ("", 0), ("soon", 0)],
)
def test_the_time_of_a_reset_is_read_as_servers_write_it(text: str, seconds: float) -> None:
    assert reset_seconds(text) == pytest.approx(seconds)


def test_the_breaker_opens_after_many_failures_in_a_row_and_sooner_where_no_waiting_helps() -> None:
    breaker = Breaker()
    assert [breaker.failed("no", hopeless=True) for _ in range(5)] == [False] * 4 + [True]
    patient = Breaker()
    for _ in range(3):
        assert not any(patient.failed("no", hopeless=False) for _ in range(19))
        patient.answered()
    assert [patient.failed("down", hopeless=False) for _ in range(20)][-1]
    assert patient.reason == "down"
