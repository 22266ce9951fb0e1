"""Articles that do not fit the model's context: split until they do, with no figure lost or doubled at a seam."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from extractor.engines.llm import errors
from tests.engines.llm.fault_case import VALUES, Waits, asked, engine_for, values
from tests.engines.llm.faulty_server import (
    FAULTS,
    RIGHT,
    FaultyServer,
    Plan,
    Step,
    in_turn,
    labels_all_tags,
    refuses,
    says,
)

PARAGRAPHS = 12
LONG = "Ngày 24-12-2020, Ban Dân vận Tỉnh ủy họp tổng kết công tác năm 2020.\n\n" + "\n\n".join(
    f"Tại cụm thi đua số {'I' * number}, các chi bộ đã kết nạp {100 + number} đảng viên và mở {20 + number} lớp."
    for number in range(1, PARAGRAPHS + 1)
)
ALL = sorted([*(100.0 + n for n in range(1, PARAGRAPHS + 1)), *(20.0 + n for n in range(1, PARAGRAPHS + 1))])
TOO_LONG = refuses(400, "This model's maximum context length is 8192 tokens.", "context_length_exceeded")
FULL = says('{"outlet":"', finish="length", tokens=100)
"""Cut after 100 of the 4,096 tokens asked for: the context was full."""


def unless_short(quantities: int, otherwise: Step = TOO_LONG) -> Plan:
    """A plan that answers questions with few quantities and finds the others too long."""

    def plan(_number: int, request: Mapping[str, Any]) -> Step:
        question = str(request["messages"][-1]["content"])
        return Step(labels_all_tags) if question.count("[q") <= quantities else otherwise

    return plan


@pytest.mark.parametrize("otherwise", [TOO_LONG, FULL], ids=["refused", "cut"])
@pytest.mark.parametrize("quantities", [4, 6, 12, 23])
def test_an_article_too_long_is_split_and_every_figure_comes_once(quantities: int, otherwise: Step) -> None:
    clock = Waits()
    with FaultyServer(unless_short(quantities, otherwise)) as server:
        grounded = asked(engine_for(server.url, clock), LONG)
    assert sorted(values(grounded)) == ALL
    assert grounded.coverage.explained == grounded.coverage.quantities
    assert clock.slept == []


def test_an_article_that_fits_is_asked_about_once() -> None:
    with FaultyServer(unless_short(24)) as server:
        assert sorted(values(asked(engine_for(server.url, Waits()), LONG))) == ALL
    assert len(server.requests) == 1


def test_the_context_that_a_server_names_is_remembered_for_the_next_article() -> None:
    big = Step(
        b'{"error":{"message":"request (9000 tokens) exceeds the available context size (5200 tokens)",'
        b'"type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":5200}}',
        400,
    )
    with FaultyServer(in_turn(big, then=Step(labels_all_tags))) as server:
        engine = engine_for(server.url, Waits(), max_output_tokens=1000)
        asked(engine, LONG * 3)
        calls = len(server.requests)
        asked(engine, LONG * 3)
    assert calls > 2
    assert len(server.requests) - calls == calls - 1


def test_what_cannot_be_made_smaller_is_a_typed_failure_after_few_calls() -> None:
    with FaultyServer(in_turn(then=TOO_LONG)) as server, pytest.raises(errors.ContextTooLong) as caught:
        asked(engine_for(server.url, Waits()), LONG)
    assert caught.value.usage.calls == len(server.requests) <= 6


def test_a_model_that_always_fills_its_context_is_a_typed_failure_after_few_calls() -> None:
    with (
        FaultyServer(in_turn(then=FULL)) as server,
        pytest.raises(errors.ContextTooLong, match="context of test-model"),
    ):
        asked(engine_for(server.url, Waits()), LONG)
    assert len(server.requests) <= 6


def test_one_failed_part_fails_the_article_and_its_cost_is_known() -> None:
    short = unless_short(12)

    def plan(number: int, request: Mapping[str, Any]) -> Step:
        return FAULTS["bad key"] if number == 3 else short(number, request)

    with FaultyServer(plan) as server, pytest.raises(errors.BadKey) as caught:
        asked(engine_for(server.url, Waits()), LONG)
    assert caught.value.usage.calls == len(server.requests) == 3
    assert caught.value.usage.input_tokens == 1000


def test_splitting_does_not_touch_an_article_that_fits() -> None:
    with FaultyServer(in_turn(RIGHT)) as server:
        assert values(asked(engine_for(server.url, Waits(), context_window=8192))) == VALUES
    assert len(server.requests) == 1
