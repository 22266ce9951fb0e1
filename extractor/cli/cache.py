"""`extractor cache`: the completions that all runs share, shown and pruned."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.options import Amount, NamedPath, say
from extractor.terminal import counted

_MEGA = 1_000_000


@click.command("cache", short_help="Show or prune the completions that all runs share.")
@click.option("--cache", "folder", type=NamedPath(path_type=Path), metavar="DIR", help="Default: ~/.cache/extractor.")
@click.option("--prune", type=Amount(min=0, max=10**9), metavar="MB", help="Delete the oldest until MB are left.")
def command(folder: Path | None, prune: float | None) -> int:
    """Show what the shared store of completions holds and what it saved; with --prune, make it smaller.

    A completion in it is never asked for again: `extractor run --cache off` goes without, `--ask-again` pays again.
    """
    from extractor.runs.calls import CALLS, CallStore, cache_folder

    place = folder or cache_folder()
    if not (place / CALLS).exists():
        click.echo(f"There is no store in {place}.")
        return 0
    store = CallStore(place)
    if store.set_aside is not None:
        say(f"The store was damaged; it is kept as {store.set_aside.name}, and a new one begun.")
    try:
        if prune is not None:
            gone = store.prune(round(prune * _MEGA))
            click.echo(f"{counted(gone, 'completion')} deleted")
        spent = store.spent
        cost = "price unknown" if spent.cost_usd is None else f"${spent.cost_usd:.4f}"
        click.echo(f"{store.path}: {counted(len(store), 'completion')}, {store.size / _MEGA:.1f} MB")
        click.echo(f"{counted(spent.calls, 'call')}, {spent.input_tokens} tokens in, {spent.output_tokens} out, {cost}")
    finally:
        store.close()
    return 0
