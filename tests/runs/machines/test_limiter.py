"""The limiter of a cluster, in time that passes at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import pairwise

import pytest

from extractor.engines.base import Facts, Usage
from extractor.engines.llm.errors import BudgetReached
from extractor.engines.llm.money import Budget
from extractor.runs.limits import Gate, Stopped
from extractor.runs.machines.gate import LeasedGate
from extractor.runs.machines.limiter import LEASE_SECONDS, Leave, Limiter, Report, Standing, Want
from tests.runs.machines.links import HereLink
from tests.runs.virtual_time import clock, in_virtual_time


def _limiter(**limits: float) -> Limiter:
    ceiling = int(limits.pop("ceiling", 64))
    return Limiter(Gate(ceiling=ceiling, named=True, clock=clock(), **limits))


def _gate(limiter: Limiter, holder: str) -> LeasedGate:
    return LeasedGate(link=HereLink(limiter), holder=holder, clock=clock())


async def _expiring(limiter: Limiter) -> None:
    while True:
        await asyncio.sleep(0.5)
        limiter.expire()


async def _calls(gate: LeasedGate, begun: list[float], seconds: float, tokens: int = 10) -> None:
    """Calls without an end, one after the other."""
    while True:
        at = await gate.enter(tokens)
        begun.append(at)
        await asyncio.sleep(seconds)
        gate.answered(at)
        gate.leave(at, [Usage(1, tokens)])


@pytest.mark.parametrize("dies", [False, True])
def test_a_rate_is_kept_by_all_workers_together_and_by_those_that_are_left(dies: bool) -> None:
    async def cluster() -> list[float]:
        limiter = _limiter(requests_per_minute=1200)
        gates = [_gate(limiter, name) for name in ("one", "two")]
        begun: list[float] = []
        watch = asyncio.create_task(_expiring(limiter))
        work: list[list[asyncio.Task[None]]] = []
        for gate in gates:
            gate.start()
            work.append([asyncio.create_task(_calls(gate, begun, 0.3)) for _ in range(20)])
        await asyncio.sleep(30)
        if dies:
            gates[0].link.dead = True  # type: ignore[attr-defined]
            for task in work[0]:
                task.cancel()
        await asyncio.sleep(30)
        for task in (watch, *work[0], *work[1], *gates[0]._at_work, *gates[1]._at_work):
            task.cancel()
        return begun

    begun, _ = in_virtual_time(cluster())
    assert 1200 * 0.95 <= len(begun) <= 1200 * 1.02
    seconds = [sum(second <= at < second + 1 for at in begun) for second in range(60)]
    assert max(seconds) <= 22


def test_calls_at_once_are_the_clusters_and_those_of_a_lost_worker_end_with_its_lease() -> None:
    async def cluster() -> tuple[float, int]:
        limiter = _limiter(ceiling=4)
        lost, left = _gate(limiter, "lost"), _gate(limiter, "left")
        watch = asyncio.create_task(_expiring(limiter))
        lost.start()
        for _ in range(4):
            await lost.enter(1)
        lost.link.dead = True  # type: ignore[attr-defined]
        left.start()
        await left.enter(1)
        at = asyncio.get_running_loop().time()
        for task in (watch, *lost._at_work, *left._at_work):
            task.cancel()
        return at, limiter.gate.active

    (at, active), _ = in_virtual_time(cluster())
    assert LEASE_SECONDS <= at <= LEASE_SECONDS + 1.5
    assert active == 1


def test_what_a_lost_worker_says_later_is_not_counted_twice() -> None:
    async def cluster() -> tuple[int, int]:
        limiter = _limiter(ceiling=4)
        leave = await limiter.ask("slow", [Want(1), Want(1)])
        await asyncio.sleep(LEASE_SECONDS + 1)
        limiter.expire()
        limiter.report("slow", [Report(lease, "left") for lease in leave.leases])
        return limiter.gate.active, limiter.expired

    assert in_virtual_time(cluster())[0] == (0, 2)


def test_tokens_a_minute_are_counted_over_all_workers() -> None:
    async def cluster() -> float:
        limiter = _limiter(tokens_per_minute=6000)
        for _ in range(5):
            await limiter.ask("one", [Want(500)])
            await limiter.ask("two", [Want(500)])
        return asyncio.get_running_loop().time()

    assert in_virtual_time(cluster())[0] == pytest.approx(45, abs=1)


def test_a_refusal_with_a_time_makes_all_workers_wait() -> None:
    async def cluster() -> float:
        limiter = _limiter()
        first = await limiter.ask("one", [Want(1)])
        limiter.report("one", [Report(first.leases[0], "refused", reason="429", retry_after=7.0, rate=True)])
        await limiter.ask("two", [Want(1)])
        return asyncio.get_running_loop().time()

    assert in_virtual_time(cluster())[0] >= 7


def test_the_budget_is_the_clusters_and_a_call_beyond_it_is_not_let_in() -> None:
    async def cluster() -> tuple[int, int]:
        limiter = Limiter(Gate(named=True, clock=clock()), Budget(max_tokens=100))
        gates = [_gate(limiter, "one"), _gate(limiter, "two")]
        made = 0
        for gate in gates:
            gate.start()
        with pytest.raises(BudgetReached, match="limit of 100 tokens"):
            for _ in range(10):
                for gate in gates:
                    began = await gate.enter(30, Usage(1, 30))
                    made += 1
                    gate.leave(began, [Usage(1, 30)])
                    await asyncio.sleep(0.1)
        for gate in gates:
            await gate.close()
        return made, limiter.gate.active

    assert in_virtual_time(cluster())[0] == (3, 0)


def test_a_stop_ends_those_who_wait_and_those_who_ask_later() -> None:
    async def cluster() -> list[str]:
        limiter = _limiter(ceiling=1)
        gate = _gate(limiter, "one")
        gate.start()
        await gate.enter(1)
        waiting = asyncio.create_task(gate.enter(1))
        await asyncio.sleep(1)
        limiter.stop()
        found = await asyncio.gather(waiting, return_exceptions=True)
        with pytest.raises(Stopped):
            await gate.enter(1)
        await gate.close()
        return [type(one).__name__ for one in found]

    assert in_virtual_time(cluster())[0] == ["Stopped"]


def test_one_worker_finds_out_what_the_server_understands_and_the_others_are_told() -> None:
    async def cluster() -> tuple[str | None, str | None, float]:
        limiter = _limiter()
        first = await limiter.facts("one")
        others = asyncio.create_task(limiter.facts("two"))
        await asyncio.sleep(5)
        limiter.learn(Facts(mode="tools"))
        return first.mode, (await others).mode, asyncio.get_running_loop().time()

    assert in_virtual_time(cluster())[0] == (None, "tools", pytest.approx(5, abs=1.1))


def test_where_that_worker_is_lost_another_finds_it_out() -> None:
    async def cluster() -> float:
        limiter = _limiter()
        await limiter.facts("lost")
        await limiter.facts("next")
        return asyncio.get_running_loop().time()

    assert in_virtual_time(cluster())[0] == pytest.approx(60, abs=2)


def test_leases_have_beginnings_of_their_own_though_they_come_at_once() -> None:
    async def cluster() -> list[float]:
        limiter = _limiter()
        gate = _gate(limiter, "one")
        gate.start()
        begun = await asyncio.gather(*(gate.enter(1) for _ in range(8)))
        await gate.close()
        return list(begun)

    assert all(one < other for one, other in pairwise(in_virtual_time(cluster())[0]))


class CountedLink(HereLink):
    """Counts the messages."""

    sent = 0

    async def ask(self, holder: str, wants: Sequence[Want], reports: Sequence[Report]) -> Leave:
        self.sent += 1
        return await super().ask(holder, wants, reports)

    async def report(self, holder: str, reports: Sequence[Report], standing: Standing) -> Leave:
        self.sent += 1
        return await super().report(holder, reports, standing)


@pytest.mark.parametrize(("ceiling", "messages", "share"), [(64, 0.5, 0.8), (4, 2.2, 0.9)])
def test_messages_are_gathered_where_nobody_waits_and_places_are_not_idle_where_somebody_does(
    ceiling: int, messages: float, share: float
) -> None:
    async def cluster() -> tuple[int, int]:
        link = CountedLink(_limiter(ceiling=ceiling))
        gate = LeasedGate(link=link, holder="one", clock=clock())
        gate.start()
        begun: list[float] = []
        work: list[asyncio.Task[None]] = []
        for _ in range(30):
            work.append(asyncio.create_task(_calls(gate, begun, 1.0)))
            await asyncio.sleep(0.03)
        await asyncio.sleep(60)
        for task in (*work, *gate._at_work):
            task.cancel()
        return link.sent, len(begun)

    (sent, calls), _ = in_virtual_time(cluster())
    assert calls >= 60 * min(30, ceiling) * share
    assert sent <= calls * messages
