"""The gate against servers with limits, in time that passes at once: nothing lost, few calls too many, little time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime

import pytest

from extractor.engines.base import Question
from extractor.engines.llm import errors
from extractor.runs.asking import Asking
from extractor.runs.attempts import REFUSALS
from extractor.runs.breaker import Breaker
from extractor.runs.limits import BURST, CEILING, START, Gate, Stopped
from extractor.runs.rate import IMPATIENCE, IMPATIENCE_MOST
from extractor.transports.base import WireReply
from tests.runs.limited_server import ANSWER, SETTINGS, BucketServer, LimitedServer, asked
from tests.runs.virtual_time import BEGIN, clock, in_virtual_time


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


@pytest.mark.parametrize("reset", ["24h", "7h12m0s", "inf", "5m1s", str(BEGIN.timestamp() + 86_400)])
def test_a_reset_beyond_the_longest_wait_keeps_nobody_waiting(reset: str) -> None:
    spent = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": reset}
    assert asked(LimitedServer(headers=lambda server: spent), 10) < 1.0


def test_a_reset_named_as_a_moment_is_waited_for_until_then() -> None:
    def headers(server: LimitedServer) -> dict[str, str]:
        until = BEGIN.timestamp() + (2.0 if server.calls <= 10 else 0.0)
        return {"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": f"{until:.0f}"}

    assert 2.0 <= asked(LimitedServer(headers=headers), 20, ceiling=1, named=True) <= 6.0


@pytest.mark.parametrize(("reset", "calls"), [("24h", 1), ("2s", 2)])
def test_a_refusal_that_names_only_its_limit_is_one_that_names_a_time(reset: str, calls: int) -> None:
    class Spent(LimitedServer):
        async def send(self, body: bytes, *, limit: int) -> WireReply:
            self.calls += 1
            spent = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": reset}
            return WireReply(429, b"{}", spent) if self.calls == 1 else WireReply(200, ANSWER)

    server = Spent()
    if calls == 1:
        with pytest.raises(errors.RateLimited, match=r"takes none for 1440 minutes.*try later"):
            asked(server, 1)
    else:
        assert 2.0 <= asked(server, 1) <= 2.2
    assert server.calls == calls


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


@dataclass
class Refusing:
    """A server that refuses every call for its rate, or every one about some questions, and says when to come back."""

    said: Callable[[float], str]
    about: tuple[bytes, ...] = ()
    calls: int = 0

    async def send(self, body: bytes, *, limit: int) -> WireReply:
        self.calls += 1
        await asyncio.sleep(0.1)
        if self.about and body not in self.about:
            return WireReply(200, ANSWER)
        return WireReply(429, b"{}", {"retry-after": self.said(asyncio.get_running_loop().time())})

    async def close(self) -> None:
        pass


def failures(server: Refusing, rows: int) -> tuple[list[object], float]:
    """What became of so many questions, and the seconds that they took."""

    async def work() -> list[object]:
        asking = Asking(SETTINGS, server, gate=Gate(clock=clock()))
        questions = (asking.ask(Question(b"%d" % number, 10, 10), doc_id="x") for number in range(rows))
        return list(await asyncio.gather(*questions, return_exceptions=True))

    return in_virtual_time(work())


def gone_by(now: float) -> str:
    return format_datetime(BEGIN + timedelta(seconds=int(now) - 50), usegmt=True)


@pytest.mark.parametrize("said", [lambda now: "0", lambda now: "1", gone_by], ids=["at once", "in a second", "gone by"])
def test_what_is_really_waited_for_a_server_that_takes_nothing_is_bounded(said: Callable[[float], str]) -> None:
    server = Refusing(said)
    came, seconds = failures(server, 3)
    assert [type(one) for one in came] == [errors.RateLimited] * 3
    assert all(isinstance(one, errors.RateLimited) and one.lasting for one in came)
    assert seconds <= SETTINGS.max_wait + 4 * IMPATIENCE_MOST
    assert server.calls <= 40


def test_a_question_that_is_always_refused_while_others_are_taken_is_asked_so_often_and_no_more() -> None:
    server = Refusing(lambda now: "0", about=(b"7",))
    came, _ = failures(server, 2000)
    assert [type(one) for one in came if isinstance(one, Exception)] == [errors.RateLimited]
    assert server.calls <= 2000 + REFUSALS


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


def test_the_breaker_opens_after_many_failures_in_a_row_and_sooner_where_no_waiting_helps() -> None:
    breaker = Breaker()
    assert [breaker.failed("no", hopeless=True) for _ in range(5)] == [False] * 4 + [True]
    patient = Breaker()
    for _ in range(3):
        assert not any(patient.failed("no", hopeless=False) for _ in range(19))
        patient.answered()
    assert [patient.failed("down", hopeless=False) for _ in range(20)][-1]
    assert patient.reason == "down"
    unreached = Breaker()
    assert [unreached.failed("lost", hopeless=False, lost=True) for _ in range(2)] == [False, True]
    reached = Breaker()
    reached.answered()
    assert not any(reached.failed("lost", hopeless=False, lost=True) for _ in range(19))
