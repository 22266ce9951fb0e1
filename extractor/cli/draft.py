"""`extractor gold draft`: labels of articles by an engine, for a person to correct."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.input_options import article_id_option
from extractor.cli.options import NamedPath, given_flags, model_options, say, task_option, write_text
from extractor.cli.own_gold import label_file, label_json, own_draft
from extractor.terminal import counted

if TYPE_CHECKING:
    from extractor.config import EngineChoice
    from extractor.tasks.model import Task
    from extractor.text.article import Article


@click.command("draft", short_help="Draft the label of an article with an engine.")
@click.argument("file", metavar="ARTICLE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--engine", type=click.Choice(["rules", "llm"]), help="Default: llm where a model is configured.")
@click.option(
    "--out",
    type=NamedPath(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write DIR/<doc_id>.json instead of printing it.",
)
@click.option("--force", is_flag=True, help="Overwrite a label that is there.")
@article_id_option
@click.option("--all", "every", is_flag=True, help="Of a file of several articles draft every one into --out DIR.")
@task_option
@model_options()
def command(
    file: Path,
    engine: str | None,
    out: Path | None,
    force: bool,
    wanted: str | None,
    text_field: str | None,
    every: bool,
    task: Path | None,
    **model: Any,
) -> int:
    """Draft the label of ARTICLE (a text or HTML file, or any other that `run` reads), for a person to correct.

    A draft is not gold: read it against the article before it judges anything. Where the label's offsets count
    another text than the file's own (the main text of a page, a row of a table), that text is written beside the label.

    Of a file of several articles the first is drafted, or the one that --id names, or with --all every one.

    Exit code: 0 drafted, 1 an article could not be read.
    """
    from extractor.config import choose_engine
    from extractor.errors import UsageError
    from extractor.loaders import load_one
    from extractor.tasks.registry import find_task

    if every and (out is None or wanted is not None):
        raise UsageError("--all drafts every article into a folder: give --out DIR with it, and no --id.")
    drafter = _Drafter(choose_engine(engine=engine, flags=given_flags(model)), find_task(task), file)
    if every and out is not None:
        return _draft_all(drafter, out, force, text_field)
    article = load_one(
        str(file), note=lambda said: say(f"{said} --all takes every one."), wanted=wanted, text_field=text_field
    )
    if out is None:
        click.echo(drafter.text(article), nl=False)
        return 0
    target = label_file(out, article.doc_id)
    if target.exists() and not force:
        raise UsageError(f"{target} is there already; give --force to overwrite a person's work with a draft.")
    drafter.write(article, target)
    click.echo(f"{target}: a draft by {drafter.choice.engine}; correct it, then run `extractor gold check`", err=True)
    return 0


@dataclass(frozen=True, slots=True)
class _Drafter:
    """An engine that drafts articles of one file."""

    choice: EngineChoice
    task: Task
    file: Path

    def text(self, article: Article) -> str:
        """The label's text."""
        from extractor.library import extract

        if self.task.identity is not None:
            return label_json(own_draft(self.task, self.choice, article))
        return label_json(extract(article, self.choice.make()))

    def write(self, article: Article, target: Path) -> None:
        """Write the label, and beside it the text that its offsets count, where that is not the file's own."""
        write_text(target, self.text(article))
        if not _is_text_of(self.file, article.text):
            target.with_suffix(".txt").write_bytes(article.text.encode("utf-8"))


def _draft_all(drafter: _Drafter, out: Path, force: bool, text_field: str | None) -> int:
    """Draft every article of the file; labels that are there stay, unless forced. The exit code."""
    from extractor.errors import ExtractorError, InputError, UsageError
    from extractor.loaders import FieldNames, Manner, find_inputs, load

    drafted = left = failed = 0
    for loaded in load(find_inputs([str(drafter.file)], manner=Manner(FieldNames(text=text_field)))):
        try:
            if loaded.article is None:
                raise loaded.error or InputError("This cannot be read.")
            target = label_file(out, loaded.doc_id)
            if target.exists() and not force:
                left += 1
                continue
            drafter.write(loaded.article, target)
            drafted += 1
        except UsageError:
            raise
        except ExtractorError as error:
            failed += 1
            say(f"{loaded.origin}: {error}")
    say(f"{out}: {'; '.join(_account(drafted, left, failed, drafter.choice.engine))}")
    return 1 if failed else 0


def _account(drafted: int, left: int, failed: int, engine: str) -> Iterator[str]:
    yield f"{counted(drafted, 'draft')} by {engine}; correct them, then run `extractor gold check`"
    if left:
        yield f"{left} left, for their labels are there already (--force overwrites them)"
    if failed:
        yield f"{failed} failed"


def _is_text_of(file: Path, text: str) -> bool:
    from extractor.errors import InputError
    from extractor.eval.gold import read_text

    try:
        return file.suffix == ".txt" and read_text(file) == text
    except InputError:
        return False
