"""`extractor eval`: results scored against gold, and held against a gate."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.judging import Bench, console, judging_options, make_bench
from extractor.cli.options import NamedPath, ResultsPath, write_text
from extractor.terminal import counted

if TYPE_CHECKING:
    from rich.console import Console

    from extractor.eval.gate import Check
    from extractor.eval.model import Evaluation
    from extractor.eval.reported import Reported

_EXISTING = click.Path(exists=True, path_type=Path)
_RUN = ResultsPath(exists=True, path_type=Path)
_FILE = NamedPath(dir_okay=False, path_type=Path)


@click.command("eval", short_help="Score results against gold.")
@click.argument("gold_dir", type=_EXISTING)
@click.argument("predictions", type=_RUN)
@click.option("--json", "json_file", type=_FILE, metavar="FILE", help="Write the whole evaluation as JSON.")
@click.option("--html", "html_file", type=_FILE, metavar="FILE", help="Write a report page that needs no network.")
@click.option("--markdown", "markdown_file", type=_FILE, metavar="FILE", help="Write a summary for a pull request.")
@click.option("--gate", "gate_file", type=_EXISTING, metavar="FILE", help="Fail where scores are below this gate.")
@click.option("--save-baseline", type=_FILE, metavar="FILE", help="Write the scores as a baseline for a gate.")
@click.option(
    "--repeats",
    type=_RUN,
    multiple=True,
    metavar="RUN",
    help="A further run of the same setting; may be repeated.",
)
@click.option(
    "--beside",
    type=_RUN,
    multiple=True,
    metavar="RUN",
    help="A run of another setting, to stand beside this one in the reports; may be repeated.",
)
@click.option(
    "--calibration",
    is_flag=True,
    help="Show whether the run's probabilities tell its errors; a task's come from --repeats.",
)
@click.option("--details", is_flag=True, help="Show fields, labels, slices and kinds of error too.")
@judging_options
def command(
    gold_dir: Path,
    predictions: Path,
    json_file: Path | None,
    html_file: Path | None,
    markdown_file: Path | None,
    gate_file: Path | None,
    save_baseline: Path | None,
    repeats: tuple[Path, ...],
    beside: tuple[Path, ...],
    calibration: bool,
    details: bool,
    texts: Path | None,
    seed: int | None,
    resamples: int,
    task: Path | None,
) -> int:
    """Score PREDICTIONS (a summaries.jsonl, a run's folder or a folder of labels) against the labels in GOLD_DIR.

    Every score comes with its 95% interval, made by drawing the articles anew. A gold article without a summary
    counts as an empty one; where none has one, that is an error.

    Exit code: 0 scored (and the gate passed), 1 the gate fell or a file was broken, 2 the command was wrong.
    """
    from extractor.eval.baseline import baseline_json
    from extractor.eval.gate import check_gate, fallen, load_gate
    from extractor.eval.reported import Reported
    from extractor.eval.tables import gate_table

    bench = make_bench(gold_dir, texts, seed, resamples, predictions, *repeats, *beside, task=task)
    gate = load_gate(gate_file, bench.task.score_names()) if gate_file else None
    evaluation = bench.judge(predictions)
    if calibration:
        evaluation = _calibrated(evaluation, bench, predictions, repeats)
    checks = check_gate(gate, evaluation) if gate else []
    reported = Reported(
        evaluation,
        repeats=tuple(bench.judge(run) for run in repeats),
        beside=tuple(bench.judge(run) for run in beside),
        checks=tuple(checks),
    )
    # Files first: a reader of the tables who goes away (`| head`) takes nothing with him.
    if json_file:
        write_text(json_file, evaluation.to_json(indent=1))
    if save_baseline:
        write_text(save_baseline, baseline_json(evaluation, bench.task.baseline_names()))
    _write_reports(reported, bench, predictions, html_file, markdown_file)
    screen = console()
    _show(screen, reported, details, bench.task.judge().headlines)
    fell = fallen(checks)
    if fell:
        screen.print(gate_table(fell))
    if checks:
        click.echo(_verdict(checks, fell))
    for note in gate.notes(evaluation) if gate else ():
        click.echo(note, err=True)
    return 1 if fell else 0


def _calibrated(evaluation: Evaluation, bench: Bench, predictions: Path, repeats: Sequence[Path]) -> Evaluation:
    from dataclasses import replace

    from extractor.eval.calibration import calibrations, repeated_calibrations

    ours, judge = bench.predictions(predictions), bench.task.judge()
    if judge.doubted is not None:
        return replace(evaluation, calibration=calibrations(evaluation, predictions, ours, judge.doubted))
    others = [bench.predictions(run) for run in repeats]
    found = repeated_calibrations(evaluation, ours, others, judge.score)
    return replace(evaluation, calibration=found)


def _verdict(checks: Sequence[Check], fell: Sequence[Check]) -> str:
    return f"gate: {len(checks) - len(fell)} of {len(checks)} checks passed" + (", it fell" if fell else "")


def _write_reports(
    reported: Reported, bench: Bench, predictions: Path, html_file: Path | None, markdown_file: Path | None
) -> None:
    if html_file:
        from extractor.eval.report import html_report
        from extractor.eval.report_browser import answers_of

        told = bench.task.judge().answers
        answers = answers_of(bench.gold, bench.predictions(predictions), told) if told is not None else None
        write_text(html_file, html_report(reported, bench.texts, answers))
    if markdown_file:
        from extractor.eval.report_markdown import markdown_report

        write_text(markdown_file, markdown_report(reported))


def _show(screen: Console, reported: Reported, details: bool, headlines: Sequence[str]) -> None:
    from extractor.eval.calibration_tables import calibration_tables
    from extractor.eval.tables import beside_table, detail_tables, evaluation_tables, spread_table

    evaluation = reported.evaluation
    for note in _unmatched(evaluation):
        click.echo(note, err=True)
    for table in evaluation_tables(evaluation) + (detail_tables(evaluation) if details else []):
        screen.print(table)
    for table in calibration_tables(evaluation):
        screen.print(table)
    if reported.repeats:
        screen.print(spread_table(one for one in reported.spreads() if details or one.name in headlines))
    if reported.beside:
        screen.print(beside_table(reported.runs))
    for note in reported.notes():
        click.echo(note, err=True)


def _unmatched(evaluation: Evaluation) -> list[str]:
    from extractor.eval.run_info import listed

    notes = []
    if evaluation.missing:
        of = f"{len(evaluation.missing)} of {counted(len(evaluation.articles), 'gold article')}"
        notes.append(f"Warning: {of} without a summary, scored as empty: {listed(evaluation.missing)}.")
    if evaluation.unexpected:
        notes.append(f"Not in the gold, not scored: {listed(evaluation.unexpected)}.")
    return notes
