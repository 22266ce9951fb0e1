"""Every compiled pattern of the package: in modules, classes, containers, behind caches, and written in a call.

Each comes with the ways it is used: a pattern that only ever matches at one place is not searched for here either.
What is matched again and again at many places is tried as part of the function that does so (`test_readers`).
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

import extractor
from extractor.text.lexicon import Lexicon

_AT_ONE_PLACE: Final = frozenset(["match", "fullmatch"])
_ANYWHERE: Final = frozenset(["search", "split", "findall", "finditer", "sub", "subn"])
_UNKNOWN: Final = "đơn"
"""What stands for a part of a pattern that only a running function knows."""


@dataclass(frozen=True)
class Found:
    """A pattern, where it was met first, and the methods that are called on it (all where that is not seen)."""

    place: str
    pattern: re.Pattern[str]
    ways: frozenset[str]

    def run(self, text: str) -> None:
        """The pattern used on the text as the package uses it; whatever searches does so to the text's end."""
        if self.ways & _ANYWHERE:
            for _ in self.pattern.finditer(text):
                pass
        if "match" in self.ways:
            self.pattern.match(text)
        if "fullmatch" in self.ways:
            self.pattern.fullmatch(text)


def modules() -> Iterator[ModuleType]:
    """Every module of the package, imported."""
    yield extractor
    for found in pkgutil.walk_packages(extractor.__path__, "extractor."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def _inside(value: Any, name: str, seen: set[int], depth: int = 0) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns that can be reached from a value through containers and the package's own objects, with the name
    that holds each."""
    if isinstance(value, re.Pattern):
        yield name, value
        return
    if depth > 6 or id(value) in seen or isinstance(value, str | bytes | int | float | ModuleType):
        return
    seen.add(id(value))
    parts: list[tuple[str, Any]] = []
    if isinstance(value, Lexicon):
        parts = [(key, value[key]) for key in value.names()]
    elif isinstance(value, dict):
        parts = [(f"{name}[]", part) for part in (*value.keys(), *value.values())]
    elif isinstance(value, list | tuple | set | frozenset):
        parts = [(f"{name}[]", part) for part in value]
    elif isinstance(value, type) and value.__module__.startswith("extractor"):
        parts = [(key, part) for key, part in vars(value).items() if not callable(part)]
    elif type(value).__module__.startswith("extractor"):
        names = [*getattr(value, "__dict__", {}), *getattr(type(value), "__slots__", ())]
        parts = [(key, getattr(value, key, None)) for key in names]
    for key, part in parts:
        yield from _inside(part, key, seen, depth + 1)


def _behind_cache(value: Any) -> Any:
    """What a cached function without arguments gives; None for anything else."""
    if not hasattr(value, "cache_info") or inspect.signature(value).parameters:
        return None
    return value()


def _written(node: ast.expr, names: dict[str, Any]) -> str | None:
    """A pattern's source written in a call, with a word where only a running function knows a part of it."""
    if isinstance(node, ast.JoinedStr):
        parts = [_written(part, names) for part in node.values]
        return "".join(part if part is not None else _UNKNOWN for part in parts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (_written(node.left, names) or _UNKNOWN) + (_written(node.right, names) or _UNKNOWN)
    source = node.value if isinstance(node, ast.FormattedValue) else node
    try:
        found = eval(compile(ast.Expression(source), "pattern", "eval"), dict(names))
    except Exception:
        return None
    return found if isinstance(found, str) else None


def _calls(module: ModuleType) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func


def _holder(node: ast.expr) -> str:
    """The name of what a method is called on: `_TAG.match`, `words.future.search`, `_counted().match`,
    `WORDS["period"].match`."""
    if isinstance(node, ast.Call):
        return _holder(node.func)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _uses(found: list[ModuleType]) -> dict[str, frozenset[str]]:
    """Name that holds a pattern -> the methods called on it anywhere in the package."""
    uses: dict[str, frozenset[str]] = {}
    for module in found:
        for _, function in _calls(module):
            if function.attr in _AT_ONE_PLACE | _ANYWHERE:
                holder = _holder(function.value)
                uses[holder] = uses.get(holder, frozenset()) | {function.attr}
    return uses


def _in_calls(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns written inside calls of `re` in the module, and the function called."""
    for node, function in _calls(module):
        if isinstance(function.value, ast.Name) and function.value.id == "re" and node.args:
            source = _written(node.args[0], vars(module)) if function.attr in _AT_ONE_PLACE | _ANYWHERE else None
            if source is not None:
                yield function.attr, re.compile(source)


def patterns() -> list[Found]:
    """Every pattern of the package once, with the strictest of its uses."""
    everything = list(modules())
    uses = _uses(everything)
    found: dict[re.Pattern[str], Found] = {}
    seen: set[int] = set()

    def take(place: str, pattern: re.Pattern[str], ways: frozenset[str]) -> None:
        known = found.get(pattern)
        found[pattern] = Found(known.place, pattern, known.ways | ways) if known else Found(place, pattern, ways)

    for module in everything:
        for name, value in list(vars(module).items()):
            if callable(value) and getattr(value, "__module__", module.__name__) != module.__name__:
                continue
            for held in (value, _behind_cache(value)):
                for holder, pattern in _inside(held, name, seen):
                    take(f"{module.__name__}.{name}", pattern, uses.get(holder, _AT_ONE_PLACE | _ANYWHERE))
        for way, pattern in _in_calls(module):
            take(f"{module.__name__}, in a call", pattern, frozenset([way]))
    return [one for one in found.values() if isinstance(one.pattern.pattern, str)]
