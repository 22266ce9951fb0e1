"""The peers of the throughput benchmark: each sends the same questions its own way and hands back the replies.

Runs in a peer's own environment (`python peers.py KIND --url URL --rows FILE --at-once N`) and prints one JSON object:
seconds, processor seconds, and a digest of the replies. Needs nothing of this project but, for instructor, the shape
of the reply.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Ask = Callable[[Row], Awaitable[str]]


def plain(reply: str) -> str:
    """A reply in one form, however it was read."""
    return json.dumps(json.loads(reply), ensure_ascii=False, sort_keys=True)


async def aiohttp_peer(url: str, rows: list[Row], at_once: int) -> list[str]:
    """The wire alone: bytes out, bytes in, JSON read."""
    import aiohttp

    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def ask(row: Row) -> str:
            data = json.dumps(row["body"], ensure_ascii=False).encode()
            headers = {"Content-Type": "application/json"}
            async with session.post(f"{url}/chat/completions", data=data, headers=headers) as response:
                return plain(json.loads(await response.read())["choices"][0]["message"]["content"])

        return await _all(ask, rows, at_once)


async def openai_peer(url: str, rows: list[Row], at_once: int) -> list[str]:
    """AsyncOpenAI as its documentation shows it."""
    import openai

    client = openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=0, timeout=600)

    async def ask(row: Row) -> str:
        done = await client.chat.completions.create(**row["body"])
        return plain(done.choices[0].message.content or "")

    return await _all(ask, rows, at_once)


async def instructor_peer(url: str, rows: list[Row], at_once: int) -> list[str]:
    """Async instructor with a typed reply."""
    import instructor
    import openai

    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from extractor.tasks.party_review.codec.replies import PointerReply

    client = instructor.from_openai(
        openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=0, timeout=600), mode=instructor.Mode.JSON_SCHEMA
    )

    async def ask(row: Row) -> str:
        body = {name: value for name, value in row["body"].items() if name != "response_format"}
        reply = await client.chat.completions.create(response_model=PointerReply, max_retries=1, **body)
        return plain(reply.model_dump_json())

    return await _all(ask, rows, at_once)


async def langextract_peer(url: str, rows: list[Row], at_once: int) -> list[str]:
    """langextract's OpenAI model: prompts in, texts out, in its own threads."""
    from langextract.providers.openai import OpenAILanguageModel

    model = OpenAILanguageModel(model_id="gpt-loopback", api_key="none", base_url=url, max_workers=at_once)
    prompts = [row["body"]["messages"][-1]["content"] for row in rows]
    return [plain(outputs[0].output) for outputs in model.infer(prompts)]


async def _all(ask: Ask, rows: list[Row], at_once: int) -> list[str]:
    """All replies in order, so many questions at once."""
    turn = asyncio.Semaphore(at_once)

    async def one(row: Row) -> str:
        async with turn:
            return await ask(row)

    return await asyncio.gather(*(one(row) for row in rows))


PEERS = {"aiohttp": aiohttp_peer, "openai": openai_peer, "instructor": instructor_peer, "langextract": langextract_peer}


def main() -> None:
    """Run one peer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer", choices=sorted(PEERS))
    parser.add_argument("--url", required=True)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--at-once", type=int, default=100)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.rows.read_text(encoding="utf-8").splitlines()]
    # The first row pays for imports and connections.
    asyncio.run(PEERS[options.peer](options.url, rows[:1], 1))
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    replies = asyncio.run(PEERS[options.peer](options.url, rows, options.at_once))
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    digest = hashlib.sha256("\n".join(replies).encode()).hexdigest()
    print(json.dumps({"rows": len(replies), "seconds": time.monotonic() - begun, "cpu": used, "digest": digest}))


if __name__ == "__main__":
    main()
