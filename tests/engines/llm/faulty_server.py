"""An OpenAI-compatible server on loopback that goes wrong on purpose, each time exactly as its plan says.

A plan gives each request, by its number and body, a `Step`: a whole answer, or one that is cut, reset or never comes.
`FAULTS` has a step for each fault by name. Nothing is random, and every request is kept to be looked at.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import re
import socket
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from email.utils import format_datetime
from typing import Any, Final, Literal

from aiohttp import web

from tests.engines.llm.fault_case import GOOD, MODEL, NOW, Case

Body = Mapping[str, Any]
Manner = Literal["whole", "reset", "cut", "hang", "drip", "flood"]
"""The whole answer; the connection reset before it; after half of it; nothing until the client gives up; one byte after
the other; the same again and again without an end."""


@dataclass(frozen=True)
class Step:
    """What the server does with one request."""

    body: bytes | Callable[[Body], bytes] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    manner: Manner = "whole"
    seconds: float = 0.0
    """How long the answer takes."""

    def rendered(self, request: Body) -> bytes:
        """The body for this request."""
        return self.body if isinstance(self.body, bytes) else self.body(request)


Plan = Callable[[int, Body], Step]
"""From a request's number (from 1) and body to what happens to it."""


def says(content: str | None, *, finish: str = "stop", refusal: str | None = None, tokens: int | None = None) -> Step:
    """A completion with that content, as the call's arguments where the request has tools.

    It counts `tokens` of output; by default 40, or all that the request allows where it was cut.
    """

    def render(request: Body) -> bytes:
        count = tokens or (request["max_tokens"] if finish == "length" else 40)
        message: dict[str, Any] = {"role": "assistant", "content": content, "refusal": refusal}
        if request.get("tools") and content is not None:
            name = request["tools"][0]["function"]["name"]
            call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": content}}
            message.update(content=None, tool_calls=[call])
        return completion([{"index": 0, "finish_reason": finish, "message": message}], count)

    return Step(render)


def completion(choices: object, tokens: int = 40) -> bytes:
    """A completion object around any choices."""
    usage = {"prompt_tokens": 1000, "completion_tokens": tokens, "total_tokens": 1000 + tokens}
    head = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1700000000, "model": MODEL}
    return json.dumps(head | {"choices": choices, "usage": usage}, ensure_ascii=False).encode()


def good(**changes: object) -> Step:
    """The right answer for the case's article, with some fields changed."""
    return says(json.dumps(GOOD | changes, ensure_ascii=False))


def labels_all_tags(request: Body) -> bytes:
    """An answer that labels every quantity tag in the question's article, for articles in parts."""
    shown = str(request["messages"][-1]["content"])
    ids = re.findall(r"\[(q\d+)\]", shown)
    rows = [f"{one} other other level result - -" for one in ids]
    empty = dict.fromkeys(GOOD, "") | {name: [] for name, value in GOOD.items() if isinstance(value, list)}
    return says(json.dumps(empty | {"event": "other", "figures": rows})).rendered(request)


def refuses(status: int, message: str, code: str | None = None, **headers: str) -> Step:
    """An error in OpenAI's form; header names are written with underscores."""
    error = {"message": message, "type": code or "invalid_request_error", "param": None, "code": code}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Step(json.dumps({"error": error}).encode(), status, named)


def http_date(seconds: float) -> str:
    """The HTTP date so many seconds after the case's now."""
    return format_datetime((NOW + timedelta(seconds=seconds)).astimezone(UTC), usegmt=True)


HTML: Final = b"<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
GARBAGE: Final = bytes(range(256)) * 4

RIGHT: Final = good()
"""The right answer for the Party review's article; `right` is that of any case."""


def right(case: Case, **changes: object) -> Step:
    """The right answer for a case's article, with some fields changed."""
    return says(case.changed(**changes))


FAULTS: Final[dict[str, Step]] = {
    "429 in seconds": refuses(429, "Rate limit reached", "rate_limit_exceeded", Retry_After="7"),
    "429 by date": refuses(
        429, "Rate limit reached", "rate_limit_exceeded", Retry_After=http_date(30), Date=http_date(0)
    ),
    "429 in milliseconds": refuses(429, "Rate limit reached", "rate_limit_exceeded", retry_after_ms="2500"),
    "429": refuses(429, "Rate limit reached", "rate_limit_exceeded"),
    "429 by a date gone by": refuses(429, "Slow down", Retry_After=http_date(-60), Date=http_date(0)),
    "429 in nonsense": refuses(429, "Slow down", Retry_After="soon"),
    "429 in an hour": refuses(429, "Slow down", Retry_After="3600"),
    "500": refuses(500, "The server had an error"),
    "502": Step(HTML, 502, content_type="text/html"),
    "503": refuses(503, "Overloaded", Retry_After="4"),
    "529": refuses(529, "Overloaded"),
    "timeout": Step(manner="hang"),
    "reset before the body": Step(manner="reset"),
    "reset amid the body": replace(RIGHT, manner="cut"),
    "bad key": refuses(401, "Incorrect API key provided", "invalid_api_key"),
    "forbidden": refuses(403, "Country not supported"),
    "unknown model": refuses(404, f"The model `{MODEL}` does not exist", "model_not_found"),
    "wrong address": Step(b"404 page not found", 404, content_type="text/plain"),
    "no quota": refuses(429, "You exceeded your current quota", "insufficient_quota", Retry_After="7"),
    "payment required": refuses(402, "Insufficient credit balance"),
    "context too long": refuses(
        400, "This model's maximum context length is 2048 tokens. Your messages have 3000.", "context_length_exceeded"
    ),
    "filtered input": refuses(400, "The response was filtered by the content management policy", "content_filter"),
    "rejected": refuses(400, "messages: roles must alternate"),
    "filtered output": says("", finish="content_filter"),
    "refusal": says(None, refusal="I can't help with that."),
    "truncated": says('{"outlet":"","title":"s1","auth', finish="length"),
    "no choices": Step(completion([])),
    "null choices": Step(completion(None)),
    "html page": Step(HTML, content_type="text/html"),
    "html as json": Step(HTML),
    "garbage": Step(GARBAGE, content_type="application/octet-stream"),
    "garbage as json": Step(GARBAGE),
    "another object": Step(b'{"status": "ok"}'),
    "a list": Step(b"[1, 2, 3]"),
    "empty body": Step(b""),
}
"""Each fault of the wire by name."""

BOMB: Final = Step(gzip.compress(b" " * 200_000_000, 9), headers={"Content-Encoding": "gzip"})
"""Two hundred megabytes in two hundred kilobytes."""
HARD: Final[dict[str, Step]] = {
    "slow body": Step(b" ", manner="drip"),
    "huge body": Step(b" " * 4096, manner="flood"),
    "gzip bomb": BOMB,
    "lone surrogate": Step(rb'{"error": {"message": "bad \ud83d", "type": "t", "code": "\udc00"}}', 400),
    "lone surrogate in a reply": says('{"outlet": "\\ud83d", "abstract": "\\ude00"}'),
    "deep nesting": Step(b"[" * 50_000),
    "long integer": Step(b'{"choices": ' + b"9" * 20_000 + b"}"),
}
"""Answers that would cost memory, time or the ledger."""


def in_turn(*steps: Step, then: Step = RIGHT) -> Plan:
    """These steps for the first requests, and `then` ever after."""
    return lambda number, _request: steps[number - 1] if number <= len(steps) else then


def by_mark(marked: Mapping[str, Sequence[Step]], then: Step = RIGHT) -> Plan:
    """For requests whose question holds a mark its steps in turn (the last one again and again), else `then`."""
    seen: Counter[str] = Counter()

    def plan(_number: int, request: Body) -> Step:
        question = str(request["messages"][-1]["content"])
        for mark, steps in marked.items():
            if mark in question:
                seen[mark] += 1
                return steps[min(seen[mark], len(steps)) - 1]
        return then

    return plan


class FaultyServer:
    """The server, running in a thread of its own while the `with` lasts."""

    def __init__(self, plan: Plan, port: int = 0) -> None:
        """At that port; 0 for one that is free."""
        self._plan = plan
        self._stopping = asyncio.Event()
        self._socket = socket.create_server(("127.0.0.1", port))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.requests: list[dict[str, Any]] = []
        """The bodies of all requests in order."""
        self.in_flight = 0
        """Requests that have come and are not answered."""
        self.keys: list[str] = []
        """The Authorization headers of all requests in order."""

    @property
    def url(self) -> str:
        """The root of the API."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"

    def questions(self) -> list[str]:
        """The last message of each request."""
        return [str(request["messages"][-1]["content"]) for request in self.requests]

    def __enter__(self) -> FaultyServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(timeout=10)
        assert not self._thread.is_alive()

    def _serve(self) -> None:
        try:
            self._loop.run_until_complete(self._run())
        finally:
            self._loop.close()

    async def _run(self) -> None:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.SockSite(runner, self._socket).start()
        await self._stopping.wait()
        await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.requests.append(body)
        self.keys.append(request.headers.get("Authorization", ""))
        step = self._plan(len(self.requests), body)
        self.in_flight += 1
        try:
            await asyncio.sleep(step.seconds)
        finally:
            self.in_flight -= 1
        content = step.rendered(body)
        headers = {**step.headers, "Content-Type": step.content_type}
        if step.manner == "hang":
            await self._stopping.wait()
        if step.manner in ("reset", "cut"):
            return await self._broken(request, content if step.manner == "cut" else b"", headers)
        if step.manner in ("drip", "flood"):
            return await self._endless(request, content, headers, dripping=step.manner == "drip")
        return web.Response(body=content, status=step.status, headers=headers)

    async def _endless(
        self, request: web.Request, content: bytes, headers: Mapping[str, str], *, dripping: bool
    ) -> web.StreamResponse:
        """A body that does not end before the client goes: a byte at a time, or as much as it takes."""
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            while not self._stopping.is_set():
                await response.write(content[:1] if dripping else content * 64)
                await asyncio.sleep(0.05 if dripping else 0)
        return response

    async def _broken(self, request: web.Request, content: bytes, headers: Mapping[str, str]) -> web.StreamResponse:
        """Half of the content, if any, then a reset."""
        response = web.StreamResponse(headers={**headers, "Content-Length": str(len(content))})
        if content:
            await response.prepare(request)
            await response.write(content[: len(content) // 2])
            await asyncio.sleep(0.01)
        assert request.transport is not None
        request.transport.abort()
        return response
