"""A reply's JSON schema without what the prompt says already: rows' patterns, long label lists, titles, explanations.

A server that decodes by grammar (llama.cpp, vLLM, LM Studio) takes the schema beside the prompt: long patterns cost
no token there and keep a small model from inventing labels. A hosted service counts the schema as input, every time;
its models read the lists in the prompt, and a row or label that is none is told with the nearest and asked for again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_DROPPED: Final = frozenset(["title", "description", "pattern"])
_LONGEST_LIST: Final = 7
"""Labels that a list may have to stay: the kinds of event do, which hold a reply's first closed word."""


def lean_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with the same fields and types, in about a fifth of the tokens."""
    return {name: _lean(name, value) for name, value in schema.items() if not _is_told(name, value)}


def _is_told(name: str, value: Any) -> bool:
    return name in _DROPPED or (name == "enum" and len(value) > _LONGEST_LIST)


def _lean(name: str, value: Any) -> Any:
    if name in ("properties", "$defs"):
        return {key: lean_schema(one) for key, one in value.items()}
    return lean_schema(value) if isinstance(value, Mapping) else value


def lean_request(request: Mapping[str, Any]) -> dict[str, Any]:
    """A chat completion's body with the schema of its reply lean, be it a response format or a function's."""
    made = dict(request)
    if isinstance(form := made.get("response_format"), Mapping) and "json_schema" in form:
        schema = form["json_schema"]
        made["response_format"] = {**form, "json_schema": {**schema, "schema": lean_schema(schema["schema"])}}
    if tools := made.get("tools"):
        made["tools"] = [{**tool, "function": _lean_function(tool["function"])} for tool in tools]
    return made


def _lean_function(function: Mapping[str, Any]) -> dict[str, Any]:
    return {**function, "parameters": lean_schema(function["parameters"])}
