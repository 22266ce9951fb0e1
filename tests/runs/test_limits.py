"""The gate against servers with limits, in time that passes at once: nothing lost, few calls too many, little time."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime

import pytest

from extractor.engines.base import Question
from extractor.engines.llm import errors
from extractor.engines.llm.settings import LlmSettings
from extractor.runs.asking import Asking
from extractor.runs.breaker import Breaker
from extractor.runs.limits import BURST, CEILING, START, Gate, Stopped, reset_seconds
from extractor.transports.base import WireReply
from tests.engines.llm.faulty_server import completion
from tests.runs.virtual_time import BEGIN, clock, in_virtual_time

ANSWER = completion([{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "{}"}}])
SETTINGS = LlmSettings(model="m", base_url="http://server/v1", mode="schema")


@dataclass
class LimitedServer:
    """A server in the loop's time: `cap` calls in any second, answers after `latency(calls at once)` seconds."""

    cap: float | None = None
    latency: Callable[[int], float] = lambda at_once: 0.2
    by_date: bool = False
    phase: float = 0.0
    """How far into a second the server's time begins."""
    headers: Callable[[LimitedServer], Mapping[str, str]] = lambda server: {}
    broken_until: float = 0.0
    calls: int = 0
    refused: int = 0
    at_once: int = 0
    most: int = 0
    _taken: deque[float] = field(default_factory=deque)

    async def send(self, body: bytes, *, limit: int) -> WireReply:
        now = asyncio.get_running_loop().time()
        if now < self.broken_until:
            self.refused += 1
            return WireReply(503, b"{}")
        while self._taken and self._taken[0] <= now - 1.0:
            self._taken.popleft()
        if self.cap is not None and len(self._taken) >= self.cap:
            self.refused += 1
            return WireReply(429, b"{}", {"retry-after": self._after(self._taken[0] + 1.0 - now, now)})
        self._taken.append(now)
        self.calls += 1
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            await asyncio.sleep(self.latency(self.at_once))
        finally:
            self.at_once -= 1
        return WireReply(200, ANSWER, self.headers(self))

    def _after(self, wait: float, now: float) -> str:
        if self.by_date:
            return format_datetime(BEGIN + timedelta(seconds=now + self.phase + wait + 0.999), usegmt=True)
        return f"{wait:.3f}"

    async def close(self) -> None:
        pass


@dataclass
class BucketServer(LimitedServer):
    """A server that allows `rate` calls a second, and up to `size` at once after a time with none."""

    rate: float = 20.0
    size: float = 5.0
    _at: float = 0.0

    def __post_init__(self) -> None:
        self._left = self.size

    async def send(self, body: bytes, *, limit: int) -> WireReply:
        now = asyncio.get_running_loop().time()
        self._left = min(self.size, self._left + (now - self._at) * self.rate)
        self._at = now
        if self._left < 1:
            self.refused += 1
            return WireReply(429, b"{}", {"retry-after": self._after((1 - self._left) / self.rate, now)})
        self._left -= 1
        return await super().send(body, limit=limit)


def asked(server: LimitedServer, rows: int, *, settings: LlmSettings = SETTINGS, **limits: object) -> float:
    """Ask so many questions, all begun at once; the seconds until the last answer."""

    async def work() -> None:
        gate = Gate(clock=clock(server.phase), **limits)  # type: ignore[arg-type]
        asking = Asking(settings, server, gate=gate)
        questions = [Question(b"%d" % number, 1000, 1000) for number in range(rows)]
        await asyncio.gather(*(asking.ask(one, doc_id="x") for one in questions))

    return in_virtual_time(work())[1]


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
