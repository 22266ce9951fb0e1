"""A small run against a server that goes wrong; `python -m eval.resilience.faults` is the large one."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.resilience.faults import ECHOES, INVENTION, MEMORY, run
from tests.engines.llm.fault_case import STORM
from tests.engines.llm.faulty_server import HARD

KINDS = (*HARD, *ECHOES, INVENTION, "500", "reset amid the body", "prose")


@pytest.mark.parametrize("task", [None, STORM.folder], ids=["party_review", "storm_damage"])
def test_each_of_thirty_articles_ends_typed_proven_and_without_the_key(task: Path | None, tmp_path: Path) -> None:
    seen = run(tmp_path, rows=30, share=0.6, seed=5, kinds=KINDS, task=task)
    assert seen.wrong == []
    assert sum(seen.ended.values()) == 30
    assert seen.ended["summary"] >= 5
    assert 0 < max(seen.peak, seen.largest) < MEMORY
