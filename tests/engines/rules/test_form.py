"""The form of the rules: a module fits in the head, a function on a screen."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest

from extractor.engines import rules

FOLDER: Final = Path(rules.__file__).parent
MODULES: Final = sorted(FOLDER.rglob("*.py"))
MODULE_LINES: Final = 350
FUNCTION_LINES: Final = 60


def _long_functions(source: str) -> list[str]:
    functions = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    lengths = [(function.name, (function.end_lineno or 0) - function.lineno + 1) for function in functions]
    return [f"{name}: {lines} lines" for name, lines in lengths if lines > FUNCTION_LINES]


@pytest.mark.parametrize("module", MODULES, ids=[str(module.relative_to(FOLDER)) for module in MODULES])
def test_a_module_of_the_rules_is_short_and_so_are_its_functions(module: Path) -> None:
    source = module.read_text("utf-8")
    assert len(source.splitlines()) <= MODULE_LINES
    assert _long_functions(source) == []


def test_a_function_above_the_limit_is_named_with_its_length() -> None:
    body = "    return 0\n"
    assert _long_functions("def short():\n" + body * (FUNCTION_LINES - 1)) == []
    assert _long_functions("def long():\n" + body * FUNCTION_LINES) == ["long: 61 lines"]
