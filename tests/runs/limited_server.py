"""Servers with limits, in time that passes at once, and a gate that asks them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime

from extractor.engines.base import Question
from extractor.engines.llm.settings import LlmSettings
from extractor.runs.asking import Asking
from extractor.runs.limits import Gate
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
