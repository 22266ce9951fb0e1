"""The outputs of a run, made of the ledger in input order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor import __version__
from extractor.atomic import write_text
from extractor.engines.base import NO_USAGE, Usage
from extractor.errors import ExtractorError
from extractor.exports.files import FILES, MANIFEST
from extractor.runs.entries import Entry
from extractor.runs.ledger import Ledger
from extractor.runs.manifest import Counts, CoverageTotal, RejectionTotal, RunManifest
from extractor.runs.outcome import ArticleOutcome, State
from extractor.runs.outputs import Outputs
from extractor.runs.settings import RunSettings
from extractor.schema import SCHEMA_VERSION
from extractor.tasks.model import MakeTable
from extractor.text_files import INDEX as TEXTS_INDEX
from extractor.text_files import TEXTS

_FORM: Final = 1
"""What the files look like; another number has those of a finished run written anew."""
_INDEX: Final = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of a run beside its answers; `inputs` is how many there were."""

    settings: RunSettings
    state: State
    inputs: int
    started_at: datetime
    seconds: float
    lists: tuple[str, ...] = ()
    """The lists of a summary, which run.json counts."""
    tables: Mapping[str, MakeTable] = field(default_factory=dict)
    """The files that its task writes beside the summaries."""
    spent: Usage | None = None
    """What the folder's calls cost; None where there is no store of calls."""
    saved: Usage = NO_USAGE


class Totals(BaseModel):
    """Sums over all answers."""

    items: dict[str, int] = Field(default_factory=dict)
    reasons: dict[str, int] = Field(default_factory=dict)
    refused: dict[str, int] = Field(default_factory=dict)
    quantities: int = 0
    explained: int = 0
    unread: int = 0
    marks: dict[str, int] = Field(default_factory=dict)
    usage: Usage = NO_USAGE

    def add(self, entry: Entry, summary: BaseModel, lists: tuple[str, ...]) -> None:
        """Count one answer."""
        for kind in lists:
            self.items[kind] = self.items.get(kind, 0) + _count(summary, kind.split("."))
        for refused in entry.rejections:
            self.refuse(refused.reason, refused.item)
        self.quantities += entry.coverage.quantities
        self.explained += entry.coverage.explained
        self.unread += len(entry.coverage.unread)
        for mark, count in entry.marks.items():
            self.marks[mark] = self.marks.get(mark, 0) + count
        self.usage = self.usage + entry.usage

    def refuse(self, reason: str, item: str) -> None:
        """Count one claim that was refused."""
        self.reasons[reason] = self.reasons.get(reason, 0) + 1
        item = _INDEX.sub("[]", item)
        self.refused[item] = self.refused.get(item, 0) + 1


_LOST: Final = "Its answer in the ledger is damaged; give its input again to have it read anew."


class LedgerDamaged(ExtractorError):
    """A line of the ledger that is needed is damaged."""


def write_outputs(out: Path, ledger: Ledger, account: Account, *, damaged: bool = False) -> RunManifest:
    """Write every file of the run's folder; each is replaced whole. Returns what `run.json` says.

    Where nothing is new since the files were written last, they are left as they are and only `run.json` is written.
    Raises `LedgerDamaged` where a line cannot be read, and the files are as they were before; with `damaged` that is
    known, and its article is a failure.
    """
    version = account.settings.engine_version
    tally = Tally.of(ledger, version)
    unchanged = _Written.unchanged(out, ledger, tally, account.tables)
    if unchanged is not None:
        manifest = manifest_of(tally, unchanged, account)
        write_text(out / MANIFEST, manifest.model_dump_json(indent=2) + "\n")
        return manifest
    totals = Totals()
    ledger.index.forget("written")
    ledger.index.commit()
    lost: list[int] = []
    own = account.settings.task is not None
    model = account.settings.engine == "llm"
    with Outputs(out, review=model and not own, doubt=not model, tables=account.tables) as outputs:
        for number, outcome in ledger.index.roll.outcomes():
            if outcome.status == "done" or (outcome.status == "failed" and outcome.content is not None):
                outputs.add_text(outcome)
            if outcome.status == "failed":
                outputs.add_failure(*_failure(outcome))
            elif outcome.status == "done" and not _add(outputs, totals, ledger, outcome, account.lists):
                if not damaged:
                    raise LedgerDamaged(f"The answer of {outcome.doc_id} in the ledger is damaged.")
                lost.append(number)
                outputs.add_failure(*_failure(replace(outcome, error=LedgerDamaged.__name__, message=_LOST)))
        ledger.index.roll.lose(lost, LedgerDamaged.__name__, _LOST)
        tally = Tally.of(ledger, version) if lost else tally
        manifest = manifest_of(tally, totals, account)
        outputs.set_manifest(manifest)
    _Written.remember(out, ledger, tally, totals, account.tables)
    return manifest


def _count(value: Any, path: Sequence[str]) -> int:
    """How many items the list at a path has, in all items of the lists on the way there."""
    if isinstance(value, list | tuple):
        return sum(_count(one, path) for one in value) if path else len(value)
    return 0 if value is None else _count(getattr(value, path[0]), path[1:])


def _add(outputs: Outputs, totals: Totals, ledger: Ledger, outcome: ArticleOutcome, lists: tuple[str, ...]) -> bool:
    """Write an answer; false where the ledger's line of it is damaged."""
    entry = ledger.get(outcome.key) if outcome.key is not None else None
    if entry is None or entry.summary is None:
        return False
    outputs.add(entry.summary, entry.weighed)
    totals.add(entry, entry.summary, lists)
    for refused in entry.rejections:
        outputs.add_rejection(outcome.doc_id, asdict(refused))
    for item in entry.review:
        outputs.add_review(item)
    for item in entry.doubt:
        outputs.add_doubt(item)
    return True


def _failure(outcome: ArticleOutcome) -> tuple[str, str, str, str]:
    return outcome.doc_id, outcome.error or ExtractorError.__name__, outcome.message or "", outcome.origin


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the inputs, in numbers; `digest` changes with any of them."""

    done: int
    reused: int
    failed: int
    failures: Counter[str]
    given: int
    earlier: int
    digest: str

    @classmethod
    def of(cls, ledger: Ledger, version: str) -> Tally:
        """The numbers of a ledger's roll under one version of the engine."""
        roll = ledger.index.roll
        counted = roll.counted(version)
        failures = Counter(counted.failures)
        return cls(
            *(counted.done, counted.reused, sum(failures.values()), failures),
            *(counted.given, counted.earlier, roll.digest()),
        )


class _Written(BaseModel):
    """What the files of a folder were made of when they were written last."""

    model_config = ConfigDict(extra="forbid")

    digest: str
    files: dict[str, tuple[int, int]]
    totals: Totals
    form: int = 0

    @staticmethod
    def remember(out: Path, ledger: Ledger, tally: Tally, totals: Totals, tables: Iterable[str]) -> None:
        """Remember it, after all files are in place."""
        written = _Written(digest=tally.digest, files=_stats(out, tables), totals=totals, form=_FORM)
        ledger.index.remember("written", written.model_dump_json())
        ledger.index.commit()

    @staticmethod
    def unchanged(out: Path, ledger: Ledger, tally: Tally, tables: Iterable[str]) -> Totals | None:
        """The totals, where the files are still those that these answers make."""
        text = ledger.index.fact("written")
        if text is None:
            return None
        try:
            written = _Written.model_validate_json(text)
        except ValidationError:
            return None
        same = (written.digest, written.files, written.form) == (tally.digest, _stats(out, tables), _FORM)
        return written.totals if same else None


def _stats(out: Path, tables: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Size and time of change of each file but `run.json`."""
    found = {}
    for name in (*FILES, *tables, f"{TEXTS}/{TEXTS_INDEX}"):
        path = out / name
        if name != MANIFEST and path.exists():
            stat = path.stat()
            found[name] = (stat.st_size, stat.st_mtime_ns)
    return found


def manifest_of(tally: Tally, totals: Totals, account: Account) -> RunManifest:
    """What `run.json` says."""
    settings = account.settings
    numbers = totals.quantities + totals.unread
    coverage = CoverageTotal(
        quantities=totals.quantities,
        explained=totals.explained,
        unread=totals.unread,
        share=round(totals.explained / numbers, 4) if numbers else None,
    )
    return RunManifest(
        extractor_version=__version__,
        schema_version=SCHEMA_VERSION,
        engine=settings.engine,
        engine_version=settings.engine_version,
        model=settings.model,
        base_url=settings.base_url,
        task=settings.task,
        prompt=settings.prompt,
        params=settings.params,
        fingerprint=settings.fingerprint,
        state=account.state,
        started_at=account.started_at,
        finished_at=datetime.now(UTC),
        seconds=round(account.seconds, 3),
        counts=Counts(
            inputs=account.inputs,
            done=tally.done,
            reused=tally.reused,
            failed=tally.failed,
            not_taken=max(0, account.inputs - tally.given),
            earlier=tally.earlier,
            items={kind: totals.items.get(kind, 0) for kind in account.lists},
            failures=_ranked(tally.failures),
        ),
        coverage=coverage,
        rejections=RejectionTotal(
            total=sum(totals.reasons.values()), by_reason=_ranked(totals.reasons), by_item=_ranked(totals.refused)
        ),
        review=totals.marks,
        usage=totals.usage,
        spent=account.spent if account.spent is not None else totals.usage,
        saved=account.saved,
    )


def _ranked(counter: Mapping[str, int]) -> dict[str, int]:
    """Counts, the largest first and equal ones by name."""
    return dict(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))
