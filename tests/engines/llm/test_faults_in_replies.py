"""Replies that cannot be used: asked again with the complaint and never with the reply; then salvaged or failed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from extractor.engines.llm import errors
from tests.engines.llm.fault_case import CASES, OVER_TASKS, PARTY, STORM, Case, Waits, for_all
from tests.engines.llm.faulty_server import FAULTS, FaultyServer, Step, completion, in_turn, right, says

CANARY = "a canary of many words, which no complaint may repeat in whole; " * 20
FIGURES: list[str] = PARTY.good["figures"]
LOSSES: list[str] = STORM.good["losses"]
Unusable = tuple[str, str, str]
"""Name, the reply, what the second question says about it."""


def whole(case: Case) -> str:
    """The right reply."""
    return case.changed()


def shapeless(case: Case) -> list[Unusable]:
    """Replies that are wrong for any task."""
    reply, name = whole(case), case.numbers[0]
    text = "abstract"
    short = json.dumps({key: value for key, value in case.good.items() if key != name})
    return [
        ("malformed JSON", reply[:-40], "the answer is not one JSON object"),
        ("no JSON", f"Here is what I found: {CANARY}", "the answer is not one JSON object"),
        ("a trailing comma", reply[:-1] + ",}", "the answer is not one JSON object"),
        ("a list", f"[{reply}]", "Input should be an object"),
        ("a bare string", '"q1"', "Input should be an object"),
        ("null", "null", "Input should be an object"),
        ("nested without end", "[" * 5000, "the answer is not one JSON object"),
        (
            "half a surrogate",
            case.changed(**{text: "x"}).replace('"x"', r'"\ud800"'),
            "the answer is not one JSON object",
        ),
        ("nothing", "", "the answer was empty"),
        ("white space", " \n\t ", "the answer was empty"),
        ("text before", f"Sure! {CANARY}{reply}", "text before or after the JSON object"),
        ("text after", f"{reply}\n{CANARY}", "text before or after the JSON object"),
        ("two objects", reply + reply, "the answer is not one JSON object"),
        ("a missing field", short, f"{name}: the field is missing"),
        ("a field too many", case.changed(thoughts=CANARY), "thoughts: there is no such field"),
        ("a field with a long name", case.changed(**{CANARY * 20: 1}), ": there is no such field"),
        ("a wrong type", case.changed(**{name: CANARY}), f"{name}: Input should be a valid array"),
        ("a number for a row", case.changed(**{name: [1]}), f"{name}.0: Input should be a valid string"),
        ("a row of prose", case.changed(**{name: [CANARY]}), f"{name}, row 1: "),
        ("an empty row", case.changed(**{name: [""]}), f"{name}, row 1: "),
    ]


OWN: dict[str, list[Unusable]] = {
    PARTY.name: [
        ("a wrong enum", PARTY.changed(event=CANARY), "event: Input should be 'annual_review'"),
        ("an unknown id", PARTY.changed(figures=["q99 class held level result review A"]), "q99 is no quantity"),
        (
            "an id twice",
            PARTY.changed(figures=[*FIGURES, FIGURES[0]]),
            "figures, row 3: q1 is already in figures; use each id",
        ),
        (
            "an id labelled and dismissed",
            PARTY.changed(dismissed=["date q1"]),
            "dismissed, row 1: q1 is already in figures",
        ),
        ("a wrong label", PARTY.changed(figures=["q1 klass held level result review A"]), "figures, row 1: "),
        (
            "an unknown clause",
            PARTY.changed(points=["priority s99"]),
            "points, row 1: s99 is no clause of the text",
        ),
        (
            "an unknown letter",
            PARTY.changed(figures=["q1 class held level result review C"]),
            "organisation C is not in the list",
        ),
        ("a wrong date", PARTY.changed(held_on="24-12-2020"), "held_on: '24-12-2020' is no date"),
        ("a day that is none", PARTY.changed(held_on="2020-02-31"), "held_on: '2020-02-31' is no date"),
        ("a wrong period", PARTY.changed(review_period="năm 2020"), "review_period: 'năm 2020' is no period"),
    ],
    STORM.name: [
        ("an unknown mark", STORM.changed(total="q99"), "total: there is no mark q99"),
        (
            "an unknown clause",
            STORM.changed(losses=["house s99 | q1 | -"]),
            "losses, row 1, what: 's99' is no clause",
        ),
        ("a wrong label", STORM.changed(losses=["hut s2 | q1 | -"]), "losses, row 1, what: not in its form"),
        (
            "a short row",
            STORM.changed(losses=["house s2 | q1"]),
            "losses, row 1: 2 parts between bars where 3 belong",
        ),
        ("a wrong date", STORM.changed(hit_on="4-6-2021"), "hit_on: not in its form"),
    ],
}
"""Replies that are wrong for one task."""
UNUSABLE = [(case, *one) for case in CASES for one in (*shapeless(case), *OWN[case.name])]


@pytest.mark.parametrize(
    ("case", "reply", "complaint"),
    [(case, reply, complaint) for case, _, reply, complaint in UNUSABLE],
    ids=[f"{case.name}: {name}" for case, name, *_ in UNUSABLE],
)
@pytest.mark.parametrize("mode", ["schema", "tools", "json"])
def test_an_unusable_reply_is_asked_for_again_with_what_was_wrong(
    mode: str, case: Case, reply: str, complaint: str
) -> None:
    clock = Waits()
    with FaultyServer(in_turn(says(reply), then=right(case))) as server:
        assert case.found(case.engine(server.url, clock, mode=mode)) == [*case.values]
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


WRAPPED = {
    "a fence": "```json\n{}\n```",
    "a fence without a name": "```\n{}\n```\n",
    "thoughts": f"<think>\nq1 is {CANARY}{{{{}}}}\n</think>\n\n{{}}",
    "thoughts and a fence": "<think></think>```json\n{}\n```",
}
"""What stands around a right reply."""


@OVER_TASKS
@pytest.mark.parametrize("around", WRAPPED.values(), ids=WRAPPED)
def test_good_json_behind_thoughts_or_in_a_fence_is_taken_at_once(around: str, case: Case) -> None:
    with FaultyServer(in_turn(then=says(around.format(whole(case))))) as server:
        assert case.found(case.engine(server.url, Waits())) == [*case.values]
    assert len(server.requests) == 1


@OVER_TASKS
@pytest.mark.parametrize("field", ["reasoning", "reasoning_content"])
@pytest.mark.parametrize("finish", ["stop", "length"])
def test_a_model_that_only_thinks_is_named_with_the_way_out(field: str, finish: str, case: Case) -> None:
    message = {"role": "assistant", "content": "", field: CANARY}
    thoughts = Step(completion([{"index": 0, "finish_reason": finish, "message": message}]))
    with FaultyServer(in_turn(then=thoughts)) as server, pytest.raises(errors.ThoughtsOnly) as caught:
        case.found(case.engine(server.url, Waits(), mode="auto"))
    assert "--reasoning-effort none" in str(caught.value)
    assert len(server.requests) == 1


SHAPELESS = {"malformed JSON", "no JSON", "nothing", "a wrong enum", "a missing field", "two objects", "null"}
_STAYING = [row for row in UNUSABLE if row[1] in SHAPELESS]


@pytest.mark.parametrize(
    ("case", "reply"), [(row[0], row[2]) for row in _STAYING], ids=[f"{row[0].name}: {row[1]}" for row in _STAYING]
)
def test_a_reply_that_stays_shapeless_is_a_typed_failure(case: Case, reply: str) -> None:
    with FaultyServer(in_turn(then=says(reply))) as server, pytest.raises(errors.ReplyInvalid) as caught:
        case.found(case.engine(server.url, Waits()))
    assert len(server.requests) == caught.value.usage.calls == 3
    assert caught.value.usage.output_tokens == 120
    assert "unusable 3 times" in str(caught.value)
    assert len(str(caught.value)) < 400
    assert CANARY[:64] not in str(caught.value)


def _around(case: Case) -> list[tuple[Case, str, str, list[float]]]:
    return [
        (case, "text around", f"Sure!\n{whole(case)}\nAnything else?", [*case.values]),
        (case, "a list of one", f"[{whole(case)}]", [*case.values]),
    ]


KEPT: list[tuple[Case, str, str, list[float]]] = [
    *_around(PARTY),
    *_around(STORM),
    (
        PARTY,
        "an unknown id",
        PARTY.changed(figures=[*FIGURES, "q99 class held level result review A"]),
        [*PARTY.values],
    ),
    (PARTY, "an id twice", PARTY.changed(figures=[*FIGURES, FIGURES[0]]), [*PARTY.values]),
    (PARTY, "a row of prose", PARTY.changed(figures=[FIGURES[0], CANARY]), [*PARTY.values[:1]]),
    (PARTY, "an unknown clause", PARTY.changed(points=["priority s99"]), [*PARTY.values]),
    (PARTY, "only unknown ids", PARTY.changed(figures=["q98 class held level result review A"]), []),
    (STORM, "an unknown mark", STORM.changed(losses=[*LOSSES, "dead s2 | q99 | -"]), [*STORM.values]),
    (STORM, "a row of prose", STORM.changed(losses=[LOSSES[0], CANARY]), [*STORM.values[:1]]),
    (STORM, "a wrong label", STORM.changed(losses=[LOSSES[0], "hut s2 | q2 | -", "house s2"]), [*STORM.values[:1]]),
    (STORM, "an unknown clause", STORM.changed(storm="s99"), [*STORM.values]),
    (STORM, "only unknown marks", STORM.changed(losses=["dead s2 | q98 | -"]), []),
]


@pytest.mark.parametrize(
    ("case", "reply", "kept"),
    [(row[0], *row[2:]) for row in KEPT],
    ids=[f"{row[0].name}: {row[1]}" for row in KEPT],
)
def test_of_a_reply_that_stays_imperfect_the_good_rows_are_kept(case: Case, reply: str, kept: list[float]) -> None:
    with FaultyServer(in_turn(then=says(reply))) as server:
        assert case.found(case.engine(server.url, Waits())) == kept
    assert len(server.requests) == 3


BETTER: dict[str, tuple[str, str]] = {
    PARTY.name: (
        PARTY.changed(figures=[*FIGURES, "q99 class held level result review A"]),
        PARTY.changed(figures=[f"q{number} class held level result review A" for number in range(90, 99)]),
    ),
    STORM.name: (
        STORM.changed(losses=[*LOSSES, "dead s2 | q99 | -"]),
        STORM.changed(losses=[f"dead s2 | q{number} | -" for number in range(90, 99)]),
    ),
}
"""An imperfect reply, and a worse one."""


@OVER_TASKS
def test_the_best_of_the_imperfect_replies_is_kept(case: Case) -> None:
    better, worse = BETTER[case.name]
    with FaultyServer(in_turn(says(better), says(worse), says("no"))) as server:
        assert case.found(case.engine(server.url, Waits())) == [*case.values]
    assert len(server.requests) == 3


IMPERFECT = {PARTY.name: PARTY.changed(points=["priority s99"]), STORM.name: STORM.changed(storm="s99")}
"""A reply whose numbers are right."""


@OVER_TASKS
@pytest.mark.parametrize("fault", ["truncated", "refusal", "filtered output", "context too long", "rejected"])
def test_an_imperfect_reply_is_kept_where_its_reask_comes_to_nothing(fault: str, case: Case) -> None:
    imperfect = says(IMPERFECT[case.name])
    with FaultyServer(in_turn(imperfect, then=FAULTS[fault])) as server:
        assert case.found(case.engine(server.url, Waits())) == [*case.values]
    assert len(server.requests) == (3 if fault == "truncated" else 2)


@OVER_TASKS
def test_an_outage_during_the_reask_is_a_failure_so_that_a_later_run_asks_again(case: Case) -> None:
    imperfect = says(IMPERFECT[case.name])
    with FaultyServer(in_turn(imperfect, then=FAULTS["529"])) as server, pytest.raises(errors.ServerUnavailable):
        case.found(case.engine(server.url, Waits()))
    assert len(server.requests) == 4


MANY = {
    PARTY.name: ("q{} class held level result review A", "figures, row 12: q111 is no quantity"),
    STORM.name: ("dead s2 | q{} | -", "losses, row 12, amount: there is no mark q111"),
}
"""A row with an unknown id, and the twelfth complaint."""


@OVER_TASKS
def test_no_complaint_about_many_rows_is_longer_than_a_screen(case: Case) -> None:
    row, twelfth = MANY[case.name]
    rows = [row.format(number) for number in range(100, 400)]
    with FaultyServer(in_turn(says(case.changed(**{case.numbers[0]: rows})), then=right(case))) as server:
        case.found(case.engine(server.url, Waits()))
    first, second = server.questions()
    note = second.removeprefix(first)
    assert twelfth in note
    assert "and 288 more of these kinds" in note
    assert "q112" not in note


@OVER_TASKS
def test_a_reply_in_text_where_a_call_was_asked_for_is_said_so(case: Case) -> None:
    message = {"role": "assistant", "content": "Tôi không gọi hàm."}
    text = Step(completion([{"index": 0, "finish_reason": "stop", "message": message}]))
    with FaultyServer(in_turn(text, then=right(case))) as server:
        assert case.found(case.engine(server.url, Waits(), mode="tools")) == [*case.values]
    assert "did not call the function" in server.questions()[1]


@OVER_TASKS
def test_a_truncated_reply_gets_twice_the_room_once(case: Case) -> None:
    with FaultyServer(in_turn(FAULTS["truncated"], then=right(case))) as server:
        assert case.found(case.engine(server.url, Waits(), max_output_tokens=300)) == [*case.values]
    assert [request["max_tokens"] for request in server.requests] == [300, 600]
    assert server.questions()[0] == server.questions()[1]


@OVER_TASKS
def test_a_reply_truncated_twice_is_a_typed_failure(case: Case) -> None:
    too_long = says('{"outlet":"', finish="length")
    with FaultyServer(in_turn(then=too_long)) as server, pytest.raises(errors.OutputTruncated) as caught:
        case.found(case.engine(server.url, Waits(), max_output_tokens=300))
    assert "600 tokens: raise --max-output-tokens" in str(caught.value)
    assert [request["max_tokens"] for request in server.requests] == [300, 600]


@OVER_TASKS
def test_a_whole_object_that_the_server_says_it_cut_is_not_trusted(case: Case) -> None:
    with FaultyServer(in_turn(says(whole(case), finish="length"), then=right(case))) as server:
        case.found(case.engine(server.url, Waits()))
    assert len(server.requests) == 2


@OVER_TASKS
def test_faults_and_unusable_replies_each_have_their_own_patience(case: Case) -> None:
    clock = Waits()
    steps = [FAULTS["500"], says("x"), FAULTS["429 in seconds"], FAULTS["truncated"], says("y"), right(case)]
    with FaultyServer(in_turn(*steps, then=right(case))) as server:
        assert case.found(case.engine(server.url, clock)) == [*case.values]
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


@OVER_TASKS
@pytest.mark.parametrize(("steps", "forms"), [row[1:] for row in MODES], ids=[row[0] for row in MODES])
def test_the_mode_is_the_first_that_the_server_takes(steps: list[Step], forms: list[str], case: Case) -> None:
    probe = says('{"kind":"annual_review","rows":["q1 member admitted level result 2017 A"]}')
    with FaultyServer(in_turn(*steps, probe, then=right(case))) as server:
        engine = case.engine(server.url, Waits(), mode="auto")
        assert case.found(engine) == [*case.values]
        assert case.found(engine) == [*case.values]
    taken = forms[-2]
    assert [form_of(request) for request in server.requests] == [*forms[:-1], taken, taken]
    assert engine.mode == taken


@OVER_TASKS
def test_a_probe_that_is_cut_is_answer_enough(case: Case) -> None:
    with FaultyServer(in_turn(FAULTS["truncated"], then=right(case))) as server:
        assert case.found(case.engine(server.url, Waits(), mode="auto")) == [*case.values]
    assert [form_of(request) for request in server.requests] == ["schema", "schema"]


@OVER_TASKS
def test_an_outage_during_the_probe_decides_no_mode(case: Case) -> None:
    probe = says('{"kind":"annual_review","rows":[]}')
    with FaultyServer(in_turn(*[FAULTS["500"]] * 3, probe, then=right(case))) as server:
        engine = case.engine(server.url, Waits(), mode="auto")
        with pytest.raises(errors.ServerUnavailable):
            case.found(engine)
        assert engine.mode is None
        assert case.found(engine) == [*case.values]
    assert engine.mode == "schema"


@OVER_TASKS
@pytest.mark.parametrize("parameter", ["temperature", "seed", "top_p"])
def test_a_parameter_that_the_server_does_not_take_is_left_out_from_then_on(parameter: str, case: Case) -> None:
    error = {"error": {"message": f"Unsupported parameter: '{parameter}'", "param": parameter, "code": "x"}}
    with FaultyServer(in_turn(Step(json.dumps(error).encode(), 400), then=right(case))) as server:
        engine = case.engine(server.url, Waits(), temperature=0.1, seed=3, top_p=0.9)
        assert case.found(engine) == [*case.values]
        assert case.found(engine, f"{case.text}Hết.\n") == [*case.values]
    assert [parameter in request for request in server.requests] == [True, False, False]
