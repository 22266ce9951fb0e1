"""What is asked and what is not: `extractor run` with its store of calls, against a server that counts."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from extractor import labels
from extractor.cli.main import run_cli
from extractor.engines.llm import render
from extractor.tasks.party_review.llm import program, prompt
from tests.conftest import ROOT
from tests.engines.llm.fault_case import OVER_TASKS, PARTY, Case
from tests.engines.llm.faulty_server import FAULTS, RIGHT, Body, FaultyServer, Plan, Step, by_mark, right, says

NAMES = ("one", "two", "three")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    yield
    prompt.load_prompt.cache_clear()


def write(*names: str, case: Case = PARTY) -> None:
    Path("articles").mkdir(exist_ok=True)
    for name in names:
        Path("articles", f"{name}.txt").write_text(f"{case.text}\nTin: {mark(name)}.\n", encoding="utf-8")


def mark(name: str) -> str:
    """A word for the article's text that is no number."""
    return "Bài " + "".join("abcdefghij"[int(letter)] if letter.isdigit() else letter for letter in name)


def answering(case: Case) -> Plan:
    """The right answer, but for one number that is left open; the follow-up brings it."""
    return lambda _number, request: says(case.reply(request))


answers = answering(PARTY)


def run(url: str, *more: str, out: str = "out", case: Case = PARTY) -> int:
    return run_cli(["run", "articles", "--out", out, "-q", *case.model_on(url), "--attempts", "1", *more])


def account(out: str = "out") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(out, "run.json").read_text(encoding="utf-8"))
    return found


def outputs(out: str = "out", case: Case = PARTY) -> dict[str, bytes]:
    return {name: Path(out, name).read_bytes() for name in case.outputs}


def test_a_changed_rule_or_gate_is_proved_anew_and_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    write(*NAMES)
    with FaultyServer(answers) as server:
        assert run(server.url) == 0
        calls, before = len(server.requests), outputs()
        # The follow-ups of all three are the same question.
        assert calls == len(NAMES) + 1
        assert run(server.url) == 0
        assert account()["counts"]["reused"] == len(NAMES)
        monkeypatch.setattr("extractor.runs.job.code_hash", lambda: "of other rules")
        assert run(server.url) == 0
        assert len(server.requests) == calls
    told = account()
    assert (told["counts"]["reused"], told["saved"]["calls"], told["spent"]["calls"]) == (0, 6, calls)
    assert outputs() == before


def test_a_changed_decoding_changes_the_summaries_and_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    write(*NAMES)
    real = program.decode_pointer
    with FaultyServer(lambda *_: RIGHT) as server:
        assert run(server.url) == 0
        calls, before = len(server.requests), outputs()
        monkeypatch.setattr("extractor.runs.job.code_hash", lambda: "of another decoding")
        monkeypatch.setattr(
            program, "decode_pointer", lambda reply, *rest: real(reply.model_copy(update={"abstract": ""}), *rest)
        )
        assert run(server.url) == 0
        assert len(server.requests) == calls
    assert outputs()["summaries.jsonl"] != before["summaries.jsonl"]


@pytest.fixture
def templates(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the prompts, from which the runs take theirs."""
    shutil.copytree(ROOT / "prompts", "prompts")
    monkeypatch.setattr(prompt, "prompts_dir", lambda: Path("prompts"))
    prompt.load_prompt.cache_clear()
    return Path("prompts") / prompt.FOLDER


EDITS: list[tuple[str, Callable[[str], str], int, int]] = [
    ("pointer/system.jinja", lambda text: text + "\nBe exact.", 3, 1),
    ("pointer/user.jinja", lambda text: "Now. " + text, 3, 0),
    ("pointer/follow_up.jinja", lambda text: "Look. " + text, 0, 1),
    ("shared/rules.jinja", lambda text: text + "\nBe exact.", 3, 1),
    ("pointer/prompt.toml", lambda text: text + "\n# a comment\n", 0, 0),
]
"""File of the prompt, the edit, and how many first questions and follow-ups it makes anew."""


@pytest.mark.parametrize(("file", "edit", "first", "second"), EDITS, ids=[edit[0] for edit in EDITS])
def test_an_edited_template_asks_again_what_it_words(
    file: str, edit: Callable[[str], str], first: int, second: int, templates: Path, capsys: Any
) -> None:
    write(*NAMES)

    def plan(number: int, request: Body) -> Step:
        looks = str(request["messages"][-1]["content"]).startswith("Look.") or PARTY.asks_again(request)
        return answers(number, {"messages": [{"content": PARTY.follow_up}]} if looks else request)

    with FaultyServer(plan) as server:
        assert run(server.url) == 0
        calls = len(server.requests)
        path = templates / file
        path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
        prompt.load_prompt.cache_clear()
        assert run(server.url) == 2
        assert "--fresh" in capsys.readouterr().err
        assert run(server.url, "--fresh") == 0
        assert len(server.requests) - calls == first + second


def another_abstract(text: str) -> str:
    """A worked example's labels with a longer abstract."""
    record = json.loads(text)
    return json.dumps(record | {"abstract": record["abstract"] + " Hết."}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("file", "edit"), [("xa_moi.txt", lambda text: text + "\nHết.\n"), ("xa_moi.json", another_abstract)]
)
def test_an_edited_worked_example_asks_everything_again(file: str, edit: Callable[[str], str], templates: Path) -> None:
    write(*NAMES)
    with FaultyServer(answers) as server:
        assert run(server.url, "--few-shots", "1") == 0
        calls = len(server.requests)
        path = templates / "few_shots" / file
        path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
        prompt.load_prompt.cache_clear()
        assert run(server.url, "--few-shots", "1", "--fresh") == 0
        assert len(server.requests) == 2 * calls


def test_an_edited_complaint_asks_again_only_where_one_was_made(templates: Path) -> None:
    write(*NAMES)
    with FaultyServer(by_mark({mark("two"): [says('{"x": 1}'), RIGHT]})) as server:
        assert run(server.url) == 0
        calls = len(server.requests)
        path = templates / "pointer" / "repair.jinja"
        path.write_text("Please. " + path.read_text(encoding="utf-8"), encoding="utf-8")
        prompt.load_prompt.cache_clear()
        assert run(server.url, "--fresh") == 0
        assert len(server.requests) == calls + 1
        assert "Please. " in server.questions()[-1]


@pytest.mark.parametrize(
    "table", [labels.MEASURES, labels.SUBJECTS, labels.BASES, labels.PHASES, labels.EVENT_KINDS], ids=min
)
def test_an_edited_label_asks_everything_again(table: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    write(*NAMES)
    with FaultyServer(answers) as server:
        assert run(server.url) == 0
        calls = len(server.requests)
        label = next(iter(table))
        monkeypatch.setitem(table, label, table[label] + " (mới)")
        prompt.load_prompt.cache_clear()
        assert run(server.url) == 2
        assert run(server.url, "--fresh") == 0
        assert len(server.requests) == 2 * calls


def test_an_edited_schema_asks_everything_again(monkeypatch: pytest.MonkeyPatch) -> None:
    write(*NAMES)
    real = render.typed_request
    with FaultyServer(answers) as server:
        assert run(server.url) == 0
        calls = len(server.requests)
        monkeypatch.setattr(render, "typed_request", lambda *given: {**real(*given), "metadata": {"form": "2"}})
        monkeypatch.setattr("extractor.runs.job.code_hash", lambda: "of another schema")
        render._tail.cache_clear()
        assert run(server.url) == 0
        render._tail.cache_clear()
        assert len(server.requests) == 2 * calls


@OVER_TASKS
@pytest.mark.parametrize(
    ("more", "asked"),
    [
        (["--fresh"], 0),
        (["--fresh", "--timeout", "50"], 0),
        (["--fresh", "--ask-again"], 4),
        (["--fresh", "--sample", "1"], 4),
        (["--fresh", "--temperature", "0.5"], 4),
        (["--fresh", "--max-output-tokens", "900"], 4),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_what_makes_another_question_is_asked_and_nothing_else(more: list[str], asked: int, case: Case) -> None:
    write(*NAMES, case=case)
    with FaultyServer(answering(case)) as server:
        assert run(server.url, case=case) == 0
        calls, before = len(server.requests), outputs(case=case)
        assert run(server.url, *more, case=case) == 0
        assert len(server.requests) - calls == asked
    # Six answers are used: the follow-ups of all three are the same question.
    assert account()["saved"]["calls"] == 6 - asked
    assert outputs(case=case) == before


@OVER_TASKS
@pytest.mark.parametrize(("more", "asked"), [([], 0), (["--cache", "off"], 4), (["--cache", "elsewhere"], 4)])
def test_another_folder_takes_what_the_shared_store_has(more: list[str], asked: int, case: Case) -> None:
    write(*NAMES, case=case)
    with FaultyServer(answering(case)) as server:
        assert run(server.url, case=case) == 0
        calls = len(server.requests)
        assert run(server.url, *more, out="other", case=case) == 0
        assert len(server.requests) - calls == asked
    assert outputs("other", case) == outputs(case=case)
    assert account("other")["spent"]["calls"] == asked


@OVER_TASKS
def test_a_reply_that_was_refused_answers_no_later_run(case: Case) -> None:
    write(*NAMES, case=case)
    bad = says('{"x": 1}')
    with FaultyServer(by_mark({mark("two"): [bad, bad, bad, right(case)]}, then=right(case))) as server:
        assert run(server.url, case=case) == 1
        assert account()["counts"]["failures"] == {"ReplyInvalid": 1}
        calls = len(server.requests)
        assert run(server.url, case=case) == 0
        assert len(server.requests) - calls == 1
        Path("out/ledger.jsonl").unlink()
        assert run(server.url, "--fresh", case=case) == 0
        assert len(server.requests) - calls == 1
    assert account()["counts"]["done"] == len(NAMES)


@OVER_TASKS
def test_two_articles_with_one_text_are_asked_about_once(case: Case) -> None:
    write("one", case=case)
    shutil.copy("articles/one.txt", "articles/again.txt")
    with FaultyServer(lambda *_: right(case)) as server:
        assert run(server.url, case=case) == 0
        assert len(server.requests) == 1
    assert (account()["counts"]["done"], account()["saved"]["calls"]) == (2, 1)


def test_a_damaged_line_is_set_aside_said_and_its_article_proved_anew(capsys: pytest.CaptureFixture[str]) -> None:
    write(*NAMES)
    with FaultyServer(lambda *_: RIGHT) as server:
        assert run(server.url) == 0
        before = outputs()
        ledger = Path("out/ledger.jsonl")
        ledger.write_bytes(ledger.read_bytes().replace(b"annual_review", b"annual_reviev", 1))
        Path("out/summaries.jsonl").unlink()
        assert run(server.url) == 0
        assert len(server.requests) == len(NAMES)
    assert outputs() == before
    assert "ledger.damaged.jsonl" in capsys.readouterr().err
    assert len(Path("out/ledger.damaged.jsonl").read_bytes().splitlines()) == 1


def test_a_run_in_which_everything_fails_is_ended_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    write(*(f"n{number:02}" for number in range(40)))
    with FaultyServer(lambda *_: FAULTS["bad key"]) as server:
        assert run(server.url, "--concurrency", "1") == 1
        assert len(server.requests) < 20
    told = account()
    assert told["state"] == "broken_off"
    assert told["counts"]["not_taken"] > 20
    assert "stopped, for everything failed" in capsys.readouterr().err


def command(url: str, case: Case) -> list[str]:
    return [
        sys.executable,
        "-m",
        "extractor",
        "run",
        "articles",
        "--out",
        "out",
        "-q",
        *case.model_on(url),
        "--concurrency",
        "8",
    ]


def kept_calls() -> int:
    """How many completions the run's store holds; none before there is a store."""
    store = Path("out/calls.sqlite3")
    if not store.exists():
        return 0
    with closing(sqlite3.connect(store)) as connection:
        found: int = connection.execute("SELECT count(*) FROM calls").fetchone()[0]
    return found


@OVER_TASKS
def test_killed_at_any_moment_nothing_is_lost_and_only_what_was_in_flight_is_paid_twice(case: Case) -> None:
    count = 40
    write(*(f"n{number:02}" for number in range(count)), case=case)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with FaultyServer(lambda *_: Step(right(case).body, seconds=0.15)) as server:
        unkept = 0
        for wait in (0.2, 0.5, 0.9, 0.3):
            process = subprocess.Popen(command(server.url, case), env=environment, stderr=subprocess.DEVNULL)
            begun, asked = time.monotonic(), len(server.requests)
            while len(server.requests) == asked and time.monotonic() < begun + 60:
                time.sleep(0.01)
            time.sleep(wait)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            time.sleep(0.3)
            flying = len(server.requests) - unkept - kept_calls()
            assert 0 <= flying <= 8, "more calls are not in the store than were in flight at once"
            unkept += flying
        assert subprocess.run(command(server.url, case), env=environment, check=False).returncode == 0
        asked_about = Counter(question.split("Tin: ")[-1][:12] for question in server.questions())
        assert len(asked_about) == count
        assert len(server.requests) == count + unkept
        after = outputs(case=case)
        Path("out").rename("broken")
        assert (
            subprocess.run([*command(server.url, case), "--cache", "off"], env=environment, check=False).returncode == 0
        )
    assert outputs(case=case) == after
    ids = [json.loads(line)["doc_id"] for line in after["summaries.jsonl"].splitlines()]
    assert ids == sorted(set(ids))
    assert len(ids) == count


@OVER_TASKS
def test_two_folders_at_once_on_one_shared_store_are_both_right(case: Case) -> None:
    count = 16
    write(*(f"n{number:02}" for number in range(count)), case=case)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with FaultyServer(lambda *_: Step(right(case).body, seconds=0.05)) as server:
        shared = [*command(server.url, case), "--cache", "shared"]
        both = [subprocess.Popen([*shared, "--out", out], env=environment) for out in ("first", "second")]
        assert [one.wait() for one in both] == [0, 0]
        asked = len(server.requests)
        assert count <= asked <= 2 * count
        assert run(server.url, "--cache", "off", out="alone", case=case) == 0
        assert run(server.url, "--cache", "shared", out="third", case=case) == 0
        assert len(server.requests) == asked + count
    assert outputs("first", case) == outputs("second", case) == outputs("third", case) == outputs("alone", case)
    # Each call was paid for by one of the two, and none is counted in both.
    assert sum(account(out)["spent"]["calls"] for out in ("first", "second")) == asked
    assert account("third")["spent"]["calls"] == 0


@OVER_TASKS
def test_what_calls_cost_is_in_the_totals_once_and_what_is_saved_is_marked(case: Case) -> None:
    write(*NAMES, case=case)
    prices = ["--price-input", "1", "--price-cached", "1", "--price-output", "10"]
    one = (1000 * 1 + 40 * 10) / 1e6
    with FaultyServer(answering(case)) as server:
        assert run(server.url, *prices, case=case) == 0
        first = account()
        assert run(server.url, *prices, case=case) == 0
        again = account()
        assert run(server.url, *prices, "--fresh", case=case) == 0
        fresh = account()
        assert run(server.url, *prices, out="other", case=case) == 0
        calls = len(server.requests)
    other = account("other")
    # Three first questions, and one follow-up that all three share.
    assert calls == 4
    for told, spent, saved in ((first, 4, 2), (again, 4, 0), (fresh, 4, 6), (other, 0, 6)):
        assert (told["spent"]["calls"], told["saved"]["calls"], told["usage"]["calls"]) == (spent, saved, 6)
        assert told["spent"]["input_tokens"] == 1000 * spent
        assert (told["spent"]["cost_usd"] or 0) == pytest.approx(one * spent)
        assert (told["saved"]["cost_usd"] or 0) == pytest.approx(one * saved)
        assert told["usage"]["cost_usd"] == pytest.approx(one * 6)
