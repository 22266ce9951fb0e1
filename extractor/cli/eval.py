"""`extractor eval`: results scored against gold, and held against a gate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.judging import console, judging_options, make_bench

if TYPE_CHECKING:
    from rich.console import Console

    from extractor.eval.model import Evaluation

_EXISTING = click.Path(exists=True, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("eval", short_help="Score results against gold.")
@click.argument("gold_dir", type=_EXISTING)
@click.argument("predictions", type=_EXISTING)
@click.option("--json", "json_file", type=_FILE, metavar="FILE", help="Write the whole evaluation as JSON.")
@click.option("--html", "html_file", type=_FILE, metavar="FILE", help="Write a report page that needs no network.")
@click.option("--markdown", "markdown_file", type=_FILE, metavar="FILE", help="Write a summary for a pull request.")
@click.option("--gate", "gate_file", type=_EXISTING, metavar="FILE", help="Fail where scores are below this gate.")
@click.option("--save-baseline", type=_FILE, metavar="FILE", help="Write the scores as a baseline for a gate.")
@click.option("--repeats", type=_EXISTING, multiple=True, metavar="RUN", help="A further run of the same setting.")
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
    details: bool,
    texts: Path | None,
    seed: int | None,
    resamples: int,
) -> int:
    """Score PREDICTIONS (a summaries.jsonl, a run's folder or a folder of labels) against the labels in GOLD_DIR.

    Every score comes with its 95% interval, made by drawing the articles anew. A gold article without a summary
    counts as an empty one.

    Exit code: 0 scored (and the gate passed), 1 the gate fell or a file was broken, 2 the command was wrong.
    """
    from extractor.eval.gate import baseline_json, load_gate
    from extractor.eval.gold import open_predictions

    gate = load_gate(gate_file) if gate_file else None
    bench = make_bench(gold_dir, texts, seed, resamples, predictions, *repeats)
    evaluation = bench.judge(predictions)
    others = [bench.judge(run) for run in repeats]
    # Files first: a reader of the tables who goes away (`| head`) takes nothing with him.
    if json_file:
        _write(json_file, evaluation.to_json(indent=1))
    if save_baseline:
        _write(save_baseline, baseline_json(evaluation))
    if html_file:
        from extractor.eval.report import html_report
        from extractor.eval.report_browser import answers_of

        answers = answers_of(bench.gold, open_predictions(predictions))
        _write(html_file, html_report([evaluation, *others], bench.texts, answers))
    if markdown_file:
        from extractor.eval.report_markdown import markdown_report

        _write(markdown_file, markdown_report([evaluation, *others]))
    screen = console()
    _show(screen, evaluation, others, details)
    if gate is None:
        return 0
    from extractor.eval.gate import check_gate
    from extractor.eval.tables import gate_table

    checks = check_gate(gate, evaluation)
    fallen = sum(not check.passed for check in checks)
    if fallen:
        screen.print(gate_table(checks))
    click.echo(f"gate: {len(checks) - fallen} of {len(checks)} checks passed")
    return 1 if fallen else 0


def _show(screen: Console, evaluation: Evaluation, others: list[Evaluation], details: bool) -> None:
    from extractor.eval.tables import HEADLINES, detail_tables, evaluation_tables, spread_table

    for table in evaluation_tables(evaluation) + (detail_tables(evaluation) if details else []):
        screen.print(table)
    if others:
        from extractor.eval.repeats import spreads

        found = spreads([evaluation, *others])
        screen.print(spread_table(one for one in found if details or one.name in HEADLINES))
    notes = list(evaluation.notes)
    if evaluation.missing:
        notes.append(f"Without a summary: {_some(evaluation.missing)}.")
    if evaluation.unexpected:
        notes.append(f"Not in the gold, not scored: {_some(evaluation.unexpected)}.")
    for note in notes:
        click.echo(note, err=True)


def _some(names: tuple[str, ...], most: int = 10) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
