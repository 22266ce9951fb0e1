"""What a report is about: one evaluation, further runs, and a gate's checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.eval.gate import Check
from extractor.eval.model import Evaluation
from extractor.eval.repeats import Spread, spreads
from extractor.eval.run_info import version_note


@dataclass(frozen=True, slots=True)
class Reported:
    """One evaluation with what stands beside it.

    `repeats` are further runs of the same setting (their spread is told), `beside` runs of other settings (only
    shown next to it), `checks` what a gate asked for.
    """

    evaluation: Evaluation
    repeats: tuple[Evaluation, ...] = ()
    beside: tuple[Evaluation, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def runs(self) -> tuple[Evaluation, ...]:
        """All of them, the one the report is about first."""
        return (self.evaluation, *self.repeats, *self.beside)

    def spreads(self) -> tuple[Spread, ...]:
        """How far the repeats differ; empty where there are none."""
        return spreads([self.evaluation, *self.repeats]) if self.repeats else ()

    def notes(self) -> tuple[str, ...]:
        """What a reader must know to read the numbers rightly."""
        further = [f"{one.run.name}: {note}" for one in self.runs[1:] if (note := version_note(one.run))]
        other = [one.run.name for one in self.repeats if one.run.setting != self.evaluation.run.setting]
        if not other:
            return (*self.evaluation.notes, *further)
        return (
            *self.evaluation.notes,
            *further,
            f"The records of {', '.join(other)} tell of another engine, model, prompt or parameters: the spread "
            "between runs is then that of the settings too. Runs of other settings belong to --beside.",
        )


def run_titles(runs: Sequence[Evaluation]) -> list[str]:
    """What runs are called where several stand side by side: their names, numbered where they lack one or share it."""
    names = [one.run.name for one in runs]
    return [
        name if name and names.count(name) == 1 else f"{name or 'run'} {number}"
        for number, name in enumerate(names, start=1)
    ]
