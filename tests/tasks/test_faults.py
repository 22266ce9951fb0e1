"""A long article of an example task; its other faults are those of every task, under `tests/engines/llm`."""

from __future__ import annotations

import re
from typing import Any

from extractor.engines.llm.prompt import FENCE
from tests.engines.llm.fault_case import STORM, Waits
from tests.engines.llm.faulty_server import FaultyServer, Step, in_turn, says


def test_a_long_article_is_asked_about_in_parts_that_fit() -> None:
    def part(request: Any) -> bytes:
        shown = str(request["messages"][-1]["content"]).rsplit(FENCE.open, 1)[1]
        rows = [f"house s{n} | q{q} | -" for n, q in _tags(shown)]
        reply = STORM.changed(losses=rows, total="", hit_on="", storm="", abstract="")
        return says(reply).rendered(request)

    text = "\n".join(f"Thôn {n} có {n + 100} nhà tốc mái." for n in range(1, 60))
    with FaultyServer(in_turn(then=Step(part))) as server:
        found = STORM.found(STORM.engine(server.url, Waits(), max_quantities=25), text)
    assert len(server.requests) >= 3
    assert found == [float(n + 100) for n in range(1, 60)]


def _tags(shown: str) -> list[tuple[str, str]]:
    found = re.findall(r"\[s(\d+)\] Thôn[^\n]*? (\d+)\[q(\d+)\] nhà", shown)
    return [(clause, mark) for clause, number, mark in found if int(number) > 100]
