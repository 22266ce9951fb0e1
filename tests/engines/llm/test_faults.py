"""What happens on the wire: which faults wait and are tried again, which end the question, and as what."""

from __future__ import annotations

import pytest

from extractor.engines.llm import errors
from tests.engines.llm.fault_case import OVER_TASKS, Case, Waits, for_all
from tests.engines.llm.faulty_server import FAULTS, FaultyServer, in_turn, right

pytestmark = OVER_TASKS

PASSING = [
    ("429 in seconds", [for_all(7.0)]),
    ("429 by date", [for_all(30.0)]),
    ("429 in milliseconds", [for_all(2.5)]),
    ("429", [1.5]),
    ("429 by a date gone by", []),
    ("429 in nonsense", [1.5]),
    ("500", [1.5]),
    ("502", [1.5]),
    ("503", [for_all(4.0)]),
    ("529", [1.5]),
    ("reset before the body", [1.5]),
    ("reset amid the body", [1.5]),
    ("no choices", [1.5]),
    ("null choices", [1.5]),
    ("html page", [1.5]),
    ("html as json", [1.5]),
    ("garbage", [1.5]),
    ("garbage as json", [1.5]),
    ("another object", [1.5]),
    ("a list", [1.5]),
    ("empty body", [1.5]),
]
"""Fault -> the waits before the second call, which succeeds. 1.5 s is the first backoff with jitter one half."""


@pytest.mark.parametrize(("fault", "waits"), PASSING, ids=[name for name, _ in PASSING])
def test_a_passing_fault_is_waited_for_and_the_answer_kept(fault: str, waits: list[float], case: Case) -> None:
    clock = Waits()
    with FaultyServer(in_turn(FAULTS[fault], then=right(case))) as server:
        assert case.found(case.engine(server.url, clock)) == [*case.values]
    assert len(server.requests) == 2
    assert server.requests[0] == server.requests[1]
    assert clock.slept == pytest.approx(waits)


LASTING = [
    ("429", errors.RateLimited, "--concurrency"),
    ("500", errors.ServerUnavailable, "(500)"),
    ("502", errors.ServerUnavailable, "(502)"),
    ("529", errors.ServerUnavailable, "(529)"),
    ("reset before the body", errors.ConnectionLost, "check that the server runs"),
    ("reset amid the body", errors.ConnectionLost, "check that the server runs"),
    ("no choices", errors.ServerUnavailable, "without a choice"),
    ("null choices", errors.ServerUnavailable, "without a choice"),
    ("html page", errors.ServerUnavailable, "no completion"),
    ("html as json", errors.ServerUnavailable, "no completion"),
    ("garbage", errors.ServerUnavailable, "no completion"),
    ("garbage as json", errors.ServerUnavailable, "no completion"),
    ("another object", errors.ServerUnavailable, "without a choice"),
    ("a list", errors.ServerUnavailable, "no completion"),
    ("empty body", errors.ServerUnavailable, "no completion"),
]


@pytest.mark.parametrize(("fault", "error", "words"), LASTING, ids=[name for name, _, _ in LASTING])
def test_a_fault_that_lasts_ends_as_its_type_after_the_last_attempt(
    fault: str, error: type[errors.LlmError], words: str, case: Case
) -> None:
    clock = Waits()
    with FaultyServer(in_turn(then=FAULTS[fault])) as server, pytest.raises(error) as caught:
        case.found(case.engine(server.url, clock))
    assert type(caught.value) is error
    assert words in str(caught.value)
    assert len(server.requests) == caught.value.usage.calls == 3
    assert clock.slept == [1.5, 3.0]


FINAL = [
    ("bad key", errors.BadKey, "OPENAI_API_KEY"),
    ("forbidden", errors.BadKey, "OPENAI_API_KEY"),
    ("unknown model", errors.UnknownModel, "--model"),
    ("wrong address", errors.UnknownModel, "--base-url"),
    ("no quota", errors.QuotaExhausted, "add credit"),
    ("payment required", errors.QuotaExhausted, "add credit"),
    ("filtered input", errors.ContentFiltered, "another provider"),
    ("filtered output", errors.ContentFiltered, "another provider"),
    ("rejected", errors.RequestRejected, "roles must alternate"),
    ("refusal", errors.Refused, "another model"),
    ("context too long", errors.ContextTooLong, "larger context"),
    ("429 in an hour", errors.RateLimited, "try later"),
]


@pytest.mark.parametrize(("fault", "error", "words"), FINAL, ids=[name for name, _, _ in FINAL])
def test_what_waiting_cannot_mend_is_asked_once(
    fault: str, error: type[errors.LlmError], words: str, case: Case
) -> None:
    clock = Waits()
    with FaultyServer(in_turn(then=FAULTS[fault])) as server, pytest.raises(error) as caught:
        case.found(case.engine(server.url, clock))
    assert type(caught.value) is error
    assert words in str(caught.value)
    assert len(server.requests) == caught.value.usage.calls == 1
    assert clock.slept == []


def test_a_server_that_does_not_answer_is_a_timeout(case: Case) -> None:
    clock = Waits()
    too_late = pytest.raises(errors.ModelTimeout, match=r"within 0\.2 s: raise --timeout")
    with FaultyServer(in_turn(then=FAULTS["timeout"])) as server, too_late:
        case.found(case.engine(server.url, clock, timeout=0.2, attempts=2))
    assert len(server.requests) == 2
    assert clock.slept == [1.5]


def test_a_timeout_that_passes_costs_one_more_call(case: Case) -> None:
    with FaultyServer(in_turn(FAULTS["timeout"], then=right(case))) as server:
        assert case.found(case.engine(server.url, Waits(), timeout=1.0)) == [*case.values]
    assert len(server.requests) == 2


def test_a_server_that_never_ran_is_a_lost_connection_after_two_calls(case: Case) -> None:
    with FaultyServer(in_turn()) as server:
        url = server.url
    clock = Waits()
    with pytest.raises(errors.ConnectionLost, match="check that the server runs"):
        case.found(case.engine(url, clock))
    assert clock.slept == [1.5]


def test_faults_of_several_kinds_share_the_attempts_and_the_backoff_grows(case: Case) -> None:
    clock = Waits()
    steps = [FAULTS["503"], FAULTS["reset before the body"], FAULTS["429"]]
    with FaultyServer(in_turn(*steps, then=right(case))) as server:
        assert case.found(case.engine(server.url, clock, attempts=4)) == [*case.values]
    assert len(server.requests) == 4
    assert clock.slept == pytest.approx([for_all(4.0), 3.0, 6.0])


def test_the_backoff_stops_growing_and_never_passes_the_longest_wait(case: Case) -> None:
    clock = Waits()
    with FaultyServer(in_turn(then=FAULTS["500"])) as server, pytest.raises(errors.ServerUnavailable):
        case.found(case.engine(server.url, clock, attempts=20))
    assert len(server.requests) == 20
    assert max(clock.slept) == 90.0
    assert clock.slept == sorted(clock.slept)


def test_failed_attempts_are_paid_for(case: Case) -> None:
    with FaultyServer(in_turn(then=FAULTS["filtered output"])) as server:
        engine = case.engine(server.url, Waits(), price_input=1.0, price_output=10.0)
        with pytest.raises(errors.ContentFiltered) as caught:
            case.found(engine)
    assert (caught.value.usage.input_tokens, caught.value.usage.output_tokens) == (1000, 40)
    assert caught.value.usage.cost_usd == pytest.approx(0.0014)
    assert engine.model.asking.budget.spent.tokens == 1040
