"""`extractor view`: a page to look at, made of a run."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.export import run_task
from extractor.cli.options import NamedPath, ResultsPath, guard_out, task_option
from extractor.exports.files import PAGE
from extractor.terminal import counted, printable


@click.command("view", short_help="Make a page to look at results, article by article.")
@click.argument("run_dir", metavar="DIR", type=ResultsPath(path_type=Path))
@click.option(
    "-o", "--out", type=NamedPath(dir_okay=False, path_type=Path), metavar="FILE", help=f"Default: DIR/{PAGE}."
)
@click.option(
    "--texts",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Folder of the articles' files (texts, tables, archives), if they were moved since the run; may be repeated.",
)
@task_option
def command(run_dir: Path, out: Path | None, texts: tuple[Path, ...], task: Path | None) -> None:
    """Make one page of the run in DIR that needs no network and no other file: the list of articles with search and
    filters, each article's text with every figure, award, person, document and point marked, what is in doubt, and each
    body's figures over the years.
    """
    from extractor.exports.export import about_run
    from extractor.exports.page.write import run_articles, write_page
    from extractor.exports.run_folder import RunFolder

    guard_out(run_dir, out, "-o")
    run = RunFolder.open(run_dir)
    layout = run_task(task, run).layout()
    path = out if out is not None else run.folder / PAGE
    said = about_run(run)
    about = {"engine": said.get("model") or said.get("engine", ""), "on": said.get("finished at", "")[:10]}
    written = write_page(path, layout, run_articles(run, layout, texts), failures=run.failures(), about=about)
    articles, bodies = counted(written.articles, "article"), counted(written.bodies, "body")
    click.echo(printable(f"{path}: {articles}, {bodies} over the years"))
    if written.without_text:
        shown = "is shown without its" if written.without_text == 1 else "are shown without their"
        click.echo(
            f"{counted(written.without_text, 'article')} {shown} text, which was not found or has changed since the "
            "run; name the folder of the inputs with --texts FOLDER.",
            err=True,
        )
