"""The limiter is begun again where a cluster drops it before it began, under another name each time."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("pyarrow")

from extractor.runs.machines import cluster as module
from tests.runs.machines.links import plan_of

pytestmark = pytest.mark.skipif(find_spec("ray") is None, reason="ray is not installed (extra `ray`)")


class Dropped(Exception):
    """What Ray raises for an actor that is gone."""


class Cluster:
    """Stands in for `ray`: drops so many actors before they begin."""

    exceptions = SimpleNamespace(RayActorError=Dropped)

    def __init__(self, drops: int) -> None:
        self.drops = drops
        self.names: list[str] = []

    def get_runtime_context(self) -> Any:
        return SimpleNamespace(get_node_id=lambda: "a" * 56)

    def remote(self, actor: type) -> Any:
        assert actor is module.LimiterActor
        return self

    def options(self, *, name: str, **more: Any) -> Any:
        assert more["num_cpus"] == 0
        self.names.append(name)
        begin = SimpleNamespace(remote=lambda secret: secret)
        return SimpleNamespace(remote=lambda *arguments: SimpleNamespace(name=name, begin=begin))

    def get(self, answer: bytes) -> None:
        if len(self.names) <= self.drops:
            raise Dropped


def test_a_limiter_that_is_dropped_is_begun_again_three_times_in_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.time, "sleep", lambda seconds: None)
    once = Cluster(drops=2)
    assert module.start_limiter(once, plan_of(tmp_path)).name == once.names[-1]
    assert len(set(once.names)) == 3
    never = Cluster(drops=3)
    with pytest.raises(Dropped):
        module.start_limiter(never, plan_of(tmp_path))
    assert len(never.names) == 3
