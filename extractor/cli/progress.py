"""A run as it is watched: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import click

from extractor.loaders.inputs import STDIN
from extractor.runs.observer import Snapshot
from extractor.runs.outcome import ArticleOutcome
from extractor.terminal import one_line

if TYPE_CHECKING:
    from rich.console import Console

_EVERY_SECONDS: Final = 5.0
"""Seconds between two plain lines; a log is no film."""


def _failure(outcome: ArticleOutcome) -> str:
    """A failure in one line, with its file; nothing that a server or an article put into it acts on the terminal."""
    message = outcome.message or ""
    where = "" if outcome.origin in ("", STDIN) or outcome.origin in message else f" ({outcome.origin})"
    return one_line(f"failed {outcome.doc_id}: {outcome.error}: {message}{where}")


def told(seen: Snapshot) -> str:
    """How a run with a model stands, beside its counts: store, tokens, money, and the calls in flight."""
    if not seen.allowed:
        return ""
    parts = [f"{seen.in_flight} of {seen.allowed} calls in flight ({seen.why})"]
    if seen.saved.calls:
        parts.append(f"{seen.saved.calls} from store")
    parts.append(f"{seen.paid.input_tokens + seen.paid.output_tokens} tokens")
    if seen.paid.cost_usd is not None:
        projected = f" of about ${seen.projected_usd:.2f}" if seen.projected_usd is not None else ""
        parts.append(f"${seen.paid.cost_usd:.4f}{projected}")
    if seen.retried:
        parts.append(f"{seen.retried} tried again")
    return ", ".join(parts)


def _pace(seen: Snapshot) -> dict[str, Any]:
    """What the bar shows of a run beside its counts: of what is worked on now, not of what was done before."""
    left = "-:--:--" if seen.left is None else str(timedelta(seconds=round(seen.left)))
    return {"rate": f"{seen.rate:.1f}/s" if seen.rate > 0 else "-/s", "left": left, "told": told(seen)}


class PlainProgress:
    """A line on standard error now and then, and one for each failure."""

    def __init__(self) -> None:
        self._total: int | None = None
        self._done = self._failed = 0
        self._spoken = time.monotonic()
        self._seen = Snapshot()

    def started(self, total: int | None) -> None:
        """Remember how many there are."""
        self._total = total
        self._spoken = time.monotonic()

    def ended(self, outcome: ArticleOutcome) -> None:
        """Count, and speak where it is time."""
        if outcome.status == "failed":
            self._failed += 1
            click.echo(_failure(outcome), err=True)
        else:
            self._done += 1
        if time.monotonic() - self._spoken >= _EVERY_SECONDS:
            self._speak()

    def known(self, count: int) -> None:
        """Count them."""
        self._done += count

    def looked(self, snapshot: Snapshot) -> None:
        """Remember how things stand, and speak where it is time."""
        self._seen = snapshot
        if time.monotonic() - self._spoken >= _EVERY_SECONDS:
            self._speak()

    def said(self, message: str) -> None:
        """Pass it on."""
        click.echo(one_line(message), err=True)

    def again(self) -> None:
        """Count anew."""
        self._done = self._failed = 0

    def finished(self) -> None:
        """The last line."""
        self._speak()

    def _speak(self) -> None:
        self._spoken = time.monotonic()
        total = "" if self._total is None else f" of {self._total}"
        before = f" ({self._seen.reused} from before)" if self._seen.reused else ""
        parts = [f"{self._done} done{before}", f"{self._failed} failed"]
        if self._seen.rate > 0:
            parts.append(f"{self._seen.rate:.1f}/s")
        if self._seen.left is not None:
            parts.append(f"{self._seen.left:.0f} s left")
        line = f"{self._done + self._failed}{total}: {', '.join(parts)}"
        calls = told(self._seen)
        click.echo(one_line(f"{line}; {calls}" if calls else line), err=True)


class BarProgress:
    """A rich progress bar with done, failed, rate and time left."""

    def __init__(self, console: Console) -> None:
        from rich import progress

        self._console = console
        self._progress = progress.Progress(
            progress.TextColumn("articles"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TextColumn("[green]{task.fields[done]} done[/] [red]{task.fields[failed]} failed[/]"),
            progress.TextColumn("[progress.data.speed]{task.fields[rate]}[/]"),
            progress.TextColumn("left"),
            progress.TextColumn("[progress.remaining]{task.fields[left]}[/]"),
            progress.TextColumn("[dim]{task.fields[told]}[/]"),
            console=console,
        )
        self._task: progress.TaskID | None = None
        self._done = self._failed = 0

    def started(self, total: int | None) -> None:
        """Show the bar."""
        self._task = self._progress.add_task("articles", total=total, done=0, failed=0, **_pace(Snapshot()))
        self._progress.start()

    def ended(self, outcome: ArticleOutcome) -> None:
        """Move the bar; a failure leaves its line above it."""
        if outcome.status == "failed":
            self._failed += 1
            self._progress.console.print(_failure(outcome), style="red", markup=False, highlight=False)
        else:
            self._done += 1
        if self._task is not None:
            self._progress.update(self._task, advance=1, done=self._done, failed=self._failed)

    def known(self, count: int) -> None:
        """Move the bar over all of them at once."""
        self._done += count
        if self._task is not None:
            self._progress.update(self._task, advance=count, done=self._done)

    def looked(self, snapshot: Snapshot) -> None:
        """Show how fast it goes, and how the calls stand."""
        if self._task is not None:
            self._progress.update(self._task, **_pace(snapshot))

    def said(self, message: str) -> None:
        """A line above the bar."""
        self._progress.console.print(one_line(message), markup=False, highlight=False)

    def again(self) -> None:
        """Begin the bar anew."""
        self._done = self._failed = 0
        if self._task is not None:
            self._progress.reset(self._task, done=0, failed=0)

    def finished(self) -> None:
        """Leave the bar as it stands."""
        self._progress.stop()


class Silence:
    """Says nothing."""

    def started(self, total: int | None) -> None:
        """Nothing."""

    def ended(self, outcome: ArticleOutcome) -> None:
        """Nothing."""

    def known(self, count: int) -> None:
        """Nothing."""

    def looked(self, snapshot: Snapshot) -> None:
        """Nothing."""

    def said(self, message: str) -> None:
        """Only what the user has to know."""
        click.echo(one_line(message), err=True)

    def again(self) -> None:
        """Nothing."""

    def finished(self) -> None:
        """Nothing."""
