"""`extractor run`: articles in, a folder of results out."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

import click

from extractor.cli.export import also_formats, export_also
from extractor.cli.input_options import input_options, read_inputs
from extractor.cli.manner_options import guard_here, guard_manner, manner_of, manner_options, place_of_results
from extractor.cli.options import NamedPath, given_flags, model_options, task_option
from extractor.terminal import one_line

if TYPE_CHECKING:
    from rich.console import Console

    from extractor.config import EngineChoice
    from extractor.loaders import Inputs, Limits
    from extractor.runs.job import Job
    from extractor.runs.observer import Observer
    from extractor.runs.run import RunResult
    from extractor.tasks.model import Task

_CODES: Final = {signal.SIGINT: 130, signal.SIGTERM: 143}
"""Exit codes after a signal, as shells use them."""
_MOST_INPUTS: Final = 10**12
"""Inputs that `--limit` may name."""
_LARGEST: Final = 2_000_000_000
"""Bytes of an article: what parsers of pages take."""
_PLAIN_WIDTH: Final = 120
"""Columns of the table where there is no terminal to ask."""


@click.command("run", short_help="Summarise articles into a folder of results.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--out", "place", required=True, type=NamedPath(), metavar="DIR", help="Folder for the results.")
@click.option(
    "--engine", type=click.Choice(["rules", "llm"]), help="Default: llm where a model is configured, else rules."
)
@click.option("--limit", type=click.IntRange(1, _MOST_INPUTS), metavar="N", help="Take only the first N inputs.")
@manner_options
@click.option("--fresh", is_flag=True, help="Begin anew: prove what is stored anew and write all results again.")
@click.option("--replace", is_flag=True, help="Where the folder has an id from another source, take the new article.")
@click.option(
    "--max-bytes", type=click.IntRange(1, _LARGEST), default=5_000_000, show_default=True, help="Largest article."
)
@click.option("--also", multiple=True, metavar="NAMES", help="Tables too, as `extractor export` makes: xlsx,parquet.")
@click.option("--dry-run", is_flag=True, help="Only estimate the tokens and the cost of a model's run.")
@click.option("--log-json", is_flag=True, help="Log each call to a model on standard error, a JSON object a line.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no table.")
@task_option
@input_options
@model_options(budget=True)
def command(
    inputs: tuple[str, ...],
    place: str,
    engine: str | None,
    limit: int | None,
    fresh: bool,
    replace: bool,
    max_bytes: int,
    also: tuple[str, ...],
    dry_run: bool,
    log_json: bool,
    quiet: bool,
    task: Path | None,
    **given: Any,
) -> int:
    """Summarise each INPUT: a file, a folder, a glob, or - for standard input.

    Read are .txt .md .html .mhtml .jsonl .json .csv .tsv .xlsx .parquet .docx .pdf .warc .zip, and .gz of any of them.

    DIR gets summaries.jsonl (one summary a line), figures.csv, failures.jsonl, rejections.jsonl and run.json; texts/
    holds the text of inputs that are no plain UTF-8. A run that was stopped goes on with the same command, and a run of
    other inputs adds to DIR: the files hold what all its runs were given.

    With a model the rules engine reads each article too: review.jsonl lists what a person should look at, where the
    two differ or only one of them has an item, with both versions and the sentence.

    Exit code: 0 all done, 1 something failed, 2 the command was wrong, 130 stopped by Ctrl-C.
    """
    from extractor.config import choose_engine
    from extractor.loaders import Limits
    from extractor.runs.job import make_job
    from extractor.tasks.registry import find_task

    out = place_of_results(place, given)
    of_task = find_task(task)
    formats = also_formats(also)
    limits = Limits(max_bytes=max_bytes)
    choice = choose_engine(engine=engine, flags=given_flags(given))
    guard_manner(given, choice)
    found = read_inputs(inputs, given | {"place": place}, limits, exclude=out, quiet=quiet)
    if not quiet:
        _tell_engine(choice)
    guard_here(place, found, dry_run=dry_run, also=bool(formats))
    if dry_run:
        if not fresh:
            _warn_of_other_run(out, choice, of_task, sample=given["sample"])
        return _estimate(choice, of_task, found, out, limit, limits, batch=given["via"] == "batch")
    if log_json:
        from extractor.engines.llm.trace import log_to

        log_to(sys.stderr, as_json=True)
    manner = manner_of(given, choice)
    job = make_job(
        choice, found, out, limit=limit, fresh=fresh, replace=replace, limits=limits, manner=manner, task=of_task
    )
    code = _run(job, place, given, quiet=quiet)
    export_also(out, formats, of_task, quiet=quiet)
    return code


def _tell_engine(choice: EngineChoice) -> None:
    name = choice.engine if choice.llm is None else f"{choice.engine} ({choice.llm.model} at {choice.server})"
    click.echo(one_line(f"engine: {name}, {choice.because}"), err=True)


def _warn_of_other_run(out: Path, choice: EngineChoice, task: Task, *, sample: int) -> None:
    """Say before anything is spent what the run itself would be refused for."""
    from extractor.runs.folder import settings_in
    from extractor.runs.job import settings_of

    held = settings_in(out)
    refusal = None if held is None else held.refusal(out, settings_of(choice, task, sample=sample))
    if refusal is not None:
        click.echo(one_line(f"warning: {refusal}"), err=True)


def _estimate(
    choice: EngineChoice, task: Task, inputs: Inputs, out: Path, limit: int | None, limits: Limits, *, batch: bool
) -> int:
    """Say what the run would take; exit code 0."""
    if choice.llm is None:
        click.echo("The rules engine asks no model: no tokens, no cost.")
        return 0
    from extractor.runs.batches import PRICE as BATCH_PRICE
    from extractor.runs.estimate import estimate
    from extractor.runs.job import settings_of

    found = estimate(choice.llm, settings_of(choice, task), inputs, out, limit=limit, limits=limits, task=task)
    usage = found.usage
    price = None if usage.cost_usd is None else usage.cost_usd * (BATCH_PRICE if batch else 1)
    cost = "price unknown (give --price-input and --price-output)" if price is None else f"${price:.4f}"
    click.echo(f"{found.articles} to ask about, {found.answered} answered before, {found.unreadable} unreadable")
    click.echo(f"about {usage.input_tokens} tokens in, {usage.output_tokens} out, {cost}; nothing was asked")
    return 0


def _run(job: Job, place: str, given: dict[str, Any], *, quiet: bool) -> int:
    from extractor.parts.storage import is_uri

    stop = Event()
    with _stopping(stop) as received:
        if given["on"] == "ray":
            from extractor.runs.machines.run import run_on_ray

            result = run_on_ray(job, place, given["ray_address"], observer=_observer(quiet), stop=stop)
        else:
            from extractor.runs.run import run

            result = run(job, observer=_observer(quiet), stop=stop)
    if not quiet:
        _show(job, result, totals=is_uri(place))
    return _exit_code(result, received)


def _exit_code(result: RunResult, received: list[int]) -> int:
    counts = result.manifest.counts
    if result.broken is not None:
        why = "stopped, for everything failed" if result.failed else "stopped, and nothing was asked"
        click.echo(one_line(f"{why}: {result.broken}"), err=True)
        return 1
    if result.budget is not None:
        click.echo(f"stopped: {result.budget}", err=True)
        return 1
    if result.manifest.state == "waiting":
        click.echo(
            f"{counts.not_taken} articles wait for batches; the same command collects them, and --wait waits for them.",
            err=True,
        )
        return 1 if result.failed else 0
    if result.manifest.state == "interrupted":
        click.echo(
            f"stopped: {counts.done} done, {counts.not_taken} left; the same command goes on from here.", err=True
        )
        return _CODES.get(signal.Signals(received[0]), 1) if received else 1
    return 1 if result.failed else 0


@contextmanager
def _stopping(stop: Event) -> Iterator[list[int]]:
    """While inside, Ctrl-C and SIGTERM only ask the run to stop; asked twice, the process leaves at once.

    Leaving at once loses nothing: the ledger has every finished article, the store every completion that has come.
    """
    received: list[int] = []

    def handle(number: int, _frame: FrameType | None) -> None:
        if received:
            for worker in multiprocessing.active_children():
                worker.kill()
            os._exit(_CODES[signal.Signals(number)])
        received.append(number)
        stop.set()
        message = "extractor: stopping when what is in flight has come; once more to leave at once\n"
        os.write(2, message.encode("utf-8"))

    before = {number: signal.signal(number, handle) for number in _CODES}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _observer(quiet: bool) -> Observer:
    from extractor.cli.progress import BarProgress, PlainProgress, Silence

    if quiet:
        return Silence()
    console = _console(stderr=True)
    return BarProgress(console) if console.is_terminal else PlainProgress()


def _show(job: Job, result: RunResult, *, totals: bool) -> None:
    from extractor.cli.results import show_results, show_totals

    if totals:
        show_totals(_console(), result.manifest)
        return
    show_results(_console(), job.out, result.manifest, job.task)


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    console = Console(stderr=stderr)
    return console if console.is_terminal else Console(stderr=stderr, width=_PLAIN_WIDTH)
