"""What one command asks for, made of an engine choice and inputs."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, cast

from pydantic import JsonValue

from extractor.config import EngineChoice
from extractor.errors import UsageError
from extractor.loaders import Inputs, Limits
from extractor.runs.desk import Engines
from extractor.runs.identity import code_hash
from extractor.runs.settings import RunSettings
from extractor.tasks.party_review.task import party_review
from extractor.tasks.registry import find_task

if TYPE_CHECKING:
    from extractor.engines.llm.settings import LlmSettings
    from extractor.tasks.model import Task

CACHE_BYTES: Final = 2_000_000_000
"""Size of the shared store beyond which its oldest calls go."""
ARTICLE_SECONDS: Final = 60.0
"""Computing that one article may take where `--article-timeout` says nothing."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a run goes about it; nothing here changes what an article's answer is, but for `sample`."""

    concurrency: int | None = None
    """Calls (or articles, with the rules) at once; None: as many as the server likes."""
    processes: int = 0
    """Processes that compute; 0: this one."""
    article_timeout: float | None = None
    """Seconds for one article, computing and calls in flight; None: only computing is bounded."""
    cache: Path | None = None
    """Folder of the shared store of calls; None: there is none."""
    cache_bytes: int = CACHE_BYTES
    sample: int = 0
    ask_again: bool = False
    via: Literal["online", "batch"] = "online"
    follow_up: Literal["batch", "online"] = "batch"
    wait: bool = False
    """Whether to wait for batches; else the run ends when they are handed in."""
    cancel: bool = False
    """Whether batches that are out are asked to end; nothing new is handed in then."""


@dataclass(frozen=True, slots=True)
class Job:
    """These inputs, with this engine, into that folder."""

    inputs: Inputs
    out: Path
    settings: RunSettings
    make: Callable[[], Engines]
    llm: LlmSettings | None = None
    task: Task = field(default_factory=party_review)
    limit: int | None = None
    fresh: bool = False
    replace: bool = False
    """Whether an article takes the place of another source's article with its id, of an earlier run."""
    limits: Limits = field(default_factory=Limits)
    manner: Manner = field(default_factory=Manner)

    def total(self) -> int | None:
        """How many inputs there are at most; None where that is not known without reading all."""
        total = self.inputs.count()
        return min(total, self.limit) if total is not None and self.limit is not None else total


def make_job(
    choice: EngineChoice,
    inputs: Inputs,
    out: Path,
    *,
    limit: int | None,
    fresh: bool,
    replace: bool = False,
    limits: Limits,
    manner: Manner,
    task: Task | None = None,
) -> Job:
    """The job of one command. Raises `UsageError` where the engine cannot be made (a missing key or prompt)."""
    task = task or party_review()
    if choice.llm is None and task.rules() is None:
        raise UsageError(f"The task {task.name} has no rules engine; give --model, or set EXTRACTOR_MODEL.")
    if choice.llm is not None:
        from extractor.engines.llm.settings import read_key

        if choice.llm.provider is None:
            read_key(choice.llm)
    return Job(
        inputs,
        out,
        settings_of(choice, task, sample=manner.sample),
        partial(make_engines, choice, task_place(task)),
        choice.llm,
        task,
        limit=limit,
        fresh=fresh,
        replace=replace,
        limits=limits,
        manner=manner,
    )


def make_engines(choice: EngineChoice, task_folder: Path | None = None) -> Engines:
    """The engine of a choice for a task, and the rules beside a model where the task has them.

    A worker process loads the task's folder itself: what it computes goes back as bytes.
    """
    task = find_task(task_folder)
    rules = task.rules()
    if choice.llm is not None:
        return Engines(task.engine(choice.llm), rules, task.second_look())
    assert rules is not None
    return Engines(rules, look=task.second_look())


def task_place(task: Task) -> Path | None:
    """The folder that a task was loaded from; None for the default task."""
    folder = getattr(task, "folder", None)
    path: Path | None = getattr(folder, "path", None)
    return path


def cores() -> int:
    """Processes that can compute at once on this machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def settings_of(choice: EngineChoice, task: Task | None = None, *, sample: int = 0) -> RunSettings:
    """What of a choice decides the answers. Raises `UsageError` where its prompt is missing or wrong."""
    if choice.llm is None:
        return RunSettings(engine="rules", engine_version=code_hash())
    task = task or party_review()
    engine = task.engine(choice.llm)
    params = choice.llm.answer_deciding()
    own = ("model", "base_url", "strategy")
    given = {name: cast("JsonValue", value) for name, value in params.items() if name not in own}
    if sample:
        given["sample"] = sample
    return RunSettings(
        engine="llm",
        engine_version=code_hash() if task.identity is None else code_hash(own_task=True),
        model=choice.llm.model,
        base_url=choice.llm.base_url,
        prompt=engine.prompt_identity,
        params=given | {"templates": task.templates_hash(choice.llm)[:16]},
        task=task.identity,
    )
