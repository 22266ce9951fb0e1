"""`extractor status`: how a run stands, seen from another terminal."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.options import ResultsPath
from extractor.terminal import counted, one_line, printable_json

if TYPE_CHECKING:
    from extractor.runs.status import Status


@click.command("status", short_help="Show how a run stands, from another terminal.")
@click.argument("folder", type=ResultsPath(exists=True, file_okay=False, path_type=Path), metavar="DIR")
@click.option("--json", "as_json", is_flag=True, help="All that is known, as JSON.")
def command(folder: Path, as_json: bool) -> int:
    """Show how the run that writes to DIR stands, or how its last one ended: articles, calls, tokens, money, time left.

    Exit code: 0 a run is at work or the last one is finished, 1 the last one stopped before its end or there was none.
    """
    from extractor.runs.status import read_status

    seen = read_status(folder)
    if as_json:
        click.echo(printable_json({"running": seen.running, "finished": seen.finished} | seen.record))
    else:
        click.echo(one_line(_line(seen)))
    return 0 if seen.running or seen.finished else 1


def ago(seconds: float) -> str:
    """A time in the unit that a person would use: "50 s", "12 min", "5 h", "3 days"."""
    for unit, size in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def _line(seen: Status) -> str:
    """One sentence about a run."""
    record, running = seen.record, seen.running
    if not record:
        return "A run is at work and has not said anything yet." if running else "No run was ever here."
    age = time.time() - float(record.get("at", 0))
    state = "at work" if running else f"{'finished' if seen.finished else 'not at work, last seen'} {ago(age)} ago"
    total = f" of {record['total']}" if record.get("total") is not None else ""
    parts = [
        f"{'' if running else 'the last run: '}"
        f"{record['done'] + record['failed']}{total} through: {record['done']} done "
        f"({record['reused']} from before), {record['failed']} failed, {record['rate']:.1f}/s"
    ]
    if record.get("allowed"):
        paid, saved = record["paid"], record["saved"]
        parts.append(f"{record['in_flight']} of {record['allowed']} calls in flight ({record['why']})")
        parts.append(f"{paid['calls']} calls, {saved['calls']} from store, {record['retried']} tried again")
        tokens = f"{paid['input_tokens']} tokens in, {paid['output_tokens']} out"
        cost = "" if paid["cost_usd"] is None else f", ${paid['cost_usd']:.4f}"
        ahead = "" if record.get("projected_usd") is None else f" of about ${record['projected_usd']:.2f}"
        parts.append(tokens + cost + ahead)
    if running and record.get("left") is not None:
        parts.append(f"about {record['left']:.0f} s left")
    if seen.held is not None and (running or seen.held != (record["done"], record["failed"])):
        done, failed = seen.held
        held = f"{done} {'summary' if done == 1 else 'summaries'} and {counted(failed, 'failure')}"
        parts.append(f"the folder held {held} before it" if running else f"the folder holds {held} of all its runs")
    return f"{state}: " + "; ".join(parts)
