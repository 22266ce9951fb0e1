"""Three calls in ten go wrong, in every way there is: nothing is lost, and what cannot be mended ends with its type."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from pathlib import Path

import pytest

from extractor.runs import attempts
from tests.engines.llm.fault_case import PARTY, STORM, Case
from tests.engines.llm.faulty_server import FAULTS, Body, FaultyServer, Step, refuses, right, says
from tests.runs.test_calls_of_a_run import account, run, write

COUNT = 120
SHARE = 0.3
PASSING = {
    "429": refuses(429, "Rate limit reached", "rate_limit_exceeded", retry_after_ms="40"),
    "503": refuses(503, "Overloaded", retry_after_ms="40"),
    **{name: FAULTS[name] for name in ("500", "502", "529", "reset before the body", "reset amid the body", "timeout")},
    **{name: FAULTS[name] for name in ("no choices", "html page", "garbage", "empty body", "a list")},
    "malformed": says('{"outlet": "'),
    "a wrong enum": says('{"event": "party"}'),
    "prose": says("Xin lỗi, tôi không làm được."),
}
FATAL = {
    "context too long": "ContextTooLong",
    "filtered input": "ContentFiltered",
    "filtered output": "ContentFiltered",
    "refusal": "Refused",
    "payment required": "QuotaExhausted",
    "unknown model": "UnknownModel",
}
"""Kinds that end an article, and how."""
KINDS = [*PASSING, *FATAL]


class Plan:
    """Draws the fault of each call, every kind as often as the others, and remembers what each article met with."""

    def __init__(self, seed: int, case: Case) -> None:
        self._right = right(case)
        self._chance = random.Random(seed)
        self._drawn = 0
        self.met: defaultdict[str, list[str]] = defaultdict(list)

    def __call__(self, _number: int, request: Body) -> Step:
        """What happens to one call."""
        said = "\n".join(str(message["content"]) for message in request["messages"])
        name = said.rsplit("Tin: ", 1)[1].split(".")[0]
        if self._chance.random() >= SHARE:
            self.met[name].append("")
            return self._right
        kind = KINDS[self._drawn % len(KINDS)]
        self._drawn += 1
        self.met[name].append(kind)
        return PASSING[kind] if kind in PASSING else FAULTS[kind]


@pytest.mark.parametrize(
    ("seed", "case"), [(1, PARTY), (2, PARTY), (3, STORM)], ids=lambda one: getattr(one, "name", one)
)
def test_of_many_faults_none_costs_an_article_that_could_be_saved(
    seed: int, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(attempts, "FIRST_WAIT", 0.02)
    names = [f"n{number:03}" for number in range(COUNT)]
    write(*names, case=case)
    plan = Plan(seed, case)
    with FaultyServer(plan) as server:
        code = run(server.url, "--concurrency", "20", "--timeout", "2", "--attempts", "8", "--cache", "off", case=case)
    met = {
        f"n{''.join(str('abcdefghij'.index(letter)) for letter in name[-3:])}": kinds
        for name, kinds in plan.met.items()
    }
    assert set(met) == set(names)
    done = [json.loads(line)["doc_id"] for line in Path("out/summaries.jsonl").read_text("utf-8").splitlines()]
    failed = {
        row["id"]: row["error"] for row in map(json.loads, Path("out/failures.jsonl").read_text("utf-8").splitlines())
    }
    assert sorted([*done, *failed]) == names
    ended = {name: FATAL[kind] for name, kinds in met.items() for kind in kinds if kind in FATAL}
    assert failed == ended
    assert code == 1
    told = account()
    assert told["state"] == "complete"
    assert told["spent"]["calls"] == len(server.requests) == sum(map(len, met.values()))
    assert {kind for kinds in met.values() for kind in kinds} == {"", *KINDS}
