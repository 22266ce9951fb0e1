"""The lean schema keeps fields and types, loses what the prompt says, and goes out where it is asked for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from extractor.engines.llm.lean import lean_request, lean_schema
from extractor.engines.llm.settings import LlmSettings
from extractor.tasks.party_review.codec.replies import FollowUpReply, PointerReply, QuoteReply
from tests.engines.llm.fault_case import Asked
from tests.engines.llm.scripted_model import MODEL, ScriptedModel, serving
from tests.engines.llm.test_scripted_model import load


@pytest.mark.parametrize("reply", [PointerReply, QuoteReply, FollowUpReply])
def test_a_lean_schema_has_the_same_fields_and_types(reply: Any) -> None:
    full, lean = reply.model_json_schema(), lean_schema(reply.model_json_schema())
    for whole, short in [(full, lean), *((full["$defs"][name], one) for name, one in lean.get("$defs", {}).items())]:
        assert short["required"] == whole["required"]
        assert short["additionalProperties"] is False
        for name, value in whole["properties"].items():
            assert short["properties"][name].get("type") == value.get("type")
    text = json.dumps(lean)
    assert "pattern" not in text
    assert "clean_strong_exemplary" not in text
    assert len(text) < 0.6 * len(json.dumps(full))


def test_the_event_kinds_stay_in_the_lean_schema() -> None:
    assert "annual_review" in json.dumps(lean_schema(PointerReply.model_json_schema()))


@pytest.mark.parametrize(
    ("base_url", "form", "lean"),
    [
        (None, "auto", True),
        ("https://api.openai.com/v1", "auto", True),
        ("http://localhost:8080/v1", "auto", False),
        ("http://localhost:8080/v1", "lean", True),
        (None, "full", False),
    ],
)
def test_the_schema_is_lean_where_it_counts_as_input(base_url: str | None, form: str, lean: bool) -> None:
    assert LlmSettings.model_validate({"model": "m", "base_url": base_url, "schema_form": form}).lean is lean


def test_a_function_call_is_made_lean_too() -> None:
    function = {"name": "f", "parameters": PointerReply.model_json_schema()}
    made = lean_request({"messages": [], "tools": [{"type": "function", "function": function}]})
    assert "pattern" not in json.dumps(made)
    assert made["tools"][0]["function"]["name"] == "f"


@pytest.mark.parametrize(("form", "patterns"), [("lean", False), ("full", True)])
def test_the_request_holds_the_schema_of_the_form_asked_for(form: str, patterns: bool) -> None:
    model = ScriptedModel(load("own")[:1])
    with serving(model) as url:
        chosen = {"model": MODEL, "base_url": url, "mode": "schema", "schema_form": form}
        extraction = Asked(LlmSettings.model_validate(chosen)).extract(model.known[0].article)
    assert extraction.summary.figures
    sent = model.requests[0]["response_format"]["json_schema"]
    assert sent["strict"] is True
    assert ("pattern" in json.dumps(sent["schema"])) is patterns
