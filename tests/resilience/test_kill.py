"""A small run that is killed and gone on with; `python -m eval.resilience.kill` is the large one."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.resilience.kill import kill_and_compare
from tests.engines.llm.fault_case import STORM


@pytest.mark.parametrize("task", [None, STORM.folder], ids=["party_review", "storm_damage"])
def test_a_killed_run_goes_on_to_the_same_bytes_and_pays_twice_only_for_what_was_on_its_way(
    task: Path | None, tmp_path: Path
) -> None:
    seen = kill_and_compare(tmp_path, rows=12, kills=2, writing=1, seed=3, latency=1.0, task=task)
    assert (seen.kills, seen.writing) == (2, 1)
    assert seen.once
    assert seen.differing == []
    assert seen.unexcused == 0
    assert seen.right(2, 1)
