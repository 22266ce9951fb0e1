"""The body of a request: typed as instructor would type it, the same bytes for the same question."""

from __future__ import annotations

import json
from typing import Any

import pytest

from extractor.engines.base import Facts
from extractor.engines.llm.probe import ProbeReply
from extractor.engines.llm.render import MODES, body_of, typed_request
from extractor.engines.llm.replies import Reply
from extractor.engines.llm.settings import LlmSettings
from extractor.tasks.party_review.codec.replies import FollowUpReply, PointerReply, QuoteReply

MESSAGES = [{"role": "system", "content": 'Rules: "a"\n'}, {"role": "user", "content": "Đảng ủy \ud83d"}]
SETTINGS = LlmSettings(model="m", base_url="http://localhost:1/v1", seed=7)


@pytest.mark.parametrize("model", [ProbeReply, PointerReply, QuoteReply, FollowUpReply])
@pytest.mark.parametrize("mode", MODES)
def test_a_reply_is_asked_for_as_instructor_asks_for_it(mode: str, model: type[Reply]) -> None:
    import instructor
    from instructor.processing.response import handle_response_model

    names = {"schema": instructor.Mode.JSON_SCHEMA, "tools": instructor.Mode.TOOLS, "json": instructor.Mode.JSON}
    _, theirs = handle_response_model(model, mode=names[mode], messages=[{"role": "user", "content": "x"}])
    theirs.pop("messages")
    ours = typed_request(mode, model)
    if mode == "schema":
        assert ours["response_format"]["json_schema"].pop("strict") is True
        theirs["response_format"]["json_schema"].pop("strict", None)
    assert _bare(ours) == _bare(theirs)


def _bare(value: Any) -> Any:
    """A schema without the words that only describe it, and with its required fields in one order."""
    if isinstance(value, dict):
        kept = {name: one for name, one in value.items() if not (name in _WORDS and isinstance(one, str))}
        return {name: sorted(one) if name == "required" else _bare(one) for name, one in kept.items()}
    return [_bare(one) for one in value] if isinstance(value, list) else value


_WORDS = ("title", "description")


def test_the_same_question_is_the_same_bytes_and_holds_what_was_asked() -> None:
    facts = Facts(mode="schema", dropped=frozenset(["temperature"]))
    body = body_of(MESSAGES, PointerReply, SETTINGS, facts, 300)
    assert body == body_of([dict(one) for one in MESSAGES], PointerReply, SETTINGS.model_copy(), facts, 300)
    asked = json.loads(body)
    assert (asked["model"], asked["max_tokens"], asked["seed"]) == ("m", 300, 7)
    assert "temperature" not in asked
    assert asked["messages"] == [MESSAGES[0], {"role": "user", "content": "Đảng ủy ?"}]


@pytest.mark.parametrize(
    ("change", "room", "facts"),
    [({"temperature": 0.5}, 300, "schema"), ({}, 301, "schema"), ({}, 300, "json"), ({"model": "n"}, 300, "schema")],
)
def test_another_parameter_room_mode_or_model_is_another_body(change: dict[str, Any], room: int, facts: str) -> None:
    one = body_of(MESSAGES, PointerReply, SETTINGS, Facts(mode="schema"), 300)
    assert one != body_of(MESSAGES, PointerReply, SETTINGS.model_copy(update=change), Facts(mode=facts), room)
