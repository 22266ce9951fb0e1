"""The hash of the code that decides an answer: nothing that decides may be missing from it."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.runs import identity

PACKAGE = Path(identity.__file__).resolve().parent.parent
WITHOUT_A_SAY = {
    "errors.py": "wordings",
    "resources.py": "where the data is",
    "terminal.py": "wordings",
    "config.py": "the settings, which are in the fingerprint",
    "runs/entries.py": "how an answer is kept",
    "collector.py": "when memory is searched",
    "transports/base.py": "names of the wire's errors",
    "tasks/model.py": "what a task has, by name",
    "tasks/party_review/tables.py": "how a summary is shown",
    "tasks/party_review/task.py": "where the task's parts are",
    "exports/page/snippet.py": "how a summary is shown",
}
"""Modules that the deciding ones import and that decide nothing."""


def deciding() -> set[Path]:
    """Every module that is hashed."""
    parts = [PACKAGE / part for part in identity._DECIDING]
    return {file for part in parts for file in ([part] if part.suffix else part.rglob("*.py"))}


def imported(module: Path) -> Iterator[Path]:
    """The project's modules that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "extractor":
            at = PACKAGE.joinpath(*(node.module or "").split(".")[1:])
            for path in [at.with_suffix(".py"), at / "__init__.py", *(at / f"{one.name}.py" for one in node.names)]:
                if path.exists():
                    yield path


def test_what_the_deciding_code_imports_is_hashed_too() -> None:
    hashed = deciding()
    known = hashed | {PACKAGE / name for name in WITHOUT_A_SAY} | {PACKAGE / "__init__.py"}
    missing = {path.relative_to(PACKAGE) for one in hashed for path in imported(one) if path not in known}
    assert missing == set()


@pytest.mark.parametrize("part", identity._DECIDING)
def test_an_edit_of_any_part_that_decides_is_another_hash(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "extractor"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(identity, "_PACKAGE", copy)
    before = identity.code_hash.__wrapped__()
    edited = copy / part if (copy / part).suffix else next((copy / part).rglob("*.py"))
    edited.write_text(edited.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
    assert identity.code_hash.__wrapped__() != before
