"""The gate: scores that must not be lower than a floor, nor worse than a baseline by more than a tolerance.

A gate is a TOML file:

    [floors]
    "figures.core.f1" = 0.70

    [baseline]
    file = "baselines/rules.json"      # beside the gate file; written by `extractor eval --save-baseline`
    tolerance = 0.01                   # for every score of the baseline

    [baseline.tolerances]              # for single scores
    "abstract.chrf" = 0.05
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from extractor.errors import UsageError
from extractor.eval.model import Evaluation

_SLACK: Final = 1e-9
"""Difference that is a float's last bit, not a fall."""

_KNOWN: Final = {"floors", "baseline"}
_KNOWN_BASELINE: Final = {"file", "tolerance", "tolerances"}


@dataclass(frozen=True, slots=True)
class Gate:
    """Floors by score, and what the baseline had with how much worse is let pass."""

    floors: dict[str, float]
    baseline: dict[str, float]
    tolerance: float
    tolerances: dict[str, float]


@dataclass(frozen=True, slots=True)
class Check:
    """One score held against what the gate asks for; `least` already has the tolerance taken off.

    `score` is null where the evaluation has no such score: that fails too, a gate must not open for want of a figure.
    """

    name: str
    rule: Literal["floor", "baseline"]
    asked: float
    least: float
    score: float | None

    @property
    def passed(self) -> bool:
        """Whether the score is there and high enough."""
        return self.score is not None and self.score >= self.least - _SLACK


def load_gate(file: Path) -> Gate:
    """The gate of a TOML file. Raises `UsageError` with the key that is wrong."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"The gate {file} cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"The gate {file} is not TOML: {error}.") from error
    baseline = data.get("baseline", {})
    if not isinstance(baseline, dict):
        raise UsageError(f"The gate {file}: baseline: must be a table with a file.")
    _no_strangers(file, data, _KNOWN)
    _no_strangers(file, baseline, _KNOWN_BASELINE)
    tolerance = _shares(file, {"tolerance": baseline.get("tolerance", 0.0)}, "baseline")["tolerance"]
    gate = Gate(
        floors=_shares(file, data.get("floors", {}), "floors"),
        baseline=load_baseline(file.parent / str(baseline["file"])) if "file" in baseline else {},
        tolerance=tolerance,
        tolerances=_shares(file, baseline.get("tolerances", {}), "baseline.tolerances"),
    )
    strangers = sorted(set(gate.tolerances) - set(gate.baseline))
    if strangers:
        raise UsageError(f"The gate {file}: baseline.tolerances: the baseline has no score {strangers[0]!r}.")
    if not gate.floors and not gate.baseline:
        raise UsageError(f"The gate {file} asks for nothing; give it [floors] or a [baseline] with a file.")
    return gate


def check_gate(gate: Gate, evaluation: Evaluation) -> list[Check]:
    """Every score the gate asks for, floors first."""
    scores = gate_scores(evaluation)
    checks = [Check(name, "floor", floor, floor, scores.get(name)) for name, floor in gate.floors.items()]
    for name, had in gate.baseline.items():
        least = had - gate.tolerances.get(name, gate.tolerance)
        checks.append(Check(name, "baseline", had, least, scores.get(name)))
    return checks


def gate_scores(evaluation: Evaluation) -> dict[str, float]:
    """The scores a gate may ask for: every headline figure, and the run's coverage where it is known.

    A rate that nothing was asked for (no matched item, no text) is left out: it is no score.
    """
    scores = {
        name: estimate.value
        for name, estimate in evaluation.metrics().items()
        if name not in evaluation.rates or evaluation.rates[name].tally.total
    }
    if evaluation.run.coverage is not None:
        scores["coverage"] = evaluation.run.coverage
    return scores


def baseline_json(evaluation: Evaluation) -> str:
    """The scores as a baseline file, small enough to be kept in a repository."""
    run = evaluation.run
    record = {
        "engine": run.engine,
        "model": run.model,
        "articles": len(evaluation.articles),
        "scores": {name: round(score, 6) for name, score in sorted(gate_scores(evaluation).items())},
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def load_baseline(file: Path) -> dict[str, float]:
    """Scores of a baseline file, or of a whole evaluation's JSON. Raises `UsageError`."""
    try:
        data = file.read_bytes()
        record = json.loads(data)
    except OSError as error:
        raise UsageError(
            f"The baseline {file} cannot be read ({error.strerror}); write it with --save-baseline."
        ) from error
    except ValueError as error:
        raise UsageError(f"The baseline {file} is not JSON: {error}.") from error
    if isinstance(record, dict) and "lists" in record:
        return gate_scores(_evaluation(file, data))
    scores = record.get("scores") if isinstance(record, dict) else None
    if not isinstance(scores, dict):
        raise UsageError(f"The baseline {file} has no scores; write it with --save-baseline.")
    return _shares(file, scores, "scores")


def _evaluation(file: Path, data: bytes) -> Evaluation:
    from pydantic import ValidationError

    try:
        return Evaluation.from_json(data)
    except ValidationError as error:
        raise UsageError(f"The baseline {file} is no evaluation of this version; write it again.") from error


def _no_strangers(file: Path, table: Mapping[str, Any], known: set[str]) -> None:
    strangers = sorted(set(table) - known)
    if strangers:
        raise UsageError(f"The gate {file}: {strangers[0]}: unknown key; known are {', '.join(sorted(known))}.")


def _shares(file: Path, table: Any, where: str) -> dict[str, float]:
    if not isinstance(table, dict):
        raise UsageError(f"{file}: {where}: must be a table of scores.")
    for name, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise UsageError(f"{file}: {where}.{name}: must be a share between 0 and 1, not {value!r}.")
    return {str(name): float(value) for name, value in table.items()}
