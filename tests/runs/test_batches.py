"""`--via batch` against a server that does to batches what providers do: partly, late, in another order, not at all."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from extractor.cli.main import run_cli
from extractor.runs import batches
from extractor.runs.calls import CALLS
from tests.engines.llm.fault_case import CASES, Case
from tests.engines.llm.faulty_server import FaultyServer, says
from tests.runs.batch_server import BatchServer, answer, serving
from tests.runs.test_calls_of_a_run import account, mark, outputs

NAMES = [f"n{number:02}" for number in range(12)]


@pytest.fixture(params=CASES, ids=[case.name for case in CASES])
def case(request: pytest.FixtureRequest) -> Case:
    """The task."""
    found: Case = request.param
    return found


@pytest.fixture
def server(case: Case) -> Iterator[BatchServer]:
    """The server, while a test lasts."""
    with serving(case) as made:
        yield made


@pytest.fixture(autouse=True)
def _articles(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(batches, "FIRST_LOOK", 0.02)
    Path("articles").mkdir()
    for name in NAMES:
        Path("articles", f"{name}.txt").write_text(f"{case.text}\nTin: {mark(name)}.\n", encoding="utf-8")


def run(case: Case, url: str, *more: str, out: str = "out") -> int:
    return run_cli(["run", "articles", "--out", out, "-q", "--cache", "off", *case.model_on(url), *more])


def online(case: Case) -> dict[str, bytes]:
    """What the same run gives online."""

    def plan(_number: int, request: Any) -> Any:
        return says(answer(dict(request), case)["choices"][0]["message"]["content"])

    with FaultyServer(plan) as server:
        assert run(case, server.url, out="online") == 0
    return outputs("online", case)


@pytest.mark.parametrize(
    "outcomes",
    [[], ["expired"], ["failed"], ["torn"], ["erring"], ["cancelled"], ["expired", "failed", "erring"]],
    ids=lambda outcomes: " ".join(outcomes) or "well",
)
def test_every_article_comes_once_as_online_and_no_line_is_paid_twice(
    case: Case, server: BatchServer, outcomes: list[str]
) -> None:
    server.outcomes = outcomes
    assert run(case, server.url, "--via", "batch", "--wait") == 0
    assert outputs(case=case) == online(case)
    assert set(server.answered.values()) == {1}
    assert account()["counts"]["done"] == len(NAMES)
    assert account()["spent"]["calls"] == len(server.answered) == len(NAMES) + 1


def test_without_waiting_the_same_command_collects_step_by_step(
    case: Case, server: BatchServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.looks = 1
    asked = ["--via", "batch"]
    states = []
    for _ in range(6):
        assert run(case, server.url, *asked) == 0
        states.append(account()["state"])
    assert states == ["waiting"] * 4 + ["complete"] * 2
    assert len(server.batches) == 2
    assert outputs(case=case) == online(case)
    assert "12 articles wait for batches" in capsys.readouterr().err


def test_batches_are_split_by_the_servers_limits(
    case: Case, server: BatchServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        batches.Batches.__init__, "__kwdefaults__", {**batches.Batches.__init__.__kwdefaults__, "most_lines": 5}
    )
    assert run(case, server.url, "--via", "batch", "--wait") == 0
    assert [len(one.lines) for one in server.batches.values()] == [5, 5, 2, 1]


def test_a_batch_whose_making_was_cut_off_is_found_again(case: Case, server: BatchServer) -> None:
    import sqlite3

    assert run(case, server.url, "--via", "batch") == 0
    with sqlite3.connect("out/calls.sqlite3") as store:
        store.execute("UPDATE batches SET id = NULL, state = 'making'")
    assert run(case, server.url, "--via", "batch", "--wait") == 0
    assert set(server.answered.values()) == {1}
    assert outputs(case=case) == online(case)


def test_a_line_that_fails_each_time_ends_as_a_typed_failure(case: Case, server: BatchServer) -> None:
    server.outcomes = ["failed"] * 9
    assert run(case, server.url, "--via", "batch", "--wait", "--attempts", "3") == 1
    assert account()["counts"]["failures"] == {"ServerUnavailable": len(NAMES)}
    assert len(server.batches) == 3
    failure = json.loads(Path("out/failures.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert "the file is not valid today" in failure["message"]


def test_on_request_batches_are_ended_and_what_is_done_is_kept(case: Case, server: BatchServer) -> None:
    server.looks = 99
    assert run(case, server.url, "--via", "batch") == 0
    assert run(case, server.url, "--via", "batch", "--cancel") == 0
    assert all(one.cancelled for one in server.batches.values())
    assert account()["spent"]["calls"] == 6
    server.looks = 0
    assert run(case, server.url, "--via", "batch", "--wait") == 0
    assert set(server.answered.values()) == {1}
    assert outputs(case=case) == online(case)


def test_a_batch_costs_half(case: Case, server: BatchServer) -> None:
    prices = ["--price-input", "1", "--price-output", "10"]
    assert run(case, server.url, "--via", "batch", "--wait", *prices) == 0
    assert account()["spent"]["cost_usd"] == pytest.approx((len(NAMES) + 1) * (1000 + 400) / 1e6 / 2)


def test_odd_lines_among_the_results_cost_nobody_anything(case: Case, server: BatchServer) -> None:
    server.outcomes = ["odd"]
    assert run(case, server.url, "--via", "batch", "--wait") == 0
    assert set(server.answered.values()) == {1}
    assert outputs(case=case) == online(case)


@pytest.mark.parametrize(
    "said", [b"<html>", b"[]", b"{}", b"[" * 5000, b'{"status": ["completed"]}', b'{"status": {}}']
)
def test_what_is_said_of_a_batch_and_is_nothing_is_a_sentence_and_costs_nothing(
    said: bytes, case: Case, server: BatchServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(case, server.url, "--via", "batch") == 0
    server.odd_look = said
    run(case, server.url, "--via", "batch")
    assert "Unexpected" not in capsys.readouterr().err
    server.odd_look = None
    assert run(case, server.url, "--via", "batch", "--wait") == 0
    assert set(server.answered.values()) == {1}
    assert outputs(case=case) == online(case)


def test_a_batch_whose_making_was_cut_off_is_not_made_again_while_the_server_does_not_say_what_it_has(
    case: Case, server: BatchServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(case, server.url, "--via", "batch") == 0
    with closing(sqlite3.connect(Path("out", CALLS))) as store, store:
        store.execute("UPDATE batches SET id = NULL, state = 'making'")
    server.listing = 500
    assert run(case, server.url, "--via", "batch") == 1
    assert "cannot be listed (500)" in capsys.readouterr().err
    server.listing = 200
    assert run(case, server.url, "--via", "batch", "--wait") == 0
    assert set(server.answered.values()) == {1}
    assert outputs(case=case) == online(case)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "-", "--engine", "llm", "--model", "m", "--base-url", "http://localhost:1/v1"], "standard input"),
        (["run", "articles", "--engine", "rules"], "language model"),
    ],
)
def test_what_cannot_go_by_batches_is_a_usage_error(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli([*arguments, "--out", "out", "--via", "batch"]) == 2
    assert words in capsys.readouterr().err
