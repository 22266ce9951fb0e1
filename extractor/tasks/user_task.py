"""A task of somebody's own: everything that commands and runs need of it, made of its folder or of a bare model."""

from __future__ import annotations

import hashlib
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from extractor.engines.base import Engine, PromptIdentity, TaskIdentity
from extractor.errors import InputError
from extractor.reading.reader import read
from extractor.tasks.cells import Form
from extractor.tasks.claims import claims_of
from extractor.tasks.engine import TaskEngine
from extractor.tasks.folder import TaskError, TaskFolder, read_folder
from extractor.tasks.labels import Example, read_example, read_label
from extractor.tasks.leaves import Summary
from extractor.tasks.marked_text import MarkedText
from extractor.tasks.marks import letters_of
from extractor.tasks.model import Glance, MakeTable, SecondLook
from extractor.tasks.outline import GroupNode, all_lists, outline
from extractor.tasks.program import TaskPlan
from extractor.tasks.prompt import Shown, TaskPrompt
from extractor.tasks.replies import compact_json, reply_model, write_reply
from extractor.tasks.wire_schema import check_schema

if TYPE_CHECKING:
    from extractor.engines.llm.settings import LlmSettings
    from extractor.eval.agreement import Agreement
    from extractor.eval.gold_stats import GoldStats
    from extractor.eval.model import Settings
    from extractor.eval.score import Judge
    from extractor.exports.layout import Layout
    from extractor.tasks.labelstudio import TaskProject


@dataclass(frozen=True)
class UserTask:
    """A task whose model is somebody's own. `folder` is None where only a model was given."""

    node: GroupNode
    model: type[BaseModel]
    name: str
    version: str
    hash: str
    form: Form = "pointer"
    guide: str = ""
    examples: tuple[Example, ...] = ()
    match: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    folder: TaskFolder | None = None

    @property
    def identity(self) -> TaskIdentity:
        """Name, version and hash, for run.json."""
        return TaskIdentity(self.name, self.version, self.hash)

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists of a summary, those of its items included."""
        return tuple(one.name for one in all_lists(self.node))

    glance = Glance()
    """Of somebody's own task: the lists alone."""

    def tables(self) -> Mapping[str, MakeTable]:
        """None: tables are made by `export`."""
        return {}

    def prompt(self, settings: LlmSettings) -> TaskPrompt:
        """The prompt under some settings: with the strategy of the task, and as many examples as they ask for."""
        shown = self.examples if settings.few_shots is None else self.examples[: settings.few_shots]
        own = self.folder.path if self.folder is not None else None
        form = self.form_of(settings)
        return TaskPrompt(self.node, form, self.guide, tuple(self._shown(one, form) for one in shown), own)

    def form_of(self, settings: LlmSettings) -> Form:
        """How replies are written: quoted where the settings ask for it, else as the task says."""
        return "quote" if settings.strategy == "quote" else self.form

    def engine(self, settings: LlmSettings) -> TaskEngine:
        """The engine that asks a model. Raises `UsageError` where a template is wrong."""
        prompt = self.prompt(settings)
        identity = PromptIdentity(self.name, self.version, prompt.form, prompt.static_hash)
        return TaskEngine(TaskPlan(settings, prompt, self.model), identity)

    def templates_hash(self, settings: LlmSettings) -> str:
        """Hash of the templates in use."""
        return self.prompt(settings).templates_hash

    def rules(self) -> Engine | None:
        """None: rules are written for one task."""
        return None

    def second_look(self) -> SecondLook | None:
        """None: there are no rules to look with."""
        return None

    def layout(self) -> Layout:
        """What its summaries look like as tables and pages."""
        from extractor.tasks.layout import layout_of

        if self.folder is None:
            raise TaskError("A model without a folder has no tables; make a task folder with `extractor task new`.")
        return layout_of(self.folder)

    def judge(self) -> Judge:
        """How its summaries are scored."""
        from extractor.tasks.scoring import judge_of

        return judge_of(self.node, self.match, self.folder.settings.labels if self.folder is not None else {})

    def score_names(self) -> tuple[str, ...]:
        """Every score that a gate may ask for."""
        from extractor.tasks.scoring import score_names

        return score_names(self.judge())

    def baseline_names(self) -> tuple[str, ...]:
        """The scores that a baseline keeps."""
        return (*self.judge().headlines, "coverage")

    def agreement(
        self, a: Mapping[str, Any], b: Mapping[str, Any], texts: Mapping[str, str] | None, settings: Settings | None
    ) -> Agreement:
        """How far two annotators agree. Raises `UsageError` where no article was labelled by both."""
        from extractor.tasks.agreement import task_agreement

        return task_agreement(self.node, self.match, self.judge(), a, b, texts, settings)

    def gold_stats(self, labels: Iterable[Any]) -> GoldStats:
        """What labels hold."""
        from extractor.tasks.stats import gold_stats

        return gold_stats(self.node, labels)

    def label_project(self) -> TaskProject:
        """Its gold in Label Studio."""
        from extractor.tasks.labelstudio import TaskProject

        settings = self.folder.settings if self.folder is not None else None
        titles, glosses = (settings.fields, settings.labels) if settings is not None else ({}, {})
        return TaskProject(self.node, self.model, titles, glosses)

    def read_label(self, path: Path, text: str | None) -> BaseModel:
        """A label file, whole or hand-written. Raises `InputError`."""
        from extractor.eval.gold import read_bytes

        label = read_label(self.node, self._summary_model, path, read_bytes(path), text)
        if label.doc_id != path.stem:
            raise InputError(f"{path}: doc_id: is {label.doc_id!r}, but the file's name says {path.stem!r}.")
        return label

    def parse_summary(self, line: bytes, where: str) -> BaseModel:
        """A summary of a line of JSON. Raises `InputError` with the field that is wrong."""
        try:
            return self.model.model_validate_json(line.removeprefix(BOM_UTF8))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            field = ".".join(str(part) for part in first["loc"]) or "the line"
            raise InputError(f"{where}: {field}: {first['msg']}.") from None

    @property
    def _summary_model(self) -> type[Summary]:
        if not issubclass(self.model, Summary):
            raise TaskError("Labels need a model that is a Summary; make a task folder with `extractor task new`.")
        return self.model

    @cached_property
    def reply_schema(self) -> dict[str, Any]:
        """The JSON schema of a reply, as it goes over the wire."""
        return reply_model(self.node, self.form).model_json_schema()

    def _shown(self, example: Example, form: Form) -> Shown:
        tree = claims_of(self.node, example.summary)
        letters = letters_of([self.node]) if form == "pointer" else frozenset[str]()
        tagged = MarkedText.marked(example.article, read(example.article), letters)
        text = tagged.text if form == "pointer" else tagged.plain_text
        return Shown(text, compact_json(write_reply(self.node, tree, form, tagged)))


def load_task(path: Path) -> UserTask:
    """The task of a folder, checked whole: model, settings, templates, examples, and the schema of its replies.

    Runs the folder's `summary.py`. Raises `TaskError`: one sentence with file and line.
    """
    folder = read_folder(path)
    settings = folder.settings
    try:
        examples = tuple(read_example(folder.node, folder.model, one) for one in folder.examples)
    except InputError as error:
        raise TaskError(str(error)) from None
    task = UserTask(
        node=folder.node,
        model=folder.model,
        name=settings.name,
        version=settings.version,
        hash=folder.hash,
        form=settings.strategy,
        guide=folder.guide,
        examples=examples,
        match=settings.match,
        folder=folder,
    )
    check_schema(task.reply_schema, task.node, task.form)
    return task


def task_of_model(model: type[BaseModel], *, form: Form = "pointer", guide: str = "") -> UserTask:
    """The task of a bare model, for callers from Python. Raises `UsageError` where a leaf has no proof."""
    node = outline(model)
    schema = repr(sorted(model.model_json_schema().items()))
    digest = hashlib.sha256(schema.encode("utf-8")).hexdigest()
    task = UserTask(node, model, model.__name__, "0.0.0", digest, form, guide)
    check_schema(task.reply_schema, node, form)
    return task
