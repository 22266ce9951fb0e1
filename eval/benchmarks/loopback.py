"""A server on loopback that answers after a set time, for benchmarks: the same replies for everyone who asks.

`python -m eval.benchmarks.loopback --rows FILE --latency 0.2` prints its URL and serves until its input ends. A row
is found by the mark in its article (`Bài: abc`). `GET /count` tells how many calls there were, and how many at once,
`GET /flown` each call's way: who asked what, when, and when the answer went out.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import re
import sys
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from extractor.runs.calls import call_hash

MARK: Final = re.compile(r"Bài: ([a-z]+)")
MODEL: Final = "loopback"


@dataclass(slots=True)
class Flown:
    """One call: the question by the hash that the store of calls knows it by, and its way."""

    key: str
    article: str
    port: int
    """Of the one who asks."""
    began: float
    """Seconds since 1970, as `ended`, when the answer goes out."""
    ended: float | None = None


@dataclass
class Server:
    """What it answers, how slowly, and what it has seen."""

    replies: dict[str, str]
    latency: float
    slow_share: float = 0.0
    slow_times: float = 20.0
    cap: float | None = None
    """Calls a second; more get a 429 with Retry-After."""
    by_date: bool = False
    calls: int = 0
    refused: int = 0
    at_once: int = 0
    most_at_once: int = 0
    about: str | None = None
    """A pattern that finds in a question which article it is about."""
    bodies: dict[str, int] = field(default_factory=dict)
    flown: list[Flown] = field(default_factory=list)
    url: str = ""
    _taken: deque[float] = field(default_factory=deque)

    async def answer(self, request: web.Request) -> web.Response:
        """One call."""
        body = await request.read()
        if self.cap is not None and not self._allowed():
            self.refused += 1
            return self._too_many()
        self.calls += 1
        asked = call_hash(self.url, body).hex()
        self.bodies[asked] = self.bodies.get(asked, 0) + 1
        flown = self._begun(request, asked, body)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self._time(body))
        finally:
            self.at_once -= 1
            flown.ended = time.time()
        return web.Response(body=self._completion(body), content_type="application/json")

    def _begun(self, request: web.Request, asked: str, body: bytes) -> Flown:
        """A call that has come, by the port that it came from."""
        found = re.search(self.about, json.loads(body)["messages"][-1]["content"]) if self.about else None
        peer = request.transport.get_extra_info("peername") if request.transport is not None else None
        flown = Flown(asked, found.group(1) if found else "", peer[1] if peer else 0, time.time())
        self.flown.append(flown)
        return flown

    def _time(self, body: bytes) -> float:
        """The latency; the same calls are slow in every run."""
        slow = int.from_bytes(hashlib.sha256(body).digest()[:4], "big") / 2**32 < self.slow_share
        return self.latency * (self.slow_times if slow else 1.0)

    def _completion(self, body: bytes) -> bytes:
        asked = json.loads(body)
        marks = MARK.findall(asked["messages"][-1]["content"])
        reply = self.replies[marks[-1]] if marks else '{"kind":"other","rows":[]}'
        message: dict[str, Any] = {"role": "assistant", "content": reply, "refusal": None}
        if asked.get("tools"):
            call = {"name": asked["tools"][0]["function"]["name"], "arguments": reply}
            message.update(content=None, tool_calls=[{"id": "c", "type": "function", "function": call}])
        choice = {"index": 0, "finish_reason": "stop", "message": message, "logprobs": None}
        usage = {"prompt_tokens": 5000, "completion_tokens": len(reply) // 3, "total_tokens": 5000 + len(reply) // 3}
        head = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1700000000, "model": MODEL}
        return json.dumps(head | {"choices": [choice], "usage": usage}, ensure_ascii=False).encode()

    def _allowed(self) -> bool:
        """At most `cap` calls in any one second."""
        assert self.cap is not None
        now = time.monotonic()
        while self._taken and self._taken[0] <= now - 1.0:
            self._taken.popleft()
        if len(self._taken) >= self.cap:
            return False
        self._taken.append(now)
        return True

    def _too_many(self) -> web.Response:
        wait = max(0.0, self._taken[0] + 1.0 - time.monotonic())
        if self.by_date:
            from email.utils import formatdate

            after = formatdate(time.time() + wait + 0.999, usegmt=True)
        else:
            after = f"{wait:.3f}"
        error = {"message": "Rate limit reached", "type": "rate_limit_exceeded", "code": "rate_limit_exceeded"}
        return web.json_response({"error": error}, status=429, headers={"Retry-After": after})

    async def asked(self, _request: web.Request) -> web.Response:
        """How often each question was asked, by the hash that the store of calls knows it by."""
        return web.json_response(self.bodies)

    async def ways(self, _request: web.Request) -> web.Response:
        """Every call's way."""
        return web.json_response([asdict(one) for one in self.flown])

    async def count(self, _request: web.Request) -> web.Response:
        """What was seen so far."""
        seen = {
            "calls": self.calls,
            "refused": self.refused,
            "at_once": self.at_once,
            "most_at_once": self.most_at_once,
            "bodies": len(self.bodies),
            "twice": sum(times - 1 for times in self.bodies.values()),
        }
        return web.json_response(seen)


async def _serve(server: Server) -> None:
    app = web.Application(client_max_size=1 << 30)
    app.router.add_post("/v1/chat/completions", server.answer)
    app.router.add_get("/count", server.count)
    app.router.add_get("/asked", server.asked)
    app.router.add_get("/flown", server.ways)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=4096)
    await site.start()
    port = runner.addresses[0][1]
    root = f"http://127.0.0.1:{port}"
    server.url = f"{root}/v1"
    places = {"url": server.url, "count": f"{root}/count", "asked": f"{root}/asked"}
    print(json.dumps(places | {"flown": f"{root}/flown"}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await runner.cleanup()


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--latency", type=float, default=0.2)
    parser.add_argument("--slow-share", type=float, default=0.0)
    parser.add_argument("--cap", type=float)
    parser.add_argument("--by-date", action="store_true")
    parser.add_argument("--about", help="a pattern that finds which article a question is about, for /flown")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.rows.read_text(encoding="utf-8").splitlines()]
    replies = {row["mark"]: row["reply"] for row in rows}
    faults = {"cap": options.cap, "by_date": options.by_date}
    server = Server(replies, options.latency, options.slow_share, about=options.about, **faults)
    asyncio.run(_serve(server))


if __name__ == "__main__":
    main()
