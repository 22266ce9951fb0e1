"""The engine against a real llama.cpp server, from recorded HTTP: see `record.py` and `cassettes/recorded_with.json`.

What a model of 135 million parameters says is worth little; that it comes typed and proven, or fails typed, is what is
asked here. So the tests hold for every recording and every later prompt: requests are matched by their form.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from extractor.engines.base import Facts, TaskOutcome, Usage
from extractor.engines.llm import errors
from extractor.engines.llm.exchange import Learning, Query
from extractor.engines.llm.exchange import ask as questions
from extractor.engines.llm.prompt import Message
from extractor.engines.llm.replies import Reply
from extractor.engines.llm.settings import LlmSettings
from extractor.labels import EventKind
from extractor.runs.asking import Asking
from extractor.runs.limits import Gate
from extractor.runs.server import answered
from extractor.runs.single import Model
from extractor.runs.wire import make_transport
from extractor.tasks.outline import GroupNode
from extractor.tasks.replies import row_pattern
from extractor.tasks.user_task import load_task
from extractor.text.article import Article
from tests.conftest import GOLD_ARTICLES, ROOT
from tests.engines.llm.fault_case import Asked, Waits
from tests.engines.llm.llama_server import MODEL_NAME
from tests.tasks.scripted import PROVINCES

if TYPE_CHECKING:
    from vcr.cassette import Cassette
    from vcr.request import Request

CASSETTES = Path(__file__).parent / "cassettes"
RECORDED_WITH = json.loads((CASSETTES / "recorded_with.json").read_text(encoding="utf-8"))
URL = os.environ.get("RECORD_BASE_URL", "http://127.0.0.1:9/v1")
"""The server while recording; replayed, nobody answers there."""
_DROPPED = ("timings", "created", "id")
"""Of a response: what only differs from one recording to the next."""
_LARGEST = 300_000

pytestmark = [pytest.mark.vcr, pytest.mark.block_network]


def _scrubbed_request(request: Request) -> Request:
    request.uri = "http://llama.cpp/v1/chat/completions"
    request.headers = {"content-type": "application/json"}
    return request


def _scrubbed_response(response: dict[str, Any]) -> dict[str, Any]:
    body = json.loads(response["body"]["string"])
    for name in _DROPPED:
        body.pop(name, None)
    response["headers"] = {"content-type": ["application/json"]}
    response["body"]["string"] = json.dumps(body).encode()
    return response


def form_of(request: Request) -> tuple[object, ...]:
    """What a request asks for: how the reply is typed, and how long it may be."""
    body = json.loads(request.body)
    return ((body.get("response_format") or {}).get("type"), bool(body.get("tools")), body.get("max_tokens"))


def _same_form(one: Request, other: Request) -> None:
    assert form_of(one) == form_of(other)


@pytest.fixture(scope="module")
def vcr_config() -> dict[str, Any]:
    return {
        "before_record_request": _scrubbed_request,
        "before_record_response": _scrubbed_response,
        "match_on": ["method", "path", "form"],
        "decode_compressed_response": True,
    }


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(CASSETTES)


@pytest.fixture(autouse=True, scope="module")
def _matcher(pytestconfig: pytest.Config) -> None:
    pytestconfig.pluginmanager.register(_Hooks(), "recorded-forms")


class _Hooks:
    """What pytest-recording calls for each cassette."""

    def pytest_recording_configure(self, config: pytest.Config, vcr: Any) -> None:
        vcr.register_matcher("form", _same_form)


class Kind(Reply):
    """The smallest typed reply."""

    kind: EventKind


SAMPLED = {"temperature": 0.5, "seed": 1}
"""For the full article: sampled so, the small model came to an end, where it else repeats itself."""
COPY: list[Message] = [
    {"role": "user", "content": 'Answer with this JSON object and nothing else: {"kind":"annual_review"}'}
]


def settings(**changes: Any) -> LlmSettings:
    chosen: dict[str, Any] = {"mode": "schema", "temperature": 0.0, "seed": 1, "few_shots": 0, "max_output_tokens": 64}
    return LlmSettings(model=MODEL_NAME, base_url=URL, **(chosen | changes))


@dataclass(frozen=True)
class Answered:
    """A typed reply and what it cost."""

    reply: Any
    usage: Usage


def ask(messages: list[Message], *, room: int | None = None, **changes: Any) -> Answered:
    """The reply to one question. Raises what the question raises, with all its calls in `usage`."""
    chosen = settings(**changes)
    query = Query(messages, Kind, 0, room=room)

    async def once() -> Answered:
        transport, key = make_transport(chosen)
        asking = Asking(chosen, transport, key=key, gate=Gate(clock=Waits().clock()))
        try:
            asked = questions(query, chosen, Learning(Facts(mode=chosen.mode)))
            return Answered(*await answered(asked, asking, doc_id="case"))
        except errors.LlmError as error:
            error.usage = asking.tally.paid
            raise
        finally:
            await transport.close()

    return asyncio.run(once())


def bodies(cassette: Cassette) -> list[dict[str, Any]]:
    return [json.loads(request.body) for request in cassette.requests]


def counted(cassette: Cassette) -> tuple[int, int]:
    """The tokens, in and out, that the server's own answers report."""
    used = [json.loads(response["body"]["string"]).get("usage", {}) for response in cassette.responses]
    return sum(one.get("prompt_tokens", 0) for one in used), sum(one.get("completion_tokens", 0) for one in used)


def test_strict_schema_mode(vcr: Cassette) -> None:
    answer = ask(COPY, mode="schema")
    assert answer.reply.kind == "annual_review"
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == counted(vcr)
    form = bodies(vcr)[0]["response_format"]
    assert form["json_schema"]["strict"] is True
    assert answer.usage.calls == len(vcr.requests) == 1


def test_tools_mode(vcr: Cassette) -> None:
    answer = ask(COPY, mode="tools")
    assert answer.reply.kind == "annual_review"
    assert bodies(vcr)[0]["tools"][0]["function"]["name"] == "Kind"
    assert answer.usage.calls == len(vcr.requests) == 1


def test_json_mode(vcr: Cassette) -> None:
    assert ask(COPY, mode="json").reply.kind == "annual_review"
    assert bodies(vcr)[0]["response_format"] == {"type": "json_object"}


def test_a_truncated_answer_gets_more_room_once_and_then_fails(vcr: Cassette) -> None:
    with pytest.raises(errors.OutputTruncated) as caught:
        ask(COPY, room=2)
    assert [body["max_tokens"] for body in bodies(vcr)] == [2, 4]
    assert caught.value.usage.output_tokens == counted(vcr)[1] == 6


def test_the_servers_own_words_about_a_full_context_are_understood(vcr: Cassette) -> None:
    with pytest.raises(errors.ContextTooLong) as caught:
        ask([{"role": "user", "content": "a b c d " * 2500}])
    assert caught.value.limit == RECORDED_WITH["context"]
    assert len(vcr.requests) == 1


def test_a_full_article_ends_proven_or_as_a_typed_failure(vcr: Cassette) -> None:
    article = Article.from_text("e04", (GOLD_ARTICLES / "e04.txt").read_text(encoding="utf-8"))
    engine = Asked(
        settings(mode="auto", max_output_tokens=350, context_window=8192, reasks=1, **SAMPLED), Waits().clock()
    )
    try:
        extraction = engine.extract(article)
    except errors.LlmError as error:
        usage = error.usage
        assert type(error) in (errors.OutputTruncated, errors.ReplyInvalid, errors.ContextTooLong)
    else:
        usage = extraction.usage
        summary = extraction.summary
        spans = [item.evidence for item in (*summary.figures, *summary.awards, *summary.people, *summary.points)]
        for span in [*spans, *(figure.mention for figure in summary.figures)]:
            assert article.text[span.start : span.end] == span.text
    assert engine.mode == "schema"
    assert usage.calls == len(vcr.requests)
    assert (usage.input_tokens, usage.output_tokens) == counted(vcr)


def test_a_task_of_ones_own_ends_proven_or_as_a_typed_failure(vcr: Cassette) -> None:
    chosen = settings(mode="auto", max_output_tokens=350, context_window=8192, reasks=1, **SAMPLED)
    run_task(ROOT / "eval" / "tasks" / "storm_damage", "s05", chosen, vcr)
    schemas = [body["response_format"]["json_schema"]["schema"] for body in bodies(vcr)[1:]]
    assert "losses" in schemas[0]["properties"]


def test_lists_inside_items_are_decoded_by_their_shape(vcr: Cassette) -> None:
    """A reply that was cut is held against the schema as far as it goes: its rows have the form of their own list."""
    chosen = settings(mode="schema", max_output_tokens=250, context_window=8192, reasks=0, few_shots=0)
    task = load_task(PROVINCES)
    run_task(PROVINCES, "p2", chosen, vcr)
    replies = [json.loads(one["body"]["string"])["choices"][0]["message"]["content"] for one in vcr.responses]
    assert replies
    (alerts,) = (one for one in task.node.lists() if one.name == "storm.alerts")
    assert isinstance(alerts.item, GroupNode)
    for reply in replies:
        assert re.match(r'\{\s*"storm"\s*:\s*\{\s*"name"\s*:\s*"[^"]*"\s*,\s*"alerts"\s*:\s*\[', reply)
        rows = re.findall(r'"([^"]*)"\s*[,\]]', reply.split("[", 1)[1].split("]", 1)[0])
        assert rows
        assert all(re.fullmatch(row_pattern(alerts.item, "pointer"), row) for row in rows)


def run_task(folder: Path, name: str, chosen: LlmSettings, vcr: Cassette) -> None:
    """One article of a task's folder to its end: a proven summary, or a typed failure."""
    article = Article.from_text(name, (folder / "articles" / f"{name}.txt").read_text(encoding="utf-8"))

    async def once() -> tuple[TaskOutcome, Usage]:
        async with Model(chosen, clock=Waits().clock(), engine=load_task(folder).engine(chosen)) as model:
            return await model.answer(article)

    try:
        outcome, usage = asyncio.run(once())
    except errors.LlmError as error:
        usage = error.usage
        assert type(error) in (errors.OutputTruncated, errors.ReplyInvalid, errors.ContextTooLong)
    else:
        assert all(article.text[span.start : span.end] == span.text for span in outcome.spans.values())
    assert usage.calls == len(vcr.requests)


def _by_name(check: Callable[[str, str], None]) -> None:
    for path in sorted(CASSETTES.glob("*.yaml")):
        check(path.name, path.read_text(encoding="utf-8"))


@pytest.mark.skipif("RECORD_BASE_URL" in os.environ, reason="while recording")
def test_cassettes_name_their_model_hold_no_secret_and_no_place_and_are_small() -> None:
    assert set(RECORDED_WITH) >= {"server", "model", "model_file", "model_sha256", "context"}

    def check(name: str, text: str) -> None:
        for word in ("uthorization", "Bearer", "sk-", "/home/", "/tmp/", "site-packages", "127.0.0.1", "x-stainless"):
            assert word not in text, f"{name} holds {word}"
        assert "too_long" in name or "full_context" in name or f'"model": "{MODEL_NAME}"' in text

    _by_name(check)
    assert len(list(CASSETTES.glob("*.yaml"))) == 8
    assert sum(path.stat().st_size for path in CASSETTES.iterdir()) < _LARGEST
