"""One run: every input ends as an answer in the ledger or as a typed failure, and the outputs are made of those."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from extractor.engines.base import Facts
from extractor.loaders.inputs import STDIN
from extractor.outputs.manifest import RunManifest
from extractor.runs.calls import Calls, CallStore, StoreError
from extractor.runs.drive import Drive, Model, Progress
from extractor.runs.folder import STATUS, open_folder
from extractor.runs.job import ARTICLE_SECONDS, Job
from extractor.runs.ledger import DAMAGED, Ledger
from extractor.runs.observer import Observer, Snapshot
from extractor.runs.settled import Settled
from extractor.runs.workers import Workers
from extractor.runs.writing import Account, LedgerDamaged, write_outputs

_PASSES = 3
"""Times that the inputs are gone through where lines of the ledger turn out to be damaged."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """The account of a run."""

    manifest: RunManifest
    budget: str | None = None
    """What the budget said, where it stopped the run."""
    broken: str | None = None
    """Why everything failed, where that ended the run."""


def run(job: Job, *, observer: Observer, stop: Event) -> RunResult:
    """Run a job to its end, or until `stop` is set: then what has begun is finished and the rest is left.

    Raises:
        UsageError: the folder belongs to another run or is in use.
        StoreError, OSError: the disk refuses; what was kept is whole, and the same command goes on.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    workers = Workers(job.make, job.manner.processes, article_seconds=job.manner.article_timeout or ARTICLE_SECONDS)
    with open_folder(job.out, fresh=job.fresh), _started(workers), closing(Ledger(job.out, job.settings)) as ledger:
        with _calls(job, observer) as calls:
            told = _Told(observer, job.out / STATUS)
            total = _total(job)
            told.started(total)
            try:
                progress, manifest = _passes(job, ledger, workers, calls, told, stop, _Times(started, clock, total))
            finally:
                told.finished()
        return RunResult(manifest, progress.budget, progress.broken)


@dataclass(frozen=True, slots=True)
class _Times:
    """When the run began, and how many inputs it has."""

    started: datetime
    clock: float
    total: int | None


def _passes(
    job: Job, ledger: Ledger, workers: Workers, calls: Calls | None, observer: _Told, stop: Event, times: _Times
) -> tuple[Progress, RunManifest]:
    """Work through the inputs and write the outputs; once more where a line of the ledger was damaged."""
    for left in range(_PASSES, 0, -1):
        progress = Progress(times.total, times.clock)
        ledger.index.begin_run()
        asyncio.run(_driven(job, ledger, workers, calls, observer, stop, progress))
        for warning in _warnings(ledger, calls):
            observer.said(warning)
        complete = progress.exhausted or times.total is None
        account = Account(
            settings=job.settings,
            state=progress.state,
            inputs=progress.inputs if complete else max(times.total or 0, progress.inputs),
            started_at=times.started,
            seconds=time.monotonic() - times.clock,
            spent=calls.own.spent if calls is not None else None,
            saved=observer.saved,
        )
        try:
            return progress, write_outputs(job.out, ledger, account)
        except LedgerDamaged as error:
            observer.said(str(error))
            if left == 1 or any(str(path) == STDIN for path in job.inputs):
                raise
            observer.again()
    raise AssertionError("the last pass returns or raises")


async def _driven(
    job: Job,
    ledger: Ledger,
    workers: Workers,
    calls: Calls | None,
    observer: Observer,
    stop: Event,
    progress: Progress,
) -> None:
    if job.llm is None:
        await Drive(job, ledger, workers, observer, stop, progress).run()
        return
    model = _model(job, calls)
    try:
        await Drive(job, ledger, workers, observer, stop, progress, model).run()
    finally:
        await model.asking.transport.close()


def _model(job: Job, calls: Calls | None) -> Model:
    from extractor.runs.asking import Asking, Server
    from extractor.runs.limits import CEILING, Gate
    from extractor.runs.wire import make_transport

    assert job.llm is not None
    manner = job.manner
    transport, key = make_transport(job.llm)
    gate = Gate(
        ceiling=manner.concurrency or CEILING,
        named=manner.concurrency is not None,
        requests_per_minute=job.llm.requests_per_minute,
        tokens_per_minute=job.llm.tokens_per_minute,
    )
    asking = Asking(
        job.llm, transport, key=key, calls=calls, gate=gate, sample=manner.sample, ask_again=manner.ask_again
    )
    known = calls.own.facts(f"{asking.server} {job.llm.wire_model}") if calls is not None else Facts()
    return Model(asking, Server(asking, known))


@contextmanager
def _started(workers: Workers) -> Iterator[None]:
    workers.start()
    try:
        yield
    finally:
        workers.stop()


@contextmanager
def _calls(job: Job, observer: Observer) -> Iterator[Calls | None]:
    """The stores of calls, where a model is asked; a shared one that cannot be used is gone without."""
    if job.llm is None:
        yield None
        return
    own = CallStore(job.out)
    if own.set_aside is not None:
        observer.said(f"The store of calls was damaged; it is kept as {own.set_aside.name}, and a new one begun.")
    shared = None
    if job.manner.cache is not None:
        try:
            shared = CallStore(job.manner.cache)
        except StoreError as error:
            observer.said(f"{error} The run goes on without the shared store.")
    calls = Calls(own, shared)
    try:
        yield calls
    finally:
        calls.close(job.manner.cache_bytes)


def _total(job: Job) -> int | None:
    total = job.inputs.count()
    return min(total, job.limit) if total is not None and job.limit is not None else total


def _warnings(ledger: Ledger, calls: Calls | None) -> Iterator[str]:
    if ledger.damaged:
        yield (
            f"{ledger.damaged} lines of the ledger could not be read; they are set aside in {DAMAGED}, "
            "and their articles are read again."
        )
        ledger.damaged = 0
    if calls is not None and calls.warning is not None:
        yield calls.warning
        calls.warning = None


class _Told:
    """The observer, and the file that `extractor status` reads."""

    def __init__(self, observer: Observer, status: Path) -> None:
        from extractor.engines.base import Usage

        self._observer = observer
        self._status = status
        self.saved = Usage()

    def started(self, total: int | None) -> None:
        """Pass it on."""
        self._observer.started(total)

    def settled(self, outcome: Settled) -> None:
        """Pass it on."""
        self._observer.settled(outcome)

    def said(self, message: str) -> None:
        """Pass it on."""
        self._observer.said(message)

    def again(self) -> None:
        """The inputs are gone through once more: what is counted begins anew."""

    def looked(self, snapshot: Snapshot) -> None:
        """Write it down, and pass it on."""
        self.saved = snapshot.saved
        with suppress(OSError):
            part = self._status.with_name(self._status.name + ".part")
            part.write_text(json.dumps(snapshot.record() | {"at": time.time()}), encoding="utf-8")
            part.replace(self._status)
        self._observer.looked(snapshot)

    def finished(self) -> None:
        """Pass it on."""
        self._observer.finished()
