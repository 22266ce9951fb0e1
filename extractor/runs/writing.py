"""The outputs of a run, made of the ledger in input order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from extractor import __version__
from extractor.engines.base import Usage
from extractor.outputs.folder import Outputs
from extractor.outputs.manifest import Counts, CoverageTotal, RejectionTotal, RunManifest
from extractor.runs.ledger import Entry, Ledger, spending_of, usage_of
from extractor.runs.settings import RunSettings
from extractor.runs.settled import Settled, State
from extractor.schema import SCHEMA_VERSION, ArticleSummary

ITEM_KINDS: Final = ("organizations", "figures", "awards", "people", "documents", "points")
"""The lists of a summary, which run.json counts."""


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of a run beside its answers; `inputs` is how many there were."""

    settings: RunSettings
    state: State
    inputs: int
    started_at: datetime
    seconds: float


@dataclass(slots=True)
class _Totals:
    """Sums over all answers."""

    items: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    quantities: int = 0
    explained: int = 0
    marks: Counter[str] = field(default_factory=Counter)
    usage: Usage = field(default_factory=Usage)

    def add(self, entry: Entry, summary: ArticleSummary) -> None:
        self.items.update({kind: len(getattr(summary, kind)) for kind in ITEM_KINDS})
        self.reasons.update(refused.reason for refused in entry.rejections)
        self.refused.update(refused.item for refused in entry.rejections)
        self.quantities += entry.coverage.quantities
        self.explained += entry.coverage.explained
        self.marks.update(entry.marks)
        self.usage += usage_of(entry.usage)


def write_outputs(out: Path, settled: Sequence[Settled], ledger: Ledger, account: Account) -> RunManifest:
    """Write every file of the run's folder; each is replaced whole. Returns what `run.json` says."""
    totals = _Totals()
    with Outputs(out, review=account.settings.engine == "llm") as outputs:
        for fate in settled:
            entry = ledger.get(fate.key) if fate.key is not None else None
            if entry is not None and entry.summary is not None:
                outputs.add(entry.summary)
                totals.add(entry, entry.summary)
                for refused in entry.rejections:
                    outputs.add_rejection(fate.doc_id, refused.model_dump(mode="json"))
                for item in entry.review:
                    outputs.add_review(item)
            elif fate.status == "failed":
                outputs.add_failure(fate.doc_id, fate.error or "ExtractorError", fate.message or "", fate.origin)
        manifest = _manifest(settled, totals, ledger, account)
        outputs.set_manifest(manifest)
    return manifest


def _manifest(settled: Sequence[Settled], totals: _Totals, ledger: Ledger, account: Account) -> RunManifest:
    settings = account.settings
    done = [fate for fate in settled if fate.status == "done"]
    failed = [fate for fate in settled if fate.status == "failed"]
    share = totals.explained / totals.quantities if totals.quantities else 1.0
    return RunManifest(
        extractor_version=__version__,
        schema_version=SCHEMA_VERSION,
        engine=settings.engine,
        engine_version=settings.engine_version,
        model=settings.model,
        base_url=settings.base_url,
        prompt=settings.prompt,
        params=settings.params,
        fingerprint=settings.fingerprint,
        state=account.state,
        started_at=account.started_at,
        finished_at=datetime.now(UTC),
        seconds=round(account.seconds, 3),
        counts=Counts(
            inputs=account.inputs,
            done=len(done),
            reused=sum(fate.reused for fate in done),
            failed=len(failed),
            not_taken=account.inputs - len(done) - len(failed),
            items={kind: totals.items[kind] for kind in ITEM_KINDS},
            failures=_ranked(Counter(fate.error or "ExtractorError" for fate in failed)),
        ),
        coverage=CoverageTotal(quantities=totals.quantities, explained=totals.explained, share=round(share, 4)),
        rejections=RejectionTotal(
            total=totals.reasons.total(), by_reason=_ranked(totals.reasons), by_item=_ranked(totals.refused)
        ),
        review=dict(totals.marks),
        usage=spending_of(totals.usage),
        spent=spending_of(ledger.spent),
    )


def _ranked(counter: Counter[str]) -> dict[str, int]:
    """Counts, the largest first and equal ones by name."""
    return dict(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))
