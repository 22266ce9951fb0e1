"""The fuzz harness for five seconds, and whether it would notice anything."""

from __future__ import annotations

import json
import random

import pytest

from eval.fuzz.__main__ import fuzz
from eval.fuzz.corpus import Seed
from eval.fuzz.mutate import mutated
from eval.fuzz.targets import TARGETS, Target


def test_five_seconds_of_fuzzing_find_nothing() -> None:
    found = fuzz(5.0, seed=20240601)
    assert found.findings == {}
    assert set(found.tried) == {target.name for target in TARGETS}
    assert min(found.tried.values()) >= 1


@pytest.mark.parametrize("target", TARGETS, ids=[target.name for target in TARGETS])
def test_every_seed_goes_through_unchanged(target: Target) -> None:
    seeds = list(target.seeds())[:6]
    found = []
    for seed in seeds:
        try:
            target.run(seed.data, seed.about)
        except Exception as error:
            found.append((seed.about, repr(error)))
    assert seeds
    assert found == []


def test_an_exception_is_a_finding_told_once_with_its_input() -> None:
    def wrong(data: bytes, _about: str) -> None:
        raise KeyError(data[:1])

    found = fuzz(0.05, seed=1, targets=[Target("wrong", lambda: [Seed(b"abc", ".txt")] * 3, wrong)])
    (kind,) = found.findings
    assert kind.startswith("wrong: KeyError at test_fuzz.py:")
    assert found.tried["wrong"] >= 1
    assert kind in found.inputs


def test_mutations_reach_into_json_inside_json_and_are_the_same_for_the_same_seed() -> None:
    inner = json.dumps({"figures": ["q1"] * 5, "event": "annual_review"})
    data = json.dumps({"choices": [{"message": {"content": inner}}]}).encode()
    tried = [mutated(data, [data], random.Random(number)) for number in range(300)]
    assert tried == [mutated(data, [data], random.Random(number)) for number in range(300)]
    changed = 0
    for one in tried:
        try:
            content = json.loads(one)["choices"][0]["message"]["content"]
        except (ValueError, KeyError, TypeError, IndexError):
            continue
        changed += isinstance(content, str) and content != inner
    assert changed > 30
