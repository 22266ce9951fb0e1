"""What a reply's schema may hold so that servers keep to it; anything else is dropped by some of them without a word.

llama.cpp (xllamacpp 2026.10) heeds a `pattern` only where it is anchored on both sides and has neither `\\d` (or
another class letter) nor look-around; it ignores `multipleOf` and `uniqueItems`, and makes an empty object of `allOf`
around an integer. Found out by asking it, not by its documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from extractor.errors import UsageError
from extractor.tasks.cells import Form, pattern
from extractor.tasks.outline import GroupNode, all_leaves

HELD: Final = frozenset(
    [
        *("$defs", "$ref", "additionalProperties", "description", "enum", "items", "pattern", "properties"),
        *("required", "title", "type"),
    ]
)
"""Keywords that every known server holds a reply to, or may ignore without harm."""
_CLASS_LETTER: Final = re.compile(r"(?<!\\)(?:\\\\)*\\[dDwWsSbBAZ]")
_LOOK: Final = re.compile(r"\(\?[=!<]")


def pattern_fault(text: str) -> str | None:
    """Why a pattern would not be held, or None."""
    if not (text.startswith("^") and text.endswith("$")):
        return "its pattern is not anchored on both sides"
    if _CLASS_LETTER.search(text):
        return r"its pattern has a class letter such as \d; write [0-9]"
    if _LOOK.search(text):
        return "its pattern looks ahead or behind"
    return None


def faults(schema: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Leaf and reason for everything in a schema that some server would drop."""
    for word, value in schema.items():
        if word in ("properties", "$defs"):
            for name, inner in value.items():
                where = path if word == "$defs" else f"{path}.{name}".lstrip(".")
                yield from faults(inner, where)
        elif word not in HELD:
            yield path or "the reply", f"its schema says {word}, which servers ignore"
        elif word == "pattern" and (fault := pattern_fault(value)) is not None:
            yield path, fault
        elif word == "items" and isinstance(value, Mapping):
            yield from faults(value, f"{path}[]")


def check_schema(schema: Mapping[str, Any], node: GroupNode, form: Form) -> None:
    """Raises `UsageError` with the leaf's name where a derived schema holds what servers do not."""
    for leaf, reason in faults(schema):
        raise UsageError(f"{leaf}: {reason}.")
    for one in all_leaves(node):
        try:
            re.compile(pattern(one, form))
        except re.error as error:
            raise UsageError(f"{one.path}: its labels make no pattern ({error}); use letters, digits and _.") from None
