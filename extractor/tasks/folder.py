"""A task folder read: its model from `summary.py`, its settings from `task.toml`, its examples proved by the gate.

The folder holds code, which runs when it is loaded: a folder is loaded only where somebody names it. What is wrong in
it is one sentence with file and line.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import sys
import tomllib
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.errors import UsageError
from extractor.tasks.cells import Form
from extractor.tasks.leaves import Summary
from extractor.tasks.outline import GroupNode, OutlineError, all_leaves, all_lists, outline

SUMMARY: Final = "summary.py"
SETTINGS: Final = "task.toml"
GUIDE: Final = "guide.md"
EXAMPLES: Final = "examples"
_SUFFIXES: Final = frozenset({".py", ".toml", ".jinja", ".json", ".md"})
_LONGEST: Final = 300


class TaskError(UsageError):
    """A task folder that cannot be used; the message names the file, and the line where there is one."""


class TaskSettings(BaseModel):
    """`task.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    title: str = ""
    summary: str = Field(default="", description="class in summary.py; by default its only Summary")
    strategy: Form = "pointer"
    examples: tuple[str, ...] | None = Field(default=None, description="files under examples/; by default all")
    guide: bool = Field(default=True, description="whether guide.md goes into the prompt, where there is one")
    match: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="list -> fields by which eval pairs its items; by default the required ones"
    )
    labels: dict[str, dict[str, str]] = Field(default_factory=dict, description="field -> label -> its meaning")
    fields: dict[str, str] = Field(default_factory=dict, description="field -> what people call it")


@dataclass(frozen=True)
class TaskFolder:
    """What stands in a task's folder, read and checked as far as no article is needed."""

    path: Path
    settings: TaskSettings
    model: type[Summary]
    node: GroupNode
    hash: str
    guide: str = ""
    examples: tuple[Path, ...] = field(default=())


def read_folder(path: Path) -> TaskFolder:
    """The folder at a path. Runs its `summary.py`. Raises `TaskError`."""
    if not path.is_dir():
        raise TaskError(f"{path} is not a folder; a task is a folder with {SUMMARY} and {SETTINGS}.")
    settings = _settings(path / SETTINGS)
    model = _model(path / SUMMARY, settings)
    node = _outline(path / SUMMARY, model)
    _check_match(path / SETTINGS, settings, node)
    _check_names(path / SETTINGS, settings, node)
    guide = path / GUIDE
    return TaskFolder(
        path=path,
        settings=settings,
        model=model,
        node=node,
        hash=folder_hash(path),
        guide=_text(guide) if settings.guide and guide.is_file() else "",
        examples=_examples(path, settings),
    )


def folder_hash(path: Path) -> str:
    """SHA-256 of the folder's files, names included, in hexadecimal."""
    digest = hashlib.sha256()
    files = [*path.glob("*"), *(path / EXAMPLES).glob("*")]
    for file in sorted(one for one in files if one.suffix in _SUFFIXES and one.is_file()):
        digest.update(file.relative_to(path).as_posix().encode("utf-8"))
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise TaskError(f"There is no {path}; `extractor task new` makes a folder with all it needs.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise TaskError(f"{path} cannot be read: {error}.") from None


def _settings(path: Path) -> TaskSettings:
    text = _text(path)
    try:
        return TaskSettings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise TaskError(f"{path} is not TOML: {error}.") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = "there is no such setting" if first["type"] == "extra_forbidden" else first["msg"]
        reason = "it is missing" if first["type"] == "missing" else reason
        raise TaskError(f"{path}:{_line_of(text, str(first['loc'][0]))}: {where}: {reason}.") from None


def _line_of(text: str, key: str) -> int:
    """The first line that begins with a key, 1 where none does."""
    starts = tuple(f"{opening}{ending}" for opening in (key, f'"{key}"', f"[{key}") for ending in (" ", "=", "]", "."))
    return next((at for at, line in enumerate(text.splitlines(), 1) if line.strip().startswith(starts)), 1)


def _model(path: Path, settings: TaskSettings) -> type[Summary]:
    module = _module(path, _text(path))
    found = {
        name: one
        for name, one in vars(module).items()
        if isinstance(one, type) and issubclass(one, Summary) and one.__module__ == module.__name__
    }
    if settings.summary:
        if settings.summary not in found:
            raise TaskError(f"{path}:1: there is no class {settings.summary}(Summary), which {SETTINGS} names.")
        return found[settings.summary]
    if len(found) != 1:
        had = f"has {', '.join(found)}; name one as `summary` in {SETTINGS}" if found else "has no class of a Summary"
        raise TaskError(f"{path}:1: {had}.")
    return next(iter(found.values()))


def _module(path: Path, source: str) -> ModuleType:
    """The module of a file, run now. Raises `TaskError` for whatever goes wrong in it."""
    name = f"extractor_task_{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        exec(compile(source, str(path), "exec", dont_inherit=True), module.__dict__)
    except SyntaxError as error:
        raise TaskError(f"{error.filename or path}:{error.lineno or 1}: {error.msg}.") from None
    except (Exception, SystemExit) as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
        said = " ".join(str(error).split())[:_LONGEST]
        raise TaskError(f"{path}:{lines[-1] if lines else 1}: {type(error).__name__}: {said}.") from None
    return module


def _outline(path: Path, model: type[Summary]) -> GroupNode:
    try:
        return outline(model)
    except OutlineError as error:
        raise TaskError(f"{path}:{field_line(path, error.path)}: {error}") from None


def field_line(path: Path, leaf: str) -> int:
    """The line on which the field of a leaf's path is written, 1 where that is not found."""
    name = leaf.replace("[]", "").rpartition(".")[2]
    tree = ast.parse(_text(path))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for inner in classes:
        for statement in inner.body:
            target = statement.target if isinstance(statement, ast.AnnAssign) else None
            if isinstance(target, ast.Name) and target.id == name:
                return statement.lineno
    return 1


def _check_match(path: Path, settings: TaskSettings, node: GroupNode) -> None:
    """Raises `TaskError` where `[match]` names what the model does not have."""
    lists = {one.name: one for one in all_lists(node)}
    for name, fields in settings.match.items():
        where = f"{path}:{_line_of(_text(path), name)}"
        if name not in lists:
            raise TaskError(f"{where}: match: {name} is no list of the summary; it has {', '.join(lists) or 'none'}.")
        item = lists[name].item
        known = [item.within(leaf.path) for leaf in item.single()] if isinstance(item, GroupNode) else []
        for one in fields:
            if one not in known:
                raise TaskError(f"{where}: match: {name} has no leaf {one}; it has {', '.join(known) or 'none'}.")


def _check_names(path: Path, settings: TaskSettings, node: GroupNode) -> None:
    """Raises `TaskError` where `[fields]` or `[labels]` names what the model does not have."""
    leaves = {leaf.path.replace("[]", ""): leaf for leaf in all_leaves(node)}
    known = {*leaves, *(one.name for one in all_lists(node))}
    for name in settings.fields:
        if name not in known:
            where = f"{path}:{_line_of(_text(path), name)}"
            raise TaskError(f"{where}: fields: the summary has no {name}; it has {', '.join(sorted(known))}.")
    for name, meanings in settings.labels.items():
        labels = leaves[name].labels if name in leaves else ()
        where = f"{path}:{_line_of(_text(path), f'labels.{chr(34)}{name}{chr(34)}')}"
        if not labels:
            having = ", ".join(one for one, leaf in leaves.items() if leaf.labels) or "none"
            raise TaskError(f"{where}: labels: {name} has no closed labels; there are those of {having}.")
        for label in meanings:
            if label not in labels:
                raise TaskError(f"{where}: labels: {name} has no label {label}; it has {', '.join(labels)}.")


def _examples(path: Path, settings: TaskSettings) -> tuple[Path, ...]:
    folder = path / EXAMPLES
    if settings.examples is None:
        return tuple(sorted(folder.glob("*.json")))
    files = tuple(folder / name for name in settings.examples)
    for file in files:
        if not file.is_file():
            raise TaskError(f"There is no {file}, which {SETTINGS} names as an example.")
    return files
