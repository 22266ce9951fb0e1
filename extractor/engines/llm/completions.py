"""What a raw completion says: its text, why it ended, what it cost. Nothing here raises, whatever a server sends."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from extractor.engines.base import Usage

_MOST_TOKENS: Final = 10**9
"""A count of tokens beyond this, or below nought, is no count."""
CUT: Final = frozenset(["length", "max_tokens"])
"""Reasons for ending that mean: the answer did not fit."""


@dataclass(frozen=True, slots=True)
class Received:
    """A completion, taken apart; a field stays empty where the server said nothing usable."""

    choice: bool = False
    """Whether there was an answer at all; without one the body is no completion."""
    text: str = ""
    called: bool = False
    """Whether the text is the arguments of a tool call."""
    finish_reason: str = ""
    refusal: str = ""
    reasoning: bool = False
    """Whether the model wrote its thoughts into a field of their own."""
    usage: Usage | None = None
    model: str = ""
    response_id: str = ""
    problem: str = ""
    """Why this is no completion: `not JSON`, `another object`, `no choice`."""


def received(body: bytes) -> Received:
    """Take a completion apart."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return Received(problem="not JSON")
    if not isinstance(data, dict):
        return Received(problem="another object")
    usage = _usage(data.get("usage"))
    model, response_id = words(data.get("model")), words(data.get("id"))
    choices = data.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(choice, dict):
        return Received(usage=usage, model=model, response_id=response_id, problem="no choice")
    message = choice.get("message")
    message = message if isinstance(message, dict) else {}
    arguments = _arguments(message)
    return Received(
        choice=True,
        text=arguments or _content(message.get("content")),
        called=bool(arguments),
        finish_reason=words(choice.get("finish_reason")),
        refusal=words(message.get("refusal")),
        reasoning=any(words(message.get(name)).strip() for name in ("reasoning", "reasoning_content")),
        usage=usage,
        model=model,
        response_id=response_id,
    )


def json_object(data: bytes) -> dict[str, Any]:
    """A JSON object; an empty one where the data are none."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def words(value: object) -> str:
    """A server's string as any file can hold it, half a surrogate pair as a question mark; empty where it is none."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def _content(value: Any) -> str:
    """A message's text; some servers send it in parts."""
    if isinstance(value, list):
        return "".join(words(part.get("text")) for part in value if isinstance(part, dict))
    return words(value)


def _arguments(message: dict[str, Any]) -> str:
    """The arguments of the first tool call, as text."""
    calls = message.get("tool_calls")
    call = calls[0] if isinstance(calls, list) and calls else None
    function = call.get("function") if isinstance(call, dict) else None
    arguments = function.get("arguments") if isinstance(function, dict) else None
    if not isinstance(arguments, dict):
        return words(arguments)
    try:
        return words(json.dumps(arguments, ensure_ascii=False))
    except RecursionError:
        return ""


def _usage(value: Any) -> Usage | None:
    """Tokens as OpenAI (`prompt_tokens`) or Anthropic (`input_tokens`, without the cached ones) reports them."""
    if not isinstance(value, dict):
        return None
    if "prompt_tokens" in value:
        details = value.get("prompt_tokens_details")
        cached = _count(details.get("cached_tokens")) if isinstance(details, dict) else 0
        total = _count(value["prompt_tokens"])
        return Usage(1, total, min(cached, total), _count(value.get("completion_tokens")))
    if "input_tokens" in value:
        cached = _count(value.get("cache_read_input_tokens"))
        written = _count(value.get("cache_creation_input_tokens"))
        total = _count(value["input_tokens"]) + cached + written
        return Usage(1, total, cached, _count(value.get("output_tokens")))
    return None


def _count(value: Any) -> int:
    """A number of tokens; what is no such number (negative, absurd, a word) counts as none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= _MOST_TOKENS:
        return 0
    return int(value)
