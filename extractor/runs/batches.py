"""Questions by the provider's Batch API: handed in as files, collected into the store of calls, sent again where lost.

A question that is out is remembered in the run's own store, so that no line is handed in twice; its answer is found
there like any other. What expired, failed or is missing from the results is free to be handed in again, alone.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from extractor.engines.base import Completion, Question, Usage
from extractor.engines.llm.completions import Received, json_object, received, words
from extractor.engines.llm.errors import ContentFiltered, ContextTooLong, LlmError, RequestRejected, ServerUnavailable
from extractor.engines.llm.faults import reply_fault, without_secrets
from extractor.engines.llm.money import priced
from extractor.runs.asking import Asking
from extractor.runs.attempts import UNREACHED, Asked
from extractor.runs.calls import CallKey, Calls, StoreError
from extractor.transports.base import WireError, WireReply
from extractor.transports.openai_batch import ENDPOINT, OpenAIBatch

if TYPE_CHECKING:
    from io import BufferedWriter

MOST_LINES: Final = 50_000
MOST_BYTES: Final = 200_000_000
PRICE: Final = 0.5
"""What a call in a batch costs of its price."""
FIRST_LOOK: Final = 5.0
"""Seconds before the first look at batches that are waited for; doubled each time."""
LONGEST_LOOK: Final = 300.0
_ENDED: Final = frozenset(["completed", "expired", "cancelled", "failed"])
_ANSWERS: Final = (ContextTooLong, RequestRejected, ContentFiltered)
_TRIES: Final = 5
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS batches (token TEXT PRIMARY KEY, id TEXT, state TEXT NOT NULL, made REAL NOT NULL);
CREATE TABLE IF NOT EXISTS batch_lines (name TEXT PRIMARY KEY, hash BLOB NOT NULL, attempt INTEGER NOT NULL,
  sample INTEGER NOT NULL, batch TEXT, tries INTEGER NOT NULL, error TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS lines_by_batch ON batch_lines (batch);
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the batches of a folder stand."""

    open: int = 0
    lines_out: int = 0
    collected: int = 0
    """Completions that were brought in just now."""
    released: int = 0
    """Lines that came to nothing just now and may be handed in again."""


class Batches:
    """The batches of one run's folder."""

    def __init__(
        self,
        asking: Asking,
        wire: OpenAIBatch,
        folder: Path,
        *,
        most_lines: int = MOST_LINES,
        most_bytes: int = MOST_BYTES,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        assert isinstance(asking.calls, Calls)
        self._asking = asking
        self._wire = wire
        self._folder = folder
        self._most_lines, self._most_bytes = most_lines, most_bytes
        self._sleep = sleep
        self._db = asking.calls.own.connection
        self._db.executescript(_TABLES)
        self._file: BufferedWriter | None = None
        self._token = ""
        self._full: list[str] = []
        self._lines = 0
        self._clear_drafts()

    def add(self, key: CallKey, question: Question) -> None:
        """Take a question for the next batch, unless it is out already.

        Raises `LlmError` where it came to nothing too many times.
        """
        name = _name(key)
        row = self._run("SELECT batch, tries, error FROM batch_lines WHERE name = ?", (name,)).fetchone()
        if row is not None and row[0] is not None:
            return
        if row is not None and row[1] >= self._asking.settings.attempts:
            raise ServerUnavailable(f"The batch brought no answer {row[1]} times (last: {row[2]}): try it online.")
        line = json.dumps({"custom_id": name, "method": "POST", "url": ENDPOINT}).encode()[:-1]
        line += b',"body":' + question.body + b"}\n"
        file = self._draft(len(line))
        file.write(line)
        self._lines += 1
        self._run(
            "INSERT INTO batch_lines VALUES (?,?,?,?,?,0,NULL) ON CONFLICT (name) DO UPDATE SET batch = excluded.batch",
            (name, key.hash, key.attempt, key.sample, self._token),
        )

    async def hand_in(self) -> int:
        """Bring what was taken to the server, in as many batches as its limits ask for; how many there were.

        Raises `LlmError` where the server refuses; the questions are taken anew by the next run.
        """
        self._close_draft()
        handed = 0
        for token in list(self._full):
            path = self._path(token)
            uploaded = await self._call(partial(self._wire.upload, path))
            self._run("INSERT OR REPLACE INTO batches VALUES (?, NULL, 'making', ?)", (token, _now()))
            made = await self._call(partial(self._wire.create, _id(uploaded), token))
            self._run("UPDATE batches SET id = ?, state = 'open' WHERE token = ?", (_id(made), token))
            self._full.remove(token)
            path.unlink(missing_ok=True)
            handed += 1
        return handed

    async def collect(self) -> Standing:
        """Look at every batch that is out, and bring in what has ended. Raises `LlmError`."""
        try:
            return await self._collected()
        except WireError as error:
            raise self._asking.lost(error) from None

    async def _collected(self) -> Standing:
        standing = Standing()
        for token, batch_id in self._out():
            seen = await self._look(token, batch_id)
            if seen is None:
                continue
            if words(seen.get("status")) in _ENDED:
                out = self._run("SELECT count(*) FROM batch_lines WHERE batch = ?", (token,)).fetchone()[0]
                brought = await self._bring_in(seen)
                self._end(token, _reason(seen))
                standing = replace(
                    standing,
                    collected=standing.collected + brought,
                    released=standing.released + int(out) - brought,
                )
        count = "SELECT count(*) FROM batches WHERE state != 'ended'"
        lines = "SELECT count(*) FROM batch_lines WHERE batch IS NOT NULL"
        return replace(standing, open=self._run(count).fetchone()[0], lines_out=self._run(lines).fetchone()[0])

    async def wait(self, stopped: Callable[[], bool]) -> Standing:
        """Collect again and again until something has come in, nothing is out, or the run stops."""
        pause = FIRST_LOOK
        while True:
            standing = await self.collect()
            if standing.collected or standing.released or not standing.open or stopped():
                return standing
            left = pause
            while left > 0 and not stopped():
                await self._sleep(min(left, 0.5))
                left -= 0.5
            pause = min(pause * 2, LONGEST_LOOK)

    async def cancel(self) -> int:
        """Ask the server to end every batch that is out; how many there were."""
        asked = 0
        for _, batch_id in self._out():
            if batch_id is not None:
                await self._call(partial(self._wire.cancel, batch_id))
                asked += 1
        return asked

    async def close(self) -> None:
        """Let go of the connections and of what was not handed in."""
        self._close_draft()
        await self._wire.close()

    def _out(self) -> list[tuple[str, str | None]]:
        return self._run("SELECT token, id FROM batches WHERE state != 'ended' ORDER BY made").fetchall()

    async def _look(self, token: str, batch_id: str | None) -> dict[str, Any] | None:
        """How a batch stands; one whose making was cut off is looked for, and given up where it was never made."""
        if batch_id is None:
            found = await self._wire.find(token)
            if found is None:
                self._end(token, "it was never made")
                return None
            self._run("UPDATE batches SET id = ?, state = 'open' WHERE token = ?", (words(found.get("id")), token))
            return found
        reply = await self._call(lambda: self._wire.look(batch_id))
        seen = json_object(reply.body)
        if not seen:
            raise ServerUnavailable("The server's answer about a batch is none: is it the Batch API?")
        return seen

    async def _bring_in(self, seen: dict[str, Any]) -> int:
        """Store the results of a batch that has ended, as far as it has any."""
        brought = 0
        for name in ("output_file_id", "error_file_id"):
            file_id = seen.get(name)
            if not isinstance(file_id, str) or not file_id:
                continue
            async for line in self._wire.lines(file_id):
                if line.strip():
                    brought += self._take(line)
        return brought

    def _take(self, line: bytes) -> bool:
        """One line of results into the store; whether it held a completion."""
        record = json_object(self._asking.masked(line))
        name = words(record.get("custom_id"))
        row = self._run(
            "SELECT hash, attempt, sample FROM batch_lines WHERE name = ? AND batch IS NOT NULL", (name,)
        ).fetchone()
        if row is None:
            return False
        try:
            return self._kept(name, CallKey(*row), record)
        except (StoreError, OSError):
            raise
        except Exception as error:
            self._failed(name, f"unexpected {type(error).__name__}: {error}")
            return False

    def _kept(self, name: str, key: CallKey, record: dict[str, Any]) -> bool:
        """The completion of a line into the store, where it holds one."""
        response = record.get("response")
        status = response.get("status_code") if isinstance(response, dict) else None
        if not isinstance(status, int) or not isinstance(response, dict):
            self._failed(name, record.get("error"))
            return False
        body = json.dumps(response.get("body"), ensure_ascii=False).encode("utf-8", "replace")
        settings = self._asking.settings
        fault = reply_fault(WireReply(status, body), settings, lambda: datetime.now(UTC), self._asking.key)
        if fault is not None and not isinstance(fault, _ANSWERS):
            self._failed(name, str(fault))
            return False
        completion = Completion(status, body)
        got = received(completion.body) if status == 200 else Received()
        usage = _halved(priced(settings, got.usage or Usage(1)))
        self._asking.keep(key, Asked(completion, usage), got, 0.0)
        self._run("DELETE FROM batch_lines WHERE name = ?", (name,))
        return True

    def _failed(self, name: str, error: object) -> None:
        said = words(error.get("message")) if isinstance(error, dict) else error
        self._run(
            "UPDATE batch_lines SET batch = NULL, tries = tries + 1, error = ? WHERE name = ?",
            (without_secrets(str(said or "no reason given"), self._asking.key)[:200], name),
        )

    def _end(self, token: str, reason: str) -> None:
        """A batch has ended: what it brought no answer to is free to be handed in again."""
        self._run("UPDATE batch_lines SET batch = NULL, tries = tries + 1, error = ? WHERE batch = ?", (reason, token))
        self._run("UPDATE batches SET state = 'ended' WHERE token = ?", (token,))

    def _draft(self, more: int) -> BufferedWriter:
        """The file that takes the next line: a new one where the old one is full."""
        if self._file is not None and (self._lines >= self._most_lines or self._file.tell() + more > self._most_bytes):
            self._close_draft()
        if self._file is None:
            self._token = uuid.uuid4().hex
            self._file = self._path(self._token).open("wb")
            self._lines = 0
        return self._file

    def _close_draft(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
            self._full.append(self._token)

    def _clear_drafts(self) -> None:
        """Forget lines that were taken and never handed in: they are taken again."""
        with suppress(sqlite3.Error):
            self._db.execute("UPDATE batch_lines SET batch = NULL WHERE batch NOT IN (SELECT token FROM batches)")
        for path in self._folder.glob(".batch-*.jsonl"):
            path.unlink(missing_ok=True)

    def _path(self, token: str) -> Path:
        return self._folder / f".batch-{token}.jsonl"

    async def _call(self, make: Callable[[], Awaitable[WireReply]]) -> WireReply:
        """One call to the server, tried again where it may help. Raises `LlmError`."""
        last: LlmError | None = None
        for tries, pause in enumerate(_pauses(), start=1):
            if pause:
                await self._sleep(pause)
            try:
                reply = await make()
            except WireError as error:
                last = self._asking.lost(error)
                if self._asking.is_nowhere(last) and tries >= UNREACHED:
                    break
                continue
            self._asking.reached = True
            reply = replace(reply, body=self._asking.masked(reply.body))
            if reply.status in (200, 201):
                return reply
            fault = reply_fault(reply, self._asking.settings, lambda: datetime.now(UTC), self._asking.key)
            last = fault or ServerUnavailable("The server's answer about a batch is none.")
            if not last.transient:
                raise last
        raise last or ServerUnavailable("The server does not answer about batches: try again later.")

    def _run(self, sql: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        try:
            return self._db.execute(sql, values)
        except sqlite3.Error as error:
            raise StoreError(f"The batches cannot be remembered ({error}): free some space and run again.") from None


def _pauses() -> Iterator[float]:
    yield 0.0
    for number in range(_TRIES - 1):
        yield 1.0 * 2**number


def _name(key: CallKey) -> str:
    return f"{key.hash.hex()}-{key.attempt}-{key.sample}"


def _id(reply: WireReply) -> str:
    found = words(json_object(reply.body).get("id"))
    if not found:
        raise ServerUnavailable("The server's answer about a file or batch has no id: is it the Batch API?")
    return found


def _reason(seen: dict[str, Any]) -> str:
    errors = seen.get("errors")
    listed = errors.get("data") if isinstance(errors, dict) else None
    first = listed[0] if isinstance(listed, list) and listed else None
    said = words(first.get("message")) if isinstance(first, dict) else None
    return f"the batch {seen.get('status')}: {said}" if said else f"the batch {seen.get('status')}"


def _halved(usage: Usage) -> Usage:
    return usage if usage.cost_usd is None else replace(usage, cost_usd=usage.cost_usd * PRICE)


def _now() -> float:
    return datetime.now(UTC).timestamp()
