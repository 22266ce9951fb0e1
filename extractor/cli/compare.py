"""`extractor compare`: two runs on the same gold, paired by article."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.judging import console, judging_options, make_bench
from extractor.cli.options import NamedPath, write_text

_EXISTING = click.Path(exists=True, path_type=Path)
_FILE = NamedPath(dir_okay=False, path_type=Path)


@click.command("compare", short_help="Compare two runs on the same gold.")
@click.argument("gold_dir", type=_EXISTING)
@click.argument("run_a", type=_EXISTING)
@click.argument("run_b", type=_EXISTING)
@click.option("--json", "json_file", type=_FILE, metavar="FILE", help="Write the whole comparison as JSON.")
@click.option("--details", is_flag=True, help="Show every score.")
@judging_options
def command(
    gold_dir: Path,
    run_a: Path,
    run_b: Path,
    json_file: Path | None,
    details: bool,
    texts: Path | None,
    seed: int | None,
    resamples: int,
    task: Path | None,
) -> int:
    """Compare RUN_B with RUN_A, both judged against the labels in GOLD_DIR.

    Articles are paired: the interval is that of the difference, and p says how often chance alone, swapping the two
    runs article by article, gives as large a difference. Below it the items that only one of the two got.
    """
    from extractor.eval.compare import compare
    from extractor.eval.tables import comparison_table, item_table

    bench = make_bench(gold_dir, texts, seed, resamples, run_a, run_b, task=task)
    a, b = bench.judge(run_a), bench.judge(run_b)
    judge = bench.task.judge()
    comparison = compare(a, b, judge.specs)
    screen = console()
    screen.print(f"A is {run_a}, B is {run_b}.")
    names = tuple(one.name for one in comparison.differences) if details else judge.headlines
    screen.print(comparison_table(comparison, names))
    for title, gained, invented in (
        ("Got by B only", True, False),
        ("Got by A only", False, False),
        ("Invented by A only", True, True),
        ("Invented by B only", False, True),
    ):
        items = [one for one in comparison.items if (one.gained, one.invented) == (gained, invented)]
        if items:
            screen.print(item_table(items, f"{title}: {len(items)}"))
    if json_file:
        json_file.parent.mkdir(parents=True, exist_ok=True)
        write_text(json_file, comparison.to_json())
    for run, judged in (("A", a), ("B", b)):
        if judged.missing:
            click.echo(f"Run {run} has no summary of {len(judged.missing)} articles; they count as empty.", err=True)
    return 0
