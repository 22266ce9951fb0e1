"""A baseline: the headline figures of one run, small enough to be read and kept in a repository.

One line a score, so that a change of rules shows in a diff as the scores it moved:

    "figures.core.f1": {"score": 0.9557, "low": 0.9371, "high": 0.9721},
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from extractor.errors import UsageError
from extractor.eval.model import Estimate, Evaluation

_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Baseline:
    """Scores to hold others against, and on how many articles they were made (null where that is not said)."""

    scores: dict[str, float]
    articles: int | None = None


def scores_of(evaluation: Evaluation) -> dict[str, Estimate]:
    """Every score that may be asked for: the headline figures, and the run's coverage where it is known.

    A rate that nothing was asked for (no matched item, no text) is left out: it is no score.
    """
    scores = {
        name: estimate
        for name, estimate in evaluation.metrics().items()
        if name not in evaluation.rates or evaluation.rates[name].tally.total
    }
    if evaluation.run.coverage is not None:
        scores["coverage"] = Estimate(evaluation.run.coverage)
    return scores


def baseline_json(evaluation: Evaluation, kept: Sequence[str]) -> str:
    """The scores of those names with their intervals, and what they were made with."""
    run = evaluation.run
    head = {
        "extractor_version": run.version,
        "engine": run.engine,
        "engine_version": run.engine_version,
        "model": run.model,
        "prompt": run.prompt,
        "articles": len(evaluation.articles),
        "confidence": evaluation.settings.confidence,
        "resamples": evaluation.settings.resamples,
        "seed": evaluation.settings.seed,
    }
    found = scores_of(evaluation)
    lines = [f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}," for name, value in head.items()]
    scores = ",\n".join(f"  {json.dumps(name)}: {json.dumps(_score(found[name]))}" for name in kept if name in found)
    return "\n".join(["{", *lines, ' "scores": {', scores, " }", "}"]) + "\n"


def load_baseline(file: Path) -> Baseline:
    """The scores of a baseline file, or of a whole evaluation's JSON. Raises `UsageError`."""
    try:
        data = file.read_bytes()
        record = json.loads(data)
    except OSError as error:
        raise UsageError(
            f"The baseline {file} cannot be read ({error.strerror}); write it with --save-baseline."
        ) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"The baseline {file} is not JSON: {error}.") from error
    if isinstance(record, dict) and "lists" in record:
        judged = _evaluation(file, data)
        return Baseline({name: one.value for name, one in scores_of(judged).items()}, len(judged.articles))
    scores = record.get("scores") if isinstance(record, dict) else None
    if not isinstance(scores, dict) or not scores:
        raise UsageError(f"The baseline {file} has no scores; write it with --save-baseline.")
    articles = record.get("articles")
    return Baseline(
        {str(name): _share(file, name, value) for name, value in scores.items()},
        articles if isinstance(articles, int) else None,
    )


def _score(estimate: Estimate) -> dict[str, float]:
    found = {"score": round(estimate.value, _DIGITS)}
    if estimate.interval is not None:
        found["low"] = round(estimate.interval.low, _DIGITS)
        found["high"] = round(estimate.interval.high, _DIGITS)
    return found


def _share(file: Path, name: str, value: Any) -> float:
    """The score itself, bare or with its interval."""
    score = value.get("score") if isinstance(value, dict) else value
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        raise UsageError(f"The baseline {file}: scores.{name}: must be a share between 0 and 1, not {score!r}.")
    return float(score)


def _evaluation(file: Path, data: bytes) -> Evaluation:
    from pydantic import ValidationError

    try:
        return Evaluation.from_json(data)
    except ValidationError as error:
        raise UsageError(f"The baseline {file} is no evaluation of this version; write it again.") from error
