"""`extractor task`: a task of one's own checked, shown, or begun."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.options import NamedPath
from extractor.terminal import printable

if TYPE_CHECKING:
    from extractor.tasks.user_task import UserTask

_FOLDER = NamedPath(file_okay=False, path_type=Path)


@click.group("task", short_help="Check, show or begin a task of your own.")
def command() -> None:
    """Tasks: a folder with a model of your own (summary.py), its settings (task.toml), a guide and worked examples.

    A task's folder holds code, which runs when the folder is named here or with --task, and at no other time.
    """


@command.command("check")
@click.argument("folder", type=_FOLDER)
def check(folder: Path) -> None:
    """Load the task in FOLDER: model, settings, templates; each example proved; the reply's schema held by servers.

    Exit code: 0 all is well, 2 something is wrong: one sentence with file and line.
    """
    task = _load(folder)
    shown = "1 example" if len(task.examples) == 1 else f"{len(task.examples)} examples"
    click.echo(f"{task.name} {task.version}: {shown} proved, strategy {task.form}, hash {task.hash[:16]}")


@command.command("show")
@click.argument("folder", type=_FOLDER)
def show(folder: Path) -> None:
    """Show each leaf of the task in FOLDER and what proves it, and by what items are paired when they are scored."""
    from extractor.tasks.outline import PROOFS, all_leaves

    task = _load(folder)
    click.echo(f"{task.name} {task.version}, {task.model.__name__}: {' '.join(task.node.about.split())}")
    for leaf in all_leaves(task.node):
        said = "" if not leaf.labels else f" ({', '.join(leaf.labels)})"
        units = "" if not leaf.units else f", in {' or '.join(leaf.units)}"
        optional = ", optional" if leaf.optional else ""
        click.echo(printable(f"  {leaf.path}: {leaf.kind}{optional}{units}: {PROOFS[leaf.kind]}{said}"))
    for name, spec in task.judge().specs.items():
        levels = "; ".join(f"{level.name}: {', '.join(spec.fields[: level.fields])}" for level in spec.levels)
        click.echo(printable(f"  {name} paired by {levels}"))


@command.command("new")
@click.argument("folder", type=NamedPath(path_type=Path))
def new(folder: Path) -> None:
    """Begin a task in FOLDER: a small one that is right as it stands, to be changed."""
    from extractor.tasks.new import begin_task

    for path in begin_task(folder):
        click.echo(printable(str(path)))
    click.echo(f"Change them; then: extractor task check {folder}", err=True)


def _load(folder: Path) -> UserTask:
    from extractor.engines.llm.settings import LlmSettings
    from extractor.tasks.user_task import load_task

    task = load_task(folder)
    # Rendered once, so that a template's fault shows here and not in the middle of a run.
    prompt = task.prompt(LlmSettings(model="unnamed", base_url="http://localhost/v1"))
    assert prompt.system
    prompt.follow_up("", [])
    prompt.repair(prompt.follow_up("", []), ["nothing"])
    task.layout()
    return task
