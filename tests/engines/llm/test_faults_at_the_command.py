"""`extractor run` against a server that goes wrong: typed failures, no traceback, and never the key."""

from __future__ import annotations

import json
import logging
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from extractor.cli.main import run_cli
from extractor.runs.calls import CALLS, cache_folder
from tests.engines.llm.fault_case import KEY, MODEL, OVER_TASKS, Case
from tests.engines.llm.faulty_server import (
    FAULTS,
    GARBAGE,
    FaultyServer,
    Step,
    by_mark,
    completion,
    in_turn,
    refuses,
    right,
    says,
)
from tests.engines.llm.test_faults_in_articles import HOSTILE

pytestmark = OVER_TASKS

ENDS = {
    "429": "RateLimited",
    "500": "ServerUnavailable",
    "502": "ServerUnavailable",
    "529": "ServerUnavailable",
    "timeout": "ModelTimeout",
    "reset before the body": "ConnectionLost",
    "reset amid the body": "ConnectionLost",
    "bad key": "BadKey",
    "unknown model": "UnknownModel",
    "no quota": "QuotaExhausted",
    "context too long": "ContextTooLong",
    "filtered input": "ContentFiltered",
    "filtered output": "ContentFiltered",
    "refusal": "Refused",
    "truncated": "OutputTruncated",
    "no choices": "ServerUnavailable",
    "html page": "ServerUnavailable",
    "garbage": "ServerUnavailable",
    "empty body": "ServerUnavailable",
}
"""Fault -> the type in failures.jsonl."""
REPLIES = {
    "malformed": '{"outlet": "',
    "a wrong enum": '{"event": "party"}',
    "nothing": "",
    "prose": "Xin lỗi, tôi không làm được.",
}
"""Reply that stays unusable -> ReplyInvalid."""
_NAMES = {fault: f"f{number:02}" for number, fault in enumerate([*ENDS, *REPLIES])}


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    logger = logging.getLogger("extractor")
    before = list(logger.handlers)
    yield
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)


def command(case: Case, url: str, *more: str) -> list[str]:
    return ["run", "articles", "--out", "out", *case.model_on(url), "--attempts", "1", "--timeout", "1.5", *more]


def write(case: Case, *names: str) -> None:
    Path("articles").mkdir()
    for name in names:
        Path("articles", f"{name}.txt").write_text(f"{case.text}\nTin: {mark(name)}\n", encoding="utf-8")


def mark(name: str) -> str:
    """A word for the article's text that is no number."""
    return "Bài " + "".join("abcdefghij"[int(letter)] if letter.isdigit() else letter for letter in name)


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path("out", name).read_text(encoding="utf-8").splitlines()]


def everything(capsys: pytest.CaptureFixture[str]) -> str:
    """All that the run printed and wrote."""
    shown = capsys.readouterr()
    places = [*Path("out").rglob("*"), *cache_folder().rglob("*")]
    files = [path.read_bytes().decode("utf-8", "replace") for path in places if path.is_file()]
    return "\n".join([shown.out, shown.err, *files, *stored()])


def stored() -> list[str]:
    """Every completion in the stores, decompressed."""
    found = []
    for folder in (Path("out"), cache_folder()):
        with closing(sqlite3.connect(folder / CALLS)) as store:
            rows = store.execute("SELECT completion FROM calls").fetchall()
        found += [zlib.decompress(row[0]).decode("utf-8", "replace") for row in rows]
    return found


def test_each_fault_fails_its_own_article_and_harms_no_other(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    write(case, *_NAMES.values(), "good_a", "good_b")
    marked = {mark(_NAMES[fault]): [FAULTS[fault]] for fault in ENDS}
    marked |= {mark(_NAMES[name]): [says(reply)] for name, reply in REPLIES.items()}
    with FaultyServer(by_mark(marked, then=right(case))) as server:
        assert run_cli(command(case, server.url, "--log-json")) == 1
    failed = {row["id"]: row["error"] for row in rows("failures.jsonl")}
    assert failed == {_NAMES[fault]: error for fault, error in ENDS.items()} | {
        _NAMES[name]: "ReplyInvalid" for name in REPLIES
    }
    done = rows("summaries.jsonl")
    assert [row["doc_id"] for row in done] == ["good_a", "good_b"]
    assert [case.numbers_of(row) for row in done] == [[*case.values]] * 2
    account = json.loads(Path("out", "run.json").read_text(encoding="utf-8"))
    assert account["state"] == "complete"
    assert account["counts"]["failures"] == {
        "ReplyInvalid": 4,
        "ServerUnavailable": 7,
        "ConnectionLost": 2,
        "ContentFiltered": 2,
        **dict.fromkeys(
            ["BadKey", "ContextTooLong", "ModelTimeout", "OutputTruncated", "QuotaExhausted", "RateLimited"], 1
        ),
        "Refused": 1,
        "UnknownModel": 1,
    }
    written = everything(capsys)
    assert "Traceback" not in written
    assert KEY not in written
    assert set(server.keys) == {f"Bearer {KEY}"}


def test_a_second_run_asks_only_about_what_failed(case: Case) -> None:
    write(case, "one", "two")
    with FaultyServer(by_mark({mark("two"): [FAULTS["500"], *[says('{"x": 1}')] * 3]}, then=right(case))) as server:
        assert run_cli(command(case, server.url, "-q")) == 1
        assert [row["error"] for row in rows("failures.jsonl")] == ["ServerUnavailable"]
        calls = len(server.requests)
        assert run_cli(command(case, server.url, "-q")) == 1
        assert [row["error"] for row in rows("failures.jsonl")] == ["ReplyInvalid"]
        assert all(mark("two") in question for question in server.questions()[calls:])


ECHOES: list[tuple[str, Step]] = [
    ("in a message", refuses(401, f"Incorrect API key provided: {KEY}", "invalid_api_key")),
    ("in a rejection", refuses(400, f"bad header 'Authorization: Bearer {KEY}' in request")),
    ("in a page", Step(f"<html>Authorization: Bearer {KEY}</html>".encode(), 500, content_type="text/html")),
    ("in a plain body", Step(f"token {KEY} denied".encode(), 418, content_type="text/plain")),
    ("in a limit", refuses(429, f"insufficient_quota for key {KEY}", "insufficient_quota")),
    ("in a length", refuses(400, f"maximum context length is 8192 tokens for {KEY}", "context_length_exceeded")),
    ("in a garbled body", Step(KEY.encode() + GARBAGE)),
    ("in the reply", says(f"Your key is {KEY}")),
    ("in a field's name", says(json.dumps({"abstract": "", KEY: 1}))),
    ("in the reply's rows", says(json.dumps({"event": KEY, "figures": [KEY], KEY: KEY}))),
]


@pytest.mark.parametrize("step", [step for _, step in ECHOES], ids=[name for name, _ in ECHOES])
def test_the_key_is_written_nowhere_even_where_the_server_sends_it_back(
    step: Step, case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    write(case, "one")
    with FaultyServer(in_turn(then=step)) as server:
        assert run_cli(command(case, server.url, "--log-json")) == 1
    written = everything(capsys)
    assert KEY not in written
    assert KEY[8:] not in written
    assert "Traceback" not in written


ODD_PARTS = ("S3cretHead", "M1ddleOfIt", "An0therPart", "T4ilOfTheKey")
ODD_KEY = '{}/{}"{}\\{}'.format(*ODD_PARTS)
"""A key with all that JSON escapes."""


def slashed(value: object) -> bytes:
    """JSON in PHP's manner."""
    return json.dumps(value).replace("/", "\\/").encode()


def hexed(value: str) -> bytes:
    """A JSON string with every character of it escaped."""
    return b'"' + "".join(f"\\u{ord(char):04X}" for char in value).encode() + b'"'


BESIDE = completion([{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "{}"}}])
ODD_ECHOES: dict[str, Step] = {
    "beside a reply": Step(b'{"debug":' + slashed(f"Bearer {ODD_KEY}") + b"," + BESIDE[1:]),
    "beside a reply, hexed": Step(b'{"debug":' + hexed(ODD_KEY) + b"," + BESIDE[1:]),
    "in the reply": says(json.dumps({"event": ODD_KEY, ODD_KEY: slashed(ODD_KEY).decode()})),
    "in a rejection": Step(slashed({"error": {"message": f"no {ODD_KEY} here"}}), 400),
    "in a detail": Step(slashed({"detail": [f"no {ODD_KEY} here"]}), 400),
    "in another object": Step(slashed({"msg": f"teapot for {ODD_KEY}"}), 418),
    "in a page": Step(f"<p>{escape(ODD_KEY)}</p>".encode(), 418, content_type="text/html"),
    "behind a long blank": Step(b" " * 1985 + ODD_KEY.encode(), 418, content_type="text/plain"),
    "in a refusal of the key": Step(slashed({"error": {"message": f"{ODD_KEY} is not known"}}), 401),
    "in a redirect": Step(b"", 302, {"Location": f"http://{ODD_PARTS[0]}.example/?{quote(ODD_KEY)}"}),
    "in a broken answer": Step(slashed({"error": ODD_KEY}), 200),
}


@pytest.mark.parametrize("step", ODD_ECHOES.values(), ids=ODD_ECHOES)
def test_a_key_that_is_escaped_in_an_echo_is_written_nowhere_either(
    step: Step, case: Case, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", ODD_KEY)
    write(case, "one")
    with FaultyServer(in_turn(then=step)) as server:
        assert run_cli(command(case, server.url, "--log-json")) == 1
    assert server.keys[0] == f"Bearer {ODD_KEY}"
    written = everything(capsys)
    assert [part for part in ODD_PARTS[1:] if part in written] == []
    assert "Traceback" not in written


def test_the_password_of_a_proxy_that_refuses_is_written_nowhere(
    case: Case, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(case, "one")
    with FaultyServer(in_turn()) as server:
        for name in ("https_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, server.url.replace("//", "//somebody:Pr0xyS3cret@").removesuffix("/v1"))
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        assert run_cli(command(case, "https://elsewhere.example/v1", "--log-json")) == 1
    assert [row["error"] for row in rows("failures.jsonl")] == ["ConnectionLost"]
    assert "Proxy" in rows("failures.jsonl")[0]["message"]
    written = everything(capsys)
    assert "Pr0xyS3cret" not in written
    assert "somebody" not in written


def test_logs_hold_calls_and_no_article_text(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    write(case, "one", "two")
    with FaultyServer(by_mark({mark("two"): [says(f"{case.text} rất hay")]}, then=right(case))) as server:
        assert run_cli(command(case, server.url, "--log-json", "-q")) == 1
    shown = capsys.readouterr().err
    lines = [json.loads(line) for line in shown.splitlines()]
    assert {line["doc_id"] for line in lines if line["event"] == "llm.call"} == {"one", "two"}
    assert {(line["doc_id"], line.get("again")) for line in lines if line["event"] == "llm.call"} == {
        ("one", None),
        ("two", None),
        ("two", "unusable"),
    }
    assert case.words not in shown
    assert "rất hay" not in shown


def test_spans_tell_of_calls_and_hold_neither_key_nor_text(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    from opentelemetry import trace
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider)
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    write(case, "one", "two")
    with FaultyServer(by_mark({mark("two"): [ECHOES[0][1]]}, then=right(case))) as server:
        assert run_cli(command(case, server.url, "-q")) == 1
    spans = kept.get_finished_spans()
    assert {span.name for span in spans} == {f"chat {MODEL}"}
    told = [dict(span.attributes or {}) for span in spans]
    assert sorted(str(one.get("error.type")) for one in told) == ["BadKey", "None"]
    answered = next(one for one in told if "error.type" not in one)
    assert answered["gen_ai.usage.input_tokens"] == 1000
    assert answered["gen_ai.response.finish_reasons"] == ("stop",)
    for span in spans:
        assert KEY not in span.to_json()
        assert case.words not in json.dumps(json.loads(span.to_json()), ensure_ascii=False)


def test_a_wrong_port_is_one_sentence(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    write(case, "one")
    with FaultyServer(in_turn()) as server:
        url = server.url
    assert run_cli(command(case, url)) == 1
    written = everything(capsys)
    assert f"There is no connection to {url}" in written
    assert "check that the server runs and that --base-url is right" in written
    assert rows("failures.jsonl") == []
    assert "Traceback" not in written


def test_hostile_articles_end_as_without_the_words(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    write(case, "plain")
    # A file with a NUL is binary data, and no article.
    names = {f"h{number:02}": words.replace("\0", "") for number, (_, words) in enumerate(HOSTILE)}
    for name, words in names.items():
        text = f"{case.text}\nTin: {mark(name)}\n{words}\n"
        Path("articles", f"{name}.txt").write_text(text, encoding="utf-8")
    with FaultyServer(in_turn(then=right(case))) as server:
        assert run_cli(command(case, server.url, "--log-json")) == 0
    done = {row.pop("doc_id"): row for row in rows("summaries.jsonl")}
    assert set(done) == {"plain", *names}
    assert all(row == done["plain"] for row in done.values())
    assert "Traceback" not in everything(capsys)


def test_tools_that_are_called_in_other_shapes(case: Case) -> None:
    reply = case.changed()

    def calling(**call: Any) -> Step:
        message = {"role": "assistant", "content": None, "tool_calls": [{"id": "c", "type": "function", **call}]}
        return Step(completion([{"index": 0, "finish_reason": "tool_calls", "message": message}]))

    shapes = {
        "right": calling(function={"name": "reply", "arguments": reply}),
        "object": calling(function={"name": "reply", "arguments": json.loads(reply)}),
        "cut": calling(function={"name": "reply", "arguments": reply[:-9]}),
        "none": Step(completion([{"index": 0, "finish_reason": "tool_calls", "message": {"tool_calls": []}}])),
        "nameless": calling(function={}),
        "strange": calling(function=[1, 2]),
    }
    write(case, *shapes)
    marked = {mark(name): [step] for name, step in shapes.items()}
    with FaultyServer(by_mark(marked, then=right(case))) as server:
        run_cli([*command(case, server.url, "-q"), "--mode", "tools"])
    done = {row["doc_id"]: case.numbers_of(row) for row in rows("summaries.jsonl")}
    failed = {row["id"]: row["error"] for row in rows("failures.jsonl")}
    assert done.keys() | failed.keys() == shapes.keys()
    assert done["right"] == [*case.values]
    assert all(found == [*case.values] for found in done.values())
    assert set(failed.values()) <= {"ReplyInvalid", "ServerUnavailable"}
