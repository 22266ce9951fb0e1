"""What a run's `run.json` says of the run: engine, model, version, coverage, refusals, tokens and cost.

The record is read leniently: what is absent or of another shape is left out, never guessed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from extractor.eval.model import RunInfo
from extractor.labels import KINDS_SINCE
from extractor.schema import SCHEMA_VERSION

RECORD: Final = "run.json"


def read_run_info(predictions: Path) -> RunInfo:
    """The record beside the predictions (in their folder, or the folder of their file); empty where there is none."""
    folder = predictions if predictions.is_dir() else predictions.parent
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return RunInfo(name=predictions.name)
    return run_info(record, folder.name) if isinstance(record, dict) else RunInfo(name=predictions.name)


def run_info(record: Mapping[str, Any], name: str = "") -> RunInfo:
    """The parts of a record that are understood; cost and tokens are those of the answers that were kept."""
    usage = _table(record.get("usage")) or _table(record.get("tokens"))
    cost = _number(usage.get("cost_usd", record.get("cost_usd")))
    tokens = {key: number for key, number in _numbers(usage).items() if key.endswith("_tokens")}
    used = tokens.get("input_tokens", 0.0) + tokens.get("output_tokens", 0.0)
    counts = _numbers(record.get("counts"))
    rows = counts.get("done")
    rejections = _table(record.get("rejections"))
    by_reason = _numbers(rejections.get("by_reason", rejections))
    refused = _number(rejections.get("total"))
    schema = _number(record.get("schema_version"))
    return RunInfo(
        name=name,
        engine=_text(record.get("engine")),
        model=_text(record.get("model")),
        prompt=_prompt(record.get("prompt")),
        version=_text(record.get("extractor_version")),
        engine_version=_text(record.get("engine_version")),
        schema_version=None if schema is None else int(schema),
        finished_at=_text(record.get("finished_at")),
        params={str(key): json.dumps(value, ensure_ascii=False) for key, value in _table(record.get("params")).items()},
        tokens=tokens,
        cost_usd=cost,
        cost_usd_per_article=cost / rows if cost is not None and rows else None,
        tokens_per_article=used / rows if used and rows else None,
        coverage=_coverage(record.get("coverage")),
        counts=counts,
        refused=None if refused is None else int(refused),
        rejections={reason: int(number) for reason, number in by_reason.items()},
    )


def run_rows(run: RunInfo) -> list[tuple[str, str]]:
    """What the record says, as rows of name and words; what it does not say is left out."""

    def number(value: float | None, pattern: str) -> str:
        return "" if value is None else format(value, pattern)

    rows = (
        ("finished", run.finished_at or ""),
        ("extractor", run.version or ""),
        ("version of the guide", number(run.schema_version, "d")),
        ("engine", run.engine or ""),
        ("version of the rules", run.engine_version or ""),
        ("model", run.model or ""),
        ("prompt", run.prompt or ""),
        ("parameters", ", ".join(f"{name} {value}" for name, value in run.params.items())),
        ("coverage of quantities", number(run.coverage, ".1%")),
        ("claims refused as unproven", _refusals(run)),
        ("tokens for an article", number(run.tokens_per_article, ",.0f")),
        ("cost of an article, US dollars", number(run.cost_usd_per_article, ".6f")),
        ("cost of the run, US dollars", number(run.cost_usd, ".4f")),
    )
    return [(name, value) for name, value in rows if value]


def version_note(run: RunInfo) -> str | None:
    """What must be known of results that follow another version of the guide than the gold; None where none does."""
    theirs = run.schema_version
    if theirs is None or theirs == SCHEMA_VERSION:
        return None
    if theirs > SCHEMA_VERSION:
        return (
            f"These results follow version {theirs} of the guide, which this extractor does not know (it scores by "
            f"version {SCHEMA_VERSION}): score them with the extractor that made them."
        )
    new = listed([kind for kind, since in KINDS_SINCE.items() if since > theirs])
    return (
        f"These results follow version {theirs} of the guide and are scored against gold of version {SCHEMA_VERSION}: "
        f"what version {SCHEMA_VERSION} decides otherwise counts as wrong (kinds of organisation that came later: "
        f"{new}; Huế and the 34 provinces; questions of labelling). Run the articles again for a fair score."
    )


def _refusals(run: RunInfo) -> str:
    """How many claims the gate refused, and why; empty where the run does not say."""
    reasons = listed([f"{reason} {count}" for reason, count in run.rejections.items()])
    if run.refused is None:
        return reasons
    return f"{run.refused}: {reasons}" if reasons else str(run.refused)


def listed(names: Iterable[str], most: int = 12) -> str:
    """Names with commas; of many the first ones."""
    names = list(names)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _coverage(value: Any) -> float | None:
    """The share of numbers accounted for, where there were any."""
    if isinstance(value, Mapping):
        any_number = value.get("quantities", 1) or value.get("unread")
        return _number(value.get("share", value.get("mean"))) if any_number else None
    return _number(value)


def _prompt(value: Any) -> str | None:
    if isinstance(value, Mapping):
        parts = (_text(value.get(key)) for key in ("name", "version", "strategy"))
        return " ".join(part for part in parts if part) or None
    return _text(value)


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str | None:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and str(value) else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _numbers(value: Any) -> dict[str, float]:
    """The numbers among a mapping's values."""
    pairs = ((str(key), _number(entry)) for key, entry in _table(value).items())
    return {key: number for key, number in pairs if number is not None}
