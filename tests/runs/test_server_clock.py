"""A server's clock as the `Date` of its replies shows it."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest

from extractor.runs.server_clock import ServerClock
from tests.runs.virtual_time import BEGIN


class Clocks:
    """Our clock and a server's, so many seconds ahead of it."""

    def __init__(self, ahead: float) -> None:
        self.ahead, self.passed = ahead, 0.25
        self.server = ServerClock(lambda: BEGIN + timedelta(seconds=self.passed))

    def reply(self, seconds: float = 0.1) -> None:
        """A reply comes that took so long, with the date of the middle of that time."""
        at = BEGIN + timedelta(seconds=self.passed - seconds / 2 + self.ahead)
        self.server.saw(format_datetime(at.replace(microsecond=0), usegmt=True), seconds)


@pytest.mark.parametrize("ahead", [-3.3, -0.9, 0.0, 1.2, 4.7])
def test_many_replies_tell_a_clock_that_is_off_to_a_tenth_of_a_second(ahead: float) -> None:
    clocks = Clocks(ahead)
    for _ in range(40):
        clocks.reply()
        assert clocks.server.ahead <= ahead + 0.1 or clocks.server.ahead == 0.0
        clocks.passed += 0.07
    assert clocks.server.ahead == pytest.approx(ahead, abs=0.15)
    assert clocks.server.off_by <= 0.25
    assert clocks.server.now() == clocks.server.ours() + timedelta(seconds=clocks.server.ahead)


def test_a_clock_that_may_agree_with_ours_is_taken_to_agree() -> None:
    clocks = Clocks(0.3)
    clocks.reply()
    assert clocks.server.ahead == clocks.server.off_by == 0.0


def test_a_clock_that_was_set_is_read_anew() -> None:
    clocks = Clocks(0.0)
    clocks.reply()
    clocks.ahead = 3600.5
    clocks.reply()
    assert 3599 <= clocks.server.ahead <= 3600.5


@pytest.mark.parametrize("date", [None, "", "soon", "Mon, 99 Foo 2026 99:99:99 GMT"])
def test_a_date_that_is_none_says_nothing(date: str | None) -> None:
    clocks = Clocks(0.0)
    clocks.server.saw(date, 0.1)
    assert clocks.server.ahead == 0.0
