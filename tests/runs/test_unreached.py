"""A server that is not there is told at once, and nothing is lost; one that was there and is gone is waited for."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from extractor.cli.main import run_cli
from extractor.engines.base import Question
from extractor.engines.llm import errors
from extractor.engines.llm.faults import wire_fault
from extractor.runs.asking import Asking
from extractor.runs.attempts import UNREACHED, Asked
from extractor.runs.limits import Gate
from extractor.transports.base import Unreached, WireError, WireReply
from tests.engines.llm.fault_case import PARTY
from tests.engines.llm.faulty_server import RIGHT, FaultyServer
from tests.runs.limited_server import ANSWER, SETTINGS
from tests.runs.test_calls_of_a_run import account, run, write
from tests.runs.virtual_time import clock, in_virtual_time

REFUSED = Unreached("127.0.0.1:9: connection refused")
RESET = WireError("ConnectionResetError: reset by peer")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def nowhere() -> str:
    """The address of a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        return f"http://127.0.0.1:{bound.getsockname()[1]}/v1"


class Gone:
    """A server that answers, or is not there, as its plan says; at last it answers."""

    def __init__(self, *plan: WireError | None) -> None:
        self.plan = list(plan)
        self.calls = 0

    async def send(self, body: bytes, *, limit: int) -> WireReply:
        self.calls += 1
        fault = self.plan.pop(0) if self.plan else None
        if fault is not None:
            raise fault
        return WireReply(200, ANSWER)

    async def close(self) -> None:
        pass


def asked(server: Gone, questions: int, *, reached: bool = False) -> Sequence[Asked | BaseException]:
    """What became of so many questions, asked one after the other."""

    async def work() -> list[Asked | BaseException]:
        asking = Asking(SETTINGS, server, gate=Gate(clock=clock()), reached=reached)
        found: list[Asked | BaseException] = []
        for number in range(questions):
            question = Question(b"%d" % number, 10, 10)
            found += await asyncio.gather(asking.ask(question, doc_id="x"), return_exceptions=True)
        return found

    return in_virtual_time(work())[0]


def test_a_server_that_is_not_there_at_the_first_call_is_asked_twice_and_no_more() -> None:
    server = Gone(*[REFUSED] * 20)
    (failure,) = asked(server, 1)
    assert isinstance(failure, errors.ConnectionLost)
    assert failure.unreached
    assert server.calls == UNREACHED


@pytest.mark.parametrize(
    ("plan", "reached"),
    [([None, *[REFUSED] * 4], False), ([RESET, *[REFUSED] * 3], False), ([*[REFUSED] * 4], True)],
    ids=["answered before", "reset before", "known to be there"],
)
def test_a_server_that_was_there_and_restarts_is_waited_for(plan: list[WireError | None], reached: bool) -> None:
    server = Gone(*plan)
    assert all(isinstance(one, Asked) for one in asked(server, 2, reached=reached))
    assert server.plan == []


def test_the_message_names_the_server_and_the_way_out() -> None:
    failure = wire_fault(REFUSED, SETTINGS)
    assert str(SETTINGS.base_url) in str(failure)
    assert "connection refused" in str(failure)
    assert "--base-url" in str(failure)


@pytest.mark.parametrize("more", [(), ("--mode", "auto"), ("--via", "batch")], ids=["asked", "probed", "batch"])
def test_a_run_without_a_server_says_so_within_seconds_and_fails_no_article(
    nowhere: str, more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    write("one", "two", "three")
    began = time.monotonic()
    assert run(nowhere, "--attempts", "5", *more) == 1
    assert time.monotonic() - began < 12  # five calls took 15 s and more
    said = capsys.readouterr().err.splitlines()[-1]
    assert nowhere in said
    assert "check that the server runs" in said
    assert "connection refused" in said or "ConnectError" in said
    assert not Path("out", "failures.jsonl").exists() or Path("out", "failures.jsonl").read_bytes() == b""


def test_the_account_of_a_run_without_a_server_and_the_same_command_with_one(nowhere: str) -> None:
    write("one", "two", "three")
    assert run(nowhere) == 1
    assert account()["state"] == "broken_off"
    assert account()["counts"]["not_taken"] == 3
    assert account()["counts"]["failures"] == {}
    assert account()["spent"]["input_tokens"] == 0
    address = nowhere.removeprefix("http://").removesuffix("/v1").split(":")
    with FaultyServer(lambda *_: RIGHT, port=int(address[1])) as server:
        assert server.url == nowhere
        assert run(nowhere) == 0
    assert account()["counts"]["done"] == 3


def test_an_unknown_host_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    write("one")
    assert run("http://no-such-host.invalid/v1") == 1
    said = capsys.readouterr().err.splitlines()[-1]
    assert "http://no-such-host.invalid/v1 (no-such-host.invalid: unknown host)" in said


def test_what_the_store_answers_is_proved_anew_without_a_server(capsys: pytest.CaptureFixture[str]) -> None:
    write("one", "three", "two")
    with FaultyServer(lambda *_: RIGHT) as server:
        assert run(server.url) == 0
        url = server.url
    write("zero")
    capsys.readouterr()
    assert run(url, "--fresh", "--attempts", "5") == 1
    assert account()["state"] == "complete"
    assert account()["counts"]["done"] == 3
    failed: dict[str, Any] = json.loads(Path("out", "failures.jsonl").read_text(encoding="utf-8"))
    assert (failed["id"], failed["error"]) == ("zero", "ConnectionLost")


def test_the_library_says_so_too(nowhere: str) -> None:
    from extractor.engines.llm.settings import LlmSettings
    from extractor.runs.single import Model
    from extractor.text.article import Article

    async def work() -> None:
        async with Model(LlmSettings(model="m", base_url=nowhere)) as model:
            await model.extract(Article.from_text("a", PARTY.text))

    with pytest.raises(errors.ConnectionLost, match="check that the server runs"):
        asyncio.run(work())


def test_what_a_user_sees_is_a_count_and_one_sentence(nowhere: str, capsys: pytest.CaptureFixture[str]) -> None:
    write("one")
    assert run_cli(["run", "articles", "--out", "out", *PARTY.model_on(nowhere)]) == 1
    shown = capsys.readouterr()
    assert "0 done, 0 failed, 1 not begun" in shown.out
    assert "stopped, and nothing was asked: There is no connection to" in shown.err
