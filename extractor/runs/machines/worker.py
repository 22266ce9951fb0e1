"""A worker: one reader and one client, to which sheaves of articles are given; it writes a part for each."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any, Final, TypeVar
from uuid import uuid4

from extractor.engines.base import NO_FACTS, Facts
from extractor.engines.llm.money import Budget
from extractor.engines.llm.settings import LlmSettings
from extractor.errors import ExtractorError
from extractor.parts import names
from extractor.parts.storage import Storage
from extractor.runs.asking import Asking
from extractor.runs.calls import StoreError
from extractor.runs.desk import Engines, Settlement
from extractor.runs.entries import entry_of
from extractor.runs.identity import answer_key, start_hash
from extractor.runs.job import ARTICLE_SECONDS, Manner
from extractor.runs.machines.calls import CURRENT, PartCalls
from extractor.runs.machines.gate import LeasedGate, Link
from extractor.runs.machines.inputs import Given
from extractor.runs.machines.known import Known, read_table
from extractor.runs.machines.limiter import Standing
from extractor.runs.machines.rows import PartRows, Row
from extractor.runs.progress import NotTaken, Progress
from extractor.runs.server import Model, Server
from extractor.runs.settings import RunSettings
from extractor.runs.settling import Settling
from extractor.runs.wire import make_transport
from extractor.runs.work import Work
from extractor.runs.workers import Workers
from extractor.tasks.registry import find_task

_T = TypeVar("_T")

_READY: Final = 2
"""Articles that are begun at a time where no model is asked, so that the process that computes is never idle."""
_SHOWN: Final = 20
"""Failures of a sheaf that the driver is told of one by one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a worker is made of: settings, and nothing that lives."""

    make: Callable[[], Engines]
    settings: RunSettings
    folder: Storage
    run: int
    llm: LlmSettings | None = None
    manner: Manner = field(default_factory=Manner)
    task: Path | None = None


@dataclass(slots=True)
class Told:
    """What a worker says of a sheaf; the results themselves are in the part."""

    part: str = ""
    given: int = 0
    done: int = 0
    reused: int = 0
    failed: int = 0
    left: int = 0
    """Articles that were not taken, for the run stops."""
    failures: list[tuple[str, str, str, str]] = field(default_factory=list)
    """The first failures: id, origin, error, message."""
    budget: str | None = None
    broken: str | None = None
    fault: str | None = None
    """Why nothing could be kept."""


class Worker:
    """Takes sheaves, several at once where a model is asked. `close` ends its processes."""

    def __init__(self, plan: Plan, known: Known, link: Link) -> None:
        self._plan = plan
        self._known = known
        self._link = link
        task = find_task(plan.task)
        self._model = task.model
        self._rows = PartRows(task.layout(), plan.settings, plan.run)
        seconds = plan.manner.article_timeout or ARTICLE_SECONDS
        self._workers = Workers(plan.make, 1, article_seconds=seconds)
        self._workers.start()
        self._progress = Progress(None, time.monotonic())
        self._in_hand = 0
        self._telling: set[asyncio.Task[Facts]] = set()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="parts")
        self._loop = asyncio.new_event_loop()
        Thread(target=self._loop.run_forever, daemon=True, name="worker").start()
        self._settling = self._do(self._begin())

    def take(self, sheaf: list[Given]) -> Told:
        """A sheaf to its part. Never raises for an article's sake; from any thread."""
        return self._do(self._take(sheaf))

    def close(self) -> None:
        """End."""
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._workers.stop()

    def _do(self, work: Coroutine[Any, Any, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _beside(self, work: Callable[..., _T], *arguments: Any) -> _T:
        """Work in the one thread for rows and parts: each thread keeps memory of its own for what Arrow makes."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)

    async def _begin(self) -> Settling:
        plan = self._plan
        self._gate = LeasedGate(link=self._link, holder=uuid4().hex, standing=self._standing)
        self._gate.start()
        if plan.llm is None:
            return Settling(plan.manner, self._workers, self._progress)
        transport, key = make_transport(plan.llm)
        self._calls = PartCalls(plan.folder, self._known, self._taught)
        asking = Asking(
            plan.llm,
            transport,
            key=key,
            calls=self._calls,
            gate=self._gate,
            budget=Budget(),  # the limiter has the cluster's
            sample=plan.manner.sample,
            ask_again=plan.manner.ask_again,
            reached=True,  # a worker that begins amid a run waits for a server that restarts, as the others do
        )
        return Settling(plan.manner, self._workers, self._progress, Model(asking, Server(asking, NO_FACTS)))

    def _taught(self, facts: Facts) -> None:
        """Pass on what the server has taught."""
        telling = asyncio.create_task(self._link.learn(facts))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)

    async def _end(self) -> None:
        await self._gate.close()
        if self._settling.model is not None:
            await self._settling.model.asking.transport.close()
            self._calls.close()

    def _standing(self) -> Standing:
        model = self._settling.model if hasattr(self, "_settling") else None
        if model is None:
            return Standing(self._in_hand)
        tally = model.asking.tally
        return Standing(self._in_hand, tally.paid, tally.saved, tally.retried)

    async def _take(self, sheaf: list[Given]) -> Told:
        told = Told(given=len(sheaf))
        works, rows, name = self._sorted(sheaf, told)
        told.part = part_name(self._plan.run, sheaf[0].number, name)
        if not (works or rows):
            return told
        before = await self._beside(read_table, self._plan.folder, told.part, [names.STATUS])
        if before is not None and before.num_rows == len(works) + len(rows):
            # Written by a worker that was lost before it could say so.
            statuses = before.column(names.STATUS).to_pylist()
            told.done, told.failed = told.done + statuses.count("done"), statuses.count("failed")
            return told
        self._in_hand += len(works)
        try:
            settled = await self._settled(name, works)
            rows += settled
            self._count(rows, told)
            if rows:
                await self._beside(self._write, told.part, rows)
        except (OSError, ExtractorError) as error:
            return Told(given=len(sheaf), fault=f"{type(error).__name__}: {error}")
        finally:
            self._in_hand -= len(works)
        told.left = len(works) - len(settled)
        told.budget, told.broken = self._progress.budget, self._progress.broken
        return told

    def _sorted(self, sheaf: Sequence[Given], told: Told) -> tuple[list[tuple[Given, Work]], list[Row], str]:
        """What there is to do of a sheaf, the rows of inputs that cannot be read, and the sheaf's own name.

        The name is the same whichever worker is given the sheaf, and whatever is done of it.
        """
        settings, digest = self._plan.settings, hashlib.sha256()
        works, rows = [], []
        for given in sheaf:
            unread = given.error if given.article is None else ""
            digest.update(f"{given.number}\0{given.doc_id}\0{unread}\0".encode("utf-8", "replace"))
            if given.article is None:
                rows.append(self._rows.failed(given, given.error, given.message))
                continue
            try:
                key = answer_key(given.article, settings.fingerprint, settings.engine_version)
                start = start_hash(given.article, settings.fingerprint)
            except (ValueError, TypeError) as error:
                rows.append(self._rows.failed(given, type(error).__name__, str(error)))
                continue
            digest.update(start)
            if given.error:
                rows.append(self._rows.failed(given, given.error, given.message))
            elif not given.anew and self._known.is_done(key):
                told.done += 1
                told.reused += 1
            else:
                works.append((given, Work(given.number, given.origin, given.article, key, start)))
        return works, rows, digest.hexdigest()[:20]

    async def _settled(self, name: str, works: list[tuple[Given, Work]]) -> list[Row]:
        """The rows of the articles that were settled, all others left for the next run. Raises `OSError`."""
        if self._settling.model is None:
            return await self._all(works)
        calls = await asyncio.to_thread(self._calls.begin, name)
        CURRENT.set(calls)
        self._settling.model.asking.renewed(calls.renewed)
        await self._learn()
        try:
            return await self._all(works)
        finally:
            await self._calls.end(calls)

    async def _all(self, works: list[tuple[Given, Work]]) -> list[Row]:
        slots = asyncio.Semaphore(_READY if self._settling.model is None else len(works) or 1)
        ones = [asyncio.create_task(self._one(given, work, slots)) for given, work in works]
        # Where one can keep nothing, what the others have in flight is waited for all the same: it is paid for.
        await asyncio.gather(*ones, return_exceptions=True)
        rows = [one.result() for one in ones]
        return [row for row in rows if row is not None]

    async def _one(self, given: Given, work: Work, slots: asyncio.Semaphore) -> Row | None:
        """One article's row; None where it is left for the next run."""
        async with slots:
            if self._progress.stopped or self._gate.is_stopped:
                return None
            seat = self._workers.seat()
            try:
                settlement = await self._settling.settle(work, seat)
            except NotTaken:
                return None
            except (OSError, StoreError):
                self._settling.halt()
                raise
            finally:
                self._workers.leave(seat)
        return await self._beside(self._row, given, work, settlement)

    async def _learn(self) -> None:
        """What other workers have found out about the server; the first of them finds it out here."""
        model = self._settling.model
        assert model is not None
        if model.asking.settings.fixed_mode is None and model.server.facts.mode is None:
            model.server.facts = model.server.facts | await self._link.facts(self._gate.holder)

    def _row(self, given: Given, work: Work, settlement: Settlement) -> Row:
        """A settlement as a row of the part; one that cannot be made is that article's failure."""
        try:
            entry = entry_of(settlement.line, self._model)
            return self._rows.ended(given, entry, work.key, work.start)
        except Exception as error:
            return self._rows.failed(given, type(error).__name__, f"unexpected {type(error).__name__}: {error}"[:600])

    def _count(self, rows: Sequence[Row], told: Told) -> None:
        for row in rows:
            if row[names.STATUS] == "done":
                told.done += 1
                continue
            told.failed += 1
            if len(told.failures) < _SHOWN:
                told.failures.append((row[names.ID], row[names.ORIGIN], row[names.ERROR], row[names.MESSAGE]))

    def _write(self, part: str, rows: list[Row]) -> None:
        self._plan.folder.put(part, self._rows.part(sorted(rows, key=lambda row: int(row[names.NUMBER]))))


def part_name(run: int, first: int, sheaf: str) -> str:
    """The part of a sheaf: by the run that writes it and the sheaf's first number, so that names are in their order."""
    return f"{names.PARTS}/{run:04d}-{first:016x}-{sheaf}.parquet"
