"""From a completion to a typed reply, or to complaints in words that can go back to the model."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from extractor.engines.llm.replies import MAX_COMPLAINTS, Checker, Reply

_LONGEST_NAME: Final = 60
"""Characters of a field's name that a complaint repeats; an invented name may be of any length."""
_THOUGHTS: Final = re.compile(r"\s*<think(?:ing)?>.*?</think(?:ing)?>\s*", re.DOTALL)
_FENCE: Final = re.compile(r"\s*```(?:json)?[^\S\n]*\n(.*)```\s*\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Unusable:
    """A reply that cannot be used as it is; `complaints` go back to the model."""

    complaints: tuple[str, ...]
    shaped: Reply | None = None
    """The reply itself where it has the right shape and only breaks the protocol."""


def parse(
    text: str, reply_model: type[Reply], checker: Checker | None, *, call_missing: bool = False
) -> Reply | Unusable:
    """The typed reply of a completion's text, held against the article by `checker`.

    `call_missing` says that the text stands where the call of a function was asked for.
    """
    bare = unwrapped(text)
    try:
        reply = reply_model.model_validate_json(bare)
    except ValidationError as error:
        return Unusable(tuple(_complaints(error, text, call_missing)))
    complaints = tuple(checker(reply)) if checker is not None else ()
    return Unusable(complaints, reply) if complaints else reply


def unwrapped(text: str) -> str:
    """The text without a model's thoughts before the answer and without a code fence around it."""
    thoughts = _THOUGHTS.match(text)
    rest = text[thoughts.end() :] if thoughts else text
    fenced = _FENCE.match(rest)
    return fenced[1].rstrip() if fenced else rest


def salvaged(text: str, reply_model: type[Reply]) -> Reply | None:
    """The well-formed reply inside other words, unchecked; None where there is none."""
    inner = _inner_object(text)
    try:
        return reply_model.model_validate_json(inner) if inner else None
    except ValidationError:
        return None


def _inner_object(text: str) -> str:
    """The one JSON object inside a text with other words around it, "" where there is none."""
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else ""


def _complaints(error: ValidationError, text: str, call_missing: bool) -> Sequence[str]:
    """What was wrong with a reply; nothing of the reply is quoted at length."""
    if not text.strip():
        how = "call the function" if call_missing else "answer with the JSON object"
        return [f"the answer was empty; {how}"]
    found: list[str] = []
    for one in error.errors(include_url=False, include_input=False):
        if one["type"] == "json_invalid":
            found.append(_no_json(text, str(one["msg"]), call_missing))
        else:
            where = ".".join(str(step) for step in one["loc"])[:_LONGEST_NAME] or "the object"
            found.append(f"{where}: {_plain(one['type'], str(one['msg']))}")
    return found[: MAX_COMPLAINTS + 1]


def _plain(kind: str, message: str) -> str:
    return {"missing": "the field is missing", "extra_forbidden": "there is no such field"}.get(kind, message)


def _no_json(text: str, message: str, call_missing: bool) -> str:
    inner = _inner_object(text.strip())
    if inner and inner != text.strip():
        try:
            json.loads(inner)
        except (ValueError, RecursionError):
            pass
        else:
            return "there was text before or after the JSON object; answer with the object alone"
    if call_missing:
        return "the answer did not call the function; call it with the JSON object as its arguments"
    return f"the answer is not one JSON object ({message.removeprefix('Invalid JSON: ')[:80] or 'no object found'})"
