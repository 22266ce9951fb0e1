"""The gate: scores that must not be lower than a floor, nor worse than a baseline by more than a tolerance.

A gate is a TOML file:

    [floors]
    "figures.core.f1" = 0.70

    [baseline]
    file = "../baselines/rules.json"   # seen from the gate's folder; written by `extractor eval --save-baseline`
    tolerance = 0.01                   # for every score of the baseline

    [baseline.tolerances]              # for single scores
    "abstract.chrf" = 0.05
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, Literal

from extractor.errors import UsageError
from extractor.eval.baseline import Baseline, load_baseline, scores_of
from extractor.eval.model import Evaluation

_SLACK: Final = {"floor": 1e-9, "baseline": 1e-4}
"""Differences that are no fall: a float's last bit, and the fifth digit, which a baseline does not keep."""

_KNOWN: Final = ("floors", "baseline")
_KNOWN_BASELINE: Final = ("file", "tolerance", "tolerances")


@dataclass(frozen=True, slots=True)
class Gate:
    """Floors by score, and what the baseline had with how much worse is let pass."""

    floors: dict[str, float]
    baseline: dict[str, float]
    tolerance: float
    tolerances: dict[str, float]
    articles: int | None = None
    """How many articles the baseline was made on, where it says so."""

    def notes(self, evaluation: Evaluation) -> tuple[str, ...]:
        """What makes the comparison with the baseline unfair, in words."""
        now = len(evaluation.articles)
        if self.articles is None or self.articles == now:
            return ()
        return (f"The baseline was made on {self.articles} articles and this is {now}: write it anew.",)


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
        return self.score is not None and self.score >= self.least - _SLACK[self.rule]


def load_gate(file: Path, names: tuple[str, ...]) -> Gate:
    """The gate of a TOML file, which may ask for scores of those names. Raises `UsageError` with the wrong key."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"The gate {file} cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"The gate {file} is not TOML: {error}.") from error
    _no_strangers(file, "", data, _KNOWN)
    baseline = data.get("baseline", {})
    if not isinstance(baseline, dict):
        raise UsageError(f"The gate {file}: baseline: must be a table with a file.")
    _no_strangers(file, "baseline.", baseline, _KNOWN_BASELINE)
    if baseline and not isinstance(baseline.get("file"), str):
        raise UsageError(f'The gate {file}: baseline: name the baseline\'s file, as in file = "rules.json".')
    floors = _shares(file, data.get("floors", {}), "floors")
    _no_strangers(file, "floors.", floors, names)
    known = load_baseline(file.parent / baseline["file"]) if baseline else Baseline({})
    had = known.scores
    tolerances = _shares(file, baseline.get("tolerances", {}), "baseline.tolerances")
    _no_strangers(file, "baseline.tolerances.", tolerances, tuple(had))
    if not floors and not had:
        raise UsageError(f"The gate {file} asks for nothing; give it [floors] or a [baseline] with a file.")
    tolerance = _shares(file, {"tolerance": baseline.get("tolerance", 0.0)}, "baseline")["tolerance"]
    return Gate(floors, had, tolerance, tolerances, known.articles)


def check_gate(gate: Gate, evaluation: Evaluation) -> list[Check]:
    """Every score the gate asks for, floors first."""
    scores = {name: estimate.value for name, estimate in scores_of(evaluation).items()}
    checks = [Check(name, "floor", floor, floor, scores.get(name)) for name, floor in gate.floors.items()]
    for name, had in gate.baseline.items():
        least = had - gate.tolerances.get(name, gate.tolerance)
        checks.append(Check(name, "baseline", had, least, scores.get(name)))
    return checks


def fallen(checks: Iterable[Check]) -> list[Check]:
    """The checks that did not pass."""
    return [check for check in checks if not check.passed]


def _no_strangers(file: Path, where: str, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for name in table:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.6)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known[:8])}{' …' * (len(known) > 8)}"
            raise UsageError(f"The gate {file}: {where}{name}: unknown key; {hint}")


def _shares(file: Path, table: Any, where: str) -> dict[str, float]:
    if not isinstance(table, dict):
        raise UsageError(f"The gate {file}: {where}: must be a table of scores.")
    for name, value in table.items():
        if isinstance(value, dict):
            raise UsageError(f"The gate {file}: {where}.{name}: write the score's whole name in quotes.")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise UsageError(f"The gate {file}: {where}.{name}: must be a share between 0 and 1, not {value!r}.")
    return {str(name): float(value) for name, value in table.items()}
