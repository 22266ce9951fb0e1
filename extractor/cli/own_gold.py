"""What `extractor gold` does with the labels of one's own task: checked by its gate, drafted, carried to a tool."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.options import write_text
from extractor.terminal import counted

if TYPE_CHECKING:
    from pydantic import BaseModel

    from extractor.config import EngineChoice
    from extractor.eval.gold import GoldFolder, Texts
    from extractor.tasks.labelstudio import TaskProject
    from extractor.tasks.model import Task
    from extractor.text.article import Article


def open_own(task: Task, folder: Path, texts: Path | None) -> tuple[GoldFolder, Texts]:
    """Labels of somebody's own task, hand-written ones proved as they are read, and the articles' texts."""
    from extractor.eval.gold import GoldFolder, Texts

    found: list[Texts] = []
    gold = GoldFolder(folder, lambda file: task.read_label(file, found[0].get(file.stem)))
    found.append(Texts([*([texts] if texts else []), *gold.article_folders]))
    return gold, found[0]


def own_project(task: Task) -> TaskProject:
    """The Label Studio project of somebody's own task."""
    from extractor.tasks.user_task import UserTask

    assert isinstance(task, UserTask)
    return task.label_project()


def check_own(task: Task, folder: Path, texts: Path | None, *, write: bool) -> int:
    """Labels of somebody's own task, proved again by its gate."""
    from extractor.errors import ExtractorError
    from extractor.eval.gold import GoldFolder, Texts
    from extractor.tasks.labels import gold_faults

    gold = GoldFolder(folder)
    found = Texts([*([texts] if texts else []), *gold.article_folders])
    wrong = written = 0
    for file in gold.files:
        try:
            text = found.get(file.stem)
            label = task.read_label(file, text)
            faults = [f"{file}: {fault}" for fault in gold_faults(task, label, text)]
        except ExtractorError as error:
            faults = [str(error)]
        else:
            if write and not faults and file.read_text(encoding="utf-8") != label_json(label):
                write_text(file, label_json(label))
                written += 1
        wrong += bool(faults)
        for fault in faults:
            click.echo(fault)
    click.echo(f"{counted(len(gold), 'label')}: {wrong} wrong" + (f", {written} written" if write else ""), err=True)
    return 1 if wrong else 0


def own_draft(task: Task, choice: EngineChoice, article: Article) -> BaseModel:
    """A model's summary of an article for somebody's own task. Raises `UsageError` where no model is named."""
    import asyncio

    from extractor.errors import UsageError
    from extractor.runs.single import Model

    if choice.llm is None:
        raise UsageError(f"The task {task.name} has no rules engine; give --model, or set EXTRACTOR_MODEL.")
    llm = choice.llm

    async def draft() -> BaseModel:
        async with Model(llm, engine=task.engine(llm)) as model:
            outcome, _ = await model.answer(article)
            return outcome.summary

    return asyncio.run(draft())


def label_file(out: Path, doc_id: str) -> Path:
    """Where an article's label stands in a folder. Raises `InputError` where the id is no file name."""
    from extractor.errors import InputError

    name = f"{doc_id}.json"
    if Path(name).name != name or name.startswith("."):
        raise InputError(f"The id {doc_id!r} is no file name, and a label is a file of that name; give it another id.")
    return out / name


def label_json(summary: BaseModel) -> str:
    """A label file's text, as the gold files are written."""
    return json.dumps(summary.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
