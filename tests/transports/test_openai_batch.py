"""The Batch API's wire against a server on loopback: what is refused, moved, too large or cut off."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TypeVar

import pytest

from extractor.transports.base import TooLarge, WireError, WireReply, WireTimeout
from extractor.transports.openai_batch import OpenAIBatch

T = TypeVar("T")
Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """A server that answers every call with `answer`; its base URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer(self)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()


def status(code: int, body: bytes, *headers: tuple[str, str]) -> Answer:
    """An answer of that status and body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers:
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def call(base_url: str, use: Callable[[OpenAIBatch], Awaitable[T]], timeout: float = 10.0) -> T:
    """One use of the wire, closed afterwards."""

    async def run() -> T:
        wire = OpenAIBatch(base_url, "sk-test", timeout=timeout)
        try:
            return await use(wire)
        finally:
            await wire.close()

    return asyncio.run(run())


def test_a_batch_is_looked_at() -> None:
    seen: list[tuple[str, str | None]] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.append((handler.path, handler.headers["Authorization"]))
        status(200, b'{"id": "batch_1", "status": "completed"}', ("X-Kept", "yes"))(handler)

    with serving(answer) as url:
        reply = call(url, lambda wire: wire.look("batch_1"))
    assert (reply.status, json.loads(reply.body)["status"], reply.headers["x-kept"]) == (200, "completed", "yes")
    assert seen == [("/v1/batches/batch_1", "Bearer sk-test")]


@pytest.mark.parametrize("code", [400, 401, 404, 429, 500])
def test_a_refusal_is_a_reply_and_is_not_asked_again(code: int) -> None:
    calls: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        calls.append(handler.path)
        status(code, b'{"error": {"message": "no"}}', ("Retry-After", "7"))(handler)

    with serving(answer) as url:
        reply = call(url, lambda wire: wire.create("file_1", "token"))
    assert (reply.status, reply.headers["retry-after"], len(calls)) == (code, "7", 1)


def test_a_redirect_is_not_followed() -> None:
    followed: list[str] = []
    with (
        serving(lambda handler: followed.append(handler.path)) as elsewhere,
        serving(status(307, b"", ("Location", elsewhere + "/files"))) as url,
    ):
        reply = call(url, lambda wire: wire.look("batch_1"))
    assert (reply.status, followed) == (307, [])


@pytest.mark.parametrize("code", [200, 500])
def test_an_answer_without_end_is_not_read_to_its_end(code: int) -> None:
    sent = 0

    def answer(handler: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        handler.send_response(code)
        handler.send_header("Content-Length", str(200_000_000))
        handler.end_headers()
        try:
            for _ in range(200):
                handler.wfile.write(b" " * 1_000_000)
                sent += 1
        except OSError:
            return

    with serving(answer) as url, pytest.raises(TooLarge):
        call(url, lambda wire: wire.look("batch_1"))
    assert sent < 100


def test_a_server_that_says_nothing_is_left() -> None:
    with serving(lambda _: time.sleep(2)) as url, pytest.raises(WireTimeout):
        call(url, lambda wire: wire.look("batch_1"), timeout=0.3)


def test_no_server_is_said_with_its_reason() -> None:
    with serving(status(200, b"{}")) as url:
        pass
    with pytest.raises(WireError, match="onnect") as caught:
        call(url, lambda wire: wire.look("batch_1"))
    assert "Connection error." not in str(caught.value)


def test_a_file_goes_up_and_its_results_come_down_line_by_line(tmp_path: Path) -> None:
    sent = b'{"custom_id": "1"}\n{"custom_id": "2"}\n'
    (tmp_path / "lines.jsonl").write_bytes(sent)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        status(200, sent if handler.path.endswith("/content") else b'{"id": "file_1"}')(handler)

    async def both(wire: OpenAIBatch) -> tuple[WireReply, list[bytes]]:
        return await wire.upload(tmp_path / "lines.jsonl"), [line async for line in wire.lines("file_1")]

    with serving(answer) as url:
        reply, lines = call(url, both)
    assert json.loads(reply.body) == {"id": "file_1"}
    assert lines == sent.splitlines()


def test_results_that_are_not_there_or_break_off_are_said() -> None:
    async def lines(wire: OpenAIBatch) -> list[bytes]:
        return [line async for line in wire.lines("file_1")]

    def broken(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"{}\n")

    with serving(status(404, b"{}")) as url, pytest.raises(WireError, match=r"file_1 cannot be had \(404\)"):
        call(url, lines)
    with serving(broken) as url, pytest.raises(WireError):
        call(url, lines)
