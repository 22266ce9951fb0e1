"""A server that does to batches what providers do: partly, late, in another order, not at all."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.engines.llm.fault_case import PARTY, Case
from tests.engines.llm.faulty_server import completion


def answer(body: dict[str, Any], case: Case = PARTY) -> dict[str, Any]:
    """What the model says to one request: one number is left for a follow-up."""
    message = {"role": "assistant", "content": case.reply(body)}
    done: dict[str, Any] = json.loads(completion([{"index": 0, "finish_reason": "stop", "message": message}]))
    return done


@dataclass
class Batch:
    """One batch: what it was made of, and how many looks it takes until it ends."""

    id: str
    lines: list[dict[str, Any]]
    metadata: dict[str, Any]
    looks: int
    ends: str = "completed"
    cancelled: bool = False


@dataclass
class BatchServer:
    """Files and batches in memory. `outcome` says how the batch of each number ends; `looks` after how many looks."""

    case: Case = PARTY
    outcomes: list[str] = field(default_factory=list)
    looks: int = 0
    listing: int = 200
    """The status with which the batches are listed."""
    odd_look: bytes | None = None
    """What is said of a batch instead of how it stands."""
    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)
    answered: Counter[str] = field(default_factory=Counter)
    """How often each line was answered, that is paid for."""

    def app(self) -> web.Application:
        app = web.Application(client_max_size=1 << 30)
        app.router.add_post("/v1/files", self.upload)
        app.router.add_get("/v1/files/{id}/content", self.content)
        app.router.add_post("/v1/batches", self.create)
        app.router.add_get("/v1/batches", self.listed)
        app.router.add_get("/v1/batches/{id}", self.look)
        app.router.add_post("/v1/batches/{id}/cancel", self.cancel)
        return app

    async def upload(self, request: web.Request) -> web.Response:
        form = await request.post()
        name = f"file-{len(self.files)}"
        self.files[name] = form["file"].file.read()  # type: ignore[union-attr]
        return web.json_response({"id": name})

    async def create(self, request: web.Request) -> web.Response:
        made = await request.json()
        lines = [json.loads(line) for line in self.files[made["input_file_id"]].splitlines()]
        number = len(self.batches)
        outcome = self.outcomes[number] if number < len(self.outcomes) else "completed"
        batch = Batch(f"batch-{number}", lines, made["metadata"], self.looks, outcome)
        self.batches[batch.id] = batch
        return web.json_response({"id": batch.id, "status": "validating", "metadata": batch.metadata})

    async def listed(self, _request: web.Request) -> web.Response:
        listed = [{"id": one.id, "metadata": one.metadata} for one in self.batches.values()]
        odd: list[object] = [None, {"metadata": [1]}, {"id": 7}]
        return web.json_response({"data": [*odd, *listed]}, status=self.listing)

    async def look(self, request: web.Request) -> web.Response:
        if self.odd_look is not None:
            return web.Response(body=self.odd_look, content_type="application/json")
        batch = self.batches[request.match_info["id"]]
        batch.looks -= 1
        if batch.looks >= 0 and not batch.cancelled:
            return web.json_response({"id": batch.id, "status": "in_progress"})
        status = "completed" if batch.ends in ("torn", "erring", "odd") else batch.ends
        told: dict[str, Any] = {"id": batch.id, "status": status}
        if batch.ends == "failed":
            told["errors"] = {"data": [{"message": "the file is not valid today"}]}
            return web.json_response(told)
        told["output_file_id"], told["error_file_id"] = self._results(batch)
        return web.json_response(told)

    def _results(self, batch: Batch) -> tuple[str, str]:
        """The results in another order than the requests: all of them, or half where the batch expired."""
        kept = batch.lines if batch.ends in ("completed", "torn", "erring", "odd") else batch.lines[::2]
        out, wrong = [], []
        for number, line in enumerate(reversed(kept)):
            name = line["custom_id"]
            if batch.ends == "erring" and number % 3 == 0:
                wrong.append({"custom_id": name, "response": {"status_code": 500, "body": {}}, "error": None})
            elif batch.ends == "erring" and number % 3 == 1:
                wrong.append({"custom_id": name, "response": None, "error": {"code": "x", "message": "server error"}})
            else:
                self.answered[name] += 1
                response = {"status_code": 200, "body": answer(line["body"], self.case)}
                out.append({"id": "x", "custom_id": name, "response": response, "error": None})
        names = []
        for records in (out, wrong):
            names.append(f"file-{len(self.files)}")
            self.files[names[-1]] = "".join(json.dumps(one) + "\n" for one in records).encode()
        if batch.ends == "odd":
            self.files[names[0]] += odd_lines(batch.lines[0]["custom_id"])
        if batch.ends == "torn":
            self.files[names[0]] += b'{"custom_id": "nobody"}\nno json\n\n{"custom'
        return names[0], names[1]

    async def content(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["id"]])

    async def cancel(self, request: web.Request) -> web.Response:
        batch = self.batches[request.match_info["id"]]
        batch.cancelled, batch.ends = True, "cancelled"
        return web.json_response({"id": batch.id, "status": "cancelling"})


def odd_lines(name: str) -> bytes:
    """Lines of results that are none."""
    deep = b"[" * 5000 + b"]" * 5000
    named = json.dumps(name).encode()
    return b"\n".join(
        [
            *(b"[1]", b'"text"', deep, b'{"custom_id": [1]}', b'{"custom_id": "\\ud83d"}', b'{"custom_id": "\xff"}'),
            b'{"custom_id": ' + named + b', "response": ' + deep + b"}",
            b'{"custom_id": ' + named + b', "response": {"status_code": [200], "body": 1}}',
        ]
    )


@contextmanager
def serving(case: Case = PARTY) -> Iterator[BatchServer]:
    """The server, in a thread of its own."""
    made = BatchServer(case)
    loop = asyncio.new_event_loop()
    bound = socket.create_server(("127.0.0.1", 0))
    stopping = asyncio.Event()

    async def serve() -> None:
        runner = web.AppRunner(made.app(), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.SockSite(runner, bound).start()
        await stopping.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    made.url = f"http://127.0.0.1:{bound.getsockname()[1]}/v1"
    yield made
    loop.call_soon_threadsafe(stopping.set)
    thread.join(timeout=10)
