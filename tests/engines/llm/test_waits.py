"""How long a server says to wait, in every form in which servers say it, and what is none."""

from __future__ import annotations

import pytest

from extractor.engines.llm.waits import reset_seconds, retry_after, until_reset
from tests.engines.llm.fault_case import NOW
from tests.engines.llm.faulty_server import http_date

UNIX = NOW.timestamp()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        *[("1s", 1), ("6m0s", 360), ("20ms", 0.02), ("2h1m", 7260), ("7h12m0s", 25_920), ("1d", 86_400), ("3", 3)],
        *[("6.5s", 6.5), ("5.5ms", 0.0055), (" 2 ", 2), ("1e3", 1000), ("0", 0), ("-1", 0)],
        *[(f"{UNIX + 2:.0f}", 2), (f"{(UNIX + 2) * 1000:.0f}", 2), (f"{UNIX - 2:.0f}", 0), ("1735689600", 0)],
        *[("2026-01-05T08:00:03Z", 3), ("2026-01-05T15:00:03+07:00", 3), ("2026-01-05T07:59:00Z", 0)],
        *[("", 0), ("soon", 0), ("nan", 0), ("inf", 0), ("-inf", 0), ("1e400", 0), ("9" * 400 + "s", 0), ("1e30", 0)],
        *[("0001-01-01T00:00:00+14:00", 0), ("9999-12-31T23:59:59-12:00", 0)],
    ],
)
def test_the_time_of_a_reset_is_read_as_servers_write_it(text: str, seconds: float) -> None:
    assert reset_seconds(text, lambda: NOW) == pytest.approx(seconds, abs=0.001)


def test_only_a_limit_of_which_nothing_is_left_is_waited_for_and_of_two_the_longer() -> None:
    resets = {"x-ratelimit-reset-requests": "2s", "x-ratelimit-reset-tokens": "9s"}
    left = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-remaining-tokens": "5"}
    assert until_reset(resets | left, lambda: NOW) == 2
    assert until_reset(resets | left | {"x-ratelimit-remaining-tokens": "0"}, lambda: NOW) == 9
    assert until_reset(resets, lambda: NOW) == 0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        *[("7", 7.0), ("0.25", 0.25), (http_date(30), 30.0), (http_date(-60), 0.0), ("-5", 0.0)],
        *[("soon", None), ("nan", None), ("inf", None), ("1e400", None), ("9" * 5000, None), ("", None)],
        *[("Wed, 31 Dec 9999 23:59:59 GMT", None), ("Mon, 05 Jan 2026 08:00:03 +9999", None)],
    ],
)
def test_a_wait_is_read_in_seconds_and_as_a_date(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}, lambda: NOW) == seconds
