"""A run's calibration as tables for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.eval.intervals import written
from extractor.eval.model import Calibration, Evaluation

if TYPE_CHECKING:
    from rich.table import Table


def calibration_tables(evaluation: Evaluation) -> list[Table]:
    """What the ranking catches at each level, and the reliability of the first; nothing where nothing was asked."""
    if not evaluation.calibration:
        return []
    return [_catches(evaluation.calibration), _reliability(evaluation.calibration[0])]


def _catches(calibrations: tuple[Calibration, ...]) -> Table:
    from rich.table import Table

    of = calibrations[0].of
    table = Table(title=f"Do the probabilities rank the errors? ({of})", title_justify="left")
    table.add_column("an error is")
    shares = [f"worst {caught.read:.0%} catch" for caught in calibrations[0].caught]
    for head in (of, "errors", "AUC", *shares):
        table.add_column(head, justify="right")
    for one in calibrations:
        auc = "" if one.auc is None else written(one.auc)
        caught = [written(caught.errors) for caught in one.caught] or [""] * len(shares)
        table.add_row(f"not right at {one.level}", str(one.items), str(one.errors), auc, *caught)
    return table


def _reliability(calibration: Calibration) -> Table:
    from rich.table import Table

    table = Table(title=f"Reliability ({calibration.level})", title_justify="left")
    for head in ("said to be wrong", calibration.of, "mean said", "are wrong"):
        table.add_column(head, justify="right")
    for row in calibration.bins:
        spread = f"{row.low:.0%} to {row.high:.0%}"
        table.add_row(spread, str(row.items), f"{row.expected:.3f}", f"{row.observed:.3f}")
    return table
