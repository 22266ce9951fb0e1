"""`extractor gold`: labels checked, counted, compared between annotators, drafted, and carried to and from a tool."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.draft import command as draft
from extractor.cli.judging import console, judging_options, make_bench
from extractor.cli.options import NamedPath, task_option, write_text
from extractor.cli.own_gold import check_own, label_file, label_json, open_own, own_project
from extractor.terminal import counted

if TYPE_CHECKING:
    from extractor.eval.gold import GoldFolder, Texts
    from extractor.eval.labelstudio_results import Imported

_EXISTING = click.Path(exists=True, path_type=Path)
_FILE = NamedPath(dir_okay=False, path_type=Path)
_FOLDER = NamedPath(file_okay=False, path_type=Path)
_TEXTS = click.option(
    "--texts", type=_FOLDER, metavar="DIR", help="Folder of the articles' texts, if not beside the labels."
)


@click.group("gold", short_help="Check, count and convert gold files.")
def command() -> None:
    """Gold: one label file (`<doc_id>.json`) an article, by the annotation guide."""


@command.command("check", short_help="Check labels against schema and guide.")
@click.argument("folder", type=_EXISTING)
@_TEXTS
@click.option("--strict", is_flag=True, help="Fail for doubts too.")
@click.option("--write", is_flag=True, help="Of a task's own labels: write those that are proved as whole summaries.")
@task_option
def check(folder: Path, texts: Path | None, strict: bool, write: bool, task: Path | None) -> int:
    """Hold the labels in FOLDER against the schema and every rule of the guide a program can check.

    Doubts are what is nearly always a slip but may be right; they do not fail the check without --strict.
    """
    from extractor.tasks.party_review.eval.check import check_folder
    from extractor.tasks.registry import find_task

    of_task = find_task(task)
    if of_task.identity is not None:
        return check_own(of_task, folder, texts, write=write)
    gold, found = _open(folder, texts)
    problems = check_folder(gold, found)
    for problem in problems:
        click.echo(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    doubts = len(problems) - errors
    click.echo(f"{counted(len(gold), 'label')}: {counted(errors, 'error')}, {counted(doubts, 'doubt')}", err=True)
    return 1 if errors or (strict and doubts) else 0


@command.command("migrate", short_help="Lift labels of an older version to this one.")
@click.argument("folder", type=_EXISTING)
@_TEXTS
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
def migrate(folder: Path, texts: Path | None, dry_run: bool) -> int:
    """Lift the labels in FOLDER from version 2 of the annotation guide to version 3, in place.

    Changed is what the guide's lists decide: kinds of organisation (Quân sự, Công an, xã, phường, UBND, the Party's own
    agencies), provinces by the list in force on the event's day, titles of documents with a number, the count of a
    named recipient. Everything else that version 3 decides is listed for a person to look at. A label of version 3
    stays as it is.

    Exit code: 0 lifted, 1 a label or its text could not be read.
    """
    from pydantic import ValidationError

    from extractor.errors import ExtractorError
    from extractor.eval.gold import field_errors
    from extractor.schema import ArticleSummary
    from extractor.tasks.party_review.eval.migrate import migrate as lift

    gold, found = _open(folder, texts)
    changed = looks = broken = 0
    for file in gold.files:
        try:
            label = ArticleSummary.model_validate_json(file.read_bytes())
            lifted = lift(label, found[label.doc_id])
        except ValidationError as error:
            broken += 1
            click.echo("\n".join(f"{file}: {path}: {message}." for path, message in field_errors(error)))
            continue
        except (ExtractorError, KeyError) as error:
            broken += 1
            click.echo(f"{file}: {error if isinstance(error, ExtractorError) else 'its article was not found'}")
            continue
        for change in lifted.changes:
            click.echo(f"{file}: {change}")
        for finding in lifted.open:
            click.echo(f"{file}: {finding.path}: look: {finding.message}")
        if lifted.changes and not dry_run:
            write_text(file, label_json(lifted.summary))
        changed += bool(lifted.changes)
        looks += len(lifted.open)
    done = "would be lifted" if dry_run else "lifted"
    click.echo(
        f"{counted(len(gold), 'label')}: {changed} {done}, {counted(looks, 'place')} to look at, {broken} not read",
        err=True,
    )
    return 1 if broken else 0


@command.command("stats", short_help="Count what labels hold.")
@click.argument("folder", type=_EXISTING)
@click.option("--json", "json_file", type=_FILE, metavar="FILE", help="Write the counts as JSON.")
@_TEXTS
@task_option
def stats(folder: Path, json_file: Path | None, texts: Path | None, task: Path | None) -> int:
    """Count what the labels in FOLDER hold, and name what they never have."""
    from dataclasses import asdict

    from extractor.eval.gold_stats import stats_tables
    from extractor.tasks.registry import find_task

    of_task = find_task(task)
    counted = of_task.gold_stats(open_own(of_task, folder, texts)[0])
    screen = console()
    for table in stats_tables(counted):
        screen.print(table)
    if json_file:
        write_text(json_file, json.dumps(asdict(counted), ensure_ascii=False, indent=1) + "\n")
    return 0


@command.command("agreement", short_help="Compare two annotators' labels.")
@click.argument("a", type=_EXISTING)
@click.argument("b", type=_EXISTING)
@click.option("--json", "json_file", type=_FILE, metavar="FILE", help="Write scores and alphas as JSON.")
@click.option("--details", is_flag=True, help="Show fields, labels and kinds of disagreement too.")
@judging_options
def agreement(
    a: Path,
    b: Path,
    json_file: Path | None,
    details: bool,
    texts: Path | None,
    seed: int | None,
    resamples: int,
    task: Path | None,
) -> int:
    """Compare two annotators' labels of the same articles: A is taken for gold, and F1 is the same either way.

    Only articles that both labelled count.
    """
    from extractor.eval.gold import GoldFolder, LabelFolder
    from extractor.eval.tables import alpha_table, detail_tables, evaluation_tables

    bench = make_bench(a, texts, seed, resamples, task=task)
    second = LabelFolder(GoldFolder(b, bench.gold.read))
    found = bench.task.agreement(LabelFolder(bench.gold), second, bench.texts, bench.settings)
    screen = console()
    for table in (
        *evaluation_tables(found.evaluation),
        *(detail_tables(found.evaluation) if details else []),
        *([alpha_table(found.alphas)] if found.alphas else []),
    ):
        screen.print(table)
    for name, ids in (("A", found.only_a), ("B", found.only_b)):
        if ids:
            click.echo(f"Labelled by {name} only, not compared: {', '.join(ids)}", err=True)
    if json_file:
        from pydantic import TypeAdapter

        from extractor.eval.agreement import Agreement

        write_text(json_file, TypeAdapter(Agreement).dump_json(found, indent=1).decode("utf-8"))
    return 0


command.add_command(draft)


@command.command("export", short_help="Make a Label Studio project of labels.")
@click.argument("folder", type=_EXISTING)
@click.option("--format", "form", type=click.Choice(["label-studio"]), required=True, help="The tool to export to.")
@click.option("--out", type=_FOLDER, required=True, metavar="DIR", help="Folder for config.xml and tasks.json.")
@click.option("--as", "kind", type=click.Choice(["annotations", "predictions"]), default="annotations",
              show_default=True, help="Finished labels, or drafts for a person to correct.")  # fmt: skip
@_TEXTS
@task_option
def export(folder: Path, form: str, out: Path, kind: Any, texts: Path | None, task: Path | None) -> int:  # noqa: ARG001
    """Make a Label Studio project of the labels in FOLDER: its config, and tasks that are labelled already."""
    from extractor.tasks.party_review.eval.labelstudio import export as export_project
    from extractor.tasks.registry import find_task

    of_task = find_task(task)
    if of_task.identity is None:
        project = export_project(*_open(folder, texts), kind)
    else:
        project = own_project(of_task).export(*open_own(of_task, folder, texts), kind)
    write_text(out / "config.xml", project.config_xml)
    write_text(out / "tasks.json", json.dumps(project.tasks, ensure_ascii=False, indent=1) + "\n")
    click.echo(f"{out / 'config.xml'}, {out / 'tasks.json'}: {counted(len(project.tasks), 'task')}", err=True)
    return 0


@command.command("import", short_help="Read Label Studio's export back into labels.")
@click.argument("export_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=_FOLDER, required=True, metavar="DIR", help="Folder for the label files.")
@click.option("--annotator", type=int, metavar="ID", help="Take only this person's annotations.")
@click.option("--force", is_flag=True, help="Overwrite labels that are there.")
@task_option
def import_(export_file: Path, out: Path, annotator: int | None, force: bool, task: Path | None) -> int:
    """Read Label Studio's JSON export back into label files; those of a task of your own are proved first."""
    from extractor.tasks.party_review.eval.labelstudio import read_export
    from extractor.tasks.registry import find_task

    of_task = find_task(task)
    data = export_file.read_bytes()
    imported: Imported[Any] = (
        own_project(of_task).read(data, annotator) if of_task.identity else read_export(data, annotator)
    )
    _refuse_overwriting(out, imported.summaries, force)
    for summary in imported.summaries:
        write_text(out / f"{summary.doc_id}.json", label_json(summary))
    click.echo(f"{out}: {counted(len(imported.summaries), 'label')}", err=True)
    if imported.unlabelled:
        click.echo(f"Not labelled yet: {', '.join(imported.unlabelled)}", err=True)
    return 0


def _refuse_overwriting(out: Path, summaries: Iterable[Any], force: bool) -> None:
    from extractor.errors import UsageError

    for summary in summaries:
        file = label_file(out, summary.doc_id)
        if file.exists() and not force:
            raise UsageError(f"{file} is there already; choose another folder, or give --force.")


def _open(folder: Path, texts: Path | None) -> tuple[GoldFolder, Texts]:
    from extractor.eval.gold import GoldFolder, Texts

    gold = GoldFolder(folder)
    return gold, Texts([*([texts] if texts else []), *gold.article_folders])
