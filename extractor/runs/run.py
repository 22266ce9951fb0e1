"""One run: every input ends as an answer in the ledger or as a typed failure, and the outputs are made of those."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from threading import Event
from typing import Protocol

from extractor.article import Article
from extractor.loaders import Loaded, load
from extractor.outputs.folder import TEXTS
from extractor.outputs.manifest import RunManifest
from extractor.outputs.texts import keep_text
from extractor.runs.attempt import Attempt, attempt
from extractor.runs.folder import LEDGER, open_folder
from extractor.runs.identity import answer_key
from extractor.runs.job import Job
from extractor.runs.ledger import Ledger
from extractor.runs.pool import each
from extractor.runs.settled import Settled, State
from extractor.runs.writing import Account, write_outputs


class Observer(Protocol):
    """Someone who watches a run; called from the main thread only."""

    def started(self, total: int | None) -> None:
        """The run begins; `total` inputs at most, None where that is unknown."""

    def settled(self, outcome: Settled) -> None:
        """One more input is through."""

    def finished(self) -> None:
        """No input is left, or the run stops."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """The account of a run, and every input's fate in input order."""

    manifest: RunManifest
    settled: tuple[Settled, ...]
    budget: str | None = None
    """What the budget said, where it stopped the run."""


@dataclass(slots=True)
class _Progress:
    """The run as it goes: fates by input number."""

    fates: dict[int, Settled] = field(default_factory=dict)
    exhausted: bool = False
    """Whether every input was taken."""
    budget: str | None = None
    """What the budget said when it stopped the run."""

    @property
    def state(self) -> State:
        """How the run ended."""
        if self.budget is not None:
            return "budget_reached"
        return "complete" if self.exhausted else "interrupted"


@dataclass(frozen=True, slots=True)
class _Task:
    number: int
    loaded: Loaded
    article: Article
    key: str


def run(job: Job, *, observer: Observer, stop: Event) -> RunResult:
    """Run a job to its end, or until `stop` is set: then what has begun is finished and the rest is left.

    Raises `UsageError` where the folder belongs to another run or is in use.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    with open_folder(job.out, fresh=job.fresh), closing(Ledger(job.out / LEDGER, job.settings)) as ledger:
        total = job.inputs.count()
        if total is not None and job.limit is not None:
            total = min(total, job.limit)
        observer.started(total)
        progress = _Progress()
        try:
            _work(job, ledger, progress, observer, stop)
        finally:
            observer.finished()
        settled = tuple(progress.fates[number] for number in sorted(progress.fates))
        account = Account(
            settings=job.settings,
            state=progress.state,
            inputs=len(settled) if progress.exhausted or total is None else max(total, len(settled)),
            started_at=started,
            seconds=time.monotonic() - clock,
        )
        manifest = write_outputs(job.out, settled, ledger, account)
    return RunResult(manifest, settled, progress.budget)


def _work(job: Job, ledger: Ledger, progress: _Progress, observer: Observer, stop: Event) -> None:
    def settle(number: int, outcome: Settled) -> None:
        progress.fates[number] = outcome
        if outcome.status != "not_taken":
            observer.settled(outcome)

    def tasks() -> Iterator[_Task]:
        for number, loaded in enumerate(islice(load(job.inputs, job.limits), job.limit)):
            if stop.is_set():
                return
            task = _prepare(number, loaded, job, ledger, settle)
            if task is not None:
                yield task
        progress.exhausted = True

    def work(task: _Task) -> Attempt:
        return attempt(task.article, task.key, job.engine, job.rules)

    for task, result in each(tasks(), work, workers=job.workers, stop=stop):
        ledger.append(result.entry)
        if result.budget is not None:
            progress.budget = result.budget
            stop.set()
        settle(task.number, _fate(task.loaded, result))


def _prepare(
    number: int, loaded: Loaded, job: Job, ledger: Ledger, settle: Callable[[int, Settled], None]
) -> _Task | None:
    """What is left to do for one input; None where it cannot be read or has been answered before."""
    if loaded.article is None:
        error = type(loaded.error).__name__
        settle(number, Settled(loaded.doc_id, loaded.origin, "failed", error=error, message=str(loaded.error)))
        return None
    if loaded.kept:
        keep_text(job.out / TEXTS, loaded.doc_id, loaded.article.text)
    key = answer_key(loaded.article, job.settings.fingerprint, job.settings.engine_version)
    if key in ledger:
        settle(number, Settled(loaded.doc_id, loaded.origin, "done", key, reused=True))
        return None
    return _Task(number, loaded, loaded.article, key)


def _fate(loaded: Loaded, result: Attempt) -> Settled:
    entry = result.entry
    if result.budget is not None:
        return Settled(loaded.doc_id, loaded.origin, "not_taken")
    if entry.summary is None:
        return Settled(loaded.doc_id, loaded.origin, "failed", error=entry.error, message=entry.message)
    return Settled(loaded.doc_id, loaded.origin, "done", entry.key)
