"""One odd reply, or a fault of our own in reading it, ends one article and no run."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from extractor.engines.base import Question
from extractor.engines.llm import faults
from extractor.engines.llm.errors import LlmError
from extractor.runs import attempts
from extractor.runs.asking import Asked, Asking
from extractor.runs.breaker import Breaker
from extractor.transports.base import WireReply
from tests.engines.llm.fault_case import PARTY
from tests.engines.llm.faulty_server import RIGHT, FaultyServer, Step, by_mark
from tests.runs.limited_server import ANSWER, SETTINGS
from tests.runs.test_calls_of_a_run import account, mark, run, write
from tests.runs.virtual_time import clock

NAMES = [f"n{number}" for number in range(8)]
ODD = Step(b"{}", 418)
"""A reply that trips over the fault that these tests plant."""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def failures() -> dict[str, tuple[str, str]]:
    rows = map(json.loads, Path("out/failures.jsonl").read_text(encoding="utf-8").splitlines())
    return {row["id"]: (row["error"], row["message"]) for row in rows}


def done() -> list[str]:
    return [json.loads(line)["doc_id"] for line in Path("out/summaries.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture
def _planted(monkeypatch: pytest.MonkeyPatch) -> None:
    def trips(reply: WireReply, *more: Any) -> LlmError | None:
        if reply.status == ODD.status:
            raise ZeroDivisionError("by a reply")
        return faults.reply_fault(reply, *more)

    monkeypatch.setattr(attempts, "reply_fault", trips)


@pytest.mark.parametrize(
    "where", ["http://[bad", "//[::1", "http://\N{ACCOUNT OF}.example/", "http://h:port/", "", "?"]
)
def test_a_redirect_to_what_is_no_address_ends_its_article_alone(where: str) -> None:
    write(*NAMES)
    away = Step(b"", 302, {"Location": where})
    with FaultyServer(by_mark({mark("n5"): [away]}, then=RIGHT)) as server:
        assert run(server.url) == 1
    assert {name: error for name, (error, _) in failures().items()} == {"n5": "Redirected"}
    assert done() == [name for name in NAMES if name != "n5"]
    assert account()["state"] == "complete"


@pytest.mark.usefixtures("_planted")
def test_a_fault_of_our_own_in_one_reply_is_that_articles_failure_and_shown_with_its_type() -> None:
    write(*NAMES)
    with FaultyServer(by_mark({mark("n5"): [ODD]}, then=RIGHT)) as server:
        assert run(server.url) == 1
    assert failures() == {"n5": ("ZeroDivisionError", "unexpected ZeroDivisionError: by a reply")}
    assert done() == [name for name in NAMES if name != "n5"]
    told = account()
    assert told["state"] == "complete"
    assert told["spent"]["calls"] == len(server.requests)


@pytest.mark.usefixtures("_planted")
def test_such_a_fault_while_the_server_is_found_out_about_is_the_same() -> None:
    write("one", "two")
    with FaultyServer(lambda number, _request: ODD if number == 1 else RIGHT) as server:
        model = ["--engine", "llm", "--base-url", server.url, "--model", "m", "--few-shots", "0"]
        from extractor.cli.main import run_cli

        assert run_cli(["run", "articles", "--out", "out", "-q", "--concurrency", "1", *model]) == 1
    assert [error for error, _ in failures().values()] == ["ZeroDivisionError"]
    assert len(done()) == 1


@pytest.mark.usefixtures("_planted")
def test_where_every_reply_is_such_the_run_ends_soon_and_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    write(*[f"n{number:02}" for number in range(3 * Breaker.ENOUGH)])
    with FaultyServer(lambda *_: ODD) as server:
        assert run(server.url, "--concurrency", "2") == 1
    assert account()["state"] == "broken_off"
    assert len(server.requests) < 2 * Breaker.ENOUGH
    assert "unexpected ZeroDivisionError: by a reply" in capsys.readouterr().err


@pytest.mark.usefixtures("_planted")
def test_who_waits_for_the_same_answer_asks_for_it_where_the_first_fails() -> None:
    class Once:
        calls = 0

        async def send(self, body: bytes, *, limit: int) -> WireReply:
            self.calls += 1
            await asyncio.sleep(0)
            return WireReply(ODD.status, b"{}") if self.calls == 1 else WireReply(200, ANSWER)

        async def close(self) -> None:
            pass

    async def both() -> list[Asked | BaseException]:
        from extractor.runs.limits import Gate

        asking = Asking(SETTINGS, Once(), gate=Gate(clock=clock()))
        asked = (asking.ask(Question(b"the same", 10, 10), doc_id=name) for name in "ab")
        return list(await asyncio.gather(*asked, return_exceptions=True))

    first, second = asyncio.run(both())
    assert isinstance(first, ZeroDivisionError)
    assert isinstance(second, Asked)


def test_the_disk_is_still_everybodys(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    write("one", "two")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("extractor.runs.asking.Asking.keep", full)
    with FaultyServer(lambda *_: RIGHT) as server:
        assert run(server.url, case=PARTY) == 1
    assert "The disk is full" in capsys.readouterr().err
