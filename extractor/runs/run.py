"""One run: every input ends as an answer in the ledger or as a typed failure, and the outputs are made of those."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from extractor.engines.base import NO_USAGE
from extractor.errors import UsageError
from extractor.loaders.inputs import STDIN
from extractor.runs.asking import Asking
from extractor.runs.batches import Batches
from extractor.runs.calls import Calls, CallStore, StoreError
from extractor.runs.drive import Drive
from extractor.runs.folder import open_folder
from extractor.runs.gone import gone_said
from extractor.runs.job import ARTICLE_SECONDS, Job
from extractor.runs.ledger import DAMAGED, OLD, Ledger
from extractor.runs.limits import CEILING, Gate
from extractor.runs.manifest import RunManifest
from extractor.runs.observer import Observer, Snapshot
from extractor.runs.outcome import ArticleOutcome
from extractor.runs.progress import Progress
from extractor.runs.server import Model, Server
from extractor.runs.status import write_status
from extractor.runs.wire import batch_wire, make_transport
from extractor.runs.workers import Workers
from extractor.runs.writing import Account, LedgerDamaged, write_outputs
from extractor.tasks.party_review.task import party_review
from extractor.terminal import counted

_PASSES = 3
"""Times that the inputs are gone through where lines of the ledger turn out to be damaged: one mends all that are."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """The account of a run."""

    manifest: RunManifest
    budget: str | None = None
    """What the budget said, where it stopped the run."""
    broken: str | None = None
    """Why everything failed, where that ended the run."""
    failed: int = 0
    """Inputs of this run that failed; the manifest counts those of earlier runs too."""


def run(job: Job, *, observer: Observer, stop: Event) -> RunResult:
    """Run a job to its end, or until `stop` is set: then what has begun is finished and the rest is left.

    Raises:
        UsageError: the folder belongs to another run or is in use.
        StoreError, OSError: the disk refuses; what was kept is whole, and the same command goes on.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    if job.manner.via == "batch":
        _check_batch(job)
    workers = Workers(job.make, job.manner.processes, article_seconds=job.manner.article_timeout or ARTICLE_SECONDS)
    with (
        open_folder(job.out, fresh=job.fresh, tables={*job.task.tables(), *party_review().tables()}),
        _started(workers),
        closing(Ledger(job.out, job.settings, job.task.model)) as ledger,
        _calls(job, observer) as calls,
    ):
        told = _Told(observer, job.out)
        total = job.total()
        told.started(total)
        try:
            return _Run(job, ledger, workers, calls, told, stop, started, clock, total).result()
        finally:
            told.finished()


@dataclass(frozen=True, slots=True)
class _Run:
    """One run at work: what it holds, and when it began."""

    job: Job
    ledger: Ledger
    workers: Workers
    calls: Calls | None
    observer: _Told
    stop: Event
    started: datetime
    clock: float
    total: int | None

    def result(self) -> RunResult:
        """Work through the inputs and write the outputs; once more where a line of the ledger was damaged."""
        for left in range(_PASSES, 0, -1):
            progress = asyncio.run(self._work())
            if progress.exhausted and self.job.limit is None:
                self.ledger.index.roll.drop_settled(self.job.inputs.roots)
            for warning in (*_warnings(self.ledger, self.calls), *_of_earlier_runs(self.job, self.ledger, progress)):
                self.observer.said(warning)
            try:
                return self._written(progress)
            except LedgerDamaged:
                lost = self.ledger.look_through()
                for warning in _warnings(self.ledger, self.calls):
                    self.observer.said(warning)
                if not lost or left == 1 or _from_stdin(self.job):
                    return self._written(progress, lost)
                self.observer.again()
        raise AssertionError("the last pass returns or raises")

    def _written(self, progress: Progress, lost: int | None = None) -> RunResult:
        """Write the outputs; where it is known that lines are damaged, `lost` inputs of this run have no answer."""
        manifest = write_outputs(self.job.out, self.ledger, self._account(progress), damaged=lost is not None)
        return RunResult(manifest, progress.budget, progress.broken, progress.failed + (lost or 0))

    def _account(self, progress: Progress) -> Account:
        complete = progress.exhausted or self.total is None
        return Account(
            settings=self.job.settings,
            state=progress.state,
            inputs=progress.inputs if complete else max(self.total or 0, progress.inputs),
            started_at=self.started,
            seconds=time.monotonic() - self.clock,
            lists=self.job.task.lists,
            tables=self.job.task.tables(),
            spent=self.calls.own.spent if self.calls is not None else None,
            saved=self.observer.saved,
        )

    async def _work(self) -> Progress:
        """Go through the inputs, with batches that are waited for as often as something came in."""
        if self.job.llm is None or self.calls is None:
            return await self._pass(None)
        model = _model(self.job, self.calls)
        try:
            if self.job.manner.via == "online":
                return await self._pass(model)
            return await self._batched(model, Batches(model.asking, batch_wire(self.job.llm), self.job.out))
        finally:
            await model.asking.transport.close()

    async def _batched(self, model: Model, batches: Batches) -> Progress:
        """Collect, go through the inputs, hand in what is open; and again while it is waited for."""
        manner = self.job.manner
        model.batches = batches
        model.follow_up_online = manner.follow_up == "online"
        try:
            if manner.cancel:
                self.observer.said(f"{await batches.cancel()} batches are asked to end; what is done of them is kept.")
            standing = await batches.collect()
            while True:
                progress = await self._pass(model)
                handed = 0 if progress.stopped or manner.cancel else await batches.hand_in()
                if handed:
                    self.observer.said(f"{handed} batches handed in; {progress.waiting} articles wait for batches.")
                if not progress.waiting or not manner.wait or self._stopped(progress):
                    return progress
                standing = await batches.wait(self.stop.is_set)
                if self.stop.is_set():
                    return progress
                self.observer.said(
                    f"{standing.collected} answers collected, {standing.released} lines came to nothing."
                )
                self.observer.again()
        finally:
            await batches.close()

    def _stopped(self, progress: Progress) -> bool:
        return progress.stopped or self.stop.is_set()

    async def _pass(self, model: Model | None) -> Progress:
        progress = Progress(self.total, self.clock)
        self.ledger.index.roll.begin()
        self.ledger.index.commit()
        await Drive(self.job, self.ledger, self.workers, self.observer, self.stop, progress, model).run()
        return progress


def _check_batch(job: Job) -> None:
    """Raises `UsageError` where a run cannot go by batches."""
    if job.llm is None:
        raise UsageError("--via batch is for a language model; the rules engine asks none.")
    if job.llm.provider is not None:
        raise UsageError(f"--via batch needs OpenAI's Batch API, which {job.llm.provider} is not asked by here.")
    if _from_stdin(job):
        raise UsageError("--via batch reads its inputs again each time: give files, not standard input.")


def _from_stdin(job: Job) -> bool:
    return any(str(path) == STDIN for path in job.inputs)


def _model(job: Job, calls: Calls) -> Model:
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
    known = calls.own.facts(f"{asking.server} {job.llm.wire_model}")
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


def _warnings(ledger: Ledger, calls: Calls | None) -> Iterator[str]:
    if ledger.moved:
        yield f"The folder is of an older version: its ledger is kept as {OLD}, and its articles are read again."
        ledger.moved = False
    if ledger.damaged:
        yield (
            f"{counted(ledger.damaged, 'damaged line')} of the ledger set aside in {DAMAGED}; "
            "those of their articles that this run is given are done again."
        )
        ledger.damaged = 0
    if calls is not None and calls.warning is not None:
        yield calls.warning
        calls.warning = None


def _of_earlier_runs(job: Job, ledger: Ledger, progress: Progress) -> Iterator[str]:
    """What this run means for the results of earlier ones."""
    if progress.changed:
        named = ", ".join(progress.changed_first) + (", …" if progress.changed > len(progress.changed_first) else "")
        yield f"Changed since an earlier run: {progress.changed} ({named}). The new results take the old ones' place."
    if outdated := ledger.index.roll.counted(job.settings.engine_version).outdated:
        yield (
            f"Results of earlier runs by another version of the reading code: {outdated}. "
            "Give their inputs again to have them read anew."
        )
    if said := gone_said(ledger.index.roll, job.inputs.roots if progress.exhausted and job.limit is None else ()):
        yield said


class _Told:
    """The observer, and the file that `extractor status` reads."""

    def __init__(self, observer: Observer, folder: Path) -> None:
        self._observer = observer
        self._folder = folder
        self.saved = NO_USAGE

    def started(self, total: int | None) -> None:
        """Pass it on."""
        self._observer.started(total)

    def ended(self, outcome: ArticleOutcome) -> None:
        """Pass it on."""
        self._observer.ended(outcome)

    def known(self, count: int) -> None:
        """Pass it on."""
        self._observer.known(count)

    def said(self, message: str) -> None:
        """Pass it on."""
        self._observer.said(message)

    def again(self) -> None:
        """Pass it on."""
        self._observer.again()

    def looked(self, snapshot: Snapshot) -> None:
        """Write it down, and pass it on."""
        self.saved = snapshot.saved
        write_status(self._folder, snapshot)
        self._observer.looked(snapshot)

    def finished(self) -> None:
        """Pass it on."""
        self._observer.finished()
