"""The wire itself: a call has an end, a reply has a size, and a key goes nowhere else."""

from __future__ import annotations

import asyncio
import gzip
import time
import zlib
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from extractor.transports.base import TooLarge, WireError, WireReply, WireTimeout
from extractor.transports.openai_async import OpenAIAsync

LIMIT = 100_000
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler) -> Any:
    app = web.Application()
    app.router.add_post("/v1/chat/completions", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()


def sent(handler: Handler, *, timeout: float = 5.0) -> WireReply:
    """The reply to one call."""

    async def once() -> WireReply:
        async with serving(handler) as url:
            wire = OpenAIAsync(url, "sk-key", timeout=timeout)
            try:
                return await wire.send(b"{}", limit=LIMIT)
            finally:
                await wire.close()

    return asyncio.run(once())


def answers(body: bytes, **headers: str) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(body=body, headers={"Content-Type": "application/json", **named})

    return handler


@pytest.mark.parametrize(
    ("handler", "body"),
    [
        (answers(b'{"a":1}'), b'{"a":1}'),
        (answers(gzip.compress(b"x" * 5000), Content_Encoding="gzip"), b"x" * 5000),
        (answers(zlib.compress(b"y" * 5000), Content_Encoding="deflate"), b"y" * 5000),
        (answers(b""), b""),
    ],
    ids=["plain", "gzip", "deflate", "empty"],
)
def test_a_reply_comes_whole_and_unpacked(handler: Handler, body: bytes) -> None:
    assert sent(handler).body == body


@pytest.mark.parametrize(
    "handler",
    [
        answers(b"x" * (LIMIT + 1)),
        answers(gzip.compress(b"\0" * (LIMIT * 50)), Content_Encoding="gzip"),
        answers(zlib.compress(b"\0" * (LIMIT * 50)), Content_Encoding="deflate"),
    ],
    ids=["long", "gzip", "deflate"],
)
def test_of_a_reply_that_is_too_large_no_more_than_the_limit_is_held(handler: Handler) -> None:
    with pytest.raises(TooLarge, match=str(LIMIT)):
        sent(handler)


def test_a_reply_without_a_length_is_bounded_too() -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b"z" * (LIMIT // 10))
        return response

    with pytest.raises(TooLarge):
        sent(handler)


def test_the_timeout_bounds_the_whole_call_body_included() -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(200):
            await response.write(b" ")
            await asyncio.sleep(0.05)
        return response

    begun = time.monotonic()
    with pytest.raises(WireTimeout):
        sent(handler, timeout=0.5)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    followed: list[str] = []

    async def elsewhere(request: web.Request) -> web.Response:
        followed.append(request.headers.get("Authorization", ""))
        return web.Response(body=b"{}")

    async def once() -> WireReply:
        async with serving(elsewhere) as other:

            async def handler(request: web.Request) -> web.Response:
                return web.Response(status=status, headers={"Location": f"{other}/chat/completions"})

            async with serving(handler) as url:
                wire = OpenAIAsync(url, "sk-key", timeout=5)
                try:
                    return await wire.send(b"{}", limit=LIMIT)
                finally:
                    await wire.close()

    reply = asyncio.run(once())
    assert (reply.status, followed) == (status, [])


@pytest.mark.parametrize(
    "handler",
    [answers(b"not packed", Content_Encoding="gzip"), answers(b"?", Content_Encoding="br")],
    ids=["not what it says", "not asked for"],
)
def test_a_reply_in_an_encoding_that_is_none_is_a_lost_connection(handler: Handler) -> None:
    with pytest.raises(WireError):
        sent(handler)
