"""A run on many machines, from one command: found, handed out, watched, and accounted for."""

from __future__ import annotations

import json
import queue
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final

from pydantic import ValidationError

from extractor.engines.base import NO_USAGE
from extractor.errors import ExtractorError, UsageError
from extractor.exports.files import FILES as OUTPUTS
from extractor.exports.files import LEDGER, MANIFEST
from extractor.parts import names
from extractor.parts.storage import Storage, is_uri, unreadable
from extractor.runs.job import Job, task_place
from extractor.runs.lock import FolderLock
from extractor.runs.machines.cluster import cluster, flow, start_limiter
from extractor.runs.machines.finish import roll_of, spent_of, tally_of, totals_of, write_roll
from extractor.runs.machines.inputs import FILES, Reading, files_of
from extractor.runs.machines.known import known_of, part_names
from extractor.runs.machines.worker import Plan, Told
from extractor.runs.observer import Observer, Snapshot
from extractor.runs.outcome import ArticleOutcome
from extractor.runs.progress import Progress
from extractor.runs.run import RunResult
from extractor.runs.settings import RunSettings
from extractor.runs.status import TOLD_SECONDS, tell_status, write_status
from extractor.runs.writing import Account, manifest_of
from extractor.terminal import one_line

_LOOK_SECONDS: Final = 1.0
_REST_SECONDS: Final = 600.0
"""How long a run that is stopping waits for what is in flight."""


def run_on_ray(job: Job, place: str, address: str | None, *, observer: Observer, stop: Event) -> RunResult:
    """Run a job on a Ray cluster into `place`, a folder or an address that every node reaches by that name.

    Raises:
        UsageError: the folder is of another run or another kind, the cluster is not there, a flag is for one machine.
        OSError: the filesystem refuses; what is written is whole, and the same command goes on.
    """
    _check(job)
    folder = Storage(place if is_uri(place) else str(Path(place).absolute()))
    with ExitStack() as held:
        if folder.is_local:
            Path(folder.root).mkdir(parents=True, exist_ok=True)
            held.enter_context(FolderLock(Path(folder.root)))
        number = _open_there(folder, job)
        ray = held.enter_context(cluster(address))
        return _Run(job, folder, number, observer, stop).result(ray)


def _check(job: Job) -> None:
    """Raises `UsageError` for what only one machine does."""
    if job.manner.via == "batch":
        raise UsageError("--via batch is for one machine; with --on ray questions are asked at once.")


@dataclass(slots=True)
class _Run:
    """One run at work."""

    job: Job
    folder: Storage
    number: int
    observer: Observer
    stop: Event
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    clock: float = field(default_factory=time.monotonic)
    total: int | None = None
    saved: Any = NO_USAGE
    told: float = 0.0
    """When an address was told last how the run stands."""

    def result(self, ray: Any) -> RunResult:
        """Hand out the inputs, wait for the parts, and write the account."""
        job = self.job
        files = files_of(job.inputs, self.folder)
        plan = Plan(job.make, job.settings, self.folder, self.number, job.llm, job.manner, task_place(job.task))
        known = known_of(self.folder, calls=job.llm is not None)
        self.total = None if any(file.source.called for file in files) else job.total()
        progress = Progress(self.total, self.clock)
        self.observer.started(self.total)
        try:
            limiter = start_limiter(ray, plan, _replacing(self.folder))
            told = flow(ray, plan, files, Reading.of(job.inputs, job.limits, job.limit), known, limiter)
            with _in_thread(told) as parts:
                self._watch(ray, limiter, parts, progress)
            self._look(ray, limiter, progress, ended=True)
            return self._finished(progress)
        except ray.exceptions.RayError as error:
            raise _ended_by(error) from None
        finally:
            self.observer.finished()

    def _watch(self, ray: Any, limiter: Any, parts: queue.Queue[Told | Exception | None], progress: Progress) -> None:
        """Take what workers say until they are through, or what is in flight has ended after a stop."""
        looked, halted = 0.0, 0.0
        while True:
            with suppress(queue.Empty):
                told = parts.get(timeout=_LOOK_SECONDS / 4)
                if told is None:
                    progress.exhausted = not progress.stopped
                    return
                if isinstance(told, Exception):
                    raise _ended_by(told)
                self._count(told, progress)
            if (self.stop.is_set() or progress.budget or progress.broken) and not halted:
                halted, progress.stopped = time.monotonic(), True
                ray.get(limiter.stop.remote())
            if time.monotonic() - looked >= _LOOK_SECONDS:
                looked = time.monotonic()
                self._look(ray, limiter, progress)
                resting = looked - halted if halted else 0.0
                if resting > (_REST_SECONDS if progress.in_hand or not parts.empty() else 2 * _LOOK_SECONDS):
                    return

    def _count(self, told: Told, progress: Progress) -> None:
        """What a worker said of a sheaf. Raises `OSError` where nothing could be kept."""
        if told.fault is not None:
            raise OSError(None, told.fault, self.folder.shown)
        progress.inputs += told.given - told.left
        progress.done += told.done
        progress.reused += told.reused
        progress.failed += told.failed
        progress.budget = progress.budget or told.budget
        progress.broken = progress.broken or told.broken
        for doc_id, origin, error, message in told.failures:
            self.observer.ended(ArticleOutcome(doc_id, origin, "failed", error=error, message=message))
        self.observer.known(told.done)
        for _ in range(told.failed - len(told.failures)):
            self.observer.ended(ArticleOutcome("", "", "failed", error="", message="see the failures of the run"))

    def _look(self, ray: Any, limiter: Any, progress: Progress, *, ended: bool = False) -> None:
        standing, in_flight, allowed, why, _ = ray.get(limiter.seen.remote())
        progress.in_hand = standing.in_hand
        self.saved = standing.saved
        seen: Snapshot = progress.snapshot()
        if self.job.llm is not None:
            tally = {"paid": standing.paid, "saved": standing.saved, "retried": standing.retried}
            seen = replace(seen, in_flight=in_flight, allowed=allowed, why=why, **tally)
        if self.folder.is_local:
            write_status(Path(self.folder.root), seen)
        elif ended or time.monotonic() - self.told >= TOLD_SECONDS:
            self.told = time.monotonic()
            tell_status(self.folder, seen, ended=ended)
        self.observer.looked(seen)

    def _finished(self, progress: Progress) -> RunResult:
        """Write the roll and `run.json`."""
        roll = roll_of(self.folder, _replacing(self.folder))
        totals, failures = totals_of(self.folder, roll, self.job.task.lists)
        write_roll(self.folder, roll)
        complete = progress.exhausted or self.total is None
        account = Account(
            settings=self.job.settings,
            state=progress.state,
            inputs=progress.inputs if complete else max(self.total or 0, progress.inputs),
            started_at=self.started,
            seconds=time.monotonic() - self.clock,
            lists=self.job.task.lists,
            spent=spent_of(self.folder) if self.job.llm is not None else None,
            saved=self.saved,
        )
        manifest = manifest_of(tally_of(roll, failures, run=self.number, given=progress.inputs), totals, account)
        self.folder.put(MANIFEST, (manifest.model_dump_json(indent=2) + "\n").encode())
        return RunResult(manifest, progress.budget, progress.broken, progress.failed)


class ClusterError(ExtractorError):
    """Ray ended the run; what is written is whole, and the same command goes on."""


def _ended_by(error: Exception) -> ExtractorError:
    """What Ray raises, as one sentence: the last line of what went wrong in a worker, where there is one."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    reason = one_line(lines[-1] if lines else type(error).__name__)[:300]
    return ClusterError(
        f"Ray ended the run ({reason}); what is written is kept, and the same command goes on from there."
    )


@contextmanager
def _in_thread(told: Iterator[Told]) -> Iterator[queue.Queue[Told | Exception | None]]:
    """What an iterator gives, taken in a thread, so that this one can look after the run meanwhile."""
    parts: queue.Queue[Told | Exception | None] = queue.Queue()
    gone = Event()

    def take() -> None:
        last: Exception | None = None
        try:
            for one in told:
                if gone.is_set():
                    return
                parts.put(one)
        except Exception as error:
            last = error
        finally:
            parts.put(last)

    thread = Thread(target=take, daemon=True, name="parts")
    thread.start()
    try:
        yield parts
    finally:
        gone.set()


def _open_there(folder: Storage, job: Job) -> int:
    """`_open`, with a sentence for an address that does not answer. Raises `UsageError`."""
    try:
        return _open(folder, job)
    except OSError as error:
        if folder.is_local:
            raise
        raise UsageError(unreadable(folder.root, error)) from None


def _open(folder: Storage, job: Job) -> int:
    """Make the folder this run's; returns the run's number. Raises `UsageError` where it is of something else."""
    if job.fresh:
        _clear(folder)
    elif folder.is_file(LEDGER) or folder.is_file("summaries.jsonl"):
        raise UsageError(
            f"{folder.shown} holds results of a run on one machine; choose another --out, or --fresh to replace them."
        )
    stored = _settings(folder)
    runs: list[dict[str, Any]] = stored.get("runs", [])
    if "settings" in stored:
        try:
            settings = RunSettings.model_validate(stored["settings"])
        except ValidationError:
            raise UsageError(f"{folder.shown}/{names.SETTINGS} is damaged; give --fresh to begin anew.") from None
        refusal = settings.refusal(folder.shown, job.settings)
        if refusal is not None:
            raise UsageError(refusal)
    runs.append({"replace": job.replace, "at": datetime.now(UTC).isoformat(timespec="seconds")})
    record = {"settings": job.settings.model_dump(mode="json"), "runs": runs}
    folder.put(names.SETTINGS, json.dumps(record, ensure_ascii=False, indent=1).encode())
    return len(runs)


def _settings(folder: Storage) -> dict[str, Any]:
    try:
        found = json.loads(folder.read(names.SETTINGS) or b"{}")
    except ValueError:
        raise UsageError(f"{folder.shown}/{names.SETTINGS} is damaged; give --fresh to begin anew.") from None
    return found if isinstance(found, dict) else {}


def _replacing(folder: Storage) -> list[int]:
    """The runs that were given `--replace`."""
    return [number for number, one in enumerate(_settings(folder).get("runs", []), 1) if one.get("replace")]


def _clear(folder: Storage) -> None:
    """Delete results, and keep completions."""
    for name in (*part_names(folder), *OUTPUTS, LEDGER, names.ROLL, names.SETTINGS, FILES):
        folder.delete(name)
