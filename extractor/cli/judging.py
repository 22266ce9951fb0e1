"""What `eval` and `compare` share: options, and gold with predictions read and judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from extractor.cli.options import task_option
from extractor.errors import InputError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from extractor.eval.gold import GoldFolder
    from extractor.eval.model import Evaluation, Settings
    from extractor.exports.page.texts import ArticleTexts
    from extractor.tasks.model import Task

Command = TypeVar("Command", bound=Callable[..., Any])

MANY_ARTICLES: Final = 2_000
"""Gold larger than this keeps only what is wrong: the right matches would fill memory and reports."""

PLAIN_WIDTH: Final = 160
"""Columns of tables where there is no terminal to ask."""


def judging_options(command: Command) -> Command:
    """Adds `--task`, `--texts`, `--seed` and `--resamples`."""
    path = click.Path(exists=True, file_okay=False, path_type=Path)
    for option in (
        click.option(
            "--resamples",
            type=click.IntRange(100, 100_000),
            default=2000,
            show_default=True,
            metavar="N",
            help="Bootstrap resamples behind each interval.",
        ),
        click.option("--seed", type=click.IntRange(min=0), metavar="N", help="Seed of the resamples."),
        click.option(
            "--texts", type=path, metavar="FOLDER", help="Folder of the articles' files, if not beside the gold."
        ),
    ):
        command = option(command)
    return task_option(command)


@dataclass(frozen=True, slots=True)
class Bench:
    """Gold to judge against, with the articles' texts and how intervals are made."""

    gold: GoldFolder
    texts: Mapping[str, str]
    settings: Settings
    task: Task

    def predictions(self, path: Path) -> Mapping[str, Any]:
        """The summaries of a run, a file or a folder of labels. Raises `UsageError`, `InputError`."""
        from extractor.eval.gold import open_predictions

        return open_predictions(path, self.task.parse_summary, self.gold.read)

    def judge(self, predictions: Path) -> Evaluation:
        """One run or prediction file judged. Raises `UsageError` where it has a summary of no article of the gold."""
        from extractor.eval.run_info import read_run_info
        from extractor.eval.score import evaluate

        found = evaluate(
            self.gold,
            self.predictions(predictions),
            self.texts,
            settings=self.settings,
            keep="all" if len(self.gold) <= MANY_ARTICLES else "errors",
            run=read_run_info(predictions),
            judge=self.task.judge(),
        )
        if len(found.missing) == len(self.gold):
            raise UsageError(_nothing_in_common(predictions, found))
        return found


def _nothing_in_common(predictions: Path, found: Evaluation) -> str:
    from extractor.eval.run_info import listed

    if not found.unexpected:
        return f"{predictions} holds no summary at all, so there is nothing to score; see its failures.jsonl."
    return (
        f"{predictions} has no summary of any article of the gold, so there is nothing to score: the gold has "
        f"{listed(found.missing, 3)}, the summaries {listed(found.unexpected, 3)}; run the gold's articles, under the "
        "ids that the labels have."
    )


def make_bench(
    gold: Path, texts: Path | None, seed: int | None, resamples: int, *runs: Path, task: Path | None = None
) -> Bench:
    """The gold folder opened; texts are looked for in `texts`, beside the gold, in the runs' own folders, then in what
    the runs were made of.
    """
    from extractor.eval.gold import GoldFolder, Texts
    from extractor.eval.model import Settings
    from extractor.extras import require
    from extractor.tasks.registry import find_task

    require("eval", "Scoring")
    of_task = find_task(task)
    found: list[Mapping[str, str]] = []

    def read(file: Path) -> Any:
        return of_task.read_label(file, found[0].get(file.stem) if found else None)

    folder = GoldFolder(gold, read)
    places = ([texts] if texts else []) + list(folder.article_folders)
    places += [(run if run.is_dir() else run.parent) / "texts" for run in runs]
    default = Settings()
    settings = Settings(resamples=resamples, seed=default.seed if seed is None else seed)
    found.append(_Found(Texts(places), _of_runs(runs, [texts] if texts else [])))
    return Bench(folder, found[0], settings, of_task)


def _of_runs(runs: Sequence[Path], folders: Sequence[Path]) -> list[ArticleTexts]:
    """The texts of the inputs of some runs, found as `view` finds them."""
    from extractor.exports.page.texts import ArticleTexts
    from extractor.exports.run_folder import RunFolder

    found = []
    for run in runs:
        with suppress(UsageError):  # a folder of labels, say
            found.append(ArticleTexts(RunFolder.open(run), folders))
    return found


class _Found(Mapping[str, str]):
    """Texts by `doc_id`: those of files named so, else those of the runs' inputs."""

    def __init__(self, files: Mapping[str, str], runs: Sequence[ArticleTexts]) -> None:
        self._files = files
        self._runs = runs

    def __getitem__(self, doc_id: str) -> str:
        if doc_id in self._files:
            return self._files[doc_id]
        for run in self._runs:
            with suppress(InputError):  # an index that is damaged knows no text
                if (text := run.of(doc_id)) is not None:
                    return text
        raise KeyError(doc_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def console() -> Console:
    """Standard output for tables, wide enough where it is no terminal."""
    from rich.console import Console

    found = Console(highlight=False, markup=False)
    return found if found.is_terminal else Console(width=PLAIN_WIDTH, highlight=False, markup=False)
