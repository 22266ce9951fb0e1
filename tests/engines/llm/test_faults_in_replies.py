"""Replies that cannot be used: asked again with the complaint and never with the reply; then salvaged or failed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from extractor.engines.llm import errors
from tests.engines.llm.fault_case import GOOD, TEXT, VALUES, Waits, asked, engine_for, for_all, values
from tests.engines.llm.faulty_server import FAULTS, RIGHT, FaultyServer, Step, completion, good, in_turn, says

CANARY = "a canary of many words, which no complaint may repeat in whole; " * 20
RIGHT_TEXT = json.dumps(GOOD, ensure_ascii=False)
FIGURES: list[str] = GOOD["figures"]


def changed(**fields: object) -> str:
    return json.dumps(GOOD | fields, ensure_ascii=False)


UNUSABLE: list[tuple[str, str, str]] = [
    ("malformed JSON", RIGHT_TEXT[:-40], "the answer is not one JSON object"),
    ("no JSON", f"Here is what I found: {CANARY}", "the answer is not one JSON object"),
    ("a trailing comma", RIGHT_TEXT[:-1] + ",}", "the answer is not one JSON object"),
    ("a list", f"[{RIGHT_TEXT}]", "Input should be an object"),
    ("a bare string", '"q1"', "Input should be an object"),
    ("null", "null", "Input should be an object"),
    ("nested without end", "[" * 5000, "the answer is not one JSON object"),
    ("half a surrogate", changed(abstract="x").replace('"x"', r'"\ud800"'), "the answer is not one JSON object"),
    ("nothing", "", "the answer was empty"),
    ("white space", " \n\t ", "the answer was empty"),
    ("text before", f"Sure! {CANARY}{RIGHT_TEXT}", "text before or after the JSON object"),
    ("text after", f"{RIGHT_TEXT}\n{CANARY}", "text before or after the JSON object"),
    ("two objects", RIGHT_TEXT + RIGHT_TEXT, "the answer is not one JSON object"),
    ("a wrong enum", changed(event=CANARY), "event: Input should be 'annual_review'"),
    ("a missing field", json.dumps({k: v for k, v in GOOD.items() if k != "points"}), "points: the field is missing"),
    ("a field too many", changed(thoughts=CANARY), "thoughts: there is no such field"),
    ("a field with a long name", changed(**{CANARY * 20: 1}), ": there is no such field"),
    ("a wrong type", changed(figures=CANARY), "figures: Input should be a valid array"),
    ("a number for a row", changed(figures=[1]), "figures.0: Input should be a valid string"),
    ("an unknown id", changed(figures=["q99 class held level result review A"]), "q99 is no quantity"),
    ("an id twice", changed(figures=[*FIGURES, FIGURES[0]]), "figures, row 3: q1 is already in figures; use each id"),
    ("an id labelled and dismissed", changed(dismissed=["date q1"]), "dismissed, row 1: q1 is already in figures"),
    ("a wrong label", changed(figures=["q1 klass held level result review A"]), "figures, row 1: "),
    ("a row of prose", changed(figures=[CANARY]), "figures, row 1: "),
    ("an empty row", changed(figures=[""]), "figures, row 1: "),
    ("an unknown clause", changed(points=["priority s99"]), "points, row 1: s99 is no clause of the text"),
    (
        "an unknown letter",
        changed(figures=["q1 class held level result review C"]),
        "organisation C is not in the list",
    ),
    ("a wrong date", changed(held_on="24-12-2020"), "held_on: '24-12-2020' is no date"),
    ("a day that is none", changed(held_on="2020-02-31"), "held_on: '2020-02-31' is no date"),
    ("a wrong period", changed(review_period="năm 2020"), "review_period: 'năm 2020' is no period"),
]
"""Name, the reply, what the second question says about it."""
_CASES = pytest.mark.parametrize(
    ("reply", "complaint"), [row[1:] for row in UNUSABLE], ids=[row[0] for row in UNUSABLE]
)


@_CASES
@pytest.mark.parametrize("mode", ["schema", "tools", "json"])
def test_an_unusable_reply_is_asked_for_again_with_what_was_wrong(mode: str, reply: str, complaint: str) -> None:
    clock = Waits()
    with FaultyServer(in_turn(says(reply))) as server:
        assert values(asked(engine_for(server.url, clock, mode=mode))) == VALUES
    first, second = server.questions()
    assert second.startswith(first)
    note = second.removeprefix(first)
    assert complaint in note
    assert CANARY[:64] not in note
    assert reply.strip() == "" or len(reply) < 20 or reply not in note
    assert len(note) < 1500
    assert [message["role"] for message in server.requests[1]["messages"]] == ["system", "user"]
    assert server.requests[0]["messages"][0] == server.requests[1]["messages"][0]
    assert clock.slept == []


WRAPPED: list[tuple[str, str]] = [
    ("a fence", f"```json\n{RIGHT_TEXT}\n```"),
    ("a fence without a name", f"```\n{RIGHT_TEXT}\n```\n"),
    ("thoughts", f"<think>\nq1 is {CANARY}{{}}\n</think>\n\n{RIGHT_TEXT}"),
    ("thoughts and a fence", f"<think></think>```json\n{RIGHT_TEXT}\n```"),
]


@pytest.mark.parametrize("reply", [reply for _, reply in WRAPPED], ids=[name for name, _ in WRAPPED])
def test_good_json_behind_thoughts_or_in_a_fence_is_taken_at_once(reply: str) -> None:
    with FaultyServer(in_turn(says(reply))) as server:
        assert values(asked(engine_for(server.url, Waits()))) == VALUES
    assert len(server.requests) == 1


@pytest.mark.parametrize("field", ["reasoning", "reasoning_content"])
@pytest.mark.parametrize("finish", ["stop", "length"])
def test_a_model_that_only_thinks_is_named_with_the_way_out(field: str, finish: str) -> None:
    message = {"role": "assistant", "content": "", field: CANARY}
    thoughts = Step(completion([{"index": 0, "finish_reason": finish, "message": message}]))
    with FaultyServer(in_turn(then=thoughts)) as server, pytest.raises(errors.ThoughtsOnly) as caught:
        asked(engine_for(server.url, Waits(), mode="auto"))
    assert "--reasoning-effort none" in str(caught.value)
    assert len(server.requests) == 1


SHAPELESS = {"malformed JSON", "no JSON", "nothing", "a wrong enum", "a missing field", "two objects", "null"}


@pytest.mark.parametrize("reply", [pytest.param(row[1], id=row[0]) for row in UNUSABLE if row[0] in SHAPELESS])
def test_a_reply_that_stays_shapeless_is_a_typed_failure(reply: str) -> None:
    with FaultyServer(in_turn(then=says(reply))) as server, pytest.raises(errors.ReplyInvalid) as caught:
        asked(engine_for(server.url, Waits()))
    assert len(server.requests) == caught.value.usage.calls == 3
    assert caught.value.usage.output_tokens == 120
    assert "unusable 3 times" in str(caught.value)
    assert len(str(caught.value)) < 400
    assert CANARY[:64] not in str(caught.value)


KEPT: list[tuple[str, str, list[float]]] = [
    ("an unknown id", changed(figures=[*FIGURES, "q99 class held level result review A"]), VALUES),
    ("an id twice", changed(figures=[*FIGURES, FIGURES[0]]), VALUES),
    ("a row of prose", changed(figures=[FIGURES[0], CANARY]), VALUES[:1]),
    ("an unknown clause", changed(points=["priority s99"]), VALUES),
    ("text around", f"Sure!\n{RIGHT_TEXT}\nAnything else?", VALUES),
    ("a list of one", f"[{RIGHT_TEXT}]", VALUES),
    ("only unknown ids", changed(figures=["q98 class held level result review A"]), []),
]


@pytest.mark.parametrize(("reply", "kept"), [row[1:] for row in KEPT], ids=[row[0] for row in KEPT])
def test_of_a_reply_that_stays_imperfect_the_good_rows_are_kept(reply: str, kept: list[float]) -> None:
    with FaultyServer(in_turn(then=says(reply))) as server:
        assert values(asked(engine_for(server.url, Waits()))) == kept
    assert len(server.requests) == 3


def test_the_best_of_the_imperfect_replies_is_kept() -> None:
    better = changed(figures=[*FIGURES, "q99 class held level result review A"])
    worse = changed(figures=[f"q{number} class held level result review A" for number in range(90, 99)])
    with FaultyServer(in_turn(says(better), says(worse), says("no"))) as server:
        assert values(asked(engine_for(server.url, Waits()))) == VALUES
    assert len(server.requests) == 3


@pytest.mark.parametrize("fault", ["truncated", "refusal", "filtered output", "context too long", "rejected"])
def test_an_imperfect_reply_is_kept_where_its_reask_comes_to_nothing(fault: str) -> None:
    imperfect = says(changed(points=["priority s99"]))
    with FaultyServer(in_turn(imperfect, then=FAULTS[fault])) as server:
        assert values(asked(engine_for(server.url, Waits()))) == VALUES
    assert len(server.requests) == (3 if fault == "truncated" else 2)


def test_an_outage_during_the_reask_is_a_failure_so_that_a_later_run_asks_again() -> None:
    imperfect = says(changed(points=["priority s99"]))
    with FaultyServer(in_turn(imperfect, then=FAULTS["529"])) as server, pytest.raises(errors.ServerUnavailable):
        asked(engine_for(server.url, Waits()))
    assert len(server.requests) == 4


def test_no_complaint_about_many_rows_is_longer_than_a_screen() -> None:
    rows = [f"q{number} class held level result review A" for number in range(100, 400)]
    with FaultyServer(in_turn(good(figures=rows))) as server:
        asked(engine_for(server.url, Waits()))
    first, second = server.questions()
    note = second.removeprefix(first)
    assert "figures, row 12: q111 is no quantity" in note
    assert "and 288 more of these kinds" in note
    assert "q112" not in note


def test_a_reply_in_text_where_a_call_was_asked_for_is_said_so() -> None:
    message = {"role": "assistant", "content": "Tôi không gọi hàm."}
    text = Step(completion([{"index": 0, "finish_reason": "stop", "message": message}]))
    with FaultyServer(in_turn(text)) as server:
        assert values(asked(engine_for(server.url, Waits(), mode="tools"))) == VALUES
    assert "did not call the function" in server.questions()[1]


def test_a_truncated_reply_gets_twice_the_room_once() -> None:
    with FaultyServer(in_turn(FAULTS["truncated"])) as server:
        assert values(asked(engine_for(server.url, Waits(), max_output_tokens=300))) == VALUES
    assert [request["max_tokens"] for request in server.requests] == [300, 600]
    assert server.questions()[0] == server.questions()[1]


def test_a_reply_truncated_twice_is_a_typed_failure() -> None:
    too_long = says('{"outlet":"', finish="length")
    with FaultyServer(in_turn(then=too_long)) as server, pytest.raises(errors.OutputTruncated) as caught:
        asked(engine_for(server.url, Waits(), max_output_tokens=300))
    assert "600 tokens: raise --max-output-tokens" in str(caught.value)
    assert [request["max_tokens"] for request in server.requests] == [300, 600]


def test_a_whole_object_that_the_server_says_it_cut_is_not_trusted() -> None:
    with FaultyServer(in_turn(says(RIGHT_TEXT, finish="length"))) as server:
        asked(engine_for(server.url, Waits()))
    assert len(server.requests) == 2


def test_faults_and_unusable_replies_each_have_their_own_patience() -> None:
    clock = Waits()
    steps = [FAULTS["500"], says("x"), FAULTS["429 in seconds"], FAULTS["truncated"], says("y"), RIGHT]
    with FaultyServer(in_turn(*steps)) as server:
        assert values(asked(engine_for(server.url, clock))) == VALUES
    assert len(server.requests) == len(steps)
    assert clock.slept[:2] == pytest.approx([1.5, for_all(7.0)])
    # After a refusal for their rate the calls keep to one.
    assert all(0 < seconds <= 1 for seconds in clock.slept[2:])


MODES: list[tuple[str, list[Step], list[str]]] = [
    ("all", [], ["schema", "question"]),
    ("no schemas", [FAULTS["rejected"]], ["schema", "tools", "question"]),
    ("neither", [FAULTS["rejected"], FAULTS["rejected"]], ["schema", "tools", "json", "question"]),
    ("schemas that are ignored", [says("Sure!")], ["schema", "tools", "question"]),
]


def form_of(request: dict[str, Any]) -> str:
    kind = (request.get("response_format") or {}).get("type")
    return "tools" if request.get("tools") else {"json_schema": "schema", "json_object": "json"}.get(kind, str(kind))


@pytest.mark.parametrize(("steps", "forms"), [row[1:] for row in MODES], ids=[row[0] for row in MODES])
def test_the_mode_is_the_first_that_the_server_takes(steps: list[Step], forms: list[str]) -> None:
    probe = says('{"kind":"annual_review","rows":["q1 member admitted level result 2017 A"]}')
    with FaultyServer(in_turn(*steps, probe)) as server:
        engine = engine_for(server.url, Waits(), mode="auto")
        assert values(asked(engine)) == VALUES
        assert values(asked(engine)) == VALUES
    taken = forms[-2]
    assert [form_of(request) for request in server.requests] == [*forms[:-1], taken, taken]
    assert engine.mode == taken


def test_a_probe_that_is_cut_is_answer_enough() -> None:
    with FaultyServer(in_turn(FAULTS["truncated"])) as server:
        assert values(asked(engine_for(server.url, Waits(), mode="auto"))) == VALUES
    assert [form_of(request) for request in server.requests] == ["schema", "schema"]


def test_an_outage_during_the_probe_decides_no_mode() -> None:
    probe = says('{"kind":"annual_review","rows":[]}')
    with FaultyServer(in_turn(*[FAULTS["500"]] * 3, probe)) as server:
        engine = engine_for(server.url, Waits(), mode="auto")
        with pytest.raises(errors.ServerUnavailable):
            asked(engine)
        assert engine.mode is None
        assert values(asked(engine)) == VALUES
    assert engine.mode == "schema"


@pytest.mark.parametrize("parameter", ["temperature", "seed", "top_p"])
def test_a_parameter_that_the_server_does_not_take_is_left_out_from_then_on(parameter: str) -> None:
    error = {"error": {"message": f"Unsupported parameter: '{parameter}'", "param": parameter, "code": "x"}}
    with FaultyServer(in_turn(Step(json.dumps(error).encode(), 400))) as server:
        engine = engine_for(server.url, Waits(), temperature=0.1, seed=3, top_p=0.9)
        assert values(asked(engine)) == VALUES
        assert values(asked(engine, TEXT.replace("9 lớp", "9 lớp nhỏ"))) == VALUES
    assert [parameter in request for request in server.requests] == [True, False, False]
