"""From messages to the body of a request: what is the same for all articles is encoded once.

The three ways to ask for a typed reply are those of `instructor` (a test holds the two against each other); preparing
them here saves a run the import of the SDKs behind it, which takes longer than a whole article.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from extractor.engines.base import Facts
from extractor.engines.llm.lean import lean_request
from extractor.engines.llm.prompt import Message
from extractor.engines.llm.replies import Reply
from extractor.engines.llm.settings import LlmSettings

MODES: Final = ("schema", "tools", "json")
"""The ways to ask for a typed reply, in the order the probe tries them: the strictest first."""
OPTIONAL: Final = ("temperature", "top_p", "seed", "service_tier", "reasoning_effort", "max_tokens", "prompt_cache_key")
"""Parameters that are left out where a server does not take them."""


def body_of(
    messages: Sequence[Message], reply_model: type[Reply], settings: LlmSettings, facts: Facts, room: int
) -> bytes:
    """The request as JSON: the same arguments give the same bytes, which name the answer in the store of calls."""
    head = _encoded({"model": settings.wire_model})[:-1]
    said = b",".join(_message(one["role"], one["content"]) for one in messages)
    rest = _tail(settings, facts, room, reply_model)
    return b"".join((head, b',"messages":[', said, b"],", rest))


@lru_cache(maxsize=64)
def _tail(settings: LlmSettings, facts: Facts, room: int, reply_model: type[Reply]) -> bytes:
    """What comes after the messages."""
    typed = typed_request(facts.mode or "json", reply_model)
    return _encoded(parameters(settings, facts, room) | (lean_request(typed) if settings.lean else typed))[1:]


def _message(role: str, content: str) -> bytes:
    text = _static(content) if role == "system" else _encoded(content)
    return b'{"role":"' + role.encode() + b'","content":' + text + b"}"


@lru_cache(maxsize=8)
def _static(content: str) -> bytes:
    return _encoded(content)


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def parameters(settings: LlmSettings, facts: Facts, room: int) -> dict[str, Any]:
    """The request's parameters, without those the server does not take."""
    values: dict[str, Any] = {
        "temperature": settings.temperature,
        "top_p": settings.top_p,
        "seed": settings.seed,
        "service_tier": settings.service_tier,
        "reasoning_effort": settings.reasoning_effort,
    }
    found = {name: value for name, value in values.items() if value is not None and name not in facts.dropped}
    modern = (settings.base_url is None and settings.provider is None) or "max_tokens" in facts.dropped
    found["max_completion_tokens" if modern else "max_tokens"] = room
    if settings.base_url is None and settings.provider is None and "prompt_cache_key" not in facts.dropped:
        found["prompt_cache_key"] = f"extractor-{settings.strategy}"
    return found


def typed_request(mode: str, reply_model: type[Reply]) -> dict[str, Any]:
    """The part of a request that asks for a reply of that shape."""
    schema = reply_model.model_json_schema()
    name = reply_model.__name__
    if mode == "schema":
        form = {"name": name, "schema": schema, "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": form}}
    if mode == "tools":
        for words in ("description", "title"):
            schema.pop(words, None)
        function = {"name": name, "parameters": schema}
        choice = {"type": "function", "function": {"name": name}}
        return {"tools": [{"type": "function", "function": function}], "tool_choice": choice}
    return {"response_format": {"type": "json_object"}}
