"""Which task is meant: the default one, or the folder that somebody names. No folder is found by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from extractor.tasks.party_review.task import NAME, party_review

if TYPE_CHECKING:
    from extractor.tasks.model import Task


def find_task(named: Path | str | None) -> Task:
    """The task of a folder; None or `party_review` is the default one. Runs the folder's code. Raises `TaskError`."""
    if named is None or str(named) == NAME:
        return party_review()
    from extractor.tasks.user_task import load_task

    return load_task(Path(named))
