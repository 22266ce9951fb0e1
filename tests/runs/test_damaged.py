"""Damaged lines of a ledger cost their own articles, once: these are done again, and one notice says so."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from threading import Event

import pytest

from extractor.errors import UsageError
from extractor.loaders import find_inputs
from extractor.runs.desk import Engines
from extractor.runs.index import delete_index
from extractor.runs.job import Job, Manner
from extractor.runs.run import RunResult, run
from tests.fakes import CountingEngine
from tests.runs.test_kept import desk, lines
from tests.runs.test_run import SETTINGS, Watcher
from tests.runs.test_second_runs import Desk

__all__ = ["desk"]


def say_other_values(line: bytes) -> bytes:
    return line.replace(b'"value":1', b'"value":9')


def lose_a_byte(line: bytes) -> bytes:
    return line[:50] + line[51:]


def cut_in_two(line: bytes) -> bytes:
    return line[:50] + b"\n" + line[50:]


@pytest.mark.parametrize("damage", [say_other_values, lose_a_byte, cut_in_two, lambda line: b""])
def test_any_number_of_damaged_answers_cost_only_their_own_articles_once(
    desk: Desk, damage: Callable[[bytes], bytes]
) -> None:
    names = [f"a{at:02}" for at in range(12)]
    lines(desk, names, set())
    desk.run("crawl.jsonl")
    before = (desk.out / "summaries.jsonl").read_bytes()
    ledger = desk.out / "ledger.jsonl"
    first, *rest = ledger.read_bytes().splitlines(keepends=True)
    hurt = {1, 3, 4, 5, 7, 8, 9}
    ledger.write_bytes(first + b"".join(damage(line) if at in hurt else line for at, line in enumerate(rest)))
    (desk.out / "summaries.jsonl").unlink()
    desk.said.clear()
    result = desk.run("crawl.jsonl")
    assert (result.failed, result.manifest.counts.failed, result.manifest.state) == (0, 0, "complete")
    assert sorted(desk.engine.asked) == [names[at] for at in sorted(hurt)]
    assert (desk.out / "summaries.jsonl").read_bytes() == before
    gone = damage(b"x") == b""
    assert len(desk.said) == (not gone)
    aside = desk.out / "ledger.damaged.jsonl"
    assert gone or len(aside.read_bytes().splitlines()) == len(hurt) * damage(rest[1]).count(b"\n")
    (desk.out / "summaries.jsonl").unlink()
    desk.said.clear()
    desk.run("crawl.jsonl")
    assert (desk.engine.asked, desk.said) == ([], [])


@pytest.mark.parametrize("index", [True, False])
def test_a_damaged_first_line_is_replaced_where_the_rest_says_what_it_was(desk: Desk, index: bool) -> None:
    lines(desk, ["a01", "a02"], set())
    desk.run("crawl.jsonl")
    ledger = desk.out / "ledger.jsonl"
    whole = ledger.read_bytes()
    ledger.write_bytes(whole.replace(b'{"settings"', b'{"settinfs"', 1))
    if not index:
        delete_index(desk.out)
    desk.run("crawl.jsonl")
    assert (desk.engine.asked, len(desk.said), ledger.read_bytes()) == ([], 1, whole)
    delete_index(desk.out)
    ledger.write_bytes(whole.replace(b'{"settings"', b'{"settinfs"', 1))
    (desk.out / "run.json").unlink()
    with pytest.raises(UsageError, match="first line"):
        desk.run("crawl.jsonl")
    assert len(ledger.read_bytes().splitlines()) == 3


def test_answers_damaged_where_the_inputs_cannot_be_read_again_are_failures(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_from_stdin() -> RunResult:
        records = "".join(
            json.dumps({"id": f"a{at}", "text": f"Năm 2017 kết nạp {at + 10} đảng viên."}) + "\n" for at in range(5)
        )
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(records.encode())))
        made = Job(
            find_inputs(["-"]), desk.out, SETTINGS, lambda: Engines(CountingEngine()), manner=Manner(concurrency=1)
        )
        return run(made, observer=Watcher(), stop=Event())

    assert run_from_stdin().failed == 0
    ledger = desk.out / "ledger.jsonl"
    ledger.write_bytes(re.sub(rb'"value":1[0-3]', b'"value":77', ledger.read_bytes()))
    (desk.out / "summaries.jsonl").unlink()
    result = run_from_stdin()
    assert (result.failed, result.manifest.counts.failures) == (4, {"LedgerDamaged": 4})
    assert run_from_stdin().failed == 0
