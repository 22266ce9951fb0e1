"""A task folder to begin with: small, whole, and right as it stands."""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from extractor.errors import UsageError

_END = ".in"


def begin_task(folder: Path) -> list[Path]:
    """Write a new task into a folder that is not there yet, or empty; returns its files. Raises `UsageError`."""
    name = re.sub(r"[^a-z0-9_]+", "_", folder.resolve().name.lower()).strip("_")
    if not re.match(r"[a-z]", name):
        raise UsageError(f"{folder.name!r} makes no name for a task; begin the folder's name with a letter.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already and not empty; name a new folder.")
    written = []
    source = files("extractor.tasks").joinpath("data", "new")
    for place, text in _files(source):
        path = folder / place.removesuffix(_END)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("NAME", name), encoding="utf-8")
        written.append(path)
    return written


def _files(folder: Traversable, above: str = "") -> list[tuple[str, str]]:
    found = []
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        place = f"{above}{one.name}"
        if one.is_dir():
            found += _files(one, f"{place}/")
        elif one.name.endswith(_END):
            found.append((place, one.read_text(encoding="utf-8")))
    return found
