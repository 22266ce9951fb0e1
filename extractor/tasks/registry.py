"""Which task is meant: the default one, or the folder that somebody names. No folder is found by itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import UsageError
from extractor.tasks.party_review.task import NAME, party_review

if TYPE_CHECKING:
    from extractor.tasks.model import Task


def find_task(named: Path | str | None) -> Task:
    """The task of a folder; None or `party_review` is the default one. Runs the folder's code. Raises `TaskError`."""
    if named is None or str(named) == NAME:
        return party_review()
    from extractor.tasks.user_task import load_task

    return load_task(Path(named))


def task_of_run(named: Path | str | None, manifest: Mapping[str, Any], where: Path) -> tuple[Task, str | None]:
    """The task of a finished run by what its run.json says, and a warning where the named folder has changed since.

    Raises `UsageError` where the run is of a task whose folder is not named, or of another one.
    """
    recorded = manifest.get("task") or {}
    task = find_task(named)
    if not manifest:
        return task, None
    own, name = task.identity, recorded.get("name")
    if own is None and name is not None:
        raise UsageError(f"{where} is a run of the task {name}; name its folder with --task.")
    if own is not None and name != own.name:
        raise UsageError(f"{where} is a run of the task {name or NAME}, and --task names {own.name}.")
    if own is not None and recorded.get("hash") != own.hash:
        version = recorded.get("version")
        return task, f"The folder of {own.name} has changed since this run (it was version {version})."
    return task, None
